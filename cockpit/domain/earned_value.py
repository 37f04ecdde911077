"""Earned value and earned schedule: what the work done is worth, against the plan and against what it cost.

Earned value after PMI, *The Standard for Earned Value Management* (2019); earned schedule after W. Lipke, *Schedule is different*
(The Measurable News, 2003).  Amounts may be in any one unit; time is counted in periods of the plan.
"""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class EarnedValue:
    """``budget`` at completion, and by today the value ``planned``, the value ``earned`` and the ``cost``."""

    budget: float
    planned: float
    earned: float
    cost: float

    @property
    def schedule_variance(self) -> float:
        """SV = EV - PV; below zero, less is done than planned."""
        return self.earned - self.planned

    @property
    def cost_variance(self) -> float:
        """CV = EV - AC; below zero, what is done cost more than it is worth."""
        return self.earned - self.cost

    @property
    def schedule_performance(self) -> float | None:
        """SPI = EV / PV; None where nothing was planned yet."""
        return _ratio(self.earned, self.planned)

    @property
    def cost_performance(self) -> float | None:
        """CPI = EV / AC; None where nothing was spent yet."""
        return _ratio(self.earned, self.cost)

    @property
    def estimate_at_completion(self) -> float | None:
        """EAC = BAC / CPI: the cost in the end, if it goes on as it went; None where that is not known, or nothing is earned."""
        performance = self.cost_performance
        return None if performance is None else _ratio(self.budget, performance)

    @property
    def estimate_to_complete(self) -> float | None:
        """ETC = EAC - AC."""
        total = self.estimate_at_completion
        return None if total is None else total - self.cost

    @property
    def variance_at_completion(self) -> float | None:
        """VAC = BAC - EAC; below zero, it will cost more than its budget."""
        total = self.estimate_at_completion
        return None if total is None else self.budget - total

    @property
    def to_complete_performance(self) -> float | None:
        """TCPI = (BAC - EV) / (BAC - AC): what each coin that is left has to bring; None where none is left."""
        left = self.budget - self.cost
        return (self.budget - self.earned) / left if left > 0 else None


@dataclass(frozen=True, slots=True)
class EarnedSchedule:
    """The moment of the plan at which as much should have been earned as is, and what follows for the end; in periods."""

    schedule: float
    performance: float | None
    duration: float | None


def earned_schedule(planned: Sequence[float], earned: float, at: float) -> EarnedSchedule:
    """ES = C + (EV - PV_C) / (PV_{C+1} - PV_C), SPI(t) = ES / AT and IEAC(t) = PD / SPI(t).

    ``planned`` are the cumulative values at the end of each period of the plan, which never fall; C is the last period whose value is
    earned, 0 before the first.  The planned duration PD ends with the first period by which everything was to be earned.
    """
    ends = planned.index(planned[-1]) + 1
    reached = sum(1 for value in planned[:ends] if value <= earned)
    schedule = float(reached)
    if reached < ends:
        before = planned[reached - 1] if reached else 0.0
        schedule += max(0.0, earned - before) / (planned[reached] - before)
    performance = _ratio(schedule, at)
    return EarnedSchedule(schedule, performance, _ratio(ends, performance) if performance else None)


def _ratio(value: float, by: float) -> float | None:
    return value / by if by else None
