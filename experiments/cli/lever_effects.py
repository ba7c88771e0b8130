"""`zhenxing lever-effects`: what each measure does by itself, in the mean of seeds, with its cost."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Annotated

import typer

from experiments.cli.talk import Talk


def lever_effects(
    talk: Talk,
    seeds: Annotated[str, typer.Option("--seeds", metavar="1-12", help="Seeds / 随机种子")] = "1-12",
    sample: Annotated[
        float | None, typer.Option("--sample", help="The whole province at this sample (slow) / 全省抽样(慢)")
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", help="Folder for lever_effects.json / 结果文件夹")] = None,
) -> int:
    """What was run before it was stopped is not run again."""
    from experiments.cli.facts import seed_list
    from experiments.docs.lever_effects_page import lever_effects_page
    from experiments.measuring.lever_effects import study
    from experiments.measuring.lever_runs import Settings
    from experiments.measuring.measured import FOLDER, keep
    from experiments.specification import share

    chosen = tuple(seed_list(seeds))
    settings = Settings(seeds=chosen)
    if sample is not None:
        settings = Settings("guangdong", share("--sample", sample), chosen)
    with talk.progress() as report:
        result = study(settings, progress=report)
    if talk.as_json:
        talk.data(result)
        return 0
    name = "lever_effects" if sample is None else f"lever_effects_{sample:g}"
    file = keep(name, result | {"date": datetime.datetime.now(datetime.UTC).date().isoformat()}, out or FOLDER)
    talk.answer(str(file))
    if out is not None:
        page = out / "lever-effects.md"
        page.write_text(lever_effects_page(file), encoding="utf-8")
        talk.answer(str(page))
    return 0
