"""Exact confidence bounds of a number of events that come one by one, independently of each other.

F. Garwood, *Fiducial limits for the Poisson distribution* (Biometrika 28, 1936).  Written out here because a verdict is on the first
screen, and ``scipy`` takes long to import; the tests hold it to printed tables.
"""

import math
from collections.abc import Callable
from functools import lru_cache

_PRECISION = 1e-12
_NEGLIGIBLE = 1e-18


@lru_cache(maxsize=1024)
def upper_bound(count: int, confidence: float = 0.95) -> float:
    """The expected number with which so few as ``count`` events are as rare as 1 - ``confidence``: one-sided."""
    return _root(lambda expected: at_most(count, expected) <= 1 - confidence, count + 1.0)


@lru_cache(maxsize=1024)
def lower_bound(count: int, confidence: float = 0.95) -> float:
    """The expected number with which so many as ``count`` events are as rare as 1 - ``confidence``: one-sided; 0 without any."""
    if count == 0:
        return 0.0
    return _root(lambda expected: 1 - at_most(count - 1, expected) >= 1 - confidence, float(count))


def at_most(count: int, expected: float) -> float:
    """The probability of ``count`` events or fewer where ``expected``, not negative, are to be expected."""
    if expected == 0:
        return 1.0
    # The tail on the far side of what is expected is summed: its terms fall from the first on, so that none that counts is too small.
    if count < expected:
        term, chance = _exactly(count, expected), 0.0
        for number in range(count, -1, -1):
            chance += term
            if term <= _NEGLIGIBLE * chance:
                break
            term *= number / expected
        return min(1.0, chance)
    number, rest = count + 1, 0.0
    term = _exactly(number, expected)
    while term > _NEGLIGIBLE * rest:
        rest += term
        number += 1
        term *= expected / number
    return max(0.0, 1.0 - rest)


def _exactly(count: int, expected: float) -> float:
    return math.exp(count * math.log(expected) - expected - math.lgamma(count + 1))


def _root(reached: Callable[[float], bool], guess: float) -> float:
    """From where on ``reached`` holds, by bisection."""
    low, high = 0.0, guess
    while not reached(high):
        low, high = high, 2 * high
    while high - low > _PRECISION * high:
        middle = (low + high) / 2
        low, high = (low, middle) if reached(middle) else (middle, high)
    return high
