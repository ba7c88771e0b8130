"""`zhenxing app`: the browser laboratory, served on this machine."""

from __future__ import annotations

from typing import Annotated

import typer

from experiments.cli.talk import Talk


def app(
    talk: Talk,
    port: Annotated[int | None, typer.Option("--port", min=1, max=65535, help="Port / 端口")] = None,
    public: Annotated[
        bool, typer.Option("--public", help="For other machines of the network too / 局域网内其他设备也可打开")
    ] = False,
    classroom: Annotated[
        bool,
        typer.Option("--class", help="With QR code, guesses and a teacher's bar / 课堂模式:二维码、猜测直方图、教师栏"),
    ] = False,
) -> int:
    import os
    import sys

    from experiments.app.server import open_door, serve

    os.environ["ZHENXING_LANG"] = talk.lang
    where, door = open_door(port, public, classroom)

    def tell() -> None:
        from experiments.app.shared import room

        talk.answer(where.url)
        if (held := room()) is not None:
            joint = "&" if where.token else "?"
            talk.answer(talk.say("Teacher: ", "教师端:") + f"{where.url}{joint}teacher={held.key}")
        sys.stdout.flush()
        talk.note("The page is open at this address; Ctrl-C ends it.", "页面已在此地址打开;按 Ctrl-C 结束。")

    serve(where, door, tell)
    return 0
