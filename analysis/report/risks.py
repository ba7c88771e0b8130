"""What could go wrong, each with its number: out of the tables where they show it, out of the measures' cards else."""

from __future__ import annotations

from analysis.report.blocks import Part
from analysis.report.phrases import within
from analysis.report.purses import PUBLIC, spent_by_payer
from analysis.report.reading import Material
from analysis.report.voice import Voice

OUTSIDE = ("near", "elsewhere", "rest")


def levers_of(material: Material, scenario: str) -> tuple[str, ...]:
    """Measures a scenario sets, those that have a card."""
    from scenarios.cards import cards as read_all

    cards = read_all()
    return tuple(name for name in material.about["scenarios"][scenario].get("levers", {}) if name in cards)


def known_risks(material: Material, voice: Voice) -> list[tuple[Part, ...]]:
    """Most telling first: neighbours who lose, guarantees called, money not spent, then what the cards warn of."""
    return [
        *_displacement(material, voice),
        *_called(material, voice),
        *_unspent(material, voice),
        *_cards(material, voice),
    ]


def _displacement(material: Material, voice: Voice) -> list[tuple[Part, ...]]:
    parts = material.displaced(material.best, material.headline[0])
    lost = sum(row["effect"] for name, row in parts.items() if name in OUTSIDE)
    if "towns_2011" not in parts or lost >= 0:
        return []
    whole = parts["all"]
    return [
        voice.parts(
            "Displacement: by {year} neighbours and the rest of the province are {lost} lower; for the whole "
            "province {within}.",
            "虹吸:到 {year} 年,邻镇和省内其余地区少 {lost};就全省看,{within}。",
            lost=voice.added(-lost, abs(lost), whole["unit"]),
            year=str(material.year),
            within=within(voice, whole, material.n),
        )
    ]


def _called(material: Material, voice: Voice) -> list[tuple[Part, ...]]:
    called, at_risk = (material.money(material.best, [kind]) for kind in ("called_loss", "contingent_loss"))
    if called <= 0 and at_risk <= 0:
        return []
    return [
        voice.parts(
            "Guarantees: {called} called so far, {risk} still at risk; a downturn calls more, and the budget pays.",
            "担保代偿:已代偿 {called},另有或有支出 {risk};下行时增多,由财政承担。",
            called=voice.money(called),
            risk=voice.money(at_risk),
        )
    ]


def _unspent(material: Material, voice: Voice) -> list[tuple[Part, ...]]:
    unspent = sum(
        kinds.get("unspent", 0.0) for payer, kinds in spent_by_payer(material, material.best).items() if payer in PUBLIC
    )
    promised = sum(
        kinds.get("commitment", 0.0)
        for payer, kinds in spent_by_payer(material, material.best).items()
        if payer in PUBLIC
    )
    if unspent <= 0 or promised <= 0 or unspent < 0.02 * promised:
        return []
    return [
        voice.parts(
            "Money not spent: {amount} of {promised} committed is not paid by the end.",
            "资金沉淀:承诺的 {promised} 中,期末有 {amount} 未支出。",
            amount=voice.money(unspent),
            promised=voice.money(promised),
        )
    ]


def _cards(material: Material, voice: Voice) -> list[tuple[Part, ...]]:
    """The costliest measures first, in the words of their cards."""
    from scenarios.cards import cards as read_all

    cards = read_all()
    kinds = ("payment", "forgone_tax", "called_loss")
    levers = sorted(
        levers_of(material, material.best), key=lambda lever: -material.money(material.best, kinds, lever=lever)
    )
    return [
        voice.parts(
            "{name} (cost {cost}): {warning}",
            "{name}(费用 {cost}):{warning}",
            name=voice.label(cards[lever].label),
            cost=voice.money(material.money(material.best, kinds, lever=lever)),
            warning=voice.label(cards[lever].could_go_wrong),
        )
        for lever in levers
    ]
