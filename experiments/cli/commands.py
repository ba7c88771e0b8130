"""The commands there are, by what they are for; `lever-effects` is a function lever_effects in a file of that name."""

from __future__ import annotations

from typing import Any

from typer.core import TyperGroup

Words = tuple[str, str]  # English, Chinese

GROUPS: tuple[tuple[Words, dict[str, Words]], ...] = (
    (
        ("Policies", "政策"),
        {
            "demo": (
                "The Decision and four packages of equal cost beside no change, in a minute",
                "《决定》与四个等额政策组合同不实施比较(一分钟)",
            ),
            "run": ("Run a scenario and its baseline", "测算一个方案及其对照(不实施)"),
            "compare": ("Scenarios on the same cases, beside a base", "在相同情形下比较多个方案"),
            "report": ("Draw the report of a comparison again", "重新绘制比较报告"),
            "diff": ("What changed between two comparisons", "两次比较之间的变化"),
            "levers": ("The measures that can be set, article by article", "可设置的政策措施(逐条)"),
            "scenario": ("Write a scenario file to fill in", "生成待填写的方案文件"),
            "explain": ("A scenario in plain sentences, with its cost ceiling", "用文字说明一个方案及其费用上限"),
            "check": (
                "Check scenario files; without one, the built start against the facts",
                "检查方案文件;不带文件时核对基期与事实",
            ),
            "schema": ("What a file may hold: scenario, card and others", "文件格式说明:方案、措施卡片等"),
            "candidates": ("Candidate towns near the rule of designation", "接近专业镇认定标准的候选镇"),
            "story": ("The life of one firm of a run, quarter by quarter", "一家虚拟企业的经历(逐季)"),
            "picture": ("Draw a run and its baseline on one page", "一页图:测算与不实施对照"),
        },
    ),
    (
        ("Studies", "研究"),
        {
            "sweep": ("Run a study: designs over measures and parameters", "参数研究:按设计批量测算"),
            "understand": (
                "What drives a study, how sure its rankings are, where a package fails",
                "理解一项研究:什么左右结果、名次多可靠、何处达不到目标",
            ),
            "trial": (
                "A field study inside the model, beside the truth of paired twins",
                "模型内的随机试验,并与真实效应对照",
            ),
            "export": ("Tables of a folder as CSV, Excel, Stata or NetCDF", "导出表格(CSV、Excel、Stata、NetCDF)"),
            "compact": ("Pack the stored runs of a study into few files", "将研究的测算结果打包为少量文件"),
            "capsule": ("One file from which a study's results can be rebuilt", "研究存档:可重建结果的单一文件"),
            "sensitivity": ("Which parameters move six outcomes more than luck", "敏感性:哪些参数左右六项结果"),
            "behaviour": (
                "What the economy does when one thing is changed, held against what was expected",
                "经济行为:改变一个条件时的反应,与事先预期对照",
            ),
            "facts": ("Stylised facts of industry, measured on runs of the baseline", "典型事实:在对照测算上的检验"),
            "lever-effects": ("Measure what each measure does by itself", "测算各项措施的单独效果"),
            "lever-costs": ("Measure what each measure costs the public a year", "测算各项措施的年度财政支出"),
            "proportion": ("Are effects in proportion to the money?", "效果与投入是否相称"),
        },
    ),
    (
        ("Classroom", "课堂"),
        {
            "app": ("The laboratory in the browser, for looking and for class", "浏览器中的实验室(演示与课堂)"),
            "lessons": ("Six lessons for a class: expected signs, measured", "六节课:预期符号的检验"),
            "explore": ("Lessons as one HTML file with sliders, no server", "把课程写成一个可离线使用的网页文件"),
        },
    ),
    (
        ("Upkeep", "维护"),
        {
            "verify": ("Check that a run folder is as it was written", "核验测算文件夹是否原样"),
            "bench": ("Measure speed and memory", "测速与内存"),
            "ensemble": ("Write the prior ensemble of parameters", "写出参数先验集合"),
            "tables": ("Write the tables of the docs from the code", "由代码生成文档表格"),
        },
    ),
)
COMMANDS: dict[str, Words] = {name: words for _, group in GROUPS for name, words in group.items()}


def module_of(name: str) -> str:
    """Name of a command's file and function."""
    return name.replace("-", "_")


class Grouped(TyperGroup):
    """Help that lists commands by what they are for."""

    chinese = False

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        width = max(len(name) for name in COMMANDS)
        for words, group in GROUPS:
            with formatter.section(words[self.chinese]):
                room = formatter.width - width - 4
                formatter.write_dl(
                    [(name.ljust(width), self.commands[name].get_short_help_str(room)) for name in group], col_max=width
                )
