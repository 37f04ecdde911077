"""Whom a stand-up goes round: the team that comes to it, and whoever there is something to say of."""

from collections.abc import Iterable

from cockpit.domain.person import Person
from cockpit.domain.standup import Standup
from cockpit.domain.state import ProjectState

_RECENT = 4
"""How many stand-ups tell who comes."""


def round_of(then: ProjectState, now: ProjectState, spoken_of: Iterable[str | None]) -> tuple[str, ...]:
    """The uids of the people who have their turn, in the order of their refs, so that a room goes round the same way every time.

    They are active, and were at one of the last stand-ups, are new since ``then``, or are ``spoken_of``; before the first stand-up, all who
    are active.
    """
    held = sorted(now.all(Standup), key=lambda each: each.held_at)[-_RECENT:]
    wanted = {uid for standup in held for uid in standup.present} | set(spoken_of)
    return tuple(
        person.uid
        for person in now.all(Person)
        if person.active and (not held or person.uid in wanted or then.get(Person, person.uid) is None)
    )
