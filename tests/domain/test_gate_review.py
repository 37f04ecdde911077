"""A gate review stays as it was held: its digest tells, and nothing that people can do changes or removes it."""

import hashlib
import json
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cockpit.domain.act import differences, highest_refs, plan, refuse_changed_reviews, take_back
from cockpit.domain.action import Action
from cockpit.domain.change import Batch, Deed
from cockpit.domain.edit import Act, Create, Delete, Edit, Update
from cockpit.domain.entity import fields_of
from cockpit.domain.gate import Answer, Decision, GateReview
from cockpit.domain.gate_review import SEALED, Seal, digest_of, is_against, is_intact, seal_of, standing_review
from cockpit.domain.person import Person
from cockpit.domain.phase import PhaseCode
from cockpit.domain.problem import Refused
from cockpit.domain.project import Project
from cockpit.domain.state import ProjectState
from cockpit.domain.wave import Wave
from tests.domain.projects import TODAY, days_ago, project, row
from tests.strategies import entity_values

LEA = row(Person, "P-1", handle="lea", name="Léa")
MARC = row(Person, "P-2", handle="marc", name="Marc")
WAVE = row(Wave, "V-1", number=1)
HELD = row(
    GateReview, "GR-1", gate="pilot", held_on=days_ago(7), decision="go", verdict="no_go", deciders=["P-1"], reason="Now or never",
    dissent="Marc", wave="V-1", evidence="{}",
)  # fmt: skip


def sealed(review: GateReview) -> GateReview:
    return review.changed(digest=digest_of(review))


def done(state: ProjectState, *edits: Edit) -> ProjectState:
    return state.applied(plan(state, Act(edits), highest_refs(state)))


def refusal(state: ProjectState, *edits: Edit) -> str:
    with pytest.raises(Refused) as refused:
        plan(state, Act(edits), highest_refs(state))
    (problem,) = refused.value.problems
    return problem.message.text


# The digest


def test_the_digest_is_the_sha_256_of_all_that_the_review_says() -> None:
    said = {
        "title": "Row GR-1", "gate": "pilot", "wave": "V-1", "held_on": days_ago(7).isoformat(), "decision": "go", "verdict": "no_go",
        "deciders": ["P-1"], "reason": "Now or never", "dissent": "Marc", "supersedes": None, "evidence": "{}",
    }  # fmt: skip
    text = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert digest_of(HELD) == f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"


def test_every_field_is_under_the_seal_but_the_seal_itself() -> None:
    assert {spec.name for spec in fields_of(GateReview)} - set(SEALED) == {"digest"}


@given(data=st.data())
def test_whatever_is_changed_in_a_review_breaks_its_digest(data: st.DataObject) -> None:
    targets = {"person": ["P-1", "P-2"], "wave": ["V-1", "V-2"], "gate_review": ["GR-7"]}
    values = data.draw(entity_values(GateReview, targets, {}))
    review = sealed(row(GateReview, "GR-1", **{**values, "digest": ""}))
    assert is_intact(review)

    name = data.draw(st.sampled_from(SEALED))
    other = getattr(row(GateReview, "GR-2", **{**values, name: data.draw(entity_values(GateReview, targets, {}))[name]}), name)
    changed = review.changed(**{name: other})
    assert is_intact(changed) == (getattr(review, name) == other)


@pytest.mark.parametrize(
    ("review", "seal"),
    [
        (sealed(HELD), Seal.INTACT),
        (sealed(HELD).changed(reason="Always"), Seal.ALTERED),
        (sealed(HELD).changed(digest=""), Seal.ALTERED),
        (sealed(HELD).changed(evidence=""), Seal.ALTERED),
        (HELD.changed(evidence="", digest=""), Seal.NONE),
        (sealed(HELD).changed(ref="GR-9", version=4), Seal.INTACT),
    ],
)
def test_the_seal_tells_what_is_as_it_was_held(review: GateReview, seal: Seal) -> None:
    assert seal_of(review) is seal


# Against the verdict

AGAINST = {
    ("go", "conditional"), ("go", "not_yet"), ("go", "no_go"),
    ("conditional", "go"), ("conditional", "not_yet"), ("conditional", "no_go"),
    ("not_yet", "go"), ("not_yet", "conditional"), ("no_go", "go"), ("no_go", "conditional"),
    ("postponed", "go"), ("postponed", "conditional"),
}  # fmt: skip


@pytest.mark.parametrize("decision", list(Decision))
@pytest.mark.parametrize("answer", list(Answer))
def test_not_now_is_one_answer_and_go_and_conditional_are_one_each(decision: Decision, answer: Answer) -> None:
    assert is_against(decision, answer) == ((decision.value, answer.value) in AGAINST)


# What stands


def test_the_own_gate_of_a_wave_and_the_gate_of_the_phase_have_reviews_of_their_own() -> None:
    of_wave = row(GateReview, "GR-1", gate="scale_up", wave="V-1", held_on=days_ago(1))
    of_phase = row(GateReview, "GR-2", gate="scale_up", held_on=days_ago(3))
    state = project(WAVE, of_wave, of_phase)
    assert standing_review(state, PhaseCode.SCALE_UP, TODAY) is of_phase
    assert standing_review(state, PhaseCode.SCALE_UP, TODAY, "V-1") is of_wave
    assert standing_review(state, PhaseCode.SCALE_UP, days_ago(4)) is None


# It stays


