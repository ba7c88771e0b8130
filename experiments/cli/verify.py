"""`zhenxing verify`: is a run folder as it was written, and does it come out the same again?"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from experiments.cli.talk import Talk, table


def verify(
    talk: Talk,
    folder: Annotated[Path, typer.Argument(help="Run, comparison or sweep / 测算、比较或研究文件夹")],
    rerun: Annotated[
        bool, typer.Option("--rerun", help="Run it again and compare bytes / 重新测算并逐字节比对")
    ] = False,
) -> int:
    from experiments.compare.folder import Comparison
    from experiments.results import RunResult, results
    from experiments.sweep.results import Sweep
    from experiments.trial import verification as trials
    from experiments.verification import compared, listed

    result = results(folder)
    with talk.progress() as report:
        if isinstance(result, Comparison):
            rows = checked_comparison(result, rerun, report)
        elif isinstance(result, Sweep):
            rows = checked_sweep(result, rerun)
        elif isinstance(result, RunResult):
            rows = listed(result) + (compared(result, report) if rerun else [])
        else:
            rows = trials.listed(result) + (trials.compared(result, report) if rerun else [])
    bad = [row for row in rows if row["state"] != "same"]
    words = {
        "same": ("as written", "一致"),
        "changed": ("CHANGED", "已改动"),
        "missing": ("MISSING", "缺失"),
        "key": ("NOT OF ITS KEY", "与标识不符"),
        "extra": ("not of this run", "不属于该测算"),
        "differs": ("DIFFERS when run again", "重算结果不同"),
        "other": ("made with another version", "由其他版本生成"),
    }
    if talk.as_json:
        talk.data({"folder": str(folder), "key": result.key, "good": not bad, "files": rows})
        return 1 if bad else 0
    heads = (talk.say("File", "文件"), talk.say("State", "状态"))
    shown = [(row["file"], talk.say(*words[row["state"]])) for row in rows]
    talk.answer(table(talk.say(f"Run {result.key[:8]}", f"测算 {result.key[:8]}"), heads, shown))
    talk.answer(
        talk.say(
            "good" if not bad else f"{len(bad)} not as they should be", "核验通过" if not bad else f"{len(bad)} 项不符"
        )
    )
    return 1 if bad else 0


def checked_comparison(comparison: Any, rerun: bool, report: Any) -> list[dict[str, str]]:
    """Files and runs of a comparison, its tables built anew, and with `rerun` every run made again."""
    from experiments.compare.verification import again, listed, rebuilt

    rows = listed(comparison)
    runs = [row for row in rows if row["file"].startswith("runs/")]
    bad = [row for row in runs if row["state"] != "same"]
    if not bad:  # hundreds of runs are told as one
        rows = [row for row in rows if row not in runs] + [{"file": f"runs ({len(runs)})", "state": "same"}]
        rows += rebuilt(comparison)
    return rows + (again(comparison, progress=report) if rerun else [])


def checked_sweep(sweep: Any, rerun: bool) -> list[dict[str, str]]:
    """Runs against their keys, the frame built anew, and with `rerun` every run made again."""
    from experiments.sweep.verification import again, listed

    return listed(sweep) + (again(sweep) if rerun else [])
