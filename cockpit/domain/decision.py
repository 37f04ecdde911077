"""Decisions: what was chosen, by whom and why, so that nobody has to ask again."""

from datetime import date

from cockpit.domain.entity import Entity, day, line, reference, text
from cockpit.domain.message import N_


class Decision(Entity):
    """A choice that was made, with its context."""

    kind = "decision"
    prefix = "DC"
    label = N_("Decision")
    plural = N_("Decisions")

    title: str = line(N_("Decision"), required=True)
    decided_on: date = day(N_("Decided on"), default=...)
    decided_by: str | None = reference(N_("Decided by"), "person")
    choice_made: str = text(N_("Choice made"))
    context: str = text(N_("Context"), help=N_("What was known, and what else could have been chosen"))
    standup: str | None = reference(N_("Stand-up"), "standup", help=N_("The stand-up at which it was made"))
    gate_review: str | None = reference(N_("Gate review"), "gate_review", help=N_("The gate review at which it was made"))
