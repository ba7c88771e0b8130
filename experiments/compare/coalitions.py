"""Scenarios made of parts of another: without one article, or with some groups of articles only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from analysis.contributions import GROUPS, LEAVE_ONE_OUT, SHAPLEY, coalitions, group_of
from scenarios.errors import InputError
from scenarios.frozen import Frozen

if TYPE_CHECKING:
    from scenarios.policy import PolicyScenario

METHODS = ("none", LEAVE_ONE_OUT, SHAPLEY)


@dataclass(frozen=True)
class Coalitions:
    """`policies`: by what is in force (Shapley) or left out (leave-one-out)."""

    method: str
    scenario: str
    policies: Mapping[tuple[str, ...], PolicyScenario]
    labels: Mapping[str, tuple[str, str]]


def coalitions_of(policy: PolicyScenario, method: str) -> Coalitions:
    """The runs a method needs. Groups of which the scenario sets no measure contribute nothing and need none."""
    articles = articles_of(policy)
    if not articles:
        raise InputError(
            "this scenario sets no measure that could contribute",
            zh="该方案未设置任何政策措施",
            field="--contributions",
            found=policy.name,
        )
    if method == LEAVE_ONE_OUT:
        names = {f"article_{article:02d}": article for article in sorted(set(articles.values()))}
        made = {(): policy}
        made |= {
            (name,): _only(policy, {a for a in articles.values() if a != article}, f"without-{name}")
            for name, article in names.items()
        }
        labels = {name: (f"第{article}条", f"article {article}") for name, article in names.items()}
        return Coalitions(method, policy.name, made, labels)
    groups = [name for name in GROUPS if name in {group_of(article) for article in articles.values()}]
    made = {
        one: _only(policy, {a for g in one for a in GROUPS[g][0]}, "+".join(one) or "nothing")
        for one in coalitions(groups)
    }
    labels = {name: (GROUPS[name][2], GROUPS[name][1]) for name in groups}
    return Coalitions(method, policy.name, made, labels)


def articles_of(policy: PolicyScenario) -> dict[str, int]:
    """Article of every measure of the Decision the scenario sets to something else than neutral."""
    from scenarios.cards import cards

    known = cards()
    return {
        lever: article
        for lever, path in policy.levers.items()
        if (article := known[lever].article) is not None and any(value != known[lever].neutral for _, value in path)
    }


def _only(policy: PolicyScenario, articles: set[int], name: str) -> PolicyScenario:
    """The scenario with the measures of these articles only, changes of national law in any case; without measures no
    budget is left to bind."""
    from scenarios.cards import cards

    known = cards()
    levers = {lever: path for lever, path in policy.levers.items() if known[lever].article in {*articles, None}}
    budgets = policy.budgets if levers else Frozen()
    return replace(policy, name=f"{policy.name}~{name}", levers=Frozen(levers), budgets=budgets)
