"""Everything in `docs` that is generated: tables, whole pages, and blocks inside pages that are written by hand."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TypeGuard

from experiments.docs.reference import HEAD, markdown
from experiments.docs.reference import pages as reference_pages
from experiments.folders import write_bytes

DRAWING = ("uniform", "normal", "occurs", "share", "whole")  # methods of model.draws.Draws


def pages() -> dict[str, str]:
    """Text of every page that is generated as a whole, by its place under `docs`."""
    from experiments.docs.behaviour_page import behaviour_page
    from experiments.docs.facts_page import facts_page
    from experiments.docs.input_tables import inputs_by_date
    from experiments.docs.lesson_pages import lesson_pages
    from experiments.docs.lever_effects_page import lever_effects_page
    from experiments.docs.lever_pages import levers_page
    from experiments.docs.phase_pages import phase_pages
    from experiments.docs.proportion_page import proportion_page
    from experiments.docs.sensitivity_page import sensitivity_pages
    from experiments.docs.shock_pages import shocks_page
    from experiments.docs.understanding_page import understanding_page
    from experiments.trial.catalogue import trials_page
    from experiments.trial.page import micro_page

    found = {f"tables/{name}.md": text for name, text in reference_pages().items()}
    found |= {"tables/terms.md": terms(), "tables/draws.md": draws(), "tables/kinds.md": kinds()}
    found |= {"levers.md": levers_page(), "inputs-by-date.md": inputs_by_date(), "shocks.md": shocks_page()}
    found |= {"facts.md": facts_page(), "behaviour.md": behaviour_page(), "understanding.md": understanding_page()}
    found |= {"lever-effects.md": lever_effects_page(), "micro-experiments.md": micro_page()}
    found |= {"packages.md": proportion_page()}
    found |= {"tables/trials.md": trials_page()} | phase_pages() | sensitivity_pages() | lesson_pages()
    return {name: HEAD + text for name, text in sorted(found.items())}


def filled(text: str, blocks: Mapping[str, str]) -> str:
    """A page with its generated blocks renewed; ValueError when the page lacks one or has it twice."""
    for name, content in blocks.items():
        pattern = re.compile(rf"(<!-- begin {re.escape(name)} -->\n).*?(<!-- end {re.escape(name)} -->)", re.DOTALL)
        text, count = pattern.subn(lambda found, new=content: f"{found[1]}\n{new}\n{found[2]}", text)
        if count != 1:
            raise ValueError(f"the block {name!r} stands {count} times in the page")
    return text


def write_documents(folder: Path) -> list[Path]:
    """Write every generated page into a folder of docs and renew the blocks of the pages there; returns the files."""
    from experiments.lessons.notebooks import write_notebooks

    written = []
    for name, text in pages().items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        write_bytes(folder / name, text.encode())
        written.append(folder / name)
    written += write_notebooks(folder)
    accounts = folder / "accounts.md"
    if accounts.is_file():
        from experiments.docs.account_matrices import blocks

        write_bytes(accounts, filled(accounts.read_text(encoding="utf-8"), blocks()).encode())
        written.append(accounts)
    return written


def terms() -> str:
    """What measures act on."""
    from model.mechanisms import TERMS

    rows = [(f"`{term.name}`", term.unit, term.meaning, f"`{term.mediator}`") for term in TERMS.values()]
    return (
        "# Terms\n\nWhat agents face because of measures in force, by town and size class; zero where nothing is. The "
        "mediator is the only way by which the term acts.\n\n" + markdown(("term", "unit", "meaning", "mediator"), rows)
    )


def kinds() -> str:
    """The words behind the indices of state variables, and how taxes are shared."""
    from model import fields
    from model.ledger import INSTRUMENTS, SECTORS, SPENDING_KINDS, TOLERANCE
    from model.phases.choose_services import EFFECTS
    from model.phases.set_terms import HORIZON
    from model.province import AROUND
    from model.public_finance import TAX_SHARES
    from model.start.settled import BURN_IN

    names = {
        "firms by staff": fields.SIZE_CLASSES,
        "ownership": fields.OWNERSHIPS,
        "skills": fields.SKILLS,
        "segments of a market": fields.SEGMENTS,
        "patents": fields.PATENTS,
        "types of town": fields.TOWN_TYPES,
        "regions": fields.REGIONS,
        "financing bodies": fields.KINDS_OF_BODY,
        "levels of government": fields.LEVELS,
        "sectors of the accounts": SECTORS,
        "instruments": INSTRUMENTS,
        "kinds of spending": SPENDING_KINDS,
    }
    rows = [(name, ", ".join(values)) for name, values in names.items()]
    services = zip(fields.KINDS_OF_PLATFORM, EFFECTS, strict=True)
    shares = [(tax, *(f"{share:.0%}" for share in levels.values())) for tax, levels in TAX_SHARES.items()]
    constants = (
        ("`BURN_IN`", BURN_IN, "quarters", "before the start, in a constant environment"),
        ("`HORIZON`", HORIZON, "quarters", "how far ahead announced measures are looked at"),
        ("`AROUND`", f"{AROUND:g}", "share", "sample of the small firms around towns that are run at 1:1"),
        ("`TOLERANCE`", f"{TOLERANCE:g}", "share", "largest residual of the accounts over the sum of positions"),
    )
    bounds = ", ".join(f"{bound:g}" for bound in fields.SIZE_BOUNDS)
    return (
        f"# Kinds\n\nSize classes begin at {bounds} staff; below the first a firm is micro.\n\n"
        + markdown(("what", "kinds, in the order of their index"), rows)
        + "\n## What a service of each kind of platform leaves in the firm\n\n"
        + markdown(("kind", "column"), ((kind, f"`{effect}`") for kind, effect in services))
        + "\n## Who receives a tax\n\n"
        + markdown(("tax", *fields.LEVELS), shares)
        + "\n## Constants\n\n"
        + markdown(("name", "value", "unit", "meaning"), constants)
    )


def draws() -> str:
    """Every purpose of a draw found in the code of the model."""
    rows = [(f"`{purpose}`", method, file) for purpose, method, file in sorted(set(drawn_purposes()))]
    return (
        "# Draws\n\nEvery purpose for which chance is drawn in a quarter, found in the code; `*` is filled in at run\n"
        "time. How a draw is made: [draws](../draws.md).\n\n" + markdown(("purpose", "how", "file"), rows)
    )


def drawn_purposes() -> Iterator[tuple[str, str, str]]:
    """(purpose, method, file) of every draw in the code of the model, the start left out."""
    home = Path(__import__("model").__path__[0])
    trees = {
        path.relative_to(home).as_posix(): ast.parse(path.read_text(encoding="utf-8"))
        for path in sorted(home.rglob("*.py"))
        if "start" not in path.parts
    }
    for file, tree in trees.items():
        for function in ast.walk(tree):
            if not isinstance(function, ast.FunctionDef):
                continue
            for call in ast.walk(function):
                if is_draw(call):
                    for purpose in purposes(call.args[0], function, trees.values()):
                        yield purpose, getattr(call.func, "attr", ""), f"model/{file}"


def is_draw(node: ast.AST) -> TypeGuard[ast.Call]:
    """A call of a drawing method on something named draws."""
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in DRAWING):
        return False
    owner = node.func.value
    return (isinstance(owner, ast.Name) and owner.id == "draws") or (
        isinstance(owner, ast.Attribute) and owner.attr == "draws"
    )


def purposes(node: ast.expr, function: ast.FunctionDef, trees) -> Iterator[str]:
    """The words of a purpose: as written, with * where filled in, or as the callers of the function pass it."""
    if isinstance(node, ast.Constant):
        yield str(node.value)
    elif isinstance(node, ast.JoinedStr):
        yield "".join(str(part.value) if isinstance(part, ast.Constant) else "*" for part in node.values)
    elif isinstance(node, ast.Name):
        place = [argument.arg for argument in function.args.args].index(node.id)
        for tree in trees:
            for call in ast.walk(tree):
                if isinstance(call, ast.Call) and getattr(call.func, "id", "") == function.name:
                    yield from purposes(call.args[place], function, ())
