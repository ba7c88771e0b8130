"""Quarters as files write them, and nothing that merely looks like one."""

from __future__ import annotations

from model.quarter import parse_quarter


def read_quarter(text: object) -> int:
    """`2013Q1` -> 8052. Full-width digits and stray line ends, which a pattern lets pass, are no quarter."""
    if not isinstance(text, str) or len(text) != 6 or not text.isascii():
        raise ValueError(f"not a quarter: {text!r}")
    return parse_quarter(text)
