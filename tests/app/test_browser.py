"""The page in Chromium: opens off line, every control, both languages, keyboard, phone to projector."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from analysis.report.fonts import characters
from scenarios.cards import cards
from scenarios.money import planned_public

AXE = Path(__file__).parent / "axe" / "axe.min.js"
READY = "() => document.querySelector('.page.ready')"
WIDER = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
TALLER = "() => document.documentElement.scrollHeight - document.documentElement.clientHeight"
CUT = """() => [...document.querySelectorAll('.page button, .page label, .page h1, .page h2, .page h3, .parting')]
  .filter(e => e.offsetParent && e.scrollWidth > e.clientWidth + 2 && getComputedStyle(e).overflow !== 'visible'
    && !e.title && !e.closest('.measures, .buttons')).map(e => e.textContent)"""
SEEN = """() => document.querySelector('.page').innerText
  + [...document.querySelectorAll('option, [title]')].map(e => e.title + e.text).join('')"""
DRAWN = """side => { const c = document.querySelector(`.half.${side} canvas`);
  const p = c.getContext('2d').getImageData(0, 0, c.width, c.height).data;
  let n = 0; for (let i = 3; i < p.length; i += 4) n += p[i] > 0; return n; }"""
SAME = """() => { const [a, b] = ['left', 'right'].map(s => document.querySelector(`.half.${s} canvas`).toDataURL());
  return a === b; }"""
OPEN = """n => document.querySelectorAll('nav button')[n].classList.contains('on')
  && !document.querySelector('.busy.on')"""
SMALL = """() => [...document.querySelectorAll('.lesson button, .player button')].filter(e => e.offsetParent
  && !e.closest('nav, .switch, .story') && e.getBoundingClientRect().height < 30).map(e => e.textContent)"""


@pytest.fixture
def opened(browser, page_server):
    """A function that opens the page; what the browser asked for elsewhere, and what it complained of, is asserted."""
    pages = []

    def open_(query: str = "", width: int = 1366, height: int = 768):
        page = browser.new_page(viewport={"width": width, "height": height})
        page.set_default_timeout(60_000)
        page.wrong = []
        page.on("request", lambda r: r.url.startswith((page_server.url, "data:", "blob:")) or page.wrong.append(r.url))
        page.on("response", lambda r: r.status >= 400 and page.wrong.append(f"{r.status} {r.url}"))
        page.on("console", lambda m: m.type == "error" and page.wrong.append(m.text))
        page.on("pageerror", lambda e: page.wrong.append(str(e)))
        page.goto(f"{page_server.url}?{query}")
        page.wait_for_function(READY)
        pages.append(page)
        return page

    yield open_
    for page in pages:
        assert page.wrong == []
        page.close()


def locked(page, value: str | None = None):
    guess = page.locator("#guess")
    guess.fill(value or guess.get_attribute("max"))
    page.click(".guess button.go")
    return page


def serious(page) -> list[str]:
    """What axe-core finds that is serious or critical, in what is ours."""
    page.add_script_tag(path=AXE)
    found = page.evaluate("axe.run('.page', {resultTypes: ['violations']})")
    return [
        f"{one['id']}: {node['html'][:160]} {node.get('failureSummary', '')[:160]}"
        for one in found["violations"]
        if one["impact"] in ("serious", "critical")
        for node in one["nodes"][:3]
    ]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_lesson_from_the_guess_to_the_story_on_a_laptop_without_scrolling(opened, lang) -> None:
    page = opened(f"lang={lang}")
    assert page.evaluate(TALLER) <= 0 and page.evaluate(WIDER) <= 0
    assert page.locator(".player .main").is_disabled()  # the guess comes first
    assert not page.locator(".path .line.right").count()
    locked(page)
    assert page.locator("#guess").is_disabled()
    first = page.locator(".parting").inner_text()
    page.locator(".player input").fill("23")
    page.wait_for_selector(".path .line.right")
    assert page.locator(".parting").inner_text() != first
    assert page.evaluate(DRAWN, "left") > 10_000 and page.evaluate(DRAWN, "right") > 10_000
    assert page.locator(".verdict b").inner_text()
    assert page.locator(".chain .lit").count() >= 1
    page.click(".story .z-small")
    page.wait_for_selector(".story p:nth-of-type(3)")
    assert page.evaluate(TALLER) <= 0 and page.evaluate(WIDER) <= 0
    assert page.evaluate(CUT) == []
    assert set(page.evaluate(SEEN)) - characters() - set("\n\t") == set()
    assert serious(page) == []


def test_before_they_part_both_halves_are_the_same_picture(opened) -> None:
    page = locked(opened("lesson=platforms&lang=en"))
    page.locator(".player input").fill("0")
    assert "identical" in page.locator(".parting").inner_text()
    assert page.evaluate(SAME)
    page.locator(".player input").fill("23")
    page.wait_for_function("() => document.querySelector('.parting').innerText.includes('parted')")
    assert not page.evaluate(SAME)


def test_another_luck_and_a_slider_change_what_follows(opened) -> None:
    page = locked(opened("lesson=sure&lang=en"))
    page.locator(".player input").fill("23")
    page.click("button.luck")
    page.wait_for_function("() => document.querySelector('.verdict').innerText.includes('luck 2')")
    assert page.locator(".path .earlier").count() == 1
    effect = page.locator(".verdict b").inner_text()
    slider = page.locator(".measure input").first
    slider.fill(slider.get_attribute("min"))
    page.wait_for_function("before => document.querySelector('.verdict b').innerText !== before", arg=effect)
    assert "identical to the end" in page.locator(".parting").inner_text()


def test_the_keyboard_is_enough(opened) -> None:
    page = opened("lang=en")
    page.locator("#guess").focus()
    page.keyboard.press("ArrowRight")
    page.locator(".guess button.go").focus()
    page.keyboard.press("Enter")
    page.evaluate("document.activeElement.blur()")
    quarter = page.locator(".player output")
    assert quarter.inner_text() == "2012Q1"
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    assert quarter.inner_text() == "2012Q3"
    page.keyboard.press("ArrowLeft")
    assert quarter.inner_text() == "2012Q2"
    page.click("button.speed")
    page.click("button.speed")
    page.keyboard.press("Escape")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("Space")
    page.wait_for_function("() => document.querySelector('.player output').innerText === '2017Q4'")


def test_all_lessons_open_and_the_language_turns(opened) -> None:
    page = opened("lang=zh")
    for place in range(page.locator("nav button").count()):
        page.locator("nav button").nth(place).click()
        page.wait_for_function(OPEN, arg=place)
        assert page.locator(".asked h1").inner_text()
        assert page.locator(".measure").count() in (1, 2, 3)
        assert page.evaluate(TALLER) <= 0 and page.evaluate(WIDER) <= 0
    page.click("button.lang")
    page.wait_for_function("() => document.documentElement.lang === 'en'")
    assert "lang=en" in page.url
    page.set_viewport_size({"width": 390, "height": 844})
    for place in range(page.locator("nav button").count()):
        page.locator("nav button").nth(place).click()
        page.wait_for_function(OPEN, arg=place)
        assert page.evaluate(WIDER) <= 0, page.locator("nav button.on").inner_text()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_laboratory_sets_measures_presets_and_places(opened, lang, tmp_path) -> None:
    page = opened(f"view=lab&lang={lang}")
    page.wait_for_selector(".lever", state="attached")
    assert page.evaluate(TALLER) <= 0 and page.evaluate(WIDER) <= 0
    page.fill(".levers input[type=search]", "art20_guarantee_share")
    slider = page.locator(".lever input").first
    slider.fill(slider.get_attribute("max"))
    page.wait_for_function("() => !document.querySelector('.parting').classList.contains('same')")
    card = cards()["art20_guarantee_share"]
    money = round(planned_public(card, float(slider.get_attribute("max"))), -2)  # two digits of some thousand
    told = page.locator(".lever .planned").first.inner_text()
    assert re.search("万元/年" if lang == "zh" else "wan yuan of public money a year planned", told)
    assert float(re.search(r"[\d,]+", told)[0].replace(",", "")) == pytest.approx(money, rel=0.05)
    page.click(".lever .card summary")
    assert "“" in page.locator("blockquote").first.inner_text()
    link = page.locator(".home a").first.get_attribute("href")
    with page.expect_download() as file:
        page.locator(".home button").nth(0).click()
    assert "art20_guarantee_share" in Path(file.value.path()).read_text(encoding="utf-8")
    with page.expect_download() as file:
        page.locator(".home button").nth(1).click()
    rows = Path(file.value.path()).read_text(encoding="utf-8-sig").splitlines()
    assert rows[0] == "quarter,indicator,scope,as_before,policy" and len(rows) > 500
    page.select_option("#preset", "decision-2012")
    page.wait_for_function("() => document.querySelectorAll('.measured li').length > 3")
    page.fill(".place input", "guzhen" if lang == "en" else "古镇")
    page.wait_for_selector(".found button")
    page.fill(".place input", "garments" if lang == "en" else "服装")
    page.locator(".found button").first.click()
    page.wait_for_function("() => document.querySelectorAll('.map circle').length === 1")
    assert set(page.evaluate(SEEN)) - characters() - set("\n\t") == set()
    assert serious(page) == []
    again = opened(link.split("?")[1])
    assert json.loads(again.evaluate("() => JSON.stringify(Object.fromEntries(new URLSearchParams(location.search)))"))[
        "levers"
    ]
    again.wait_for_selector(".lever.set", state="attached")
    assert again.locator(".lever.set").count() == 1


def test_a_link_that_cannot_be_read_opens_the_page_and_says_why(opened) -> None:
    page = opened("view=lab&lang=en&levers=%7B%22art21_platform_grants%22:9999%7D")
    assert "outside the legal bounds" in page.locator(".problem").inner_text()
    page = opened("lang=zh&lesson=%3Cscript%3Ealert(1)%3C/script%3E")
    assert "没有这一课" in page.locator(".problem").inner_text()


@pytest.mark.parametrize("view", ["lesson", "lab"])
@pytest.mark.parametrize(("width", "height"), [(390, 844), (1920, 1080)], ids=["phone", "projector"])
def test_on_a_phone_it_is_stacked_and_on_a_projector_it_fills_the_screen(opened, view, width, height) -> None:
    page = opened(f"view={view}&lang=zh", width, height)
    if view == "lesson":
        locked(page)
        page.locator(".player input").fill("23")
    assert page.evaluate(WIDER) <= 0
    if width > 1000:
        assert page.evaluate(TALLER) <= 0
    else:
        tops = page.evaluate("() => [...document.querySelectorAll('.half')].map(e => e.getBoundingClientRect().top)")
        assert tops[1] > tops[0]
        small = page.evaluate(SMALL)
        assert small == []


def test_mesas_own_page_steps_the_pair(browser, page_server) -> None:
    page = browser.new_page()
    page.set_default_timeout(60_000)
    elsewhere: list[str] = []
    page.on(
        "request",
        lambda r: r.url.startswith((page_server.url, "data:", "blob:" + page_server.url)) or elsewhere.append(r.url),
    )
    page.goto(page_server.url + "mesa")
    page.click("button:has-text('Step')")
    page.wait_for_selector("text=/Time: 1/")
    assert elsewhere == []
    page.close()
