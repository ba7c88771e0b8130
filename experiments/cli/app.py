"""The front door: options every command has, and what happens when something goes wrong."""

from __future__ import annotations

import errno
import functools
import importlib
import inspect
import logging
import os
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from experiments.cli.language import LANGUAGES, language
from experiments.cli.talk import LOGGER, Talk
from experiments.interruption import Terminated, terminable
from scenarios.errors import InputError, clean

COMMANDS = {  # name -> (English, Chinese), each in experiments/cli/<name>.py with a function of the same name
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
    "schema": ("What a file may hold: scenario, card and others", "文件格式说明:方案、措施卡片等"),
    "lever-effects": ("Measure what each measure does by itself", "测算各项措施的单独效果"),
    "proportion": ("Are effects in proportion to the money?", "效果与投入是否相称"),
    "lever-costs": ("Measure what each measure costs the public a year", "测算各项措施的年度财政支出"),
    "explain": ("A scenario in plain sentences, with its cost ceiling", "用文字说明一个方案及其费用上限"),
    "check": (
        "Check scenario files; without one, the built start against the facts",
        "检查方案文件;不带文件时核对基期与事实",
    ),
    "facts": ("Stylised facts of industry, measured on runs of the baseline", "典型事实:在对照测算上的检验"),
    "behaviour": (
        "What the economy does when one thing is changed, held against what was expected",
        "经济行为:改变一个条件时的反应,与事先预期对照",
    ),
    "sensitivity": ("Which parameters move six outcomes more than luck", "敏感性:哪些参数左右六项结果"),
    "candidates": ("Candidate towns near the rule of designation", "接近专业镇认定标准的候选镇"),
    "story": ("The life of one firm of a run, quarter by quarter", "一家虚拟企业的经历(逐季)"),
    "verify": ("Check that a run folder is as it was written", "核验测算文件夹是否原样"),
    "bench": ("Measure speed and memory", "测速与内存"),
    "picture": ("Draw a run and its baseline on one page", "一页图:测算与不实施对照"),
    "ensemble": ("Write the prior ensemble of parameters", "写出参数先验集合"),
    "tables": ("Write the tables of the docs from the code", "由代码生成文档表格"),
}

Version = Annotated[bool, typer.Option("--version", help="Version / 版本")]

INTERRUPTED, TERMINATED = 130, 143


def run_app(arguments: list[str]) -> int:
    lang = language(arguments)
    talk = Talk(lang, verbose="--verbose" in arguments)
    try:
        code = build(lang)(_bare_firms(arguments), prog_name="zhenxing", standalone_mode=False)
        return code if isinstance(code, int) else 0
    except (KeyboardInterrupt, typer.Abort):
        return INTERRUPTED
    except InputError as error:
        talk.complain(error.message(lang))
        return 2
    except Exception as error:
        if not hasattr(error, "format_message"):
            raise
        talk.complain(clean(error.format_message(), 500))  # type: ignore[attr-defined]
        context = getattr(error, "ctx", None)
        path = context.command_path if context is not None else "zhenxing"
        print(talk.say(f"See {path} --help", f"用法见 {path} --help"), file=sys.stderr)
        return 2


def _bare_firms(arguments: list[str]) -> list[str]:
    """`--firms` alone asks for the usual columns."""
    return ["--firms=default" if word == "--firms" else word for word in arguments]


def build(lang: str) -> Callable[..., Any]:
    chinese = lang == "zh"
    app = typer.Typer(
        help="广东专业镇政策仿真实验室" if chinese else "A policy laboratory for the specialised towns of Guangdong",
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        context_settings={"help_option_names": ["-h", "--help"]},
    )

    @app.callback(invoke_without_command=True)
    def front(
        context: typer.Context,
        version: Version = False,
    ) -> None:
        if version:
            from zhenxing import __version__

            print(f"zhenxing {__version__}")
            raise typer.Exit
        if context.invoked_subcommand is None:
            print(context.get_help())

    for name, texts in COMMANDS.items():
        word = name.replace("-", "_")
        function = getattr(importlib.import_module(f"experiments.cli.{word}"), word)
        app.command(name, help=texts[chinese])(_with_common_options(function, lang))
    return typer.main.get_command(app)


def _with_common_options(function: Callable[..., int | None], lang: str) -> Callable[..., int]:
    """The command with --lang, --quiet, --verbose, --log and --json, and one way of ending badly."""
    zh = lang == "zh"

    def option(flags: str, english: str, chinese: str) -> Any:
        return typer.Option(flags, help=chinese if zh else english)

    common = {
        "lang_": (str, lang, option("--lang", "zh or en", "zh 或 en")),
        "quiet_": (bool, False, option("--quiet", "No progress, no notes", "不显示进度与提示")),
        "verbose_": (bool, False, option("--verbose", "Show where a fault of the program is", "程序出错时显示位置")),
        "log_": (Path | None, None, option("--log", "Write a log to this file", "日志文件")),
        "json_": (bool, False, option("--json", "The answer as JSON", "以 JSON 输出")),
    }

    @functools.wraps(function)
    def command(**given: Any) -> int:
        chosen = given.pop("lang_")
        flags = {name: given.pop(f"{name}_") for name in ("quiet", "verbose", "log", "json")}
        if chosen not in LANGUAGES:
            raise InputError("no such language", zh="没有这种语言", field="--lang", found=chosen, allowed=LANGUAGES)
        talk = Talk(chosen, flags["quiet"], flags["verbose"], flags["log"], flags["json"])
        try:
            return _guarded(function, talk, given)
        finally:
            talk.close()

    own = list(inspect.signature(function, eval_str=True).parameters.values())[1:]
    shared = [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=Annotated[kind, made])
        for name, (kind, default, made) in common.items()
    ]
    own = [parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY) for parameter in own]
    command.__signature__ = inspect.Signature([*own, *shared])  # type: ignore[attr-defined]
    command.__annotations__ = {parameter.name: parameter.annotation for parameter in [*own, *shared]}
    return command


def _guarded(function: Callable[..., int | None], talk: Talk, given: dict[str, Any]) -> int:
    try:
        with terminable():
            return function(talk, **given) or 0
    except InputError as error:
        talk.complain(error.message(talk.lang))
        return 2
    except KeyboardInterrupt:
        return _stopped(talk, INTERRUPTED)
    except Terminated:
        return _stopped(talk, TERMINATED)
    except Exception as error:
        if isinstance(error, OSError) and error.errno == errno.EPIPE:
            return _pipe_closed()
        logging.getLogger(LOGGER).exception("fault")
        if hasattr(error, "format_message") or isinstance(error, typer.Exit):
            raise
        kind = type(error).__name__
        talk.complain(
            talk.say(
                f"the run failed ({kind}): {clean(error, 500)}. --verbose shows where.",
                f"测算失败({kind}):{clean(error, 500)}。--verbose 显示位置。",
            )
        )
        if talk.verbose:
            traceback.print_exc()
        return 1


def _stopped(talk: Talk, code: int) -> int:
    print(
        talk.say(
            "\nStopped. Nothing unfinished is left behind; earlier run folders are as they were. "
            "The same command starts this run again.",
            "\n已中止。未完成的部分已清除,先前的测算文件夹保持原样;再次输入同一命令即可重新测算。",
        ),
        file=sys.stderr,
    )
    return code


def _pipe_closed() -> int:
    """The reader of our output has gone: nobody is left to tell."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0
