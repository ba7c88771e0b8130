"""`zhenxing demo`, the first thing to run: the Decision and four packages of equal cost beside no change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from experiments.cli import options
from experiments.cli.talk import Talk, table

if TYPE_CHECKING:
    from analysis.report.reading import Material
    from analysis.report.voice import Voice
    from experiments.compare.folder import Comparison

COMPARED = ("decision-2012", "platforms-first", "finance-first", "talent-first", "firms-first")
SHORT = {  # as headings of a narrow table
    "baseline": ("as before", "不实施"),
    "decision-2012": ("Decision", "《决定》"),
    "platforms-first": ("platforms", "平台优先"),
    "finance-first": ("finance", "金融优先"),
    "talent-first": ("people", "人才优先"),
    "firms-first": ("firms", "企业优先"),
}
SAMPLE, CASES = 0.01, "3"  # a minute on two slow cores, the population and its burn-in included


def demo(
    talk: Talk,
    cases: Annotated[str, typer.Option("--cases", metavar="3 | 1-3", help="Cases / 可能情形")] = CASES,
    out: options.Out = None,
    force: options.Force = False,
    world: options.World = "guangdong",
) -> int:
    if world == "small":  # one pair: the first run of an installation, which compiles what later ones read
        from experiments.cli.running import do_run

        return do_run(talk, "decision-2012", command="demo", sample=1.0, out=out, force=force, world=world)
    from experiments.compare.study import compare
    from experiments.reporting import write_report

    with talk.progress() as report:
        comparison = compare(
            "baseline",
            COMPARED,
            cases,
            out=out,
            sample=SAMPLE,
            repeats=0,
            world=world,
            force=force,
            progress=report,
            command="demo",
        )
    write_report(comparison, talk.lang)
    return show(talk, comparison)


def show(talk: Talk, comparison: Comparison) -> int:
    """The answer in five lines, the goals, and where the report lies; 1 where an effect is out of proportion."""
    from analysis.report.material import material_of
    from analysis.report.voice import Voice
    from experiments.cli.comparison_pages import summary
    from experiments.compare.judging import beyond_in_the_mean, out_of_proportion

    wrong = out_of_proportion(comparison)
    if talk.as_json:
        talk.data(summary(comparison) | {"implausible": wrong})
        return 1 if wrong else 0
    material, voice = material_of(comparison, True), Voice(talk.lang)
    for line in answer_lines(material, voice):
        talk.answer(line)
    talk.answer(goals_table(talk, material))
    page = (comparison.folder / "report.html").as_posix()
    talk.answer(talk.say(f"Report: {page}", f"报告:{page}"))
    for name, text in beyond_in_the_mean(comparison).items():
        talk.answer(f"{short(name, voice)}: {text[talk.lang]}")
    for name, text in wrong.items():
        talk.complain(f"{short(name, voice)}: {text[talk.lang]}")
    return 1 if wrong else 0


def short(name: str, voice: Voice) -> str:
    """A scenario in a word."""
    return voice.text(*SHORT[name])


def goals_table(talk: Talk, material: Material) -> Any:
    """Every goal with a number: its target, and the median of the cases under each scenario, as in the report."""
    from analysis.numbers import shown, unit_name
    from analysis.report.voice import Voice
    from scenarios.registry import goals

    voice, rows = Voice(talk.lang), []
    for goal in goals().values():
        found = {name: material.goal_in_the_middle(name, goal.id, material.year) for name in material.scenarios}
        first = found[material.scenarios[0]]
        if goal.target is None or first is None:
            continue
        values = [first["base_value"], *(row["value"] if row is not None else None for row in found.values())]
        cells = (shown(value, goal.unit) for value in (goal.target, *values))
        rows.append((f"{voice.label(goal.label)} ({unit_name(goal.unit, talk.lang)})", *cells))
    heads = [talk.say("Goal", "目标"), talk.say("target", "目标值"), short(material.base, voice)]
    heads += [short(name, voice) for name in material.scenarios]
    title = talk.say(
        f"Goals [sim], {material.year}, median of {material.n} cases, current prices",
        f"目标 算,{material.year} 年,{material.n} 种情形的中位数,现价",
    )
    return table(title, [heads[0], *((head, "right") for head in heads[1:])], rows)


def answer_lines(material: Material, voice: Voice) -> list[str]:
    """The report's three sentences, what each package adds for how much, and how far that can be trusted."""
    from analysis.report.answer import answer
    from analysis.report.blocks import Sentence
    from analysis.report.purses import public_cost

    sentences = [block.text for block in answer(material, voice).blocks if isinstance(block, Sentence)]
    each = []
    for name in material.scenarios:
        row = material.lead(name)
        if row is not None:
            gain, cost = row["effect"] / 1e4, public_cost(material, name) / 1e4
            each.append(voice.text("{name} {gain} for {cost}", "{name} {gain}(用 {cost})",
                                   name=short(name, voice), gain=f"{gain:+.0f}", cost=f"{cost:.0f}"))  # fmt: skip
    gains = voice.text(
        "More GDP in {year} of the towns of 2011, for public money in all (1e8 yuan): {each}.",
        "存量镇 {year} 年地区生产总值净增,括号内为各级财政累计(亿元):{each}。",
        year=material.year,
        each=voice.listed(each),
    )
    doubt = voice.text(
        "{n} cases and one small firm in a hundred: a demonstration. Firm answers: zhenxing compare --cases 30.",
        "仅 {n} 种情形、百分之一的小企业,只作演示;要下结论请用 zhenxing compare --cases 30。",
        n=material.n,
    )
    return [*sentences, gains, doubt]
