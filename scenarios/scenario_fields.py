"""Fields of a scenario: levers, money, shocks, parameters, from shorthand to numbers inside their bounds."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from pathlib import Path

from model.quarter import parse_quarter
from scenarios.cards import PAYERS, Card, cards, known
from scenarios.errors import InputError, clean, nearest
from scenarios.money_in import is_money, money_of, value_bought
from scenarios.quarters import read_quarter
from scenarios.registry import parameter_ranges, renamed, series_names
from scenarios.yaml_files import Located, kind_of

FROM = parse_quarter("2013Q1")  # a value without a date holds from the first budget year on
FIRST_YEAR, LAST_YEAR = 2006, 2060
MOST_MONEY = 1e9  # wan yuan a year; ten thousand times the largest programme


class Source:
    """Where values come from: a file with lines, or the caller's overrides."""

    def __init__(self, located: Located | None) -> None:
        self.located = located

    def error(self, message: str, *path: str, **parts: object) -> InputError:
        if self.located is not None:
            return self.located.error(message, *path, **parts)
        return InputError(message, field=".".join(path), **parts)  # type: ignore[arg-type]

    def amount(self, value: object, *path: str) -> float:
        """A sum of money, wan yuan a year."""
        money = _number(value, self, *path)
        if not 0 <= money <= MOST_MONEY:
            raise self.error(
                "the amount is outside its bounds",
                *path,
                zh="金额超出范围",
                found=money,
                allowed=f"0 to {MOST_MONEY:,.0f} wan yuan",
            )
        return money


def title(parent: Mapping[str, str], value: object, source: Source) -> Mapping[str, str]:
    """Title in both languages."""
    if value is None:
        return parent
    if isinstance(value, str) and value.strip() and len(value) <= 200:
        return {"en": clean(value.strip(), 200), "zh": clean(value.strip(), 200)}
    if isinstance(value, Mapping) and value and set(value) <= {"en", "zh"}:
        words = {lang: text for lang, text in value.items() if isinstance(text, str) and 0 < len(text.strip()) <= 200}
        if len(words) == len(value):
            first = next(iter(words.values()))
            return {lang: clean(words.get(lang, first).strip(), 200) for lang in ("en", "zh")}
    raise source.error(
        "a title is text, or text in en and zh",
        "title",
        zh="标题应为文字",
        found=value,
        allowed="text of at most 200 characters",
    )


def author(parent: str, value: object, source: Source) -> str:
    """Who wrote it."""
    if value is None:
        return parent
    if isinstance(value, str) and len(value) <= 200:
        return clean(value.strip(), 200)
    raise source.error("an author is text", "author", zh="作者应为文字", found=value, allowed="text")


def _table(value: object, source: Source, *path: str) -> dict[str, object]:
    """A mapping of names to values; nothing is an empty one."""
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise source.error(
            "this must be a mapping of names to values",
            *path,
            zh="应为“名称: 值”的形式",
            found=value if isinstance(value, (str, int, float)) else kind_of(value),
            allowed="name: value",
        )
    return {str(name): item for name, item in value.items()}


def _number(value: object, source: Source, *path: str) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        if hasattr(value, "dtype") and getattr(value, "ndim", 1) == 0:  # a NumPy scalar of a caller
            return _number(value.item(), source, *path)  # type: ignore[attr-defined]
        raise source.error(
            "this is not a number",
            *path,
            zh="不是数字",
            found=value if isinstance(value, (str, bool)) else kind_of(value),
            allowed="a number",
        )
    if isinstance(value, int) and abs(value) > 10**300:
        raise source.error("this number is too large", *path, zh="数字过大", found=value, allowed="a number")
    if not math.isfinite(value):
        raise source.error(
            "this is not a finite number", *path, zh="不是有限的数", found=str(value), allowed="a number"
        )
    return float(value)


def _quarter(text: str, source: Source, *path: str) -> int:
    allowed, allowed_zh = "a quarter such as 2013Q1", "季度,如 2013Q1"
    try:
        quarter = read_quarter(text)
    except ValueError:
        bare = re.fullmatch(r"[0-9]{4}", text)
        message = "this is a year; write a quarter" if bare else "this is not a quarter"
        zh = "这是年份,请写季度" if bare else "不是季度"
        close = f"{text}Q1" if bare else None
        raise source.error(
            message, *path, zh=zh, found=text, allowed=allowed, allowed_zh=allowed_zh, nearest=close
        ) from None
    if not FIRST_YEAR <= quarter // 4 <= LAST_YEAR:
        raise source.error(
            "this quarter is outside the years that can be run",
            *path,
            zh="季度超出可测算的年份",
            found=text,
            allowed=f"{FIRST_YEAR}Q1 to {LAST_YEAR}Q4",
        )
    return quarter


