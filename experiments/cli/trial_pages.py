"""What `zhenxing trial` shows: a result, and everything a trial file may name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from experiments.cli.talk import Talk, table
from scenarios.errors import clean

if TYPE_CHECKING:
    from experiments.trial.study import TrialResult


def show_trial(talk: Talk, result: TrialResult) -> None:
    """The sentences, the estimates, where it is."""
    from experiments.trial.folder import finite
    from experiments.trial.tables import estimate_rows
    from experiments.trial.words import number

    rows = estimate_rows(result.found)
    if talk.as_json:
        talk.data(
            {
                **result.about,
                "folder": str(result.folder),
                "passed": result.passed,
                "estimates": [{name: finite(value) for name, value in row.items()} for row in rows],
            }
        )
        return
    talk.answer(*(clean(line, 1200) for line in result.sentences(talk.lang)))
    words = {"study": ("study's estimator", "研究方法"), "direct": ("twins: treated", "孪生:处理者"),
             "indirect": ("twins: untreated", "孪生:未处理者"), "total": ("twins: all", "孪生:全体")}  # fmt: skip
    heads = ["", (talk.say("Effect", "效应"), "right"), (talk.say("95 % from", "95% 下限"), "right"),
             (talk.say("to", "上限"), "right"), (talk.say("Units", "单位数"), "right")]  # fmt: skip
    cells = [
        (talk.say(*words[row["what"]]), number(row["effect"]), number(row["low"]), number(row["high"]), row["units"])
        for row in rows
        if row["what"] in words
    ]
    talk.answer(table("", heads, cells))
    talk.answer(talk.say(f"Written: {clean(result.folder, 200)}", f"已写入:{clean(result.folder, 200)}"))


def show_list(talk: Talk) -> int:
    """Trials, interventions with their settings, outcomes, estimators."""
    from experiments.trial.catalogue import SCALES, UNITS, catalogue

    found = catalogue()
    if talk.as_json:
        talk.data(found)
        return 0
    lang = talk.lang
    talk.answer(
        table(talk.say("Trials that come with the project", "随附试验"), [("name", "id"), talk.say("Title", "标题")],
              [(name, title[lang]) for name, title in found["trials"].items()])
    )  # fmt: skip
    rows = []
    for name, one in found["interventions"].items():
        rows.append((name, one["zh"] if lang == "zh" else one["what"], "", " | ".join(one["paid_by"])))
        for key, setting in one["settings"].items():
            span = " | ".join(setting["among"]) if "among" in setting else (
                f"{setting['low']:g} to {setting['high']:g} {setting['unit']}"
            )  # fmt: skip
            rows.append((f"  {key}", setting["meaning"], f"{setting['usual']}", span))
    heads = [("name", "id"), talk.say("What", "内容"), talk.say("Usual", "默认"), talk.say("Allowed", "允许")]
    talk.answer(table(talk.say("Interventions and their settings", "干预及其设定"), heads, rows))
    talk.answer(
        table(talk.say("Outcomes", "结果变量"),
              [("name", "id"), talk.say("What", "内容"), talk.say("Unit", "单位"), talk.say("Of", "对象")],
              [(name, one[lang], one["unit"], one["of"]) for name, one in found["outcomes"].items()])
    )  # fmt: skip
    talk.answer(table(talk.say("Estimators", "估计方法"), [("name", "id"), ""], list(found["estimators"].items())))
    talk.answer(
        talk.say(
            f"Assignment by: {', '.join(UNITS)}. Scales: {', '.join(SCALES)}. Levers: zhenxing levers. "
            "How a file is written: docs/trials.md.",
            f"分组单位:{'、'.join(UNITS)};效应尺度:{'、'.join(SCALES)};措施见 zhenxing levers;写法见 docs/trials.md。",
        )
    )
    return 0
