"""What a firm finds out: its own research, findings, knowledge, patents, and whether it does research at all."""

from __future__ import annotations

from math import exp, floor, log, sqrt

from tests.twin.firm import single
from tests.twin.sales import lump

PATENTS = ("invention", "utility", "design")


def do_research(firm, news) -> None:
    """R&D done (wan yuan): what was planned, as far as the research staff carries it."""
    p = news.parameters.research
    firm.research = firm.research_reported = firm.intensity = 0.0
    if firm.research_ratio > 0:
        pay = news.town(firm).wage_research * firm.wage_factor * (1 + news.parameters.settle.social_rate)
        carried = firm.staff_research * pay / p.labour_share
        firm.research = min(max(firm.planned_research, 0.0), carried * p.staff_stretch)
        firm.research_reported = firm.research * (1 + p.relabelled * firm.uses_deduction)
    if firm.research > 0:
        usual = news.anchor.research_usual[firm.industry]
        firm.intensity = firm.research / max(firm.sales, 1e-6) / usual


def innovate(firm, news) -> None:
    """Luck of the trade for every firm, a finding now and then for those who search (log)."""
    p = news.parameters.search
    strikes = news.parameters.sell.lumpiness
    evens_out = p.luck_by_size**firm.size_class  # among the many products of a large firm
    scale = evens_out / sqrt(2 * strikes)
    stroke = p.process_luck * scale * lump(news.luck("process", firm), strikes)
    firm.process = p.persistence * firm.process + stroke
    usual = news.anchor.usual_base[firm.town][firm.industry]  # a lead of its kind is competed away, slowly
    firm.base += (1 - p.kind_persistence) * (usual - firm.base) + p.lasting * stroke
    firm.quality = p.persistence * firm.quality + p.quality_luck * scale * lump(news.luck("quality", firm), strikes)
    firm.design *= p.persistence
    effort = firm.intensity + float(p.assistance_effort * firm.assistance)
    if effort <= 0.01:
        return
    help_found = 1 + p.assistance_gain * float(firm.assistance)
    chance = 1 - exp(-p.finding_rate * sqrt(effort) * sqrt(firm.knowledge) * help_found)
    if not news.happens("finds", firm, chance):
        return
    worth = p.worth_mean + p.worth_spread * news.normal("worth", firm)
    if worth < 0:
        worth *= p.loss_accepted  # most of a loss is seen in trials and avoided
    if news.happens("process or product", firm, p.process_part):
        firm.process += worth
    else:
        firm.quality += worth
    firm.design += p.design_part * abs(worth)


def learn(firm, news) -> None:
    """Old knowledge wears, new flows in from every source (stock, 1 = usual)."""
    p = news.parameters.knowledge
    inflow = (
        p.from_practice
        + p.from_research * sqrt(firm.intensity)
        + p.from_spill * news.anchor.spill[firm.town][firm.industry]
        + float(p.from_assistance * firm.assistance)
        + p.from_partner * firm.has_partner
        + float(p.from_scan * firm.scan)
    )
    wear = news.anchor.knowledge_depreciation[firm.industry] / 4
    firm.knowledge = max(firm.knowledge + wear * (inflow - firm.knowledge), p.least)


def whole(amount: float, luck: float) -> int:
    """An amount rounded up or down by chance, right on average."""
    down = floor(amount)
    return down + (luck < amount - down)


def granted_share(kind: str, p) -> float:
    """Share of applications granted in the end: inventions are examined, the others hardly."""
    return p.granted_invention if kind == "invention" else p.granted_other


def expected_filings(firm, kind: str, news) -> float:
    """Applications of a kind in a quarter's work, of a firm that knows how to file."""
    p, rate = news.parameters.patents, news.anchor.patent_rate[firm.industry][PATENTS.index(kind)]
    hands = max(firm.workers, 1.0)
    if kind == "design":  # out of its lines of products, the more of them the more hands
        worth = hands**p.size_elasticity * exp(0.5 * firm.design)
    elif not firm.research > 0:
        return 0.0
    else:
        work = firm.research / news.town(firm).wage_research
        worth = work**p.research_elasticity * hands**p.results_by_size * float(1 + p.filing_gain * firm.filing)
    if kind == "invention":
        rate *= news.series["research_norm"] ** p.inventions_by_norm
    return rate * worth / granted_share(kind, p)


