"""The signs a shock must have if the model is an economy: declared in shocks.yaml, before they were measured."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Annotated, Literal

from pydantic import Field

from model.quarter import parse_quarter
from scenarios.cards import Label
from scenarios.checked import checked
from scenarios.errors import InputError, nearest
from scenarios.frozen import Frozen
from scenarios.registry import HERE, Entry
from scenarios.scenario_files import shipped
from scenarios.yaml_files import Located, read_yaml

FILE = HERE / "shocks.yaml"
Text = Annotated[str, Field(strict=True, min_length=4)]
QuarterName = Annotated[str, Field(strict=True, pattern=r"^\d{4}Q[1-4]$")]
Window = tuple[QuarterName, QuarterName]  # first and last quarter, both included


class Quantity(Entry):
    """What is read: a level (effect in per cent of the baseline) or a rate (effect in points of per cent)."""

    en: str
    zh: str
    unit: Literal["percent", "points"]

    @property
    def label(self) -> Label:
        return Label(en=self.en, zh=self.zh)


class Sign(Entry):
    """What is expected of one quantity, with the reason; the diagnosis says why the model does otherwise."""

    sign: Literal["up", "down", "open"]
    lag: Annotated[int, Field(strict=True, ge=0, le=8)]
    faded: bool
    reason: Text
    diagnosis: Text | None = None


class ShockSigns(Entry):
    """One shock: when its effect is read, when it should be gone, and the signs by quantity."""

    at: Window
    faded: Window
    signs: dict[str, Sign]

    def window(self, quantity: str) -> tuple[int, int]:
        """Quarters (year * 4 + quarter - 1) in which the effect on a quantity is read: `at`, later by its lag."""
        lag = self.signs[quantity].lag
        return parse_quarter(self.at[0]) + lag, parse_quarter(self.at[1]) + lag

    @property
    def late(self) -> tuple[int, int]:
        """Quarters in which an effect that fades should have done so."""
        return parse_quarter(self.faded[0]), parse_quarter(self.faded[1])


class Declared(Entry):
    quantities: dict[str, Quantity]
    shocks: dict[str, ShockSigns]


@lru_cache(maxsize=1)
def declared() -> Declared:
    """Quantities and shocks of shocks.yaml. Raises InputError for a name that is not there."""
    located = read_yaml(FILE)
    found = checked(Declared, located.data, located)
    for shock, one in found.shocks.items():
        _known(shock, shipped(), located, "shocks", shock)
        for quantity in one.signs:
            _known(quantity, tuple(found.quantities), located, "shocks", shock, "signs", quantity)
    return found


def shock_signs() -> Mapping[str, ShockSigns]:
    """Declared signs by the name of the shock's scenario, in the order of the file."""
    return Frozen(declared().shocks)


def quantities() -> Mapping[str, Quantity]:
    """Quantities by id, in the order of the file."""
    return Frozen(declared().quantities)


def _known(name: str, among: tuple[str, ...], located: Located, *path: str) -> None:
    if name not in among:
        raise _unknown(name, among, located, path)


def _unknown(name: str, among: tuple[str, ...], located: Located, path: tuple[str, ...]) -> InputError:
    return located.error(
        "there is no such name", *path, zh="没有这个名称", found=name, allowed=among, nearest=nearest(name, among)
    )
