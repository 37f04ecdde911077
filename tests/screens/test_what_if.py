"""What if: by keys alone, changes are tried on any screen, seen to move the verdict, listed, and kept or dropped.

The gate of the project asks three things: a critical risk under control, which stands at 4x4; the KPI met, which lacks one of the six
weeks that it takes; and a super-user of the next wave trained, who is invited to a session that was held.
"""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from cockpit.app import CockpitApp
from cockpit.domain.action import Action
from cockpit.domain.change import Deed
from cockpit.domain.edit import Act, Create, Delete, Edit, Record, Update
from cockpit.domain.entity import Entity
from cockpit.domain.gate import Answer, Criterion, GatePolicy
from cockpit.domain.kpi import Group, Kpi
from cockpit.domain.message import message
from cockpit.domain.person import Person
from cockpit.domain.phase import PhaseCode
from cockpit.domain.readiness.way import shortest_way
from cockpit.domain.readiness.way_actions import Task, tasks
from cockpit.domain.risk import Risk
from cockpit.domain.rollback import Rehearsal, Rollback
from cockpit.domain.step import Step
from cockpit.domain.training import Attendance, AttendanceState, Course, TrainingSession
from cockpit.domain.wave import Wave
from cockpit.screens.frame import Frame
from cockpit.screens.table_screen import TableScreen
from cockpit.screens.trial_bar import TrialBar
from cockpit.screens.trial_errands import trying, trying_steps
from cockpit.screens.what_if import WhatIfSheet
from cockpit.store import open_store
from cockpit.widgets.entity_table import EntityTable
from tests.screens.conftest import HOSTILE, NOW, Start, day, settled, text_of
from tests.screens.test_editing import last_batch, notices, retype, stored, table_of, type_text, until, with_form, without_form
from tests.widgets.seen import assert_whole

SIZES = [pytest.param(size, id=f"{size[0]}x{size[1]}") for size in ((60, 16), (120, 40))]
"""Where room is scarcest, and where there is some: in between nothing is told in another way."""


def rows() -> Sequence[Edit]:
    """The project, parents first; a row's uid is its short name here."""

    def row(entity: type[Entity], uid: str, **values: Any) -> Create:
        return Create(entity, values, uid)

    return (
        row(Person, "lea", handle="lea", name="Léa Martin"),
        row(GatePolicy, "policy", gate="pilot", title="Pilot gate"),
        row(Criterion, "safe", policy="policy", title="Risks", rule="risks_under_control", position=1),
        row(Criterion, "met", policy="policy", title="KPIs", rule="kpis_met", position=2),
        row(Criterion, "trained", policy="policy", title="Training", rule="training_coverage", position=3),
        row(Rollback, "back", title="Way back"),
        row(
            Risk, "peak", title="Peak load", owner="lea", reviewed_on=day(-6), inherent_likelihood=4, inherent_impact=4,
            current_likelihood=4, current_impact=4, rollback="back",
        ),
        row(Risk, "small", title="Support", owner="lea", reviewed_on=day(-6), inherent_likelihood=1, inherent_impact=1),
        row(Kpi, "conversion", title="Conversion", unit="%", target=3.2),
        row(Course, "course", title="The new page"),
        row(Wave, "lyon", number=1, title="Lyon", super_users_needed=1, courses_needed=("course",)),
        row(TrainingSession, "session", title="Lyon, first", course="course", wave="lyon", starts_on=day(-3)),
        row(Attendance, "karim", session="session", name="Karim", super_user=True),
        Record("conversion", Group.PILOT, {day(-42 + 7 * week): 4.0 for week in range(5)}),
    )  # fmt: skip


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A store with the project."""
    path = tmp_path / "cockpit.db"
    store = open_store(path, who="lea", clock=lambda: NOW, create=True)
    project = store.create_project({"key": "ALTURA", "title": "Altura", "phase": "pilot"})
    store.apply(project.uid, Act(tuple(rows())))
    store.close()
    return path


def header(app: CockpitApp) -> str:
    """The first line."""
    return text_of(app).splitlines()[0]


def bytes_of(path: Path) -> list[bytes]:
    """What the store's files hold."""
    return [file.read_bytes() for file in (path, path.with_name(f"{path.name}-wal")) if file.exists()]


