"""What would have a KPI met: the fewest further periods at some value, and the day on which they are over.

More can be less: a jump widens the bound of the mean.  So each number of periods is tried, and for each the values from the target on.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import ClassVar, Protocol, TypeVar

from cockpit.domain.accepted_debt import debt_in_force
from cockpit.domain.edit import Edit, Record
from cockpit.domain.evidence import MET
from cockpit.domain.gate import GatePolicy
from cockpit.domain.kpi import Group, Kpi, KpiRule, amount
from cockpit.domain.kpi_rule import MOST_FURTHER, Demand, value_to_meet
from cockpit.domain.kpi_standing import is_fresh
from cockpit.domain.measurement import day_of
from cockpit.domain.message import N_, Message, message
from cockpit.domain.period import next_period, period_start
from cockpit.domain.phase import PhaseStatus
from cockpit.domain.readiness.kpi_answer import KpiAnswer, kpi_answer, spans
from cockpit.domain.readiness.policy import phase_of
from cockpit.domain.state import ProjectState
from cockpit.domain.step import Remedy, Step

_WHOLE = 100.0


@dataclass(frozen=True)
class Course:
    """How a KPI has to go on: so many ``periods`` at ``value``, the last of which is over before the day ``on``."""

    codes: ClassVar[tuple[str, str]] = ("hold", "go_on")
    """With what the keys of its steps begin: where it is not met, and where it only has to go on."""
    words: ClassVar[tuple[str, str]] = (
        N_("{kpi} at {value} for {periods} more"), N_("go on measuring {kpis}, which hold, until {day}")
    )  # fmt: skip

    kpi: Kpi
    group: Group
    starts: tuple[date, ...]
    value: float
    on: date

    @property
    def periods(self) -> int:
        """How many there are."""
        return len(self.starts)

    def edits(self, state: ProjectState) -> Iterator[Edit]:
        """Measurements that say so, in place of those that the periods hold already."""
        yield holding_at(state, self.kpi, self.group, dict.fromkeys(self.starts, self.value))


@dataclass(frozen=True)
class Outlook:
    """A KPI as it stands ``today`` on a gate's terms, and how it could go on."""

    state: ProjectState
    kpi: Kpi
    policy: GatePolicy
    today: date
    demand: Demand
    group: Group | None = None
    rule: KpiRule | None = None

    @cached_property
    def answer(self) -> KpiAnswer:
        """Where it stands today."""
        return self.answer_by(self.today)

    def answer_by(self, day: date) -> KpiAnswer:
        """Where it stands on ``day`` if nothing more is measured."""
        return kpi_answer(self.state, self.kpi, self.policy, day, demand=self.demand, group=self.group, rule=self.rule)

    def is_met(self, day: date) -> bool:
        """Whether it is met on ``day`` if nothing more is measured."""
        return (self.answer if day == self.today else self.answer_by(day)).state is MET

    def course_by(self, day: date) -> Course | None:
        """The fewest further periods at the easiest value that have it met on ``day`` or later, if need be; None where none have."""
        if self.kpi.target is None:
            return None
        starts = periods_to_come(self.state, self.kpi, self.policy, self.today, day)
        for further in self._numbers(starts, day):
            on = next_period(starts[further - 1], self.kpi.cadence)
            # What is accepted today may not be any more once the periods are over.
            debt = debt_in_force(self.state, self.kpi, max(day, on))
            value = self._value(further, debt.target if debt else self.kpi.target)
            if value is not None:
                return Course(self.kpi, self.answer.standing.group, tuple(starts[:further]), value, on)
        return None

    @property
    def stuck(self) -> Message:
        """Why nothing that is measured helps."""
        if self.kpi.target is None:
            return message(N_("set a target for {kpi}"), kpi=self.kpi.ref)
        periods = spans(self.kpi.cadence, MOST_FURTHER)
        return message(N_("{kpi}: cannot by data alone, not within {periods}"), kpi=str(self.kpi), periods=periods)

    def _numbers(self, starts: Sequence[date], day: date) -> Iterator[int]:
        """The numbers of periods that are worth trying, the fewest first: those whose last one is young enough on the day."""
        cadence = self.kpi.cadence
        ended = [number for number, start in enumerate(starts, 1) if next_period(start, cadence) <= day]
        for number, start in enumerate(starts, 1):
            over = next_period(start, cadence)
            last = over - timedelta(days=1)
            if number <= MOST_FURTHER and is_fresh(last, cadence, self.policy.kpi_days, max(day, over)):
                yield number
        if ended and ended[-1] > MOST_FURTHER:
            yield ended[-1]

    def _value(self, further: int, target: float) -> float | None:
        kpi, values = self.kpi, self.answer.standing.values
        most = _WHOLE if kpi.unit == "%" and max((*values, target)) <= _WHOLE else float("inf")
        rule = self.rule or kpi.rule
        return value_to_meet(values, further, target, kpi.direction, rule, self.demand, decimals=kpi.decimals, most=most)


