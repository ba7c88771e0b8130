"""Phase 11. Everything is paid: goods, wages, fees, interest, taxes, dividends; all through the ledger, both sides."""

from __future__ import annotations

from model.settlement.budgets import bank_surplus, spend_budgets
from model.settlement.debts import pay_interest, repay_debts, settle_trade_credit
from model.settlement.fees import waive_fees
from model.settlement.goods import (
    consume,
    pay_inputs,
    pay_investment,
    pay_overheads,
    pay_research,
    receive_sales,
)
from model.settlement.local import settle_local_producers
from model.settlement.results import account_profit, pay_dividends, towns_product
from model.settlement.taxes import pay_income_tax, pay_value_added_tax, review_high_tech_status
from model.settlement.wages import pay_wages


def settle(province) -> None:
    """Write cash everywhere, value_added, profit, debts, taxes, incomes, GDP of towns."""
    pay_wages(province)
    consume(province)
    receive_sales(province)
    pay_inputs(province)
    pay_overheads(province)
    pay_research(province)
    pay_investment(province)
    pay_value_added_tax(province)
    waive_fees(province)
    pay_interest(province)
    account_profit(province)
    pay_income_tax(province)
    settle_trade_credit(province)
    repay_debts(province)
    pay_dividends(province)
    spend_budgets(province)
    settle_local_producers(province)
    bank_surplus(province)
    towns_product(province)
    review_high_tech_status(province)
