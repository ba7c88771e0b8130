"""`zhenxing levers`: what can be set, what was in force in 2011, what the Decision enacted, who pays."""

from __future__ import annotations

from typing import Annotated

import typer

from experiments.cli.talk import Talk, table
from model.quarter import format_quarter


def levers(
    talk: Talk, article: Annotated[int | None, typer.Option("--article", help="Only this article / 只列该条")] = None
) -> int:
    from scenarios.cards import cards
    from scenarios.errors import InputError

    found = [card for card in cards().values() if article is None or card.article == article]
    if not found:
        known = sorted({card.article for card in cards().values()})
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
    rows = [
        (
            card.article,
            card.id,
            card.label.zh if zh else card.label.en,
            card.unit,
            f"{card.in_force_2011:g}",
            ", ".join(f"{format_quarter(quarter)} {value:+g}" for quarter, value in card.enacted.items())
            + (" 设" if card.assumed and zh else " [assumed]" if card.assumed else ""),
            f"{card.bounds.legal[0]:g} - {card.bounds.legal[1]:g}",
            " ".join(f"{payer} {share:.0%}" for payer, share in card.paid_by.items() if share),
        )
        for card in found
    ]
    talk.answer(table(talk.say("Measures of the Decision", "《决定》中的政策措施"), heads, rows))
    return 0
