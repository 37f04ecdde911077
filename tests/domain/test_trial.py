"""A trial shows the project as it would be, is kept as one act that leads there, and loses nothing that others do meanwhile."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cockpit.domain.act import highest_refs, plan
from cockpit.domain.action import Action
from cockpit.domain.catalogue import ENTITIES
from cockpit.domain.consequence import with_consequences
from cockpit.domain.edit import Act, Create, Delete, Edit, Record, Update
from cockpit.domain.entity import Entity, Shape, fields_of
from cockpit.domain.gate import Criterion, GatePolicy
from cockpit.domain.kpi import Group, Kpi
from cockpit.domain.message import N_, message
from cockpit.domain.moved import RowMoved
from cockpit.domain.person import Person
from cockpit.domain.phase import PhaseCode
from cockpit.domain.problem import Refused
from cockpit.domain.project import Project
from cockpit.domain.readiness import verdict
from cockpit.domain.readiness.way import shortest_way
from cockpit.domain.readiness.way_actions import Task, tasks
from cockpit.domain.risk import Risk
from cockpit.domain.rollback import Rehearsal, Rollback
from cockpit.domain.state import ProjectState
from cockpit.domain.step import Step
from cockpit.domain.training import Attendance, Course, TrainingSession
from cockpit.domain.trial import NOTE, Trial
from cockpit.domain.trial_keeping import HAPPENED
from cockpit.exchange.samples import load
from cockpit.language import say
from tests.domain.projects import TODAY, project, row
from tests.strategies import entity_values, field_values, projects
from tests.thoroughness import examples

LATEST = date(2199, 12, 31)
"""After every day that a generated project may hold."""

PLANNED = {
    "baseline_on", "due_on", "ends_on", "expires_on", "forecast_on", "needed_from", "needed_to", "new_on", "old_on", "planned_on",
    "review_on", "rhythm_on", "starts_on",
}  # fmt: skip
"""The dates of what is intended: they may lie ahead of the day on which they are written."""


def trial_on(state: ProjectState) -> Trial:
    """A trial in which nothing was tried yet."""
    return Trial(state, highest_refs(state))


def written(state: ProjectState, trial: Trial, today: date = LATEST) -> ProjectState:
    """The state to which keeping a trial leads from ``state``."""
    return state.applied(plan(state, trial.kept(today, say).act, highest_refs(state)))


def edited(state: ProjectState, *edits: Edit) -> ProjectState:
    """The state to which an act of somebody else leads."""
    return state.applied(plan(state, Act(edits), highest_refs(state)))


def content(state: ProjectState) -> tuple[Any, Any]:
    """What a state holds, whatever the refs and the versions of its rows."""
    rows = {(kind, uid): each.plain() for kind, found in state.rows.items() for uid, each in found.items()}
    series = {key: dict(found.points.items()) for key, found in state.series.items()}
    return rows, series


def known(state: ProjectState, entity: type[Entity], uid: str) -> Any:
    """A row that is there."""
    found = state.get(entity, uid)
    assert found
    return found


def sentences(refused: Refused) -> list[str]:
    """What a refusal says."""
    return [say(problem.message) for problem in refused.problems]


@pytest.fixture
def state() -> ProjectState:
    """A project with two risks that are led by Lea, a way back that was never rehearsed, and a KPI."""
    base = project(
        row(Person, "P-1", handle="lea", name="Léa"),
        row(Rollback, "RB-1", title="Back to paper"),
        row(Risk, "R-1", title="Peak load", owner="P-1", inherent_likelihood=4, inherent_impact=5, current_likelihood=4,
            current_impact=5, rollback="RB-1"),
        row(Risk, "R-2", title="Support", owner="P-1", inherent_likelihood=2, inherent_impact=2),
        row(Kpi, "K-1", title="Conversion", target=3.2),
        row(Course, "TC-1"),
        row(TrainingSession, "TS-1", course="TC-1", starts_on=TODAY + timedelta(days=24)),
        row(Attendance, "TA-1", session="TS-1", name="Karim"),
    )  # fmt: skip
    return edited(base, Record("K-1", Group.PILOT, {"2026-03-02": 2.9, "2026-03-09": 3.1}))


# The laws


@st.composite
def trials(draw: st.DrawFn) -> Trial:
    """A trial of random acts on a random project; what the domain refuses is not in it."""
    base, _batches = draw(projects(6))
    trial = trial_on(base)
    for _ in range(draw(st.integers(1, 5))):
        try:
            trial = trial.made(draw(acts(trial.state)))
        except Refused:
            continue
    return trial


@st.composite
def acts(draw: st.DrawFn, state: ProjectState) -> list[Edit]:
    """One or two edits of any row, and measurements."""
    targets: Mapping[str, list[str]] = {kind: list(rows) for kind, rows in state.rows.items()}
    rows = [each for entity in ENTITIES for each in state.all(entity)]
    edits: list[Edit] = []
    for _ in range(draw(st.integers(1, 2))):
        some = draw(st.sampled_from(rows))
        kpis = state.all(Kpi)
        kind = draw(st.sampled_from(("create", "update", "update", "delete", "record")))
        if kind == "create":
            needed = [each for each in ENTITIES if each is not Project and _can_be_made(each, targets)]
            entity = draw(st.sampled_from(needed))
            refs = {kind: [row.ref for row in rows.values()] for kind, rows in state.rows.items()}
            edits.append(Create(entity, draw(entity_values(entity, targets, refs))))
        elif kind == "update":
            specs = draw(st.lists(st.sampled_from(fields_of(type(some))), min_size=1, max_size=2))
            edits.append(Update(some, {spec.name: draw(field_values(type(some), spec, targets)) for spec in specs}))
        elif kind == "delete" and some.kind != Project.kind:
            edits.append(Delete(some))
        elif kpis:
            times = draw(st.lists(st.dates(date(2026, 1, 1), date(2026, 1, 9)), min_size=1, max_size=3, unique=True))
            points = {time: draw(st.floats(0, 9) | st.none()) for time in times}
            edits.append(Record(draw(st.sampled_from(kpis)).uid, draw(st.sampled_from(list(Group))), points))
    return edits


def _can_be_made(entity: type[Entity], targets: Mapping[str, list[str]]) -> bool:
    return all(spec.refers_to in targets for spec in fields_of(entity) if spec.refers_to and spec.required)


@given(trials())
@examples(150)
def test_the_trial_shows_its_base_with_its_changes_made(trial: Trial) -> None:
    assert trial.state == trial.base.applied(trial.changes)


@given(trials())
@examples(150)
def test_what_is_kept_is_what_the_trial_showed(trial: Trial) -> None:
    kept = trial.kept(LATEST, say)

    assert not kept.left_out
    assert kept.act.note == NOTE == "what if"
    assert content(written(trial.base, trial)) == content(trial.state)


@given(trials())
@examples(60)
def test_taking_all_back_and_making_it_again_leads_where_it_was(trial: Trial) -> None:
    back = trial
    for _ in trial.tried:
        back = back.taken_back()
    assert back.state == trial.base
    for _ in trial.tried:
        back = back.made_again()
    assert content(back.state) == content(trial.state)


@given(trials())
@examples(60)
def test_where_nobody_has_edited_anything_a_trial_is_carried_over_as_it_is(trial: Trial) -> None:
    again = trial.carried_to(replace(trial.base), trial.highest)

    assert again.state == trial.state
    assert all(each.obstacle is None for each in again.tried)


@given(st.data())
@examples(100)
def test_whatever_others_have_done_a_trial_that_can_be_kept_leads_where_it_shows(data: st.DataObject) -> None:
    trial = data.draw(trials())
    try:
        theirs = edited(trial.base, *data.draw(acts(trial.base)))
    except Refused:
        theirs = trial.base

    carried = trial.carried_to(theirs, highest_refs(theirs))

    assert carried.state == theirs.applied(carried.changes)
    try:
        kept = carried.kept(LATEST, say)
    except Refused:
        return
    assert content(edited(theirs, *kept.act.edits)) == content(carried.state)


# Trying


def test_an_act_that_changes_nothing_is_not_tried(state: ProjectState) -> None:
    trial = trial_on(state)

    assert trial.made((Update(known(state, Risk, "R-1"), {"current_likelihood": 4}),)) is trial


def test_the_latest_day_that_something_has_to_wait_for_is_the_day_of_the_trial(state: ProjectState) -> None:
    trial = trial_on(state)
    assert trial.day is None

    trial = trial.made((), TODAY + timedelta(days=24))
    trial = trial.made((), TODAY + timedelta(days=10))
    trial = trial.made((Update(known(state, Risk, "R-2"), {"current_impact": 1}),))

    assert trial.day == date(2026, 4, 11)
    assert len(trial.tried) == 2
    assert trial.taken_back().taken_back().day is None


def test_an_act_is_told_change_by_change_or_in_words_of_its_own(state: ProjectState) -> None:
    edits = (Update(known(state, Risk, "R-1"), {"current_likelihood": 2}),)
    trial = trial_on(state).made(edits)
    assert [say(each) for each in trial.told(trial.tried[0])] == ["R-1 Peak load: Current likelihood 4 → 2"]

    said = message(N_("{row}: current level at most {level}"), row="R-1", level=2)
    trial = trial_on(state).made(edits, task=Task(Step(("rate",), said, lambda _state, _on: edits), PhaseCode.PILOT))
    assert [say(each) for each in trial.told(trial.tried[0])] == ["R-1: current level at most 2"]


def test_an_edit_of_a_row_as_it_was_before_the_trial_touched_it_is_found(state: ProjectState) -> None:
    seen = known(state, Risk, "R-1")
    trial = trial_on(state).made((Update(seen, {"current_likelihood": 2}),))

    with pytest.raises(RowMoved):
        trial.made((Update(seen, {"current_likelihood": 3}),))


def test_nothing_can_be_taken_back_or_made_again_that_is_not_there(state: ProjectState) -> None:
    with pytest.raises(Refused, match="Nothing is tried"):
        trial_on(state).taken_back()
    with pytest.raises(Refused, match="Nothing was taken back"):
        trial_on(state).made_again()


def test_what_is_tried_after_something_was_taken_back_takes_its_place(state: ProjectState) -> None:
    trial = trial_on(state).made((Update(known(state, Risk, "R-1"), {"current_likelihood": 2}),)).taken_back()
    trial = trial.made((Update(known(state, Risk, "R-2"), {"current_likelihood": 1}),))

    with pytest.raises(Refused, match="Nothing was taken back"):
        trial.made_again()


# One act out of several


def test_one_of_two_edits_of_a_row_is_dropped_and_the_other_stays(state: ProjectState) -> None:
    trial = trial_on(state).made((Update(known(state, Risk, "R-1"), {"current_likelihood": 2}),))
    trial = trial.made((Update(known(trial.state, Risk, "R-1"), {"current_impact": 3}),))

    trial = trial.without(trial.tried[0].uid)

    risk = known(trial.state, Risk, "R-1")
    assert (risk.current_likelihood, risk.current_impact) == (4, 3)


def test_what_something_later_builds_on_is_not_dropped(state: ProjectState) -> None:
    trial = trial_on(state).made((Create(Risk, {"title": "Quota", "inherent_likelihood": 1, "inherent_impact": 1}, "quota"),))
    trial = trial.made((Create(Action, {"title": "Ask for more", "risk": "quota"}),))

    with pytest.raises(Refused) as refused:
        trial.without(trial.tried[0].uid)

    assert sentences(refused.value) == ["Something tried later builds on it: Action created: A-1 Ask for more; drop that first"]
    assert not trial.without(trial.tried[1].uid).without(trial.tried[0].uid).tried
    assert not trial.without(*(each.uid for each in trial.tried)).tried


# Somebody else


def test_what_somebody_else_does_to_another_row_stands(state: ProjectState) -> None:
    trial = trial_on(state).made((Update(known(state, Risk, "R-1"), {"current_likelihood": 2}),))
    theirs = edited(state, Update(known(state, Risk, "R-2"), {"current_likelihood": 1}))

    carried = trial.carried_to(theirs, highest_refs(theirs))
    after = written(theirs, carried)

    assert known(carried.state, Risk, "R-2").current_likelihood == known(after, Risk, "R-2").current_likelihood == 1
    assert known(carried.state, Risk, "R-1").current_likelihood == known(after, Risk, "R-1").current_likelihood == 2


def test_a_row_that_somebody_else_has_edited_is_shown_with_both_and_not_kept(state: ProjectState) -> None:
    trial = trial_on(state).made((Update(known(state, Risk, "R-1"), {"current_likelihood": 2}),))
    theirs = edited(state, Update(known(state, Risk, "R-1"), {"title": "Peak of orders", "current_likelihood": 5}))

    carried = trial.carried_to(theirs, highest_refs(theirs))

    risk = known(carried.state, Risk, "R-1")
    assert (risk.title, risk.current_likelihood) == ("Peak of orders", 2)
    with pytest.raises(Refused) as refused:
        carried.kept(TODAY, say)
    assert sentences(refused.value) == ["R-1 Peak of orders was edited by somebody else in the meantime"]


def test_the_act_of_a_trial_that_has_not_heard_of_an_edit_is_refused_where_it_is_made(state: ProjectState) -> None:
    trial = trial_on(state).made((Update(known(state, Risk, "R-1"), {"current_likelihood": 2}),))
    theirs = edited(state, Update(known(state, Risk, "R-1"), {"current_likelihood": 5}))

    with pytest.raises(RowMoved):
        plan(theirs, trial.kept(TODAY, say).act, highest_refs(theirs))


def test_where_somebody_else_has_done_the_same_nothing_stands_in_the_way(state: ProjectState) -> None:
    edit = Update(known(state, Risk, "R-1"), {"current_likelihood": 2})
    theirs = edited(state, edit)

    carried = trial_on(state).made((edit,)).carried_to(theirs, highest_refs(theirs))

    assert carried.kept(TODAY, say).act.edits == ()


def test_a_row_that_somebody_else_has_deleted_is_told_and_nothing_else_is_lost(state: ProjectState) -> None:
    trial = trial_on(state).made((Update(known(state, Risk, "R-2"), {"current_impact": 1}),))
    trial = trial.made((Update(known(state, Risk, "R-1"), {"current_likelihood": 2}),))
    theirs = edited(state, Delete(known(state, Risk, "R-2")))

    carried = trial.carried_to(theirs, highest_refs(theirs))

    assert [each.obstacle is not None for each in carried.tried] == [True, False]
    with pytest.raises(Refused) as refused:
        carried.kept(TODAY, say)
    assert sentences(refused.value) == ["R-2 Support is no longer there"]
    rest = carried.without(carried.tried[0].uid)
    assert known(written(theirs, rest), Risk, "R-1").current_likelihood == 2


def test_a_row_that_both_have_deleted_is_gone(state: ProjectState) -> None:
    edit = Delete(known(state, Risk, "R-2"))
    theirs = edited(state, edit)

    carried = trial_on(state).made((edit,)).carried_to(theirs, highest_refs(theirs))

    assert carried.kept(TODAY, say).act.edits == ()


def test_a_measurement_that_somebody_else_has_put_in_is_found(state: ProjectState) -> None:
    trial = trial_on(state).made((Record("K-1", Group.PILOT, {"2026-03-16": 3.4}),))
    theirs = edited(state, Record("K-1", Group.PILOT, {"2026-03-16": 3.0}))

    with pytest.raises(Refused) as refused:
        trial.carried_to(theirs, highest_refs(theirs)).kept(TODAY, say)
    assert sentences(refused.value) == ["Measurements of K-1 Conversion have been edited since"]


def test_a_measurement_of_another_day_stands_in_nobodys_way(state: ProjectState) -> None:
    trial = trial_on(state).made((Record("K-1", Group.PILOT, {"2026-03-16": 3.4}),))
    theirs = edited(state, Record("K-1", Group.PILOT, {"2026-03-17": 3.0}))

    after = written(theirs, trial.carried_to(theirs, highest_refs(theirs)), TODAY)

    held = dict(after.measurements("K-1", Group.PILOT).points.items())
    assert held == {"2026-03-02": 2.9, "2026-03-09": 3.1, "2026-03-16": 3.4, "2026-03-17": 3.0}


def test_two_who_make_a_row_meanwhile_have_refs_of_their_own(state: ProjectState) -> None:
    edit = Create(Risk, {"title": "Mine", "inherent_likelihood": 1, "inherent_impact": 1}, "mine")
    theirs = edited(state, replace(edit, values={**edit.values, "title": "Theirs"}, uid="theirs"))

    carried = trial_on(state).made((edit,)).carried_to(theirs, highest_refs(theirs))

    assert {risk.title: risk.ref for risk in carried.state.all(Risk) if risk.title in ("Mine", "Theirs")} == {
        "Theirs": "R-3",
        "Mine": "R-4",
    }


# Rows that steps make up


def test_rows_that_a_step_makes_up_are_written_under_uids_of_their_own_wherever_they_are_referred_to(state: ProjectState) -> None:
    trial = trial_on(state).made(
        (
            Create(Person, {"handle": "marc", "name": "Marc"}, "~person"),
            Create(Risk, {"title": "New", "inherent_likelihood": 1, "inherent_impact": 1, "owner": "~person"}, "~risk"),
            Create(Action, {"title": "First", "risk": "~risk"}, "~first"),
            Create(Action, {"title": "Second", "blocked_by": ["~first"]}, "~second"),
            Create(GatePolicy, {"title": "Pilot gate", "gate": "pilot"}, "~policy"),
            Create(Criterion, {"title": "Own", "policy": "~policy", "rule": "manual_check", "owner": "~person"}, "~criterion"),
            Create(Kpi, {"title": "Load"}, "~kpi"),
            Record("~kpi", Group.PILOT, {"2026-03-16": 1.0}),
            Update(known(state, Risk, "R-1"), {"owner": "~person"}),
        )
    )  # fmt: skip

    after = written(state, trial, TODAY)

    uids = [uid for rows in after.rows.values() for uid in rows]
    assert not [uid for uid in uids if uid.startswith("~")]
    marc = next(each.uid for each in after.all(Person) if each.handle == "marc")
    risk = next(each for each in after.all(Risk) if each.title == "New")
    first, second = after.all(Action)
    assert (risk.owner, known(after, Risk, "R-1").owner, first.risk, second.blocked_by) == (marc, marc, risk.uid, (first.uid,))
    assert after.all(Criterion)[0].owner == marc
    load = next(each.uid for each in after.all(Kpi) if each.title == "Load")
    assert len(after.measurements(load, Group.PILOT)) == 1


def test_a_later_step_finds_the_row_that_an_earlier_one_made_up(state: ProjectState) -> None:
    trial = trial_on(state).made((Create(Rollback, {"title": "Way back"}, "~back"),))
    trial = trial.made((Create(Rehearsal, {"rollback": "~back", "rehearsed_on": TODAY, "succeeded": True}, "~held"),))

    made = next(each.uid for each in trial.state.all(Rollback) if each.title == "Way back")
    assert trial.state.all(Rehearsal)[0].rollback == made


def test_the_same_step_can_be_tried_twice(state: ProjectState) -> None:
    step = Create(Rehearsal, {"rollback": "RB-1", "rehearsed_on": TODAY, "succeeded": True}, "~rehearsal:RB-1")

    trial = trial_on(state).made((step,)).made((step,))

    assert len(trial.state.all(Rehearsal)) == 2


@pytest.mark.parametrize("gate", [PhaseCode.PILOT, PhaseCode.SCALE_UP, PhaseCode.GENERALISATION])
def test_the_steps_of_the_shortest_way_lead_there_when_they_are_tried_one_by_one(gate: PhaseCode) -> None:
    state = load("altura").state
    way = shortest_way(verdict(state, gate, date(2026, 11, 20)))
    assert way.steps

    trial = trial_on(state)
    for task in tasks(way, way.steps):
        trial = trial.made(tuple(task.step.make(trial.state, way.on)), task.step.on, task)

    assert verdict(trial.state, way.found.gate, way.on).answer is way.answer
    assert [say(trial.first_words(each)) for each in trial.tried] == [say(step.said) for step in way.steps]


def test_what_follows_in_a_trial_is_written_once_when_it_is_kept(state: ProjectState) -> None:
    state = edited(state, Create(Action, {"title": "Walk the wards", "recurs_every_days": 7, "due_on": TODAY}, "walk"))
    walk = state.get(Action, "walk")
    assert walk
    trial = trial_on(state).made((Update(walk, {"state": "done"}),), today=TODAY)
    (again,) = (each for each in trial.state.all(Action) if each.recurs_every_days)
    trial = trial.made((Update(again, {"title": "Walk them all"}),), today=TODAY)
    trial = trial.carried_to(state, highest_refs(state))

    act = trial.kept(TODAY, say).act
    assert with_consequences(state, act, highest_refs(state), TODAY) == act
    kept = edited(state, *act.edits)
    assert [(each.title, each.state.value) for each in kept.all(Action) if each.title.startswith("Walk")] == [
        ("Walk the wards", "done"), ("Walk them all", "to_do"),
    ]  # fmt: skip


# What is still to come


def test_every_date_is_known_as_one_of_what_happened_or_of_what_is_planned() -> None:
    dates = {
        spec.name for entity in ENTITIES for spec in fields_of(entity) if spec.shape in (Shape.DATE, Shape.INSTANT)
    }  # fmt: skip

    assert dates == HAPPENED | PLANNED
    assert not HAPPENED & PLANNED


def test_what_is_dated_today_is_kept_and_what_is_still_to_come_is_left_out_and_told(state: ProjectState) -> None:
    trial = trial_on(state)
    for days in (0, 24):
        values = {"rollback": "RB-1", "rehearsed_on": TODAY + timedelta(days=days), "succeeded": True}
        trial = trial.made((Create(Rehearsal, values),))

    kept = trial.kept(TODAY, say)

    assert [each.uid for each in kept.left_out] == [trial.tried[1].uid]
    assert [each.rehearsed_on for each in written(state, trial, TODAY).all(Rehearsal)] == [TODAY]
    assert len(written(state, trial, TODAY + timedelta(days=24)).all(Rehearsal)) == 2


def test_what_has_to_wait_is_still_to_come_whatever_it_is_dated(state: ProjectState) -> None:
    trial = trial_on(state).made((Update(known(state, Risk, "R-1"), {"current_likelihood": 2}),), TODAY + timedelta(days=1))
    trial = trial.made((Update(known(state, Risk, "R-2"), {"current_likelihood": 1}),))

    after = written(state, trial, TODAY)

    assert known(after, Risk, "R-1").current_likelihood == 4
    assert known(after, Risk, "R-2").current_likelihood == 1


def test_what_builds_on_what_is_still_to_come_is_left_out_with_it(state: ProjectState) -> None:
    wait = TODAY + timedelta(days=7)
    trial = trial_on(state).made((Create(Rollback, {"title": "Way back"}, "back"),), wait)
    trial = trial.made((Update(known(state, Risk, "R-2"), {"rollback": "back"}),))
    trial = trial.made((Update(known(state, Risk, "R-1"), {"current_likelihood": 2}),))

    kept = trial.kept(TODAY, say)

    assert [each.uid for each in kept.left_out] == [each.uid for each in trial.tried[:2]]
    assert known(written(state, trial, TODAY), Risk, "R-1").current_likelihood == 2


@pytest.mark.parametrize(
    "edit",
    [
        Create(Rehearsal, {"rollback": "RB-1", "rehearsed_on": TODAY + timedelta(days=1), "succeeded": True}),
        Record("K-1", Group.PILOT, {TODAY + timedelta(days=1): 3.4}),
        Record("K-1", Group.PILOT, {TODAY: 3.1, TODAY + timedelta(days=1): 3.4}),
        Create(Attendance, {"session": "TS-1", "name": "Inès", "state": "attended"}),
        Create(Attendance, {"session": "TS-1", "name": "Inès", "state": "certified"}),
    ],
    ids=["rehearsal", "measurement", "measurements", "attended", "certified"],
)
def test_where_all_of_it_is_still_to_come_nothing_is_kept(state: ProjectState, edit: Edit) -> None:
    trial = trial_on(state).made((edit,))

    with pytest.raises(Refused) as refused:
        trial.kept(TODAY, say)

    told = say(trial.first_words(trial.tried[0]))
    assert sentences(refused.value) == [f"Not written, as it is still to come: {told}"]


@pytest.mark.parametrize(
    "edit",
    [
        Create(Action, {"title": "Later", "due_on": TODAY + timedelta(days=90)}),
        Create(Attendance, {"session": "TS-1", "name": "Inès", "state": "invited"}),
        Record("K-1", Group.PILOT, {TODAY: 3.4}),
        Create(Rehearsal, {"rollback": "RB-1", "rehearsed_on": TODAY, "succeeded": True}),
    ],
    ids=["due later", "invited", "measured today", "rehearsed today"],
)
def test_what_is_planned_or_was_done_today_is_kept(state: ProjectState, edit: Edit) -> None:
    trial = trial_on(state).made((edit,))

    assert not trial.kept(TODAY, say).left_out
    assert content(written(state, trial, TODAY)) == content(trial.state)


def test_a_kpi_goes_with_its_measurements_and_what_refers_to_it_stays(state: ProjectState) -> None:
    trial = trial_on(state).made((Create(Action, {"title": "Tune", "kpi": "K-1"}, "tune"),))
    trial = trial.made((Delete(known(state, Kpi, "K-1")),))

    after = written(state, trial, TODAY)

    assert not after.series
    assert known(after, Action, "tune").kpi is None
