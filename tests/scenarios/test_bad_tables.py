"""Bad tables, one row each: every one is refused with the file, the line, the column and what to write."""

from __future__ import annotations

import datetime
import io
import zipfile
from dataclasses import dataclass

import openpyxl
import pytest

from scenarios.errors import InputError
from scenarios.table_files import ColumnRule, read_table

RULES = {
    "town": ColumnRule("text", longest=20),
    "kind": ColumnRule("choice", choices=("industrial", "agricultural", "service")),
    "quarter": ColumnRule("quarter"),
    "gdp": ColumnRule("number", unit="wan yuan", low=0, high=1e9),
    "firms": ColumnRule("integer", low=0),
    "note": ColumnRule("text", required=False, empty=True),
}
HEAD = "town,kind,quarter,gdp,firms\n"
GOOD = "小榄,industrial,2012Q1,100,20\n"
NUMBER = "a number from 0 to 1e+09 in wan yuan"
NOT_GIVEN = object()


@dataclass(frozen=True)
class Bad:
    name: str
    content: str | bytes
    line: int | None
    field: str | None
    says: str
    found: object = NOT_GIVEN
    allowed: str | None = None
    nearest: object = NOT_GIVEN


def gdp(text: str) -> str:
    return HEAD + GOOD + f'古镇,industrial,2012Q1,"{text}",20\n'


def firms(text: str) -> str:
    return HEAD + GOOD + f'古镇,industrial,2012Q1,1,"{text}"\n'


def quarter(text: str) -> str:
    return HEAD + GOOD + f'古镇,industrial,"{text}",1,2\n'


