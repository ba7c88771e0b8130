"""Industrial design done for clients of innovation platforms: it changes what a product fetches, not what it costs."""

from __future__ import annotations

import numpy as np

from model.fields import KINDS_OF_PLATFORM
from model.programmes.sharing import affordable_by_town, cells_of, firms_bear, paid_by_firms, pay_staff_for
from model.services.queues import admitted

INNOVATION = KINDS_OF_PLATFORM.index("innovation")


def design_gained(design, gain, most):
    """Design that one job adds (log): less, the better the product looks already."""
    return gain * np.maximum(1.0 - design / most, 0.0)


def design_products(province) -> None:
    """Firms that know the platform of their town have products designed there, up to its designers' time (log)."""
    if not province.terms.acts("design_jobs"):
        return
    f, p = province.firm, province.parameters.services
    jobs = province.terms.value("design_jobs")[:, 0] / 4
    there = (province.platform_of()[:, INNOVATION] >= 0) & (jobs > 0)
    rows = np.flatnonzero(there[f.town] & ((f.aware & (1 << INNOVATION)) > 0))
    own = p.cost_of_design * paid_by_firms(province, "design_jobs")[f.town[rows], f.size_class[rows]]
    gain = design_gained(f.design[rows], p.design_gain, p.design_most)
    worth = gain * p.design_return * 4.0 * f.sales[rows] > own
    wants = worth & province.draws.occurs("wants a design", province.quarter, f.uid[rows], p.asking)
    rows = rows[wants]
    money = affordable_by_town(province, "design_jobs", jobs * there * p.cost_of_design)
    luck = province.draws.uniform("place at the designers", province.quarter, f.uid[rows])
    served = admitted(f.town[rows], luck, f.weight[rows], jobs * money)
    rows = province.through("design_jobs: clients", rows[served], rows[:0])
    f.design[rows] += design_gained(f.design[rows], p.design_gain, p.design_most)
    share = paid_by_firms(province, "design_jobs")[f.town[rows], f.size_class[rows]]
    firms_bear(province, rows, p.cost_of_design * share)
    pay_staff_for(province, "design_jobs", cells_of(province, rows, p.cost_of_design))
    province.memo.tallies.add_rows("design_jobs", f.town[rows], f.weight[rows])
