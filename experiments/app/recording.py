"""What a page draws of one province, kept quarter by quarter while it runs."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from experiments.fingerprints import fingerprints

ABSENT = 255  # a firm that does not live in the quarter
PLAIN, SUPPORTED, WAITING, OVERDRAWN = range(4)
FULL_SIZE = 3000.0  # staff of the largest dot
STEPS = 62  # sizes told apart


@dataclass
class Recording:
    """Firms by quarter (identity, fingerprint, size, state), and the province's own records at the end."""

    first_quarter: int
    uids: list[np.ndarray] = field(default_factory=list)
    prints: list[np.ndarray] = field(default_factory=list)
    looks: list[np.ndarray] = field(default_factory=list)
    sales: list[np.ndarray] = field(default_factory=list)
    firsts: dict[int, tuple[int, int, float]] = field(
        default_factory=dict
    )  # uid -> town, industry, staff when first seen
    towns: list[dict[str, np.ndarray]] = field(default_factory=list)
    bodies: list[dict[str, float]] = field(default_factory=list)
    platforms: list[dict[str, float]] = field(default_factory=list)
    observed: list[dict[str, np.ndarray]] = field(default_factory=list)  # the towns' table by quarter
    cells: dict[tuple[str, str, int], float] = field(
        default_factory=dict
    )  # (indicator, scope, quarter's place) -> value
    province: list[tuple] = field(default_factory=list)
    spending: list[tuple] = field(default_factory=list)

    @property
    def quarters(self) -> int:
        return len(self.uids)

    def add(self, province) -> None:
        """Keep the quarter that has just been run; before the first step, how it starts."""
        firm = province.firm
        if not self.quarters:
            self._meet(firm, np.arange(len(firm)))
        staff = staff_of(firm)
        known = np.isin(firm.uid, self.uids[-1], assume_unique=True) if self.quarters else np.ones(len(firm), bool)
        self._meet(firm, np.flatnonzero(~known))
        self.uids.append(firm.uid.copy())
        self.prints.append(fingerprints(firm))
        self.looks.append(look(firm, staff))
        self.sales.append(firm.sales.astype(np.float32))
        town = province.town
        kept = {name: getattr(town, name).copy() for name in ("gdp", "designated")}
        self.towns.append(kept | {"skilled_force": town.force_technician + town.force_research})
        self.bodies.append(lenders(province))
        self.platforms.append(queues(province))

    def close(self, province) -> Recording:
        """Take over what the province itself has observed."""
        self.province = list(province.records["province"])
        self.cells = {(row[1], row[2], row[0] - self.first_quarter): float(row[3]) for row in self.province}
        self.observed = [table for _, table in province.records["towns"]]
        self.spending = list(province.ledger.spending)
        return self

    def _meet(self, firm, rows: np.ndarray) -> None:
        """Firms seen for the first time."""
        staff = staff_of(firm)[rows]
        self.firsts.update(
            zip(
                firm.uid[rows].tolist(),
                zip(firm.town[rows].tolist(), firm.industry[rows].tolist(), staff.tolist(), strict=True),
                strict=True,
            )
        )


def staff_of(firm) -> np.ndarray:
    """Persons, by firm."""
    return firm.staff_production + firm.staff_technician + firm.staff_research


def look(firm, staff: np.ndarray) -> np.ndarray:
    """Size (0 to 62, by the root of staff) times four plus the state, as a byte a firm."""
    size = np.minimum(np.sqrt(staff / FULL_SIZE), 1.0) * STEPS
    state = np.where(firm.cash < 0, OVERDRAWN, PLAIN)
    state = np.where(firm.waiting != 0, WAITING, state)
    state = np.where(firm.support_received > 0, SUPPORTED, state)
    return (size.astype(np.uint8) * 4 + state).astype(np.uint8)


def lenders(province) -> dict[str, float]:
    """Losses of the quarter and share of bodies at their limit, over all financing bodies but banks."""
    body = province.body
    return {
        "lenders_losses": float(body.losses.sum()),
        "lenders_bound": float((body.bound != 0).mean()) if len(body) else 0.0,
    }


def queues(province) -> dict[str, float]:
    """Firms waiting at platforms of every kind, and platforms operating."""
    platform = province.platform
    return {"platforms_all": float(len(platform)), "platforms_queue": float(platform.queue.sum())}
