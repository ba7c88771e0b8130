"""What was understood of a study as files: one page a language, figures, tables, and all of it as data."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from analysis.report.assembly import marks_of
from analysis.report.blocks import Block, Bullets, Column, Heading, Picture, Report, Sentence, Sheet, Table
from analysis.report.canvas import Drawn, drawn
from analysis.report.page import html
from analysis.understanding.frame import StudyFrame
from analysis.understanding.telling import LANGUAGES, VOICES, Finding, Texts, Unsaid, name
from scenarios.errors import clean

if TYPE_CHECKING:
    import pandas as pd

SCHEMA = 1
PAGE_ROWS = 15  # of a table on the page; the file has all
METHODS = {
    "variance": ("Luck and inputs", "随机与参数"),
    "sobol": ("Shares of variance (Sobol)", "方差分解(Sobol)"),
    "morris": ("One input at a time (Morris)", "逐个参数(Morris)"),
    "pawn": ("Whole distributions (PAWN)", "整个分布(PAWN)"),
    "rankings": ("How sure the order is", "名次有多可靠"),
    "regret": ("Regret", "遗憾"),
    "sobol of the ranking": ("What decides the order", "什么决定名次"),
    "prim": ("Where it fails (PRIM)", "何处达不到(PRIM)"),
    "pawn, rankings, prim": ("Shares of points", "按点数计的比重"),
}
HEADS = {  # Chinese words of columns; English ones are the columns' own
    "input": "参数",
    "other": "另一个",
    "scenario": "方案",
    "outcome": "结果",
    "first": "一阶",
    "total": "总效应",
    "second": "二阶",
    "median": "中位数",
    "maximum": "最大",
    "mean": "平均",
    "mean_rank": "平均名次",
    "rank": "名次",
    "tier": "梯队",
    "beats": "胜出比重",
    "best": "最优比重",
    "inputs": "参数",
    "luck": "随机",
    "luck_shared": "共有随机",
    "luck_of_mean": "均值中的随机",
    "heaviest": "最重一点",
    "points": "点数",
    "runs": "测算次数",
    "limited_below": "有下限",
    "limited_above": "有上限",
    "quasi_p": "准 p 值",
    "reproduced": "重现比重",
    "low": "下限",
    "high": "上限",
}


def files_of(
    study: StudyFrame,
    told: Sequence[Finding | Unsaid],
    title: Texts,
    key: str,
    made_with: Mapping[str, str] | None = None,
) -> dict[str, bytes]:
    """File name -> content: understanding.<language>.html, figures/<name>.<language>.svg and .png, tables, and
    understanding.json."""
    found = [one for one in told if isinstance(one, Finding)]
    names = dict(zip(map(id, found), file_names(found), strict=True))
    files: dict[str, bytes] = {}
    for one in found:
        for part, frame in one.tables.items():
            end = part.removeprefix(slug(one.method)).strip("-")
            files[f"tables/{names[id(one)]}{f'-{end}' if end else ''}.csv"] = csv(frame)
    for lang in LANGUAGES:
        pictures = {names[id(one)]: drawn(lambda one=one, lang=lang: one.draw(lang)) for one in found}
        for place, picture in pictures.items():
            files[f"figures/{place}.{lang}.svg"] = picture.svg
            files[f"figures/{place}.{lang}.png"] = picture.png
        files[f"understanding.{lang}.html"] = page(study, told, names, pictures, title, lang, key)
    about = {
        "schema": SCHEMA,
        "kind": "understanding",
        "study": key,
        "title": {lang: clean(title[lang], 200) for lang in LANGUAGES},
        **{"code": "", "data": "", **(made_with or {})},
        "design": study.kind,
        "points": study.points,
        "runs": len(study.table),
        "failed": study.failed,
        "files": sorted(files),
        "findings": [as_data(one, names.get(id(one), "")) for one in told],
    }
    files["understanding.json"] = (json.dumps(about, ensure_ascii=False, indent=1) + "\n").encode()
    return files


def file_names(found: Sequence[Finding]) -> list[str]:
    """A name a finding, each once: the method, and the outcome where several have it."""
    names: list[str] = []
    for one in found:
        made = "-".join(part for part in (slug(one.method), slug(one.outcome)) if part)[:80]
        while made in names:
            made += "-again"
        names.append(made)
    return names


def slug(text: str) -> str:
    """Lower-case letters, digits and hyphens of a text: users' words become file names."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def csv(frame: pd.DataFrame) -> bytes:
    """UTF-8 with a mark, for spreadsheets."""
    return ("\ufeff" + frame.to_csv(index=False, lineterminator="\n")).encode()


