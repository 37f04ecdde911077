"""What others have made of a row while somebody has it open in a form: who it was, what and when, found in a thread."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from textual.message import Message

from cockpit.domain.change import Batch
from cockpit.domain.conflict import net_change, people
from cockpit.domain.entity import Entity, fields_of
from cockpit.language import _, ago, ngettext
from cockpit.screens.situation import Situation

if TYPE_CHECKING:
    from cockpit.screens.backstage import Errand
    from cockpit.screens.desk import Desk

_MOST_NAMED = 3
"""How many changed fields a line names."""


class Meanwhile(Message):
    """The ``acts`` that have made another row of the one that was ``seen``, oldest first."""

    def __init__(self, seen: Entity, acts: Sequence[Batch]) -> None:
        super().__init__()
        self.seen, self.acts = seen, tuple(acts)


def looking(seen: Entity) -> "Errand":
    """Ask the log who has edited or deleted a row since it was as it is given; :class:`Meanwhile` is the answer."""

    def errand(desk: "Desk") -> tuple[Message, Situation]:
        return Meanwhile(seen, desk.acts_since(seen)), desk.situation()

    return errand


def notice_of(seen: Entity, acts: Sequence[Batch], *, gone: bool) -> str:
    """A line for the form: who has changed which fields, and that nothing is lost by that."""
    who = people(acts)
    names = ", ".join(who) or _("somebody else")
    count = max(1, len(who))
    if gone:
        return _("! {who} has deleted this row meanwhile; saving asks what to do").format(who=names)
    change = net_change(seen, acts)
    touched = (change.after or {}) if change is not None else {}
    labels = [_(spec.label) for spec in fields_of(type(seen)) if spec.name in touched]
    if not labels:
        words = ngettext(
            "! {who} has edited this row meanwhile; saving asks which version to keep",
            "! {who} have edited this row meanwhile; saving asks which version to keep",
            count,
        )
        return words.format(who=names)
    named = ", ".join(labels[:_MOST_NAMED])
    if more := len(labels) - _MOST_NAMED:
        named = _("{fields} and {count} more").format(fields=named, count=more) if more > 0 else named
    words = ngettext(
        "! {who} has changed {fields} meanwhile; saving asks which version to keep",
        "! {who} have changed {fields} meanwhile; saving asks which version to keep",
        count,
    )
    return words.format(who=names, fields=named)


def version_of(acts: Sequence[Batch], now: datetime) -> str:
    """Who has made the other version of a row, and when that was."""
    if not acts:
        return _("Somebody else has edited it in the meantime")
    who = people(acts)
    words = ngettext("{who} has edited it in the meantime, {when}", "{who} have edited it in the meantime, {when}", len(who))
    return words.format(who=", ".join(who), when=ago(acts[-1].at, now))


def deletion_of(acts: Sequence[Batch], now: datetime) -> str:
    """Who has deleted a row, and when that was."""
    if not acts:
        return _("Somebody else has deleted it in the meantime")
    return _("{who} has deleted it in the meantime, {when}").format(who=acts[-1].who, when=ago(acts[-1].at, now))
