"""The province as a sweep's model: scenarios are its arms, cards its levers, parameters its uncertainties."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from experiments.compare.folder import SURROUNDINGS
from experiments.compare.plan import Settings
from experiments.compare.store import Rows
from experiments.keys import SCHEMA, environment, file_sha256
from experiments.sweep.models import Draw, Info, Progress
from experiments.threads import one_thread
from model.quarter import format_quarter, parse_quarter
from scenarios.frozen import Frozen
from scenarios.scenario_fields import FROM

if TYPE_CHECKING:
    from experiments.specification import Specification
    from scenarios.policy import PolicyScenario

KEPT = 1  # version of what is kept of a run: experiments/ is not part of the code hash
STARTS = "starts"  # where starts are kept for workers that do not share the user's cache
PARTS = ("year", "start", "spending")


@dataclass(frozen=True)
class ProvinceModel:
    """`policies` are the arms as they stand in their files, by name."""

    settings: Settings
    policies: Mapping[str, PolicyScenario] = field(default_factory=dict)
    common: Mapping[str, Any] = field(default_factory=dict)
    arms: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    neutral: Mapping[str, float] = field(default_factory=dict)
    starts_in_folder: bool = False

    def levers(self) -> Mapping[str, Info]:
        from scenarios.cards import cards

        return {
            id: {
                "low": card.bounds.studied[0], "high": card.bounds.studied[1], "legal": card.bounds.legal,
                "unit": card.unit, "en": card.label.en, "zh": card.label.zh,
            }
            for id, card in cards().items()
        }  # fmt: skip

    def uncertainties(self) -> Mapping[str, Info]:
        return _uncertainties()

    def indicators(self) -> Mapping[str, Info]:
        return _indicators()

    def years(self) -> tuple[int, ...]:
        """Whole years of the horizon."""
        first, last = parse_quarter(self.settings.start), parse_quarter(self.settings.end)
        return tuple(range(-(-first // 4), (last + 1) // 4))

    def with_arms(self, names: Mapping[str, str], folder: Path) -> ProvinceModel:
        """`names`: names or files of the scenarios by the name they have in the study."""
        from experiments.run import town_rows
        from scenarios.cards import cards
        from scenarios.given import load_given
        from scenarios.policy import load

        policies = {name: load(place) for name, place in names.items()}
        first = next(iter(policies.values()))
        towns = town_rows(first, self.settings.towns, self.settings.world, None)
        settings = replace(self.settings, towns=towns)
        nothing = replace(load("baseline"), levers=Frozen(), budgets=Frozen(), shocks=Frozen(), parameters=Frozen())
        common = {
            "schema": SCHEMA,
            "kept": KEPT,
            "model": "province",
            "cards": nothing.key,  # every card's numbers: what a lever at a value does
            "levers_from": format_quarter(FROM),
            "population_seed": settings.population_seed,
            "sample": settings.sample,
            "towns": settings.towns,
            "horizon": [settings.start, settings.end],
            "world": settings.world,
            "starts": settings.starts,
            "data": load_given(settings.world).key,
            **environment(),
        }
        neutral = {id: card.neutral for id, card in cards().items()}
        arms = {name: said(policy) for name, policy in policies.items()}
        return replace(self, settings=settings, policies=policies, common=common, arms=arms, neutral=neutral)

    def specification(self, draw: Draw) -> tuple[Specification, Specification]:
        """The run and the start it begins from: at central parameters when starts are shared."""
        from experiments.specification import Specification
        from scenarios.scenario_fields import Source, levers

        policy, settings = self.policies[draw.arm], self.settings
        if draw.levers:
            laid = levers(policy.levers, dict(draw.levers), Source(None))
            policy = replace(policy, levers=Frozen(dict(sorted(laid.items()))))
        spec = Specification(
            policy=policy,
            seed=draw.seed,
            sample=settings.sample,
            towns=settings.towns,
            start=settings.start,
            end=settings.end,
            population_seed=settings.population_seed,
            parameters=dict(draw.uncertainties),
            world=settings.world,
        )
        return spec, self.start_of(spec)

    def start_of(self, spec: Specification) -> Specification:
        first = parse_quarter(spec.start)
        before = {name: path for name, path in spec.policy.shocks.items() if min(path) < first}
        policy = replace(spec.policy, levers=Frozen(), budgets=Frozen(), shocks=Frozen(before))
        parameters = {} if self.settings.starts == "shared" else spec.parameters
        return replace(spec, policy=policy, seed=0, parameters=parameters)

    def prepare(self, out: Path, progress: Progress | None) -> str | None:
        """Build the starts that runs share, before any; returns the folder they are in."""
        from experiments.starts import cache_folder, ensure, file_name, intact, key_of, start_of, store

        folder = None
        for arm in self.policies:
            start = self.specification(Draw(arm, {}, {}, 0))[1]
            if self.settings.starts == "own":
                continue
            if self.starts_in_folder:
                folder = str(out / STARTS)
                if not intact(out / STARTS / file_name(key_of(start)), key_of(start)):
                    store(out / STARTS, key_of(start), start_of(start, progress))
            else:
                place = ensure(start, progress, out / STARTS)
                folder = None if place == cache_folder() else str(place)
        return folder

    @one_thread()
    def live(self, draw: Draw, out: Path, starts: str | None) -> tuple[Mapping[str, Rows], float]:
        """Every indicator by year and scope, the year before, and who paid whom for what."""
        from analysis.outcomes import yearly_rows
        from experiments.arm import RECORDED, columns_of, province_of, summed, towns_block
        from experiments.base_year import base_province, base_towns
        from experiments.compare.execution import check_finite
        from experiments.compare.observing import spending_rows, yearly_towns
        from experiments.plugins import record_outcomes
        from experiments.starts import start_of

        spec, start = self.specification(draw)
        state = start_of(start, place=Path(starts) if starts else None)
        province: Any = province_of(spec, state, self.around(spec, start, out))
        towns = base_towns(province)
        base = base_province(province, towns)
        province.run(lambda quarter, done, total: record_outcomes(province, quarter))
        recorded = columns_of(province.records["province"], RECORDED["province"])
        by_town = columns_of([towns_block(*record) for record in province.records["towns"]], RECORDED["towns"])
        spending = summed(columns_of(province.ledger.spending, RECORDED["spending"]))
        before = format_quarter(parse_quarter(spec.start) - 1)
        parts: dict[str, Rows] = {
            "province": (
                [format_quarter(int(q)) for q in recorded["quarter"]],
                list(recorded["indicator"]),
                list(recorded["scope"]),
                np.asarray(recorded["value"], np.float64),
            ),
            "year": yearly_rows(recorded, base, yearly_towns(by_town, list(self.years()))),
            "start": ([before] * len(base["value"]), list(base["indicator"]), list(base["scope"]), base["value"]),
            "spending": spending_rows(spending),
        }
        check_finite(parts)
        return {part: parts[part] for part in PARTS}, float(province.ledger.worst_residual)

    def around(self, spec: Specification, start: Specification, out: Path) -> dict[str, np.ndarray] | None:
        """What the other towns do around chosen ones, without measures; recorded once a case."""
        from experiments.boundary import recorded
        from experiments.pairs import carried_on

        if spec.towns is None:
            return None
        folder = out / SURROUNDINGS
        folder.mkdir(parents=True, exist_ok=True)
        return recorded(spec.of(carried_on(spec.policy)), folder, None, start)


def said(policy: PolicyScenario) -> dict[str, Any]:
    """What a scenario does, as JSON: with the cards' hash it decides the run."""
    from experiments.rebuild import scenario_file

    content = scenario_file(policy)
    series = None if policy.series is None else file_sha256(Path(policy.series))
    return {name: content[name] for name in ("levers", "budgets", "shocks", "parameters")} | {"series": series}


@cache
def _uncertainties() -> dict[str, Info]:
    """Parameters of behaviour and assumptions of the worlds, with the range doubt leaves them."""
    from scenarios.given_files import Files, read_parameters
    from scenarios.registry import parameter_ranges

    entries = read_parameters(Files("guangdong"))
    found = {}
    for id, (low, high) in parameter_ranges().items():
        entry = entries.get(id, {})
        meaning = str(entry.get("meaning", id))
        found[id] = {
            "low": low, "high": high, "legal": (low, high), "unit": str(entry.get("unit", "")),
            "en": meaning, "zh": meaning,
        }  # fmt: skip
    return found


def _indicators() -> dict[str, Info]:
    from scenarios.registry import indicators

    return {
        id: {
            "unit": one.unit, "en": one.label.en, "zh": one.label.zh, "better": one.better, "scopes": tuple(one.scope),
        }
        for id, one in indicators().items()
    }  # fmt: skip