ROWS = (
    # numbers that would need a guess
    Bad("wan", gdp("1.2万"), 3, "gdp", "without 万", "1.2万", NUMBER),
    Bad("yi", gdp("3亿"), 3, "gdp", "without 万 or 亿", "3亿", NUMBER),
    Bad("per cent", gdp("12%"), 3, "gdp", "without a per cent sign", "12%", NUMBER),
    Bad("full-width per cent", gdp("12％"), 3, "gdp", "without a per cent sign", "12％"),
    Bad("full-width digits", gdp("１２"), 3, "gdp", "half-width digits: 12", "１２", NUMBER),
    Bad("full-width point", gdp("１２．５"), 3, "gdp", "half-width digits: 12.5", "１２．５"),
    Bad("thousands", gdp("1,200"), 3, "gdp", "without thousands separators", "1,200", NUMBER),
    Bad("thousands with blanks", gdp("1 200 000"), 3, "gdp", "without thousands separators", "1 200 000"),
    Bad("thousands in Chinese", gdp("1\uff0c200"), 3, "gdp", "thousands separators", "1\uff0c200"),
    Bad("decimal comma", gdp("1,5"), 3, "gdp", "a point, not a comma", "1,5", NUMBER),
    Bad("currency", gdp("¥100"), 3, "gdp", "without a currency", "¥100"),
    Bad("yuan", gdp("100元"), 3, "gdp", "without a currency", "100元"),
    Bad("unit", gdp("100 wan yuan"), 3, "gdp", "without a unit", "100 wan yuan"),
    Bad("estimate", gdp("约100"), 3, "gdp", "one number", "约100"),
    Bad("bound", gdp(">100"), 3, "gdp", "one number", ">100"),
    Bad("range", gdp("100-200"), 3, "gdp", "without a unit or a note", "100-200"),
    Bad("date", gdp("2012-01-01"), 3, "gdp", "a date, not a number", "2012-01-01"),
    Bad("formula as text", gdp("=SUM(A1:A9)"), 3, "gdp", "formulas are not read", "=SUM(A1:A9)"),
    Bad("dash", gdp("-"), 3, "gdp", "leave the cell empty", "-", NUMBER),
    Bad("not available", gdp("n/a"), 3, "gdp", "leave the cell empty", "n/a"),
    Bad("NaN", gdp("nan"), 3, "gdp", "leave the cell empty", "nan"),
    Bad("infinity", gdp("inf"), 3, "gdp", "not a finite number", "inf"),
    Bad("overflow", gdp("1e999"), 3, "gdp", "too large", "1e999"),
    Bad("words", gdp("many"), 3, "gdp", "this is not a number", "many", NUMBER),
    Bad("Arabic digits", gdp("١٢"), 3, "gdp", "this is not a number", "١٢"),
    Bad("hexadecimal", gdp("0x10"), 3, "gdp", "without a unit", "0x10"),
    Bad("two points", gdp("1.2.3"), 3, "gdp", "without a unit", "1.2.3"),
    Bad("empty cell", gdp(""), 3, "gdp", "a value is missing", "an empty cell", NUMBER),
    Bad("below the range", gdp("-1"), 3, "gdp", "too small", "-1", NUMBER),
    Bad("above the range", gdp("1e10"), 3, "gdp", "too large", "1e10", NUMBER),
    Bad("half a firm", firms("2.5"), 3, "firms", "not a whole number", "2.5", "a whole number of at least 0"),
    Bad("firms below zero", firms("-2"), 3, "firms", "too small", "-2", "a whole number of at least 0"),
    # quarters, choices, text
    Bad("year", quarter("2012"), 3, "quarter", "a year; write a quarter", "2012", "2013Q1"),
    Bad("month", quarter("2012-03"), 3, "quarter", "not a quarter", "2012-03", "2013Q1"),
    Bad("fifth quarter", quarter("2012Q5"), 3, "quarter", "not a quarter", "2012Q5"),
    Bad("quarter in Chinese", quarter("2012年一季度"), 3, "quarter", "not a quarter", "2012年一季度"),
    Bad("full-width quarter", quarter("２０１２Q1"), 3, "quarter", "not a quarter", "２０１２Q1"),
    Bad("choice misspelt", HEAD + "古镇,industral,2012Q1,1,2\n", 2, "kind", "not one of the choices", "industral",
        "industrial", "industrial"),
    Bad("choice in capitals", HEAD + "古镇,Service,2012Q1,1,2\n", 2, "kind", "choices", "Service", "service",
        "service"),
    Bad("choice like nothing", HEAD + "古镇,xyz,2012Q1,1,2\n", 2, "kind", "choices", "xyz", "service", None),
    Bad("long name", HEAD + "镇" * 30 + ",service,2012Q1,1,2\n", 2, "town", "too long", allowed="at most 20"),
    Bad("hidden character", HEAD + "古\u202e镇,service,2012Q1,1,2\n", 2, "town", "hidden character", "古\\u202e镇"),
    Bad("empty name", HEAD + " ,service,2012Q1,1,2\n", 2, "town", "a value is missing", "an empty cell"),
    # headers and shape
    Bad("column twice", "town,kind,quarter,gdp,gdp\n", 1, "gdp", "stands twice", "gdp"),
    Bad("column missing", "town,kind,quarter,gdp\n" + "a,service,2012Q1,1\n", 1, "firms", "column is missing",
        allowed="firms", nearest=None),
    Bad("column unknown", "town,kind,quarter,gdp_,firms\n" + GOOD, 1, "gdp_", "no such column", "gdp_", "gdp", "gdp"),
    Bad("column in capitals", "Town,kind,quarter,gdp,firms\n" + GOOD, 1, "Town", "no such column", "Town", "town",
        "town"),
    Bad("column full-width", "town,kind,quarter,ｇｄｐ,firms\n" + GOOD, 1, "ｇｄｐ", "no such column", "ｇｄｐ", "gdp",
        "gdp"),
    Bad("unit in the header", "town,kind,quarter,gdp (wan yuan),firms\n" + GOOD, 1, "gdp (wan yuan)", "no such column"),
    Bad("column without a name", "town,kind,,quarter,gdp,firms\n", 1, None, "column 3 has no name"),
    Bad("no header", GOOD, 1, "小榄", "no such column", "小榄"),
    Bad("header only", HEAD, 1, None, "a header and no rows"),
    Bad("row too short", HEAD + GOOD + "古镇,industrial,2012Q1\n", 3, None, "another number of cells", 3, "5"),
    Bad("row too long", HEAD + "古镇,industrial,2012Q1,1,2,3\n", 2, None, "another number of cells", 6, "5"),
    Bad("thousands unquoted", HEAD + "古镇,industrial,2012Q1,1,200,2\n", 2, None, "another number of cells", 6, "5"),
    Bad("full-width commas", HEAD.replace(",", "\uff0c") + GOOD, 1, None, "full-width commas"),
    Bad("after a blank line", HEAD + "\n\n" + "古镇,industrial,2012Q1,x,2\n", 4, "gdp", "not a number", "x"),
    Bad("after a cell of two lines", HEAD + '"古\n镇",industrial,2012Q1,1,2\n', 2, "town", "hidden character"),
    Bad("semicolons", (HEAD + GOOD + "古镇,service,2012Q1,z,2\n").replace(",", ";"), 3, "gdp", "not a number", "z"),
    Bad("tabs", (HEAD + "古镇,service,2012Q1,z,2\n").replace(",", "\t"), 2, "gdp", "not a number", "z"),
    Bad("Excel's sep line", "sep=;\n" + (HEAD + "古镇,service,2012Q1,z,2\n").replace(",", ";"), 3, "gdp",
        "not a number", "z"),
    Bad("quote left open", HEAD + '"古镇,industrial,2012Q1,1,2\n', 2, None, "not valid CSV"),
    Bad("quote in the middle", HEAD + '"古"镇,industrial,2012Q1,1,2\n', 2, None, "not valid CSV"),
    # bytes
    Bad("empty", b"", None, None, "the file is empty"),
    Bad("blank lines", b"\n \n\n", None, None, "the file is empty"),
    Bad("zero byte", b"town,kind\na\0b\n", 2, None, "zero byte", "binary", "UTF-8 or GBK"),
    Bad("UTF-16", HEAD.encode("utf-16"), None, None, "UTF-16", "UTF-16", "UTF-8 or GBK"),
    Bad("neither UTF-8 nor GBK", HEAD.encode() + b"\xff\xfe\xfd\n", 2, None, "neither UTF-8 nor GBK"),
    Bad("old Excel", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, None, None, "old or a locked Excel",
        allowed=".xlsx"),
    Bad("archive cut short", b"PK\x03\x04" + b"x" * 200, None, None, "not a readable .xlsx"),
)  # fmt: skip


