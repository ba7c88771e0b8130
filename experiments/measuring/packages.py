"""The shipped packages: measures of some articles, scaled together until they are planned to cost the same money."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from experiments.folders import write_bytes
from experiments.measuring.planned_costs import YARDSTICK
from model.quarter import format_quarter, parse_quarter
from scenarios.cards import Card, cards, decision_cards
from scenarios.money import planned_public, value_for
from scenarios.policy import load
from scenarios.scenario_files import FILES

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


def planned(levers: Mapping[str, Any]) -> float:
    """Wan yuan of public money a year that levers are planned to cost, in the mean of 2013-17."""
    total, known = 0.0, cards()
    for lever, path in levers.items():
        card = known[lever]
        measure = card.measure(tuple(sorted(dict(path).items())))
        for year in YEARS:
            total += sum(planned_public(card, measure.value(4 * year + q), year) for q in range(4)) / 4.0
    return total / len(YEARS)


TITLES = {  # name -> (English, Chinese, why these articles)
    "platforms-first": (
        "Platforms first",
        "平台优先",
        "Articles 19 and 21-27: part four of the Decision, the public services for small firms, without finance.",
    ),
    "finance-first": (
        "Finance first",
        "金融优先",
        "Article 20 alone, the one about money that others lend and invest.",
    ),
    "talent-first": (
        "People first",
        "人才优先",
        "Articles 17 and 18, the last of part three: people who come, learn and travel.",
    ),
    "firms-first": (
        "Firms first",
        "企业优先",
        "Articles 6-15: part two without its plans (4, 5), part three up to brands: what goes into firms.",
    ),
    "old-rule-same-money": (
        "The same money by the old rule",
        "同样的钱按原办法使用",
        "The yardstick: the existing funds get as much more and spend it as before, in the whole province.",
    ),
}


def write_packages(folder: Path = FILES, measured: Mapping[str, float] | None = None) -> list[Path]:
    """The scenario files of the packages and of their yardstick, planned to cost the same.

    `measured`: wan yuan a year that each cost, as it stands, in the mean of a comparison's cases. What is planned is
    then corrected by it, so that they cost the same in those cases: behaviour is in the cost of what follows use.
    """
    written_files = []
    for name in TITLES:
        money = MONEY
        if measured is not None:
            money *= planned(load(name).levers) / measured[name]
        written_files.append(written(name, levers_of(name, money), money, folder))
    return written_files


def levers_of(name: str, money: float) -> dict[str, dict[int, float]]:
    """Paths of a package's measures that are planned to cost so much a year (wan yuan)."""
    if name in PACKAGES:
        return package(PACKAGES[name], money)
    value = value_for(cards()[YARDSTICK], money)
    if value is None:
        raise ValueError("the existing funds cannot spend so much")
    return {YARDSTICK: {parse_quarter("2013Q1"): float(f"{value:.{DIGITS}g}")}}


def costs_in(folder: Path) -> dict[str, float]:
    """Wan yuan of public money a year that each package cost in the mean of the cases of a comparison."""
    import pandas as pd

    costs = pd.read_csv(folder / "costs.csv")
    mine = costs[(costs["lever"] == "all") & (costs["payer"] == "public") & (costs["kind"] == "net")]
    mine = mine[pd.isna(mine["per"])]
    return {str(n): float(x) / len(YEARS) for n, x in zip(mine["scenario"], mine["amount"], strict=True) if n in TITLES}


def written(name: str, levers: Mapping[str, Mapping[int, float]], money: float, folder: Path) -> Path:
    """One scenario file."""
    english, chinese, why = TITLES[name]
    lines = [
        f"# {why}",
        f"# Public money: {MONEY:,.0f} wan yuan a year over 2013-17 in the mean of the cases, as in the others.",
        f"# Each measure by itself, at central parameters, it is planned to cost {money:,.0f}.",
        "# Enacted values times one factor, within the studied ranges. Written by `zhenxing lever-costs`.",
        f'title: {{en: "{english}", zh: "{chinese}"}}',
        "author: zhenxing",
        "inherits: baseline",
        "levers:",
    ]
    for lever, path in levers.items():
        steps = ", ".join(f"{format_quarter(quarter)}: {value:g}" for quarter, value in sorted(path.items()))
        lines.append(f"  {lever}: {{{steps}}}")
    file = folder / f"{name}.yaml"
    write_bytes(file, ("\n".join(lines) + "\n").encode())
    return file
