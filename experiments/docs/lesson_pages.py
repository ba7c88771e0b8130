"""docs/lessons/: every lesson as a page in English and one in Chinese, with its figure, from its data and measures."""

from __future__ import annotations

import re
from typing import Any

from experiments.docs.reference import markdown
from experiments.lessons.explore import measured_of
from scenarios.lessons import Lesson, lessons

BLUE, ORANGE, SOFT = "#0072b2", "#d55e00", "#5b6675"
SAID = {
    "question": ("The question", "问题"),
    "setting": ("The setting", "情境"),
    "guess": ("Guess first", "先猜"),
    "sliders": ("What can be moved", "可以移动的"),
    "chain": ("The chain of cause", "因果链"),
    "steps": ("Steps", "步骤"),
    "arms": ("The worlds that are compared", "并列的世界"),
    "expected": ("What must come out", "预期"),
    "twist": ("The twist", "反转"),
    "sheet": ("Worksheet", "工作单"),
    "key": ("Key", "答案"),
    "answer": ("What the model says", "模型的回答"),
    "learnt": ("What stays", "记住一句"),
}


def lesson_pages() -> dict[str, str]:
    """Text by place under `docs`: two pages and a figure a lesson."""
    found = {}
    for lesson in lessons().values():
        measured = measured_of(lesson)
        name = f"lessons/{slug(lesson)}"
        found[f"{name}.md"] = page(lesson, measured, "en")
        found[f"{name}.zh.md"] = page(lesson, measured, "zh")
        if measured:
            found[f"{name}.svg"] = figure(lesson, measured)
    return found


def slug(lesson: Lesson) -> str:
    """3-platforms-that-must-learn-to-live"""
    return f"{lesson.number}-" + "-".join(re.findall(r"[a-z]+", lesson.title.en.lower()))


def page(lesson: Lesson, measured: dict[str, Any] | None, lang: str) -> str:
    zh = lang == "zh"

    def head(key: str) -> str:
        return f"## {SAID[key][zh]}\n"

    other = f"[English]({slug(lesson)}.md)" if zh else f"[中文]({slug(lesson)}.zh.md)"
    notebook = ("[在笔记本中运行]" if zh else "[as a notebook]") + f"({slug(lesson)}.ipynb)"
    guess = lesson.guess
    parts = [
        f"# {lesson.number}  {lesson.title.get(lang)}\n",
        f"{other} · {notebook} · `zhenxing explore --lesson {lesson.number} --out lesson.html`\n",
        head("question"),
        f"**{lesson.question.get(lang)}**\n",
        lesson.setting.get(lang) + "\n",
        head("guess"),
        f"{guess.label.get(lang)} ({guess.unit.get(lang)}), {guess.low:g} … {guess.high:g}\n",
        head("steps"),
        "\n".join(f"{number}. {step.get(lang)}" for number, step in enumerate(lesson.steps, 1)) + "\n",
        head("sliders"),
        sliders(lesson, lang),
        head("arms"),
        "\n".join(f"- {arm.label.get(lang)}" for arm in lesson.arms) + "\n",
        head("chain"),
        " → ".join(link.label.get(lang) for link in lesson.chain) + "\n",
        head("answer"),
        answer(lesson, measured, lang),
        head("expected"),
        expectations(lesson, measured, lang),
        head("twist"),
        f"**{lesson.twist.label.get(lang)}.** {lesson.twist.text.get(lang)}\n",
        head("sheet"),
        "\n".join(f"{number}. {one.ask.get(lang)}" for number, one in enumerate(lesson.worksheet, 1)) + "\n",
        f"<details><summary>{SAID['key'][zh]}</summary>\n",
        "\n".join(f"{number}. {one.key.get(lang)}" for number, one in enumerate(lesson.worksheet, 1)) + "\n",
        "</details>\n",
        head("learnt"),
        lesson.lesson_learnt.get(lang) + "\n",
        foot(zh),
    ]
    return "\n".join(parts)


def sliders(lesson: Lesson, lang: str) -> str:
    heads = ("", "取值点", "单位", "常用值") if lang == "zh" else ("", "points", "unit", "usual")
    rows = [
        (one.label.get(lang), ", ".join(f"{at:g}" for at in one.at), one.unit.get(lang), f"{one.usual:g}")
        for one in lesson.measures
    ]
    return markdown(heads, rows)


