"""Phase 2. Public money: yearly rounds of application and selection within envelopes, payment with a lag.

What was spent by the old rule before 2011 is carried on; measures come on top under their own ids.
"""

from __future__ import annotations

from model.programmes import CALLS
from model.programmes.administration import pay_administration
from model.programmes.awards import pay_awards
from model.programmes.calls import hold_call
from model.programmes.existing import award_existing_funds, pay_support
from model.programmes.funds import award_funds, pay_matching
from model.programmes.networks import choose_clusters, pay_networks
from model.programmes.platforms import pay_platforms, set_up_platforms
from model.quarter import is_last_of_year


def allocate_public_money(province) -> None:
    """Write support_due, awards, new platforms; pay what is due this quarter (wan yuan)."""
    if is_last_of_year(province.quarter - 1):
        award_existing_funds(province)
        for call in CALLS:
            hold_call(province, call)
        award_funds(province)
        choose_clusters(province)
        set_up_platforms(province)
    pay_support(province)
    pay_awards(province)
    pay_matching(province)
    pay_platforms(province)
    pay_networks(province)
    pay_administration(province)
