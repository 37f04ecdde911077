"""Holding a review: the verdict is frozen with what it rests on, and what changes later is told beside it."""

import json
from datetime import timedelta
from typing import Any

import pytest

from cockpit.domain.act import highest_refs, plan
from cockpit.domain.action import Action
from cockpit.domain.edit import Act, Create, Delete, Edit, Record, Update
from cockpit.domain.entity import Plain
from cockpit.domain.gate import Answer, Criterion, Decision, GatePolicy, GateReview, ManualCheck, Waiver
from cockpit.domain.gate_review import is_intact, standing_review
from cockpit.domain.kpi import Group, Kpi
from cockpit.domain.person import Person
from cockpit.domain.phase import PhaseCode
from cockpit.domain.problem import Refused
from cockpit.domain.readiness import CriterionState, Verdict, review_evidence, verdict
from cockpit.domain.readiness.review import Condition, Exempted, Ruling, held
from cockpit.domain.readiness.review_changes import changes_since
from cockpit.domain.readiness.review_evidence import thawed
from cockpit.domain.state import ProjectState
from cockpit.language import say
from tests.domain.projects import TODAY, days_ago, project, row, weekly

PILOT = PhaseCode.PILOT
LEA = row(Person, "P-1", handle="lea", name="Léa")
MARC = row(Person, "P-2", handle="marc", name="Marc")
POLICY = row(GatePolicy, "GP-1", gate="pilot")
SIGNED = row(Criterion, "CR-1", title="Signed", policy="GP-1", rule="manual_check")
FASTER = row(
    Criterion, "CR-2", title="Faster", policy="GP-1", rule="kpis_met", settings={"kpis": ["K-1"]}, blocking=False, position=1
)
SPEED = row(Kpi, "K-1", title="Speed", target=3.0)
CHECK = row(ManualCheck, "MC-1", criterion="CR-1", passed=True, checked_on=days_ago(3), checked_by="P-1", note="Seen")
ROWS = (LEA, MARC, POLICY, SIGNED, FASTER, SPEED)
VALUES = [4.0, 4.1, 3.9, 4.0, 4.2, 4.1, 4.0, 4.1]


def known(*more: Any) -> ProjectState:
    return project(*ROWS, *more, series=weekly(SPEED, VALUES))


def told(found: Verdict) -> Plain:
    """The verdict as far as these tests look at it."""
    return {
        "answer": found.answer.value,
        "criteria": [
            {
                "uid": judged.criterion.uid,
                "ref": judged.criterion.ref,
                "title": say(judged.name),
                "state": judged.state.value,
                "summary": say(judged.finding.summary),
                "observations": [{"kind": seen.kind, "uid": seen.uid} for seen in judged.finding.observations],
            }
            for judged in found.judged
        ],
    }


def ruling(decision: Decision | None = Decision.GO, **values: Any) -> Ruling:
    return Ruling("Gate review", values.pop("gate", PILOT), None, decision, values.pop("deciders", ("P-1",)), **values)


def after(state: ProjectState, *edits: Edit) -> ProjectState:
    return state.applied(plan(state, Act(edits), highest_refs(state)))


def reviewed(state: ProjectState, given: Ruling) -> tuple[ProjectState, GateReview]:
    act = held(state, given, TODAY, told, uid="review")
    state = after(state, *act.edits)
    review = state.get(GateReview, "review")
    assert review
    return state, review


def problems(state: ProjectState, given: Ruling) -> dict[str, str]:
    with pytest.raises(Refused) as refused:
        held(state, given, TODAY, told)
    return {problem.field: problem.message.text for problem in refused.value.problems}


def since(state: ProjectState, review: GateReview) -> list[str]:
    return [say(each.said) for each in changes_since(review, verdict(state, review.gate, TODAY, review.wave))]


# What is held


def test_a_review_freezes_the_verdict_and_the_rows_behind_it() -> None:
    _state, review = reviewed(known(CHECK), ruling())
    assert (review.verdict, review.decision, review.held_on, review.deciders) == (Answer.GO, Decision.GO, TODAY, ("P-1",))
    assert is_intact(review)
    frozen = json.loads(review.evidence)
    assert frozen["verdict"]["answer"] == "go"
    assert [each["state"] for each in frozen["verdict"]["criteria"]] == ["met", "met"]
    rows = {each["uid"]: each["values"] for each in frozen["rows"]}
    assert set(rows) == {"GP-1", "CR-1", "CR-2", "MC-1", "K-1"}
    assert rows["MC-1"] == {"criterion": "CR-1", "passed": True, "checked_on": "2026-03-15", "checked_by": "P-1", "note": "Seen"}
    (periods,) = frozen["periods"]
    assert (periods["kpi"], periods["group"], list(periods["values"].values())) == ("K-1", "pilot", VALUES)
    assert list(periods["values"])[-1] == "2026-03-09"


def test_the_same_verdict_gives_the_same_evidence() -> None:
    first, second = (reviewed(known(CHECK), ruling())[1] for _ in range(2))
    assert first == second


