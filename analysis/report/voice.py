"""One language for a whole report: sentences, words of the vocabulary, numbers in the units people use."""

from __future__ import annotations

import math
import re
from typing import Any

from analysis.numbers import MISSING, POINTS, UNITS, difference_unit, digits, scale, shown
from analysis.report.blocks import Badge, Cell, Number, Part, Sentence, filled
from scenarios.punctuation import full_width

LONGEST_TITLE = 120
LARGE, BILLION = 10_000, 100_000  # wan yuan in 亿元 and in a billion yuan
_HOLES = re.compile(r"(\{\w+\})")


class Voice:
    """Says things in `lang`."""

    def __init__(self, lang: str):
        self.lang = lang
        self.zh = lang == "zh"

    def text(self, en: str, zh: str, **parts: object) -> str:
        """Text without badges."""
        template = self._template(en, zh)
        return "".join(str(part) for part in filled(template, {name: str(part) for name, part in parts.items()}))

    def parts(self, en: str, zh: str, **parts: Cell) -> tuple[Part, ...]:
        return filled(self._template(en, zh), parts)

    def sentence(self, en: str, zh: str, style: str = "plain", **parts: Cell) -> Sentence:
        return Sentence(self.parts(en, zh, **parts), style)

    def _template(self, en: str, zh: str) -> str:
        if not self.zh:
            return en.replace("“", '"').replace("”", '"')  # the font's curly ones are as wide as a Chinese character
        return "".join(piece if _HOLES.fullmatch(piece) else full_width(piece) for piece in _HOLES.split(zh))

    def word(self, name: str) -> str:
        """A word of the vocabulary."""
        from scenarios.registry import words

        found = words()[name]
        return full_width(found.zh) if self.zh else found.en

    def label(self, labels: Any) -> str:
        """The text of a label in both languages."""
        text = str(labels.get(self.lang))
        return full_width(text) if self.zh else text

    def quoted(self, text: str) -> str:
        """In the language's quotation marks."""
        return f"“{text}”" if self.zh else f'"{text}"'

    def listed(self, items: list[str]) -> str:
        return ("、" if self.zh else ", ").join(items)

    def badge(self, badge: Badge) -> str:
        """The mark of a badge: one character, or three letters."""
        if self.zh:
            return self.word(f"badge_{badge}")
        return {"sourced": "src", "derived": "der", "assumed": "asm", "simulated": "sim"}[badge]

    def unit(self, unit: str) -> str:
        """The unit people use, in words."""
        _, english, chinese = UNITS.get(unit, (1.0, unit, unit))
        return full_width(chinese) if self.zh else english.replace("1e8 yuan", "100 million yuan")

    def points(self, unit: str) -> str:
        """The unit of a difference: a difference of shares is in points."""
        return difference_unit(unit, self.lang) if unit in POINTS else self.unit(unit)

    def gain_text(self, gain: float | None, largest: float, unit: str) -> str:
        """A signed difference, two digits, none finer than a thousandth of the `largest` it stands beside."""
        if gain is None or not math.isfinite(gain):
            return MISSING
        return signed(gain * scale(unit)[0], abs(largest) * scale(unit)[0])

    def measured(self, value: float, unit: str, badge: Badge = "simulated") -> Number:
        """A level with its unit, for a sentence."""
        return (
            self.money(value, badge)
            if unit == "wan yuan"
            else Number(self._with(shown(value, unit), self.unit(unit)), badge)
        )

    def added(self, gain: float, largest: float, unit: str, badge: Badge = "simulated") -> Number:
        """A difference with its unit, for a sentence that says "more": no plus sign."""
        low, _, unit_said = self.ends(gain, gain, largest, unit)
        return Number(self._with(low.removeprefix("+"), unit_said), badge)

    def ends(self, low: float, high: float, largest: float, unit: str) -> tuple[str, str, str]:
        """Two differences and the unit both are in, for a sentence; English counts in billions and millions."""
        if unit != "wan yuan" or self.zh:
            return self.gain_text(low, largest, unit), self.gain_text(high, largest, unit), self.points(unit)
        factor, said = (1e-5, "billion yuan") if largest >= BILLION else (1e-2, "million yuan")
        return signed(low * factor, largest * factor), signed(high * factor, largest * factor), said

    def money(self, amount: float, badge: Badge = "simulated") -> Number:
        """An amount of wan yuan for a sentence: 万元 or 亿元, million or billion yuan."""
        units = ((LARGE, "亿元"), (1.0, "万元")) if self.zh else ((BILLION, "billion yuan"), (100.0, "million yuan"))
        size, said = units[0] if abs(amount) >= (LARGE if self.zh else BILLION) else units[1]
        return Number(self._with(digits(amount / size, 3), said), badge)

    def _with(self, text: str, unit: str) -> str:
        return f"{text}%" if unit == "%" else f"{text} {unit}"


def signed(value: float, largest: float) -> str:
    """+78, -0.3, 0: two digits, none finer than a thousandth of the largest."""
    top = max(abs(value), largest)
    if value == 0 or top == 0:
        return "0"
    power = min(1 - math.floor(math.log10(abs(value))), 3 - math.floor(math.log10(top)))
    rounded = round(value, power)
    return f"{rounded:+,.{max(0, power)}f}" if rounded else "≈0"
