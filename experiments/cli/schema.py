"""`zhenxing schema`: what a kind of file may hold, as a table or as JSON schema."""

from __future__ import annotations

from typing import Annotated

import typer

from experiments.cli.talk import Talk, table


def schema(
    talk: Talk,
    kind: Annotated[
        str, typer.Argument(help="scenario, card, study or trial / 文件种类", metavar="scenario|card|study|trial")
    ] = "scenario",
) -> int:
    from scenarios.schemas import json_schema, rows

    found = json_schema(kind)
    if talk.as_json:
        talk.data(found)
        return 0
    heads = (
        (talk.say("Field", "字段"), "left"), (talk.say("May be", "可为"), "left"),
        (talk.say("Needed", "必填"), "left"), (talk.say("Meaning", "含义"), "left"),
    )  # fmt: skip
    lines = [
        (name, words, talk.say("yes", "是") if needed else "", meaning) for name, words, needed, meaning in rows(found)
    ]
    talk.answer(
        table(talk.say(f"File: {kind} (--json: JSON schema)", f"文件:{kind}(--json 输出 JSON schema)"), heads, lines)
    )
    return 0
