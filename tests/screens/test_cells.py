"""A cell is changed where it is seen, of one row or of all marked rows at once, with nothing lost where it cannot be."""

from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from threading import Event

import pytest
from textual.pilot import Pilot
from textual.widgets import Static

from cockpit.domain.action import Action, ActionState
from cockpit.domain.edit import Act, Delete
from cockpit.domain.message import message
from cockpit.domain.problem import refuse
from cockpit.screens.desk import Desk
from cockpit.store import Store, open_store
from cockpit.widgets.cell_editor import CellEditor
from cockpit.widgets.conflict import Conflict
from cockpit.widgets.entity_form import EntityForm
from tests.screens.conftest import NOW, Start, day, settled, text_of
from tests.screens.test_editing import action_in, as_cockpit, edits, notices, on_action, table_of, type_text, until


@pytest.fixture
def colleague(path: Path) -> Iterator[Store]:
    """Somebody else at the same store."""
    with closing(open_store(path, who="marc", clock=lambda: NOW)) as store:
        yield store


async def with_cell(pilot: Pilot[None], field: str, *keys: str) -> CellEditor:
    """The editor of a cell, once keys have led there."""
    await pilot.press(*keys)
    app = as_cockpit(pilot)
    await until(pilot, lambda: [cell.spec.name for cell in app.screen.query(CellEditor) if cell.has_focus_within] == [field])
    return app.screen.query_one(CellEditor)


async def without_cell(pilot: Pilot[None]) -> None:
    """Wait until no cell is open, the table has the keys, and all is saved."""
    app = as_cockpit(pilot)
    await until(pilot, lambda: not app.screen.query(CellEditor) and table_of(app).has_focus)
    await settled(app, pilot)


def told(cell: CellEditor) -> str:
    """What stands below the cell."""
    return str(cell.query_one(Static).render())


async def test_a_cell_is_changed_in_place_and_tab_and_down_go_on(start: Start, path: Path) -> None:
    async with start((80, 24)) as (app, pilot):
        await on_action(pilot, "index")
        cell = await with_cell(pilot, "state", "c")
        row = text_of(app).splitlines()[cell.region.y]
        assert row.startswith("▸A-2")
        assert "‹ ○ to do ›" in row
        await with_cell(pilot, "title", "right", "tab")
        await with_cell(pilot, "owner", "tab")
        await type_text(pilot, "ines")
        cell = await with_cell(pilot, "due_on", "tab")
        await type_text(pilot, "+5wd")
        await until(pilot, lambda: "Mon 30 Nov, in 7 d" in text_of(app).splitlines()[cell.region.y])
        await with_cell(pilot, "due_on", "down")
        assert table_of(app).cursor_uid == "train"
        await type_text(pilot, "03/04")
        cell = await with_cell(pilot, "due_on", "enter")
        assert "can be read as Thu 4 Mar 2027 or as Sat 3 Apr 2027" in told(cell)
        assert cell.field.typed == "03/04"
        await pilot.press("ctrl+u")
        await type_text(pilot, "3 apr")
        await pilot.press("enter")
        await without_cell(pilot)
        await pilot.press("c", "escape")
        await without_cell(pilot)
        assert table_of(app).cursor_uid == "train"
        await pilot.press("4")
        await until(pilot, lambda: app.current_mode == "risks" and table_of(app).row is not None)
        await with_cell(pilot, "owner", "c")
        cell = await with_cell(pilot, "inherent_likelihood", "tab")
        assert text_of(app).splitlines()[cell.region.y].startswith("▸✗  R-1")
    index, train = action_in(path, "index"), action_in(path, "train")
    assert index is not None
    assert train is not None
    assert (index.state, index.owner, index.due_on) == (ActionState.DOING, "ines", date(2026, 11, 30))
    assert (train.state, train.owner, train.due_on) == (ActionState.TO_DO, "ines", date(2027, 4, 3))


async def test_all_marked_rows_are_given_the_same_in_one_act(start: Start, path: Path) -> None:
    async with start((100, 30)) as (app, pilot):
        await on_action(pilot, "rehearse")
        cell = await with_cell(pilot, "state", "shift+down", "shift+down", "c")
        assert len(cell.rows) == 3
        assert "State · 3 rows" in told(cell)
        await with_cell(pilot, "owner", "tab")
        await type_text(pilot, "mar")
        await pilot.press("enter")
        await without_cell(pilot)
        assert "Owner of 3 rows: marc; u takes it back" in notices(app)
        assert [action_in(path, uid).owner for uid in ("rehearse", "index", "train")] == ["marc"] * 3  # type: ignore[union-attr]
        await with_cell(pilot, "due_on", "c", "tab")
        await type_text(pilot, "-")
        await pilot.press("enter")
        await without_cell(pilot)
        assert "Due of 3 rows: (empty)" in notices(app)
        await pilot.press("u")
        await until(pilot, lambda: "Taken back" in notices(app))
        await pilot.press("u")
        await until(pilot, lambda: (known := action_in(path, "rehearse")) is not None and known.owner == "lea")
        due = [(row.owner, row.due_on) for uid in ("rehearse", "index", "train") if (row := action_in(path, uid))]
        assert due == [("lea", day(-4)), ("marc", day(-1)), ("ines", day(3))]


