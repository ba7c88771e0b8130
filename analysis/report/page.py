"""The report as one HTML file: pictures and the font inside, no script, nothing fetched, every text escaped."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from pathlib import Path

from analysis.report.blocks import Cell, Column, Number, Report
from analysis.report.fonts import embedded

TEMPLATES = Path(__file__).parent / "templates"
_STYLE_FONT = "FONT"


def html(report: Report, marks: Mapping[str, str], pictures: Mapping[str, str]) -> str:
    """The page; `pictures`: SVG by name, drawn by us and put in as it is."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        loader=FileSystemLoader(TEMPLATES, encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
    )
    style = (TEMPLATES / "report.css").read_text(encoding="utf-8")
    page = environment.get_template("report.html").render(
        report=report,
        marks=marks,
        pictures={name: Markup(inline(svg, name)) for name, svg in pictures.items()},
        style=Markup(style),
        kind_of=lambda block: type(block).__name__,
        bare=bare,
        lines=lines,
        is_short=is_short,
    )
    font = base64.b64encode(embedded(page)).decode("ascii")
    return page.replace(f"base64,{_STYLE_FONT})", f"base64,{font})", 1)


def bare(value: Cell, column: Column) -> Cell:
    """A number without its badge where the column's heading already carries the same."""
    if isinstance(value, Number) and value.badge == column.badge:
        return value.text
    return value


def is_short(head: str) -> bool:
    """A heading whose lines are short enough never to be broken again."""
    return all(sum(2 if ord(c) > 0x2E7F else 1 for c in line) <= 12 for line in head.split("\n"))


def lines(text: str):
    """Line breaks of a heading, everything else escaped."""
    from markupsafe import Markup, escape

    return Markup("<br>").join(escape(line) for line in text.split("\n"))


_HEAD = re.compile(r"^.*?(?=<svg)", re.DOTALL)
_SIZE = re.compile(
    r'(<svg[^>]*?) height="[^"]*"([^>]*?) width="[^"]*"|(<svg[^>]*?) width="[^"]*"([^>]*?) height="[^"]*"'
)
_METADATA = re.compile(r"\s*<metadata>.*?</metadata>", re.DOTALL)


def inline(svg: str, name: str) -> str:
    """An SVG file as an element of a page: no prolog, as wide as its place, its ids its own."""
    body = _METADATA.sub("", _HEAD.sub("", svg, count=1), count=1)
    body = _SIZE.sub(lambda m: (m[1] or m[3]) + (m[2] or m[4]), body, count=1)
    body = re.sub(r'\bid="', f'id="{name}-', body)
    body = re.sub(r'(href="|url\()#', rf"\1#{name}-", body)
    return body.replace("<svg", '<svg aria-hidden="true"', 1)
