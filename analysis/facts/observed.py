"""What the statistics are computed from: firms by quarter, towns, the province, and years made of quarters.

Money is wan yuan at current prices unless it says real; staff are persons; a row of weight w stands for w firms.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from analysis.facts.estimators import demeaned

Table = Any  # a pandas DataFrame, whose stubs cannot tell a column from a table

ABOVE_SCALE = 2000.0  # wan yuan of sales a year: 20 m yuan, the line of the surveys of industrial firms from 2011
OVERSEAS = 2  # ownership; the registry's report on lives of firms is on domestic ones
FLOWS = (
    "sales",
    "sales_outside",
    "value_added",
    "profit",
    "wages",
    "inputs",
    "gross_output",
    "research",
    "investment",
    "grants_invention",
    "grants_other",
    "filed_invention",
)
HELD = (  # at the end of the year
    "town",
    "industry",
    "ownership",
    "cohort",
    "weight",
    "size_class",
    "capital",
    "cash",
    "debt",
    "debt_bank",
    "payables",
    "receivables",
    "stock",
    "automated",
    "patents",
    "markup",
    "log_price",
)
HELD_AT_END = ("debt_guaranteed", "stress", "pending_invention", "pending_utility", "pending_design")


@dataclass(frozen=True, eq=False)
class Observed:
    """One run as recorded.

    `firms`: a row a firm and quarter, with the columns of FLOWS, HELD, HELD_AT_END, `staff`, `uid`, `finance_gap`;
    quarters 0-3 of the first year and those of the last three years with the quarter before. `towns`: quarter, town,
    area (km2), employment (persons), designated. `province`: a row a quarter with gdp_real, guarantee_calls (wan
    yuan), guaranteed (wan yuan outstanding), automated_share, automatable (shares), bank_applications, bank_approvals,
    discouraged and short_of_money (firms). `industrial`: bool by industry. `input_prices`: quarter by industry (ratio
    to 2011). `parameters`: number by id. `industry_ids`: names of industries.
    """

    firms: Table
    towns: Table
    province: Table
    industrial: np.ndarray
    input_prices: Table
    parameters: Mapping[str, float]
    industry_ids: tuple[str, ...]

    @cached_property
    def last_year(self) -> int:
        return int(self.firms["quarter"].max()) // 4

    @cached_property
    def first_year(self) -> int:
        return int(self.firms["quarter"].min()) // 4

    @cached_property
    def years(self) -> Table:
        """Firms by year: flows summed, stocks at the year's end, staff as a mean; firms there in all four quarters.

        Adds `staff`, `capital_before` (end of the year before, NaN where not recorded), `above` (sales of 20 m yuan a
        year and more, industry), `industrial`, `gap_quarters` (quarters with money sought and not found).
        """
        firms = self.firms.assign(
            year=self.firms["quarter"] // 4, gap=(self.firms["finance_gap"] > 1e-9).astype("float64")
        )
        firms = firms.sort_values(["uid", "quarter"], kind="stable")
        key = firms.groupby(["uid", "year"], sort=True)
        table = key[list(FLOWS)].sum()
        table["staff"] = key["staff"].mean()
        table["gap_quarters"] = key["gap"].sum()
        table["staff_end"] = key["staff"].last()
        ends = key[[*HELD, *HELD_AT_END]].last()
        table = table.join(ends)
        table = table[key.size() == 4].reset_index()
        ends = firms[firms["quarter"] % 4 == 3][["uid", "year", "capital"]]
        before = ends.assign(year=ends["year"] + 1).rename(columns={"capital": "capital_before"})
        table = table.merge(before, on=["uid", "year"], how="left")
        table["industrial"] = self.industrial[table["industry"].to_numpy()]
        table["above"] = (table["sales"] >= ABOVE_SCALE) & table["industrial"]
        return self.with_productivity(table)

    def with_productivity(self, table: Table) -> Table:
        """Adds log productivity (logs; NaN where it has none).

        `tfpr`: value added over the bundle of capital and pay, capital share as in the rules of production (Hsieh
        and Klenow 2009); `tfp`: the same with staff for pay; `tfp_gross`: gross output over inputs, both at constant
        prices, capital and staff, with mean cost shares of the industry (Brandt et al. 2012).
        """
        share = self.parameters["produce.capital_share"]
        added, capital = table["value_added"].to_numpy(), table["capital"].to_numpy()
        pay, staff = table["wages"].to_numpy(), table["staff"].to_numpy()
        with np.errstate(divide="ignore", invalid="ignore"):
            logs = np.where(added > 0, np.log(np.where(added > 0, added, 1.0)), np.nan)
            log_capital, log_staff = np.log(np.maximum(capital, 1e-9)), np.log(np.maximum(staff, 1e-9))
            table["tfpr"] = logs - share * log_capital - (1 - share) * np.log(np.maximum(pay, 1e-9))
            table["tfp"] = logs - share * log_capital - (1 - share) * log_staff
        real_output, real_inputs = self.real_flows(table)
        size = len(self.industrial)
        w, industry = table["weight"].to_numpy(), table["industry"].to_numpy()

        def by_industry(values):
            return np.bincount(industry, w * values, size)

        sold = np.maximum(by_industry(table["sales"].to_numpy()), 1e-9)
        materials = by_industry(table["inputs"].to_numpy()) / sold
        labour = by_industry(pay) / sold
        # what is left to capital may be a thin margin: at least a tenth of sales, as capital costs no less
        rest = np.maximum(1.0 - materials - labour, 0.1)
        whole = materials + labour + rest
        bundle = (
            (materials / whole)[industry] * np.log(np.maximum(real_inputs, 1e-9))
            + (labour / whole)[industry] * log_staff
            + (rest / whole)[industry] * log_capital
        )
        table["tfp_gross"] = np.log(np.maximum(real_output, 1e-9)) - bundle
        return table

    def real_flows(self, table: Table) -> tuple[np.ndarray, np.ndarray]:
        """Gross output over the industry's mean price, inputs over the price of inputs (wan yuan, real)."""
        w = (table["weight"] * table["sales"]).to_numpy()
        cell = (table["year"] * 1000 + table["industry"]).to_numpy()
        code = np.unique(cell, return_inverse=True)[1]
        price = np.bincount(code, w * table["log_price"].to_numpy()) / np.maximum(np.bincount(code, w), 1e-9)
        prices = self.input_prices.groupby(self.input_prices.index // 4).mean()
        bought = prices.to_numpy()[
            np.searchsorted(prices.index.to_numpy(), table["year"].to_numpy()), table["industry"].to_numpy()
        ]
        return table["gross_output"].to_numpy() / np.exp(price[code]), table["inputs"].to_numpy() / bought

    def area_of_town(self) -> np.ndarray:
        """Area (km2) by town."""
        first = self.towns[self.towns["quarter"] == self.towns["quarter"].min()].sort_values("town")
        return first["area"].to_numpy()

    def last_two(self) -> Table:
        """Years of firms in the last two years of the run."""
        return self.years[self.years["year"] >= self.last_year - 1]

    def surveyed(self) -> Table:
        """Years of industrial firms above scale in the last two years: the population of the survey of industry."""
        table = self.last_two()
        return table[table["above"]]

    @cached_property
    def pairs(self) -> Table:
        """Firms in a year and the next (suffix `_next`), for the last two years (three years recorded)."""
        table = self.years[self.years["year"] >= self.last_year - 2]
        later = table.assign(year=table["year"] - 1)
        return table.merge(later, on=["uid", "year"], suffixes=("", "_next"))

    @cached_property
    def spells(self) -> dict[str, np.ndarray]:
        """A row a firm and quarter of the last two years and the quarter before: is it gone a quarter later?

        age (years at the quarter's end), ended (0/1), weight (firms), size_class, domestic (bool).
        """
        firms = self.firms[self.firms["quarter"] >= 4 * (self.last_year - 1) - 1]
        uid, quarter = columns(firms, "uid", "quarter")
        place = np.unique(uid, return_inverse=True)[1].astype(np.int64) * 2**20
        now = quarter < quarter.max()
        stays = np.isin(place[now] + quarter[now] + 1, place + quarter)
        cohort, weight, size, ownership = columns(firms[now], "cohort", "weight", "size_class", "ownership")
        return {
            "age": (quarter[now] - cohort) / 4.0,
            "ended": (~stays).astype(float),
            "weight": weight,
            "size_class": size,
            "domestic": ownership != OVERSEAS,
        }


def by_industry_year(table: Table, values) -> np.ndarray:
    """Values less the weighted mean of their industry and year."""
    group = (table["year"] * 1000 + table["industry"]).to_numpy()
    return demeaned(values, table["weight"].to_numpy(), group)


def columns(table: Table, *names: str) -> tuple[np.ndarray, ...]:
    """Columns as arrays."""
    return tuple(table[name].to_numpy() for name in names)
