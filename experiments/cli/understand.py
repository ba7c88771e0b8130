"""`zhenxing understand`: what drives a study's outcomes, how sure its rankings are, where a package misses its goal."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from experiments.cli.talk import Talk


def understand(
    talk: Talk,
    folder: Annotated[Path, typer.Argument(help="Folder of a sweep / 研究文件夹", metavar="DIR")],
    outcome: Annotated[
        list[str] | None, typer.Option("--outcome", help="These outcomes only (all) / 只看这些结果")
    ] = None,
    goal: Annotated[
        list[str] | None, typer.Option("--goal", metavar="ID", help="Where this goal is missed / 何处达不到该目标")
    ] = None,
    misses: Annotated[
        list[str] | None,
        typer.Option("--misses", metavar="'OUTCOME < VALUE'", help="What counts as a miss / 何谓未达到"),
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", help="Folder (DIR/understanding) / 输出文件夹")] = None,
) -> int:
    from analysis.understanding.pages import METHODS
    from analysis.understanding.telling import Finding
    from experiments.understand.understood import understood

    with talk.progress() as report:
        result = understood(folder, outcome or (), goal or (), misses or (), out, report)
    if talk.as_json:
        talk.data(result.about)
        return 0
    for one in result.told:
        method = METHODS[one.method][talk.lang == "zh"]
        if isinstance(one, Finding):
            talk.answer(f"{method}: {one.sentence[talk.lang]}\n")
        else:
            talk.note(f"{method}: {one.why['en']}", f"{method}:{one.why['zh']}")
    talk.answer(str(result.folder / f"understanding.{talk.lang}.html"))
    return 0
