"""Titles that users gave their scenarios, cleaned and cut: what a user wrote is hostile when it goes out again."""

from __future__ import annotations

from analysis.report.reading import Material
from analysis.report.voice import LONGEST_TITLE, Voice
from scenarios.errors import clean

SHORT = 36  # half-width places


def title_of(material: Material, scenario: str, voice: Voice, longest: int = LONGEST_TITLE) -> str:
    """The scenario's title in the report's language, else in the other, else its id."""
    given = material.about["scenarios"][scenario].get("title") or {}
    text = (
        given.get(voice.lang) or given.get("en") or given.get("zh") or scenario
        if isinstance(given, dict)
        else str(given)
    )
    return clean(text, longest)


def short_title(material: Material, scenario: str, voice: Voice) -> str:
    """For figures and headings of columns."""
    return fitted(title_of(material, scenario, voice), SHORT)


def fitted(text: str, places: int) -> str:
    """Cut to a number of half-width places, Chinese characters counting two."""
    kept = []
    for character in text:
        places -= 2 if ord(character) > 0x2E7F else 1
        if places < 0:
            return "".join(kept).rstrip() + "…"
        kept.append(character)
    return text


def several(material: Material, scenarios: list[str], voice: Voice, most: int = 2) -> str:
    """The first names, the others counted."""
    names = voice.listed([quoted(material, name, voice) for name in scenarios[:most]])
    left = len(scenarios) - most
    if left <= 0:
        return names
    return voice.text("{names} and {k} more", "{names}等 {k} 个", names=names, k=len(scenarios) if voice.zh else left)


def quoted(material: Material, scenario: str, voice: Voice) -> str:
    """The short title in quotation marks, for a sentence."""
    return voice.quoted(short_title(material, scenario, voice))
