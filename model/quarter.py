"""Quarters as whole numbers: year * 4 + (quarter - 1). 2012Q1 is 8048."""

from __future__ import annotations

import re

_PATTERN = re.compile(r"([0-9]{4})Q([1-4])")


def parse_quarter(text: str) -> int:
    """`2013Q1` -> 8052. Raises ValueError for anything else."""
    match = _PATTERN.fullmatch(text)
    if not match:
        raise ValueError(f"not a quarter: {text!r} (write it as 2013Q1)")
    return int(match[1]) * 4 + int(match[2]) - 1


def format_quarter(quarter: int) -> str:
    """8052 -> `2013Q1`."""
    return f"{quarter // 4}Q{quarter % 4 + 1}"


def year_of(quarter: int) -> int:
    return quarter // 4


def is_last_of_year(quarter: int) -> bool:
    return quarter % 4 == 3
