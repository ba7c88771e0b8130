"""A sweep read back: `sweep(study)` and `results(DIR)` give a `Sweep`, also while it runs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq

from experiments.keys import SCHEMA, sha256
from experiments.packs import Store
from experiments.sweep.design import Axis, problem
from experiments.sweep.folder import ABOUT, DESIGN, FRAME, described, read_points
from experiments.sweep.outcomes import Outcome, Quantity, parsed
from experiments.sweep.plan import Plan, plan_of
from experiments.sweep.reading import HEADS, failures, frame_of
from experiments.tables import parquet_bytes
from scenarios.errors import InputError

if TYPE_CHECKING:
    import pandas as pd

SCOPES_ZH = {
    "province": "全省",
    "designated": "专业镇",
    "designated_2011": "2011 年专业镇",
    "candidate": "候选镇",
    "rest": "其他镇",
}
NEEDED = {
    "arms", "common", "design", "indicators", "inputs", "neutral", "outcomes", "read", "replications", "scenarios",
    "seed", "title",
}  # fmt: skip
ATTRIBUTES = "zhenxing.sweep"
STATES = "zhenxing.read"


@dataclass(frozen=True)
class Sweep:
    """A study's folder: what was asked, and what is known of it so far. See docs/sweep-results.md."""

    folder: Path
    study: dict[str, Any]

    @property
    def key(self) -> str:
        return self.study["key"]

    @cached_property
    def store(self) -> Store:
        return Store(self.folder)

    @cached_property
    def outcomes(self) -> tuple[Outcome, ...]:
        return tuple(one for text in self.study["outcomes"] if (one := parsed(text)) is not None)

    @cached_property
    def plan(self) -> Plan:
        try:
            return plan_of(self.study, read_points(self.folder), self.outcomes)
        except (KeyError, TypeError, ValueError) as error:
            raise InputError(
                f"{ABOUT} is damaged: {type(error).__name__} {error}", zh=f"{ABOUT} 已损坏", file=self.folder / ABOUT
            ) from error

    @property
    def read(self) -> dict[str, Quantity]:
        return {text: Quantity(**one) for text, one in self.study["read"].items()}

    @cached_property
    def frame(self) -> pd.DataFrame:
        """A row a scenario, point and replication that is finished or failed."""
        stored = self.stored_frame()
        return stored if stored is not None else self.fresh_frame()

    def fresh_frame(self) -> pd.DataFrame:
        """The frame made from the stored runs, whatever was written before."""
        frame = frame_of(self.plan, self.store, self.read)
        frame.attrs |= self.attributes(frame)
        return frame

    def stored_frame(self) -> pd.DataFrame | None:
        """The frame as the finished sweep wrote it, None where it is of something else or not there."""
        try:
            table = pq.read_table(self.folder / FRAME)
        except (OSError, pa.ArrowException):
            return None
        metadata = table.schema.metadata or {}
        if metadata.get(STATES.encode(), b"").decode() != sha256(self.study):
            return None
        frame = table.to_pandas()
        frame.attrs = json.loads(metadata[ATTRIBUTES.encode()])
        return frame

    @property
    def finished(self) -> bool:
        """Is every row there, done or failed?"""
        return self.frame.attrs["done"] + self.frame.attrs["failed"] == self.frame.attrs["planned"]

    @property
    def design(self) -> pd.DataFrame:
        return pq.read_table(self.folder / DESIGN).to_pandas()

    @property
    def effects(self) -> pd.DataFrame:
        """Rows by outcome for the outcomes that are effects."""
        effects = [str(one) for one in self.outcomes if one.base]
        heads = [name for name in self.frame.columns if name not in self.study["outcomes"]]
        return self.frame.melt(heads, effects, var_name="outcome", value_name="value")

    @property
    def failures(self) -> pd.DataFrame:
        import pandas as pd

        columns = ["key", "scenario", "point", "replication", "seed", "type", "message", "where"]
        return pd.DataFrame(list(failures(self.plan, self.store)), columns=columns)

    def split(self, outcome: str) -> pd.DataFrame:
        """Shares of an outcome's variance by scenario: parameters, seeds, and both together."""
        from analysis.crossed import crossed_split

        found = parsed(outcome)
        name = str(found) if found is not None else outcome
        if name not in self.study["outcomes"]:
            raise InputError(
                "this study has no such outcome", zh="本研究没有这个结果指标", field="outcome", found=outcome,
                allowed=self.study["outcomes"],
            )  # fmt: skip
        return crossed_split(self.frame, name)

    def attributes(self, frame: pd.DataFrame) -> dict[str, Any]:
        """What the frame says of itself."""
        study = self.study
        inputs = {
            name: {k: one[k] for k in ("kind", "low", "high", "unit", "en", "zh")} for name, one in study["inputs"]
        }
        axes = [Axis(name, one["low"], one["high"]) for name, one in inputs.items()]
        plan = self.plan
        return {
            "title": study["title"],
            "key": study["key"],
            "design": study["design"],
            "scenarios": list(study["scenarios"]),
            "replications": study["replications"],
            "seed": study["seed"],
            "inputs": inputs,
            "outcomes": {str(one): self.told(one) for one in self.outcomes},
            "problem": problem(axes),
            "planned": len(plan.points) * plan.replications * len(plan.scenarios),
            "done": list(frame["state"]).count("done"),
            "failed": list(frame["state"]).count("failed"),
        }

    def told(self, outcome: Outcome) -> dict[str, str]:
        """Unit and labels of an outcome's column."""
        one = self.study["indicators"][outcome.quantity.indicator]
        quantity = self.read[str(outcome)]
        scope = SCOPES_ZH.get(str(quantity.scope), quantity.scope)
        en, zh = f"{one['en']} ({quantity.scope}, {quantity.year})", f"{one['zh']}({scope},{quantity.year} 年)"
        if outcome.base:
            en, zh = f"{en}: {outcome.scenario} less {outcome.base}", f"{zh}:{outcome.scenario} 减 {outcome.base}"
        return {"unit": one["unit"], "en": en, "zh": zh, "kind": outcome.kind, "better": one["better"]}


