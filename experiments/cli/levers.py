"""`zhenxing levers`: what can be set, what was in force in 2011, what the Decision enacted, who pays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from experiments.cli.talk import Talk, table
from model.quarter import format_quarter

if TYPE_CHECKING:
    from scenarios.cards import Card


def levers(
    talk: Talk, article: Annotated[int | None, typer.Option("--article", help="Only this article / 只列该条")] = None
) -> int:
    from scenarios.cards import cards
    from scenarios.errors import InputError

    found = [card for card in cards().values() if article is None or card.article == article]
    if not found:
        known = sorted({card.article for card in cards().values() if card.article is not None})
        raise InputError(
            "no measure of this article", zh="该条没有可设置的措施", field="--article", found=article, allowed=known
        )
    if talk.as_json:
        talk.data([card.model_dump(mode="json", by_alias=True) for card in found])
        return 0
    zh = talk.lang == "zh"
    heads = ("条", ("编号", "id"), "政策措施", "单位", "2011", "按文件", "可取范围", "出资") if zh else (
        "Art.", ("id", "id"), "Measure", "Unit", "2011", "Enacted", "Legal range", "Paid by"
    )  # fmt: skip
    for law, title in (
        (False, talk.say("Measures of the Decision", "《决定》中的政策措施")),
        (True, talk.say("Hypothetical national law, not part of the Decision", "假设的国家法律(不属于《决定》)")),
    ):
        rows = [row_of(card, zh) for card in found if (card.article is None) == law]
        if rows:
            talk.answer(table(title, heads, rows))
    return 0


def row_of(card: Card, zh: bool) -> tuple:
    """A line of the table: where it comes from, what it is, its values and payers."""
    from scenarios.sentences import plain

    enacted = ", ".join(f"{format_quarter(quarter)} {plain(value, True)}" for quarter, value in card.enacted.items())
    mark = (" 设" if zh else " [assumed]") if card.assumed and enacted else ""
    return (
        "-" if card.article is None else card.article,
        card.id,
        card.label.zh if zh else card.label.en,
        card.unit_zh if zh else card.unit,
        plain(card.in_force_2011),
        enacted + mark,
        f"{plain(card.bounds.legal[0])} - {plain(card.bounds.legal[1])}",
        " ".join(f"{payer} {share:.0%}" for payer, share in card.paid_by.items() if share),
    )
