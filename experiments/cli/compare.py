"""`zhenxing compare`: scenarios on the same cases, beside a base."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from experiments.cli import options
from experiments.cli.talk import Talk

Cases = Annotated[
    str, typer.Option("--cases", metavar="30 | 1-30 | 3,5", help="Cases: member of the ensemble and seed / 可能情形")
]


def compare(
    talk: Talk,
    base: Annotated[str, typer.Argument(help="What is compared with / 对照方案", metavar="BASE")],
    scenarios: Annotated[list[str], typer.Argument(help="Names or files / 方案名称或文件", metavar="A [B..]")],
    cases: Cases = "30",
    until_precise: Annotated[
        float | None,
        typer.Option(
            "--until-precise",
            metavar="SHARE",
            help="Add cases until the main effects are known so well / 增加情形直至足够精确",
        ),
    ] = None,
    max_cases: Annotated[int, typer.Option("--max-cases", min=1, help="With it: cases at most / 情形个数上限")] = 200,
    repeats: Annotated[
        int | None,
        typer.Option(
            "--repeats", min=0, help="Members run with a second seed (a fifth of the cases) / 重复测算的情形数"
        ),
    ] = None,
    ensemble: Annotated[str, typer.Option("--ensemble", help="prior or central / 参数集合")] = "prior",
    starts: Annotated[
        str,
        typer.Option(
            "--starts",
            metavar="own|shared",
            help="A settled start a member, or one for all (quicker) / 基期:各自或共用",
        ),
    ] = "own",
    contributions: Annotated[
        str,
        typer.Option(
            "--contributions", metavar="none|leave-one-out|shapley", help="What each part brings / 各部分贡献"
        ),
    ] = "none",
    towns: options.Towns = None,
    sample: Annotated[
        float | None, typer.Option("--sample", help="Share of small firms simulated one by one (0.1) / 小企业抽样比例")
    ] = None,
    start: options.Start = "2012Q1",
    end: options.End = "2017Q4",
    workers: Annotated[
        int | None, typer.Option("--workers", min=1, help="Processes (all cores); results do not depend on it / 进程数")
    ] = None,
    retry_failed: Annotated[bool, typer.Option("--retry-failed", help="Run broken cases again / 重算失败情形")] = False,
    no_reuse: Annotated[
        bool,
        typer.Option("--no-reuse", help="Run every scenario itself, also where two are the same / 相同方案也各自测算"),
    ] = False,
    out: options.Out = None,
    force: options.Force = False,
    world: options.World = "guangdong",
) -> int:
    from experiments.cli.comparison_pages import show_comparison
    from experiments.compare.study import NoCases
    from experiments.compare.study import compare as made
    from experiments.interruption import Terminated

    place: list[Path] = []
    try:
        with talk.progress() as report:
            comparison = made(
                base,
                scenarios,
                cases,
                out=out,
                sample=sample,
                towns=options.town_names(towns),
                start=start,
                end=end,
                world=world,
                ensemble=ensemble,
                starts=starts,  # type: ignore[arg-type]
                repeats=repeats,
                until_precise=until_precise,
                max_cases=max_cases,
                contributions=contributions,
                reuse=not no_reuse,
                workers=workers,
                retry_failed=retry_failed,
                force=force,
                progress=report,
                ask=lambda minutes, megabytes, runs: asked(talk, minutes, megabytes, runs),
                taken=place.append,
            )
    except NoCases as error:
        talk.complain(error.message(talk.lang))
        return 1
    except KeyboardInterrupt:
        return stopped(talk, place, 130)
    except Terminated:
        return stopped(talk, place, 143)
    from experiments.reporting import write_report

    write_report(comparison, talk.lang)
    return show_comparison(talk, comparison)


def asked(talk: Talk, minutes: float, megabytes: float, runs: int) -> bool:
    """Say what contributions cost; ask where somebody is there to answer."""
    talk.note(
        f"Contributions need {runs} more runs: about {minutes:.0f} minutes and {megabytes:.0f} MB.",
        f"计算各部分贡献还需 {runs} 次测算:约 {minutes:.0f} 分钟,{megabytes:.0f} MB。",
    )
    if talk.quiet or not sys.stdin.isatty():
        return True
    return typer.confirm(talk.say("Go on?", "继续吗?"), default=True, err=True)


def stopped(talk: Talk, place: list[Path], code: int) -> int:
    """What is kept of an interrupted comparison, and how to go on."""
    folder = place[0] if place else None
    kept = len(list((folder / "runs").rglob("*.parquet"))) if folder is not None else 0
    print(
        talk.say(
            f"\nStopped. {kept} finished runs are kept in {folder}; the same command goes on from there.",
            f"\n已中止。已完成的 {kept} 次测算保留在 {folder};再次输入同一命令即可继续。",
        )
        if folder is not None
        else talk.say("\nStopped before anything was run.", "\n已中止,尚未开始测算。"),
        file=sys.stderr,
    )
    return code
