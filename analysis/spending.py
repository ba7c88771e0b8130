"""What a policy cost, by lever and payer, as the ledger posted it. Wan yuan, current prices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from analysis.numbers import digits
from analysis.scoreboard import Page
from analysis.years import quarter_codes

CARRIED = ("in_force_2011", "existing_funds")  # how tags begin of what the baseline carries on
PAYERS = {
    "centre": ("centre", "中央"),
    "province": ("province", "省"),
    "cities": ("cities", "市"),
    "city": ("cities", "市"),
    "counties": ("counties", "县(区)"),
    "county": ("counties", "县(区)"),
    "towns": ("towns", "镇"),
    "town": ("towns", "镇"),
    "firms": ("firms", "企业"),
    "households": ("society", "社会"),
    "society": ("society", "社会"),
}
COUNTED = ("payment", "forgone_tax", "called_loss", "return")  # money that moved or was not collected
KINDS = {
    "commitment": ("committed", "承诺"),
    "payment": ("paid", "支付"),
    "forgone_tax": ("forgone tax", "税收减收"),
    "contingent_loss": ("at risk", "或有支出"),
    "called_loss": ("called", "代偿"),
    "return": ("returned", "收回"),
}

LARGE, WAN_OF_YI = 1e6, 1e4  # wan yuan: from the first on a bill is shown in 1e8 yuan
SHOWN = 15  # levers that have a line of their own, the dearest first

Table = Mapping[str, Any]  # equally long columns by name


def by_lever(
    spending: Table, first_year: int | None = None, last_year: int | None = None
) -> dict[tuple[str, str, str], float]:
    """(lever, payer, kind) -> wan yuan over the years, without what the baseline carries on."""
    years = quarter_codes(spending["quarter"]) // 4
    totals: dict[tuple[str, str, str], float] = {}
    rows = zip(years, spending["lever"], spending["payer"], spending["kind"], spending["amount"], strict=True)
    for year, lever, payer, kind, amount in rows:
        if str(lever).startswith(CARRIED) or (first_year and year < first_year) or (last_year and year > last_year):
            continue
        key = (str(lever), PAYERS.get(str(payer), (str(payer),))[0], str(kind))
        totals[key] = totals.get(key, 0.0) + float(amount)
    return totals


def spending_pages(spending: Table, labels: Mapping[str, tuple[str, str]], lang: str) -> list[Page]:
    """By lever: what each payer paid; and what is committed or at risk. No page for what there is none of."""
    zh = lang == "zh"
    totals = by_lever(spending)
    if not totals:
        return []
    large = sum(totals.values()) > LARGE
    if large:
        totals = {key: value / WAN_OF_YI for key, value in totals.items()}
    years = quarter_codes(spending["quarter"]) // 4
    span = f"{years.min()}-{years.max()}"
    order = list(dict.fromkeys(PAYERS[name][0] for name in PAYERS))
    payers = [payer for payer in order if any(key[1] == payer and key[2] in COUNTED for key in totals)]
    shown_payer = dict(PAYERS.values())
    unit = ("亿元" if zh else "1e8 yuan") if large else ("万元" if zh else "wan yuan")
    measure = ("政策措施 设" if zh else "Measure [assumed values]", "left")
    levers = {key[0] for key in totals}

    paid = {lever: tuple(paid_by(totals, lever, payer) for payer in payers) for lever in levers}
    columns = [measure, *((shown_payer[p] if zh else p, "right") for p in payers), ("合计" if zh else "total", "right")]
    rows = _dearest({lever: (*amounts, sum(amounts)) for lever, amounts in paid.items()}, labels, zh)
    title = (
        f"费用 算,{span} 年累计,{unit},现价(按账实记)"
        if zh
        else f"Cost [sim], {span} in all, {unit}, current prices (as posted)"
    )
    pages = [Page(title, tuple(columns), rows)]

    kinds = [kind for kind in ("commitment", "contingent_loss") if any(key[2] == kind for key in totals)]
    promised = {
        lever: tuple(sum(v for key, v in totals.items() if key[0] == lever and key[2] == kind) for kind in kinds)
        for lever in levers
    }
    if kinds:
        columns = [measure, *((KINDS[kind][1] if zh else KINDS[kind][0], "right") for kind in kinds)]
        title = f"承诺与或有支出 算,{span} 年累计,{unit}" if zh else f"Promised [sim], {span} in all, {unit}"
        pages.append(Page(title, tuple(columns), _dearest({k: v for k, v in promised.items() if any(v)}, labels, zh)))
    return pages


def _dearest(amounts: Mapping[str, tuple[float, ...]], labels: Mapping, zh: bool) -> tuple[tuple[str, ...], ...]:
    """Rows of levers by falling amount, those beyond the first `SHOWN` together, and all of them."""
    order = sorted(amounts, key=lambda lever: (-sum(amounts[lever]), lever))
    named = [(labels.get(lever, (lever, lever))[zh], amounts[lever]) for lever in order[:SHOWN]]
    if others := order[SHOWN:]:
        named.append((f"其他 {len(others)} 项" if zh else f"{len(others)} others", _sums(amounts, others)))
    if len(order) > 1:
        named.append(("合计" if zh else "all", _sums(amounts, order)))
    return tuple((label, *(digits(value) for value in values)) for label, values in named)


def _sums(amounts: Mapping[str, tuple[float, ...]], levers: Sequence[str]) -> tuple[float, ...]:
    return tuple(map(sum, zip(*(amounts[lever] for lever in levers), strict=True)))


def paid_by(totals: Mapping[tuple[str, str, str], float], lever: str, payer: str) -> float:
    """Wan yuan a payer bore for a lever: paid, forgone and called, less what came back."""
    signs = {kind: -1.0 if kind == "return" else 1.0 for kind in COUNTED}
    return sum(
        signs[key[2]] * v for key, v in totals.items() if key[0] == lever and key[1] == payer and key[2] in signs
    )
