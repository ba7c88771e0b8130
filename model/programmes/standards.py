"""Standards that are not chosen: those abroad, of which exporters are told, and those the law sets at home."""

from __future__ import annotations

import numpy as np

from model.programmes.awards import grant_awards
from model.programmes.schemes import met, scheme_cost
from model.public_finance import budget_left, measure_of, public_share, spend, use_budget
from model.settlement.goods import WORLD, credit_local

FOR_LIFE = 400  # quarters


def track_foreign_standards(province) -> None:
    """Exporters are told of changes abroad; who can adapts its product and has it certified, at its own cost."""
    f, p = province.firm, province.parameters.standards
    rows, told = np.zeros(0, np.int64), []
    if province.terms.acts("foreign_standards"):
        share = province.terms.firms("foreign_standards", f.town, f.size_class)
        exporters = np.flatnonzero((share > 0) & (f.export_mix + f.processing_mix >= p.exporter))
        hears = province.draws.occurs(
            "told of foreign standards", province.quarter, f.uid[exporters], share[exporters] / 4
        )
        rows = exporters[hears]
        told = messages(province, rows)
        cost = scheme_cost(f.staff_production[rows] + f.staff_technician[rows], p.adaptation_cost)
        rows = rows[(f.cash[rows] > cost) & (cost < p.worth_adapting * 4.0 * f.sales_outside[rows])]
    told, rows = province.through("foreign_standards: adapting", (told, rows), ([], np.zeros(0, np.int64)))
    for lever, by_town in told:
        pay_staff(province, "foreign_standards", lever, by_town)
    if len(rows) == 0:
        return
    cost = scheme_cost(f.staff_production[rows] + f.staff_technician[rows], p.adaptation_cost)
    outlay = np.zeros(len(f))
    outlay[rows] = cost
    f.cash -= outlay
    province.memo.fees += outlay
    credit_local(province, province.by_town(outlay))
    province.ledger.pay("adaptation", "firms", "local_producers", float(f.weight @ outlay))
    note_borne(province, "foreign_standards", outlay)
    met(f, rows, f.certified, p.adaptation_gain)


def messages(province, rows: np.ndarray) -> list[tuple[str, np.ndarray]]:
    """What telling these firms (rows) costs (wan yuan by town), lever by lever."""
    f, costs = province.firm, []
    for lever, part in province.terms.split("foreign_standards"):
        price = measure_of(province, lever).options["cost_per_message"]
        share = part[f.town[rows], f.size_class[rows]]
        by_town = np.bincount(f.town[rows], weights=price * share * f.weight[rows], minlength=len(province.town))
        costs.append((lever, by_town))
    return costs


def pay_staff(province, account: str, lever: str, by_town: np.ndarray) -> None:
    """What those cost, beside firms, who inform and inspect, who live in the town (wan yuan)."""
    payers = measure_of(province, lever).payers
    by_town = by_town * min(1.0, budget_left(province, lever) / max(float(by_town.sum()), 1e-12))
    use_budget(province, lever, float(by_town.sum()))
    # associations pay their people out of what members and donors give: money that stays with households
    society = dict(payers).get("society", 0.0)
    society /= society + public_share(payers)
    province.ledger.note(lever, "households", "households", "payment", society * float(by_town.sum()))
    by_town = (1.0 - society) * by_town
    province.household.cash += by_town
    province.household.income += by_town
    spend(province, account, lever, payers, "households", by_town, whole=True)


def note_borne(province, term: str, outlay: np.ndarray) -> None:
    """What firms pay themselves (wan yuan, by firm) stands under the levers that made them, by each one's part."""
    f = province.firm
    for lever, part in province.terms.split(term):
        borne = float((outlay * f.weight) @ part[f.town, f.size_class])
        province.ledger.note(lever, "firms", "local_producers", "payment", borne)


# ---- energy and environment


def retrofit_cost(capital, energy, outlay):
    """What it costs to meet the standard (wan yuan): a part of the machines, by the energy a unit of output takes."""
    return outlay * energy * capital


def falls_short(province) -> np.ndarray:
    """Firms (bool) below the standard now in force: their lasting luck below the share it leaves short."""
    f = province.firm
    share = province.terms.firms("energy_standard", f.town, f.size_class)
    return province.draws.occurs("falls short of the energy standard", 0, f.uid, np.minimum(share, 1.0))


def enforce_energy_standard(province) -> None:
    """Firms found short of the standard make good at their own cost; who cannot pay is given time, or is closed."""
    f, p = province.firm, province.parameters.standards
    found, closed = np.zeros(0, np.int64), np.zeros(0, np.int64)
    if province.terms.acts("energy_standard"):
        short = np.flatnonzero(falls_short(province))
        done = np.isin(f.uid[short], complied(province))
        short = short[~done]
        visited = province.draws.occurs(
            "energy visited", province.quarter, f.uid[short], np.full(len(short), p.visits / 4)
        )
        found = short[visited]
        cost = retrofit_cost(f.capital[found], province.anchor.energy[f.industry[found]], p.retrofit_outlay)
        able = f.cash[found] > cost
        unable = found[~able]
        shut = province.draws.occurs(
            "closed by the standard", province.quarter, f.uid[unable], np.full(len(unable), p.closure)
        )
        found, closed = found[able], unable[shut]
    found, closed = province.through(
        "energy_standard: enforced", (found, closed), (np.zeros(0, np.int64), np.zeros(0, np.int64))
    )
    province.memo.closed_by_standard = closed
    province.memo.tallies.add_rows("closed_by_standards", f.town[closed], f.weight[closed])
    if len(found):
        retrofit(province, found)


def retrofit(province, rows: np.ndarray) -> None:
    """These firms (rows) buy what makes them meet the standard, and the offices that see to it are paid (wan yuan)."""
    f, p = province.firm, province.parameters.standards
    cost = retrofit_cost(f.capital[rows], province.anchor.energy[f.industry[rows]], p.retrofit_outlay)
    f.cash[rows] -= cost
    province.memo.fees[rows] += cost
    total = float(f.weight[rows] @ cost)
    province.outside.cash[WORLD] += total
    province.ledger.pay("retrofit", "firms", "world", total)
    for lever, part in province.terms.split("energy_standard"):
        borne = cost * part[f.town[rows], f.size_class[rows]] * f.weight[rows]
        province.ledger.note(lever, "firms", "world", "payment", float(borne.sum()))
        share = public_share(measure_of(province, lever).payers)
        by_town = np.bincount(f.town[rows], weights=borne, minlength=len(province.town)) * share / (1.0 - share)
        pay_staff(province, "energy_offices", lever, by_town)
        grant_awards(province, "energy_standard", lever, rows[borne > 0], np.zeros(int((borne > 0).sum())), FOR_LIFE)


def complied(province) -> np.ndarray:
    """Identities of the firms that have made good."""
    table = province.awards.get("energy_standard")
    return np.zeros(0, np.int64) if table is None else table.firm


def energy_saved(province) -> np.ndarray:
    """Energy that firms which have made good no longer use, in units of the industries' coefficients, by town."""
    f, saved = province.firm, np.zeros(len(province.town))
    rows = f.rows_of(np.unique(complied(province)))
    rows = rows[rows >= 0]
    if len(rows):
        used = f.output[rows] * province.anchor.energy[f.industry[rows]] * f.weight[rows]
        saved = province.parameters.standards.energy_saving * np.bincount(
            f.town[rows], weights=used, minlength=len(saved)
        )
    return saved
