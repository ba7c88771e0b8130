"""One firm followed through a run: from the run's own firms when they were kept, else by running it again."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from experiments import arm as arms
from experiments.boundary import recorded
from experiments.rebuild import specification_of
from experiments.results import RunResult
from experiments.starts import ensure
from model.quarter import format_quarter
from scenarios.errors import InputError

NEEDED = ("staff_production", "sales", "profit", "cash")

Row = dict[str, float | str]


def firm_quarters(
    result: RunResult, uid: int, progress: Callable[[str, int, int, int], None] | None = None
) -> tuple[list[Row], dict[str, str]]:
    """Rows of a firm, one a quarter it lived, and the names of its town and industry by language."""
    rows = kept(result, uid)
    if rows is None:
        rows = followed(result, uid, progress)
    if not rows:
        raise InputError(
            "no firm of this number lived in the run",
            zh="该测算中没有这家虚拟企业",
            field="UID",
            found=uid,
            file=result.folder,
        )
    return rows, names(result, rows[0])


def kept(result: RunResult, uid: int) -> list[Row] | None:
    """From firms.parquet; None when the run did not keep what a story needs."""
    path = result.folder / "firms.parquet"
    if not path.is_file():
        return None
    import pyarrow.parquet as pq

    if any(column not in pq.read_schema(path).names for column in NEEDED):
        return None
    return pq.read_table(path, filters=[("uid", "=", uid)]).to_pylist()


def followed(result: RunResult, uid: int, progress: Callable[[str, int, int, int], None] | None) -> list[Row]:
    """The run made again with this firm recorded; draws belong to identities, so nothing else changes."""
    spec = replace(specification_of(result), uids=(uid,), firms=())
    from experiments.pairs import carried_on

    report = None if progress is None else lambda quarter, done, total: progress("policy", quarter, done, total)
    with tempfile.TemporaryDirectory(prefix="zhenxing-") as place:
        starts, boundary = ensure(spec, progress, Path(place)), None
        if spec.towns is not None:
            boundary = recorded(spec.of(carried_on(spec.policy)), result.folder.parent, progress)
        return written_out(arms.simulate(spec, boundary, progress=report, starts=starts).followed)


def written_out(rows: Sequence[Mapping[str, float]]) -> list[Row]:
    """Rows with their quarters as in files."""
    return [{**row, "quarter": format_quarter(int(row["quarter"]))} for row in rows]


def names(result: RunResult, row: Row) -> dict[str, str]:
    """`town_zh`, `town_en`, `industry_zh`, `industry_en` of a firm."""
    from experiments.run import given_of

    industries = given_of(specification_of(result)).industries
    industry = int(row["industry"])
    towns = result.towns
    here = towns[towns["town"] == int(row["town"])].iloc[0]
    return {
        "town_zh": str(here.get("name_zh", row["town"])),
        "town_en": str(here.get("name_en", row["town"])),
        "industry_zh": str(industries["zh"][industry]),  # type: ignore[index]
        "industry_en": str(industries["en"][industry]),  # type: ignore[index]
    }
