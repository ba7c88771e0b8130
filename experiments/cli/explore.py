"""`zhenxing explore`: lessons as one HTML file that works from a memory stick, on a phone, without a network."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from experiments.cli.talk import Talk


def explore(
    talk: Talk,
    out: Annotated[Path, typer.Option("--out", metavar="FILE.html", help="File to write / 输出文件")],
    lesson: Annotated[
        str, typer.Option("--lesson", metavar="N|all", help="1-6, its name, or all / 第几课或 all")
    ] = "all",
    force: Annotated[bool, typer.Option("--force", help="Replace the file / 覆盖文件")] = False,
) -> int:
    from experiments.folders import cannot_write, write_whole
    from experiments.lessons.explore import page
    from scenarios.errors import InputError
    from scenarios.lessons import lesson_named, lessons

    chosen = list(lessons().values()) if lesson == "all" else [lesson_named(lesson)]
    if out.suffix.lower() not in (".html", ".htm"):
        raise InputError("the page is an .html file", zh="输出文件应以 .html 结尾", field="--out", found=out.name)
    if out.exists() and not force:
        raise InputError(
            "this file is there already",
            zh="文件已存在",
            field="--out",
            found=str(out),
            allowed="another name, or --force",
        )
    with talk.progress() as report:
        html = page(chosen, talk.lang, report)
    try:
        write_whole(out, html.encode())
    except OSError as error:
        raise cannot_write(out, error) from error
    size = len(html.encode()) / 1e6
    if talk.as_json:
        talk.data({"file": str(out), "megabytes": round(size, 2), "lessons": [one.id for one in chosen]})
    else:
        talk.answer(talk.say(f"Written: {out} ({size:.1f} MB)", f"已写入:{out}({size:.1f} MB)"))
    return 0
