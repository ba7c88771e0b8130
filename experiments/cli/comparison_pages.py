"""A comparison shown on the terminal: main effects, goals, who pays, and what must be read with them."""

from __future__ import annotations

from typing import Any

from experiments.cli.talk import Talk, table
from experiments.compare.folder import Comparison


def show_comparison(talk: Talk, comparison: Comparison) -> int:
    """The answer of `compare`; 1 where an effect is out of proportion."""
    from experiments.compare.judging import beyond_in_the_mean, out_of_proportion

    about = comparison.about
    wrong = out_of_proportion(comparison)
    if talk.as_json:
        talk.data(summary(comparison) | {"implausible": wrong})
        return 1 if wrong else 0
    titles = {one["id"]: one["title"].get(talk.lang, one["id"]) for one in about["scenarios"]}
    talk.answer(
        talk.say(
            f"{len(about['cases'])} cases, compared with: {titles[about['base']]}",
            f"{len(about['cases'])} 种可能情形,对照:{titles[about['base']]}",
        )
    )
    talk.answer(effects_page(talk, comparison, titles))
    goals = goals_page(talk, comparison, titles)
    if goals is not None:
        talk.answer(goals)
    talk.answer(costs_page(talk, comparison, titles))
    for note in notes(talk, comparison):
        talk.answer(note)
    for name, text in beyond_in_the_mean(comparison).items():
        talk.answer(f"{titles[name]}: {text[talk.lang]}")
    for name, text in wrong.items():
        talk.complain(f"{titles[name]}: {text[talk.lang]}")
    return 1 if wrong else 0


def summary(comparison: Comparison) -> dict[str, Any]:
    about = comparison.about
    effects = main_effects(comparison)
    return {
        "folder": str(comparison.folder),
        "key": comparison.key,
        "cases": len(about["cases"]),
        "failed": about["failed"],
        "calibrated": about["calibrated"],
        "effects": effects.to_dict("records"),
        "goals": comparison.goals.to_dict("records"),
    }


def main_effects(comparison: Comparison):
    """Rows of effects.csv that are asked for first, in their order."""
    from analysis.comparison import MAIN

    effects = comparison.effects
    chosen = effects[effects["year"] == effects["year"].max()]
    order = {pair: place for place, pair in enumerate(MAIN)}
    place = [order.get(pair) for pair in zip(chosen["indicator"], chosen["scope"], strict=True)]
    chosen = chosen.assign(place=place).dropna(subset=["place"])
    return chosen.sort_values(["scenario", "place"], kind="stable").drop(columns="place")


SCOPES = {
    "province": ("province", "全省"),
    "designated": ("designated towns", "已认定镇"),
    "designated_2011": ("towns of 2011", "2011 年存量镇"),
}


def effects_page(talk: Talk, comparison: Comparison, titles: dict[str, str]) -> Any:
    from analysis.numbers import shown, unit_name
    from scenarios.registry import indicators

    known, zh = indicators(), talk.lang == "zh"
    rows, year = [], 0
    for row in main_effects(comparison).to_dict("records"):
        year, unit = int(row["year"]), plain_unit(row["unit"])
        label = known[row["indicator"]].label.get(talk.lang)
        lies = f"{shown(row['low'], unit, signed=True)} ~ {shown(row['high'], unit, signed=True)}"
        rows.append(
            (
                titles[row["scenario"]],
                f"{label}, {SCOPES[row['scope']][zh]}" if not zh else f"{label},{SCOPES[row['scope']][1]}",
                unit_name(unit, talk.lang),
                shown(row["base_mean"], unit),
                shown(row["effect"], unit, signed=True),
                lies,
                f"{100 * row['chance_better']:.0f} %",
            )
        )
    level = comparison.about["precision"]["level"]
    nine = (
        talk.say("nine cases in ten lie in", "九成情形落在")
        if level >= 0.899
        else talk.say(f"{100 * level:.0f} % of cases lie in", f"{100 * level:.0f}% 的情形落在")
    )
    heads: list = [
        talk.say("Scenario", "方案"),
        talk.say("Quantity", "指标"),
        talk.say("Unit", "单位"),
        (talk.say("as before", "不实施"), "right"),
        (talk.say("more (net)", "比不实施多"), "right"),
        (nine, "right"),
        (talk.say("cases better", "变好的情形"), "right"),
    ]
    title = talk.say(f"{year} [sim], current prices", f"{year} 年 算,现价")
    return table(title, heads, rows)