def test_conditions_become_actions_and_waivers_count_at_once() -> None:
    state, review = reviewed(
        known(),
        ruling(
            Decision.CONDITIONAL,
            conditions=(
                Condition("Sign it", "P-2", TODAY + timedelta(7), SIGNED),
                Condition("Print it", "P-1", TODAY + timedelta(9)),
            ),
            waivers=(Exempted(SIGNED, "P-1", "On its way", TODAY + timedelta(14)),),
        ),
    )
    assert [(each.title, each.owner, each.due_on, each.review, each.criterion) for each in state.all(Action)] == [
        ("Sign it", "P-2", TODAY + timedelta(7), "review", "CR-1"),
        ("Print it", "P-1", TODAY + timedelta(9), "review", None),
    ]
    (waiver,) = state.all(Waiver)
    assert (waiver.criterion, waiver.approver, waiver.granted_on, waiver.expires_on, waiver.review) == (
        "CR-1", "P-1", TODAY, TODAY + timedelta(14), "review",
    )  # fmt: skip
    assert review.verdict is Answer.CONDITIONAL
    assert verdict(state, PILOT, TODAY).judged[0].state is CriterionState.WAIVED
    assert since(state, review) == []


def test_a_default_policy_is_written_down_where_something_refers_to_it() -> None:
    before = project(LEA)
    criterion = verdict(before, PILOT, TODAY).judged[1].criterion
    state, review = reviewed(
        before,
        ruling(Decision.CONDITIONAL, reason="We go", conditions=(Condition("Look", "P-1", TODAY, criterion),)),
    )
    (action,) = state.all(Action)
    assert state.get(Criterion, action.criterion) is not None
    assert [policy.gate for policy in state.all(GatePolicy)] == [PILOT]
    assert since(state, review) == []


def test_without_anything_that_refers_to_it_a_default_policy_stays_one() -> None:
    state, review = reviewed(project(LEA), ruling(Decision.NO_GO))
    assert state.all(GatePolicy) == ()
    assert review.verdict is Answer.NO_GO or review.verdict is Answer.NOT_YET


def test_adopting_the_default_policy_later_is_no_change_of_the_evidence() -> None:
    from cockpit.domain.readiness import adopted

    state, review = reviewed(project(LEA), ruling(Decision.POSTPONED))
    assert since(after(state, *adopted(state, PILOT)), review) == []


def test_a_review_supersedes_the_one_that_stands_by_itself() -> None:
    earlier = row(GateReview, "GR-1", gate="pilot", held_on=days_ago(7))
    other = row(GateReview, "GR-2", gate="scale_up", held_on=days_ago(7))
    state, review = reviewed(known(CHECK, earlier, other), ruling())
    assert review.supersedes == "GR-1"
    assert standing_review(state, PILOT, TODAY) == review


# What is missing


def test_what_a_review_needs_is_told_at_once() -> None:
    assert problems(known(CHECK), ruling(None, deciders=())).keys() == {"decision", "deciders"}
    assert problems(known(CHECK), ruling(Decision.CONDITIONAL, reason="So")).keys() == {"conditions"}


@pytest.mark.parametrize(
    ("decision", "checked", "needed"),
    [
        (Decision.GO, True, False), (Decision.GO, False, True), (Decision.NO_GO, False, False), (Decision.POSTPONED, False, False),
        (Decision.NOT_YET, False, False), (Decision.POSTPONED, True, True), (Decision.NO_GO, True, True),
    ],
)  # fmt: skip
def test_a_decision_against_the_verdict_needs_a_reason(decision: Decision, checked: bool, needed: bool) -> None:
    """Checked, the gate is GO; without the check, its blocking criterion has no answer: NOT YET."""
    state = known(*([CHECK] if checked else []))
    if needed:
        assert problems(state, ruling(decision, reason=" \n")).keys() == {"reason"}
        assert reviewed(state, ruling(decision, reason="Because"))[1].reason == "Because"
    else:
        assert reviewed(state, ruling(decision))[1].decision is decision


# Too long


def test_evidence_that_is_too_long_loses_its_largest_part_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = len(reviewed(known(CHECK), ruling())[1].evidence)
    monkeypatch.setattr(review_evidence, "LONGEST_EVIDENCE", whole - 1)
    state, review = reviewed(known(CHECK), ruling())
    frozen = thawed(review)
    assert frozen is not None
    assert (frozen.left_out, frozen.periods) == (("periods",), ())
    assert frozen.rows
    assert since(state, review) == []

    monkeypatch.setattr(review_evidence, "LONGEST_EVIDENCE", len(review.evidence) - 1)
    frozen = thawed(reviewed(known(CHECK), ruling())[1])
    assert frozen is not None
    assert (frozen.left_out, frozen.rows, frozen.periods) == (("periods", "rows"), (), ())


