"""What the log says of undo and redo: the same after a restart, and in every session."""

from dataclasses import dataclass

from sqlalchemy import Connection, text

from cockpit.domain.change import Deed
from cockpit.domain.history import in_force, next_acts, taken_back
from cockpit.domain.message import N_, message
from cockpit.domain.problem import refuse
from cockpit.store.engine import as_written


@dataclass(frozen=True)
class _Entry:
    """A line of the log, without its changes."""

    place: int
    uid: str
    who: str
    deed: Deed
    reverses: str | None


def _log(connection: Connection, project: str, passed_over: str = "") -> tuple[_Entry, ...]:
    """The log of a project, but for the deeds that are ``passed_over``."""
    found = connection.execute(
        text("SELECT place, uid, who, deed, reverses FROM batch WHERE project = :project AND deed <> :deed ORDER BY place"),
        {"project": project, "deed": passed_over},
    )
    with as_written():
        return tuple(_Entry(place, uid, who, Deed(deed), reverses) for place, uid, who, deed, reverses in found)


def next_in_line(connection: Connection, project: str, who: str, deed: Deed) -> int:
    """The place of the batch that the next undo or redo of ``who`` takes back; :class:`Refused` where there is none."""
    # Nobody undoes what feeds bring by going back step by step, and there may be a hundred thousand of it.
    log = _log(connection, project, Deed.FEED.value)
    undo, redo = next_acts(log, who)
    uid = undo if deed is Deed.UNDO else redo
    if uid is None:
        nothing = N_("There is nothing of yours to undo") if deed is Deed.UNDO else N_("There is nothing of yours to redo")
        raise refuse(message(nothing))
    return next(entry.place for entry in log if entry.uid == uid)


def is_beginning(connection: Connection, project: str, place: int) -> bool:
    """Whether nothing came before the batch at ``place``."""
    found = connection.execute(text("SELECT min(place) FROM batch WHERE project = :project"), {"project": project})
    return found.scalar() == place


def chosen(connection: Connection, project: str, uid: str) -> tuple[int, Deed]:
    """The place of the batch by which the act ``uid`` holds today, and what taking it back is: an undo, or a redo of one.

    :class:`Refused` where there is no such act, or it is taken back already.
    """
    log = _log(connection, project)
    entry = next((entry for entry in log if entry.uid == uid), None)
    if entry is None:
        raise refuse(message(N_("There is no act {act} in the log of this project"), act=uid))
    if reversal := taken_back(log).get(uid):
        if entry.deed is Deed.UNDO:
            raise refuse(message(N_("{who} has made this again already"), who=reversal.who))
        raise refuse(message(N_("{who} has taken this back already"), who=reversal.who))
    return in_force(log, uid).place, Deed.REDO if entry.deed is Deed.UNDO else Deed.UNDO
