"""Cases of a comparison: a member of the ensemble with a seed. Every scenario lives through the same ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from analysis.effects import Cases
from experiments.specification import LARGEST_SEED
from scenarios.errors import InputError
from scenarios.members import Ensemble

MOST = 10_000
REPEAT = 2**31  # added to a seed for the second run of a member, so that it never meets a case's own


@dataclass(frozen=True)
class Case:
    """`counted` cases are what effects are read from; the others run a member again to tell luck apart."""

    member: int
    seed: int
    counted: bool = True


def case_numbers(given: int | str | Sequence[int]) -> tuple[int, ...]:
    """`30` is 1 to 30, `1-30` and `3,5` are what they say; each once, from 1 on."""
    if isinstance(given, bool) or not isinstance(given, (int, str)):
        numbers = list(given) if isinstance(given, Sequence) else []
        if not numbers or not all(isinstance(one, int) and not isinstance(one, bool) for one in numbers):
            raise _bad(given)
        return _checked(numbers, given)
    text = str(given).strip().replace("\uff0c", ",")
    if text.isascii() and text.isdigit():
        return _checked(list(range(1, int(text) + 1)) if int(text) <= MOST else [int(text)], given)
    numbers: list[int] = []
    for part in text.split(","):
        first, dash, last = part.strip().partition("-")
        ends = (first.strip(), last.strip() if dash else first.strip())
        if not all(end.isascii() and end.isdigit() and len(end) < 12 for end in ends):
            raise _bad(given)
        low, high = int(ends[0]), int(ends[1])
        if high < low or high - low >= MOST:
            raise _bad(given)
        numbers += range(low, high + 1)
    if "," not in text and "-" not in text:
        raise _bad(given)
    return _checked(numbers, given)


def _checked(numbers: list[int], given: object) -> tuple[int, ...]:
    if not numbers or min(numbers) < 1 or max(numbers) >= REPEAT or len(numbers) > MOST:
        raise _bad(given)
    if len(set(numbers)) < len(numbers):
        twice = next(one for one in numbers if numbers.count(one) > 1)
        raise InputError(
            "a case is named twice", zh="情形编号重复", field="--cases", found=twice, allowed="each case once"
        )
    return tuple(sorted(numbers))


def _bad(given: object) -> InputError:
    return InputError(
        "cases are a number, a span or a list, from 1 on",
        zh="情形应为个数、区间或列表,从 1 起",
        field="--cases",
        found=given,
        allowed=f"such as 30, 1-30 or 3,5; at most {MOST}",
    )


def usual_repeats(count: int) -> int:
    """How many members are run with a second seed: a fifth of the cases, two at least."""
    return min(count, max(2, round(count / 5))) if count > 1 else 0


def cases_of(numbers: Sequence[int], ensemble: Ensemble, repeats: int | None = None) -> tuple[Case, ...]:
    """The case of every number, and the first `repeats` members once more under another seed.

    In the central ensemble every case is the same member, and nothing needs repeating.
    """
    if repeats is not None and (isinstance(repeats, bool) or not 0 <= repeats <= len(numbers)):
        raise InputError(
            "no more members can be run again than there are cases",
            zh="重复次数超出范围",
            field="--repeats",
            found=repeats,
            allowed=f"0-{len(numbers)}",
        )
    own = [Case(ensemble.of_case(number), number) for number in numbers]
    if not len(ensemble):
        return tuple(own)
    count = usual_repeats(len(numbers)) if repeats is None else repeats
    again = [Case(case.member, case.seed + REPEAT, counted=False) for case in own[:count]]
    assert all(case.seed <= LARGEST_SEED for case in again)
    return (*own, *again)


def as_rows(cases: Sequence[Case], ensemble: Ensemble) -> Cases:
    """The same as the arrays estimators take."""
    return Cases(
        np.array([case.member for case in cases], np.int64),
        np.array([ensemble.weight(case.member) for case in cases], np.float64),
        np.array([case.counted for case in cases], bool),
    )
