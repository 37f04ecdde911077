"""Rows are made, edited, deleted, walked on and brought back by keys alone, and others do so at the same time."""

from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path
from time import monotonic
from typing import Any

import pytest
from textual.pilot import Pilot

from cockpit.app import CockpitApp
from cockpit.domain.action import Action, ActionState
from cockpit.domain.change import Batch, RowChange
from cockpit.domain.edit import Act, Create, Update
from cockpit.domain.state import ProjectState
from cockpit.exchange.snapshot import read_file
from cockpit.screens.table_screen import TableScreen
from cockpit.store import Store, open_store
from cockpit.widgets.entity_form import EntityForm
from cockpit.widgets.entity_table import EntityTable
from cockpit.widgets.field_row import FieldRow, MoreFields
from tests.screens.conftest import NOW, TODAY, Start, day, settled, text_of

_PATIENCE = 10.0
"""Seconds that a condition may take to come true."""


async def until(pilot: Pilot[None], condition: Callable[[], object]) -> None:
    """Wait until ``condition`` holds, and what it came from is shown."""
    deadline = monotonic() + _PATIENCE
    while not condition():
        assert monotonic() < deadline, f"{notices(pilot.app)}\n{text_of(as_cockpit(pilot))}"
        await pilot.pause(0.01)
    await pilot.pause()


def as_cockpit(pilot: Pilot[None]) -> CockpitApp:
    """The app that a pilot steers."""
    assert isinstance(pilot.app, CockpitApp)
    return pilot.app


def notices(app: Any) -> str:
    """What was said in passing."""
    return "\n".join(notice.message for notice in app._notifications)


def table_of(app: CockpitApp) -> EntityTable:
    """The table in view."""
    assert isinstance(app.screen, TableScreen)
    return app.screen.table


async def type_text(pilot: Pilot[None], text: str) -> None:
    """Type ``text``, a key for each character."""
    await pilot.press(*("space" if character == " " else character for character in text))


async def on_action(pilot: Pilot[None], uid: str) -> None:
    """Go to the actions, with the cursor on one of them."""
    app = as_cockpit(pilot)
    await pilot.press("5")
    await until(pilot, lambda: isinstance(app.screen, TableScreen) and app.screen.query(EntityTable))
    assert table_of(app).cursor_to(uid)
    await settled(app, pilot)


async def with_form(pilot: Pilot[None], key: str) -> EntityForm:
    """The form that a key opens, ready to be typed in."""
    app = as_cockpit(pilot)
    await pilot.press(key)
    await until(pilot, lambda: app.screen.query(EntityForm) and any(row.input.has_focus for row in app.screen.query(FieldRow)))
    return app.screen.query_one(EntityForm)


async def without_form(pilot: Pilot[None]) -> None:
    """Wait until the form has closed and the table has the keys again."""
    await until(pilot, lambda: not pilot.app.screen.query(EntityForm) and table_of(as_cockpit(pilot)).has_focus)


def field_of(form: EntityForm, name: str) -> FieldRow:
    """One field of a form."""
    return next(row for row in form.rows if row.spec.name == name)


async def retype(pilot: Pilot[None], form: EntityForm, name: str, text: str) -> None:
    """Replace what stands in a line of the form."""
    field_of(form, name).input.focus()
    await pilot.press("end", "ctrl+u")
    await type_text(pilot, text)


def stored(path: Path) -> ProjectState:
    """The project as it is in the file."""
    with closing(open_store(path, who="nobody", read_only=True, clock=lambda: NOW)) as store:
        return store.load(store.projects()[0].uid)


def last_batch(path: Path) -> Batch:
    """What was logged last."""
    with closing(open_store(path, who="nobody", read_only=True, clock=lambda: NOW)) as store:
        return store.history(store.projects()[0].uid)[-1]


def action_in(path: Path, uid: str) -> Action | None:
    """An action as it is in the file."""
    return stored(path).get(Action, uid)


def known_action(app: CockpitApp, uid: str) -> Action | None:
    """An action as the cockpit knows it."""
    assert app.situation
    return app.situation.state.get(Action, uid)


def titles(path: Path) -> list[str]:
    """The titles of all actions in the file."""
    return [action.title for action in stored(path).all(Action)]


def edits(colleague: Store, uid: str, values: Mapping[str, Any]) -> None:
    """Marc edits an action."""
    project = colleague.projects()[0].uid
    row = colleague.load(project).get(Action, uid)
    assert row
    colleague.apply(project, Act((Update(row, values),)))


async def test_n_makes_an_action_in_the_users_name(start: Start, path: Path) -> None:
    async with start() as (app, pilot):
        await on_action(pilot, "index")
        await with_form(pilot, "n")
        await type_text(pilot, "Call the host")
        await pilot.press("ctrl+s")
        await without_form(pilot)
        assert "Call the host" in text_of(app)
        assert table_of(app).row.title == "Call the host"
    assert "Call the host" in titles(path)
    assert last_batch(path).who == "lea"


