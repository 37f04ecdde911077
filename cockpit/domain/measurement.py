"""Measurements: the values of a KPI over time, for the pilot group, the control group or everybody.

They are many, so they are no entities: a :class:`Series` holds those of one KPI and one group as two columns.  A measurement is
keyed by its time, so that taking in the same file twice changes nothing.  A time is written as text that sorts: a day
(``2026-01-05``) or an instant in UTC (``2026-01-05T09:30:00+00:00``).
"""

import math
import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from cockpit.domain.entity import FIRST_YEAR, LAST_YEAR, instant_text
from cockpit.domain.message import N_, message
from cockpit.domain.problem import Problem, Refused
from cockpit.domain.validation import echo, in_utc

LARGEST_VALUE = 1e15
"""The largest absolute value of a measurement: beyond it a float cannot hold a unit apart from the next."""

_DAY = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True, slots=True)
class Series:
    """The measurements of one KPI and group in order of time: ``times`` as text that sorts, ``values`` beside them."""

    times: tuple[str, ...] = ()
    values: tuple[float, ...] = ()

    def __len__(self) -> int:
        return len(self.times)

    def __iter__(self) -> Iterator[tuple[str, float]]:
        return zip(self.times, self.values, strict=True)

    def at(self, time: str) -> float | None:
        """The value at ``time``, or None."""
        place = bisect_left(self.times, time)
        return self.values[place] if place < len(self.times) and self.times[place] == time else None

    def with_points(self, points: Mapping[str, float | None]) -> "Series":
        """This series with ``points`` put in; a value of None takes the point out."""
        merged = dict(zip(self.times, self.values, strict=True))
        for time, value in points.items():
            if value is None:
                merged.pop(time, None)
            else:
                merged[time] = value
        times = tuple(sorted(merged))
        return Series(times, tuple(merged[time] for time in times))


def time_text(at: date | datetime) -> str:
    """A day or an aware instant as measurements are keyed."""
    return instant_text(at) if isinstance(at, datetime) else at.isoformat()


@lru_cache(maxsize=8192)
def day_of(time: str, zone: str) -> date:
    """The day of a measurement's time in a time zone."""
    if len(time) == 10:
        return date.fromisoformat(time)
    return datetime.fromisoformat(time).astimezone(ZoneInfo(zone)).date()


def validated_points(points: Mapping[Any, object]) -> dict[str, float]:
    """Times and values as they came in, as a series keeps them; :class:`Refused` with every one that cannot be taken."""
    taken: dict[str, float] = {}
    problems = []
    for time, value in points.items():
        key = _time_key(time)
        if key is None:
            sentence = message(
                N_("“{time}” is no time of a measurement; it must be a date such as 2026-12-31 or an instant with its zone"),
                time=echo(time),
            )
            problems.append(Problem(sentence, where=echo(time)))
        elif not _fits(value):
            sentence = message(
                N_("Measurement of {time}: “{value}” is not allowed; it must be a finite number from {least} to {most}"),
                time=key, value=echo(value), least=-LARGEST_VALUE, most=LARGEST_VALUE,
            )  # fmt: skip
            problems.append(Problem(sentence, where=key))
        else:
            # Added to zero, a negative zero, of which the store would not keep the sign, is zero.
            taken[key] = 0.0 + float(value)  # type: ignore[arg-type]
    if problems:
        raise Refused(problems)
    return taken


def _fits(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= LARGEST_VALUE and math.isfinite(value)


def _time_key(time: object) -> str | None:
    if isinstance(time, str):
        try:
            time = date.fromisoformat(time) if _DAY.fullmatch(time) else datetime.fromisoformat(time)
        except ValueError:
            return None
    if isinstance(time, datetime):
        moved = in_utc(time)
        return None if moved is None else instant_text(moved)
    return time.isoformat() if isinstance(time, date) and FIRST_YEAR <= time.year <= LAST_YEAR else None
