"""A project far larger than most: 2,000 risks, 10,000 actions, 500 milestones, and 200 KPIs with 5,000 measurements each."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from cockpit.domain.action import Action, ActionState
from cockpit.domain.catalogue import ENTITIES
from cockpit.domain.edit import Edit, Record, Update
from cockpit.domain.entity import Entity, instant_text
from cockpit.domain.gate import Criterion, GatePolicy
from cockpit.domain.kpi import Group, Kpi
from cockpit.domain.measurement import Series
from cockpit.domain.milestone import Milestone
from cockpit.domain.person import Person
from cockpit.domain.phase import Phase, PhaseCode
from cockpit.domain.project import Project
from cockpit.domain.risk import Risk
from cockpit.domain.rollback import Rehearsal, Rollback
from cockpit.domain.state import ProjectState
from cockpit.domain.validation import validated
from cockpit.store import open_store

TODAY = date(2026, 11, 20)
PROJECT = "PR-1"
GATE = PhaseCode.PILOT

RISKS, ACTIONS, MILESTONES, KPIS, MEASUREMENTS = 2_000, 10_000, 500, 200, 5_000
_PEOPLE, _SCENARIOS = 40, 20
_FIRST_MEASURED = datetime(2026, 4, 25, tzinfo=UTC)
_LAST_MEASURED = _FIRST_MEASURED + timedelta(hours=MEASUREMENTS - 1)
_SEED = 20_261
_ASKED = ("kpis_met", "risks_under_control", "milestone_adherence", "rollback_rehearsed")
"""What the gate asks: all that is large in the project."""

_READ = tuple(
    entity.kind
    for entity in ENTITIES
    if entity in (Project, Person, Phase, GatePolicy, Criterion, Rollback, Rehearsal, Risk, Action, Milestone, Kpi)
)


def make(path: Path) -> None:
    """A store with the project."""
    chance = Random(_SEED)
    rows: dict[str, dict[str, Entity]] = {}
    for row in _rows(chance):
        rows.setdefault(row.kind, {})[row.uid] = row
    with closing(open_store(path, who="bench", create=True, clock=lambda: datetime(2026, 11, 20, 9, tzinfo=UTC))) as store:
        store.bring_in(ProjectState(rows, dict(_series(chance))))


def read_plainly(path: Path) -> int:
    """All rows and totals of periods that the verdict needs, as plain sqlite3 gives them; how many they are."""
    with closing(sqlite3.connect(path)) as connection:
        tables = (*_READ, "period_total")
        return sum(len(connection.execute(f'SELECT * FROM "{table}"').fetchall()) for table in tables)


EDITED = ("a risk", "an action", "a measurement", "a milestone")
"""What is edited: each is an edit that the verdict has to heed."""


def edits(state: ProjectState, number: int) -> dict[str, Edit]:
    """An edit of each sort in :data:`EDITED`, another one for each number."""
    risk, action = state.all(Risk)[number], [each for each in state.all(Action) if each.state is not ActionState.DONE][number]
    kpi, milestone = state.all(Kpi)[number], state.all(Milestone)[number]
    return {
        "a risk": Update(risk, {"current_likelihood": 1 if risk.current_likelihood != 1 else 2}),
        "an action": Update(action, {"due_on": TODAY + timedelta(days=number)}),
        "a measurement": Record(kpi.uid, Group.PILOT, {instant_text(_LAST_MEASURED): 90.0 + number}),
        "a milestone": Update(milestone, {"reached_on": TODAY - timedelta(days=number)}),
    }


def _row(entity: type[Entity], ref: str, **values: Any) -> Entity:
    if entity.title_field == "title":
        values.setdefault("title", f"{entity.label} {ref}")
    return validated(entity, {"uid": ref, "ref": ref, **values})


def _ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def _rows(chance: Random) -> Iterator[Entity]:
    yield _row(Project, PROJECT, key="LARGE", phase=GATE)
    for number in range(1, _PEOPLE + 1):
        yield _row(Person, f"P-{number}", handle=f"p{number}", name=f"Person {number}")
    yield _row(Phase, "PH-1", code=GATE, status="running", starts_on=_ago(200), ends_on=_ago(-20))
    yield _row(GatePolicy, "GP-1", gate=GATE)
    for number, rule in enumerate(_ASKED, 1):
        yield _row(Criterion, f"CR-{number}", policy="GP-1", rule=rule, position=number)
    for number in range(1, _SCENARIOS + 1):
        yield _row(Rollback, f"RB-{number}")
        yield _row(Rehearsal, f"RH-{number}", rollback=f"RB-{number}", rehearsed_on=_ago(30), succeeded=True)
    for number in range(1, RISKS + 1):
        grave = chance.random() < 0.1
        yield _row(
            Risk, f"R-{number}", owner=_somebody(chance), rollback=f"RB-{chance.randint(1, _SCENARIOS)}",
            inherent_likelihood=chance.randint(1, 5), inherent_impact=chance.randint(1, 5), reviewed_on=_ago(chance.randint(0, 25)),
            current_likelihood=5 if grave else chance.randint(1, 3), current_impact=chance.randint(1, 5 if grave else 3),
        )  # fmt: skip
    for number in range(1, ACTIONS + 1):
        # Each mitigates a risk, so that the verdict needs them all, as what it is compared with reads them all.
        risk, state = f"R-{chance.randint(1, RISKS)}", chance.choice(["to_do", "doing", "done", "done", "done"])
        yield _row(Action, f"A-{number}", owner=_somebody(chance), due_on=_ago(chance.randint(-60, 3)), state=state, risk=risk)
    for number in range(1, MILESTONES + 1):
        due = chance.randint(-60, 200)
        reached = _ago(due + 1) if due > 0 and chance.random() < 0.9 else None
        yield _row(Milestone, f"M-{number}", baseline_on=_ago(due), planned_on=_ago(due), reached_on=reached)
    for number in range(1, KPIS + 1):
        yield _row(Kpi, f"K-{number}", target=100, unit="ms", direction="lower", owner=_somebody(chance))


def _somebody(chance: Random) -> str:
    return f"P-{chance.randint(1, _PEOPLE)}"


def _series(chance: Random) -> Iterator[tuple[tuple[str, str], Series]]:
    """A measurement an hour of each KPI."""
    times = tuple(instant_text(_FIRST_MEASURED + timedelta(hours=hour)) for hour in range(MEASUREMENTS))
    for number in range(1, KPIS + 1):
        usual = chance.choice([95.0, 97.0, 99.9])
        yield (f"K-{number}", Group.PILOT.value), Series(times, tuple(round(chance.gauss(usual, 5), 2) for _ in times))
