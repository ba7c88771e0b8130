"""Run folders: written beside their place under a temporary name, then renamed, so that a folder is whole or absent."""

from __future__ import annotations

import json
import os
import shutil
import socket
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from experiments.keys import SCHEMA
from scenarios.errors import InputError

FILE = "run.json"
UNFINISHED = ".part"


def write_bytes(path: Path, content: bytes) -> None:
    """Write and flush to the disk, so that a rename never outruns the content."""
    with open(path, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def write_whole(path: Path, content: bytes) -> None:
    """Write under a temporary name, then rename: nobody ever reads half a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        write_bytes(temporary, content)
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


def refuse_newer(about: Mapping, schema: int, file: Path) -> None:
    """Raises InputError for what a newer version has written: about (its description), the schema that is known."""
    if about.get("schema", 0) > schema:
        raise InputError(
            "this folder was written by a newer version of zhenxing",
            zh="该文件夹由更新版本写出",
            file=file,
            field="schema",
            found=about.get("schema"),
            allowed=f"1-{schema}",
        )


def described(folder: Path) -> dict | None:
    """run.json of a run folder, None when it is not one. Refuses a newer schema."""
    try:
        content = json.loads((folder / FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    if not isinstance(content, dict) or not isinstance(content.get("key"), str):
        return None
    refuse_newer(content, SCHEMA, folder / FILE)
    return content


def check_place(out: Path, key: str, force: bool) -> bool:
    """True when the run is already there. Raises InputError, before any work, where it could not be written."""
    try:
        return _check_place(out, key, force)
    except (OSError, ValueError) as error:
        raise cannot_write(out, error) from error


def cannot_write(out: Path, error: Exception) -> InputError:
    """What is said where an output folder cannot be written."""
    reason = getattr(error, "strerror", None) or "not a usable name"
    return InputError(f"cannot write here: {reason}", zh=f"无法写入:{reason}", file=out, field="--out")


def _check_place(out: Path, key: str, force: bool) -> bool:
    if out.is_symlink() and not out.exists():
        raise InputError("the output folder is a link to nothing", zh="输出文件夹是失效的链接", file=out, field="--out")
    refuse_a_file(out)
    if out.is_dir():
        found = described(out)
        if found and found["key"] == key and not force:
            return True
        if found and found["key"] != key and not force:
            raise belongs_to_another(out, ("run", "另一次测算"), found["key"], key)
        if not found and any(out.iterdir()):
            raise holds_something_else(out, "the folder is not empty and holds no run", "文件夹非空,且其中没有测算结果")
    _check_writable(out)
    return False


def refuse_a_file(out: Path) -> None:
    """Raises InputError where a file stands in the place of an output folder."""
    if out.exists() and not out.is_dir():
        raise InputError(
            "a file is in the place of the output folder", zh="输出位置已有同名文件", file=out, field="--out"
        )


def belongs_to_another(out: Path, kind: tuple[str, str], found: object, key: str) -> InputError:
    """What is said of a folder that holds another run, comparison or study (`kind`: "run", "另一次测算")."""
    return InputError(
        f"another {kind[0]} is in this folder; choose another --out, or --force to replace it",
        zh=f"该文件夹中是{kind[1]};请换 --out,或用 --force 覆盖",
        file=out,
        field="--out",
        found=f"key {str(found)[:8]}",
        allowed=f"key {key[:8]}",
    )


def holds_something_else(out: Path, text: str, zh: str = "文件夹中已有其他内容") -> InputError:
    """What is said of a folder whose content is not ours to replace."""
    return InputError(f"{text}; it is left as it is, even with --force", zh=f"{zh};不作改动", file=out, field="--out")


def _check_writable(out: Path) -> None:
    out.parent.mkdir(parents=True, exist_ok=True)
    probe = out.parent / _temporary_name(out)
    probe.mkdir()
    probe.rmdir()


def _temporary_name(out: Path) -> str:
    host = uuid.uuid5(uuid.NAMESPACE_DNS, socket.gethostname()).hex[:8]
    return f".{out.name[:80]}.{os.getpid()}-{host}{UNFINISHED}"


@contextmanager
def new_folder(out: Path, force: bool, key: str) -> Iterator[Path]:
    """A temporary folder that becomes `out` when the block ends well, and disappears otherwise."""
    part = out.parent / _temporary_name(out)
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir()
    except OSError as error:
        raise cannot_write(out, error) from error
    try:
        yield part
        _put(part, out, force, key)
    except OSError as error:
        raise InputError(
            f"writing failed: {error.strerror or error}", zh="写入失败", file=out, field="--out"
        ) from error
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _put(part: Path, out: Path, force: bool, key: str) -> None:
    if out.is_dir():
        found = described(out)
        if found and found["key"] == key and not force:
            return  # another process was first with the same run
        if found is None and any(out.iterdir()):
            raise InputError(
                "the folder was filled by something else meanwhile", zh="文件夹已被占用", file=out, field="--out"
            )
        if found and not force:
            raise InputError(
                "another run was written here meanwhile", zh="该处已写入另一次测算", file=out, field="--out"
            )
        _replace(part, out)
    else:
        _retry(lambda: part.rename(out))


def _replace(part: Path, out: Path) -> None:
    old = part.with_suffix(".old")
    shutil.rmtree(old, ignore_errors=True)
    _retry(lambda: out.rename(old))
    try:
        _retry(lambda: part.rename(out))
    except OSError:
        old.rename(out)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _retry(action: Callable[[], object], times: int = 3) -> None:
    """Virus scanners hold a new folder for a moment on Windows."""
    import time

    for attempt in range(times):
        try:
            action()
            return
        except PermissionError:
            if attempt == times - 1:
                raise
            time.sleep(0.2)
