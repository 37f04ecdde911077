"""Measurements: the values of a KPI over time, for the pilot group, the control group or everybody.

They are many, so they are no entities: :class:`Points` are two columns, in order of time, and a :class:`Series` those of one KPI and
one group.  Columns may be deferred: how many there are is known, and they are read when they are first looked at.  A measurement is
keyed by its time, so that taking in the same file twice changes nothing.  A time is written as text that sorts: a day
(``2026-01-05``) or an instant in UTC, with a fraction of a second where it has one (``2026-01-05T09:30:00+00:00``,
``2026-01-05T09:30:00.250+00:00``).
"""

import math
import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, ItemsView, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import lru_cache
from itertools import islice
from operator import lt
from typing import TYPE_CHECKING, Any, TypeAlias
from zoneinfo import ZoneInfo

from cockpit.domain.entity import FIRST_YEAR, LAST_YEAR
from cockpit.domain.message import N_, message
from cockpit.domain.problem import Problem, Refused
from cockpit.domain.validation import echo, in_utc

if TYPE_CHECKING:
    from cockpit.domain.kpi import Cadence
    from cockpit.domain.period import KeptTotals, Total

LARGEST_VALUE = 1e15
"""The largest absolute value of a measurement: beyond it a float cannot hold a unit apart from the next."""

Columns: TypeAlias = tuple[tuple[str, ...], tuple[float, ...]]
"""Times, each once and in order, and the values beside them."""

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_DAY_LENGTH = len("2026-01-05")
_BEFORE_ALL, _AFTER_ALL = "", "~"
_FEW = 16
"""Up to so many times are looked up one by one in columns that have not been read; for more, all between them are read."""


class Points(Mapping[str, float]):
    """Measurements by time: frozen, in order of time, and held as two columns rather than one by one."""

    __slots__ = ("_columns", "_count", "_ends", "_read")

    def __init__(self, times: Sequence[str] = (), values: Sequence[float] = ()) -> None:
        self._columns: Columns | None = (tuple(times), tuple(values))
        self._count = len(times)
        self._ends: tuple[str, str] | None = None
        self._read: Callable[[str, str], Columns] = self._between

    @classmethod
    def of(cls, points: Mapping[str, float]) -> "Points":
        """Points as a mapping holds them, whatever its order."""
        if isinstance(points, Points):
            return points
        times = tuple(sorted(points))
        return cls(times, tuple(points[time] for time in times))

    @classmethod
    def deferred(cls, count: int, read: Callable[[str, str], Columns], ends: tuple[str, str] | None = None) -> "Points":
        """``count`` points whose columns ``read`` gives: those from one time to another, both included, always the same ones.

        ``ends`` are the first and the last time, where they are known before.
        """
        points = cls()
        points._columns, points._count, points._read, points._ends = None, count, read, ends
        return points

    @property
    def ends(self) -> tuple[str, str]:
        """The first and the last time; IndexError where there is none."""
        return self._ends or (self.columns[0][0], self.columns[0][-1])

    @property
    def columns(self) -> Columns:
        """All times and values."""
        # Two threads may both read, and then read the same.
        found = self._columns
        if found is None:
            found = self._columns = self._read(_BEFORE_ALL, _AFTER_ALL)
        return found

    def between(self, first: str, last: str) -> Columns:
        """The columns from one time to another, both included, without a look at the others."""
        return self._read(first, last) if self._columns is None else self._between(first, last)

    def among(self, times: Sequence[str]) -> Mapping[str, float]:
        """Those of the points that lie at one of ``times``, which are in order."""
        if not self._count or not times:
            return {}
        if len(times) <= _FEW:
            found = {time: self.get(time) for time in times}
            return {time: value for time, value in found.items() if value is not None}
        columns = self.between(times[0], times[-1])
        if columns[0] == tuple(times):
            return Points(*columns)
        known = dict(zip(*columns, strict=True))
        return {time: known[time] for time in times if time in known}

    def items(self) -> "ItemsView[str, float]":
        """The times and values in pairs."""
        return _Items(self)

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[str]:
        return iter(self.columns[0])

    def __getitem__(self, time: str) -> float:
        times, values = self._read(time, time) if self._columns is None else self._columns
        place = bisect_left(times, time)
        if place == len(times) or times[place] != time:
            raise KeyError(time)
        return values[place]

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Points):
            return self is other or (len(self) == len(other) and self.columns == other.columns)
        return Mapping.__eq__(self, other)

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"Points({self._count})" if self._columns is None else f"Points({dict(self)})"

    def _between(self, first: str, last: str) -> Columns:
        times, values = self.columns
        part = slice(bisect_left(times, first), bisect_right(times, last))
        return times[part], values[part]


