"""The shipped packages: measures of some articles, scaled together until they are planned to cost the same money."""

from __future__ import annotations

from collections.abc import Mapping

from scenarios.cards import Card, decision_cards
from scenarios.money import planned_public

MONEY = 100_000.0  # wan yuan of public money a year: what the smallest of the four costs two to three times enacted
YEARS = tuple(range(2013, 2018))
PACKAGES = {  # name -> articles
    "platforms-first": (19, 21, 22, 23, 24, 25, 26, 27),
    "finance-first": (20,),
    "talent-first": (17, 18),
    "firms-first": (6, 7, 8, 9, 10, 11, 12, 13, 14, 15),
}
DIGITS = 4


def package(articles: tuple[int, ...], money: float = MONEY) -> dict[str, dict[int, float]]:
    """Paths (quarter -> value) of the measures of some articles, their enacted values times one factor, none beyond
    its studied range, that are planned to cost so much a year on average over 2013-17."""
    members = {lever: card for lever, card in decision_cards().items() if card.article in articles}
    low, high = 0.0, 1.0
    while planned(scaled(members, high)) < money:
        high *= 2.0
        if high > 1e6:
            raise ValueError(f"the measures of articles {articles} cannot spend {money:,.0f} wan yuan a year")
    for _ in range(60):
        middle = (low + high) / 2.0
        low, high = (middle, high) if planned(scaled(members, middle)) < money else (low, middle)
    return scaled(members, high)


def scaled(members: Mapping[str, Card], factor: float) -> dict[str, dict[int, float]]:
    """Enacted paths times a factor, within the studied ranges, rounded as they are written."""
    return {
        lever: {
            q: float(f"{min(value * factor, card.bounds.studied[1]):.{DIGITS}g}") for q, value in card.enacted_path()
        }
        for lever, card in members.items()
    }


def planned(levers: Mapping[str, Mapping[int, float]]) -> float:
    """Wan yuan of public money a year that levers are planned to cost, in the mean of 2013-17."""
    total, known = 0.0, decision_cards()
    for lever, path in levers.items():
        card = known[lever]
        measure = card.measure(tuple(sorted(path.items())))
        for year in YEARS:
            total += sum(planned_public(card, measure.value(4 * year + q), year) for q in range(4)) / 4.0
    return total / len(YEARS)