@pytest.mark.parametrize("row", ROWS, ids=[row.name for row in ROWS])
def test_a_bad_table_is_refused_where_it_is_wrong(row: Bad, tmp_path) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(row.content if isinstance(row.content, bytes) else row.content.encode())
    with pytest.raises(InputError) as caught:
        read_table(path, RULES)
    check(caught.value, row, str(path))


def check(error: InputError, row: Bad, file: str) -> None:
    assert error.file == file
    assert error.line == row.line
    if row.field is not None:
        assert error.field == row.field
    assert row.says in error.text["en"]
    if row.found is not NOT_GIVEN:
        assert error.found == row.found
    if row.allowed is not None:
        allowed = (error.allowed,) if isinstance(error.allowed, str) else error.allowed
        assert allowed is not None
        assert row.allowed in " ".join(allowed)
    if row.nearest is not NOT_GIVEN:
        assert error.nearest == row.nearest
    assert error.message("en").isprintable()
    assert error.message("zh").isprintable()
    assert any("一" <= character <= "鿿" for character in error.text["zh"])


def good_sheet() -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(HEAD.strip().split(","))
    sheet.append(["小榄", "industrial", "2012Q1", 100, 20])
    sheet.append(["古镇", "industrial", "2012Q1", 50, 10])
    return book


def set_cell(place: str, value: object, number_format: str | None = None):
    def change(book: openpyxl.Workbook) -> None:
        book.active[place] = value
        if number_format:
            book.active[place].number_format = number_format

    return change


def second_sheet(book: openpyxl.Workbook) -> None:
    book.create_sheet("notes").append(["a", "b"])


