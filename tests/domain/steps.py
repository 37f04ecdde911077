"""A criterion asked of a few rows, and what its steps are and make of them: shared by the tests of steps."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from cockpit.domain.act import differences
from cockpit.domain.change import RowChange, SeriesChange
from cockpit.domain.entity import Entity
from cockpit.domain.evidence import MET
from cockpit.domain.gate import Criterion, GatePolicy
from cockpit.domain.measurement import Series
from cockpit.domain.person import Person
from cockpit.domain.phase import PhaseCode
from cockpit.domain.readiness.kind import Question
from cockpit.domain.readiness.verdict import questions
from cockpit.domain.readiness.way import day_of, taken
from cockpit.domain.state import ProjectState
from cockpit.domain.step import Step
from cockpit.domain.wave import Wave
from tests.domain.projects import TODAY, project, row

POLICY = row(GatePolicy, "GP-1", gate="pilot")
LEA = row(Person, "P-1", handle="lea", name="Léa")
MARC = row(Person, "P-2", handle="marc", name="Marc")


@dataclass(frozen=True)
class Asked:
    """A criterion that is asked of some rows."""

    state: ProjectState
    question: Question

    def steps(self, by: date = TODAY) -> list[tuple[tuple[str, ...], str, str, str | None, date | None]]:
        """What would have it met on a day: the key, the kind and the uid of the row, the owner and the day from which it counts."""
        return [(each.key, each.kind, each.uid, each.owner, each.on) for each in self.question.remedy_by(by).steps]

    def leads_to(self, by: date = TODAY) -> dict[str, dict[str, Any]]:
        """What its steps make of the rows by that day, those that hold what a new row holds left out; the criterion is met then."""
        steps = self.question.remedy_by(by).steps
        after, on = taken(self.state, steps, day_of(steps, by)), day_of(steps, by)
        (then,) = questions(after, PhaseCode.PILOT, on)
        assert then.finding.state is MET
        return {change.uid: told(after, change) for change in differences(self.state, after) if isinstance(change, RowChange)}

    def made_by(self, *steps: Step) -> dict[str, dict[str, Any]]:
        """What some of its steps make of the rows today."""
        return self._made(taken(self.state, steps, TODAY))

    def _made(self, after: ProjectState) -> dict[str, dict[str, Any]]:
        found = differences(self.state, after)
        return {change.uid: told(after, change) for change in found if isinstance(change, RowChange)}

    def measures(self, steps: tuple[Step, ...]) -> list[tuple[str, str, dict[str, float]]]:
        """The measurements that steps come to."""
        after = taken(self.state, steps, TODAY)
        return [
            (change.kpi, change.group, dict(change.after))
            for change in differences(self.state, after)
            if isinstance(change, SeriesChange)
        ]


def told(after: ProjectState, change: RowChange) -> dict[str, Any]:
    found = after.row(change.kind, change.uid)
    assert found
    usual = vars(type(found).trusted({})) if change.before is None else {}
    names = vars(found) if change.before is None else change.after or {}
    return {
        name: getattr(found, name)
        for name in names
        if name not in ("uid", "ref", "version") and (name not in usual or usual[name] != getattr(found, name))
    }


def ask(
    rule: str,
    *rows: Entity,
    owner: str | None = None,
    people: tuple[Person, ...] = (LEA, MARC),
    series: dict[tuple[str, str], Series] | None = None,
    lead: str | None = None,
    policy: GatePolicy = POLICY,
    wave: Wave | None = None,
    **settings: Any,
) -> Asked:
    """A criterion with a rule and its ``settings`` in a project of these rows, at the own gate of a ``wave`` where one is given."""
    subject = row(Criterion, "CR-1", title="Asked", policy="GP-1", rule=rule, settings=settings, owner=owner)
    state = project(policy, subject, *people, *rows, series=series, lead=lead)
    (question,) = questions(state, PhaseCode.PILOT, TODAY)
    return Asked(state, replace(question, wave=wave))
