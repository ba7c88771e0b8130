"""Help and complaints of the command line in one language: the library behind it speaks English only."""

from __future__ import annotations

import re
from typing import Any

from typer.core import TyperCommand

from experiments.cli.commands import Grouped
from scenarios.punctuation import full_width

_HELP = (  # what the library writes into a help text -> Chinese
    (r"^Usage: ", "用法: "),
    (r"^Options:$", "选项:"),
    (r"^Arguments:$", "参数:"),
    (r"^Commands:$", "命令:"),
    (r"\[OPTIONS\] COMMAND \[ARGS\]\.\.\.", "[选项] 命令 [参数]..."),
    (r"\[OPTIONS\]", "[选项]"),
    (r"\[default:(\s+)", r"[默认:\1"),
    (r"\[required\]", "[必填]"),
    (r"Show this message and exit\.", "显示本说明"),
)
_KINDS = {
    "<int range>": "<整数>",
    "<float range>": "<小数>",
    "<int>": "<整数>",
    "<float>": "<小数>",
    "<str>": "<文字>",
    "<path>": "<路径>",
    "<list[str]>": "<文字...>",
    "<list[Path]>": "<路径...>",
}
_COMPLAINTS = (
    (r"No such option: (\S+?)\.?(?= |$)", r"没有选项 \1"),
    (r"No such command '(.*?)'\.?", r"没有命令 \1"),
    (r"Missing argument '(.*?)'\.?", r"缺少参数 \1"),
    (r"Missing option '(.*?)'\.?", r"缺少选项 \1"),
    (r"Missing parameter: (\S+)", r"缺少参数 \1"),
    (r"Invalid value for '(.*?)':\s*", r"\1 取值无效:"),
    (r"Invalid value:\s*", "取值无效:"),
    (r"'(.*?)' is not a valid (?:integer range|integer|int)\.?", r"“\1”不是整数"),
    (r"'(.*?)' is not a valid (?:float range|float)\.?", r"“\1”不是数字"),
    (r"(\S+) is not in the range (\S+?)\.?$", r"\1 不在范围 \2 内"),
    (r"Option '(.*?)' requires an argument\.?", r"选项 \1 须带取值"),
    (r"Option '(.*?)' does not take a value\.?", r"选项 \1 不带取值"),
    (r"Got unexpected extra argument(?:s|\(s\))? \((.*)\)", r"多余的参数 \1"),
    (r"Input should be a valid (?:number|integer)\b.*", "应为数字"),
    (r"Input should be greater than or equal to (\S+)", r"应不小于 \1"),
    (r"Input should be less than or equal to (\S+)", r"应不大于 \1"),
    (r"\s*Did you mean (.*?)\?", r",是否指 \1?"),
    (r"\s*\(Possible options: (.*?)\)", r",是否指其中之一:\1"),
)


def one_language(text: str | None, zh: bool) -> str | None:
    """The half of "English / 中文" in the language spoken."""
    if not text:
        return text
    english, stroke, chinese = text.rpartition(" / ")
    return text if not stroke else chinese if zh else english


def complaint(text: str, zh: bool) -> str:
    """A complaint of the library about what was typed, in the language spoken."""
    if not zh:
        return text
    for english, chinese in _COMPLAINTS:
        text = re.sub(english, full_width(chinese), text)
    return text


def translated(help_text: str) -> str:
    """A help text with the library's own words in Chinese."""
    for english, chinese in _HELP:
        help_text = re.sub(english, chinese, help_text, flags=re.MULTILINE)
    return re.sub(r"(<[A-Za-z\[\] ]+>)( *)", _kind, help_text)


def _kind(found: re.Match[str]) -> str:
    """A kind of value in Chinese, the blanks after it so many that the next column stays where it was."""
    kind, blanks = found[1], found[2]
    said: str = _KINDS.get(kind, kind)
    wide = sum(2 if character > "\u2e7f" else 1 for character in said)
    return said + " " * (max(1, len(kind) + len(blanks) - wide) if blanks else 0)


class ChineseCommand(TyperCommand):
    def get_help(self, ctx: Any) -> str:
        return translated(super().get_help(ctx))


class ChineseGroup(Grouped):
    chinese = True

    def get_help(self, ctx: Any) -> str:
        return translated(super().get_help(ctx))
