"""What a scenario costs more than the base: by lever, payer and kind, on every level's own budget, per effect.

Money is wan yuan at current prices, summed over the run, scenario less base. No ratio is given unless the interval
over cases of its effect excludes zero; then `reason` says why.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from analysis.comparison import Arms, Columns, Pairs, joined, stacked
from analysis.effects import over_cases
from analysis.outcomes import Outcome
from analysis.spending import CARRIED, COUNTED, PAYERS
from analysis.years import FLOWS

COSTS = ("scenario", "base", "lever", "payer", "kind", "per", "unit", "n", "amount", "low", "high", "level", "reason")
MONEY = "wan yuan"
ALL = "all"
LEVELS = ("centre", "province", "cities", "counties", "towns")
PER = (  # what money is set against: (indicator, scope); a flow over all years, a state in the last
    ("gdp", "province"),
    ("employment", "province"),
    ("research_spending", "province"),
    ("patents_invention", "province"),
    ("output_gross", "designated_2011"),
)
NO_COST = "no public money is spent more than in the base"
HOLDS_ZERO = "the interval of the effect holds zero"
NOT_BETTER = "the effect goes the wrong way"
NO_SUPPORT = "no support goes to firms under the scenario's measures"
SOME_NOTHING = "in some cases nothing is gained for it"
ENDLESS = 1e200  # price of what is not to be had
UNKNOWN = "firms' outlay is not distinguishable from the base"


def costs_table(arms: Arms) -> Columns:
    """Costs of every scenario, budgets, cost per effect, deadweight and leverage."""
    rows = []
    for other in arms.others:
        pairs = arms.pairs(other)
        if pairs.cases.n:
            rows += _costs(arms, pairs)
    return joined([{name: [row.get(name)] for name in COSTS} for row in rows], COSTS)


def _costs(arms: Arms, pairs: Pairs) -> list[dict[str, Any]]:
    counted = [case for case, there in enumerate(pairs.cases.counted) if there]
    spent = Spent([_extra(pairs.policy[case], pairs.base[case]) for case in counted])
    table = Rows(pairs)
    for payer, kind in sorted(set(zip(spent.of("payer"), spent.of("kind"), strict=True))):
        chosen = spent.where((payer,), (kind,))
        table.add(ALL, payer, kind, spent.sum(chosen))
        for lever in sorted(set(spent.columns["lever"][chosen].tolist())):
            table.add(lever, payer, kind, spent.sum(chosen & (spent.columns["lever"] == lever)))
    for payer in sorted(set(spent.of("payer"))):
        table.add(ALL, payer, "net", spent.net((payer,)))
    public = spent.net(LEVELS)
    table.add(ALL, "public", "net", public)
    _budgets(table, pairs, counted)
    _per_effect(table, arms, pairs, public)
    _additional(table, pairs, counted, spent)
    return table.rows


class Spent:
    """What was spent more than in the base, by case, and by lever, payer, receiver and kind."""

    def __init__(self, by_case: Sequence[Mapping[tuple[str, str, str, str], float]]):
        self.keys = sorted({key for one in by_case for key in one})
        self.amounts = np.array([[one.get(key, 0.0) for key in self.keys] for one in by_case]).reshape(len(by_case), -1)
        self.columns = {
            name: np.array([key[place] for key in self.keys], str)
            for place, name in enumerate(("lever", "payer", "receiver", "kind"))
        }

    def of(self, name: str) -> list[str]:
        return self.columns[name].tolist()

    def where(self, payers: Sequence[str], kinds: Sequence[str]) -> np.ndarray:
        """Keys (bool) of these payers and kinds."""
        return np.isin(self.columns["payer"], payers) & np.isin(self.columns["kind"], kinds)

    def sum(self, chosen: np.ndarray) -> np.ndarray:
        return self.amounts[:, chosen].sum(axis=1)

    def net(self, payers: Sequence[str]) -> np.ndarray:
        """What payers bore: paid, forgone and called, less what came back. Guarantees at risk and commitments are not
        money yet."""
        paid = self.sum(self.where(payers, [kind for kind in COUNTED if kind != "return"]))
        return paid - self.sum(self.where(payers, ["return"]))


class Rows:
    """Rows of one scenario, each the mean over cases with the interval over cases."""

    def __init__(self, pairs: Pairs):
        self.pairs, self.shares, self.rows = pairs, pairs.cases.shares(), []

    def add(self, lever: str, payer: str, kind: str, values: np.ndarray, unit: str = MONEY, per: str | None = None):
        low, high, level = over_cases(values[:, None], self.shares)
        self._row(
            lever, payer, kind, per, unit, float(self.shares @ values), float(low[0]), float(high[0]), level, None
        )

    def ratio(self, payer: str, kind: str, above: np.ndarray, below: np.ndarray, unit: str, per: str | None) -> None:
        """Ratio of means, with the interval of the ratio over cases; no upper end where some cases get nothing."""
        there = below > 0
        each = np.where(there, above / np.where(there, below, 1.0), np.where(above > 0, ENDLESS, 0.0))
        low, high, level = over_cases(each[:, None], self.shares)
        lowest, highest = (float(end[0]) if abs(end[0]) < ENDLESS / 1e6 else None for end in (low, high))
        mean = float((self.shares @ above) / (self.shares @ below))
        self._row(ALL, payer, kind, per, unit, mean, lowest, highest, level, None if there.all() else SOME_NOTHING)

    def blank(self, payer: str, kind: str, unit: str, per: str | None, reason: str) -> None:
        self._row(ALL, payer, kind, per, unit, None, None, None, None, reason)

    def _row(self, lever, payer, kind, per, unit, amount, low, high, level, reason) -> None:
        self.rows.append(
            {
                "scenario": self.pairs.scenario, "base": self.pairs.base_name, "lever": lever, "payer": payer,
                "kind": kind, "per": per, "unit": unit, "n": self.pairs.cases.n, "amount": amount, "low": low,
                "high": high, "level": level, "reason": reason,
            }
        )  # fmt: skip


def _extra(policy: Outcome, base: Outcome) -> dict[tuple[str, str, str, str], float]:
    """(lever, payer, receiver, kind) -> wan yuan more than in the base; what is equal in both is left out."""
    with_it, without = policy.spending(), base.spending()
    found: dict[tuple[str, str, str, str], float] = {}
    for key in sorted({*with_it, *without}):  # one order, or sums differ in their last digit
        more = with_it.get(key, 0.0) - without.get(key, 0.0)
        if more != 0.0:
            lever, payer, receiver, kind = key
            name = PAYERS.get(payer, (payer,))[0]
            found[lever, name, receiver, kind] = found.get((lever, name, receiver, kind), 0.0) + more
    return found


def _budgets(table: Rows, pairs: Pairs, counted: Sequence[int]) -> None:
    """Every level's own budget: what it takes in more, what it spends more on programmes, and what is left of it."""
    axes, values = stacked(
        [*(pairs.base[case] for case in counted), *(pairs.policy[case] for case in counted)], "budget"
    )
    sums = np.nansum(values, axis=1)
    more = sums[len(counted) :] - sums[: len(counted)]
    for level in LEVELS:
        if level not in axes.scopes:
            continue
        s = axes.scopes.index(level)
        items = {
            name: more[:, axes.indicators.index(name), s] if name in axes.indicators else np.zeros(len(counted))
            for name in ("revenue", "programmes")
        }
        table.add(ALL, level, "own_revenue", items["revenue"])
        table.add(ALL, level, "own_programmes", items["programmes"])
        table.add(ALL, level, "own_budget", items["revenue"] - items["programmes"])