def periods_to_come(
    state: ProjectState, kpi: Kpi, policy: GatePolicy, today: date, day: date, least: int = MOST_FURTHER
) -> list[date]:
    """The first days of the periods to come that a gate will judge: the one that runs ``today``, and those after it.

    At least so many as lie before ``day``, and ``least``; fewer where the phase that the gate ends is over before.
    """
    phase = phase_of(state, policy.gate)
    until = phase.ends_on if phase and phase.status is PhaseStatus.DONE else None
    cadence = kpi.cadence
    start = period_start(today, cadence)
    if phase and phase.starts_on and start < phase.starts_on:
        start = period_start(phase.starts_on, cadence)
        start = start if start >= phase.starts_on else next_period(start, cadence)
    starts: list[date] = []
    while len(starts) < least or next_period(start, cadence) <= day:
        if until is not None and next_period(start, cadence) > until + timedelta(days=1):
            break
        starts.append(start)
        start = next_period(start, cadence)
    return starts


def holding_at(state: ProjectState, kpi: Kpi, group: Group, values: Mapping[date, float]) -> Edit:
    """Measurements that give periods of a KPI (their first days) these values, in place of those that the periods hold already."""
    held, zone = state.measurements(kpi.uid, group).points, state.project.timezone
    points: dict[str, float | None] = {}
    for start, value in values.items():
        after = next_period(start, kpi.cadence)
        # The day of an instant may be that before or after the one in its text.
        times, _ = held.between((start - timedelta(days=1)).isoformat(), (after + timedelta(days=1)).isoformat())
        points |= dict.fromkeys(time for time in times if start <= day_of(time, zone) < after)
        points[(after - timedelta(days=1)).isoformat()] = value
    return Record(kpi.uid, group, points)


class Going(Protocol):
    """A KPI that has to go on until something is met."""

    @property
    def today(self) -> date:
        """The day from which it can go on."""

    def is_met(self, day: date) -> bool:
        """Whether it is met on ``day`` if nothing more is measured."""

    def course_by(self, day: date) -> Course | None:
        """How it has to go on to be met on ``day`` or later; None where nothing helps."""

    @property
    def stuck(self) -> Message:
        """Why nothing helps."""


AnyGoing = TypeVar("AnyGoing", bound=Going)


def courses_by(kpis: Sequence[AnyGoing], day: date) -> list[tuple[AnyGoing, Course | None]]:
    """How those of ``kpis`` have to go on that would not be met on ``day``.

    What is not met today may be met by then for no more than the period that is over then.  That takes its time too: where it takes
    longer than the rest, the one that takes longest is among them, or nothing would keep the day from being an earlier one.
    """
    found = [(each, each.course_by(day)) for each in kpis if not each.is_met(day)]
    done = max((course.on for _, course in found if course), default=date.min)
    waiting = [each for each in kpis if each.is_met(day) and not each.is_met(max(done, each.today))]
    courses = [(each, course) for each in waiting if (course := each.course_by(day))]
    return found + sorted(courses, key=lambda pair: pair[1].on)[-1:]


def holding(kpis: Sequence[AnyGoing], day: date) -> Remedy:
    """What would have all KPIs met on ``day``: a step for each that is not, and one for each owner of those that only have to go on."""
    steps: list[Step] = []
    stuck: list[Message] = []
    going_on: dict[str | None, list[Course]] = {}
    for each, course in courses_by(kpis, day):
        if course is None:
            stuck.append(each.stuck)
        elif each.is_met(each.today):
            going_on.setdefault(course.kpi.owner, []).append(course)
        else:
            steps.append(hold(course))
    steps += [_going_on(courses) for courses in going_on.values()]
    return Remedy(tuple(steps), tuple(stuck))


def hold(course: Course) -> Step:
    """The step of a KPI that goes on as it has to."""

    def make(state: ProjectState, on: date) -> Iterator[Edit]:
        yield from course.edits(state)

    kpi = course.kpi
    said = message(course.words[0], kpi=str(kpi), value=amount(kpi, course.value), periods=spans(kpi.cadence, course.periods))
    return Step((course.codes[0], kpi.uid, course.group.value), said, make, kpi.kind, kpi.uid, kpi.owner, course.on)


def _going_on(courses: Sequence[Course]) -> Step:
    def make(state: ProjectState, on: date) -> Iterator[Edit]:
        for course in courses:
            yield from course.edits(state)

    first, on = courses[0].kpi, max(course.on for course in courses)
    said = message(courses[0].words[1], kpis=tuple(course.kpi.ref for course in courses), day=on)
    key = (courses[0].codes[1], *(part for course in courses for part in (course.kpi.uid, course.group.value)))
    return Step(key, said, make, first.kind, first.uid, first.owner, on)
