"""`zhenxing compact`: the stored runs of a study in few files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from experiments.cli.talk import Talk


def compact(
    talk: Talk,
    folder: Annotated[Path, typer.Argument(help="A sweep's folder / 研究文件夹", metavar="DIR")],
) -> int:
    from experiments.packs import compact as pack
    from experiments.results import results
    from experiments.sweep.results import Sweep
    from scenarios.errors import InputError

    if not isinstance(results(folder), Sweep):
        raise InputError("only a sweep's runs are packed", zh="只能打包研究(sweep)的测算结果", file=folder)
    try:
        packed, packs = pack(folder)
    except OSError as error:
        talk.complain(
            talk.say(
                f"packing failed ({error.strerror}); nothing is lost, the same command goes on",
                f"打包失败({error.strerror});数据未丢失,可重新执行同一命令",
            )
        )
        return 1
    if talk.as_json:
        talk.data({"folder": str(folder), "packed": packed, "packs": packs})
        return 0
    talk.answer(talk.say(f"{packed} files packed; {packs} packs in all", f"已打包 {packed} 个文件;共 {packs} 个包"))
    return 0
