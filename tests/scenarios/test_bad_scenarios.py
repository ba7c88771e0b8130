"""Bad scenario files, one row each: every one is refused with the file, the line, the field and what to write."""

from __future__ import annotations

import os
from dataclasses import dataclass

import pytest

from scenarios.errors import InputError
from scenarios.policy import load

ART20 = "art20_guarantee_share"
NOT_GIVEN = object()


@dataclass(frozen=True)
class Bad:
    name: str
    text: str | bytes
    line: int | None
    field: str | None
    says: str  # part of the message
    found: object = NOT_GIVEN
    allowed: str | None = None  # part of what is allowed
    nearest: object = NOT_GIVEN


def lever(value: str) -> str:
    return f"levers:\n  {ART20}: {value}\n"


AT = f"levers.{ART20}"

ROWS = (
    # names
    Bad("unknown field", "titel: x\n", 1, "titel", "no such field", "titel", "title", "title"),
    Bad("field in capitals", "title: x\nLevers: {}\n", 2, "Levers", "no such field", "Levers", "levers", "levers"),
    Bad("world is not a field", "world: small\n", 1, "world", "no such field", "world", "levers", None),
    Bad("unknown lever", "levers:\n  art20_garantee_share: 0.2\n", 2, "levers.art20_garantee_share", "no such lever",
        "art20_garantee_share", ART20, ART20),
    Bad("lever with hyphens", "levers:\n  art20-guarantee-share: 0.2\n", 2, "levers.art20-guarantee-share",
        "no such lever", "art20-guarantee-share", ART20, ART20),
    Bad("lever like nothing", "levers:\n  xyzzy: 1\n", 2, "levers.xyzzy", "no such lever", "xyzzy", ART20, None),
    Bad("unknown payer", "budgets:\n  provinze: {2013: 1}\n", 2, "budgets.provinze", "no such payer", "provinze",
        "省", "province"),
    Bad("unknown payer in Chinese", "budgets:\n  乡: {2013: 1}\n", 2, "budgets.乡", "no such payer", "乡", "镇", None),
    Bad("unknown series", "shocks:\n  demand_exports: {2014Q1: 0.8}\n", 2, "shocks.demand_exports", "no such series",
        "demand_exports", "demand_export", "demand_export"),
    Bad("law is no shock", "shocks:\n  vat_rate: {2014Q1: 0.8}\n", 2, "shocks.vat_rate", "no such series", "vat_rate",
        "lending_rate"),
    Bad("unknown parameter", "parameters:\n  firms.totl: 300000\n", 2, "parameters.firms.totl", "no such parameter",
        "firms.totl", "firms.total", "firms.total"),
    Bad("unknown parent", "inherits: decision-2021\n", 1, "inherits", "no such scenario", "decision-2021", "baseline",
        "decision-2012"),
    Bad("parent outside the folder", "inherits: ../../etc/passwd\n", 1, "inherits", "not a scenario's name",
        "../../etc/passwd", "baseline"),
    Bad("parent is a number", "inherits: 2012\n", 1, "inherits", "not a scenario's name", 2012, "decision-2012"),
    Bad("parent is a list", "inherits: [baseline]\n", 1, "inherits", "not a scenario's name", "list of 1"),
    Bad("parent is itself", "inherits: scenario\n", 1, "inherits", "in a circle", "scenario"),
    # ranges
    Bad("above the legal bound", lever("0.71"), 2, AT, "article 20: the value is outside the legal bounds", 0.71,
        "0 to 0.7 share of loan principal"),
    Bad("below the legal bound", lever("-0.01"), 2, AT, "article 20", -0.01, "0 to 0.7"),
    Bad("per cent taken for a share", lever("20"), 2, AT, "article 20", 20.0, "0 to 0.7"),
    Bad("take-up beyond all firms", "levers:\n  art29_deduction_takeup: 0.95\n", 2, "levers.art29_deduction_takeup",
        "article 29", 0.95, "0 to 0.88 share of eligible firms"),
    Bad("weight above one", "levers:\n  art31_yearly_assessment: 1.5\n", 2, "levers.art31_yearly_assessment",
        "article 31", 1.5, "0 to 1"),
    Bad("too large at its date", f"levers:\n  {ART20}:\n    2013Q1: 0.2\n    2014Q1: 3\n", 4, f"{AT}.2014Q1",
        "article 20", 3.0, "0 to 0.7"),
    Bad("negative budget", "budgets:\n  省: {2013: -1}\n", 2, "budgets.省.2013", "outside its bounds", -1.0, "0 to"),
    Bad("budget beyond reason", "budgets:\n  省: {2013: 1e12}\n", 2, "budgets.省.2013", "outside its bounds", 1e12,
        "wan yuan"),
    Bad("factor of zero", "shocks:\n  cpi: {2014Q1: 0}\n", 2, "shocks.cpi.2014Q1", "positive number near 1", 0.0,
        "0.01 to 100"),
    Bad("negative factor", "shocks:\n  cpi: {2014Q1: -1}\n", 2, "shocks.cpi.2014Q1", "positive number", -1.0, "0.01"),
    Bad("parameter out of range", "parameters:\n  firms.total: 1\n", 2, "parameters.firms.total",
        "outside the parameter's range", 1.0, "to"),
    # quarters
    Bad("before the announcement", lever("{2012Q2: 0.1}"), 2, f"{AT}.2012Q2",
        "article 20: no lever before the announcement", "2012Q2", "2012Q3 or later"),
    Bad("long before it", lever("{2010Q1: 0.1}"), 2, f"{AT}.2010Q1", "before the announcement", "2010Q1"),
    Bad("bare year", lever("{2013: 0.1}"), 2, f"{AT}.2013", "this is a year; write a quarter", "2013",
        "a quarter such as 2013Q1", "2013Q1"),
    Bad("fifth quarter", lever("{2013Q5: 0.1}"), 2, f"{AT}.2013Q5", "not a quarter", "2013Q5", "2013Q1"),
    Bad("small q", lever("{2013q1: 0.1}"), 2, f"{AT}.2013q1", "not a quarter", "2013q1", "2013Q1"),
    Bad("hyphen in the quarter", lever("{2013-Q1: 0.1}"), 2, f"{AT}.2013-Q1", "not a quarter", "2013-Q1", "2013Q1"),
    Bad("quarter in Chinese", lever("{2013年一季度: 0.1}"), 2, f"{AT}.2013年一季度", "not a quarter", "2013年一季度"),
    Bad("full-width quarter", lever("{２０１３Q1: 0.1}"), 2, f"{AT}.２０１３Q1", "not a quarter"),
    Bad("date as a key", lever("{2013-01-01: 0.1}"), 2, f"{AT}.2013-01-01", "dates are not used", "2013-01-01",
        "2013Q1"),
    Bad("date as a value", "title: 2013-01-01\n", 1, "title", "dates are not used", "2013-01-01", "2013Q1"),
    Bad("far future", lever("{2999Q1: 0.1}"), 2, f"{AT}.2999Q1", "outside the years", "2999Q1", "2060Q4"),
    Bad("no quarter at all", lever("{}"), 2, AT, "article 20: no quarter is given", allowed="2013Q1"),
    Bad("shock in a year", "shocks:\n  cpi: {2014: 0.9}\n", 2, "shocks.cpi.2014", "this is a year", "2014",
        "2013Q1", "2014Q1"),
    Bad("budget in a quarter", "budgets:\n  省: {2013Q1: 5}\n", 2, "budgets.省.2013Q1", "not a year", "2013Q1", "2006"),
    Bad("budget in a far year", "budgets:\n  省: {1812: 5}\n", 2, "budgets.省.1812", "not a year", "1812", "2006"),
    # kinds of value
    Bad("text for a number", lever("viel"), 2, AT, "article 20: this is not a number", "viel",
        "{2013Q1: number}", None),
    Bad("misspelt word", lever("enactd"), 2, AT, "this is not a number", "enactd", "enacted", "enacted"),
    Bad("per cent sign", lever("20%"), 2, AT, "not a number", "20%", "a number"),
    Bad("wan", lever("{2013Q1: 1.2万}"), 2, f"{AT}.2013Q1", "not a number", "1.2万", "a number"),
    Bad("decimal comma", lever("{2013Q1: '0,2'}"), 2, f"{AT}.2013Q1", "not a number", "0,2", "a number"),
    Bad("quoted number", lever("{2013Q1: '0.2'}"), 2, f"{AT}.2013Q1", "not a number", "0.2", "a number"),
    Bad("full-width number", lever("{2013Q1: ０．２}"), 2, f"{AT}.2013Q1", "not a number", "０．２", "a number"),
    Bad("true for a number", lever("true"), 2, AT, "not a number", True, "a number"),
    Bad("list for a number", lever("[0.1, 0.2]"), 2, AT, "not a number", "a list", "a number"),
    Bad("nothing at a date", lever("{2013Q1: }"), 2, f"{AT}.2013Q1", "not a number", "nothing", "a number"),
    Bad("not a number", lever(".nan"), 2, AT, "not a finite number", ".nan"),
    Bad("NaN as pandas writes it", lever("NaN"), 2, AT, "not a finite number", "NaN"),
    Bad("infinity", lever("{2013Q1: .inf}"), 2, f"{AT}.2013Q1", "not a finite number", ".inf"),
    Bad("minus infinity", lever("-Infinity"), 2, AT, "not a finite number", "-Infinity"),
    Bad("overflow", lever("1e999"), 2, AT, "too large", "1e999"),
    Bad("leading zeros", lever("007"), 2, AT, "leading zeros", "007"),
    Bad("thousands with underscores", "budgets:\n  省: {2013: 20_000}\n", 2, "budgets.省.2013", "not a number",
        "20_000", "a number"),
    Bad("hexadecimal", "budgets:\n  省: {2013: 0x10}\n", 2, "budgets.省.2013", "not a number", "0x10", "a number"),
    Bad("sixty-based", "budgets:\n  省: {2013: 1:30}\n", 2, "budgets.省.2013", "not a number", "1:30", "a number"),
    Bad("levers as a list", f"levers:\n  - {ART20}\n", 1, "levers", "mapping of names to values", "a list"),
    Bad("levers as a word", "levers: all\n", 1, "levers", "the word enacted", "all", "enacted"),
    Bad("budgets as a number", "budgets: 20000\n", 1, "budgets", "mapping of names", 20000, "name: value"),
    Bad("payer as a number", "budgets:\n  省: 20000\n", 2, "budgets.省", "mapping of names", 20000, "name: value"),
    Bad("shock as a number", "shocks:\n  cpi: 0.9\n", 2, "shocks.cpi", "mapping of names", 0.9, "name: value"),
    Bad("title as a number", "title: 5\n", 1, "title", "a title is text", 5),
    Bad("title in French", "title: {fr: Essai}\n", 1, "title", "a title is text", "dict of 1"),
    Bad("title as a novel", "title: " + "x" * 300 + "\n", 1, "title", "a title is text", allowed="200"),
    Bad("author as a list", "author: [a, b]\n", 1, "author", "an author is text", "list of 2"),
    Bad("series as a number", "series: 5\n", 1, "series", "name of a table file", 5, ".csv"),
    Bad("series of another kind", "series: data.docx\n", 1, "series", "name of a table file", "data.docx", ".csv"),
    Bad("series that is not there", "series: data.csv\n", 1, "series", "no such file", "data.csv"),
    # YAML as a weapon, and YAML gone wrong
    Bad("anchor", "title: &a x\nauthor: y\n", 1, "title", "anchors are not allowed", "&a"),
    Bad("alias", "title: x\nauthor: *a\n", 2, "author", "aliases are not allowed", "*a"),
    Bad("laughs", "a: &a [x]\nb: &b [*a, *a]\n", 1, "a", "anchors are not allowed", "&a"),
    Bad("merge key", "levers:\n  <<: {a: 1}\n", 2, "levers", "merge keys", "<<"),
    Bad("Python object", "title: !!python/object/apply:os.system [ls]\n", 1, "title", "tags are not allowed"),
    Bad("string tag", "title: !!str 5\n", 1, "title", "tags are not allowed", "tag:yaml.org,2002:str"),
    Bad("own tag", "title: !env HOME\n", 1, "title", "tags are not allowed", "!env"),
    Bad("key twice", f"levers:\n  {ART20}: 0.1\n  {ART20}: 0.2\n", 3, AT, "stands twice (first on line 2)", ART20),
    Bad("field twice", "title: a\nlevers: {}\ntitle: b\n", 3, "title", "stands twice (first on line 1)", "title"),
    Bad("quarter twice", lever("{2013Q1: 0.1, '2013Q1': 0.2}"), 2, f"{AT}.2013Q1", "stands twice", "2013Q1"),
    Bad("two documents", "title: a\n---\ntitle: b\n", 2, None, "one document", "---"),
    Bad("directive", "%YAML 1.2\n---\ntitle: a\n", 1, None, "directives"),
    Bad("deep nesting", "title: " + "[" * 100_000, 1, None, "nested too deeply", allowed="12"),
    Bad("deep mappings", "title: " + "{a: " * 1000, 1, None, "nested too deeply"),
    Bad("many values", "title: [" + "1," * 100_000 + "1]\n", 1, None, "too many values", allowed="20,000"),
    Bad("list as a key", "? [a, b]\n: 1\n", 1, None, "a name must be plain text"),
    Bad("empty key", "levers:\n  '': 1\n", 2, "levers", "a name is missing"),
    Bad("null as a key", "~: 1\n", 1, None, "a name is missing"),
    Bad("very long key", "x" * 500 + ": 1\n", 1, None, "a name is too long", "x" * 80 + "…", "200"),
    Bad("tab for indentation", "levers:\n\tart20: 1\n", 2, None, "not valid YAML"),
    Bad("quote left open", "title: 'x\n\nlevers: {}\n", 4, None, "not valid YAML"),
    Bad("bracket left open", "levers: {a: 1\n", 2, None, "not valid YAML"),
    Bad("two colons", "title: a: b\n", 1, None, "not valid YAML"),
    Bad("only text", "hello\n", 1, None, "one mapping", "text", "name: value"),
    Bad("only a list", "- a\n- b\n", 1, None, "one mapping", "a list", "name: value"),
    Bad("only a comment", "# nothing\n", None, None, "the file is empty"),
    Bad("only null", "~\n", 1, None, "one mapping", "nothing"),
    # bytes
    Bad("empty", b"", None, None, "the file is empty"),
    Bad("blanks", b" \n\n \n", None, None, "the file is empty"),
    Bad("zero byte", b"title: a\nauthor: \0\n", 2, None, "zero byte", "binary", "UTF-8"),
    Bad("UTF-16", "title: 镇\n".encode("utf-16"), None, None, "UTF-16", "UTF-16", "UTF-8"),
    Bad("neither UTF-8 nor GBK", b"title: a\nauthor: \xff\xfe\xfd\n", 2, None, "neither UTF-8 nor GBK",
        "unknown encoding", "UTF-8"),
    Bad("broken after the mark", b"\xef\xbb\xbftitle: \xe9\n", 1, None, "neither UTF-8 nor GBK"),
    Bad("escape character", b"title: a\nauthor: \x1b[31mred\n", 2, None, "does not allow", "\\x1b"),
    Bad("too large", b"# " + b"x" * 1_000_001, None, None, "too large", allowed="1,000,000"),
)  # fmt: skip


