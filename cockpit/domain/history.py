"""The log read as a whole: which acts stand, which were taken back and by whom, and what an undo or a redo comes to next.

An undo is an act of its own that reverses an earlier one; a redo reverses an undo.  An act stands as long as nothing that stands
reverses it, so that any act can be taken back, whoever made it and however long ago, and every undo made undone.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from itertools import accumulate
from typing import Protocol, TypeVar

from cockpit.domain.change import Batch, Deed, RowChange
from cockpit.domain.measurement import day_in


class Logged(Protocol):
    """What the log tells of an act, without its changes."""

    @property
    def uid(self) -> str:
        """Identifies it."""

    @property
    def who(self) -> str:
        """Who did it."""

    @property
    def deed(self) -> str:
        """What it was, one of :class:`~cockpit.domain.change.Deed`."""

    @property
    def reverses(self) -> str | None:
        """The uid of the act that it took back."""


AnyLogged = TypeVar("AnyLogged", bound=Logged)


def taken_back(log: Sequence[AnyLogged]) -> Mapping[str, AnyLogged]:
    """The acts of a log (oldest first) that do not stand, by uid: each with the act that took it back."""
    reversals: dict[str, AnyLogged] = {}
    for each in reversed(log):
        if each.reverses and each.uid not in reversals:
            reversals.setdefault(each.reverses, each)
    return reversals


def standing(log: Sequence[AnyLogged]) -> list[AnyLogged]:
    """The acts of a log (oldest first) that people have done and that hold: without those taken back, and those that only took back."""
    undone = taken_back(log)
    return [each for each in log if each.uid not in undone and not each.reverses]


def in_force(log: Sequence[AnyLogged], uid: str) -> AnyLogged:
    """The act by which the effect of the standing act ``uid`` holds today: itself, or the last redo of it.

    KeyError where the log holds no such act.
    """
    reversals = taken_back(log)
    found = {each.uid: each for each in log}[uid]
    for each in log:
        # What reversed an act that stands was reversed itself, and by that the act holds again.
        if each.reverses == found.uid and each.uid in reversals:
            found = reversals[each.uid]
    return found


def next_acts(log: Iterable[Logged], who: str) -> tuple[str | None, str | None]:
    """The uids of the act of ``who`` that their next undo takes back, and of the undo that their next redo takes back.

    What somebody did last is undone first, as far as it still stands; a new act of theirs leaves nothing to be redone.  What feeds have
    brought in somebody's session is no act of theirs: it is taken back only where it is chosen.
    """
    done: dict[str, None] = {}
    undone: dict[str, None] = {}
    for each in log:
        if each.reverses:
            done.pop(each.reverses, None)
            undone.pop(each.reverses, None)
        if each.who != who or each.deed == Deed.FEED:
            continue
        if each.deed == Deed.UNDO:
            undone[each.uid] = None
            continue
        done[each.uid] = None
        if each.deed != Deed.REDO:
            undone.clear()
    return next(reversed(done), None), next(reversed(undone), None)


def known_since(log: Sequence[Batch], zone: str) -> tuple[date, ...]:
    """The day in a time zone from which each act of a log (oldest first) was known, in order: never one after that of a later act.

    What an act was built on was known when it was made, whatever another's clock said.
    """
    days = [day_in(batch.at, zone) for batch in reversed(log)]
    return tuple(reversed(tuple(accumulate(days, min))))


def known_from(log: Sequence[Batch]) -> tuple[datetime, ...]:
    """The instant from which each act of a log (oldest first) was known, in order: never one after that of a later act."""
    return tuple(reversed(tuple(accumulate((batch.at for batch in reversed(log)), min))))


def last_changes(log: Sequence[Batch], kind: str, uids: Collection[str]) -> Mapping[str, Batch]:
    """The last act of a log (oldest first) that changed each of some rows of a kind; a row that none changed is left out."""
    found: dict[str, Batch] = {}
    for batch in reversed(log):
        if len(found) == len(uids):
            break
        for change in batch.changes:
            if isinstance(change, RowChange) and change.kind == kind and change.uid in uids:
                found.setdefault(change.uid, batch)
    return found
