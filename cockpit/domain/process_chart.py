"""The XmR process behaviour chart: which changes of a KPI are more than its usual ups and downs.

Limits after Wheeler (*Understanding Variation*, 1993); signals as in NHS England's *Making Data Count*.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from cockpit.domain.entity import Choice
from cockpit.domain.kpi import Direction
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


@dataclass(frozen=True, slots=True)
class ProcessChart:
    """The mean of a series of values, the natural limits around it, and the limit of the range from one value to the next."""

    mean: float
    lower: float
    upper: float
    range_limit: float


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
