"""`zhenxing story`: one synthetic firm's quarters as sentences."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from experiments.cli.talk import Talk


def story(
    talk: Talk,
    uid: Annotated[int, typer.Argument(help="Number of the firm / 虚拟企业编号")],
    run: Annotated[Path, typer.Option("--run", help="Run folder / 测算文件夹")],
) -> int:
    from analysis.story import sentences
    from experiments.following import firm_quarters
    from experiments.results import run_in

    result = run_in(run)
    with talk.progress() as report:
        quarters, names = firm_quarters(result, uid, report)
    if talk.as_json:
        talk.data({"uid": uid, "quarters": quarters})
    else:
        talk.answer(*sentences(uid, quarters, names, talk.lang))
    return 0
