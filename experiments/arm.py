"""One arm of a run, in this process or another: build the province, let it live, hand back plain tables."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from experiments.specification import Specification
from experiments.threads import one_thread

RECORDED = {
    "province": ("quarter", "indicator", "scope", "value"),
    "towns": ("quarter", "town"),
    "spending": ("quarter", "lever", "payer", "receiver", "kind", "amount"),
}
SPENDING_KEYS = RECORDED["spending"][:-1]

Values = Any  # a list, a tuple or an array
Progress = Callable[[int, int, int], None]  # quarter, done, total


@dataclass
class Arm:
    """What one run leaves: columns by table, the towns' names, how well the books closed."""

    tables: dict[str, dict[str, Values]]
    town_names: dict[str, tuple[str, ...]] = field(default_factory=dict)
    worst_residual: float = 0.0
    followed: list[dict[str, Any]] = field(default_factory=list)


def province_of(spec: Specification, state: Any, surroundings: Mapping[str, np.ndarray] | None = None, **others: Any):
    """The province that a specification describes, from a settled start of its own; `others` as `Province` has them."""
    from model.province import Province

    return Province(
        spec.policy,
        rng=spec.seed,
        sample=spec.sample,
        towns=spec.towns,
        start=spec.start,
        end=spec.end,
        population_seed=spec.population_seed,
        parameters=dict(spec.parameters) or None,
        world=spec.world,
        surroundings=dict(surroundings) if surroundings is not None else None,
        state=state,
        **others,
    )


@one_thread()
def simulate(
    spec: Specification,
    surroundings: Mapping[str, np.ndarray] | None = None,
    firms_file: Path | None = None,
    progress: Progress | None = None,
    starts: Path | None = None,
) -> Arm:
    """Run one arm to its end. Firms, when asked for, go to `firms_file` quarter by quarter; `starts` is the folder
    in which settled starts are stored, the user's cache by default."""
    from experiments.base_year import base_province, base_towns
    from experiments.plugins import record_outcomes
    from experiments.starts import start_of
    from experiments.tables import FirmWriter

    kept = {"keep_firms": spec.firms if spec.uids is None else (), "follow": spec.uids or ()}
    province = province_of(spec, start_of(spec, place=starts), surroundings, **kept)
    base = base_towns(province)
    start = {"base_towns": base, "base": base_province(province, base)}
    writer = FirmWriter(firms_file, spec.firms) if firms_file is not None else None

    def after(quarter: int, done: int, total: int) -> None:
        record_outcomes(province, quarter)
        while writer is not None and province.records["firms"]:
            writer.add(*province.records["firms"].pop(0))
        if progress is not None:
            progress(quarter, done, total)

    try:
        province.run(after)
    finally:
        if writer is not None:
            writer.close()
    return Arm(
        tables={
            "province": columns_of(province.records["province"], RECORDED["province"]),
            "towns": columns_of([towns_block(*record) for record in province.records["towns"]], RECORDED["towns"]),
            "spending": summed(columns_of(province.ledger.spending, RECORDED["spending"])),
            **start,
        },
        town_names=names_of(province.town_names),
        worst_residual=float(province.ledger.worst_residual),
        followed=[{"quarter": quarter, **values} for quarter, _, values in province.records["followed"]],
    )


def columns_of(records: Sequence | Mapping, names: Sequence[str]) -> dict[str, Values]:
    """Rows (tuples), blocks (mappings of scalars and arrays) or columns, as columns."""
    if isinstance(records, Mapping):
        return dict(records)
    if not len(records):
        return {name: [] for name in names}
    if isinstance(records[0], Mapping):
        blocks = [_block(block) for block in records]
        return {name: np.concatenate([block[name] for block in blocks]) for name in blocks[0]}
    return {name: list(values) for name, values in zip(names, zip(*records, strict=True), strict=True)}


def towns_block(quarter: int, by_town: Mapping[str, np.ndarray]) -> dict[str, Values]:
    """A quarter's towns as a block of columns; patents of all kinds are one."""
    size = len(next(iter(by_town.values())))
    granted = {"patents_granted": by_town["patents_invention"] + by_town["patents_other"]}
    return {"quarter": quarter, "town": np.arange(size), **by_town, **granted}


def _block(block: Mapping) -> dict[str, np.ndarray]:
    arrays = {name: np.atleast_1d(np.asarray(values)) for name, values in block.items()}
    length = max(len(values) for values in arrays.values())
    return {name: values if len(values) == length else np.repeat(values, length) for name, values in arrays.items()}


def summed(spending: Mapping[str, Values]) -> dict[str, Values]:
    """Postings of one quarter, lever, payer, receiver and kind as one row, wan yuan."""
    totals: dict[tuple, float] = {}
    for *key, amount in zip(*(spending[name] for name in RECORDED["spending"]), strict=True):
        totals[tuple(key)] = totals.get(tuple(key), 0.0) + float(amount)
    rows = [(*key, amount) for key, amount in totals.items()]
    return columns_of(rows, RECORDED["spending"])


def names_of(towns: Sequence[Sequence[str]]) -> dict[str, tuple[str, ...]]:
    """Names of the towns by language from (Chinese, English, pinyin) a town."""
    return dict(zip(("zh", "en", "pinyin"), zip(*towns, strict=True), strict=True)) if len(towns) else {}


def progress_file(path: Path) -> Progress:
    """Progress for whoever looks on from another process: three numbers in a file."""

    def report(quarter: int, done: int, total: int) -> None:
        temporary = path.with_suffix(".new")
        temporary.write_text(f"{quarter} {done} {total}")
        os.replace(temporary, path)

    return report


def read_progress(path: Path) -> tuple[int, int, int] | None:
    try:
        quarter, done, total = path.read_text().split()
        return int(quarter), int(done), int(total)
    except (OSError, ValueError):
        return None
