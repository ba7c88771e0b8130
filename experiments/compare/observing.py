"""One run of a comparison, in this process or another: live through it, keep what tables are made of."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from analysis.outcomes import TOWN_INDICATORS, Block, yearly_rows
from analysis.years import FLOWS
from experiments.arm import RECORDED, columns_of, summed, towns_block
from experiments.compare.labels import AGES
from experiments.compare.store import Rows
from experiments.specification import Specification
from experiments.threads import one_thread
from model.fields import SIZE_CLASSES
from model.ledger import LEVEL_SECTORS
from model.quarter import format_quarter

AGE_ENDS = (12, 24, 40)  # quarters
GENERAL = ("public_pay.", "public_purchases.", "centre_elsewhere")  # what governments spend of what they have left
OUTLAY = ("machines", "building", "first_machines")
GROUP_FLOWS = ("value_added_firms", "research_spending", "support")

Progress = Callable[[int, int, int], None]


@one_thread()
def observe(
    spec: Specification,
    start: Specification,
    starts: Path | None = None,
    surroundings: Mapping[str, np.ndarray] | None = None,
    progress: Progress | None = None,
) -> tuple[dict[str, Rows | Block], float]:
    """Rows of every part, and how well the books closed. `start` says which settled start the run begins from."""
    from experiments.arm import province_of
    from experiments.base_year import base_province, base_towns
    from experiments.plugins import record_outcomes
    from experiments.starts import start_of

    province = province_of(spec, start_of(start, place=starts), surroundings)
    base = base_towns(province)
    tables: dict[str, Any] = {"base_towns": base, "base": base_province(province, base)}
    watch = Watch(province)

    def after(quarter: int, done: int, total: int) -> None:
        record_outcomes(province, quarter)
        watch.take(quarter)
        if progress is not None:
            progress(quarter, done, total)

    province.run(after)
    tables["province"] = columns_of(province.records["province"], RECORDED["province"])
    tables["towns"] = columns_of([towns_block(*record) for record in province.records["towns"]], RECORDED["towns"])
    tables["spending"] = summed(columns_of(province.ledger.spending, RECORDED["spending"]))
    return rows_of(province, tables, watch), float(province.ledger.worst_residual)


class Watch:
    """What the model does not record itself: firms by group, and what governments take and spend, by year."""

    def __init__(self, province: Any):
        self.province = province
        self.groups: dict[tuple[str, int, str], np.ndarray] = {}  # (kind, year, indicator) -> by group
        self.money: dict[tuple[int, str, str], float] = {}  # (year, level, item) -> wan yuan

    def take(self, quarter: int) -> None:
        f, year = self.province.firm, quarter // 4
        weight = np.asarray(f.weight, np.float64)
        staff = f.staff_production + f.staff_technician + f.staff_research
        quantities = {
            "value_added_firms": f.value_added,
            "employment": staff,
            "research_spending": f.research,
            "firms": np.ones(len(weight)),
            "support": f.support_received,
        }
        ages = np.digitize(quarter - np.asarray(f.cohort, np.int64), AGE_ENDS)
        codes = {
            "industry": (f.industry, self.province.industry_count),
            "size": (f.size_class, len(SIZE_CLASSES)),
            "age": (ages, len(AGES)),
        }
        for kind, (code, count) in codes.items():
            for name, values in quantities.items():
                found = np.bincount(code, weights=weight * np.asarray(values, np.float64), minlength=count)
                before = self.groups.get((kind, year, name))
                if name in GROUP_FLOWS and before is not None:
                    found = found + before
                self.groups[kind, year, name] = found
        for (account, payer, receiver), amount in self.province.ledger.turnover.items():
            self.add_money(year, account, payer, receiver, amount)

    def add_money(self, year: int, account: str, payer: str, receiver: str, amount: float) -> None:
        """A posting of the quarter under the governments it passes, and under what firms lay out."""
        if receiver in LEVEL_SECTORS:
            self._money(year, receiver, "revenue", amount)
        if payer in LEVEL_SECTORS:
            self._money(year, payer, "general" if account.startswith(GENERAL) else "programmes", amount)
        if account in OUTLAY:
            self._money(year, "firms", "investment", amount)

    def _money(self, year: int, level: str, item: str, amount: float) -> None:
        key = (year, level, item)
        self.money[key] = self.money.get(key, 0.0) + amount


def rows_of(province: Any, tables: Mapping[str, Any], watch: Watch) -> dict[str, Rows | Block]:
    """Every part as columns (quarter, indicator, scope, value). Years that are not complete are left out."""
    recorded = tables["province"]
    last = int(max(recorded["quarter"]))
    first = int(min(recorded["quarter"]))
    years = [year for year in range(first // 4, last // 4 + 1) if year * 4 >= first and year * 4 + 3 <= last]
    before = format_quarter(first - 1)
    names = {code: format_quarter(code) for code in range(first, last + 1)}
    base, towns = tables["base"], tables["base_towns"]
    by_year = yearly_towns(tables["towns"], years)
    parts: dict[str, Rows | Block] = {
        "province": (
            [names[int(q)] for q in recorded["quarter"]],
            list(recorded["indicator"]),
            list(recorded["scope"]),
            np.asarray(recorded["value"], np.float64),
        ),
        "year": yearly_rows(recorded, base, by_year),
        "town": town_block(by_year, years),
        "start": ([before] * len(base["value"]), list(base["indicator"]), list(base["scope"]), base["value"]),
        "start_town": start_block(towns, before, np.asarray(province.town.city)),
        "spending": spending_rows(tables["spending"]),
        "budget": _columns((f"{y}Q4", item, level, v) for (y, level, item), v in watch.money.items() if y in years),
    }
    labels = {
        "industry": [f"{i:02d}" for i in range(province.industry_count)],
        "size": SIZE_CLASSES,
        "age": tuple(AGES),
    }
    for kind, ids in labels.items():
        parts[kind] = _columns(
            (f"{year}Q4", name, group, value)
            for (of, year, name), values in watch.groups.items()
            if of == kind and year in years
            for group, value in zip(ids, values.tolist(), strict=True)
        )
    return parts


def _columns(rows: Any) -> Rows:
    found = list(rows)
    if not found:
        return [], [], [], []
    quarter, indicator, scope, value = (list(column) for column in zip(*found, strict=True))
    return quarter, indicator, scope, value


def yearly_towns(towns: Mapping[str, Any], years: list[int]) -> dict[str, np.ndarray]:
    """The towns' table by year: flows summed, the rest of the last quarter."""
    quarters, town = np.asarray(towns["quarter"], np.int64), np.asarray(towns["town"], np.int64)
    count = int(town.max()) + 1
    names = [name for name in towns if name not in ("quarter", "town")]
    found = {"year": np.repeat(np.asarray(years, np.int64), count), "town": np.tile(np.arange(count), len(years))}
    for name in names:
        values = np.asarray(towns[name], np.float64)
        parts = []
        for year in years:
            rows = quarters // 4 == year if name in FLOWS else quarters == year * 4 + 3
            parts.append(np.bincount(town[rows], weights=values[rows], minlength=count))
        found[name] = np.concatenate(parts) if parts else np.zeros(0)
    return found