@pytest.mark.parametrize("row", ROWS, ids=[row.name for row in ROWS])
def test_a_bad_scenario_is_refused_where_it_is_wrong(row: Bad, tmp_path) -> None:
    path = tmp_path / "scenario.yaml"
    path.write_bytes(row.text if isinstance(row.text, bytes) else row.text.encode())
    with pytest.raises(InputError) as caught:
        load(path)
    error = caught.value
    assert error.file == str(path)
    assert error.line == row.line
    if row.field is not None:
        assert error.field == row.field
    assert row.says in error.text["en"]
    if row.found is not NOT_GIVEN:
        assert error.found == row.found
        assert type(error.found) is type(row.found)
    if row.allowed is not None:
        allowed = (error.allowed,) if isinstance(error.allowed, str) else error.allowed
        assert allowed is not None
        assert row.allowed in " ".join(allowed)
    if row.nearest is not NOT_GIVEN:
        assert error.nearest == row.nearest
    assert_tidy(error)


def assert_tidy(error: InputError) -> None:
    """One printable paragraph in each language, the Chinese one in Chinese."""
    for lang in ("en", "zh"):
        text = error.message(lang)
        assert text.isprintable()
        assert len(text) < 1500
    assert any("一" <= character <= "鿿" for character in error.text["zh"])


