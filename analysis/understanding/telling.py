"""What findings are made of, and the words they share: names of outcomes and inputs, and the line under a figure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from analysis.numbers import digits
from analysis.report.phrases import scope_name
from analysis.report.voice import Voice
from analysis.understanding.frame import StudyFrame

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

LANGUAGES = ("en", "zh")
VOICES = {lang: Voice(lang) for lang in LANGUAGES}
Texts = Mapping[str, str]  # by language


@dataclass(frozen=True)
class Finding:
    """One thing understood: a sentence, a figure, its tables by name, how many points and runs it rests on."""

    method: str
    outcome: str  # "" where it is about several
    sentence: Texts
    tables: Mapping[str, pd.DataFrame]
    draw: Callable[[str], Figure]
    points: int
    numbers: Mapping[str, object] = field(default_factory=dict)  # single numbers beside the tables


@dataclass(frozen=True)
class Unsaid:
    """What a method cannot say of a study, and why."""

    method: str
    outcome: str
    why: Texts


@dataclass(frozen=True)
class Miss:
    """When an outcome counts as a miss: below the limit where more is better, else above it."""

    outcome: str
    limit: float
    better: int
    goal: Texts  # what is missed, in words

    def missed(self, values):
        """1 where it is missed, 0 where not, NaN where it is not known."""
        import numpy as np

        found = (values < self.limit) if self.better > 0 else (values > self.limit)
        return np.where(np.isfinite(values), found.astype(float), np.nan)


def both(en: str, zh: str, **parts: object) -> dict[str, str]:
    """A text in both languages; a part may itself be one."""
    return {
        lang: VOICES[lang].text(
            en, zh, **{name: part[lang] if isinstance(part, Mapping) else part for name, part in parts.items()}
        )
        for lang in LANGUAGES
    }


def listed(items: Sequence[Texts]) -> dict[str, str]:
    """Texts in a row."""
    if len(items) > 1:
        head = {lang: VOICES[lang].listed([item[lang] for item in items[:-1]]) for lang in LANGUAGES}
        return both("{head} and {last}", "{head}和{last}", head=head, last=items[-1])
    return dict(items[0])


def place(scope: str) -> dict[str, str]:
    """A scope in words."""
    return {lang: scope_name(VOICES[lang], scope) for lang in LANGUAGES}


def name(study: StudyFrame, of: str) -> dict[str, str]:
    """What an outcome or an input is called; its own text where it has no label."""
    return {lang: study.labels.get(of, {}).get(lang) or of for lang in LANGUAGES}


def rows(table: Any) -> list[Any]:
    """Rows with the columns as attributes."""
    return list(table.itertuples(index=False))


def unit_of(unit: str) -> dict[str, str]:
    """The unit people use for a unit of the registry, in words; shares are in per cent."""
    return {lang: VOICES[lang].unit(unit) for lang in LANGUAGES}


def measured(value: float, unit: str) -> dict[str, str]:
    """A value, in the unit people use, with that unit, for a sentence: English counts in millions and billions."""
    if unit.startswith("wan yuan") and unit_of(unit)["en"].startswith("100 million yuan"):
        large = abs(value) >= 10.0
        return {"en": f"{number(value / 10 if large else value * 100)} {'b' if large else 'm'}illion yuan",
                "zh": f"{number(value)} {unit_of(unit)['zh']}"}  # fmt: skip
    return both("{v} {unit}", "{v} {unit}", v=number(value), unit=unit_of(unit))


def percent(share: float) -> str:
    """A share in whole per cent, never rounded to nothing or to all."""
    if 0.0 < share < 0.01:
        return "<1 %"
    if 0.99 < share < 1.0:
        return ">99 %"
    return f"{100 * share:.0f} %"


def shares(total: float, low: float, high: float) -> dict[str, str]:
    """A share and its interval in per cent; estimates that leave 0 to 1 are told as its ends."""
    ends = {"total": total, "low": low, "high": high}
    return {name: percent(min(max(value, 0.0), 1.0)) for name, value in ends.items()}


def number(value: float) -> str:
    return digits(float(value), 3)


def under(study: StudyFrame, en: str, zh: str, points: int, level: float | None = 0.90, **parts: object) -> Texts:
    """Year, what is shown and its unit, points and runs used, level of the intervals."""
    what = both(en, zh, **parts)
    runs = len(study.table)
    ends = both("", "") if level is None else both("; bar: {level}", ";横条:{level} 区间", level=f"{level:.0%}")
    count = both("n = {n} of {all} points", "n = {n}(共 {all} 个参数点)", n=points, all=study.points)
    if runs > study.points:
        count = both("{count}, {runs} runs", "{count},{runs} 次测算", count=count, runs=runs)
    when = str(study.about.get("when", ""))
    head = both("{when}; ", "{when};", when=when) if when else both("", "")
    return both(
        "{head}{what}; {count}{ends}", "{head}{what};{count}{ends}", head=head, what=what, count=count, ends=ends
    )
