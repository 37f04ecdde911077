"""What has changed since a review: whatever turns one of its criteria, or what is said of it, is told, and so is what it rested on."""

from datetime import timedelta
from typing import Any

import pytest

from cockpit.domain.action import Action
from cockpit.domain.charter import Stakeholder, Support
from cockpit.domain.edit import Create, Delete, Update
from cockpit.domain.entity import Entity
from cockpit.domain.gate import Criterion, Decision, GatePolicy, GateReview, ManualCheck
from cockpit.domain.person import Person
from cockpit.domain.phase import Phase, PhaseCode
from cockpit.domain.readiness import adopted, next_gate, verdict
from cockpit.domain.readiness.review import Ruling, held
from cockpit.domain.readiness.review_changes import changes_since
from cockpit.domain.readiness.review_evidence import thawed
from cockpit.domain.risk import Acceptance, Assessment, Risk
from cockpit.domain.state import ProjectState
from cockpit.domain.training import Attendance, Course, TrainingSession
from cockpit.domain.wave import Wave
from cockpit.exchange.verdict_json import verdict_plain
from cockpit.language import say
from tests.domain.projects import TODAY, days_ago, project, row
from tests.domain.test_review import after, reviewed, ruling, since
from tests.samples.reading import shipped

LEA = row(Person, "P-1", handle="lea", name="Léa")
POLICY = row(GatePolicy, "GP-1", gate="pilot")


def asking(rule: str, *rows: Entity, **settings: Any) -> ProjectState:
    """A project whose pilot gate asks one thing."""
    return project(LEA, POLICY, row(Criterion, "CR-1", title="Asked", policy="GP-1", rule=rule, settings=settings), *rows)


def held_on(state: ProjectState) -> tuple[ProjectState, GateReview]:
    return reviewed(state, ruling(reason="So"))


def gone(state: ProjectState, kind: type[Entity], uid: str) -> ProjectState:
    found = state.get(kind, uid)
    assert found
    return after(state, Delete(found))


TRAINED = (
    row(Course, "TC-1", title="Basics"),
    row(Wave, "V-1", title="First", number=1, super_users_needed=2, starts_on=TODAY + timedelta(7), courses_needed=["TC-1"]),
    row(TrainingSession, "TS-1", title="Monday", course="TC-1", wave="V-1", starts_on=days_ago(9)),
    row(TrainingSession, "TS-2", title="Tuesday", course="TC-1", wave="V-1", starts_on=days_ago(8)),
    row(Attendance, "TA-1", session="TS-1", name="Ada", state="attended", super_user=True),
    row(Attendance, "TA-2", session="TS-2", name="Grace", state="attended", super_user=True),
)


def test_a_session_that_is_deleted_turns_the_training_and_is_told_with_who_was_there() -> None:
    state, review = held_on(asking("training_coverage", *TRAINED))
    assert since(state, review) == []
    told = since(gone(state, TrainingSession, "TS-2"), review)
    assert told[0].startswith("Asked: was met, is not met: ")
    assert told[1:] == ["TS-2 Tuesday is gone", "TA-2 Grace is gone"]


def test_an_attendance_that_is_corrected_is_told_even_where_the_share_holds() -> None:
    third = row(Attendance, "TA-3", session="TS-2", name="Mary", state="attended", super_user=True)
    state, review = held_on(asking("training_coverage", *TRAINED, third))
    attendance = state.get(Attendance, "TA-3")
    assert attendance
    told = since(after(state, Update(attendance, {"state": "absent"})), review)
    assert "TA-3 Mary: State attended → absent" in told


def test_a_support_that_is_deleted_turns_the_sponsors_and_is_told() -> None:
    sponsor = row(Stakeholder, "SH-1", person="P-1", role="sponsor")
    before = row(Support, "SU-1", stakeholder="SH-1", noted_on=days_ago(40), level="opposed")
    last = row(Support, "SU-2", stakeholder="SH-1", noted_on=days_ago(4), level="champion")
    state, review = held_on(asking("sponsor_support", sponsor, before, last))
    told = since(gone(state, Support, "SU-2"), review)
    assert told[0].startswith("Asked: was met, is not met: ")
    assert any(said.startswith("SU-2") and said.endswith("is gone") for said in told)


