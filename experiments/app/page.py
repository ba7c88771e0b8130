"""The page as Solara sees it: one visitor's wish, its answer when the desk has it, and what the browser asks for.

Everything the visitor sees is drawn in the browser (`browser/`); here stands what must not be left to it.
"""

# pyright: reportPrivateImportUsage=false
# (Solara exports its names without saying so)

from __future__ import annotations

from typing import Any

import solara

from experiments.app.visit import Visit


@solara.component_vue("browser/shell.vue", vuetify=False)
def Shell(
    said: str = "{}",
    answer: str = "",
    about: str = "{}",
    reply: str = "",
    room: str = "{}",
    event_ask=None,
    event_about_me=None,
    event_story=None,
    event_file=None,
    event_in_class=None,
):
    """The browser's part; text in JSON both ways, so that large answers are parsed once and there."""


@solara.component
def Laboratory():
    """One visitor, from the link they came by to the tab they close."""
    router = solara.use_router()
    visit = solara.use_memo(lambda: Visit.begin(router.search or ""), [])
    solara.use_effect(lambda: visit.leave, [])
    Shell(
        said=visit.said.value,
        answer=visit.answer.value,
        about=visit.catalogue.value,
        reply=visit.reply.value,
        room=visit.room.value,
        event_ask=visit.ask,
        event_about_me=visit.tell_about,
        event_story=visit.story,
        event_file=visit.file,
        event_in_class=visit.in_class,
    )


@solara.component
def Layout(children: Any = (), **_: Any):
    """No frame of Solara's own around the page."""
    return solara.Div(children=list(children), style="width:100%")


@solara.component
def Mesa():
    """The same pair stepped by Mesa's own page; not where strangers share the machine."""
    from experiments.app.shared import address

    where = address()
    if where is not None and (where.public or where.classroom):
        solara.Text("Mesa's page is open on the machine itself only. / 仅限本机打开。")
        return
    from experiments.app.mesa_view import Stepwise

    Stepwise()


routes = [
    solara.Route(path="/", component=Laboratory, layout=Layout, label="振兴 zhenxing"),
    solara.Route(path="mesa", component=Mesa, layout=solara.AppLayout, label="zhenxing · Mesa"),
]