SHEETS = (
    ("formula", set_cell("D3", "=D2*2"), Bad("", "", 3, "D3", "formulas are not read", "=D2*2", "a value")),
    ("formula in the header", set_cell("D1", '="gdp"'), Bad("", "", 1, "D1", "formulas are not read")),
    ("error", set_cell("D3", "#DIV/0!"), Bad("", "", 3, "D3", "holds an error", "#DIV/0!", "a value")),
    ("date", set_cell("D3", datetime.date(2012, 1, 1)), Bad("", "", 3, "gdp", "formatted as a date", allowed=NUMBER)),
    ("date for a quarter", set_cell("C3", datetime.date(2012, 1, 1)), Bad("", "", 3, "quarter", "formatted as a date")),
    ("time", set_cell("D3", datetime.time(12)), Bad("", "", 3, "gdp", "formatted as a date")),
    ("per cent format", set_cell("D3", 0.12, "0.0%"), Bad("", "", 3, "D3", "shown in per cent", 0.12, "plain number")),
    ("true", set_cell("D3", True), Bad("", "", 3, "gdp", "true and false", True)),
    ("text with wan", set_cell("D3", "1.2万"), Bad("", "", 3, "gdp", "without 万", "1.2万", NUMBER)),
    ("year for a quarter", set_cell("C3", 2012), Bad("", "", 3, "quarter", "a year; write a quarter", 2012)),
    ("half a firm", set_cell("E3", 1.5), Bad("", "", 3, "firms", "not a whole number", 1.5)),
    ("empty cell", set_cell("D3", None), Bad("", "", 3, "gdp", "a value is missing", "an empty cell")),
    ("number for a name", set_cell("D1", 5), Bad("", "", 1, "5", "no such column", "5", "gdp", None)),
    ("merged cells", lambda book: book.active.merge_cells("A2:A3"), Bad("", "", 2, None, "merged cells", "A2:A3")),
    ("second sheet", second_sheet, Bad("", "", None, None, "more than one sheet", "Sheet, notes", "one sheet")),
    ("cell beside the table", set_cell("H3", 1), Bad("", "", 3, None, "another number of cells", 8, "5")),
    ("cell far away", set_cell("A300000", "x"), Bad("", "", None, None, "sheet is too large", allowed="200,000 rows")),
    ("no rows", lambda book: book.active.delete_rows(2, 2), Bad("", "", 1, None, "a header and no rows")),
    ("no cells", lambda book: book.active.delete_rows(1, 3), Bad("", "", None, None, "holds no table")),
)  # fmt: skip


@pytest.mark.parametrize(("change", "row"), [(c, r) for _, c, r in SHEETS], ids=[name for name, _, _ in SHEETS])
def test_a_bad_workbook_is_refused_where_it_is_wrong(change, row: Bad, tmp_path) -> None:
    book = good_sheet()
    change(book)
    path = tmp_path / "table.xlsx"
    book.save(path)
    with pytest.raises(InputError) as caught:
        read_table(path, RULES)
    check(caught.value, row, str(path))


def test_a_sheet_that_is_not_there_is_refused_with_the_nearest(tmp_path) -> None:
    path = tmp_path / "table.xlsx"
    good_sheet().save(path)
    with pytest.raises(InputError) as caught:
        read_table(path, RULES, sheet="Shet")
    assert (caught.value.found, caught.value.allowed, caught.value.nearest) == ("Shet", ("Sheet",), "Sheet")


def packed(parts: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("parts", "says"),
    [
        ({"xl/workbook.xml": b"x", "big.bin": b"\0" * 120_000_000}, "too large once unpacked"),
        ({"word/document.xml": b"x"}, "not an .xlsx workbook"),
        ({"xl/workbook.xml": b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'}, "document type"),
        ({"xl/workbook.xml": b"x", "xl/vbaProject.bin": b"x"}, "macros"),
        ({"xl/workbook.xml": b"not xml"}, "not a readable .xlsx"),
    ],
    ids=["bomb", "another document", "entities", "macros", "broken"],
)
def test_a_hostile_archive_is_refused_before_it_is_opened(parts, says, tmp_path) -> None:
    path = tmp_path / "table.xlsx"
    path.write_bytes(packed(parts))
    with pytest.raises(InputError) as caught:
        read_table(path, RULES)
    assert says in caught.value.text["en"]
    assert caught.value.file == str(path)


def test_no_two_rows_are_the_same() -> None:
    assert len({row.name for row in ROWS}) == len(ROWS)
    assert len({row.content for row in ROWS}) == len(ROWS)
