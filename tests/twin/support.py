"""Public support: a part of what was awarded is paid each quarter."""

from __future__ import annotations

from tests.twin.firm import single


def receive_support(firm, news) -> None:
    """The awards of the quarter are known; a share of what is due comes in (wan yuan)."""
    firm.support_due = news.support_due[firm.uid]
    firm.equipment_support = single(news.equipment_support[firm.uid])
    speed = news.parameters.programmes.payment_speed
    grant = speed * firm.support_due
    earned = speed * firm.equipment_due
    firm.support_due -= grant
    firm.equipment_due -= earned
    firm.cash = firm.cash + grant + earned
    firm.support_received = grant + earned
