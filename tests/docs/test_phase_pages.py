"""The pictures of the quarter: one a phase, in order, readable: no text out of its box, no arrow through another."""

from __future__ import annotations

import itertools
import re
import xml.etree.ElementTree as ElementTree

import pytest

from experiments.docs.phase_pages import (
    FILLS,
    HEIGHT,
    LETTERS,
    LINES,
    WIDTH,
    Box,
    Picture,
    corner,
    phase_pages,
    pictures,
    svg,
    wrapped,
)
from model.province import PHASES

BY_NAME = {picture.phase: picture for picture in pictures()}
each_picture = pytest.mark.parametrize("picture", pictures(), ids=list(BY_NAME))


def test_every_phase_has_its_picture_in_the_order_of_the_quarter() -> None:
    assert list(BY_NAME) == [phase.__name__ for phase in PHASES]
    page = phase_pages()["phases.md"]
    assert re.findall(r"\]\((phases/\S+\.svg)\)", page) == [name for name in phase_pages() if name.endswith(".svg")]


@each_picture
def test_text_fits_into_its_box_and_boxes_do_not_overlap(picture: Picture) -> None:
    for box in picture.boxes.values():
        assert box.who in FILLS
        assert len(wrapped(box.text)) <= LINES and max(map(len, wrapped(box.text))) <= LETTERS, box.text
    for (ax, ay), (bx, by) in itertools.combinations(map(corner, picture.boxes.values()), 2):
        assert abs(ax - bx) >= WIDTH or abs(ay - by) >= HEIGHT + 8


@each_picture
def test_arrows_join_boxes_that_are_there_and_cross_no_other(picture: Picture) -> None:
    places = {name: corner(box) for name, box in picture.boxes.items()}
    paths = re.findall(r'<path d="(M[^"]+)" fill="none"', svg(picture))
    assert len(paths) == len(picture.arrows)
    for (start, end, *_), path in zip(picture.arrows, paths, strict=True):
        assert start in places and end in places and start != end
        for x, y in points(path):
            through = [
                name
                for name, (left, top) in places.items()
                if name not in (start, end) and left < x < left + WIDTH and top < y < top + HEIGHT
            ]
            assert through == [], (start, end)
    assert set(places) == {name for arrow in picture.arrows for name in arrow[:2]}


def points(path: str) -> list[tuple[float, float]]:
    """Points along a line or a Bezier curve."""
    numbers = [float(text) for text in re.findall(r"-?[\d.]+", path)]
    corners = list(zip(numbers[::2], numbers[1::2], strict=True))
    steps = [step / 40 for step in range(41)]
    if len(corners) == 2:
        (ax, ay), (bx, by) = corners
        return [(ax + t * (bx - ax), ay + t * (by - ay)) for t in steps]
    weights = [((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3) for t in steps]
    return [blend(four, corners) for four in weights]


def blend(weights, corners) -> tuple[float, float]:
    """Weighted mean of points."""
    x, y = (sum(w * corner[axis] for w, corner in zip(weights, corners, strict=True)) for axis in (0, 1))
    return x, y


def test_a_picture_is_well_formed_and_text_in_it_is_text() -> None:
    made = Picture(
        phase="p",
        title="<b>&",
        text="t",
        boxes={"a": Box(at=(0, 0), who="firm", text="</svg><script>"), "b": Box(at=(1, 0), who="town", text="a & b")},
        arrows=(("a", "b", "<i>"),),
    )
    root = ElementTree.fromstring(svg(made))
    assert {element.tag.partition("}")[2] for element in root.iter()} == {
        "svg",
        "title",
        "defs",
        "marker",
        "path",
        "rect",
        "text",
    }
    assert svg(made) == svg(made)
