"""A run shown on the terminal: scoreboard, where progress comes from, cost, and what must be read with them."""

from __future__ import annotations

from experiments.cli.talk import Talk
from experiments.results import RunResult


def show_run(talk: Talk, result: RunResult) -> None:
    """The answer of `run` and `demo`."""
    from analysis import scoreboard
    from analysis.spending import spending_pages
    from scenarios.cards import cards
    from scenarios.registry import goals

    about = result.about
    paired = result.baseline is not None
    small = about["world"] == "small"
    rows = result.goals.to_dict("records")
    notes = scoreboard.notes(
        talk.lang,
        paired=paired,
        is_baseline=about["is_baseline"],
        sample=about["sample"],
        towns=bool(about["towns"]),
        seed=about["seed"],
        small=small,
        shocks="compared" if about.get("compared") == "shocks" else "both" if about["scenario"]["shocks"] else None,
    )
    if talk.as_json:
        talk.data({"folder": str(result.folder), "key": result.key, "paired": paired, "goals": rows, "notes": notes})
        return
    title = about["scenario"]["title"].get(talk.lang, about["scenario"]["name"])
    talk.answer(talk.say(f"Scenario: {title}", f"方案:{title}"), "")
    pages: list = scoreboard.scoreboard(rows, goals(), talk.lang, paired, small)
    if pages:
        last = max(int(row["year"]) for row in rows)
        pages.append(scoreboard.progress_page(rows, goals(), talk.lang, last))
    else:
        pages = town_pages(talk, result)
        if not pages:
            talk.answer(talk.say("No year is complete: the tables have the quarters.", "没有完整年份:逐季数据见表。"))
    labels = {lever: (card.label.en, card.label.zh) for lever, card in cards().items()}
    pages += spending_pages(result.spending.to_dict("list"), labels, talk.lang)
    for page in pages:
        if page is not None:
            talk.page(page)
    for note in notes:
        talk.answer(note)
    talk.answer(talk.say(f"Tables: {result.folder}", f"结果文件夹:{result.folder}"))


def town_pages(talk: Talk, result: RunResult) -> list:
    """Instead of provincial goals: the chosen towns, policy beside baseline, in the last year."""
    from analysis.towns import town_pages as pages

    baseline = result.baseline
    return pages(result.towns, baseline.towns if baseline else None, result.about["towns"], talk.lang)
