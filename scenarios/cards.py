"""A measure of the Decision, declared once: its card says what it is, what it moves, what it costs and who pays."""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from model.fields import SIZE_CLASSES
from model.quarter import format_quarter
from model.terms import Measure
from scenarios.additions import ADDED
from scenarios.checked import checked
from scenarios.errors import InputError, nearest
from scenarios.frozen import Frozen
from scenarios.quarters import read_quarter
from scenarios.text_files import read_text
from scenarios.yaml_files import Located, read_yaml

LAW = Path(__file__).parent / "law"
DECISION = LAW / "decision-2012"
NATIONAL = LAW / "national"  # changes of national law that nobody decided: not part of the Decision

PAYERS = {
    "中央": "centre",
    "省": "province",
    "市": "city",
    "县": "county",
    "镇": "town",
    "企业": "firms",
    "社会": "society",
}
OWN = "own_"  # begins the id of a measure that a plugin adds
PAYERS_ZH = {english: chinese for chinese, english in PAYERS.items()}


def problem(message: str, zh: str) -> PydanticCustomError:
    """A finding of a card's own rules, in both languages."""
    return PydanticCustomError("card", "{message}", {"message": message, "zh": zh})


def _quarter(value: object) -> int:
    try:
        return read_quarter(value)
    except ValueError:
        raise problem("this is not a quarter (write it as 2013Q1)", "不是季度(写作 2013Q1)") from None


def _year(value: object) -> int:
    text = str(value)
    if len(text) == 4 and text.isascii() and text.isdigit():
        return int(text)
    raise problem("this is not a year (write it as 2013)", "不是年份(写作 2013)")


def _ordered(span: tuple[float, float]) -> tuple[float, float]:
    if span[0] > span[1]:
        raise problem("the lower bound is above the upper", "下限高于上限")
    return span


Number = Annotated[float, Field(strict=True, allow_inf_nan=False)]
Share = Annotated[float, Field(strict=True, ge=0, le=1)]
Span = Annotated[tuple[Number, Number], AfterValidator(_ordered)]
Quarter = Annotated[int, BeforeValidator(_quarter)]
Year = Annotated[int, BeforeValidator(_year)]
Words = Annotated[str, Field(strict=True, min_length=1, max_length=1000)]


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Label(Part):
    en: Words
    zh: Words

    def get(self, lang: str) -> str:
        return self.zh if lang == "zh" else self.en


class Reaches(Part):
    """Whom a measure reaches; `if` says the condition in words, `sizes` the part of it that a size class decides."""

    who: Literal["firms", "platforms", "towns", "bodies", "universities"]
    where: Literal["designated", "candidate", "all"]
    condition: Words | None = Field(default=None, alias="if")
    sizes: tuple[Literal["micro", "small", "medium", "large"], ...] = SIZE_CLASSES


class Bounds(Part):
    """Bounds of the value added to what was in force: what law allows, what studies may vary."""

    legal: Span
    studied: Span


class Option(Part):
    """A number of the measure beside its value, with the range of doubt about it."""

    value: Number
    unit: Words
    low: Number
    high: Number
    meaning: Words

    @model_validator(mode="after")
    def _inside(self) -> Option:
        if not self.low <= self.value <= self.high:
            raise problem("the value is outside its own range", "取值超出其自身范围")
        return self


class Evidence(Part):
    """A study; `confidence` is design grade / how it was verified, as in docs: A-D, then V VS D M M? X."""

    study: Words
    estimate: Words
    unit: Words
    confidence: Annotated[str, Field(strict=True, pattern=r"^([A-D]|-)/(V|VS|D|M|M\?|X)$")]


