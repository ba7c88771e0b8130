"""Fees of platforms that are free to set them: a step in the direction in which those who enquire would pay more."""

from __future__ import annotations

import numpy as np

from model.fields import KINDS_OF_PLATFORM
from model.programmes.sharing import everywhere, pay_staff_for

INNOVATION = KINDS_OF_PLATFORM.index("innovation")


def note_enquiries(province, platform: np.ndarray, pays_at_most: np.ndarray, size: np.ndarray) -> None:
    """Remember what those who enquired this quarter would pay at most, as a fee for a firm of 20 staff (wan yuan), and
    how much larger a fee they pay for their size (ratio, times firms of the row)."""
    if province.terms.acts("fee_freedom"):
        province.memo.enquiries = platform, pays_at_most, size


def income_at(fee: np.ndarray, platform: np.ndarray, pays_at_most: np.ndarray, size: np.ndarray) -> np.ndarray:
    """Fees (wan yuan a quarter, by platform) that those who enquired would bring at a fee by platform."""
    stays = pays_at_most > fee[platform]
    return np.bincount(platform[stays], weights=(fee[platform] * size)[stays], minlength=len(fee))


def direction(fee: np.ndarray, step: np.ndarray, enquiries) -> np.ndarray:
    """Which way a fee should go for more income: 1 up, -1 down, 0 where neither brings more (by platform)."""
    now, up, down = (income_at(fee * factor, *enquiries) for factor in (1.0, 1.0 + step, 1.0 - step))
    return np.where((up > now) & (up >= down), 1.0, np.where(down > now, -1.0, 0.0))


def free_fees(province) -> np.ndarray | float:
    """What free platforms add to the usual step of their fees (share, by platform); 0.0 where none is free.

    Who sets its own fees is audited, which costs the measure's payers.
    """
    terms, platform = province.terms, province.platform
    if not terms.acts("fee_freedom"):
        return 0.0
    step = terms.value("fee_freedom")[platform.town, 0] * (platform.kind == INNOVATION)
    nobody = np.zeros(0, np.int64), np.zeros(0), np.zeros(0)
    change = step * direction(platform.fee, step, getattr(province.memo, "enquiries", nobody))
    change, audited = province.through(
        "fee_freedom: step", (change, step > 0), (np.zeros(len(step)), np.zeros(len(step), bool))
    )
    number = np.bincount(platform.town[audited], minlength=len(province.town))
    pay_staff_for(province, "fee_freedom", everywhere(province.parameters.services.cost_of_audit / 4 * number))
    return change
