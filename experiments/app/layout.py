"""Where dots go: a disc of firms a town, near where the town lies. A schematic picture, never a map of boundaries."""

from __future__ import annotations

import numpy as np

from experiments.app.recording import FULL_SIZE, STEPS

WIDTH, HEIGHT = 1000.0, 620.0  # the frame of a half
MARGIN = 8.0
GOLDEN_ANGLE = np.pi * (3 - np.sqrt(5))
GAP = 12.0  # between discs
LABEL = 34.0  # room for a name below a disc
ROOM, PACKED = 1.0, 0.62  # around a dot; share of a disc that dots can fill


def places_of(
    towns: np.ndarray, staff: np.ndarray, town_xy: np.ndarray
) -> tuple[np.ndarray, np.ndarray, list[tuple[int, float, float, float]], float]:
    """x and y of every firm (frame units), (town, x, y, radius) of every disc, and the scale of dots.

    Within a town the largest firms sit in the middle and who comes later at the rim, so that nobody moves.
    """
    present = np.unique(towns)
    order = np.lexsort((-staff, towns))
    turn, far = np.empty(len(towns)), np.empty(len(towns))
    for town in present:
        rows = order[towns[order] == town]
        room = (radius_of(staff[rows]) + ROOM) ** 2 / PACKED
        turn[rows] = np.arange(len(rows)) * GOLDEN_ANGLE
        far[rows] = np.sqrt(np.cumsum(room) - room / 2)
    reach = np.array([far[towns == town].max() for town in present]) + 6.0
    centres, scale = discs(town_xy[present], reach)
    centre = centres[np.searchsorted(present, towns)]
    x, y = centre[:, 0] + scale * far * np.cos(turn), centre[:, 1] + scale * far * np.sin(turn)
    rings = [
        (int(town), round(float(c[0]), 1), round(float(c[1]), 1), round(float(scale * r + 3.0), 1))
        for town, c, r in zip(present, centres, reach, strict=True)
    ]
    return x, y, rings, scale


def radius_of(staff: np.ndarray) -> np.ndarray:
    """Radius of a dot before it is scaled, as the browser draws it."""
    return 2.0 + 0.33 * np.floor(np.minimum(np.sqrt(staff / FULL_SIZE), 1.0) * STEPS)


def discs(xy: np.ndarray, reach: np.ndarray) -> tuple[np.ndarray, float]:
    """Centres of discs, pushed apart until none overlaps, and the scale at which all of them fit the frame."""
    spread = np.maximum(xy.max(axis=0) - xy.min(axis=0), 1e-9)
    start = (xy - xy.min(axis=0)) / spread if len(xy) > 1 else np.full((1, 2), 0.5)
    start[:, 1] = 1 - start[:, 1]  # north is up
    scale = float(
        min(np.sqrt(0.75 * WIDTH * HEIGHT / (np.pi * (reach**2).sum())), 0.47 * (HEIGHT - LABEL) / reach.max())
    )
    while True:
        centres, overlap = _pushed(start * (WIDTH, HEIGHT), scale * reach)
        if overlap < 1.0 or scale < 0.02:
            return centres, scale
        scale *= 0.96


def _pushed(centres: np.ndarray, radius: np.ndarray) -> tuple[np.ndarray, float]:
    """Discs moved off each other within the frame, and the deepest overlap that is left."""
    low = np.stack([radius + MARGIN, radius + MARGIN], axis=1)
    high = np.stack([WIDTH - radius - MARGIN, HEIGHT - radius - MARGIN - LABEL], axis=1)
    centres = np.clip(centres, low, np.maximum(high, low))
    deepest = 0.0
    for _ in range(300):
        apart = centres[:, None, :] - centres[None, :, :]
        distance = np.sqrt((apart**2).sum(axis=2))
        below = np.abs(apart[:, :, 1]) > 0.6 * distance  # one above the other: a name stands between them
        wanted = radius[:, None] + radius[None, :] + GAP + LABEL * below
        np.fill_diagonal(wanted, 0.0)
        overlap = np.maximum(wanted - distance, 0.0)
        deepest = float(overlap.max())
        if deepest < 0.5:
            break
        way = apart / np.maximum(distance, 1e-6)[:, :, None]
        way[distance < 1e-6] = (0.6, 0.8)
        centres = np.clip(centres + 0.5 * (overlap[:, :, None] * way).sum(axis=1), low, np.maximum(high, low))
    return centres, deepest
