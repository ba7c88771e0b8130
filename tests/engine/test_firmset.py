"""Agent sets over columns: Mesa's verbs, selections that survive entry and exit, and Mesa's own tools."""

import copy
import pickle
import random

import mesa
import numpy as np
import pytest
from mesa.agentset import AbstractAgentSet
from mesa.datacollection import DataCollector

from model.agents import KINDS, Bank, City, ColumnAgents, Government, Guarantor, Platform, Town, World, sets_of
from model.agentset import ColumnSet
from model.columns import Columns
from model.everyone import ViewList
from model.fields import KINDS_OF_BODY, LEVELS, TABLES
from model.firms import Firm, FirmSet

FIRMS = 12


class Small(ColumnAgents, mesa.Model):
    """Twelve firms in three towns with one body of each kind: firm i has cash i and weight 1 or 3."""

    def __init__(self, rng=1):
        super().__init__(rng=rng)
        sizes = {"firm": FIRMS, "town": 3, "platform": 2, "body": 7, "government": 5, "outside": 2}
        self.tables = {name: Columns(fields, sizes.get(name, 1)) for name, fields in TABLES.items()}
        firm = self.tables["firm"]
        firm.cash = np.arange(FIRMS)
        firm.town = np.arange(FIRMS) % 3
        firm.industry = np.arange(FIRMS) // 6
        firm.weight = np.where(np.arange(FIRMS) < 6, 1, 3)
        firm.staff_production, firm.staff_research = 10, 2
        self.tables["town"].gdp = [100.0, 200.0, 300.0]
        self.tables["body"].kind = np.arange(len(KINDS_OF_BODY))
        self.tables["body"].equity = np.arange(len(KINDS_OF_BODY)) + 50
        self.tables["government"].level = np.arange(len(LEVELS))
        self.firms = FirmSet(self, firm)
        self.sets = sets_of(self, self.tables)

    def step(self):
        self.firms.cash += 1
        self.tables["firm"].keep(self.firms.cash != 3)  # firm 2 closes in the first quarter
        self.tables["firm"].append(1, cash=100.0)


@pytest.fixture
def model():
    return Small()


@pytest.fixture
def firms(model):
    return model.firms


def uids(agents):
    return [agent.uid for agent in agents]


def test_columns_are_read_and_written_through_the_set(firms):
    assert firms.cash.tolist() == list(range(FIRMS))
    firms.cash += 1
    firms.cash[0] = 50.0
    firms.set("debt_bank", np.arange(FIRMS)).set("town", 2)
    assert firms.table.cash[:3].tolist() == [50.0, 2.0, 3.0]
    assert firms.get("debt_bank").tolist() == list(range(FIRMS))
    assert set(firms.town.tolist()) == {2}


def test_get_returns_an_array_of_ones_own(firms):
    cash = firms.get("cash")
    cash[0] = 99.0
    assert firms.cash[0] == 0.0
    both = firms.get(["cash", "town"])
    assert both.shape == (FIRMS, 2)
    assert both[4].tolist() == [4.0, 1.0]
    assert firms.get("staff").tolist() == [12.0] * FIRMS
    assert firms.get("unique_id").tolist() == uids(firms)


def test_a_name_that_is_no_column_is_refused_with_the_nearest(firms):
    for attempt in (
        lambda: firms.cahs,
        lambda: firms.get("cahs"),
        lambda: firms.agg("cahs", sum),
        lambda: setattr(firms, "cahs", 1),
        lambda: firms.view(1).cahs,
        lambda: setattr(firms.view(1), "cahs", 1),
    ):
        with pytest.raises(AttributeError, match="nearest is 'cash'"):
            attempt()
    with pytest.raises(AttributeError):
        firms.append  # noqa: B018  # a word of the table is not a column of the firms
    assert firms.get("cahs", handle_missing="default", default_value=-1).tolist() == [-1] * FIRMS
    with pytest.raises(ValueError, match="handle_missing"):
        firms.get("cash", handle_missing="maybe")


