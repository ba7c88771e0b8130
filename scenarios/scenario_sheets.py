"""A scenario written as a table (XLSX or CSV): a row a value. It reads as the same file in YAML would.

Columns: section (title, author, inherits, series, levers, budgets, shocks, parameters), id, from (quarter or year),
value, money (wan yuan a year, levers only); others are for the reader of the table. Empty values are left out.
"""

from __future__ import annotations

import os
from pathlib import Path

from scenarios.errors import InputError, nearest
from scenarios.table_files import MAX_BYTES, csv_rows
from scenarios.text_files import decode, read_bytes
from scenarios.yaml_files import Located

ENDINGS = (".xlsx", ".csv")
COLUMNS = {"section": "类别", "id": "编号", "from": "起始", "value": "取值", "money": "财政资金"}
SECTIONS = {
    "title": "名称",
    "author": "作者",
    "inherits": "继承",
    "series": "外部序列",
    "levers": "政策措施",
    "budgets": "预算",
    "shocks": "外部冲击",
    "parameters": "参数",
}
PLAIN = ("title", "author", "inherits", "series")
DATED = ("budgets", "shocks")


def read_sheet(path: str | os.PathLike[str]) -> Located:
    """The table as what a YAML file with its content would hold; every field knows its row."""
    file, content = os.fspath(path), read_bytes(path, MAX_BYTES)
    if content.startswith(b"PK\x03\x04"):
        from scenarios.workbook_files import workbook_rows  # openpyxl takes a quarter of a second to import

        rows = workbook_rows(content, file)
    else:
        rows = csv_rows(decode(content, file), file)
    if not rows:
        raise InputError("the table is empty", zh="表格是空的", file=file)
    places = _columns(rows[0][1], file, rows[0][0])
    reader = _Sheet(file)
    for line, cells in rows[1:]:
        row = {name: cells[place] if place < len(cells) else None for name, place in places.items()}
        reader.take(
            line, {name: None if value is None or str(value).strip() == "" else value for name, value in row.items()}
        )
    return Located(file, reader.data, reader.lines)


def _columns(header: list[object], file: str, line: int) -> dict[str, int]:
    """Place of every column the reader wants, by its English or Chinese word."""
    words = [str(cell or "").strip().lower() for cell in header]
    found = {}
    for name, zh in COLUMNS.items():
        for place, word in enumerate(words):
            if name in word.split() or zh in word.split() or word in (name, zh):
                found.setdefault(name, place)
    for name in ("section", "id", "value"):
        if name not in found:
            raise InputError(
                "a column is missing",
                zh="缺少一列",
                file=file,
                line=line,
                field=name,
                allowed=tuple(f"{zh} {en}" for en, zh in COLUMNS.items()),
            )
    return found


class _Sheet:
    """The mapping while rows come in."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.data: dict[str, object] = {}
        self.lines: dict[tuple[str | int, ...], int] = {(): 1}

    def take(self, line: int, row: dict[str, object]) -> None:
        """One row."""
        if row.get("section") is None or (row.get("value") is None and row.get("money") is None):
            return
        section = self._section(str(row["section"]).strip(), line)
        value = _plain(row["value"])
        if section in PLAIN:
            self._put((section,), value if section == "title" else str(value), line)
            return
        name, start = row.get("id"), row.get("from")
        if name is None:
            raise InputError("an id is missing", zh="缺少编号", file=self.file, line=line, field=section)
        path = (section, str(name).strip())
        if row.get("money") is not None and section == "levers":
            self._put((*path, "money"), _plain(row["money"]), line)
            path, value = (*path, "from"), None if start is None else str(start).strip()
            if value is None:
                return
        elif start is not None:
            path = (*path, _plain_date(start))
        elif section in DATED:
            raise InputError(
                "a date is missing",
                zh="缺少起始时间",
                file=self.file,
                line=line,
                field=".".join(path),
                allowed="2013Q1; a year for budgets",
                allowed_zh="2013Q1;预算为年份",
            )
        self._put(path, value, line)

    def _section(self, word: str, line: int) -> str:
        for name, zh in SECTIONS.items():
            if word.lower() == name or word == zh:
                return name
        raise InputError(
            "there is no such section",
            zh="没有这个类别",
            file=self.file,
            line=line,
            field="section",
            found=word,
            allowed=tuple(f"{name} {zh}" for name, zh in SECTIONS.items()),
            nearest=nearest(word, (*SECTIONS, *SECTIONS.values())),
        )

    def _put(self, path: tuple[str, ...], value: object, line: int) -> None:
        """A value at its place, each place once."""
        here = self.data
        for depth, name in enumerate(path[:-1], start=1):
            self.lines.setdefault(path[:depth], line)
            inner = here.setdefault(name, {})
            if not isinstance(inner, dict):
                raise self._twice(path[:depth], line)
            here = inner
        if path[-1] in here:
            raise self._twice(path, line)
        here[path[-1]] = value
        self.lines[path] = line

    def _twice(self, path: tuple[str, ...], line: int) -> InputError:
        return InputError(
            "this is set twice", zh="重复设定", file=self.file, line=line, field=".".join(path), found=path[-1]
        )


def _plain(value: object) -> object:
    """Numbers that a CSV or a cell holds as text."""
    if not isinstance(value, str):
        return value
    text = value.strip()
    try:
        return float(text) if any(sign.isdigit() for sign in text) else text
    except ValueError:
        return text


def _plain_date(value: object) -> str:
    """A quarter or a year as text: a cell may hold a year as a number."""
    return str(int(value)) if isinstance(value, float) and value == int(value) else str(value).strip()


def is_sheet(path: Path) -> bool:
    """Is a scenario file a table, by its ending?"""
    return path.suffix.lower() in ENDINGS
