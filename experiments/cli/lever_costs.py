"""`zhenxing lever-costs`: what each measure costs the public a year when it stands alone; what plans are made with."""

from __future__ import annotations

from experiments.cli.talk import Talk


def lever_costs(talk: Talk) -> int:
    from experiments.measuring.planned_costs import measured, write_planned

    with talk.progress() as report:
        rows = measured(report)
    if talk.as_json:
        talk.data([{"lever": lever, "value": value, "public": cost} for lever, value, cost in rows])
    else:
        talk.answer(str(write_planned(rows)))
    return 0
