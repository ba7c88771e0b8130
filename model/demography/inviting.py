"""Whom towns invite and whom they turn away: missing links of the chain, and industries that belong elsewhere."""

from __future__ import annotations

import numpy as np

from model.public_finance import budget_left, measure_of, note_by_payer, spend, use_budget


def weak_links(province) -> np.ndarray:
    """Industries that a town has beside its speciality, but too little of for its chain (bool, towns by industries)."""
    sales = province.by_cell(province.firm.sales)
    part = sales / np.maximum(sales.sum(axis=1, keepdims=True), 1e-9)
    links = (part > 0) & (part < province.parameters.demography.link_share)
    links[np.arange(len(links)), province.town.speciality] = False
    links[:, province.anchor.service_industry :] = False
    return links


def belongs_elsewhere(province) -> np.ndarray:
    """Industries that the division of labour leaves to other towns of the delta (bool, towns by industries): those in
    which a town is weaker than the delta as a whole, its speciality excepted."""
    town, sales = province.town, province.by_cell(province.firm.sales)
    delta = town.region == 0
    whole = sales[delta].sum(axis=0) / max(float(sales[delta].sum()), 1e-9)
    part = sales / np.maximum(sales.sum(axis=1, keepdims=True), 1e-9)
    weaker = (part < province.parameters.demography.weaker_than_delta * whole) & delta[:, None]
    weaker[np.arange(len(weaker)), town.speciality] = False
    weaker[:, province.anchor.service_industry :] = False
    return weaker


def invitations(province) -> np.ndarray | float:
    """Factor on births (ratio, towns by industries): above one where links are missing, below one where barred."""
    terms, factor = province.terms, 1.0
    if terms.acts("link_support"):
        support = province.through("links: invited", terms.value("link_support")[:, :1] * weak_links(province), 0.0)
        factor = factor + province.parameters.demography.births_link * support
    if terms.acts("barred_industries"):
        barred = np.minimum(terms.value("barred_industries")[:, :1], 1.0) * belongs_elsewhere(province)
        factor = factor * (1.0 - province.through("industry_division: barred", barred, 0.0))
    return factor


def support_links(province, number: np.ndarray) -> None:
    """Whoever begins in a missing link is given a start-up grant, also those who would have come anyway (wan yuan);
    `number`: entrants of the quarter by town and industry (firms)."""
    terms = province.terms
    entrants = (number * weak_links(province)).sum(axis=1) if terms.acts("link_support") else np.zeros(len(number))
    parts = [(lever, entrants, np.minimum(values[:, 0], 1.0)) for lever, values in terms.contributions["link_support"]]
    for lever, founded, intensity in province.through("links: granted", parts, []):
        measure = measure_of(province, lever)
        grant = measure.options["start_grant"] * founded * intensity
        grant = grant * min(1.0, budget_left(province, lever) / max(float(grant.sum()), 1e-12))
        use_budget(province, lever, float(grant.sum()))
        note_by_payer(province, lever, "households", "commitment", float(grant.sum()))
        province.household.cash += grant  # founders paid for their machines themselves
        province.household.income += grant
        spend(province, "link_grants", lever, measure.payers, "households", grant, whole=True)
        province.memo.tallies.add("links_founded", founded * (intensity > 0))
