"""Titles for brands: who is chosen, the prize, and what the name is worth while it may be shown."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from model.programmes.awards import grant_awards, holders
from model.programmes.judging import judged
from model.public_finance import measure_of, note_by_payer, support_within, use_support
from model.quarter import year_of

TERM = "brand_awards"


class Choice(NamedTuple):
    """Firms (rows) that one lever gives a title this year and the prize of each (wan yuan)."""

    lever: str
    rows: np.ndarray
    prize: float


def award_titles(province) -> None:
    """The yearly round: titles and prizes, paid like other support."""
    choices = chosen_brands(province) if province.terms.acts(TERM) else []
    for choice in province.through("brand_awards: chosen", choices, []):
        total = float(province.firm.weight[choice.rows].sum()) * choice.prize
        use_support(province, choice.lever, total)
        years = measure_of(province, choice.lever).options["years"]
        grant_awards(province, TERM, choice.lever, choice.rows, np.zeros(len(choice.rows)), int(4 * years))
        if len(choice.rows):
            table = province.awards[TERM]
            table.due[len(table) - len(choice.rows) :] = choice.prize
        note_by_payer(province, choice.lever, "firms", "commitment", total)


def chosen_brands(province) -> list[Choice]:
    """Small and larger firms with a profit and without a title apply; the best known and best made are judged best."""
    f = province.firm
    value = province.terms.firms(TERM, f.town, f.size_class)
    allowed = (value > 0) & (f.size_class >= 1) & (f.profitability > 0) & (f.weight > 0)
    allowed[holders(province, TERM)[0]] = False
    rows = np.flatnonzero(allowed)
    score = judged(
        province, TERM, f.uid[rows], f.brand[rows] + f.quality[rows] + 0.2 * np.log(f.sales[rows] + 1e-9), f.town[rows]
    )
    order = rows[np.argsort(-score, kind="stable")]
    choices, first = [], 0
    for lever, part in province.terms.split(TERM):
        measure = measure_of(province, lever)
        prize = measure.options["prize"]
        wanted = min(
            float((province.terms.value(TERM) * part).max()), measure.ceiling(year_of(province.quarter)) / prize
        )
        wanted *= province.anchor.part_of_province
        drawn = province.draws.whole(f"number of {TERM} {lever}", province.quarter, np.zeros(1, np.int64), [wanted])
        number = min(float(drawn[0]), support_within(province, lever, np.inf) // prize)
        upto = np.cumsum(f.weight[order[first:]])
        count = int(np.searchsorted(upto, number, side="right"))  # a row of weight w is w firms
        if count > 0:
            choices.append(Choice(lever, np.sort(order[first : first + count]), prize))
            first += count
    return choices


def titled(province) -> np.ndarray:
    """Rows of the firms that hold a title now."""
    return np.unique(holders(province, TERM)[0])
