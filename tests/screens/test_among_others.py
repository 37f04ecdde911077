"""Several people at once: who is in is told, and what others do is shown without disturbing whoever types or reads."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from textual.widgets import Input

from cockpit.app import CockpitApp
from cockpit.domain.action import Action
from cockpit.domain.edit import Act, Create, Delete, Edit, Update
from cockpit.domain.milestone import Milestone
from cockpit.screens.company import CompanyScreen
from cockpit.store import Store
from cockpit.store.presence import Presence
from cockpit.widgets.board import Board
from cockpit.widgets.detail import Detail
from cockpit.widgets.prompt import Prompt
from tests.screens.conftest import NOW, Start, day, settled, text_of
from tests.screens.test_editing import (
    edits,
    field_of,
    known_action,
    on_action,
    retype,
    table_of,
    type_text,
    until,
    with_form,
    without_form,
)

Enter = Callable[..., Presence]


@pytest.fixture
def enter(path: Path) -> Iterator[Enter]:
    """Come in as somebody."""
    inside: list[Presence] = []

    def come(who: str, project: str, rows: tuple[str, ...] = ()) -> Presence:
        presence = Presence(path, who, clock=lambda: NOW)
        presence.tell(project, rows)
        inside.append(presence)
        return presence

    yield come
    for each in inside:
        each.leave()


def heading(app: CockpitApp) -> str:
    return text_of(app).splitlines()[0]


def does(colleague: Store, *wanted: Edit) -> None:
    """Marc makes an act."""
    colleague.apply(colleague.projects()[0].uid, Act(wanted))


async def test_the_header_and_a_key_tell_who_is_in_and_a_form_who_has_its_row_open(
    start: Start, path: Path, colleague: Store, enter: Enter
) -> None:
    project = colleague.projects()[0].uid
    async with start() as (app, pilot):
        assert "lea +" not in heading(app)
        marc = enter("marc", project)
        await until(pilot, lambda: heading(app).endswith("lea + marc"))
        enter("inès", project)
        nadia = enter("nadia", "another project")
        await until(pilot, lambda: heading(app).endswith("lea + inès, marc"))
        await pilot.resize_terminal(80, 24)
        await until(pilot, lambda: heading(app).endswith("lea +2"))
        await pilot.resize_terminal(120, 40)

        await on_action(pilot, "index")
        form = await with_form(pilot, "e")
        await until(pilot, lambda: ("action:index",) in [each.rows for each in marc.others() or ()])
        marc.tell(project, ("action:index",))
        await until(pilot, lambda: "marc has this row open too" in text_of(app))
        await type_text(pilot, "!")
        assert field_of(form, "title").typed == "Index the order table!"
        marc.tell(project, ("action:train",))
        await until(pilot, lambda: "has this row open too" not in text_of(app))
        await pilot.press("escape")
        await without_form(pilot)
        await until(pilot, lambda: not any(each.rows for each in marc.others() or () if each.who == "lea"))

        await pilot.press("at")
        await until(pilot, lambda: isinstance(app.screen, CompanyScreen))
        told = text_of(app)
        local = f"{NOW.astimezone():%H:%M}"
        assert "lea (you)" in told
        assert f"marc, since {local}" in told
        assert "has A-3 Train the super-users of Lyon open" in told
        assert f"nadia, since {local}" in told
        assert "in another project" in told
        nadia.leave()
        await until(pilot, lambda: "nadia" not in text_of(app))
        await pilot.press("escape")

        # A mode that was not looked at meanwhile catches up.
        await pilot.press("4")
        marc.leave()
        await until(pilot, lambda: heading(app).endswith("lea + inès"))
        await pilot.press("5")
        assert heading(app).endswith("lea + inès")
    assert not path.with_name("cockpit.db-present").exists() or len(list(path.with_name("cockpit.db-present").iterdir())) == 1


async def test_where_it_cannot_be_known_nothing_is_said_of_it(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cockpit.store.presence.on_network", lambda path: True)
    async with start() as (app, pilot):
        await until(pilot, lambda: app.others is None)
        assert heading(app).endswith("lea")
        await pilot.press("at")
        await until(pilot, lambda: "cannot be known" in text_of(app))


async def test_what_others_do_disturbs_neither_what_is_typed_nor_where_it_is_typed(start: Start, colleague: Store) -> None:
    async with start((80, 24)) as (app, pilot):
        await on_action(pilot, "index")
        form = await with_form(pilot, "e")
        assert form.query_one("FormPage").max_scroll_y
        await pilot.press("down")
        assert field_of(form, "state").input.has_focus, "a form that scrolls is walked through too"
        await retype(pilot, form, "title", "Index it by")
        await pilot.press("left", "left")
        field_of(form, "description").input.focus()
        await type_text(pilot, "Halfway")
        await pilot.press("left")
        title, description = field_of(form, "title").input, field_of(form, "description").input
        assert isinstance(title, Input)
        scroll = form.query_one("FormPage")
        await settled(app, pilot)

        def seen() -> tuple[Any, ...]:
            caret = getattr(description, "cursor_location", None)
            return (
                title.value,
                title.cursor_position,
                field_of(form, "description").typed,
                caret,
                app.focused,
                scroll.scroll_offset,
            )

        before = seen()
        does(colleague, Create(Action, {"title": "Stop the leak", "due_on": day(-20), "priority": "high"}))
        edits(colleague, "rehearse", {"title": "Rehearse on Sunday"})
        await until(pilot, lambda: known_action(app, "rehearse").title == "Rehearse on Sunday")  # type: ignore[union-attr]
        await settled(app, pilot)
        assert seen() == before

        # Nor does an edit of the very row, which a line tells; the field with the focus stays in view.
        edits(colleague, "index", {"owner": "ines", "priority": "high"})
        await until(pilot, lambda: "marc has changed Owner, Priority" in text_of(app))
        await settled(app, pilot)
        assert seen()[:5] == before[:5]
        assert "alfway" in text_of(app)
        await type_text(pilot, "?")
        assert field_of(form, "description").typed == "Halfwa?y"
        await pilot.press("escape")
        await without_form(pilot)

        # Nor the question on the last line.
        await pilot.press("6", "r", *"3.4 f")
        await until(pilot, lambda: app.screen.query(Prompt))
        answer = app.screen.query_one(Prompt).field
        edits(colleague, "rehearse", {"title": "Rehearse on Monday"})
        await until(pilot, lambda: known_action(app, "rehearse").title == "Rehearse on Monday")  # type: ignore[union-attr]
        await settled(app, pilot)
        assert (answer.value, app.focused) == ("3.4 f", answer)


async def test_the_cursor_the_filter_and_the_scrolling_stay(start: Start, colleague: Store) -> None:
    async with start((120, 16)) as (app, pilot):
        await on_action(pilot, "train")
        does(colleague, *(Create(Action, {"title": f"Earlier {n:02}", "due_on": day(-40 - n)}) for n in range(30)))
        await until(pilot, lambda: len(table_of(app).shown) == 35)
        table = table_of(app)
        assert table.cursor_uid == "train"
        assert "▸A-3" in text_of(app), "it stays in view"

        # In the middle of a filter.
        await pilot.press("slash")
        await type_text(pilot, "train")
        does(colleague, Create(Action, {"title": "Train the others", "due_on": day(-90)}))
        await until(pilot, lambda: len(table.shown) == 2)
        assert (table.typed_filter, table.cursor_uid, app.focused) == ("train", "train", table)
        await type_text(pilot, " lyon")
        assert [row.uid for row in table.shown] == ["train"]
        await pilot.press("escape")

        # A row that goes from under the cursor leaves it at its place.
        place = [row.uid for row in table.shown].index("train")
        following = table.shown[place + 1].uid
        does(colleague, Delete(known_action(app, "train")))  # type: ignore[arg-type]
        await until(pilot, lambda: known_action(app, "train") is None)
        assert table.cursor_uid == following

        # Who reads in a detail goes on reading there.
        does(
            colleague,
            Create(Action, {"title": "Long", "due_on": day(-99), "description": "\n".join(map(str, range(60)))}, "long"),
        )
        await until(pilot, lambda: table.cursor_to("long"))
        await settled(app, pilot)
        await pilot.press("right")
        await until(pilot, lambda: app.screen.query_one(Detail).has_focus)
        for _ in range(20):
            await pilot.press("down")
        scrolled = app.screen.query_one(Detail).scroll_offset
        assert scrolled.y
        edits(colleague, "long", {"priority": "high"})
        edits(colleague, "rehearse", {"title": "Rehearse on Sunday"})
        await until(pilot, lambda: known_action(app, "rehearse").title == "Rehearse on Sunday")  # type: ignore[union-attr]
        await settled(app, pilot)
        assert app.screen.query_one(Detail).scroll_offset == scrolled
        assert app.screen.query_one(Detail).has_focus


async def test_the_cursor_stays_on_its_card_of_the_board(start: Start, colleague: Store) -> None:
    async with start() as (app, pilot):
        await pilot.press("3")
        await until(pilot, lambda: app.screen.query(Board) and app.screen.query_one(Board).row is not None)
        board = app.screen.query_one(Board)
        does(
            colleague,
            *(Create(Milestone, {"title": f"Before {n}", "planned_on": day(n - 30), "phase": "pilot"}) for n in range(5)),
        )
        project = colleague.projects()[0].uid
        report = colleague.load(project).get(Milestone, "report")
        assert report
        does(colleague, Update(report, {"phase": "pilot"}))
        await until(pilot, lambda: board.cursor_to("report"))
        report = colleague.load(project).get(Milestone, "report")
        assert report
        does(colleague, Create(Milestone, {"title": "Before all", "planned_on": day(-50), "phase": "pilot"}))
        await until(pilot, lambda: "Before all" in text_of(app))
        assert board.row is not None
        assert board.row.uid == "report"
