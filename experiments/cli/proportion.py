"""`zhenxing proportion`: are the effects of the shipped scenarios in proportion to their money?"""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Annotated

import typer

from experiments.cli.talk import Talk, table


def proportion(
    talk: Talk,
    comparison: Annotated[
        Path | None, typer.Option("--comparison", metavar="DIR", help="Also read this comparison / 另读一个比较结果")
    ] = None,
    seeds: Annotated[str, typer.Option("--seeds", metavar="1-6", help="Seeds of the small world / 随机种子")] = "1-6",
    out: Annotated[Path | None, typer.Option("--out", help="Folder for proportion.json / 结果文件夹")] = None,
) -> int:
    from experiments.cli.facts import seed_list
    from experiments.measuring.measured import FOLDER, keep
    from experiments.measuring.proportion import in_comparison, small_world

    result = {"comparison": None if comparison is None else in_comparison(comparison)}
    with talk.progress() as report:
        result |= {"small": small_world(seed_list(seeds), report)}
    if talk.as_json:
        talk.data(result)
        return 0
    heads = [
        talk.say("Scenario", "方案"),
        (talk.say("yuan a public yuan", "每元财政资金增加产值"), "right"),
        (talk.say("GDP 2017, %", "2017 年产值增加 %"), "right"),
    ]
    for part in (result["small"], result["comparison"]):
        if part is not None:
            rows = [
                (name, ratio(one), f"{100 * one['above_baseline']:+.2f}") for name, one in part["scenarios"].items()
            ]
            talk.answer(table(talk.say("In proportion?", "效果与投入是否相称"), heads, rows))
    date = datetime.datetime.now(datetime.UTC).date().isoformat()
    talk.answer(str(keep("proportion", result | {"date": date}, out or FOLDER)))
    return 0


def ratio(one: dict) -> str:
    """Extra GDP a public yuan; nothing where no public money is spent."""
    return "" if one["per_yuan"] is None else f"{one['per_yuan']:.1f}"
