"""`zhenxing check`: scenario files; without one, the built start against every fact and assumption."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Annotated

import typer

from experiments.cli import options
from experiments.cli.talk import Talk, table

HOW_ZH = {
    "imposed": "直接设定",
    "raked": "按总量调整",
    "emergent": "模型生成",
    "assumed": "假设",
    "context": "仅供参考",
}


def check(
    talk: Talk,
    files: Annotated[list[Path] | None, typer.Argument(help="Scenario files / 方案文件")] = None,
    settled: Annotated[bool, typer.Option("--settled", help="Also after the burn-in / 另列预热之后的数值")] = False,
    world: options.World = "guangdong",
) -> int:
    return check_files(talk, files) if files else check_start(talk, world, settled)


def check_files(talk: Talk, files: list[Path]) -> int:
    """Every file is read to the end, so that one run shows all that is wrong."""
    from scenarios.errors import InputError
    from scenarios.policy import load

    answers = []
    for file in files:
        try:
            policy = load(Path(file))
            policy.given()
        except InputError as error:
            answers.append({"file": str(file), "good": False, **error.as_dict(), "text": error.message(talk.lang)})
        else:
            answers.append({"file": str(file), "good": True, "key": policy.key})
    if talk.as_json:
        talk.data(answers)
    else:
        from scenarios.errors import clean

        for answer in answers:
            good = talk.say("good", "正确")
            talk.answer(f"{clean(answer['file'], 200)}: {good}" if answer["good"] else answer["text"])
    return 0 if all(answer["good"] for answer in answers) else 2


def check_start(talk: Talk, world: str, settled: bool = False) -> int:
    from experiments.start import start_rows

    with talk.progress() as report:
        rows = start_rows(world, settled, report)
    outside = [row for row in rows if row["inside"] is False]
    if talk.as_json:
        talk.data(rows)
    else:
        zh = talk.lang == "zh"
        known, span, built = ("来源值", "范围", "基期模型") if zh else ("Known", "Range", "Built")
        heads = (
            *(("编号", "内容", "单位") if zh else ("id", "What", "Unit")),
            *((head, "right") for head in (known, span, built)),
            *(("在范围内", "方式") if zh else ("Inside", "How")),
        )
        if settled:
            moved = ("预热后", "变动 %") if zh else ("After burn-in", "Drift %")
            heads = (*heads, *((head, "right") for head in moved))
        talk.answer(
            table(
                talk.say("The built start (end of 2011) against what is known", "基期(2011 年末)核对"),
                heads,
                [_cells(r, talk) for r in rows],
            )
        )
        talk.answer(
            talk.say(
                f"{len(outside)} of {len(rows)} outside their range", f"{len(rows)} 项中 {len(outside)} 项超出范围"
            )
        )
    return 1 if outside else 0


def _cells(row: dict, talk: Talk) -> tuple:
    from analysis.numbers import MISSING
    from scenarios.meanings import unit_zh
    from scenarios.punctuation import full_width

    moved = row.get("drift")
    drift = MISSING if moved is None or moved != moved else f"{100 * moved:+.2f}"
    label = row["label"].get(talk.lang, "")
    inside = {True: talk.say("yes", "是"), False: talk.say("NO", "否")}.get(row["inside"], MISSING)
    return (
        row["id"],
        talk.say(label, full_width(label)),
        talk.say(row["unit"], full_width(unit_zh(row["unit"]))),
        _number(row["target"]),
        _span(row["low"], row["high"]),
        _number(row["built"]),
        inside,
        talk.say(str(row["how"]), HOW_ZH.get(str(row["how"]), str(row["how"]))),
        *((_number(row["settled"]), drift) if "settled" in row else ()),
    )


def _span(low: float, high: float | None) -> str:
    """A range; of a figure as printed, which has none, the figure alone."""
    return _number(low) if low == high else f"{_number(low)} - {_number(high)}"


def _number(value: float | None) -> str:
    """As people read it: 300,000 rather than 3e+05; no noughts behind the point that say nothing."""
    from analysis.numbers import MISSING, digits

    if value is None or not math.isfinite(value):
        return MISSING
    shown = digits(value, 4)
    return shown.rstrip("0").rstrip(".") if "." in shown else shown
