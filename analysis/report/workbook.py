"""effects.xlsx: the forms planners know, filled as far as anything is known, then the tables as they are."""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from analysis.report.data_sheets import as_read
from analysis.report.forms import Form, about_form, performance_form, targets_form
from analysis.report.reading import Material
from analysis.report.steady import steady
from analysis.report.voice import Voice
from scenarios.errors import clean

if TYPE_CHECKING:
    import pandas as pd

LEADING = "=+-@\t\r"  # what a spreadsheet would run, or what a CSV made of it would
MOST_ROWS = 20_000
TABLES = ("effects", "goals", "costs", "winners", "displacement", "ranking", "chances")
NAMES = {
    "effects": ("effects", "净增"),
    "goals": ("goals", "目标"),
    "costs": ("costs", "费用"),
    "winners": ("winners", "谁多谁少"),
    "displacement": ("displacement", "虹吸与辐射"),
    "ranking": ("ranking", "梯队"),
    "chances": ("chances", "两两比较"),
}
WIDEST = 60


def xlsx(material: Material, voice: Voice) -> bytes:
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)  # type: ignore[arg-type]
    for form in (targets_form(material, voice), performance_form(material, voice), about_form(material, voice)):
        _form(book, form)
    for name in TABLES:
        _table(book, NAMES[name][voice.zh], as_read(told(material, name), material, voice))
    out = io.BytesIO()
    book.save(out)
    return steady(out.getvalue())


def told(material: Material, name: str) -> pd.DataFrame:
    """A table without what only a program reads: early years, towns one by one. The CSV has all of it."""
    table = getattr(material, name)
    if "year" in table:
        table = table[table["year"] >= material.year - 1]
    return table[table["group_kind"] != "town"] if name == "winners" else table


def harmless(value: Any) -> Any:
    """A number as it is, nothing for what is missing, text that no spreadsheet takes for a formula."""
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return None
    if isinstance(value, bool | int | float):
        return value
    if hasattr(value, "item"):
        return harmless(value.item())
    return _plain(str(value))


@lru_cache(maxsize=4096)
def _plain(value: str) -> str:
    text = "\n".join(clean(line, 1000) for line in value.split("\n"))
    return f"'{text}" if text[:1] and text[0] in LEADING else text


def put(sheet: Any, row: int, column: int, value: Any) -> Any:
    """A cell that is a number or plain text, never a formula."""
    cell = sheet.cell(row, column)
    safe = harmless(value)
    cell.value = safe
    if isinstance(safe, str):
        cell.data_type = "s"
    return cell


def _form(book: Any, form: Form) -> None:
    """A form with merged heads and borders, ready to print on A4."""
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

    sheet = book.create_sheet(form.name)
    line = Side(style="thin", color="888888")
    border = Border(left=line, right=line, top=line, bottom=line)
    put(sheet, 1, 1, form.title).font = Font(size=16, bold=True)
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=form.columns)
    sheet.cell(1, 1).alignment = Alignment(horizontal="center")
    put(sheet, 2, 1, form.under).font = Font(size=9, color="5B626C")
    sheet.merge_cells(start_row=2, start_column=1, end_row=2, end_column=form.columns)
    top = 3
    for at, row in enumerate(form.rows):
        for column, value in enumerate(row, start=1):
            cell = put(sheet, top + at, column, value)
            cell.border = border
            number = isinstance(cell.value, int | float)
            cell.alignment = Alignment(wrap_text=True, vertical="center", horizontal="right" if number else "left")
            if at < form.heads:
                cell.font, cell.fill = Font(bold=True), PatternFill("solid", start_color="EEF1F4")
                cell.alignment = Alignment(wrap_text=True, vertical="center", horizontal="center")
            if number:
                cell.number_format = _format(float(cell.value))
        _height(sheet, top + at, row, form)
    for first, left, last, right in form.merged:
        sheet.merge_cells(start_row=top + first, start_column=left, end_row=top + last, end_column=right)
    for note in form.notes:
        at = sheet.max_row + 1
        put(sheet, at, 1, note).font = Font(size=9, color="5B626C")
        sheet.cell(at, 1).alignment = Alignment(wrap_text=True, vertical="top")
        sheet.merge_cells(start_row=at, start_column=1, end_row=at, end_column=form.columns)
        sheet.row_dimensions[at].height = 15 * (1 + sum(2 if ord(c) > 0x2E7F else 1 for c in note) // 118)
    _widths(sheet, form.widths)
    sheet.freeze_panes = sheet.cell(top + form.heads, 1)
    sheet.page_setup.paperSize, sheet.page_setup.orientation = sheet.PAPERSIZE_A4, "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _height(sheet: Any, at: int, row: Sequence[Any], form: Form) -> None:
    """High enough for the text of its narrowest cell."""
    merged = any(left < right for first, left, last, right in form.merged if at - 3 in range(first, last + 1))
    lines = [
        -(-sum(2 if ord(c) > 0x2E7F else 1 for c in value) // max(int(width) - 2, 1))
        for value, width in zip(row, form.widths, strict=False)
        if isinstance(value, str)
    ]
    sheet.row_dimensions[at].height = 18.0 if merged else 4 + 14.0 * max([1, *lines])


def _format(value: float) -> str:
    size = abs(value)
    return "0" if value == int(value) and size < 10_000 else "#,##0" if size >= 100 else "0.0" if size >= 10 else "0.00"


def _table(book: Any, name: str, table: pd.DataFrame) -> None:
    """A table's rows, the first of a very long one."""
    from openpyxl.styles import Font

    sheet = book.create_sheet(name)
    for column, head in enumerate(table.columns, start=1):
        put(sheet, 1, column, head).font = Font(bold=True)
    rows = table.head(MOST_ROWS)
    for at, row in enumerate(rows.itertuples(index=False), start=2):
        for column, value in enumerate(row, start=1):
            if value is not None and value == value:
                put(sheet, at, column, value)
    if len(table) > len(rows):
        put(sheet, len(rows) + 2, 1, f"… {len(table) - len(rows)} more rows in the CSV / 其余见 CSV")
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    _widths(sheet, [min(WIDEST, max(10, 2 * len(str(head)) + 2)) for head in table.columns])


def _widths(sheet: Any, widths: Sequence[float]) -> None:
    from openpyxl.utils import get_column_letter

    for column, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width
