"""Somebody else edits, or deletes, the very row that is open in a form: nothing is overwritten unseen, and nothing typed is lost."""

from collections.abc import Mapping
from pathlib import Path

from textual.pilot import Pilot

from cockpit.app import CockpitApp
from cockpit.domain.action import Action, ActionState
from cockpit.domain.edit import Act, Create, Delete, Update
from cockpit.domain.milestone import Milestone
from cockpit.domain.phase import Phase
from cockpit.store import Store
from cockpit.widgets.board import Board
from cockpit.widgets.conflict import Conflict, GoneRow
from cockpit.widgets.entity_form import EntityForm
from tests.screens.conftest import Start, day, text_of
from tests.screens.test_editing import (
    action_in,
    as_cockpit,
    edits,
    field_of,
    last_batch,
    notices,
    on_action,
    retype,
    stored,
    table_of,
    until,
    with_form,
    without_form,
)

LONG = "\n".join(f"Step {number}: copy the table of week {number}" for number in range(1, 40))


def deletes(colleague: Store, uid: str) -> None:
    project = colleague.projects()[0].uid
    row = colleague.load(project).get(Action, uid)
    assert row
    colleague.apply(project, Act((Delete(row),)))


async def with_conflict(pilot: Pilot[None]) -> Conflict:
    """The versions, with the keys."""
    app = as_cockpit(pilot)
    await until(pilot, lambda: any(each.has_focus_within and each.display for each in app.screen.query(Conflict)))
    return app.screen.query_one(Conflict)


async def typed(pilot: Pilot[None], uid: str, values: Mapping[str, str]) -> EntityForm:
    """A form with something typed into it."""
    await on_action(pilot, uid)
    form = await with_form(pilot, "e")
    for name, text in values.items():
        await retype(pilot, form, name, text)
    return form


def side_of(app: CockpitApp) -> list[str]:
    """The lines of the panel beside the table, without its border."""
    return [line.partition("▏")[2].strip() for line in text_of(app).splitlines()]


def block(app: CockpitApp, label: str) -> list[str]:
    """What the panel says of a field: the lines under its label, up to the next blank one."""
    lines = side_of(app)
    begin = lines.index(label) + 1
    return lines[begin : lines.index("", begin)]


async def test_each_field_is_told_in_all_versions_and_the_mix_that_was_chosen_is_saved(
    start: Start, path: Path, colleague: Store
) -> None:
    async with start() as (app, pilot):
        await typed(pilot, "index", {"title": "Index it by night", "description": "By Lea", "blocker": "No rack"})
        edits(colleague, "index", {"title": "Index it by day", "description": "By Marc", "due_on": day(2)})
        await until(pilot, lambda: "marc has changed Action, Due, Description meanwhile" in " ".join(side_of(app)))
        await pilot.press("ctrl+s")
        await with_conflict(pilot)

        assert "marc has edited it in the meantime, just now" in side_of(app)
        assert block(app, "Action") == [
            "▸? changed by both: still to choose",
            "before: Index the order table",
            "theirs: Index it by day",
            "yours: Index it by night",
        ]
        assert block(app, "Due")[0] == "= not changed by you: taken as it is now"
        assert block(app, "Blocker") == ["✓ changed by you alone: yours is taken", "before: (empty)", "yours: No rack"]

        await pilot.press("enter")
        await until(pilot, lambda: "? Still to choose: Action, Description" in side_of(app))
        assert action_in(path, "index") == colleague.load(colleague.projects()[0].uid).get(Action, "index")

        await pilot.press("space")
        assert "yours replaces theirs" in block(app, "Action")[0]
        await pilot.press("space")
        assert "theirs stays" in block(app, "Action")[0]
        await pilot.press("p")
        assert block(app, "Description")[0].startswith("▸?"), "the cursor goes on to what is still to be decided"
        await pilot.press("t", "enter")
        await without_form(pilot)
        assert "A-2 saved" in notices(app)
    found = action_in(path, "index")
    assert found
    assert (found.title, found.description, found.blocker, found.due_on) == ("Index it by night", "By Marc", "No rack", day(2))
    assert set(last_batch(path).changes[0].after or {}) == {"title", "blocker", "version"}


