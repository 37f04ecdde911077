"""Guardrails: the values that KPIs may never cross, and how long they have held."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from cockpit.domain.calendar import WorkingDays, working_days
from cockpit.domain.kpi import Cadence, Direction, Group, Kpi, amount, amount_beside, clears
from cockpit.domain.message import N_, Message, message
from cockpit.domain.period import Period, period_start, periods_of

if TYPE_CHECKING:
    from cockpit.domain.state import ProjectState

_OF_USERS = (Group.PILOT, Group.ALL)
"""Whose measurements tell of those who have it, the first that has any; the control group's tell of the others."""

_A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class GuardrailRecord:
    """How a KPI has kept its guardrail from a day ``since`` to a day ``as_of``.

    ``periods`` are those that lie in that time at least in part, the last of which may still run; ``crossing`` is the last of them that
    crosses the guardrail.  ``days`` are the working days, all of them over, for which it was measured and held: since then or, where it
    was crossed, since the period of the last crossing.  ``measured_on`` is the day of the last measurement.
    """

    kpi: Kpi
    group: Group
    since: date
    as_of: date
    periods: tuple[Period, ...]
    crossing: Period | None
    days: int
    measured_on: date | None

    @property
    def held_after(self) -> Period | None:
        """The first period after the crossing that is over; None where there was no crossing, or it is not past yet."""
        if self.crossing is None:
            return None
        after = (period for period in self.periods if self.crossing.ends_on < period.starts_on and period.ends_on < self.as_of)
        return next(after, None)


def guardrail_record(state: "ProjectState", kpi: Kpi, since: date, as_of: date) -> GuardrailRecord:
    """How a KPI has kept its guardrail since a day; one without a guardrail has crossed none."""
    group, periods = _measured(state, kpi, since, as_of)
    crossing = next((period for period in reversed(periods) if crosses(kpi, period.value)), None)
    after = [period for period in periods if crossing is None or period.starts_on > crossing.ends_on]
    return GuardrailRecord(
        kpi, group, since, as_of, periods, crossing,
        days=days_held(after, since, as_of, working_days(state)),
        measured_on=min(periods[-1].measured_on, as_of) if periods else None,
    )  # fmt: skip


def crosses(kpi: Kpi, value: float) -> bool:
    """Whether a value lies beyond the guardrail of a KPI; on it, it has not crossed it."""
    return kpi.guardrail is not None and not clears(value, kpi.guardrail, kpi.direction)


def days_held(periods: Sequence[Period], since: date, as_of: date, working: WorkingDays) -> int:
    """The working days from ``since`` on that periods speak for: all of one that is over, and of one that runs those measured."""
    held = 0
    for period in periods:
        last = period.ends_on if period.ends_on < as_of else min(period.measured_on, as_of - _A_DAY)
        first = max(period.starts_on, since)
        held += sum(first + timedelta(days=count) in working for count in range((last - first).days + 1))
    return held


def beyond_words(kpi: Kpi, period: Period) -> Message:
    """How far a KPI crossed its guardrail in a period: ``2.4 % > 2 %``."""
    assert kpi.guardrail is not None
    words = N_("{value} > {guardrail}") if kpi.direction is Direction.LOWER else N_("{value} < {guardrail}")
    return message(words, value=amount_beside(kpi, period.value, kpi.guardrail), guardrail=amount(kpi, kpi.guardrail))


def crossing_words(kpi: Kpi, period: Period) -> Message:
    """How far and when a KPI crossed its guardrail: ``2.4 % > 2 %, week of 2026-03-09``."""
    return message(N_("{beyond}, {when}"), beyond=beyond_words(kpi, period), when=when(kpi, period))


def when(kpi: Kpi, period: Period) -> Message:
    """A period in words."""
    match kpi.cadence:
        case Cadence.DAY:
            return message("{day}", day=period.starts_on)
        case Cadence.WEEK:
            return message(N_("week of {day}"), day=period.starts_on)
        case Cadence.MONTH:
            return message(N_("month from {day}"), day=period.starts_on)


def _measured(state: "ProjectState", kpi: Kpi, since: date, as_of: date) -> tuple[Group, tuple[Period, ...]]:
    begin = period_start(since, kpi.cadence)
    for group in _OF_USERS:
        known = tuple(period for period in periods_of(state, kpi, group, begin) if period.starts_on <= as_of)
        if known:
            return group, known
    return next((group for group in _OF_USERS if len(state.measurements(kpi.uid, group))), Group.ALL), ()
