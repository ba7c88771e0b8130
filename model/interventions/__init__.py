"""Trials inside the model: interventions on chosen firms, values of levers in chosen towns.

An intervention changes the same columns, awards, memberships and accounts as measures do, after a named phase and on
the rows it is given; it adds nothing to an outcome. Without a treatment nothing here does anything. Every file beside
this one declares some, and is found by itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from pkgutil import iter_modules
from types import MappingProxyType

from model.interventions.declared import Intervention

FILES = sorted(found.name for found in iter_modules(__path__) if found.name != "declared")
INTERVENTIONS: Mapping[str, Intervention] = MappingProxyType(
    {
        one.name: one
        for name in FILES
        for one in getattr(import_module(f"{__name__}.{name}"), "INTERVENTIONS", ())
    }
)


def intervene(province, phase: str) -> None:
    """What treatments in force do after a phase."""
    for treatment in province.treatments:
        kind = INTERVENTIONS.get(treatment.intervention)
        if kind is None or not treatment.runs(province.quarter):
            continue
        if kind.once and province.quarter != treatment.since:
            continue
        rows = province.firm.rows_of(treatment.firms)
        rows = rows[rows >= 0]
        for after, act in kind.acts:
            if after == phase and len(rows):
                act(province, rows, treatment)
