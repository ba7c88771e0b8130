"""A user's own Python file: what it adds is there, its bytes are in the key, its faults are told with file and line."""

import json
import shutil
from pathlib import Path

import pandas as pd
import pytest

from experiments.compare.study import compare
from experiments.keys import environment
from experiments.plugins import read_plugin, using
from experiments.run import run
from experiments.workers import process_pool
from model.mechanisms import MECHANISMS
from scenarios.cards import cards
from scenarios.errors import InputError
from scenarios.policy import load
from scenarios.registry import indicators, labels

EXAMPLES = Path(__file__).resolve().parents[2] / "docs" / "examples"
PLUGIN = EXAMPLES / "plugin.py"
SHORT = ("--world", "small", "--end", "2012Q4", "--out", "r")
COUNTING = """from zhenxing import outcome

@outcome(unit="firms", en="firms counted", zh="企业数", over_year="mean", scopes=("province", "designated"))
def firms_counted(view):
    return view.by_scope(view.by_town(view.firm.weight * 0 + 1))
"""


def written(tmp_path, text, name="mine.py"):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def test_the_example_runs_by_the_command_line_and_its_outcome_and_lever_are_in_the_tables(command, tmp_path):
    answer = command("run", str(EXAMPLES / "with-plugin.yaml"), "--plugin", str(PLUGIN), "--world", "small",
                     "--end", "2013Q4", "--out", "r")  # fmt: skip
    assert answer.returncode == 0, answer.stderr
    province = pd.read_parquet(tmp_path / "r" / "province.parquet")
    share = province[province["indicator"] == "top_tenth_of_sales"]
    assert len(share) == 8 and share["value"].between(0.1, 1.0).all() and set(share["unit"]) == {"share"}
    spending = pd.read_parquet(tmp_path / "r" / "spending.parquet")
    assert spending.loc[spending["lever"] == "own_robot_vouchers", "amount"].sum() > 0.0


def test_after_the_command_nothing_of_the_plugin_is_left(command):
    command("explain", str(EXAMPLES / "with-plugin.yaml"), "--plugin", str(PLUGIN))
    assert "own_robot_vouchers" not in cards() and "robot_vouchers" not in MECHANISMS
    assert "top_tenth_of_sales" not in indicators() and "plugins" not in environment()


def test_an_outcome_of_a_plugin_is_what_its_function_says(tmp_path):
    with using(written(tmp_path, COUNTING)):
        found = run("baseline", world="small", end="2012Q4", out=tmp_path / "r", alone=True)
    plain = run("baseline", world="small", end="2012Q4", out=tmp_path / "plain", alone=True)
    both = found.province.pivot_table(index=["quarter", "scope"], columns="indicator", values="value")
    counted = both["firms_counted"].dropna()
    assert len(counted) == 8 and (counted == both.loc[counted.index, "firms"]).all()
    rest = found.province[found.province["indicator"] != "firms_counted"].reset_index(drop=True)
    pd.testing.assert_frame_equal(rest, plain.province)  # looking on changes nothing


def test_the_bytes_of_a_plugin_are_in_the_key_and_its_path_is_nowhere(tmp_path):
    first, second = written(tmp_path, COUNTING), written(tmp_path, COUNTING + "\n# a remark\n", "other.py")
    made = {}
    for place, path in (("a", first), ("b", second)):
        with using(path):
            made[place] = run("baseline", world="small", end="2012Q1", out=tmp_path / place, alone=True)
    assert made["a"].key != made["b"].key
    shutil.copy(first, tmp_path / "elsewhere.py")
    with using(tmp_path / "elsewhere.py"):
        assert run("baseline", world="small", end="2012Q1", out=tmp_path / "c", alone=True).key == made["a"].key
    text = (tmp_path / "a" / "run.json").read_text(encoding="utf-8")
    assert json.loads(text)["plugins"] == [read_plugin(first).sha256] and "mine" not in text


def test_a_folder_made_with_a_plugin_is_verified_with_it_only(command, tmp_path):
    path = written(tmp_path, COUNTING)
    command("run", "baseline", "--alone", "--plugin", str(path), "--world", "small", "--end", "2012Q1", "--out", "r")
    without = command("verify", "r", "--rerun")
    assert without.returncode == 1 and "(plugins)" in without.stdout
    assert command("verify", "r", "--rerun", "--plugin", str(path)).returncode == 0


def test_a_process_that_is_spawned_has_the_plugins_of_its_parent(tmp_path):
    with using(written(tmp_path, COUNTING)):
        pool = process_pool(1)
        found = pool.submit(labels).result(timeout=60)
        pool.shutdown()
    assert found["firms_counted"]["zh"] == "企业数" and "firms_counted" not in labels()


