"""Costs by payer and by measure, as the ledger posted them: scenario less baseline, over the run, mean of the cases."""

from __future__ import annotations

from analysis.report.reading import ALL, Material
from analysis.report.voice import Voice
from analysis.spending import PAYERS
from scenarios.punctuation import full_width

ORDER = ("centre", "province", "cities", "counties", "towns", "firms", "society")
PUBLIC = ORDER[:5]
SPENT = ("payment", "forgone_tax", "called_loss")
CARRIED = {
    "existing_funds": ("existing funds", "原有专项资金"),
    "in_force_2011": ("what was in force in 2011", "2011 年已有措施"),
}


def payer_name(payer: str, voice: Voice) -> str:
    """The payer in the report's language."""
    english, chinese = PAYERS.get(payer, (payer, payer))
    return full_width(chinese) if voice.zh else english


def lever_name(lever: str, voice: Voice) -> str:
    """A measure by the name of its card; what the baseline carries on by what it is."""
    from scenarios.cards import cards

    head, _, tail = lever.partition(":")
    if head in CARRIED:
        said = CARRIED[head][voice.zh]
        name = cards()[tail].label if tail in cards() else None
        return (
            said if name is None else voice.text("{said}: {name}", "{said}:{name}", said=said, name=voice.label(name))
        )
    return voice.label(cards()[lever].label) if lever in cards() else lever


def spent_by_payer(material: Material, scenario: str) -> dict[str, dict[str, float]]:
    """payer -> kind -> wan yuan; `unspent` is what was committed and not paid; what came back is taken off payments."""
    found = {}
    for payer in ORDER:
        kinds = {
            kind: float(row["amount"])
            for kind in (*SPENT, "return", "commitment", "contingent_loss")
            if (row := material.cost(scenario, ALL, payer, kind)) is not None
        }
        if not kinds:
            continue
        if "return" in kinds:
            kinds["payment"] = kinds.get("payment", 0.0) - kinds["return"]
        kinds["unspent"] = unspent(material, scenario, payer)
        found[payer] = kinds
    return found


def unspent(material: Material, scenario: str, payer: str) -> float:
    """Wan yuan committed to measures less what was paid for them, over the measures that commit."""
    total = 0.0
    for lever in material.levers(scenario):
        promised = material.cost(scenario, lever, payer, "commitment")
        paid = material.cost(scenario, lever, payer, "payment")
        if promised is not None:
            total += float(promised["amount"]) - (float(paid["amount"]) if paid is not None else 0.0)
    return total


def spent(kinds: dict[str, float]) -> float:
    """Wan yuan that a payer bore."""
    return sum(kinds.get(kind, 0.0) for kind in SPENT)


def public_cost(material: Material, scenario: str) -> float:
    """Wan yuan that all levels of government bore over the run, net of what came back."""
    row = material.cost(scenario, ALL, "public", "net")
    return float(row["amount"]) if row is not None else 0.0
