"""A step: one concrete change of the project that would help to turn a criterion, told in words and tried out on a state.

What it says and what it does are one thing, so that a list of steps can be proven to lead where it claims to.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import TYPE_CHECKING, TypeAlias

from cockpit.domain.edit import Create, Edit
from cockpit.domain.message import Message
from cockpit.domain.person import Person

if TYPE_CHECKING:
    from cockpit.domain.state import ProjectState

Making: TypeAlias = "Callable[[ProjectState, date], Iterable[Edit]]"
"""The edits that a step comes to in a state, dated on the day by which it is done."""


_MADE_UP = "~"
_LONGEST_NAME = 60
"""Characters of a uid that a step makes up, but for its first."""


@dataclass(frozen=True, eq=False)
class Step:
    """One thing to do: ``said`` in words, ``make`` as edits.

    ``key`` tells what is done to which row: two criteria that ask for the same give the same key.  ``kind`` and ``uid`` name the row that
    it is about, empty where there is none yet; ``owner`` is the uid of the person who can do it.  It cannot be done, or does not
    count, before the day ``on``.
    """

    key: tuple[str, ...]
    said: Message
    make: Making
    kind: str = ""
    uid: str = ""
    owner: str | None = None
    on: date | None = None


@dataclass(frozen=True)
class Remedy:
    """What would make a criterion a met one: the ``steps``, all of which it takes, and what no step can bring about, in words."""

    steps: tuple[Step, ...] = ()
    stuck: tuple[Message, ...] = ()

    @property
    def turns(self) -> tuple[Message, ...]:
        """All of it in words."""
        return (*(step.said for step in self.steps), *self.stuck)


def new_uid(*names: str) -> str:
    """The uid of a row that a step makes up: the same for the same step, and after those of all rows that there are."""
    name = ":".join(names)
    return f"{_MADE_UP}{name if len(name) <= _LONGEST_NAME else sha256(name.encode()).hexdigest()[:_LONGEST_NAME]}"


def is_made_up(uid: str) -> bool:
    """Whether a uid is one that a step makes up: such a row is given another before it is written."""
    return uid.startswith(_MADE_UP)


def somebody(state: "ProjectState", *preferred: str | None) -> tuple[str, tuple[Edit, ...]]:
    """The uid of a person who can sign, check or lead: the first of ``preferred``, else who leads the project, else anybody.

    Where the project has no people yet, the edits make one.
    """
    known = next((uid for uid in (*preferred, state.project.lead) if uid and state.get(Person, uid)), None)
    if known is None and (people := state.all(Person)):
        known = people[0].uid
    if known is not None:
        return known, ()
    uid = new_uid(Person.kind)
    return uid, (Create(Person, {"handle": "lead", "name": "Lead"}, uid),)
