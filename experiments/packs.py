"""Stored runs packed by their first two digits: one archive for hundreds of files, each file's bytes as they were.

`runs/<ab>/pack-<hash>.zip` holds `<key>.parquet` and `<key>.error.json`, uncompressed. A loose file goes before a
packed one, a finished run before an error. Packing needs no lock: a pack is named after its content and takes the place
of exactly the files that are in it; where two processes pack at once, what both hold is there twice for a while.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from experiments.compare.store import RUNS, error_file, put, run_file, whole

RUN, ERROR = ".parquet", ".error.json"
TRIES = 5  # another process may pack meanwhile


class Store:
    """The runs of a folder, loose or packed. A pack's names are read once: its content never changes."""

    def __init__(self, out: Path):
        self.out = out
        self._packed: dict[str, tuple[frozenset[Path], dict[str, Path]]] = {}  # by first two digits
        self._open: tuple[Path, zipfile.ZipFile] | None = None

    def packed(self, two: str) -> dict[str, Path]:
        """Names of packed files and the pack each is in, as the folder is now."""
        now = frozenset((self.out / RUNS / two).glob("pack-*.zip"))
        known = self._packed.get(two)
        if known is None or known[0] != now:
            found: dict[str, Path] = {}
            for pack in sorted(now):
                # gone meanwhile, or broken: its runs count as not there
                with contextlib.suppress(OSError, zipfile.BadZipFile), zipfile.ZipFile(pack) as file:
                    found |= dict.fromkeys(file.namelist(), pack)
            known = self._packed[two] = (now, found)
        return known[1]

    def finished(self, key: str) -> bool:
        return whole(run_file(self.out, key)) or f"{key}{RUN}" in self.packed(key[:2])

    def failed(self, key: str) -> bool:
        return error_file(self.out, key).exists() or f"{key}{ERROR}" in self.packed(key[:2])

    def run(self, key: str) -> bytes | None:
        """Content of a finished run's file, None when there is none."""
        return self._content(run_file(self.out, key))

    def error(self, key: str) -> bytes | None:
        return self._content(error_file(self.out, key))

    def _content(self, path: Path) -> bytes | None:
        for _ in range(TRIES):
            with contextlib.suppress(FileNotFoundError):
                return path.read_bytes()
            pack = self.packed(path.name[:2]).get(path.name)
            if pack is None:
                return None
            with contextlib.suppress(OSError, KeyError, zipfile.BadZipFile):
                return self._archive(pack).read(path.name)
        return None

    def _archive(self, pack: Path) -> zipfile.ZipFile:
        if self._open is None or self._open[0] != pack:
            if self._open is not None:
                self._open[1].close()
            self._open = (pack, zipfile.ZipFile(pack))
        return self._open[1]

    def names(self) -> Iterator[str]:
        """Names of all files of runs, loose and packed, each once."""
        for folder in folders(self.out):
            loose = {path.name for path in folder.iterdir() if path.name.endswith((RUN, ERROR)) and path.name[0] != "."}
            yield from sorted(loose | set(self.packed(folder.name)))


def folders(out: Path) -> list[Path]:
    runs = out / RUNS
    return sorted(path for path in runs.iterdir() if path.is_dir() and len(path.name) == 2) if runs.is_dir() else []


def compact(out: Path) -> tuple[int, int]:
    """Pack the runs of a folder; returns (files packed, packs). What is written meanwhile stays loose."""
    packed = packs = 0
    for folder in folders(out):
        for _ in range(TRIES):
            try:
                packed += _compact(folder)
                break
            except FileNotFoundError:  # another process packs the same
                continue
        packs += len(list(folder.glob("pack-*.zip")))
    return packed, packs


def _compact(folder: Path) -> int:
    old = sorted(folder.glob("pack-*.zip"))
    loose = [path for path in folder.iterdir() if path.name.endswith((RUN, ERROR)) and path.name[0] != "."]
    loose = [path for path in sorted(loose) if not path.name.endswith(RUN) or whole(path)]
    if not loose and len(old) < 2:
        return 0
    content: dict[str, bytes] = {}
    for pack in old:
        with zipfile.ZipFile(pack) as file:
            content |= {name: file.read(name) for name in file.namelist()}
    content |= {path.name: path.read_bytes() for path in loose}
    for name in [name for name in content if name.endswith(ERROR)]:
        if name.removesuffix(ERROR) + RUN in content:
            del content[name]
    made = archive((name, content[name]) for name in sorted(content))
    path = folder / f"pack-{hashlib.sha256(made).hexdigest()[:16]}.zip"
    put(path, made)
    for gone in [*loose, *old]:
        if gone != path:
            gone.unlink(missing_ok=True)
    return len(loose)


def archive(files: Iterable[tuple[str, bytes]], compressed: bool = False) -> bytes:
    """A zip without clock or owner: equal content, equal bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name, content in files:
            entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            entry.external_attr = 0o644 << 16
            entry.compress_type = zipfile.ZIP_DEFLATED if compressed else zipfile.ZIP_STORED
            file.writestr(entry, content)
    return out.getvalue()
