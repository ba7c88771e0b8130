"""`zhenxing lever-costs`: what each measure costs the public a year when it stands alone; what plans are made with.

The shipped packages are written anew, so that they are planned to cost the same again.
"""

from __future__ import annotations

from experiments.cli.talk import Talk


def lever_costs(talk: Talk) -> int:
    from experiments.measuring.packages import write_packages
    from experiments.measuring.planned_costs import measured, write_planned
    from scenarios.money import planned_costs

    with talk.progress() as report:
        rows = measured(report)
    if talk.as_json:
        talk.data([{"lever": lever, "value": value, "public": cost} for lever, value, cost in rows])
    else:
        talk.answer(str(write_planned(rows)))
        planned_costs.cache_clear()
        for file in write_packages():
            talk.answer(str(file))
    return 0
