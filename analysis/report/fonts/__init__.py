"""The bundled Chinese font: where it lies, what it holds, and the part of it that a page needs."""

from __future__ import annotations

import io
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

FILE = Path(__file__).parent / "NotoSansCJKsc-subset.otf"
FAMILY = "Noto Sans CJK SC"
UNKNOWN = "〓"  # what printers set for a character they have no type for


@lru_cache(maxsize=1)
def characters() -> frozenset[str]:
    """Every character the font can show."""
    from fontTools.ttLib import TTFont

    with TTFont(FILE, lazy=True) as font:
        return frozenset(chr(code) for code in font.getBestCmap() or {})


def drawable(text: str) -> str:
    """The text with 〓 for every character that would come out as an empty box."""
    known = characters()
    return "".join(c if c in known or c == "\n" else UNKNOWN for c in text)


@lru_cache(maxsize=1)
def register() -> str:
    """Make the font known to Matplotlib; returns its family name."""
    from matplotlib import font_manager

    font_manager.fontManager.addfont(str(FILE))
    return FAMILY


def embedded(text: Iterable[str]) -> bytes:
    """WOFF with the characters of a page and no others, for a page that looks the same everywhere."""
    from fontTools import subset
    from fontTools.ttLib import TTFont

    options = subset.Options(flavor="woff", layout_features=[], hinting=False, notdef_outline=True)
    font = TTFont(FILE, recalcTimestamp=False)
    cut = subset.Subsetter(options)
    cut.populate(unicodes=sorted({ord(c) for c in text}))
    cut.subset(font)
    font.flavor = "woff"
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()
