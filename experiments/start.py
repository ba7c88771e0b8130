"""The start of a world, held against what is known of it: as built, and once it has settled."""

from __future__ import annotations

from collections.abc import Callable


def start_rows(
    world: str, settled: bool = False, progress: Callable[[str, int, int, int], None] | None = None
) -> list[dict]:
    """Rows of analysis.start_check for the population as built; `settled` adds what each measures after the burn-in."""
    from analysis.start_check import compare, summarise
    from experiments.specification import world_named
    from model.start import build_start
    from scenarios.given import load_given

    given = load_given(world_named(world))
    start = build_start(given, population_seed=0, sample=1.0)
    rows = [dict(row) for row in compare(summarise(start.tables, given), given)]
    if settled:
        from experiments.specification import specify
        from experiments.starts import start_of
        from scenarios.policy import load

        del start
        state = start_of(specify(load("baseline"), world=world), progress)
        later = {row["id"]: row["built"] for row in compare(summarise(state.tables, given), given)}
        # an outside series or a fact is what it is: only what is read from the tables can move
        rows = [row | {"settled": later[row["id"]], "drift": _drift(row["built"], later[row["id"]])} for row in rows]
    return rows


def _drift(built: float | None, later: float | None) -> float | None:
    """Change of a measure in the burn-in, as a share of what was built."""
    if built is None or later is None or not built:
        return None
    return later / built - 1.0
