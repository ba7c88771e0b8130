"""`zhenxing scenario new NAME`: a scenario file to fill in, as YAML or as a table for WPS and Excel."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

import typer

from experiments.cli import options
from experiments.cli.talk import Talk

NAME = re.compile(r"[\w一-鿿][\w一-鿿-]{0,79}")


def scenario(
    talk: Talk,
    action: Annotated[str, typer.Argument(help="new", metavar="new")],
    name: Annotated[str, typer.Argument(help="Name of the new scenario, or its file / 新方案名称或文件")],
    start_from: Annotated[
        str, typer.Option("--from", metavar="SCENARIO", help="Starts from this one / 以此方案为底本")
    ] = "decision-2012",
    articles: Annotated[
        str | None, typer.Option("--articles", metavar="20,21", help="List only these articles / 只列这些条款")
    ] = None,
    xlsx: Annotated[bool, typer.Option("--xlsx", help="As a table for WPS or Excel / 生成表格")] = False,
    out: Annotated[Path | None, typer.Option("--out", help="Folder (here) / 文件夹(当前)")] = None,
    force: options.Force = False,
) -> int:
    from experiments.folders import cannot_write, write_bytes
    from scenarios.errors import InputError
    from scenarios.policy import load
    from scenarios.templates import sheet_rows, workbook, yaml_template

    if action != "new":
        raise InputError("there is no such action", zh="没有这个操作", field="scenario", found=action, allowed="new")
    if name.endswith((".yaml", ".xlsx")):  # what one types is often the file
        name, xlsx = name[:-5], xlsx or name.endswith(".xlsx")
    if not NAME.fullmatch(name):
        raise InputError(
            "a name is letters, digits, - and _, with .yaml, .xlsx or no ending",
            zh="名称只用文字、数字、- 和 _,可带 .yaml 或 .xlsx",
            field="NAME",
            found=name,
            allowed="my-plan",
        )
    policy, only = load(start_from), numbers(articles)
    file = (out or Path()) / f"{name}{'.xlsx' if xlsx else '.yaml'}"
    if file.exists() and not force:
        raise InputError(
            "this file is there already; --force replaces it",
            zh="文件已存在,--force 可覆盖",
            field="NAME",
            found=str(file),
        )
    if xlsx:
        content = workbook(sheet_rows(name, policy, only))
    else:
        content = yaml_template(name, policy, only, talk.lang).encode()
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        write_bytes(file, content)
    except OSError as error:
        raise cannot_write(file, error) from error
    talk.answer(str(file))
    return 0


def numbers(text: str | None) -> tuple[int, ...]:
    """Articles out of a list such as 20,21."""
    from scenarios.cards import cards
    from scenarios.errors import InputError

    known = sorted({card.article for card in cards().values() if card.article is not None})
    found = []
    for part in (text or "").replace("、", ",").replace("\uff0c", ",").split(","):
        if part.strip():
            if not part.strip().isdecimal() or int(part) not in known:
                raise InputError(
                    "no measure of this article",
                    zh="该条没有可设置的措施",
                    field="--articles",
                    found=part,
                    allowed=known,
                )
            found.append(int(part))
    return tuple(found)
