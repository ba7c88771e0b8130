"""What a parameter is, in both languages, its unit and the evidence beside the measures in Chinese."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from scenarios.cards import LAW, Evidence, Label
from scenarios.errors import clean
from scenarios.frozen import Frozen
from scenarios.given_files import Files, read_parameters
from scenarios.punctuation import full_width
from scenarios.start_words import unit_in_words
from scenarios.yaml_files import read_yaml

UNITS_ZH = {  # unit of a parameter -> Chinese
    "-": "-",
    "a log": "每对数单位",
    "a quarter": "次/季",
    "a size class": "每规模等级",
    "a year": "次/年",
    "accidents a person a year": "起/人年",
    "farms a year": "家农业企业/年",
    "firms": "家",
    "firms a year": "家/年",
    "km": "公里",
    "log": "对数",
    "log a quarter": "对数/季",
    "log odds": "对数几率",
    "log odds a class": "对数几率/规模等级",
    "log pay": "工资对数",
    "odds": "几率",
    "persons": "人",
    "projects per 1,000 firms a year": "项/千家企业/年",
    "quantile": "分位",
    "quarters": "季",
    "quarters of cost": "季成本",
    "quarters of inputs": "季投入品",
    "quarters of revenue": "季收入",
    "quarters of sales": "季销售",
    "ratio": "倍",
    "ratio a class": "倍/规模等级",
    "ratio a size class": "倍/规模等级",
    "services a year": "次/年",
    "share": "比例",
    "quarters a class": "季/规模等级",
    "share a class": "比例/规模等级",
    "share a quarter": "比例/季",
    "share a year": "比例/年",
    "share of 2011": "占 2011 年比例",
    "share of R&D": "占研发投入比例",
    "share of a town's sales": "占镇销售比例",
    "share of capital a quarter": "占资本比例/季",
    "share of consumption": "占消费比例",
    "share of cost": "占成本比例",
    "share of customers": "占客户比例",
    "share of deposits": "占存款比例",
    "share of domestic sales": "占国内销售比例",
    "share of inputs": "占投入品比例",
    "share of land a year": "占用地比例/年",
    "share of loans": "占贷款比例",
    "share of loans a quarter": "占贷款比例/季",
    "share of machines": "占设备比例",
    "share of machines a year": "占设备比例/年",
    "share of machines per log": "占设备比例/对数单位",
    "share of means a quarter": "占可用资金比例/季",
    "share of outlay": "占投入比例",
    "share of pay": "占工资比例",
    "share of price": "占价格比例",
    "share of price a year": "占价格比例/年",
    "share of quarterly sales": "占季销售比例",
    "share of revenue": "占收入比例",
    "share of sales": "占销售比例",
    "share of sales a year": "占销售比例/年",
    "share of sales per log": "占销售比例/对数单位",
    "share of the fund a quarter": "占互保资金比例/季",
    "share of value added": "占增加值比例",
    "share of wear": "占损耗比例",
    "share of what pays": "占划算部分比例",
    "share of yearly R&D": "占年研发投入比例",
    "share of yearly exports": "占年出口比例",
    "share of yearly sales": "占年销售比例",
    "size classes": "规模等级",
    "stock": "存量",
    "towns": "个镇",
    "towns a year": "个镇/年",
    "wan yuan": "万元",
    "wan yuan a job": "万元/项",
    "wan yuan a unit": "万元/单位",
    "wan yuan a year": "万元/年",
    "year": "年份",
    "years": "年",
    "yuan a yuan": "元/元",
}


@lru_cache(maxsize=1)
def parameter_meanings() -> Mapping[str, Label]:
    """What each parameter of behaviour and each assumption of Guangdong is, by id."""
    files = Files("guangdong")
    found = {name: Label(en=entry["meaning"], zh=entry["zh"]) for name, entry in read_parameters(files).items()}
    files.assumptions()
    for name, row in files.described.items():
        if row["label"] and row["label_zh"]:
            found[name] = Label(en=row["label"], zh=row["label_zh"])
    return Frozen(found)


def parameter_name(name: str, lang: str) -> str:
    """In words, with the id one types in brackets; the bare id of one that is no parameter any more."""
    found = parameter_meanings().get(name)
    if found is None:
        return clean(name)
    return full_width(f"{found.zh}({name})") if lang == "zh" else f"{found.en} ({name})"


def unit_zh(unit: str) -> str:
    """The Chinese of the unit of a parameter, an indicator or a fact; the unit itself where there is none."""
    return unit_in_words(unit, UNITS_ZH) or unit


@lru_cache(maxsize=1)
def evidence_words() -> Mapping[str, str]:
    """Findings of studies, and headings that are no title of a study: English -> Chinese."""
    return Frozen({name: str(said) for name, said in read_yaml(LAW / "evidence_zh.yaml").mapping().items()})


def evidence_said(study: Evidence, lang: str) -> tuple[str, str]:
    """A study, which keeps its own title, and what it found; in Chinese the words of the finding hold its unit."""
    if lang != "zh":
        return study.study, f"{study.estimate} ({study.unit})"
    said = evidence_words()
    found = full_width(said.get(study.estimate, study.estimate))
    direction = "\uff08只有方向\uff09" if study.unit == "sign" else ""
    return full_width(said.get(study.study, study.study)), found + direction