def test_select_by_mask_by_function_by_number_and_by_type(firms):
    assert uids(firms.select(mask=firms.town == 1)) == [1, 4, 7, 10]
    assert uids(firms.select(lambda firm: firm.cash > 8)) == [9, 10, 11]
    assert uids(firms.select(lambda firm: firm.cash > 2, at_most=2, mask=firms.town == 1)) == [4, 7]
    assert uids(firms.select(at_most=3)) == [0, 1, 2]
    assert uids(firms.select(at_most=0.5)) == [0, 1, 2, 3, 4, 5]
    assert len(firms.select(agent_type=Firm)) == FIRMS
    assert len(firms.select(agent_type=Town)) == 0
    assert isinstance(firms.select(at_most=3), FirmSet)
    with pytest.raises(ValueError, match="mask needs 12 booleans"):
        firms.select(mask=np.arange(FIRMS))


def test_a_selection_of_a_selection_keeps_to_it(firms):
    rich = firms.select(mask=firms.cash > 5)
    assert firms.view(7) in rich
    assert uids(rich.select(mask=rich.town == 0)) == [6, 9]
    assert firms.view(7) not in rich.select(mask=rich.town == 0)
    kept = rich.select(mask=rich.town == 0, inplace=True)
    assert kept is rich
    assert uids(rich) == [6, 9]


def test_the_models_own_set_is_not_changed_in_place(model, firms):
    for attempt in (
        lambda: firms.select(mask=firms.town == 0, inplace=True),
        lambda: firms.shuffle(inplace=True),
        lambda: firms.discard(firms.view(1)),
        lambda: model.sets[Town].sort("gdp", inplace=True),
        lambda: model.agents.select(agent_type=Firm, inplace=True),
    ):
        with pytest.raises(ValueError, match="stay"):
            attempt()
    assert len(firms) == FIRMS


def test_a_selection_survives_exit_and_entry(firms):
    some = firms.select(mask=firms.town == 1)
    firms.table.keep(firms.uid != 4)
    firms.table.append(2, town=1, cash=77.0)
    assert uids(some) == [1, 7, 10]
    assert some.cash.tolist() == [1.0, 7.0, 10.0]
    some.set("cash", [5.0, 6.0, 7.0])
    assert firms.table.cash[firms.table.rows_of([1, 7, 10])].tolist() == [5.0, 6.0, 7.0]
    assert firms.cash.sum() == 0 + 2 + 3 + 5 + 6 + 8 + 9 + 11 + 5 + 6 + 7 + 77 * 2
    assert len(firms) == FIRMS + 1


def test_writing_into_a_copy_is_refused_rather_than_lost(firms):
    some = firms.select(at_most=3)
    with pytest.raises(ValueError, match="read-only"):
        some.cash[0] = 9.0
    some.cash = some.cash + 1
    assert firms.cash[:4].tolist() == [1.0, 2.0, 3.0, 3.0]
    with pytest.raises(ValueError, match="needs one value or 3"):
        some.set("cash", [1.0, 2.0])
    with pytest.raises(AttributeError, match="for ever"):
        some.set("uid", 5)


def test_aggregates_of_rows_and_of_the_firms_they_stand_for(firms):
    assert firms.agg("cash", sum) == 66
    assert firms.agg("cash", [min, max, np.mean, len]) == [0, 11, 5.5, 12]
    low, high = sum(range(6)), sum(range(6, 12))
    assert firms.agg("cash", sum, weighted=True) == low + 3 * high
    assert firms.agg("cash", np.mean, weighted=True) == (low + 3 * high) / 24
    assert firms.agg("cash", len, weighted=True) == 24
    assert firms.agg("cash", max, weighted=True) == 11
    spread = np.repeat(np.arange(12.0), [1] * 6 + [3] * 6)
    assert firms.agg("cash", np.std, weighted=True) == pytest.approx(spread.std())
    assert firms.agg("cash", np.median, weighted=True) == np.median(spread) == 7.5
    with pytest.raises(TypeError, match="ptp does not take weights"):
        firms.agg("cash", np.ptp, weighted=True)