def test_a_verdict_that_is_too_long_by_itself_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(review_evidence, "LONGEST_EVIDENCE", 100)
    assert "ask less in one gate" in problems(known(CHECK), ruling())["evidence"]


# What has changed since


def test_nothing_has_changed_as_long_as_nothing_has() -> None:
    state, review = reviewed(known(CHECK), ruling())
    assert since(state, review) == []


def test_an_edited_row_is_told_field_by_field() -> None:
    state, review = reviewed(known(CHECK), ruling())
    check, policy = state.get(ManualCheck, "MC-1"), state.get(GatePolicy, "GP-1")
    assert check
    assert policy
    state = after(state, Update(check, {"passed": False, "note": "Not seen"}), Update(policy, {"kpi_days": 30}))
    assert since(state, review) == [
        "Signed: was met, is not met: failed, checked by Léa",
        "GP-1 Row GP-1: KPI age 21 → 30",
        "MC-1 2026-03-15: Passed yes → no, Note Seen → Not seen",
    ]


def test_a_row_that_is_gone_is_told_by_its_name_of_then() -> None:
    state, review = reviewed(known(CHECK), ruling())
    check = state.get(ManualCheck, "MC-1")
    assert check
    assert since(after(state, Delete(check)), review) == [
        "Signed: was met, is no answer yet: never checked",
        "MC-1 2026-03-15 is gone",
    ]


def test_values_of_periods_that_were_corrected_taken_away_or_come_late_are_told() -> None:
    values = dict(zip(range(8), VALUES, strict=True))
    gap = weekly(SPEED, VALUES)[("K-1", "pilot")]
    points = {time: value for time, value in gap if time != "2026-02-09"}
    before = project(*ROWS, CHECK)
    before = after(before, Record("K-1", Group.PILOT, points))
    state, review = reviewed(before, ruling())
    assert values[7] == 4.1
    state = after(state, Record("K-1", Group.PILOT, {"2026-03-09": 2.5, "2026-02-02": None, "2026-02-09": 3.5}))
    assert since(state, review) == [
        "K-1 Speed (pilot group), period of 2026-02-02: 3.9 → nothing",
        "K-1 Speed (pilot group), period of 2026-02-09: nothing → 3.5",
        "K-1 Speed (pilot group), period of 2026-03-09: 4.1 → 2.5",
    ]


def test_a_week_that_comes_after_the_review_is_no_correction() -> None:
    state, review = reviewed(known(CHECK), ruling())
    assert since(after(state, Record("K-1", Group.PILOT, {"2026-03-16": 9.0})), review) == []


def test_rows_and_criteria_that_have_come_or_gone_since_are_told() -> None:
    state, review = reviewed(known(CHECK), ruling())
    faster = state.get(Criterion, "CR-2")
    assert faster
    state = after(
        state,
        Create(ManualCheck, {"criterion": "CR-1", "passed": True, "checked_on": TODAY, "checked_by": "P-2"}, "again"),
        Create(Criterion, {"title": "Trained", "policy": "GP-1", "rule": "training_coverage", "position": 3}, "trained"),
        Delete(faster),
    )
    assert since(state, review) == [
        "Signed: “passed, checked by Léa” has become “passed, checked by Marc”",
        "CR-2 Faster is gone",
        "Signed looks at MC-2 2026-03-18 too",
        "asked since: Trained",
    ]


def test_nothing_is_told_of_a_review_that_is_not_as_it_was_held() -> None:
    state, review = reviewed(known(CHECK), ruling())
    check = state.get(ManualCheck, "MC-1")
    assert check
    state = after(state, Update(check, {"passed": False}))
    assert len(since(state, review)) == 2
    assert since(state, review.changed(reason="Other")) == []


@pytest.mark.parametrize(
    "evidence",
    [
        "",
        "{",
        "[]",
        "null",
        "{}",
        '{"verdict":{"criteria":[1]}}',
        '{"verdict":{"criteria":[]},"rows":[{}],"periods":[],"left_out":[]}',
    ],
)
def test_evidence_that_is_none_is_not_read(evidence: str) -> None:
    from cockpit.domain.gate_review import digest_of

    review = row(GateReview, "GR-1", gate="pilot", held_on=TODAY, evidence=evidence)
    review = review.changed(digest=digest_of(review))
    assert thawed(review) is None
    assert since(known(), review) == []


def test_evidence_of_rubbish_under_a_seal_that_fits_is_told_and_crashes_nothing() -> None:
    from cockpit.domain.gate_review import digest_of

    rubbish = {
        "verdict": {"criteria": [{"uid": "CR-1"}]},
        "rows": [{"kind": "manual_check", "uid": "MC-1", "ref": "MC-1", "values": {"checked_on": "soon"}}],
        "periods": [],
        "left_out": [],
    }
    review = row(GateReview, "GR-1", gate="pilot", held_on=TODAY, evidence=json.dumps(rubbish))
    review = review.changed(digest=digest_of(review))
    assert since(known(CHECK), review) == ["the evidence cannot be compared with today's"]
