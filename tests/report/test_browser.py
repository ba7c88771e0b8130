"""The page as a browser shows it: phone, laptop and A4, both languages. Skipped where there is no Chromium."""

from __future__ import annotations

import pytest

from analysis.report.assembly import page_of
from tests.browsers import chromium
from tests.report.synthetic import TITLES, comparison

MM = 96 / 25.4
PRINTED = (210 - 26, 297 - 21)  # mm between the margins
OUTSIDE = """() => [...document.querySelectorAll('svg')].flatMap(svg => {
  const box = svg.getBoundingClientRect();
  return [...svg.querySelectorAll('text')].filter(text => {
    const t = text.getBoundingClientRect();
    return t.left < box.left - 2 || t.right > box.right + 2 || t.top < box.top - 2 || t.bottom > box.bottom + 2;
  }).map(text => text.textContent)
})"""
WIDER = """() => document.documentElement.scrollWidth - document.documentElement.clientWidth"""
CUT = """() => [...document.querySelectorAll('td, th')].filter(cell => cell.scrollWidth > cell.clientWidth + 1)
  .map(cell => cell.textContent)"""


@pytest.fixture(scope="module")
def browser():
    yield from chromium()


def opened(browser, content: bytes, tmp_path, width: int, height: int, media: str = "screen"):
    """The page in a window of a size; anything it asks for, or fails at, is kept in `asked`."""
    path = tmp_path / "report.html"
    path.write_bytes(content)
    page = browser.new_page(viewport={"width": width, "height": height})
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: asked.append(message.text))
    page.emulate_media(media=media)
    page.goto(path.as_uri())
    page.evaluate("document.fonts.ready")
    page.asked = [url for url in asked if not url.startswith(("data:", path.as_uri()))]
    return page


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(("width", "height"), [(390, 844), (1366, 768)])
def test_on_phone_and_laptop_nothing_is_cut_off_and_nothing_is_fetched(browser, files, tmp_path, lang, width, height):
    page = opened(browser, files(lang)["report.html"], tmp_path, width, height)
    assert page.asked == []
    assert page.evaluate(WIDER) <= 0
    assert page.evaluate(OUTSIDE) == []
    assert page.evaluate("document.fonts.check('12px \"Noto Sans CJK SC\"', '镇')")
    page.close()


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("names", [("decision-2012",), tuple(TITLES)], ids=["one", "five with long titles"])
def test_the_mayors_part_prints_on_two_pages_of_a4(browser, tmp_path, lang, names):
    long = {
        "zh": "很长很长的政策组合名称一直写下去没完没了",
        "en": "A very long title of a package that goes on and on",
    }
    titles = {name: {k: v + name for k, v in long.items()} for name in TITLES} if len(names) > 1 else None
    content = page_of(comparison(names, 12, titles=titles), lang).encode()
    page = opened(browser, content, tmp_path, round(PRINTED[0] * MM), 1000, "print")
    heights = page.evaluate("() => [...document.querySelectorAll('.mayor')].map(s => s.getBoundingClientRect().height)")
    assert len(heights) == 2
    assert all(height <= PRINTED[1] * MM for height in heights), heights
    assert page.evaluate(CUT) == []
    assert page.evaluate(WIDER) <= 0
    page.close()
