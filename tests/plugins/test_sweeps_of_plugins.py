"""Toy models and outcomes of plugins in sweeps, the model as a function, and other tools that drive it."""

import json
from pathlib import Path

import numpy as np
import pytest

from experiments.adapters import evaluated, optuna_objective, workbench_model
from experiments.function import as_function
from experiments.plugins import read_plugin, using
from experiments.results import results
from experiments.sweep.study import study_of
from experiments.sweep.sweep import sweep
from experiments.understand.understood import material_of
from scenarios.errors import InputError

EXAMPLES = Path(__file__).resolve().parents[2] / "docs" / "examples"
PLUGIN = EXAMPLES / "plugin.py"
HILL = """from zhenxing import toy_model

@toy_model(inputs={"a": (0.0, 1.0), "b": (-1.0, 1.0)}, outcomes={"height": "m", "luck": "-"})
def hill(a, b, seed):
    if a < 0.1:
        raise ArithmeticError("too steep")
    return {"height": 4.0 - (a - 0.25) ** 2 - b**2, "luck": seed}
"""
STUDY = """title: {en: "A hill", zh: "小山"}
model: hill
uncertainties: [a, b]
outcomes: [height, luck]
design: {kind: latin_hypercube, points: 40}
replications: 2
seed: 7
"""


@pytest.fixture
def hill(tmp_path):
    """A study of a hill that breaks in a tenth of its range, with its plugin in use."""
    (tmp_path / "hill.py").write_text(HILL, encoding="utf-8")
    (tmp_path / "hill.yaml").write_text(STUDY, encoding="utf-8")
    with using(tmp_path / "hill.py"):
        yield tmp_path / "hill.yaml"


def test_the_indices_of_ishigami_are_found_by_command_from_study_file_to_sentence(command, tmp_path):
    study = (EXAMPLES / "ishigami.yaml").read_text(encoding="utf-8")
    (tmp_path / "i.yaml").write_text(study.replace("points: 128, second_order: true", "points: 64"), encoding="utf-8")
    answer = command("sweep", "i.yaml", "--plugin", str(PLUGIN), "--out", "s", "--workers", "1")
    assert answer.returncode == 0, answer.stderr
    made = results(tmp_path / "s")
    assert len(made.frame) == 64 * 5 and made.study["common"]["plugins"] == [read_plugin(PLUGIN).sha256]
    answer = command("understand", "s")  # the frame is there: reading it needs no plugin
    assert answer.returncode == 0 and "What moves y" in answer.stdout, answer.stderr
    about = json.loads((tmp_path / "s" / "understanding" / "understanding.json").read_text(encoding="utf-8"))
    found = next(one for one in about["findings"] if one["method"] == "sobol")
    assert found["said"] and found["numbers"]["blocks"] == 64
    by = {row["input"]: row for row in found["tables"]["sobol"]}
    for name, total in {"x1": 0.5576, "x2": 0.4424, "x3": 0.2437}.items():  # Ishigami and Homma
        assert by[name]["total_low"] < total < by[name]["total_high"]
    assert (tmp_path / "s" / "understanding" / "understanding.zh.html").is_file()


def test_points_at_which_a_toy_model_breaks_are_failed_rows_and_are_counted(hill, tmp_path):
    made = sweep(hill, out=tmp_path / "s", workers=1)
    steep = made.frame["a"] < 0.1
    assert steep.sum() == 8 and (made.frame.loc[steep, "state"] == "failed").all()
    assert made.frame.loc[steep, "height"].isna().all() and made.frame.loc[~steep, "height"].notna().all()
    assert made.failures["message"].str.contains("hill.py, line 6.*too steep").all()
    frame = material_of(tmp_path / "s").frame
    assert (frame.points, frame.count("height").points, frame.count("height").missing) == (40, 36, 8)
    assert frame.crossed() and set(made.frame["luck"].dropna()) == {7.0, 8.0}


def test_a_study_of_a_toy_model_says_which_plugin_is_missing():
    with pytest.raises(InputError, match="give its file with --plugin"):
        study_of(EXAMPLES / "ishigami.yaml")