class Card(Part):
    """One lever. Values are added to what was in force in 2011; money is wan yuan."""

    id: Annotated[str, Field(strict=True, pattern=r"^(art[0-9]{2}|law|own)_[a-z][a-z0-9_]*$")]
    label: Label
    article: Annotated[int, Field(strict=True, ge=1, le=31)] | None = (
        None  # of the Decision; none: national law, or a measure of one's own
    )
    quote: tuple[Words, ...] = ()
    mechanism: Annotated[str, Field(strict=True, pattern=r"^[a-z][a-z0-9_]*$")]
    target: Annotated[str, Field(strict=True, pattern=r"^([a-z][a-z0-9_]*)?$")] = ""
    reaches: Reaches
    unit: Words
    unit_zh: Words
    in_force_2011: Number
    neutral: Number
    announced: Quarter
    enacted: dict[Quarter, Number] = {}
    assumed: Annotated[bool, Field(strict=True)]
    bounds: Bounds
    paid_by: dict[Literal["中央", "省", "市", "县", "镇", "企业", "社会"], Share]
    # public money; what firms and society bear by `paid_by` comes on top
    envelope: dict[Year, Annotated[float, Field(strict=True, ge=0, allow_inf_nan=False)]] = {}
    options: dict[Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")], Option] = {}
    proximal: dict[str, Span]
    proximal_as: Literal["relative", "absolute"] = "relative"  # to the baseline's value, or in the indicator's unit
    proximal_source: Words
    mediator: Annotated[str, Field(strict=True, pattern=r"^[a-z][a-z0-9_]*$")]
    nulls: tuple[str, ...] = ()
    could_go_wrong: Label
    evidence: Annotated[tuple[Evidence, ...], Field(min_length=1)]

    @model_validator(mode="before")
    @classmethod
    def _one_quote_or_more(cls, data: object) -> object:
        if isinstance(data, dict) and isinstance(data.get("quote"), str):
            return {**data, "quote": [data["quote"]]}
        return data

    @model_validator(mode="after")
    def _hangs_together(self) -> Card:
        legal, studied = self.bounds.legal, self.bounds.studied
        self._law_it_comes_from()
        if not (legal[0] <= studied[0] and studied[1] <= legal[1]):
            raise problem("the studied range leaves the legal bounds", "研究范围超出法定范围")
        if not studied[0] <= self.neutral <= studied[1]:
            raise problem("the neutral value is outside the studied range", "中性取值超出研究范围")
        for quarter, value in self.enacted.items():
            if quarter < self.announced:
                raise problem("a value starts before the announcement", "实施早于公布")
            if not studied[0] <= value <= studied[1]:
                raise problem("an enacted value is outside the studied range", "实施取值超出研究范围")
        if abs(sum(self.paid_by.values()) - 1) > 1e-9:
            raise problem("the payers' shares do not add up to 1", "各出资方份额之和不等于 1")
        if overlap := sorted(set(self.nulls) & set(self.proximal)):
            raise problem(f"{overlap[0]} is both a proximal outcome and a null", f"{overlap[0]} 既为直接结果又为零效应")
        return self

    def _law_it_comes_from(self) -> None:
        """A card names its article, quotes it and has enacted values, or it is hypothetical and has none of them."""
        if self.article is None:
            if not self.id.startswith(("law_", OWN)):
                raise problem("the id names an article and the card does not", "编号含条款而卡片未注明")
            if self.enacted or self.quote:
                raise problem("hypothetical law has neither enacted values nor a quote", "假设法律不设实施取值和引文")
            return
        if self.id[:5] != f"art{self.article:02d}":
            raise problem(f"the id does not name article {self.article}", f"编号与第 {self.article} 条不符")
        if not self.quote:
            raise problem("the quote is missing", "缺少原文引文")
        if not self.enacted:
            raise problem("no enacted value", "缺少实施取值")

    @property
    def starts(self) -> int:
        """Quarter from which the lever stands unless a scenario says otherwise."""
        return min(self.enacted, default=self.announced)

    def origin(self, lang: str) -> str:
        """Where the card comes from, in words."""
        if self.id.startswith(OWN):
            return "自拟措施" if lang == "zh" else "a measure of one's own"
        if self.article is None:
            return "国家法律(假设)" if lang == "zh" else "hypothetical national law"
        return f"第 {self.article} 条" if lang == "zh" else f"article {self.article}"

    def measure(self, path: tuple[tuple[int, float], ...] = ()) -> Measure:
        """The lever as the economy sees it, at the values of `path` (none: neutral)."""
        return Measure(
            id=self.id,
            mechanism=self.mechanism,
            in_force_2011=self.in_force_2011,
            neutral=self.neutral,
            path=path,
            announced=self.announced if path else None,
            payers=tuple((PAYERS[payer], share) for payer, share in self.paid_by.items() if share > 0),
            envelope=tuple(sorted(self.envelope.items())),
            sizes=self.reaches.sizes,
            where=self.reaches.where,
            target=self.target,
            options=Frozen({name: option.value for name, option in sorted(self.options.items())}),
        )

    def enacted_path(self) -> tuple[tuple[int, float], ...]:
        return tuple(sorted(self.enacted.items()))

    def describe_bounds(self) -> str:
        low, high = self.bounds.legal
        return f"{low:g} to {high:g} {self.unit}"

    def describe_bounds_zh(self) -> str:
        low, high = self.bounds.legal
        return f"{low:g} 至 {high:g}({self.unit_zh})"


def cards(folder: str | os.PathLike[str] | None = None) -> Mapping[str, Card]:
    """Every card by id, sorted: of one folder of law, or of all (the Decision's, hypothetical law, plugins')."""
    if folder is not None:
        return _cards(os.fspath(folder))
    return Frozen(dict(sorted({**_all_cards(), **ADDED.cards}.items()))) if ADDED.cards else _all_cards()


def decision_cards() -> Mapping[str, Card]:
    """The cards of the Decision by id: what `enacted` sets."""
    return cards(DECISION)


@lru_cache(maxsize=1)
def _all_cards() -> Mapping[str, Card]:
    return Frozen(dict(sorted({**_cards(os.fspath(DECISION)), **_cards(os.fspath(NATIONAL))}.items())))


@lru_cache(maxsize=8)
def _cards(folder: str) -> Mapping[str, Card]:
    """Cards of a folder; quotes are checked against the text of the law beside them."""
    law = "".join(read_text(path) for path in sorted(Path(folder).glob("*.zh.txt")))
    found: dict[str, Card] = {}
    for path in sorted(Path(folder).glob("*.yaml")):
        for card in read_cards(path, law):
            if card.id in found:
                raise InputError(
                    f"{card.origin('en')}: this id stands on two cards",
                    zh=f"{card.origin('zh')}:编号重复",
                    file=path,
                    field="id",
                    found=card.id,
                )
            found[card.id] = card
    return Frozen(dict(sorted(found.items())))


def read_cards(path: str | os.PathLike[str], law: str | None = None) -> list[Card]:
    """Cards of one article's file; with the text of the law their quotes must stand in it word for word."""
    return checked_cards(read_yaml(path), law)


def checked_cards(located: Located, law: str | None = None) -> list[Card]:
    """Cards of what was read from YAML."""
    if not isinstance(located.data, list) or not located.data:
        raise located.error("a file of cards is a list of cards", zh="文件应为政策措施卡片的列表", allowed="- id: ...")
    read = []
    for place, data in enumerate(located.data):
        article = data.get("article") if isinstance(data, dict) else None
        name = f"article {article}: " if isinstance(article, int) else ""
        name_zh = f"第 {article} 条:" if isinstance(article, int) else ""
        card = checked(Card, data, located, (place,), name, name_zh)
        for quote in card.quote:
            if law is not None and quote not in law:
                raise located.error(
                    f"{name}the quote does not stand in the text of the law",
                    place,
                    "quote",
                    zh=f"{name_zh}引文不见于原文",
                    found=quote,
                )
        read.append(card)
    return read


def known(lever: str, among: Mapping[str, Card], renamed: Mapping[str, str]) -> InputError | None:
    """None for a known lever, else the error that names the nearest, or the new name of a renamed one."""
    if lever in among:
        return None
    if lever in renamed:
        return InputError("this lever was renamed", zh="该政策措施已更名", found=lever, nearest=renamed[lever])
    return InputError(
        "there is no such lever",
        zh="没有这项政策措施",
        found=lever,
        allowed=tuple(among),
        nearest=nearest(lever, among),
    )


def quarters(path: tuple[tuple[int, float], ...]) -> dict[str, float]:
    """A path as it is written in files."""
    return {format_quarter(quarter): value for quarter, value in path}
