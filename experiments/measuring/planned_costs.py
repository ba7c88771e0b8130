"""What each measure costs the public a year when it stands alone: at its enacted value and at the end of its range.

The table is what scenarios are planned with (scenarios/money.py): money becomes intensity by it, and packages are made
to cost the same by it.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from experiments.folders import write_bytes
from experiments.measuring.lever_runs import (
    LeverRun,
    Progress,
    Settings,
    at_top,
    lever_runs,
    starting_values,
)
from model.ledger import LEVEL_SECTORS
from scenarios.cards import Card, cards, decision_cards
from scenarios.money import COSTS

YARDSTICK = "law_old_rule_money"
SETTINGS = Settings("guangdong", 0.01, (1, 2))
AT_TOP = Settings("guangdong", 0.01, (1,))  # more would not move what a value in between is planned to cost
BORNE = {"payment": 1.0, "forgone_tax": 1.0, "called_loss": 1.0, "return": -1.0}


def public_cost(run: LeverRun) -> float:
    """Wan yuan a year that governments bore: paid, forgone and called, less what came back."""
    total = 0.0
    for name, amount in run.costs.items():
        who, kind = name.split(" ", 1)
        if who in LEVEL_SECTORS:
            total += BORNE.get(kind, 0.0) * amount
    return total


def measured(progress: Progress | None = None) -> list[tuple[str, float, float]]:
    """(lever, value, wan yuan of public money a year) of every measure that costs the public anything."""
    rows = []
    levers = (*decision_cards(), YARDSTICK)
    for settings, path in ((SETTINGS, starting_values), (AT_TOP, at_top)):
        rows += points(settings, levers, path, progress)
    return sorted(set(rows))


def points(
    settings: Settings, levers, path: Callable[[Card], dict[str, float]], progress: Progress | None
) -> list[tuple[str, float, float]]:
    """The mean over the seeds at one value of each measure."""
    found = []
    for lever, runs, _ in lever_runs(settings, levers, path, progress):
        values = path(cards()[lever])
        cost = sum(public_cost(run) for run in runs) / len(runs)
        if cost > 0.0:
            found.append((lever, list(values.values())[-1], float(f"{cost:.5g}")))
    return found


def write_planned(rows: list[tuple[str, float, float]], file: Path = COSTS) -> Path:
    """The table as a file."""
    lines = [f"{lever},{value:g},{cost:.0f}" for lever, value, cost in rows]
    write_bytes(file, ("lever,value,public\n" + "\n".join(lines) + "\n").encode())
    return file
