"""What a comparison is: scenarios, cases, and for each pair of them the run that belongs to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from experiments.compare.cases import Case
from experiments.keys import SCHEMA, environment, file_sha256, plain, sha256
from experiments.rebuild import scenario_file
from experiments.specification import Specification, horizon, share, whole, world_named
from model.quarter import parse_quarter
from scenarios.errors import InputError
from scenarios.frozen import Frozen
from scenarios.members import Ensemble

if TYPE_CHECKING:
    from scenarios.policy import PolicyScenario

KEPT = 1  # version of what is kept of a run: experiments/ is not part of the code hash
Starts = Literal["shared", "own"]


@dataclass(frozen=True)
class Job:
    """One run: of a scenario, under a case. `start`: the settled start it begins from."""

    scenario: str
    case: Case
    spec: Specification
    start: Specification
    key: str
    about: Mapping[str, Any]


@dataclass(frozen=True)
class Settings:
    """All that is the same in every run of a comparison."""

    sample: float = 0.1
    towns: tuple[int, ...] | None = None
    start: str = "2012Q1"
    end: str = "2017Q4"
    population_seed: int = 0
    world: str = "guangdong"
    starts: Starts = "own"

    def checked(self) -> Settings:
        start, end = horizon(self.start, self.end)
        if parse_quarter(end) - parse_quarter(start) < 3:
            raise InputError(
                "effects are read by year: the horizon holds none",
                zh="按年份读取效果,区间内没有完整年份",
                field="--end",
                found=end,
                allowed="four quarters at least",
            )
        if self.starts not in ("shared", "own"):
            raise InputError(
                "no such start", zh="没有这种基期", field="--starts", found=self.starts, allowed="shared, own"
            )
        return replace(
            self,
            sample=share("--sample", self.sample),
            start=start,
            end=end,
            population_seed=whole("--population-seed", self.population_seed, 0, 2**32 - 1),
            world=world_named(self.world),
        )


@dataclass(frozen=True)
class Plan:
    """`base`, `others` and cases. Without `reuse` every scenario has runs of its own, also where two do the same."""

    base: PolicyScenario
    others: tuple[PolicyScenario, ...]
    settings: Settings
    ensemble: Ensemble
    cases: tuple[Case, ...]
    reuse: bool = True
    made_with: Mapping[str, Any] = field(default_factory=environment)  # version of code and libraries
    data: str = ""  # hash of the data files read; what a scenario or a member changes is in the key beside it

    jobs_known: dict[tuple, Job] = field(default_factory=dict, init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        from scenarios.given import load_given

        if not self.data:
            object.__setattr__(self, "data", load_given(self.settings.world).key)

    @property
    def scenarios(self) -> tuple[PolicyScenario, ...]:
        return (self.base, *self.others)

    def study(self) -> dict[str, Any]:
        """What makes it this comparison and no other: all but the number of cases."""
        return {
            "schema": SCHEMA,
            "kept": KEPT,
            "base": [self.base.name, self.base.key],
            "others": [[one.name, one.key] for one in self.others],
            "settings": plain(self.settings),
            "ensemble": self.ensemble.name,
            "reuse": self.reuse,
            "data": self.data,
            **self.made_with,
        }

    def jobs(self) -> Iterator[Job]:
        """Case after case, so that an interrupted comparison has whole cases."""
        for case in self.cases:
            for policy in self.scenarios:
                yield self.job(policy, case)

    def job(self, policy: PolicyScenario, case: Case) -> Job:
        """The run of a scenario under a case."""
        known = (policy.name, policy.key, case)
        if known not in self.jobs_known:
            self.jobs_known[known] = self._job(policy, case)
        return self.jobs_known[known]

    def _job(self, policy: PolicyScenario, case: Case) -> Job:
        spec = self.specification(policy, case)
        start = self.start_of(spec)
        about = self.about(spec, start)
        return Job(policy.name, case, spec, start, sha256(about), about)

    def specification(self, policy: PolicyScenario, case: Case) -> Specification:
        """A scenario under a case. A parameter the scenario sets itself is no matter of doubt."""
        settings = self.settings
        values = {name: v for name, v in self.ensemble.member(case.member).items() if name not in policy.parameters}
        return Specification(
            policy=policy,
            seed=case.seed,
            sample=settings.sample,
            towns=settings.towns,
            start=settings.start,
            end=settings.end,
            population_seed=settings.population_seed,
            parameters=values,
            world=settings.world,
        )

    def start_of(self, spec: Specification) -> Specification:
        """The run's settled start: at central parameters when it is shared, else at its member's own.

        Measures do not reach it, nor do shocks that come after it.
        """
        first = parse_quarter(spec.start)
        before = {name: path for name, path in spec.policy.shocks.items() if min(path) < first}
        policy = replace(spec.policy, levers=Frozen(), budgets=Frozen(), shocks=Frozen(before))
        return replace(
            spec, policy=policy, seed=0, parameters={} if self.settings.starts == "shared" else spec.parameters
        )

    def about(self, spec: Specification, start: Specification) -> dict[str, Any]:
        """All that decides the run: its key is the hash of this."""
        from_start = {"scenario": start.policy.key, "parameters": dict(start.parameters)}
        return plain(  # type: ignore[return-value]
            spec.content()
            | {"kept": KEPT, "start": from_start, "data": self.data}
            | ({} if self.reuse else {"run_as": spec.policy.name})
            | dict(self.made_with)
        )

    def described(self) -> list[dict[str, Any]]:
        """The scenarios as compare.json tells them."""
        return [
            {
                "id": one.name,
                "title": dict(one.title),
                "author": one.author,
                "key": one.key,
                "content": scenario_file(one) | series_of(one),
            }
            for one in self.scenarios
        ]


def series_of(policy: PolicyScenario) -> dict[str, str]:
    """Where the comparison keeps a scenario's own series: a file named after its content."""
    if policy.series is None:
        return {}
    path = Path(policy.series)
    return {"series": f"{file_sha256(path)[:16]}{path.suffix.lower()}"}


def check_scenarios(base: PolicyScenario, others: Sequence[PolicyScenario]) -> None:
    """Every scenario once, and something to compare the base with."""
    if not others:
        raise InputError(
            "nothing to compare the base with", zh="缺少对照之外的方案", field="SCENARIO", allowed="one at least"
        )
    seen = {base.name: "base"}
    for one in others:
        if one.name not in seen:
            seen[one.name] = "other"
            continue
        if seen[one.name] == "base" and one.key == base.key:
            text = ("the base is among the scenarios compared with it", "对照方案不能同时作为被比较方案")
        else:
            text = ("two scenarios have the same name", "方案名称重复")
        raise InputError(text[0], zh=text[1], field="SCENARIO", found=one.name, allowed="each name once")