class _Items(ItemsView[str, float]):
    """The pairs side by side, rather than a search for each value."""

    def __init__(self, points: Points) -> None:
        super().__init__(points)
        self._points = points

    def __iter__(self) -> Iterator[tuple[str, float]]:
        return zip(*self._points.columns, strict=True)


class Series:
    """The measurements of one KPI and group, with the totals of their periods where somebody keeps them.

    Iterating gives times and values in pairs.
    """

    __slots__ = ("changed", "found", "kept", "origin", "points")

    def __init__(self, times: Sequence[str] = (), values: Sequence[float] = ()) -> None:
        self.points = Points(times, values)
        self.kept: KeptTotals | None = None
        self.origin: Series | None = None
        """The series with kept totals that this one is but for what lies at the times in :attr:`changed`."""
        self.changed: Sequence[str] = ()
        self.found: dict[tuple[Cadence, str], tuple[str, tuple[Total, ...]]] = {}
        """The totals that have been looked at, by cadence and time zone, with the first day on which their periods may begin."""

    @classmethod
    def of(cls, points: Points, kept: "KeptTotals | None" = None) -> "Series":
        """The series of ``points``."""
        series = cls()
        series.points, series.kept = points, kept
        return series

    @property
    def times(self) -> tuple[str, ...]:
        """The times in order, as text that sorts."""
        return self.points.columns[0]

    @property
    def values(self) -> tuple[float, ...]:
        """The values beside the times."""
        return self.points.columns[1]

    def __len__(self) -> int:
        return len(self.points)

    def __iter__(self) -> Iterator[tuple[str, float]]:
        return zip(self.times, self.values, strict=True)

    def __eq__(self, other: object) -> bool:
        return self.points == other.points if isinstance(other, Series) else NotImplemented

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"Series({self.points!r})"

    def at(self, time: str) -> float | None:
        """The value at ``time``, or None."""
        return self.points.get(time)

    def with_points(self, points: Mapping[str, float | None], growth: int | None = None) -> "Series":
        """This series with ``points`` put in; a value of None takes the point out.

        ``growth`` is by how many points it grows, where that is known.  Nothing is read for it of a series whose totals are kept.
        """
        if not points:
            return self
        if self.origin is None and self.kept is None:
            return Series.of(Points(*_merged(self.points.columns, points)))
        if growth is None:
            growth = sum(value is not None for value in points.values()) - len(self.points.among(sorted(points)))
        origin, changed = (self, points) if self.origin is None else (self.origin, {**self._changes(), **points})
        amended = Series.of(
            Points.deferred(len(self) + growth, lambda first, last: _amended(origin.points, changed, first, last))
        )
        amended.origin, amended.changed = origin, sorted(changed)
        return amended

    def _changes(self) -> Mapping[str, float | None]:
        """What lies at the times that set this series apart from its origin."""
        held = self.points.among(self.changed)
        return {time: held.get(time) for time in self.changed}


def _amended(points: Points, changes: Mapping[str, float | None], first: str, last: str) -> Columns:
    if isinstance(changes, Points):
        part: Mapping[str, float | None] = Points(*changes.between(first, last))
    else:
        part = {time: value for time, value in changes.items() if first <= time <= last}
    return _merged(points.between(first, last), part)


def _merged(columns: Columns, changes: Mapping[str, float | None]) -> Columns:
    """Columns with ``changes`` made to them; a value of None takes a point out."""
    if not columns[0] and isinstance(changes, Points):
        return changes.columns
    merged = dict(zip(*columns, strict=True))
    for time, value in changes.items():
        if value is None:
            merged.pop(time, None)
        else:
            merged[time] = value
    times = tuple(sorted(merged))
    return times, tuple(merged[time] for time in times)


def time_text(at: date | datetime) -> str:
    """A day or an aware instant as measurements are keyed: as one text, whatever zone and digits it was written with."""
    if not isinstance(at, datetime):
        return at.isoformat()
    # A plus sorts before a point, so that texts with and without a fraction, long or short, are in order of time.
    fine = "seconds" if not at.microsecond else "microseconds" if at.microsecond % 1000 else "milliseconds"
    return at.astimezone(UTC).isoformat(timespec=fine)


