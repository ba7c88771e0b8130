"""Where progress since 2011 comes from: background, designation, upgrading. Exact: the parts add up to the whole.

Incumbents are the towns designated at the end of 2011. *Background* is what their total gained without the policy;
*upgrading* is what the policy added to them; *designation* is the total of towns designated since, less that of
incumbents removed: what the baseline arm would have had of it anyway, and what the policy induced.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Split:
    """Parts of a change, in the unit of the quantity. `designation` = anyway + induced."""

    start: float
    background: float
    designation_anyway: float
    designation_induced: float
    upgrading: float

    @property
    def designation(self) -> float:
        return self.designation_anyway + self.designation_induced

    @property
    def progress(self) -> float:
        return self.background + self.designation + self.upgrading

    def scaled(self, factor: float) -> Split:
        return Split(*(value * factor for value in self.parts()))

    def parts(self) -> tuple[float, float, float, float, float]:
        return self.start, self.background, self.designation_anyway, self.designation_induced, self.upgrading


def split_total(
    start: np.ndarray,
    baseline: np.ndarray,
    policy: np.ndarray,
    incumbent: np.ndarray,
    designated_baseline: np.ndarray,
    designated_policy: np.ndarray,
) -> Split:
    """Split of the designated towns' total. Arrays by town: values of 2011 and of the year in both arms, and masks."""
    incumbent = np.asarray(incumbent, bool)
    inside = float(start[incumbent].sum())
    kept_baseline, kept_policy = float(baseline[incumbent].sum()), float(policy[incumbent].sum())
    anyway = float(baseline[np.asarray(designated_baseline, bool)].sum()) - kept_baseline
    all_of_it = float(policy[np.asarray(designated_policy, bool)].sum()) - kept_policy
    return Split(inside, kept_baseline - inside, anyway, all_of_it - anyway, kept_policy - kept_baseline)


def split_ratio(numerator: Split, denominator: Split) -> Split:
    """Split of numerator over denominator: symmetric shift-share, every part weighted by the mean of both ends.

    With ratio = N/D, the change is dN x mean(1/D) - dD x mean(N) / (D0 D1), linear in the parts of dN and dD.
    """
    n0, d0 = numerator.start, denominator.start
    n1, d1 = n0 + numerator.progress, d0 + denominator.progress
    per_numerator = 0.5 * (1.0 / d0 + 1.0 / d1)
    per_denominator = -0.5 * (n0 + n1) / (d0 * d1)
    parts = [
        above * per_numerator + below * per_denominator
        for above, below in zip(numerator.parts()[1:], denominator.parts()[1:], strict=True)
    ]
    return Split(n0 / d0, *parts)


def whole_of(start: float, baseline: float, policy: float) -> Split:
    """Split of a total that designation does not move, such as the province's: the policy's part is upgrading."""
    return Split(start, baseline - start, 0.0, 0.0, policy - baseline)