def test_no_two_rows_are_the_same() -> None:
    assert len({row.name for row in ROWS}) == len(ROWS)
    assert len({row.text for row in ROWS}) == len(ROWS)


@pytest.mark.parametrize(
    ("overrides", "field", "says", "near"),
    [
        ({"lever": {ART20: 0.1}}, "lever", "cannot be overridden", "levers"),
        ({"levers": {"art20_guarantee_shar": 0.1}}, "levers.art20_guarantee_shar", "no such lever", ART20),
        ({"levers": {ART20: float("nan")}}, AT, "not a finite number", None),
        ({"levers": {ART20: 10**400}}, AT, "too large", None),
        ({"levers": {ART20: {2013: 0.1}}}, f"{AT}.2013", "this is a year", "2013Q1"),
        ({"levers": {ART20: {8052: 0.1}}}, f"{AT}.8052", "this is a year", "8052Q1"),
        ({"levers": [ART20]}, "levers", "mapping of names", None),
        ({"parameters": {"firms.total": None}}, "parameters.firms.total", "not a number", None),
        ({"budgets": {"省": {2013: "x"}}}, "budgets.省.2013", "not a number", None),
        ({"shocks": {"cpi": {"2013Q1": float("inf")}}}, "shocks.cpi.2013Q1", "not a finite number", None),
    ],
)
def test_a_bad_override_is_refused_by_its_field(overrides, field, says, near) -> None:
    with pytest.raises(InputError) as caught:
        load("baseline", **overrides)
    assert (caught.value.file, caught.value.line) == (None, None)
    assert caught.value.field == field
    assert says in caught.value.text["en"]
    assert caught.value.nearest == near
    assert_tidy(caught.value)


