"""`zhenxing bench`: speed and memory, with a history to compare with."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from experiments.cli.talk import Talk, table


def bench(
    talk: Talk,
    quick: Annotated[bool, typer.Option("--quick", help="Two small sizes / 只测两个小规模")] = False,
    history: Annotated[Path, typer.Option("--history", help="File the result is added to / 历史记录文件")] = Path(
        "bench/history.jsonl"
    ),
) -> int:
    from experiments.bench import bench as measure_all
    from experiments.bench import remember
    from scenarios.errors import InputError

    def done(size: dict) -> None:
        talk.note(f"{size['world']} {size['sample']:g}: done", f"{size['world']} {size['sample']:g}:完成")

    found = measure_all(quick, done)
    try:
        remember(found, history)
    except OSError as error:
        raise InputError(f"cannot write the history: {error.strerror}", file=history, field="--history") from error
    if talk.as_json:
        talk.data(found)
        return 0
    heads = ("world", "sample", "firms", "start s", "quarter s", "ns / firm-quarter", "peak MB", "bytes / row")
    rows = [
        (
            s["world"],
            f"{s['sample']:g}",
            f"{s['firms']:,}",
            s["start_seconds"],
            s["quarter_seconds"],
            f"{s['ns_per_firm_quarter']:,}",
            "-" if s["peak_bytes"] is None else f"{s['peak_bytes'] / 1e6:,.0f}",
            s["column_bytes_per_row"],
        )
        for s in found["sizes"]  # type: ignore[union-attr]
    ]
    talk.answer(table(talk.say("Speed and memory", "速度与内存"), heads, rows))
    largest = found["sizes"][-1]  # type: ignore[index]
    phases = sorted(largest["phases"].items(), key=lambda item: -item[1])
    talk.answer(table(talk.say("Seconds a quarter by phase", "各阶段每季用时(秒)"), ("phase", "s"), phases))
    if found["exponent"] is not None:
        talk.answer(
            talk.say(f"time grows as firms^{found['exponent']}", f"用时随企业数的 {found['exponent']} 次方增长")
        )
    return 0