CRITICAL = row(
    Risk, "R-1", title="Peak", owner="P-1", inherent_likelihood=4, inherent_impact=4, current_likelihood=4, current_impact=4,
    reviewed_on=days_ago(2),
)  # fmt: skip


def test_an_acceptance_that_is_taken_away_turns_the_risks_and_is_told() -> None:
    signed = row(
        Acceptance,
        "AC-1",
        risk="R-1",
        approver="P-1",
        accepted_on=days_ago(2),
        expires_on=TODAY + timedelta(30),
        reason="For now",
    )
    state, review = held_on(asking("risks_under_control", CRITICAL, signed))
    told = since(gone(state, Acceptance, "AC-1"), review)
    assert told[0].startswith("Asked: was met, is not met: ")
    assert any(said.startswith("AC-1") and said.endswith("is gone") for said in told)


def test_an_action_that_is_late_by_a_corrected_date_is_told() -> None:
    small = CRITICAL.changed(current_likelihood=1, current_impact=2)
    action = row(Action, "A-1", title="Test it", risk="R-1", due_on=TODAY + timedelta(9))
    state, review = held_on(asking("risks_under_control", small, action))
    found = state.get(Action, "A-1")
    assert found
    told = since(after(state, Update(found, {"due_on": days_ago(5)})), review)
    assert told[0].startswith("Asked: was met, is not met: ")
    assert told[1:] == ["A-1 Test it: Due Fri 27 Mar 2026 → Fri 13 Mar 2026"]


def test_an_assessment_is_frozen_only_where_it_is_the_last() -> None:
    dated = (row(Assessment, f"RA-{days}", risk="R-1", assessed_on=days_ago(days), likelihood=2, impact=2) for days in (3, 9, 30))
    _state, review = held_on(asking("risks_under_control", CRITICAL, *dated))
    frozen = thawed(review)
    assert frozen is not None
    assert [uid for kind, uid, _ref, _values in frozen.rows if kind == Assessment.kind] == ["RA-3"]


def test_the_phase_of_the_gate_is_frozen_and_that_it_ends_is_no_change() -> None:
    phase = row(Phase, "PH-1", title="Pilot", code="pilot", starts_on=days_ago(30))
    state, review = held_on(asking("lessons_captured", phase))
    found = state.get(Phase, "PH-1")
    assert found
    assert since(after(state, Update(found, {"status": "done"})), review) == []
    assert "PH-1 Pilot is gone" in since(gone(state, Phase, "PH-1"), review)


def test_a_criterion_of_which_only_other_things_are_said_is_told_in_both_words() -> None:
    checked = {"criterion": "CR-1", "passed": True, "checked_on": days_ago(5), "checked_by": "P-1"}
    state, review = held_on(
        asking("manual_check", row(Person, "P-2", handle="marc", name="Marc"), row(ManualCheck, "MC-1", **checked))
    )
    state = after(state, Create(ManualCheck, {**checked, "checked_on": days_ago(3), "checked_by": "P-2"}, "late"))
    assert since(state, review) == [
        "Asked: “passed, checked by Léa” has become “passed, checked by Marc”",
        "Asked looks at MC-2 2026-03-15 too",
    ]


def test_evidence_that_has_aged_since_is_no_change() -> None:
    checked = row(ManualCheck, "MC-1", criterion="CR-1", passed=True, checked_on=days_ago(5), checked_by="P-1")
    state, review = held_on(asking("manual_check", checked, days=30))
    later = verdict(state, PhaseCode.PILOT, TODAY + timedelta(90))
    assert [each.state.value for each in later.judged] == ["insufficient"]
    assert changes_since(review, later) == ()


# What was asked by default