async def in_mode(app: CockpitApp, pilot: Pilot[None], key: str, mode: str) -> None:
    """Go to a mode, and wait until it is shown."""
    await pilot.press(key)
    await until(pilot, lambda: app.current_mode == mode and app.screen.query(EntityTable))
    await settled(app, pilot)


async def trying_begun(app: CockpitApp, pilot: Pilot[None]) -> None:
    """Begin a trial."""
    await in_mode(app, pilot, "9", "readiness")
    await pilot.press("w")
    await until(pilot, lambda: app.situation and app.situation.trial is not None)
    await settled(app, pilot)


async def answered(app: CockpitApp, pilot: Pilot[None], key: str) -> None:
    """Ask what becomes of the trial, and answer."""
    await pilot.press("w")
    await until(pilot, lambda: isinstance(app.focused, TrialBar))
    await pilot.press(key)
    await settled(app, pilot)


async def risk_tried(app: CockpitApp, pilot: Pilot[None], uid: str = "peak", likelihood: str = "2") -> None:
    """Try another likelihood of a risk in its form."""
    await in_mode(app, pilot, "4", "risks")
    table_of(app).cursor_to(uid)
    await settled(app, pilot)
    form = await with_form(pilot, "e")
    await retype(pilot, form, "current_likelihood", likelihood)
    await pilot.press("ctrl+s")
    await without_form(pilot)
    await settled(app, pilot)


async def value_tried(app: CockpitApp, pilot: Pilot[None]) -> None:
    """Try a value of the KPI for last week."""
    await in_mode(app, pilot, "6", "kpis")
    await pilot.press("r")
    await until(pilot, lambda: isinstance(app.focused, Input))
    await type_text(pilot, "4 -1w")
    await pilot.press("enter")
    await settled(app, pilot)


async def attendance_tried(app: CockpitApp, pilot: Pilot[None]) -> None:
    """Try that who is invited has attended."""
    await in_mode(app, pilot, "8", "rollout")
    assert isinstance(app.screen, TableScreen)
    await app.screen.show_table("attendance")
    table_of(app).cursor_to("karim")
    await settled(app, pilot)
    await pilot.press("space")
    await settled(app, pilot)


async def at_desk(app: CockpitApp, pilot: Pilot[None], *edits: Edit, on: date | None = None, said: str = "") -> None:
    """Have edits tried by an errand, as a list of steps does."""
    assert isinstance(app.screen, Frame)
    if said:
        step = Step((said,), message(said), lambda _state, _on: edits, on=on)
        app.run_errand(trying_steps([Task(step, PhaseCode.PILOT)]), app.screen)
    else:
        app.run_errand(trying(edits), app.screen)
    await settled(app, pilot)


def commit(path: Path, *edits: Edit) -> None:
    """Edit as another session does."""
    with_store = open_store(path, who="marc", clock=lambda: NOW)
    with_store.apply(with_store.projects()[0].uid, Act(tuple(edits)))
    with_store.close()


# The verdict moves, and nothing is written


async def test_a_risk_a_value_and_a_training_are_tried_and_kept_as_one_act(path: Path, start: Start) -> None:
    async with start((120, 40)) as (app, pilot):
        assert "✗ NO-GO" in header(app)
        await trying_begun(app, pilot)
        assert "◇ what if: nothing tried yet" in header(app)
        before = stored(path)

        await risk_tried(app, pilot)
        assert "R-1 tried, not written" in notices(app)
        assert "◇ what if: 1 change, still NO-GO" in header(app)

        await attendance_tried(app, pilot)
        assert "◇ what if: 2 changes, NO-GO → NOT YET" in header(app)

        await value_tried(app, pilot)
        assert "Tried K-1: 4.0\u00a0% on Mon 16 Nov, pilot group, not written; u takes it back" in notices(app)
        assert "✓ GO" in header(app)
        assert "◇ what if: 3 changes, NO-GO → GO" in header(app)
        assert stored(path) == before

        await answered(app, pilot, "k")
        assert "All that was tried is written, as one act" in notices(app)
        assert "what if" not in header(app)
        assert "✓ GO" in header(app)

    after, batch = stored(path), last_batch(path)
    assert (batch.who, batch.deed, batch.note, len(batch.changes)) == ("lea", Deed.EDIT, "what if", 3)
    risk, karim = after.get(Risk, "peak"), after.get(Attendance, "karim")
    assert risk
    assert karim
    assert (risk.current_likelihood, karim.state) == (2, AttendanceState.ATTENDED)
    assert after.measurements("conversion", Group.PILOT).at(day(-7).isoformat()) == 4.0