def sweep_in(folder: Path) -> Sweep | None:
    """The sweep in a folder, finished or not; None when there is none."""
    about = described(folder)
    if about is None:
        return None
    missing = sorted(NEEDED - about.keys())
    if missing:
        raise InputError(
            f"{ABOUT} is damaged; the same sweep command writes it again",
            zh=f"{ABOUT} 已损坏;重新执行同一命令即可恢复",
            file=folder / ABOUT,
            field=missing[0],
        )
    return Sweep(folder, about)


def frame_table(frame: pd.DataFrame, study: Mapping[str, Any]) -> pa.Table:
    """The frame with units and labels in its columns and its attributes in the metadata."""
    attributes = frame.attrs
    told = {**attributes["inputs"], **attributes["outcomes"]}
    fields, arrays = [], []
    for name in frame.columns:
        kind = pa.string() if name in ("scenario", "state") else pa.int64() if name in HEADS else pa.float64()
        metadata = {k: told[name][k] for k in ("unit", "en", "zh") if told.get(name, {}).get(k)}
        fields.append(pa.field(name, kind, metadata=metadata or None))
        arrays.append(pa.array(frame[name].to_numpy(), kind))
    metadata = {
        "zhenxing.schema": str(SCHEMA),
        "zhenxing.table": "frame",
        ATTRIBUTES: json.dumps(attributes, ensure_ascii=False),
        STATES: sha256(study),
    }
    return pa.table(arrays, schema=pa.schema(fields, metadata=metadata))


def frame_bytes(frame: pd.DataFrame, study: Mapping[str, Any]) -> bytes:
    return parquet_bytes(frame_table(frame, study))
