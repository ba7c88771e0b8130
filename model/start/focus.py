"""A run of chosen towns: their firms and platforms stay; of everybody they share with others, the part that is
theirs."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np

from model.fields import KINDS_OF_BODY, LEVELS
from model.start.books import close_books

SHARED_FLOWS = ("orders_services", "orders_other", "orders_agriculture", "local_deposits", "gdp")


def focus(state: SimpleNamespace, inside: np.ndarray) -> SimpleNamespace:
    """The state with the firms of the towns `inside` (bool) only. Lenders, governments, programmes and universities are
    cut to the part that served these towns; the other towns stay as places, their accounts empty."""
    tables, anchor = state.tables, state.anchor
    firm, town, body = tables["firm"], tables["town"], tables["body"]
    mine = inside[firm.town]
    sales, research = firm.weight * firm.sales, firm.weight * firm.research
    anchor.part_in_focus = float(sales[mine].sum() / sales.sum())
    anchor.part_of_province *= anchor.part_in_focus
    anchor.existing_funds *= float(research[mine].sum() / max(research.sum(), 1e-9))
    anchor.sample_of_province *= float((inside & (town.designated == 1)).sum() / max((town.designated == 1).sum(), 1))
    before = business(tables)
    firm.keep(mine)
    tables["platform"].keep(inside[tables["platform"].town])
    part = np.where(before > 0, business(tables) / np.maximum(before, 1e-9), 0.0)
    lends_on = np.isin(body.kind, [KINDS_OF_BODY.index("informal_lender")])
    part = np.where(lends_on, inside[np.maximum(body.town, 0)], part)
    for name in ("equity", "cash", "quota"):
        column = getattr(body, name)
        column *= part
    anchor.body_equity = anchor.body_equity * part
    for name in SHARED_FLOWS:
        getattr(town, name)[~inside] = 0.0
    household = tables["household"]
    for name in ("cash", "savings", "income", "income_normal", "consumption"):
        getattr(household, name)[~inside] = 0.0
    cut_governments(tables, inside)
    university = tables["university"]
    for name in ("experts", "experts_free", "cash"):
        column = getattr(university, name)
        column *= anchor.part_in_focus
    close_books(anchor, tables)
    return state


def business(tables) -> np.ndarray:
    """What every body has out with the firms there are (wan yuan): loans, guarantees, stakes."""
    firm, town, size = tables["firm"], tables["town"], len(tables["body"])
    w = firm.weight
    out = np.bincount(firm.bank, weights=firm.debt_bank * w, minlength=size)
    for column, debt in (
        ("guarantor", firm.debt_guaranteed),
        ("micro_lender", firm.debt_micro),
        ("venture_fund", firm.equity_venture),
    ):
        out += np.bincount(getattr(town, column)[firm.town].astype(np.int64), weights=debt * w, minlength=size)
    member = firm.circle >= 0
    out += np.bincount(firm.circle[member].astype(np.int64), weights=(firm.debt_circle * w)[member], minlength=size)
    desk = tables["body"].kind == KINDS_OF_BODY.index("bond_desk")
    return out + desk * float(w @ firm.debt_bond)


def cut_governments(tables, inside: np.ndarray) -> None:
    """Governments keep the part of their money that falls to the towns inside, by residents."""
    town, government = tables["town"], tables["government"]
    chains = (
        np.zeros(len(town), int),
        np.ones(len(town), int),
        town.government_city,
        town.government_county,
        town.government,
    )
    part = np.zeros(len(government))
    for level, rows in enumerate(chains):
        people = np.bincount(rows, weights=town.residents, minlength=len(government))
        ours = np.bincount(rows, weights=town.residents * inside, minlength=len(government))
        here = government.level == level
        part[here] = (ours / np.maximum(people, 1e-9))[here]
    assert len(LEVELS) == len(chains)
    for name in ("cash", "revenue", "revenue_normal", "spending", "programmes"):
        column = getattr(government, name)
        column *= part
