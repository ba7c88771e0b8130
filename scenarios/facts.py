"""Stylised facts a run is held against: what is computed, the band accepted, where it is from, how it comes about."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import lru_cache
from typing import Annotated, Literal

from pydantic import Field, model_validator

from scenarios.cards import Label, problem
from scenarios.registry import Entry, Number, by_id

Text = Annotated[str, Field(strict=True, min_length=1)]
Origin = Literal["imposed", "fitted", "emergent", "not_computable"]


class Fact(Entry):
    """One number of one row of the evidence.

    `band` is (low, high) with open ends as None; both open: reported and held against nothing. `origin` says how the
    number comes about: set at the start, by the parameters named, out of the rules, or not at all (`reason`).
    """

    id: Annotated[str, Field(strict=True, pattern=r"^A[1-3]\.[0-9]+(\.[0-9]+)?$")]
    label: Label
    unit: Text
    computed: Annotated[str, Field(strict=True, min_length=5)]
    band: tuple[Number | None, Number | None]
    source: Text
    code: Literal["V", "VS", "VS/M?", "D", "D/M", "M", "M?", "M/V", "M/M?", "M/D/V", "V/M", "V/M?", "V/D", "X"]
    must: Annotated[bool, Field(strict=True)]
    origin: Origin
    parameters: tuple[Text, ...] = ()
    reason: Text | None = None
    equal_start: Annotated[bool, Field(strict=True)] = False

    @model_validator(mode="after")
    def _complete(self):
        low, high = self.band
        if low is not None and high is not None and low > high:
            raise problem("the lower bound is above the upper", "下限高于上限")
        if (self.origin == "fitted") != bool(self.parameters):
            raise problem("a fitted fact names its parameters, no other does", "fitted 须列出参数,其他不列")
        silent = self.origin == "not_computable" or self.band == (None, None)
        if silent != (self.reason is not None):
            raise problem("a fact without a value or a band gives a reason, no other does", "无数值或无范围须说明理由")
        return self

    @property
    def measured(self) -> bool:
        """Is it computed from a run?"""
        return self.origin != "not_computable"

    def inside(self, value: float | None) -> bool | None:
        """Does a value lie in the band? None where there is no band; a missing value lies in none."""
        if self.band == (None, None) or not self.measured:
            return None
        if value is None or math.isnan(value):
            return False
        low, high = self.band
        if self.band in ((0, None), (None, 0)):  # a sign: nothing is not enough
            return value > 0 if high is None else value < 0
        return (low is None or value >= low) and (high is None or value <= high)


@lru_cache(maxsize=1)
def facts() -> Mapping[str, Fact]:
    """Stylised facts by id, in the order of the file."""
    return by_id("facts.yaml", Fact)  # type: ignore[return-value]
