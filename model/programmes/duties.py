"""Instruments that platforms buy free of duty and import VAT: they cost less, and the centre forgoes the revenue."""

from __future__ import annotations

import numpy as np

from model.fields import KINDS_OF_PLATFORM
from model.public_finance import note_by_payer


def duty_saved(province, place: str, uid, town, kind, instruments) -> np.ndarray:
    """What innovation platforms that use the rule save on a quarter's instruments (wan yuan, by platform)."""
    saved = np.zeros(len(uid))
    if not province.terms.acts("duty_relief"):
        return saved
    takeup = province.terms.value("duty_relief")[town, 0]
    uses = province.draws.occurs("buys free of duty", 0, uid, np.minimum(takeup, 1.0))
    uses = uses & (kind == KINDS_OF_PLATFORM.index("innovation"))
    p = province.parameters.services
    saved = np.where(uses, p.imported_part * p.duty_and_tax * instruments, 0.0)
    saved = province.through(f"duty_relief: {place}", saved, np.zeros(len(uid)))
    province.memo.tallies.add_rows("duty_saved", town, saved)
    for lever, part in province.terms.split("duty_relief"):
        note_by_payer(province, lever, "platforms", "forgone_tax", float((saved * part[town, 0]).sum()))
    return saved
