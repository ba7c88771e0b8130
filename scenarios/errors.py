"""One error type carries every message to a user: where it is, what was found, what is allowed, what is nearest."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterable, Mapping, Sequence

from scenarios.punctuation import full_width

LONGEST = 80  # characters of a user's text that are repeated to the user
LONGEST_FILE = 200
MOST_ALLOWED = 12  # choices that are listed; more are counted

_HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}  # control, direction marks, surrogates, private use, line breaks


def clean(text: object, longest: int = LONGEST) -> str:
    """Text that is safe to show: hidden characters escaped, length cut."""
    raw = str(text)
    shown = "".join(_escape(c) if unicodedata.category(c) in _HIDDEN else c for c in raw[: longest + 1])
    return shown if len(raw) <= longest and len(shown) <= 4 * longest else shown[:longest] + "…"


def _escape(character: str) -> str:
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def nearest(name: object, choices: Iterable[str]) -> str | None:
    """The choice most like `name`, None when nothing is like it; ties go to the first in alphabetical order."""
    wanted = str(name).strip()[:200]
    ordered = sorted({str(choice) for choice in choices})
    by_shape = {_shape(choice): choice for choice in reversed(ordered)}
    best, found = 0.6, None
    for shape in sorted(by_shape):
        likeness = difflib.SequenceMatcher(None, shape, _shape(wanted), autojunk=False).ratio()
        if likeness > best or (found is None and likeness == best):
            best, found = likeness, by_shape[shape]
    return found


def _shape(name: str) -> str:
    """A name without what people mistype first: case, width, hyphens and blanks."""
    return unicodedata.normalize("NFKC", name).casefold().replace("-", "_").replace(" ", "_")


class InputError(Exception):
    """What a user gave cannot be used. Says file, line, field, found, allowed, nearest; safe to print as it is."""

    def __init__(
        self,
        message: str,
        *,
        file: object = None,
        line: int | None = None,
        field: str | None = None,
        found: object = None,
        allowed: object = None,
        nearest: str | None = None,
        zh: str | None = None,
        allowed_zh: str | None = None,
    ) -> None:
        self.text = {"en": clean(message, 400), "zh": clean(full_width(zh) if zh else message, 400)}
        self.file = None if file is None else _tail(str(file))
        self.line = line
        self.field = None if field is None else clean(field, 120)
        self.found = _plain(found)
        self.allowed = _allowed(allowed)
        self.allowed_zh = None if allowed_zh is None else clean(full_width(allowed_zh), 200)
        self.nearest = None if nearest is None else clean(nearest)
        super().__init__(self.message("en"))

    def message(self, lang: str = "en") -> str:
        """One paragraph, always in the order file, line, field, what is wrong, found, allowed, nearest."""
        chinese = lang == "zh"
        where = [self.file] if self.file else []
        if self.line is not None:
            where.append(f"第 {self.line} 行" if chinese else f"line {self.line}")
        if self.field:
            where.append(self.field)
        joint, colon, stop = ("\uff0c", "\uff1a", "。") if chinese else (", ", ": ", ". ")
        parts = [(joint.join(where) + colon if where else "") + self.text["zh" if chinese else "en"].rstrip(".。")]
        if self.found is not None:
            parts.append(("实际为 " if chinese else "Found ") + _shown(self.found))
        if self.allowed is not None:
            allowed = self.allowed_zh if chinese and self.allowed_zh else _listed(self.allowed, chinese)
            parts.append(("允许\uff1a" if chinese else "Allowed: ") + allowed)
        if self.nearest is not None:
            parts.append(f"是否指 {self.nearest}\uff1f" if chinese else f"Did you mean {self.nearest}?")
        text = stop.join(parts)
        return text if text[-1] in "?\uff1f" else text + stop.strip()

    def as_dict(self) -> dict[str, object]:
        """The same as data, for a table or JSON."""
        allowed = list(self.allowed) if isinstance(self.allowed, tuple) else self.allowed
        return {
            "file": self.file,
            "line": self.line,
            "field": self.field,
            "message": self.text["en"],
            "message_zh": self.text["zh"],
            "found": self.found,
            "allowed": allowed,
            "allowed_zh": self.allowed_zh,
            "nearest": self.nearest,
        }

    def __str__(self) -> str:
        return self.message("en")

    def __reduce__(self):
        return _rebuild, (self.as_dict(),)


def _rebuild(parts: Mapping[str, object]) -> InputError:
    kept = {name: parts[name] for name in ("file", "line", "field", "found", "allowed", "allowed_zh", "nearest")}
    return InputError(str(parts["message"]), zh=str(parts["message_zh"]), **kept)  # type: ignore[arg-type]


def _tail(path: str) -> str:
    """The end of a path says more than its beginning."""
    shown = clean(path, 4 * LONGEST_FILE)
    return shown if len(shown) <= LONGEST_FILE else "…" + shown[-LONGEST_FILE:]


def _plain(found: object) -> object:
    if found is None or isinstance(found, (bool, int, float)):
        return found if not isinstance(found, int) or abs(found) < 10**20 else clean(_digits(found))
    if isinstance(found, (dict, list, tuple, set)):
        return f"{type(found).__name__} of {len(found)}"
    return clean(found)


def _digits(number: int) -> str:
    """A whole number as text; Python refuses to print very long ones."""
    return str(number) if number.bit_length() < 4000 else f"a whole number of {number.bit_length()} bits"


def _allowed(allowed: object) -> str | tuple[str, ...] | None:
    if allowed is None or isinstance(allowed, str):
        return None if allowed is None else clean(allowed, 200)
    if isinstance(allowed, (set, frozenset)):
        return tuple(sorted(clean(choice) for choice in allowed))
    if isinstance(allowed, (Sequence, Iterable)):
        return tuple(clean(choice) for choice in allowed)
    return clean(allowed, 200)


def _shown(found: object) -> str:
    return repr(found) if isinstance(found, (bool, int, float)) else f"'{found}'"


def _listed(allowed: str | tuple[str, ...], chinese: bool) -> str:
    if isinstance(allowed, str):
        return allowed
    joint = "、" if chinese else ", "
    if len(allowed) <= MOST_ALLOWED:
        return joint.join(allowed)
    more = f"\uff08共 {len(allowed)} 项\uff09" if chinese else f" ({len(allowed)} in all)"
    return joint.join(allowed[:MOST_ALLOWED]) + joint + "…" + more
