"""Each measure alone beside the baseline, on the same seeds: what moved in the last year, and what it cost a year.

Runs are kept in the user's cache under the hash of all that decides them, and never made twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from experiments.arm import province_of
from experiments.keys import environment, sha256
from experiments.measuring.kept_rows import keep_one, read_kept
from experiments.specification import Specification, specify
from experiments.starts import cache_folder, start_of
from experiments.threads import one_thread
from model.quarter import format_quarter, parse_quarter, year_of
from scenarios.cards import cards
from scenarios.policy import load

if TYPE_CHECKING:
    from scenarios.cards import Card

LAST = parse_quarter("2017Q4")
CARRIED = ("in_force_2011", "existing_funds")

Progress = Callable[[str, int, int, int], None]


class LeverRun(NamedTuple):
    """`levels`: mean of the last year by "indicator scope"; `costs`: wan yuan a year in force by "payer kind"."""

    levels: dict[str, float]
    costs: dict[str, float]


class Settings(NamedTuple):
    world: str = "small"
    sample: float = 1.0
    seeds: tuple[int, ...] = tuple(range(1, 13))


def starting_values(card: Card) -> dict[str, float]:
    """The enacted path of a measure as a scenario file writes it; hypothetical law at the end of its studied range."""
    if card.enacted:
        return {format_quarter(quarter): value for quarter, value in card.enacted_path()}
    return {format_quarter(card.starts): top(card)}


def top(card: Card) -> float:
    """The end of the studied range that is further from neutral."""
    low, high = card.bounds.studied
    return high if abs(high - card.neutral) >= abs(low - card.neutral) else low


def at_top(card: Card) -> dict[str, float]:
    """The measure at the end of its studied range from its first date on."""
    return {format_quarter(card.starts): top(card)}


def lever_runs(
    settings: Settings,
    levers: Sequence[str],
    values: Callable[[Card], dict[str, float]] = starting_values,
    progress: Progress | None = None,
) -> Iterator[tuple[str, list[LeverRun], list[LeverRun]]]:
    """(lever, its runs by seed, the baseline's by seed), one lever after the other."""
    kept = Kept(settings)
    base = [kept.run(None, {}, seed) for seed in settings.seeds]
    for place, lever in enumerate(levers):
        path = values(cards()[lever])
        yield lever, [kept.run(lever, path, seed) for seed in settings.seeds], base
        if progress is not None:
            progress("measures", LAST, place + 1, len(levers))


class Kept:
    """Runs made before, and those made now."""

    def __init__(self, settings: Settings):
        self.settings = settings
        self.file: Path = cache_folder() / f"levers-{sha256(environment())[:32]}.jsonl"
        self.rows = read_kept(self.file)

    def run(self, lever: str | None, path: dict[str, float], seed: int) -> LeverRun:
        """A lever alone at a path of values (none: the baseline)."""
        policy = load("baseline", levers={lever: path} if lever else {})
        spec = specify(policy, seed=seed, sample=self.settings.sample, world=self.settings.world)
        name = sha256(spec.content() | {"data": policy.given(spec.world).key, "kept": 1})
        if name not in self.rows:
            found = observed(spec, lever)
            self.rows[name] = found._asdict()
            keep_one(self.file, name, self.rows[name])
        return LeverRun(**self.rows[name])


@one_thread()
def observed(spec: Specification, lever: str | None) -> LeverRun:
    """One run and what is kept of it."""
    province = province_of(spec, start_of(spec))
    province.run()
    levels: dict[str, float] = {}
    for quarter, indicator, scope, value in province.records["province"]:
        if quarter > LAST - 4:
            levels[f"{indicator} {scope}"] = levels.get(f"{indicator} {scope}", 0.0) + float(value) / 4.0
    costs: dict[str, float] = {}
    if lever is not None:
        years = year_of(LAST) - year_of(max(cards()[lever].starts, parse_quarter("2013Q1"))) + 1
        for _, tag, payer, receiver, kind, amount in province.ledger.spending:
            if tag == lever:
                who = receiver if kind == "return" else payer
                costs[f"{who} {kind}"] = costs.get(f"{who} {kind}", 0.0) + float(amount) / years
    return LeverRun(levels, costs)
