"""Everything a trial file may name: interventions with their settings, outcomes, estimators, trials shipped."""

from __future__ import annotations

from typing import Any

from analysis.estimators import KINDS
from experiments.docs.reference import markdown
from experiments.trial.outcomes import OUTCOMES
from experiments.trial.spec import load_trial, shipped
from model.interventions import INTERVENTIONS
from model.interventions.declared import Amount

UNITS = ("firm", "town", "market", "ring", "date")
SCALES = ("level", "log", "log_points", "percent", "sd")


def catalogue() -> dict[str, Any]:
    """Everything a trial file may name, as data."""

    def setting(one: Any) -> dict[str, Any]:
        if isinstance(one, Amount):
            return {"unit": one.unit, "usual": one.usual, "low": one.low, "high": one.high, "meaning": one.meaning}
        return {"usual": one.usual, "among": list(one.among), "meaning": one.meaning}

    return {
        "trials": {name: load_trial(name).title.model_dump() for name in shipped()},
        "interventions": {
            name: {
                "en": one.label[0],
                "zh": one.label[1],
                "what": one.what,
                "settings": {key: setting(value) for key, value in one.settings.items()},
                "paid_by": list(one.pays),
            }
            for name, one in INTERVENTIONS.items()
        },
        "outcomes": {
            name: {"en": one.label[0], "zh": one.label[1], "unit": one.unit, "of": "towns" if one.of_towns else "firms"}
            for name, one in OUTCOMES.items()
        },
        "estimators": dict(KINDS),
        "units": list(UNITS),
        "scales": list(SCALES),
    }


def trials_page() -> str:
    """docs/tables/trials.md: the same as tables."""
    found = catalogue()
    rows = []
    for name, one in found["interventions"].items():
        settings = "; ".join(
            f"`{key}` {setting['usual']} ({' / '.join(setting['among'])})"
            if "among" in setting
            else f"`{key}` {setting['usual']:g} ({setting['low']:g} to {setting['high']:g}, {setting['unit']})"
            for key, setting in one["settings"].items()
        )
        rows.append((f"`{name}`", one["what"], one["zh"], settings, " / ".join(one["paid_by"])))
    outcomes = [(f"`{name}`", one["en"], one["zh"], one["unit"], one["of"]) for name, one in found["outcomes"].items()]
    return (
        "# What a trial file may name\n\nHow a file is written: [trials](../trials.md).\n\n## Interventions\n\n"
        + markdown(("name", "what", "中文", "settings: usual (allowed)", "paid by"), rows)
        + "\n## Outcomes\n\n"
        + markdown(("name", "what", "中文", "unit", "of"), outcomes)
        + "\n## Estimators\n\n"
        + markdown(("name", "what"), [(f"`{name}`", what) for name, what in found["estimators"].items()])
    )
