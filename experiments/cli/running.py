"""What `run` and `demo` have in common: run, say whether it was there already, show."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from experiments.cli import options
from experiments.cli.talk import Talk

if TYPE_CHECKING:
    from experiments.results import RunResult


def do_run(talk: Talk, scenario: str, *, command: str, out: Path | None, force: bool, **settings: Any) -> int:
    from experiments.cli.pages import show_run
    from experiments.run import run_specified, town_rows
    from experiments.specification import specify
    from scenarios.policy import load

    policy = load(scenario)
    alone, workers = settings.pop("alone", False), settings.pop("workers", None)
    settings["towns"] = town_rows(policy, options.town_names(settings.get("towns")), settings["world"], None)
    spec = specify(policy, **settings)
    worked = False
    with talk.progress() as bar:

        def report(arm: str, quarter: int, done: int, total: int) -> None:
            nonlocal worked
            worked = True
            bar(arm, quarter, done, total)

        result = run_specified(
            spec, out=out, command=command, alone=alone, workers=workers, force=force, progress=report
        )
    if not worked:
        talk.note(f"Already there: {result.folder}", f"已有结果:{result.folder}")
    if stopped(talk, result):
        return 1
    show_run(talk, result)
    return 0


def stopped(talk: Talk, result: RunResult) -> bool:
    """Is the effect of the run out of proportion? Then it is explained, and not shown."""
    from experiments.judging import explained, findings

    found = findings(result)
    if found and talk.as_json:
        broken = [asdict(finding) for finding in found]
        talk.data({"folder": str(result.folder), "key": result.key, "paired": True, "implausible": broken})
    if found:
        talk.complain(explained(result, talk.lang))
    return bool(found)
