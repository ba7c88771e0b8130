"""`zhenxing report`: a comparison's report drawn again, without running anything."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from experiments.cli.talk import Talk


def report(
    talk: Talk,
    folder: Annotated[Path, typer.Argument(help="Folder of a comparison / 比较结果文件夹", metavar="DIR")],
) -> int:
    from experiments.reporting import report_in, write_report

    comparison = report_in(folder)
    files = write_report(comparison, talk.lang)
    page = (comparison.folder / "report.html").as_posix()
    if talk.as_json:
        talk.data({"folder": str(folder), "key": comparison.key, "lang": talk.lang, "page": page, "files": files})
        return 0
    talk.answer(talk.say(f"Report: {page}", f"报告:{page}"))
    others = ", ".join(name for name in files if "/" not in name and name != "report.html")
    count = sum(name.endswith(".svg") for name in files)
    talk.answer(talk.say(f"beside it {others} and {count} figures", f"另有 {others} 和 {count} 张图"))
    return 0
