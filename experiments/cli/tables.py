"""`zhenxing tables`: the generated part of the docs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from experiments.cli.talk import Talk


def tables(
    talk: Talk,
    out: Annotated[Path, typer.Option("--out", help="Folder of the docs / 文档文件夹")] = Path("docs"),
    guides: Annotated[bool, typer.Option("--guides", help="Run the guides too (minutes) / 同时运行各指南")] = False,
) -> int:
    from experiments.docs.documents import write_documents
    from experiments.docs.guides import answered, renew
    from experiments.folders import cannot_write

    try:
        written = write_documents(out)
        if guides:
            written += renew(out.resolve(), answered)
    except OSError as error:
        raise cannot_write(out, error) from error
    if talk.as_json:
        talk.data([path.as_posix() for path in written])
    else:
        talk.answer(*(path.as_posix() for path in written))
    return 0
