"""Tables for other programs, and the capsule."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pandas as pd
import pytest

from experiments.capsule import capsule
from experiments.exporting import FORMATS, export, stata_names, xlsx_content
from experiments.sweep.results import Sweep
from experiments.sweep.sweep import sweep
from scenarios.errors import InputError
from tests.conftest import user_environment
from tests.sweep.conftest import OWN, function_model


@pytest.fixture
def found(study, tmp_path: Path) -> Sweep:
    text = "title: {en: Lines, zh: 直线}\n" + OWN.replace("[y]", "[y, 'effect(own, base, y)']") + "replications: 2\n"
    return sweep(study(text), model=function_model("linear"), out=tmp_path / "out", workers=1)


def test_every_format_gives_the_same_numbers_back(found: Sweep) -> None:
    import xarray as xr

    files = {to: export(found, to)[0] for to in FORMATS}
    expected = found.frame["y"].tolist()
    assert pd.read_csv(files["csv"])["y"].tolist() == expected
    assert pd.read_excel(files["xlsx"])["y"].tolist() == expected
    assert pd.read_stata(files["dta"])["y"].tolist() == expected
    with xr.open_dataset(files["netcdf"], engine="scipy") as content:
        assert content["y"].values.tolist() == expected
        assert content["y"].attrs["units"] == "-"
        assert content["effect_own_base_y"].attrs["column"] == "effect(own, base, y)"
    assert pd.io.stata.StataReader(files["dta"]).variable_labels()["y"] == "y (province, 2000) [-]"


def test_stata_names_are_short_and_each_is_there_once() -> None:
    long = [f"effect(decision-2012, baseline, gdp@designated@{year})" for year in (2015, 2016)]
    names = stata_names([*long, "2015", "a b", "a.b"])
    assert len(set(names.values())) == 5
    assert all(len(name) <= 32 and name.isidentifier() for name in names.values())


def test_a_workbook_holds_no_formula(tmp_path: Path) -> None:
    from openpyxl import load_workbook

    frame = pd.DataFrame({"=1+1": ["=HYPERLINK(1)", "@x", "-2"], "y": [1.0, 2.0, 3.0]})
    (tmp_path / "t.xlsx").write_bytes(xlsx_content(frame, {}))
    for sheet in load_workbook(tmp_path / "t.xlsx"):
        assert all(cell.data_type != "f" and not str(cell.value).startswith("=") for row in sheet for cell in row)


def test_runs_and_comparisons_are_exported_by_the_command(command, study) -> None:
    assert command("run", "--alone", "--world", "small", "--end", "2012Q4", "--out", "d").returncode == 0
    answer = command("export", "d", "--to", "dta")
    assert answer.returncode == 0 and "province.dta" in answer.stdout
    answer = command("export", "d", "--to", "spss")
    assert answer.returncode == 2 and "netcdf" in answer.stderr


def test_a_capsule_rebuilds_tables_and_figures_elsewhere_without_the_model(found: Sweep, tmp_path: Path) -> None:
    path = capsule(found)
    place = tmp_path / "elsewhere"
    with zipfile.ZipFile(path) as file:
        assert str(tmp_path) not in " ".join(map(str, (file.read(name) for name in file.namelist())))
        file.extractall(place)
    assert {"study.yaml", "requirements.lock", "sweep.json", "rebuild.py"} <= {one.name for one in place.iterdir()}
    assert json.loads((place / "capsule.json").read_text(encoding="utf-8"))["made_with"]["code"]
    program = f"import sys; sys.modules['model.province'] = None; sys.argv = ['rebuild.py']; __file__ = {str(place / 'rebuild.py')!r}; exec(open(__file__).read())"  # noqa: E501
    answer = subprocess.run(
        [sys.executable, "-c", program], env=user_environment({}), capture_output=True, text=True, cwd=place
    )
    assert answer.returncode == 0, answer.stderr
    assert answer.stdout.count("same") == 4
    again = capsule(found, tmp_path / "again.zip")
    assert again.read_bytes() == path.read_bytes()


def test_an_unfinished_study_has_no_capsule(study, tmp_path: Path) -> None:
    part = sweep(study(OWN), model=function_model("linear"), out=tmp_path / "out", workers=1, shard="1/2")
    with pytest.raises(InputError, match="not finished"):
        capsule(part)


def test_verify_finds_a_run_that_was_changed(found: Sweep, command) -> None:
    assert command("verify", str(found.folder)).returncode == 0
    one, other = sorted((found.folder / "runs").glob("*/*.parquet"))[:2]
    one.write_bytes(other.read_bytes())
    answer = command("verify", str(found.folder))
    assert answer.returncode == 1 and "NOT OF ITS KEY" in answer.stdout