async def test_what_somebody_else_did_meanwhile_stands_beside_or_is_compared(start: Start, path: Path, colleague: Store) -> None:
    async with start((100, 30)) as (app, pilot):
        await on_action(pilot, "index")
        await with_cell(pilot, "owner", "c", "tab", "tab")
        await type_text(pilot, "lea")
        edits(colleague, "index", {"title": "Index it by day"})
        await pilot.press("enter")
        await without_cell(pilot)
        index = action_in(path, "index")
        assert index is not None
        assert (index.title, index.owner) == ("Index it by day", "lea")
        await until(pilot, lambda: "Index it by day" in text_of(app))
        await with_cell(pilot, "owner", "c")
        await type_text(pilot, "ines")
        edits(colleague, "index", {"owner": "marc"})
        await pilot.press("enter")
        await until(pilot, lambda: app.screen.query(Conflict))
        assert "ines" in text_of(app)
        assert "marc" in text_of(app)
        index = action_in(path, "index")
        assert index is not None
        assert index.owner == "marc"


async def test_the_rows_stand_still_while_a_cell_is_open(start: Start, colleague: Store) -> None:
    async with start((80, 24)) as (app, pilot):
        await on_action(pilot, "index")
        cell = await with_cell(pilot, "title", "c", "tab")
        before = table_of(app).shown
        await type_text(pilot, " and")
        edits(colleague, "index", {"state": "done"})
        await until(pilot, lambda: table_of(app).row.state is ActionState.DONE)
        assert [row.uid for row in table_of(app).shown] == [row.uid for row in before]
        assert cell.field.typed == "Index the order table and"
        assert text_of(app).splitlines()[cell.region.y].startswith("▸A-2")
        await pilot.press("escape")
        await without_cell(pilot)
        assert [row.uid for row in table_of(app).shown] != [row.uid for row in before]
        assert table_of(app).cursor_uid == "index"


async def test_a_row_that_the_filter_keeps_no_longer_stays_until_its_cell_is_closed(start: Start, colleague: Store) -> None:
    async with start((80, 24)) as (app, pilot):
        await on_action(pilot, "rehearse")
        await pilot.press("slash", *"doing", "enter")
        await until(pilot, lambda: [row.uid for row in table_of(app).shown] == ["rehearse"])
        cell = await with_cell(pilot, "title", "c", "tab")
        project = colleague.projects()[0].uid
        edits(colleague, "rehearse", {"state": "done"})
        await until(pilot, lambda: table_of(app).row.state is ActionState.DONE)
        await type_text(pilot, "!")
        assert cell.field.typed == "Rehearse the rollback!"
        assert "no longer there" not in notices(app)
        await pilot.press("enter")
        await without_cell(pilot)
        await until(pilot, lambda: "Rehearse the rollback!" in {row.title for row in colleague.load(project).all(Action)})
        await until(pilot, lambda: not table_of(app).shown)


async def test_a_row_that_is_deleted_while_its_cell_is_open_takes_no_other_with_it(start: Start, colleague: Store) -> None:
    async with start((80, 24)) as (app, pilot):
        await on_action(pilot, "index")
        cell = await with_cell(pilot, "title", "c", "tab")
        project = colleague.projects()[0].uid
        index = colleague.load(project).get(Action, "index")
        assert index
        colleague.apply(project, Act((Delete(index),)))
        await until(pilot, lambda: app.situation and app.situation.state.get(Action, "index") is None)
        await type_text(pilot, " dde")
        assert cell.field.typed == "Index the order table dde"
        assert len(colleague.load(project).all(Action)) == 4
        await pilot.press("enter")
        await until(pilot, lambda: "Make it anew" in text_of(app))


async def test_cells_are_not_opened_where_nothing_can_be_edited(start: Start) -> None:
    async with start((80, 24), read_only=True) as (app, pilot):
        await on_action(pilot, "index")
        await pilot.press("c")
        await until(pilot, lambda: "nothing can be edited" in notices(app))
        assert not app.screen.query(CellEditor)
        await pilot.press("3", "c")
        await settled(app, pilot)
        assert not app.screen.query(CellEditor)


async def test_what_is_refused_waits_until_nothing_else_is_being_typed(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = Event()

    def refused(desk: Desk, act: Act) -> None:
        asked.wait(5)
        raise refuse(message("Not so"))

    monkeypatch.setattr(Desk, "apply", refused)
    async with start((80, 24)) as (app, pilot):
        await on_action(pilot, "index")
        await with_cell(pilot, "state", "c")
        cell = await with_cell(pilot, "title", "right", "tab")
        await pilot.press("end", *" now")
        asked.set()
        await until(pilot, lambda: "Not so" in notices(app))
        assert cell.field.typed == "Index the order table now"
        assert cell.has_focus_within
        cell = await with_cell(pilot, "state", "escape")
        assert cell.field.typed == "doing"
        await until(pilot, lambda: told(cell) == "✗ Not so")
        asked.clear()
        await pilot.press("enter", "e")
        await until(pilot, lambda: app.screen.query(EntityForm) and app.screen.query_one(EntityForm).has_focus_within)
        form = app.screen.query_one(EntityForm)
        await type_text(pilot, " soon")
        app.clear_notifications()
        asked.set()
        await until(pilot, lambda: "Not so" in notices(app))
        await pilot.pause()
        assert form.has_focus_within
        assert form.draft == {"title": "Index the order table soon"}
        cell = await with_cell(pilot, "state", "escape")
        assert cell.field.typed == "doing"


async def test_a_cell_takes_no_more_room_than_its_words_and_leaves_the_row_below_in_view(start: Start) -> None:
    async with start((80, 24)) as (app, pilot):
        await on_action(pilot, "rehearse")
        await pilot.press("c")
        await settled(app, pilot)
        lines = text_of(app).splitlines()
        place = next(place for place, line in enumerate(lines) if line.startswith("▸A-1"))
        assert "‹ ◐ doing ›" in lines[place]
        assert "hearse the rollback" in lines[place], "what lies beside it is seen"
        assert "A-2  ○ to do    Index the order table" in lines[place + 1]
