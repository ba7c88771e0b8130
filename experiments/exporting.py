"""Tables of a folder for other programs: CSV, Excel, Stata, NetCDF. Units and labels go where there is room."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from experiments.compare.store import put
from experiments.folders import cannot_write
from experiments.results import RunResult
from scenarios.errors import InputError, nearest

if TYPE_CHECKING:
    import pandas as pd

    from experiments.compare.folder import Comparison
    from experiments.sweep.results import Sweep
    from experiments.trial.study import TrialResult

Told = Mapping[str, Mapping[str, str]]  # column -> unit, en, zh

FORMATS = ("csv", "xlsx", "dta", "netcdf")
SUFFIX = {"csv": ".csv", "xlsx": ".xlsx", "dta": ".dta", "netcdf": ".nc"}
MOST_STATA = 32  # characters of a variable's name
MOST_STATA_LABEL = 80
MOST_EXCEL_ROWS = 1_048_575


def export(result: RunResult | Comparison | Sweep | TrialResult, to: str, out: Path | None = None) -> list[Path]:
    """Write every table of a folder in a format; returns the files. `out` defaults to <folder>/export."""
    if to not in FORMATS:
        raise InputError(
            "there is no such format",
            zh="没有这种格式",
            field="--to",
            found=to,
            allowed=FORMATS,
            nearest=nearest(to, FORMATS),
        )
    folder = out
    if folder is None:
        if result.folder is None:
            raise InputError("a trial that was not written has no folder: name one", zh="请指明输出文件夹", field="out")
        folder = result.folder / "export"
    files = []
    for name, (frame, told) in tables_of(result).items():
        path = folder / f"{name}{SUFFIX[to]}"
        try:
            put(path, WRITERS[to](frame, told))
        except OSError as error:
            raise cannot_write(path, error) from error
        files.append(path)
    return files


def tables_of(result: RunResult | Comparison | Sweep | TrialResult) -> dict[str, tuple[pd.DataFrame, Told]]:
    """Every table of a run, a comparison, a sweep or a trial, with what is known of its columns."""
    import pandas as pd

    from experiments.sweep.results import Sweep
    from experiments.trial.study import TrialResult
    from experiments.trial.tables import estimate_rows

    if isinstance(result, Sweep):
        frame = result.frame
        return {"frame": (frame, {**frame.attrs["inputs"], **frame.attrs["outcomes"]})}
    if isinstance(result, TrialResult):
        return {"panel": (result.panel, {}), "estimate": (pd.DataFrame(estimate_rows(result.found)), {})}
    if isinstance(result, RunResult):
        names = [Path(name).stem for name in sorted(result.about["files"]) if "/" not in name]
        return {name: _kept(result, name) for name in names if (result.folder / f"{name}.parquet").is_file()} | (
            {"goals": (result.goals, {})} if (result.folder / "goals.csv").is_file() else {}
        )
    from experiments.compare.writing import COLUMNS, file_of

    return {name: (result.table(name), {}) for name in COLUMNS if (result.folder / file_of(name)).is_file()}


def _kept(result: RunResult, name: str) -> tuple[pd.DataFrame, Told]:
    """A run's table, and units and labels from the metadata of its columns."""
    import pyarrow.parquet as pq

    schema = pq.read_schema(result.folder / f"{name}.parquet")
    told = {one.name: {key.decode(): value.decode() for key, value in (one.metadata or {}).items()} for one in schema}
    return result._table(name), told


def _text_columns(frame: pd.DataFrame) -> list[str]:
    return [name for name in frame.columns if not _numeric(frame[name])]


def _numeric(column: Any) -> bool:
    return column.dtype.kind in "iufb"


def csv_content(frame: pd.DataFrame, told: Told) -> bytes:
    """UTF-8 with a mark, LF; text that a spreadsheet would take for a formula is given a quote."""
    from analysis.report.workbook import harmless

    safe = frame.copy()
    for name in _text_columns(safe):
        safe[name] = [harmless(value) for value in safe[name]]
    safe.columns = [harmless(name) for name in safe.columns]
    return ("\ufeff" + safe.to_csv(index=False, lineterminator="\n")).encode()


