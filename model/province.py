"""The province: the quarter as a list of phases, and the agents they act on.

Read PHASES first: it is the order of events. Each phase is a file of its own in `model/phases`.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable
from types import SimpleNamespace

import mesa
import numpy as np

from model.agents import ColumnAgents, sets_of
from model.columns import Columns, hold_freed_memory
from model.draws import Draws
from model.fields import CONTRACT, KINDS_OF_BODY, KINDS_OF_PLATFORM, LEVELS, LISTED
from model.firms import FirmSet
from model.interventions import intervene
from model.interventions.declared import Treatment
from model.ledger import INSTRUMENTS, SECTORS, Ledger
from model.mediators import Mediators
from model.parameters import grouped
from model.phases.allocate_public_money import allocate_public_money
from model.phases.assess_and_designate import assess_and_designate
from model.phases.choose_services import choose_services
from model.phases.enter_exit_move import enter_exit_move
from model.phases.form_expectations import form_expectations
from model.phases.hire_and_train import hire_and_train
from model.phases.invest_and_adopt import invest_and_adopt
from model.phases.observe import observe
from model.phases.produce import produce
from model.phases.search import search
from model.phases.seek_finance import seek_finance
from model.phases.sell import sell
from model.phases.set_terms import set_terms
from model.phases.settle import settle
from model.phases.spill_over import spill_over
from model.quarter import format_quarter, parse_quarter
from model.start.focus import focus
from model.start.settled import settled_start
from model.sums import group_sums, group_sums_of_many, only_rows
from model.surroundings import Surroundings
from model.tallies import Tallies

SECTOR_OF_KIND: dict[str, str] = dict(
    zip(
        KINDS_OF_BODY,
        (
            "banks",
            "guarantors",
            "venture_funds",
            "micro_lenders",
            "mutual_circles",
            "bond_desk",
            "informal_lenders",
        ),
        strict=True,
    )
)
AROUND = 0.1  # sample of the firms around towns that are run at 1:1

PHASES: tuple[Callable[[Province], None], ...] = (
    set_terms,  # measures in force become the terms each agent faces
    allocate_public_money,  # envelopes, applications, selection, lags
    form_expectations,  # sales, machines and research the firm plans for
    choose_services,  # firms ask platforms; platforms serve up to capacity and decide on themselves
    seek_finance,  # own cash, bank, guarantee, circle, bond, venture, micro-loan, informal
    hire_and_train,  # wages, vacancies, training, moves between towns
    search,  # innovate, imitate, find partners, file patents
    invest_and_adopt,  # machines in lumps, computer control, software
    produce,  # output within capacity; cost and price
    sell,  # shares of the markets adjust; customers come and go
    settle,  # wages, inputs, fees, interest, taxes, dividends: all through the ledger
    enter_exit_move,  # closures and their losses, new firms, moves
    assess_and_designate,  # once a year
    spill_over,  # what neighbours learn
    observe,  # declared outputs, nothing else
)


class Province(ColumnAgents, mesa.Model):
    """Towns, firms, platforms, financing bodies and governments of one province under one policy.

    `policy` has `measures` (tuple of model.terms.Measure) and `given(world, parameters)`; everything else is a number
    or a name, so a run is rebuilt from its keyword arguments alone. `towns` (row numbers) runs those towns at 1:1 with
    their `surroundings` held fixed; with `record_surroundings` instead, the whole province runs (these at 1:1, the
    others by sample) and `surroundings.recorded` is what a run of the towns takes. `still` is the world without
    draws of the steady-state
    tests; `environment="constant"` freezes every outside series at the start.
    """

    def __init__(
        self,
        policy,
        *,
        rng: int = 1,
        sample: float = 1.0,
        towns: Iterable[int] | None = None,
        start: str = "2012Q1",
        end: str = "2017Q4",
        population_seed: int = 0,
        parameters: dict[str, float] | None = None,
        world: str = "guangdong",
        surroundings: dict[str, np.ndarray] | None = None,
        record_surroundings: bool = False,
        environment: str = "given",
        still: bool = False,
        keep_firms: Iterable[str] = (),
        follow: Iterable[int] = (),
        muted_account: str | None = None,
        state: SimpleNamespace | None = None,
        settled: bool = True,
    ):
        super().__init__(rng=rng)
        self.policy = policy
        self.seed_of_draws = int(rng)
        self.sample = float(sample)
        self.first_quarter = parse_quarter(start)
        self.last_quarter = parse_quarter(end)
        given = policy.given(world, parameters or {})
        if record_surroundings and towns is None:
            raise ValueError("surroundings are recorded for chosen towns: name them")
        if towns is not None:
            towns = tuple(sorted(int(town) for town in towns))
            if surroundings is None and not record_surroundings:
                raise ValueError("a run of chosen towns needs the surroundings recorded in a run of the whole province")
            self.sample = sample = min(sample, AROUND) if not given.small else 1.0
        if state is None:
            state = settled_start(
                policy, given, population_seed=population_seed, sample=sample, towns=towns, start=self.first_quarter
            )
        inside = None
        if towns is not None:
            inside = np.zeros(len(state.tables["town"]), bool)
            inside[list(towns)] = True
            if surroundings is not None:
                state = focus(state, inside)
        self.near = near = state.anchor.near  # towns by towns, weights of distance
        if inside is not None and surroundings is not None:
            # what towns see of others is asked of the chosen ones only, who leaves of those from where they are reached
            state.anchor.near = only_rows(near, inside)
            self.near = only_rows(near, near @ inside.astype(float) > 0)
        self.near_turned = self.near.T  # as seen from where one arrives
        self.given = given if environment == "given" else given.constant(self.first_quarter - 1)
        self.parameters = grouped(given.parameters)
        self.industries = given.industries
        self.measures = tuple(policy.measures)
        self.place_of_measure = {measure.id: place for place, measure in enumerate(self.measures)}
        self.draws = Draws(self.seed_of_draws, still=still)
        self.still = still
        self.quarter = self.first_quarter

        self.firm = state.tables["firm"]
        self.town = state.tables["town"]
        self.platform = state.tables["platform"]
        self.body = state.tables["body"]
        self.university = state.tables["university"]
        self.government = state.tables["government"]
        self.household = state.tables["household"]
        self.outside = state.tables["outside"]
        self.anchor = state.anchor
        self.town_names = state.town_names
        self.carried = dict(state.carried)
        hold_freed_memory()
        self.firm.make_room()
        self.firms = FirmSet(self, self.firm)
        self.sets = sets_of(self, self.tables_by_name())

        self.whole_province = surroundings is None
        self.inside = inside if inside is not None and surroundings is not None else np.ones(len(self.town), bool)
        self.surroundings = Surroundings(len(self.town), record_surroundings, surroundings, inside)
        self.ledger = Ledger(muted=muted_account)
        self.memo = SimpleNamespace()  # what phases hand on within a quarter
        self.mediators = Mediators()
        self.awards: dict[str, Columns] = {}  # what firms hold, by term
        self.contracts = Columns(CONTRACT)  # running grants that platforms have been promised
        self.town_places: dict[str, Columns] = {}  # towns in a programme, by its name
        self.paid_for_licences: dict[tuple[str, int], float] = {}  # (lever, year) -> wan yuan
        self.award_tags: list[str] = []  # levers that have granted any, as numbered in the awards
        self.granted_before = np.zeros(0, np.int64), np.zeros(0)  # firms (uid), share of their R&D paid last quarter
        self.memberships: dict[str, Columns] = {}  # what firms have joined, by name
        self.facilities: dict[str, Columns] = {}  # what towns have set up with the help of measures, by kind
        self.network_levers: dict[str, np.ndarray] = {}  # towns (rows) whose network office a lever pays for
        self.pledges: dict[str, Columns] = {}  # loans on pledges and without collateral, by term
        self.stakes: dict[str, np.ndarray] = {}  # the public's part of each body's own capital (share), by lever
        self.listed = Columns(LISTED)  # firms whose shares are listed
        self.status_helped: dict[int, str] = {}  # firms with a status they would not have asked for (uid), lever
        self.treatments: tuple[Treatment, ...] = ()  # of a trial, set on a fork of the province
        self.terms_known: dict = {}  # by the values of the measures, see set_terms
        self.keep_firms = tuple(keep_firms)
        self.follow = tuple(int(uid) for uid in follow)
        self.records: dict[str, list] = {"province": [], "towns": [], "firms": [], "followed": [], "bodies": []}
        self.spent_of_budget: dict[tuple[str, int], float] = {}  # (payer, year) -> wan yuan decided on new measures
        self.births_and_deaths: list[tuple[float, float]] = []  # firms opened and closed, by quarter
        self.settled = settled  # false in the burn-in: platforms do not close, nobody is designated
        self.running = True
        self.reach_known: tuple[tuple[int, int], tuple] | None = None  # (state of the platforms, who is near whom)
        self.bodies_known: dict[str, tuple[int, np.ndarray]] = {}  # by kind: (version of the table, rows)

    def tables_by_name(self) -> dict:
        """The tables of agents by name."""
        names = ("firm", "town", "platform", "body", "university", "government", "household", "outside")
        return {name: getattr(self, name) for name in names}

    # ---- time

    def step(self) -> None:
        """One quarter: every phase in order, then the accounts are checked."""
        self.ledger.open(self.quarter, self.positions())
        self.memo = SimpleNamespace(fees=np.zeros(len(self.firm)), tallies=Tallies(len(self.town)))
        self.government.revenue = 0.0
        self.government.programmes = 0.0
        self.household.income = 0.0
        for phase in PHASES:
            phase(self)
            intervene(self, phase.__name__)
        self.ledger.check(self.positions())
        self.surroundings.close_quarter(self.quarter, self.town)
        self.quarter += 1
        self.running = self.quarter <= self.last_quarter

    def run(self, progress: Callable[[int, int, int], None] | None = None) -> Province:
        """All quarters to the end; `progress(quarter, done, total)` after each."""
        total = self.last_quarter - self.first_quarter + 1
        while self.quarter <= self.last_quarter:
            self.step()
            if progress is not None:
                progress(self.quarter - 1, self.quarter - self.first_quarter, total)
        return self

    def fork(self) -> Province:
        """An independent copy in the same state."""
        return copy.deepcopy(self)

    def __deepcopy__(self, memo: dict) -> Province:
        twin = type(self).__new__(type(self))
        memo[id(self)] = twin
        shared = {"policy", "given", "industries", "measures", "parameters"}
        for name, value in self.__dict__.items():
            twin.__dict__[name] = value if name in shared else copy.deepcopy(value, memo)
        return twin

    @property
    def quarter_name(self) -> str:
        return format_quarter(self.quarter)

    def through(self, place: str, value, neutral=None):
        """What a measure does, at the place where it meets behaviour (see model.mediators)."""
        return self.mediators.through(self.quarter, place, value, neutral)

    # ---- sums phases share

    def by_town(self, values: np.ndarray) -> np.ndarray:
        """Weighted sum of a firm quantity by town, shape (towns,)."""
        return group_sums(self.firm.town, values, self.firm.weight, len(self.town))

    def by_town_of(self, rows: np.ndarray, values: np.ndarray) -> np.ndarray:
        """The same when the quantity (one entry a firm) is nothing but at some rows, given in order."""
        f = self.firm
        return np.bincount(f.town[rows], weights=values[rows] * f.weight[rows], minlength=len(self.town))

    def firms_by_town(self) -> np.ndarray:
        """Number of firms by town, shape (towns,)."""
        return self.by_town(np.ones(len(self.firm)))

    def many_by_town(self, *columns: np.ndarray) -> np.ndarray:
        """Weighted sums of several firm quantities (float64) by town, shape (columns, towns)."""
        return group_sums_of_many(self.firm.town, columns, self.firm.weight, len(self.town))

    def by_industry(self, values: np.ndarray) -> np.ndarray:
        """Weighted sum of a firm quantity by industry, shape (industries,)."""
        return group_sums(self.firm.industry, values, self.firm.weight, self.industry_count)

    def by_cell(self, values: np.ndarray) -> np.ndarray:
        """Weighted sum of a firm quantity by town and industry, shape (towns, industries)."""
        cells = group_sums(self.firm.cell, values, self.firm.weight, len(self.town) * self.industry_count)
        return cells.reshape(len(self.town), self.industry_count)

    def many_by_cell(self, *columns: np.ndarray) -> np.ndarray:
        """Weighted sums of several firm quantities (float64) by cell, shape (columns, towns, industries)."""
        shape = (len(self.town), self.industry_count)
        sums = group_sums_of_many(self.firm.cell, columns, self.firm.weight, shape[0] * shape[1])
        return sums.reshape(len(columns), *shape)

    def by_bank(self, values: np.ndarray) -> np.ndarray:
        """Weighted sum of a firm quantity by its bank, shape (bodies,)."""
        return group_sums(self.firm.bank, values, self.firm.weight, len(self.body))

    def by_body(self, kind: str, values: np.ndarray) -> np.ndarray:
        """Weighted sum of a firm quantity by the body of a kind that serves its town, shape (bodies,)."""
        return self.bodies_serving(kind, self.by_town(values))

    def bodies_serving(self, kind: str, by_town: np.ndarray) -> np.ndarray:
        """Sum of a quantity given by town by the body of a kind that serves the town, shape (bodies,)."""
        return np.bincount(getattr(self.town, kind), weights=by_town, minlength=len(self.body))

    @property
    def industry_count(self) -> int:
        return len(self.industries["id"])

    def bodies(self, kind: str) -> np.ndarray:
        """Rows of the financing bodies of a kind."""
        known = self.bodies_known.get(kind)
        if known is None or known[0] != self.body.version:
            rows = np.flatnonzero(self.body.kind == KINDS_OF_BODY.index(kind))
            known = self.bodies_known[kind] = self.body.version, rows
        return known[1]

    def platform_of(self) -> np.ndarray:
        """Row of the platform of each kind in each town, -1 none, shape (towns, kinds)."""
        table = np.full((len(self.town), len(KINDS_OF_PLATFORM)), -1, np.int64)
        table[self.platform.town, self.platform.kind] = np.arange(len(self.platform))
        return table

    # ---- accounts

    def positions(self) -> np.ndarray:
        """Positions measured from the agents' columns, shape (instruments, sectors), wan yuan."""
        f, body, w = self.firm, self.body, self.firm.weight
        held = np.zeros((len(INSTRUMENTS), len(SECTORS)))
        row = {name: index for index, name in enumerate(INSTRUMENTS)}
        column = {name: index for index, name in enumerate(SECTORS)}
        deposits = held[row["deposits"]]
        deposits[column["households"]] = self.household.cash.sum()
        deposits[column["firms"]] = w @ f.cash
        deposits[column["local_producers"]] = self.town.local_deposits.sum()
        deposits[column["platforms"]] = self.platform.cash.sum()
        deposits[column["universities"]] = self.university.cash.sum()
        loans = np.bincount(body.kind, weights=body.loans, minlength=len(KINDS_OF_BODY))
        cash = np.bincount(body.kind, weights=body.cash, minlength=len(KINDS_OF_BODY))
        equity = np.bincount(body.kind, weights=body.equity, minlength=len(KINDS_OF_BODY))
        borrowed = np.bincount(body.kind, weights=body.borrowed, minlength=len(KINDS_OF_BODY))
        for index, kind in enumerate(KINDS_OF_BODY):
            if kind == "bank":
                deposits[column["banks"]] = -(loans[index] - equity[index])
            else:
                deposits[column[SECTOR_OF_KIND[kind]]] = cash[index]
        levels = ("centre", "province", "cities", "counties", "towns")
        by_level = np.bincount(self.government.level, weights=self.government.cash, minlength=len(LEVELS))
        for index, name in enumerate(levels):
            deposits[column[name]] = by_level[index]
        deposits[column["rest_of_province"]], deposits[column["world"]] = self.outside.cash
        for instrument, kind, debt in (
            ("bank_loans", "bank", f.debt_bank),
            ("micro_loans", "micro_lender", f.debt_micro),
            ("bonds", "bond_desk", f.debt_bond),
            ("informal_loans", "informal_lender", f.debt_informal),
            ("venture_equity", "venture_fund", f.equity_venture),
        ):
            held[row[instrument], column[SECTOR_OF_KIND[kind]]] = loans[KINDS_OF_BODY.index(kind)]
            held[row[instrument], column["firms"]] = -(w @ debt)
        savings = held[row["savings"]]
        savings[column["households"]] = self.household.savings.sum()
        for kind in ("informal_lender", "bond_desk"):
            savings[column[SECTOR_OF_KIND[kind]]] = -borrowed[KINDS_OF_BODY.index(kind)]
        held[row["trade_credit"], column["firms"]] = w @ f.receivables - w @ f.payables
        outside = held[row["trade_credit_outside"]]
        outside[column["firms"]] = w @ f.receivables_outside - w @ f.payables_outside
        net = self.outside.receivables - self.outside.payables
        outside[column["rest_of_province"]], outside[column["world"]] = net
        return held
