"""Public support: a part of what was awarded is paid each quarter."""

from __future__ import annotations


def receive_support(firm, news) -> None:
    """The awards of the quarter are known; a share of what is due comes in, and what governments pay on awards (wan
    yuan)."""
    firm.support_due = news.support_due[firm.uid]
    firm.equipment_support = news.equipment_support.get(firm.uid, 0.0)
    grant = news.parameters.programmes.payment_speed * firm.support_due
    earned = news.awards_paid.get(firm.uid, 0.0)
    firm.support_due -= grant
    firm.cash = firm.cash + grant + earned
    firm.support_received = grant + earned
