"""Levels come from the grid, control from evidence, and the register is checked for what it neglects."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cockpit.domain.action import Action
from cockpit.domain.entity import Entity
from cockpit.domain.evidence import INSUFFICIENT, MET, NOT_MET, CriterionState
from cockpit.domain.gate import GatePolicy
from cockpit.domain.person import Person
from cockpit.domain.readiness.way import taken
from cockpit.domain.risk import (
    Acceptance,
    Assessment,
    Levels,
    Risk,
    RiskStatus,
    acceptance_of,
    by_exposure,
    is_critical,
    last_review,
    level,
    levels,
)
from cockpit.domain.risk_control import Control, control_of, register_checks
from cockpit.domain.rollback import Rehearsal, Rollback
from cockpit.language import say
from tests.domain.projects import TODAY, days_ago, project, row

POLICY = row(GatePolicy, "GP-1", gate="pilot")
LEA = row(Person, "P-1", handle="lea", name="Léa")
BACK = row(Rollback, "RB-1")
WORKED = row(Rehearsal, "RH-1", rollback="RB-1", rehearsed_on=days_ago(10), succeeded=True)

CALM: dict[str, Any] = {
    "inherent_likelihood": 4, "inherent_impact": 4, "current_likelihood": 2, "current_impact": 3,
    "owner": "P-1", "reviewed_on": days_ago(5),
}  # fmt: skip
"""A critical risk that is under control: level 4 before treatment, 2 now."""


def risk(ref: str = "R-1", **values: Any) -> Risk:
    return row(Risk, ref, **{**CALM, **values})


def control(subject: Risk, *others: Entity) -> Control:
    return control_of(project(LEA, subject, *others), subject, POLICY, TODAY)


def said(found: Control) -> list[str]:
    return [say(reason.said) for reason in found.reasons]


def turns(found: Control) -> list[str]:
    return [say(step.said) for reason in found.reasons for step in reason.steps]


# The grid that CISO Assistant ships for ISO 27005: a line for each likelihood, a column for each impact.
PUBLISHED = {
    1: (1, 1, 2, 2, 2),
    2: (1, 2, 2, 3, 3),
    3: (2, 2, 3, 4, 4),
    4: (2, 3, 4, 4, 5),
    5: (3, 4, 4, 5, 5),
}


@pytest.mark.parametrize("likelihood", range(1, 6))
@pytest.mark.parametrize("impact", range(1, 6))
def test_the_default_grid_is_the_published_one(likelihood: int, impact: int) -> None:
    assert level(likelihood, impact, POLICY.risk_grid) == PUBLISHED[likelihood][impact - 1]


def test_a_project_may_have_its_own_grid() -> None:
    strict = row(GatePolicy, "GP-2", gate="pilot", risk_grid=["55555"] * 5)
    assert level(1, 1, strict.risk_grid) == 5
    assert is_critical(risk(inherent_likelihood=1, inherent_impact=1), strict)


def test_what_was_not_assessed_has_no_level() -> None:
    assert levels(risk(current_impact=None), POLICY.risk_grid) == Levels(4, None, None)
    assert levels(risk(residual_likelihood=1, residual_impact=3), POLICY.risk_grid) == Levels(4, 2, 2)


@pytest.mark.parametrize(
    ("inherent", "current", "critical"),
    [
        ((3, 4), (1, 1), True),  # level 4 before treatment
        ((3, 3), (3, 3), False),
        ((3, 3), (3, 4), True),  # level 4 now
        ((1, 5), (1, 1), True),  # impact 5, level 2
        ((2, 2), (1, 5), True),
        ((5, 1), (5, 1), False),  # level 3
        ((2, 2), (None, None), False),
    ],
)
def test_a_risk_is_critical_by_level_or_by_impact(
    inherent: tuple[int, int], current: tuple[int | None, int | None], critical: bool
) -> None:
    subject = risk(
        inherent_likelihood=inherent[0], inherent_impact=inherent[1], current_likelihood=current[0], current_impact=current[1]
    )
    assert is_critical(subject, POLICY) is critical


def test_a_risk_is_under_control_when_everything_holds() -> None:
    found = control(risk())
    assert (found.state, found.reasons, found.reviewed_on) == (MET, (), days_ago(5))


@pytest.mark.parametrize(
    ("values", "state", "reason", "turn"),
    [
        (
            {"current_likelihood": 4, "current_impact": 4},
            NOT_MET, "at 4x4, level 4", "R-1 to 2x4",
        ),
        ({"owner": None}, NOT_MET, "no owner", "give R-1 an owner"),
        ({"current_impact": None}, INSUFFICIENT, "no current level", "assess R-1, at 2x4 at most"),
        ({"reviewed_on": None}, INSUFFICIENT, "never reviewed", "review R-1"),
        ({"reviewed_on": days_ago(31)}, INSUFFICIENT, "reviewed 31 days ago", "review R-1, last seen 31 days ago"),
        (
            {"inherent_impact": 5},
            NOT_MET, "no rollback scenario", "write a rollback scenario for R-1 and rehearse it",
        ),
        ({"inherent_impact": 5, "rollback": "RB-1"}, NOT_MET, "RB-1 never rehearsed", "rehearse RB-1"),
    ],
)  # fmt: skip
def test_what_keeps_a_risk_from_being_under_control(
    values: dict[str, Any], state: CriterionState, reason: str, turn: str
) -> None:
    found = control(risk(**values), BACK)
    assert (found.state, said(found), turns(found)) == (state, [reason], [turn])


def test_a_review_counts_on_its_last_day() -> None:
    assert control(risk(reviewed_on=days_ago(30))).state is MET


def test_an_assessment_is_a_review_and_one_in_the_future_is_none() -> None:
    stale = risk(reviewed_on=days_ago(40))
    seen = row(Assessment, "RA-1", risk="R-1", assessed_on=days_ago(3), likelihood=2, impact=3)
    ahead = row(Assessment, "RA-2", risk="R-1", assessed_on=date(2026, 4, 1), likelihood=2, impact=3)
    assert last_review(project(stale, seen, ahead), stale, TODAY) == days_ago(3)
    assert control(stale, ahead).state is INSUFFICIENT


def test_a_late_mitigation_speaks_against_control() -> None:
    late = row(Action, "A-1", risk="R-1", due_on=days_ago(1))
    due = row(Action, "A-2", risk="R-1", due_on=TODAY)
    done = row(Action, "A-3", risk="R-1", due_on=days_ago(9), state="done")
    found = control(risk(), late, due, done)
    assert (found.state, said(found), turns(found)) == (NOT_MET, ["A-1 late"], ["finish A-1 Row A-1"])


@pytest.mark.parametrize(
    ("rehearsals", "state", "reason"),
    [
        ([{"rehearsed_on": days_ago(180), "succeeded": True}], MET, []),
        ([{"rehearsed_on": days_ago(181), "succeeded": True}], INSUFFICIENT, ["RB-1 rehearsed 181 days ago"]),
        ([{"rehearsed_on": date(2026, 3, 2), "succeeded": False}], NOT_MET, ["RB-1 failed its rehearsal of Mon 2 Mar 2026"]),
        ([{"rehearsed_on": days_ago(9), "succeeded": False}, {"rehearsed_on": days_ago(2), "succeeded": True}], MET, []),
        ([{"rehearsed_on": date(2026, 4, 1), "succeeded": True}], NOT_MET, ["RB-1 never rehearsed"]),
    ],
)
def test_impact_five_needs_a_rollback_that_worked_when_last_rehearsed(
    rehearsals: list[dict[str, Any]], state: CriterionState, reason: list[str]
) -> None:
    rows = [row(Rehearsal, f"RH-{place}", rollback="RB-1", **values) for place, values in enumerate(rehearsals)]
    found = control(risk(inherent_impact=5, rollback="RB-1"), BACK, *rows)
    assert (found.state, said(found)) == (state, reason)


@pytest.mark.parametrize(
    ("accepted_on", "expires_on", "holds"),
    [
        (days_ago(10), days_ago(-10), True),
        (days_ago(10), TODAY, True),
        (TODAY, TODAY, True),
        (days_ago(10), days_ago(1), False),
        (days_ago(-1), days_ago(-10), False),
    ],
)
def test_an_acceptance_holds_from_its_day_until_it_expires(accepted_on: date, expires_on: date, holds: bool) -> None:
    signed = row(
        Acceptance, "RC-1", risk="R-1", approver="P-1", reason="We live with it", accepted_on=accepted_on, expires_on=expires_on
    )
    severe = risk(current_likelihood=5, current_impact=5, owner=None, reviewed_on=None)
    found = control(severe, signed)
    assert (found.acceptance is not None) is holds
    assert (found.state is MET) is holds


def test_the_acceptance_that_lasts_longest_is_shown() -> None:
    subject = risk()
    terms = {"risk": "R-1", "approver": "P-1", "reason": "ok", "accepted_on": days_ago(9)}
    short = row(Acceptance, "RC-1", **terms, expires_on=days_ago(-1))
    long = row(Acceptance, "RC-2", **terms, expires_on=days_ago(-9))
    assert acceptance_of(project(LEA, subject, long, short), subject, TODAY) == long


def test_the_worst_risks_come_first_and_closed_ones_not_at_all() -> None:
    mild, grave = risk("R-1"), risk("R-2", current_likelihood=5, current_impact=4)
    unknown = risk("R-3", current_likelihood=None, inherent_likelihood=5, inherent_impact=5)
    closed = risk("R-4", current_likelihood=5, current_impact=5, status="closed")
    happened = risk("R-5", current_likelihood=3, current_impact=4, status="occurred")
    state = project(LEA, mild, grave, unknown, closed, happened)
    assert [each.ref for each in by_exposure(state, POLICY)] == ["R-3", "R-2", "R-5", "R-1"]


HAPPENED: dict[str, Any] = {"status": "occurred", "occurred_on": days_ago(2)}


def issue(ref: str = "A-1", **values: Any) -> Action:
    return row(Action, ref, **{"title": "Add access points", "risk": "R-1", "issue": True, **values})


@pytest.mark.parametrize(
    ("values", "issues", "state", "reason", "turn"),
    [
        # However small its rating: it is there, and somebody has to deal with it.
        (HAPPENED, [issue()], NOT_MET, "issue A-1 not done", "finish A-1 Add access points"),
        (HAPPENED, [issue(due_on=days_ago(3))], NOT_MET, "issue A-1 not done", "finish A-1 Add access points"),
        (HAPPENED, [issue(state="done"), issue("A-2")], NOT_MET, "issue A-2 not done", "finish A-2 Add access points"),
        (
            HAPPENED, [], INSUFFICIENT, "occurred on Mon 16 Mar 2026, and no issue deals with it",
            "make an issue of R-1, and deal with it",
        ),
        # To close it is not to deal with it; and then nothing else is asked of it.
        ({**HAPPENED, "status": "closed"}, [issue()], NOT_MET, "issue A-1 not done", "finish A-1 Add access points"),
        (
            {**HAPPENED, "status": "closed", "owner": None, "reviewed_on": None, "current_impact": 5}, [issue()],
            NOT_MET, "issue A-1 not done", "finish A-1 Add access points",
        ),
        (
            {**HAPPENED, "status": "closed"}, [], INSUFFICIENT, "occurred on Mon 16 Mar 2026, and no issue deals with it",
            "make an issue of R-1, and deal with it",
        ),
    ],
)  # fmt: skip
def test_what_has_occurred_is_under_control_once_it_is_dealt_with(
    values: dict[str, Any], issues: list[Action], state: CriterionState, reason: str, turn: str
) -> None:
    subject = risk(**values)
    before = project(LEA, subject, *issues)
    found = control_of(before, subject, POLICY, TODAY)
    assert (found.state, said(found), turns(found)) == (state, [reason], [turn])
    assert by_exposure(before, POLICY) == (subject,), "it counts, closed or not"

    steps = [step for reason in found.reasons for step in reason.steps]
    after = taken(before, steps, TODAY)
    assert control_of(after, subject, POLICY, TODAY).state is MET
    assert bool(by_exposure(after, POLICY)) is (subject.status is not RiskStatus.CLOSED)


def test_what_has_occurred_can_be_lived_with_where_somebody_signs() -> None:
    signed = row(
        Acceptance, "RC-1", risk="R-1", approver="P-1", reason="ok", accepted_on=days_ago(1), expires_on=days_ago(-9)
    )  # fmt: skip
    assert control(risk(**HAPPENED), issue(), signed).state is MET


def test_an_action_that_is_no_issue_does_not_stand_for_one() -> None:
    found = control(risk(**HAPPENED), issue(issue=False, state="done"), issue("A-2", risk=None))
    assert said(found) == ["occurred on Mon 16 Mar 2026, and no issue deals with it"]


def test_that_something_occurred_on_a_day_that_nobody_knows_is_a_gap_in_the_register() -> None:
    assert control(risk(status="occurred")).state is MET
    assert checks(risk(status="occurred")) == ["it has occurred, and no issue deals with it"]
    assert checks(risk(status="occurred"), issue(state="done")) == []


def checks(subject: Risk, *others: Entity) -> list[str]:
    return [say(check) for check in register_checks(project(LEA, subject, *others), subject, POLICY, TODAY)]


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({}, []),
        ({"residual_likelihood": 1}, ["the residual rating is lower, but nothing is planned to lower it"]),
        ({"residual_impact": 2}, ["the residual rating is lower, but nothing is planned to lower it"]),
        ({"residual_likelihood": 1, "mitigation": "Test under load"}, []),
        ({"current_likelihood": 3, "current_impact": 2, "residual_impact": 2}, []),
        ({"current_likelihood": 2, "current_impact": 3, "residual_likelihood": 2}, []),
        ({"treatment": "accept"}, ["treated by acceptance, but nobody has accepted it for today"]),
        ({"owner": None}, ["critical and without an owner"]),
        ({"owner": None, "inherent_likelihood": 2}, []),
        ({"review_on": days_ago(1)}, ["review overdue by 1 day"]),
        ({"review_on": TODAY}, []),
        ({"reviewed_on": days_ago(31)}, ["reviewed 31 days ago"]),
        ({"rollback": "RB-1"}, ["RB-1 never rehearsed"]),
        ({"owner": None, "review_on": days_ago(9), "treatment": "accept", "status": "closed"}, []),
    ],
)
def test_the_register_tells_what_it_neglects(values: dict[str, Any], told: list[str]) -> None:
    values = {"inherent_impact": 3, "inherent_likelihood": 4, **values}
    if values["inherent_likelihood"] == 2:
        values["inherent_impact"] = 2
    assert checks(risk(**values), BACK) == told


def test_an_action_is_a_measure_too() -> None:
    lowered = risk(residual_likelihood=1)
    assert checks(lowered, row(Action, "A-1", risk="R-1")) == []


def test_a_rehearsed_rollback_and_a_valid_acceptance_are_in_order() -> None:
    signed = row(Acceptance, "RC-1", risk="R-1", approver="P-1", reason="ok", accepted_on=days_ago(1), expires_on=days_ago(-1))
    assert checks(risk(treatment="accept", rollback="RB-1"), BACK, WORKED, signed) == []


ratings = st.integers(1, 5)


@given(ratings, ratings, ratings, ratings)
def test_a_lower_rating_never_takes_a_risk_out_of_control(likelihood: int, impact: int, less: int, milder: int) -> None:
    before = control(risk(current_likelihood=max(likelihood, less), current_impact=max(impact, milder)), BACK, WORKED)
    after = control(risk(current_likelihood=min(likelihood, less), current_impact=min(impact, milder)), BACK, WORKED)
    assert before.state is not MET or after.state is MET
