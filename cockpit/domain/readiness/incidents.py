"""The rate of incidents, on the exact confidence bounds of their number."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from cockpit.domain.edit import Edit, Update
from cockpit.domain.evidence import INSUFFICIENT, MET, NOT_MET, CriterionState, Finding, Observation, answer_of, signed
from cockpit.domain.incident import Incident, Severity
from cockpit.domain.kpi import Cadence, Direction
from cockpit.domain.measurement import day_in
from cockpit.domain.message import N_, Message, Rounded, message
from cockpit.domain.period import period_start
from cockpit.domain.phase import PhaseStatus
from cockpit.domain.poisson import lower_bound, upper_bound
from cockpit.domain.readiness.kind import Case, CriterionKind
from cockpit.domain.readiness.kpi_answer import spans
from cockpit.domain.readiness.policy import phase_of
from cockpit.domain.readiness.setting import Setting
from cockpit.domain.risk import Risk
from cockpit.domain.state import ProjectState
from cockpit.domain.step import Remedy, Step
from cockpit.domain.wave import Wave

_WEEK = timedelta(weeks=1)


class IncidentRate(CriterionKind):
    """Incidents that are bad enough are rare enough, as far as the weeks observed prove it, and no critical one is open.

    The weeks counted lie in the phase that the gate ends; where it has not lasted so long, it is the shorter time that is observed.
    Without its first day nobody knows since when incidents are written down, and that there are none proves nothing.
    """

    code = "incident_rate"
    label = N_("Incident rate")
    settings = (
        Setting("weeks", N_("Weeks"), 4, least=1, most=520),
        Setting("severity", N_("Severity"), Severity.MAJOR.value, choices=tuple(each.value for each in Severity)),
        Setting("at_most", N_("Incidents a week at most"), 1.0, least=0.001, most=1_000_000),
    )

    def judge(self, case: Case) -> Finding:
        at_most = case.settings.number("at_most")
        rule = message(
            N_("at most {rate} a week of the incidents that are {severity} or worse, with 95 % confidence, in the last week; no critical one is open"),
            N_("at most {rate} a week of the incidents that are {severity} or worse, with 95 % confidence, over {count} weeks; no critical one is open"),
            rate=at_most, severity=_severity(case), count=case.settings.whole("weeks"),
        )  # fmt: skip
        seen = _observed(case, case.as_of)
        unresolved = _unresolved(case, case.as_of)
        state = NOT_MET if unresolved else seen.answer(at_most)
        summary = seen.said
        if seen.answer(at_most) is INSUFFICIENT and seen.weeks and (day := _first_day(case)):
            more = message(N_("no further one until {day} would tell"), day=day)
            summary = message("{facts}", facts=(summary, more))
        if unresolved:
            refs = tuple(each.ref for each in unresolved)
            summary = message("{facts}", facts=(message(N_("{incidents} critical and open"), incidents=refs), summary))
        return Finding(
            state,
            summary,
            rule,
            margin=signed(round(at_most - seen.high, 2)) if seen.weeks else None,
            observed_on=seen.ends_before - timedelta(days=1) if seen.weeks else None,
            observations=tuple(_observation(case, each) for each in _told(seen.incidents, unresolved)),
        )

    def remedy(self, case: Case) -> Remedy:
        steps = [_resolving(case, each) for each in _unresolved(case, case.as_of)]
        if _begin(case) is None:
            gate = Message(case.policy.gate.label)
            return Remedy(tuple(steps), (message(N_("say when the phase began: {phase}"), phase=gate),))
        at_most = case.settings.number("at_most")
        days = (case.today, case.as_of)
        if all(_observed(case, day).answer(at_most) is MET for day in days):
            return Remedy(tuple(steps))
        day = _first_day(case)
        if day is not None:
            return Remedy((*steps, _waiting(case, day)))
        return Remedy(tuple(steps), (_stuck(case, at_most),))


@dataclass(frozen=True)
class _Observed:
    """The incidents of so many ``weeks`` (which need not be whole) before a day, with the bounds of their rate a week.

    ``known`` tells whether anybody knows since when they are written down; there are no weeks otherwise.
    """

    incidents: tuple[Incident, ...]
    weeks: float
    ends_before: date
    known: bool

    @property
    def low(self) -> float:
        return lower_bound(len(self.incidents)) / self.weeks

    @property
    def high(self) -> float:
        return upper_bound(len(self.incidents)) / self.weeks

    def answer(self, at_most: float) -> CriterionState:
        """Whether the rate is at most so high."""
        return answer_of(self.low, self.high, at_most, Direction.LOWER) if self.weeks else INSUFFICIENT

    @property
    def said(self) -> Message:
        if not self.known:
            return message(N_("the phase has no first day: since when incidents are written down is not known"))
        if not self.weeks:
            return message(N_("no week of the phase is over yet"))
        return message(
            N_("{incidents} in {time}: {rate} a week, between {low} and {high}"),
            incidents=len(self.incidents), time=self._time,
            rate=Rounded(len(self.incidents) / self.weeks, 2), low=Rounded(self.low, 2), high=Rounded(self.high, 2),
        )  # fmt: skip

    @property
    def _time(self) -> Message:
        if self.weeks.is_integer():
            return spans(Cadence.WEEK, int(self.weeks))
        return spans(Cadence.DAY, round(7 * self.weeks))


def _observed(case: Case, day: date) -> _Observed:
    """The last weeks, Monday to Sunday, that were over on a day, as far as they lie in the phase that the gate ends."""
    phase = phase_of(case.state, case.policy.gate)
    if phase and phase.status is PhaseStatus.DONE and phase.ends_on:
        day = min(day, phase.ends_on + timedelta(days=1))
    end, began = period_start(day, Cadence.WEEK), _begin(case)
    begin = end if began is None else max(began, end - case.settings.whole("weeks") * _WEEK)
    severities, zone = list(Severity), case.state.project.timezone
    least = severities.index(Severity(case.settings.text("severity")))
    found = [
        each
        for each in case.state.all(Incident)
        if severities.index(each.severity) >= least and begin <= day_in(each.occurred_at, zone) < end
    ]
    return _Observed(tuple(found), max(0, (end - begin).days) / 7, end, began is not None)


def _begin(case: Case) -> date | None:
    """The first day of the phase that the gate ends."""
    phase = phase_of(case.state, case.policy.gate)
    return phase.starts_on if phase else None


def _unresolved(case: Case, day: date) -> list[Incident]:
    """The critical incidents that have happened by a day and last."""
    zone = case.state.project.timezone
    return [
        each
        for each in case.state.all(Incident)
        if each.severity is Severity.CRITICAL
        and day_in(each.occurred_at, zone) <= day
        and (each.resolved_at is None or day_in(each.resolved_at, zone) > day)
    ]


def _first_day(case: Case) -> date | None:
    """The first day on which the rate is low enough, if there is no further incident; today or a Monday."""
    at_most = case.settings.number("at_most")
    monday = period_start(max(case.today, _begin(case) or case.today), Cadence.WEEK) + _WEEK
    days = [case.today, *(monday + number * _WEEK for number in range(case.settings.whole("weeks") + 1))]
    later = [day for day in days if _observed(case, day).answer(at_most) is MET]
    return next((day for day in later if _observed(case, max(day, case.as_of)).answer(at_most) is MET), None)


def _severity(case: Case) -> Message:
    return Message(Severity(case.settings.text("severity")).label)


def _told(seen: Sequence[Incident], unresolved: Sequence[Incident]) -> list[Incident]:
    """The open critical ones first, then the others that count."""
    return [*unresolved, *(each for each in seen if each not in unresolved)]


def _observation(case: Case, incident: Incident) -> Observation:
    zone = case.state.project.timezone
    on = day_in(incident.occurred_at, zone)
    resolved = day_in(incident.resolved_at, zone) if incident.resolved_at else None
    severity = Message(incident.severity.label)
    if resolved is None or resolved > case.as_of:
        said = message(N_("{severity}, since {day}, open"), severity=severity, day=on)
        good = False if incident.severity is Severity.CRITICAL else None
    else:
        said = message(N_("{severity}, on {day}, resolved on {resolved}"), severity=severity, day=on, resolved=resolved)
        good = None
    return Observation(incident.kind, incident.uid, incident.ref, said, on, good)


def _resolving(case: Case, incident: Incident) -> Step:
    def make(state: ProjectState, on: date) -> Iterator[Edit]:
        now = state.get(Incident, incident.uid)
        assert now
        morning = datetime.combine(on, time(), ZoneInfo(state.project.timezone))
        yield Update(now, {"resolved_at": max(morning, now.occurred_at)})

    risk, wave = case.state.get(Risk, incident.risk), case.state.get(Wave, incident.wave)
    owner = (risk.owner if risk else None) or (wave.owner if wave else None) or case.criterion.owner
    said = message(N_("resolve {incident}"), incident=str(incident))
    return Step(("resolve", incident.uid), said, make, incident.kind, incident.uid, owner)


def _waiting(case: Case, day: date) -> Step:
    """Nothing to do but to let no further incident happen: it is the day that counts."""

    def make(state: ProjectState, on: date) -> Iterator[Edit]:
        yield from ()

    weeks = math.ceil((day - case.today).days / 7)
    said = message(
        N_("{count} week without an incident that is {severity} or worse, until {day}"),
        N_("{count} weeks without an incident that is {severity} or worse, until {day}"),
        count=weeks, severity=_severity(case), day=day,
    )  # fmt: skip
    key = ("no_incident", case.settings.text("severity"), day.isoformat())
    return Step(key, said, make, owner=case.criterion.owner, on=day)


def _stuck(case: Case, at_most: float) -> Message:
    weeks = case.settings.whole("weeks")
    if upper_bound(0) / weeks > at_most:
        return message(
            N_("ask for more weeks: with none in {count} week, it may still be {high} a week"),
            N_("ask for more weeks: with none in {count} weeks, it may still be {high} a week"),
            count=weeks, high=Rounded(upper_bound(0) / weeks, 2),
        )  # fmt: skip
    return message(N_("cannot any more, as the phase is over"))
