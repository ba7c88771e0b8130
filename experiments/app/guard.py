"""The door of the page: who may speak to it, how much, and how fast. Plain ASGI, around everything Solara serves."""

from __future__ import annotations

import hmac
import json
import time
from collections.abc import Awaitable, Callable, MutableMapping
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import parse_qs, urlsplit

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

COOKIE = "zhenxing-token"
LARGEST_MESSAGE = 64 * 1024  # bytes from a browser; what the page sends is below 2 KB
BURST, PER_SECOND = 80.0, 20.0  # messages of one browser
FORBIDDEN = ("create_widget", "update_ref", "destroy_widget")
CLOSED_PATHS = ("/resourcez", "/_solara/api/evict")
SAFE = [
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),  # the token of a public page stays in its own address
    (b"x-frame-options", b"SAMEORIGIN"),
]


class Guard:
    """`hosts`: names and ports a browser may have called us by, None for any; `token`: what a public page asks for."""

    def __init__(self, app: Callable[..., Awaitable[None]], hosts: frozenset[str] | None, token: str | None = None):
        self.app, self.hosts, self.token = app, hosts, token

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            return await self.app(scope, receive, send)
        why = self.refusal(scope)
        if why is not None:
            return await _refuse(scope, receive, send, why)
        if scope["type"] == "websocket":
            return await self.app(scope, _measured(receive), send)
        return await self.app(scope, receive, self._with_headers(scope, send))

    def refusal(self, scope: Scope) -> str | None:
        """Why a request is not answered, None when it is."""
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
        host = headers.get("host", "").lower()
        if self.hosts is not None and host not in self.hosts:
            return "this page is not served under that name"
        origin = headers.get("origin")
        foreign = origin is not None and urlsplit(origin).netloc.lower() != host
        if foreign or (scope["type"] == "websocket" and origin is None):
            return "another page may not speak for this one"
        if str(scope["path"]).startswith(CLOSED_PATHS):
            return "no such page"
        if self.token is not None and not self._knows(scope, headers):
            return "the address lacks its token"
        return None

    def _knows(self, scope: Scope, headers: dict[str, str]) -> bool:
        said = [_token_in(scope)]
        cookie = SimpleCookie()
        try:
            cookie.load(headers.get("cookie", ""))
        except Exception:  # whatever a browser sends as a cookie
            cookie = SimpleCookie()
        if COOKIE in cookie:
            said.append(cookie[COOKIE].value)
        assert self.token is not None
        return any(hmac.compare_digest(one.encode(), self.token.encode()) for one in said if one)

    def _with_headers(self, scope: Scope, send: Send) -> Send:
        async def wrapped(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                more = list(SAFE)
                if self.token is not None and _token_in(scope):
                    cookie = f"{COOKIE}={self.token}; Path=/; HttpOnly; SameSite=Strict"
                    more.append((b"set-cookie", cookie.encode()))
                message["headers"] = [*message.get("headers", []), *more]
            await send(message)

        return wrapped


def _token_in(scope: Scope) -> str:
    return parse_qs(scope.get("query_string", b"").decode("latin-1")).get("token", [""])[0]


def _measured(receive: Receive) -> Receive:
    """A browser's messages, none too large, none that builds objects, no flood: else the connection ends."""
    budget, last = BURST, time.monotonic()

    async def limited() -> MutableMapping[str, Any]:
        nonlocal budget, last
        message = await receive()
        if message["type"] != "websocket.receive":
            return message
        now = time.monotonic()
        budget, last = min(BURST, budget + (now - last) * PER_SECOND) - 1, now
        text = message.get("text") or ""
        size = len(message.get("bytes") or b"") + len(text)
        if budget < 0 or size > LARGEST_MESSAGE or not harmless(message.get("bytes"), text):
            return {"type": "websocket.disconnect", "code": 1008}
        return message

    return limited


def harmless(raw: bytes | None, text: str) -> bool:
    """False for a message that asks a widget for more than its events: it could build objects of the server."""
    if raw is not None and not text:
        return not any(word.encode() in raw for word in (*FORBIDDEN, "Ref", "\\u"))
    try:
        message = json.loads(text)
        content = message["content"]["data"]["content"] if message["header"]["msg_type"] == "comm_msg" else {}
    except KeyError:
        return True  # not a custom message of a widget
    except (ValueError, TypeError, RecursionError):
        return False
    return isinstance(content, dict) and set(content) <= {"event", "data"} and not _refers(content.get("data"))


def _refers(data: object) -> bool:
    return isinstance(data, dict) and not {"objectRef", "functionRef"}.isdisjoint(data)


async def _refuse(scope: Scope, receive: Receive, send: Send, why: str) -> None:
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.close", "code": 1008})
        return
    status = 404 if why == "no such page" else 403
    headers = [(b"content-type", b"text/plain; charset=utf-8"), *SAFE]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": why.encode()})
