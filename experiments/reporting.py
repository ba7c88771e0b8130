"""The report of a comparison's folder: drawn from its tables, written beside them. Nothing is run."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from experiments.folders import FILE as RUN_FILE
from scenarios.errors import InputError

if TYPE_CHECKING:
    from experiments.compare.folder import Comparison


def report_in(folder: Path) -> Comparison:
    """The comparison whose report is asked for. Raises InputError where there is none."""
    from experiments.compare.folder import FILE, STUDY, comparison_in

    if not folder.is_dir():
        raise InputError("no such folder", zh="没有这个文件夹", file=folder)
    found = comparison_in(folder)
    if found is not None:
        return found
    if (folder / RUN_FILE).is_file():
        raise InputError(
            "a run is in this folder: a report is of a comparison (zhenxing compare)",
            zh="该文件夹中是一次测算;报告只针对比较(zhenxing compare)",
            file=folder,
        )
    if (folder / STUDY).is_file():
        raise InputError(
            "this comparison is not finished: the same compare command goes on with it",
            zh="该比较尚未完成;再次输入同一 compare 命令可继续",
            file=folder,
        )
    raise InputError(
        f"no comparison in this folder: {FILE} is missing or broken", zh="该文件夹中没有比较结果", file=folder
    )


def write_report(comparison: Comparison, lang: str) -> list[str]:
    """Draw report.html, report.docx, effects.xlsx and figures/ into the comparison's folder; returns their names.

    Each file is written under a temporary name and renamed; report.html comes last.
    """
    from analysis.report.assembly import files_of
    from analysis.report.material import material_of
    from experiments.compare.store import put
    from experiments.keys import environment

    same = environment()["code"] == comparison.about.get("code")
    made = files_of(material_of(comparison, same), lang)
    try:
        for name in sorted(made, key=lambda name: name == "report.html"):
            put(comparison.folder / name, made[name])
    except OSError as error:
        raise InputError(
            f"writing failed: {error.strerror or error}", zh="写入失败", file=comparison.folder, field="DIR"
        ) from error
    return sorted(made)
