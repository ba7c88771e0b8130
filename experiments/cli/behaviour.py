"""`zhenxing behaviour`: what the economy does when one thing is changed, against what was written down before."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from experiments.cli import options
from experiments.cli.talk import Talk, table

VERDICTS = {"agrees": ("agrees", "符合"), "disagrees": ("DISAGREES", "不符"), "unclear": ("unclear", "不明")}


def behaviour(
    talk: Talk,
    studies: Annotated[
        str | None, typer.Option("--studies", metavar="A,B", help="Only these studies / 只做这些研究")
    ] = None,
    seeds: Annotated[str, typer.Option("--seeds", metavar="1-5", help="Seeds / 随机种子")] = "1-5",
    sample: options.Sample = 0.02,
    out: Annotated[
        Path | None, typer.Option("--out", help="Folder for behaviour.json / behaviour.json 所在文件夹")
    ] = None,
    world: options.World = "guangdong",
) -> int:
    from experiments.cli.facts import number, seed_list, written
    from experiments.measuring.behaviour import study
    from experiments.measuring.expectations import expectations
    from experiments.specification import share, world_named

    with talk.progress() as report:
        result = study(
            chosen(studies),
            seed_list(seeds),
            sample=share("--sample", sample),
            world=world_named(world),
            progress=report,
        )
    written(talk, "behaviour", result, out)
    if talk.as_json:
        talk.data(result)
        return 0
    rows = []
    for name, found in result["quantities"].items():
        one = expectations()[name]
        cells = (one.label.get(talk.lang), one.unit, *(number(found[end]) for end in ("mean", "low", "high")))
        rows.append((*cells, expected(one.expected), talk.say(*VERDICTS[found["verdict"]])))
    heads = (
        (talk.say("Quantity", "指标"), "left"), (talk.say("Unit", "单位"), "left"),
        (talk.say("Mean", "均值"), "right"),
        (talk.say("95 % from", "95% 下限"), "right"), (talk.say("to", "上限"), "right"),
        (talk.say("Expected", "预期"), "right"), (talk.say("Verdict", "判定"), "left"),
    )  # fmt: skip
    talk.answer(table(talk.say("How the economy behaves", "经济行为"), heads, rows))
    return 0


def chosen(text: str | None) -> tuple[str, ...]:
    """Names of studies out of a list, all of them without one. Raises InputError for a name that is none."""
    from experiments.measuring.expectations import STUDIES
    from scenarios.errors import InputError, nearest

    if text is None:
        return STUDIES
    names = tuple(part.strip() for part in text.replace(",", ",").split(",") if part.strip())
    for name in names:
        if name not in STUDIES:
            raise InputError(
                "there is no such study", zh="没有这项研究", field="--studies", found=name,
                allowed=STUDIES, nearest=nearest(name, STUDIES),
            )  # fmt: skip
    return names or STUDIES


def expected(value: object) -> str:
    """An expectation in signs: `up`, `0.03 to 0.12`, `exactly 0`."""
    if isinstance(value, tuple):
        return f"{value[0]:g} to {value[1]:g}"
    return value if isinstance(value, str) else f"exactly {value:g}"
