"""A review supersedes an earlier one of its own gate: anything else would leave a gate without the review that stands there."""

from typing import Any

import pytest

from cockpit.domain.act import highest_refs, plan
from cockpit.domain.edit import Act, Create
from cockpit.domain.gate import GateReview
from cockpit.domain.gate_review import standing_review
from cockpit.domain.integrity import state_problems
from cockpit.domain.phase import PhaseCode
from cockpit.domain.problem import Refused
from cockpit.domain.state import ProjectState
from cockpit.domain.wave import Wave
from tests.domain.projects import TODAY, days_ago, project, row

WAVES = (row(Wave, "V-1", number=1), row(Wave, "V-2", number=2))
FIRST = row(GateReview, "GR-1", title="First", gate="scale_up", wave="V-1", held_on=days_ago(3))

WRONG = [
    ({"supersedes": "again"}, "{review} would supersede itself, and no review would stand; name one that was held before it"),
    (
        {"supersedes": "GR-1", "gate": "pilot", "wave": None},
        "{other} was held at another gate; {review} can only supersede a review of its own gate, or of the same wave",
    ),
    (
        {"supersedes": "GR-1", "wave": "V-2"},
        "{other} was held at another gate; {review} can only supersede a review of its own gate, or of the same wave",
    ),
    (
        {"supersedes": "GR-1", "wave": None},
        "{other} was held at another gate; {review} can only supersede a review of its own gate, or of the same wave",
    ),
    (
        {"supersedes": "GR-1", "held_on": days_ago(4)},
        "{other} was held on {then}; {review}, held on {day}, cannot supersede what came later",
    ),
]


def again(**values: Any) -> Create:
    return Create(GateReview, {"title": "Again", "gate": "scale_up", "wave": "V-1", "held_on": TODAY, **values}, "again")


def after(state: ProjectState, *edits: Create) -> ProjectState:
    return state.applied(plan(state, Act(edits), highest_refs(state)))


@pytest.mark.parametrize(("values", "sentence"), WRONG)
def test_a_review_that_supersedes_what_it_cannot_is_refused(values: dict[str, Any], sentence: str) -> None:
    with pytest.raises(Refused) as refused:
        after(project(*WAVES, FIRST), again(**values))
    problem = refused.value.problems[0]
    assert (problem.message.text, problem.field, problem.where) == (sentence, "supersedes", "GR-2")
    assert problem.message.parts["review"] == "GR-2 Again"


@pytest.mark.parametrize("held_on", [days_ago(3), TODAY])
def test_one_of_the_same_gate_is_superseded_on_its_own_day_or_later(held_on: Any) -> None:
    state = after(project(*WAVES, FIRST), again(supersedes="GR-1", held_on=held_on))
    standing = standing_review(state, PhaseCode.SCALE_UP, TODAY, "V-1")
    assert standing is not None
    assert standing.uid == "again"


def test_no_review_supersedes_itself_by_way_of_another() -> None:
    with pytest.raises(Refused) as refused:
        after(project(*WAVES), again(supersedes="other"), Create(GateReview, {**again(supersedes="again").values}, "other"))
    assert {problem.message.text for problem in refused.value.problems} == {WRONG[0][1]}


@pytest.mark.parametrize(("values", "sentence"), WRONG)
def test_a_whole_project_with_such_a_review_has_a_problem(values: dict[str, Any], sentence: str) -> None:
    asked = {**again().values, **values}
    asked["supersedes"] = {"again": "GR-2"}.get(asked["supersedes"], asked["supersedes"])
    state = project(*WAVES, FIRST, row(GateReview, "GR-2", **asked))
    assert [(each.message.text, each.field, each.where) for each in state_problems(state)] == [(sentence, "supersedes", "GR-2")]