async def test_what_was_kept_is_taken_back_as_a_whole(path: Path, start: Start) -> None:
    before = stored(path).get(Risk, "peak")
    async with start() as (app, pilot):
        await trying_begun(app, pilot)
        await risk_tried(app, pilot)
        await attendance_tried(app, pilot)
        await answered(app, pilot, "k")
        await pilot.press("u")
        await settled(app, pilot)

    after, karim = stored(path).get(Risk, "peak"), stored(path).get(Attendance, "karim")
    assert before
    assert after
    assert karim
    assert (after.current_likelihood, karim.state) == (before.current_likelihood, AttendanceState.INVITED)


async def test_a_trial_that_is_dropped_leaves_the_store_as_it_was_byte_for_byte(path: Path, start: Start) -> None:
    async with start((120, 40)) as (app, pilot):
        await trying_begun(app, pilot)
        before = bytes_of(path)
        await risk_tried(app, pilot)
        await value_tried(app, pilot)
        await answered(app, pilot, "d")
        assert bytes_of(path) == before
        assert "The trial is over, and nothing of it was written." in notices(app)
        assert "what if" not in header(app)
        assert "✗ NO-GO" in header(app)
        await in_mode(app, pilot, "4", "risks")
        risk = app.situation and app.situation.state.get(Risk, "peak")
        assert risk
        assert risk.current_likelihood == 4


@pytest.mark.parametrize("key", ["escape", "z"])
async def test_a_trial_goes_on_where_the_question_is_not_answered(path: Path, start: Start, key: str) -> None:
    async with start() as (app, pilot):
        await trying_begun(app, pilot)
        await risk_tried(app, pilot)
        await answered(app, pilot, key)
        assert "1 change" in header(app)
        assert table_of(app).has_focus


async def test_a_row_is_deleted_for_a_trial_and_brought_back(path: Path, start: Start) -> None:
    async with start() as (app, pilot):
        await trying_begun(app, pilot)
        await in_mode(app, pilot, "4", "risks")
        table_of(app).cursor_to("small")
        await pilot.press("d")
        await settled(app, pilot)
        assert "Tried without R-2 Support, not written; u brings it back" in notices(app)
        await pilot.press("u")
        await settled(app, pilot)
        assert "No longer tried:\nRisk deleted: R-2 Support" in notices(app)
        assert "nothing tried yet" in header(app)
        await pilot.press("ctrl+r")
        await settled(app, pilot)
        assert "Tried again:" in notices(app)
        assert "1 change" in header(app)
        assert stored(path).get(Risk, "small")


async def test_where_nothing_is_tried_nothing_is_taken_back_in_the_log(path: Path, start: Start) -> None:
    async with start() as (app, pilot):
        await trying_begun(app, pilot)
        await pilot.press("u")
        await settled(app, pilot)
        assert "Nothing is tried that could be taken back" in notices(app)
        assert stored(path).get(Risk, "peak")


# It is told wherever the user goes


@pytest.mark.parametrize("size", SIZES)
async def test_every_mode_tells_that_something_is_tried(path: Path, start: Start, size: tuple[int, int]) -> None:
    async with start(size) as (app, pilot):
        await trying_begun(app, pilot)
        await risk_tried(app, pilot)
        for key in "1234567890p":
            await pilot.press(key)
            await settled(app, pilot)
            assert "◇ what if: 1 change" in header(app)
            if key not in "9p":
                assert "w What if" in text_of(app).splitlines()[-1]


@pytest.mark.parametrize("size", SIZES)
async def test_the_question_and_the_list_fit_into_the_window(path: Path, start: Start, size: tuple[int, int]) -> None:
    async with start(size) as (app, pilot):
        await trying_begun(app, pilot)
        await attendance_tried(app, pilot)
        await risk_tried(app, pilot)
        await pilot.press("w")
        await until(pilot, lambda: isinstance(app.focused, TrialBar))
        last = text_of(app).splitlines()[-1]
        assert "k Keep  d Drop  l List  esc Go on" in last
        await pilot.press("l")
        await until(pilot, lambda: app.current_mode == "readiness" and "TA-1" in text_of(app))
        assert "All of it: NO-GO → NOT YET; nothing is written" in text_of(app)
        assert "R-1" in text_of(app)


