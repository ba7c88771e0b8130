"""The generated part of the docs is what the generator gives; matrices close; links lead somewhere."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from experiments.docs.account_matrices import blocks, whole_numbers
from experiments.docs.documents import drawn_purposes, filled, pages
from experiments.docs.input_tables import ORIGINS, readers, sources
from model.fields import TABLES
from model.ledger import INSTRUMENTS, SECTORS
from model.mechanisms import TERMS
from model.province import PHASES
from scenarios.cards import cards
from scenarios.given import load_given

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
RENEW = "renew it with `zhenxing tables`"


def test_generated_pages_are_what_the_generator_gives() -> None:
    stale = [name for name, text in pages().items() if (DOCS / name).read_text(encoding="utf-8") != text]
    assert stale == [], RENEW


def test_the_accounts_shown_are_those_of_the_run_they_name() -> None:
    page = (DOCS / "accounts.md").read_text(encoding="utf-8")
    assert filled(page, blocks()) == page, RENEW


def matrix(block: str) -> tuple[list[str], np.ndarray]:
    """Names and numbers of a table of docs/accounts.md, the column of sums included."""
    page = (DOCS / "accounts.md").read_text(encoding="utf-8")
    text = page.partition(f"<!-- begin {block} -->")[2].partition(f"<!-- end {block} -->")[0]
    lines = [line.strip("|").split(" | ") for line in text.strip().splitlines()[2:]]
    numbers = [[float(cell.replace(",", "").strip() or 0) for cell in line[1:]] for line in lines]
    return [line[0].strip() for line in lines], np.array(numbers)


@pytest.mark.parametrize("block", ["balance-sheet-before", "balance-sheet-after"])
def test_claims_of_the_balance_sheet_sum_to_zero_and_net_worth_closes_the_columns(block: str) -> None:
    names, numbers = matrix(block)
    assert numbers.shape[1] == len(SECTORS) + 1
    assert names[: len(INSTRUMENTS)] == list(INSTRUMENTS)
    assert np.all(numbers[: len(INSTRUMENTS), :-1].sum(axis=1) == 0)
    assert np.all(numbers[: len(INSTRUMENTS), -1] == 0)
    assert np.all(numbers[:, :-1].sum(axis=0) == 0)


@pytest.mark.parametrize("block", ["flows", "claims"])
def test_rows_and_columns_of_the_flows_sum_to_zero_as_printed(block: str) -> None:
    names, numbers = matrix(block)
    assert len(names) > 15
    assert np.all(numbers[:, :-1].sum(axis=1) == 0)
    assert np.all(numbers[:, :-1].sum(axis=0) == 0)


def test_the_change_of_deposits_agrees_with_the_two_balance_sheets() -> None:
    _, before = matrix("balance-sheet-before")
    _, after = matrix("balance-sheet-after")
    _, paid = matrix("flows")
    np.testing.assert_allclose(-paid[-1, :-1], (after - before)[0, :-1], atol=len(paid))


def test_a_row_is_rounded_to_whole_numbers_that_still_sum_to_zero() -> None:
    assert whole_numbers(np.array([1.5, 1.5, 1.5, -4.5])).tolist() == [2, 2, 1, -5]
    assert whole_numbers(np.array([0.4, 0.4, -0.8])).tolist() == [1, 0, -1]


def test_every_column_phase_and_lever_stands_in_the_tables() -> None:
    state = (DOCS / "tables/state-variables.md").read_text(encoding="utf-8")
    assert [field.name for fields in TABLES.values() for field in fields if f"`{field.name}`" not in state] == []
    schedule = (DOCS / "tables/schedule.md").read_text(encoding="utf-8")
    assert re.findall(r"\| `(\w+)` \|", schedule) == [phase.__name__ for phase in PHASES]
    levers = (DOCS / "levers.md").read_text(encoding="utf-8")
    for card in cards().values():
        assert f'<a id="{card.id}">' in levers
        assert all(quote in levers for quote in card.quote)


def test_every_series_has_an_origin_with_a_source() -> None:
    assert set(load_given("guangdong").series) == set(ORIGINS)
    known = sources()
    assert [o for origins in ORIGINS.values() for o in origins if not known.get(o)] == []


def test_readers_of_series_and_purposes_of_draws_are_found_in_the_code() -> None:
    assert "hire_and_train" in readers()["wage_outside_production"]
    assert "sell" in readers()["demand_processing"]
    found = {(purpose, file) for purpose, _, file in drawn_purposes()}
    assert ("asks for credit", "model/phases/seek_finance.py") in found
    assert ("grants *", "model/innovation/patents.py") in found


def test_a_page_without_a_block_is_refused() -> None:
    page = "<!-- begin run -->\nold\n<!-- end run -->\n"
    assert filled(page, {"run": "new"}) == "<!-- begin run -->\n\nnew\n<!-- end run -->\n"
    with pytest.raises(ValueError, match="'flows' stands 0 times"):
        filled(page, {"flows": "new"})


def written_pages() -> list[Path]:
    return sorted([*DOCS.rglob("*.md"), ROOT / "model" / "DECISIONS.md"])


def test_links_between_pages_lead_to_files() -> None:
    broken = []
    for page in written_pages():
        for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
            if not target.startswith("http") and not (page.parent / target).exists():
                broken.append(f"{page.name}: {target}")
    assert broken == []


def test_files_of_the_code_named_in_the_pages_exist() -> None:
    missing = set()
    for page in written_pages():
        text = page.read_text(encoding="utf-8")
        for name in re.findall(r"`((?:model|scenarios|analysis|experiments|tests)/[\w./-]+)`", text):
            if not (ROOT / name).exists():
                missing.add(f"{page.name}: {name}")
    assert missing == set()


def test_parameters_named_in_the_pages_exist() -> None:
    given = load_given("guangdong")
    accounts = re.findall(r"`([a-z_.]+)`", (DOCS / "accounts.md").read_text(encoding="utf-8"))
    parts = [name.split(".") for name in (*TERMS, *accounts)]
    dotted = {".".join(pair) for name in parts for pair in pairwise(name)}
    known = {*given.parameters, *given.assumptions, *dotted}
    groups = {name.partition(".")[0] for name in given.parameters}
    unknown = set()
    for page in written_pages():
        for group, name in re.findall(r"\b([a-z]+)\.([a-z][a-z0-9_]*)\b", page.read_text(encoding="utf-8")):
            if group in groups and name not in ("py", "md", "yaml", "csv", "step") and f"{group}.{name}" not in known:
                unknown.add(f"{page.name}: {group}.{name}")
    assert unknown == set()