@pytest.mark.parametrize(
    ("name", "says", "near"),
    [
        ("decision-2021", "no such scenario", "decision-2012"),
        ("Baseline", "no such scenario", "baseline"),
        ("", "no name", None),
        ("nowhere.yaml", "no such file", None),
        ("a/b/c.yaml", "no such file", None),
        ("x\0y.yaml", "cannot be read", None),
        ("/dev/null/x.yaml", "cannot be read", None),
        ("\x1b[31m", "no such scenario", None),
    ],
)
def test_a_bad_name_is_refused(name, says, near) -> None:
    with pytest.raises(InputError) as caught:
        load(name)
    assert says in caught.value.text["en"]
    assert caught.value.nearest == near
    assert_tidy(caught.value)


@pytest.mark.skipif(not os.path.exists("/dev/zero"), reason="no endless file on this system")
def test_an_endless_file_is_refused_at_once() -> None:
    with pytest.raises(InputError, match="not an ordinary file"):
        load("/dev/zero")


def test_a_folder_is_no_scenario(tmp_path) -> None:
    with pytest.raises(InputError, match="this is a folder"):
        load(tmp_path)


def test_a_circle_of_files_is_refused_in_the_file_that_closes_it(tmp_path) -> None:
    (tmp_path / "a.yaml").write_text("inherits: b\n")
    (tmp_path / "b.yaml").write_text("title: b\ninherits: c\n")
    (tmp_path / "c.yaml").write_text("title: c\nauthor: c\ninherits: a\n")
    with pytest.raises(InputError) as caught:
        load(tmp_path / "a.yaml")
    assert caught.value.file == str(tmp_path / "c.yaml")
    assert (caught.value.line, caught.value.field, caught.value.found) == (3, "inherits", "a")


def test_a_long_line_of_parents_is_refused(tmp_path) -> None:
    for number in range(40):
        (tmp_path / f"s{number}.yaml").write_text(f"inherits: s{number + 1}\n")
    (tmp_path / "s40.yaml").write_text("title: last\n")
    with pytest.raises(InputError, match="too many scenarios inherit"):
        load(tmp_path / "s0.yaml")


def test_a_renamed_lever_names_the_new_one(monkeypatch) -> None:
    monkeypatch.setattr("scenarios.scenario_fields.renamed", lambda: {"art20_guarantee": ART20})
    with pytest.raises(InputError) as caught:
        load("baseline", levers={"art20_guarantee": 0.1})
    assert "renamed" in caught.value.text["en"]
    assert caught.value.nearest == ART20
