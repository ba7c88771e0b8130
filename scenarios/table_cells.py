"""One cell of a table to one value; what cannot be read without guessing is refused, saying what to write."""

from __future__ import annotations

import datetime
import math
import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

from scenarios.quarters import read_quarter

Kind = Literal["number", "integer", "quarter", "text", "choice"]


@dataclass(frozen=True)
class ColumnRule:
    """What a column may hold. `required`: the column must be there; `empty`: its cells may be empty."""

    kind: Kind = "text"
    unit: str = ""
    low: float | None = None
    high: float | None = None
    choices: tuple[str, ...] = ()
    required: bool = True
    empty: bool = False
    longest: int = 500  # characters of a text

    def allowed_zh(self) -> str | None:
        """The same in Chinese; choices are listed as they are."""
        if self.kind == "choice":
            return None
        if self.kind == "quarter":
            return "季度,如 2013Q1"
        if self.kind == "text":
            return f"至多 {self.longest} 字的文字"
        name = "整数" if self.kind == "integer" else "数字"
        span = "" if self.low is None else f",不小于 {self.low:g}"
        span += "" if self.high is None else f",不大于 {self.high:g}"
        return name + span + (f",单位 {self.unit}" if self.unit else "")

    def allowed(self) -> str | tuple[str, ...]:
        """What may stand in a cell, in words."""
        if self.kind == "choice":
            return self.choices
        if self.kind == "quarter":
            return "a quarter such as 2013Q1"
        if self.kind == "text":
            return f"text of at most {self.longest} characters"
        name = "a whole number" if self.kind == "integer" else "a number"
        low, high = self.low, self.high
        span = (
            f" from {low:g} to {high:g}"
            if low is not None and high is not None
            else f" of at least {low:g}"
            if low is not None
            else f" of at most {high:g}"
            if high is not None
            else ""
        )
        return name + span + (f" in {self.unit}" if self.unit else "")


class CellProblem(ValueError):
    """Why a cell cannot be read, in both languages."""

    def __init__(self, message: str, zh: str) -> None:
        super().__init__(message)
        self.zh = zh


_NUMBER = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?")
_THOUSANDS = re.compile(r"[+-]?[0-9]{1,3}([,'’_\u00a0\u202f ][0-9]{3})+(\.[0-9]+)?")
_DECIMAL_COMMA = re.compile(r"[+-]?[0-9]+,[0-9]+")
_DATE = re.compile(r"[0-9]{4}[-/.年][0-9]{1,2}([-/.月]([0-9]{1,2}日?)?)?")
_NO_VALUE = {"-", "--", "—", "…", "n/a", "na", "nan", "null", "none", "#n/a", ".", "..", "...", "缺", "无", "/"}
_INFINITE = {"inf", "+inf", "-inf", "infinity", "∞"}


def read_cell(cell: object, rule: ColumnRule) -> object:
    """Value of a cell by its rule; None for an empty one where that is allowed. Raises CellProblem."""
    if cell is None or (isinstance(cell, str) and not cell.strip()):
        if rule.empty:
            return None
        raise CellProblem("a value is missing", "缺少数值")
    if isinstance(cell, bool):
        raise CellProblem("true and false are not values here", "此处不能填是/否值")
    if isinstance(cell, (datetime.date, datetime.time, datetime.timedelta)):
        raise CellProblem(
            "this cell is formatted as a date; format it as a number or as text",
            "该单元格为日期格式,请改为数字或文本格式",
        )
    if rule.kind in ("number", "integer"):
        return _ranged(_number(cell), rule)
    text = _text(cell)
    if rule.kind == "quarter":
        return _quarter(text)
    if len(text) > rule.longest:
        raise CellProblem("the text is too long", "文字过长")
    hidden = next((c for c in text if unicodedata.category(c) in ("Cc", "Cf", "Cs")), None)
    if hidden is not None:
        raise CellProblem("the text holds a hidden character", "文字中含有不可见字符")
    if rule.kind == "choice" and text not in rule.choices:
        raise CellProblem("this is not one of the choices", "不在可选之列")
    return text


def _text(cell: object) -> str:
    """Text of a cell; a spreadsheet gives 2013 as the number 2013.0."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def _number(cell: object) -> float:
    if isinstance(cell, (int, float)):
        if isinstance(cell, float) and not math.isfinite(cell):
            raise CellProblem("this is not a finite number", "不是有限的数")
        return float(cell)
    text = str(cell).strip()
    if _NUMBER.fullmatch(text):
        value = float(text)
        if math.isfinite(value):
            return value
        raise CellProblem("this number is too large", "数字过大")
    message, zh = _advice(text)
    raise CellProblem(message, zh)


def _advice(text: str) -> tuple[str, str]:
    """What to write instead of a text that is not a number."""
    plain = unicodedata.normalize("NFKC", text)
    lowered = plain.casefold()
    if lowered in _NO_VALUE:
        return "no value: leave the cell empty where that is allowed", "无数值时,在允许处请留空"
    if lowered in _INFINITE:
        return "this is not a finite number", "不是有限的数"
    if plain != text and _NUMBER.fullmatch(plain):
        return f"write the number with half-width digits: {plain}", f"请用半角数字:{plain}"
    if "%" in plain or "‰" in text:
        return "write the number in the column's unit, without a per cent sign", "请按本列单位填写,不带百分号"
    if any(sign in plain for sign in "万亿千百兆"):
        return "write the full number in the column's unit, without 万 or 亿", "请按本列单位写完整数字,不带“万”“亿”"
    if _THOUSANDS.fullmatch(plain):
        return "write the number without thousands separators", "请不要用千位分隔符"
    if _DECIMAL_COMMA.fullmatch(plain):
        return "write a point, not a comma, before the decimals", "小数点请用“.”,不用“,”"
    if _DATE.fullmatch(plain):
        return "this is a date, not a number", "这是日期,不是数字"
    if plain[:1] in "¥$€" or plain.endswith("元"):
        return "write the number alone, without a currency", "只写数字,不带货币符号"
    if plain.startswith("="):
        return "formulas are not read; paste the value", "不读取公式,请粘贴为数值"
    if plain[:1] in "<>~≈≥≤约":
        return "write one number, not a bound or an estimate sign", "请写一个确定的数"
    if _NUMBER.match(plain):
        return "write the number alone, without a unit or a note", "只写数字,不带单位或说明"
    return "this is not a number", "不是数字"


def _ranged(value: float, rule: ColumnRule) -> float | int:
    if rule.kind == "integer" and (not value.is_integer() or abs(value) > 2**53):
        raise CellProblem("this is not a whole number", "不是整数")
    if rule.low is not None and value < rule.low:
        raise CellProblem("the value is too small", "数值过小")
    if rule.high is not None and value > rule.high:
        raise CellProblem("the value is too large", "数值过大")
    return int(value) if rule.kind == "integer" else value


def _quarter(text: str) -> int:
    try:
        return read_quarter(text)
    except ValueError:
        pass
    if re.fullmatch(r"[0-9]{4}", text):
        raise CellProblem("this is a year; write a quarter", "这是年份,请写季度")
    raise CellProblem("this is not a quarter", "不是季度")
