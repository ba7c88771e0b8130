"""How a command speaks: the answer on stdout, everything else on stderr, in one language; users' text is escaped."""

from __future__ import annotations

import json
import logging
import math
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scenarios.errors import InputError, clean

if TYPE_CHECKING:
    from rich.console import Console

LOGGER = "zhenxing"
PAGE_WIDTH = 100


class Talk:
    """Language, loudness and the two streams of one command."""

    def __init__(
        self,
        lang: str = "en",
        quiet: bool = False,
        verbose: bool = False,
        log: Path | None = None,
        as_json: bool = False,
    ):
        self.lang, self.quiet, self.verbose, self.as_json = lang, quiet, verbose, as_json
        for stream in (sys.stdout, sys.stderr):
            if hasattr(stream, "reconfigure"):  # a console that cannot write a character writes a question mark
                stream.reconfigure(errors="replace")  # type: ignore[union-attr]
        self._handler = _log_to(log)
        self._warnings = _warnings_to(self.warn)

    def say(self, en: str, zh: str) -> str:
        return zh if self.lang == "zh" else en

    @property
    def out(self) -> Console:
        return _console(stderr=False)

    @property
    def err(self) -> Console:
        return _console(stderr=True)

    def answer(self, *things: Any) -> None:
        """Text (literal, never markup) or Rich tables, on stdout."""
        for thing in things:
            if isinstance(thing, str):
                print(thing)
            else:
                self.out.print(thing)

    def page(self, page: Any) -> None:
        """A page of analysis as a table on stdout, 100 columns wide where that holds its labels and numbers."""
        from rich.console import Console
        from rich.measure import Measurement

        made = table(page.title, page.columns, page.rows)
        made.columns[0].min_width = 22  # words of a label stay whole
        wide = Console(width=1000)  # squeezed into less than it needs, a table would lose its labels
        needed = Measurement.get(wide, wide.options, made).minimum
        width = max(min(self.out.width, PAGE_WIDTH), needed)
        self.out.print(made, width=width, crop=False, soft_wrap=width > self.out.width)

    def data(self, value: Any) -> None:
        """The answer as JSON, on stdout; numbers that are not numbers are null."""
        print(json.dumps(_finite(value), ensure_ascii=False, indent=1, allow_nan=False))

    def note(self, en: str, zh: str) -> None:
        """Something to know, on stderr, unless --quiet."""
        text = self.say(en, zh)
        logging.getLogger(LOGGER).info(text)
        if not self.quiet:
            print(clean(text, 2000), file=sys.stderr)

    def warn(self, text: str) -> None:
        """Something that went wrong without ending the command, on stderr, unless --quiet."""
        if not self.quiet:
            print(f"{self.say('Note', '提示')}: {clean(text, 500)}", file=sys.stderr)

    def complain(self, message: str) -> None:
        """Why it ended, on stderr, in one block."""
        logging.getLogger(LOGGER).error(message)
        head = self.say("Error", "错误")
        print(f"{head}: {message}", file=sys.stderr)

    @contextmanager
    def progress(self) -> Iterator[Any]:
        """A callable(arm, quarter, done, total) that draws bars; silent when quiet or not a terminal."""
        from experiments.cli.progress import bars

        with bars(self) as report:
            yield report

    def close(self) -> None:
        logging.getLogger(LOGGER).removeHandler(self._warnings)
        if self._handler is not None:
            logging.getLogger(LOGGER).removeHandler(self._handler)
            self._handler.close()


def table(title: str, columns: Sequence[str | tuple[str, str]], rows: Sequence[Sequence[object]]) -> Any:
    """A Rich table; every text in it is escaped. A column is a heading or (heading, left | right | id)."""
    from rich import box
    from rich.markup import escape
    from rich.table import Table

    made = Table(
        title=escape(title),
        title_justify="left",
        title_style="bold",
        box=box.SIMPLE_HEAD,
        pad_edge=False,
        collapse_padding=True,
    )
    for column in columns:
        heading, justify = (column, "left") if isinstance(column, str) else column
        whole = justify in ("id", "right")  # an id is copied by users, a number is one: never broken over lines
        made.add_column(
            escape(heading), justify="right" if justify == "right" else "left", overflow="fold", no_wrap=whole
        )
    for row in rows:
        made.add_row(*(escape(clean(cell, 200)) for cell in row))
    return made


def _console(stderr: bool) -> Console:
    from rich.console import Console

    stream = sys.stderr if stderr else sys.stdout
    width = None if stream.isatty() else 140  # a file or a pipe is not 80 columns wide
    return Console(file=stream, width=width, highlight=False, soft_wrap=False)


def _finite(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(name): _finite(item) for name, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_finite(item) for item in value]
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value


class _Warnings(logging.Handler):
    """Hands warnings (and nothing graver: that is complained of) to whoever talks to the user."""

    def __init__(self, tell: Callable[[str], None]):
        super().__init__(logging.WARNING)
        self.tell = tell

    def emit(self, record: logging.LogRecord) -> None:
        if record.levelno == logging.WARNING:
            self.tell(record.getMessage())


def _warnings_to(tell: Callable[[str], None]) -> logging.Handler:
    handler = _Warnings(tell)
    logging.getLogger(LOGGER).addHandler(handler)
    return handler


def _log_to(path: Path | None) -> logging.Handler | None:
    logger = logging.getLogger(LOGGER)
    if not logger.handlers:
        logger.addHandler(logging.NullHandler())  # or errors would be printed a second time
    if path is None:
        return None
    try:
        handler = logging.FileHandler(path, encoding="utf-8")
    except OSError as error:
        raise InputError(
            f"cannot write the log: {error.strerror}", zh="无法写入日志", file=path, field="--log"
        ) from error
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    logger.addHandler(handler)
    logger.setLevel(logging.DEBUG)
    return handler
