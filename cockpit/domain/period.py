"""Periods: the measurements of a KPI brought to one value a day, week or month, in the project's time zone."""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from cockpit.domain.entity import instant_text
from cockpit.domain.kpi import Aggregate, Cadence, Kpi
from cockpit.domain.measurement import Series, day_of

_DAY_LENGTH = len("2026-01-05")


@dataclass(frozen=True, slots=True)
class Period:
    """A day, a week from Monday to Sunday (ISO 8601) or a month, and the one value that its measurements come to.

    ``ends_on`` is its last day; ``measured_on`` the day of the last of its ``count`` measurements.
    """

    starts_on: date
    ends_on: date
    value: float
    count: int
    measured_on: date


def period_start(when: date, cadence: Cadence) -> date:
    """The first day of the period that ``when`` lies in."""
    if cadence is Cadence.WEEK:
        return when - timedelta(days=when.weekday())
    return when.replace(day=1) if cadence is Cadence.MONTH else when


def next_period(start: date, cadence: Cadence) -> date:
    """The first day of the period after the one that begins on ``start``; the last day of all where the calendar ends."""
    try:
        if cadence is Cadence.MONTH:
            return date(start.year + start.month // 12, start.month % 12 + 1, 1)
        return start + timedelta(days=7 if cadence is Cadence.WEEK else 1)
    except (ValueError, OverflowError):
        return date.max


def periods(series: Series, kpi: Kpi, zone: str) -> tuple[Period, ...]:
    """The periods of a KPI that hold measurements, in order; the last one may not be over yet (see :func:`finished`)."""
    aggregate = _AGGREGATES[kpi.aggregate]
    return tuple(
        Period(
            starts_on=start,
            ends_on=next_period(start, kpi.cadence) - timedelta(days=1),
            value=aggregate(values),
            count=len(values),
            measured_on=measured_on,
        )
        for start, values, measured_on in _grouped(series, kpi.cadence, zone)
    )


def finished(found: Sequence[Period], as_of: date) -> tuple[Period, ...]:
    """Those of the periods that were over before ``as_of``: one that is still running is not judged."""
    return tuple(period for period in found if period.ends_on < as_of)


_AGGREGATES: dict[Aggregate, Callable[[Sequence[float]], float]] = {
    Aggregate.MEAN: lambda values: sum(values) / len(values),
    Aggregate.SUM: sum,
    Aggregate.LAST: lambda values: values[-1],
    Aggregate.MINIMUM: min,
    Aggregate.MAXIMUM: max,
}


def _grouped(series: Series, cadence: Cadence, zone: str) -> Iterator[tuple[date, Sequence[float], date]]:
    """The first day, the values and the last measured day of each period that has any."""
    times, values = series.times, series.values
    place = 0
    if len(set(map(len, times))) > 1:
        yield from _grouped_one_by_one(series, cadence, zone)
        return
    # All days, or all instants: the text of a period's end finds its last measurement without a look at the others.
    while place < len(times):
        start = period_start(day_of(times[place], zone), cadence)
        end = _text_of_start(next_period(start, cadence), zone, days=len(times[place]) == _DAY_LENGTH)
        following = bisect_left(times, end, place + 1)
        yield start, values[place:following], day_of(times[following - 1], zone)
        place = following


def _grouped_one_by_one(series: Series, cadence: Cadence, zone: str) -> Iterator[tuple[date, Sequence[float], date]]:
    """As :func:`_grouped`, for days and instants side by side, whose texts do not sort by local day."""
    groups: dict[date, tuple[list[float], list[date]]] = {}
    for moment, value in sorted(series, key=lambda point: day_of(point[0], zone)):
        day = day_of(moment, zone)
        values, days = groups.setdefault(period_start(day, cadence), ([], []))
        values.append(value)
        days.append(day)
    for start, (values, days) in groups.items():
        yield start, values, days[-1]


def _text_of_start(day: date, zone: str, *, days: bool) -> str:
    """The beginning of a day as measurements of days, or of instants, are keyed."""
    if days:
        return day.isoformat()
    return instant_text(datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC))
