"""`zhenxing sensitivity`: which parameters move six outcomes more than luck does."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

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
    from experiments.sensitivity import OUTCOMES, study

    with talk.progress() as report:
        result = study(trajectories, report)
    written(talk, "sensitivity", result, out)
    if talk.as_json:
        talk.data(result)
        return 0
    heads = ((talk.say("Parameter", "参数"), "left"), ("mu*", "right"), (talk.say("Luck", "随机"), "right"))
    for name, (what, unit) in OUTCOMES.items():
        one = result["outcomes"][name]
        first = sorted(range(len(one["mu_star"])), key=lambda place: -one["mu_star"][place])[:SHOWN]
        rows = [(result["parameters"][p], f"{one['mu_star'][p]:.3g}", f"{one['floor']:.3g}") for p in first]
        talk.answer(table(f"{what} ({unit})", heads, rows))
    return 0