def files_first(firm, news) -> None:
    """A firm without patents may file its first: a utility model out of research, otherwise that or a design."""
    p, anchor, does_research = news.parameters.patents, news.anchor, firm.research > 0
    chance = p.first / 4 * news.series["research_norm"] ** p.first_by_norm * p.first_by_size**firm.size_class
    chance *= 1 + p.first_by_example * anchor.patented_near[firm.town][firm.industry]
    chance *= 1 + p.first_by_research * does_research
    chance *= float(1 + p.filing_gain * firm.filing)
    if not news.happens("files its first patent", firm, min(chance, 1.0)):
        return
    if not does_research and news.happens("first is a design", firm, p.first_designs):
        firm.pending_design += single(1)
    else:
        firm.pending_utility += single(1)


def file_patents(firm, news) -> None:
    """Patents lapse, some of those pending are granted after their kind's lag, new ones are filed."""
    p = news.parameters.patents
    knows_how = firm.patents_invention + firm.patents_other > 0 or any(
        getattr(firm, f"pending_{kind}") > 0 for kind in PATENTS
    )
    lags = {"invention": p.lag_invention, "utility": p.lag_utility, "design": p.lag_design}
    for name, lapse in (("patents_invention", p.lapse_invention), ("patents_other", p.lapse_other)):
        held = getattr(firm, name)
        lapsed = whole(float(held * single(lapse / 4)), news.luck(f"lapses {name}", firm))
        setattr(firm, name, held - single(min(lapsed, float(held))))
    firm.grants_invention = firm.grants_other = single(0)
    for kind in PATENTS:
        pending = getattr(firm, f"pending_{kind}")
        if pending > 0:
            ready = float(pending / single(4 * lags[kind]))
            decided = min(whole(ready, news.luck(f"grants {kind}", firm)), float(pending))
            pending -= single(decided)
            kept = single(whole(decided * granted_share(kind, p), news.luck(f"grant judged {kind}", firm)))
            if kind == "invention":
                firm.patents_invention += kept
                firm.grants_invention += kept
            else:
                firm.patents_other += kept
                firm.grants_other += kept
        if knows_how:
            filed = whole(expected_filings(firm, kind, news), news.luck(f"files {kind}", firm))
            pending = single(pending + single(filed))
        setattr(firm, f"pending_{kind}", single(pending))
    if not knows_how:
        files_first(firm, news)


def start_or_stop_research(firm, news) -> None:
    """Some give research up, the sooner when they lose money; profitable ones begin, the larger the likelier."""
    p, anchor = news.parameters.research, news.anchor
    if firm.research_ratio > 0:
        chance = p.stopping / 4 * (2 if firm.profitability < 0 else 1)
        if news.happens("stops research", firm, chance):
            firm.research_ratio = 0.0
    elif firm.profitability > 0:
        relative = min(firm.sales / anchor.sales_of_class[firm.size_class], p.largest_beginner)
        chance = anchor.research_start[firm.size_class] * relative * news.series["research_norm"] ** 2
        chance *= float(1 + firm.assistance)
        if news.happens("starts research", firm, chance):
            spread = p.ratio_spread
            luck = exp(spread * news.normal("research ratio", firm) - 0.5 * spread**2)
            firm.research_ratio = anchor.research_usual[firm.industry] * luck


def absorptive_capacity(firm) -> float:
    """Share of what others do that the firm can take up (Cohen and Levinthal 1990)."""
    does_research = 1.0 if firm.research > 0 else 0.0
    index = 2 * log(firm.knowledge) + 0.5 * does_research - 1 + float(firm.scan)
    return 1 / (1 + exp(-index))
