"""What people are told once they have done something: what comes next, what can begin, what has to wait."""

from datetime import date
from typing import Any

from cockpit.domain.act import highest_refs, plan
from cockpit.domain.action import Action
from cockpit.domain.consequence import with_consequences
from cockpit.domain.consequence_words import consequences_told
from cockpit.domain.edit import Act, Create, Edit, Update
from cockpit.domain.entity import Entity
from cockpit.domain.issue import issue_values
from cockpit.domain.risk import Risk
from cockpit.language import say
from tests.domain.projects import TODAY, project, row


def action(ref: str, **values: Any) -> Action:
    return row(Action, ref, **values)


def told(rows: list[Entity], *edits: Edit) -> list[str]:
    """What is told of an act on these rows."""
    state = project(*rows)
    highest = highest_refs(state)
    changes = plan(state, with_consequences(state, Act(edits), highest, TODAY), highest)
    return [say(each) for each in consequences_told(state.applied(changes), changes, TODAY)]


def test_what_recurs_is_told_with_its_day() -> None:
    subject = action("A-1", recurs_every_days=7, due_on=date(2026, 3, 16))
    assert told([subject], Update(subject, {"state": "done"})) == ["A-2 is the next time, due on Mon 23 Mar"]


def test_what_recurs_again_is_told_with_what_is_given_up_for_it() -> None:
    done = action("A-1", title="Walk the wards", state="done", due_on=date(2026, 3, 16), done_on=TODAY)
    then = {"title": "Walk the wards", "recurs_every_days": 7, "created_on": TODAY}
    following = action("A-2", due_on=date(2026, 3, 23), **then)
    assert told([done, following], Update(done, {"state": "doing"})) == ["A-1 recurs again; A-2 is gone, which was its next time"]
    renamed = Update(done, {"state": "doing", "title": "Walk all wards"})
    assert told([done, following], renamed) == ["A-1 recurs again; A-2 is gone, which was its next time"]
    another = action("A-2", due_on=date(2026, 3, 24), **then)
    assert told([done, another], Update(done, {"state": "doing"})) == [
        "A-1 does not recur any more; A-2 does, and stays beside it"
    ]
    assert told([done], Update(done, {"state": "doing"})) == []


def test_what_has_nothing_left_to_wait_for_is_told() -> None:
    first, second = action("A-1"), action("A-2")
    both, one, none = action("A-3", blocked_by=["A-1", "A-2"]), action("A-4", blocked_by=["A-1"]), action("A-5")
    over = action("A-6", blocked_by=["A-1"], state="done")
    rows: list[Entity] = [first, second, both, one, none, over]
    assert told(rows, Update(first, {"state": "done"})) == ["A-4 Row A-4 can begin now"]
    assert told(rows, Update(first, {"state": "done"}), Update(second, {"state": "done"})) == [
        "A-3 Row A-3 can begin now", "A-4 Row A-4 can begin now",
    ]  # fmt: skip


def test_what_is_begun_too_early_is_told() -> None:
    subject = action("A-3", blocked_by=["A-1", "A-2"])
    rows: list[Entity] = [action("A-1"), action("A-2"), subject]
    assert told(rows, Update(subject, {"state": "doing"})) == ["A-3 waits for A-1, A-2, which are not done"]
    rows[1] = action("A-2", state="done")
    assert told(rows, Update(subject, {"state": "doing"})) == ["A-3 waits for A-1, which is not done"]
    assert told(rows, Update(subject, {"state": "blocked"})) == []


def test_who_deals_with_what_has_occurred_is_told() -> None:
    risk = row(Risk, "R-1", title="No signal", inherent_likelihood=2, inherent_impact=2)
    issue = Create(Action, issue_values(project(risk), risk, "Add access points", TODAY))
    assert told([risk], Update(risk, {"status": "occurred"}), issue) == ["R-1 has occurred: A-1 deals with it"]


def test_nothing_is_told_of_anything_else() -> None:
    subject = action("A-1", state="done")
    assert told([subject], Update(subject, {"title": "Other"})) == []
    assert told([], Create(Action, {"title": "New"})) == []
