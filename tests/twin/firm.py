"""One firm as a Mesa agent: its columns are plain attributes, and a few things last for a quarter only.

Numbers are Python floats and whole numbers. What the model keeps in single precision is kept so here: a NumPy single,
rounded whenever it is written (`single`); a parameter times a single is a single, as NumPy has it.
"""

from __future__ import annotations

from typing import Any

import mesa
import numpy as np

single = np.float32

MICRO, SMALL, MEDIUM, LARGE = range(4)
INDIVIDUAL, PRIVATE, OVERSEAS, STATE = range(4)  # kinds of owner


class Firm(mesa.Agent):
    """A firm and its books. Attributes are named and measured as the columns of the model's table of firms."""

    # what the firm knows of its quarter, besides its columns
    uses_deduction = False  # of the extra deduction for research
    tax_rate = 0.0  # it faces this quarter (share)
    fees = 0.0  # paid to platforms, schools and owners of patents, less fees received (wan yuan)
    intensity = 0.0  # R&D over sales, relative to the industry's usual (ratio)
    outlay = 0.0  # on machines, automation and software (wan yuan)
    sold_at_home = 0.0  # sales in the domestic market (wan yuan)
    payroll = 0.0  # pay and contributions (wan yuan)
    research_other = 0.0  # R&D beyond its staff (wan yuan)
    interest = 0.0  # and guarantee fees (wan yuan)
    tax = 0.0  # on income (wan yuan)

    def __init__(self, economy: mesa.Model, columns: dict[str, Any]):
        super().__init__(economy)
        self.write(columns)

    def write(self, columns: dict[str, Any]) -> None:
        """Take these values of columns."""
        for name, value in columns.items():
            setattr(self, name, value)

    @property
    def workers(self) -> float:
        """Production staff and technicians (persons)."""
        return self.staff_production + self.staff_technician

    @property
    def debt(self) -> float:
        """What it owes its lenders (wan yuan)."""
        return self.debt_bank + self.debt_micro + self.debt_bond + self.debt_informal

    @property
    def has_partner(self) -> bool:
        """Whether it has a research partner."""
        return self.partner >= 0
