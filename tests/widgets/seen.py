"""What a terminal would show of a running app, and what the tests of the widgets show in it."""

import re
from datetime import date, timedelta
from typing import Any

from textual.app import App
from wcwidth import wcwidth

from cockpit.domain.action import Action, ActionState
from cockpit.domain.person import Person
from cockpit.domain.project import Project
from cockpit.domain.state import ProjectState
from cockpit.widgets.column import Context

TODAY = date(2026, 11, 23)

HOSTILE = (
    "[red]red[/red]", "[/]", "[bold", "[@click=app.quit]quit[/]", "\\[escaped]", "[link=file:///etc]x[/link]", ":warning:", "{name}",
    "\x1b[31mred\x1b[0m", "\x1b[2J\x1b[H", "\x1b]0;title\x07", "\x1b]52;c;eA==\x07", "\x9b2J", "bell\x07", "nul\x00", "over\rwrite",
    "back\x08\x08", "tab\tbed", "two\nlines", "line\u2028separator", "日本語の題名", "ｆｕｌｌ　ｗｉｄｔｈ", "한국어", "각",
    "👨‍👩‍👧‍👦 family", "🏳️‍🌈", "👍🏽", "🇫🇷🇩🇪", "❤️ ☠️ 1️⃣", "e\u0301te\u0301", "z\u0335\u0321\u0336\u0327\u0328a\u0300\u0301\u0302\u0303lgo", "zero\u200bwidth\u200d",
    "soft\u00adhyphen", "עברית", "العربية", "\u202eright to left\u202c", "\u2067isolated\u2069", "\ud800", "\U0010ffff\U0001fae8", "x" * 300,
)  # fmt: skip
"""Texts that are something else to a terminal, to Textual's markup, or to whoever counts characters instead of cells."""

_STYLE = re.compile(r"\x1b\[[0-9;:]*m")
_STEERING = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def lines_of(app: App[Any]) -> list[str]:
    """The text of each line of the screen, blanks included."""
    return [strip.text for strip in app.screen._compositor.render_strips()]


def text_of_screen(app: App[Any]) -> str:
    """The text of the screen."""
    return "\n".join(line.rstrip() for line in lines_of(app))


def assert_whole(app: App[Any]) -> None:
    """Every line fills the screen exactly in the eyes of a terminal that knows no joiners, and steers it by styles only."""
    for line in lines_of(app):
        cells = sum(map(wcwidth, line))
        assert cells == app.size.width, f"{cells} cells instead of {app.size.width}: {line!r}"
    assert_unsteered(app)


def assert_unsteered(app: App[Any]) -> None:
    """What is written to the terminal steers it by styles only."""
    for strip in app.screen._compositor.render_strips():
        written = _STYLE.sub("", strip.render(app.console))
        assert not _STEERING.search(written), f"{written!r}"


def context(**rows: dict[str, Any]) -> Context:
    """A state with two people, a project, and ``rows`` by kind and uid, seen on a Monday."""
    people = {
        "lea": Person(uid="lea", ref="P-1", handle="lea", name="Léa Martin"),
        "ines": Person(uid="ines", ref="P-2", handle="ines", name="Inès Roux"),
    }
    project = {"project": Project(uid="project", ref="PR-1", key="ALTURA", title="Altura", currency="EUR")}
    return Context(ProjectState({"person": people, "project": project, **rows}), TODAY)


def action(number: int, **values: Any) -> Action:
    """An action with a ref, as a store would hand it out; ``values`` are trusted, and may be hostile."""
    given = {
        "uid": f"uid-{number}",
        "ref": f"A-{number}",
        "title": f"Action number {number}",
        "state": list(ActionState)[number % 4],
        "owner": ("lea", "ines", None)[number % 3],
        "due_on": TODAY + timedelta(days=number % 90) if number % 5 else None,
    }
    return Action.trusted({**given, **values})


def actions(count: int) -> list[Action]:
    """So many actions, ``A-1`` first."""
    return [action(number) for number in range(1, count + 1)]
