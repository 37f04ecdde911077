"""When a KPI counts as met over several periods.

The default rule asks four things: enough periods; a mean whose confidence bound clears the target; enough periods that clear it
on their own; and no sign at the end that it is getting worse.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from cockpit.domain.evidence import INSUFFICIENT, MET, NOT_MET, CriterionState, answer_of
from cockpit.domain.kpi import Direction, KpiRule, clears
from cockpit.domain.process_chart import Signal, adverse_signal
from cockpit.domain.student import quantile

CONFIDENCE = 0.95
"""Of the bound of the mean, on one side."""

_MOST_AUTOCORRELATION = 0.9
_FEWEST_EFFECTIVE = 2
_FLAT = 1e-12


@dataclass(frozen=True, slots=True)
class Demand:
    """What a rule asks for: the fewest periods, the share of them that clears the target, and how many of the last in a row."""

    min_periods: int = 6
    share: float = 0.75
    in_a_row: int = 6


@dataclass(frozen=True, slots=True)
class MeanBounds:
    """The mean of the periods and its one-sided confidence bounds.

    ``effective`` is the number of independent periods that they are worth, fewer than there are where each resembles the one
    before (lag-1 ``autocorrelation``).
    """

    mean: float
    low: float
    high: float
    effective: float
    autocorrelation: float

    def pessimistic(self, direction: Direction) -> float:
        """The bound on the bad side of the mean, which has to clear the target."""
        return self.low if direction is Direction.HIGHER else self.high

    def optimistic(self, direction: Direction) -> float:
        """The bound on the good side of the mean; where even this one misses the target, it is not met."""
        return self.high if direction is Direction.HIGHER else self.low


@dataclass(frozen=True, slots=True)
class KpiJudgement:
    """Whether a KPI is met, and the figures from which that follows.

    ``bounds`` is None where there are too few independent periods for them.  ``flat`` means that all periods have the same value,
    which is then compared as it is.
    """

    state: CriterionState
    count: int
    cleared: int
    enough: bool
    share_held: bool
    bounds: MeanBounds | None
    flat: bool
    signal: Signal | None


def judge(
    values: Sequence[float],
    target: float,
    direction: Direction,
    rule: KpiRule = KpiRule.DEFAULT,
    demand: Demand | None = None,
) -> KpiJudgement:
    """Whether the values of a KPI's periods, in order, meet its target by a rule."""
    bounds, flat = mean_bounds(values), is_flat(values)
    facts = _Facts(
        cleared=[clears(value, target, direction) for value in values],
        demand=demand or Demand(),
        bound=answer_of(bounds.low, bounds.high, target, direction) if bounds else INSUFFICIENT,
        # Of values that are all the same, the mean as it is rounded may lie beside them all.
        signal=None if flat else adverse_signal(values, direction),
    )
    return KpiJudgement(
        state=_RULES[rule](facts),
        count=len(values),
        cleared=sum(facts.cleared),
        enough=facts.enough,
        share_held=facts.share_held,
        bounds=bounds,
        flat=flat,
        signal=facts.signal,
    )


@dataclass(frozen=True, slots=True)
class _Facts:
    """What the rules are made of: which periods clear the target, and what the bound and the end of the series say."""

    cleared: list[bool]
    demand: Demand
    bound: CriterionState
    signal: Signal | None

    @property
    def enough(self) -> bool:
        return len(self.cleared) >= self.demand.min_periods

    @property
    def share_held(self) -> bool:
        return bool(self.cleared) and sum(self.cleared) / len(self.cleared) >= self.demand.share


def _default(facts: _Facts) -> CriterionState:
    if facts.bound is NOT_MET or (facts.enough and (not facts.share_held or facts.signal is not None)):
        return NOT_MET
    return MET if facts.enough and facts.bound is MET else INSUFFICIENT


def _last_in_a_row(facts: _Facts) -> CriterionState:
    last = facts.cleared[-facts.demand.in_a_row :]
    if len(last) < facts.demand.in_a_row:
        return INSUFFICIENT
    return MET if all(last) else NOT_MET


def _all_periods(facts: _Facts) -> CriterionState:
    if not all(facts.cleared):
        return NOT_MET  # however few they are: no later period can make up for it
    return MET if facts.enough else INSUFFICIENT


def _share_of_periods(facts: _Facts) -> CriterionState:
    if not facts.enough:
        return INSUFFICIENT
    return MET if facts.share_held else NOT_MET


