"""`zhenxing explain`: a scenario in plain sentences."""

from __future__ import annotations

from typing import Annotated

import typer

from experiments.cli.talk import Talk


def explain(
    talk: Talk, scenario: Annotated[str, typer.Argument(help="Name or file / 方案名称或文件")] = "decision-2012"
) -> int:
    from experiments.rebuild import scenario_file
    from scenarios.policy import load

    policy = load(scenario)
    text = policy.explain(talk.lang)
    if talk.as_json:
        talk.data({"key": policy.key, "scenario": scenario_file(policy), "text": text})
    else:
        talk.answer(text)
    return 0
