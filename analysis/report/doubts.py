"""Names of assumptions on the pages of a report."""

from __future__ import annotations

from analysis.report.voice import Voice
from scenarios import meanings


def parameter_name(name: str, voice: Voice) -> str:
    """What an assumption is, in words of the report's language, and its id."""
    return meanings.parameter_name(name, voice.lang)