def _bound_only(facts: _Facts) -> CriterionState:
    return facts.bound if facts.enough or facts.bound is NOT_MET else INSUFFICIENT


_RULES: dict[KpiRule, Callable[[_Facts], CriterionState]] = {
    KpiRule.DEFAULT: _default,
    KpiRule.LAST_IN_A_ROW: _last_in_a_row,
    KpiRule.ALL_PERIODS: _all_periods,
    KpiRule.SHARE_OF_PERIODS: _share_of_periods,
    KpiRule.BOUND_ONLY: _bound_only,
}


def mean_bounds(values: Sequence[float]) -> MeanBounds | None:
    """The mean of values in order of time and its one-sided 95 % bounds; None with two effective values or fewer.

    Student's t on n_eff = n(1 - r)/(1 + r) values, r being the lag-1 autocorrelation held to [0, 0.9]: values that resemble the
    one before tell less than their number.  Values that are all the same are their own bounds.
    """
    count = len(values)
    if count <= _FEWEST_EFFECTIVE:
        return None
    mean = sum(values) / count
    if is_flat(values):
        return MeanBounds(values[0], values[0], values[0], count, 0.0)
    deviations = [value - mean for value in values]
    squares = sum(each * each for each in deviations)
    repeated = sum(earlier * later for earlier, later in pairwise(deviations)) / squares
    autocorrelation = min(max(repeated, 0.0), _MOST_AUTOCORRELATION)
    effective = count * (1 - autocorrelation) / (1 + autocorrelation)
    if effective <= _FEWEST_EFFECTIVE:
        return None
    reach = quantile(CONFIDENCE, effective - 1) * math.sqrt(squares / (count - 1) / effective)
    return MeanBounds(mean, mean - reach, mean + reach, effective, autocorrelation)


def is_flat(values: Sequence[float]) -> bool:
    """Whether values do not vary, rounding aside; a single one cannot tell."""
    return len(values) > 1 and max(values) - min(values) <= _FLAT * max(map(abs, values))


MOST_FURTHER = 12
"""Periods ahead within which it is looked for a value that has a KPI met."""

_OFFSETS = tuple(sorted({*(step / 32 for step in range(65)), *(2 ** (power / 2) for power in range(-12, 13))}))
"""How far from the target values are tried, in spreads of the KPI's own: closely up to two of them, then in steps that grow to 64."""


def value_to_meet(
    values: Sequence[float],
    further: int,
    target: float,
    direction: Direction,
    rule: KpiRule = KpiRule.DEFAULT,
    demand: Demand | None = None,
    *,
    decimals: int = 6,
    most: float = math.inf,
) -> float | None:
    """The value nearest to the target that has a KPI met once it has held for ``further`` more periods; None where there is none.

    More can be less: a jump widens the bound, and a run of equal values counts for less than as many different ones.  It has at most
    ``decimals`` decimals, is no more than ``most``, and not below zero where no value was.
    """
    demand = demand or Demand()
    if not _can_hold_share(values, further, target, direction, rule, demand):
        return None
    known = values or (target,)
    least = 0.0 if min(known) >= 0 and target >= 0 else -math.inf
    step = 10.0**-decimals
    scale = max(max(known) - min(known), abs(sum(known) / len(known) - target), abs(target) / 20, step)
    sign = 1 if direction is Direction.HIGHER else -1
    for offset in _OFFSETS:
        value = target + sign * offset * scale
        rounded = (math.ceil(value / step - _FLAT) if sign > 0 else math.floor(value / step + _FLAT)) * step
        value = round(rounded, decimals)
        if not least <= value <= most or not clears(value, target, direction):
            continue
        if judge([*values, *[value] * further], target, direction, rule, demand).state is MET:
            return value
    return None


def _can_hold_share(
    values: Sequence[float], further: int, target: float, direction: Direction, rule: KpiRule, demand: Demand
) -> bool:
    """Whether so many more good periods could make up for those that missed, as far as the rule counts them."""
    if rule in (KpiRule.LAST_IN_A_ROW, KpiRule.BOUND_ONLY):
        return True
    asked = 1.0 if rule is KpiRule.ALL_PERIODS else demand.share
    good = sum(clears(value, target, direction) for value in values)
    return (good + further) / (len(values) + further) >= asked