async def test_without_a_trial_there_is_nothing_to_ask(path: Path, start: Start) -> None:
    async with start() as (app, pilot):
        await in_mode(app, pilot, "4", "risks")
        assert "What if" not in text_of(app)
        await pilot.press("w")
        await settled(app, pilot)
        assert app.situation
        assert app.situation.trial is None
        assert not app.screen.query(TrialBar)


# The list


async def in_list(app: CockpitApp, pilot: Pilot[None]) -> WhatIfSheet:
    """Go to the list of what is tried."""
    await answered(app, pilot, "l")
    await until(pilot, lambda: app.current_mode == "readiness" and app.screen.query(WhatIfSheet))
    await settled(app, pilot)
    return app.screen.query_one(WhatIfSheet)


def told_in(sheet: WhatIfSheet) -> list[tuple[str, str, str]]:
    """What the list tells of each act: the act, the verdict after it, and what it moved."""
    assert sheet.attempts
    columns = {column.name: column for column in sheet.table._listing.columns}
    return [
        (*(columns[name].told(each, sheet.attempts).text for name in ("what", "verdict", "moved")),)  # type: ignore[misc]
        for each in sheet.attempts.listed
    ]


async def test_the_list_tells_which_change_moved_what(path: Path, start: Start) -> None:
    async with start((120, 40)) as (app, pilot):
        await trying_begun(app, pilot)
        await risk_tried(app, pilot, "small", "2")
        await risk_tried(app, pilot)
        await attendance_tried(app, pilot)
        sheet = await in_list(app, pilot)

        assert told_in(sheet) == [
            ("R-2 Support: Current likelihood (empty) → 2", "✗ NO-GO", "nothing"),
            ("R-1 Peak load: Current likelihood 4 → 2", "✗ NO-GO", "✗→✓ Risks"),
            ("TA-1 Karim: State invited → attended", "? NOT YET", "✗→✓ Training"),
        ]
        await pilot.press("end")
        await settled(app, pilot)
        await until(pilot, lambda: "✗ NO-GO → ? NOT YET" in text_of(app))
        assert "Training ✗ not met → ✓ met" in text_of(app)


async def test_one_change_is_dropped_from_the_list(path: Path, start: Start) -> None:
    async with start((80, 24)) as (app, pilot):
        await trying_begun(app, pilot)
        await risk_tried(app, pilot, "small", "2")
        await risk_tried(app, pilot)
        sheet = await in_list(app, pilot)
        await pilot.press("home", "d")
        await settled(app, pilot)
        await until(pilot, lambda: len(told_in(sheet)) == 1)
        assert told_in(sheet)[0][0] == "R-1 Peak load: Current likelihood 4 → 2"
        assert "what if: 1 change" in header(app)


async def test_all_that_is_marked_is_dropped_though_one_builds_on_another(path: Path, start: Start) -> None:
    async with start((120, 40)) as (app, pilot):
        await trying_begun(app, pilot)
        await at_desk(app, pilot, Create(Rollback, {"title": "Another way"}, "~back"))
        await at_desk(app, pilot, Update(known(app, Risk, "small"), {"current_likelihood": 2}))
        await at_desk(app, pilot, Update(known(app, Risk, "peak"), {"rollback": "~back"}))
        sheet = await in_list(app, pilot)
        await pilot.press("home", "m", "end", "m", "d")
        await settled(app, pilot)
        await until(pilot, lambda: len(told_in(sheet)) == 1)
        assert told_in(sheet)[0][0] == "R-2 Support: Current likelihood (empty) → 2"
        assert "what if: 1 change" in header(app)


async def test_nothing_that_is_marked_is_dropped_where_what_stays_builds_on_some_of_it(path: Path, start: Start) -> None:
    async with start((120, 40)) as (app, pilot):
        await trying_begun(app, pilot)
        await at_desk(app, pilot, Create(Rollback, {"title": "Another way"}, "~back"))
        await at_desk(app, pilot, Update(known(app, Risk, "small"), {"current_likelihood": 2}))
        await at_desk(app, pilot, Update(known(app, Risk, "peak"), {"rollback": "~back"}))
        await in_list(app, pilot)
        await pilot.press("home", "m", "m", "d")
        await settled(app, pilot)
        assert "Something tried later builds on it: R-1 Peak load: Rollback scenario RB-1 → RB-2; drop that first" in notices(app)
        assert "what if: 3 changes" in header(app)


