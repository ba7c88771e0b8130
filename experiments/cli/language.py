"""Which language to speak: --lang, then ZHENXING_LANG, then the locale."""

from __future__ import annotations

import locale
import os
from collections.abc import Mapping, Sequence

LANGUAGES = ("zh", "en")


def language(arguments: Sequence[str], environment: Mapping[str, str] = os.environ) -> str:
    """`zh` or `en`. An unknown word after --lang is left to the option's own check."""
    for place, word in enumerate(arguments):
        if word == "--lang" and place + 1 < len(arguments) and arguments[place + 1] in LANGUAGES:
            return arguments[place + 1]
        if word.startswith("--lang=") and word[7:] in LANGUAGES:
            return word[7:]
    wanted = environment.get("ZHENXING_LANG", "").strip().lower()
    if wanted[:2] in LANGUAGES:
        return wanted[:2]
    return "zh" if _locale(environment).lower().startswith(("zh", "chinese")) else "en"


def _locale(environment: Mapping[str, str]) -> str:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if environment.get(name):
            return environment[name]
    try:
        return locale.getlocale()[0] or ""
    except ValueError:
        return ""