def levers(parent: Mapping, value: object, source: Source) -> dict[str, tuple[tuple[int, float], ...]]:
    """Paths of levers that leave neutral."""
    among = cards()
    if value == "enacted":
        return {lever: card.enacted_path() for lever, card in among.items() if card.enacted}
    if isinstance(value, str):
        raise source.error(
            "levers are a mapping of ids to values, or the word enacted",
            "levers",
            zh="政策措施应为“编号: 取值”,或写 enacted",
            found=value,
            allowed="id: value, or enacted",
            nearest=nearest(value, ("enacted",)),
        )
    levers = dict(parent)
    for lever, wanted in _table(value, source, "levers").items():
        if (unknown := known(lever, among, renamed())) is not None:
            raise source.error(
                unknown.text["en"],
                "levers",
                lever,
                zh=unknown.text["zh"],
                found=lever,
                allowed=unknown.allowed,
                nearest=unknown.nearest,
            )
        path = _lever_path(among[lever], wanted, source)
        levers.pop(lever, None)
        if path:
            levers[lever] = path
    return levers


def _lever_path(card: Card, wanted: object, source: Source) -> tuple[tuple[int, float], ...]:
    """(quarter, value) of one lever: steps that change nothing are left out, so that equal policies are equal."""
    where = ("levers", card.id)
    if wanted is None or wanted == "neutral":
        return ()
    if wanted == "enacted":
        return card.enacted_path()
    if is_money(wanted):
        start = wanted.get("from")  # type: ignore[union-attr]
        quarter = max(FROM, card.starts) if start is None else _started(card, str(start), source, *where, "from")
        steps = {quarter: value_bought(card, money_of(card, wanted, source), source)}  # type: ignore[arg-type]
    elif isinstance(wanted, Mapping):
        steps = {}
        for text, value in wanted.items():
            quarter = _started(card, str(text), source, *where, str(text))
            steps[quarter] = _in_bounds(card, value, source, *where, str(text))
        if not steps:
            raise source.error(
                f"{card.origin('en')}: no quarter is given",
                *where,
                zh=f"{card.origin('zh')}:未写季度",
                allowed="{2013Q1: value}",
            )
    elif isinstance(wanted, str):
        raise source.error(
            f"{card.origin('en')}: this is not a number",
            *where,
            zh=f"{card.origin('zh')}:不是数字",
            found=wanted,
            allowed="a number, {2013Q1: number}, enacted or neutral",
            allowed_zh="数字、{2013Q1: 数字}、enacted 或 neutral",
            nearest=nearest(wanted, ("enacted", "neutral")),
        )
    else:
        steps = {FROM: _in_bounds(card, wanted, source, *where)}
    path: list[tuple[int, float]] = []
    now = card.neutral
    for quarter, value in sorted(steps.items()):
        if value != now:
            path.append((quarter, value))
            now = value
    return tuple(path)


def _started(card: Card, text: str, source: Source, *path: str) -> int:
    """A quarter in which a lever may start or change."""
    quarter = _quarter(text, source, *path)
    if quarter < card.announced:
        first = f"{card.announced // 4}Q{card.announced % 4 + 1}"
        raise source.error(
            f"{card.origin('en')}: no lever before the announcement",
            *path,
            zh=f"{card.origin('zh')}:公布之前不能实施",
            found=text,
            allowed=f"{first} or later",
            allowed_zh=f"{first} 或以后",
        )
    return quarter


def _in_bounds(card: Card, value: object, source: Source, *path: str) -> float:
    number = _number(value, source, *path)
    low, high = card.bounds.legal
    if not low <= number <= high:
        raise source.error(
            f"{card.origin('en')}: the value is outside the legal bounds",
            *path,
            zh=f"{card.origin('zh')}:取值超出法定范围",
            found=number,
            allowed=card.describe_bounds(),
            allowed_zh=card.describe_bounds_zh(),
        )
    return number + 0.0  # no negative zero


