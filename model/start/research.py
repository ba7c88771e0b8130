"""Who does R&D at the end of 2011, how much, with whom, and the patents that stand and wait."""

from __future__ import annotations

import numpy as np

from model.given import Given
from model.start.rake import ratio


def research_doers(
    given: Given,
    designated: np.ndarray,
    staff: np.ndarray,
    sales: np.ndarray,
    industry: np.ndarray,
    rng: np.random.Generator,
) -> np.ndarray:
    """Which firms do R&D (bool): as many as assumed in designated towns, fewer of the same kind among candidates."""
    a = given.assumptions
    above = sales * 4 >= 2000
    score = a["research.size_slope"] * np.log(staff) + np.log(given.industries["research_over_sales"])[industry]
    score = score + rng.logistic(size=len(staff))
    found = np.zeros(len(staff), bool)
    count = round(a["research.doers"])
    ours = above & designated
    share = count / max(ours.sum(), 1)
    for group, number in ((ours, count), (above & ~designated, None)):
        rows = np.flatnonzero(group)
        number = round(len(rows) * share * a["candidate.research_intensity"]) if number is None else number
        found[rows[np.argsort(-score[rows], kind="stable")[:number]]] = True
    return found


def research_spending(
    given: Given,
    doers: np.ndarray,
    designated: np.ndarray,
    gdp: tuple[float, float],
    sales: np.ndarray,
    industry: np.ndarray,
    rng: np.random.Generator,
) -> np.ndarray:
    """R&D truly done (wan yuan a quarter) by firm: in all what falls to the towns, given the `gdp` of designated and
    candidate ones (wan yuan a year), and between industries as their R&D over sales is known."""
    a = given.assumptions
    usual = given.industries["research_over_sales"][industry] / 100 * sales
    spending = np.where(doers, usual * np.exp(a["research.intensity_log_sd"] * rng.standard_normal(len(sales))), 0.0)
    kinds = len(given.industries["research_over_sales"])
    surveyed = np.where(4 * sales >= 2000, sales, 0.0)  # what is known of industries is known of firms above scale
    known = given.industries["research_over_sales"] / 100 * np.bincount(industry, surveyed, kinds)
    spending *= ratio(known, np.bincount(industry, spending, kinds)).clip(0.05, 20.0)[industry]
    lower = a["candidate.research_intensity"]
    for group, total in ((designated, gdp[0]), (~designated, gdp[1] * lower)):
        for _ in range(30):
            wanted = a["research.intensity"] * total / 4
            spending[group] *= ratio(np.array(wanted), spending[group].sum())
            spending[group] = np.minimum(spending[group], 0.15 * sales[group])
    return spending


def research_staff(
    given: Given, spending: np.ndarray, staff: np.ndarray, designated: np.ndarray, rng: np.random.Generator
) -> np.ndarray:
    """Research staff (persons, full time) by firm, at the assumed cost of one, at most 0.35 of all staff."""
    a = given.assumptions
    found = 4 * spending / a["research.cost_per_person"] * np.exp(0.25 * rng.standard_normal(len(spending)))
    total = a["research.staff"]
    per_yuan = ratio(np.array(total), spending[designated].sum())
    for group, wanted in ((designated, total), (~designated, spending[~designated].sum() * per_yuan)):
        for _ in range(30):
            found[group] = np.minimum(found[group] * ratio(np.array(wanted), found[group].sum()), 0.35 * staff[group])
    return found


def patents(
    given: Given,
    spending: np.ndarray,
    staff: np.ndarray,
    designated: np.ndarray,
    industry: np.ndarray,
    rng: np.random.Generator,
) -> dict[str, np.ndarray]:
    """Whole patents by firm: granted this quarter, in force and pending, by kind."""
    a = given.assumptions
    doers = spending > 0
    taste = given.industries["patents_weight"][industry]
    luck = np.exp(1.1 * rng.standard_normal(len(staff)))
    strong = np.where(doers, np.maximum(spending, 1e-9) ** 0.55 * taste * luck, 0)
    others = np.where(~doers & (staff >= 10) & (rng.random(len(staff)) < 0.12), staff**0.3 * taste**1.5 * luck, 0)
    found: dict[str, np.ndarray] = {}
    yearly = a["research.patents"]
    kinds = {"invention": 0.1, "utility": 1.0, "design": 1.5}  # how far firms without R&D take part
    lags = {kind: a[f"research.lag_{kind}"] * a[f"research.{kind}"] for kind in kinds}
    scale = a["research.pending"] / sum(lags.values())
    for kind, part in kinds.items():
        outer = min(a["research.patents_by_others"] * part, 0.9)
        weight = (1 - outer) * strong / max(strong[designated].sum(), 1e-9)
        weight = weight + outer * others / max(others[designated].sum(), 1e-9)
        flow = yearly * a[f"research.{kind}"]
        for name, amount in (
            ("grants", flow / 4),
            ("force", flow * a["research.in_force"]),
            ("pending", yearly * lags[kind] * scale),
        ):
            drawn = np.zeros(len(staff))
            for group in (designated, ~designated):
                share = weight[group].sum()
                number = round(amount * share)
                if number and share > 0:
                    drawn[group] = rng.multinomial(number, weight[group] / share)
            found[f"{name}_{kind}"] = drawn
    return {
        "grants_invention": found["grants_invention"],
        "grants_other": found["grants_utility"] + found["grants_design"],
        "patents_invention": found["force_invention"],
        "patents_other": found["force_utility"] + found["force_design"],
        "pending_invention": found["pending_invention"],
        "pending_utility": found["pending_utility"],
        "pending_design": found["pending_design"],
    }


def high_tech(
    given: Given,
    spending: np.ndarray,
    sales: np.ndarray,
    designated: np.ndarray,
    industry: np.ndarray,
    rng: np.random.Generator,
) -> np.ndarray:
    """Firms with the high-tech status (0/1): most R&D over sales, more often in high technology."""
    a, table = given.assumptions, given.industries
    doers = spending > 0
    score = np.where(doers, np.log(np.maximum(spending, 1e-9) / sales), -np.inf)
    score = (
        score
        + 0.7 * (table["high_tech"] + table["knowledge_intensive"])[industry]
        + 0.5 * rng.standard_normal(len(sales))
    )
    found = np.zeros(len(sales), np.int8)
    share = a["research.high_tech"] / max((doers & designated).sum(), 1)
    for group in (designated, ~designated):
        rows = np.flatnonzero(group & doers)
        found[rows[np.argsort(-score[rows], kind="stable")[: round(len(rows) * share)]]] = 1
    return found
