"""`zhenxing lessons`: the expected signs of the six lessons, measured; their pages and notebooks written."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from experiments.cli.talk import Talk, table


def lessons(
    talk: Talk,
    lesson: Annotated[str | None, typer.Option("--lesson", help="1-6 or its name / 第几课")] = None,
    cases: Annotated[int, typer.Option("--cases", min=2, help="Cases / 情形数")] = 40,
    workers: Annotated[int, typer.Option("--workers", min=1, help="Processes / 进程数")] = 1,
    out: Annotated[Path | None, typer.Option("--out", help="Folder for lessons.json / lessons.json 所在文件夹")] = None,
) -> int:
    from experiments.cli.facts import written
    from experiments.lessons.measuring import study
    from scenarios.lessons import lesson_named
    from scenarios.lessons import lessons as all_lessons

    names = None if lesson is None else (lesson_named(lesson).id,)
    with talk.progress() as report:
        result = study(names, cases, workers=workers, progress=report)
    written(talk, "lessons", result, out)
    if talk.as_json:
        talk.data(result)
        return 0
    heads = (
        (talk.say("Expected", "预期"), "left"), (talk.say("Rate", "成立比例"), "right"),
        (talk.say("wanted", "要求"), "right"), (talk.say("mean", "均值"), "right"),
        (talk.say("90 % from", "九成下限"), "right"), (talk.say("to", "上限"), "right"), ("", "left"),
    )  # fmt: skip
    for name, found in result["lessons"].items():
        one = all_lessons()[name]
        rows = []
        for expected in one.expected:
            measured = found["expected"][expected.id]
            numbers = ("" if measured.get(end) is None else f"{measured[end]:.3g}" for end in ("mean", "low", "high"))
            said = talk.say("as expected", "符合") if measured["met"] else talk.say("MISSED", "不符")
            rows.append(
                (expected.label.get(talk.lang), f"{measured['rate']:.0%}", f"{expected.share:.0%}", *numbers, said)
            )
        talk.answer(table(f"{one.number}  {one.title.get(talk.lang)}", heads, rows))
    return 0
