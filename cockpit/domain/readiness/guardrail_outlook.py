"""What would have the guardrails of a wave held: until when each has to be measured, and to keep its guardrail."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import islice

from cockpit.domain.calendar import WorkingDays, working_days
from cockpit.domain.edit import Edit, Record
from cockpit.domain.evidence import MET, NOT_MET
from cockpit.domain.guardrail import crosses, days_held, guardrail_record
from cockpit.domain.kpi import Kpi, amount, clears
from cockpit.domain.kpi_standing import is_fresh
from cockpit.domain.measurement import day_of
from cockpit.domain.message import N_, Message, message
from cockpit.domain.period import next_period, period_start
from cockpit.domain.readiness.guardrail_held import Held, all_held
from cockpit.domain.readiness.kind import Case
from cockpit.domain.state import ProjectState
from cockpit.domain.step import Step
from cockpit.domain.wave import Wave

_A_DAY = timedelta(days=1)

_FURTHEST = 5 * 366
"""Days ahead that are looked at for working days, before a calendar counts as one without any."""


@dataclass(frozen=True)
class _Stretch:
    """A guardrail that has to be measured, and to hold, from today or the first of the days that count until ``last``; it counts from ``on``."""

    held: Held
    first: date
    last: date
    on: date

    @property
    def kpi(self) -> Kpi:
        return self.held.kpi

    def still_fresh(self, day: date) -> "_Stretch":
        """The same, or as much longer as it takes to be evidence on ``day``."""
        earliest = max(self.first, period_start(self.last, self.kpi.cadence))
        return self if is_fresh(earliest, self.kpi.cadence, self.held.shelf_life, day) else replace(self, last=day, on=day)

    def edits(self, state: ProjectState) -> Iterator[Edit]:
        """A value within the guardrail for each period that does not speak for itself."""
        kpi, group, zone = self.kpi, self.held.record.group, state.project.timezone
        series = state.measurements(kpi.uid, group)
        known = {period.starts_on: period for period in guardrail_record(state, kpi, self.first, self.on).periods}
        start = period_start(self.first, kpi.cadence)
        points: dict[str, float | None] = {}
        while start <= self.last:
            following = next_period(start, kpi.cadence)
            end = min(following - _A_DAY, self.last)
            period = known.get(start)
            if period is None or crosses(kpi, period.value) or (following > self.on and period.measured_on < end):
                times, _values = series.points.between((start - _A_DAY).isoformat(), (following + _A_DAY).isoformat())
                points |= {time: None for time in times if start <= day_of(time, zone) < following}
                points[end.isoformat()] = _within(kpi)
            start = following
        yield Record(kpi.uid, group, points)


def _within(kpi: Kpi) -> float:
    """A value within the guardrail of a KPI: its target where that is one, as other criteria may ask for it."""
    assert kpi.guardrail is not None
    return kpi.target if kpi.target is not None and clears(kpi.target, kpi.guardrail, kpi.direction) else kpi.guardrail


def guardrails_held_by(case: Case, before: Wave, needed: int, since: date) -> tuple[tuple[Step, ...], tuple[Message, ...]]:
    """The steps that have all guardrails held on the day of the case, or as soon after it as they can be; else why they cannot."""
    working = working_days(case.state)
    now = [each for each in all_held(case, before, needed, since, case.today) if each.kpi.guardrail is not None]
    soonest = {each.kpi.uid: _stretch(each, case.today, working) for each in now}
    known = {uid: stretch for uid, stretch in soonest.items() if stretch is not None}
    if len(known) < len(now):
        return (), (message(N_("the working calendar has no working day")),)
    day = max([case.as_of, since, *(known[each.kpi.uid].on for each in now if each.state is not MET)])
    held_then = {each.kpi.uid for each in all_held(case, before, needed, since, day) if each.state is MET}
    wanted = [known[each.kpi.uid].still_fresh(day) for each in now if each.kpi.uid not in held_then]
    if max((each.on for each in wanted), default=case.as_of) < day:
        # Of the last one, which is measured already, nothing but time is missing.
        wanted += [stretch for uid, stretch in known.items() if uid in held_then and stretch.on == day][:1]
    return tuple(_steps(wanted, case.today)), ()


def _stretch(held: Held, today: date, working: WorkingDays) -> _Stretch | None:
    """The shortest that would have a guardrail held, from today on; None where no working day is to come."""
    record, cadence = held.record, held.kpi.cadence
    running = period_start(today, cadence)
    crossed_until = record.crossing.ends_on if record.crossing else date.min
    first = max(record.since, running, crossed_until + _A_DAY)
    over = [period for period in record.periods if crossed_until < period.starts_on < running]
    missing = max(held.needed, 1 if record.crossing else 0) - days_held(over, record.since, today, working)
    if missing <= 0:
        return _Stretch(held, first, max(first, today), max(first, today))
    days = (first + timedelta(days=count) for count in range(_FURTHEST))
    last = next(islice((each for each in days if each in working), missing - 1, None), None)
    if last is None:
        return None
    return _Stretch(held, first, last, last + _A_DAY) if last >= today else _Stretch(held, first, today, today)


def _steps(stretches: Sequence[_Stretch], today: date) -> Iterator[Step]:
    """A step for each guardrail that was crossed, and one for each owner of those that only have to go on holding."""
    going_on: dict[str | None, list[_Stretch]] = {}
    for stretch in stretches:
        if stretch.held.state is NOT_MET:
            yield _step([stretch], today)
        else:
            going_on.setdefault(stretch.kpi.owner, []).append(stretch)
    for some in going_on.values():
        yield _step(some, today)


def _step(stretches: Sequence[_Stretch], today: date) -> Step:
    def make(state: ProjectState, on: date) -> Iterator[Edit]:
        for stretch in stretches:
            yield from stretch.edits(state)

    kpi, on = stretches[0].kpi, max(each.on for each in stretches)
    key = ("guardrail", *(each.kpi.uid for each in stretches))
    return Step(key, _told(stretches, today), make, kpi.kind, kpi.uid, kpi.owner, on if on > today else None)


def _told(stretches: Sequence[_Stretch], today: date) -> Message:
    last = max(each.last for each in stretches)
    if last <= today:
        return message(N_("measure {kpis}"), kpis=tuple(each.kpi.ref for each in stretches))
    if len(stretches) > 1:
        return message(
            N_("keep {kpis} within their guardrails until {day}"), kpis=tuple(each.kpi.ref for each in stretches), day=last
        )
    kpi = stretches[0].kpi
    assert kpi.guardrail is not None
    crossed = stretches[0].held.state is NOT_MET
    words = (
        N_("bring {kpi} back within its guardrail of {value}, and keep it there until {day}")
        if crossed
        else N_("keep {kpi} within its guardrail of {value} until {day}")
    )
    return message(words, kpi=str(kpi), value=amount(kpi, kpi.guardrail), day=last)
