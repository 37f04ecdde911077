"""What goes with a row that is deleted, and what stays without it."""

from typing import Any

from cockpit.domain.act import plan
from cockpit.domain.change import RowChange, SeriesChange
from cockpit.domain.edit import Act, Create, Delete, Record
from cockpit.domain.entity import Entity
from cockpit.domain.gate import Criterion, GatePolicy, ManualCheck
from cockpit.domain.kpi import Group, Kpi
from cockpit.domain.person import Person
from cockpit.domain.project import Project
from cockpit.domain.state import ProjectState
from cockpit.domain.voice import Interview, Remark, Theme, UserGroup


def state_of(*rows: tuple[type[Entity], str, dict[str, Any]]) -> ProjectState:
    edits = (
        Create(Project, {"key": "DEMO", "title": "Demo"}, "project"),
        Create(Person, {"handle": "lea", "name": "Léa"}, "lea"),
        *(Create(entity, values, uid) for entity, uid, values in rows),
    )
    return ProjectState().applied(plan(ProjectState(), Act(edits), {}))


def deleted(state: ProjectState, kind: str, uid: str) -> tuple[ProjectState, list[str]]:
    """The state without a row, and the uids of the rows that went, in order."""
    row = state.row(kind, uid)
    assert row
    changes = plan(state, Act((Delete(row),)), {})
    return state.applied(changes), [each.uid for each in changes if isinstance(each, RowChange) and each.after is None]


def test_children_go_before_what_they_belong_to() -> None:
    state = state_of(
        (GatePolicy, "policy", {"gate": "pilot", "title": "Pilot"}),
        (Criterion, "criterion", {"title": "Trained", "policy": "policy", "rule": "manual_check"}),
        (ManualCheck, "check", {"criterion": "criterion", "checked_on": "2026-03-02", "checked_by": "lea"}),
    )
    after, gone = deleted(state, "gate_policy", "policy")
    assert gone == ["check", "criterion", "policy"]
    assert after.all(Person) == state.all(Person)


def test_a_row_that_refers_to_two_that_go_is_edited_once() -> None:
    state = state_of(
        (GatePolicy, "policy", {"gate": "pilot", "title": "Pilot"}),
        (Criterion, "criterion", {"title": "Trained", "policy": "policy", "rule": "manual_check", "owner": "lea"}),
        (ManualCheck, "check", {"criterion": "criterion", "checked_on": "2026-03-02", "checked_by": "lea"}),
    )
    after, gone = deleted(state, "person", "lea")
    assert gone == ["check", "lea"]
    criterion = after.get(Criterion, "criterion")
    assert criterion
    assert (criterion.owner, criterion.version) == (None, 2)


def test_a_remark_goes_with_the_last_conversation_that_it_comes_from() -> None:
    conversations = (
        (Theme, "theme", {"title": "Speed"}),
        (Interview, "interview", {"title": "Call centre", "held_on": "2026-03-02"}),
        (UserGroup, "group", {"title": "Lyon", "held_on": "2026-03-03"}),
        (Remark, "both", {"theme": "theme", "interview": "interview", "user_group": "group"}),
        (Remark, "one", {"theme": "theme", "interview": "interview"}),
    )
    after, gone = deleted(state_of(*conversations), "interview", "interview")
    assert gone == ["one", "interview"]
    assert [(remark.uid, remark.interview, remark.user_group) for remark in after.all(Remark)] == [("both", None, "group")]


def test_measurements_go_with_their_kpi() -> None:
    state = state_of((Kpi, "kpi", {"title": "Response time"}))
    state = state.applied(plan(state, Act((Record("kpi", Group.PILOT, {"2026-03-02": 3.2}),)), {}))
    row = state.get(Kpi, "kpi")
    assert row
    changes = plan(state, Act((Delete(row),)), {})
    assert changes[0] == SeriesChange("kpi", "pilot", {"2026-03-02": 3.2}, {})
    assert not state.applied(changes).series


def test_rows_of_different_kinds_may_have_one_uid() -> None:
    state = state_of(
        (GatePolicy, "same", {"gate": "pilot", "title": "Pilot"}),
        (Criterion, "same", {"title": "Trained", "policy": "same", "rule": "manual_check"}),
        (ManualCheck, "same", {"criterion": "same", "checked_on": "2026-03-02", "checked_by": "lea"}),
        (Theme, "same", {"title": "Speed"}),
    )
    after, gone = deleted(state, "gate_policy", "same")
    assert gone == ["same"] * 3
    assert after.rows.keys() == {"project", "person", "theme"}
