"""Balance sheets and flows of one year of the small world, as matrices that close: by sector, in wan yuan."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from experiments.docs.reference import markdown
from model.ledger import INSTRUMENTS, SECTORS, Ledger
from model.quarter import format_quarter

SCENARIO, WORLD, SEED, YEAR = "decision-2012", "small", 1, 2013
TANGIBLE = ("machines of firms, prices of 2011", "finished goods at cost", "equipment of platforms")


class RecordingLedger(Ledger):
    """A ledger that also keeps, by account and instrument, what every sector got (wan yuan)."""

    def __init__(self):
        super().__init__()
        self.moves: dict[tuple[str, str], np.ndarray] = {}

    def _move(self, account: str, instrument: str, from_sector: str, to_sector: str, amount: float) -> None:
        super()._move(account, instrument, from_sector, to_sector, amount)
        row = self.moves.setdefault((account, instrument), np.zeros(len(SECTORS)))
        row[SECTORS.index(from_sector)] -= amount
        row[SECTORS.index(to_sector)] += amount


@dataclass(frozen=True)
class Year:
    """A year of accounts: positions before and after, (instruments, sectors); tangible assets; moves by account."""

    before: np.ndarray
    after: np.ndarray
    tangible_before: np.ndarray
    tangible_after: np.ndarray
    moves: dict[tuple[str, str], np.ndarray]
    worst_residual: float


def tangible(province) -> np.ndarray:
    """Assets nobody owes, shape (TANGIBLE, sectors), wan yuan."""
    held = np.zeros((len(TANGIBLE), len(SECTORS)))
    firm = province.firm
    held[0, SECTORS.index("firms")] = firm.weight @ firm.capital
    held[1, SECTORS.index("firms")] = firm.weight @ (firm.inventory * firm.unit_cost)
    held[2, SECTORS.index("platforms")] = province.platform.equipment.sum()
    return held


def simulated_year() -> Year:
    """Run the small world under the Decision to the end of the year and keep what the ledger saw of it."""
    from model.province import Province
    from scenarios.policy import load

    province = Province(load(SCENARIO), world=WORLD, rng=SEED, end=f"{YEAR}Q4")
    while province.quarter < YEAR * 4:
        province.step()
    province.ledger = RecordingLedger()
    before, tangible_before = province.positions(), tangible(province)
    province.run()
    ledger = province.ledger
    return Year(before, province.positions(), tangible_before, tangible(province), ledger.moves, ledger.worst_residual)


def whole_numbers(row: np.ndarray) -> np.ndarray:
    """A row that sums to zero as whole numbers that do too, by largest remainder (wan yuan)."""
    down = np.floor(row)
    found = down.astype(np.int64)
    missing = -int(found.sum())
    order = np.argsort(down - row, kind="stable")
    found[order[:missing]] += 1
    return found


def table(rows: list[tuple[str, np.ndarray]], first: str) -> str:
    """Rows of whole numbers by sector and their sum; nothing is written where nothing is held."""
    cells = [(name, *(f"{v:,}" if v else "" for v in values), f"{int(values.sum()):,}") for name, values in rows]
    return markdown((first, *SECTORS, "sum"), cells)


def balance_sheet(positions: np.ndarray, real: np.ndarray) -> str:
    """Claims positive, debts negative: each instrument sums to zero, net worth closes each column."""
    rows = [(name, whole_numbers(values)) for name, values in zip(INSTRUMENTS, positions, strict=True)]
    rows += [(name, np.rint(values).astype(np.int64)) for name, values in zip(TANGIBLE, real, strict=True)]
    worth = np.sum([values for _, values in rows], axis=0)
    return table([*rows, ("less net worth", -worth)], "held")


def grouped_moves(year: Year, instrument: str) -> dict[str, np.ndarray]:
    """Moves of an instrument by group of accounts: the name up to its first dot, sorted."""
    found: dict[str, np.ndarray] = {}
    for (account, moved), values in sorted(year.moves.items()):
        if moved == instrument:
            group = account.partition(".")[0]
            found[group] = found.get(group, np.zeros(len(SECTORS))) + values
    return found


def flows(year: Year) -> str:
    """Payments by group of accounts; the last row closes the columns."""
    rows = [(f"`{name}`", whole_numbers(values)) for name, values in grouped_moves(year, "deposits").items()]
    change = np.sum([values for _, values in rows], axis=0)
    return table([*rows, ("less change of deposits", -change)], "paid (-), received (+)")


def claims(year: Year) -> str:
    """How claims other than deposits came and went, group by group."""
    rows = []
    for instrument in INSTRUMENTS[1:]:
        for name, values in grouped_moves(year, instrument).items():
            rows.append((f"{instrument}: `{name}`", whole_numbers(values)))
    change = np.sum([values for _, values in rows], axis=0)
    return table([*rows, ("less change of claims", -change)], "claim got (+), given up or owed (-)")


def postings(year: Year) -> str:
    """Every account of the year, what moved, from whom to whom."""
    rows = []
    for (account, instrument), values in sorted(year.moves.items()):
        amount = whole_numbers(values)
        losers = ", ".join(name for name, value in zip(SECTORS, values, strict=True) if value < 0)
        winners = ", ".join(name for name, value in zip(SECTORS, values, strict=True) if value > 0)
        rows.append((f"`{account}`", instrument, losers, winners, f"{int(amount[amount > 0].sum()):,}"))
    return markdown(("account", "instrument", "from", "to", "wan yuan"), rows)


def blocks() -> dict[str, str]:
    """The generated blocks of docs/accounts.md, by name."""
    year = simulated_year()
    accounts = {account for account, _ in year.moves}
    facts = (
        f"One run of the {WORLD} world: scenario `{SCENARIO}`, seed {SEED}, the year {YEAR} "
        f"({format_quarter(YEAR * 4)} to {format_quarter(YEAR * 4 + 3)}). {len(accounts)} accounts were posted to. "
        "The largest residual of any quarter, over the sum of all positions, was below "
        f"{'1e-12' if year.worst_residual < 1e-12 else '1e-8'}.\n"
    )
    return {
        "run": facts,
        "balance-sheet-before": balance_sheet(year.before, year.tangible_before),
        "balance-sheet-after": balance_sheet(year.after, year.tangible_after),
        "flows": flows(year),
        "claims": claims(year),
        "postings": postings(year),
    }