async def test_escape_leads_back_to_what_was_typed_and_what_was_chosen_stays(start: Start, path: Path, colleague: Store) -> None:
    async with start((80, 24)) as (app, pilot):
        form = await typed(pilot, "index", {"title": "Index it by night"})
        field_of(form, "description").typed = LONG
        field_of(form, "description").input.focus()
        edits(colleague, "index", {"title": "Index it by day", "description": "By Marc"})
        await pilot.press("ctrl+s")
        await with_conflict(pilot)
        await pilot.press("p", "escape")
        assert form.display
        assert field_of(form, "title").typed == "Index it by night"
        assert field_of(form, "description").input.has_focus

        # Marc goes on meanwhile: what is not as it was when it was decided is to be decided again.
        await pilot.press("ctrl+s")
        conflict = await with_conflict(pilot)
        edits(colleague, "index", {"description": "By Marc, at noon", "blocker": "No rack"})
        await until(pilot, lambda: conflict.theirs.version == 3)
        await pilot.press("enter")
        await until(pilot, lambda: "? Still to choose: Description" in side_of(app))

        # A long text is there to its end.
        for _ in range(60):
            await pilot.press("down")
            if "Step 39: copy the table of week 39" in text_of(app):
                break
        assert "Step 39: copy the table of week 39" in text_of(app)
        await pilot.press("P", "ctrl+s")
        await without_form(pilot)
    found = action_in(path, "index")
    assert found
    assert (found.title, found.description, found.blocker) == ("Index it by night", LONG, "No rack")


async def test_all_theirs_saves_nothing_and_the_draft_is_gone(start: Start, path: Path, colleague: Store) -> None:
    async with start() as (app, pilot):
        await typed(pilot, "index", {"title": "Index it by night", "blocker": "No rack"})
        edits(colleague, "index", {"title": "Index it by day"})
        await pilot.press("ctrl+s")
        await with_conflict(pilot)
        await pilot.press("u", "T", "enter")
        await without_form(pilot)
        assert "A-2 stays as it is; nothing of yours was saved" in notices(app)
        form = await with_form(pilot, "e")
        assert field_of(form, "title").typed == "Index it by day"
    assert last_batch(path).who == "marc"


async def test_a_mix_that_breaks_a_rule_is_refused_there_and_nothing_is_lost(start: Start, path: Path, colleague: Store) -> None:
    async with start() as (app, pilot):
        await pilot.press("3")
        await until(pilot, lambda: app.screen.query(Board) and app.screen.query_one(Board).row is not None)
        form = await with_form(pilot, "e")
        field_of(form, "ends_on").typed = day(2).isoformat()
        project = colleague.projects()[0].uid
        phase = colleague.load(project).all(Phase)[0]
        colleague.apply(project, Act((Update(phase, {"starts_on": day(3)}),)))
        await pilot.press("ctrl+s")
        await with_conflict(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: "✗" in "".join(side_of(app)))
        assert "yours is taken" in block(app, "Ends")[0]
        await pilot.press("escape")
        field_of(form, "ends_on").typed = day(5).isoformat()
        await pilot.press("ctrl+s")
        await with_conflict(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: not app.screen.query(EntityForm))
    kept = stored(path).all(Phase)[0]
    assert (kept.starts_on, kept.ends_on) == (day(3), day(5))


async def test_a_row_that_is_gone_can_be_made_anew_or_left(start: Start, path: Path, colleague: Store) -> None:
    async with start((80, 24)) as (app, pilot):
        await typed(pilot, "index", {"title": "Index it by night"})
        deletes(colleague, "index")
        await until(pilot, lambda: "marc has deleted this row meanwhile" in " ".join(side_of(app)))
        await pilot.press("ctrl+s")
        await until(pilot, lambda: any(each.has_focus_within for each in app.screen.query(GoneRow)))
        told = " ".join(side_of(app))
        assert "A-2 Index the order table" in told
        assert "marc has deleted it in the meantime, just now" in told
        assert "before: Index the order table yours: Index it by night" in told
        await pilot.press("escape")
        await without_form(pilot)
        assert "what you typed waits" in notices(app)

        # It comes back, and with it what was typed.
        colleague.undo(colleague.projects()[0].uid)
        await until(pilot, lambda: table_of(app).cursor_to("index"))
        form = await with_form(pilot, "e")
        assert field_of(form, "title").typed == "Index it by night"

        deletes(colleague, "index")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: any(each.has_focus_within for each in app.screen.query(GoneRow)))
        await pilot.press("n")
        await without_form(pilot)
        made = table_of(app).row
        assert (made.title, made.owner, made.kpi) == ("Index it by night", "marc", "response")
        assert (made.ref, made.uid != "index") == ("A-6", True)
    assert action_in(path, "index") is None


