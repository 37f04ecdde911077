"""Periods: the measurements of a KPI brought to one value a day, week or month, in the project's time zone.

What the measurements of a period come to is its :class:`Total`, from which every aggregate follows.  Whoever keeps a series may keep
its totals beside it: they are what :func:`totals_of` makes of the measurements, to the last bit.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from math import fsum
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from cockpit.domain.entity import instant_text
from cockpit.domain.kpi import Aggregate, Cadence, Group, Kpi
from cockpit.domain.measurement import Columns, Series, day_of

if TYPE_CHECKING:
    from cockpit.domain.state import ProjectState

_DAY_LENGTH = len("2026-01-05")


class Period(NamedTuple):
    """A day, a week from Monday to Sunday (ISO 8601) or a month, and the one value that its measurements come to.

    ``ends_on`` is its last day; ``measured_on`` the day of the last of its ``measurements``.
    """

    starts_on: date
    ends_on: date
    value: float
    measurements: int
    measured_on: date


class Total(NamedTuple):
    """What the measurements of a period come to; its first day and the last one measured as text that sorts.

    The sum is rounded once (Shewchuk's ``fsum``), so that it does not depend on the order or on the version of Python.  ``last`` is
    the value of the last measurement of the last day.
    """

    starts_on: str
    measurements: int
    sum: float
    least: float
    most: float
    last: float
    measured_on: str


@dataclass(frozen=True, slots=True)
class KeptTotals:
    """The totals of a series for a cadence and a time zone, as they are kept beside it.

    ``read`` gives those of the periods that begin on a day or later; None where they are no longer those of this series.
    """

    cadence: Cadence
    zone: str
    read: Callable[[str], Sequence[Total] | None]


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


def periods_of(state: "ProjectState", kpi: Kpi, group: Group, since: date | None = None) -> tuple[Period, ...]:
    """The periods of a KPI that hold measurements of a group, in order; those that begin on ``since`` or later, where given.

    The last one may not be over yet (see :func:`finished`).  Cheap where the totals are kept: no measurement is looked at.
    """
    return periods(state.measurements(kpi.uid, group), kpi, state.project.timezone, since)


def periods(series: Series, kpi: Kpi, zone: str, since: date | None = None) -> tuple[Period, ...]:
    """As :func:`periods_of`, of a series by itself."""
    aggregate, cadence = _AGGREGATES[kpi.aggregate], kpi.cadence
    return tuple(
        Period(*_span(total.starts_on, cadence), aggregate(total), total.measurements, _span(total.measured_on, Cadence.DAY)[0])
        for total in totals(series, cadence, zone, "" if since is None else since.isoformat())
    )


@lru_cache(maxsize=8192)
def _span(start: str, cadence: Cadence) -> tuple[date, date]:
    """The first and the last day of the period that begins on a day; KPIs share most of them."""
    first = date.fromisoformat(start)
    return first, next_period(first, cadence) - timedelta(days=1)


def finished(found: Sequence[Period], as_of: date) -> tuple[Period, ...]:
    """Those of the periods that were over before ``as_of``: one that is still running is not judged."""
    return tuple(period for period in found if period.ends_on < as_of)


_AGGREGATES: dict[Aggregate, Callable[[Total], float]] = {
    Aggregate.MEAN: lambda total: total.sum / total.measurements,
    Aggregate.SUM: lambda total: total.sum,
    Aggregate.LAST: lambda total: total.last,
    Aggregate.MINIMUM: lambda total: total.least,
    Aggregate.MAXIMUM: lambda total: total.most,
}


def totals(series: Series, cadence: Cadence, zone: str, since: str = "") -> Sequence[Total]:
    """The totals of the periods of a series that begin on ``since`` or later, in order: as kept, else from the measurements."""
    begin, found = series.found.get((cadence, zone), ("~", ()))
    if since < begin:
        begin, found = series.found[cadence, zone] = _looked_up(series, cadence, zone, since)
    return found[bisect_left(found, (since,)) :] if since > begin else found


def _looked_up(series: Series, cadence: Cadence, zone: str, since: str) -> tuple[str, tuple[Total, ...]]:
    kept = series.kept if series.origin is None else series.origin.kept
    if kept and (kept.cadence, kept.zone) == (cadence, zone):
        if series.origin is not None:
            known = {total.starts_on: total for total in totals(series.origin, cadence, zone, since)}
            known |= {start: total for start, total in changed_totals(series, cadence, zone).items() if start >= since}
            return since, tuple(known[start] for start in sorted(known) if known[start].measurements)
        if (found := kept.read(since)) is not None:
            return since, tuple(found)
    return "", totals_of(series.points.columns, cadence, zone)


def totals_of(columns: Columns, cadence: Cadence, zone: str) -> tuple[Total, ...]:
    """The totals of the periods that hold measurements, in order, worked out from all of them."""
    pieces: dict[date, list[Columns]] = {}
    for part in _days_and_instants(columns):
        for start, piece in _pieces(part, cadence, zone):
            pieces.setdefault(start, []).append(piece)
    return tuple(_total(start, pieces[start], zone) for start in sorted(pieces))


def changed_totals(series: Series, cadence: Cadence, zone: str) -> Mapping[str, Total]:
    """The totals, by their first day, of the periods in which a series differs from its origin; a period left empty counts 0."""
    changed = tuple(series.changed), (0.0,) * len(series.changed)
    touched = {start for part in _days_and_instants(changed) for start, _ in _pieces(part, cadence, zone)}
    found = {start.isoformat(): Total(start.isoformat(), 0, 0.0, 0.0, 0.0, 0.0, "") for start in touched}
    for first, last in _stretches(sorted(touched), cadence):
        # A day more on each side, as the days of instants depend on the time zone.
        columns = series.points.between(_text_before(first), _text_after(next_period(last, cadence)))
        # What lies beyond the stretch is there in part only.
        whole = (total for total in totals_of(columns, cadence, zone) if first.isoformat() <= total.starts_on <= last.isoformat())
        found |= {total.starts_on: total for total in whole if total.starts_on in found}
    return found


def _stretches(starts: Iterable[date], cadence: Cadence) -> Iterator[tuple[date, date]]:
    """Where periods follow one another, as the first and the last of each stretch."""
    stretch: tuple[date, date] | None = None
    for start in starts:
        if stretch and start <= next_period(stretch[1], cadence):
            stretch = stretch[0], start
            continue
        if stretch:
            yield stretch
        stretch = start, start
    if stretch:
        yield stretch


def _text_before(day: date) -> str:
    return (day - timedelta(days=1)).isoformat()


def _text_after(day: date) -> str:
    return (min(day, date.max - timedelta(days=2)) + timedelta(days=2)).isoformat()


def _days_and_instants(columns: Columns) -> Iterator[Columns]:
    """Columns of which all times are days or all are instants: only among those does the text sort as the days of a zone do."""
    times, _ = columns
    if len(set(map(len, times))) < 2:
        yield columns
        return
    for days in (True, False):
        kept = [(at, value) for at, value in zip(*columns, strict=True) if (len(at) == _DAY_LENGTH) is days]
        yield tuple(at for at, _ in kept), tuple(value for _, value in kept)


def _pieces(columns: Columns, cadence: Cadence, zone: str) -> Iterator[tuple[date, Columns]]:
    """Stretches of columns that lie in one period, with its first day; a period may have several where clocks jump over midnight."""
    times, values = columns
    place = 0
    while place < len(times):
        start = period_start(day_of(times[place], zone), cadence)
        end = _end_text(start, cadence, zone, days=len(times[place]) == _DAY_LENGTH)
        following = bisect_left(times, end, place + 1) if end else place + 1
        yield start, (times[place:following], values[place:following])
        place = following


@lru_cache(maxsize=8192)
def _end_text(start: date, cadence: Cadence, zone: str, *, days: bool) -> str:
    """From when on measurements, keyed by days or by instants, lie beyond the period that begins on ``start``.

    Empty where no such text divides them, as clocks have jumped over a midnight of the period, so that a day began twice or late.
    """
    end = next_period(start, cadence)
    if days:
        return end.isoformat()
    known = ZoneInfo(zone)
    midnights = [datetime.combine(start + timedelta(days=count), time(), known) for count in range((end - start).days + 1)]
    if any(midnight.utcoffset() != midnight.replace(fold=1).utcoffset() for midnight in midnights):
        return ""
    return instant_text(midnights[-1])


def _total(start: date, pieces: Sequence[Columns], zone: str) -> Total:
    if len(pieces) == 1:
        times, values = pieces[0]
    else:
        # In order of their days in the zone, which here is not the order of their texts.
        points = sorted((day_of(at, zone), at, value) for piece in pieces for at, value in zip(*piece, strict=True))
        times, values = tuple(at for _, at, _ in points), tuple(value for *_, value in points)
    measured_on = day_of(times[-1], zone).isoformat()
    return Total(start.isoformat(), len(values), fsum(values), min(values), max(values), values[-1], measured_on)