@lru_cache(maxsize=8192)
def day_of(time: str, zone: str) -> date:
    """The day of a measurement's time in a time zone."""
    if len(time) == _DAY_LENGTH:
        return date.fromisoformat(time)
    return day_in(datetime.fromisoformat(time), zone)


def day_in(at: datetime, zone: str) -> date:
    """The day of an aware instant in a time zone."""
    return at.astimezone(ZoneInfo(zone)).date()


def validated_points(points: Mapping[Any, object]) -> dict[str, float]:
    """Times and values as they came in, as a series keeps them; :class:`Refused` with every one that cannot be taken."""
    problems = [problem for _, problem in point_problems(points.keys(), points.values())]
    if problems:
        raise Refused(problems)
    # Added to zero, a negative zero, of which the store would not keep the sign, is zero.
    return {str(time_key(time)): 0.0 + float(value) for time, value in points.items()}  # type: ignore[arg-type]


def validated_columns(times: Sequence[str], values: Sequence[float]) -> Points:
    """Times and values side by side, many of them, as a series keeps them; of several values of one time the last is taken.

    Raises :class:`Refused` with every one that cannot be taken; :func:`point_problems` tells also where they stand.
    """
    found = times if _all_canonical(times) else [_text_key(at) if isinstance(at, str) else time_key(at) for at in times]
    keys = tuple(key for key in found if key is not None)
    if len(keys) < len(times) or not _all_fit(values):
        raise Refused([problem for _, problem in point_problems(times, values)])
    figures = tuple(0.0 + value for value in map(float, values))
    if all(map(lt, keys, islice(keys, 1, None))):
        return Points(keys, figures)
    return Points.of(dict(zip(keys, figures, strict=True)))


def point_problems(times: Iterable[object], values: Iterable[object]) -> Iterator[tuple[int, Problem]]:
    """Why some of the measurements that came in cannot be taken, each with its place, counted from 0."""
    for place, (time, value) in enumerate(zip(times, values, strict=True)):
        key = time_key(time)
        if key is None:
            sentence = message(
                N_("“{time}” is no time of a measurement; it must be a date such as 2026-12-31 or an instant with its zone"),
                time=echo(time),
            )
            yield place, Problem(sentence, where=echo(time))
        elif not _fits(value):
            sentence = message(
                N_("Measurement of {time}: “{value}” is not allowed; it must be a finite number from {least} to {most}"),
                time=key, value=echo(value), least=-LARGEST_VALUE, most=LARGEST_VALUE,
            )  # fmt: skip
            yield place, Problem(sentence, where=key)


def _fits(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= LARGEST_VALUE and math.isfinite(value)


def _all_fit(values: Sequence[float]) -> bool:
    """As :func:`_fits`, of a whole column."""
    if not all(issubclass(kind, int | float) and kind is not bool for kind in set(map(type, values))):
        return False
    try:
        total = math.fsum(values)  # which no NaN gets through, as it does through min and max
    except (OverflowError, ValueError):
        return False
    return not values or (math.isfinite(total) and min(values) >= -LARGEST_VALUE and max(values) <= LARGEST_VALUE)


def _all_canonical(times: Sequence[str]) -> bool:
    """Whether a whole column is keyed as measurements are: few are the days and the times of day of many instants."""
    if not all(issubclass(kind, str) for kind in set(map(type, times))):
        return False
    days, clocks = {time[:_DAY_LENGTH] for time in times}, {time[_DAY_LENGTH:] for time in times}
    return all(time_key(time) == time for time in (*days, *(f"2026-01-05{clock}" for clock in clocks)))


@lru_cache(maxsize=65536)
def _text_key(time: str) -> str | None:
    return time_key(time)


def time_key(time: object) -> str | None:
    """A day or an instant with its zone as measurements are keyed; None for what is no time of a measurement."""
    if isinstance(time, str):
        try:
            time = date.fromisoformat(time) if _DAY.fullmatch(time) else datetime.fromisoformat(time)
        except ValueError:
            return None
    if isinstance(time, datetime):
        moved = in_utc(time)
        return None if moved is None else time_text(moved)
    return time.isoformat() if isinstance(time, date) and FIRST_YEAR <= time.year <= LAST_YEAR else None
