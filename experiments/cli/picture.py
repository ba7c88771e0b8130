"""`zhenxing picture`: a run and its baseline on one page, as drawn in the README."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from experiments.cli.talk import Talk

SAMPLE = 0.1


def picture(
    talk: Talk,
    run: Annotated[Path | None, typer.Option("--run", help="Run folder; else one is made / 测算文件夹")] = None,
    out: Annotated[Path, typer.Option("--out", help="PNG file / 图片文件")] = Path("docs/picture.png"),
) -> int:
    from experiments.cli.running import stopped
    from experiments.picture import write_picture
    from experiments.results import run_in
    from experiments.run import run_specified
    from experiments.specification import specify
    from scenarios.policy import load

    if run is not None:
        result = run_in(run)
    else:
        with talk.progress() as report:
            result = run_specified(specify(load("decision-2012"), sample=SAMPLE), progress=report)
    if stopped(talk, result):
        return 1
    write_picture(result, out)
    if talk.as_json:
        talk.data({"file": out.as_posix(), "run": result.key})
    else:
        talk.answer(out.as_posix())
    return 0
