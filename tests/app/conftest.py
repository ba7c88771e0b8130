"""A server of the page, as a user starts it, and a browser where there is one."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.browsers import chromium

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Served:
    """A running `zhenxing app`: its addresses and its process."""

    url: str
    teacher: str
    process: subprocess.Popen


def serving(*options: str, lang: str = "en") -> Iterator[Served]:
    """`zhenxing app` until the block ends; what it printed says where it is."""
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-m", "zhenxing", "app", "--lang", lang, *options]
    process = subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8"
    )
    try:
        assert process.stdout is not None
        url = process.stdout.readline().strip()
        assert url.startswith("http://"), process.stderr.read() if process.stderr else ""
        teacher = ""
        if "--class" in options:
            found = re.search(r"http://\S+", process.stdout.readline())
            teacher = found.group(0) if found else ""
        yield Served(url, teacher, process)
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()


@pytest.fixture(scope="session")
def classroom() -> Iterator[Served]:
    """A class, open to the network behind its token."""
    yield from serving("--public", "--class")


@pytest.fixture(scope="session")
def page_server() -> Iterator[Served]:
    """The page for one person on their own machine."""
    yield from serving()


@pytest.fixture(scope="session")
def browser():
    yield from chromium()
