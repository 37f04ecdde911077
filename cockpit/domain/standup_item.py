"""A line of a stand-up: what is said, what became of it, and the row and the person that it is about."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from cockpit.domain.entity import Choice, Entity
from cockpit.domain.message import N_, Message, message
from cockpit.domain.person import Person

MOST_LINES = 12
"""Lines of a topic that are told one by one."""

_LONGEST = 120
"""Characters of what somebody typed."""


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

    ``kind`` and ``uid`` name the row that it is about; of a criterion that the gate asks by default, its uid there.  ``person`` is the uid
    of whoever answers for it; None where nobody does.  ``day`` is the one by which ``said`` tells something to be due, or late.
    """

    said: Message
    turn: Turn
    kind: str
    uid: str
    person: str | None = None
    because: tuple[Message, ...] = ()
    day: date | None = None


def most_of(items: Sequence[Item], of: Entity, *, whole: bool) -> tuple[Item, ...]:
    """The first of some lines and, unless the ``whole`` is told, how many more there are: a line about the row ``of`` which they are."""
    if whole or len(items) <= MOST_LINES:
        return tuple(items)
    kept = items[: MOST_LINES - 1]
    return (*kept, more(len(items) - len(kept), of))


def more(count: int, of: Entity) -> Item:
    """That there are so many more lines of a row: of a person, or of the project."""
    person = of.uid if isinstance(of, Person) else None
    return Item(message(N_("and {count} more"), count=count), Turn.MORE, of.kind, of.uid, person)


def first_line(typed: str) -> Message:
    """The first line of what somebody typed, not longer than a line of the room's screen."""
    line = typed.strip().partition("\n")[0].strip()
    return message("{typed}", typed=line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1].rstrip()}…")


def moved_said(before: date, now: date) -> Message:
    """That the day of something was moved, and by how much."""
    days = (now - before).days
    if days > 0:
        return message(N_("put off by {count} day"), N_("put off by {count} days"), count=days)
    return message(N_("brought forward by {count} day"), N_("brought forward by {count} days"), count=-days)
