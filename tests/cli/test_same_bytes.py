"""The same bytes for any number of workers, any order of runs and any order of sets."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SHORT = ("run", "--world", "small", "--end", "2013Q4", "--quiet")


def hashes(folder):
    return json.loads((folder / "run.json").read_text(encoding="utf-8"))["files"]


def test_workers_hash_seeds_and_caches_do_not_show(zhenxing, tmp_path):
    for number, (workers, seed) in enumerate((("1", "0"), ("2", "random"))):
        made = zhenxing(
            *SHORT, "--workers", workers, "--out", f"r{number}", PYTHONHASHSEED=seed, ZHENXING_CACHE=f"c{number}"
        )
        assert made.returncode == 0, made.stderr
    first = tmp_path / "r0"
    other = tmp_path / "r1"
    assert hashes(other) == hashes(first)
    for name in hashes(first):
        assert (other / name).read_bytes() == (first / name).read_bytes(), name


def test_the_order_of_runs_in_one_process_does_not_show(tmp_path):
    from experiments.run import run

    def one(name, folder):
        return run(name, world="small", end="2013Q4", seed=3, out=folder).about["files"]

    forth = [one(name, tmp_path / f"forth-{name}") for name in ("decision-2012", "baseline")]
    back = [one(name, tmp_path / f"back-{name}") for name in ("baseline", "decision-2012")]
    assert forth == back[::-1]


@pytest.mark.slow
def test_the_number_of_cores_does_not_show_in_long_sums():
    """With some 30,000 firms sums are long enough for NumPy's linear algebra to split them over threads."""
    code = (
        "from experiments.starts import build; from experiments.specification import specify; "
        "from scenarios.policy import load; import hashlib, pickle; "
        "from model.start import settled; settled.BURN_IN = 2; "
        "state = build(specify(load('baseline'), sample=0.05)); "
        "print(hashlib.sha256(state.tables['firm'].cash.tobytes() + state.tables['town'].gdp.tobytes()).hexdigest())"
    )
    found = []
    for threads in ("1", "2"):
        several = os.environ | dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), threads)
        done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=several, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        found.append(done.stdout)
    assert found[0] == found[1]


@pytest.mark.slow
def test_python_3_13_writes_the_same_bytes(zhenxing, tmp_path, environment):
    """In a venv of its own from the same lock: slow for the installation."""
    python = _python_3_13(environment)
    if python is None:
        pytest.skip("no Python 3.13 here")
    venv = tmp_path / "venv"
    subprocess.run([*python, "-m", "venv", venv], check=True, env=_anywhere(environment))
    inside = venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    subprocess.run(
        [inside, "-m", "pip", "install", "-q", "--require-hashes", "-r", ROOT / "requirements.lock"], check=True
    )
    assert zhenxing(*SHORT, "--out", "here", ZHENXING_CACHE="c-here").returncode == 0
    there = environment | {"ZHENXING_CACHE": str(tmp_path / "c-there"), "NUMBA_CACHE_DIR": str(tmp_path / "numba")}
    subprocess.run([inside, "-m", "zhenxing", *SHORT, "--out", "there"], check=True, cwd=tmp_path, env=there)
    assert hashes(tmp_path / "there") == hashes(tmp_path / "here")


def _anywhere(environment):
    return environment | {"PYENV_VERSION": "3.13.0"}


def _python_3_13(environment):
    """A command that starts Python 3.13, None where there is none (or where this is it already)."""
    if sys.version_info[:2] == (3, 13):
        return None
    for name in ("python3.13", "python"):
        if shutil.which(name):
            asked = [name, "-c", "import sys; print(sys.version_info[:2] == (3, 13))"]
            done = subprocess.run(asked, capture_output=True, text=True, env=_anywhere(environment))
            if done.stdout.strip() == "True":
                return [name]
    return None
