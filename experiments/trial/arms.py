"""Arms of a trial file: an intervention with its settings, or values of levers; refusals name line and field."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import BaseModel, ConfigDict, Field

from model.interventions import INTERVENTIONS
from model.interventions.declared import Amount
from scenarios.errors import nearest
from scenarios.yaml_files import Located

CONTROL = "control"
MOST_QUARTERS = 80
COMMON = ("intervention", "quarters", "paid_by")  # keys of an arm beside the settings of its intervention


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Arm(Part):
    """What an arm gets: an intervention with its settings, or values of levers in the towns it has."""

    intervention: str = ""
    settings: dict[str, float | str] = Field(default_factory=dict)
    levers: dict[str, float] = Field(default_factory=dict)
    quarters: int | None = None
    paid_by: str = ""


def arms_of(located: Located, arms: object) -> dict[str, Arm]:
    if not isinstance(arms, Mapping) or not arms:
        raise located.error(
            "arms are a mapping of names to what each gets", "arms", zh="arms 应为各组及其内容",
            allowed="treated: {intervention: NAME} or {levers: {ID: value}}",
        )  # fmt: skip
    return {name: arm_of(located, name, given) for name, given in arms.items()}


def arm_of(located: Located, name: str, given: object) -> Arm:
    where = ("arms", name)
    if name == CONTROL:
        raise located.error("the control gets nothing and is not written down", *where, zh="对照组不必写出", found=name)
    if not isinstance(given, Mapping) or ("levers" in given) == ("intervention" in given):
        raise located.error(
            "an arm has an intervention or levers, one of the two", *where, zh="每组应有 intervention 或 levers 之一",
            allowed="{intervention: NAME} or {levers: {ID: value}}",
        )  # fmt: skip
    quarters = given.get("quarters")
    if quarters is not None and not (isinstance(quarters, int) and 1 <= quarters <= MOST_QUARTERS):
        raise located.error(
            "not a number of quarters",
            *where,
            "quarters",
            zh="不是季度数",
            found=quarters,
            allowed=f"1-{MOST_QUARTERS}",
        )
    if "levers" in given:
        one_of(located, (*where,), given, ("levers", "quarters"))
        return Arm(levers=lever_values(located, where, given["levers"]), quarters=quarters)
    return with_intervention(located, where, given, quarters)


def one_of(located: Located, where: tuple[str, ...], given: Mapping, allowed: tuple[str, ...]) -> None:
    for key in given:
        if key not in allowed:
            raise located.error(
                "there is no such field", *where, key, zh="没有这个字段", found=key, allowed=allowed,
                nearest=nearest(key, allowed),
            )  # fmt: skip


def lever_values(located: Located, where: tuple[str, ...], given: object) -> dict[str, float]:
    """Values of levers inside their legal bounds."""
    from scenarios.cards import cards

    place = (*where, "levers")
    if not isinstance(given, Mapping) or not given:
        raise located.error("levers are a mapping of ids to values", *place, zh="levers 应为“编号: 取值”")
    found = {}
    for lever, value in given.items():
        card = cards().get(lever)
        if card is None:
            raise located.error(
                "there is no such lever", *place, lever, zh="没有这项措施", found=lever, allowed=tuple(cards()),
                nearest=nearest(lever, cards()),
            )  # fmt: skip
        low, high = card.bounds.legal
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not low <= value <= high:
            raise located.error(
                "the value is outside the legal bounds", *place, lever, zh="取值超出法定范围", found=value,
                allowed=card.describe_bounds(),
            )  # fmt: skip
        found[lever] = float(value)
    return found


def with_intervention(located: Located, where: tuple[str, ...], given: Mapping, quarters: int | None) -> Arm:
    name = given["intervention"]
    kind = INTERVENTIONS.get(name) if isinstance(name, str) else None
    if kind is None:
        raise located.error(
            "there is no such intervention", *where, "intervention", zh="没有这种干预", found=name,
            allowed=tuple(INTERVENTIONS), nearest=nearest(name, INTERVENTIONS),
        )  # fmt: skip
    one_of(located, where, given, (*COMMON, *kind.settings))
    payer = given.get("paid_by", kind.pays[0])
    if payer not in kind.pays:
        raise located.error(
            "this intervention is not paid by them", *where, "paid_by", zh="该干预不由其出资", found=payer,
            allowed=kind.pays, nearest=nearest(payer, kind.pays),
        )  # fmt: skip
    settings: dict[str, float | str] = {}
    for key, one in kind.settings.items():
        value = given.get(key, one.usual)
        if isinstance(one, Amount):
            number = not isinstance(value, bool) and isinstance(value, (int, float))
            if not (number and one.low <= value <= one.high):
                raise located.error(
                    "not a number in range", *where, key, zh="不是范围内的数字", found=value,
                    allowed=f"{one.low:g} to {one.high:g} {one.unit}",
                )  # fmt: skip
            settings[key] = float(value)
        elif value not in one.among:
            raise located.error(
                "this is not one of the choices", *where, key, zh="不在可选之列", found=value, allowed=one.among,
                nearest=nearest(value, one.among),
            )  # fmt: skip
        else:
            settings[key] = str(value)
    return Arm(intervention=kind.name, settings=settings, quarters=quarters, paid_by=str(payer))
