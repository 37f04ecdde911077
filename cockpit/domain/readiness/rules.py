"""Which rules judge a day of the past: those of then, or those of today on what was known then.

Rules are what somebody set up to judge by: the gate policies and their criteria, and of each KPI what says when it is good, over which
periods, and how measurements become one value.  Data are what happened and what was decided: everything else.  An accepted debt, a
waiver and a check are decisions of their day, and stay as they were known.
"""

from cockpit.domain.entity import Choice, Entity
from cockpit.domain.gate import Criterion, GatePolicy
from cockpit.domain.kpi import Kpi
from cockpit.domain.message import N_
from cockpit.domain.state import ProjectState


class Rules(Choice):
    """By which rules a day of the past is judged."""

    THEN = "then", N_("rules of then")
    TODAY = "today", N_("rules of today")


KPI_RULES = ("target", "guardrail", "direction", "rule", "cadence", "aggregate")
"""The fields of a KPI that are a rule."""

_GONE: dict[str, None] = {"target": None, "guardrail": None}
"""What holds for a KPI that is there no more: nothing is asked of it."""


def under_rules_of(past: ProjectState, today: ProjectState) -> ProjectState:
    """What was known in ``past``, to be judged by the rules of ``today``.

    A criterion that names a row which was not there yet then refers to nothing, and has no answer.
    """
    rows = {kind: dict(of_kind) for kind, of_kind in past.rows.items()}
    for entity in (GatePolicy, Criterion):
        rows[entity.kind] = dict(today.rows.get(entity.kind, {}))
    rows[Kpi.kind] = {uid: _ruled(kpi, today.get(Kpi, uid)) for uid, kpi in rows.get(Kpi.kind, {}).items()}
    return ProjectState({kind: of_kind for kind, of_kind in rows.items() if of_kind}, past.series)


def _ruled(kpi: Entity, now: Kpi | None) -> Entity:
    """A KPI as it was, with the rules that it has now."""
    rules = _GONE if now is None else {name: getattr(now, name) for name in KPI_RULES}
    return kpi if all(getattr(kpi, name) == value for name, value in rules.items()) else kpi.changed(**rules)
