"""The door: names, origins, tokens, sizes, floods."""

from __future__ import annotations

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor

import pytest

from experiments.app.guard import BURST, LARGEST_MESSAGE, Guard, _measured, harmless

HOST = "127.0.0.1:8765"


def scope(kind: str = "http", path: str = "/", query: str = "", **headers: str) -> dict:
    headers = {"host": HOST, **headers}
    raw = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    return {"type": kind, "path": path, "query_string": query.encode(), "headers": raw}


async def nothing(*_: object) -> None:
    return None


def refused(asked: dict, token: str | None = None, hosts: frozenset[str] | None = frozenset({HOST})) -> bool:
    return Guard(nothing, hosts, token).refusal(asked) is not None


@pytest.mark.parametrize(
    ("asked", "no"),
    [
        (scope(), False),
        (scope(host="evil.example"), True),  # a name that was pointed at this machine
        (scope(host="127.0.0.1:80"), True),
        (scope(origin=f"http://{HOST}"), False),
        (scope(origin="http://evil.example"), True),
        (scope(origin="null"), True),
        (scope("websocket", origin=f"http://{HOST}"), False),
        (scope("websocket"), True),
        (scope("websocket", origin="https://evil.example"), True),
        (scope(path="/resourcez"), True),
        (scope(path="/_solara/api/evict/x"), True),
    ],
)
def test_only_our_own_page_speaks_to_us_under_our_own_name(asked: dict, no: bool) -> None:
    assert refused(asked) is no


def test_a_public_page_asks_for_its_token_in_the_address_or_the_cookie() -> None:
    assert refused(scope(), "secret", None)
    assert refused(scope(query="token=wrong"), "secret", None)
    assert not refused(scope(query="token=secret"), "secret", None)
    assert not refused(scope(cookie="a=b; zhenxing-token=secret"), "secret", None)
    assert refused(scope("websocket", origin=f"http://{HOST}", cookie="zhenxing-token=other"), "secret", None)
    assert not refused(scope("websocket", origin=f"http://{HOST}", cookie="zhenxing-token=secret"), "secret", None)


def message(content: object, kind: str = "comm_msg") -> str:
    return json.dumps(
        {"header": {"msg_type": kind}, "content": {"comm_id": "x", "data": {"method": "custom", "content": content}}}
    )


def test_a_browser_may_send_events_and_nothing_that_builds_objects() -> None:
    assert harmless(None, message({"event": "ask", "data": {"seed": 2}}))
    assert harmless(
        None, json.dumps({"header": {"msg_type": "comm_msg"}, "content": {"data": {"method": "update", "state": {}}}})
    )
    assert harmless(None, json.dumps({"header": {"msg_type": "kernel_info_request"}, "content": {}}))
    attack = {"create_widget": ["os", "system"], "id": "x", "props": {"command": "true"}}
    assert not harmless(None, message(attack))
    assert not harmless(None, message(attack).replace("create_widget", "create\\u005fwidget"))
    assert not harmless(None, message({"event": "ask", "data": {"functionRef": "close"}}))
    assert not harmless(None, "not json")
    assert not harmless(b"\x00" + message(attack).encode(), "")


def received(messages: list[dict]) -> list[str]:
    """Kinds of what comes through."""

    async def run() -> list[str]:
        left = list(messages)

        async def receive():
            return left.pop(0)

        limited = _measured(receive)
        return [(await limited())["type"] for _ in messages]

    with ThreadPoolExecutor(1) as pool:  # a thread of its own: a browser's tests may have a loop running in this one
        return pool.submit(lambda: asyncio.run(run())).result()


def test_a_message_too_large_or_one_of_a_flood_ends_the_line() -> None:
    fine = {"type": "websocket.receive", "text": json.dumps({"header": {"msg_type": "x"}, "content": {}})}
    large = {"type": "websocket.receive", "text": "x" * (LARGEST_MESSAGE + 1)}
    assert received([fine, large]) == ["websocket.receive", "websocket.disconnect"]
    kinds = received([fine] * int(BURST + 20))
    assert kinds[: int(BURST) - 1] == ["websocket.receive"] * (int(BURST) - 1)
    assert kinds[-1] == "websocket.disconnect"
