"""What is taken down at a stand-up, each an act of its own, and the act that ends it.

An action, a decision or a blocker is a line that somebody says; a small win is one that the data suggest, or that waits to be celebrated.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import uuid4

from cockpit.domain.action import Action, ActionState
from cockpit.domain.decision import Decision
from cockpit.domain.edit import Act, Create, Edit, Update
from cockpit.domain.entity import Choice, Entity
from cockpit.domain.message import N_
from cockpit.domain.standup import LONGEST_MINUTES, Standup
from cockpit.domain.standup_wins import WinProposal
from cockpit.domain.state import ProjectState
from cockpit.domain.win import Win

SERVED = ("risk", "milestone", "kpi", "wave", "criterion")
"""The kinds of rows that an action can serve, which are the names of its fields for them."""


class Taking(Choice):
    """What is taken down."""

    ACTION = "action", N_("Action")
    DECISION = "decision", N_("Decision")
    BLOCKER = "blocker", N_("Blocker")
    WIN = "win", N_("Small win")


@dataclass(frozen=True)
class Said:
    """A line that is taken down: its words, the person and the day in it, and the rows that it names.

    ``blocks`` is the action that a blocker is about; a blocker without one becomes an action that is blocked.
    """

    taking: Taking
    text: str
    person: str | None = None
    day: date | None = None
    rows: tuple[Entity, ...] = ()
    blocks: Action | None = None


@dataclass(frozen=True)
class TakenDown:
    """Something that was taken down: by which act (its uid), and the row that came of it or was changed."""

    taking: Taking
    act: str
    kind: str
    uid: str
    text: str = ""
    """Of a blocker, what stands in the way."""

    def stands(self, state: ProjectState) -> bool:
        """Whether it is still there: nobody has taken it back or deleted it, and what was blocked still is."""
        row = state.row(self.kind, self.uid)
        if self.taking is Taking.BLOCKER:
            return isinstance(row, Action) and row.state is ActionState.BLOCKED and self.text in (row.blocker or row.title)
        return row is not None and (not isinstance(row, Win) or row.celebrated_on is not None)


def taking_down(said: Said, on: date, about: str) -> Edit:
    """The edit that takes a line down on a day; ``about`` are the rows that a decision is about, in words."""
    if said.blocks is not None:
        return Update(said.blocks, {"state": ActionState.BLOCKED, "blocker": said.text})
    if said.taking is Taking.DECISION:
        values = {"title": said.text, "decided_on": on, "decided_by": said.person, "context": about}
        return Create(Decision, values, str(uuid4()))
    served: dict[str, Any] = {row.kind: row.uid for row in said.rows if row.kind in SERVED}
    values = {"title": said.text, "owner": said.person, "due_on": said.day, "created_on": on} | served
    values["blocked_by"] = tuple(row.uid for row in said.rows if isinstance(row, Action))
    if said.taking is Taking.BLOCKER:
        values["state"] = ActionState.BLOCKED
    return Create(Action, values, str(uuid4()))


def celebrating(win: Win | WinProposal, title: str, on: date, celebrated_with: str) -> Edit:
    """The edit that celebrates a small win on a day: one that is written down already, or one that becomes so under ``title``."""
    how = {"celebrated_on": on, "celebrated_with": celebrated_with}
    if isinstance(win, Win):
        return Update(win, how)
    values = {"title": title, "happened_on": win.happened_on, "milestone": win.milestone, "kpi": win.kpi}
    return Create(Win, values | how, str(uuid4()))


def standing(state: ProjectState, taken: Iterable[TakenDown]) -> tuple[TakenDown, ...]:
    """What was taken down and is still there."""
    return tuple(each for each in taken if each.stands(state))


@dataclass(frozen=True)
class Meeting:
    """A stand-up that is over: ``present`` and ``led_by`` are uids of people, ``held_at`` when it began (UTC), and how long it took."""

    title: str
    held_at: datetime
    led_by: str | None
    present: tuple[str, ...]
    minutes: int


def ending(state: ProjectState, meeting: Meeting, taken: Sequence[TakenDown], text: str, uid: str) -> Act:
    """The act that stores a stand-up under ``uid`` with the ``text`` of its minutes; what was decided and agreed at it refers to it."""
    there = standing(state, taken)
    decisions = [row for each in there if (row := state.get(Decision, each.uid))]
    values = {
        "title": meeting.title, "held_at": meeting.held_at, "led_by": meeting.led_by, "present": meeting.present,
        "minutes": meeting.minutes, "decisions": tuple(row.title for row in decisions), "minutes_text": _shortened(text),
    }  # fmt: skip
    return Act((Create(Standup, values, uid), *_linked(state, there, uid)))


def _linked(state: ProjectState, taken: Iterable[TakenDown], uid: str) -> Iterator[Edit]:
    for each in taken:
        row = state.row(each.kind, each.uid)
        made = isinstance(row, Decision) or (isinstance(row, Action) and not each.text)
        if row is not None and made:
            yield Update(row, {"standup": uid})


def _shortened(text: str) -> str:
    if len(text) <= LONGEST_MINUTES:
        return text
    return text[: text.rfind("\n", 0, LONGEST_MINUTES - 2)] + "\n…"
