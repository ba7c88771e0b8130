"""The accounts: every yuan that moves is posted here, on both sides, and checked against what agents hold.

Positions are kept by instrument and sector: a creditor's is positive, a debtor's negative, so each instrument sums to
zero. Agents' own columns are changed by the phases; the ledger only knows the flows. At the end of a quarter the
opening position plus the flows must equal the position measured from the columns, for every instrument and sector.
No account is a residual. One equation is redundant (the banks' deposits: their books are kept as loans less own
capital) and is tested like the others. Godley and Lavoie (2007), Monetary Economics; Caiani et al. (2016), JEDC 69.
"""

from __future__ import annotations

import numpy as np

SECTORS = (
    "households",
    "firms",
    "local_producers",
    "platforms",
    "universities",
    "banks",
    "guarantors",
    "venture_funds",
    "micro_lenders",
    "mutual_circles",
    "bond_desk",
    "informal_lenders",
    "centre",
    "province",
    "cities",
    "counties",
    "towns",
    "rest_of_province",
    "world",
)
INSTRUMENTS = (
    "deposits",
    "bank_loans",
    "micro_loans",
    "bonds",
    "informal_loans",
    "savings",  # households' claims on informal lenders and the bond desk
    "venture_equity",
    "trade_credit",
    "trade_credit_outside",
)
SPENDING_KINDS = ("commitment", "payment", "forgone_tax", "contingent_loss", "called_loss", "return")
LEVEL_SECTORS = ("centre", "province", "cities", "counties", "towns")
PAYER_SECTORS = {
    "centre": "centre",
    "province": "province",
    "city": "cities",
    "county": "counties",
    "town": "towns",
    "firms": "firms",
    "society": "households",
}
TOLERANCE = 1e-8

_SECTOR = {name: index for index, name in enumerate(SECTORS)}
_INSTRUMENT = {name: index for index, name in enumerate(INSTRUMENTS)}


class AccountsError(AssertionError):
    """The books do not close: names the quarter, the instrument, the sector and the residual."""


class Ledger:
    """Flows of the quarter by instrument and sector, their history by account, and what was spent under each lever.

    `muted` names one account whose postings are dropped: the mutation test shows that each is needed.
    """

    def __init__(self, muted: str | None = None):
        self.muted = muted
        self.opening: np.ndarray | None = None
        self.flows = np.zeros((len(INSTRUMENTS), len(SECTORS)))
        self.turnover: dict[tuple[str, str, str], float] = {}  # (account, payer, receiver) -> wan yuan this quarter
        self.accounts: set[str] = set()
        self.spending: list[tuple[int, str, str, str, str, float]] = []
        self.worst_residual = 0.0
        self.quarter = 0

    def open(self, quarter: int, positions: np.ndarray) -> None:
        """Start a quarter from measured positions, shape (instruments, sectors), wan yuan."""
        self.quarter = quarter
        self.opening = positions.copy()
        self.flows[:] = 0.0
        self.turnover = {}

    def _move(self, account: str, instrument: str, from_sector: str, to_sector: str, amount: float) -> None:
        self.accounts.add(account)
        if account == self.muted:
            return
        row = _INSTRUMENT[instrument]
        self.flows[row, _SECTOR[from_sector]] -= amount
        self.flows[row, _SECTOR[to_sector]] += amount

    def pay(
        self, account: str, payer: str, receiver: str, amount: float, lever: str | None = None, kind: str = "payment"
    ) -> None:
        """Deposits move from payer to receiver (sectors), wan yuan. With a lever, also a row of its spending: what
        comes back (kind `return`) stands under who had paid, received from who gives it back."""
        amount = float(amount)
        if amount == 0.0:
            return
        self._move(account, "deposits", payer, receiver, amount)
        key = (account, payer, receiver)
        self.turnover[key] = self.turnover.get(key, 0.0) + amount
        if lever is not None:
            bears, other = (receiver, payer) if kind == "return" else (payer, receiver)
            self.note(lever, bears, other, kind, amount)

    def lend(self, account: str, instrument: str, creditor: str, debtor: str, amount: float) -> None:
        """A claim arises and the deposits that go with it move from creditor to debtor; negative: repayment."""
        amount = float(amount)
        if amount == 0.0:
            return
        self._move(account, instrument, debtor, creditor, amount)
        self._move(account, "deposits", creditor, debtor, amount)
        key = (account, creditor, debtor)
        self.turnover[key] = self.turnover.get(key, 0.0) + amount

    def write_off(self, account: str, instrument: str, creditor: str, debtor: str, amount: float) -> None:
        """A claim is lost: no money moves."""
        amount = float(amount)
        if amount == 0.0:
            return
        self._move(account, instrument, creditor, debtor, amount)
        key = (account, creditor, debtor)
        self.turnover[key] = self.turnover.get(key, 0.0) + amount

    def note(self, lever: str, payer: str, receiver: str, kind: str, amount: float) -> None:
        """A row of spending that moves no money now: a commitment, forgone tax, a contingent loss."""
        if amount != 0.0:
            self.spending.append((self.quarter, lever, payer, receiver, kind, float(amount)))

    def check(self, positions: np.ndarray) -> float:
        """Largest residual over the total of positions; raises AccountsError beyond 1e-8, naming where."""
        assert self.opening is not None, "open() comes first"
        total = np.abs(positions).sum() + np.abs(self.opening).sum()
        residual = positions - self.opening - self.flows
        sums = positions.sum(axis=1)
        worst = max(np.abs(residual).max(), np.abs(sums).max()) / total
        self.worst_residual = max(self.worst_residual, float(worst))
        if not worst <= TOLERANCE:
            row, column = np.unravel_index(np.abs(residual).argmax(), residual.shape)
            if np.abs(sums).max() > np.abs(residual).max():
                row = int(np.abs(sums).argmax())
                where = f"{INSTRUMENTS[row]}: claims and debts differ by {sums[row]:.6g} wan yuan"
            else:
                where = (
                    f"{INSTRUMENTS[row]} of {SECTORS[column]}: held {positions[row, column]:.6f}, "
                    f"opening plus flows {self.opening[row, column] + self.flows[row, column]:.6f} wan yuan"
                )
            raise AccountsError(f"accounts of quarter {self.quarter} do not close at {where} (share {worst:.2e})")
        return float(worst)
