"""Money: what a project, or a wave of it, cost and brought, and when it has paid for itself."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from cockpit.domain.budget import Benefit, BudgetLine, Cost
from cockpit.domain.phase import Phase, PhaseCode
from cockpit.domain.wave import Wave

if TYPE_CHECKING:
    from cockpit.domain.state import ProjectState


@dataclass(frozen=True, slots=True)
class Return:
    """Costs and benefits by a day, in minor units of the project's currency.

    ``acquisition_cost`` is the part of the costs that won ``acquisitions`` users or customers.  ``paid_back_on`` is the first day on
    which the benefits had made up for the costs, None where they have not.
    """

    cost: int
    benefit: int
    acquisition_cost: int
    acquisitions: int
    paid_back_on: date | None

    @property
    def roi(self) -> float | None:
        """(benefit - cost) / cost; None without a cost."""
        return (self.benefit - self.cost) / self.cost if self.cost else None

    @property
    def cost_per_acquisition(self) -> float | None:
        """Minor units for each user or customer won; None where none was."""
        return self.acquisition_cost / self.acquisitions if self.acquisitions else None


def returns(state: "ProjectState", as_of: date, wave: Wave | None = None) -> Return:
    """The money of the project, or of one wave, by a day."""
    costs = [each for each in state.all(Cost) if each.incurred_on <= as_of and wave in (None, state.get(Wave, each.wave))]
    benefits = [each for each in state.all(Benefit) if each.realised_on <= as_of and wave in (None, state.get(Wave, each.wave))]
    flows = [(each.incurred_on, -each.amount) for each in costs] + [(each.realised_on, each.amount) for each in benefits]
    return Return(
        cost=sum(each.amount for each in costs),
        benefit=sum(each.amount for each in benefits),
        acquisition_cost=sum(each.amount for each in costs if each.acquisition),
        acquisitions=sum(each.acquisitions for each in benefits),
        paid_back_on=payback(flows),
    )


def payback(flows: Iterable[tuple[date, int]]) -> date | None:
    """The first day on which the sum of all ``flows`` (costs below zero) is no longer negative, after having been.

    Between two days on which money moved, the sum is taken to change evenly, so that the day may lie between them.
    """
    before: tuple[date, int] | None = None
    for day, total in _running(flows):
        if before is not None and before[1] < 0 <= total:
            share = -before[1] / (total - before[1])
            return date.fromordinal(before[0].toordinal() + round(share * (day - before[0]).days))
        before = day, total
    return None


def _running(flows: Iterable[tuple[date, int]]) -> Sequence[tuple[date, int]]:
    """The sum at the end of each day on which money moved."""
    days: dict[date, int] = {}
    for day, amount in flows:
        days[day] = days.get(day, 0) + amount
    total, found = 0, []
    for day in sorted(days):
        total += days[day]
        found.append((day, total))
    return found


@dataclass(frozen=True, slots=True)
class Spending:
    """What was planned for a phase (None: for none in particular) and what was spent of it, in minor units."""

    phase: Phase | None
    planned: int
    spent: int


def spending(state: "ProjectState", as_of: date) -> tuple[Spending, ...]:
    """Budget planned and spent by phase, in the order of the phases; costs without a budget line count for no phase."""
    phases: list[Phase | None] = [*sorted(state.all(Phase), key=lambda each: tuple(PhaseCode).index(each.code)), None]
    planned: dict[str | None, int] = {}
    spent: dict[str | None, int] = {}
    for line in state.all(BudgetLine):
        planned[line.phase] = planned.get(line.phase, 0) + line.planned
    for cost in state.all(Cost):
        if cost.incurred_on <= as_of:
            line_of = state.get(BudgetLine, cost.budget_line)
            phase = line_of.phase if line_of else None
            spent[phase] = spent.get(phase, 0) + cost.amount
    found = []
    for each in phases:
        uid = each.uid if each else None
        if uid in planned or uid in spent:
            found.append(Spending(each, planned.get(uid, 0), spent.get(uid, 0)))
    return tuple(found)
