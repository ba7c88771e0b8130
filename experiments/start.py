"""The built start of a world, held against what is known of it."""

from __future__ import annotations


def start_rows(world: str) -> list[dict]:
    """Rows of analysis.start_check for the population as built, before anything runs."""
    from analysis.start_check import compare, summarise
    from experiments.specification import world_named
    from model.start import build_start
    from scenarios.given import load_given

    given = load_given(world_named(world))
    start = build_start(given, population_seed=0, sample=1.0)
    return [dict(row) for row in compare(summarise(start.tables, given), given)]
