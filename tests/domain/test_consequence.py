"""What follows by itself from what a user does: days are noted, and what recurs is made anew, in the same act."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cockpit.domain.act import highest_refs, plan, take_back
from cockpit.domain.action import Action, ActionState
from cockpit.domain.calendar import Holiday, WorkingCalendar
from cockpit.domain.change import Deed
from cockpit.domain.consequence import with_consequences
from cockpit.domain.edit import Act, Create, Delete, Edit, Update
from cockpit.domain.person import Person
from cockpit.domain.risk import Risk, RiskStatus
from cockpit.domain.state import ProjectState
from cockpit.domain.trial_keeping import nameless
from tests.domain.projects import TODAY, project, row
from tests.thoroughness import examples

LEA = row(Person, "P-1", handle="lea", name="Léa")
MONDAY = date(2026, 3, 16)


def after(state: ProjectState, *edits: Edit, today: date = TODAY, deed: Deed = Deed.EDIT) -> ProjectState:
    """The project after an act with what follows from it."""
    highest = highest_refs(state)
    return state.applied(plan(state, with_consequences(state, Act(edits, deed=deed), highest, today), highest))


def finished(state: ProjectState, today: date = TODAY) -> ProjectState:
    """The project after the one action that is not done was done."""
    (left,) = (each for each in state.all(Action) if each.state is not ActionState.DONE)
    return after(state, Update(left, {"state": "done"}), today=today)


def ritual(**values: Any) -> Action:
    """An action of every Monday, due today or as told."""
    return row(Action, "A-1", **{"title": "Walk the wards", "recurs_every_days": 7, "due_on": MONDAY, **values})


def following(state: ProjectState) -> Action:
    """The one action that is not done."""
    (found,) = (each for each in state.all(Action) if each.state is not ActionState.DONE)
    return found


def test_what_recurs_is_made_anew_with_its_owner_and_its_links() -> None:
    risk = row(Risk, "R-1", inherent_likelihood=2, inherent_impact=2)
    waited = row(Action, "A-2", state="done")
    subject = ritual(
        owner="P-1", risk="R-1", priority="high", description="All of them", blocked_by=["A-2"], blocker="Keys", created_on=MONDAY
    )
    state = after(project(LEA, risk, waited, subject), Update(subject, {"state": "done"}))
    done, new = state.get(Action, "A-1"), following(state)
    assert done
    assert (done.state, done.done_on, done.recurs_every_days) == (ActionState.DONE, TODAY, 0)
    assert (new.ref, new.title, new.owner, new.risk, new.priority) == ("A-3", "Walk the wards", "P-1", "R-1", "high")
    assert (new.description, new.recurs_every_days, new.state) == ("All of them", 7, ActionState.TO_DO)
    assert (new.due_on, new.created_on, new.done_on) == (MONDAY + timedelta(7), TODAY, None)
    assert (new.blocked_by, new.blocker) == ((), ""), "what it waited for is done"


def test_what_it_still_waits_for_it_waits_for_the_next_time_too() -> None:
    subject, open_, done = ritual(blocked_by=["A-2", "A-3"]), row(Action, "A-2"), row(Action, "A-3", state="done")
    state = after(project(subject, open_, done), Update(subject, {"state": "done"}))
    assert [each.blocked_by for each in state.all(Action) if each.ref == "A-4"] == [("A-2",)]


# Today is Wednesday 18 March 2026.
@pytest.mark.parametrize(
    ("due", "every", "expected"),
    [
        (date(2026, 3, 16), 7, date(2026, 3, 23)),
        (date(2026, 3, 18), 7, date(2026, 3, 25)),
        (date(2026, 3, 25), 7, date(2026, 4, 1)),  # done a week early: the next one is not the one that was done
        (date(2026, 2, 2), 7, date(2026, 3, 23)),  # weeks were missed: none of them is made up for
        (date(2026, 3, 4), 14, date(2026, 4, 1)),  # in the rhythm it would be today
        (date(2026, 3, 17), 1, date(2026, 3, 19)),
        (date(2026, 2, 28), 30, date(2026, 3, 30)),
        (None, 7, date(2026, 3, 25)),
        (date(2026, 3, 18), 3, date(2026, 3, 23)),  # Saturday is no working day
    ],
)
def test_the_next_time_is_the_first_in_the_rhythm_after_today(due: date | None, every: int, expected: date) -> None:
    assert following(finished(project(ritual(due_on=due, recurs_every_days=every)))).due_on == expected


def taken_up(state: ProjectState, uid: str = "A-1", **values: Any) -> ProjectState:
    """The project after an action that was done was not done after all, some days later."""
    done = state.get(Action, uid)
    assert done
    assert done.state is ActionState.DONE
    return after(state, Update(done, {"state": "doing", **values}), today=TODAY + timedelta(2))


def told_of(state: ProjectState) -> list[tuple[str, str, int]]:
    return [(each.ref, each.state.value, each.recurs_every_days) for each in state.all(Action)]


def test_what_is_taken_up_again_recurs_again_and_its_next_time_is_given_up() -> None:
    state = taken_up(finished(project(LEA, ritual(owner="P-1", blocked_by=[]))))
    assert told_of(state) == [("A-1", "doing", 7)]
    subject = state.get(Action, "A-1")
    assert subject
    assert (subject.done_on, subject.due_on) == (None, MONDAY)
    again = following(finished(state, TODAY + timedelta(2)))
    assert (again.title, again.due_on, again.owner) == ("Walk the wards", MONDAY + timedelta(7), "P-1")


@pytest.mark.parametrize(
    "values",
    [
        {"owner": "P-1"}, {"due_on": date(2026, 3, 24)}, {"state": "doing"}, {"title": "Walk"}, {"blocker": "No key"},
        {"blocked_by": ["A-9"]}, {"description": "All of them"},
    ],
)  # fmt: skip
def test_a_next_time_that_somebody_has_made_their_own_stays(values: dict[str, Any]) -> None:
    other = row(Action, "A-9", state="done")
    state = finished(project(LEA, ritual(), other))
    state = taken_up(after(state, Update(following(state), values)))
    assert [(ref, every) for ref, _state, every in told_of(state)] == [("A-1", 0), ("A-9", 0), ("A-10", 7)]
    made = ("title", "due_on", "recurs_every_days", "created_on", "blocker", "owner")
    brought = {name: getattr(following(finished(project(LEA, ritual()))), name) for name in made} | {"blocker": "No key"}
    state = after(finished(project(ritual(recurs_every_days=0))), Create(Action, brought, "brought"))
    assert told_of(taken_up(state)) == [("A-1", "doing", 0), ("A-2", "to_do", 7)], "it came with more than it is made with"


def test_what_was_done_once_more_since_gives_up_nothing() -> None:
    state = project(ritual())
    for week in range(3):
        state = finished(state, MONDAY + timedelta(7 * week))
    assert told_of(state) == [("A-1", "done", 0), ("A-2", "done", 0), ("A-3", "done", 0), ("A-4", "to_do", 7)]
    for uid in (each.uid for each in state.all(Action) if each.ref in ("A-1", "A-2")):
        assert [every for _ref, _state, every in told_of(taken_up(state, uid))] == [0, 0, 0, 7]
    third = next(each.uid for each in state.all(Action) if each.ref == "A-3")
    assert told_of(taken_up(state, third)) == [("A-1", "done", 0), ("A-2", "done", 0), ("A-3", "doing", 7)]
    together = [Update(each, {"state": "doing"}) for each in state.all(Action) if each.ref in ("A-2", "A-3")]
    assert told_of(after(state, *together)) == [("A-1", "done", 0), ("A-2", "doing", 0), ("A-3", "doing", 7)]


def test_a_next_time_that_something_waits_for_or_that_could_be_another_stays() -> None:
    state = finished(project(ritual()))
    waiting = after(state, Create(Action, {"title": "Report", "blocked_by": [following(state).uid]}, "report"))
    assert len(taken_up(waiting).all(Action)) == 3
    twin = {name: getattr(following(state), name) for name in ("title", "due_on", "recurs_every_days", "created_on")}
    assert len(taken_up(after(state, Create(Action, twin, "twin"))).all(Action)) == 3
    assert told_of(taken_up(state, recurs_every_days=14)) == [("A-1", "doing", 14), ("A-2", "to_do", 7)], "as the user said"


def test_what_was_never_made_anew_is_taken_up_alone() -> None:
    ended = row(Action, "A-1", title="Walk the wards", state="done", done_on=TODAY)
    other = row(Action, "A-2", title="Walk the wards", created_on=TODAY, due_on=MONDAY + timedelta(8), recurs_every_days=7)
    assert told_of(taken_up(project(ended, other))) == [("A-1", "doing", 0), ("A-2", "to_do", 7)]


def test_a_holiday_puts_it_off_once_and_not_for_ever() -> None:
    calendar = row(WorkingCalendar, "WC-1")
    holiday = row(Holiday, "HO-1", calendar="WC-1", starts_on=date(2026, 3, 23), ends_on=date(2026, 3, 23))
    state = finished(project(calendar, holiday, ritual()))
    assert (following(state).due_on, following(state).rhythm_on) == (date(2026, 3, 24), date(2026, 3, 23))
    state = finished(state, date(2026, 3, 24))
    assert (following(state).due_on, following(state).rhythm_on) == (date(2026, 3, 30), None)


def test_whoever_gives_it_another_day_gives_it_another_rhythm() -> None:
    state = project(ritual(due_on=date(2026, 3, 26), rhythm_on=MONDAY))
    assert following(finished(state)).due_on == date(2026, 4, 2)


def test_a_daily_round_skips_the_weekend() -> None:
    state = finished(project(ritual(due_on=date(2026, 3, 20), recurs_every_days=1)), date(2026, 3, 20))
    assert following(state).due_on == MONDAY + timedelta(7)
    assert following(finished(state, MONDAY + timedelta(7))).due_on == MONDAY + timedelta(8)


def test_it_ends_where_somebody_says_so_or_the_calendar_ends() -> None:
    subject = ritual()
    state = after(project(subject), Update(subject, {"state": "done", "recurs_every_days": 0}))
    assert [each.state for each in state.all(Action)] == [ActionState.DONE]
    last = ritual(due_on=date(2199, 12, 30))
    state = after(project(last), Update(last, {"state": "done"}))
    assert [each.state for each in state.all(Action)] == [ActionState.DONE]


def test_a_calendar_without_a_working_day_does_not_stop_it() -> None:
    never = row(WorkingCalendar, "WC-1", monday=False, tuesday=False, wednesday=False, thursday=False, friday=False)
    assert following(finished(project(never, ritual()))).due_on == MONDAY + timedelta(7)


def test_what_is_written_down_as_done_recurs_as_well() -> None:
    values = {"title": "Walk the wards", "state": "done", "due_on": MONDAY, "recurs_every_days": 7}
    state = after(project(), Create(Action, values, "done"))
    assert [(each.state, each.recurs_every_days) for each in state.all(Action)] == [(ActionState.DONE, 0), (ActionState.TO_DO, 7)]


def test_a_file_has_no_consequences_and_neither_has_what_is_done_already() -> None:
    subject = ritual()
    state = after(project(subject), Update(subject, {"state": "done"}), deed=Deed.IMPORT)
    assert [(each.state, each.done_on, each.recurs_every_days) for each in state.all(Action)] == [(ActionState.DONE, None, 7)]
    (done,) = state.all(Action)
    assert len(after(state, Update(done, {"state": "done", "title": "Walk"})).all(Action)) == 1
    assert after(state, Delete(done)).all(Action) == ()


def test_one_undo_takes_all_of_it_back() -> None:
    subject = ritual()
    state = project(subject)
    highest = highest_refs(state)
    changes = plan(state, with_consequences(state, Act((Update(subject, {"state": "done"}),)), highest, TODAY), highest)
    led_to = state.applied(changes)
    (back,) = led_to.applied(take_back(led_to, nameless(changes))).all(Action)
    assert back.plain() == subject.plain()


@examples(60)
@given(
    st.integers(1, 365),
    st.dates(date(2025, 1, 1), date(2027, 1, 1)) | st.none(),
    st.lists(st.integers(0, 40), min_size=1, max_size=8),
)
def test_finished_n_times_there_are_n_and_one_that_is_not(every: int, due: date | None, waits: list[int]) -> None:
    state, today = project(ritual(due_on=due, recurs_every_days=every)), TODAY
    days: list[date] = []
    for wait in waits:
        today += timedelta(wait)
        state = finished(state, today)
        due_on = following(state).due_on
        assert due_on
        assert due_on > today
        days.append(due_on)
    assert len(state.all(Action)) == len(waits) + 1
    assert [each.recurs_every_days for each in state.all(Action) if each.state is ActionState.DONE] == [0] * len(waits)
    assert following(state).recurs_every_days == every
    assert days == sorted(set(days)), "each is due after the one before"
    assert all(each.weekday() < 5 for each in days)


def test_what_is_done_or_happens_is_dated_and_no_longer_once_it_is_not() -> None:
    action = row(Action, "A-1")
    risk = row(Risk, "R-1", inherent_likelihood=2, inherent_impact=2)
    done_with_another = (Update(action, {"state": "done"}), Update(risk, {"status": "occurred"}), Update(LEA, {"role": "Lead"}))
    state = after(project(action, risk, LEA), *done_with_another)
    (done,), (occurred,) = state.all(Action), state.all(Risk)
    assert (done.done_on, occurred.occurred_on) == (TODAY, TODAY)

    closed = after(state, Update(occurred, {"status": "closed"}))
    assert [each.occurred_on for each in closed.all(Risk)] == [TODAY], "it is over, and has occurred all the same"

    state = after(state, Update(done, {"state": "doing"}), Update(occurred, {"status": RiskStatus.OPEN}))
    assert [each.done_on for each in state.all(Action)] == [None]
    assert [each.occurred_on for each in state.all(Risk)] == [None]


def test_what_happens_once_more_is_dated_once_more() -> None:
    before, risk = TODAY - timedelta(90), row(Risk, "R-1", inherent_likelihood=2, inherent_impact=2)
    state = after(project(risk), Update(risk, {"status": "occurred"}), today=before)
    for status, today, expected in (("closed", before, before), ("open", before, before), ("occurred", TODAY, TODAY)):
        (now,) = state.all(Risk)
        state = after(state, Update(now, {"status": status}), today=today)
        assert [each.occurred_on for each in state.all(Risk)] == [expected]


def test_a_day_that_somebody_gives_stays() -> None:
    action, day = row(Action, "A-1"), TODAY - timedelta(3)
    state = after(project(action), Update(action, {"state": "done", "done_on": day}))
    assert [each.done_on for each in state.all(Action)] == [day]
