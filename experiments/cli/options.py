"""Options that several commands share, said once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Towns = Annotated[
    str | None,
    typer.Option(
        "--towns",
        help="Only these towns at 1:1, surroundings held fixed / 只测算这些镇(汉字或拼音,逗号分隔)",
        metavar="A,B",
    ),
]
Sample = Annotated[float, typer.Option("--sample", help="Share of small firms simulated one by one / 小企业抽样比例")]
Seed = Annotated[int, typer.Option("--seed", help="Luck / 模拟次数(随机种子)")]
Start = Annotated[str, typer.Option("--start", help="First quarter / 起始季度")]
End = Annotated[str, typer.Option("--end", help="Last quarter / 终止季度")]
Out = Annotated[
    Path | None,
    typer.Option("--out", help="Folder of the results (default results/<command>-<name>-<key>) / 结果文件夹"),
]
Force = Annotated[bool, typer.Option("--force", help="Replace another run in that folder / 覆盖该文件夹中的另一次测算")]
World = Annotated[str, typer.Option("--world", hidden=True)]
Workers = Annotated[
    int | None, typer.Option("--workers", min=1, help="Processes; results do not depend on it / 进程数")
]


def town_names(text: str | None) -> tuple[str, ...] | None:
    """`小榄,guzhen` -> names; the Chinese comma is one too."""
    if text is None:
        return None
    names = tuple(part.strip() for part in text.replace("、", ",").replace(",", ",").split(",") if part.strip())
    return names or None
