"""`zhenxing understand` on a comparison as a user makes it: what it says, what it refuses, which files there are."""

import json

import pandas as pd
import pytest

from experiments.compare.study import compare

LEAD = "effect(export-slump, baseline, gdp, designated_2011)"


@pytest.fixture(scope="module")
def comparison(tmp_path_factory):
    """One scenario beside the baseline in one year of the small world: five members."""
    return compare("baseline", "export-slump", 5, repeats=1, world="small", end="2012Q4", workers=1,
                   out=tmp_path_factory.mktemp("understand") / "c")  # fmt: skip


def test_a_comparison_is_understood_as_far_as_its_cases_go(command, comparison, tmp_path):
    answer = command("understand", str(comparison.folder), "--outcome", LEAD, "--out", "u")
    assert answer.returncode == 0, answer.stderr
    assert "How sure the order is: By GDP, current prices, towns designated in 2011 (2012)" in answer.stdout
    assert "at least" in answer.stderr and "this one is latin_hypercube" in answer.stderr
    about = json.loads((tmp_path / "u" / "understanding.json").read_text(encoding="utf-8"))
    said = {one["method"] for one in about["findings"] if one["said"]}
    assert said == {"rankings", "regret"} and about["study"] == comparison.key
    ranked = next(one for one in about["findings"] if one["method"] == "rankings")
    assert ranked["points"] == 5 and ranked["sentence"]["zh"]
    for lang in ("en", "zh"):
        page = (tmp_path / "u" / f"understanding.{lang}.html").read_text(encoding="utf-8")
        assert ranked["sentence"][lang][:12] in page and "<script" not in page
        for kind in ("svg", "png"):
            assert (tmp_path / "u" / "figures" / f"{ranked['files']}.{lang}.{kind}").stat().st_size > 1000
    regret = pd.read_csv(tmp_path / "u" / "tables" / "regret-gdp-designated-2011.csv", encoding="utf-8-sig")
    assert set(regret["scenario"]) == {"baseline", "export-slump"}


def test_regret_of_a_comparison_is_what_its_own_cases_say(comparison, tmp_path):
    from experiments.understand.understood import material_of

    material = material_of(comparison.folder)
    choice = next(one for one in material.choices if one.id == "gdp-designated_2011")
    values = choice.values(material.frame)
    rows = comparison.cases
    rows = rows[
        (rows["indicator"] == "gdp") & (rows["scope"] == "designated_2011") & (rows["scenario"] == "export-slump")
    ]
    gain = (rows["value"] - rows["base_value"]).groupby(rows["member"]).mean() * 1e-4  # 1e8 yuan, seeds averaged
    assert values[:, list(choice.columns).index("export-slump")].tolist() == pytest.approx(gain.tolist())


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--outcome", "effect(export-slum, baseline, gdp, province)"), "Did you mean effect(export-slump"),
        (("--goal", "gpd"), "Did you mean gdp"),
        (("--goal", "gdp"), "the small world has no targets"),
        (("--goal", "rd_intensity"), "the small world has no targets"),
        (("--misses", "gdp(export-slump, province)"), "this is no limit"),
        (("--misses", "nothing < 3"), "there is no such outcome"),
        (("--misses", "gdp(export-slump, province) < many"), "this is no limit"),
    ],
)
def test_what_is_not_there_is_refused_by_name(command, comparison, options, said):
    answer = command("understand", str(comparison.folder), *options, "--out", "refused")
    assert answer.returncode == 2 and said in answer.stderr and "Traceback" not in answer.stderr, answer.stderr


def test_a_limit_that_is_missed_too_seldom_is_told_with_its_count(command, comparison):
    answer = command("understand", str(comparison.folder), "--misses", "gdp(export-slump, province) < 1e9", "--out",
                     "u", "--outcome", LEAD, "--lang", "zh")  # fmt: skip
    assert answer.returncode == 0 and "在 5 个点中有 5 个未达到" in answer.stderr, answer.stderr


def test_a_single_run_cannot_be_understood(command, tmp_path):
    command("run", "baseline", "--alone", "--world", "small", "--end", "2012Q1", "--out", "r")
    answer = command("understand", "r")
    assert answer.returncode == 2 and "several points are needed" in answer.stderr
    assert command("understand", "nowhere").returncode == 2