def plain_unit(unit: str) -> str:
    return unit.replace("wan yuan a year", "wan yuan")


def goals_page(talk: Talk, comparison: Comparison, titles: dict[str, str]) -> Any:
    from scenarios.registry import goals

    known = goals()
    table_: Any = comparison.goals.dropna(subset=["share_met"])
    if not len(table_) or comparison.about["world"] == "small":
        return None
    last = table_[table_["year"] == table_["year"].max()]
    rows = [
        (
            known[row["goal"]].label.get(talk.lang),
            titles[row["scenario"]],
            f"{100 * row['share_met']:.0f} %",
            f"{100 * row['base_share_met']:.0f} %",
            "" if row["discriminates"] else talk.say("says nothing about it", "不能区分"),
        )
        for row in last.sort_values(["goal", "scenario"], kind="stable").to_dict("records")
    ]
    heads: list = [
        talk.say("Goal", "目标"),
        talk.say("Scenario", "方案"),
        (talk.say("met", "达标"), "right"),
        (talk.say("as before", "不实施"), "right"),
        "",
    ]
    title = talk.say(
        f"Share of simulated cases (not calibrated), {int(last['year'].iloc[0])}",
        f"模型内达标比例(未校准),{int(last['year'].iloc[0])} 年",
    )
    return table(title, heads, rows)


def costs_page(talk: Talk, comparison: Comparison, titles: dict[str, str]) -> Any:
    from analysis.numbers import shown
    from analysis.spending import PAYERS

    words = dict(PAYERS.values()) | {"public": "各级财政"}
    costs: Any = comparison.costs
    rows = [
        (
            titles[row["scenario"]],
            words.get(row["payer"], row["payer"]) if talk.lang == "zh" else row["payer"],
            {"net": talk.say("paid, net", "净支出"), "own_budget": talk.say("own budget", "本级财政")}[row["kind"]],
            shown(row["amount"], "wan yuan"),
            f"{shown(row['low'], 'wan yuan')} ~ {shown(row['high'], 'wan yuan')}",
        )
        for row in costs[(costs["lever"] == "all") & costs["kind"].isin(["net", "own_budget"])].to_dict("records")
    ]
    heads: list = [
        talk.say("Scenario", "方案"),
        talk.say("Payer", "出资方"),
        talk.say("Kind", "项目"),
        (talk.say("1e8 yuan", "亿元"), "right"),
        (talk.say("cases lie in", "情形落在"), "right"),
    ]
    about = comparison.about
    span = f"{about['start']}-{about['end']}"
    return table(talk.say(f"Cost [sim], {span} in all, current prices", f"费用 算,{span} 累计,现价"), heads, rows)


def notes(talk: Talk, comparison: Comparison) -> list[str]:
    """What must be read with it."""
    about = comparison.about
    lines = [
        talk.say(
            "Not calibrated: parameters are drawn from their ranges; shares of cases are no probabilities.",
            "未校准:参数取自其范围,情形比例不代表可能性。",
        ),
        talk.say("Conditions of 2012: no basis for a budget of today.", "2012 年条件,不作现时预算依据。"),
    ]
    if about["failed"]:
        lines.append(
            talk.say(
                f"{len(about['failed'])} runs broke and are left out (compare.json says which and why).",
                f"{len(about['failed'])} 次测算失败,不计入(见 compare.json)。",
            )
        )
    precision = about["precision"]
    if precision["asked"] is not None:
        lines.append(precision_note(talk, precision, len(about["cases"])))
    lines.append(talk.say(f"Tables: {comparison.folder}", f"结果文件夹:{comparison.folder}"))
    return lines


def precision_note(talk: Talk, precision: dict[str, Any], cases: int) -> str:
    """Reached or not, and the part of the spread over cases that no number of seeds removes."""
    left = [row["seeds_cannot_remove"] for row in precision["effects"] if row["seeds_cannot_remove"] is not None]
    part = f"{100 * sum(left) / len(left):.0f} %" if left else "?"
    reached = talk.say("reached", "已达到") if precision["reached"] else talk.say("not reached", "未达到")
    return talk.say(
        f"Precision asked for: {precision['asked']:.0%}, {reached} with {cases} cases. Of the spread over cases some "
        f"{part} is doubt about parameters, which more seeds cannot remove.",
        f"要求精度 {precision['asked']:.0%},{cases} 种情形{reached}。"
        f"情形间差异约 {part} 来自参数不确定,增加模拟次数不能消除。",
    )
