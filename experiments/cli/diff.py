"""`zhenxing diff`: what changed between two comparisons, inputs and answers."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from experiments.cli.talk import Talk, table

WORDS = {
    "turned": ("TURNED", "方向相反"),
    "now clear": ("now clear", "变为明确"),
    "no longer clear": ("no longer clear", "不再明确"),
    "moved": ("moved", "有变化"),
    "within the doubt": ("within the doubt", "在不确定范围内"),
    "same": ("same", "相同"),
}


def diff(
    talk: Talk,
    first: Annotated[Path, typer.Argument(help="The earlier comparison / 较早的比较", metavar="DIR1")],
    second: Annotated[Path, typer.Argument(help="The later one / 较晚的比较", metavar="DIR2")],
) -> int:
    from experiments.compare.differences import answers_changed, goals_changed, inputs_changed
    from experiments.results import results

    both = [comparison(results(folder), folder) for folder in (first, second)]
    inputs, answers, goals = (found(*both) for found in (inputs_changed, answers_changed, goals_changed))
    if talk.as_json:
        talk.data({"inputs": inputs, "answers": answers, "goals": goals})
        return 0
    if not inputs:
        talk.answer(talk.say("The inputs are the same.", "输入相同。"))
    else:
        heads = (talk.say("Input", "输入"), talk.say("before", "之前"), talk.say("after", "之后"))
        rows = [(row["what"], text(row["before"]), text(row["after"])) for row in inputs]
        talk.answer(table(talk.say("What was put in", "输入的变化"), heads, rows))
    talk.answer(answers_page(talk, answers))
    if goals:
        heads = (
            talk.say("Goal", "目标"),
            talk.say("Scenario", "方案"),
            talk.say("before", "之前"),
            talk.say("after", "之后"),
        )
        rows = [
            (
                f"{row['goal']} {row['year']}",
                row["scenario"],
                f"{100 * row['before']:.0f} %",
                f"{100 * row['after']:.0f} %",
            )
            for row in goals
        ]
        title = talk.say("Share of simulated cases (not calibrated)", "模型内达标比例(未校准)")
        talk.answer(table(title, heads, rows))
    return 0


def comparison(result: Any, folder: Path) -> Any:
    from experiments.compare.folder import Comparison
    from scenarios.errors import InputError

    if not isinstance(result, Comparison):
        raise InputError("this folder holds a run, not a comparison", zh="该文件夹是单次测算,不是比较", file=folder)
    return result


def text(value: Any) -> str:
    shown = str(value)
    return "-" if value is None else shown[:12] if len(shown) == 64 else shown


def answers_page(talk: Talk, answers: list[dict[str, Any]]) -> Any:
    from analysis.numbers import shown, unit_name
    from experiments.cli.comparison_pages import SCOPES, plain_unit
    from scenarios.registry import indicators

    zh, known = talk.lang == "zh", indicators()
    rows = []
    for row in answers:
        unit = plain_unit(row["unit"])
        label = f"{known[row['indicator']].label.get(talk.lang)}, {SCOPES[row['scope']][zh]} {row['year']}"
        cells = [
            f"{shown(row[f'effect_{when}'], unit, signed=True)} ({shown(row[f'low_{when}'], unit, signed=True)} ~ "
            f"{shown(row[f'high_{when}'], unit, signed=True)})"
            for when in ("before", "after")
        ]
        rows.append((row["scenario"], label, unit_name(unit, talk.lang), *cells, talk.say(*WORDS[row["answer"]])))
    heads = tuple(
        talk.say(*pair)
        for pair in (
            ("Scenario", "方案"),
            ("More than as before", "比不实施多"),
            ("Unit", "单位"),
            ("before", "之前"),
            ("after", "之后"),
            ("Answer", "结论"),
        )
    )
    return table(talk.say("What came out", "结果的变化"), heads, rows)
