"""Workshops: how many were invited, how many came."""

from datetime import date

from cockpit.domain.entity import Entity, day, line, reference, text, whole
from cockpit.domain.message import N_

_MOST_PEOPLE = 100_000


class Workshop(Entity):
    """A session in which people work on a subject together."""

    kind = "workshop"
    prefix = "WS"
    label = N_("Workshop")
    plural = N_("Workshops")
    ordered = (("attended", "invited"),)

    title: str = line(N_("Workshop"), required=True)
    held_on: date = day(N_("Held on"), default=...)
    invited: int = whole(N_("Invited"), 0, _MOST_PEOPLE, default=0, help=N_("People who were asked to come"))
    attended: int = whole(N_("Attended"), 0, _MOST_PEOPLE, default=0, help=N_("People who came"))
    facilitator: str | None = reference(N_("Facilitator"), "person")
    subject: str = text(N_("Subject"))
    outcome: str = text(N_("Outcome"), help=N_("What was found or decided"))
