"""A step has not been done by being tried: where a trial is kept, it becomes an action, and nothing that it made up is written."""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cockpit.domain.act import highest_refs, plan
from cockpit.domain.action import Action, ActionState
from cockpit.domain.edit import Act, Create, Edit, Record, Update
from cockpit.domain.evidence import CriterionState
from cockpit.domain.gate import Answer, Criterion, GatePolicy, Waiver
from cockpit.domain.kpi import Group, Kpi
from cockpit.domain.message import message
from cockpit.domain.person import Person
from cockpit.domain.phase import PhaseCode
from cockpit.domain.problem import Refused
from cockpit.domain.readiness import verdict
from cockpit.domain.readiness.adoption import adopted, adopted_uid
from cockpit.domain.readiness.way import Way, shortest_way
from cockpit.domain.readiness.way_actions import Task, step_mark, tasks
from cockpit.domain.risk import Risk
from cockpit.domain.rollback import Rehearsal, Rollback
from cockpit.domain.state import ProjectState
from cockpit.domain.step import Step
from cockpit.domain.trial import Kept, Trial
from cockpit.exchange.samples import load
from cockpit.language import say
from tests.domain.projects import TODAY, project, row
from tests.thoroughness import examples

SAMPLE_DAY = date(2026, 11, 20)

NO_EVIDENCE = {Action.kind, GatePolicy.kind, Criterion.kind}
"""What keeping may write of steps: actions, and the policy that they refer to where it was the default one."""

STEP = Step(("rehearse", "RB-1"), message("rehearse RB-1"), lambda _state, on: (held(on),), "rollback", "RB-1", "P-1")


def held(on: date) -> Create:
    """A rehearsal that a step makes up."""
    return Create(Rehearsal, {"rollback": "RB-1", "rehearsed_on": on, "succeeded": True}, "~rehearsal:RB-1")


@pytest.fixture
def state() -> ProjectState:
    """A project with a risk, a way back and a KPI, in which the gates ask what they ask by default."""
    return project(
        row(Person, "P-1", handle="lea", name="Léa"),
        row(Rollback, "RB-1", title="Back to paper"),
        row(Risk, "R-1", title="Peak load", owner="P-1", inherent_likelihood=4, inherent_impact=5, current_likelihood=4,
            current_impact=5),
        row(Kpi, "K-1", title="Conversion", target=3.2),
    )  # fmt: skip


def tried(trial: Trial, step: Step, on: date = TODAY) -> Trial:
    """A trial with a step towards the gate of the pilot tried in it, which serves the first criterion there."""
    first = verdict(trial.state, PhaseCode.PILOT, on).judged[0].criterion
    return with_task(trial, Task(step, PhaseCode.PILOT, (first,)), on)


def with_task(trial: Trial, task: Task, today: date) -> Trial:
    """A trial with a task tried in it as it is at the desk: as soon as it can be done."""
    day = max(task.step.on or today, today)
    return trial.made(tuple(task.step.make(trial.state, day)), day if day > today else None, task)


def trial_on(state: ProjectState) -> Trial:
    return Trial(state, highest_refs(state))


def after(state: ProjectState, edits: Sequence[Edit]) -> ProjectState:
    return state.applied(plan(state, Act(tuple(edits)), highest_refs(state)))


def known(state: ProjectState, entity: Any, uid: str) -> Any:
    found = state.get(entity, uid)
    assert found
    return found


def new_actions(before: ProjectState, kept: Kept) -> list[Action]:
    """The actions that keeping makes."""
    return [each for each in after(before, kept.act.edits).all(Action) if before.get(Action, each.uid) is None]


# The law


@cache
def sample_way(sample: str, gate: PhaseCode) -> Way:
    return shortest_way(verdict(load(sample).state, gate, SAMPLE_DAY))


def evidence(state: ProjectState) -> tuple[Any, Any]:
    """All that a state holds, but for what steps may become."""
    rows = {
        (kind, uid): each.plain() for kind, found in state.rows.items() if kind not in NO_EVIDENCE for uid, each in found.items()
    }
    return rows, {key: dict(found.points.items()) for key, found in state.series.items() if len(found.points)}


def judged(state: ProjectState, gate: PhaseCode) -> tuple[Answer, dict[str, CriterionState]]:
    """The verdict of a gate and the state of each criterion."""
    found = verdict(state, gate, SAMPLE_DAY)
    return found.answer, {adopted_uid(each.criterion): each.state for each in found.judged}


def own_edit(draw: Any, state: ProjectState, number: int) -> Edit:
    """What somebody edits by hand in a row that the project holds, or a row that they make."""
    match draw(st.sampled_from(("rate", "name", "create", "value"))):
        case "rate":
            risk = draw(st.sampled_from(state.all(Risk)))
            return Update(risk, {"current_likelihood": draw(st.integers(1, 5)), "current_impact": draw(st.integers(1, 5))})
        case "name":
            return Update(draw(st.sampled_from(state.all(Person))), {"name": f"Name {number}"})
        case "create":
            return Create(Risk, {"title": f"Risk {number}", "inherent_likelihood": 5, "inherent_impact": 5}, f"risk-{number}")
        case _:
            return Record(draw(st.sampled_from(state.all(Kpi))).uid, Group.PILOT, {SAMPLE_DAY: draw(st.floats(0, 9))})


