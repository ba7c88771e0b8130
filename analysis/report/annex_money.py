"""Annex: what every package costs whom, and what a unit of effect costs where there is one."""

from __future__ import annotations

from analysis.numbers import MISSING, digits
from analysis.report.blocks import Block, Cell, Column, Heading, Sentence, Table
from analysis.report.phrases import indicator_name, scope_name
from analysis.report.purses import ORDER, PUBLIC, SPENT, lever_name, payer_name
from analysis.report.reading import ALL, Material
from analysis.report.titles import short_title
from analysis.report.voice import Voice

REASONS = {
    "no public money is spent more than in the base": "财政支出未多于不实施",
    "the interval of the effect holds zero": "净增区间含零,不作比值",
    "the effect goes the wrong way": "效果方向相反",
    "no support goes to firms under the scenario's measures": "该方案下没有给企业的补助",
    "firms' outlay is not distinguishable from the base": "企业投入与不实施分不清",
    "in some cases nothing is gained for it": "部分情形没有增加,区间无上限",
}


def money_section(material: Material, voice: Voice, drawn: set[str]) -> list[Block]:
    blocks: list[Block] = [Heading(voice.text("4. Money", "四、资金"), 2)]
    blocks.append(
        Sentence(
            voice.parts(
                "As the ledger posted it, {a}-{b} in all, current prices, each package less as before, mean of "
                "n = {n} cases. Measures never published are assumptions.",
                "按账实记,{a}-{b} 年累计,现价,各组合减不实施,{n} 种情形平均。未公布的政策力度为假设。",
                a=str(material.about["first_year"]), b=str(material.year), n=str(material.n),
            ), "small",
        )
    )  # fmt: skip
    blocks.append(levers_table(material, voice))
    blocks.append(payers_table(material, voice))
    blocks.append(budgets_table(material, voice))
    blocks.append(per_effect_table(material, voice))
    return blocks


def levers_table(material: Material, voice: Voice) -> Table:
    """Measures of the first package: ceiling, committed, paid, by payer."""
    scenario = material.best
    payers = [
        payer for payer in ORDER if any(_bore(material, scenario, lever, payer) for lever in material.levers(scenario))
    ]
    rows: list[tuple[Cell, ...]] = []
    for lever in material.levers(scenario):
        bore = [_bore(material, scenario, lever, payer) for payer in payers]
        promised, risk = (material.money(scenario, [kind], lever) for kind in ("commitment", "contingent_loss"))
        if not any(bore) and not promised and not risk:
            continue
        rows.append(
            (
                lever_name(lever, voice),
                ceiling(lever, material, voice),
                *(money(x) for x in (promised, *bore, sum(bore), risk)),
            )
        )
    columns = (
        Column(voice.text("Measure", "政策措施"), width=0.27),
        Column(voice.word("ceiling"), "right", "assumed"),
        Column(voice.word("commitment"), "right", "simulated"),
        *(Column(payer_name(payer, voice), "right", "simulated") for payer in payers),
        Column(voice.text("borne in all", "支付合计"), "right", "simulated"),
        Column(voice.text("at risk", "或有支出"), "right", "simulated"),
    )
    caption = voice.text("“{name}”: ceiling, committed, paid; wan yuan", "“{name}”:上限、承诺、支付,万元",
                         name=short_title(material, scenario, voice))  # fmt: skip
    notes = (voice.text("Paid: payments, forgone tax and guarantees called, less what came back. Ceiling: "
                        "envelopes of the cards; — means none.",
                        "支付:拨付、税收减收与代偿,扣除收回。上限为卡片所列总额,— 表示不设。"),)  # fmt: skip
    return Table("levers", caption, columns, tuple(rows), notes, "tight")


def _bore(material: Material, scenario: str, lever: str, payer: str) -> float:
    total = 0.0
    for kind in (*SPENT, "return"):
        row = material.cost(scenario, lever, payer, kind)
        if row is not None:
            total += -float(row["amount"]) if kind == "return" else float(row["amount"])
    return total


def ceiling(lever: str, material: Material, voice: Voice) -> str:
    """Wan yuan that the card's envelopes allow over the run."""
    from scenarios.cards import cards

    card = cards().get(lever)
    if card is None or not card.envelope:
        return MISSING
    return money(sum(card.measure().ceiling(year) for year in range(material.about["first_year"], material.year + 1)))


def money(amount: float) -> str:
    return digits(amount, 3) if amount else "0"


def payers_table(material: Material, voice: Voice) -> Table:
    """All packages: what each payer bears."""
    payers = [payer for payer in ORDER if any(material.cost(s, ALL, payer, "net") for s in material.ranked)]
    rows = []
    for scenario in material.ranked:
        found = [material.cost(scenario, ALL, payer, "net") for payer in payers]
        public = material.cost(scenario, ALL, "public", "net")
        cells = ["0" if row is None else money(float(row["amount"])) for row in (*found, public)]
        told = MISSING if public is None else f"{money(float(public['low']))} … {money(float(public['high']))}"
        rows.append((short_title(material, scenario, voice), *cells, told))
    columns = (
        Column(voice.text("Package", "政策组合"), width=0.3),
        *(Column(payer_name(payer, voice), "right", "simulated") for payer in payers),
        Column(voice.text("all public money", "各级财政合计"), "right", "simulated"),
        Column(voice.text("interval", "区间"), "right", "simulated"),
    )
    caption = voice.text("What each payer bears, wan yuan, net of what came back", "各出资方负担,万元(扣除收回)")
    return Table("payers", caption, columns, tuple(rows), (), "tight")


