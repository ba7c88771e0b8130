"""The economy as a Mesa model: collected, grouped, and on a page with Reset."""

from __future__ import annotations

import functools
import importlib.util
from pathlib import Path

import mesa
import numpy as np
import pytest
from mesa.datacollection import DataCollector

from model.agents import Bank, Town
from model.firms import Firm

PAGE = Path(__file__).resolve().parents[2] / "examples" / "mesa_page.py"


def collected(province, quarters: int) -> DataCollector:
    collector = DataCollector(
        model_reporters={"quarter": "quarter_name", "firms": lambda m: len(m.firms)},
        agenttype_reporters={Town: {"gdp": "gdp", "wage": "wage_production"}, Bank: {"equity": "equity"}},
    )
    for _ in range(quarters):
        province.step()
        collector.collect(province)
    return collector


def test_a_data_collector_reads_the_model_and_each_kind_of_agent(small) -> None:
    province = small()
    collector = collected(province, 3)
    frame = collector.get_model_vars_dataframe()
    assert frame["quarter"].tolist() == ["2012Q2", "2012Q3", "2012Q4"]  # the quarter to come
    assert frame["firms"].iloc[-1] == len(province.firms)
    towns = collector.get_agenttype_vars_dataframe(Town)
    assert len(towns) == 3 * 5
    np.testing.assert_array_equal(towns.loc[3]["gdp"].to_numpy(), province.town.gdp)
    assert len(collector.get_agenttype_vars_dataframe(Bank)) == 3 * len(province.bodies("bank"))


def test_collecting_changes_nothing_in_the_economy(small, state_of, differing) -> None:
    watched, plain = small(), small()
    collected(watched, 4)
    for _ in range(4):
        plain.step()
    assert differing(state_of(watched), state_of(plain)) == []


def test_mesas_own_generator_does_not_touch_the_economy(small, state_of, differing) -> None:
    drawn, plain = small(), small()
    for _ in range(3):
        drawn.random.random()
        drawn.rng.random()
        list(drawn.firms.shuffle())
        drawn.step()
        plain.step()
    assert differing(state_of(drawn), state_of(plain)) == []


def test_groups_of_firms_sum_to_what_the_columns_sum_to(small) -> None:
    province = small()
    province.step()
    firm = province.firm
    by_town = province.firms.groupby("town").agg("sales", sum, weighted=True)
    expected = np.bincount(firm.town, weights=firm.sales * firm.weight)
    np.testing.assert_allclose([by_town[town] for town in sorted(by_town)], expected, rtol=1e-12)
    large = province.firms.select(lambda one: one.size_class >= 2)
    assert len(large) == int((firm.size_class >= 2).sum())
    assert all(isinstance(one, Firm) for one in list(large)[:3])


def test_the_province_steps_counts_and_stops_as_mesa_models_do(small) -> None:
    province = small(end="2012Q4")
    assert isinstance(province, mesa.Model)
    while province.running:
        province.step()
    assert (province.steps, province.quarter_name) == (4, "2013Q1")


def test_a_province_is_rebuilt_from_its_keyword_arguments(decision, digest_of) -> None:
    from model.province import Province

    arguments = {"policy": decision, "rng": 5, "world": "small", "end": "2012Q4"}
    assert digest_of(Province(**arguments).run()) == digest_of(Province(**arguments).run())


# ---- the page; it needs the `app` extra


@pytest.fixture(scope="module")
def page():
    pytest.importorskip("solara")
    pytest.importorskip("altair")
    spec = importlib.util.spec_from_file_location("mesa_page", PAGE)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def button(box, label: str):
    import ipyvuetify

    (found,) = [w for w in box.find(ipyvuetify.Btn).widgets if label in w.children]
    return found


def test_the_page_shows_the_model_steps_it_and_starts_it_again(page, monkeypatch) -> None:
    import solara

    made = []
    build = page.WatchedProvince.__init__

    @functools.wraps(build)  # Mesa reads the signature to know what it may pass
    def noted(self, *arguments, **named):
        build(self, *arguments, **named)
        made.append(self)

    monkeypatch.setattr(page.WatchedProvince, "__init__", noted)
    _, context = solara.render(solara.AppLayout(children=[page.Page()]), handle_error=False)
    assert len(made) == 1
    button(context, "Step").click()
    button(context, "Step").click()
    assert made[0].quarter_name == "2012Q3"
    button(context, "Reset").click()
    assert len(made) == 2
    assert (made[1].quarter_name, made[1].seed_of_draws) == ("2012Q1", 1)
    assert made[1].datacollector.get_model_vars_dataframe()["Quarter"].tolist() == ["2012Q1"]
    button(context, "Step").click()
    assert made[1].quarter_name == "2012Q2"
    assert made[0].quarter_name == "2012Q3"
    context.close()


def test_the_pages_model_groups_research_staff_by_industry(page) -> None:
    model = page.WatchedProvince(end="2012Q4")
    staff = page.staff_by_industry(model)
    assert set(staff) <= set(model.industries["id"])
    assert sum(staff.values()) == pytest.approx(float(model.firm.weight @ model.firm.staff_research))