@pytest.mark.parametrize(
    "values",
    [
        {"reason": "Other"},
        {"decision": "no_go"},
        {"digest": "sha256:0"},
        {"title": "Other"},
        {"deciders": ["P-2"]},
        {"wave": None},
    ],
)
def test_a_review_is_not_edited(values: dict[str, Any]) -> None:
    assert "Another review of the gate supersedes it" in refusal(project(LEA, MARC, WAVE, HELD), Update(HELD, values))


def test_a_review_is_not_deleted() -> None:
    assert "neither deleted nor taken back. Another review of the gate supersedes it" in refusal(
        project(LEA, WAVE, HELD), Delete(HELD)
    )


def test_who_decided_stays_and_so_does_the_wave_that_was_reviewed() -> None:
    state = project(LEA, MARC, WAVE, HELD)
    assert "no longer active" in refusal(state, Delete(LEA))
    assert "cannot be deleted" in refusal(state, Delete(WAVE))
    assert done(state, Delete(MARC)).all(Person) == (LEA,)


def test_with_a_review_that_cannot_go_nothing_of_the_act_goes() -> None:
    state = project(LEA, WAVE, HELD, row(Action, "A-1"))
    refusal(state, Delete(state.all(Action)[0]), Delete(HELD))


def test_a_review_that_is_edited_into_what_it_is_is_left_alone() -> None:
    assert plan(project(LEA, WAVE, HELD), Act((Update(HELD, {"reason": "Now or never"}),)), {}) == ()


def batch_of(state: ProjectState, *edits: Edit, deed: Deed = Deed.EDIT) -> tuple[ProjectState, Batch]:
    from datetime import UTC, datetime

    changes = plan(state, Act(edits), highest_refs(state))
    return state.applied(changes), Batch("b", datetime(2026, 3, 18, tzinfo=UTC), "lea", deed, changes)


@pytest.mark.parametrize("deed", [Deed.EDIT, Deed.IMPORT, Deed.REDO])
def test_the_act_that_held_a_review_is_not_taken_back_and_neither_is_any_of_it(deed: Deed) -> None:
    state, batch = batch_of(
        project(LEA),
        Create(GateReview, {"title": "Held", "gate": "pilot", "held_on": TODAY}, "review"),
        Create(Action, {"title": "Condition", "review": "review"}, "condition"),
        deed=deed,
    )
    with pytest.raises(Refused) as refused:
        take_back(state, batch)
    (problem,) = refused.value.problems
    assert "neither deleted nor taken back" in problem.message.text
    assert problem.message.parts == {"review": "GR-1 Held"}


def test_what_was_undone_before_reviews_stayed_can_be_made_again() -> None:
    held, batch = batch_of(project(LEA), Create(GateReview, {"title": "Held", "gate": "pilot", "held_on": TODAY}, "review"))
    undone = Batch("u", batch.at, "lea", Deed.UNDO, tuple(change.reversed() for change in batch.changes), reverses="b")
    again = project(LEA).applied(take_back(project(LEA), undone))
    assert [review.title for review in again.all(GateReview)] == ["Held"]
    assert held.all(GateReview)[0].title == "Held"


@pytest.mark.parametrize(
    ("wanted", "refused"),
    [
        (HELD, False),
        (HELD.changed(ref="GR-7", version=3), False),
        (HELD.changed(reason="Other"), True),
        (HELD.changed(evidence="{ }"), True),
        (None, True),
    ],
)
def test_a_replacement_keeps_every_review_as_it_is_here(wanted: GateReview | None, refused: bool) -> None:
    now = project(LEA, WAVE, HELD)
    changes = differences(now, project(LEA, WAVE, *([wanted] if wanted else [])))
    if not refused:
        refuse_changed_reviews(now, changes)
        return
    with pytest.raises(Refused) as told:
        refuse_changed_reviews(now, changes)
    assert "Another review of the gate supersedes it" in told.value.problems[0].message.text


# One after the other


def held_on(day: date, **values: Any) -> Create:
    return Create(GateReview, {"title": "Again", "gate": "pilot", "held_on": day, **values})


def test_a_second_review_of_a_gate_has_to_know_of_the_first() -> None:
    state = project(LEA, row(GateReview, "GR-1", gate="pilot", held_on=days_ago(1)))
    assert "a further review supersedes it" in refusal(state, held_on(TODAY))
    assert done(state, held_on(TODAY, supersedes="GR-1")).all(GateReview)[1].ref == "GR-2"


def test_two_people_cannot_both_supersede_the_same_one() -> None:
    state = project(LEA, row(GateReview, "GR-1", gate="pilot", held_on=days_ago(1)))
    after = done(state, held_on(TODAY, supersedes="GR-1"))
    assert "a further review supersedes it" in refusal(after, held_on(TODAY, supersedes="GR-1"))


def test_reviews_of_other_gates_and_of_waves_do_not_stand_in_the_way() -> None:
    state = project(LEA, WAVE, row(GateReview, "GR-1", gate="scale_up", held_on=days_ago(1)))
    state = done(state, held_on(TODAY), held_on(TODAY, gate="scale_up", wave="V-1"))
    assert len(state.all(GateReview)) == 3


def test_the_project_is_still_what_it_was() -> None:
    """A review does not keep anything else from being edited."""
    state = project(LEA, WAVE, HELD)
    edited = done(state, Update(state.project, {"title": "Other"}), Update(LEA, {"name": "Lea"}))
    assert (edited.get(Project, "PR-1") or state.project).title == "Other"
    assert edited.all(GateReview) == (HELD,)
    assert TODAY - timedelta(7) == HELD.held_on
