"""Criteria that name a row in their settings: no reference, so that the row can be deleted, but then they have no answer."""

from cockpit.domain.entity import Entity
from cockpit.domain.gate import Criterion
from cockpit.domain.readiness.registry import KINDS
from cockpit.domain.state import ProjectState


def criteria_naming(state: ProjectState, row: Entity) -> tuple[Criterion, ...]:
    """The criteria of the project whose settings name ``row``, whether it is there or not."""
    return tuple(criterion for criterion in state.all(Criterion) if _names(criterion, row))


def _names(criterion: Criterion, row: Entity) -> bool:
    kind = KINDS.get(criterion.rule)
    values = [criterion.settings.get(each.name) for each in kind.settings if each.refers_to == row.kind] if kind else []
    return any(row.ref in value if isinstance(value, list | tuple) else row.ref == value for value in values)
