"""What a study varies: levers and parameters with their ranges, held against what the model knows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from experiments.sweep.models import Info, Model
from experiments.sweep.study_file import StudyFile
from scenarios.errors import nearest
from scenarios.yaml_files import Located


def inputs_of(file: StudyFile, model: Model, located: Located) -> dict[str, Info]:
    """Every input with its range, levers first. A bare name takes the range of its card or of the parameters' table."""
    found: dict[str, Info] = {}
    for kind, field, known in (
        ("lever", "levers", model.levers()),
        ("uncertainty", "uncertainties", model.uncertainties()),
    ):
        for name, span, where in _named(getattr(file, field), field, located):
            if name not in known:
                words = (
                    ("there is no such lever", "没有这项政策措施")
                    if kind == "lever"
                    else ("there is no such parameter", "没有这个参数")
                )
                raise located.error(
                    words[0], *where, zh=words[1], found=name, allowed=tuple(known), nearest=nearest(name, known)
                )
            if name in found:
                raise located.error("an input stands twice", *where, zh="输入重复", found=name)
            found[name] = {**known[name], "kind": kind}
            if span is not None:
                found[name] |= dict(zip(("low", "high"), _span(span, known[name], located, where), strict=True))
            if not found[name]["low"] < found[name]["high"]:
                raise located.error(
                    "the range of this input holds one value only; give it as {id: [low, high]}", *where,
                    zh="该输入的范围只有一个值,请写明 [low, high]", found=found[name]["low"],
                )  # fmt: skip
    return found


def _named(given: Any, field: str, located: Located) -> list[tuple[str, Any, tuple]]:
    """(name, range or None, place in the file)"""
    if given is None:
        return []
    if isinstance(given, list) and all(isinstance(name, str) for name in given):
        return [(name, None, (field, place)) for place, name in enumerate(given)]
    if isinstance(given, dict):
        return [(name, span, (field, name)) for name, span in given.items()]
    raise located.error(
        "inputs are a list of ids, or ids with ranges", field, zh="应为编号列表,或“编号: [low, high]”",
        allowed="[id, ..] or {id: [low, high]}",
    )  # fmt: skip


def _span(span: Any, known: Info, located: Located, where: tuple) -> tuple[float, float]:
    numbers = isinstance(span, list) and len(span) == 2
    if not numbers or not all(isinstance(end, (int, float)) and not isinstance(end, bool) for end in span):
        raise located.error(
            "a range is [low, high]", *where, zh="范围应为 [low, high]", found=span if isinstance(span, str) else None,
            allowed="two numbers",
        )  # fmt: skip
    low, high = (float(end) for end in span)
    if low > high:
        raise located.error(
            "the range is reversed", *where, zh="范围颠倒", found=f"[{low:g}, {high:g}]", allowed="low before high"
        )
    least, most = known["legal"]
    if low < least or high > most:
        raise located.error(
            "the range is outside the bounds of this input", *where, zh="范围超出允许界限",
            found=f"[{low:g}, {high:g}]", allowed=f"{least:g} to {most:g} {known['unit']}".strip(),
        )  # fmt: skip
    return low, high


def check_set(inputs: Mapping[str, Info], model: Model, located: Located) -> None:
    """A parameter that a scenario sets itself is no matter of doubt."""
    for arm, content in model.arms.items():
        for name in content["parameters"]:
            if name in inputs and inputs[name]["kind"] == "uncertainty":
                raise located.error(
                    f"the scenario {arm} sets this parameter itself", "uncertainties",
                    zh=f"方案 {arm} 已自行设定该参数", found=name,
                )  # fmt: skip
