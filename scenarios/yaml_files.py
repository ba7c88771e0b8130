"""YAML as data and nothing more: no aliases, tags, dates, duplicate keys, not-a-numbers; every field knows its line."""

from __future__ import annotations

import math
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass

import yaml

from scenarios.errors import InputError, nearest
from scenarios.text_files import read_text

MAX_BYTES = 1_000_000
MAX_DEPTH = 12
MAX_NODES = 20_000
MAX_KEY = 200

_INTEGER = re.compile(r"[+-]?(0|[1-9][0-9]*)$")
_DECIMAL = re.compile(r"[+-]?([0-9]+\.[0-9]*|\.[0-9]+|[0-9]+)([eE][+-]?[0-9]+)?$")
_LEADING_ZERO = re.compile(r"[+-]?0[0-9]+")
_NOT_FINITE = re.compile(r"[+-]?\.?(nan|inf|infinity)$", re.IGNORECASE)
_DATE = re.compile(r"[0-9]{4}[-/][0-9]{1,2}[-/][0-9]{1,2}")
_NULLS = ("", "~", "null")

Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Located:
    """Plain data with the line of every field path. Keys of mappings are always text."""

    file: str
    data: object
    lines: Mapping[Path, int]

    def line(self, *path: str | int) -> int | None:
        """Line of a field, or of the nearest field above it."""
        for end in range(len(path), -1, -1):
            if path[:end] in self.lines:
                return self.lines[path[:end]]
        return None

    def error(self, message: str, *path: str | int, **parts: object) -> InputError:
        """An InputError at a field of this file."""
        field = parts.pop("field", field_name(path))
        line = parts.pop("line", self.line(*path))
        return InputError(message, file=self.file, line=line, field=field or None, **parts)  # type: ignore[arg-type]

    def mapping(self, allowed: tuple[str, ...] | None = None) -> dict[str, object]:
        """The whole file as one mapping, with known keys only."""
        if not isinstance(self.data, dict):
            raise self.error(
                "the file must be one mapping of names to values",
                zh="文件应为“名称: 值”的形式",
                found=kind_of(self.data),
                allowed="name: value",
            )
        for key in self.data:
            if allowed is not None and key not in allowed:
                raise self.error(
                    "there is no such field",
                    key,
                    zh="没有这个字段",
                    found=key,
                    allowed=allowed,
                    nearest=nearest(key, allowed),
                )
        return self.data


def field_name(path: Path) -> str:
    """levers.art20_guarantee_share.2013Q1, cards[0].bounds"""
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else ("." if text else "") + part
    return text


def kind_of(value: object) -> str:
    """What a value is, in words."""
    names = ((dict, "a mapping"), (list, "a list"), (bool, "true or false"), (str, "text"), (type(None), "nothing"))
    return next((name for kind, name in names if isinstance(value, kind)), "a number")


def read_yaml(path: str | os.PathLike[str], max_bytes: int = MAX_BYTES) -> Located:
    """Read one YAML document."""
    return parse_yaml(read_text(path, max_bytes), os.fspath(path))


def parse_yaml(text: str, file: str) -> Located:
    """Plain data out of YAML text."""
    reader = _Reader(file)
    try:
        for event in yaml.parse(text, Loader=yaml.SafeLoader):
            reader.take(event)
    except yaml.reader.ReaderError as problem:
        line = text[: problem.position].count("\n") + 1
        raise InputError(
            "a character that YAML does not allow",
            zh="含有 YAML 不允许的字符",
            file=file,
            line=line,
            found=chr(problem.character) if isinstance(problem.character, int) else None,
        ) from None
    except yaml.MarkedYAMLError as problem:
        mark = problem.problem_mark or problem.context_mark
        raise InputError(
            f"this is not valid YAML ({problem.problem or problem.context})",
            zh=f"YAML 格式有误({problem.problem or problem.context})",
            file=file,
            line=mark.line + 1 if mark else None,
        ) from None
    if not reader.documents:
        raise InputError("the file is empty", zh="文件是空的", file=file)
    return Located(file, reader.root, reader.lines)


