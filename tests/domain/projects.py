"""Small projects to judge: rows validated like any that comes in, known by their refs."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any, TypeVar

from cockpit.domain.entity import Entity
from cockpit.domain.kpi import Group, Kpi
from cockpit.domain.measurement import Series
from cockpit.domain.phase import PhaseCode
from cockpit.domain.project import Project
from cockpit.domain.state import ProjectState
from cockpit.domain.validation import validated

AnyEntity = TypeVar("AnyEntity", bound=Entity)

TODAY = date(2026, 3, 18)
"""A Wednesday."""


def days_ago(days: int) -> date:
    """A day before :data:`TODAY`."""
    return TODAY - timedelta(days)


def row(entity: type[AnyEntity], ref: str, **values: Any) -> AnyEntity:
    """A row whose uid is its ref, with a title where none is given."""
    if entity.title_field == "title":
        values.setdefault("title", f"Row {ref}")
    return validated(entity, {"uid": ref, "ref": ref, **values})


def project(*rows: Entity, series: Mapping[tuple[str, str], Series] | None = None, **values: Any) -> ProjectState:
    """The state of a project in its pilot, with these rows, in the order given."""
    home = row(Project, "PR-1", **{"key": "DEMO", "title": "Demo", "phase": PhaseCode.PILOT, **values})
    kinds: dict[str, dict[str, Entity]] = {}
    for each in (home, *rows):
        kinds.setdefault(each.kind, {})[each.uid] = each
    return ProjectState(kinds, series or {})


def weekly(kpi: Kpi, values: Sequence[float], group: Group = Group.PILOT) -> dict[tuple[str, str], Series]:
    """Measurements of a KPI, one each Monday, the last one in the last week that is over before :data:`TODAY`."""
    first = date(2026, 3, 9) - timedelta(weeks=len(values) - 1)
    times = tuple((first + timedelta(weeks=week)).isoformat() for week in range(len(values)))
    return {(kpi.uid, group.value): Series(times, tuple(map(float, values)))}
