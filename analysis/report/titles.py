"""Titles that users gave their scenarios, cleaned and cut: what a user wrote is hostile when it goes out again."""

from __future__ import annotations

from analysis.report.reading import Material
from analysis.report.voice import LONGEST_TITLE, Voice
from scenarios.errors import clean

SHORT = 40


def title_of(material: Material, scenario: str, voice: Voice, longest: int = LONGEST_TITLE) -> str:
    """The scenario's title in the report's language, else in the other, else its id."""
    given = material.about["scenarios"][scenario].get("title") or {}
    text = given.get(voice.lang) or given.get("en") or given.get("zh") or scenario if isinstance(given, dict) else str(given)
    return clean(text, longest)


def short_title(material: Material, scenario: str, voice: Voice) -> str:
    """For figures and headings of columns."""
    return title_of(material, scenario, voice, SHORT)


def quoted(material: Material, scenario: str, voice: Voice) -> str:
    return voice.quoted(title_of(material, scenario, voice))
