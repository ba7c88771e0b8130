"""`zhenxing lever-costs`: what each measure costs the public a year when it stands alone; what plans are made with.

The shipped packages are written anew, so that they are planned to cost the same again.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from experiments.cli.talk import Talk


def lever_costs(
    talk: Talk,
    equal_in: Annotated[
        Path | None,
        typer.Option(
            "--equal-in", metavar="DIR", help="Only rescale the packages by a comparison / 按比较结果调平政策组合"
        ),
    ] = None,
) -> int:
    from experiments.measuring.packages import costs_in, write_packages
    from experiments.measuring.planned_costs import measured, write_planned
    from experiments.reporting import report_in
    from scenarios.money import planned_costs

    if equal_in is not None:
        files = write_packages(measured=costs_in(report_in(equal_in).folder))
    else:
        with talk.progress() as report:
            rows = measured(report)
        files = [write_planned(rows)]
        planned_costs.cache_clear()
        files += write_packages()
    for file in files:
        talk.answer(str(file))
    return 0