def budgets_table(material: Material, voice: Voice) -> Table:
    """Own budgets: revenue, programmes, what is left, for the first package."""
    rows = []
    for level in PUBLIC:
        found = [
            material.cost(material.best, ALL, level, kind) for kind in ("own_revenue", "own_programmes", "own_budget")
        ]
        if not all(found):
            continue
        left = found[2]
        assert left is not None
        rows.append(
            (payer_name(level, voice), *(money(float(row["amount"])) for row in found if row is not None),
             f"{money(float(left['low']))} … {money(float(left['high']))}")
        )  # fmt: skip
    columns = (
        Column(voice.text("Level", "级次")),
        Column(voice.text("revenue", "收入"), "right", "simulated"),
        Column(voice.text("programmes", "专项支出"), "right", "simulated"),
        Column(voice.text("net", "净影响"), "right", "simulated"),
        Column(voice.text("interval of the net", "净影响区间"), "right", "simulated"),
    )
    caption = voice.text("Every level's own budget, wan yuan, “{name}” less as before",
        "各级本级财政,万元,“{name}”减不实施",
                         name=short_title(material, material.best, voice))  # fmt: skip
    return Table("budgets", caption, columns, tuple(rows), (), "tight")


RATIOS = ("per_effect", "deadweight", "leverage_nominal", "leverage_additional")


def per_effect_table(material: Material, voice: Voice) -> Table:
    """Cost per effect, deadweight and leverage by package; a letter says why there is none."""
    kept = material.costs[material.costs["kind"].isin(RATIOS)].to_dict("records")
    order = sorted({(RATIOS.index(row["kind"]), str(row["per"])) for row in kept})
    found = {(RATIOS.index(row["kind"]), str(row["per"]), row["scenario"]): row for row in kept}
    why: dict[str, str] = {}
    rows: list[tuple[Cell, ...]] = []
    for key in order:
        cells = [found.get((*key, scenario)) for scenario in material.ranked]
        first = next(row for row in cells if row is not None)
        rows.append((ratio_name(first, voice), *(ratio_cell(row, why, voice) for row in cells)))
    columns = (
        Column(voice.text("Ratio, unit", "比值,单位"), width=0.42),
        *(Column(short_title(material, scenario, voice), "right", "simulated") for scenario in material.ranked),
    )
    caption = voice.text("Cost per effect, only where the effect excludes zero; deadweight; additional private money",
                         "单位效果费用(仅在净增区间不含零时);不补也会做的部分;净撬动社会投入")  # fmt: skip
    notes = (voice.text("; ", ";").join(f"{letter}: {told}" for told, letter in why.items()),) if why else ()
    return Table("ratios", caption, columns, tuple(rows), notes, "tight stacked")


def ratio_cell(row: dict | None, why: dict[str, str], voice: Voice) -> str:
    """The ratio and, below, its interval; a letter for the reason where either has none, or no upper end."""
    if row is None:
        return ""
    amount, low, high = (
        MISSING if row[name] is None or row[name] != row[name] else digits(float(row[name]), 2)
        for name in ("amount", "low", "high")
    )
    letter = ""
    if MISSING in (amount, low, high):
        letter = " " + why.setdefault(reason(row["reason"], voice), "abcdefg"[len(why) % 7])
    return f"{MISSING}{letter}" if amount == MISSING else f"{amount}\n{low} … {high}{letter}"


def ratio_name(row: dict, voice: Voice) -> str:
    if row["kind"] == "per_effect":
        indicator, scope = row["per"].split("@")
        unit = row["unit"].removeprefix("wan yuan a unit (").removesuffix(")")
        return voice.text("wan yuan of public money per unit of {what} ({scope}; {unit})",
            "每多一单位{what}({scope};{unit})的财政资金,万元",
                          what=indicator_name(voice, indicator), scope=scope_name(voice, scope), unit=base_unit(unit,
                          voice))  # fmt: skip
    names = {
        "deadweight": (voice.word("deadweight"), voice.text("share of the outlay supported", "占受补助投入比重")),
        "leverage_nominal": (
            voice.text("private money per public yuan, nominal", "名义撬动"),
            voice.text("yuan a yuan", "元/元"),
        ),
        "leverage_additional": (voice.word("leverage"), voice.text("yuan a yuan", "元/元")),
    }
    return ", ".join(names[row["kind"]]) if not voice.zh else "，".join(names[row["kind"]])


def base_unit(unit: str, voice: Voice) -> str:
    """The unit a ratio is per, not scaled."""
    if unit.startswith("wan yuan"):
        return voice.word("money")
    if unit.startswith("patents"):
        return voice.text("patent", "件")
    return voice.unit(unit)


def reason(text: object, voice: Voice) -> str:
    told = str(text)
    return voice.text("{t}", "{t}", t=REASONS.get(told, told) if voice.zh else told)
