"""Bars on stderr: for every arm the quarter it is in, and the time left."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from model.quarter import format_quarter

if TYPE_CHECKING:
    from experiments.cli.talk import Talk

ARMS = {
    "policy": ("policy", "方案"),
    "baseline": ("as before", "不实施"),
    "surroundings": ("surroundings", "周边"),
    "population": ("population", "基期企业与机构"),
    "burn-in": ("burn-in", "预热"),
    "seeds": ("seeds", "各随机种子"),
    "equal start": ("equal start", "同质起点"),
    "starts": ("starts of the cases", "各情形基期"),
    "runs": ("runs", "各次测算"),
    "findings": ("findings", "各项分析"),
    "ensemble": ("ensemble", "先验抽样"),
    "trajectories": ("trajectories", "轨迹"),
    "space": ("space", "空间"),
    "measures": ("measures", "各项措施"),
    "facts": ("facts", "镇级事实"),
    "take_up": ("take-up", "参与"),
    "limits": ("limits", "额度"),
    "designation": ("designation", "认定"),
    "trials": ("trials", "各项试验"),
}
PREPARING = ("population", "burn-in", "starts")  # their bars go when they are full


@contextmanager
def bars(talk: Talk) -> Iterator[Callable[[str, int, int, int], None]]:
    logger = logging.getLogger("zhenxing")
    if talk.quiet or not talk.err.is_terminal:
        yield lambda arm, quarter, done, total: logger.debug("%s %s %d/%d", arm, format_quarter(quarter), done, total)
        return
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

    left = talk.say("left", "剩余")
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.fields[quarter]}"),
        TimeRemainingColumn(compact=True),
        TextColumn(left),
        TimeElapsedColumn(),
        console=talk.err,
        transient=True,
    ) as progress:
        waiting = progress.add_task(talk.say("preparing", "准备中"), total=None, quarter="")
        tasks: dict[str, int] = {}

        def report(arm: str, quarter: int, done: int, total: int) -> None:
            progress.update(waiting, visible=False)  # type: ignore[arg-type]
            if arm not in tasks:
                words = talk.say(*ARMS.get(arm, (arm, arm)))
                tasks[arm] = progress.add_task(words, total=total or None, quarter="")
            progress.update(
                tasks[arm],  # type: ignore[arg-type]
                total=total or None,
                completed=done,
                quarter=format_quarter(quarter),
                visible=arm not in PREPARING or done < total or not total,
            )
            logger.debug("%s %s %d/%d", arm, format_quarter(quarter), done, total)

        yield report
