"""The command line as a user meets it: help, languages, exit codes, messages. Nothing here runs the model."""

import json
import os
import re
import subprocess
import sys
import time

import pytest

from experiments.cli.language import language

HOWS = ("直接设定", "按总量调整", "模型生成", "假设", "仅供参考")
COMMANDS = ("demo", "run", "levers", "explain", "check", "story", "verify", "bench", "picture", "tables")
HEAVY = ("numpy", "pandas", "mesa", "numba", "pyarrow", "scipy", "joblib")


def test_help_is_quick_and_names_every_command(zhenxing):
    zhenxing("--help")  # compiles the files once
    started = time.perf_counter()
    answer = zhenxing("--help")
    seconds = time.perf_counter() - started
    assert answer.returncode == 0
    assert all(f" {name} " in answer.stdout for name in COMMANDS)
    assert seconds < 3, f"{seconds:.2f} s"  # 0.3 s on a quiet machine


def test_help_imports_nothing_heavy():
    code = (
        "import sys, experiments.cli as c; c.main(['run', '--help']); "
        f"sys.exit(','.join(m for m in {HEAVY!r} if m in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=os.getcwd())
    assert done.stderr.strip() == ""


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_the_common_options(zhenxing, command):
    answer = zhenxing(command, "--help")
    assert answer.returncode == 0
    assert all(option in answer.stdout for option in ("--lang", "--quiet", "--verbose", "--log", "--json"))


def test_no_command_shows_the_help_and_version_the_version(zhenxing):
    assert "Usage" in zhenxing().stdout
    assert zhenxing("--version").stdout.startswith("zhenxing 0.")


@pytest.mark.parametrize(
    ("arguments", "environment", "spoken"),
    [
        (["run", "--lang", "zh"], {"LANG": "en_US.UTF-8"}, "zh"),
        (["run", "--lang=en"], {"ZHENXING_LANG": "zh"}, "en"),
        (["run"], {"ZHENXING_LANG": "zh", "LANG": "en_US.UTF-8"}, "zh"),
        (["run"], {"LANG": "zh_CN.GBK"}, "zh"),
        (["run"], {"LC_ALL": "en_GB.UTF-8", "LANG": "zh_CN.UTF-8"}, "en"),
        (["run"], {"LANG": "fr_FR.UTF-8"}, "en"),
    ],
)
def test_the_language_is_the_options_then_the_variables_then_the_locales(arguments, environment, spoken):
    assert language(arguments, environment) == spoken


@pytest.mark.parametrize(
    "arguments",
    [
        ["frobnicate"],
        ["run", "--frobnicate"],
        ["run", "--sample", "lots"],
        ["run", "--sample", "2"],
        ["run", "--seed", "-1"],
        ["run", "--lang", "fr"],
        ["run", "no-such-scenario"],
        ["run", "missing.yaml"],
        ["run", "--end", "2010Q1"],
        ["run", "--towns", "亚特兰蒂斯"],
        ["run", "--firms=salse"],
        ["explain", "missing.yaml"],
        ["levers", "--article", "99"],
        ["check", "missing.yaml"],
        ["verify", "nowhere"],
        ["verify", "."],
        ["story", "1", "--run", "nowhere"],
        ["story", "one", "--run", "nowhere"],
        ["explain", "--log", "no/such/folder/log.txt"],
        ["tables", "--out", "/dev/null/x"],
    ],
)
def test_bad_input_exits_2_with_a_message_and_no_traceback(zhenxing, arguments):
    answer = zhenxing(*arguments)
    said = answer.stdout + answer.stderr
    assert answer.returncode == 2, said
    assert said.strip()
    assert "Traceback" not in said


def test_a_message_says_what_was_found_and_what_is_nearest(zhenxing):
    answer = zhenxing("explain", "decision-2021")
    assert "Found 'decision-2021'" in answer.stderr
    assert "Did you mean decision-2012?" in answer.stderr
    assert answer.stderr.count("Did you mean") == 1
    assert answer.stdout == ""


def test_messages_speak_chinese(zhenxing):
    answer = zhenxing("explain", "decision-2021", "--lang", "zh")
    assert answer.stderr.startswith("错误")
    assert "是否指 decision-2012" in answer.stderr


def test_hostile_text_is_shown_escaped(zhenxing):
    answer = zhenxing("explain", "\x1b[31m[bold]red[/bold]\u202e.yaml")
    assert answer.returncode == 2
    assert "\x1b" not in answer.stderr and "\u202e" not in answer.stderr
    assert "[bold]red[/bold]" in answer.stderr


def test_levers_as_a_table_and_as_json_agree(zhenxing):
    shown = zhenxing("levers", "--lang", "zh")
    assert "0 - 1,000,000" in shown.stdout and "e+0" not in shown.stdout
    listed = json.loads(zhenxing("levers", "--json").stdout)
    assert len(listed) >= 6
    assert all(card["id"] in shown.stdout for card in listed)
    assert "2013Q1" in shown.stdout
    one = json.loads(zhenxing("levers", "--article", "20", "--json").stdout)
    assert {card["article"] for card in one} == {20}


def test_explain_speaks_both_languages(zhenxing):
    assert "Article 20" in zhenxing("explain").stdout
    assert "第 20 条" in zhenxing("explain", ZHENXING_LANG="zh").stdout
    assert json.loads(zhenxing("explain", "--json").stdout)["scenario"]["name"] == "decision-2012"


def test_the_built_start_is_shown_in_chinese_with_numbers_as_people_read_them(zhenxing):
    shown = zhenxing("check", "--world", "small", "--lang", "zh").stdout
    assert not re.search(r"[0-9]e[+-][0-9]", shown)
    lines = [re.split(r"\s{2,}", line.strip()) for line in shown.splitlines() if line.rstrip().endswith(HOWS)]
    assert len(lines) > 500
    assert not [cells for cells in lines if re.search("[a-z]{3,}", " ".join(cells[1:]))]  # but for the id
    firms = next(cells for cells in lines if cells[0] == "firms.total")
    assert firms[2:6] == ["家", "1,400", "980 - 1,820", "1,400"]


def test_check_reads_every_file_and_says_which_is_wrong(zhenxing, tmp_path):
    (tmp_path / "good.yaml").write_text("title: 测试\ninherits: baseline\n", encoding="utf-8")
    (tmp_path / "bad.yaml").write_text("inherits: baseline\nlevers: {art20_guarantee_shaer: 0.1}\n", encoding="utf-8")
    answer = zhenxing("check", "bad.yaml", "good.yaml")
    assert answer.returncode == 2
    assert "good.yaml: good" in answer.stdout
    assert "art20_guarantee_share" in answer.stdout
    assert zhenxing("check", "good.yaml").returncode == 0
    rows = json.loads(zhenxing("check", "bad.yaml", "good.yaml", "--json").stdout)
    assert [row["good"] for row in rows] == [False, True]
    assert rows[0]["nearest"] == "art20_guarantee_share"


def test_a_log_is_written(zhenxing, tmp_path):
    zhenxing("explain", "decision-2021", "--log", "log.txt")
    assert "decision-2021" in (tmp_path / "log.txt").read_text(encoding="utf-8")


def test_output_for_a_narrow_encoding_does_not_fail(zhenxing):
    answer = zhenxing("levers", "--lang", "zh", PYTHONIOENCODING="ascii")
    assert answer.returncode == 0
    assert "art20_guarantee_share" in answer.stdout


def test_a_reader_that_closes_the_pipe_early_is_not_an_error(tmp_path, environment):
    command = f"{sys.executable} -m zhenxing levers --json | head -c 10"
    done = subprocess.run(command, shell=True, cwd=tmp_path, env=environment, capture_output=True, text=True)
    assert len(done.stdout) == 10
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("command", [(), ("run",), ("compare",), ("report",)])
def test_the_help_speaks_one_language(zhenxing, command):
    chinese = zhenxing(*command, "--help", "--lang", "zh").stdout
    assert chinese.startswith("用法") and "选项" in chinese
    assert not re.search(r"Usage|Options|Arguments|Commands|Show this|default:|required| / ", chinese)
    english = zhenxing(*command, "--help", "--lang", "en").stdout
    assert english.startswith("Usage") and not re.search("[\u4e00-\u9fff]", english)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (("run", "--sed", "2"), "没有选项 --sed"),
        (("frobnicate",), "没有命令 frobnicate"),
        (("story",), "缺少参数 uid"),
        (("run", "--sample", "lots"), "--sample 取值无效\uff1a应为数字"),
        (("run", "a", "b"), "多余的参数 b"),
    ],
)
def test_what_was_typed_wrong_is_said_in_chinese(zhenxing, typed, said):
    answer = zhenxing("--lang", "zh", *typed)
    assert answer.returncode == 2 and said in answer.stderr
    assert not re.search(r"No such|Missing|Invalid|Input|Got ", answer.stderr)