def town_block(towns: Mapping[str, np.ndarray], years: list[int]) -> Block:
    """The kept quantities of yearly towns."""
    names = sorted(TOWN_INDICATORS)
    values = np.stack([towns[name].reshape(len(years), -1) for name in names], axis=1)
    return Block(tuple(f"{year}Q4" for year in years), tuple(names), town_ids(values.shape[2]), values)


def town_ids(count: int) -> tuple[str, ...]:
    return tuple(f"{row:04d}" for row in range(count))


def start_block(towns: Mapping[str, np.ndarray], before: str, city: np.ndarray) -> Block:
    """The year before by town, and the city each town belongs to."""
    named = {name: values for name, values in towns.items() if name != "town"} | {"city": city}
    names = sorted(named)
    values = np.stack([np.asarray(named[name], np.float64) for name in names])[None]
    return Block((before,), tuple(names), town_ids(values.shape[2]), values)


def spending_rows(spending: Mapping[str, Any]) -> Rows:
    """Postings by year: the lever is the scope, who pays whom for what is the indicator."""
    totals: dict[tuple[str, str, str], float] = {}
    columns = (spending[name] for name in RECORDED["spending"])
    for quarter, lever, payer, receiver, kind, amount in zip(*columns, strict=True):
        key = (f"{int(quarter) // 4}Q4", f"{payer}|{receiver}|{kind}", str(lever))
        totals[key] = totals.get(key, 0.0) + float(amount)
    return _columns((*key, amount) for key, amount in totals.items())