@given(st.data())
@examples(25)
def test_whatever_steps_are_tried_keeping_writes_what_the_user_has_edited_and_no_evidence(data: st.DataObject) -> None:
    sample = data.draw(st.sampled_from(("altura", "bedside")))
    gate = data.draw(st.sampled_from((PhaseCode.PILOT, PhaseCode.SCALE_UP, PhaseCode.GENERALISATION)))
    way, base = sample_way(sample, gate), load(sample).state
    trial, alone = trial_on(base), trial_on(base)
    there = set(base.rows[Risk.kind]) | set(base.rows[Person.kind])
    order = data.draw(st.lists(st.sampled_from([None, *tasks(way, way.steps)]), min_size=1, max_size=8))
    for number, task in enumerate(order):
        if task is not None:
            trial = with_task(trial, task, SAMPLE_DAY)
            continue
        edit = own_edit(data.draw, trial.state, number)
        if isinstance(edit, Update) and edit.row.uid not in there:
            continue
        trial = trial.made((edit,))
        same = Update(known(alone.state, type(edit.row), edit.row.uid), edit.values) if isinstance(edit, Update) else edit
        alone = alone.made((same,))
    steps = {task.step.key: task.step for task in order if task is not None}
    finishing = {step.uid for step in steps.values() if step.kind == Action.kind}
    if finishing and len(finishing) == len(steps) and not alone.changes:
        with pytest.raises(Refused, match="there is an action already"):
            trial.kept(SAMPLE_DAY, say)
        return

    kept = trial.kept(SAMPLE_DAY, say)

    written = after(base, kept.act.edits)

    assert evidence(written) == evidence(alone.state)
    assert judged(written, gate) == judged(alone.state, gate)
    assert not kept.left_out
    made = {each.uid[:16] for each in written.all(Action)} - {each.uid[:16] for each in base.all(Action)}
    assert made == {step_mark(step) for step in steps.values() if step.uid not in finishing}
    assert finishing <= set(kept.under_way)
    assert all(known(written, Action, uid).state is known(base, Action, uid).state for uid in finishing)


# What a step becomes


def test_a_step_becomes_an_action_with_its_owner_its_day_and_its_criterion(state: ProjectState) -> None:
    trial = tried(trial_on(state), STEP)
    assert trial.state.all(Rehearsal)

    kept = trial.kept(TODAY, say)

    (action,) = new_actions(state, kept)
    assert (action.title, action.owner, action.state, action.created_on) == ("Rehearse RB-1", "P-1", ActionState.TO_DO, TODAY)
    assert known(after(state, kept.act.edits), Criterion, action.criterion or "").policy
    assert (kept.actions, kept.written) == ((action.uid,), 0)
    assert not after(state, kept.act.edits).all(Rehearsal)


def test_measurements_of_weeks_to_come_become_an_action_that_is_due_when_they_are_in(state: ProjectState) -> None:
    wait = TODAY + timedelta(days=14)
    record = Record("K-1", Group.PILOT, {TODAY + timedelta(days=7): 3.4, wait: 3.5})
    step = Step(("hold", "K-1"), message("K-1 at 3.2 for 2 weeks more"), lambda _state, _on: (record,), "kpi", "K-1", on=wait)

    kept = tried(trial_on(state), step).kept(TODAY, say)

    (action,) = new_actions(state, kept)
    assert (action.title, action.kpi, action.due_on) == ("K-1 at 3.2 for 2 weeks more", "K-1", wait)
    assert not kept.left_out
    assert not after(state, kept.act.edits).series


def test_a_step_that_is_tried_twice_becomes_one_action(state: ProjectState) -> None:
    kept = tried(tried(trial_on(state), STEP), STEP).kept(TODAY, say)

    assert len(new_actions(state, kept)) == 1


def test_no_action_is_made_of_a_step_for_which_there_is_one(state: ProjectState) -> None:
    state = after(state, tried(trial_on(state), STEP).kept(TODAY, say).act.edits)
    (there,) = state.all(Action)
    trial = tried(trial_on(state), STEP)

    with pytest.raises(Refused) as refused:
        trial.kept(TODAY, say)
    assert [say(each.message) for each in refused.value.problems] == [
        "Nothing is written of a step for which there is an action already: A-1 Rehearse RB-1"
    ]

    kept = trial.made((Update(known(state, Risk, "R-1"), {"current_likelihood": 2}),)).kept(TODAY, say)
    assert (kept.under_way, kept.actions, kept.written) == ((there.uid,), (), 1)
    assert after(state, kept.act.edits).all(Action) == state.all(Action)


