"""A visitor without a browser: the websocket messages a browser sends, and what comes back."""

from __future__ import annotations

import inspect
import json
import time
import urllib.request
import uuid
from typing import Any

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect
from websockets.typing import Origin


class Visitor:
    """Opens the page as a browser does; `state` is the page's widget as the server has told it."""

    def __init__(self, url: str, wait: float = 60.0):
        base, _, query = url.partition("?")
        self.base = base.rstrip("/")
        self.query = f"?{query}" if query else ""
        with urllib.request.urlopen(f"{self.base}/{self.query}", timeout=wait) as answer:
            cookies = [value.split(";")[0] for name, value in answer.headers.items() if name.lower() == "set-cookie"]
        self.kernel, self.session, self.control = (str(uuid.uuid4()) for _ in range(3))
        address = (
            f"ws{self.base.removeprefix('http')}/jupyter/api/kernels/{self.kernel}/channels?session_id={self.session}"
        )
        more: dict[str, Any] = {"legacy": True} if "legacy" in inspect.signature(connect).parameters else {}
        self.line = connect(
            address,
            origin=Origin(self.base),
            additional_headers={"Cookie": "; ".join(cookies)},
            max_size=None,
            open_timeout=wait,
            **more,
        )
        self.widget, self.state = "", {}
        self.send("kernel_info_request", {})
        self.send("comm_open", {"comm_id": self.control, "target_name": "solara.control", "data": {}})
        run = {"path": f"/{self.query}", "dark": False, "themes": {"light": {}, "dark": {}}, "appName": None}
        self.send("comm_msg", {"comm_id": self.control, "data": {"method": "run", "args": run}})
        self.until(lambda: bool(self.widget), wait)

    def send(self, kind: str, content: dict[str, Any]) -> None:
        header = {
            "date": "2026-01-01T00:00:00Z",
            "msg_id": str(uuid.uuid4()),
            "msg_type": kind,
            "session": self.session,
        }
        header |= {"username": "", "version": "5.2"}
        parts = {"buffers": [], "channel": "shell", "content": content, "header": header}
        self.line.send(json.dumps(parts | {"metadata": {}, "parent_header": {}}))

    def event(self, name: str, data: Any) -> None:
        """What a click or a slider sends."""
        content = {"method": "custom", "content": {"event": name, "data": data}}
        self.send("comm_msg", {"comm_id": self.widget, "data": content})

    def until(self, reached, wait: float = 60.0) -> float:
        """Listen until something is so; seconds it took. Raises TimeoutError."""
        begun = time.monotonic()
        while not reached():
            left = wait - (time.monotonic() - begun)
            if left <= 0:
                raise TimeoutError(f"the page says {str(self.state)[:300]}")
            self.take(self.line.recv(timeout=left))
        return time.monotonic() - begun

    def take(self, raw: str | bytes) -> None:
        message = json.loads(raw)
        content = message.get("content", {})
        data = content.get("data", {})
        if message["msg_type"] == "comm_open" and "said" in data.get("state", {}):
            self.widget, self.state = content["comm_id"], dict(data["state"])
        elif content.get("comm_id") == self.widget and data.get("method") == "update":
            self.state |= data["state"]

    @property
    def said(self) -> dict[str, Any]:
        return json.loads(self.state.get("said") or "{}")

    @property
    def answer(self) -> dict[str, Any]:
        return json.loads(self.state.get("answer") or "{}")

    @property
    def room(self) -> dict[str, Any]:
        return json.loads(self.state.get("room") or "{}")

    def settled(self, wait: float = 60.0) -> float:
        """Until the page is not busy."""
        return self.until(lambda: bool(self.state) and not self.said["busy"], wait)

    def ask(self, wait: float = 60.0, **changes: Any) -> float:
        """Change the wish and wait for the answer; seconds it took."""
        before = self.said["turn"]
        self.event("ask", changes)
        begun = time.monotonic()
        self.until(lambda: self.said["turn"] > before and not self.said["busy"], wait)
        return time.monotonic() - begun

    def closed(self, wait: float = 10.0) -> bool:
        """Has the server ended the line?"""
        try:
            while True:
                self.take(self.line.recv(timeout=wait))
        except ConnectionClosed:
            return True
        except TimeoutError:
            return False

    def leave(self) -> None:
        """Close the tab: the browser says so, and the line ends."""
        token = f"&{self.query[1:]}" if self.query else ""
        address = f"{self.base}/_solara/api/close/{self.kernel}?session_id={self.session}{token}"
        close = urllib.request.Request(address, method="POST")
        try:
            urllib.request.urlopen(close, timeout=10).read()
        finally:
            self.line.close()
