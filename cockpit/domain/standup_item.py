"""A line of a stand-up: what is said, what became of it, and the row and the person that it is about."""

from collections.abc import Sequence
from dataclasses import dataclass

from cockpit.domain.entity import Choice
from cockpit.domain.message import N_, Message, message

MOST_LINES = 12
"""Lines of a topic that are told one by one."""


class Turn(Choice):
    """What became of what a line is about, or where it stands."""

    BETTER = "better", N_("better")
    WORSE = "worse", N_("worse")
    FLAT = "flat", N_("flat")
    DONE = "done", N_("done")
    BLOCKED = "blocked", N_("blocked")
    LATE = "late", N_("late")
    STUCK = "stuck", N_("stuck")
    DUE = "due", N_("due")
    NEWS = "news", N_("new")
    WIN = "win", N_("to celebrate")
    MORE = "more", N_("more")


@dataclass(frozen=True)
class Item:
    """A line: ``said`` in words that need no sign, and ``because`` what is behind it, a sentence each.

    ``kind`` and ``uid`` name the row that it is about, which may be gone by now.  ``person`` is the uid of whoever answers for it; None
    where nobody does.
    """

    said: Message
    turn: Turn
    kind: str
    uid: str
    person: str | None = None
    because: tuple[Message, ...] = ()


def most_of(items: Sequence[Item], rest: Item, most: int = MOST_LINES) -> tuple[Item, ...]:
    """The first of some lines and, where there are more, ``rest`` with how many; never that there is one more instead of it."""
    if len(items) <= most:
        return tuple(items)
    kept = items[: most - 1]
    count = len(items) - len(kept)
    said = message(N_("and {count} more"), count=count)
    return (*kept, Item(said, Turn.MORE, rest.kind, rest.uid, rest.person))
