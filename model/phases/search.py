"""Phase 7. Firms look for better processes and products: their own research, imitation, licences, partners, patents."""

from __future__ import annotations

from model.innovation.common import draw_roadmaps, move_common_technology
from model.innovation.design import buy_design
from model.innovation.farming import help_farms
from model.innovation.findings import innovate
from model.innovation.imitation import imitate
from model.innovation.knowledge import learn
from model.innovation.licences import license_in
from model.innovation.machine_makers import develop_machines
from model.innovation.partners import find_partners
from model.innovation.patents import file_patents
from model.innovation.research import do_research, start_or_stop_research
from model.innovation.ties import ally, share_results, suppliers_learn


def search(province) -> None:
    """Write research, knowledge, process, quality, design, position, partner, patents; who does research at all."""
    do_research(province)
    share_results(province)
    draw_roadmaps(province)
    innovate(province)
    develop_machines(province)
    buy_design(province)
    imitate(province)
    license_in(province)
    help_farms(province)
    suppliers_learn(province)
    learn(province)
    find_partners(province)
    ally(province)
    move_common_technology(province)
    file_patents(province)
    start_or_stop_research(province)
