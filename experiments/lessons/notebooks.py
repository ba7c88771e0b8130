"""Lessons as notebooks: the guess, two worlds, the path, one step of the twist; in both languages, quick to run."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from scenarios.cards import Label
from scenarios.lessons import Lesson, lessons

SETUP = """from zhenxing import lesson

one = lesson({number})
my_guess = 0.0  # {unit} <- change me before you run on / 先改这里再往下运行"""
RUN = """left, right = one.run("{left}"), one.run("{right}")
parted = one.parted(left, right)
print("the first firm differs in / 最早分叉:", parted or "never / 从不")"""
PLOT = """import matplotlib.pyplot as plt

years, effect = one.effects(left, right)
figure, axes = plt.subplots(figsize=(7, 3))
axes.plot(years, effect, marker="o", color="#0072b2")
axes.axhline(my_guess, color="#e69f00", linestyle="--")
axes.axhline(0, color="#5b6675", linewidth=0.8)
axes.set_ylabel("{unit}")
axes.set_title("{title}")
print(f"model / 模型: {{effect[-1]:+.3g}} {unit}; you / 你: {{my_guess:+.3g}}")"""
TWIST = """left, right = one.run("{left}"), one.run("{right}")
years, effect = one.effects(left, right)
print(f"{{effect[-1]:+.3g}} {unit}")"""
SIGNS = """for sign in one.signs():
    print(sign)"""


def notebook(lesson: Lesson) -> dict[str, Any]:
    """The notebook's cells as data, without outputs."""
    g = lesson.guess
    unit = "%" if g.unit.en == "%" else g.unit.en
    steps = "\n".join(f"{n}. {step.en} / {step.zh}" for n, step in enumerate(lesson.steps, 1))
    asks = "\n\n".join(f"{n}. {one.ask.en}\n\n   {one.ask.zh}" for n, one in enumerate(lesson.worksheet, 1))
    keys = "\n\n".join(f"{n}. {one.key.en}\n\n   {one.key.zh}" for n, one in enumerate(lesson.worksheet, 1))
    cells = [
        text(
            f"# {lesson.number}  {lesson.title.en} · {lesson.title.zh}\n\n**{lesson.question.en}**\n\n"
            f"**{lesson.question.zh}**\n\n{both(lesson.setting)}"
        ),
        text(f"## Guess · 先猜\n\n{g.label.en} ({g.unit.en})\n\n{g.label.zh}({g.unit.zh})\n\n{steps}"),
        code(SETUP.format(number=lesson.number, unit=unit)),
        code(RUN.format(left=g.arms[1], right=g.arms[0])),
        code(PLOT.format(unit=unit, title=g.label.en.replace('"', "'"))),
        text(
            "## What must come out · 预期\n\nWritten before measuring; the rate is that over all cases. "
            "测算前写下;比例为全部情形。"
        ),
        code(SIGNS),
        text(f"## Twist · 反转: {lesson.twist.label.en} · {lesson.twist.label.zh}\n\n{both(lesson.twist.text)}"),
        code(TWIST.format(left=lesson.twist.arms[1], right=lesson.twist.arms[0], unit=unit)),
        text(f"## Worksheet · 工作单\n\n{asks}"),
        text(
            f"<details><summary>Key · 答案</summary>\n\n{keys}\n\n</details>\n\n"
            f"**{lesson.lesson_learnt.en}** {lesson.lesson_learnt.zh}"
        ),
    ]  # fmt: skip
    for place, cell in enumerate(cells):
        cell["id"] = f"cell-{place}"
    spec = {"display_name": "Python 3", "language": "python", "name": "python3"}
    return {"cells": cells, "metadata": {"kernelspec": spec}, "nbformat": 4, "nbformat_minor": 5}


def both(label: Label) -> str:
    return f"{label.en}\n\n{label.zh}"


def text(source: str) -> dict[str, Any]:
    return {"cell_type": "markdown", "metadata": {}, "source": source}


def code(source: str) -> dict[str, Any]:
    return {"cell_type": "code", "metadata": {}, "source": source, "outputs": [], "execution_count": None}


def notebooks() -> dict[str, str]:
    """Text by place under `docs`."""
    import json

    from experiments.docs.lesson_pages import slug

    return {
        f"lessons/{slug(lesson)}.ipynb": json.dumps(notebook(lesson), ensure_ascii=False, indent=1) + "\n"
        for lesson in lessons().values()
    }


def write_notebooks(folder: Path) -> list[Path]:
    """Notebooks into a folder of docs; returns the files."""
    from experiments.folders import write_whole

    written = []
    for name, content in notebooks().items():
        write_whole(folder / name, content.encode())
        written.append(folder / name)
    return written
