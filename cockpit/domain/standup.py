"""Stand-ups: who was there, and what was decided."""

from datetime import datetime

from cockpit.domain.entity import Entity, instant, line, lines, reference, references, text, whole
from cockpit.domain.message import N_

LONGEST_MINUTES = 60_000
"""Characters of the minutes: a room of a hundred people fits."""


class Standup(Entity):
    """A short meeting of the team in front of the cockpit."""

    kind = "standup"
    prefix = "SD"
    label = N_("Stand-up")
    plural = N_("Stand-ups")

    title: str = line(N_("Stand-up"), required=True)
    held_at: datetime = instant(N_("Held"), default=...)
    led_by: str | None = reference(N_("Led by"), "person")
    present: tuple[str, ...] = references(N_("Present"), "person", help=N_("Who took part"))
    minutes: int = whole(N_("Length"), 0, 600, default=15, unit=N_("min"))
    decisions: tuple[str, ...] = lines(N_("Decisions"), help=N_("What was decided, one decision a line"))
    notes: str = text(N_("Notes"))
    minutes_text: str = text(
        N_("Minutes"), longest=LONGEST_MINUTES, help=N_("What was told and taken down, as it was at the end")
    )