def answer(lesson: Lesson, measured: dict[str, Any] | None, lang: str) -> str:
    """The guess answered: median and nine in ten cases, once over luck alone and once over all that is not known."""
    zh = lang == "zh"
    if not measured:
        return ("尚未用此版代码测算。" if zh else "Not measured as the lesson stands now.") + "\n"
    lines = [f"![{lesson.guess.label.get(lang)}]({slug(lesson)}.svg)\n"]
    for key, en, chinese in (
        ("luck", "other luck only", "只换运气"),
        ("cases", "luck and parameters", "运气与参数都换"),
    ):
        found = measured["answer"][key]
        if found["mean"] is None:
            continue
        above = sum(value is not None and value > 0 for value in found["effects"])
        span = f"{number(found['median'])} ({number(found['low'])} … {number(found['high'])})"
        lines.append(
            f"- {chinese}:{span} {lesson.guess.unit.zh};{found['n']} 种情形中 {above} 种大于零。 `算`"
            if zh
            else f"- {en}: {span} {lesson.guess.unit.en}; above zero in {above} of {found['n']} cases. `sim`"
        )
    lines.append("")
    lines.append("中位数,括号内为九成情形;模型内比例(未校准)。" if zh else
                 "Median, nine in ten cases in brackets; shares of simulated cases, not calibrated.")  # fmt: skip
    return "\n".join(lines) + "\n"


def expectations(lesson: Lesson, measured: dict[str, Any] | None, lang: str) -> str:
    zh = lang == "zh"
    rows = []
    for one in lesson.expected:
        found = measured["expected"][one.id] if measured else None
        verdict = "–" if not found else f"{found['rate']:.0%} " + (
            ("符合" if found["met"] else "**不符**") if zh else ("as expected" if found["met"] else "**missed**")
        )  # fmt: skip
        why = one.reason.get(lang)
        if found and not found["met"] and one.diagnosis:
            why += f" **{'为何不符' if zh else 'Why it was missed'}:** {one.diagnosis.get(lang)}"
        mean = "–" if not found or found["mean"] is None else number(found["mean"])
        rows.append((one.label.get(lang), verdict, f"{one.share:.0%}", mean, why))
    heads = ("预期(测算前写下)", "成立", "要求", "平均效果", "理由") if zh else (
        "expected, written before measuring", "rate", "wanted", "mean effect", "reason")  # fmt: skip
    return markdown(heads, rows)


def foot(zh: bool) -> str:
    return (
        "---\n\n2012 年条件下的模型,不作现时预算依据。镇为示例镇,企业为虚拟企业。检验命令:`zhenxing lessons`。"
        if zh
        else "---\n\nA model under conditions of 2012: no basis for a budget of today. Towns are example towns, "
        "firms are virtual. Measured by `zhenxing lessons`."
    ) + "\n"


def number(value: float) -> str:
    """Two digits and a sign that can be read."""
    if value == 0:
        return "0"
    text = f"{float(f'{value:.2g}'):,.6g}"
    return text.replace("-", "−") if value < 0 else f"+{text}"


def figure(lesson: Lesson, measured: dict[str, Any]) -> str:
    """Every case a dot, over luck alone (above) and over luck and parameters (below); bars hold nine in ten."""
    values = [value for key in ("luck", "cases") for value in measured["answer"][key]["effects"] if value is not None]
    ranked = sorted(values)
    inner = ranked[len(ranked) // 50 : len(ranked) - len(ranked) // 50] or [0.0]
    low, high = min([*inner, 0.0]), max([*inner, 0.0])
    span = (high - low) or 1.0

    def x(value: float) -> float:
        return 210 + 460 * min(max((value - low) / span, 0.0), 1.0)

    lines = [
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 700 150" width="700" height="150" role="img" '
        'font-family="Helvetica, Arial, sans-serif">',
        f"<title>{lesson.guess.label.en}</title>",
        '<rect width="700" height="150" fill="#ffffff"/>',
        f'<line x1="{x(0):.1f}" x2="{x(0):.1f}" y1="14" y2="122" stroke="{SOFT}"/>',
    ]
    for place, (key, text, thick) in enumerate((("luck", "other luck only", 4), ("cases", "luck and parameters", 16))):
        y, found = 42 + 52 * place, measured["answer"][key]
        lines.append(f'<text x="8" y="{y + 4}" font-size="13">{text}</text>')
        if found["low"] is not None:
            a, b = x(found["low"]), x(found["high"])
            lines.append(
                f'<rect x="{a:.1f}" y="{y - thick / 2:g}" width="{b - a:.1f}" height="{thick}" fill="{BLUE}" '
                'opacity="0.22"/>'
            )
        for index, value in enumerate(found["effects"]):
            if value is not None:
                colour, at = (BLUE if value > 0 else ORANGE), y + ((index * 7) % 5 - 2) * 5
                lines.append(f'<circle cx="{x(value):.1f}" cy="{at}" r="3.4" fill="{colour}" opacity="0.75"/>')
    shown = {round(x(value)): number(value) for value in (low, 0.0, high)}
    lines += [
        f'<text x="{at}" y="140" font-size="12" fill="{SOFT}" text-anchor="middle">{text}</text>'
        for at, text in shown.items()
    ]
    return "\n".join([*lines, "</svg>"]) + "\n"
