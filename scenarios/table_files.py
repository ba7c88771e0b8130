"""Tables that users write, CSV or XLSX, read by a rule per column; the same content reads equal from either."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Mapping, Sequence

import numpy as np

from scenarios.errors import InputError, nearest
from scenarios.table_cells import CellProblem, ColumnRule, read_cell
from scenarios.text_files import decode, read_bytes

__all__ = ["ColumnRule", "Table", "read_table"]

MAX_BYTES = 20_000_000
MAX_ROWS = 200_000
MAX_COLUMNS = 500
DELIMITERS = (",", ";", "\t")

Rows = list[tuple[int, list[object]]]  # (line in the file, cells)


class Table(dict):
    """Columns by name: float64 for numbers, int64 for whole numbers and quarters, a list of str for text.

    An empty number is NaN (the column is then float64 for whole numbers too), an empty text "", an empty quarter -1.
    `lines` are the rows' lines in the file, so that a later check can name them.
    """

    def __init__(self, columns: Mapping[str, object], file: str, lines: Sequence[int]) -> None:
        super().__init__(columns)
        self.file = file
        self.lines = tuple(lines)

    def only(self, rows: Sequence[int]) -> Table:
        """The table of these rows (indices)."""
        kept = {n: v[rows] if hasattr(v, "dtype") else [v[row] for row in rows] for n, v in self.items()}
        return Table(kept, self.file, [self.lines[row] for row in rows])

    def error(self, message: str, row: int, field: str, **parts: object) -> InputError:
        """An InputError at a cell of this table."""
        line = self.lines[row]
        return InputError(message, file=self.file, line=line, field=field, **parts)  # type: ignore[arg-type]


def read_table(
    path: str | os.PathLike[str],
    columns: Mapping[str, ColumnRule],
    *,
    sheet: str | None = None,
    max_bytes: int = MAX_BYTES,
    unknown: str = "refuse",
) -> Table:
    """Columns of a CSV (UTF-8 or GBK; comma, semicolon or tab) or XLSX file. `unknown="ignore"` skips other columns."""
    file = os.fspath(path)
    content = read_bytes(path, max_bytes)
    if content.startswith(b"PK\x03\x04"):
        from scenarios.workbook_files import workbook_rows  # openpyxl takes a quarter of a second to import

        rows = workbook_rows(content, file, sheet)
    elif content.startswith(b"\xd0\xcf\x11\xe0"):
        raise InputError(
            "this is an old or a locked Excel file; save it as .xlsx without a password",
            zh="这是旧版或加密的 Excel 文件,请另存为不加密的 .xlsx",
            file=file,
            allowed=".csv, .xlsx",
        )
    else:
        rows = csv_rows(decode(content, file), file)
    return table(rows, columns, file, unknown)


def csv_rows(text: str, file: str) -> Rows:
    """Rows of CSV text with their lines; the delimiter is the one the header uses."""
    first, _, rest = text.partition("\n")
    skipped = 0
    if first.strip().lower() in ("sep=,", "sep=;", "sep=\t"):
        text, skipped = rest, 1
    delimiter = _delimiter(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: Rows = []
    while True:
        start = reader.line_num + 1 + skipped
        try:
            cells = next(reader)
        except StopIteration:
            return rows
        except csv.Error as problem:
            raise InputError(
                f"this line is not valid CSV ({problem})",
                zh="这一行不是有效的 CSV(引号是否成对?)",
                file=file,
                line=start,
            ) from None
        if any(cell.strip() for cell in cells):
            rows.append((start, list(cells)))
        if len(rows) > MAX_ROWS + 1:
            raise InputError(
                "the table has too many rows", zh="表格行数过多", file=file, line=start, allowed=f"at most {MAX_ROWS:,}"
            )


def _delimiter(text: str) -> str:
    """The delimiter most frequent in the header outside quotes; a comma for a single column."""
    header = next((line for line in text.split("\n") if line.strip()), "")
    bare = "".join(header.split('"')[::2])
    return max(DELIMITERS, key=lambda sign: (bare.count(sign), -DELIMITERS.index(sign)))


def table(rows: Rows, columns: Mapping[str, ColumnRule], file: str, unknown: str = "refuse") -> Table:
    """Typed columns out of rows, the first of which is the header."""
    if not rows:
        raise InputError("the table is empty", zh="表格是空的", file=file)
    line, header = rows[0]
    places = _header(header, line, columns, file, unknown)
    body = rows[1:]
    if not body:
        raise InputError("the table has a header and no rows", zh="表格只有表头,没有数据", file=file, line=line)
    width = _width(header)
    for row_line, cells in body:
        if _width(cells) > width or len(cells) < width:
            raise InputError(
                "this row has another number of cells than the header",
                zh="这一行的列数与表头不同",
                file=file,
                line=row_line,
                found=len(cells),
                allowed=str(width),
            )
    lines = [row_line for row_line, _ in body]
    read = {
        name: _column(
            [cells[places[name]] for _, cells in body] if name in places else [None] * len(body),
            lines,
            name,
            rule if name in places else _absent(rule),
            file,
        )
        for name, rule in columns.items()
    }
    return Table(read, file, lines)


def _absent(rule: ColumnRule) -> ColumnRule:
    return ColumnRule(rule.kind, rule.unit, required=False, empty=True, choices=rule.choices)


def _width(cells: Sequence[object]) -> int:
    """Number of cells up to the last that is not empty."""
    return max((i + 1 for i, cell in enumerate(cells) if cell is not None and str(cell).strip()), default=0)


def _header(
    header: Sequence[object], line: int, columns: Mapping[str, ColumnRule], file: str, unknown: str
) -> dict[str, int]:
    """Place of every known column."""
    if _width(header) == 1 and "\uff0c" in str(header[0]):
        raise InputError(
            "the columns are parted by full-width commas; use plain ones",
            zh="列之间用了全角逗号,请改用半角逗号",
            file=file,
            line=line,
        )
    places: dict[str, int] = {}
    for place, cell in enumerate(header[: _width(header)]):
        name = "" if cell is None else str(cell).strip()
        if not name:
            raise InputError(f"column {place + 1} has no name", zh=f"第 {place + 1} 列没有列名", file=file, line=line)
        if name in places:
            raise InputError("this column stands twice", zh="列名重复", file=file, line=line, field=name, found=name)
        if name not in columns and unknown == "refuse":
            raise InputError(
                "there is no such column",
                zh="没有这一列",
                file=file,
                line=line,
                field=name,
                found=name,
                allowed=tuple(columns),
                nearest=nearest(name, columns),
            )
        places[name] = place
    if len(places) > MAX_COLUMNS:
        raise InputError(
            "the table has too many columns",
            zh="列数过多",
            file=file,
            line=line,
            found=len(places),
            allowed=f"at most {MAX_COLUMNS}",
        )
    for name, rule in columns.items():
        if rule.required and name not in places:
            raise InputError(
                "this column is missing",
                zh="缺少这一列",
                file=file,
                line=line,
                field=name,
                allowed=tuple(columns),
                nearest=nearest(name, places),
            )
    return places


def _column(cells: Sequence[object], lines: Sequence[int], name: str, rule: ColumnRule, file: str) -> object:
    values = []
    for line, cell in zip(lines, cells, strict=True):
        try:
            values.append(read_cell(cell, rule))
        except CellProblem as problem:
            close = nearest(cell, rule.choices) if rule.kind == "choice" else None
            raise InputError(
                str(problem),
                zh=problem.zh,
                file=file,
                line=line,
                field=name,
                found="an empty cell" if cell is None or str(cell).strip() == "" else cell,
                allowed=rule.allowed(),
                allowed_zh=rule.allowed_zh(),
                nearest=close,
            ) from None
    if rule.kind in ("text", "choice"):
        return ["" if value is None else value for value in values]
    if rule.kind == "quarter":
        return np.array([-1 if value is None else value for value in values], dtype=np.int64)
    if rule.kind == "integer" and None not in values:
        return np.array(values, dtype=np.int64)
    return np.array([np.nan if value is None else value for value in values], dtype=np.float64)
