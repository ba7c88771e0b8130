"""`zhenxing diff`: what changed between two comparisons, inputs and answers."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from experiments.cli.talk import Talk


def diff(
    talk: Talk,
    first: Annotated[Path, typer.Argument(help="The earlier comparison / 较早的比较", metavar="DIR1")],
    second: Annotated[Path, typer.Argument(help="The later one / 较晚的比较", metavar="DIR2")],
) -> int:
    return 0
