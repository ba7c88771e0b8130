"""Everyone else by name, towns to the World, and what makes Mesa see agents whose state is columns.

Mesa knows agents that registered one by one; 300,000 firms do not. `ColumnAgents` answers Mesa's three questions (which
agents, which kinds, who of a kind) from the tables, and DataCollector, agent-set verbs and SolaraViz work as usual.
"""

from __future__ import annotations

from collections.abc import Mapping

from mesa import Model
from mesa.agentset import AbstractAgentSet

from model.agentset import ColumnSet
from model.columns import Columns
from model.everyone import AllAgents
from model.fields import KINDS_OF_BODY, KINDS_OF_PLATFORM, LEVELS, TABLES
from model.firms import FirmSet
from model.rowagent import RowAgent

NUMBERS = {name: number for number, name in enumerate(TABLES)}


class Town(RowAgent):
    """A town, specialised or a candidate."""

    word, table_number = "town", NUMBERS["town"]


class Platform(RowAgent):
    """A public service platform of one of the nine kinds; it may close."""

    word, table_number = "platform", NUMBERS["platform"]

    @property
    def kind_name(self) -> str:
        """Which of the nine kinds (word)."""
        return KINDS_OF_PLATFORM[self.kind]


class FinancingBody(RowAgent):
    """Who lends to firms, insures their loans or buys into them."""

    word, table_number = "financing body", NUMBERS["body"]


class Bank(FinancingBody):
    """A bank's business in one city."""

    word, only = "bank", ("kind", KINDS_OF_BODY.index("bank"))


class Guarantor(FinancingBody):
    """A guarantee company."""

    word, only = "guarantor", ("kind", KINDS_OF_BODY.index("guarantor"))


class VentureFund(FinancingBody):
    """A venture or guidance fund."""

    word, only = "venture fund", ("kind", KINDS_OF_BODY.index("venture_fund"))


class MicroLender(FinancingBody):
    """A micro-loan company."""

    word, only = "micro-lender", ("kind", KINDS_OF_BODY.index("micro_lender"))


class MutualCircle(FinancingBody):
    """A circle of firms that guarantee each other's loans."""

    word, only = "mutual circle", ("kind", KINDS_OF_BODY.index("mutual_circle"))


class BondDesk(FinancingBody):
    """The desk that sells pooled bonds of small firms."""

    word, only = "bond desk", ("kind", KINDS_OF_BODY.index("bond_desk"))


class InformalLender(FinancingBody):
    """The informal lenders of one town."""

    word, only = "informal lender", ("kind", KINDS_OF_BODY.index("informal_lender"))


class University(RowAgent):
    """A university or institute."""

    word, table_number = "university", NUMBERS["university"]


class Government(RowAgent):
    """A government of one of the five levels."""

    word, table_number = "government", NUMBERS["government"]


class Centre(Government):
    """The central government."""

    word, only = "central government", ("level", LEVELS.index("centre"))


class ProvinceGovernment(Government):
    """The government of the province."""

    word, only = "provincial government", ("level", LEVELS.index("province"))


class City(Government):
    """The government of a city."""

    word, only = "city government", ("level", LEVELS.index("city"))


class County(Government):
    """The government of a county or district."""

    word, only = "county government", ("level", LEVELS.index("county"))


class TownGovernment(Government):
    """The government of a town."""

    word, only = "town government", ("level", LEVELS.index("town"))


class Household(RowAgent):
    """The households of one town."""

    word, table_number = "household", NUMBERS["household"]


class Outside(RowAgent):
    """What lies beyond the towns."""

    word, table_number = "outside", NUMBERS["outside"]


class RestOfProvince(Outside):
    """The province outside the simulated towns."""

    word, only = "rest of the province", ("uid", 0)


class World(Outside):
    """The rest of the country and of the world."""

    word, only = "rest of the world", ("uid", 1)


BODIES = (Bank, Guarantor, VentureFund, MicroLender, MutualCircle, BondDesk, InformalLender)  # as KINDS_OF_BODY
GOVERNMENTS = (Centre, ProvinceGovernment, City, County, TownGovernment)  # as LEVELS
KINDS: Mapping[type[RowAgent], str] = {  # agent class: the table it is a row of
    Town: "town",
    Platform: "platform",
    **dict.fromkeys(BODIES, "body"),
    University: "university",
    **dict.fromkeys(GOVERNMENTS, "government"),
    Household: "household",
    RestOfProvince: "outside",
    World: "outside",
}


def sets_of(model: Model, tables: Mapping[str, Columns]) -> dict[type, ColumnSet]:
    """A live set for every kind of agent but firms, over a model's tables (sets by agent class)."""
    return {kind: ColumnSet(model, tables[name], agent_class=kind) for kind, name in KINDS.items() if name in tables}


class ColumnAgents:
    """Mixed into a `mesa.Model`, before it: its agents are `self.firms` and `self.sets`, and who registered besides."""

    firms: FirmSet
    sets: dict[type, ColumnSet]

    @property
    def agents_by_type(self) -> dict[type, AbstractAgentSet]:
        """The set of each kind of agent (sets by agent class)."""
        own = self.__dict__
        firms = {own["firms"].agent_class: own["firms"]} if "firms" in own else {}
        return {**firms, **own.get("sets", {}), **own.get("_agents_by_type", {})}

    @property
    def agent_types(self) -> list[type]:
        """Every kind of agent in the model."""
        return list(self.agents_by_type)

    @property
    def agents(self) -> AllAgents:
        """Every agent of the model, kind by kind."""
        return AllAgents(self.agents_by_type, self.random)  # type: ignore[attr-defined]
