"""What is run: a policy, a luck, a part of the province, a horizon. Small, frozen, and all that travels to a worker."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from experiments.keys import SCHEMA, environment, sha256
from model.quarter import format_quarter, parse_quarter
from scenarios.errors import InputError, nearest

if TYPE_CHECKING:
    from scenarios.policy import PolicyScenario

WORLDS = ("guangdong", "small", "ten_towns")
LARGEST_SEED = 2**32 - 1
FIRM_IDENTITY = ("uid", "town", "industry", "size_class", "weight")
FIRM_DEFAULT = (
    "staff_production",
    "staff_technician",
    "staff_research",
    "sales",
    "profit",
    "cash",
    "debt_bank",
    "research",
    "support_received",
)


@dataclass(frozen=True)
class Specification:
    """One arm of a run. `firms`: columns recorded for every firm; `uids`: recorded for these firms only."""

    policy: PolicyScenario
    seed: int = 1
    sample: float = 1.0
    towns: tuple[int, ...] | None = None
    start: str = "2012Q1"
    end: str = "2017Q4"
    population_seed: int = 0
    parameters: Mapping[str, float] = field(default_factory=dict)
    world: str = "guangdong"
    firms: tuple[str, ...] = ()
    uids: tuple[int, ...] | None = None

    def key(self, data: str) -> str:
        """Run key; `data` is the hash of the data files read."""
        return sha256(self.content() | {"data": data} | environment())

    def content(self) -> dict[str, object]:
        return {
            "schema": SCHEMA,
            "scenario": self.policy.key,
            "measures": self.policy.measures,
            "parameters": dict(self.parameters),
            "seed": self.seed,
            "population_seed": self.population_seed,
            "sample": self.sample,
            "towns": self.towns,
            "horizon": [self.start, self.end],
            "outputs": {"firms": self.firms, "uids": self.uids},
            "world": self.world,
        }

    def of(self, policy: PolicyScenario) -> Specification:
        """The same run under another policy."""
        return replace(self, policy=policy)


def whole(name: str, value: object, low: int, high: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise InputError(
            "not a whole number in range", zh="不是范围内的整数", field=name, found=value, allowed=f"{low}-{high}"
        )
    return value


def share(name: str, value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0.0 < value <= 1.0:
        raise InputError(
            "not a share in range", zh="不是范围内的比例", field=name, found=value, allowed="above 0, at most 1"
        )
    return float(value)


def horizon(start: str, end: str) -> tuple[str, str]:
    """Start and end as written in files; the end must not be before the start nor half a century after it."""
    codes = []
    for name, text in (("--start", start), ("--end", end)):
        try:
            codes.append(parse_quarter(str(text).strip().upper()))
        except ValueError:
            raise InputError("not a quarter", zh="不是季度", field=name, found=text, allowed="2012Q1") from None
    first, last = codes
    if not first <= last < first + 200:
        raise InputError(
            "the end is before the start, or more than 200 quarters after it",
            zh="终点早于起点,或超过 200 个季度",
            field="--end",
            found=end,
            allowed=f"{format_quarter(first)}-{format_quarter(first + 199)}",
        )
    return format_quarter(first), format_quarter(last)


def world_named(name: str) -> str:
    if name not in WORLDS:
        raise InputError(
            "no such world",
            zh="没有这个世界",
            field="--world",
            found=name,
            allowed=WORLDS,
            nearest=nearest(name, WORLDS),
        )
    return name


def firm_columns(text: str | Sequence[str] | None) -> tuple[str, ...]:
    """Columns recorded for firms: identity first, then the named ones; `default` stands for a useful dozen."""
    if not text:
        return ()
    from model.fields import FIRM

    known = [column.name for column in FIRM]
    names = [part.strip() for part in text.split(",")] if isinstance(text, str) else list(text)
    if names in (["default"], ["true"]):
        names = list(FIRM_DEFAULT)
    if names == ["all"]:
        names = known
    for name in names:
        if name not in known:
            raise InputError(
                "firms have no such column",
                zh="企业没有该字段",
                field="--firms",
                found=name,
                allowed=known,
                nearest=nearest(name, known),
            )
    return FIRM_IDENTITY + tuple(name for name in dict.fromkeys(names) if name not in FIRM_IDENTITY)


def specify(
    policy: PolicyScenario,
    *,
    seed: int = 1,
    sample: float = 1.0,
    towns: Sequence[int] | None = None,
    start: str = "2012Q1",
    end: str = "2017Q4",
    population_seed: int = 0,
    parameters: Mapping[str, float] | None = None,
    world: str = "guangdong",
    firms: str | Sequence[str] | None = None,
) -> Specification:
    """A checked specification; raises InputError naming the option."""
    start, end = horizon(start, end)
    return Specification(
        policy=policy,
        seed=whole("--seed", seed, 0, LARGEST_SEED),
        sample=share("--sample", sample),
        towns=None if not towns else tuple(sorted(dict.fromkeys(int(town) for town in towns))),
        start=start,
        end=end,
        population_seed=whole("--population-seed", population_seed, 0, LARGEST_SEED),
        parameters=dict(parameters or {}),
        world=world_named(world),
        firms=firm_columns(firms),
    )
