"""What of a project concerns somebody on a day: what is theirs, overdue, critical, or of the phase that is under way."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, cached_property
from typing import Any, NamedTuple

from cockpit.domain.accepted_debt import AcceptedDebt
from cockpit.domain.action import Action, ActionState, is_late
from cockpit.domain.activity import Activity
from cockpit.domain.charter import Objective
from cockpit.domain.communication import Channel
from cockpit.domain.entity import Choice, Entity, Shape, fields_of
from cockpit.domain.evidence import INSUFFICIENT, NOT_MET
from cockpit.domain.experiment import Experiment, ExperimentStatus
from cockpit.domain.gate import Criterion, Waiver
from cockpit.domain.incident import Incident
from cockpit.domain.kpi import Kpi
from cockpit.domain.message import N_
from cockpit.domain.milestone import Milestone, expected_on
from cockpit.domain.person import Person
from cockpit.domain.phase import Deliverable, DeliverableState, Phase, PhaseCode, PhaseStatus
from cockpit.domain.readiness.kpi_answer import kpi_answer
from cockpit.domain.readiness.policy import policy_of
from cockpit.domain.readiness.verdict import Verdict
from cockpit.domain.resource import Resource
from cockpit.domain.risk import Acceptance, Risk, critical_risks, is_over, last_review
from cockpit.domain.state import ProjectState
from cockpit.domain.text import folded
from cockpit.domain.wave import Wave, WaveStatus
from cockpit.domain.wave import is_over as wave_is_over


class Concern(Choice):
    """Why somebody looks for a row."""

    MINE = "mine", N_("mine")
    OVERDUE = "overdue", N_("overdue")
    CRITICAL = "critical", N_("critical")
    PHASE = "phase", N_("this phase")


def concerns_of(entity: type[Entity]) -> tuple[Concern, ...]:
    """The concerns by which rows of an entity can be told apart."""
    return tuple(concern for concern in Concern if _TOLD_APART[concern](entity))


@dataclass(frozen=True)
class Viewpoint:
    """A project as seen by the person with the handle ``who``, on the day and at the gate of a ``verdict``."""

    verdict: Verdict
    who: str

    @property
    def state(self) -> ProjectState:
        """The project."""
        return self.verdict.state

    @property
    def as_of(self) -> date:
        """The day."""
        return self.verdict.as_of

    def keeps(self, concern: Concern, row: Entity) -> bool:
        """Whether a row is of a concern."""
        match concern:
            case Concern.MINE:
                return self.me is not None and (row is self.me or any(self._names_me(row, name) for name in _people(type(row))))
            case Concern.OVERDUE:
                is_overdue = _OVERDUE.get(type(row))
                return is_overdue is not None and is_overdue(self, row)
            case Concern.CRITICAL:
                return self._is_critical(row)
            case _:
                return self._is_of_phase(row)

    @cached_property
    def me(self) -> Person | None:
        """The person whose viewpoint it is; None where nobody of the project has that handle."""
        handle = folded(self.who)
        return next((person for person in self.state.all(Person) if folded(person.handle) == handle), None)

    def _names_me(self, row: Entity, name: str) -> bool:
        named = getattr(row, name)
        uid = self.me.uid if self.me else None
        return uid in named if isinstance(named, tuple) else named == uid

    # Critical: what keeps the gate shut, the risks that the policy calls critical, and the work that turns either

    @cached_property
    def _shut_by(self) -> frozenset[tuple[str, str]]:
        """Kind and uid of the blocking criteria that are not met, and of what speaks against them."""
        shut = [each for each in self.verdict.judged if each.blocking and each.state in (NOT_MET, INSUFFICIENT)]
        seen = {(row.kind, row.uid) for each in shut for row in each.finding.observations if not row.good}
        return frozenset(seen | {(Criterion.kind, each.criterion.uid) for each in shut})

    @cached_property
    def _critical_risks(self) -> frozenset[str]:
        policy = policy_of(self.state, self.verdict.gate)
        return frozenset(risk.uid for risk in critical_risks(self.state, policy))

    def _is_critical(self, row: Entity) -> bool:
        if isinstance(row, Action):
            return row.state is not ActionState.DONE and self._serves_what_is_critical(row)
        return (row.kind, row.uid) in self._shut_by or (isinstance(row, Risk) and row.uid in self._critical_risks)

    def _serves_what_is_critical(self, action: Action) -> bool:
        criterion = self.state.get(Criterion, action.criterion)
        if (criterion is not None and criterion.blocking) or action.risk in self._critical_risks:
            return True
        links = (("risk", action.risk), ("kpi", action.kpi), ("milestone", action.milestone), ("wave", action.wave))
        return any((kind, uid) in self._shut_by for kind, uid in links if uid)

    # Of this phase: by what a row refers to, else by its day

    @cached_property
    def _phase(self) -> Phase | None:
        return next((phase for phase in self.state.all(Phase) if phase.code is self.state.project.phase), None)

    def _is_of_phase(self, row: Entity) -> bool:
        found = self._told_by(row)
        return self._day_is_of_phase(row) if found is None else found is self.state.project.phase

    def _told_by(self, row: Entity | None) -> PhaseCode | None:
        """The phase that a row says itself, or that what it refers to says."""
        if row is None:
            return None
        if isinstance(row, Wave):
            return PhaseCode.SCALE_UP
        ways = _ways_to_phase(type(row))
        if ways.code:
            code: PhaseCode | None = getattr(row, ways.code)
            return code
        for name, kind in ways.references:
            uid = getattr(row, name)
            if uid and (found := self._told_by(self.state.row(kind, uid))):
                return found
        return None

    def _day_is_of_phase(self, row: Entity) -> bool:
        phase = self._phase
        day = next((day for name in _ways_to_phase(type(row)).days if (day := getattr(row, name)) is not None), None)
        if phase is None or day is None:
            return False
        return bool((phase.starts_on or date.min) <= day <= (phase.ends_on or date.max))


_PHASE_FIELDS = ("code", "gate")
_LEADING_TO_PHASE = (
    ("phase", "phase"), ("milestone", "milestone"), ("kpi", "kpi"), ("criterion", "criterion"), ("policy", "gate_policy"),
    ("wave", "wave"),
)  # fmt: skip
_DAYS = ("due_on", "held_on", "starts_on", "planned_on", "needed_from", "incurred_on", "realised_on", "decided_on", "happened_on")
"""The fields that say when a row takes place; the first that a row has counts."""


class _Ways(NamedTuple):
    """By what the rows of an entity tell their phase: the field that holds its code, references that lead to one, their days."""

    code: str
    references: tuple[tuple[str, str], ...]
    days: tuple[str, ...]


@cache
def _ways_to_phase(entity: type[Entity]) -> _Ways:
    known = {spec.name: spec for spec in fields_of(entity)}
    code = next((name for name in _PHASE_FIELDS if name in known and known[name].choices is PhaseCode), "")
    references = tuple((name, kind) for name, kind in _LEADING_TO_PHASE if name in known and known[name].refers_to == kind)
    return _Ways(code, references, tuple(name for name in _DAYS if name in known and known[name].shape is Shape.DATE))


@cache
def _people(entity: type[Entity]) -> tuple[str, ...]:
    """The fields in which people are named."""
    return tuple(spec.name for spec in fields_of(entity) if spec.refers_to == Person.kind)


def _risk_is_overdue(seen: Viewpoint, risk: Risk) -> bool:
    """Whether a risk has to be looked at again: by its own date, or since its last review is too old for the gate."""
    if is_over(seen.state, risk):
        return False
    if risk.review_on is not None and risk.review_on < seen.as_of:
        return True
    reviewed, patience = last_review(seen.state, risk, seen.as_of), policy_of(seen.state, seen.verdict.gate).risk_review_days
    return reviewed is None or seen.as_of - reviewed > timedelta(days=patience)


def _wave_is_overdue(seen: Viewpoint, wave: Wave) -> bool:
    due = wave.starts_on if wave.status is WaveStatus.PLANNED else wave.ends_on
    return not wave_is_over(wave) and _is_past(due, seen)


def _is_past(day: date | None, seen: Viewpoint) -> bool:
    return day is not None and day < seen.as_of


_OVERDUE: Mapping[type[Entity], Callable[[Viewpoint, Any], bool]] = {
    Action: lambda seen, row: is_late(row, seen.as_of),
    Milestone: lambda seen, row: row.reached_on is None and _is_past(expected_on(seen.state, row), seen),
    Deliverable: lambda seen, row: row.state in (DeliverableState.TO_DO, DeliverableState.DOING) and _is_past(row.due_on, seen),
    Activity: lambda seen, row: row.actual_end_on is None and row.progress < 100 and _is_past(row.ends_on, seen),
    Phase: lambda seen, row: row.status is not PhaseStatus.DONE and _is_past(row.ends_on, seen),
    Wave: _wave_is_overdue,
    Risk: _risk_is_overdue,
    Kpi: lambda seen, row: not kpi_answer(seen.state, row, policy_of(seen.state, seen.verdict.gate), seen.as_of).standing.fresh,
    Experiment: lambda seen, row: row.status is ExperimentStatus.RUNNING and _is_past(row.ends_on, seen),
    Resource: lambda seen, row: row.secured_on is None and _is_past(row.needed_from, seen),
    Acceptance: lambda seen, row: _is_past(row.expires_on, seen),
    AcceptedDebt: lambda seen, row: _is_past(row.expires_on, seen),
    Waiver: lambda seen, row: _is_past(row.expires_on, seen),
}
"""What should have been done, or looked at again, before a day, and was not; by entity."""

_CRITICAL = (Action, Risk, Kpi, Criterion, Milestone, Deliverable, Wave, Incident, Resource, Channel, Experiment, Objective)
"""What is critical by itself, serves what is, or is looked at by criteria of gates."""


_TOLD_APART: Mapping[Concern, Callable[[type[Entity]], bool]] = {
    Concern.MINE: lambda entity: entity is Person or bool(_people(entity)),
    Concern.OVERDUE: lambda entity: entity in _OVERDUE,
    Concern.CRITICAL: lambda entity: entity in _CRITICAL,
    Concern.PHASE: lambda entity: any(_ways_to_phase(entity)),
}
