"""The totals of the periods, kept beside the measurements in the same transaction: what a fresh computation would give."""

import json
from collections.abc import Collection, Iterable, Iterator
from datetime import date

from sqlalchemy import Connection

from cockpit.domain.change import Change, RowChange, SeriesChange
from cockpit.domain.kpi import Cadence, Kpi
from cockpit.domain.measurement import Points, Series
from cockpit.domain.period import Tally, Total, changed_totals, grown_tallies, tallies_of, totals_of, touched_periods
from cockpit.domain.project import Project
from cockpit.domain.state import ProjectState
from cockpit.store.series import Key, series_id

_MARK = "UPDATE series SET held = ?, totals_at = ? WHERE id = ?"
_FORGET = "DELETE FROM period_total WHERE series = ?"
_FORGET_ONE = "DELETE FROM period_total WHERE series = ? AND starts_on = ?"
_KEEP = (
    "INSERT OR REPLACE INTO period_total (series, starts_on, measurements, sum, least, most, last, measured_on, last_at, rest)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_SELECT_ONE = (
    "SELECT starts_on, measurements, sum, least, most, last, measured_on, last_at, rest FROM period_total"
    " WHERE series = ? AND starts_on = ?"
)


def keep_totals(
    connection: Connection, place: int, after: ProjectState, moved: Iterable[Key], changes: Iterable[Change] = ()
) -> None:
    """Work out the totals of the series that have ``moved`` with the batch at ``place``, whose ``changes`` led to ``after``.

    Of a series that is known to be another with some points changed, those of the periods that these lie in; and where it has only
    grown, from what is kept of them, so that the time for it does not grow with the series.
    """
    zone = after.project.timezone
    grown = {(each.kpi, each.group): each for each in changes if isinstance(each, SeriesChange) and _only_grows(each)}
    for key in moved:
        series, kpi = after.series.get(key), after.get(Kpi, key[0])
        number = series_id(connection, after.project.uid, key)
        if series is None or kpi is None:
            connection.exec_driver_sql(_FORGET, (number,))
            connection.exec_driver_sql(_MARK, (0, place, number))
            continue
        kept = None if series.origin is None else series.origin.kept
        if kept is None or (kept.cadence, kept.zone) != (kpi.cadence, zone):
            connection.exec_driver_sql(_FORGET, (number,))
            _write(connection, number, totals_of(series.points.columns, kpi.cadence, zone))
        elif key in grown:
            _grow(connection, number, series, grown[key], kpi.cadence, zone)
        else:
            _write(connection, number, changed_totals(series, kpi.cadence, zone).values())
        connection.exec_driver_sql(_MARK, (len(series), place, number))


def _write(connection: Connection, series: int, worked_out: Collection[Total]) -> None:
    kept = [(series, *total, None, None) for total in worked_out if total.measurements]
    gone = [(series, total.starts_on) for total in worked_out if not total.measurements]
    if kept:
        connection.exec_driver_sql(_KEEP, kept)
    if gone:
        connection.exec_driver_sql(_FORGET_ONE, gone)


def _only_grows(change: SeriesChange) -> bool:
    """Whether no measurement is taken away: values may be put in the place of others."""
    return bool(change.after) and change.before.keys() <= change.after.keys()


def _grow(connection: Connection, number: int, series: Series, change: SeriesChange, cadence: Cadence, zone: str) -> None:
    """Keep the totals of the periods in which a series has grown."""
    after = Points.of(change.after)
    starts = touched_periods(after.columns[0], cadence, zone)
    known = {start.isoformat(): tally for start in starts if (tally := _read_tally(connection, number, start)) is not None}
    # A total that was worked out by itself lacks what it takes to add to it.
    untold = {start for start, tally in known.items() if not tally.last_at}
    found = {
        start: tally for start, tally in grown_tallies(known, change.before, after, cadence, zone).items() if start not in untold
    }
    found |= tallies_of(series, [start for start in starts if start.isoformat() not in found], cadence, zone)
    kept = [(number, *tally.total, tally.last_at, json.dumps(tally.rest)) for tally in found.values()]
    connection.exec_driver_sql(_KEEP, kept)


def _read_tally(connection: Connection, number: int, start: date) -> Tally | None:
    """What is kept of a period; without ``last_at`` where that is the total alone."""
    row = connection.exec_driver_sql(_SELECT_ONE, (number, start.isoformat())).first()
    if row is None:
        return None
    *total, last_at, rest = row
    return Tally(Total(*total), last_at or "", tuple(json.loads(rest)) if rest else ())


def take_over_totals(connection: Connection, project: str, key: Key, known: Series | None, series: Series | None) -> None:
    """Have a series know, of its totals, what was known of it before and what is kept of the periods that have changed since."""
    if known is None or series is None or known.origin is None or series.kept is None:
        return
    cadence, zone = series.kept.cadence, series.kept.zone
    if (cadence, zone) not in known.origin.found:
        return
    since, before = known.origin.found[cadence, zone]
    number = series_id(connection, project, key)
    starts = [start for start in sorted(touched_periods(known.changed, cadence, zone)) if start.isoformat() >= since]
    found = {total.starts_on: total for total in before}
    for start in starts:
        tally = _read_tally(connection, number, start)
        found.pop(start.isoformat(), None)
        if tally is not None:
            found[start.isoformat()] = tally.total
    series.found[cadence, zone] = since, tuple(found[start] for start in sorted(found))


def moved_series(state: ProjectState, changes: Iterable[Change]) -> Iterator[Key]:
    """The series of which ``changes`` to ``state`` change points, or what periods they fall into."""
    for change in changes:
        if isinstance(change, SeriesChange):
            yield change.kpi, change.group
        elif _moves_periods(change):
            yield from (key for key in state.series if change.kind == Project.kind or key[0] == change.uid)


def _moves_periods(change: RowChange) -> bool:
    deciding = {Project.kind: "timezone", Kpi.kind: "cadence"}.get(change.kind)
    return change.before is not None and deciding in (change.after or {})
