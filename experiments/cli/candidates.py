"""`zhenxing candidates`: towns without the name that stand near the rule of designation."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from experiments.cli import options
from experiments.cli.talk import Talk, table


def candidates(
    talk: Talk,
    run: Annotated[
        Path | None, typer.Option("--run", help="Run folder; else the start of 2011 / 测算文件夹,缺省为 2011 年末基期")
    ] = None,
    year: Annotated[int | None, typer.Option("--year", help="Year of the run, the last one if none / 年份")] = None,
    within: Annotated[
        float, typer.Option("--within", min=0.0, max=1.0, help="Distance from the rule / 与标准的距离")
    ] = 0.10,
    sample: options.Sample = 0.02,
    world: options.World = "guangdong",
) -> int:
    from analysis.near_rule import near_rows
    from experiments.near_rule import of_run, of_start

    with talk.progress() as report:
        found = of_run(run, year) if run is not None else of_start(sample, world, report)
    rows = near_rows(found.towns, found.least_output, found.least_share, within)
    for row in rows:
        row["name"] = found.names[talk.lang][row["town"]]
    if talk.as_json:
        about = {"year": found.year, "least_output": found.least_output, "least_share": found.least_share}
        talk.data(about | {"within": within, "candidates": rows})
        return 0
    heads = (
        (talk.say("Town", "镇"), "left"), (talk.say("Output, 1e8 yuan", "工农业总产值(亿元)"), "right"),
        (talk.say("Speciality, %", "特色产业占比(%)"), "right"), (talk.say("Of the rule, %", "相当于标准(%)"), "right"),
        (talk.say("Meets it", "达标"), "left"),
    )  # fmt: skip
    shown = [
        (
            row["name"],
            f"{row['output'] / 1e4:.1f}",
            f"{100 * row['share']:.1f}",
            f"{100 * row['margin']:.1f}",
            talk.say("yes", "是") if row["meets"] else talk.say("no", "否"),
        )
        for row in rows
    ]
    rule = f"{found.least_output / 1e4:g}", f"{100 * found.least_share:g}"
    talk.answer(
        table(
            talk.say(
                f"Candidates within {within:.0%} of the rule, {found.year}: {len(rows)}",
                f"{found.year} 年与认定标准相差 {within:.0%} 以内的候选镇:{len(rows)} 个",
            ),
            heads,
            shown,
        ),
        talk.say(
            f"Rule: output as reported of {rule[0]} (1e8 yuan) a year and {rule[1]} % of it in the speciality. "
            "Output and share are simulated [sim]; towns called example are synthetic.",
            f"标准:上报工农业总产值 {rule[0]} 亿元、特色产业占比 {rule[1]}%。产值与占比为测算值(算);示例镇为虚拟镇。",
        ),
    )
    return 0
