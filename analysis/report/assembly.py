"""The whole report of a comparison in one language: its blocks, its figures, and every file it is written to."""

from __future__ import annotations

from collections.abc import Mapping

from analysis.report.annex import annex
from analysis.report.blocks import BADGES, Heading, Report, Sheet
from analysis.report.canvas import Drawn
from analysis.report.front import first_page, question, strap
from analysis.report.gallery import figures
from analysis.report.page import html
from analysis.report.plan import second_page
from analysis.report.reading import Material
from analysis.report.voice import Voice
from scenarios.errors import clean


def report_of(material: Material, voice: Voice, drawn: Mapping[str, Drawn]) -> Report:
    """Blocks of the two pages for the mayor and of the annex."""
    names = set(drawn)
    second = Heading(voice.text("Goals, measures, what is open", "目标、措施与未知"), 2)
    return Report(
        lang=voice.lang,
        title=question(material, voice),
        strap=strap(material, voice),
        foot=voice.text(
            "{conditions}. Simulated with zhenxing, not calibrated; comparison {key}.",
            "{conditions}。zhenxing 测算,未校准;对比 {key}。",
            conditions=voice.word("conditions_2012"),
            key=str(material.about.get("key", ""))[:8],
        ),
        author=clean(material.about.get("author") or "", 80),
        sheets=(
            Sheet("mayor", first_page(material, voice, names)),
            Sheet("mayor", (second, *second_page(material, voice))),
            Sheet("annex", annex(material, voice, names)),
        ),
    )


def page_of(material: Material, lang: str) -> str:
    """The page alone."""
    voice = Voice(lang)
    drawn = figures(material, voice)
    return _page(report_of(material, voice, drawn), voice, drawn)


def _page(report: Report, voice: Voice, drawn: Mapping[str, Drawn]) -> str:
    return html(report, marks_of(voice), {name: one.page for name, one in drawn.items()})


def marks_of(voice: Voice) -> dict[str, str]:
    """How the badges are written."""
    return {badge: voice.badge(badge) for badge in BADGES}


def files_of(material: Material, lang: str) -> dict[str, bytes]:
    """File name -> content of everything a report consists of, but for the tables it was made from."""
    from analysis.report.document import docx
    from analysis.report.workbook import xlsx

    voice = Voice(lang)
    drawn = figures(material, voice)
    report = report_of(material, voice, drawn)
    found = {
        "report.html": _page(report, voice, drawn).encode("utf-8"),
        "report.docx": docx(report, marks_of(voice), {name: one.png for name, one in drawn.items()}),
        "effects.xlsx": xlsx(material, voice),
    }
    for name, one in drawn.items():
        found[f"figures/{name}.svg"], found[f"figures/{name}.png"] = one.svg, one.png
    return found
