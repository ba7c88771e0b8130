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
OTHERS = "others"

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


def spending_page(spending: Table, labels: Mapping[str, tuple[str, str]], lang: str) -> Page | None:
    """By lever: what each payer paid, and what is committed or at risk beside it. None when nothing was spent."""
    zh = lang == "zh"
    totals = by_lever(spending)
    if not totals:
        return None
    large = sum(totals.values()) > LARGE
    if large:
        totals = {key: value / WAN_OF_YI for key, value in totals.items()}
    years = quarter_codes(spending["quarter"]) // 4
    span = f"{years.min()}-{years.max()}"
    order = list(dict.fromkeys(PAYERS[name][0] for name in PAYERS))
    payers = [payer for payer in order if any(key[1] == payer and key[2] in COUNTED for key in totals)]
    shown_payer = dict(PAYERS.values())
    columns = [("政策措施 设" if zh else "Measure [assumed values]", "left")]
    columns += [(shown_payer[p] if zh else p, "right") for p in payers]
    columns += [("合计" if zh else "total", "right")]
    extra = [kind for kind in ("commitment", "contingent_loss") if any(key[2] == kind for key in totals)]
    columns += [(KINDS[kind][1] if zh else KINDS[kind][0], "right") for kind in extra]
    cost = {lever: sum(paid_by(totals, lever, payer) for payer in payers) for lever in {key[0] for key in totals}}
    dearest = sorted(cost, key=lambda lever: (-cost[lever], lever))
    rows = [_row(labels.get(lever, (lever, lever))[zh], lever, totals, payers, extra) for lever in dearest[:SHOWN]]
    if others := set(dearest[SHOWN:]):
        merged = _together(totals, others)
        rows.append(_row(f"其他 {len(others)} 项" if zh else f"{len(others)} others", OTHERS, merged, payers, extra))
    if len(cost) > 1:
        rows.append(_row("合计" if zh else "all", OTHERS, _together(totals, set(cost)), payers, extra))
    unit = ("亿元" if zh else "1e8 yuan") if large else ("万元" if zh else "wan yuan")
    title = (
        f"费用 算,{span} 年累计,{unit},现价(按账实记)"
        if zh
        else f"Cost [sim], {span} in all, {unit}, current prices (as posted)"
    )
    return Page(title, tuple(columns), tuple(rows))


def _together(totals: Mapping, levers: set[str]) -> dict[tuple[str, str, str], float]:
    """What several levers cost, as if they were one."""
    merged: dict[tuple[str, str, str], float] = {}
    for (lever, payer, kind), value in totals.items():
        if lever in levers:
            merged[OTHERS, payer, kind] = merged.get((OTHERS, payer, kind), 0.0) + value
    return merged


def _row(label: str, lever: str, totals: Mapping, payers: Sequence[str], extra: Sequence[str]) -> tuple[str, ...]:
    paid = [paid_by(totals, lever, payer) for payer in payers]
    beside = [sum(v for key, v in totals.items() if key[0] == lever and key[2] == kind) for kind in extra]
    return (label, *(digits(value) for value in (*paid, sum(paid), *beside)))


def paid_by(totals: Mapping[tuple[str, str, str], float], lever: str, payer: str) -> float:
    """Wan yuan a payer bore for a lever: paid, forgone and called, less what came back."""
    signs = {kind: -1.0 if kind == "return" else 1.0 for kind in COUNTED}
    return sum(
        signs[key[2]] * v for key, v in totals.items() if key[0] == lever and key[1] == payer and key[2] in signs
    )
