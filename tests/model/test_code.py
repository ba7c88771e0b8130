"""What the code of the economy may not do: use a generator of random numbers, or import what it does not need."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

MODEL = Path(__file__).resolve().parents[2] / "model"
FILES = sorted(path.relative_to(MODEL).as_posix() for path in MODEL.rglob("*.py"))
ALLOWED = {"numpy", "scipy", "numba", "mesa", "model"} | set(sys.stdlib_module_names)
GENERATORS = {"random", "secrets", "uuid"}
MESA_SETS = ("agentset.py", "everyone.py")  # Mesa's verbs shuffle for who uses a model, with Mesa's generator
RULES = tuple(name for name in FILES if name.startswith(("phases/", "settlement/", "demography/", "mechanisms/")))


def tree(name: str) -> ast.Module:
    return ast.parse((MODEL / name).read_text(encoding="utf-8"))


def dotted(node: ast.AST) -> str:
    """`np.random.default_rng` of an attribute chain, empty for anything else."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        head = dotted(node.value)
        return f"{head}.{node.attr}" if head else ""
    return ""


def modules_imported(module: ast.Module) -> set[str]:
    found = set()
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are written out in full"
            found.add(node.module or "")
    return found


def uses_a_generator(module: ast.Module) -> list[str]:
    """Where another source of chance than identities is used: NumPy's and Python's, and the clock."""
    found = sorted(GENERATORS & {name.partition(".")[0] for name in modules_imported(module)})
    for node in ast.walk(module):
        name = dotted(node) if isinstance(node, ast.Attribute) else ""
        if name.startswith(("np.random", "numpy.random", "time.")) or name.endswith((".rng", "default_rng")):
            found.append(f"line {node.lineno}: {name}")
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(("numpy.random", "random", "time")):
            found.append(f"line {node.lineno}: {node.module}")
    return found


@pytest.mark.parametrize("name", [n for n in FILES if not n.startswith("start/") and n not in MESA_SETS])
def test_chance_comes_from_identities_and_nowhere_else(name: str) -> None:
    assert uses_a_generator(tree(name)) == []


def test_the_start_alone_draws_from_a_generator_its_own() -> None:
    users = {name for name in FILES if uses_a_generator(tree(name))} - set(MESA_SETS)
    assert users
    assert all(name.startswith("start/") for name in users)


@pytest.mark.parametrize("name", RULES)
def test_no_rule_shuffles_or_walks_through_mesas_sets(name: str) -> None:
    used = {node.attr for node in ast.walk(tree(name)) if isinstance(node, ast.Attribute)}
    assert not used & {"shuffle", "shuffle_do", "random", "rng", "do", "agents"}


@pytest.mark.parametrize("name", FILES)
def test_the_model_imports_numpy_scipy_numba_mesa_and_itself(name: str) -> None:
    assert {module.partition(".")[0] for module in modules_imported(tree(name))} <= ALLOWED


@pytest.mark.parametrize("name", [n for n in RULES if not n.startswith("mechanisms/")])
def test_no_rule_asks_for_a_scenario_or_a_lever_by_name(name: str) -> None:
    """Rules read terms: whether a policy is on is decided in set_terms alone."""
    ids = [
        node.value
        for node in ast.walk(tree(name))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.startswith("art")
    ]
    assert [word for word in ids if word[3:5].isdigit()] == []


def loops_over_rows(module: ast.Module) -> list[int]:
    """Lines of `for` loops whose range is the number of firms."""
    found = []
    for node in ast.walk(module):
        if isinstance(node, (ast.For, ast.comprehension)):
            written = ast.unparse(node.iter)
            if "len(f)" in written or "len(province.firm)" in written or written in ("f.uid", "rows", "province.firms"):
                found.append(getattr(node, "lineno", node.iter.lineno))
    return found


@pytest.mark.parametrize("name", RULES)
def test_no_python_loop_runs_over_firms(name: str) -> None:
    assert loops_over_rows(tree(name)) == []


def test_what_these_tests_look_for_is_found_where_it_is() -> None:
    assert uses_a_generator(ast.parse("import numpy as np\nx = np.random.default_rng(1)"))
    assert uses_a_generator(ast.parse("import random"))
    assert uses_a_generator(ast.parse("def act(model):\n    return model.rng.random()"))
    assert modules_imported(ast.parse("import pandas as pd\nfrom yaml.nodes import Node")) == {"pandas", "yaml.nodes"}
    assert loops_over_rows(ast.parse("for row in range(len(f)):\n    pass")) == [1]
