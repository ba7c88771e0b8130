"""Where dots go: a disc of firms a town, near where the town lies. A schematic picture, never a map of boundaries."""

from __future__ import annotations

import numpy as np

WIDTH, HEIGHT = 1000.0, 700.0  # the frame of a half
MARGIN = 26.0
GOLDEN_ANGLE = np.pi * (3 - np.sqrt(5))
GAP = 14.0  # between discs
LABEL = 30.0  # room for a name below a disc


def places_of(
    towns: np.ndarray, staff: np.ndarray, town_xy: np.ndarray
) -> tuple[np.ndarray, np.ndarray, list[tuple[int, float, float, float]]]:
    """x and y of every firm (frame units), and (town, x, y, radius) of every disc.

    Within a town the largest firms sit in the middle and who comes later at the rim, so that nobody moves.
    """
    present, counts = np.unique(towns, return_counts=True)
    centres, spacing = discs(town_xy[present], counts)
    x, y = np.empty(len(towns)), np.empty(len(towns))
    rings = []
    for town, count, centre in zip(present.tolist(), counts.tolist(), centres, strict=True):
        rows = np.flatnonzero(towns == town)
        rows = rows[np.argsort(-staff[rows], kind="stable")]
        turn = np.arange(count)
        far = spacing * np.sqrt(turn + 0.5)
        x[rows] = centre[0] + far * np.cos(turn * GOLDEN_ANGLE)
        y[rows] = centre[1] + far * np.sin(turn * GOLDEN_ANGLE)
        rings.append((town, round(float(centre[0]), 1), round(float(centre[1]), 1), round(float(far[-1]) + 6.0, 1)))
    return x, y, rings


def discs(xy: np.ndarray, counts: np.ndarray) -> tuple[np.ndarray, float]:
    """Centres of discs whose area follows `counts`, pushed apart until none overlaps; and the spacing of dots."""
    spread = np.maximum(xy.max(axis=0) - xy.min(axis=0), 1e-9)
    start = (xy - xy.min(axis=0)) / spread if len(xy) > 1 else np.full((1, 2), 0.5)
    start[:, 1] = 1 - start[:, 1]  # north is up
    spacing = np.sqrt(0.42 * WIDTH * HEIGHT / (np.pi * counts.sum()))
    spacing = min(spacing, 0.46 * (HEIGHT - 2 * MARGIN - LABEL) / np.sqrt(counts.max()))
    while True:
        radius = spacing * np.sqrt(counts) + GAP / 2
        centres, overlap = _pushed(start * (WIDTH, HEIGHT), radius)
        if overlap < 1.0 or spacing < 2.0:
            return centres, float(spacing)
        spacing *= 0.94


def _pushed(centres: np.ndarray, radius: np.ndarray) -> tuple[np.ndarray, float]:
    """Discs moved off each other within the frame, and the deepest overlap that is left."""
    low = np.stack([radius + MARGIN, radius + MARGIN], axis=1)
    high = np.stack([WIDTH - radius - MARGIN, HEIGHT - radius - MARGIN - LABEL], axis=1)
    centres = np.clip(centres, low, np.maximum(high, low))
    deepest = 0.0
    for _ in range(300):
        apart = centres[:, None, :] - centres[None, :, :]
        distance = np.sqrt((apart**2).sum(axis=2))
        wanted = radius[:, None] + radius[None, :] + GAP
        np.fill_diagonal(wanted, 0.0)
        overlap = np.maximum(wanted - distance, 0.0)
        deepest = float(overlap.max())
        if deepest < 0.5:
            break
        way = apart / np.maximum(distance, 1e-6)[:, :, None]
        way[distance < 1e-6] = (0.6, 0.8)
        centres = np.clip(centres + 0.5 * (overlap[:, :, None] * way).sum(axis=1), low, np.maximum(high, low))
    return centres, deepest
