"""Whether groups have the sizes that were planned: where they have not, something in the assignment is broken."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from cockpit.domain import normal

ALARM = 0.001
"""Below this p-value the assignment cannot be trusted, nor what is concluded from the groups."""


@dataclass(frozen=True, slots=True)
class SampleRatio:
    """Pearson's chi-squared of the sizes against the plan, its degrees of freedom, and the chance of one as large by accident."""

    chi2: float
    degrees: int
    p_value: float

    @property
    def mismatch(self) -> bool:
        """Whether the groups have other sizes than chance explains."""
        return self.p_value < ALARM


def sample_ratio(counts: Sequence[int], split: Sequence[float]) -> SampleRatio | None:
    """``counts`` of at least two groups against their planned ``split`` (any positive weights); None without a single case."""
    total, whole = sum(counts), sum(split)
    if total == 0:
        return None
    expected = [total * (weight / whole) for weight in split]
    chi2 = sum((count - each) ** 2 / each for count, each in zip(counts, expected, strict=True))
    degrees = len(counts) - 1
    return SampleRatio(chi2, degrees, _tail(degrees, chi2))


def _tail(degrees: int, chi2: float) -> float:
    """The probability that chi-squared exceeds a value; with one degree of freedom, of two groups, it is a normal value squared."""
    if degrees == 1:
        return normal.two_sided_tail(math.sqrt(chi2))
    from scipy.special import chdtrc

    return float(chdtrc(degrees, chi2))