def _per_effect(table: Rows, arms: Arms, pairs: Pairs, public: np.ndarray) -> None:
    """Public money a unit of each effect: only where the cost is one and the effect excludes zero."""
    for indicator, scope in PER:
        effect = _effect(pairs, indicator, scope)
        if effect is None:
            continue
        known = arms.unit(indicator).replace(" a year", "") if indicator in FLOWS else arms.unit(indicator)
        unit, per = f"wan yuan a unit ({known})", f"{indicator}@{scope}"
        low, high, _ = over_cases(np.stack([public, effect], axis=1), table.shares)
        if not low[0] > 0:
            table.blank("public", "per_effect", unit, per, NO_COST)
        elif low[1] <= 0 <= high[1]:
            table.blank("public", "per_effect", unit, per, HOLDS_ZERO)
        elif high[1] < 0:
            table.blank("public", "per_effect", unit, per, NOT_BETTER)
        else:
            table.ratio("public", "per_effect", public, effect, unit, per)


def _effect(pairs: Pairs, indicator: str, scope: str) -> np.ndarray | None:
    """By counted case: a flow summed over all years, a state in the last year; scenario less base."""
    arms = []
    for outcomes in (pairs.base, pairs.policy):
        axes, values = stacked(outcomes, "year")
        if indicator not in axes.indicators or scope not in axes.scopes:
            return None
        path = values[:, :, axes.indicators.index(indicator), axes.scopes.index(scope)]
        arms.append(path.sum(axis=1) if indicator in FLOWS else path[:, -1])
    more = (arms[1] - arms[0])[pairs.cases.counted]
    return more if np.isfinite(more).all() else None


def _additional(table: Rows, pairs: Pairs, counted: Sequence[int], spent: Spent) -> None:
    """Of the outlay that support is given for, what would have been made anyway; and the leverage that is additional.

    Supported outlay is the support firms get under measures and their own part of it; firms' outlay is machines,
    building and research. Deadweight is the part of the supported outlay by which firms' outlay did not rise.
    """
    measures = np.array([not lever.startswith(CARRIED) for lever in spent.of("lever")], bool)
    to_firms = spent.columns["receiver"] == "firms"
    own = spent.sum(spent.where(("firms",), ("payment",)) & measures)
    given = spent.sum(spent.where(LEVELS, ("payment", "forgone_tax")) & measures & to_firms)
    names = ("deadweight", "leverage_nominal", "leverage_additional")
    units = ("share of supported outlay", "yuan a public yuan", "yuan a public yuan")
    outlay = _outlay(pairs, counted)
    if outlay is None or not (given > 0).all():
        for name, unit in zip(names, units, strict=True):
            table.blank("public", name, unit, None, NO_SUPPORT)
        return
    table.ratio("public", "leverage_nominal", own, given, units[1], None)
    low, high, _ = over_cases(outlay[:, None], table.shares)
    if low[0] <= 0 <= high[0]:
        for name, unit in ((names[0], units[0]), (names[2], units[2])):
            table.blank("public", name, unit, None, UNKNOWN)
        return
    table.ratio("public", "deadweight", given + own - outlay, given + own, units[0], None)
    table.ratio("public", "leverage_additional", outlay - given, given, units[2], None)


def _outlay(pairs: Pairs, counted: Sequence[int]) -> np.ndarray | None:
    """Firms' machines, building and research over the run, scenario less base, by counted case."""
    research = _effect(pairs, "research_spending", "province")
    axes, values = stacked(
        [*(pairs.base[case] for case in counted), *(pairs.policy[case] for case in counted)], "budget"
    )
    if research is None or "investment" not in axes.indicators or "firms" not in axes.scopes:
        return None
    sums = np.nansum(values[:, :, axes.indicators.index("investment"), axes.scopes.index("firms")], axis=1)
    return research + sums[len(counted) :] - sums[: len(counted)]
