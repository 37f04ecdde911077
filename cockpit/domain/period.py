"""Periods: the measurements of a KPI brought to one value a day, week or month, in the project's time zone.

What the measurements of a period come to is its :class:`Total`, from which every aggregate follows.  Whoever keeps a series may keep
its totals beside it: they are what :func:`totals_of` makes of the measurements, to the last bit.
"""

from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import chain
from math import fsum
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from cockpit.domain.entity import instant_text
from cockpit.domain.kpi import Aggregate, Cadence, Group, Kpi
from cockpit.domain.measurement import Columns, Points, Series, day_of

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
    pieces = _by_period(columns, cadence, zone)
    return tuple(_total(start, *_in_order(pieces[start], zone), zone) for start in sorted(pieces))


def _by_period(columns: Columns, cadence: Cadence, zone: str) -> dict[date, list[Columns]]:
    """Columns cut into pieces, by the first day of the period that each lies in."""
    pieces: dict[date, list[Columns]] = {}
    for part in _days_and_instants(columns):
        for start, piece in _pieces(part, cadence, zone):
            pieces.setdefault(start, []).append(piece)
    return pieces


def changed_totals(series: Series, cadence: Cadence, zone: str) -> Mapping[str, Total]:
    """The totals, by their first day, of the periods in which a series differs from its origin; a period left empty counts 0."""
    touched = touched_periods(series.changed, cadence, zone)
    found = {start.isoformat(): Total(start.isoformat(), 0, 0.0, 0.0, 0.0, 0.0, "") for start in touched}
    for start, columns in _whole_periods(series, touched, cadence, zone):
        found[start.isoformat()] = _total(start, *columns, zone)
    return found


def touched_periods(times: Sequence[str], cadence: Cadence, zone: str) -> set[date]:
    """The first days of the periods that times, in order, lie in."""
    return set(_by_period((tuple(times), (0.0,) * len(times)), cadence, zone))


def _whole_periods(series: Series, starts: Collection[date], cadence: Cadence, zone: str) -> Iterator[tuple[date, Columns]]:
    """All measurements of the periods that begin on ``starts``, in order; of a period without any, nothing."""
    for first, last in _stretches(sorted(starts), cadence):
        # A day more on each side, as the days of instants depend on the time zone; what lies beyond the stretch is there in part only.
        columns = series.points.between(_text_before(first), _text_after(next_period(last, cadence)))
        for start, pieces in _by_period(columns, cadence, zone).items():
            if first <= start <= last and start in starts:
                yield start, _in_order(pieces, zone)


class Tally(NamedTuple):
    """The total of a period with what it takes to put further measurements in without a look at those that are there.

    ``last_at`` is the time of the last one; ``rest`` is what was left of the sum when it was rounded, largest first: together they are
    the sum exactly (an expansion after Shewchuk, Adaptive Precision Floating-Point Arithmetic, 1997).
    """

    total: Total
    last_at: str
    rest: tuple[float, ...]


def tallies_of(series: Series, starts: Collection[date], cadence: Cadence, zone: str) -> dict[str, Tally]:
    """The tallies of the periods that begin on ``starts``, by that day, from all their measurements; those without any are left out."""
    return {
        start.isoformat(): Tally(_total(start, times, values, zone), times[-1], _rest_of(values))
        for start, (times, values) in _whole_periods(series, starts, cadence, zone)
    }


def grown_tallies(
    known: Mapping[str, Tally], before: Mapping[str, float], after: Points, cadence: Cadence, zone: str
) -> dict[str, Tally]:
    """Tallies, by the first day of their period, once ``after`` was put in, partly in the place of the values ``before`` it.

    ``known`` are those of the periods in which something was before.  What cannot be told without a look at all measurements of a
    period, as where the least of them was replaced by a greater one, is left out.
    """
    found: dict[str, Tally] = {}
    for start, pieces in _by_period(after.columns, cadence, zone).items():
        times, values = _in_order(pieces, zone)
        key = start.isoformat()
        if key not in known:
            found[key] = Tally(_total(start, times, values, zone), times[-1], _rest_of(values))
            continue
        replaced = [before[time] for time in times if time in before] if before else []
        if (grown := _grown(known[key], times, values, replaced, zone)) is not None:
            found[key] = grown
    return found


def _grown(known: Tally, times: Sequence[str], values: Sequence[float], replaced: Sequence[float], zone: str) -> Tally | None:
    total = known.total
    least, most = min(values), max(values)
    if replaced and (
        (min(replaced) == total.least and least > total.least) or (max(replaced) == total.most and most < total.most)
    ):
        return None
    parts = (total.sum, *known.rest, *values, *(-value for value in replaced))
    whole = fsum(parts)
    measured_on = day_of(times[-1], zone).isoformat()
    is_last = (measured_on, times[-1]) >= (total.measured_on, known.last_at)
    return Tally(
        Total(
            total.starts_on,
            total.measurements + len(values) - len(replaced),
            whole,
            min(least, total.least),
            max(most, total.most),
            values[-1] if is_last else total.last,
            measured_on if is_last else total.measured_on,
        ),
        times[-1] if is_last else known.last_at,
        _rest_of(parts, whole),
    )


def _rest_of(parts: Sequence[float], whole: float | None = None) -> tuple[float, ...]:
    """What is left of the sum of ``parts`` beyond its rounded value ``whole``."""
    taken = [-(fsum(parts) if whole is None else whole)]
    while left := fsum(chain(parts, taken)):
        taken.append(-left)
    return tuple(-each for each in taken[1:])


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
    if len({len(time) == _DAY_LENGTH for time in times}) < 2:
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


def _in_order(pieces: Sequence[Columns], zone: str) -> Columns:
    """The measurements of a period in order of their days in the zone, which may not be the order of their texts."""
    if len(pieces) == 1:
        return pieces[0]
    points = sorted((day_of(at, zone), at, value) for piece in pieces for at, value in zip(*piece, strict=True))
    return tuple(at for _, at, _ in points), tuple(value for *_, value in points)


def _total(start: date, times: Sequence[str], values: Sequence[float], zone: str) -> Total:
    measured_on = day_of(times[-1], zone).isoformat()
    return Total(start.isoformat(), len(values), fsum(values), min(values), max(values), values[-1], measured_on)