async def test_a_field_that_is_wrong_is_told_beside_it_and_keeps_what_was_typed(start: Start, path: Path) -> None:
    async with start() as (app, pilot):
        await on_action(pilot, "index")
        form = await with_form(pilot, "n")
        await type_text(pilot, "Call the host")
        await retype(pilot, form, "due_on", "someday")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: form.query(".field--problem"))
        assert [row.spec.name for row in form.rows if row.query(".field--problem")] == ["due_on"]
        assert field_of(form, "due_on").typed == "someday"
        assert field_of(form, "title").typed == "Call the host"
        assert field_of(form, "due_on").input.has_focus
        lines = text_of(app).splitlines()
        beside = next(place for place, line in enumerate(lines) if "someday" in line)
        assert any("✗" in line for line in lines[beside : beside + 3])
        assert "Call the host" not in titles(path)

        await retype(pilot, form, "due_on", "+2d")
        await pilot.press("ctrl+s")
        await without_form(pilot)
        assert table_of(app).row.due_on == day(2)


async def test_e_edits_the_field_that_was_typed_in_and_no_other(start: Start, path: Path) -> None:
    before = action_in(path, "rehearse")
    async with start() as (_app, pilot):
        await on_action(pilot, "rehearse")
        form = await with_form(pilot, "e")
        await retype(pilot, form, "title", "Rehearse it twice")
        await pilot.press("ctrl+s")
        await without_form(pilot)
    after = action_in(path, "rehearse")
    assert before
    assert after
    assert {name for name, value in after.__dict__.items() if value != before.__dict__[name]} == {"title", "version"}
    assert after.title == "Rehearse it twice"
    (change,) = last_batch(path).changes
    assert isinstance(change, RowChange)
    assert change.after is not None
    assert set(change.after) == {"title", "version"}


async def test_d_deletes_u_brings_back_and_ctrl_r_deletes_again(start: Start, path: Path) -> None:
    before = action_in(path, "index")
    assert before
    async with start() as (app, pilot):
        await on_action(pilot, "index")
        await pilot.press("d")
        await until(pilot, lambda: "Deleted" in notices(app))
        assert action_in(path, "index") is None
        assert "brings it back" in notices(app)

        await pilot.press("u")
        await until(pilot, lambda: known_action(app, "index"))
        back = action_in(path, "index")
        assert back
        assert (back.ref, back.title, back.owner, back.kpi) == (before.ref, before.title, before.owner, before.kpi)

        await pilot.press("ctrl+r")
        await until(pilot, lambda: known_action(app, "index") is None)
        assert action_in(path, "index") is None


async def test_what_was_done_last_takes_the_place_of_what_was_done_before(start: Start) -> None:
    async with start() as (app, pilot):
        await on_action(pilot, "index")
        form = await with_form(pilot, "e")
        field_of(form, "title").typed = "Index it"
        await pilot.press("ctrl+s")
        await until(pilot, lambda: notices(app) == "A-2 saved")
        await pilot.press("d")
        await until(pilot, lambda: notices(app).startswith("Deleted A-2"))


async def test_space_walks_an_action_from_to_do_over_doing_to_done(start: Start, path: Path) -> None:
    async with start() as (app, pilot):
        await on_action(pilot, "index")
        walked = []
        for state in (ActionState.DOING, ActionState.DONE):
            await pilot.press("space")
            await until(pilot, lambda state=state: getattr(known_action(app, "index"), "state", None) is state)  # type: ignore[misc]
            found = action_in(path, "index")
            assert found
            walked.append((found.state, found.done_on))
            assert table_of(app).cursor_uid == "index"
    assert walked == [(ActionState.DOING, None), (ActionState.DONE, TODAY)]


async def test_marked_rows_are_deleted_and_brought_back_together(start: Start, path: Path) -> None:
    everything = titles(path)
    async with start() as (app, pilot):
        await on_action(pilot, "index")
        await pilot.press("m")
        table_of(app).cursor_to("train")
        await pilot.press("m")
        assert table_of(app).marks == {"index", "train"}
        await pilot.press("d")
        await until(pilot, lambda: "2 in all" in notices(app))
        assert {"Index the order table", "Train the super-users of Lyon"}.isdisjoint(titles(path))
        assert len(titles(path)) == len(everything) - 2
        await pilot.press("u")
        await until(pilot, lambda: known_action(app, "index"))
    assert sorted(titles(path)) == sorted(everything)


async def test_what_another_session_does_is_shown_and_the_cursor_stays_on_its_row(start: Start, colleague: Store) -> None:
    async with start() as (app, pilot):
        await on_action(pilot, "train")
        colleague.apply(
            colleague.projects()[0].uid,
            Act((Create(Action, {"title": "Stop the leak", "due_on": day(-20), "priority": "high", "risk": "peak"}),)),
        )
        edits(colleague, "rehearse", {"title": "Rehearse on Sunday"})
        await until(pilot, lambda: "Rehearse on Sunday" in text_of(app) and "Stop the leak" in text_of(app))
        assert table_of(app).cursor_uid == "train"


