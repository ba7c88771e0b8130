"""National law in force: the dated series of the inputs, and what a hypothetical change adds to it.

The Decision changes how many use a rule; the rule itself is the same in both arms unless a scenario says otherwise.
"""

from __future__ import annotations

import numpy as np

from model.ledger import PAYER_SECTORS
from model.public_finance import measure_of, note_by_payer, public_share


def law_change(province, name: str) -> float:
    """What is added to a rule or rate of national law, in its own unit; 0.0 where law stands as it is."""
    term = f"law.{name}"
    if not province.terms.acts(term):
        return 0.0
    return float(province.through(f"national_law: {name}", float(province.terms.value(term)[0, 0]), 0.0))


def law_at(province, name: str) -> float:
    """A rule or rate of national law this quarter, in its own unit."""
    return float(province.given.at(name, province.quarter)) + law_change(province, name)


def note_law_cost(province, name: str, forgone: float) -> None:
    """Tax that a change of law forgoes (wan yuan) under the ids of the levers that change it; what it brings is noted
    as coming back."""
    for lever, part in province.terms.split(f"law.{name}"):
        amount = forgone * float(part[0, 0])
        if amount >= 0:
            note_by_payer(province, lever, "firms", "forgone_tax", amount)
            continue
        payers = measure_of(province, lever).payers
        for payer, share in payers:
            if payer not in ("firms", "society"):
                province.ledger.note(
                    lever, PAYER_SECTORS[payer], "firms", "return", -amount * share / public_share(payers)
                )


def note_private_cost(province, name: str, receiver: str, amount: float) -> None:
    """What a change of law makes firms pay (wan yuan) to a sector; what it saves them is noted as coming back."""
    for lever, part in province.terms.split(f"law.{name}"):
        cost = amount * float(part[0, 0])
        if cost >= 0:
            province.ledger.note(lever, "firms", receiver, "payment", cost)
        else:
            province.ledger.note(lever, "firms", receiver, "return", -cost)


def minimum_wages(province) -> np.ndarray:
    """Minimum wage by class of town (wan yuan a quarter)."""
    return np.asarray(province.given.at("minimum_wage", province.quarter)) * (
        1.0 + law_change(province, "minimum_wage")
    )
