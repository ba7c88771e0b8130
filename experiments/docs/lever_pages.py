"""docs/levers.md: every card in full, with the words of the Decision, numbers, payers and evidence."""

from __future__ import annotations

from experiments.docs.reference import markdown
from model.quarter import format_quarter
from scenarios.cards import DECISION, NATIONAL, Card, cards
from scenarios.registry import indicators

DESIGN = (
    ("A", "randomised, or a sharp discontinuity or bunching"),
    ("B", "difference in differences, instruments, natural experiment"),
    ("C", "matching, fixed effects, survey"),
    ("D", "descriptive"),
    ("-", "no study"),
)
CHECKED = (
    ("V", "the number was read in the source's abstract or official page"),
    ("VS", "only the sign or the result in words was read"),
    ("D", "derived by arithmetic from numbers read"),
    ("M", "from memory; M? with little confidence"),
    ("X", "no source: a prior, to be varied"),
)
INTRODUCTION = """\
A card is the only place where a measure is declared (`scenarios/law/decision-2012/`). Its value is *added* to what was
in force in 2011 and is carried on in the baseline. At the neutral value a run is the baseline, bit for bit. Money is
wan yuan (10,000 yuan)."""

NATIONAL_LAW = """\
Not part of the Decision (`scenarios/law/national/`): national law is the same in both arms, with its dated changes, and
`enacted` leaves these levers alone. They answer what a change of the rule itself would do, beside a wider use of it."""


def levers_page() -> str:
    """The page: how to read a card, then the cards by article."""
    found = list(cards(DECISION).values())
    law = list(cards(NATIONAL).values())
    rows = [(card.article, f"[`{card.id}`](#{card.id})", card.label.en, card.label.zh) for card in found]
    law_rows = [(f"[`{card.id}`](#{card.id})", card.label.en, card.label.zh) for card in law]
    return (
        f"# Measures that can be set\n\n{INTRODUCTION}\n\n"
        + markdown(("article", "id", "measure", "措施"), rows)
        + "\n"
        + "\n".join(card_section(card) for card in found)
        + f"\n# Hypothetical national law\n\n{NATIONAL_LAW}\n\n"
        + markdown(("id", "measure", "措施"), law_rows)
        + "\n"
        + "\n".join(card_section(card) for card in law)
        + "\n## How evidence is graded\n\nThe grade of the design, a stroke, how the number was checked.\n\n"
        + markdown(("design", "meaning"), DESIGN)
        + "\n"
        + markdown(("checked", "meaning"), CHECKED)
    )


def card_section(card: Card) -> str:
    """One card as Markdown."""
    quotes = "\n>\n".join(f"> {quote}" for quote in card.quote)
    origin = card.origin("en")
    parts = [f'## <a id="{card.id}"></a>{origin[0].upper() + origin[1:]}: {card.label.en} {card.label.zh}\n']
    if quotes:
        parts.append(quotes + "\n")
    parts.append(markdown(("", ""), numbers(card)))
    if card.options:
        rows = [(f"`{n}`", o.value, o.unit, f"{o.low:g} to {o.high:g}", o.meaning) for n, o in card.options.items()]
        parts.append(markdown(("option", "value", "unit", "range", "meaning"), rows))
    parts.append(f"What could go wrong: {card.could_go_wrong.en}\n{card.could_go_wrong.zh}\n")
    rows = [(e.study, e.estimate, e.unit, e.confidence) for e in card.evidence]
    parts.append(markdown(("evidence", "estimate", "unit", "grade"), rows))
    return "\n".join(parts)


def numbers(card: Card) -> list[tuple[str, str]]:
    """Value, dates, bounds, payers and tests of a card, as pairs."""
    label = {name: indicator.label.en for name, indicator in indicators().items()}
    reach = f"{card.reaches.who}, {card.reaches.where}" + (
        f"; {card.reaches.condition}" if card.reaches.condition else ""
    )
    enacted = ", ".join(f"{format_quarter(q)}: {v:+g}" for q, v in sorted(card.enacted.items()))
    mark = " (an assumption: the text sets no number)" if card.assumed else ""
    rows = [
        ("id", f"`{card.id}`"),
        ("unit", f"{card.unit} ({card.unit_zh})"),
        ("in force in 2011", f"{card.in_force_2011:g}"),
        ("neutral", f"{card.neutral:g}"),
        ("announced", format_quarter(card.announced)),
        ("enacted", f"{enacted}{mark}" if enacted else "nothing"),
        ("legal bounds", f"{card.bounds.legal[0]:g} to {card.bounds.legal[1]:g}"),
        ("studied range", f"{card.bounds.studied[0]:g} to {card.bounds.studied[1]:g}"),
        ("reaches", reach + f"; sizes: {', '.join(card.reaches.sizes)}"),
        ("paid by", ", ".join(f"{payer} {share:.0%}" for payer, share in card.paid_by.items())),
    ]
    if card.envelope:
        rows.append(
            ("envelope", ", ".join(f"{year} on: {v:,.0f} wan yuan a year" for year, v in card.envelope.items()))
        )
    rows += [
        ("mechanism", f"`{card.mechanism}` in `model/mechanisms`"),
        ("mediator", f"`{card.mediator}`"),
        (
            "first effects at the studied top",
            "; ".join(f"{label.get(n, n)} {low:+.1%} to {high:+.1%}" for n, (low, high) in card.proximal.items())
            + f" ({card.proximal_source})",
        ),
        ("no effect expected on", ", ".join(label.get(name, name) for name in card.nulls) or "nothing named"),
    ]
    return rows
