"""Milestones as a story tells them: their first plan, the revisions with their reasons, the forecasts, and when they were reached."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from cockpit.domain.milestone import BaselineRevision, Milestone
from tools.storytelling.story import New, Told, act, changed, new

Revision: TypeAlias = tuple[str, date, str, date, str]
"""Milestone, decided on, by, new date, reason."""

Forecast: TypeAlias = tuple[str, date, str, date]
"""Milestone, said on, by, the day that the team then expected."""


@dataclass(frozen=True)
class Checkpoint:
    """A milestone, the day for which it was first planned, and the day on which it was reached, if it was."""

    key: str
    title: str
    phase: str
    owner: str
    planned: date
    reached: date | None = None
    deliverable: str | None = None
    description: str = ""


def planned(checkpoint: Checkpoint) -> New:
    """The row of a milestone as first planned."""
    return new(
        Milestone, checkpoint.key, title=checkpoint.title, phase=checkpoint.phase, owner=checkpoint.owner,
        baseline_on=checkpoint.planned, planned_on=checkpoint.planned, deliverable=checkpoint.deliverable,
        description=checkpoint.description,
    )  # fmt: skip


def followed(checkpoints: Iterable[Checkpoint], revisions: Iterable[Revision], forecasts: Iterable[Forecast]) -> Iterator[Told]:
    """Milestones are reached, moved and forecast."""
    old: dict[str, date] = {}
    for each in checkpoints:
        old[each.key] = each.planned
        if each.reached:
            yield act(each.reached, "17:05", each.owner, changed(Milestone, each.key, reached_on=each.reached))
    for key, day, who, new_on, reason in revisions:
        revision = new(
            BaselineRevision, f"{key}/{day}",
            milestone=key, decided_on=day, old_on=old[key], new_on=new_on, decided_by=who, reason=reason,
        )  # fmt: skip
        yield act(day, "16:10", who, changed(Milestone, key, planned_on=new_on, forecast_on=new_on), revision)
        old[key] = new_on
    for key, day, who, forecast_on in forecasts:
        yield act(day, "12:05", who, changed(Milestone, key, forecast_on=forecast_on))