async def test_all_that_is_marked_of_what_is_tried_is_copied(path: Path, start: Start) -> None:
    async with start((120, 40)) as (app, pilot):
        await trying_begun(app, pilot)
        await at_desk(app, pilot, Update(known(app, Risk, "small"), {"current_likelihood": 2}))
        await at_desk(app, pilot, Update(known(app, Risk, "peak"), {"current_likelihood": 2}))
        await in_list(app, pilot)
        await pilot.press("home", "m", "m", "y")
        assert app.clipboard.splitlines() == [
            "1  R-2 Support: Current likelihood (empty) → 2  ✗ NO-GO  nothing",
            "2  R-1 Peak load: Current likelihood 4 → 2  ✗ NO-GO  ✗→✓ Risks",
        ]


async def test_what_something_later_builds_on_stays(path: Path, start: Start) -> None:
    async with start((120, 40)) as (app, pilot):
        await trying_begun(app, pilot)
        await at_desk(app, pilot, Create(Rollback, {"title": "Another way"}, "~back"))
        await at_desk(app, pilot, Update(known(app, Risk, "peak"), {"rollback": "~back"}))
        await in_list(app, pilot)
        await pilot.press("home", "d")
        await settled(app, pilot)
        assert "Something tried later builds on it: R-1 Peak load: Rollback scenario RB-1 → RB-2; drop that first" in notices(app)
        assert "2 changes" in header(app)


def known(app: CockpitApp, entity: type[Entity], uid: str) -> Any:
    """A row as the cockpit knows it."""
    assert app.situation
    return app.situation.state.get(entity, uid)


@pytest.mark.parametrize("size", SIZES)
async def test_what_people_typed_is_told_and_not_run(path: Path, start: Start, size: tuple[int, int]) -> None:
    async with start(size) as (app, pilot):
        await trying_begun(app, pilot)
        await at_desk(app, pilot, Update(known(app, Risk, "small"), {"title": HOSTILE}))
        await at_desk(app, pilot, Delete(known(app, Risk, "small")))
        sheet = await in_list(app, pilot)
        await until(pilot, lambda: len(told_in(sheet)) == 2)
        await pilot.press("end")
        await settled(app, pilot)
        assert_whole(app)
        assert "[/] [@clic" in text_of(app)
        assert "what if: 2 changes" in header(app)


# Others


async def test_a_trial_that_nobody_has_touched_is_no_news(path: Path, start: Start) -> None:
    async with start() as (app, pilot):
        await trying_begun(app, pilot)
        await risk_tried(app, pilot)
        assert app._desk
        assert app._desk.heard() is None
        assert app._desk.situation() is app.situation


async def test_what_others_commit_arrives_in_the_trial(path: Path, start: Start) -> None:
    async with start((120, 40)) as (app, pilot):
        await trying_begun(app, pilot)
        await risk_tried(app, pilot)
        commit(path, Update(stored_row(path, Risk, "small"), {"title": "Support by night"}))
        await until(pilot, lambda: known(app, Risk, "small").title == "Support by night")
        assert known(app, Risk, "peak").current_likelihood == 2
        assert "what if: 1 change" in header(app)
        await answered(app, pilot, "k")
    assert (stored_row(path, Risk, "small").title, stored_row(path, Risk, "peak").current_likelihood) == ("Support by night", 2)


async def test_a_row_that_another_has_edited_is_told_and_the_trial_goes_on(path: Path, start: Start) -> None:
    async with start((120, 40)) as (app, pilot):
        await trying_begun(app, pilot)
        await risk_tried(app, pilot)
        await attendance_tried(app, pilot)
        commit(path, Update(stored_row(path, Risk, "peak"), {"current_likelihood": 5}))
        await until(pilot, lambda: app.situation and app.situation.actual and app.situation.actual.serial > 1)
        await answered(app, pilot, "k")
        assert "R-1 Peak load was edited by somebody else in the meantime" in notices(app)
        assert "Nothing was written, and the trial goes on" in notices(app)
        assert "what if: 2 changes" in header(app)
        assert stored_row(path, Risk, "peak").current_likelihood == 5

        await in_list(app, pilot)
        await pilot.press("home", "d")
        await settled(app, pilot)
        await answered(app, pilot, "k")
        assert "All that was tried is written, as one act" in notices(app)
    assert stored_row(path, Risk, "peak").current_likelihood == 5
    assert stored_row(path, Attendance, "karim").state is AttendanceState.ATTENDED


