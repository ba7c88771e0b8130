"""Calls for those who process what farms grow."""

from __future__ import annotations

import numpy as np

from model.programmes.calls import Call
from model.programmes.town_programmes import farm_rows


def processors(province) -> np.ndarray:
    """Food makers, and farm firms with staff enough to process what they grow (bool)."""
    f = province.firm
    food = f.industry == province.industries["id"].index("food")
    farm = np.zeros(len(f), bool)
    farm[farm_rows(province)] = True
    return (food | (farm & (f.size_class >= 1))) & (f.profitability > 0)


def machines_of_a_year(province, rows: np.ndarray) -> np.ndarray:
    """Outlay on machines that firms of `rows` may make in a year (wan yuan): wear, and a tenth more."""
    f, p = province.firm, province.parameters
    return f.capital[rows] * (p.invest.depreciation + p.farming.expected_growth)


CALLS = (Call("processing_support", machines_of_a_year, processors),)