@pytest.mark.parametrize("repeats", [[1, 1, 1, 1], [2, 1, 1, 2], [1, 1, 1, 3], [5, 1, 1, 1], [1, 2, 3, 4]])
def test_the_weighted_median_is_the_median_of_the_firms_written_out(firms, repeats):
    some = firms.select(mask=firms.uid < 4).set("cash", [3.0, 1.0, 4.0, 2.0]).set("weight", repeats)
    assert some.agg("cash", np.median, weighted=True) == np.median(np.repeat([3.0, 1.0, 4.0, 2.0], repeats))


def test_groups_by_column_by_two_by_function_and_by_labels(firms):
    towns = firms.groupby("town")
    assert towns.count() == {0: 4, 1: 4, 2: 4}
    assert towns.count(weighted=True) == {0: 8, 1: 8, 2: 8}
    assert towns.agg("cash", sum) == {0: 18, 1: 22, 2: 26}
    assert towns.agg("cash", sum, weighted=True) == {0: 3 + 3 * 15, 1: 5 + 3 * 17, 2: 7 + 3 * 19}
    assert towns.map(lambda group: uids(group))[1] == [1, 4, 7, 10]
    towns.do("set", "debt_bank", 4)
    assert firms.debt_bank.tolist() == [4.0] * FIRMS
    assert firms.groupby(["town", "industry"]).count() == {(t, i): 2 for t in range(3) for i in range(2)}
    assert firms.groupby(lambda firm: "rich" if firm.cash > 9 else "poor").count() == {"poor": 10, "rich": 2}
    assert firms.groupby(firms.cash > 9).agg("cash", sum) == {False: 45, True: 21}
    assert uids(firms.groupby("town", result_type="list").groups[2]) == [2, 5, 8, 11]
    assert firms.select(at_most=0).groupby("town").count() == {}
    with pytest.raises(ValueError, match="12 labels"):
        firms.groupby(np.arange(3))


def test_sorting_is_stable_and_largest_first_unless_told_otherwise(firms):
    firms.set("debt_bank", [3, 3, 9, 1, 0, 3, 2, 2, 2, 2, 9, 4])
    assert uids(firms.sort("debt_bank")) == [2, 10, 11, 0, 1, 5, 6, 7, 8, 9, 3, 4]
    assert uids(firms.sort("debt_bank", ascending=True)) == [4, 3, 6, 7, 8, 9, 0, 1, 5, 11, 2, 10]
    assert uids(firms.sort("cash"))[:2] == [11, 10]
    assert uids(firms.sort("town", ascending=True))[:5] == [0, 3, 6, 9, 1]
    assert uids(firms.sort("town"))[:5] == [2, 5, 8, 11, 1]
    assert uids(firms.sort(lambda firm: -firm.cash))[:2] == [0, 1]
    assert firms.sort("cash").get("cash").tolist() == list(range(11, -1, -1))


def test_shuffling_keeps_everyone_and_follows_the_models_seed(firms):
    shuffled = firms.shuffle()
    assert uids(shuffled) != uids(firms)
    assert sorted(uids(shuffled)) == uids(firms)
    assert uids(Small(rng=1).firms.shuffle()) == uids(shuffled)
    assert uids(Small(rng=2).firms.shuffle()) != uids(shuffled)
    met = []
    firms.shuffle_do(met.append)
    assert sorted(uids(met)) == uids(firms)
    assert uids(met) != uids(firms)


def test_functions_and_methods_are_called_agent_by_agent(firms):
    assert firms.map(lambda firm, plus: firm.cash + plus, 10)[:2] == [10.0, 11.0]
    assert firms.map("__repr__")[:2] == ["firm 0", "firm 1"]
    assert firms.do(lambda firm: setattr(firm, "cash", firm.cash * 2)) is firms
    assert firms.cash.tolist() == list(range(0, 2 * FIRMS, 2))


def test_who_was_closed_by_an_earlier_agent_is_not_called(firms):
    called = []

    def close_the_next(firm):
        called.append(firm.uid)
        firms.table.keep(firms.uid != firm.uid + 1)

    firms.do(close_the_next)
    assert called == [0, 2, 4, 6, 8, 10]