async def test_a_row_that_another_has_deleted_is_told_in_the_list(path: Path, start: Start) -> None:
    async with start((120, 40)) as (app, pilot):
        await trying_begun(app, pilot)
        await risk_tried(app, pilot, "small", "2")
        commit(path, Delete(stored_row(path, Risk, "small")))
        await until(pilot, lambda: known(app, Risk, "small") is None)
        sheet = await in_list(app, pilot)
        assert told_in(sheet)[0][0] == "! R-2 Support: Current likelihood (empty) → 2"
        assert "R-2 Support is no longer there" in text_of(app)
        await answered(app, pilot, "k")
        assert "R-2 Support is no longer there" in notices(app)
        assert "what if: 1 change" in header(app)


def stored_row(path: Path, entity: type[Entity], uid: str) -> Any:
    """A row as it is in the file."""
    found = stored(path).get(entity, uid)
    assert found
    return found


async def test_who_may_only_read_can_try_but_not_keep(path: Path, start: Start) -> None:
    async with start((120, 40), read_only=True) as (app, pilot):
        await trying_begun(app, pilot)
        await risk_tried(app, pilot)
        assert "what if: 1 change" in header(app)
        await answered(app, pilot, "k")
        assert "This store is open for reading only; a trial can be made in it, but not kept" in notices(app)
        assert "what if: 1 change" in header(app)
        await answered(app, pilot, "d")
        assert "read-only" in header(app)
        await in_mode(app, pilot, "4", "risks")
        await pilot.press("e")
        await settled(app, pilot)
        assert "nothing can be edited" in notices(app)


# What is still to come


async def test_a_step_that_has_to_wait_is_judged_on_its_day_and_becomes_an_action_due_then(path: Path, start: Start) -> None:
    async with start((120, 40)) as (app, pilot):
        await in_mode(app, pilot, "9", "readiness")
        values = {"rollback": "back", "rehearsed_on": day(18), "succeeded": True}
        await at_desk(app, pilot, Create(Rehearsal, values, "~held"), on=day(18), said="rehearse RB-1")
        assert "Tried, not written: rehearse RB-1" in notices(app)
        assert app.situation
        assert app.situation.today == day(18)
        assert "◇ what if on Fri 11 Dec: 1 change, still NO-GO" in header(app)

        await answered(app, pilot, "k")
        assert "1 step became action A-1" in notices(app)
        assert "what if" not in header(app)
        assert app.situation.today == day(0)
    after = stored(path)
    assert not after.all(Rehearsal)
    assert [(each.title, each.due_on, each.created_on) for each in after.all(Action)] == [("Rehearse RB-1", day(18), day(0))]


async def test_what_is_still_to_come_is_left_out_when_the_rest_is_kept(path: Path, start: Start) -> None:
    async with start((120, 40)) as (app, pilot):
        await trying_begun(app, pilot)
        values = {"rollback": "back", "rehearsed_on": day(18), "succeeded": True}
        await at_desk(app, pilot, Create(Rehearsal, values, "held"))

        await answered(app, pilot, "k")
        assert "Not written, as it is still to come: Rehearsal created: RH-1" in notices(app)
        assert "1 change" in header(app)

        await risk_tried(app, pilot)
        await answered(app, pilot, "k")
        assert "What was tried is written, as one act\nNot written, as it is still to come: Rehearsal created: RH-1" in notices(
            app
        )
        assert "what if" not in header(app)
    assert not stored(path).all(Rehearsal)
    assert stored_row(path, Risk, "peak").current_likelihood == 2