class _Reader:
    """Builds data from events without recursion, so that no nesting can exhaust the stack."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.lines: dict[Path, int] = {}
        self.root: object = None
        self.documents = 0
        self.nodes = 0
        self.open: list[tuple[dict | list, Path]] = []
        self.keys: list[str | None] = []  # the key waiting for its value, per open mapping

    def take(self, event: yaml.Event) -> None:
        line = event.start_mark.line + 1
        if isinstance(event, yaml.DocumentStartEvent):
            self.documents += 1
            if self.documents > 1:
                self.refuse("one file holds one document", "一个文件只能有一份文档", line, found="---")
            if event.tags or event.version:
                self.refuse("directives are not allowed", "不允许使用指令", line)
        elif isinstance(event, yaml.AliasEvent):
            self.refuse(
                "aliases are not allowed; write the value again",
                "不允许引用(*),请重写该值",
                line,
                found="*" + str(event.anchor),
            )
        elif isinstance(event, yaml.NodeEvent):
            self.node(event, line)
        elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            self.open.pop()
            self.keys.pop()

    def node(self, event: yaml.NodeEvent, line: int) -> None:
        self.nodes += 1
        if self.nodes > MAX_NODES:
            self.refuse("the file holds too many values", "文件中的值过多", line, allowed=f"at most {MAX_NODES:,}")
        if event.anchor:
            self.refuse(
                "anchors are not allowed; write the value again",
                "不允许使用锚点(&),请重写该值",
                line,
                found="&" + event.anchor,
            )
        if getattr(event, "tag", None) is not None:
            self.refuse("tags are not allowed", "不允许使用标签(!)", line, found=getattr(event, "tag", "!"))
        if isinstance(event, yaml.ScalarEvent):
            if self.open and isinstance(self.open[-1][0], dict) and self.keys[-1] is None:
                self.key(event, line)
            else:
                path = self.path()
                self.place(self.scalar(event, line, path), path, line)
            return
        if self.open and isinstance(self.open[-1][0], dict) and self.keys[-1] is None:
            self.refuse("a name must be plain text, not a list or a mapping", "名称只能是文字", line)
        path = self.path()
        box: dict | list = {} if isinstance(event, yaml.MappingStartEvent) else []
        self.place(box, path, line)
        if len(self.open) >= MAX_DEPTH:
            self.refuse("values are nested too deeply", "嵌套层次过深", line, allowed=f"at most {MAX_DEPTH} levels")
        self.open.append((box, path))
        self.keys.append(None)

    def path(self) -> Path:
        if not self.open:
            return ()
        box, path = self.open[-1]
        return (*path, len(box)) if isinstance(box, list) else (*path, str(self.keys[-1]))

    def place(self, value: object, path: Path, line: int) -> None:
        self.lines.setdefault(path, line)
        if not self.open:
            self.root = value
            return
        box = self.open[-1][0]
        if isinstance(box, list):
            box.append(value)
        else:
            box[self.keys[-1]] = value
            self.keys[-1] = None

    def key(self, event: yaml.ScalarEvent, line: int) -> None:
        box, path = self.open[-1]
        key = event.value
        plain = event.style is None
        if plain and key == "<<":
            self.refuse("merge keys are not allowed", "不允许合并键(<<)", line, path=path, found="<<")
        if not key.strip() or (plain and key in _NULLS):
            self.refuse("a name is missing before the colon", "冒号前缺少名称", line, path=path)
        if len(key) > MAX_KEY:
            self.refuse(
                "a name is too long", "名称过长", line, path=path, found=key, allowed=f"at most {MAX_KEY} characters"
            )
        if plain and _DATE.match(key):
            self.refuse_date(key, line, (*path, key))
        if key in box:
            first = self.lines[(*path, key)]
            self.refuse(
                f"this name stands twice (first on line {first})",
                f"名称重复(首次在第 {first} 行)",
                line,
                path=(*path, key),
                found=key,
            )
        self.keys[-1] = key
        self.lines[(*path, key)] = line

    def scalar(self, event: yaml.ScalarEvent, line: int, path: Path) -> object:
        text = event.value
        if event.style is not None:  # quoted or block: text as written
            return text
        if text in _NULLS:
            return None
        if text in ("true", "false"):
            return text == "true"
        if _NOT_FINITE.match(text):
            self.refuse("this is not a finite number", "不是有限的数", line, path=path, found=text)
        if _DATE.match(text):
            self.refuse_date(text, line, path)
        if _LEADING_ZERO.match(text) and _DECIMAL.match(text) and "." not in text and "e" not in text.lower():
            self.refuse("write the number without leading zeros", "数字前不要加 0", line, path=path, found=text)
        if _INTEGER.match(text) and len(text) <= 18:
            return int(text)
        if _DECIMAL.match(text):
            value = float(text)
            if not math.isfinite(value):
                self.refuse("this number is too large", "数字过大", line, path=path, found=text)
            return value
        return text

    def refuse_date(self, text: str, line: int, path: Path) -> None:
        self.refuse(
            "dates are not used; write the quarter",
            "不使用日期,请写季度",
            line,
            path=path,
            found=text,
            allowed="a quarter such as 2013Q1",
            allowed_zh="季度,如 2013Q1",
        )

    def refuse(self, message: str, zh: str, line: int, path: Path | None = None, **parts: object) -> None:
        field = field_name(self.path() if path is None else path) or None
        raise InputError(message, zh=zh, file=self.file, line=line, field=field, **parts)  # type: ignore[arg-type]
