"""One language for a whole report: sentences, words of the vocabulary, numbers in the units people use."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping

from analysis.numbers import MISSING, UNITS, difference, digits, shown
from analysis.report.blocks import Badge, Cell, Number, Part, Sentence, filled
from scenarios.errors import clean
from scenarios.punctuation import full_width

LONGEST_TITLE = 120
MONEY = "wan yuan"
LARGE = 10_000  # wan yuan in 1e8 yuan
ENGLISH = {"1e8 yuan": "100 million yuan"}
POINTS = {"share": ("points", "个百分点")}
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
            return en
        return "".join(piece if _HOLES.fullmatch(piece) else full_width(piece) for piece in _HOLES.split(zh))

    def word(self, name: str) -> str:
        """A word of the vocabulary."""
        from scenarios.registry import words

        found = words()[name]
        return full_width(found.zh) if self.zh else found.en

    def label(self, labels: Mapping[str, str] | object) -> str:
        """The text of a label in both languages."""
        text = labels.get(self.lang) if isinstance(labels, Mapping) else labels.get(self.lang)  # type: ignore[attr-defined]
        return full_width(str(text)) if self.zh else str(text)

    def named(self, title: str) -> str:
        """A name a user wrote, in quotation marks, without hidden characters."""
        cut = clean(title, LONGEST_TITLE)
        return f"“{cut}”"

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
        return chinese if self.zh else ENGLISH.get(english, english)

    def points(self, unit: str) -> str:
        """The unit of a difference: a difference of shares is in points."""
        en, zh = POINTS.get(unit, (self.unit(unit), self.unit(unit)))
        return zh if self.zh else en

    def plain_unit(self, unit: str) -> str:
        """A yearly flow of money in the unit of its level."""
        return MONEY if unit == f"{MONEY} a year" else unit

    def value(self, value: float | None, unit: str, badge: Badge = "simulated") -> Number:
        """A level without its unit, for a table whose heading names it."""
        return Number(shown(value, unit), badge)

    def gain(self, gain: float | None, level: float | None, unit: str, badge: Badge = "simulated") -> Number:
        """A difference without its unit; `level` keeps it from more digits than the level has."""
        return Number(self.gain_text(gain, level, unit), badge)

    def gain_text(self, gain: float | None, level: float | None, unit: str) -> str:
        if gain is None or not math.isfinite(gain):
            return MISSING
        base = level if level is not None and math.isfinite(level) else 0.0
        return difference(base + gain, base, unit) if gain else "0"

    def measured(self, value: float | None, unit: str, badge: Badge = "simulated") -> Number:
        """A level with its unit, for a sentence."""
        return Number(self._with(shown(value, unit), self.unit(unit)), badge)

    def added(self, gain: float | None, level: float | None, unit: str, badge: Badge = "simulated") -> Number:
        """A difference with its unit, for a sentence: 3.2 more is said by the sentence, so no plus sign."""
        text = self.gain_text(gain, level, unit).removeprefix("+")
        return Number(self._with(text, self.points(unit)), badge)

    def money(self, amount: float, badge: Badge = "simulated") -> Number:
        """An amount in wan yuan, or in 1e8 yuan where it is large."""
        large = abs(amount) >= LARGE
        text = digits(amount / LARGE if large else amount, 3)
        return Number(self._with(text, self.word("money_large" if large else "money")), badge)

    def percent(self, share: float, badge: Badge = "simulated", significant: int = 2) -> Number:
        return Number(f"{digits(100 * share, significant)}%" if share else "0%", badge)

    def _with(self, text: str, unit: str) -> str:
        if unit == "%":
            return f"{text}%"
        if not self.zh and unit == "1e8 yuan":
            unit = "100 million yuan"
        return f"{text} {unit}"
