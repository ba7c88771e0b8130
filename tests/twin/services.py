"""What a firm asks of platforms, who is served, and what a service leaves in it."""

from __future__ import annotations

from math import sqrt

from tests.twin.firm import single

LEAVES = (  # what a service of each kind leaves in the firm
    "practice",
    "visibility",
    "assistance",
    "scan",
    "certified",
    "standard",
    "filing",
    "teaching",
    "delivery",
)
MANAGEMENT, PROPERTY = 0, 6  # kinds with something of their own


def choose_services(economy, news) -> None:
    """Effects fade; firms ask the platforms of their town or the nearest; these serve up to capacity; the others wait
    or give up."""
    offers = {town: offers_in(town, news) for town in {firm.town for firm in economy.agents}}
    queues: dict[int, list] = {platform.row: [] for platform in news.platforms}
    for firm in economy.agents:
        fade(firm, news)
        firm.fees = 0.0
        platform = asks(firm, offers, news)
        if platform is not None:
            queues[platform.row].append(firm)
    for platform in news.platforms:
        serve_queue(platform, queues[platform.row], news)


def offers_in(town: int, news) -> dict[int, tuple]:
    """For each kind in reach the platform the town's firms turn to, and its nearness (0-1)."""
    weights = dict(news.near[town])
    offers: dict[int, tuple] = {}
    for platform in sorted(news.platforms, key=lambda platform: platform.kind):
        near = 1.0 if platform.town == town else weights.get(platform.town, 0.0)
        known = offers.get(platform.kind)
        if near > 0 and (known is None or near > known[1] or platform.town == town):
            offers[platform.kind] = platform, near
    return offers


def kind_thought_of(luck: float, here: dict[int, tuple]) -> int:
    """One of the kinds in reach, by lot in proportion to nearness."""
    share = luck * sum(near for _, near in here.values())
    for kind, (_, near) in here.items():
        share -= near
        if share < 0:
            return kind
    return kind


def fade(firm, news) -> None:
    """What services left fades (share a quarter)."""
    p = news.parameters.services
    firm.practice *= 1 - p.practice_decay / 4
    for effect in LEAVES[1:]:
        setattr(firm, effect, getattr(firm, effect) * single(1 - p.effect_decay / 4))


def asks(firm, offers, news):
    """The platform the firm asks this quarter, or none."""
    p = news.parameters.services
    here = offers.get(firm.town, {})
    waits_for = firm.waiting.bit_length() - 1 if firm.waiting else None
    if waits_for not in here:
        waits_for, firm.waiting = None, 0  # whom it waited for, if for anybody, is gone
    if not here:
        return None
    kind = waits_for if waits_for is not None else kind_thought_of(news.luck("kind of service", firm), here)
    platform, near = here[kind]
    if not firm.aware & (1 << kind):
        if news.happens("hears of platform", firm, p.outreach * near):
            firm.aware |= 1 << kind
        return None
    if waits_for is None and not news.happens("asks for service", firm, p.asking):
        return None
    if (kind == PROPERTY and not firm.research > 0) or not worth_asking(firm, kind, platform, near, p):
        firm.waiting = 0
        return None
    return platform


def worth_asking(firm, kind: int, platform, near: float, p) -> bool:
    """Whether what it would gain in a year (wan yuan), less from further away, exceeds the fee and its own time."""
    level = float(getattr(firm, LEAVES[kind]))
    if kind == MANAGEMENT:
        level /= p.practice_ceiling
    gain = 4 * firm.sales * p.expected_gain * max(1 - level, 0.0) * near
    return gain > fee_of(firm, platform) + p.time_cost


def fee_of(firm, platform) -> float:
    """Fee of a service (wan yuan): more the larger the firm."""
    return platform.fee * sqrt(max(firm.workers, 4.0) / 20)


def serve_queue(platform, queue: list, news) -> None:
    """First who waited, then by lot; whoever has more than half of itself within the capacity is served."""
    order = sorted(queue, key=lambda firm: (not firm.waiting, news.luck("place in the queue", firm)))
    served = 0.0
    for firm in order:
        if served + 0.5 * firm.weight <= platform.capacity:
            serve(firm, platform, news)
        else:
            gives_up = news.happens("gives up waiting", firm, news.parameters.services.giving_up)
            firm.waiting = 0 if gives_up else 1 << platform.kind
        served += firm.weight


def serve(firm, platform, news) -> None:
    """The firm pays, and the service leaves its effect: less, the more of it there is already."""
    p = news.parameters.services
    effect = LEAVES[platform.kind]
    if platform.kind == MANAGEMENT:
        firm.practice += p.practice_gain * platform.quality * max(1 - firm.practice / p.practice_ceiling, 0.0)
    else:
        level = getattr(firm, effect)
        setattr(
            firm, effect, single(float(level) + p.effect_gain * platform.quality * float(max(1 - level, single(0))))
        )
    fee = fee_of(firm, platform)
    firm.waiting = 0
    firm.cash -= fee
    firm.fees += fee
