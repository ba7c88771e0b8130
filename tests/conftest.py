"""What all tests share: the command line as a user runs it."""

from __future__ import annotations

import contextlib
import io
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
os.environ["ZHENXING_CACHE"] = str(ROOT / ".pytest_cache" / "starts")  # not the user's own


seconds: dict[str, float] = {}  # by mark and by folder, of what ran


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    mark = "slow" if "slow" in report.keywords else "not slow"
    for name in (f"[{mark}]", report.nodeid.split("/")[1] if "/" in report.nodeid else "."):
        seconds[name] = seconds.get(name, 0.0) + report.duration


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if seconds:
        told = ", ".join(f"{name} {value / 60:.1f}" for name, value in sorted(seconds.items()))
        terminalreporter.write_line(f"minutes of tests, all processes together: {told}")


@pytest.fixture
def zhenxing(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run `zhenxing` in an empty folder, in English unless told otherwise."""

    def call(*arguments: str, timeout: float = 120, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "zhenxing", *arguments],
            cwd=tmp_path,
            env=user_environment(environment),
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=timeout,
        )

    return call


@pytest.fixture
def command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., subprocess.CompletedProcess[str]]:
    """The same in this process, for what does not depend on a process of its own: it saves the imports."""
    from experiments.cli import main

    def call(*arguments: str) -> subprocess.CompletedProcess[str]:
        monkeypatch.chdir(tmp_path)
        streams = [io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True) for _ in range(2)]
        with contextlib.redirect_stdout(streams[0]), contextlib.redirect_stderr(streams[1]):
            code = main([*arguments, *([] if "--lang" in arguments else ["--lang", "en"])])
        out, err = (stream.buffer.getvalue().decode() for stream in streams)  # type: ignore[attr-defined]
        return subprocess.CompletedProcess(arguments, code, out, err)

    return call


@pytest.fixture
def environment() -> dict[str, str]:
    """What a user in an English locale has in the environment."""
    return user_environment({})


def user_environment(more: dict[str, str]) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG", "ZHENXING_LANG"))}
    return kept | {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", "LANG": "en_US.UTF-8"} | more
