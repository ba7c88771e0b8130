"""The picture of a paired run, from its folder."""

from __future__ import annotations

from pathlib import Path

from experiments.results import RunResult
from scenarios.errors import InputError

YEAR = 2017


def picture_of(result: RunResult) -> bytes:
    """PNG of a run with its baseline. Raises InputError for a run that cannot be drawn."""
    from analysis.picture import draw
    from experiments.tables import read_frame
    from scenarios.registry import goals

    about = result.about
    if result.baseline is None or about["towns"] or YEAR not in set(result.goals["year"]):
        raise InputError(
            f"the picture needs a run of the whole province with its baseline that reaches {YEAR}",
            zh=f"作图需要全省、含对照、到 {YEAR} 年的测算",
            file=result.folder,
        )
    arms = []
    for arm in (result, result.baseline):
        base = read_frame(arm.folder / "start.parquet")
        arms.append({"towns": _columns(arm.towns), "base_towns": {name: base[name].to_numpy() for name in base}})
    under = (
        f"Single run (luck {about['seed']}), sample {about['sample']:.0%} of small firms: one case, not a probability; "
        "not calibrated. Conditions of 2012. Firms and unnamed towns are synthetic."
    )
    return draw(result.goals.to_dict("records"), arms[0], arms[1], goals(), YEAR, under)


def _columns(frame) -> dict:
    return {name: frame[name].to_numpy() for name in frame}


def write_picture(result: RunResult, out: Path) -> None:
    from experiments.folders import cannot_write, write_bytes

    content = picture_of(result)
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        write_bytes(out, content)
    except OSError as error:
        raise cannot_write(out, error) from error
