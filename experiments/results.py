"""Run folders read back: `results(DIR)` gives the tables of a run and of its baseline."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from experiments.folders import FILE, described
from scenarios.errors import InputError

if TYPE_CHECKING:
    import pandas as pd

    from experiments.compare.folder import Comparison
    from experiments.sweep.results import Sweep
    from experiments.trial.study import TrialResult

BASELINE = "baseline"


@dataclass(frozen=True)
class RunResult:
    """A run folder: its description and its tables, read when asked for."""

    folder: Path
    about: dict[str, Any]

    @property
    def key(self) -> str:
        return self.about["key"]

    def _table(self, name: str) -> pd.DataFrame:
        from experiments.tables import read_frame

        path = self.folder / f"{name}.parquet"
        if not path.is_file():
            raise InputError(
                f"this run has no table {name}",
                zh=f"该测算没有表 {name}",
                file=path,
                allowed=sorted(self.about["files"]),
            )
        return read_frame(path)

    @cached_property
    def province(self) -> pd.DataFrame:
        return self._table("province")

    @cached_property
    def towns(self) -> pd.DataFrame:
        return self._table("towns")

    @cached_property
    def spending(self) -> pd.DataFrame:
        return self._table("spending")

    @cached_property
    def firms(self) -> pd.DataFrame:
        return self._table("firms")

    @cached_property
    def goals(self) -> pd.DataFrame:
        import pandas as pd

        return pd.read_csv(self.folder / "goals.csv", encoding="utf-8-sig")

    @cached_property
    def baseline(self) -> RunResult | None:
        """The run's baseline: None for a run alone, or for a baseline itself."""
        folder = self.folder / BASELINE
        return RunResult(folder, self.about) if (folder / "province.parquet").is_file() else None


def results(folder: str | Path) -> RunResult | Comparison | Sweep | TrialResult:
    """The run, the comparison, the sweep or the trial in a folder. Raises InputError when there is none."""
    from experiments.compare.folder import STUDY, comparison_in
    from experiments.sweep.results import sweep_in
    from experiments.trial.folder import trial_in

    path = Path(folder)
    if not path.is_dir():
        raise InputError("no such folder", zh="没有这个文件夹", file=path)
    if (comparison := comparison_in(path)) is not None:
        return comparison
    if (sweep := sweep_in(path)) is not None:
        return sweep
    if (trial := trial_in(path)) is not None:
        return trial
    if (path / STUDY).is_file():
        raise InputError("what is here is not finished; the same command goes on", zh="尚未完成", file=path)
    return run_in(path)


def run_in(folder: str | Path) -> RunResult:
    """The run in a folder. Raises InputError when there is none."""
    path = Path(folder)
    about = described(path)
    if about is None:
        raise InputError(f"no run in this folder: {FILE} is missing or broken", zh="该文件夹中没有测算结果", file=path)
    return RunResult(path, about)