def test_a_view_is_the_firm_wherever_its_row_goes(firms):
    firm = firms.view(5)
    assert (firm.uid, firm.unique_id, firm.cash, firm.staff) == (5, 5, 5.0, 12.0)
    assert type(firm.cash) is float
    assert type(firm.town) is int
    assert isinstance(firm, mesa.Agent)
    firms.table.keep(firms.uid != 1)
    firm.cash = 55.5
    assert firms.cash.tolist()[3:6] == [4.0, 55.5, 6.0]
    assert firm.alive
    assert firm == firms.view(5)
    assert firm != firms.view(6)
    assert firm != Small().firms.view(5)
    assert len({firm, firms.view(5)}) == 1


def test_a_closed_firm_says_so(firms):
    firm = firms.view(5)
    firms.table.keep(firms.uid != 5)
    assert not firm.alive
    assert firm not in firms
    for attempt in (lambda: firm.cash, lambda: firm.staff, lambda: setattr(firm, "cash", 1)):
        with pytest.raises(AttributeError, match="firm 5 has closed"):
            attempt()
    with pytest.raises(KeyError, match="no firm 5"):
        firms.view(5)


def test_identity_is_for_ever_and_nobody_is_removed_by_hand(firms):
    for name in ("uid", "unique_id", "model"):
        with pytest.raises(AttributeError, match="for ever"):
            setattr(firms.view(3), name, 9)
    with pytest.raises(TypeError, match="rules of the model"):
        firms.view(3).remove()


def test_it_is_a_mesa_agent_set_and_built_like_one(model, firms):
    assert isinstance(firms, AbstractAgentSet)
    chosen = FirmSet([firms.view(4), firms.view(2), firms.view(4)], random.Random(1))
    assert uids(chosen) == [4, 2]
    assert chosen.cash.tolist() == [4.0, 2.0]
    assert len(FirmSet([], random=random.Random(1))) == 0
    assert list(FirmSet([], random.Random(1))) == []
    assert uids(FirmSet(model, firms.table, [3, 1])) == [3, 1]
    assert uids(FirmSet(model, firms.table, firms.town == 0)) == [0, 3, 6, 9]
    with pytest.raises(ValueError, match="not a firm of this table"):
        FirmSet([firms.view(1), Small().firms.view(2)], model.random)
    assert [type(agent) for agent in firms.to_list()] == [Firm] * FIRMS


def test_members_are_added_discarded_and_compared_as_in_a_set(firms):
    chosen = firms.select(at_most=2)
    chosen.add(firms.view(7))
    chosen.discard(firms.view(0))
    chosen.discard(firms.view(0))
    assert uids(chosen) == [1, 7]
    assert firms.view(7) in chosen
    assert firms.view(0) not in chosen
    with pytest.raises(KeyError):
        chosen.remove(firms.view(0))
    assert uids(chosen | firms.select(at_most=1)) == [1, 7, 0]
    assert uids(chosen & firms.select(mask=firms.cash > 5)) == [7]
    assert chosen == firms.select(mask=np.isin(firms.uid, [1, 7]))
    assert chosen != firms
    assert copy.copy(firms).whole


def test_each_kind_of_the_few_sees_its_own_rows(model):
    assert uids(model.agents_by_type[Bank]) == [0]
    assert model.sets[Guarantor].equity.tolist() == [51.0]
    model.sets[Guarantor].equity = 9.0
    assert model.tables["body"].equity.tolist() == [50.0, 9.0, 52.0, 53.0, 54.0, 55.0, 56.0]
    assert [agent.level for agent in model.sets[City]] == [LEVELS.index("city")]
    assert uids(model.sets[World]) == [1]
    model.tables["body"].append(1, kind=KINDS_OF_BODY.index("bank"), equity=8.0)
    assert model.sets[Bank].equity.tolist() == [50.0, 8.0]
    assert model.agents_by_type[Town].agg("gdp", sum) == 600


def test_a_platform_may_close(model):
    platform = model.sets[Platform].view(0)
    assert platform.kind_name == "productivity"
    model.tables["platform"].keep(np.array([False, True]))
    with pytest.raises(AttributeError, match="platform 0 has closed"):
        platform.cash  # noqa: B018


