"""What a change did, in words that a person reads."""

from datetime import UTC, datetime
from typing import Any

import pytest

from cockpit.domain.act import differences, plan, take_back
from cockpit.domain.action import Action
from cockpit.domain.budget import Cost
from cockpit.domain.change import Batch, Change, Deed, RowChange
from cockpit.domain.edit import Act, Create, Delete, Edit, Record, Update
from cockpit.domain.gate import Criterion, GatePolicy
from cockpit.domain.kpi import Group, Kpi
from cockpit.domain.narration import Narrator
from cockpit.domain.person import Person
from cockpit.domain.project import Project
from cockpit.domain.risk import Risk
from cockpit.domain.rollback import Rollback
from cockpit.domain.state import ProjectState
from cockpit.domain.training import Course
from cockpit.domain.wave import Wave
from cockpit.language import say

PEAK: dict[str, Any] = {"title": "Peak load", "inherent_likelihood": 4, "inherent_impact": 5}


def batch_of(changes: tuple[Change, ...]) -> Batch:
    return Batch("batch", datetime(2026, 3, 2, tzinfo=UTC), "lea", Deed.EDIT, changes)


def told(state: ProjectState, *edits: Edit) -> list[str]:
    """What an act did, told by one who sees the state after it."""
    changes = plan(state, Act(edits), {"R": 7, "A": 7, "P": 7, "K": 7, "CO": 7})
    return [say(sentence) for sentence in Narrator(state.applied(changes), [batch_of(changes)]).tell(batch_of(changes))]


@pytest.fixture
def state() -> ProjectState:
    edits = (
        Create(Project, {"key": "DEMO", "title": "Demo", "currency": "EUR"}, "demo"),
        Create(Person, {"handle": "lea", "name": "Léa"}, "lea"),
        Create(Risk, {**PEAK, "owner": "lea"}, "peak"),
        Create(Action, {"title": "Add servers", "risk": "peak", "due_on": "2026-03-09"}, "servers"),
        Create(Cost, {"title": "Servers", "incurred_on": "2026-03-01", "amount": 34_56}, "cost"),
        Create(Kpi, {"title": "Response time"}, "kpi"),
    )
    return ProjectState().applied(plan(ProjectState(), Act(edits), {}))


def row(state: ProjectState, kind: str, uid: str) -> Any:
    return state.row(kind, uid)


def test_what_came_to_be_and_what_went(state: ProjectState) -> None:
    assert told(state, Create(Risk, {**PEAK, "title": "Slow pages"})) == ["Risk created: R-8 Slow pages"]
    assert told(state, Delete(row(state, "risk", "peak"))) == [
        "A-1 Add servers: Risk R-1 → (empty)",
        "Risk deleted: R-1 Peak load",
    ]


def test_fields_before_and_after(state: ProjectState) -> None:
    action = row(state, "action", "servers")

    assert told(state, Update(action, {"due_on": "2026-03-16", "owner": "lea"})) == [
        "A-1 Add servers: Owner (empty) → lea, Due Mon 9 Mar 2026 → Mon 16 Mar 2026"
    ]


def test_an_amount_is_told_in_the_currency_of_the_project(state: ProjectState) -> None:
    (sentence,) = told(state, Update(row(state, "cost", "cost"), {"amount": 2_000_00}))

    assert sentence == "CO-1 Servers: Amount 34.56\N{NO-BREAK SPACE}EUR → 2,000\N{NO-BREAK SPACE}EUR"


def test_a_ref_that_changed_is_told(state: ProjectState) -> None:
    risk = row(state, "risk", "peak").changed(ref="R-5")
    wanted = ProjectState({**state.rows, "risk": {"peak": risk}}, state.series)
    changes = differences(state, wanted)

    assert [say(sentence) for sentence in Narrator(wanted).tell(batch_of(changes))] == ["R-5 Peak load: Ref R-1 → R-5"]


def test_measurements(state: ProjectState) -> None:
    assert told(state, Record("kpi", Group.PILOT, {"2026-03-02": 3.2})) == [
        "K-1 Response time (pilot group): 3.2 on Mon 2 Mar 2026"
    ]
    assert told(state, Record("kpi", Group.PILOT, {"2026-03-02": 3.2, "2026-03-09": 3.1})) == [
        "K-1 Response time (pilot group): 2 measurements, Mon 2 Mar 2026 to Mon 9 Mar 2026"
    ]


def in_full(state: ProjectState, edit: Edit) -> list[tuple[str, str, str]]:
    """Each field that an edit touched, before and after."""
    changes = plan(state, Act((edit,)), {"A": 7, "R": 7, "CR": 7})
    narrator = Narrator(state.applied(changes), [batch_of(changes)])
    (change,) = [each for each in changes if isinstance(each, RowChange)]
    return [(say(label), say(before), say(after)) for label, before, after in narrator.fields(change)]


def test_values_are_told_as_people_read_them(state: ProjectState) -> None:
    action, long = row(state, "action", "servers"), "Ask for more of them, " * 3
    assert told(state, Update(action, {"state": "doing", "description": f"{long}\nsecond line"})) == [
        "A-1 Add servers: State to do → doing, Description (empty) → Ask for more of them, Ask for more of t…"
    ]
    lea = row(state, "person", "lea")
    assert told(state, Update(lea, {"super_user": True, "active": False})) == [
        "P-1 Léa: Super-user no → yes, Active yes → no",
    ]