def xlsx_content(frame: pd.DataFrame, told: Told) -> bytes:
    """A sheet of the table and a sheet that says what its columns are; nothing in it is a formula."""
    from openpyxl import Workbook

    from analysis.report.workbook import harmless

    if len(frame) > MOST_EXCEL_ROWS:
        raise InputError(
            "the table has more rows than a sheet of Excel", zh="行数超出 Excel 上限", field="--to", found=len(frame),
            allowed="csv, dta, netcdf",
        )  # fmt: skip
    book = Workbook(write_only=True)
    sheet = book.create_sheet("table")
    sheet.append([harmless(name) for name in frame.columns])
    for row in frame.itertuples(index=False, name=None):
        sheet.append([_cell(sheet, harmless(value)) for value in row])
    legend = book.create_sheet("columns")
    legend.append(["column", "unit", "en", "zh"])
    for name in frame.columns:
        one = told.get(name, {})
        legend.append(
            [_cell(legend, harmless(text)) for text in (name, *(one.get(k, "") for k in ("unit", "en", "zh")))]
        )
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _cell(sheet: Any, value: Any) -> Any:
    """Text as text, whatever it begins with."""
    if not isinstance(value, str):
        return value
    from openpyxl.cell import WriteOnlyCell

    cell = WriteOnlyCell(sheet, value)
    cell.data_type = "s"
    return cell


def stata_names(columns: list[str]) -> dict[str, str]:
    """Names Stata allows: 32 letters, digits and underscores, not beginning with a digit, each once."""
    found: dict[str, str] = {}
    for column in columns:
        plain = re.sub(r"[^A-Za-z0-9_]+", "_", column).strip("_") or "v"
        plain = f"v_{plain}" if plain[0].isdigit() else plain
        if len(plain) > MOST_STATA or plain.lower() in {name.lower() for name in found.values()}:
            mark = hashlib.sha256(column.encode()).hexdigest()[:6]
            plain = f"{plain[: MOST_STATA - 7]}_{mark}"
        found[column] = plain
    return found


def dta_content(frame: pd.DataFrame, told: Told) -> bytes:
    """Stata 14 and later (118). A variable's label is its meaning and unit, as far as 80 characters go."""
    import datetime

    names = stata_names([str(name) for name in frame.columns])
    labels = {}
    for column, name in names.items():
        one = told.get(column, {})
        text = column if not one.get("en") else f"{one['en']} [{one.get('unit', '')}]"
        labels[name] = text[:MOST_STATA_LABEL]
    safe = frame.rename(columns=names)
    for name in _text_columns(safe):
        safe[name] = ["" if value is None or value != value else str(value) for value in safe[name]]
    safe.attrs = {}
    out = io.BytesIO()
    safe.to_stata(
        out,
        write_index=False,
        version=118,
        variable_labels=labels,
        data_label="zhenxing",
        time_stamp=datetime.datetime(1980, 1, 1),  # equal content, equal bytes
    )
    return out.getvalue()


def netcdf_content(frame: pd.DataFrame, told: Told) -> bytes:
    """NetCDF 3 (readable everywhere): one dimension `row`; units and labels are attributes of the variables."""
    import numpy as np
    import xarray as xr

    variables = {}
    for column, name in netcdf_names([str(name) for name in frame.columns]).items():
        values = frame[column]
        one = told.get(column, {})
        attributes = {"column": column, **({"units": one["unit"]} if one.get("unit") else {})}
        attributes |= {k: one[v] for k, v in (("long_name", "en"), ("long_name_zh", "zh")) if one.get(v)}
        if _numeric(values):
            numbers = values.to_numpy()
            data = numbers.astype(np.int32) if _small(numbers) else numbers.astype(np.float64)
        else:
            text = [("" if value is None or value != value else str(value)).encode() for value in values]
            data = np.array(text, dtype="S")
        variables[name] = ("row", data, attributes)
    title = frame.attrs.get("title", {}).get("en", "zhenxing")
    content = xr.Dataset(variables, attrs={"title": title}).to_netcdf(engine="scipy", format="NETCDF3_64BIT")
    return bytes(content)  # type: ignore[arg-type]


def netcdf_names(columns: list[str]) -> dict[str, str]:
    """Names without the signs NetCDF refuses."""
    found: dict[str, str] = {}
    for column in columns:
        plain = re.sub(r"[^A-Za-z0-9_.@+-]+", "_", column).strip("_") or "v"
        plain = f"v_{plain}" if not plain[0].isalpha() else plain
        while plain in found.values():
            plain += "_"
        found[column] = plain
    return found


def _small(numbers: Any) -> bool:
    return numbers.dtype.kind in "iub" and (not len(numbers) or int(abs(numbers.astype("int64")).max()) < 2**31)


WRITERS: Mapping[str, Callable[[Any, Told], bytes]] = {
    "csv": csv_content,
    "xlsx": xlsx_content,
    "dta": dta_content,
    "netcdf": netcdf_content,
}
