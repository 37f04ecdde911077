"""Where an objective stands: how it is measured, and how far its KPI has come."""

from dataclasses import dataclass
from datetime import date

from cockpit.domain.charter import Measure, Objective, measure_of
from cockpit.domain.kpi_standing import standing
from cockpit.domain.state import ProjectState


@dataclass(frozen=True, slots=True)
class ObjectiveStanding:
    """An objective, how it is measured, and the last value of its KPI."""

    objective: Objective
    measure: Measure
    value: float | None

    @property
    def progress(self) -> float | None:
        """How far it has come on the way to its target, which is 1; None where nobody can tell."""
        return None if self.value is None else self.measure.progress(self.value)


def objective_standing(state: ProjectState, objective: Objective, as_of: date) -> ObjectiveStanding:
    """The standing of an objective on a day."""
    measure = measure_of(state, objective)
    last = standing(state, measure.kpi, as_of).last if measure.kpi else None
    return ObjectiveStanding(objective, measure, last.value if last else None)
