"""The normal distribution: its quantile and its tail, from ``scipy.special``, which is imported when first used."""

import math
from functools import cache


@cache
def quantile(probability: float) -> float:
    """The value that a standard normal variable stays below with ``probability``, which lies strictly between 0 and 1."""
    from scipy.special import ndtri

    return float(ndtri(probability))


def two_sided_quantile(confidence: float) -> float:
    """How many standard errors an interval reaches on either side, 1.96 for a ``confidence`` of 0.95."""
    return quantile(0.5 + confidence / 2)


def two_sided_tail(value: float) -> float:
    """The probability that a standard normal variable lies at least as far from zero as ``value``."""
    return math.erfc(abs(value) / math.sqrt(2))
