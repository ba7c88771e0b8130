"""`zhenxing export`: the tables of a folder for other programs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from experiments.cli.talk import Talk


def export(
    talk: Talk,
    folder: Annotated[Path, typer.Argument(help="Run, comparison or sweep / 测算、比较或研究文件夹", metavar="DIR")],
    to: Annotated[str, typer.Option("--to", metavar="csv|xlsx|dta|netcdf", help="Format / 格式")],
    out: Annotated[
        Path | None, typer.Option("--out", help="Where the files go (DIR/export) / 输出位置(默认 DIR/export)")
    ] = None,
) -> int:
    from experiments.exporting import export as written
    from experiments.results import results
    from experiments.sweep.results import Sweep

    result = results(folder)
    if isinstance(result, Sweep) and not result.finished:
        done, planned = len(result.frame), result.frame.attrs["planned"]
        talk.warn(
            talk.say(
                f"this study is not finished: {done} of {planned} rows are there",
                f"该研究尚未完成:共 {planned} 行,已有 {done} 行",
            )
        )
    files = written(result, to, out)
    if talk.as_json:
        talk.data({"files": [str(path) for path in files]})
        return 0
    for path in files:
        talk.answer(str(path))
    return 0
