"""The same content reads equal from any encoding and any kind of file a user may have."""

from __future__ import annotations

import numpy as np
import openpyxl
import pytest

from scenarios.policy import load
from scenarios.table_files import ColumnRule, Table, read_table
from scenarios.yaml_files import read_yaml

RULES = {
    "town": ColumnRule("text"),
    "kind": ColumnRule("choice", choices=("industrial", "service")),
    "quarter": ColumnRule("quarter"),
    "gdp": ColumnRule("number", unit="wan yuan", empty=True),
    "firms": ColumnRule("integer"),
    "rank": ColumnRule("integer", empty=True),
    "note": ColumnRule("text", required=False, empty=True),
}
CELLS = [
    ["town", "kind", "quarter", "gdp", "firms", "rank"],
    ["小榄镇", "industrial", "2012Q1", 1200.5, 20, 1],
    ["古镇镇", "service", "2012Q2", None, 3, None],
]


def text(delimiter: str = ",") -> str:
    return "".join(delimiter.join("" if c is None else str(c) for c in row) + "\n" for row in CELLS)


def workbook(path) -> None:
    book = openpyxl.Workbook()
    for row in CELLS:
        book.active.append(row)
    book.save(path)


WAYS = {
    "UTF-8": lambda path: path.write_bytes(text().encode()),
    "UTF-8 with its mark": lambda path: path.write_bytes(text().encode("utf-8-sig")),
    "GBK": lambda path: path.write_bytes(text().encode("gbk")),
    "GB18030": lambda path: path.write_bytes(text().encode("gb18030")),
    "Windows line ends": lambda path: path.write_bytes(text().replace("\n", "\r\n").encode()),
    "old Mac line ends": lambda path: path.write_bytes(text().replace("\n", "\r").encode()),
    "no last line end": lambda path: path.write_bytes(text().rstrip("\n").encode()),
    "semicolons": lambda path: path.write_bytes(text(";").encode("gbk")),
    "tabs": lambda path: path.write_bytes(text("\t").encode()),
    "a sep line": lambda path: path.write_bytes(("sep=;\n" + text(";")).encode()),
    "empty columns at the end": lambda path: path.write_bytes(text().replace("\n", ",,\n").encode()),
    "blank lines": lambda path: path.write_bytes(("\n" + text() + "\n,,,,,\n").encode()),
    "quotes": lambda path: path.write_bytes(text().replace("小榄镇", '"小榄镇"').encode()),
    "columns in another order": lambda path: path.write_bytes(
        "".join(",".join(reversed(line.split(","))) + "\n" for line in text().splitlines()).encode()
    ),
    "workbook": workbook,
}


def plain(table: Table) -> dict[str, list]:
    return {name: ["nan" if v != v else v for v in list(column)] for name, column in table.items()}


@pytest.mark.parametrize("way", WAYS, ids=list(WAYS))
def test_a_table_reads_equal_from(way: str, tmp_path) -> None:
    path = tmp_path / "表格.dat"
    WAYS[way](path)
    table = read_table(path, RULES)
    assert plain(table) == {
        "town": ["小榄镇", "古镇镇"],
        "kind": ["industrial", "service"],
        "quarter": [8048, 8049],
        "gdp": [1200.5, "nan"],
        "firms": [20, 3],
        "rank": [1.0, "nan"],
        "note": ["", ""],
    }
    assert table["gdp"].dtype == table["rank"].dtype == np.float64
    assert table["firms"].dtype == table["quarter"].dtype == np.int64


def test_rows_remember_their_lines(tmp_path) -> None:
    path = tmp_path / "table.csv"
    path.write_text("town,note\n\n小榄,\n\n\n古镇,x\n", encoding="utf-8")
    table = read_table(path, {"town": RULES["town"], "note": RULES["note"]})
    assert table.lines == (3, 6)
    assert table.error("wrong", 1, "note").line == 6


def test_other_columns_can_be_skipped(tmp_path) -> None:
    path = tmp_path / "table.csv"
    path.write_text("town,colour\n小榄,red\n", encoding="utf-8")
    assert list(read_table(path, {"town": RULES["town"]}, unknown="ignore")) == ["town"]


@pytest.mark.parametrize("written", ["7", "7.0", "+7", "07", "7e0", " 7 ", ".7e1", "70e-1"])
def test_a_number_may_be_written_as(written: str, tmp_path) -> None:
    path = tmp_path / "table.csv"
    path.write_text(f"gdp\n{written}\n")
    assert read_table(path, {"gdp": ColumnRule("number")})["gdp"].tolist() == [7.0]


SCENARIO = """
title: 提高担保
levers:
  art20_guarantee_share: {2013Q1: 0.2, 2014Q1: 0.4}
budgets:
  省: {2013: 20000}
"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_a_scenario_reads_equal_from(encoding: str, line_end: str, tmp_path) -> None:
    path = tmp_path / "方案.yaml"
    path.write_bytes(SCENARIO.replace("\n", line_end).encode(encoding))
    scenario = load(path)
    assert scenario.title["zh"] == "提高担保"
    assert scenario.levers == {"art20_guarantee_share": ((8052, 0.2), (8056, 0.4))}
    assert scenario.budgets == {"province": {2013: 20000.0}}
    assert read_yaml(path).line("levers", "art20_guarantee_share") == 4


def test_yaml_knows_the_line_of_every_field(tmp_path) -> None:
    path = tmp_path / "x.yaml"
    path.write_text("a: 1\nb:\n  - c: x\n    d:\n      e: 2.5\n  - yes\n")
    located = read_yaml(path)
    assert located.data == {"a": 1, "b": [{"c": "x", "d": {"e": 2.5}}, "yes"]}
    assert [located.line(*p) for p in (("a",), ("b",), ("b", 0, "c"), ("b", 0, "d", "e"), ("b", 1))] == [1, 2, 3, 5, 6]
    assert located.line("b", 0, "d", "missing") == 4
    assert located.error("wrong", "b", 0, "d", "e").field == "b[0].d.e"
