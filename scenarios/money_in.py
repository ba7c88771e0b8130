"""Money in, intensity out: a measure set in wan yuan of public money a year becomes the value that it buys.

`{money: 5000}`, `{money: {省: 3000, 市: 2000}}` or either with `from: 2013Q3`. Payers share the cost as the card says:
where the sums stand in another relation, the payer with least for its share decides.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from scenarios.cards import PAYERS, PAYERS_ZH, Card
from scenarios.errors import nearest
from scenarios.money import most_public, public_parts, value_for

if TYPE_CHECKING:
    from scenarios.scenario_fields import Source

FIELDS = ("money", "from")


def is_money(wanted: object) -> bool:
    """Is a lever set in money rather than in its own unit?"""
    return isinstance(wanted, Mapping) and "money" in wanted


def money_of(card: Card, wanted: Mapping, source: Source) -> float:
    """Public money a year (wan yuan) that a measure is to spend."""
    where = ("levers", card.id)
    for name in wanted:
        if name not in FIELDS:
            raise source.error(
                "a measure set in money has no such field",
                *where,
                str(name),
                zh="以资金设定的措施没有这一项",
                found=str(name),
                allowed=FIELDS,
                nearest=nearest(str(name), FIELDS),
            )
    given = wanted["money"]
    if not isinstance(given, Mapping):
        return source.amount(given, *where, "money")
    shares, named = public_parts(card), {}
    for payer, amount in given.items():
        name = PAYERS.get(str(payer), str(payer))
        if name not in shares:
            raise source.error(
                f"{card.origin('en')}: this payer bears no part of the measure",
                *where,
                "money",
                str(payer),
                zh=f"{card.origin('zh')}:该出资方不承担此项措施",
                found=str(payer),
                allowed=tuple(PAYERS_ZH[payer] for payer in shares),
            )
        named[name] = source.amount(amount, *where, "money", str(payer))
    if missing := [payer for payer in shares if payer not in named]:
        raise source.error(
            f"{card.origin('en')}: a payer of this measure is not named",
            *where,
            "money",
            zh=f"{card.origin('zh')}:缺少一个出资方",
            found=", ".join(str(payer) for payer in given),
            allowed=tuple(PAYERS_ZH[payer] for payer in shares),
            nearest=PAYERS_ZH[missing[0]],
        )
    return min(named[payer] / share for payer, share in shares.items())


def value_bought(card: Card, money: float, source: Source) -> float:
    """Value of a measure that so much public money a year (wan yuan) buys."""
    value = value_for(card, money) if public_parts(card) else None
    if value is not None:
        return value
    most = most_public(card) if public_parts(card) else 0.0
    if most <= 0.0:
        raise source.error(
            f"{card.origin('en')}: this measure costs no public money that could be planned; set its value",
            "levers",
            card.id,
            "money",
            zh=f"{card.origin('zh')}:此项措施没有可计划的财政支出,请直接设定取值",
            found=money,
            allowed=card.describe_bounds(),
            allowed_zh=card.describe_bounds_zh(),
        )
    raise source.error(
        f"{card.origin('en')}: the measure cannot spend so much within its legal bounds and envelope",
        "levers",
        card.id,
        "money",
        zh=f"{card.origin('zh')}:在法定范围和资金上限之内用不了这么多资金",
        found=money,
        allowed=f"at most {most:,.0f} wan yuan a year",
        allowed_zh=f"每年至多 {most:,.0f} 万元",
    )
