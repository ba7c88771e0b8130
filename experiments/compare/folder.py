"""A comparison's folder: whose it is, what it holds, how its description reads."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from experiments.compare.store import RUNS, put
from experiments.compare.writing import COLUMNS, file_of
from experiments.compare.writing import TEXT as WRITTEN
from experiments.folders import FILE as RUN_FILE
from experiments.folders import belongs_to_another, cannot_write, holds_something_else, refuse_a_file, refuse_newer
from experiments.keys import SCHEMA, sha256
from scenarios.errors import InputError

if TYPE_CHECKING:
    import pandas as pd

FILE = "compare.json"
STUDY = "study.json"
SURROUNDINGS = "surroundings"
SERIES = "series"  # own outside series of scenarios
REPORT, FIGURES = ("report.html", "report.docx", "effects.xlsx"), "figures"  # drawn from the tables


@dataclass(frozen=True)
class Comparison:
    """A finished comparison: its description and its tables, read when asked for."""

    folder: Path
    about: dict[str, Any]

    @property
    def key(self) -> str:
        return self.about["key"]

    def table(self, name: str) -> pd.DataFrame:
        """A table by name: effects, goals, split, costs, winners, displacement, ranking, chances, cases,
        contributions."""
        import pandas as pd

        path = self.folder / file_of(name)
        if not path.is_file():
            raise InputError(
                f"this comparison has no table {name}",
                zh=f"该比较没有表 {name}",
                file=path,
                allowed=[one for one in COLUMNS if (self.folder / file_of(one)).is_file()],
            )
        if path.suffix == ".parquet":
            return pd.read_parquet(path)
        columns: Any = dict.fromkeys(WRITTEN, str)  # ids that look like numbers stay what they are
        return pd.read_csv(path, encoding="utf-8-sig", dtype=columns, keep_default_na=False, na_values=[""])

    @cached_property
    def effects(self) -> pd.DataFrame:
        return self.table("effects")

    @cached_property
    def goals(self) -> pd.DataFrame:
        return self.table("goals")

    @cached_property
    def split(self) -> pd.DataFrame:
        return self.table("split")

    @cached_property
    def costs(self) -> pd.DataFrame:
        return self.table("costs")

    @cached_property
    def winners(self) -> pd.DataFrame:
        return self.table("winners")

    @cached_property
    def displacement(self) -> pd.DataFrame:
        return self.table("displacement")

    @cached_property
    def ranking(self) -> pd.DataFrame:
        return self.table("ranking")

    @cached_property
    def chances(self) -> pd.DataFrame:
        return self.table("chances")

    @cached_property
    def cases(self) -> pd.DataFrame:
        return self.table("cases")

    @cached_property
    def contributions(self) -> pd.DataFrame:
        return self.table("contributions")


def read_json(path: Path) -> dict[str, Any] | None:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return content if isinstance(content, dict) else None


def comparison_in(folder: Path) -> Comparison | None:
    """The finished comparison in a folder, None when there is none. Refuses a newer schema."""
    about = read_json(folder / FILE)
    if about is None or not isinstance(about.get("key"), str):
        return None
    refuse_newer(about, SCHEMA, folder / FILE)
    return Comparison(folder, about)


COMPARISON = ("comparison", "比较")


def take(
    out: Path,
    study: Mapping[str, Any],
    force: bool,
    word: tuple[str, str] = COMPARISON,
    empty: Callable[[Path], None] | None = None,
) -> None:
    """Make the folder this comparison's, or that of what `word` names, which `empty` clears. Raises InputError where it
    is another's, or cannot be written."""
    try:
        _take(out, study, force, word, empty or clear)
    except (OSError, ValueError) as error:
        raise cannot_write(out, error) from error


def _take(
    out: Path, study: Mapping[str, Any], force: bool, word: tuple[str, str], empty: Callable[[Path], None]
) -> None:
    refuse_a_file(out)
    key = sha256(study)
    found = read_json(out / STUDY) if out.is_dir() else None
    if found is not None and found.get("key") == key:
        return
    if found is not None and force:
        empty(out)
    elif found is not None:
        raise belongs_to_another(out, (word[0], f"另一次{word[1]}"), found.get("key"), key)
    elif out.is_dir() and any(out.iterdir()):
        text = (
            "a run is in this folder"
            if (out / RUN_FILE).exists()
            else f"the folder is not empty and holds no {word[0]}"
        )
        raise holds_something_else(out, text)
    out.mkdir(parents=True, exist_ok=True)
    put(out / STUDY, as_text({"key": key, **study}))


def clear(out: Path) -> None:
    """Remove what belongs to a comparison, and nothing else."""
    for name in (FILE, STUDY, *REPORT, *(file_of(table) for table in COLUMNS)):
        (out / name).unlink(missing_ok=True)
    for name in (RUNS, SURROUNDINGS, SERIES, FIGURES):
        shutil.rmtree(out / name, ignore_errors=True)


def as_text(content: Mapping[str, Any]) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True, allow_nan=False) + "\n").encode()
