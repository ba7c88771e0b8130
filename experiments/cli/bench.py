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
    show(talk, found)
    return 0


def show(talk: Talk, found: dict) -> None:
    """The measurements as tables."""
    heads = (
        ("world", "left"), ("sample", "right"), ("firms", "right"), ("population s", "right"), ("burn-in s", "right"),
        ("quarter s", "right"), ("ns / firm-quarter", "right"), ("of it CPU", "right"), ("peak MB", "right"),
        ("bytes / row", "right"),
    )  # fmt: skip
    rows = [
        (
            one["world"],
            f"{one['sample']:g}",
            f"{one['rows']:,}",
            f"{one['population_seconds']:.1f}",
            f"{one['burn_in_seconds']:.1f}",
            f"{one['quarter_seconds']:.3f}",
            f"{one['ns_per_firm_quarter']:,}",
            f"{one['cpu_ns_per_firm_quarter']:,}",
            "-" if one["peak_bytes"] is None else f"{one['peak_bytes'] / 1e6:,.0f}",
            f"{one['bytes_per_row']:,}" if "bytes_per_row" in one else "-",
        )
        for one in found["sizes"]
    ]
    talk.answer(table(talk.say("Speed and memory", "速度与内存"), heads, rows))
    largest = found["sizes"][-1]
    phases = [(name, f"{ns:.1f}") for name, ns in sorted(largest["phases_ns"].items(), key=lambda item: -item[1])]
    title = talk.say("Nanoseconds a firm-quarter by phase", "各阶段每企业每季用时(纳秒)")
    talk.answer(table(title, (("phase", "left"), ("ns", "right")), phases))
    for name, en, zh in (("small_world", "small world", "小世界"), ("one_town", "one town at 1:1", "单镇 1:1")):
        if name in found:
            rows_, seconds = found[name]["rows"], found[name]["seconds"]
            talk.answer(
                talk.say(f"{en}, {rows_:,} firms, 24 quarters: {seconds} s", f"{zh},{rows_:,} 家,24 季:{seconds} 秒")
            )
    talk.answer(yardstick_said(talk, found.get("yardstick")))
    if found["exponent"] is not None:
        talk.answer(
            talk.say(f"time grows as firms^{found['exponent']}", f"用时随企业数的 {found['exponent']} 次方增长")
        )


def yardstick_said(talk: Talk, found: dict | None) -> str:
    """How the columns compare with one Mesa agent a firm, or why that was not measured."""
    if found is None:
        return talk.say(
            "one Mesa agent a firm: not measured, it is among the tests of a checkout",
            "逐企业 Mesa 智能体:未测,对照程序在源码的测试目录中",
        )
    twin, large, small = (
        found[name] for name in ("twin_ns_per_firm_quarter", "times_faster", "times_faster_small_world")
    )
    return talk.say(
        f"one Mesa agent a firm: {twin:,} ns a firm-quarter; columns are {large:g} times faster, {small:g} times "
        "in the small world",
        f"逐企业 Mesa 智能体:每企业每季 {twin:,} 纳秒;按列计算快 {large:g} 倍,小世界快 {small:g} 倍",
    )
