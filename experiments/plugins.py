"""A user's Python file that adds to the project without a fork: read, checked, put to use, and taken back again.

The hash of its bytes is part of every key while it is in use; nothing else of it is stored. Its source, not its path,
travels to workers, so it works in processes that are spawned and on other machines.
"""

from __future__ import annotations

import hashlib
import math
import sys
import types
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from os import PathLike
from pathlib import Path
from typing import Any

from experiments import keys
from experiments.plugin_parts import MARK, Function, InterventionPart, MechanismPart, OutcomePart, Part, ToyModelPart
from experiments.plugin_view import View
from scenarios.additions import ADDED
from scenarios.errors import InputError, nearest

LARGEST = 1_000_000  # bytes


class PluginError(InputError):
    """A plugin that is broken: it ends what runs, wherever it runs."""


@dataclass(frozen=True)
class Plugin:
    """A plugin's file as it was read; it pickles."""

    path: str = field(compare=False)
    source: bytes = field(repr=False)

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.source).hexdigest()

    @property
    def module(self) -> str:
        return f"zhenxing_plugin_{self.sha256[:16]}"


@dataclass(frozen=True)
class InUse:
    plugin: Plugin
    parts: tuple[Part, ...]


IN_USE: dict[str, InUse] = {}  # by sha256


def active() -> tuple[Plugin, ...]:
    """The plugins in use: what a worker is given."""
    return tuple(one.plugin for one in IN_USE.values())


def toy_models() -> dict[str, ToyModelPart]:
    """Toy models of the plugins in use, by name."""
    return {part.id: part for one in IN_USE.values() for part in one.parts if isinstance(part, ToyModelPart)}


def read_plugin(path: str | PathLike[str]) -> Plugin:
    """A plugin's bytes. Raises InputError where there is no such file."""
    try:
        source = Path(path).read_bytes()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "not a usable name"
        raise InputError(
            f"the plugin cannot be read: {reason}", zh=f"无法读取插件:{reason}", file=path, field="--plugin"
        ) from error
    if len(source) > LARGEST:
        raise InputError("the plugin is too large", zh="插件过大", file=path, found=len(source), allowed=str(LARGEST))
    return Plugin(str(path), source)


@contextmanager
def using(*paths: str | PathLike[str]) -> Iterator[tuple[Plugin, ...]]:
    """What the files add is there while the block runs: their outcomes are recorded, their levers may be set."""
    new: list[Plugin] = []
    try:
        for path in paths:
            plugin = read_plugin(path)
            if plugin.sha256 not in IN_USE:
                activate(plugin)
                new.append(plugin)
        yield active()
    finally:
        for plugin in reversed(new):
            deactivate(plugin)


def activate(plugin: Plugin) -> None:
    """Put a plugin to use in this process; once is enough. Raises InputError naming file and line."""
    if plugin.sha256 in IN_USE:
        return
    parts = parts_of(plugin)
    IN_USE[plugin.sha256] = InUse(plugin, ())
    taken: list[Part] = []
    try:
        for part in parts:
            add(plugin, part)
            taken.append(part)
    except BaseException:
        IN_USE[plugin.sha256] = InUse(plugin, tuple(taken))
        deactivate(plugin)
        raise
    IN_USE[plugin.sha256] = InUse(plugin, tuple(parts))
    keys.PLUGINS[plugin.sha256] = any(isinstance(part, MechanismPart) for part in parts)


def deactivate(plugin: Plugin) -> None:
    """Take back all that a plugin added."""
    from model.interventions import remove_intervention
    from model.mechanisms import remove_mechanism

    for part in IN_USE.pop(plugin.sha256).parts:
        if isinstance(part, OutcomePart):
            ADDED.indicators.pop(part.id, None)
            ADDED.over_year.pop(part.id, None)
        if isinstance(part, InterventionPart):
            remove_intervention(part.id)
        if isinstance(part, MechanismPart):
            remove_mechanism(part.id)
            for card in [name for name, one in ADDED.cards.items() if one.mechanism == part.id]:
                del ADDED.cards[card]
    sys.modules.pop(plugin.module, None)
    keys.PLUGINS.pop(plugin.sha256, None)


