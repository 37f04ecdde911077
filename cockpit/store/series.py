"""Measurements in their table: written in bulk, and read when somebody looks at them, as they stood at any place of the log.

A superseded value stays: ``batch`` is the place of the batch that put it, ``until`` that of the one that replaced or removed it.  So
what held at a place can be read at any later time, whatever others have written since, and a state need not hold it.
"""

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, NamedTuple, TypeAlias

from sqlalchemy import Connection

from cockpit.domain.change import SeriesChange
from cockpit.domain.kpi import Kpi
from cockpit.domain.measurement import Columns, Points, Series
from cockpit.domain.period import KeptTotals, Total
from cockpit.domain.state import ProjectState

Progress: TypeAlias = Callable[[int, int], None]
"""Told how many measurements are written, and of how many."""

Fetch: TypeAlias = Callable[[str, tuple[Any, ...]], Iterator[Sequence[tuple[Any, ...]]]]
"""Runs a statement whenever it is called, and gives its rows a chunk at a time."""

Key: TypeAlias = tuple[str, str]
"""The uid of a KPI and the code of a group."""

_CHUNK = 20_000
"""Measurements that are written between one word of progress and the next."""

_MANY = 1000
"""Measurements beyond which it pays to look whether they can be ended in one go."""

_AT_ONCE = 20
"""Measurements that one statement puts in: it takes half the time of as many statements."""

_SELECT_SERIES = 'SELECT id, kpi, "group", held, totals_at FROM series WHERE project = ?'
_SELECT_ID = 'SELECT id FROM series WHERE project = ? AND kpi = ? AND "group" = ?'
_INSERT_SERIES = 'INSERT INTO series (project, kpi, "group", held) VALUES (?, ?, ?, 0) RETURNING id'
_INSERT_CHANGE = (
    'INSERT INTO series_change (batch, position, series, "first", "last", removed, added) VALUES (?, ?, ?, ?, ?, ?, ?)'
)
_SELECT_CHANGES = (
    'SELECT batch, position, series, kpi, "group", "first", "last", removed, added FROM series_change'
    " JOIN series ON series.id = series WHERE series.project = ? AND batch > ? AND batch <= ?"
)
_SUPERSEDE = "UPDATE measurement SET until = ? WHERE series = ? AND at = ? AND until IS NULL"
_SUPERSEDE_ALL = "UPDATE measurement SET until = ? WHERE series = ? AND at >= ? AND at <= ? AND until IS NULL"
_COUNT = "SELECT count(*) FROM measurement WHERE series = ? AND at >= ? AND at <= ? AND until IS NULL"
_INSERT = "INSERT INTO measurement (series, at, batch, value) VALUES "
_BETWEEN = "SELECT at, value FROM measurement WHERE series = ? AND at >= ? AND at <= ?"
_AS_OF = f"{_BETWEEN} AND batch <= ? AND (until IS NULL OR until > ?) ORDER BY at"
_PUT_BY = f"{_BETWEEN} AND batch = ? ORDER BY at"
_ENDED_BY = f"{_BETWEEN} AND until = ? ORDER BY at"
_SELECT_LAST = (
    "SELECT who FROM batch WHERE place = (SELECT max(coalesce(until, measurement.batch)) FROM measurement"
    ' JOIN series ON series.id = series WHERE project = ? AND kpi = ? AND "group" = ? AND at = ?)'
)
_TOTALS_OF = (
    "SELECT series.id, totals_at, starts_on, measurements, sum, least, most, last, measured_on FROM series"
    " LEFT JOIN period_total ON period_total.series = series.id AND starts_on >= ? WHERE"
)
_SELECT_TOTALS = f"{_TOTALS_OF} series.id = ? ORDER BY starts_on"
_SELECT_ALL_TOTALS = f"{_TOTALS_OF} series.project = ? ORDER BY series.id, starts_on"
_ONE_BY_ONE = 4
"""Series whose totals are read one by one; after as many those of all."""


class Listed(NamedTuple):
    """A series as the store lists it: how many measurements it holds, and the place of the log at which its totals were worked out."""

    series: int
    kpi: str
    group: str
    held: int
    totals_at: int | None


