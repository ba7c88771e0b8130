"""`zhenxing trial`: a study of firms inside the model, with its own estimator beside the truth of paired twins."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from experiments.cli import options
from experiments.cli.talk import Talk, table


def trial(
    talk: Talk,
    name: Annotated[
        str | None, typer.Argument(help="Name or file of a trial / 试验名称或文件", metavar="TRIAL")
    ] = None,
    seeds: Annotated[str, typer.Option("--seeds", metavar="1-5", help="Seeds / 随机种子")] = "1-5",
    sample: options.Sample = 0.02,
    workers: Annotated[
        int, typer.Option("--workers", min=1, help="Processes; results do not depend on it / 进程数")
    ] = 1,
    listed: Annotated[
        bool, typer.Option("--list", help="Trials, interventions, outcomes and estimators / 列出全部可用内容")
    ] = False,
    every: Annotated[
        bool, typer.Option("--all", help="All trials that come with the project, against their studies / 全部试验")
    ] = False,
    out: options.Out = None,
    force: options.Force = False,
    world: options.World = "guangdong",
) -> int:
    from experiments.cli.facts import seed_list

    if listed:
        from experiments.cli.trial_pages import show_list

        return show_list(talk)
    if every:
        return all_trials(talk, seed_list(seeds), sample, world, workers, out)
    if name is None:
        from experiments.trial.spec import shipped
        from scenarios.errors import InputError

        raise InputError("which trial?", zh="请指明试验", field="TRIAL", allowed=(*shipped(), "--list", "--all"))
    return one_trial(talk, name, seed_list(seeds), sample, world, workers, out, force)


def one_trial(
    talk: Talk,
    name: str,
    seeds: tuple[int, ...],
    sample: float,
    world: str,
    workers: int,
    out: Path | None,
    force: bool,
) -> int:
    from experiments.interruption import Terminated
    from experiments.keys import sha256
    from experiments.trial.spec import load_trial
    from experiments.trial.study import content, specifications
    from experiments.trial.study import trial as made

    chosen = load_trial(name)
    if out is None:
        study = content(chosen, specifications(chosen, seeds, sample, world, 0))
        out = Path("results") / f"trial-{chosen.name}-{sha256(study)[:8]}"
    place: list[Path] = []
    try:
        with talk.progress() as report:
            result = made(
                chosen, seeds, sample=sample, world=world, workers=workers, out=out, force=force, progress=report,
                taken=place.append,
            )  # fmt: skip
    except KeyboardInterrupt:
        return stopped(talk, place, 130)
    except Terminated:
        return stopped(talk, place, 143)
    from experiments.cli.trial_pages import show_trial

    show_trial(talk, result)
    return 0


def stopped(talk: Talk, place: list[Path], code: int) -> int:
    """What is kept of an interrupted trial, and how to go on."""
    kept = len(list((place[0] / "runs").rglob("*.parquet"))) if place else 0
    print(
        talk.say(
            f"\nStopped. {kept} finished seeds are kept in {place[0]}; the same command goes on from there.",
            f"\n已中止。已完成的 {kept} 个随机种子保留在 {place[0]};再次输入同一命令即可继续。",
        )
        if place
        else talk.say("\nStopped before anything was run.", "\n已中止,尚未开始测算。"),
        file=sys.stderr,
    )
    return code


def all_trials(talk: Talk, seeds: tuple[int, ...], sample: float, world: str, workers: int, out: Path | None) -> int:
    """Every shipped trial with evidence, kept as one table of figures where a folder is named."""
    from experiments.cli.facts import written
    from experiments.trial.micro import study

    with talk.progress() as report:
        result = study(seeds, sample=sample, world=world, workers=workers, progress=report)
    written(talk, "micro_experiments", result, out)
    if talk.as_json:
        talk.data(result)
        return 0
    heads = [talk.say("Trial", "试验"), ("Art.", "right"), (talk.say("Estimate", "估计"), "right"),
             ("95 %", "right"), (talk.say("Twins", "真实"), "right"), (talk.say("Band", "检验带"), "left"),
             talk.say("Inside", "在内")]  # fmt: skip
    from experiments.trial.micro import cells

    talk.answer(
        table(talk.say("Micro-experiments", "微观试验"), heads, [cells(row, talk.lang) for row in result["rows"]])
    )
    inside = sum(row["passed"] is True for row in result["rows"])
    talk.answer(
        talk.say(
            f"{inside} of {len(result['rows'])} inside their bands", f"{len(result['rows'])} 项中 {inside} 项在检验带内"
        )
    )
    return 0
