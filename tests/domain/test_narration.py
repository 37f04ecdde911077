"""What a change did, in words that a person reads."""

from datetime import UTC, datetime
from typing import Any

import pytest

from cockpit.domain.act import differences, plan
from cockpit.domain.action import Action
from cockpit.domain.budget import Cost
from cockpit.domain.change import Batch, Change, Deed
from cockpit.domain.edit import Act, Create, Delete, Edit, Record, Update
from cockpit.domain.kpi import Group, Kpi
from cockpit.domain.narration import Narrator
from cockpit.domain.person import Person
from cockpit.domain.project import Project
from cockpit.domain.risk import Risk
from cockpit.domain.state import ProjectState
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
    assert told(state, Record("kpi", Group.PILOT, {"2026-03-02": 3.2})) == ["K-1 Response time (pilot group): 3.2 on 2026-03-02"]
    assert told(state, Record("kpi", Group.PILOT, {"2026-03-02": 3.2, "2026-03-09": 3.1})) == [
        "K-1 Response time (pilot group): 2 measurements, 2026-03-02 to 2026-03-09"
    ]