def as_data(one: Finding | Unsaid, place: str) -> dict[str, Any]:
    if isinstance(one, Unsaid):
        return {"method": one.method, "outcome": one.outcome, "said": False, "why": dict(one.why)}
    numbers = {key: _plain(value) for key, value in one.numbers.items()}
    tables = {part: [_row(row) for row in frame.to_dict("records")] for part, frame in one.tables.items()}
    return {"method": one.method, "outcome": one.outcome, "said": True, "sentence": dict(one.sentence),
            "points": one.points, "numbers": numbers, "files": place, "tables": tables}  # fmt: skip


def _row(row: dict[Any, Any]) -> dict[str, object]:
    """A row of a table as JSON has it."""
    return {str(name): _plain(value.item() if hasattr(value, "item") else value) for name, value in row.items()}


def _plain(value: object) -> object:
    if isinstance(value, float):
        return float(f"{value:.12g}") if math.isfinite(value) else None
    return value


def page(
    study: StudyFrame, told: Sequence[Finding | Unsaid], names: Mapping[int, str], pictures: Mapping[str, Drawn],
    title: Texts, lang: str, key: str,
) -> bytes:  # fmt: skip
    """The page in one language."""
    voice = VOICES[lang]
    blocks: list[Block] = []
    heading = ""
    for one in told:
        if not isinstance(one, Finding):
            continue
        if one.method != heading:
            heading = one.method
            blocks.append(Heading(METHODS[heading][voice.zh], 2))
        place = names[id(one)]
        blocks.append(Sentence((clean(one.sentence[lang], 2000),)))
        blocks.append(Picture(place, clean(one.sentence[lang], 500)))
        blocks += [table(study, f"{place}-{at}", frame, lang) for at, frame in enumerate(one.tables.values())][:1]
    unsaid = [one for one in told if isinstance(one, Unsaid)]
    if unsaid:
        blocks.append(Heading(voice.text("What this study cannot say", "本研究不能回答的"), 2))
        blocks.append(Bullets(tuple((clean(_about(study, one, lang), 500),) for one in unsaid)))
    strap = voice.text(
        "design {kind}; {points} points, {runs} runs; shares of points are no probabilities",
        "设计 {kind};{points} 个点,{runs} 次测算;按点数计的比重不是概率",
        kind=study.kind, points=study.points, runs=len(study.table),
    )  # fmt: skip
    foot = voice.text(
        "Simulated with zhenxing, not calibrated; study {key}.", "zhenxing 测算,未校准;研究 {key}。", key=key[:8]
    )
    report = Report(lang, clean(title[lang], 120), strap, foot, "", (Sheet("annex", tuple(blocks)),))
    return html(report, marks_of(voice), {at: one.page for at, one in pictures.items()}).encode()


def _about(study: StudyFrame, one: Unsaid, lang: str) -> str:
    method = METHODS.get(one.method, (one.method, one.method))[lang == "zh"]
    outcome = f" ({name(study, one.outcome)[lang]})" if one.outcome else ""
    return f"{method}{outcome}: {one.why[lang]}"


def table(study: StudyFrame, place: str, frame: pd.DataFrame, lang: str) -> Table:
    """The head of a table; ids keep their names, so that they can be copied."""
    columns = tuple(
        Column(heading(head, lang), "left" if _is_text(frame, head) else "right") for head in map(str, frame.columns)
    )
    rows = tuple(tuple(_cell(value) for value in row) for row in frame.head(PAGE_ROWS).itertuples(index=False))
    return Table(slug(place), "", columns, rows, style="tight")


def heading(column: str, lang: str) -> str:
    """A column in words; an end of an interval is named after what it is the end of."""
    if lang != "zh":
        return column.replace("_", " ")
    of, _, end = column.rpartition("_")
    if end in ("low", "high") and of in HEADS:
        return HEADS[of] + HEADS[end]
    return HEADS.get(column, column)


def _is_text(frame: pd.DataFrame, head: str) -> bool:
    return len(frame) > 0 and isinstance(frame[head].iloc[0], str)


def _cell(value: Any) -> str:
    if isinstance(value, str):
        return clean(value, 80)
    return "—" if value != value else f"{value:.3g}" if isinstance(value, float) else str(value)
