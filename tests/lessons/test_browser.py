"""The static page in a browser: one file, nothing fetched, identical halves until the first difference, keys, phone."""

from __future__ import annotations

import pytest

from tests.browsers import chromium

WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
LOOKS = """side => [...document.querySelectorAll('#' + side + ' .dot')].map(dot =>
  ['cx', 'cy', 'r', 'fill', 'stroke'].map(name => dot.getAttribute(name)).join())"""
AT = "t => { const e = document.getElementById('time'); e.value = t; e.dispatchEvent(new Event('input')); }"


@pytest.fixture(scope="module")
def browser():
    yield from chromium()


@pytest.fixture
def opened(browser, page, tmp_path):
    """The page in a window of a size, with all it asks for or complains about."""
    made = []

    def open_(width: int = 1366, height: int = 768):
        path = tmp_path / "lesson.html"
        path.write_text(page, encoding="utf-8")
        tab = browser.new_page(viewport={"width": width, "height": height})
        tab.asked = []
        tab.on("request", lambda request: tab.asked.append(request.url))
        tab.on("console", lambda message: tab.asked.append(message.text))
        tab.on("pageerror", lambda error: tab.asked.append(str(error)))
        tab.goto(path.as_uri())
        tab.asked = [one for one in tab.asked if one.split("#")[0] != path.as_uri()]
        made.append(tab)
        return tab

    yield open_
    for tab in made:
        tab.close()


def test_nothing_runs_before_the_guess_is_locked(opened) -> None:
    tab = opened()
    assert tab.is_disabled("#play") and tab.is_disabled("#time")
    assert {look.split(",")[2] for look in tab.evaluate(LOOKS, "right")} == {"0.01"}
    tab.click("#lock")
    assert tab.is_disabled("#guess") and tab.is_enabled("#time")
    assert tab.asked == []


def test_dots_are_the_same_until_the_first_difference_and_differ_after_it(opened) -> None:
    tab = opened()
    tab.click("#lock")
    tab.evaluate(AT, 3)
    assert tab.evaluate(LOOKS, "left") == tab.evaluate(LOOKS, "right")
    assert "identical" in tab.inner_text("#text")
    tab.evaluate(AT, 23)
    assert tab.evaluate(LOOKS, "left") != tab.evaluate(LOOKS, "right")
    assert "firms differ" in tab.inner_text("#text")


def test_a_placebo_is_the_same_in_every_quarter_and_the_page_says_so(opened) -> None:
    tab = opened()
    tab.click("#lock")
    tab.click("#arms button:nth-child(2)")
    tab.evaluate(AT, 23)
    assert tab.evaluate(LOOKS, "left") == tab.evaluate(LOOKS, "right")
    assert "与不实施完全相同" in tab.inner_text("#text")


def test_a_slider_between_stored_points_is_said_to_be_interpolated(opened) -> None:
    tab = opened()
    tab.click("#lock")
    tab.evaluate(AT, 23)
    at_point = tab.inner_text("#answer b")
    tab.evaluate(
        "() => { const e = document.querySelector('#measures input'); e.value = 0.15;"
        " e.dispatchEvent(new Event('input')); }"
    )
    assert "interpolated" in tab.inner_text("#error")
    assert tab.inner_text("#answer b") != at_point


def test_keys_move_a_quarter_and_both_languages_are_whole(opened) -> None:
    tab = opened()
    tab.click("#lock")
    tab.click("#play")
    tab.evaluate(AT, 5)
    tab.evaluate("document.activeElement.blur()")
    tab.keyboard.press("ArrowRight")
    assert tab.inner_text("#when") == "2013 Q3"
    tab.click("#lang")
    assert tab.inner_text("#when") == "2013 年三季度" and tab.get_attribute("html", "lang") == "zh-CN"
    assert "undefined" not in tab.inner_text("body")


@pytest.mark.parametrize(("width", "height"), [(390, 844), (1366, 768)])
def test_on_phone_and_laptop_nothing_runs_over_the_edge(opened, width: int, height: int) -> None:
    tab = opened(width, height)
    tab.click("#lock")
    for number in range(1, 6):
        tab.click(f"#tabs button:nth-child({number})")
        assert tab.evaluate(WIDER) <= 0
    if width > 1000:  # all a class looks at while it runs is on one screen
        assert tab.evaluate("document.getElementById('tabs').getBoundingClientRect().top") < height
    assert tab.asked == []


def test_the_page_is_one_small_file_and_text_cannot_leave_its_place(page) -> None:
    assert len(page.encode()) < 5_000_000 / 6
    data = page.split('id="data">', 1)[1].split("</script>", 1)[0]
    assert "<" not in data
    assert "http://" not in page.replace("http://www.w3.org/2000/svg", "") and "https://" not in page