def test_a_comparison_reads_the_plugins_outcome_year_by_year(tmp_path):
    with using(written(tmp_path, COUNTING)) as plugins:
        found = compare("baseline", "export-slump", 2, repeats=0, world="small", end="2012Q4", workers=1,
                        out=tmp_path / "c")  # fmt: skip
    counted = found.effects[found.effects["indicator"] == "firms_counted"]
    assert set(counted["scope"]) == {"province", "designated"} and set(counted["year"]) == {2012}
    assert found.about["plugins"] == [plugins[0].sha256]


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("from zhenxing import outcome\n\ndef broken(:\n    pass\n", 3, "SyntaxError"),
        ("import nothing_of_this_name\n", 1, "nothing_of_this_name"),
        ("x = 1\nraise SystemExit(3)\n", 2, "SystemExit"),
        ("x = 1\n", None, "adds nothing"),
        ("from zhenxing import outcome\n\n@outcome(unit='-', en='a', zh='b', over_year='yearly')\ndef f(view): ...\n",
         3, "Allowed: last, mean, sum"),
        ("from zhenxing import outcome\n\n@outcome(unit='-', en='a', zh='b')\ndef gdp(view):\n    return 1.0\n", 3,
         "has one of this name"),
        ("from zhenxing import mechanism\n\n@mechanism(cards='- id: own_x')\ndef m(*given): ...\n", None, "announced"),
        ("from zhenxing import toy_model\n\n@toy_model(inputs={'x': (1, 1)}, outcomes=['y'])\ndef f(x): ...\n", 3,
         "range of an input is empty"),
    ],
)  # fmt: skip
def test_a_plugin_that_cannot_be_used_is_told_with_file_and_line(command, tmp_path, text, line, said):
    path = written(tmp_path, text)
    answer = command("run", "baseline", *SHORT, "--plugin", str(path))
    assert answer.returncode == 2 and said in answer.stderr and "mine.py" in answer.stderr, answer.stderr
    assert "Traceback" not in answer.stderr and (line is None or f"line {line}" in answer.stderr)
    assert not (tmp_path / "r").exists() and "plugins" not in environment()


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("return view.firm.nothing", "there is no column 'nothing'"),
        ("return 1 / (view.firm.sales.sum() * 0)", "finite number"),
        ("return 'many'", "finite number"),
        ("view.firm.cash[:] = 0.0", "read-only"),
    ],
)
def test_an_outcome_that_fails_while_running_ends_the_run_with_its_line(command, tmp_path, body, said):
    head = 'from zhenxing import outcome\n\n@outcome(unit="-", en="a", zh="b")\ndef mine(view):\n'
    answer = command("run", "baseline", *SHORT, "--plugin", str(written(tmp_path, f"{head}    {body}\n")))
    assert answer.returncode == 2 and said in answer.stderr, answer.stderr
    assert "mine.py, line" in answer.stderr and not (tmp_path / "r").exists()


def test_a_missing_plugin_is_told_by_its_name(command):
    answer = command("run", "baseline", *SHORT, "--plugin", "nowhere.py")
    assert answer.returncode == 2 and "nowhere.py" in answer.stderr


def test_a_lever_of_a_plugin_is_unknown_without_it():
    with pytest.raises(InputError, match="own_robot_vouchers"):
        load(EXAMPLES / "with-plugin.yaml")


def test_an_intervention_of_a_plugin_is_what_a_trial_does_to_the_treated(command, tmp_path):
    answer = command("trial", str(EXAMPLES / "trial-with-plugin.yaml"), "--plugin", str(PLUGIN), "--world", "small",
                     "--seeds", "1", "--out", "t")  # fmt: skip
    assert answer.returncode == 0, answer.stderr
    about = json.loads((tmp_path / "t" / "trial.json").read_text(encoding="utf-8"))
    assert about["plugins"] == [read_plugin(PLUGIN).sha256]
    assert (
        about["cost_per_unit"] == {"prize": 50.0} and sum(about["treated"].values()) > 100
    )  # wan yuan, as the trial sets it


def test_an_intervention_after_a_phase_that_is_none_is_told_which_there_are(command, tmp_path):
    text = "from zhenxing import intervention\n\n@intervention(en='a', zh='b', after='setle')\ndef f(*given): ...\n"
    answer = command("trial", "example-visits", "--plugin", str(written(tmp_path, text)))
    assert answer.returncode == 2 and "line 3" in answer.stderr and "Did you mean settle" in answer.stderr
