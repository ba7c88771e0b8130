"""A run of the province recorded as the stylised facts want it: firms of the first year and the last three, towns,
the path of the whole."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from analysis.facts import Observed
from model.fields import SKILLS
from model.province import Province
from model.settlement.wages import wages_due

TRADES = 18  # the first industries make goods; farming and services follow
RECORDED = (
    "ownership",
    "cohort",
    "staff_production",
    "staff_technician",
    "staff_research",
    "wage_factor",
    "capital",
    "automated",
    "price",
    "unit_cost",
    "output",
    "inventory",
    "sales",
    "sales_outside",
    "inputs",
    "value_added",
    "profit",
    "cash",
    "debt_bank",
    "debt_guaranteed",
    "debt_micro",
    "debt_bond",
    "debt_informal",
    "payables",
    "payables_outside",
    "receivables",
    "receivables_outside",
    "finance_gap",
    "stress",
    "research",
    "pending_invention",
    "pending_utility",
    "pending_design",
    "patents_invention",
    "patents_other",
    "grants_invention",
    "grants_other",
)

CREDIT = ("bank_applications", "bank_approvals", "discouraged", "short_of_money")

Progress = Callable[[int, int, int], None]  # quarter, done, total


def observe_run(province: Province, progress: Progress | None = None) -> Observed:
    """Run a province made with keep_firms=RECORDED to its end; returns what it did.

    A quarter's records are taken as soon as they are there: firms of all quarters would be a gigabyte.
    """
    recorder = Recorder(province)

    def after(quarter: int, done: int, total: int) -> None:
        recorder.take()
        if progress is not None:
            progress(quarter, done, total)

    province.run(after)
    return recorder.observed()


class Recorder:
    """Firms of the quarters wanted, and the last quarter's for what is a difference between two."""

    def __init__(self, province: Province):
        self.province = province
        first, last = province.first_quarter, province.last_quarter
        self.wanted = {*range(first, first + 4), *range(last - 12, last + 1)}
        self.before: dict[str, np.ndarray] | None = None
        self.firms: list[pd.DataFrame] = []
        self.towns: list[pd.DataFrame] = []
        self.guaranteed: list[float] = []
        self.automatable: list[float] = []

    def take(self) -> None:
        """The quarter that has just been recorded by the province."""
        province = self.province
        quarter, kept = province.records["firms"].pop(0)
        self.guaranteed.append(float(kept["weight"] @ kept["debt_guaranteed"]))
        staff = kept["weight"] * sum(kept[f"staff_{skill}"] for skill in SKILLS)
        most = province.anchor.robot_suitability[kept["industry"]]
        self.automatable.append(float(staff @ most / max(staff.sum(), 1e-9)))
        if quarter in self.wanted:
            self.firms.append(self.firms_of(quarter, kept))
            self.towns.append(self.towns_of(quarter))
        self.before = {name: kept[name] for name in ("uid", "capital", "pending_invention")}

    def firms_of(self, quarter: int, kept: dict[str, np.ndarray]) -> pd.DataFrame:
        """A row a firm, columns as analysis.facts.Observed wants them."""
        p = self.province.parameters
        town = self.province.town
        staff = [kept[f"staff_{skill}"] for skill in SKILLS]
        pay = [getattr(town, f"wage_{skill}")[kept["town"]] for skill in SKILLS]
        capital, filed = self.lagged(kept, "capital"), self.lagged(kept, "pending_invention")
        left = capital * (1.0 - p.invest.depreciation / 4)
        granted = kept["grants_invention"] / p.patents.granted_invention
        values = {
            "quarter": np.full(len(kept["uid"]), quarter),
            **{name: kept[name] for name in ("uid", "town", "industry", "ownership", "cohort", "size_class", "weight")},
            "staff": sum(staff),
            "wages": wages_due(staff, pay, kept["wage_factor"]),
            # what joined the capital, real: nothing in the quarter of birth
            "investment": np.where(np.isfinite(capital), np.maximum(kept["capital"] - left, 0.0), 0.0),
            "filed_invention": np.where(
                np.isfinite(filed), np.maximum(kept["pending_invention"] - filed + granted, 0.0), 0.0
            ),
            "debt": kept["debt_bank"] + kept["debt_micro"] + kept["debt_bond"] + kept["debt_informal"],
            "payables": kept["payables"] + kept["payables_outside"],
            "receivables": kept["receivables"] + kept["receivables_outside"],
            "stock": kept["inventory"] * kept["unit_cost"],
            "patents": kept["patents_invention"] + kept["patents_other"],
            "markup": kept["price"] / np.maximum(kept["unit_cost"], 1e-9),
            "log_price": np.log(kept["price"]),
            "gross_output": kept["output"] * kept["price"],
            **{
                name: kept[name]
                for name in (
                    "capital", "automated", "sales", "sales_outside", "inputs", "value_added", "profit",
                    "cash", "debt_bank", "debt_guaranteed", "finance_gap", "stress", "research", "pending_invention",
                    "pending_utility", "pending_design", "grants_invention", "grants_other",
                )
            },
        }  # fmt: skip
        return pd.DataFrame(values)

    def lagged(self, kept: dict[str, np.ndarray], name: str) -> np.ndarray:
        """A column a quarter before, NaN for who was not there (rows are in the order of their identity)."""
        if self.before is None:
            return np.full(len(kept["uid"]), np.nan)
        place = np.searchsorted(self.before["uid"], kept["uid"])
        place = np.minimum(place, len(self.before["uid"]) - 1)
        same = self.before["uid"][place] == kept["uid"]
        return np.where(same, self.before[name][place].astype(float), np.nan)

    def towns_of(self, quarter: int) -> pd.DataFrame:
        """Persons employed and area of every town."""
        town = self.province.town
        jobs = self.province.records["towns"][-1][1]["employment"]
        local = sum(getattr(town, f"jobs_local_{skill}") for skill in SKILLS)
        return pd.DataFrame(
            {
                "quarter": quarter,
                "town": np.arange(len(town)),
                "area": town.area.copy(),
                "designated": town.designated.copy(),
                "employment": jobs + local,
            }
        )

    def observed(self) -> Observed:
        """All that was taken, as the statistics want it."""
        province = self.province
        path = pd.DataFrame(province.records["province"], columns=["quarter", "indicator", "scope", "value"])
        path = path[path["scope"] == "province"].pivot(index="quarter", columns="indicator", values="value")
        path = path[["gdp_real", "guarantee_calls", "automated_share", *CREDIT]].assign(
            guaranteed=self.guaranteed, automatable=self.automatable
        )
        kinds = province.industry_count
        prices = {
            quarter: np.broadcast_to(np.asarray(province.given.at("price_inputs", quarter), float), kinds)
            for quarter in sorted(self.wanted)
        }
        return Observed(
            firms=pd.concat(self.firms, ignore_index=True),
            towns=pd.concat(self.towns, ignore_index=True),
            province=path,
            industrial=np.arange(kinds) < min(TRADES, province.anchor.service_industry),
            input_prices=pd.DataFrame.from_dict(prices, orient="index"),
            parameters=province.given.parameters,
            industry_ids=tuple(province.industries["id"]),
        )
