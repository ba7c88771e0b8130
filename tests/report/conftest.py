"""A made-up comparison and its report in both languages, drawn once."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from analysis.report.assembly import files_of, report_of
from analysis.report.blocks import Report
from analysis.report.gallery import figures
from analysis.report.reading import Material
from analysis.report.voice import Voice
from tests.report.synthetic import comparison

CASES = 12


@pytest.fixture(scope="session")
def material() -> Material:
    return comparison(("decision-2012", "finance", "equal-split", "placebo"), CASES)


@pytest.fixture(scope="session")
def hostile() -> Material:
    """Titles and an author who want to be run."""
    names = ("decision-2012", "finance")
    text = "=1+1|' /C calc'!A0 <script>alert(1)</script> {{ 7*7 }} \x07\u202e龘"
    titles = {name: {"en": text + name, "zh": "@" + text + name} for name in names}
    return comparison(
        names, CASES, titles=titles, author="+cmd <b>x</b>\x00", title={"en": f"-{text}", "zh": f"={text}"}
    )


@pytest.fixture(scope="session")
def files(material: Material) -> Callable[[str], dict[str, bytes]]:
    """Every file of the report in a language."""
    made: dict[str, dict[str, bytes]] = {}

    def of(lang: str) -> dict[str, bytes]:
        if lang not in made:
            made[lang] = files_of(material, lang)
        return made[lang]

    return of


@pytest.fixture(scope="session")
def hostile_files(hostile: Material) -> dict[str, bytes]:
    return files_of(hostile, "zh")


@pytest.fixture(scope="session")
def report(material: Material) -> Callable[[str], Report]:
    """The blocks of the report in a language."""
    drawn = figures(material, Voice("en"))
    return lambda lang: report_of(material, Voice(lang), drawn)