def test_the_hash_of_the_plugin_decides_whose_folder_it_is(hill, tmp_path):
    sweep(hill, out=tmp_path / "s", workers=1)
    (tmp_path / "hill.py").write_text(HILL + "# changed\n", encoding="utf-8")
    with pytest.raises(InputError, match="one of this name"), using(tmp_path / "hill.py"):
        pass  # both at once would be two models of one name
    assert str(tmp_path) not in (tmp_path / "s" / "sweep.json").read_text(encoding="utf-8")


def test_an_outcome_of_a_plugin_is_an_outcome_of_a_sweep_and_its_fault_ends_it(tmp_path):
    study = tmp_path / "s.yaml"
    study.write_text(
        "scenario: baseline\nworld: small\nend: 2012Q4\nuncertainties: [sell.price_elasticity]\n"
        "outcomes: [top_tenth_of_sales, mine]\ndesign: {kind: grid, points: 2}\n", encoding="utf-8",
    )  # fmt: skip
    mine = tmp_path / "mine.py"
    head = 'from zhenxing import outcome\n\n@outcome(unit="-", en="a", zh="b")\ndef mine(view):\n    return '
    mine.write_text(head + "len(view.town)\n", encoding="utf-8")
    with using(PLUGIN, mine):
        frame = sweep(study, out=tmp_path / "a", workers=1).frame
    assert frame["top_tenth_of_sales"].between(0.1, 1.0).all() and (frame["mine"] == frame["mine"].iloc[0]).all()
    mine.write_text(head + "view.town.nothing\n", encoding="utf-8")
    with using(PLUGIN, mine), pytest.raises(InputError, match=r"mine.py, line 5.*no column 'nothing'"):
        sweep(study, out=tmp_path / "b", workers=1)


def test_the_function_says_at_a_point_what_the_sweep_says_there(hill, tmp_path):
    row = sweep(hill, out=tmp_path / "s", workers=1).frame.iloc[1]
    f = as_function(hill)
    assert f.inputs == {"a": (0.0, 1.0), "b": (-1.0, 1.0)} and f.outcomes == ("height", "luck")
    assert f({"a": row["a"], "b": row["b"]}, seed=8) == {"height": row["height"], "luck": 8.0}
    assert f(a=0.25)["height"] == 4.0  # what is left out stands in the middle
    assert np.isnan(f(a=0.05)["height"])


def test_the_function_refuses_what_the_study_does_not_have(hill):
    f = as_function(hill)
    with pytest.raises(InputError, match="no such input"):
        f(c=1.0)
    with pytest.raises(InputError, match="outside the input's range"):
        f(a=2.0)
    with pytest.raises(InputError, match="no such outcome"):
        optuna_objective(f, "hight")


def test_optuna_climbs_the_hill_and_prunes_where_it_breaks(hill):
    import optuna

    optuna.logging.set_verbosity(optuna.logging.ERROR)
    study = optuna.create_study(direction="maximize", sampler=optuna.samplers.TPESampler(seed=1))
    study.optimize(optuna_objective(as_function(hill), "height"), n_trials=25)
    states = {trial.state.name for trial in study.trials}
    assert study.best_value > 3.9 and "PRUNED" in states


def test_the_workbench_and_salib_get_the_functions_own_values(hill):
    from ema_workbench import SequentialEvaluator

    f = as_function(hill)
    with SequentialEvaluator(workbench_model(f)) as evaluator:
        experiments, outcomes = evaluator.perform_experiments(scenarios=5)
    points = experiments[["a", "b"]].to_numpy(float)
    expected = np.where(points[:, 0] < 0.1, np.nan, 4.0 - (points[:, 0] - 0.25) ** 2 - points[:, 1] ** 2)
    np.testing.assert_allclose(outcomes["height"], expected)
    np.testing.assert_allclose(evaluated(f, points, "height"), expected)
    assert f.problem == {"num_vars": 2, "names": ["a", "b"], "bounds": [[0.0, 1.0], [-1.0, 1.0]]}


def test_the_example_notebook_runs_from_top_to_bottom(monkeypatch):
    import nbformat
    from nbclient import NotebookClient

    monkeypatch.setenv("PYTHONPATH", str(EXAMPLES.parents[1]))
    notebook = nbformat.read(EXAMPLES / "adapters.ipynb", as_version=4)
    NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(EXAMPLES)}}).execute()
    said = "".join(str(output) for cell in notebook.cells for output in cell.get("outputs", ()))
    assert "art20_guarantee_share" in said and "Traceback" not in said