def parts_of(plugin: Plugin) -> list[Part]:
    """Run the file as a module of its own and collect what it marks."""
    module = types.ModuleType(plugin.module)
    module.__file__ = plugin.path
    sys.modules[plugin.module] = module
    try:
        exec(compile(plugin.source, plugin.path, "exec"), module.__dict__)
    except (Exception, SystemExit) as error:
        sys.modules.pop(plugin.module, None)
        raise broken(plugin, error, "--plugin") from error
    found = {id(value): getattr(value, MARK) for value in vars(module).values() if hasattr(value, MARK)}
    if not found:
        raise InputError(
            "the plugin adds nothing: no function of it is marked",
            zh="插件没有标记任何函数",
            file=plugin.path,
            field="--plugin",
            allowed=("outcome", "mechanism", "intervention", "toy_model"),
        )
    return list(found.values())


def add(plugin: Plugin, part: Part) -> None:
    """Check a part and put it into the registry it belongs to."""
    line = line_of(part.function)
    if isinstance(part, OutcomePart):
        _add_outcome(plugin, part, line)
    elif isinstance(part, MechanismPart):
        _add_mechanism(plugin, part, line)
    elif isinstance(part, InterventionPart):
        _add_intervention(plugin, part, line)
    elif part.id in toy_models():
        raise _taken(plugin, part.id, line)


def _add_outcome(plugin: Plugin, part: OutcomePart, line: int | None) -> None:
    from pydantic import ValidationError

    from scenarios.cards import Label
    from scenarios.registry import Indicator, indicators

    if part.id in indicators():
        raise _taken(plugin, part.id, line)
    try:
        made = Indicator(
            id=part.id,
            label=Label(en=part.label["en"], zh=part.label["zh"]),
            unit=part.unit,
            scope=part.scopes,  # type: ignore[arg-type]
            formula=part.formula.ljust(10, "."),
            better=part.better,  # type: ignore[arg-type]
        )
    except ValidationError as error:
        first = error.errors()[0]
        raise InputError(
            "the outcome is not declared as it must be",
            zh="结果声明不符合要求",
            file=plugin.path,
            line=line,
            field=".".join(str(one) for one in first["loc"]),
            found=first["input"],
        ) from error
    ADDED.indicators[part.id] = made
    ADDED.over_year[part.id] = part.over_year


def _add_mechanism(plugin: Plugin, part: MechanismPart, line: int | None) -> None:
    from model.mechanisms import MECHANISMS, add_mechanism
    from scenarios.cards import OWN, cards, checked_cards
    from scenarios.yaml_files import parse_yaml

    if part.id in MECHANISMS:
        raise _taken(plugin, part.id, line)
    located = parse_yaml(part.cards, f"{plugin.path} (cards of {part.id})")
    for card in checked_cards(located):
        where = {"file": plugin.path, "line": line, "field": card.id}
        if not card.id.startswith(OWN):
            raise InputError(
                "the id of a plugin's lever begins with own_", zh="插件措施的编号应以 own_ 开头", found=card.id, **where
            )
        if card.mechanism != part.id:
            raise InputError(
                "the card names another mechanism",
                zh="卡片所列机制不符",
                found=card.mechanism,
                allowed=(part.id,),
                **where,
            )
        if card.id in cards():
            raise _taken(plugin, card.id, line)
        ADDED.cards[card.id] = card
    add_mechanism(part.function)


def _add_intervention(plugin: Plugin, part: InterventionPart, line: int | None) -> None:
    from model.interventions import INTERVENTIONS, add_intervention
    from model.interventions.declared import Amount, Intervention
    from model.province import PHASES

    if part.id in INTERVENTIONS:
        raise _taken(plugin, part.id, line)
    phases = [phase.__name__ for phase in PHASES]
    where = {"file": plugin.path, "line": line}
    if part.after not in phases:
        raise InputError(
            "there is no such phase of the quarter",
            zh="没有这个阶段",
            field="after",
            found=part.after,
            allowed=phases,
            nearest=nearest(part.after, phases),
            **where,
        )
    try:
        settings = {name: Amount(*one) for name, one in part.settings.items()}
    except TypeError:
        raise InputError(
            "a setting is (unit, usual, low, high, meaning)",
            zh="设置应为(单位、常用值、下限、上限、含义)",
            field="settings",
            **where,
        ) from None

    def act(province: Any, rows: Any, treatment: Any) -> None:
        called(part, province, rows, treatment)

    add_intervention(Intervention(part.id, part.label, part.what, ((part.after, act),), settings, part.once))


