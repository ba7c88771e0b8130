"""Whom a firm meets and what comes of it: imitation, licences, partners. Everybody moves at once."""

from __future__ import annotations

from math import exp, hypot

from tests.twin.firm import SMALL, single
from tests.twin.innovation import absorptive_capacity


def met(seeker, members, numbers, where: float, whom: float, news):
    """Whom a seeker meets among the members of its trade (dict by town and industry), and the town it looked in.

    A town is looked in in proportion to its number of firms of the trade and its nearness, a member there in
    proportion to the firms it stands for. Meeting oneself is meeting nobody.
    """
    pulls = [(town, weight * numbers(town, seeker.industry)) for town, weight in news.near[seeker.town]]
    total = sum(pull for _, pull in pulls)
    if total <= 0:
        return None, None
    passed, place = 0.0, pulls[-1][0]
    for town, pull in pulls:
        passed += pull
        if passed >= where * total:
            place = town
            break
    there = members.get((place, seeker.industry), [])
    found = one_of(there, whom) if there else None
    return (None if found is seeker else found), place


def one_of(firms: list, luck: float):
    """One of some firms, in proportion to what each stands for."""
    mark, passed = luck * sum(firm.weight for firm in firms), 0.0
    for firm in firms:
        passed += firm.weight
        if passed >= mark:
            break
    return firm


def by_trade(firms) -> dict:
    """Firms by town and industry."""
    members: dict = {}
    for firm in firms:
        members.setdefault((firm.town, firm.industry), []).append(firm)
    return members


def distance(one, other) -> float:
    """How far two firms are apart in the technology plane."""
    return float(hypot(single(one.position_x - other.position_x), single(one.position_y - other.position_y)))


def come_nearer(firm, place: tuple, step: float) -> None:
    """Who takes over from another comes nearer to its place in technology."""
    firm.position_x += single(step * (place[0] - firm.position_x))
    firm.position_y += single(step * (place[1] - firm.position_y))


def imitate(economy, news) -> None:
    """Some look at a firm of their trade within reach and take over a part of what it does better (log)."""
    p, members, taken = news.parameters.search, by_trade(economy.agents), []
    for firm in economy.agents:
        if not news.happens("looks at another", firm, p.imitation_rate / 4 * float(1 + p.scan_gain * firm.scan)):
            continue
        where, whom = news.luck("looks where", firm), news.luck("looks at whom", firm)
        model, _ = met(firm, members, lambda town, trade: news.anchor.firms_of_trade[town][trade], where, whom, news)
        if model is None or model.process <= firm.process:
            continue
        follows = exp(-((distance(firm, model) / p.technology_width) ** 2))
        guarded = model.patents_invention + model.patents_other >= 1
        chance = absorptive_capacity(firm) * follows * (1 - p.protection * guarded)
        if news.happens("follows another", firm, chance):
            taken.append((firm, model.process - firm.process, (model.position_x, model.position_y)))
    for firm, gap, place in taken:
        firm.process += p.imitation_step * gap
        come_nearer(firm, place, p.imitation_step)


def license_in(economy, news) -> None:
    """Profitable firms look for a stranger's patent, and buy a part of the gap if they can pay and absorb it."""
    p, owners, bought = news.parameters.licences, {}, []
    for firm in economy.agents:
        if firm.patents_invention >= 1:
            owners.setdefault(firm.industry, []).append(firm)
    for firm in economy.agents:
        if firm.size_class < SMALL or not firm.profitability > 0 or firm.industry not in owners:
            continue
        if not news.happens("looks for a licence", firm, float(p.market * (1 + p.scan_gain * firm.scan) / 4)):
            continue
        sellers = owners[firm.industry]
        seller = one_of(sellers, news.luck("licence of whom", firm))
        gap = seller.process - firm.process
        saves_in_two_years = 8 * firm.sales * p.saving * p.step * gap
        fee = p.fee * saves_in_two_years
        if seller is firm or gap <= 0 or fee <= p.least_fee or firm.cash <= fee:
            continue
        if news.happens("takes a licence", firm, absorptive_capacity(firm)):
            bought.append((firm, seller, gap, fee, (seller.position_x, seller.position_y)))
    for firm, seller, gap, fee, place in bought:
        firm.process += p.step * gap
        come_nearer(firm, place, p.step)
        firm.cash -= fee
        firm.fees += fee
        received = fee * firm.weight / seller.weight  # a firm
        seller.cash += received
        seller.fees -= received


def find_partners(economy, news) -> None:
    """Partnerships end for both; research firms without a partner look for one, neither too near nor too far."""
    p = news.parameters.search
    for firm in [firm for firm in economy.agents if partnership_ends(firm, economy, news)]:
        firm.partner = -1
    free = [firm for firm in economy.agents if firm.research > 0 and not firm.has_partner and firm.weight > 0]
    members = by_trade(free)

    def number(town, trade):
        return sum(firm.weight for firm in members.get((town, trade), []))

    for firm in free:
        if not news.happens("looks for partner", firm, p.partnership_start / 4):
            continue
        other, _ = met(firm, members, number, news.luck("partner where", firm), news.luck("partner whom", firm), news)
        if other is None:
            continue
        wish = exp(-((distance(firm, other) - p.best_distance) ** 2) / p.distance_width**2)
        if news.happens("agrees", firm, wish) and not (firm.has_partner or other.has_partner):
            firm.partner, other.partner = other.uid, firm.uid


def partnership_ends(firm, economy, news) -> bool:
    """Whether the firm's partnership ends: by luck, which is the pair's, or since one of the two does no research."""
    if not firm.has_partner:
        return False
    other = economy.by_uid.get(firm.partner)
    if other is None or not (firm.research > 0 and other.research > 0):
        return True
    older = min(firm, other, key=lambda one: one.uid)
    return news.happens("partnership ends", older, news.parameters.search.partnership_end / 4)
