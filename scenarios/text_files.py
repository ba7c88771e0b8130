"""Bytes of a user's file, and text out of them: UTF-8 with or without its mark, or GBK as Windows writes it."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from scenarios.errors import InputError

_UTF8_MARK = b"\xef\xbb\xbf"
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")


def read_bytes(path: str | os.PathLike[str], max_bytes: int) -> bytes:
    """The content of a regular file that is neither empty nor longer than `max_bytes`."""
    shown = os.fspath(path)
    try:
        place = Path(path)
        kind = place.stat().st_mode
        if stat.S_ISDIR(kind):
            raise InputError("this is a folder, not a file", zh="这是文件夹,不是文件", file=shown)
        if not stat.S_ISREG(kind):
            raise InputError("this is not an ordinary file", zh="这不是普通文件", file=shown)
        with place.open("rb") as stream:
            content = stream.read(max_bytes + 1)
    except FileNotFoundError:
        raise InputError("there is no such file", zh="没有这个文件", file=shown) from None
    except (OSError, ValueError) as problem:  # ValueError: a path with a zero byte
        reason = getattr(problem, "strerror", None) or "the path cannot be used"
        raise InputError(f"the file cannot be read ({reason})", zh=f"文件无法读取({reason})", file=shown) from None
    if len(content) > max_bytes:
        raise InputError("the file is too large", zh="文件过大", file=shown, allowed=f"at most {max_bytes:,} bytes")
    if not content.strip():
        raise InputError("the file is empty", zh="文件是空的", file=shown)
    return content


def decode(content: bytes, file: object) -> str:
    """Text of UTF-8 (with or without byte-order mark) or GBK bytes; anything else is refused, line endings are LF."""
    allowed = "text in UTF-8 or GBK"
    if content.startswith(_UTF16_MARKS):
        raise InputError(
            "the text is in UTF-16; save it again as UTF-8",
            zh="文本为 UTF-16 编码,请另存为 UTF-8",
            file=file,
            found="UTF-16",
            allowed=allowed,
        )
    if b"\0" in content:
        line = content[: content.index(b"\0")].count(b"\n") + 1
        raise InputError(
            "this is not a text file (it holds a zero byte)",
            zh="这不是文本文件(含零字节)",
            file=file,
            line=line,
            found="binary",
            allowed=allowed,
        )
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError as problem:
            start = problem.start
            continue
        if encoding == "gb18030" and content.startswith(_UTF8_MARK):
            break
        return text.replace("\r\n", "\n").replace("\r", "\n")
    raise InputError(
        "the text is neither UTF-8 nor GBK; save it again as UTF-8",
        zh="文本既不是 UTF-8 也不是 GBK,请另存为 UTF-8",
        file=file,
        line=content[:start].count(b"\n") + 1,
        found="unknown encoding",
        allowed=allowed,
    )


def read_text(path: str | os.PathLike[str], max_bytes: int = 1_000_000) -> str:
    """Text of a file, see `read_bytes` and `decode`."""
    return decode(read_bytes(path, max_bytes), os.fspath(path))
