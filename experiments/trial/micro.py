"""Micro-experiments: every shipped trial that repeats a published study, held against the band it set beforehand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from experiments.compare.execution import fed
from experiments.keys import canonical
from experiments.specification import Specification
from experiments.starts import start_of
from experiments.trial.measuring import measured
from experiments.trial.running import Panel, run_designs
from experiments.trial.spec import Trial, load_trial, shipped
from experiments.trial.study import SAMPLE, TrialResult, described, pool_of, specifications
from experiments.trial.tables import estimate_row
from experiments.trial.words import band_of, number, unit_of
from model.quarter import parse_quarter

Progress = Callable[[str, int, int, int], None]


def names_with_evidence() -> tuple[str, ...]:
    """Shipped trials that repeat a study, in the order of the Decision's articles."""
    found = [(load_trial(name).evidence, name) for name in shipped()]
    return tuple(name for band, name in sorted(((b.article, n) for b, n in found if b is not None), key=lambda x: x))


def study(
    seeds: Sequence[int],
    *,
    sample: float = SAMPLE,
    world: str = "guangdong",
    workers: int = 1,
    progress: Progress | None = None,
    names: Sequence[str] | None = None,
) -> dict[str, Any]:
    """All of them as plain data: estimate, interval, truth of the twins, band, verdict."""
    from scenarios.given import load_given

    chosen = [load_trial(name) for name in (names_with_evidence() if names is None else names)]
    groups = by_design(chosen)
    designs = [(group[0], looked_at(group)) for group in groups]
    specs = [specifications(one, seeds, sample, world, 0) for one, _ in designs]
    longest = max(specs, key=lambda some: parse_quarter(some[0].end))
    by_seed = run_all(designs, longest, workers, progress)
    found: dict[str, dict[str, Any]] = {}
    for place, group in enumerate(groups):
        panels = [some[place] for some in by_seed]
        for one in group:
            about = described(one, longest, panels, {})
            found[one.name] = row_of(TrialResult(one, measured(panels, one), tuple(panels), about))
    rows = [found[one.name] for one in chosen]
    return {
        "seeds": list(seeds),
        "sample": rows[0]["sample"] if rows else sample,
        "world": world,
        "data": load_given(world).key,
        "rows": rows,
    }


def run_all(
    designs: Sequence[tuple[Trial, tuple[str, ...]]],
    specs: Sequence[Specification],
    workers: int,
    progress: Progress | None,
) -> list[list[Panel]]:
    """Panels by seed and design; a process does whole seeds."""
    start_of(specs[0], progress)  # once, before any process asks for it
    last = parse_quarter(specs[0].end)
    made: dict[int, list[Panel]] = {}
    if workers == 1 or len(specs) == 1:
        for place, spec in enumerate(specs):
            made[place] = run_designs(designs, spec)
            if progress is not None:
                progress("seeds", last, place + 1, len(specs))
    else:
        with pool_of(min(workers, len(specs))) as pool:
            calls = [(run_designs, designs, spec) for spec in specs]
            for done, _ in fed(pool, workers, calls, made.__setitem__):
                if progress is not None:
                    progress("seeds", last, done, len(specs))
    return [made[place] for place in range(len(specs))]


def looked_at(group: Sequence[Trial]) -> tuple[str, ...]:
    """Outcomes that trials of one design judge."""
    names = [name for one in group for name in (one.estimator.outcome, one.estimator.per) if name]
    return tuple(dict.fromkeys(names))


def by_design(trials: Sequence[Trial]) -> list[list[Trial]]:
    """Trials that do the same to the same firms together: their panels are run once."""
    groups: dict[str, list[Trial]] = {}
    for one in trials:
        groups.setdefault(canonical(one.design), []).append(one)
    return list(groups.values())


def row_of(result: TrialResult) -> dict[str, Any]:
    """One trial as it is kept."""
    band = result.trial.evidence
    assert band is not None
    return {
        "name": result.trial.name,
        "title": result.trial.title.model_dump(),
        "evidence": band.model_dump(mode="json"),
        "band": band_of(result.trial),
        "outcome": result.trial.estimator.outcome,
        "estimator": result.trial.estimator.kind,
        "of": result.trial.estimator.of,
        "unit_of_effect": unit_of(result.trial, "en"),
        "horizon": result.trial.horizon,
        "sample": result.about["sample"],
        "treated": sum(result.about["treated"].values()),
        "cost_per_unit": result.about["cost_per_unit"],
        "passed": result.passed,
        **{
            what: {name: clean_number(value) for name, value in estimate_row(what, getattr(result.found, what)).items()}
            for what in ("study", "direct", "indirect", "total")
        },
    }


def clean_number(value: Any) -> Any:
    return None if isinstance(value, float) and value != value else value


def interval(one: dict[str, Any]) -> str:
    if one["effect"] is None or one["low"] is None:
        return "-"
    return f"{number(one['low'])} to {number(one['high'])}"


def cells(row: dict[str, Any], lang: str) -> tuple[Any, ...]:
    """One line of the table on a terminal."""
    zh = lang == "zh"
    verdicts = {True: ("yes", "是"), False: ("NO", "否"), None: ("-", "-")}
    return (
        row["title"][lang], row["evidence"]["article"], f"{number(row['study']['effect'])} {row['unit_of_effect']}",
        interval(row["study"]), number(row["direct"]["effect"]), row["band"], verdicts[row["passed"]][zh],
    )  # fmt: skip
