"""What a worker process does for the page: runs a pair of arms, keeps arms it has run, answers in bytes."""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from experiments.app.recording import Recording
from experiments.app.wish import Wish, read
from experiments.specification import Specification
from model.quarter import format_quarter

KEPT = 12  # arms a worker keeps: those most visitors share are the arms as before
Progress = Callable[[str, int, int, int], None]

_arms: OrderedDict[str, Recording] = OrderedDict()


def ready() -> int:
    """Load what takes seconds to load, and the start of the small world, before the first visitor asks."""
    from scenarios.policy import load

    wish = Wish()
    left, _ = wish.arms()
    province_of(left, None).step()
    load("decision-2012")
    return 1


def picture(data: Mapping[str, Any], progress_file: str | None = None) -> bytes:
    """The pair of arms a wish describes, as JSON for the page."""
    from experiments.app.answer import answer_of

    wish = read(dict(data))
    left, right = (recorded(spec, _reporter(progress_file)) for spec in wish.arms())
    text = json.dumps(answer_of(wish, left, right), ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.encode()


def recorded(spec: Specification, progress: Progress | None = None) -> Recording:
    """One arm to its end; one that was run lately is not run again."""
    key = spec.key("")
    if key in _arms:
        _arms.move_to_end(key)
        return _arms[key]
    province = province_of(spec, progress)
    recording = Recording(province.quarter)
    while province.running:
        province.step()
        recording.add(province)
    _arms[key] = recording.close(province)
    while len(_arms) > KEPT:
        _arms.popitem(last=False)
    return recording


def province_of(spec: Specification, progress: Progress | None, **others: Any):
    """A province that stands at its start; one town gets its stored surroundings, recorded when they are not there."""
    from experiments.arm import province_of as build
    from experiments.boundary import recorded as surroundings_of
    from experiments.pairs import carried_on
    from experiments.starts import cache_folder, start_of

    around = None
    if spec.towns is not None:
        cache_folder().mkdir(parents=True, exist_ok=True)
        around = surroundings_of(spec.of(carried_on(spec.policy)), cache_folder(), progress)
    return build(spec, start_of(spec, progress), around, **others)


def prepared(wish: Wish) -> bool:
    """Does a run of this place begin at once? A town of Guangdong needs the province around it built before."""
    from experiments.starts import cache_folder, file_name, intact, key_of

    spec = wish.arms()[0]
    key = key_of(spec)
    return intact(cache_folder() / file_name(key), key)


def life(data: Mapping[str, Any], uid: int) -> bytes:
    """One firm's quarters in both halves, as JSON."""
    wish = read(dict(data))
    found: dict[str, Any] = {}
    for name, spec in zip(("left", "right"), wish.arms(), strict=True):
        province = province_of(spec, None, follow=(int(uid),))
        province.run()
        found[name] = [{**_plain(values), "quarter": format_quarter(quarter)} for quarter, _, values in province.records["followed"]]
        names = _names(province, found[name])
        if names:
            found["names"] = names
    return json.dumps(found, ensure_ascii=False, allow_nan=False).encode()


def _plain(values: Mapping[str, Any]) -> dict[str, float]:
    return {name: float(np.nan_to_num(value)) for name, value in values.items()}


def _names(province, rows: list[dict]) -> dict[str, str] | None:
    if not rows:
        return None
    zh, _, en = province.town_names[int(rows[0]["town"])]
    industry = int(rows[0]["industry"])
    return {
        "town_zh": zh,
        "town_en": en,
        "industry_zh": str(province.industries["zh"][industry]),
        "industry_en": str(province.industries["en"][industry]),
    }


def _reporter(path: str | None) -> Progress | None:
    if path is None:
        return None
    from experiments.arm import progress_file

    write = progress_file(Path(path))
    return lambda _, quarter, done, total: write(quarter, done, total)