def test_no_column_hides_behind_a_word_of_mesa():
    for kind, table in {**KINDS, Firm: "firm"}.items():
        hidden = [field.name for field in TABLES[table] if field.name != "uid" and hasattr(kind, field.name)]
        assert hidden == [], kind
        hidden = [field.name for field in TABLES[table] if hasattr(ColumnSet, field.name)]
        assert hidden == [], kind


def test_all_agents_of_the_model_are_found_once_with_numbers_of_their_own(model):
    everyone = list(model.agents)
    assert len(everyone) == len(model.agents) == FIRMS + 3 + 2 + 7 + 1 + 5 + 1 + 2
    assert len({agent.unique_id for agent in everyone}) == len(everyone)
    assert model.agents.get("unique_id").tolist() == [agent.unique_id for agent in everyone]
    assert all(int(float(agent.unique_id)) == agent.unique_id for agent in everyone)
    assert {type(agent) for agent in everyone} <= set(model.agent_types)
    assert model.firms.view(3) in model.agents
    assert Small().firms.view(3) not in model.agents


def test_all_agents_are_selected_grouped_and_asked_as_in_mesa(model):
    assert model.agents.select(agent_type=Firm).agg("cash", sum) == 66
    governments = model.agents.select(agent_type=Government)
    assert len(governments) == 5
    assert [type(agent).__name__ for agent in governments][:2] == ["Centre", "ProvinceGovernment"]
    rich = model.agents.select(lambda agent: getattr(agent, "cash", 0) > 9)
    assert isinstance(rich, ViewList)
    assert uids(rich) == [10, 11]
    model.tables["firm"].keep(model.firms.uid != 10)
    assert uids(rich) == [11]
    assert model.agents.groupby(type).count()[Town] == 3
    assert model.agents.groupby(lambda agent: agent.word).count()["firm"] == FIRMS - 1
    assert sum(model.agents.map(lambda agent: 1)) == len(model.agents)
    assert sorted(map(repr, model.agents.shuffle())) == sorted(map(repr, model.agents))


def test_agents_a_user_registers_with_mesa_are_seen_too(model):
    class Observer(mesa.Agent):
        cash = 3.0

    observer = Observer(model)
    assert observer in model.agents
    assert Observer in model.agent_types
    assert list(model.agents_by_type[Observer]) == [observer]


def test_mesas_data_collector_reports_agents_that_enter_and_leave(model):
    collector = DataCollector(
        model_reporters={"cash": lambda m: float(m.firms.agg("cash", sum))},
        agenttype_reporters={Firm: {"cash": "cash", "staff": "staff"}, Government: {"level": "level"}},
    )
    collector.collect(model)
    for _ in range(2):
        model.step()
        collector.collect(model)
    frame = collector.get_agenttype_vars_dataframe(Firm)
    assert frame.loc[0, "cash"].tolist() == list(range(FIRMS))
    assert 2 not in frame.loc[1].index
    assert frame.loc[(1, 12), "cash"] == 100
    assert frame.loc[(2, 12), "cash"] == 101
    assert collector.get_agenttype_vars_dataframe(Government).loc[2, "level"].tolist() == [0, 1, 2, 3, 4]
    assert collector.get_model_vars_dataframe()["cash"].iloc[0] == 66
    together = DataCollector(agent_reporters={"word": lambda agent: agent.word})
    together.collect(model)
    assert len(together.get_agent_vars_dataframe()) == len(model.agents)


def test_a_deep_copy_and_a_pickle_of_a_set_keep_to_their_own_model(model):
    some = model.firms.select(mask=model.firms.town == 1)
    twin = copy.deepcopy(some)
    twin.cash = 0.0
    assert some.cash.tolist() == [1.0, 4.0, 7.0, 10.0]
    assert twin.model is not model
    assert twin.model.firms.table is twin.table
    view = pickle.loads(pickle.dumps(model.firms.table))
    assert view.cash.tolist() == model.firms.cash.tolist()
