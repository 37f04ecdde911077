"""What the rows behind a verdict rest on in turn: a wave on its sessions and who attended them, a risk on its assessments.

A rule tells of the row that it judges and seldom of those by which it judges it, and an attendance that is gone changes a verdict as well.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TypeAlias

from cockpit.domain.accepted_debt import AcceptedDebt
from cockpit.domain.action import Action, ActionState
from cockpit.domain.charter import Objective, Stakeholder, Support
from cockpit.domain.communication import Channel, Communication
from cockpit.domain.entity import Entity, field_of
from cockpit.domain.experiment import Experiment, Look
from cockpit.domain.gate import ManualCheck
from cockpit.domain.kpi import Kpi
from cockpit.domain.lesson import Lesson
from cockpit.domain.milestone import BaselineRevision, Milestone
from cockpit.domain.phase import Deliverable
from cockpit.domain.risk import Acceptance, Assessment, Risk
from cockpit.domain.rollback import Rehearsal, Rollback
from cockpit.domain.state import ProjectState
from cockpit.domain.training import Attendance, Course, TrainingSession
from cockpit.domain.voice import Remark, Theme
from cockpit.domain.wave import Wave

_Key: TypeAlias = tuple[str, str]

_REFERRING: dict[str, tuple[tuple[type[Entity], str], ...]] = {
    Risk.kind: ((Assessment, "risk"), (Acceptance, "risk"), (Action, "risk")),
    Rollback.kind: ((Rehearsal, "rollback"),),
    Stakeholder.kind: ((Support, "stakeholder"),),
    Wave.kind: ((TrainingSession, "wave"),),
    Course.kind: ((TrainingSession, "course"),),
    TrainingSession.kind: ((Attendance, "session"),),
    Channel.kind: ((Communication, "channel"),),
    Milestone.kind: ((BaselineRevision, "milestone"),),
    Kpi.kind: ((AcceptedDebt, "kpi"),),
    Experiment.kind: ((Look, "experiment"),),
    Lesson.kind: ((ManualCheck, "lesson"),),
    Theme.kind: ((Remark, "theme"),),
}
"""The rows that a row of a kind rests on because they refer to it: their entity, and by which field."""

_LAST_COUNTS: dict[str, str] = {
    Assessment.kind: "assessed_on",
    Rehearsal.kind: "rehearsed_on",
    Support.kind: "noted_on",
    Communication.kind: "held_on",
}
"""What is noted again and again, by the field that says when: the last counts alone."""

_REFERRED: dict[str, tuple[str, ...]] = {
    Risk.kind: ("rollback",),
    Wave.kind: ("rollback", "guardrails"),
    Kpi.kind: ("phase",),
    Deliverable.kind: ("phase",),
    Objective.kind: ("kpi",),
    Look.kind: ("experiment",),
    Remark.kind: ("interview", "user_group"),
}
"""The fields of a row that name what it rests on."""


def grounds_of(state: ProjectState, rows: Iterable[Entity], as_of: date) -> Iterator[Entity]:
    """Every row that some rows of a state rest on, on a day, once, and what those rest on; not the rows themselves."""
    waiting = list(rows)
    seen: set[_Key] = {(row.kind, row.uid) for row in waiting}
    for row in waiting:
        for below in _below(state, row, as_of):
            if (below.kind, below.uid) not in seen:
                seen.add((below.kind, below.uid))
                waiting.append(below)
                yield below


def _below(state: ProjectState, row: Entity, as_of: date) -> Iterator[Entity]:
    for entity, name in _REFERRING.get(row.kind, ()):
        referring = state.of(entity, name, row.uid)
        if when := _LAST_COUNTS.get(entity.kind):
            last = max((on for each in referring if (on := getattr(each, when)) <= as_of), default=None)
            referring = tuple(each for each in referring if getattr(each, when) == last)
        # What is done keeps nothing from being met.
        yield from (each for each in referring if not isinstance(each, Action) or each.state is not ActionState.DONE)
    for name in _REFERRED.get(row.kind, ()):
        target = getattr(row, name)
        kind = field_of(type(row), name).refers_to
        for uid in target if isinstance(target, tuple) else (target,):
            if below := state.row(kind, uid):
                yield below
