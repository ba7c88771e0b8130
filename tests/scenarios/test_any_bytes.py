"""Whatever bytes a file holds, a reader answers with data or with the one error type, and quickly."""

from __future__ import annotations

import time

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scenarios.errors import InputError
from scenarios.policy import load
from scenarios.table_files import ColumnRule, read_table

RULES = {
    "town": ColumnRule("text"),
    "gdp": ColumnRule("number", low=0),
    "quarter": ColumnRule("quarter", required=False),
}
PIECES = ["levers:", "\n", "  ", "art20_guarantee_share", ": ", "{", "}", "[", "]", "2013Q1", "0.2", "- ", "title"]
PIECES += ["'", '"', "|", ">", "&a", "*a", "!!", "? ", "#", "---", "...", "%", "\t", "镇", "\u2028", "~", ".inf"]
PIECES += ["inherits: baseline", "decision-2012", "budgets:", "省"]
CELLS = [
    "town",
    "gdp",
    "quarter",
    ",",
    ";",
    "\t",
    "\n",
    '"',
    "1",
    "２",
    "1,2",
    "镇",
    "2013Q1",
    " ",
    "=",
    "\r",
    "-",
    "%",
]
QUIET = settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@QUIET
@given(
    st.one_of(
        st.binary(max_size=300), st.lists(st.sampled_from(PIECES), max_size=40).map(lambda p: "".join(p).encode())
    )
)
def test_a_scenario_file_of_any_bytes(tmp_path, content: bytes) -> None:
    path = tmp_path / "any.yaml"
    path.write_bytes(content)
    try:
        scenario = load(path)
    except InputError as error:
        assert error.file == str(path)
        assert str(error).isprintable()
    else:
        assert scenario.key == load(path).key


@QUIET
@given(
    st.one_of(st.binary(max_size=300), st.lists(st.sampled_from(CELLS), max_size=40).map(lambda p: "".join(p).encode()))
)
def test_a_table_file_of_any_bytes(tmp_path, content: bytes) -> None:
    path = tmp_path / "any.csv"
    path.write_bytes(content)
    try:
        table = read_table(path, RULES)
    except InputError as error:
        assert error.file == str(path)
        assert str(error).isprintable()
    else:
        assert len(table["town"]) == len(table["gdp"]) == len(table.lines) > 0


@QUIET
@given(st.integers(0, 10_000), st.binary(min_size=1, max_size=30))
def test_a_workbook_with_some_bytes_changed(tmp_path, place: int, change: bytes) -> None:
    good = tmp_path / "good.xlsx"
    if not good.exists():
        book = openpyxl.Workbook()
        book.active.append(["town", "gdp"])
        book.active.append(["小榄", 5])
        book.save(good)
    content = good.read_bytes()
    place %= len(content)
    path = tmp_path / "any.xlsx"
    path.write_bytes(content[:place] + change + content[place + len(change) :])
    try:
        table = read_table(path, RULES)
    except InputError as error:
        assert error.file == str(path)
    else:
        assert len(table["town"]) == 1


@pytest.mark.parametrize(
    "content",
    ["[" * 900_000, "{a: " * 200_000, "a:\n" * 200_000, "- " * 400_000, "? " * 400_000, '"' * 900_000, "a" * 900_000,
     "? a\n" * 200_000, "!!x " * 200_000, "\n".join(" " * i + "a:" for i in range(1200))],
    ids=["lists", "mappings", "keys", "dashes", "questions", "quotes", "letters", "asked keys", "tags", "stairs"],
)  # fmt: skip
def test_a_large_file_made_to_hurt_is_refused_soon(tmp_path, content: str) -> None:
    path = tmp_path / "large.yaml"
    path.write_text(content)
    started = time.process_time()
    with pytest.raises(InputError):
        load(path)
    assert time.process_time() - started < 10