async def test_the_steps_of_the_shortest_way_are_tried_one_by_one(path: Path, start: Start) -> None:
    async with start((120, 40)) as (app, pilot):
        await in_mode(app, pilot, "9", "readiness")
        assert app.situation
        assert isinstance(app.screen, Frame)
        way = shortest_way(app.situation.verdict)
        assert (way.answer, len(way.steps)) == (Answer.GO, 3)
        for task in tasks(way, way.steps):
            app.run_errand(trying_steps([task]), app.screen)
            await settled(app, pilot)
        assert "3 changes, NO-GO → GO" in header(app)
        assert app.situation.today == way.on
        app.run_errand(trying((Update(known(app, Risk, "small"), {"title": "Support"}),)), app.screen)
        await settled(app, pilot)
        assert "That changes nothing" in notices(app)
        assert "3 changes, NO-GO → GO" in header(app)


async def test_a_number_that_was_used_once_is_not_used_again(path: Path, start: Start) -> None:
    commit(path, Create(Risk, {"title": "Third", "inherent_likelihood": 1, "inherent_impact": 1}, "third"))
    commit(path, Delete(stored_row(path, Risk, "third")))
    async with start((120, 40)) as (app, pilot):
        await in_mode(app, pilot, "4", "risks")
        await at_desk(app, pilot, Create(Risk, {"title": "Fourth", "inherent_likelihood": 1, "inherent_impact": 1}, "fourth"))
        assert known(app, Risk, "fourth").ref == "R-4"
        await answered(app, pilot, "k")
    assert stored_row(path, Risk, "fourth").ref == "R-4"


# What a trial is kept apart from


async def test_the_past_and_a_trial_are_not_looked_at_together(path: Path, start: Start) -> None:
    async with start((120, 40)) as (app, pilot):
        await in_mode(app, pilot, "9", "readiness")
        assert "t Time" in text_of(app)
        await trying_begun(app, pilot)
        assert "t Time" not in text_of(app)
        await pilot.press("t")
        await settled(app, pilot)
        assert not app.screen.query(Input)


async def test_another_project_is_not_turned_to_before_the_trial_is_over(path: Path, start: Start) -> None:
    async with start() as (app, pilot):
        await trying_begun(app, pilot)
        await in_mode(app, pilot, "p", "portfolio")
        await until(pilot, lambda: "Altura" in text_of(app))
        await pilot.press("enter")
        await settled(app, pilot)
        assert "Something is being tried in this project; w keeps or drops it" in notices(app)
        assert app.current_mode == "portfolio"


async def test_no_file_of_measurements_is_taken_in_during_a_trial(path: Path, start: Start) -> None:
    async with start() as (app, pilot):
        await trying_begun(app, pilot)
        await in_mode(app, pilot, "6", "kpis")
        await pilot.press("i")
        await settled(app, pilot)
        assert "Nothing is taken in while something is tried" in notices(app)


async def test_a_snapshot_does_not_hold_what_is_tried(path: Path, start: Start, tmp_path: Path) -> None:
    async with start() as (app, pilot):
        await trying_begun(app, pilot)
        await risk_tried(app, pilot)
        await pilot.press("x")
        await until(pilot, lambda: isinstance(app.focused, Input))
        await pilot.press("end", "ctrl+u")
        await type_text(pilot, str(tmp_path / "out.toml"))
        await pilot.press("enter")
        await until(pilot, lambda: "what is tried is not in it" in notices(app))
    assert "current_likelihood = 4" in (tmp_path / "out.toml").read_text("utf-8")


async def test_the_log_holds_nothing_that_is_tried_and_nothing_in_it_is_taken_back(path: Path, start: Start) -> None:
    async with start((120, 40)) as (app, pilot):
        await trying_begun(app, pilot)
        await risk_tried(app, pilot)
        await in_mode(app, pilot, "0", "journal")
        await until(pilot, lambda: "all 2" in text_of(app))
        await pilot.press("U")
        await settled(app, pilot)
        assert "Nothing is taken back in the log while a trial is under way" in notices(app)


async def test_leaving_the_cockpit_tells_that_the_trial_was_not_written(
    path: Path, start: Start, capsys: pytest.CaptureFixture[str]
) -> None:
    async with start() as (app, pilot):
        await trying_begun(app, pilot)
        await risk_tried(app, pilot)
        before = stored(path)
        await pilot.press("q")
        await pilot.pause()
    assert stored(path) == before
    assert capsys.readouterr().err == "The trial is over, and nothing of it was written.\n"