def refuse_without(about: Mapping[str, Any], file: Path) -> None:
    """Raises InputError where what a folder describes was made with a plugin that is not in use."""
    missing = sorted(set(about.get("plugins") or ()) - set(keys.PLUGINS))
    if missing:
        raise InputError(
            "this was made with a plugin: give its file with --plugin",
            zh="该结果使用了插件,请用 --plugin 指明文件",
            file=file,
            field="plugins",
            found=f"sha256 {missing[0][:16]}",
        )


def _taken(plugin: Plugin, name: str, line: int | None) -> InputError:
    return InputError(
        "the project, or another plugin, has one of this name", zh="已有同名项", file=plugin.path, line=line, found=name
    )


def line_of(function: Function) -> int | None:
    code = getattr(function, "__code__", None)
    return None if code is None else code.co_firstlineno


def broken(plugin: Plugin, error: BaseException, what: str) -> PluginError:
    """A fault of a plugin at its line; one that says what is wrong by itself keeps its words."""
    line = getattr(error, "lineno", None) if isinstance(error, SyntaxError) else _line_in(plugin.path, error)
    if isinstance(error, InputError):
        said = error.as_dict()
        return PluginError(
            str(said["message"]),
            zh=str(said["message_zh"]),
            file=plugin.path,
            line=line,
            **{name: said[name] for name in ("field", "found", "allowed", "nearest")},  # type: ignore[arg-type]
        )
    reason = error.msg if isinstance(error, SyntaxError) else str(error)
    said = f"{type(error).__name__}: {reason}" if reason else type(error).__name__
    return PluginError(
        f"the plugin is broken ({said})", zh=f"插件出错({said})", file=plugin.path, line=line, field=what
    )


def _line_in(path: str, error: BaseException) -> int | None:
    """The last line of the file that was on the way to the fault."""
    found, trace = None, error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == path:
            found = trace.tb_lineno
        trace = trace.tb_next
    return found


def called(part: Part, *given: Any, **named: Any) -> Any:
    """What a part's function returns; its faults name file and line."""
    try:
        return part.function(*given, **named)
    except Exception as error:
        raise broken(owner(part), error, part.id) from error


def owner(part: Part) -> Plugin:
    return next(one.plugin for one in IN_USE.values() if part in one.parts)


def record_outcomes(province: Any, quarter: int) -> None:
    """Append what the plugins in use observe of a quarter that has ended to the province's records."""
    parts = [part for one in IN_USE.values() for part in one.parts if isinstance(part, OutcomePart)]
    if not parts:
        return
    view = View(province, quarter)
    for part in parts:
        for scope, value in _by_scope(part, called(part, view)).items():
            province.records["province"].append((quarter, part.id, scope, value))


def _by_scope(part: OutcomePart, found: Any) -> dict[str, float]:
    """Finite numbers by the scopes that were declared, out of what a function returned."""
    values = found if isinstance(found, Mapping) else {"province": found}
    wanted = [scope for scope in part.scopes if scope in values]
    try:
        read = {scope: float(values[scope]) for scope in wanted}
    except (TypeError, ValueError):
        read = {}
    if len(read) < len(part.scopes) or not all(math.isfinite(value) for value in read.values()):
        raise PluginError(
            "an outcome returns a finite number for each of its scopes",
            zh="结果函数应为每个范围返回有限的数",
            file=owner(part).path,
            line=line_of(part.function),
            field=part.id,
            found=str(found),
            allowed=part.scopes,
        )
    return read


def start_worker(plugins: Sequence[Plugin]) -> None:
    """First thing in a worker: the parent decides when it ends, and its plugins are in use here too."""
    from experiments.interruption import ignore_interrupt

    ignore_interrupt()
    for plugin in plugins:
        activate(plugin)
