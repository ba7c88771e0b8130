"""What rules count as it happens, by town, for the indicators that measures move first: flows of a quarter.

A tally costs nothing where nothing happens. Stocks are not tallied; they are read from the columns.
"""

from __future__ import annotations

import numpy as np

from model.fields import SERVICES

TALLIES: tuple[str, ...] = (
    "accidents_avoided",  # at work
    "applications",  # of firms for public support
    "courses_attended",  # firms
    "defaults",  # firms that closed without paying all their lenders
    *SERVICES,  # firms served by platforms of each kind, counted where the firm is
    "licences",  # licences taken on the technology market
    "design_jobs",  # design jobs done for clients of innovation platforms
    "farm_sales",  # wan yuan, sales of farms
    "findings",  # research that found something, firms
    "research_grants",  # R&D paid for by grants of calls, wan yuan
    "help_used",  # firms helped for which it came to something
    "help_in_vain",  # firms helped for which it did not
    "arrivals",  # projects attracted, start-ups out of universities, teams taken in, firms
    "departures",  # attracted projects that left when their support ended, firms
    "suppliers_learning",  # firms that learnt from an attracted project
    "partners_beyond",  # of them between firms of two towns
    "incubated",  # young firms in incubators
    "facilities_founded",  # facilities set up: laboratories, bases, markets, parks
    "fair_stands",  # stands at fairs that were paid for in part
    "fair_stands_new",  # of them by firms that would not have come
    "design_projects",  # design projects that were paid for in part
    "design_projects_new",  # of them by firms that would not have commissioned any
    "machines_developed",  # new machines developed by makers with support
    "software_matches",  # small firms that met a seller of software
    "software_rent",  # wan yuan paid for rented software
    "retrofit_outlay",  # wan yuan spent on the retrofit of machines
    "online_sales",  # wan yuan sold by firms that are online
    "outlet_sales",  # wan yuan sold through outlets
    "market_sales",  # wan yuan sold in professional markets
    "services_used",  # firms served by platforms
    "moved_in",  # firms that came from other towns
    "moved_out",  # firms that left for other towns
    "fees_waived",  # wan yuan
    "housing_deducted",  # wan yuan of income tax spared
    "links_founded",  # firms begun in missing links of a chain
    "partnered",  # firms that have a research partner
    "partnerships",  # begun between firms that do research
    "posts_filled",  # persons
    "pupils_ordered",  # persons
    "support_leaked",  # wan yuan lost on the way to firms
    "support_on_constraint",  # wan yuan of the old funds, counted by what the town lacks in technology (0-1)
    "support_paid",  # wan yuan that firms received
    "farm_techniques",  # techniques that farms took over from a park
    "farm_visits",  # farms that advisers of a station visited
    "farm_projects",  # farms founded by outside firms with public money
    "members",  # farms in a company's co-operative
    "machines_supported",  # machines that farm firms and food makers bought with support, wan yuan
    "firms_in_schemes",  # firms in a scheme of quality or standards
    "copies",  # times a patented invention is expected to be imitated
    "licence_seekers",  # firms expected to look for a licence
    "research_losses",  # what disappointing findings cost those who made them, log
    "quality_penalties",  # firms punished for badly made goods
    "closed_by_standards",  # firms closed because they could not pay for what a standard asks
    "short_of_money",  # firms that lack a loan's worth for their plans and a buffer
    "discouraged",  # of them firms that do not apply to a bank
    "bank_applications",  # firms that apply to a bank
    "bank_approvals",  # of them firms that get a loan
    "guarantee_fees",  # wan yuan that firms pay for guarantees, less what is paid for them
    "circle_calls",  # wan yuan that members of circles pay for one that failed
    "loans_equity_pledge",  # wan yuan outstanding on pledged shares
    "loans_rights_pledge",  # wan yuan outstanding on pledged patents
    "loans_unsecured",  # wan yuan outstanding on lines without collateral
    "firms_rated",  # technology firms rated
    "firms_in_database",  # firms that stand in the finance database
    "firms_listed",  # firms whose shares are listed
    "income_tax",  # wan yuan of income tax that firms pay
    "tax_by_small_rules",  # individual businesses taxed on half the base
    "duty_saved",  # wan yuan that platforms save on instruments free of duty
    "investment",  # wan yuan that firms pay for machines and software, without tax that nobody gets back
)


class Tallies:
    """Sums of the quarter by name and town, shape (towns,)."""

    def __init__(self, towns: int):
        self.towns = towns
        self.sums: dict[str, np.ndarray] = {}

    def add(self, name: str, by_town: np.ndarray) -> None:
        """Add to a declared tally, by town."""
        if name not in TALLIES:
            raise KeyError(f"no tally {name!r} is declared")
        self.sums[name] = self.sums.get(name, np.zeros(self.towns)) + by_town

    def add_rows(self, name: str, town: np.ndarray, values: np.ndarray) -> None:
        """Add values that stand at towns (index), weighted by the caller."""
        self.add(name, np.bincount(town, weights=values, minlength=self.towns))

    def by_town(self) -> dict[str, np.ndarray]:
        """Every declared tally, zero where nothing was counted."""
        return {name: self.sums.get(name, np.zeros(self.towns)) for name in TALLIES}
