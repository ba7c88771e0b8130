"""Does the economy survive a case's parameters? Bounds wide enough for any doubt, not for a broken province."""

from __future__ import annotations

from analysis.outcomes import Outcome

FIRST_YEAR = (0.5, 2.0)  # GDP of the towns in the first year over the year before
GROWTH = (-0.12, 0.35)  # of it a year, to the last year, current prices
LEFT = (0.2, 5.0)  # firms and jobs in the last year over the first


def implausible_baseline(outcome: Outcome) -> str | None:
    """What is wrong with the province without measures, None when it is alive and in proportion."""
    read = outcome.tables["yearly"]
    years = read.years()
    if not years:
        return None
    first, last = years[0], years[-1]
    before, start, end = read.base_value("gdp", "towns"), *(read.value("gdp", "towns", year) for year in (first, last))
    if not start or not end or start <= 0 or end <= 0:
        return "GDP of the towns is not above zero"
    if before and not FIRST_YEAR[0] <= start / before <= FIRST_YEAR[1]:
        return f"GDP of the towns in {first} is {start / before:.2f} times that of the year before"
    growth = (end / start) ** (1 / max(last - first, 1)) - 1
    if not GROWTH[0] <= growth <= GROWTH[1]:
        return f"GDP of the towns grows by {growth:.1%} a year"
    for name in ("firms", "employment"):
        ends = [read.value(name, "province", year) for year in (first, last)]
        if ends[0] and ends[1] is not None and not LEFT[0] <= ends[1] / ends[0] <= LEFT[1]:
            return f"{name} in {last} are {ends[1] / ends[0]:.2f} times those of {first}"
    return None
