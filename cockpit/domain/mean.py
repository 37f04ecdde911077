"""Means of measured values: two compared, and how many values it takes to tell two apart."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from cockpit.domain import student
from cockpit.domain.proportion import Interval, around

_MOST_PER_GROUP = 1e15


@dataclass(frozen=True, slots=True)
class Sample:
    """``count`` values with their mean and their standard deviation (n - 1 in its denominator; None for one value)."""

    mean: float
    deviation: float | None
    count: int


def sample_of(values: Sequence[float]) -> Sample:
    """The mean and the deviation of at least one value."""
    count = len(values)
    mean = math.fsum(values) / count
    if count == 1:
        return Sample(mean, None, 1)
    return Sample(mean, math.sqrt(math.fsum((value - mean) ** 2 for value in values) / (count - 1)), count)


@dataclass(frozen=True, slots=True)
class MeansCompared:
    """Pilot minus control by Welch's test, its interval, and the probability of as large a difference without an effect."""

    difference: float
    interval: Interval
    t: float
    degrees: float
    p_value: float


def compared(control: Sample, pilot: Sample, confidence: float = 0.95) -> MeansCompared | None:
    """Welch's test (B. L. Welch, Biometrika 34, 1947), the degrees of freedom after Satterthwaite; two-sided.

    None where it cannot be made: a group has a single value, or no value of either differs from another.
    """
    if control.deviation is None or pilot.deviation is None or min(control.count, pilot.count) < 2:
        return None
    first, second = pilot.deviation * pilot.deviation / pilot.count, control.deviation * control.deviation / control.count
    error, difference = math.sqrt(first + second), pilot.mean - control.mean
    if error == 0 or not math.isfinite(error) or not math.isfinite(difference):
        return None
    # Shares of the whole, so that squares of small or large variances neither vanish nor overflow.
    part, rest = first / (first + second), second / (first + second)
    degrees = 1 / (part * part / (pilot.count - 1) + rest * rest / (control.count - 1))
    probability = 0.5 + confidence / 2
    reach = (student.quantile(probability, degrees) if probability < 1 else math.inf) * error
    t = difference / error
    return MeansCompared(difference, around(difference, reach), t, degrees, 2 * student.tail(abs(t), degrees))


def values_per_group(deviation: float, effect: float, power: float, alpha: float) -> float | None:
    """How many values each of two groups needs to find an ``effect`` on their mean, before rounding up; None beyond 1e15.

    Two-sided, as ``power.t.test`` of R with its usual ``strict = FALSE``: the n from which a noncentral t with 2 (n - 1) degrees of
    freedom and noncentrality sqrt(n / 2) effect / deviation exceeds the critical value with probability ``power``.  At least 2.
    """
    from scipy.special import nctdtr, stdtrit

    size = abs(effect) / deviation

    def reached(count: float) -> float:
        degrees = 2 * (count - 1)
        critical = float(stdtrit(degrees, 1 - alpha / 2))
        noncentrality = math.sqrt(count / 2) * size
        return 1 - float(nctdtr(degrees, noncentrality, critical)) - power

    low, high = 2.0, 4.0
    if reached(low) >= 0:
        return low
    while reached(high) < 0:
        low, high = high, 2 * high
        if high > _MOST_PER_GROUP:
            return None
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if reached(middle) < 0 else (low, middle)
        if high - low <= 1e-13 * high:
            break
    return (low + high) / 2
