"""Phase 2. Public money: yearly rounds of application and selection within envelopes, payment with a lag.

What was spent by the old rule before 2011 is carried on; measures come on top under their own ids.
"""

from __future__ import annotations

from model.innovation.guarding import pay_enforcement
from model.programmes.administration import pay_administration
from model.programmes.awards import pay_awards
from model.programmes.calls import hold_call
from model.programmes.capital import provide_capital
from model.programmes.circles import bring_into_circles
from model.programmes.existing import award_added_money, award_existing_funds, pay_support
from model.programmes.facilities import run_facilities, set_up_facilities
from model.programmes.funds import award_funds, pay_matching
from model.programmes.listing import list_firms, trade_shares
from model.programmes.networks import choose_clusters, pay_networks
from model.programmes.platform_support import (
    administer_grants,
    equip_platforms,
    open_branches,
    pay_contracts,
    sign_contracts,
)
from model.programmes.platforms import pay_platforms, set_up_platforms
from model.programmes.ratings import rate_technology_firms
from model.programmes.registry import CALLS
from model.programmes.titles import award_titles
from model.programmes.town_programmes import pay_town_programmes, take_towns_in
from model.quarter import is_last_of_year


def allocate_public_money(province) -> None:
    """Write support_due, awards, new platforms and facilities; pay what is due this quarter (wan yuan)."""
    if is_last_of_year(province.quarter - 1):
        award_existing_funds(province)
        award_added_money(province)
        for call in CALLS:
            hold_call(province, call)
        award_funds(province)
        choose_clusters(province)
        set_up_platforms(province)
        open_branches(province)
        sign_contracts(province)
        award_titles(province)
        take_towns_in(province)
        set_up_facilities(province)
        provide_capital(province)
        bring_into_circles(province)
        list_firms(province)
    pay_support(province)
    pay_awards(province)
    pay_matching(province)
    pay_platforms(province)
    administer_grants(province)
    pay_contracts(province)
    equip_platforms(province)
    run_facilities(province)
    pay_networks(province)
    pay_administration(province)
    pay_town_programmes(province)
    pay_enforcement(province)
    rate_technology_firms(province)
    trade_shares(province)
