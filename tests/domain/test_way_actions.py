"""Steps become actions: whose, by when, for which criterion; and each is found again as the action of its step."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cockpit.domain.act import highest_refs, plan
from cockpit.domain.action import Action, ActionState
from cockpit.domain.edit import Act, Create
from cockpit.domain.entity import Entity
from cockpit.domain.gate import Answer, Criterion, GatePolicy
from cockpit.domain.kpi import Kpi
from cockpit.domain.message import message
from cockpit.domain.person import Person
from cockpit.domain.phase import PhaseCode
from cockpit.domain.readiness import verdict
from cockpit.domain.readiness.way import Way, shortest_way
from cockpit.domain.readiness.way_actions import acting, in_hand, open_actions, step_mark, title_of, without_action
from cockpit.domain.risk import Risk
from cockpit.domain.risk_control import control_of
from cockpit.domain.state import ProjectState
from cockpit.domain.step import Step
from cockpit.domain.training import Course
from cockpit.domain.wave import Wave
from cockpit.language import say
from tests.domain.projects import TODAY, project, row, weekly

LEA = row(Person, "P-1", handle="lea", name="Léa")
ASKED = row(Criterion, "CR-1", title="Asked", policy="GP-1", rule="manual_check", owner="P-1")
RISK = row(Risk, "R-1", owner="P-1", inherent_likelihood=3, inherent_impact=3)


def policy(**values: Any) -> GatePolicy:
    return row(GatePolicy, "GP-1", gate="pilot", **values)


def step(*key: str, said: str = "do it", **values: Any) -> Step:
    """A step that changes nothing."""
    return Step(key or ("do",), message("{said}", said=said), lambda _state, _on: (), **values)


def way_of(state: ProjectState, *steps: Step) -> Way:
    """A way of these steps, all for the first criterion of the pilot gate."""
    found = verdict(state, PhaseCode.PILOT, TODAY)
    return Way(found, steps, {each.key: found.judged[:1] for each in steps}, TODAY, Answer.GO)


def made(state: ProjectState, *steps: Step, **more: Entity) -> Action:
    """The action that the first of some steps becomes."""
    act = acting(way_of(state, *steps), steps, TODAY, say)
    (action,) = actions(after(state, act), state)
    return action


def after(state: ProjectState, act: Act) -> ProjectState:
    return state.applied(plan(state, act, highest_refs(state)))


def actions(state: ProjectState, before: ProjectState) -> list[Action]:
    return [each for each in state.all(Action) if before.get(Action, each.uid) is None]


def test_an_action_has_the_words_the_owner_the_criterion_and_the_row_of_its_step() -> None:
    state = project(policy(), ASKED, LEA, RISK)
    action = made(state, step("rate", "R-1", said="review R-1", kind="risk", uid="R-1", owner="P-1"))
    assert (action.title, action.owner, action.criterion, action.risk) == ("Review R-1", "P-1", "CR-1", "R-1")
    assert (action.created_on, action.due_on, action.kpi, action.wave) == (TODAY, None, None, None)


def test_the_action_that_deals_with_what_has_occurred_is_an_issue() -> None:
    happened = row(Risk, "R-1", inherent_likelihood=4, inherent_impact=4, status="occurred", occurred_on=TODAY)
    (reason,) = [
        each for each in control_of(project(happened), happened, policy(), TODAY).reasons if "occurred" in say(each.said)
    ]
    action = made(project(policy(), ASKED, happened), *reason.steps)
    assert (action.title, action.risk, action.issue) == ("Make an issue of R-1, and deal with it", "R-1", True)


@pytest.mark.parametrize(
    ("planned", "on", "due"),
    [
        (None, None, None),
        (None, TODAY + timedelta(40), TODAY + timedelta(40)),
        (TODAY + timedelta(9), None, TODAY + timedelta(9)),
        (TODAY, None, TODAY),
        (TODAY - timedelta(1), None, None),
        (TODAY + timedelta(9), TODAY + timedelta(40), TODAY + timedelta(40)),
        (TODAY + timedelta(9), TODAY + timedelta(2), TODAY + timedelta(2)),
    ],
)
def test_it_is_due_on_the_day_of_the_step_else_of_the_gate_where_that_is_ahead(
    planned: date | None, on: date | None, due: date | None
) -> None:
    assert made(project(policy(planned_on=planned), ASKED), step(on=on)).due_on == due


def test_a_row_that_an_action_cannot_refer_to_or_that_is_yet_to_come_is_left_out() -> None:
    state = project(policy(), ASKED, row(Course, "TC-1"))
    assert made(state, step(kind="course", uid="TC-1")).title == "Do it"
    assert made(state, step(kind="wave", uid="~wave")).wave is None
    assert made(state, step(owner="~person")).owner is None


def test_a_title_that_is_too_long_is_cut_to_what_a_line_holds() -> None:
    assert made(project(policy(), ASKED), step(said="x" * 300)).title == "X" + "x" * 199


def test_the_default_policy_is_written_down_once_for_all_actions_of_an_act() -> None:
    state = project(RISK, row(Wave, "V-1", number=1))
    one, other = step("one"), step("other")
    written = after(state, acting(way_of(state, one, other), [one, other], TODAY, say, str.upper))
    assert [each.gate for each in written.all(GatePolicy)] == [PhaseCode.PILOT]
    criteria = {each.uid: each for each in written.all(Criterion)}
    first, second = actions(written, state)
    assert first.criterion == second.criterion
    assert criteria[first.criterion or ""].title == "SATISFACTION"


def test_the_gate_of_a_wave_has_no_criterion_to_refer_to() -> None:
    """What it asks is the same for every wave, and no row."""
    state = project(row(Wave, "V-1", number=1, super_users_needed=2))
    found = verdict(state, PhaseCode.SCALE_UP, TODAY, "V-1")
    way = shortest_way(found)
    assert way.steps
    written = after(state, acting(way, way.steps, TODAY, say))
    assert {each.criterion for each in actions(written, state)} == {None}
    assert not written.all(GatePolicy)


# An action is known as that of its step


def test_an_open_action_is_found_again_whatever_the_step_says_meanwhile() -> None:
    state = project(policy(), ASKED)
    before, after_week = step("hold", "K-1", said="three weeks more"), step("hold", "K-1", said="two weeks more")
    written = after(state, acting(way_of(state, before), [before], TODAY, say))
    (action,) = written.all(Action)
    found = open_actions(written, way_of(written, after_week, step("other")), say)
    assert found == {("hold", "K-1"): action}
    assert [each.key for each in without_action([after_week, step("other")], found)] == [("other",)]


def test_one_that_is_done_makes_room_for_another() -> None:
    state = project(policy(), ASKED)
    todo = step("rehearse", "RB-1")
    written = after(state, acting(way_of(state, todo), [todo], TODAY, say))
    (action,) = written.all(Action)
    done = {**written.rows, "action": {action.uid: action.changed(state=ActionState.DONE, done_on=TODAY)}}
    again = ProjectState(done, {})
    assert open_actions(again, way_of(again, todo), say) == {}
    twice = after(again, acting(way_of(again, todo), [todo], TODAY, say))
    assert len(twice.all(Action)) == 2


def test_one_written_by_hand_counts_by_its_title_and_criterion() -> None:
    mine = row(Action, "A-1", title="Do it", criterion="CR-1")
    elsewhere = row(Action, "A-2", title="Do it")
    assert open_actions(project(policy(), ASKED, mine), way_of(project(policy(), ASKED), step()), say) == {("do",): mine}
    assert open_actions(project(policy(), ASKED, elsewhere), way_of(project(policy(), ASKED), step()), say) == {}


def test_what_is_in_hand_for_a_step_is_what_is_about_its_row_else_about_its_criterion() -> None:
    def action(number: int, due: int | None = None, **values: Any) -> Action:
        return row(Action, f"A-{number}", title=str(number), due_on=None if due is None else TODAY + timedelta(due), **values)

    other = row(Risk, "R-2", owner="P-1", inherent_likelihood=3, inherent_impact=3)
    planned = (
        action(1, criterion="CR-1"),
        action(2, 9, risk="R-1"),
        action(3, 5, risk="R-1", criterion="CR-1"),
        action(4, 1, risk="R-2", criterion="CR-1"),
        action(5, 1, risk="R-1", state="done"),
        action(6, 1),
    )
    state = project(policy(), ASKED, LEA, RISK, other, *planned)
    rating, finishing, unrelated = step("rate", kind="risk", uid="R-1"), step("finish", kind="action", uid="A-6"), step("survey")
    way = way_of(state, rating, finishing, unrelated)
    assert [each.ref for each in in_hand(state, way, rating)] == ["A-3", "A-2", "A-1"]
    assert [each.ref for each in in_hand(state, way, finishing)] == ["A-6"]
    assert [each.ref for each in in_hand(state, way, unrelated)] == ["A-4", "A-3", "A-1"]


def test_to_finish_an_action_is_its_own_action() -> None:
    late = row(Action, "A-1", title="Rehearse")
    state = project(policy(), ASKED, late)
    assert open_actions(state, way_of(state, step("finish", "A-1", kind="action", uid="A-1")), say) == {("finish", "A-1"): late}


_PART = st.text("abR-1~:", max_size=8)


@settings(deadline=None)
@given(st.lists(st.lists(_PART, min_size=1, max_size=4).map(tuple), unique=True, min_size=2, max_size=6))
def test_no_two_steps_have_the_same_mark(keys: list[tuple[str, ...]]) -> None:
    assert len({step_mark(step(*key)) for key in keys}) == len(keys)


@settings(deadline=None)
@given(st.text(max_size=400))
def test_a_title_fits_into_a_line(said: str) -> None:
    assert len(title_of(step(said=said), say)) <= 200


def test_the_actions_of_a_real_way_can_all_be_made() -> None:
    kpi = row(Kpi, "K-1", target=10.0, owner="P-1")
    state = project(LEA, RISK, kpi, row(Wave, "V-1", number=1, super_users_needed=2), series=weekly(kpi, [10, 11, 10, 12]))
    way = shortest_way(verdict(state, PhaseCode.PILOT, TODAY))
    act = acting(way, way.steps, TODAY, say)
    written = after(state, act)
    assert len(actions(written, state)) == len(way.steps) == sum(isinstance(e, Create) and e.entity is Action for e in act.edits)
    assert set(open_actions(written, way, say)) == {each.key for each in way.steps}
