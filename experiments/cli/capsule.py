"""`zhenxing capsule`: one file from which a study's tables and figures are made again."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from experiments.cli.talk import Talk


def capsule(
    talk: Talk,
    folder: Annotated[Path, typer.Argument(help="A sweep's folder / 研究文件夹", metavar="DIR")],
    out: Annotated[Path | None, typer.Option("--out", help="The archive (DIR.zip) / 存档文件(默认 DIR.zip)")] = None,
) -> int:
    from experiments.capsule import capsule as made
    from experiments.results import results
    from experiments.sweep.results import Sweep
    from scenarios.errors import InputError

    result = results(folder)
    if not isinstance(result, Sweep):
        raise InputError("only a sweep is put into a capsule", zh="只能为研究(sweep)制作存档", file=folder)
    path = made(result, out)
    if talk.as_json:
        talk.data({"file": str(path), "bytes": path.stat().st_size})
        return 0
    size = path.stat().st_size / 1e6
    talk.answer(talk.say(f"{path} ({size:.1f} MB)", f"{path}({size:.1f} MB)"))
    return 0
