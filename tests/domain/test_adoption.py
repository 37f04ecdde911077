"""A default policy that is adopted becomes rows of the project that ask the same."""

from collections.abc import Sequence
from typing import Any

import pytest

from cockpit.domain.act import highest_refs, plan
from cockpit.domain.edit import Act, Create, Delete, Edit, Update
from cockpit.domain.gate import Criterion, GatePolicy, Waiver
from cockpit.domain.person import Person
from cockpit.domain.phase import PhaseCode
from cockpit.domain.readiness import CriterionState, adopted, adopted_uid, criteria_of, is_default, policy_of, verdict
from cockpit.domain.state import ProjectState
from tests.domain.projects import TODAY, days_ago, project, row

PILOT = PhaseCode.PILOT
LEA = row(Person, "P-1", handle="lea", name="Léa")


def done(state: ProjectState, edits: Sequence[Edit]) -> ProjectState:
    return state.applied(plan(state, Act(tuple(edits)), highest_refs(state)))


@pytest.mark.parametrize("gate", list(PhaseCode))
def test_the_gate_asks_and_answers_the_same_as_before(gate: PhaseCode) -> None:
    before = project(LEA)
    after = done(before, adopted(before, gate))

    def asked(state: ProjectState) -> list[tuple[Any, ...]]:
        return [(each.title, each.rule, each.blocking, each.settings) for each in criteria_of(state, gate)]

    assert asked(after) == asked(before)
    assert not is_default(policy_of(after, gate))
    assert not any(map(is_default, criteria_of(after, gate)))
    told = [[(each.state, each.finding) for each in verdict(state, gate, TODAY).judged] for state in (before, after)]
    assert told[0] == told[1]


def test_the_rows_are_numbered_in_the_order_of_the_criteria() -> None:
    state = done(project(), adopted(project(), PILOT))
    assert [(each.ref, each.gate) for each in state.all(GatePolicy)] == [("GP-1", PILOT)]
    assert [(each.ref, each.rule, each.position) for each in criteria_of(state, PILOT)] == [
        ("CR-1", "satisfaction", 0), ("CR-2", "kpis_met", 1), ("CR-3", "risks_under_control", 2), ("CR-4", "resources_secured", 3),
        ("CR-5", "training_coverage", 4), ("CR-6", "rollback_rehearsed", 5), ("CR-7", "sponsor_support", 6),
        ("CR-8", "voices_agree", 7), ("CR-9", "communication_alive", 8), ("CR-10", "lessons_captured", 9),
        ("CR-11", "lesson_questions", 10),
    ]  # fmt: skip


def test_an_edit_of_the_same_act_can_name_a_default_criterion() -> None:
    state = project(LEA)
    judged = verdict(state, PILOT, TODAY).judged[3]
    wanted = {
        "criterion": adopted_uid(judged.criterion), "approver": "P-1", "reason": "The budget is voted on Monday",
        "granted_on": TODAY, "expires_on": days_ago(-7),
    }  # fmt: skip
    after = verdict(done(state, (*adopted(state, PILOT), Create(Waiver, wanted))), PILOT, TODAY)
    assert [each.criterion.rule for each in after.of(CriterionState.WAIVED)] == ["resources_secured"]


def test_what_is_the_project_s_own_is_left_as_it_is() -> None:
    policy = row(GatePolicy, "GP-4", gate="pilot")
    own = row(Criterion, "CR-9", policy="GP-4", rule="manual_check")
    state = project(policy, own)
    assert adopted(state, PILOT) == ()
    assert (adopted_uid(policy), adopted_uid(own)) == ("GP-4", "CR-9")
    assert len(adopted(state, PhaseCode.STEERING)) == 8, "a policy and its seven criteria"


def test_titles_are_written_down_as_they_were_read() -> None:
    titles = [edit.values["title"] for edit in adopted(project(), PhaseCode.DEFINITION, str.upper)]
    assert titles[:2] == ["DEFINITION", "SPONSORS' SUPPORT"]
    assert all(title.isupper() for title in titles)


def test_adopting_twice_makes_the_same_rows() -> None:
    assert [edit.uid for edit in adopted(project(), PILOT)] == [edit.uid for edit in adopted(project(LEA), PILOT)]


def test_a_policy_that_was_given_to_another_gate_is_not_in_the_way() -> None:
    state = done(project(LEA), adopted(project(LEA), PILOT))
    state = done(state, [Update(policy_of(state, PILOT), {"gate": "steering"})])
    again = done(state, adopted(state, PILOT))
    assert len(criteria_of(again, PhaseCode.STEERING)) == len(criteria_of(again, PILOT)) == 11
    assert not is_default(policy_of(again, PILOT))


def test_a_criterion_that_was_given_to_another_policy_is_not_in_the_way() -> None:
    state = done(project(LEA), adopted(project(LEA), PILOT))
    state = done(state, adopted(state, PhaseCode.STEERING))
    steering = policy_of(state, PhaseCode.STEERING)
    state = done(state, [Update(criteria_of(state, PILOT)[0], {"policy": steering.uid})])
    state = done(state, [Delete(policy_of(state, PILOT))])
    assert is_default(policy_of(state, PILOT))
    again = done(state, adopted(state, PILOT))
    assert (len(criteria_of(again, PhaseCode.STEERING)), len(criteria_of(again, PILOT))) == (8, 11)
