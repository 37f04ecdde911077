"""All entities of the method, in an order in which each can be written after those that it belongs to."""

from cockpit.domain.accepted_debt import AcceptedDebt
from cockpit.domain.action import Action
from cockpit.domain.activity import Activity, ActivityLink
from cockpit.domain.budget import Benefit, BudgetLine, Cost
from cockpit.domain.calendar import Holiday, WorkingCalendar
from cockpit.domain.charter import Charter, Objective, ScopeItem, Stakeholder, Support
from cockpit.domain.communication import Channel, Communication, FaqEntry
from cockpit.domain.decision import Decision
from cockpit.domain.entity import Entity
from cockpit.domain.experiment import Experiment, Look
from cockpit.domain.feed import Feed
from cockpit.domain.gate import Criterion, GatePolicy, GateReview, ManualCheck, Waiver
from cockpit.domain.incident import Incident
from cockpit.domain.kpi import Kpi
from cockpit.domain.lesson import Lesson
from cockpit.domain.milestone import BaselineRevision, Milestone
from cockpit.domain.person import Person
from cockpit.domain.phase import Deliverable, Iteration, Phase
from cockpit.domain.procedure import Procedure, ProcedureRevision
from cockpit.domain.project import Project
from cockpit.domain.resource import Resource
from cockpit.domain.risk import Acceptance, Assessment, Risk
from cockpit.domain.rollback import Rehearsal, Rollback
from cockpit.domain.standup import Standup
from cockpit.domain.survey import Survey
from cockpit.domain.training import Attendance, Course, TrainingSession
from cockpit.domain.voice import Interview, Remark, Theme, UserGroup
from cockpit.domain.wave import Wave
from cockpit.domain.win import Win
from cockpit.domain.workshop import Workshop

ENTITIES: tuple[type[Entity], ...] = (
    Project, Person, WorkingCalendar, Holiday,
    Charter, ScopeItem, Objective, Stakeholder, Support,
    Phase, Iteration, Deliverable,
    Milestone, BaselineRevision, Resource, Activity, ActivityLink,
    Rollback, Rehearsal, Risk, Assessment, Acceptance,
    Kpi, Feed, AcceptedDebt, Incident, BudgetLine, Cost, Benefit, Experiment, Look, Survey,
    Theme, Interview, UserGroup, Remark, Workshop,
    Course, TrainingSession, Attendance, Channel, Communication, FaqEntry, Wave,
    GatePolicy, Criterion, ManualCheck, GateReview, Waiver, Standup, Action,
    Win, Lesson, Procedure, ProcedureRevision, Decision,
)  # fmt: skip
"""Every entity once, parents before children; the project first."""

BY_PREFIX: dict[str, type[Entity]] = {entity.prefix: entity for entity in ENTITIES}
"""Every entity by what its refs begin with."""

_BY_KIND = {entity.kind: entity for entity in ENTITIES}


def entity_of(kind: str) -> type[Entity]:
    """The entity named ``kind``; KeyError where there is none."""
    try:
        return _BY_KIND[kind]
    except KeyError:
        raise KeyError(f"no entity is called {kind!r}; there are {', '.join(sorted(_BY_KIND))}") from None


def by_prefix(prefix: str) -> type[Entity]:
    """The entity whose refs begin with ``prefix`` (``R`` of ``R-12``), in any case; KeyError where there is none."""
    try:
        return BY_PREFIX[prefix.upper()]
    except KeyError:
        raise KeyError(f"no ref begins with {prefix!r}; they begin with {', '.join(sorted(BY_PREFIX))}") from None
