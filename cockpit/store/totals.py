"""The totals of the periods, kept beside the measurements in the same transaction: what a fresh computation would give."""

from collections.abc import Collection, Iterable, Iterator

from sqlalchemy import Connection

from cockpit.domain.change import Change, RowChange, SeriesChange
from cockpit.domain.kpi import Kpi
from cockpit.domain.measurement import Series
from cockpit.domain.period import Total, changed_totals, totals, totals_of
from cockpit.domain.project import Project
from cockpit.domain.state import ProjectState
from cockpit.store.series import Key, series_id

_MARK = "UPDATE series SET held = ?, totals_at = ? WHERE id = ?"
_FORGET = "DELETE FROM period_total WHERE series = ?"
_FORGET_ONE = "DELETE FROM period_total WHERE series = ? AND starts_on = ?"
_KEEP = (
    "INSERT OR REPLACE INTO period_total (series, starts_on, measurements, sum, least, most, last, measured_on)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
)


def keep_totals(connection: Connection, place: int, after: ProjectState, moved: Iterable[Key]) -> None:
    """Work out the totals of the series that have ``moved`` with the batch at ``place``, which led to ``after``.

    Of a series that is known to be another with some points changed, those of the periods that these lie in.
    """
    zone = after.project.timezone
    for key in moved:
        series, kpi = after.series.get(key), after.get(Kpi, key[0])
        number = series_id(connection, after.project.uid, key)
        if series is None or kpi is None:
            connection.exec_driver_sql(_FORGET, (number,))
            connection.exec_driver_sql(_MARK, (0, place, number))
            continue
        kept = None if series.origin is None else series.origin.kept
        if kept and (kept.cadence, kept.zone) == (kpi.cadence, zone):
            _write(connection, number, changed_totals(series, kpi.cadence, zone).values())
        else:
            connection.exec_driver_sql(_FORGET, (number,))
            _write(connection, number, totals_of(series.points.columns, kpi.cadence, zone))
        connection.exec_driver_sql(_MARK, (len(series), place, number))


def _write(connection: Connection, series: int, worked_out: Collection[Total]) -> None:
    kept = [(series, *total) for total in worked_out if total.measurements]
    gone = [(series, total.starts_on) for total in worked_out if not total.measurements]
    if kept:
        connection.exec_driver_sql(_KEEP, kept)
    if gone:
        connection.exec_driver_sql(_FORGET_ONE, gone)


def take_over_totals(known: Series | None, series: Series | None) -> None:
    """Have a series know, of its totals, what is known of the same series as it was worked out in memory."""
    if known is not None and series is not None and known.origin is not None:
        for (cadence, zone), (since, _) in known.origin.found.items():
            series.found[cadence, zone] = since, tuple(totals(known, cadence, zone, since))


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
