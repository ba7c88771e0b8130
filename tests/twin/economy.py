"""The twin: the firms of a province one by one in plain Mesa, the quarter as a list of phases.

An oracle for the rules that the model runs on columns. Firms decide here for themselves; what comes to them from
elsewhere (prices, wages, limits of lenders, market totals, newcomers) is replayed from a recording (`replay.News`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import mesa

from tests.twin import (
    demography,
    finance,
    innovation,
    machines,
    meeting,
    planning,
    production,
    sales,
    services,
    settlement,
    support,
    work,
)
from tests.twin.firm import Firm
from tests.twin.replay import News


def each(rule: Callable) -> Callable:
    """A rule that every firm follows on its own."""

    def follow(economy: Economy, news: News) -> None:
        economy.agents.do(rule, news)

    return follow


def search(economy: Economy, news: News) -> None:
    """Research, imitation, licences, knowledge, partners, patents: each for all firms before the next."""
    for rule in (
        each(innovation.do_research),
        each(innovation.innovate),
        meeting.imitate,
        meeting.license_in,
        each(innovation.learn),
        meeting.find_partners,
        each(innovation.file_patents),
        each(innovation.start_or_stop_research),
    ):
        rule(economy, news)


PHASES: dict[str, Callable] = {  # by the name of the model's phase; the others change no firm
    "allocate_public_money": each(support.receive_support),
    "form_expectations": each(planning.form_expectations),
    "choose_services": services.choose_services,
    "seek_finance": each(finance.seek_finance),
    "hire_and_train": work.hire_and_train,
    "search": search,
    "invest_and_adopt": each(machines.invest_and_adopt),
    "produce": each(production.produce),
    "sell": each(sales.sell),
    "settle": settlement.settle,
    "enter_exit_move": demography.enter_exit_move,
}


class Economy(mesa.Model):
    """Firms as Mesa agents, in the order of their uid."""

    def __init__(self, firms: Iterable[dict[str, Any]]):
        super().__init__(rng=1)
        self.by_uid: dict[int, Firm] = {}
        for columns in firms:
            self.add(Firm(self, columns))

    def add(self, firm: Firm) -> None:
        """Somebody new."""
        self.by_uid[firm.uid] = firm

    def take_out(self, firm: Firm) -> None:
        """Somebody who is gone."""
        del self.by_uid[firm.uid]
        firm.remove()

    def live(self, news: News) -> Iterator[str]:
        """One quarter; yields the name of each phase when it is done."""
        for name, phase in PHASES.items():
            phase(self, news)
            yield name

    def column(self, name: str) -> list:
        """A column of all firms, in the order of their uid."""
        return [getattr(firm, name) for firm in self.by_uid.values()]
