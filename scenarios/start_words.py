"""Chinese of units, of figures of towns as printed and of rules of the time; what has no word stays as it is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from scenarios.frozen import Frozen
from scenarios.yaml_files import read_yaml

RIDER = re.compile(r"^(.+) \((.+)\)$")  # firms (over), wan yuan a unit (patents)


@lru_cache(maxsize=1)
def start_words() -> Mapping[str, Mapping[str, str]]:
    """Sections units, riders, variables, rules: English or id -> Chinese."""
    sections = read_yaml(Path(__file__).parent / "start_words.yaml").mapping(("units", "riders", "variables", "rules"))
    return Frozen({name: Frozen(dict(section)) for name, section in sections.items()})  # type: ignore[call-overload]


def unit_in_words(unit: str, known: Mapping[str, str]) -> str | None:
    """Chinese of a unit: its own word, or those of what comes before a bracket and of what is in it."""
    words = start_words()
    said = known.get(unit) or words["units"].get(unit)
    parts = RIDER.match(unit)
    if said is not None or parts is None:
        return said
    bare, rider = unit_in_words(parts[1], known), words["riders"].get(parts[2]) or unit_in_words(parts[2], known)
    return f"{bare}({rider})" if bare and rider else None


def town_fact_zh(town: str, variable: str, industry: str, year: int) -> str:
    """A figure of a town, of names already in Chinese: 小榄:特色产业销售额(五金),2004年."""
    measured = start_words()["variables"].get(variable, variable)
    return f"{town}:{measured}{f'({industry})' if industry else ''},{year}年"


def rule_zh(rule: str, year: int) -> str:
    """A rule of the time and its year."""
    return f"{start_words()['rules'].get(rule, rule)}({year}年)"
