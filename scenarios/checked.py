"""Data against a pydantic model: the first finding in the order of lines, as an InputError at its line."""

from __future__ import annotations

from typing import TypeVar, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from scenarios.errors import InputError, nearest
from scenarios.yaml_files import Located, Path, kind_of

M = TypeVar("M", bound=BaseModel)

# what pydantic calls it -> what we say
_WORDS = {
    "missing": ("this field is missing", "缺少这一项"),
    "extra_forbidden": ("there is no such field", "没有这一项"),
    "string_type": ("this must be text", "应为文字"),
    "float_type": ("this must be a number", "应为数字"),
    "int_type": ("this must be a whole number", "应为整数"),
    "bool_type": ("this must be true or false", "应为 true 或 false"),
    "dict_type": ("this must be a mapping of names to values", "应为“名称: 值”的形式"),
    "model_type": ("this must be a mapping of names to values", "应为“名称: 值”的形式"),
    "tuple_type": ("this must be a list", "应为列表"),
    "list_type": ("this must be a list", "应为列表"),
    "too_long": ("this list is too long", "列表过长"),
    "too_short": ("this list is too short", "列表过短"),
    "string_too_short": ("this text is empty", "文字为空"),
    "string_too_long": ("this text is too long", "文字过长"),
    "string_pattern_mismatch": ("this is not written as it must be", "写法不符合要求"),
    "literal_error": ("this is not one of the choices", "不在可选之列"),
    "finite_number": ("this is not a finite number", "不是有限的数"),
}


def checked[M: BaseModel](
    model: type[M], data: object, located: Located, path: Path = (), name: str = "", name_zh: str = ""
) -> M:
    """`data`, found at `path` of a file, as a model; messages begin with `name`."""
    try:
        return model.model_validate(data)
    except ValidationError as problem:
        findings = problem.errors(include_url=False)
        # what is wrong says more than what is missing: a misspelt field is both
        telling = [finding for finding in findings if finding["type"] not in ("missing", "too_short")] or findings
        found = [_error(model, finding, located, path, name, name_zh) for finding in telling]
        raise min(found, key=lambda error: (error.line or 0, error.field or "")) from None


def _error(
    model: type[BaseModel], finding: ErrorDetails, located: Located, path: Path, name: str, name_zh: str
) -> InputError:
    place = tuple(part for part in finding["loc"] if part != "[key]")
    kind, given, context = finding["type"], finding.get("input"), finding.get("ctx") or {}
    message, zh = _WORDS.get(kind, (finding["msg"], finding["msg"]))
    message, zh = context.get("message", message), context.get("zh", zh)
    fields = _fields(model, place[:-1])
    allowed: object = None
    close = None
    if kind == "extra_forbidden":
        allowed, close, given = fields, nearest(place[-1], fields), place[-1]
    elif kind == "missing":
        given = None
    elif kind == "literal_error":
        allowed = str(context.get("expected"))
    elif "ge" in context or "le" in context:
        allowed = f"at least {context['ge']}" if "ge" in context else f"at most {context['le']}"
    elif kind == "string_pattern_mismatch":
        allowed = context.get("pattern")
    given = kind_of(given) if isinstance(given, (dict, list, tuple)) else given
    return located.error(
        name + str(message), *path, *place, zh=name_zh + str(zh), found=given, allowed=allowed, nearest=close
    )


def _fields(model: type[BaseModel], place: tuple[str | int, ...]) -> tuple[str, ...]:
    """Names that may stand in the part of the model at `place`."""
    current: object = model
    for part in place:
        if not (isinstance(current, type) and issubclass(current, BaseModel)):
            current = _model_inside(current)
            continue
        field = next((f for n, f in current.model_fields.items() if part in (n, f.alias)), None)
        current = field.annotation if field else None
        if not (isinstance(current, type) and issubclass(current, BaseModel)):
            inner = _model_inside(current)
            current = inner or current
    if isinstance(current, type) and issubclass(current, BaseModel):
        return tuple(field.alias or name for name, field in current.model_fields.items())
    return ()


def _model_inside(annotation: object) -> type[BaseModel] | None:
    """The first model among the arguments of an annotation such as dict[str, Option]."""
    for part in get_args(annotation):
        if isinstance(part, type) and issubclass(part, BaseModel):
            return part
        if (inner := _model_inside(part)) is not None:
            return inner
    return None
