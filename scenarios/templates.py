"""A scenario file to fill in: every measure asked for at its value, with its unit, range, payers and planned cost."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from model.quarter import format_quarter
from scenarios.cards import PAYERS_ZH, Card, cards, decision_cards
from scenarios.money import planned_public
from scenarios.sentences import plain

if TYPE_CHECKING:
    from scenarios.policy import PolicyScenario

SHEET = "方案"
HEADS = (
    "类别 section",
    "编号 id",
    "起始 from",
    "取值 value",
    "财政资金 money",
    "名称",
    "name",
    "单位 unit",
    "范围 range",
    "出资 paid by",
    "计划财政支出 planned",
)
Row = tuple[object, ...]


def chosen_cards(policy: PolicyScenario, articles: Sequence[int] = ()) -> list[Card]:
    """Measures of some articles, or of the whole Decision and whatever else the scenario sets."""
    known = decision_cards() if not articles else {i: c for i, c in cards().items() if c.article in articles}
    beside = {lever: cards()[lever] for lever in policy.levers if not articles}
    return list(dict(sorted({**known, **beside}.items(), key=lambda item: (item[1].article or 99, item[0]))).values())


def yaml_template(name: str, policy: PolicyScenario, articles: Sequence[int] = (), lang: str = "zh") -> str:
    """The file's text; a measure the scenario leaves at neutral is a comment."""
    zh = lang == "zh"
    say = (lambda en, chinese: chinese) if zh else (lambda en, chinese: en)
    lines = [
        say(f"# Check it: zhenxing check {name}.yaml", f"# 检查:zhenxing check {name}.yaml"),
        say(f"# In words: zhenxing explain {name}.yaml", f"# 文字说明:zhenxing explain {name}.yaml"),
        say(
            "# A value is added to what was in force in 2011. It is a number, {2013Q1: 1.0, 2015Q1: 2.0}, enacted,\n"
            "# neutral, or {money: 5000}: wan yuan of public money a year, in all or by payer {省: 3000, 市: 2000}.",
            "# 取值是在 2011 年做法之上的增量:数字、{2013Q1: 1.0, 2015Q1: 2.0}、enacted(按文件)、neutral(不实施),\n"
            "# 或 {money: 5000}(每年财政资金,万元,也可按出资方写作 {省: 3000, 市: 2000})。",
        ),
        f"title: {{en: {name}, zh: {name}}}",
        'author: ""',
        f"inherits: {_parent(policy)}",
        "levers:",
    ]
    for card in chosen_cards(policy, articles):
        lines += _lines(card, policy.levers.get(card.id, ()), zh)
    lines += [
        say("# the most a payer puts into new measures, wan yuan a year", "# 各级新增措施预算上限,万元/年"),
        "# budgets: {省: {2013: 50000}}",
        say("# outside series times a factor, from a quarter on", "# 外部序列乘以系数(自该季度起)"),
        "# shocks: {demand_export: {2013Q1: 0.9, 2014Q1: 1.0}}",
    ]
    return "\n".join(lines) + "\n"


def _lines(card: Card, path: Sequence[tuple[int, float]], zh: bool) -> list[str]:
    """The comment and the value of one measure."""
    label, unit = (card.label.zh, card.unit_zh) if zh else (card.label.en, card.unit)
    low, high = card.bounds.legal
    about = f"  # {card.origin('zh' if zh else 'en')}, {label}; {unit}; {plain(low)} - {plain(high)}; {_payers(card)}"
    if cost := _planned(card, path):
        about += (
            f"; 计划财政支出 {cost:,.0f} 万元/年" if zh else f"; planned {cost:,.0f} wan yuan of public money a year"
        )
    if not path:
        return [about, f"  # {card.id}: {card.enacted_path()[-1][1] if card.enacted else card.neutral:g}"]
    steps = ", ".join(f"{format_quarter(quarter)}: {value:g}" for quarter, value in path)
    return [about, f"  {card.id}: {{{steps}}}"]


def _planned(card: Card, path: Sequence[tuple[int, float]]) -> float:
    values = [value for _, value in path] or [value for _, value in card.enacted_path()]
    return planned_public(card, values[-1]) if values else 0.0


def _payers(card: Card) -> str:
    return " ".join(f"{PAYERS_ZH[payer]} {share:.0%}" for payer, share in card.measure().payers)


def _parent(policy: PolicyScenario) -> str:
    """The scenario the file starts from: a measure taken out of it is neutral only if it says so."""
    return policy.name


def sheet_rows(name: str, policy: PolicyScenario, articles: Sequence[int] = ()) -> Iterable[Row]:
    """The same as rows of a table."""
    yield HEADS
    yield ("title", "", "", name)
    yield ("author", "", "", "")
    yield ("inherits", "", "", _parent(policy))
    for card in chosen_cards(policy, articles):
        path = policy.levers.get(card.id, ())
        low, high = card.bounds.legal
        planned = round(_planned(card, path))
        about = (card.label.zh, card.label.en, card.unit_zh, f"{plain(low)} - {plain(high)}", _payers(card), planned)
        for quarter, value in path or ((None, None),):
            yield ("levers", card.id, format_quarter(quarter) if quarter is not None else "", value, None, *about)


def workbook(rows: Iterable[Row], notes: Mapping[str, str] | None = None) -> bytes:
    """Rows as an XLSX file with a frozen header, as planners open it in WPS."""
    from openpyxl import Workbook
    from openpyxl.styles import Font

    book = Workbook()
    page = book.active
    page.title = SHEET  # type: ignore[union-attr]
    for row in rows:
        page.append(row)  # type: ignore[union-attr]
    for cell in page[1]:  # type: ignore[index]
        cell.font = Font(bold=True)
    page.freeze_panes = "E2"  # type: ignore[union-attr]
    for letter, width in zip("ABCDEFGHIJK", (10, 34, 10, 12, 14, 34, 40, 24, 18, 26, 16), strict=True):
        page.column_dimensions[letter].width = width  # type: ignore[union-attr]
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
