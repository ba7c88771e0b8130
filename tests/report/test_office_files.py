"""Word and Excel: editable, the forms planners know, nothing that runs."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from xml.etree import ElementTree

import openpyxl
import pytest
from docx import Document

from analysis.report.workbook import harmless


def book_of(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


def test_the_document_has_headings_tables_pictures_and_text_to_edit(files):
    document = Document(io.BytesIO(files("zh")["report.docx"]))
    headings = [p.text for p in document.paragraphs if p.style.name.startswith(("Heading", "Title"))]
    assert any("哪个增加最多" in text for text in headings) and any(
        text.startswith("三、谁多谁少") for text in headings
    )
    assert len(document.tables) >= 12 and len(document.inline_shapes) == 7
    assert all(shape._inline.docPr.get("descr") for shape in document.inline_shapes)
    assert any("各级财政累计" in p.text for p in document.paragraphs)
    heads = [cell.text for cell in document.tables[0].rows[0].cells]
    assert heads[0] == "指标，单位" and "目标值实" in heads


def test_what_a_user_wrote_is_text_in_the_document(hostile_files):
    content = hostile_files["report.docx"]
    text = "\n".join(p.text for p in Document(io.BytesIO(content)).paragraphs)
    assert "<script>alert(1)</script>" in text and "{{ 7*7 }}" in text
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")):
                ElementTree.fromstring(archive.read(name))
        assert not [name for name in archive.namelist() if "vba" in name.lower()]


def test_no_cell_of_the_workbook_is_a_formula(files, hostile_files):
    for content in (files("zh")["effects.xlsx"], files("en")["effects.xlsx"], hostile_files["effects.xlsx"]):
        for sheet in book_of(content):
            for row in sheet.iter_rows():
                for cell in row:
                    assert cell.data_type != "f"
                    assert not (isinstance(cell.value, str) and cell.value[:1] in "=+-@\t\r"), (sheet.title, cell.value)


def test_hidden_characters_do_not_reach_the_workbook(hostile_files):
    texts = [c.value for sheet in book_of(hostile_files["effects.xlsx"]) for row in sheet.iter_rows() for c in row]
    joined = "".join(text for text in texts if isinstance(text, str))
    assert "'@=1+1|" in joined
    assert not {"\x07", "\x00", "\u202e"} & set(joined)


@pytest.mark.parametrize(("value", "shown"), [
    ("=1+1", "'=1+1"), ("+1", "'+1"), ("-1", "'-1"), ("@x", "'@x"), ("\t=1", "\\x09=1"), ("plain",
        "plain"), (float("nan"), None),
    (2.5, 2.5), (-3, -3),
])  # fmt: skip
def test_text_that_a_spreadsheet_would_run_is_made_plain(value, shown):
    assert harmless(value) == shown


def test_the_planning_targets_have_the_heads_planners_know_and_blanks_where_nobody_knows(files):
    sheet = book_of(files("zh")["effects.xlsx"])["规划目标表"]
    heads = [cell.value for cell in sheet[3]]
    assert heads[:4] == ["序号", "指标", "单位", "2011 年基期（推）"] and "责任单位" in heads
    assert [sheet.cell(row, heads.index("责任单位") + 1).value for row in range(4, 19)] == [None] * 15
    targets = [sheet.cell(row, 5).value for row in range(4, 14)]
    assert targets == [25000, pytest.approx(100 / 3), 500, 150, 10, 120, 300, 60, 35000, pytest.approx(2.5)]
    assert sheet.cell(14, 5).value is None  # the text sets no number
    start, growth = sheet.cell(4, 4).value, sheet.cell(4, 6).value
    assert start * (1 + growth / 100) ** 5 == pytest.approx(25000)


def test_the_performance_form_follows_the_usual_levels_and_sums(files, material):
    sheet = book_of(files("zh")["effects.xlsx"])["绩效目标表"]
    first = [row[0].value for row in sheet.iter_rows(min_row=10) if row[0].value]
    assert first[:4] == ["成本指标", "产出指标", "效益指标", "满意度指标"]
    total, public, other = (sheet.cell(row, 4).value for row in (5, 6, 7))
    assert total == pytest.approx(public + other) and public > 0
    blank = {row[1].value: row[3].value for row in sheet.iter_rows(min_row=10) if row[1].value}
    assert blank["生态效益指标"] is None and blank["服务对象满意度指标"] is None


def test_office_files_are_the_same_bytes_each_time(files, material):
    from analysis.report.assembly import files_of

    again = files_of(material, "zh")
    assert {name for name in again if again[name] != files("zh")[name]} == set()


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_opens_both(files, tmp_path):
    for name in ("report.docx", "effects.xlsx"):
        (tmp_path / name).write_bytes(files("zh")[name])
        home = f"-env:UserInstallation=file://{tmp_path}/profile"
        subprocess.run(["soffice", home, "--headless", "--convert-to", "pdf", "--outdir", tmp_path, tmp_path / name],
                       check=True, capture_output=True, timeout=240)  # fmt: skip
        assert (tmp_path / name).with_suffix(".pdf").stat().st_size > 20_000


def test_the_data_sheets_have_heads_and_indicators_in_chinese(files):
    book = book_of(files("zh")["effects.xlsx"])
    for name in ("净增", "目标", "费用", "谁多谁少", "虹吸与辐射", "梯队", "两两比较"):
        heads = [cell.value for cell in book[name][1]]
        assert all(re.search("[\u4e00-\u9fff]", str(head)) for head in heads), (name, heads)
    sheet = book["净增"]
    at = [cell.value for cell in sheet[1]].index("指标")
    assert "研发投入强度" in {row[at].value for row in sheet.iter_rows(min_row=2)}
    english = [cell.value for cell in book_of(files("en")["effects.xlsx"])["effects"][1]]
    assert {"scenario", "indicator", "effect"} <= set(english)


def test_a_name_stands_beside_every_id_of_the_data_sheets(files):
    book = book_of(files("zh")["effects.xlsx"])
    heads = {name: [cell.value for cell in book[name][1]] for name in ("净增", "目标", "费用", "两两比较")}
    assert heads["净增"][:4] == ["方案", "方案名称", "对照", "对照名称"]
    assert "目标名称" in heads["目标"] and {"政策措施", "政策措施名称"} <= set(heads["费用"])
    assert {"方案甲名称", "方案乙名称"} <= set(heads["两两比较"])
    assert heads["费用"].index("政策措施名称") == heads["费用"].index("政策措施") + 1
    english = book_of(files("en")["effects.xlsx"])
    assert {"indicator_name", "scope_name"} <= {str(cell.value) for cell in english["effects"][1]}
    assert "goal_name" in [cell.value for cell in english["goals"][1]]


def test_only_ids_that_one_types_are_english_in_the_chinese_data_sheets(files):
    typed = {"方案", "对照", "方案名称", "对照名称", "方案甲", "方案乙", "方案甲名称", "方案乙名称", "目标",
             "政策措施", "分组编号", "分组"}  # fmt: skip
    book, english = book_of(files("zh")["effects.xlsx"]), {}
    for name in ("净增", "目标", "费用", "谁多谁少", "虹吸与辐射", "梯队", "两两比较"):
        heads, *rows = book[name].iter_rows(values_only=True)
        for head in set(heads) - typed:
            at = heads.index(head)
            english |= {(name, head, row[at]): 1 for row in rows if re.search("[a-z]{3,}", str(row[at] or ""))}
    assert not list(english)