def by_default() -> tuple[ProjectState, GateReview]:
    return reviewed(project(LEA, CRITICAL), ruling(reason="So"))


def adopted_rows(state: ProjectState) -> tuple[ProjectState, GatePolicy, dict[str, Criterion]]:
    state = after(state, *adopted(state, PhaseCode.PILOT, lambda title: f"{title} (fr)"))
    (policy,) = state.all(GatePolicy)
    return state, policy, {each.rule: each for each in state.all(Criterion)}


def rows_told(state: ProjectState, review: GateReview) -> list[str]:
    """What is told of rows; what it comes to for the criteria is told before it."""
    found = verdict(state, review.gate, TODAY, review.wave)
    return [say(each.said) for each in changes_since(review, found) if " has become “" not in say(each.said)]


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"tolerance": 5}, "Tolerance 3 → 5"),
        ({"critical_level": 5}, "Critical level 4 → 5"),
        ({"kpi_days": 90}, "KPI age 21 → 90"),
    ],
)
def test_a_default_policy_that_is_adopted_and_loosened_is_told(values: dict[str, int], told: str) -> None:
    state, review = by_default()
    state, policy, _criteria = adopted_rows(state)
    assert since(state, review) == []
    said = rows_told(after(state, Update(policy, values)), review)
    assert f"GP-1 pilot (fr): {told}" in said


@pytest.mark.parametrize(
    ("values", "told"),
    [({"blocking": False}, "Blocking yes → no"), ({"settings": {"share": 0.1}}, "Settings (empty) → (1 entry)")],
)
def test_a_default_criterion_that_is_adopted_and_loosened_is_told(values: dict[str, Any], told: str) -> None:
    state, review = by_default()
    state, _policy, criteria = adopted_rows(state)
    asked = criteria["sponsor_support"]
    said = rows_told(after(state, Update(asked, values)), review)
    assert f"{asked}: {told}" in said


def test_a_default_criterion_that_is_adopted_and_deleted_is_told_once() -> None:
    state, review = by_default()
    state, _policy, criteria = adopted_rows(state)
    said = since(after(state, Delete(criteria["sponsor_support"])), review)
    assert [each for each in said if "Sponsors" in each] == ["no longer asked: Sponsors' support"]


def test_a_policy_of_its_own_that_was_written_beside_the_default_is_compared_with_it() -> None:
    state, review = by_default()
    state = after(state, Create(GatePolicy, {"gate": "pilot", "title": "Ours", "tolerance": 4}, "ours"))
    assert "GP-1 Ours: Tolerance 3 → 4" in since(state, review)


# In the samples


@pytest.mark.parametrize(
    ("sample", "gate", "kind", "ref", "turned"),
    [
        ("bedside", None, TrainingSession, "TS-14", "training_coverage"),
        ("altura", None, Support, "SU-15", "sponsor_support"),
        ("altura", PhaseCode.SCALE_UP, Phase, "PH-4", "kpis_met"),
    ],
)
def test_what_turns_a_criterion_of_a_sample_is_told_with_the_row_that_is_gone(
    sample: str, gate: PhaseCode | None, kind: type[Entity], ref: str, turned: str
) -> None:
    snapshot = shipped(sample)
    state, today = snapshot.state, snapshot.batches[-1].at.date()
    gate = gate or next_gate(state, today)
    decider = state.all(Person)[0].uid
    given = Ruling("Today", gate, None, Decision.NO_GO, (decider,), "So")
    state = after(state, *held(state, given, today, verdict_plain, uid="today").edits)
    review = state.get(GateReview, "today")
    gone_row = state.by_ref(ref)
    assert review
    assert isinstance(gone_row, kind)
    assert changes_since(review, verdict(state, gate, today)) == ()

    state = after(state, Delete(gone_row))
    found = verdict(state, gate, today)
    told = changes_since(review, found)
    asked = {judged.criterion.uid for judged in found.judged if judged.criterion.rule == turned}
    assert asked & {each.uid for each in told}
    assert gone_row.uid in [each.uid for each in told]