def test_a_step_that_others_have_done_meanwhile_becomes_nothing(state: ProjectState) -> None:
    rate = {"current_likelihood": 2, "current_impact": 2}
    step = Step(
        ("rate", "R-1"), message("R-1 to 2x2"), lambda state, _on: (Update(known(state, Risk, "R-1"), rate),), "risk", "R-1"
    )
    trial = tried(trial_on(state), step)
    theirs = after(state, (Update(known(state, Risk, "R-1"), rate),))

    kept = trial.carried_to(theirs, highest_refs(theirs)).kept(TODAY, say)

    assert not kept.act.edits
    assert new_actions(state, trial.kept(TODAY, say))


def test_a_row_that_others_have_edited_does_not_stand_in_the_way_of_a_step(state: ProjectState) -> None:
    rate = {"current_likelihood": 2, "current_impact": 2}
    step = Step(
        ("rate", "R-1"), message("R-1 to 2x2"), lambda state, _on: (Update(known(state, Risk, "R-1"), rate),), "risk", "R-1"
    )
    theirs = after(state, (Update(known(state, Risk, "R-1"), {"title": "Peak of orders"}),))

    kept = tried(trial_on(state), step).carried_to(theirs, highest_refs(theirs)).kept(TODAY, say)

    assert [each.risk for each in new_actions(theirs, kept)] == ["R-1"]
    assert known(after(theirs, kept.act.edits), Risk, "R-1").current_likelihood == 4


# What the user has edited beside it


def test_an_edit_of_a_row_that_a_step_made_up_is_left_out_by_name(state: ProjectState) -> None:
    trial = tried(trial_on(state), STEP)
    (rehearsal,) = trial.state.all(Rehearsal)
    trial = trial.made((Update(rehearsal, {"note": "It went well"}),))
    trial = trial.made((Update(known(state, Risk, "R-1"), {"current_likelihood": 3}),))

    kept = trial.kept(TODAY, say)

    assert [each.uid for each in kept.left_out] == [trial.tried[1].uid]
    assert (kept.written, len(kept.actions)) == (1, 1)
    written = after(state, kept.act.edits)
    assert not written.all(Rehearsal)
    assert known(written, Risk, "R-1").current_likelihood == 3


def test_of_a_row_that_a_step_has_changed_too_the_edit_of_the_user_alone_is_written(state: ProjectState) -> None:
    def lower(state: ProjectState, _on: date) -> Sequence[Edit]:
        return (Update(known(state, Risk, "R-1"), {"current_likelihood": 1, "current_impact": 1}),)

    trial = tried(trial_on(state), Step(("rate", "R-1"), message("R-1 to 1x1"), lower, "risk", "R-1"))
    trial = trial.made((Update(known(trial.state, Risk, "R-1"), {"current_impact": 2}),))

    risk = known(after(state, trial.kept(TODAY, say).act.edits), Risk, "R-1")
    assert (risk.current_likelihood, risk.current_impact) == (4, 2)


def test_a_waiver_of_what_a_step_has_made_the_project_ask_is_written_with_the_action(state: ProjectState) -> None:
    first = verdict(state, PhaseCode.PILOT, TODAY).judged[0].criterion
    step = Step(("check",), message("check it"), lambda state, _on: adopted(state, PhaseCode.PILOT))
    trial = tried(trial_on(state), step)
    values = {
        "criterion": adopted_uid(first),
        "approver": "P-1",
        "granted_on": TODAY,
        "expires_on": TODAY + timedelta(days=30),
        "reason": "Known",
    }
    trial = trial.made((Create(Waiver, values, "waiver"),))

    kept = trial.kept(TODAY, say)

    assert not kept.left_out
    written = after(state, kept.act.edits)
    assert known(written, Waiver, "waiver").criterion == new_actions(state, kept)[0].criterion == adopted_uid(first)


def test_a_step_on_a_row_that_another_made_up_is_known_by_the_name_that_it_has_without_the_trial(state: ProjectState) -> None:
    back = Step(("prepare",), message("prepare a way back"), lambda _s, _on: (Create(Rollback, {"title": "Way back"}, "~back"),))
    trial = tried(trial_on(state), back)
    made = next(each for each in trial.state.all(Rollback) if each.title == "Way back")
    on_it = Step(("rehearse", made.uid), message("rehearse it"), lambda _s, on: (
        Create(Rehearsal, {"rollback": made.uid, "rehearsed_on": on, "succeeded": True}, "~held"),), "rollback", made.uid)  # fmt: skip

    kept = tried(trial, on_it).kept(TODAY, say)

    expected = step_mark(Step(("rehearse", "~back"), message(""), lambda _s, _on: ()))
    assert [each.uid[:16] for each in new_actions(state, kept)][1:] == [expected]
    assert len(after(state, kept.act.edits).all(Rollback)) == 1
