"""The firms of a province: columns underneath, Mesa's agent set and agents to whoever asks.

    model.firms.select(mask=model.firms.town == 3).agg("sales", sum, weighted=True)
    model.firms.groupby("industry").agg("cash", np.mean)
    model.firms.view(1234).staff_research

Rules work on `model.firms.table`; what is here is for reading, for experiments by hand and for Mesa's own tools.
"""

from __future__ import annotations

import numpy as np

from model.agentset import ColumnSet
from model.rowagent import RowAgent

STAFF = ("staff_production", "staff_technician", "staff_research")
DEBTS = ("debt_bank", "debt_micro", "debt_bond", "debt_informal")  # guaranteed and circle debts are within the bank's


class Firm(RowAgent):
    """One firm, or in a sample one row that stands for `weight` firms; its attributes are its columns."""

    word = "firm"

    @property
    def staff(self) -> float:
        """Everyone it employs (persons)."""
        return sum(getattr(self, name) for name in STAFF)

    @property
    def debt(self) -> float:
        """What it owes its lenders (wan yuan)."""
        return sum(getattr(self, name) for name in DEBTS)


FirmView = Firm  # what a FirmSet yields


class FirmSet(ColumnSet):
    """All firms of a model, or a selection that survives the entry and exit of others."""

    agent_class = Firm

    def get(self, attr_names, handle_missing: str = "error", default_value=None) -> np.ndarray:
        """A column of all firms, or the sums `staff` (persons) and `debt` (wan yuan): a copy."""
        parts = {"staff": STAFF, "debt": DEBTS}.get(attr_names) if isinstance(attr_names, str) else None
        if parts:
            return self.get(list(parts)).sum(axis=1)
        return super().get(attr_names, handle_missing, default_value)