class Meter:
    """Tells how far the writing of measurements has come."""

    def __init__(self, total: int, progress: Progress | None) -> None:
        self._done, self._total, self._progress = 0, total, progress

    def tell(self, count: int) -> None:
        """So many more are written."""
        self._done += count
        if self._progress:
            self._progress(self._done, self._total)


def series_id(connection: Connection, project: str, key: Key) -> int:
    """The id of a series; it is made where it is not there yet."""
    found = connection.exec_driver_sql(_SELECT_ID, (project, *key)).scalar()
    if found is None:
        found = connection.exec_driver_sql(_INSERT_SERIES, (project, *key)).scalar_one()
    return int(found)


def write_series_change(
    connection: Connection, project: str, place: int, position: int, change: SeriesChange, meter: Meter
) -> None:
    """Log a change of a series and make it; ``place`` is that of its batch, ``position`` its own in the batch."""
    series = series_id(connection, project, (change.kpi, change.group))
    before, after = Points.of(change.before).columns, Points.of(change.after).columns
    ends = [end for times in (before[0], after[0]) if times for end in (times[0], times[-1])]
    logged = (place, position, series, min(ends), max(ends), len(before[0]), len(after[0]))
    connection.exec_driver_sql(_INSERT_CHANGE, logged)
    _supersede(connection, series, place, before[0], meter)
    _add(connection, series, place, after, meter)


def _supersede(connection: Connection, series: int, place: int, times: Sequence[str], meter: Meter) -> None:
    """End what holds at ``times``, which are in order: all that lies between them in one go where nothing else does."""
    if len(times) > _MANY and connection.exec_driver_sql(_COUNT, (series, times[0], times[-1])).scalar() == len(times):
        connection.exec_driver_sql(_SUPERSEDE_ALL, (place, series, times[0], times[-1]))
        meter.tell(len(times))
        return
    for start in range(0, len(times), _CHUNK):
        chunk = [(place, series, time) for time in times[start : start + _CHUNK]]
        connection.exec_driver_sql(_SUPERSEDE, chunk)
        meter.tell(len(chunk))


def _add(connection: Connection, series: int, place: int, columns: Columns, meter: Meter) -> None:
    """Put points in, ``columns`` of them."""
    # Both numbers are the store's own; bound anew for each point, they would take as long as the point.
    point = f"({series}, ?, {place}, ?)"
    several = _INSERT + ", ".join([point] * _AT_ONCE)
    width = 2 * _AT_ONCE
    for start in range(0, len(columns[0]), _CHUNK):
        times, values = columns[0][start : start + _CHUNK], columns[1][start : start + _CHUNK]
        flat = list(chain.from_iterable(zip(times, values, strict=True)))
        whole = len(flat) - len(flat) % width
        if whole:
            connection.exec_driver_sql(several, [tuple(flat[each : each + width]) for each in range(0, whole, width)])
        if flat[whole:]:
            connection.exec_driver_sql(_INSERT + point, list(zip(flat[whole::2], flat[whole + 1 :: 2], strict=True)))
        meter.tell(len(times))


def read_series_changes(
    connection: Connection, fetch: Fetch, project: str, after: int, last: int
) -> Iterator[tuple[int, int, SeriesChange]]:
    """The changes of series beyond a place of the log, up to another: the place, the position in the batch and the change.

    Their measurements are read by ``fetch`` when they are looked at.
    """
    for batch, position, series, kpi, group, *limits, removed, added in connection.exec_driver_sql(
        _SELECT_CHANGES, (project, after, last)
    ):
        source = _Source(fetch, series, *limits)
        # Where both sides have points, which of them has the first and the last is not logged.
        ends = None if removed and added else (source.first, source.last)
        sides = (source.points(removed, _ENDED_BY, batch, ends=ends), source.points(added, _PUT_BY, batch, ends=ends))
        yield batch, position, SeriesChange(kpi, group, *sides)


