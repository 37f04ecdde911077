"""Milestones: dated checkpoints, their first and current baselines, and what became of them."""

from datetime import date
from typing import ClassVar

from cockpit.domain.entity import Entity, day, line, reference, text
from cockpit.domain.message import N_


class Milestone(Entity):
    """A dated checkpoint that activities lead to."""

    kind: ClassVar[str] = "milestone"
    prefix: ClassVar[str] = "M"
    label: ClassVar[str] = N_("Milestone")
    plural: ClassVar[str] = N_("Milestones")

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

    kind: ClassVar[str] = "baseline_revision"
    prefix: ClassVar[str] = "BR"
    label: ClassVar[str] = N_("Baseline revision")
    plural: ClassVar[str] = N_("Baseline revisions")
    title_field: ClassVar[str] = "decided_on"

    milestone: str = reference(N_("Milestone"), "milestone", required=True)
    decided_on: date = day(N_("Decided on"), default=...)
    old_on: date | None = day(N_("Old date"), help=N_("The baseline before the decision"))
    new_on: date = day(N_("New date"), default=..., help=N_("The baseline after the decision"))
    decided_by: str | None = reference(N_("Decided by"), "person")
    reason: str = text(N_("Reason"))
