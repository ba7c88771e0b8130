"""Guides with commands that are run: files shown are written, commands are given, what is shown is what came out.

In a guide, a fence ```yaml my-town.yaml is a file to write; a fence ```console holds `$ zhenxing ...` lines, each with
what it answered below it. `lines=12` shows so many lines of each answer; `slow` marks what takes longer than a reader
waits for in a test; `not run` shows a command alone.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

GUIDES = ("planner.md", "planner.zh.md", "researcher.md", "teacher.md", "teacher.zh.md")
FENCE = re.compile(r"^```(\w+)([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
CUT = "..."
WIDEST = 118

Runner = Callable[[list[str]], tuple[int, str]]  # arguments -> exit code, what it answered


@dataclass(frozen=True)
class Block:
    """A fence of a guide: its kind, what stands behind it, its content and where it lies in the text."""

    kind: str
    about: str
    content: str
    span: tuple[int, int]

    @property
    def commands(self) -> list[list[str]]:
        """Commands of a console block, without the name of the program."""
        lines = [line[2:] for line in self.content.splitlines() if line.startswith("$ ")]
        return [shlex.split(line, comments=True)[1:] for line in lines if line.startswith("zhenxing ")]

    @property
    def slow(self) -> bool:
        return "slow" in self.about.split()

    @property
    def runs(self) -> bool:
        return self.kind == "console" and "not run" not in self.about

    @property
    def lines(self) -> int:
        found = re.search(r"lines=(\d+)", self.about)
        return int(found[1]) if found else 200


def blocks(text: str) -> Iterator[Block]:
    """Fences in the order of the text."""
    for found in FENCE.finditer(text):
        yield Block(found[1], found[2].strip(), found[3], found.span())


def walked(text: str, folder: Path, run: Runner, slow: bool = False) -> str:
    """The guide walked through in a folder: its text with the answers the commands give now.

    ValueError names a command that did not end well, or one line of it that differs from what the guide shows.
    """
    new, end = [], 0
    for block in blocks(text):
        new.append(text[end : block.span[0]])
        end = block.span[1]
        content = block.content
        if block.kind in ("yaml", "csv") and block.about:
            (folder / block.about).write_text(block.content, encoding="utf-8")
        elif block.runs and (slow or not block.slow):
            content = "".join(_answered(command, block, run) for command in block.commands)
        about = f" {block.about}" if block.about else ""
        new.append(f"```{block.kind}{about}\n{content}```")
    return "".join([*new, text[end:]])


def _answered(command: list[str], block: Block, run: Runner) -> str:
    code, answer = run(command)
    if code:
        raise ValueError(f"zhenxing {shlex.join(command)} ended with {code}: {answer[-500:]}")
    lines = [line.rstrip() for line in answer.splitlines()]
    kept = [line for line in lines[: block.lines] if line or len(lines) > 1]
    if len(lines) > block.lines:
        kept.append(CUT)
    return f"$ zhenxing {_typed(command)}\n" + "".join(f"{line}\n" for line in kept)


def _typed(command: list[str]) -> str:
    return " ".join(part if re.fullmatch(r"[\w./,:=+-]+", part) else shlex.quote(part) for part in command)


def answered(command: list[str]) -> tuple[int, str]:
    """A command in a process of its own, in English unless it says otherwise: exit code and what it answered."""
    import os
    import subprocess
    import sys

    from experiments.keys import ROOT

    arguments = [*command, *([] if "--lang" in command else ["--lang", "en"])]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", "COLUMNS": str(WIDEST)}
    done = subprocess.run(
        [sys.executable, "-m", "zhenxing", *arguments],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        encoding="utf-8",
        check=False,
    )
    return done.returncode, done.stdout


def skeleton(text: str) -> str:
    """A guide without what a change of the model moves: numbers, hashes and the blanks around them."""
    without_hashes = re.sub(r"\b[0-9a-f]{8,}\b", " ", text)  # first: the digits one begins with are no number
    return re.sub(r"[\s\d.,+~%−─-]+", " ", without_hashes)


def renew(docs: Path, run: Runner) -> list[Path]:
    """Every guide of a folder of docs walked through and written again, the slow parts included."""
    import os
    import tempfile

    from experiments.folders import write_whole

    written = []
    for name in GUIDES:
        before = Path.cwd()
        with tempfile.TemporaryDirectory() as folder:
            os.chdir(folder)
            try:
                text = walked((docs / name).read_text(encoding="utf-8"), Path(folder), run, slow=True)
            finally:
                os.chdir(before)
        write_whole(docs / name, text.encode())
        written.append(docs / name)
    return written