async def test_a_draft_of_yesterday_meets_what_others_have_edited_since(start: Start, path: Path, colleague: Store) -> None:
    async with start() as (app, pilot):
        await typed(pilot, "index", {"title": "Index it by night"})
        await pilot.press("escape")
        await without_form(pilot)
        app.exit()
    edits(colleague, "index", {"title": "Index it by day", "due_on": day(2)})
    async with start() as (app, pilot):
        await on_action(pilot, "index")
        form = await with_form(pilot, "e")
        assert field_of(form, "title").typed == "Index it by night"
        await until(pilot, lambda: "marc has changed Action, Due meanwhile" in " ".join(side_of(app)))
        await pilot.press("ctrl+s")
        await with_conflict(pilot)
        assert "theirs: Index it by day" in block(app, "Action")
        await pilot.press("escape")

        # Who starts over begins with the row as it is.
        await pilot.press("ctrl+l")
        await until(
            pilot, lambda: [field_of(each, "title").typed for each in app.screen.query(EntityForm)] == ["Index it by day"]
        )
        form = app.screen.query_one(EntityForm)
        await until(pilot, lambda: field_of(form, "title").input.has_focus)
        assert "meanwhile" not in text_of(app)
        await pilot.press("end", "!", "ctrl+s")
        await without_form(pilot)
    found = action_in(path, "index")
    assert found
    assert (found.title, found.due_on) == ("Index it by day!", day(2))


async def test_what_is_done_without_a_form_overwrites_nothing_and_shows_the_new_version(
    start: Start, path: Path, colleague: Store
) -> None:
    last = Create(Phase, {"code": "generalisation", "title": "Generalisation"})
    colleague.apply(colleague.projects()[0].uid, Act((last,)))
    async with start(polling=3600.0) as (app, pilot):
        await on_action(pilot, "index")
        edits(colleague, "index", {"title": "Index it by day", "state": "blocked", "blocker": "No rack"})
        await pilot.press("space")
        await until(pilot, lambda: "marc has edited A-2 Index the order table in the meantime" in notices(app))
        assert "Index it by day" in text_of(app), "the new version is shown with the words"
        assert "Action Index the order table → Index it by day" in notices(app)
        assert "nothing was overwritten" in notices(app)
        assert not app.screen.query(Conflict)

        edits(colleague, "index", {"blocker": "No room"})
        await pilot.press("d")
        await until(pilot, lambda: "Blocker No rack → No room" in notices(app))
        found = action_in(path, "index")
        assert found
        assert (found.title, found.state, found.blocker) == ("Index it by day", ActionState.BLOCKED, "No room")

        deletes(colleague, "index")
        await pilot.press("space")
        await until(pilot, lambda: "marc has deleted A-2" in notices(app))
        assert "Index it by day" not in text_of(app)

        # A card that somebody else has carried is carried no further from where it was seen.
        await pilot.press("3")
        await until(pilot, lambda: app.screen.query(Board) and app.screen.query_one(Board).cursor_to("report"))
        project = colleague.projects()[0].uid
        report = colleague.load(project).get(Milestone, "report")
        assert report
        colleague.apply(project, Act((Update(report, {"phase": "pilot"}),)))
        app.clear_notifications()
        await pilot.press("less_than_sign")
        await until(pilot, lambda: "marc has edited M-1 Pilot report in the meantime" in notices(app))
        assert app.screen.query_one(Board).row.phase == "pilot"


async def test_marked_rows_of_which_one_has_moved_stay_all(start: Start, path: Path, colleague: Store) -> None:
    async with start(polling=3600.0) as (app, pilot):
        await on_action(pilot, "index")
        await pilot.press("m")
        table_of(app).cursor_to("train")
        await pilot.press("m")
        edits(colleague, "train", {"title": "Train them in Lyon"})
        await pilot.press("d")
        await until(pilot, lambda: "marc has edited A-3" in notices(app))
        assert table_of(app).marks == {"index", "train"}
        assert action_in(path, "index")
        await pilot.press("d")
        await until(pilot, lambda: "2 in all" in notices(app))


async def test_what_is_tried_meets_an_edit_of_another_too(start: Start, path: Path, colleague: Store) -> None:
    async with start() as (app, pilot):
        await pilot.press("9", "w")
        await until(pilot, lambda: app.situation is not None and app.situation.trial is not None)
        await typed(pilot, "index", {"title": "Index it by night"})
        edits(colleague, "index", {"title": "Index it by day"})
        await until(pilot, lambda: "marc has changed Action meanwhile" in " ".join(side_of(app)))
        await pilot.press("ctrl+s")
        await with_conflict(pilot)
        assert "marc has edited it in the meantime, just now" in side_of(app)
        await pilot.press("p", "ctrl+s")
        await without_form(pilot)
        assert app.situation
        row = app.situation.state.get(Action, "index")
        assert row
        assert row.title == "Index it by night"
    found = action_in(path, "index")
    assert found
    assert found.title == "Index it by day"
