"""The page's server: Solara on this machine, off line, behind the guard."""

from __future__ import annotations

import os
import secrets
import socket
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scenarios.errors import InputError

BROWSER = Path(__file__).parent / "browser"
NOWHERE = "http://127.0.0.1:9/"  # an asset that is not on this machine is missing, it is not fetched
AWAY = "30s"  # a visitor who has lost the line may come back within it; then memory is freed
LOCAL = ("127.0.0.1", "localhost", "[::1]")
PORT = 8765


@dataclass(frozen=True)
class Address:
    """Where the page is served, for whom."""

    port: int
    public: bool
    token: str | None
    classroom: bool = False

    @property
    def host(self) -> str:
        return "0.0.0.0" if self.public else "127.0.0.1"

    @property
    def name(self) -> str:
        """What a visitor types: this machine's address in its network, or the machine itself."""
        return own_address() if self.public else "127.0.0.1"

    @property
    def url(self) -> str:
        """For everybody who may come in."""
        query = f"?token={self.token}" if self.token else ""
        return f"http://{self.name}:{self.port}/{query}"

    @property
    def hosts(self) -> frozenset[str] | None:
        """What browsers call us; a public page is called many names and asks for its token instead."""
        return None if self.public else frozenset(f"{name}:{self.port}" for name in LOCAL)


def open_door(port: int | None, public: bool, classroom: bool = False) -> tuple[Address, socket.socket]:
    """A port of our own, the wished one where it is given, and the socket that holds it. Raises InputError when that
    one is taken."""
    host = "0.0.0.0" if public else "127.0.0.1"
    for one in [port] if port is not None else [*range(PORT, PORT + 20), 0]:
        held = _held(host, one)
        if held is not None:
            token = secrets.token_urlsafe(12) if public else None
            return Address(int(held.getsockname()[1]), public, token, classroom), held
    raise InputError(
        "this port is taken",
        zh="端口已被占用",
        field="--port",
        found=port,
        allowed="another, or none for a free one",
    )


def _held(host: str, port: int) -> socket.socket | None:
    """A socket that listens on the port; only then is it ours on every system."""
    held = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1 if os.name == "posix" else 0)
    try:
        held.bind((host, port))
        held.listen(128)
    except OSError:
        held.close()
        return None
    return held


def own_address() -> str:
    """This machine's address in its network; nothing is sent to find it."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asked:
        try:
            asked.connect(("192.0.2.1", 9))
            return str(asked.getsockname()[0])
        except OSError:
            return "127.0.0.1"


def settle_solara() -> None:
    """Solara's settings, before it is imported: off line, quiet, for a page that others may visit."""
    os.environ.update(
        {
            "SOLARA_APP": "experiments.app.page",
            "SOLARA_TELEMETRY_MIXPANEL_ENABLE": "False",
            "SOLARA_ASSETS_FONTAWESOME_ENABLED": "False",
            "SOLARA_ASSETS_CDN": NOWHERE,
            "SOLARA_KERNEL_CULL_TIMEOUT": AWAY,
            "SOLARA_KERNEL_MAX_PER_SESSION": "12",
            "SOLARA_SESSION_HTTP_ONLY": "True",
            "SOLARA_THEME_LOADER": "plain",
            "SOLARA_THEME_TITLE": "振兴 zhenxing",
            "SOLARA_THEME_SHOW_BANNER": "False",
            "SOLARA_MODE": "production",
        }
    )


def application(where: Address) -> Any:
    """The ASGI application: our own files first, then Solara, the guard around both."""
    settle_solara()
    warnings.filterwarnings("ignore", "Cookies with samesite", module="solara")  # http on the machine itself is meant
    from solara.server import starlette as served
    from starlette.applications import Starlette
    from starlette.routing import Mount
    from starlette.staticfiles import StaticFiles

    from analysis.report.fonts import FILE
    from experiments.app.guard import Guard

    whole = Starlette(
        routes=[
            Mount("/zhenxing/fonts", StaticFiles(directory=FILE.parent)),
            Mount("/zhenxing", StaticFiles(directory=BROWSER)),
            Mount("/", served.app),
        ],
        lifespan=served.lifespan,
    )
    return Guard(whole, where.hosts, where.token)


def serve(where: Address, door: socket.socket, ready: Callable[[], None] | None = None) -> None:
    """Serve until interrupted; `ready` is called once the page answers."""
    import uvicorn

    from experiments.app.shared import desk, open_at

    app = application(where)
    desk().wake()
    open_at(where)
    config = uvicorn.Config(
        app,
        host=where.host,
        port=where.port,
        access_log=False,
        log_level="warning",
        loop="asyncio",
        ws_max_size=256 * 1024,
        ws_max_queue=16,
        server_header=False,
        timeout_graceful_shutdown=2,
    )
    server = _telling(ready)(config)
    try:
        server.run(sockets=[door])
    finally:
        desk().close()


def _telling(ready: Callable[[], None] | None) -> Any:
    """A server that says when it answers."""
    import uvicorn

    class Telling(uvicorn.Server):
        async def startup(self, sockets: Any = None) -> None:
            await super().startup(sockets)
            if ready is not None and self.started:
                ready()

    return Telling