def test_lists_and_settings_are_counted_in_a_sentence_and_told_in_full_where_there_is_room(state: ProjectState) -> None:
    courses = (Create(Course, {"title": "First steps"}, "first"), Create(Course, {"title": "More"}, "more"))
    policy = Create(GatePolicy, {"title": "Pilot gate", "gate": "pilot"}, "policy")
    held = state.applied(plan(state, Act((*courses, policy)), {}))
    asked = {"policy": "policy", "title": "Risks", "rule": "risks_under_control"}
    held = held.applied(plan(held, Act((Create(Criterion, asked, "criterion"),)), {}))
    criterion = row(held, "criterion", "criterion")
    before = Narrator(held)
    change = RowChange("criterion", "criterion", {"settings": {}, "version": 1}, {"settings": {"b": 2, "a": "one"}, "version": 2})
    assert say(before.tell_change(change)) == f"{criterion}: Settings (empty) → (2 entries)"
    assert [tuple(map(say, field)) for field in before.fields(change)] == [("Settings", "(empty)", "a = one, b = 2")]
    held = held.applied(plan(held, Act((Create(Wave, {"title": "North", "number": 1}, "wave"),)), {}))
    edit = Update(row(held, "wave", "wave"), {"courses_needed": ["first", "more"]})
    assert told(held, edit) == ["V-1 North: Courses needed (empty) → TC-1, TC-2"]
    back = Create(Rollback, {"title": "Way back"}, "back")
    held = held.applied(plan(held, Act((back,)), {}))
    changes = plan(held, Act((Update(row(held, "rollback", "back"), {"steps": ["Close the gate", "Tell people"]}),)), {})
    assert [say(sentence) for sentence in Narrator(held).tell(batch_of(changes))] == [
        "RB-1 Way back: Steps (empty) → (2 entries)"
    ]
    (change,) = [each for each in changes if isinstance(each, RowChange)]
    assert [tuple(map(say, field)) for field in Narrator(held).fields(change)] == [
        ("Steps", "(empty)", "Close the gate\nTell people")
    ]


def test_the_fields_of_a_change_are_told_in_full(state: ProjectState) -> None:
    note = "Ask for more of them than we had at the peak of last year\nsecond line"
    assert in_full(state, Update(row(state, "action", "servers"), {"description": note})) == [("Description", "(empty)", note)]


def test_of_a_row_that_came_or_went_only_what_it_held_is_told(state: ProjectState) -> None:
    made = in_full(state, Create(Action, {"title": "Cache pages", "risk": "peak"}))
    assert ("Action", "(empty)", "Cache pages") in made
    assert ("Risk", "(empty)", "R-1") in made
    assert "Due" not in {label for label, _, _ in made}
    gone = in_full(state, Delete(row(state, "action", "servers")))
    assert ("Due", "Mon 9 Mar 2026", "(empty)") in gone
    assert "Description" not in {label for label, _, _ in gone}


def test_who_is_gone_is_still_called_what_they_were(state: ProjectState) -> None:
    changes = plan(state, Act((Delete(row(state, "person", "lea")),)), {})
    (*_, gone) = changes
    after = state.applied(changes)
    narrator = Narrator(after, [batch_of(changes)])
    assert (narrator.name("person", "lea"), narrator.short_name("person", "lea")) == ("P-1 Léa", "lea")
    assert (narrator.name("person", "nobody"), narrator.short_name("person", "nobody")) == ("nobody", "nobody")
    assert isinstance(gone, RowChange)
    assert say(narrator.kind_of(gone)) == "Person"


def test_what_was_taken_back_is_told_in_the_order_in_which_it_was_made(state: ProjectState) -> None:
    edits = (
        Update(row(state, "action", "servers"), {"title": "Add more"}),
        Update(row(state, "risk", "peak"), {"title": "Load"}),
    )
    changes = plan(state, Act(edits), {})
    undo = take_back(state.applied(changes), batch_of(changes))
    assert [say(sentence) for sentence in Narrator(state).tell_taken_back(batch_of(undo))] == [
        "A-1 Add servers: Action Add servers → Add more",
        "R-1 Peak load: Risk Peak load → Load",
    ]


def test_a_ref_that_changed_is_one_of_the_fields() -> None:
    change = RowChange("risk", "peak", {"ref": "R-1", "version": 1}, {"ref": "R-5", "version": 2})
    assert [tuple(map(say, field)) for field in Narrator(ProjectState()).fields(change)] == [("Ref", "R-1", "R-5")]


def test_what_a_review_froze_is_told_by_its_length() -> None:
    change = RowChange("gate_review", "review", {"evidence": "", "version": 1}, {"evidence": "x" * 1234, "version": 2})
    assert [tuple(map(say, field)) for field in Narrator(ProjectState()).fields(change)] == [
        ("Evidence", "(empty)", "(1,234 characters)")
    ]
