"""`zhenxing run`: a scenario and its baseline."""

from __future__ import annotations

from typing import Annotated

import typer

from experiments.cli import options
from experiments.cli.talk import Talk


def run(
    talk: Talk,
    scenario: Annotated[str, typer.Argument(help="Name or file / 方案名称或文件")] = "decision-2012",
    alone: Annotated[bool, typer.Option("--alone", help="Without the baseline / 不算对照")] = False,
    towns: options.Towns = None,
    sample: options.Sample = 1.0,
    seed: options.Seed = 1,
    start: options.Start = "2012Q1",
    end: options.End = "2017Q4",
    firms: Annotated[
        str | None,
        typer.Option("--firms", metavar="[=cols]", help="Keep firms too (all, or these columns) / 保留企业数据"),
    ] = None,
    out: options.Out = None,
    force: options.Force = False,
    workers: options.Workers = None,
    world: options.World = "guangdong",
) -> int:
    from experiments.cli.running import do_run

    return do_run(
        talk,
        scenario,
        command="run",
        alone=alone,
        towns=towns,
        sample=sample,
        seed=seed,
        start=start,
        end=end,
        firms=firms,
        out=out,
        force=force,
        workers=workers,
        world=world,
    )
