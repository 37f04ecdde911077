"""Milestones: dated checkpoints, their first and current baselines, and what became of them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from cockpit.domain.entity import Entity, day, line, reference, text
from cockpit.domain.message import N_

if TYPE_CHECKING:
    from cockpit.domain.state import ProjectState


class Milestone(Entity):
    """A dated checkpoint that activities lead to."""

    kind = "milestone"
    prefix = "M"
    label = N_("Milestone")
    plural = N_("Milestones")

    title: str = line(N_("Milestone"), required=True)
    planned_on: date | None = day(N_("Planned"), help=N_("The date of the current baseline"))
    forecast_on: date | None = day(N_("Forecast"), help=N_("The date at which the team now expects it"))
    reached_on: date | None = day(N_("Reached"), help=N_("The date at which it was reached"))
    owner: str | None = reference(N_("Owner"), "person", help=N_("Who sees that it is reached"))
    phase: str | None = reference(N_("Phase"), "phase")
    baseline_on: date | None = day(N_("Original baseline"), help=N_("The date of the first plan; it never moves"))
    deliverable: str | None = reference(N_("Deliverable"), "deliverable", help=N_("What is handed over at the milestone"))
    description: str = text(N_("Description"))


class BaselineRevision(Entity):
    """A decision to move a milestone's current baseline, with its reason."""

    kind = "baseline_revision"
    prefix = "BR"
    label = N_("Baseline revision")
    plural = N_("Baseline revisions")
    title_field = "decided_on"

    milestone: str = reference(N_("Milestone"), "milestone", required=True)
    decided_on: date = day(N_("Decided on"), default=...)
    old_on: date | None = day(N_("Old date"), help=N_("The baseline before the decision"))
    new_on: date = day(N_("New date"), default=..., help=N_("The baseline after the decision"))
    decided_by: str | None = reference(N_("Decided by"), "person")
    reason: str = text(N_("Reason"))


def original_baseline(state: "ProjectState", milestone: Milestone) -> date | None:
    """The date of the first plan: as written down, else what the first revision moved, else the plan, if it never moved."""
    if milestone.baseline_on is not None:
        return milestone.baseline_on
    revisions = [each for each in state.of(BaselineRevision, "milestone", milestone.uid) if each.old_on is not None]
    first = min(revisions, key=lambda each: (each.decided_on, each.uid), default=None)
    return first.old_on if first else milestone.planned_on


def current_baseline(state: "ProjectState", milestone: Milestone) -> date | None:
    """The date of the plan in force; the original one where it was never moved."""
    return milestone.planned_on or original_baseline(state, milestone)


def slip(state: "ProjectState", milestone: Milestone) -> int | None:
    """How many days after its original baseline a milestone was reached or is expected, less than 0 if before; None if unknown."""
    baseline = original_baseline(state, milestone)
    expected = milestone.reached_on or milestone.forecast_on or milestone.planned_on
    return (expected - baseline).days if baseline and expected else None


def expected_on(state: "ProjectState", milestone: Milestone) -> date | None:
    """The day on which a milestone is expected: by the forecast, else by the plan."""
    return milestone.forecast_on or current_baseline(state, milestone)


def next_milestones(state: "ProjectState", as_of: date) -> tuple[Milestone, ...]:
    """The milestones not reached by ``as_of``, the one expected first at the front; those without a date at the end."""
    to_come = [each for each in state.all(Milestone) if not _reached(each, as_of)]
    return tuple(sorted(to_come, key=lambda each: expected_on(state, each) or date.max))


@dataclass(frozen=True, slots=True)
class Adherence:
    """Of the milestones due by a day, those reached no later than their baseline; ``missed`` are the others."""

    kept: tuple[Milestone, ...]
    missed: tuple[Milestone, ...]

    @property
    def due(self) -> int:
        """How many were due."""
        return len(self.kept) + len(self.missed)

    @property
    def share(self) -> float | None:
        """Kept over due; None where none was due."""
        return len(self.kept) / self.due if self.due else None


def adherence(state: "ProjectState", as_of: date, *, current: bool = False) -> Adherence:
    """Milestone adherence on a day: against the original baseline, which never moves, or against the ``current`` one."""
    seen = (as_of, state.all(Milestone), state.all(BaselineRevision))
    rule = "current adherence" if current else "adherence"
    return state.memory.once(rule, seen, lambda: _adherence(state, as_of, current_baseline if current else original_baseline))


def _adherence(state: "ProjectState", as_of: date, baseline_of: "Callable[[ProjectState, Milestone], date | None]") -> Adherence:
    kept: list[Milestone] = []
    missed: list[Milestone] = []
    for milestone in state.all(Milestone):
        baseline = baseline_of(state, milestone)
        if baseline is not None and baseline <= as_of:
            in_time = milestone.reached_on is not None and milestone.reached_on <= baseline
            (kept if in_time else missed).append(milestone)
    return Adherence(tuple(kept), tuple(missed))


def _reached(milestone: Milestone, as_of: date) -> bool:
    return milestone.reached_on is not None and milestone.reached_on <= as_of
