"""Rollback scenarios: the way back when something goes wrong, and the rehearsals that prove it."""

from datetime import date
from typing import ClassVar

from cockpit.domain.entity import Entity, day, flag, line, lines, reference, text, whole
from cockpit.domain.message import N_


class Rollback(Entity):
    """A way back to a state known to work: when to take it, and its steps."""

    kind: ClassVar[str] = "rollback"
    prefix: ClassVar[str] = "RB"
    label: ClassVar[str] = N_("Rollback scenario")
    plural: ClassVar[str] = N_("Rollback scenarios")

    title: str = line(N_("Rollback scenario"), required=True)
    owner: str | None = reference(N_("Owner"), "person", help=N_("Who decides to go back, and leads it"))
    trigger: str = text(N_("Trigger"), help=N_("What has to happen for it to be used"))
    steps: tuple[str, ...] = lines(N_("Steps"), help=N_("What is done, in order, one step a line"))
    minutes_to_restore: int | None = whole(
        N_("Time to restore"),
        0,
        100_000,
        default=None,
        unit=N_("minutes"),
        help=N_("The time within which service is back"),
    )


class Rehearsal(Entity):
    """A test of a rollback scenario: whether it worked, and how long it took."""

    kind: ClassVar[str] = "rehearsal"
    prefix: ClassVar[str] = "RH"
    label: ClassVar[str] = N_("Rehearsal")
    plural: ClassVar[str] = N_("Rehearsals")
    title_field: ClassVar[str] = "rehearsed_on"

    rollback: str = reference(N_("Rollback scenario"), "rollback", required=True)
    rehearsed_on: date = day(N_("Rehearsed on"), default=...)
    succeeded: bool = flag(N_("Succeeded"), help=N_("Service was restored by the steps as written"))
    minutes_to_restore: int | None = whole(
        N_("Time to restore"), 0, 100_000, default=None, unit=N_("minutes"), help=N_("The time that it took")
    )
    led_by: str | None = reference(N_("Led by"), "person")
    note: str = text(N_("Note"), help=N_("What was learned"))
