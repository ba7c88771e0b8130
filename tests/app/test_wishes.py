"""What a link or a browser may ask for: read by the reader of scenario files, refused with a reason otherwise."""

from __future__ import annotations

import pytest

from experiments.app import lesson
from experiments.app.wish import Wish, read, read_query
from scenarios.errors import InputError
from scenarios.lessons import lessons
from scenarios.policy import load

GRANTS = "art21_platform_grants"


def test_a_link_reopens_the_state_it_was_made_from() -> None:
    wish = read(
        {"scenario": "decision-2012", "levers": {GRANTS: {"2013Q1": 10.0, "2015Q1": 0.0}}, "place": "小榄", "seed": 7}
    )
    assert read_query(wish.query()) == wish
    assert read_query("?" + wish.query() + "&view=lab&lang=zh").key == wish.key
    assert read_query("") == Wish()


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("levers=%7B%22art21_platform_grants%22:9999%7D", f"levers.{GRANTS}"),
        ("levers=%7B%22art21_platform_grant%22:1%7D", "levers.art21_platform_grant"),
        ("levers=%7B%22art21_platform_grants%22:NaN%7D", "link"),
        ("levers=%7B%22art21_platform_grants%22:%7B%222011Q1%22:1%7D%7D", f"levers.{GRANTS}.2011Q1"),
        ("levers=[1]", "levers"),
        ("levers={", "levers"),
        ("scenario=../../etc/passwd", "scenario"),
        ("scenario=my.yaml", "scenario"),
        ("seed=-1", "seed"),
        ("seed=99999999999", "seed"),
        ("place=small:77", "place"),
        ("place=Atlantis", "towns"),
        ("place=" + "x" * 5000, "link"),
    ],
)
def test_a_bad_link_is_refused_and_the_refusal_names_the_field(query: str, field: str) -> None:
    with pytest.raises(InputError) as refused:
        read_query(query)
    said = refused.value.as_dict()
    assert field in f"{said['file']} {said['field']}" or said["field"] == field
    assert refused.value.message("zh") and refused.value.message("en")


def test_no_file_of_the_machine_is_read_by_a_link(tmp_path) -> None:
    (tmp_path / "secret.yaml").write_text("title: secret\n")
    with pytest.raises(InputError):
        read({"scenario": str(tmp_path / "secret.yaml")[-40:]})


def test_the_downloaded_scenario_does_what_the_page_showed(tmp_path) -> None:
    wish = read({"scenario": "decision-2012", "levers": {GRANTS: 12.0, "art20_guarantee_share": 0.0}})
    file = tmp_path / "scenario.yaml"
    file.write_text(wish.scenario_text(), encoding="utf-8")
    assert load(file).key == wish.policy().key
    assert dict(load(file).levers)[GRANTS] == ((2013 * 4, 12.0),)


def test_shocks_of_a_preset_are_in_the_download(tmp_path) -> None:
    file = tmp_path / "scenario.yaml"
    file.write_text(read({"scenario": "export-slump"}).scenario_text(), encoding="utf-8")
    assert load(file).key == load("export-slump").key


def test_a_lessons_slider_stands_on_its_steps_only() -> None:
    one = next(iter(lessons().values()))
    slider = one.measures[0]
    fine = lesson.read({"lesson": one.id, "values": {slider.id: slider.low + slider.step}})
    assert lesson.read_query(fine.query()) == fine
    for value in (slider.high + slider.step, slider.low - slider.step, slider.low + slider.step / 3):
        with pytest.raises(InputError):
            lesson.read({"lesson": one.id, "values": {slider.id: value}})
    for bad in ({"values": {"nothing": 1.0}}, {"right": "nobody"}, {"seed": -1}, {"extra": 1}):
        with pytest.raises(InputError):
            lesson.read({"lesson": one.id} | bad)


def test_every_lesson_can_be_asked_for_and_its_grid_holds_every_step() -> None:
    for one in lessons().values():
        wishes = lesson.grid(one)
        assert wishes[0] == lesson.LessonWish(lesson=one.id)
        for wish in wishes:
            assert lesson.read(wish.model_dump()) == wish
        for slider in one.measures:
            steps = round((slider.high - slider.low) / slider.step)
            assert sum(slider.id in wish.values for wish in wishes) >= steps
