"""The XmR process behaviour chart: which changes of a KPI are more than its usual ups and downs.

Limits after Wheeler (*Understanding Variation*, 1993); signals as in NHS England's *Making Data Count*.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from cockpit.domain.entity import Choice
from cockpit.domain.kpi import Direction, clears
from cockpit.domain.message import N_

_LIMIT_FACTOR = 2.66
_RANGE_FACTOR = 3.267
_RUN = 7
_NEAR = 2 / 3


class Signal(Choice):
    """A sign that a process has changed."""

    OUTSIDE = "outside", N_("a value outside the limits")
    RUN = "run", N_("7 values in a row on one side of the mean")
    TREND = "trend", N_("7 values in a row in one direction")
    NEAR_LIMIT = "near_limit", N_("2 of 3 values near a limit")


class Assurance(Choice):
    """What a process can be trusted to do about its target, as in *Making Data Count*."""

    PASSES = "consistently_passes", N_("consistently passes")
    FAILS = "consistently_fails", N_("consistently fails")
    HIT_OR_MISS = "hit_or_miss", N_("hit or miss")


@dataclass(frozen=True, slots=True)
class ProcessChart:
    """The mean of a series of values, the natural limits around it, and the limit of the range from one value to the next."""

    mean: float
    lower: float
    upper: float
    range_limit: float

    def assurance(self, target: float, direction: Direction) -> Assurance:
        """Whether a process that stays as it is reaches ``target`` always, never or now and then."""
        best, worst = (self.upper, self.lower) if direction is Direction.HIGHER else (self.lower, self.upper)
        if clears(worst, target, direction):
            return Assurance.PASSES
        return Assurance.HIT_OR_MISS if clears(best, target, direction) else Assurance.FAILS


def process_chart(values: Sequence[float]) -> ProcessChart:
    """The XmR chart of at least two values: mean -+ 2.66 x the mean moving range; range limit 3.267 x the mean moving range."""
    mean = sum(values) / len(values)
    moving = sum(abs(later - earlier) for earlier, later in pairwise(values)) / (len(values) - 1)
    return ProcessChart(mean, mean - _LIMIT_FACTOR * moving, mean + _LIMIT_FACTOR * moving, _RANGE_FACTOR * moving)


def adverse_signal(values: Sequence[float], direction: Direction) -> Signal | None:
    """The first signal that the last values give of a change for the worse; None without one, or with fewer than three values.

    The last value outside the limits; the last 7 on the bad side of the mean; the last 7 each worse than the one before; 2 of the
    last 3 in the outer third on the bad side.
    """
    if len(values) < 3:
        return None
    sign = 1 if direction is Direction.HIGHER else -1
    upright = [sign * value for value in values]
    chart = process_chart(upright)
    last = upright[-_RUN:]
    near = chart.mean - _NEAR * (chart.mean - chart.lower)
    if upright[-1] < chart.lower:
        return Signal.OUTSIDE
    if len(last) == _RUN and all(value < chart.mean for value in last):
        return Signal.RUN
    if len(last) == _RUN and all(later < earlier for earlier, later in pairwise(last)):
        return Signal.TREND
    if sum(value < near for value in upright[-3:]) >= 2:
        return Signal.NEAR_LIMIT
    return None


def signals(values: Sequence[float], chart: ProcessChart) -> tuple[tuple[int, Signal], ...]:
    """Every signal against the limits of ``chart``, on either side: the place (from 0) of the value that completes it, and which.

    A value in the outer third belongs to a signal of that kind if another of it and the two before lies there too.
    """
    found = []
    for place in range(len(values)):
        last = values[max(0, place + 1 - _RUN) : place + 1]
        found += [(place, signal) for signal, given in _GIVEN.items() if given(last, chart)]
    return tuple(found)


def _outside(values: Sequence[float], chart: ProcessChart) -> bool:
    return not chart.lower <= values[-1] <= chart.upper


def _run(values: Sequence[float], chart: ProcessChart) -> bool:
    last = values[-_RUN:]
    return len(last) == _RUN and (all(value < chart.mean for value in last) or all(value > chart.mean for value in last))


def _trend(values: Sequence[float], chart: ProcessChart) -> bool:
    last = values[-_RUN:]
    return len(last) == _RUN and (all(a < b for a, b in pairwise(last)) or all(a > b for a, b in pairwise(last)))


def _near_limit(values: Sequence[float], chart: ProcessChart) -> bool:
    low = chart.mean - _NEAR * (chart.mean - chart.lower)
    high = chart.mean + _NEAR * (chart.upper - chart.mean)
    last = values[-3:]
    return (last[-1] < low and sum(value < low for value in last) >= 2) or (
        last[-1] > high and sum(value > high for value in last) >= 2
    )


_GIVEN: dict[Signal, Callable[[Sequence[float], ProcessChart], bool]] = {
    Signal.OUTSIDE: _outside,
    Signal.RUN: _run,
    Signal.TREND: _trend,
    Signal.NEAR_LIMIT: _near_limit,
}