async def test_a_store_for_reading_says_so_and_refuses_edits(start: Start, path: Path) -> None:
    before = stored(path).all(Action)
    async with start(read_only=True) as (app, pilot):
        assert "read-only" in text_of(app).splitlines()[0]
        await on_action(pilot, "index")
        assert "read-only" in text_of(app).splitlines()[0]
        for count, key in enumerate(("n", "e", "d", "space"), start=1):
            await pilot.press(key)
            await until(pilot, lambda count=count: notices(app).count("reading only") == count)  # type: ignore[misc]
            assert not app.screen.query(EntityForm)
    assert stored(path).all(Action) == before


async def test_a_store_that_cannot_be_read_ends_the_cockpit_with_the_refusal(tmp_path: Path) -> None:
    broken = tmp_path / "broken.db"
    broken.write_bytes(b"This is a letter, no database. " * 200)

    def source() -> tuple[Store, str]:
        return open_store(broken, who="lea", clock=lambda: NOW), "nothing"

    app = CockpitApp(source, clock=lambda: NOW, environment={})
    async with app.run_test() as pilot:
        deadline = monotonic() + _PATIENCE
        while app.failure is None:
            assert monotonic() < deadline
            await pilot.pause(0.01)
    assert app.return_code == 1
    assert app.failure is not None
    assert str(broken) in str(app.failure)


async def test_a_form_left_half_typed_is_offered_again(start: Start, path: Path) -> None:
    async with start() as (app, pilot):
        await on_action(pilot, "index")
        await with_form(pilot, "n")
        await type_text(pilot, "Ask the")
        await pilot.press("escape")
        await without_form(pilot)
        form = await with_form(pilot, "n")
        assert field_of(form, "title").typed == "Ask the"
        assert "Your draft is back" in text_of(app)
        await pilot.press("end")
        await type_text(pilot, " host")
        await pilot.press("ctrl+s")
        await without_form(pilot)
        form = await with_form(pilot, "n")
        assert field_of(form, "title").typed == ""
    assert "Ask the host" in titles(path)


async def test_a_form_still_open_when_the_cockpit_ends_is_offered_the_next_time(start: Start) -> None:
    async with start() as (app, pilot):
        await on_action(pilot, "index")
        form = await with_form(pilot, "e")
        await retype(pilot, form, "title", "Index by hand")
        app.exit()
    async with start() as (app, pilot):
        await on_action(pilot, "index")
        form = await with_form(pilot, "e")
        assert field_of(form, "title").typed == "Index by hand"
        assert "Your draft is back" in text_of(app)


async def test_x_writes_a_snapshot_that_can_be_read(
    start: Start, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path.parent))
    async with start() as (app, pilot):
        await pilot.press("x")
        await until(pilot, lambda: "Write a snapshot to" in text_of(app))
        await pilot.press("enter")
        told = f"The snapshot is in ~/{tmp_path.name}/altura-2026-11-23.toml"
        await until(pilot, lambda: told in notices(app))
    snapshot = read_file(tmp_path / "altura-2026-11-23.toml")
    assert sorted(action.title for action in snapshot.state.all(Action)) == sorted(titles(path))
    assert snapshot.batches[-1].who == "lea"


async def test_on_the_line_of_more_fields_letters_act_on_nothing_below_the_form(start: Start, path: Path) -> None:
    async with start((80, 24)) as (app, pilot):
        await on_action(pilot, "index")
        before = stored(path)
        await with_form(pilot, "n")
        await type_text(pilot, "Another")
        app.screen.query_one(MoreFields).focus()
        await settled(app, pilot)
        footer = text_of(app).splitlines()[-1]
        assert "⏎ More fields" in footer
        assert "Undo" not in footer
        assert "Quit" not in footer
        await pilot.press("u", "q", "d", "4", "g", "s")
        await settled(app, pilot)
        assert app.is_running
        assert app.current_mode == "actions"
        assert field_of(app.screen.query_one(EntityForm), "title").typed == "Another"
        assert stored(path).rows == before.rows
        await pilot.press("enter")
        await until(pilot, lambda: not app.screen.query(MoreFields))


async def test_what_was_said_of_the_last_row_does_not_lie_over_the_next(start: Start) -> None:
    async with start((80, 24)) as (app, pilot):
        await on_action(pilot, "index")
        form = await with_form(pilot, "n")
        await retype(pilot, form, "title", "Count the pallets")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "A-6 saved" in notices(app) and not app.screen.query(EntityForm))
        await with_form(pilot, "n")
        assert "A-6 saved" not in notices(app)
