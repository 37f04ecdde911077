"""The normal distribution: its quantile and its tail.

Of the standard library alone: a verdict is on the first screen, and importing ``scipy.special`` takes 150 to 700 ms.
"""

import math
from functools import cache


@cache
def quantile(probability: float) -> float:
    """The value that a standard normal variable stays below with ``probability``; infinite where that is 0 or 1."""
    from statistics import NormalDist

    if not 0 < probability < 1:
        return math.copysign(math.inf, probability - 0.5)
    return NormalDist().inv_cdf(probability)


def two_sided_quantile(confidence: float) -> float:
    """How many standard errors an interval reaches on either side, 1.96 for a ``confidence`` of 0.95."""
    return quantile(0.5 + confidence / 2)


def two_sided_tail(value: float) -> float:
    """The probability that a standard normal variable lies at least as far from zero as ``value``."""
    return math.erfc(abs(value) / math.sqrt(2))


def tail(value: float) -> float:
    """The probability that a standard normal variable lies above ``value``."""
    return math.erfc(value / math.sqrt(2)) / 2
