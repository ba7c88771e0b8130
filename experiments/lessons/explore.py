"""Lessons as one file that needs no server: stored runs, the words of both languages, a small script of its own."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

from experiments.folders import write_whole
from experiments.keys import code_hash, environment, sha256
from experiments.lessons.measuring import key_of
from experiments.measuring.measured import FOLDER
from experiments.starts import cache_folder
from model.quarter import format_quarter, parse_quarter
from scenarios.lessons import Lesson

MOST_BYTES = 5_000_000
SHOWN = {"id", "number", "title", "question", "setting", "steps", "twist", "worksheet", "lesson_learnt", "measured"}

log = logging.getLogger("zhenxing")


def page(chosen: Sequence[Lesson], lang: str, progress: Callable[[str, int, int, int], None] | None = None) -> str:
    """The page of these lessons as HTML."""
    content = {
        "lang": lang,
        "stamp": f"code {code_hash()[:12]}",
        "lessons": [content_of(lesson, progress) for lesson in chosen],
    }
    here = files("experiments.lessons") / "browser"
    text = {name: (here / f"page.{name}").read_text(encoding="utf-8") for name in ("html", "css", "js")}
    data = json.dumps(content, ensure_ascii=False, separators=(",", ":"), allow_nan=False).replace("<", "\\u003c")
    html = text["html"]
    for name, part in (("{css}", text["css"]), ("{script}", text["js"]), ("{data}", data)):
        html = html.replace(name, part, 1)
    return html


def content_of(lesson: Lesson, progress: Callable[[str, int, int, int], None] | None = None) -> dict[str, Any]:
    """What the page needs of one lesson."""
    first, last = parse_quarter(lesson.start), parse_quarter(lesson.end)
    told = lesson.model_dump(mode="json", include=SHOWN)
    return told | {
        "guess": lesson.guess.model_dump(mode="json", exclude={"quantity"}),
        "arms": [arm.model_dump(mode="json", include={"id", "label"}) for arm in lesson.arms],
        "measures": [
            m.model_dump(mode="json", include={"id", "label", "unit", "at", "usual", "step"}) for m in lesson.measures
        ],
        "chain": [{"label": link.label.model_dump()} for link in lesson.chain],
        "expected": [
            e.model_dump(mode="json", include={"id", "label", "share", "reason", "diagnosis"}) for e in lesson.expected
        ],
        "quarters": [format_quarter(quarter) for quarter in range(first, last + 1)],
        "years": list(range(first // 4, last // 4 + 1)),
        "measured_as": measured_of(lesson),
        "stored": stored_of(lesson, progress),
    }


def measured_of(lesson: Lesson, folder: Path = FOLDER) -> dict[str, Any] | None:
    """What was measured of a lesson (docs/measured/lessons.json), if it was measured as it stands now."""
    path = folder / "lessons.json"
    if not path.is_file():
        return None
    found = json.loads(path.read_text(encoding="utf-8"))["lessons"].get(lesson.id)
    return found if found and found["key"] == key_of(lesson) else None


def stored_of(lesson: Lesson, progress: Callable[[str, int, int, int], None] | None = None) -> dict[str, Any]:
    """The lesson's runs: out of the user's cache where they were run with this code, else run now and kept there."""
    from experiments.lessons.stored import stored

    content = lesson.model_dump(mode="json", exclude={"title", "question", "setting", "steps", "worksheet", "expected"})
    path = cache_folder() / f"lesson-{sha256({'lesson': content} | environment())[:32]}.json"
    if path.is_file():
        try:
            return json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            log.warning("stored runs %s cannot be read; they are run again", path)
    last = parse_quarter(lesson.end)
    found = stored(lesson, None if progress is None else lambda done, all_: progress(lesson.id, last, done, all_))
    found = json.loads(json.dumps(found).replace("NaN", "null").replace("Infinity", "null"))
    try:
        write_whole(path, json.dumps(found, separators=(",", ":")).encode())
    except OSError as error:
        log.warning("stored runs cannot be kept in %s (%s)", path.parent, error.strerror)
    return found
