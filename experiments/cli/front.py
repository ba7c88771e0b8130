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

from experiments.cli.chinese import ChineseCommand, ChineseGroup, complaint, one_language
from experiments.cli.commands import COMMANDS, Grouped, module_of
from experiments.cli.language import LANGUAGES, language
from experiments.cli.talk import LOGGER, Talk
from experiments.interruption import Terminated, terminable
from scenarios.errors import InputError, clean

Version = Annotated[bool, typer.Option("--version", help="Version / 版本")]
Lang = Annotated[str, typer.Option("--lang", help="zh or en / zh 或 en")]

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
        said = clean(error.format_message(), 500)  # type: ignore[attr-defined]
        talk.complain(complaint(said, lang == "zh"))
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
        cls=ChineseGroup if chinese else Grouped,
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
        lang_: Lang = lang,
    ) -> None:
        if lang_ not in LANGUAGES:
            raise InputError("no such language", zh="没有这种语言", field="--lang", found=lang_, allowed=LANGUAGES)
        if version:
            from zhenxing import __version__

            print(f"zhenxing {__version__}")
            raise typer.Exit
        if context.invoked_subcommand is None:
            print(context.get_help())

    for name, texts in COMMANDS.items():
        function = getattr(importlib.import_module(f"experiments.cli.{module_of(name)}"), module_of(name))
        kind = ChineseCommand if chinese else None
        app.command(name, help=texts[chinese], cls=kind)(_with_common_options(function, lang))
    made: Any = typer.main.get_command(app)
    for command in (made, *made.commands.values()):
        for parameter in command.params:
            parameter.help = one_language(parameter.help, chinese)
    return made


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
        "plugin_": (
            list[Path] | None,
            None,
            option("--plugin", "Python file with your own outcomes, mechanisms, models", "自编 Python 插件文件"),
        ),
    }

    @functools.wraps(function)
    def command(**given: Any) -> int:
        chosen = given.pop("lang_")
        flags = {name: given.pop(f"{name}_") for name in ("quiet", "verbose", "log", "json")}
        plugins = given.pop("plugin_") or []
        if chosen not in LANGUAGES:
            raise InputError("no such language", zh="没有这种语言", field="--lang", found=chosen, allowed=LANGUAGES)
        talk = Talk(chosen, flags["quiet"], flags["verbose"], flags["log"], flags["json"])
        try:
            return _guarded(_with_plugins(function, plugins), talk, given)
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


def _with_plugins(function: Callable[..., int | None], files: list[Path]) -> Callable[..., int | None]:
    """The command with a user's own files in use while it runs."""
    if not files:
        return function

    def command(talk: Talk, **given: Any) -> int | None:
        from experiments.plugins import using

        with using(*files):
            return function(talk, **given)

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
