"""What a firm pays, whom it trains, hires and lays off."""

from __future__ import annotations

from math import exp

from tests.twin.production import labour_wanted, output_financed, output_planned, technicians_a_worker


def hire_and_train(economy, news) -> None:
    """Every firm shares its rents and trains; then vacancies are filled as far as the towns' people reach."""
    firms = list(economy.agents)
    for firm in firms:
        share_rents(firm, news)
        graduate(firm, news)
        train_own(firm, news)
    applicants = [firm for firm in firms if applies_for_training(firm, news)]
    shares = applied_shares(firms, applicants, news)
    for firm in applicants:
        take_places(firm, shares[firm.town], news)
    for firm in firms:
        change_staff(firm, news)


def share_rents(firm, news) -> None:
    """Pay over the town's wage (ratio) moves with the surplus over normal."""
    p = news.parameters.labour
    surplus = min(max((firm.profitability - p.normal_margin) / p.normal_margin, -2.0), 4.0)
    firm.wage_factor += p.wage_adjustment * (exp(p.rent_sharing * surplus) - firm.wage_factor)


def graduate(firm, news) -> None:
    """Trainees become technicians, some of whom are poached; skills that are out of date count no more (persons)."""
    p = news.parameters.labour
    done = firm.trainees / p.training_quarters
    firm.trainees -= done
    done = min(done, firm.staff_production)
    technicians = firm.staff_technician + done * (1 - p.poached)
    outdated = technicians * news.town(firm).skill_decay
    firm.staff_technician = technicians - outdated
    firm.staff_production = firm.staff_production - done + outdated


def train_own(firm, news) -> None:
    """The firm's own training (persons), more with help of a platform."""
    p = news.parameters.labour
    firm.trainees += firm.staff_production * float(p.own_training / 4 * (1 + p.teaching_gain * firm.teaching))


def applies_for_training(firm, news) -> bool:
    """Whether the firm is one of those that apply for subsidised places: for life, the larger the likelier."""
    return news.lasting(
        "applies for training", firm, news.parameters.labour.training_applicants_by_size * (1 + firm.size_class)
    )


def applied_shares(firms, applicants, news) -> list[float]:
    """Share of each town's production staff in firms that apply."""
    all_staff, theirs = [0.0] * len(news.towns), [0.0] * len(news.towns)
    for firm in firms:
        all_staff[firm.town] += firm.staff_production * firm.weight
    for firm in applicants:
        theirs[firm.town] += firm.staff_production * firm.weight
    return [part / max(whole, 1e-12) for part, whole in zip(theirs, all_staff, strict=True)]


def take_places(firm, applied_share: float, news) -> None:
    """Subsidised places by staff (persons); the firm pays its part, which is a cost; some would have been its own."""
    crowding = news.parameters.labour.training_crowding
    for offer in news.training:
        by_staff = offer.places[firm.town][firm.size_class] / 1000 / 4  # a quarter, per head
        places = by_staff * firm.staff_production / max(applied_share, 0.05) * offer.granted
        cost = places * offer.price * offer.own_part
        firm.cash -= cost
        firm.fees += cost
        firm.trainees += places * (1 - crowding)


def staff_wanted(firm, news) -> dict[str, float]:
    """Staff (persons) to make what the firm expects to sell and to stock, and for the research it plans."""
    produce, research = news.parameters.produce, news.parameters.research
    goal = max(output_planned(firm, produce), 0.3 * firm.expected_sales)
    goal = output_financed(firm, goal, news)
    hands = labour_wanted(firm, goal, firm.capital, news)
    usual = hands * technicians_a_worker(firm, news)
    labour = news.parameters.labour  # technicians beyond the usual take the place of hands
    technicians = min(max(firm.staff_technician, usual), labour.technicians_used * usual)
    wanted = {
        "production": max(hands - produce.technician_weight * (technicians - usual), labour.least_staff),
        "technician": technicians,
        "research": 0.0,
    }
    if firm.research_ratio > 0:
        pay = news.town(firm).wage_research * firm.wage_factor * (1 + news.parameters.settle.social_rate)
        wanted["research"] = research.labour_share * firm.planned_research / pay
    return wanted


def change_staff(firm, news) -> None:
    """Part of the way to the staff wanted: lay off, or hire as far as cash and the town's people allow."""
    speed, town = news.parameters.labour.hiring_speed, news.town(firm)
    for skill, wanted in staff_wanted(firm, news).items():
        staff = getattr(firm, f"staff_{skill}")
        change = speed * (wanted - staff)
        if change > 0:
            if firm.cash < 0:
                limit = news.parameters.demography.overdraft_limit * firm.sales
                change *= max(1 + firm.cash / max(limit, 1e-9), 0.0)
            change *= getattr(town, f"filled_{skill}")
        setattr(firm, f"staff_{skill}", staff + change)
