"""`zhenxing sweep`: run a study, here, on a cluster, or one shard of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from experiments.cli import options
from experiments.cli.talk import Talk, table

if TYPE_CHECKING:
    from experiments.sweep.results import Sweep
    from experiments.sweep.study import Study
    from experiments.sweep.sweep import Report

MOST_FAILURES = 5
RETRY = Annotated[bool, typer.Option("--retry-failed", help="Run failed runs again / 重算失败的测算")]
DASK = Annotated[
    str | None,
    typer.Option("--dask", metavar="FILE|ADDRESS", help="Scheduler file or address of a Dask cluster / Dask 集群"),
]
SHARD = Annotated[
    str | None,
    typer.Option("--shard", metavar="i/n", help="Every n-th run only, for a job array / 仅第 i 片(作业数组)"),
]
DRY = Annotated[
    bool, typer.Option("--dry-run", help="Say runs, time and disk; one run is timed / 仅估算规模、时间与磁盘")
]


def sweep(
    talk: Talk,
    study: Annotated[str, typer.Argument(help="A study's name or file / 研究名称或文件", metavar="STUDY")],
    workers: options.Workers = None,
    dask: DASK = None,
    shard: SHARD = None,
    dry_run: DRY = False,
    retry_failed: RETRY = False,
    out: options.Out = None,
    force: options.Force = False,
) -> int:
    from experiments.interruption import Terminated
    from experiments.sweep.execution import Stopped
    from experiments.sweep.study import study_of
    from experiments.sweep.sweep import sweep as run

    found = study_of(study)
    place: list[Path] = []
    reports: list[Report] = []
    try:
        with talk.progress() as report:
            if dry_run:
                return tell_forecast(talk, found, out, workers, report)
            result = run(
                found,
                out=out,
                workers=workers,
                dask=dask,
                shard=shard,
                retry_failed=retry_failed,
                force=force,
                progress=report,
                taken=lambda folder: begun(talk, place, folder),
                reported=reports.append,
            )
    except Stopped as error:
        talk.complain(talk.say(error.text["en"], error.text["zh"]))
        return stopped(talk, place, 1)
    except KeyboardInterrupt:
        return stopped(talk, place, 130)
    except Terminated:
        return stopped(talk, place, 143)
    return show(talk, result, reports[0])


def begun(talk: Talk, place: list[Path], folder: Path) -> None:
    place.append(folder)
    talk.note(f"The study's folder is {folder}", f"研究文件夹:{folder}")


def stopped(talk: Talk, place: list[Path], code: int) -> int:
    """What is kept, and how to go on."""
    import sys

    from experiments.packs import RUN, Store

    kept = sum(name.endswith(RUN) for name in Store(place[0]).names()) if place else 0
    print(
        talk.say(
            f"Stopped. {kept} finished runs are kept in {place[0]}; the same command goes on from there.",
            f"已中止。已完成的 {kept} 次测算保留在 {place[0]};再次输入同一命令即可继续。",
        )
        if place
        else talk.say("Stopped before anything was run.", "已中止,尚未开始测算。"),
        file=sys.stderr,
    )
    return code


def tell_forecast(talk: Talk, study: Study, out: Path | None, workers: int | None, report: Any) -> int:
    """Runs, time and disk."""
    import os

    from experiments.sweep.forecast import forecast

    folder = out or Path("results") / f"sweep-{study.name}-{study.key[:8]}"
    found = forecast(study, folder, report)
    count = workers or os.cpu_count() or 1
    if talk.as_json:
        talk.data(
            {
                "study": study.name, "key": study.key, "points": found.points, "replications": study.replications,
                "runs": found.runs, "there": found.there, "seconds_per_run": found.seconds, "workers": count,
                "hours": found.hours(count), "bytes_per_run": found.size, "gigabytes": found.gigabytes,
                "out": str(folder),
            }
        )  # fmt: skip
        return 0
    rows = [
        (talk.say("points", "设计点"), f"{found.points:,}"),
        (talk.say("runs", "测算次数"), f"{found.runs:,}"),
        (talk.say("already there", "已完成"), f"{found.there:,}"),
        (talk.say("seconds a run (one timed)", "每次测算秒数(实测一次)"), f"{found.seconds:.2f}"),
        *(
            (talk.say(f"hours on {n} workers", f"{n} 个进程所需小时数"), f"{found.hours(n):.2f}")
            for n in dict.fromkeys((count, 16, 1000))
        ),
        (talk.say("disk, GB", "磁盘(GB)"), f"{found.gigabytes:.3f}"),
    ]
    heads = (talk.say("What", "项目"), (talk.say("Number", "数值"), "right"))
    talk.answer(table(study.title[talk.lang], heads, rows))
    return 0


def show(talk: Talk, result: Sweep, report: Report) -> int:
    """What was done, the outcomes in a few numbers, failures; exit 1 where a run failed."""
    tally = report.tally
    if talk.as_json:
        talk.data(summary(result, report))
        return 1 if tally.failed else 0
    if report.joined:
        talk.note(
            f"The folder was there: {tally.found} finished runs were used again.",
            f"文件夹已存在:沿用已完成的 {tally.found} 次测算。",
        )
    if report.others:
        talk.note(
            f"{report.others} other process(es) work on this study: joined.",
            f"另有 {report.others} 个进程在测算本研究。",
        )
    if tally.lost:
        talk.note(
            f"A worker was killed {tally.lost} time(s); its runs were made again one by one.",
            f"有工作进程被终止 {tally.lost} 次;其测算已逐一重做。",
        )
    talk.answer(
        talk.say(
            f"{tally.made} runs made, {tally.found} found, {len(tally.failed)} failed",
            f"完成 {tally.made} 次,沿用 {tally.found} 次,失败 {len(tally.failed)} 次",
        )
    )
    if not report.whole:
        talk.answer(
            talk.say(
                "The study is not finished: other shards or processes have the rest.",
                "研究尚未完成:其余由其他分片或进程测算。",
            )
        )
    else:
        talk.answer(outcomes_table(talk, result))
    talk.answer(f"{result.folder}")
    if tally.failed:
        show_failures(talk, result)
        return 1
    return 0


def summary(result: Sweep, report: Report) -> dict[str, Any]:
    tally = report.tally
    return {
        "folder": str(result.folder), "key": result.key, "runs": report.runs, "made": tally.made,
        "found": tally.found, "failed": len(tally.failed), "lost": tally.lost, "others": report.others,
        "finished": report.whole, "model_seconds": tally.model_seconds, "other_seconds": tally.other_seconds,
    }  # fmt: skip


def outcomes_table(talk: Talk, result: Sweep) -> Any:
    """Mean and extremes of every outcome over the finished rows, by scenario."""
    from analysis.numbers import difference_unit, shown, unit_name

    frame, told = result.frame, result.frame.attrs["outcomes"]
    rows = []
    for scenario, part in frame.groupby("scenario", sort=False):
        for name, one in told.items():
            values = part[name].dropna().to_numpy(float)
            numbers = (values.mean(), values.min(), values.max()) if len(values) else (float("nan"),) * 3
            effect = one["kind"] == "effect"
            told_as = [shown(number, one["unit"], signed=effect) for number in numbers]
            unit = (difference_unit if effect else unit_name)(one["unit"], talk.lang)
            rows.append((scenario, name, unit, *told_as))
    heads = (
        talk.say("Scenario", "方案"),
        talk.say("Outcome", "结果"),
        talk.say("Unit", "单位"),
        *((talk.say(en, zh), "right") for en, zh in (("mean", "均值"), ("least", "最小"), ("most", "最大"))),
    )
    return table(result.study["title"][talk.lang], heads, rows)


def show_failures(talk: Talk, result: Sweep) -> None:
    failed = result.failures
    heads = [
        talk.say(en, zh) for en, zh in (("Scenario", "方案"), ("Point", "点"), ("Seed", "种子"), ("Fault", "错误"))
    ]
    rows = [
        (row["scenario"], str(row["point"]), str(row["seed"]), f"{row['type']}: {row['message']}")
        for row in failed.head(MOST_FAILURES).to_dict("records")
    ]
    title = talk.say(
        f"{len(failed)} failed runs; --retry-failed runs them again", f"{len(failed)} 次测算失败;--retry-failed 可重算"
    )
    talk.answer(table(title, heads, rows))
