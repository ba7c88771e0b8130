"""Chinese sentences with Chinese punctuation: sources are typed with the half-width signs of the keyboard."""

from __future__ import annotations

import re

_SIGNS = {",": "\uff0c", ":": "\uff1a", ";": "\uff1b", "?": "\uff1f", "(": "\uff08", ")": "\uff09"}
# a sign before a blank belongs to code or to a list in Latin letters, one between digits to a number
_SIGN = re.compile(r"(?<![0-9])[,:](?! )|[,:](?![0-9 ])|;(?! )|[?()]")


def full_width(text: str) -> str:
    """The same sentence with full-width commas, colons, semicolons, question marks and brackets."""
    return _SIGN.sub(lambda sign: _SIGNS[sign[0]], text)
