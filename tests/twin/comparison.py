"""The twin beside the model: the first phase, column and firm in which they differ.

Every quarter begins from the model's firms. After each phase all columns are compared: whole numbers and numbers kept
in single precision must be the same; others may differ by RELATIVE of the larger of the two, where a value
below `floor_of` counts as that: zero and what rounding leaves of a sum are the same.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from model.fields import FIRM
from model.quarter import format_quarter
from tests.twin.answers import Columns, rows_of
from tests.twin.economy import Economy
from tests.twin.recorder import Recorded

RELATIVE = 1e-9
MONEY = {field.name for field in FIRM if field.unit.startswith("wan yuan")}


def floor_of(name: str, model: Columns) -> np.ndarray | float:
    """Below this (in the column's own unit) a value counts as this: a thousandth of the firm's sales, 10 yuan at least,
    for money, a millionth for anything else."""
    return np.maximum(1e-3 * model["sales"], 1e-3) if name in MONEY else 1e-6


class Differs(AssertionError):
    """The twin and the model do not agree."""


@dataclass
class Agreement:
    """What was compared and how far apart it was."""

    firm_quarters: int = 0
    largest: float = 0.0  # difference over the larger value, or over `floor_of`
    of: str = ""  # where it was
    events: dict[str, int] = field(default_factory=dict)  # how often something happened in the twin


def compare(recorded: Recorded, agreement: Agreement | None = None) -> Agreement:
    """Let the twin live the quarter recorded and compare after every phase; raises Differs at the first difference."""
    agreement = agreement or Agreement()
    economy, quarter = Economy(rows_of(recorded.before)), recorded.news.quarter
    agreement.firm_quarters += len(economy.by_uid)
    before = recorded.before
    for phase in economy.live(recorded.news):
        compare_columns(economy, recorded.after[phase], f"{format_quarter(quarter)}, {phase}", agreement)
        count_events(phase, before, recorded.after[phase], agreement.events)
        before = recorded.after[phase]
    return agreement


def compare_columns(economy: Economy, model: Columns, when: str, agreement: Agreement) -> None:
    """All columns of all firms after one phase."""
    twin_uid, model_uid = economy.column("uid"), model["uid"].tolist()
    if twin_uid != model_uid:
        only_twin, only_model = sorted(set(twin_uid) - set(model_uid)), sorted(set(model_uid) - set(twin_uid))
        raise Differs(f"{when}: firms {only_twin[:5]} are in the twin only, {only_model[:5]} in the model only")
    for name, theirs in model.items():
        ours = np.array(economy.column(name))
        if theirs.dtype == np.float64:
            apart = np.abs(ours - theirs)
            larger = np.maximum(np.maximum(np.abs(ours), np.abs(theirs)), floor_of(name, model))
            wrong = ~(apart <= RELATIVE * larger) & ~(np.isnan(ours) & np.isnan(theirs))
            note_largest(apart, larger, f"{when}, {name}", agreement)
        else:
            wrong = ours != theirs
        if wrong.any():
            row = int(np.flatnonzero(wrong)[0])
            one, other = ours[row].item(), theirs[row].item()
            raise Differs(
                f"{when}, {name}: firm {model_uid[row]} has {one!r} in the twin and {other!r} in the model; "
                f"{int(wrong.sum())} of {len(ours)} firms differ"
            )


def note_largest(apart, larger, where: str, agreement: Agreement) -> None:
    """Keep the largest relative difference so far, of values that are not next to nothing."""
    relative = apart / larger
    if len(relative) and relative.max() > agreement.largest:
        agreement.largest, agreement.of = float(relative.max()), where


def count_events(phase: str, before: Columns, after: Columns, events: dict[str, int]) -> None:
    """How often the things happened that are decided by chance and thresholds."""

    def add(name: str, happened) -> None:
        events[name] = events.get(name, 0) + int(np.count_nonzero(happened))

    if phase == "enter_exit_move":
        survives = np.isin(before["uid"], after["uid"])
        add("closed", ~survives)
        add("opened", ~np.isin(after["uid"], before["uid"]))
        add("moved", before["town"][survives] != after["town"][np.isin(after["uid"], before["uid"])])
        return
    for name in WATCHED.get(phase, ()):
        add(f"{name} changed", before[name] != after[name])


WATCHED = {  # columns in which a change is an event
    "choose_services": ("aware", "waiting"),
    "seek_finance": ("debt_guaranteed", "debt_circle", "debt_bond", "equity_venture", "debt_micro", "debt_informal"),
    "search": (
        "cash",
        "research_ratio",
        "partner",
        "position_x",
        "patents_invention",
        "pending_utility",
        "pending_design",
    ),
    "settle": ("high_tech",),
}