def money(parent: Mapping, value: object, source: Source) -> dict[str, float]:
    """Levers that were set in money, and how much of it (wan yuan a year)."""
    if value == "enacted":
        return {}
    levers = _table(value, source, "levers")
    kept = {lever: amount for lever, amount in parent.items() if lever not in levers}
    return kept | {
        lever: money_of(cards()[lever], wanted, source)  # type: ignore[arg-type]
        for lever, wanted in levers.items()
        if is_money(wanted)
    }


def budgets(parent: Mapping, value: object, source: Source) -> dict[str, dict[int, float]]:
    """Ceilings by payer and year, wan yuan."""
    budgets = {payer: dict(years) for payer, years in parent.items()}
    choices = (*PAYERS, *PAYERS.values())
    for payer, years in _table(value, source, "budgets").items():
        name = PAYERS.get(payer, payer)
        if name not in PAYERS.values():
            raise source.error(
                "there is no such payer",
                "budgets",
                payer,
                zh="没有这个出资方",
                found=payer,
                allowed=choices,
                nearest=nearest(payer, choices),
            )
        if years is None:
            budgets.pop(name, None)
            continue
        read = {}
        for text, amount in _table(years, source, "budgets", payer).items():
            place = ("budgets", payer, text)
            if not re.fullmatch(r"[0-9]{4}", text) or not FIRST_YEAR <= int(text) <= LAST_YEAR:
                raise source.error(
                    "this is not a year",
                    *place,
                    zh="不是年份",
                    found=text,
                    allowed=f"a year from {FIRST_YEAR} to {LAST_YEAR}",
                )
            read[int(text)] = source.amount(amount, *place)
        budgets[name] = {**budgets.get(name, {}), **read}
    return budgets


def shocks(parent: Mapping, value: object, source: Source) -> dict[str, dict[int, float]]:
    """Factors on outside series, each from its quarter on until the next."""
    shocks = {name: dict(steps) for name, steps in parent.items()}
    names = series_names()
    for name, steps in _table(value, source, "shocks").items():
        if name not in names:
            raise source.error(
                "there is no such series",
                "shocks",
                name,
                zh="没有这个序列",
                found=name,
                allowed=names,
                nearest=nearest(name, names),
            )
        if steps is None:
            shocks.pop(name, None)
            continue
        read = {}
        for text, factor in _table(steps, source, "shocks", name).items():
            number = _number(factor, source, "shocks", name, text)
            if not 0.01 <= number <= 100:
                raise source.error(
                    "a factor is a positive number near 1",
                    "shocks",
                    name,
                    text,
                    zh="系数应为接近 1 的正数",
                    found=number,
                    allowed="0.01 to 100",
                )
            read[_quarter(text, source, "shocks", name, text)] = number
        shocks[name] = {**shocks.get(name, {}), **read}
    return shocks


def parameters(parent: Mapping, value: object, source: Source) -> dict[str, float]:
    """Behavioural parameters inside their ranges."""
    parameters = dict(parent)
    ranges = parameter_ranges()
    for name, wanted in _table(value, source, "parameters").items():
        if name not in ranges:
            raise source.error(
                "there is no such parameter",
                "parameters",
                name,
                zh="没有这个参数",
                found=name,
                allowed=tuple(ranges),
                nearest=nearest(name, ranges),
            )
        number = _number(wanted, source, "parameters", name)
        low, high = ranges[name]
        if not low <= number <= high:
            raise source.error(
                "the value is outside the parameter's range",
                "parameters",
                name,
                zh="取值超出参数范围",
                found=number,
                allowed=f"{low:g} to {high:g}",
            )
        parameters[name] = number
    return parameters


def series(parent: Path | None, value: object, source: Source, folder: Path | None) -> Path | None:
    """A table of the user's own outside series, beside the scenario file or at a full path."""
    if value is None:
        return parent
    if not isinstance(value, str) or not value.strip() or "\0" in value:
        raise source.error(
            "series is the name of a table file",
            "series",
            zh="series 应为表格文件名",
            found=value,
            allowed="a .csv or .xlsx file",
        )
    path = (folder or Path()) / value.strip()
    if path.suffix.lower() not in (".csv", ".xlsx", ".txt"):
        raise source.error(
            "series is the name of a table file",
            "series",
            zh="series 应为表格文件名",
            found=value,
            allowed="a .csv or .xlsx file",
        )
    if not path.is_file():
        raise source.error("there is no such file", "series", zh="没有这个文件", found=value)
    return path.absolute()
