"""The report as a Word document: headings, tables and text to edit, figures as pictures."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from analysis.report.blocks import (
    Beside,
    Block,
    Box,
    Bullets,
    Cell,
    Column,
    Heading,
    Number,
    Part,
    Picture,
    Report,
    Sentence,
    Table,
    plain,
)
from analysis.report.page import bare
from analysis.report.steady import steady

if TYPE_CHECKING:
    from docx.document import Document

FACES = {"zh": ("Times New Roman", "宋体", "黑体"), "en": ("Calibri", "宋体", "黑体")}  # Latin, Chinese text, headings
COLOURS = {"sourced": "1B6E3C", "derived": "4A5560", "assumed": "A34A00", "simulated": "00598C"}
BODY, SMALL, TABLE, MARK = 10.5, 8.5, 8, 6
WIDE = 17.0  # cm between the margins


def docx(report: Report, marks: Mapping[str, str], pictures: Mapping[str, bytes]) -> bytes:
    """`marks`: how badges are written; `pictures`: PNG by name."""
    from docx import Document

    document = Document()
    _set_up(document, report)
    document.add_heading(legal(report.title), 0)
    _paragraph(document, (report.strap,), marks, SMALL)
    for place, sheet in enumerate(report.sheets):
        if place:
            document.add_page_break()
        for block in sheet.blocks:
            _add(document, block, marks, pictures, WIDE)
    out = io.BytesIO()
    document.save(out)
    return steady(out.getvalue())


def legal(text: str) -> str:
    """Text that XML can hold: a control character becomes a blank."""
    return "".join(
        c
        if c in "\n\t" or (ord(c) >= 0x20 and not 0xD800 <= ord(c) <= 0xDFFF and ord(c) < 0xFFFE) or ord(c) > 0xFFFF
        else " "
        for c in text
    )


def _set_up(document: Document, report: Report) -> None:
    """A4, fonts for both scripts, the line that stands on every page, no clock."""
    import datetime

    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Cm, Pt

    section = document.sections[0]
    section.page_width, section.page_height = Cm(21.0), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.0)
    section.top_margin = section.bottom_margin = Cm(1.8)
    latin, chinese, heading = FACES[report.lang]
    styles: Any = document.styles
    for style in styles:
        if style.type is not None and hasattr(style, "font"):
            _face(style, latin, heading if str(style.name).startswith(("Heading", "Title")) else chinese)
    styles["Normal"].font.size = Pt(BODY)
    foot = section.footer.paragraphs[0]
    foot.text = legal(report.foot)
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    foot.runs[0].font.size = Pt(7.5)
    about = document.core_properties
    about.title, about.author, about.comments = legal(report.title)[:250], legal(report.author)[:250], ""
    about.created = about.modified = datetime.datetime(2012, 7, 1)


def _face(style: Any, latin: str, chinese: str) -> None:
    from docx.oxml.ns import qn

    style.font.name = latin
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        fonts.attrib.pop(qn(name), None)
    fonts.set(qn("w:eastAsia"), chinese)


def _add(document: Document, block: Block, marks: Mapping, pictures: Mapping, width: float) -> None:
    if isinstance(block, Heading):
        document.add_heading(legal(block.text), min(block.level - 1, 3))
    elif isinstance(block, Sentence):
        _paragraph(document, block.parts, marks, {"answer": 12, "small": 9.5, "note": SMALL}.get(block.style, BODY))
    elif isinstance(block, Bullets):
        for place, item in enumerate(block.items, start=1):
            told = (f"{place}. ", *item) if block.numbered else item
            _paragraph(document, told, marks, 10, None if block.numbered else "List Bullet")
    elif isinstance(block, Picture):
        _picture(document, block, pictures, width)
    elif isinstance(block, Table):
        _table(document, block, marks)
    elif isinstance(block, Beside):
        for inner in (*block.left, *block.right):
            _add(document, inner, marks, pictures, 0.7 * width)
    elif isinstance(block, Box):
        for inner in block.blocks:
            _add(document, inner, marks, pictures, width)


def _paragraph(where: Any, parts: tuple[Part, ...], marks: Mapping, size: float, style: str | None = None) -> None:
    from docx.shared import Pt

    paragraph = where.add_paragraph(style=style)
    paragraph.paragraph_format.space_after = Pt(3)
    _runs(paragraph, parts, marks, size)


def _runs(paragraph: Any, parts: Cell, marks: Mapping, size: float, bold: bool = False) -> None:
    """Text and numbers, each number with its mark raised behind it."""
    from docx.shared import Pt, RGBColor

    for part in (parts,) if isinstance(parts, str | Number) else parts:
        run = paragraph.add_run(legal(part if isinstance(part, str) else part.text))
        run.font.size, run.bold = Pt(size), bold
        if isinstance(part, Number):
            _mark(paragraph, part.badge, marks, RGBColor)


def _mark(paragraph: Any, badge: str, marks: Mapping, colour: Any) -> None:
    from docx.shared import Pt

    run = paragraph.add_run(marks[badge])
    run.font.size, run.font.superscript = Pt(MARK + 2), True
    run.font.color.rgb = colour.from_string(COLOURS[badge])


def _picture(document: Document, block: Picture, pictures: Mapping[str, bytes], width: float) -> None:
    from docx.shared import Cm

    document.add_picture(io.BytesIO(pictures[block.name]), width=Cm(width))
    properties = document.inline_shapes[-1]._inline.docPr
    properties.set("descr", legal(block.alt))


def _table(document: Document, block: Table, marks: Mapping) -> None:
    from docx.enum.table import WD_TABLE_ALIGNMENT
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt

    caption = document.add_paragraph()
    caption.paragraph_format.keep_with_next = True
    caption.paragraph_format.space_before, caption.paragraph_format.space_after = Pt(6), Pt(2)
    _runs(caption, block.caption, marks, 9.5, bold=True)
    table = document.add_table(rows=1, cols=len(block.columns), style="Table Grid")
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    for column, width in zip(table.columns, column_widths(block), strict=True):
        column.width = Cm(width)
    repeated = OxmlElement("w:tblHeader")
    repeated.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(repeated)
    for cell, column in zip(table.rows[0].cells, block.columns, strict=True):
        _fill(cell, column.head, column, marks, head=True)
    for row in block.rows:
        for cell, value, column in zip(table.add_row().cells, row, block.columns, strict=True):
            _fill(cell, bare(value, column), column, marks)
    for column, width in zip(table.columns, column_widths(block), strict=True):
        for cell in column.cells:
            cell.width = Cm(width)
    for note in block.notes:
        _paragraph(document, (note,), marks, 7.5)


def column_widths(block: Table) -> list[float]:
    """cm by column, after the longest line of each: numbers stay whole, sentences may break."""
    sizes = []
    for at, column in enumerate(block.columns):
        cells = [line for row in block.rows for line in plain(row[at]).split("\n")]
        head = max(_places(line) for line in column.head.split("\n")) + (3 if column.badge else 0)
        longest = max((_places(line) for line in cells), default=0)
        sizes.append(3 + min(max(longest, min(head, 14)), 26 if column.align == "right" else 44))
    return [WIDE * size / sum(sizes) for size in sizes]


def _places(text: str) -> int:
    return sum(2 if ord(c) > 0x2E7F else 1 for c in text)


def _fill(cell: Any, value: Cell, column: Column, marks: Mapping, head: bool = False) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt, RGBColor

    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_after = Pt(0)
    if column.align == "right":
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _runs(paragraph, value, marks, TABLE, bold=head)
    if head and column.badge:
        _mark(paragraph, column.badge, marks, RGBColor)
