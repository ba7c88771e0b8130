"""Cut the report's font out of Noto Sans CJK: `python -m analysis.report.fonts.build NotoSansCJK-Regular.ttc`."""

from __future__ import annotations

import sys
from pathlib import Path

from analysis.report.fonts import FAMILY, FILE

ROOT = FILE.parents[3]
TEXTS = ("scenarios/**/*.yaml", "scenarios/**/*.csv", "scenarios/**/*.txt", "analysis/**/*.py", "experiments/**/*.py")
LATIN = ((0x20, 0x7F), (0xA0, 0x100))
SIGNS = "\u2212\u2013\u2026\u2192\u2190\u2191\u2193\u25cb\u3013"  # minus, dashes, arrows, what stands for a missing one


def gb2312() -> set[str]:
    """Signs and the characters of both levels."""
    found = set()
    for row in range(0xA1, 0xF8):
        for cell in range(0xA1, 0xFF):
            try:
                found.add(bytes((row, cell)).decode("gb2312"))
            except UnicodeDecodeError:
                continue
    return found


def wanted() -> set[str]:
    """GB 2312, Latin, and every character of the project's own texts."""
    texts = {c for pattern in TEXTS for path in ROOT.glob(pattern) for c in path.read_text(encoding="utf-8")}
    return gb2312() | texts | set(SIGNS) | {chr(code) for first, last in LATIN for code in range(first, last)}


def build(source: Path, out: Path = FILE) -> None:
    from fontTools import subset
    from fontTools.ttLib import TTCollection

    font = next(f for f in TTCollection(source).fonts if f["name"].getDebugName(1) == FAMILY)
    font.recalcTimestamp = False
    options = subset.Options(layout_features=[], hinting=False, notdef_outline=True)
    cut = subset.Subsetter(options)
    cut.populate(text="".join(sorted(wanted())))
    cut.subset(font)
    font.save(out)


if __name__ == "__main__":
    build(Path(sys.argv[1]))
