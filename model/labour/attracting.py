"""What draws people with skills to a town: posts that are paid for, points towards a residence permit."""

from __future__ import annotations

import numpy as np

from model.public_finance import budget_left, measure_of, spend, use_budget

POSTS = ("students", "graduates", "postdocs", "commissioners")


def attract_people(province) -> None:
    """Fill posts of every kind; who came on one and does not stay goes again (persons)."""
    town = province.town
    if town.guests.any():
        leaving = town.guests * (1.0 - province.parameters.labour.guests_stay) / 4.0
        town.guests -= leaving
        town.force_research = np.maximum(town.force_research - leaving, 0.0)
    for kind in POSTS:
        if province.terms.acts(f"posts.{kind}"):
            fill_posts(province, kind)


def fill_posts(province, kind: str) -> None:
    """Posts a year per 10,000 residents bring research staff, who are paid an allowance; commissioners come out of the
    finite pool of the universities, the others from outside (persons, wan yuan)."""
    town, term = province.town, f"posts.{kind}"
    parts = [
        (lever, values[:, 0] * town.residents / 4e4 * province.inside)
        for lever, values in province.terms.contributions[term]
    ]
    for lever, persons in province.through(f"{mediator_of(kind)}: filled", parts, []):
        measure = measure_of(province, lever)
        persons = persons * available(province, kind, float(np.sum(persons)))
        cost = persons * measure.options["cost_per_post"]
        allowed = min(1.0, budget_left(province, lever) / max(float(cost.sum()), 1e-12))
        persons, cost = persons * allowed, cost * allowed
        use_budget(province, lever, float(cost.sum()))
        come(province, persons, measure.options["stay"])
        province.household.cash += cost
        province.household.income += cost
        pay_posts(province, lever, measure, cost)


def mediator_of(kind: str) -> str:
    """The mediator under which posts of a kind act."""
    return f"posts_{kind}"


def come(province, persons: np.ndarray, stay: float) -> None:
    """Research staff join the town's labour force (persons by town): those who will not stay as guests."""
    town = province.town
    town.force_research += persons
    town.guests += persons * (1.0 - stay)
    province.memo.tallies.add("posts_filled", persons)


def available(province, kind: str, wanted: float) -> float:
    """Share of the posts for which somebody is to be had: experts lent by universities are a finite pool."""
    if kind != "commissioners" or wanted <= 0.0:
        return 1.0
    free = float(province.university.experts_free.sum())
    return min(1.0, province.parameters.labour.experts_lent * free / wanted)


def pay_posts(province, lever: str, measure, cost: np.ndarray) -> None:
    """Allowances (wan yuan by town): the public part by its payers, the firms' part by those that employ research
    staff."""
    spend(province, "posts", lever, measure.payers, "households", cost)
    own = dict(measure.payers).get("firms", 0.0) * cost
    f = province.firm
    rows = np.flatnonzero(f.staff_research)
    staff = province.by_town_of(rows, f.staff_research)
    each = np.where(staff > 0, own / np.maximum(staff, 1e-12), 0.0)[f.town[rows]] * f.staff_research[rows]
    f.cash[rows] -= each
    province.memo.fees[rows] += each
    paid = np.bincount(f.town[rows], weights=each * f.weight[rows], minlength=len(province.town))
    province.household.cash -= own - paid  # where no firm does research nobody pays that part
    province.household.income -= own - paid
    province.ledger.pay("posts.firms", "firms", "households", float(paid.sum()), lever=lever)


def worth_of_place(province, skill: str) -> np.ndarray | float:
    """What measures add to the worth of a place (log pay, by town): permits and titles to the skilled, safe and lawful
    work to hands. Neighbours lose whom a town draws."""
    p, worth = province.parameters.labour, 0.0
    offers = (
        (("safety_training", "safety: stay", p.worth_of_safety),)
        if skill == "production"
        else (
            ("residence_points", "residence: stay", p.worth_of_residence),
            ("grassroots_titles", "titles: stay", p.worth_of_titles),
        )
    )
    for term, place, value in offers:
        if province.terms.acts(term):
            offered = np.minimum(province.terms.value(term)[:, 0], 1.0)
            worth = worth + value * province.through(f"{place}, {skill}", offered, np.zeros(len(offered)))
    return worth
