"""Shares of successes: one with its interval, two compared, and how many cases it takes to tell two apart."""

import math
from dataclasses import dataclass

from cockpit.domain import normal


@dataclass(frozen=True, slots=True)
class Interval:
    """A range that holds the true value with the confidence that it was computed for."""

    low: float
    high: float


def around(value: float, reach: float) -> Interval:
    """``reach`` on either side of ``value``; never a point, however small the reach is beside a large value."""
    return Interval(min(value - reach, math.nextafter(value, -math.inf)), max(value + reach, math.nextafter(value, math.inf)))


@dataclass(frozen=True, slots=True)
class Share:
    """``successes`` of ``count`` cases, of which there is at least one."""

    successes: int
    count: int

    @property
    def rate(self) -> float:
        """Successes over cases."""
        return self.successes / self.count

    def interval(self, confidence: float = 0.95) -> Interval:
        """The score interval of the true share (E. B. Wilson, *Probable inference*, JASA 22, 1927): inside [0, 1], never a point."""
        z = normal.two_sided_quantile(confidence)
        weight = self.count + z * z
        middle = (self.successes + z * z / 2) / weight
        reach = z / weight * math.sqrt(self.successes * (self.count - self.successes) / self.count + z * z / 4)
        # At the ends the two terms are equal, and only rounding keeps them apart.
        low = 0.0 if self.successes == 0 else middle - reach
        high = 1.0 if self.successes == self.count else middle + reach
        return Interval(low, high)


def difference_interval(control: Share, pilot: Share, confidence: float = 0.95) -> Interval:
    """The interval of pilot minus control: the hybrid score interval (R. G. Newcombe, Statistics in Medicine 17, 1998, method 10).

    With the Wilson intervals [l, u] of both, lower = d - sqrt((p1 - l1)^2 + (u2 - p2)^2), upper = d + sqrt((u1 - p1)^2 + (p2 - l2)^2).
    """
    difference = pilot.rate - control.rate
    first, second = pilot.interval(confidence), control.interval(confidence)
    below = math.hypot(pilot.rate - first.low, second.high - control.rate)
    above = math.hypot(first.high - pilot.rate, control.rate - second.low)
    return Interval(max(-1.0, difference - below), min(1.0, difference + above))


def pooled_z(control: Share, pilot: Share) -> float | None:
    """The difference over its standard error if both shares were one; None where all cases, or none, succeeded."""
    count = control.count + pilot.count
    together = (control.successes + pilot.successes) / count
    if together in (0, 1):
        return None
    error = math.sqrt(together * (1 - together) * (1 / control.count + 1 / pilot.count))
    return (pilot.rate - control.rate) / error


def cases_per_group(baseline: float, effect: float, power: float, alpha: float) -> float:
    """How many cases each of two groups needs to tell ``baseline`` from ``baseline + effect``, before rounding up.

    Two-sided, without correction for continuity, as ``power.prop.test`` of R with its usual ``strict = FALSE``:
    n = ((z_alpha/2 sqrt(2 m (1 - m)) + z_power sqrt(p1 (1 - p1) + p2 (1 - p2))) / effect)^2, m the mean of both shares.
    Both shares lie strictly between 0 and 1, ``effect`` is not 0.
    """
    changed = baseline + effect
    mean = (baseline + changed) / 2
    apart = normal.two_sided_quantile(1 - alpha) * math.sqrt(2 * mean * (1 - mean))
    found = normal.quantile(power) * math.sqrt(baseline * (1 - baseline) + changed * (1 - changed))
    return ((apart + found) / effect) ** 2