@dataclass(frozen=True)
class _Source:
    """The measurements of a series, none of which lies before ``first`` or after ``last``."""

    fetch: Fetch
    series: int
    first: str
    last: str

    def points(self, count: int, statement: str, *places: int, ends: tuple[str, str] | None = None) -> Points:
        """Those that ``statement`` selects by places of the log."""
        if not count:
            return Points()

        def read(first: str, last: str) -> Columns:
            times: list[str] = []
            values: list[float] = []
            for chunk in self.fetch(statement, (self.series, max(first, self.first), min(last, self.last), *places)):
                some_times, some_values = zip(*chunk, strict=True)
                times += some_times
                values += some_values
            return tuple(times), tuple(values)

        return Points.deferred(count, read, ends)


def listed_series(connection: Connection, project: str) -> tuple[Listed, ...]:
    """What is known of the series of a project without a look at their measurements."""
    return tuple(Listed(*row) for row in connection.exec_driver_sql(_SELECT_SERIES, (project,)))


def last_recorder(connection: Connection, project: str, key: Key, time: str) -> str:
    """Who last put a measurement of a series at a time, or took it off; empty where nobody has."""
    return str(connection.exec_driver_sql(_SELECT_LAST, (project, *key, time)).scalar() or "")


def read_series(
    connection: Connection, fetch: Fetch, state: ProjectState, place: int, *, moved: Container[Key] = ()
) -> dict[Key, Series]:
    """The series of a project whose rows ``state`` holds, as they stand at the last place of its log."""
    return series_at(listed_series(connection, state.project.uid), fetch, state, place, moved=moved)


def series_at(
    listed: Iterable[Listed],
    fetch: Fetch,
    state: ProjectState,
    place: int,
    *,
    growth: Mapping[Key, int] | None = None,
    moved: Container[Key] = (),
) -> dict[Key, Series]:
    """The series of a project whose rows ``state`` holds, as they stood at a place of its log; ``fetch`` reads what is in them.

    ``growth`` is by how much they have grown since that place.  Those of ``state`` are taken over, but for those that have ``moved``.
    """
    zone, totals = state.project.timezone, _KeptTotals(fetch, state.project.uid, place)
    grown = growth or {}
    found: dict[Key, Series] = {}
    for series, kpi_uid, group, held, totals_at in listed:
        key = kpi_uid, group
        count, kpi = held - grown.get(key, 0), state.get(Kpi, kpi_uid)
        if not count or kpi is None:
            continue
        known = None if key in moved else state.series.get(key)
        if known and known.kept and (known.kept.cadence, known.kept.zone) == (kpi.cadence, zone):
            found[key] = known
            continue
        points = known.points if known else _Source(fetch, series, "", "~").points(count, _AS_OF, place, place)
        kept = KeptTotals(kpi.cadence, zone, totals.of(series))
        found[key] = Series.of(points, None if totals_at is None else kept)
    return found


class _KeptTotals:
    """Reads the totals kept beside the series of a project, as they stood at a place of its log.

    Whoever looks at one KPI reads its own; where several are looked at over the same time, those of all are read at one go.
    """

    def __init__(self, fetch: Fetch, project: str, place: int) -> None:
        self._fetch, self._project, self._place = fetch, project, place
        self._asked: dict[str, int] = {}
        self._read: dict[str, dict[int, tuple[int | None, list[Total]]]] = {}

    def of(self, series: int) -> Callable[[str], Sequence[Total] | None]:
        """What reads those of one series (its id)."""
        return lambda since: self._of(series, since)

    def _of(self, series: int, since: str) -> Sequence[Total] | None:
        self._asked[since] = self._asked.get(since, 0) + 1
        found = self._read.get(since)
        if found is None and self._asked[since] > _ONE_BY_ONE:
            found = self._read[since] = self._grouped(_SELECT_ALL_TOTALS, (since, self._project))
        at, totals = (found or self._grouped(_SELECT_TOTALS, (since, series))).get(series, (None, []))
        # Worked out again beyond the place of the state, they are those of a later one.
        return None if at is None or at > self._place else totals

    def _grouped(self, statement: str, values: tuple[Any, ...]) -> dict[int, tuple[int | None, list[Total]]]:
        found: dict[int, tuple[int | None, list[Total]]] = {}
        for chunk in self._fetch(statement, values):
            for series, at, *total in chunk:
                totals = found.setdefault(series, (at, []))[1]
                if total[0] is not None:
                    totals.append(Total(*total))
        return found
