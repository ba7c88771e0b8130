"""`zhenxing sensitivity`: which parameters move six outcomes more than luck does."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from experiments.cli.talk import Talk, table

SHOWN = 5


def sensitivity(
    talk: Talk,
    trajectories: Annotated[
        int, typer.Option("--trajectories", min=2, max=1000, help="Each takes about six minutes / 轨迹数(每条约六分钟)")
    ] = 10,
    out: Annotated[
        Path | None, typer.Option("--out", help="Folder for sensitivity.json / sensitivity.json 所在文件夹")
    ] = None,
) -> int:
    from experiments.cli.facts import written
    from experiments.measuring.sensitivity import study

    with talk.progress() as report:
        result = study(trajectories, report)
    written(talk, "sensitivity", result, out)
    if talk.as_json:
        talk.data(result)
        return 0
    for page in pages_of(talk, result):
        talk.answer(page)
    return 0


def pages_of(talk: Talk, result: dict) -> list[Any]:
    """A table an outcome: the parameters that move it most, named in the language spoken."""
    from experiments.docs.sensitivity_page import order
    from experiments.measuring.sensitivity import OUTCOMES, OUTCOMES_ZH
    from scenarios.meanings import parameter_name

    heads = (
        (talk.say("Parameter", "参数"), "left"), (talk.say("Typical effect", "典型影响"), "right"), ("mu*", "right"),
        (talk.say("Chance of luck", "随机所致的可能"), "right"),
    )  # fmt: skip
    pages = []
    for name, (what, unit) in (OUTCOMES_ZH if talk.lang == "zh" else OUTCOMES).items():
        one = result["outcomes"][name]
        rows = [
            (
                parameter_name(result["parameters"][p], talk.lang),
                *(f"{one[part][p]:.3g}" for part in ("median", "mu_star", "luck_chance")),
            )
            for p in order(one)[:SHOWN]
        ]
        pages.append(table(talk.say(f"{what} ({unit})", f"{what}({unit})"), heads, rows))
    return pages
