"""Rows of an Excel workbook: values only. Formulas, merged cells, dates and what unpacks hugely are refused."""

from __future__ import annotations

import io
import warnings
import zipfile

from scenarios.errors import InputError, nearest

MAX_UNPACKED = 100_000_000  # bytes; a bomb of zeros packs a thousand to one
MAX_ROWS = 200_000
MAX_COLUMNS = 500


def workbook_rows(content: bytes, file: str, sheet: str | None = None) -> list[tuple[int, list[object]]]:
    """(sheet row, cells) of the sheet that holds the table."""
    _check_archive(content, file)
    import openpyxl

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # styles and extensions that openpyxl drops do not matter here
            book = openpyxl.load_workbook(io.BytesIO(content), data_only=False, keep_links=False)
    except Exception:  # openpyxl raises many kinds for broken files
        raise InputError(
            "this is not a readable .xlsx file", zh="这不是可读取的 .xlsx 文件", file=file, allowed=".csv, .xlsx"
        ) from None
    page = _page(book, file, sheet)
    if page.max_row > MAX_ROWS or page.max_column > MAX_COLUMNS:
        raise InputError(
            "the sheet is too large; delete cells far from the table",
            zh="工作表过大,请删除表外单元格",
            file=file,
            found=f"{page.max_row} rows, {page.max_column} columns",
            allowed=f"{MAX_ROWS:,} rows, {MAX_COLUMNS} columns",
        )
    for area in sorted(page.merged_cells.ranges, key=lambda a: (a.min_row, a.min_col)):
        raise InputError(
            "merged cells are not read; unmerge them and fill every cell",
            zh="不读取合并单元格,请取消合并并逐格填写",
            file=file,
            line=area.min_row,
            found=area.coord,
        )
    rows = []
    for number, cells in enumerate(page.iter_rows(), start=1):
        values = [_value(cell, file, number) for cell in cells]
        if any(value is not None and str(value).strip() for value in values):
            rows.append((number, values))
    return rows


def _value(cell, file: str, line: int) -> object:
    """Value of a cell; its letter and row are its name when it is refused."""
    if cell.data_type == "f":
        raise InputError(
            "formulas are not read; paste the value",
            zh="不读取公式,请粘贴为数值",
            file=file,
            line=line,
            field=cell.coordinate,
            found=getattr(cell.value, "text", cell.value),
            allowed="a value",
        )
    if cell.data_type == "e":
        raise InputError(
            "this cell holds an error",
            zh="该单元格为错误值",
            file=file,
            line=line,
            field=cell.coordinate,
            found=cell.value,
            allowed="a value",
        )
    if cell.data_type == "n" and cell.value is not None and "%" in (cell.number_format or ""):
        raise InputError(
            "this cell is shown in per cent; format it as a plain number in the column's unit",
            zh="该单元格为百分比格式,请改为普通数字,并按本列单位填写",
            file=file,
            line=line,
            field=cell.coordinate,
            found=cell.value,
            allowed="a plain number",
        )
    return cell.value


def _page(book, file: str, sheet: str | None):
    """The sheet asked for, or the only visible one that holds anything."""
    pages = {page.title: page for page in book.worksheets}
    if sheet is not None:
        if sheet not in pages:
            raise InputError(
                "there is no such sheet",
                zh="没有这个工作表",
                file=file,
                found=sheet,
                allowed=tuple(pages),
                nearest=nearest(sheet, pages),
            )
        return pages[sheet]
    filled = [p for p in pages.values() if p.sheet_state == "visible" and (p.max_row > 1 or p.max_column > 1)]
    if not filled:
        raise InputError("the workbook holds no table", zh="工作簿中没有表格", file=file)
    if len(filled) > 1:
        raise InputError(
            "more than one sheet holds cells; keep the table's sheet only",
            zh="有多个工作表,请只保留数据所在的一个",
            file=file,
            found=", ".join(p.title for p in filled),
            allowed="one sheet",
        )
    return filled[0]


def _check_archive(content: bytes, file: str) -> None:
    """Refuse archives that unpack hugely, hold document types (entity bombs) or are no workbook."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            if sum(part.file_size for part in parts) > MAX_UNPACKED or len(parts) > 2000:
                raise InputError(
                    "the workbook is too large once unpacked",
                    zh="工作簿解压后过大",
                    file=file,
                    allowed=f"at most {MAX_UNPACKED:,} bytes",
                )
            if any(part.filename.lower().endswith("vbaproject.bin") for part in parts):
                raise InputError(
                    "workbooks with macros are not read; save it as .xlsx",
                    zh="不读取含宏的工作簿,请另存为 .xlsx",
                    file=file,
                    allowed=".csv, .xlsx",
                )
            for part in parts:
                if part.filename.endswith((".xml", ".rels")) and b"<!DOCTYPE" in archive.open(part).read(4096):
                    raise InputError(
                        "the workbook holds a document type and is not read",
                        zh="工作簿含文档类型声明,不予读取",
                        file=file,
                        found=part.filename,
                    )
            if not any(part.filename == "xl/workbook.xml" for part in parts):
                raise InputError(
                    "this is not an .xlsx workbook", zh="这不是 .xlsx 工作簿", file=file, allowed=".csv, .xlsx"
                )
    except InputError:
        raise
    except Exception:  # zipfile and zlib raise many kinds for broken archives
        raise InputError(
            "this is not a readable .xlsx file", zh="这不是可读取的 .xlsx 文件", file=file, allowed=".csv, .xlsx"
        ) from None
