"""What the rule of designation looks at, of every town: in a run that is kept, or in the start of 2011."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scenarios.errors import InputError


@dataclass(frozen=True)
class Towns:
    """Columns by town of one year's end, their names by language, and the rule (wan yuan a year, share)."""

    year: int
    towns: Mapping[str, Any]
    names: Mapping[str, Sequence[str]]
    least_output: float
    least_share: float


def of_run(folder: Path, year: int | None) -> Towns:
    """Towns of a run folder at the end of a year."""
    from experiments.rebuild import specification_of
    from experiments.results import results

    result = results(folder)
    table = result.towns
    years = sorted({int(quarter[:4]) for quarter in table["quarter"] if str(quarter).endswith("Q4")})
    chosen = (years[-1] if years else None) if year is None else year
    if chosen not in years:
        raise InputError(
            "this run has no end of that year", zh="该测算没有这一年的年末", field="--year", found=year, allowed=years
        )
    spec = specification_of(result)
    given = spec.policy.given(spec.world, dict(spec.parameters))
    rows = table.loc[table["quarter"] == f"{chosen}Q4"]
    return _towns(chosen, rows.to_dict("list"), given)


def of_start(sample: float, world: str, progress: Callable[..., None] | None = None) -> Towns:
    """Towns of the settled start, as a run of the baseline finds them."""
    from experiments.specification import share, specify, world_named
    from experiments.starts import start_of
    from scenarios.policy import load

    spec = specify(load("baseline"), sample=share("--sample", sample), world=world_named(world))
    town = start_of(spec, progress).tables["town"]
    columns = {name: getattr(town, name) for name in ("designated", "output_reported", "speciality_share")}
    return _towns(2011, columns | {"town": range(len(town))}, spec.policy.given(world))


def _towns(year: int, columns: Mapping[str, Any], given: Any) -> Towns:
    names = {"zh": given.towns["name_zh"], "en": given.towns["name_en"]}
    rule = (given.parameters[f"designation.{name}"] for name in ("least_output", "least_share"))
    return Towns(year, columns, names, *rule)
