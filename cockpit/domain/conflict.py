"""A row that another has edited since somebody saw it: the versions field by field, what is taken from whom, and who it was.

A field that one of the two has changed is theirs to change; where both have, and not to the same value, the second one chooses.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from cockpit.domain.change import Batch, RowChange, folded
from cockpit.domain.entity import Entity, FieldSpec, fields_of
from cockpit.domain.message import N_, Message, message
from cockpit.domain.moved import RowMoved
from cockpit.domain.narration import Narrator
from cockpit.domain.problem import Problem
from cockpit.domain.state import ProjectState


class Side(Enum):
    """Whose value of a field."""

    THEIRS = "theirs"
    MINE = "mine"


@dataclass(frozen=True)
class FieldVersions:
    """A field as somebody saw it ``before``, as it is by now, ``theirs``, and as they want it, ``mine``."""

    spec: FieldSpec
    before: Any
    theirs: Any
    mine: Any

    @property
    def is_mine_to_choose(self) -> bool:
        """Whether something was typed that is not there already."""
        return bool(self.mine not in (self.before, self.theirs))

    @property
    def is_clash(self) -> bool:
        """Whether both have changed it, and differently."""
        return self.is_mine_to_choose and bool(self.theirs != self.before)

    @property
    def side(self) -> Side | None:
        """Whose value is taken as long as nobody has chosen; None where somebody has to."""
        if self.is_clash:
            return None
        return Side.MINE if self.is_mine_to_choose else Side.THEIRS


def differing(seen: Entity, theirs: Entity, wanted: Mapping[str, Any]) -> tuple[FieldVersions, ...]:
    """Every field in which the row as it was ``seen``, as it is by now and as it is ``wanted`` are not all the same, in order."""
    return tuple(_differing(seen, theirs, wanted))


def _differing(seen: Entity, theirs: Entity, wanted: Mapping[str, Any]) -> Iterator[FieldVersions]:
    for spec in fields_of(type(theirs)):
        before, now = getattr(seen, spec.name), getattr(theirs, spec.name)
        mine = wanted.get(spec.name, before)
        if not before == now == mine:
            yield FieldVersions(spec, before, now, mine)


def settled(fields: Sequence[FieldVersions], chosen: Mapping[str, Side]) -> dict[str, Any]:
    """The values to put over theirs, by the name of the field, as was ``chosen``; KeyError where a choice is still to be made."""
    values = {}
    for each in fields:
        name = each.spec.name
        side = chosen[name] if each.is_clash else chosen.get(name, each.side)
        if side is Side.MINE and each.is_mine_to_choose:
            values[name] = each.mine
    return values


def still_chosen(before: Sequence[FieldVersions], now: Sequence[FieldVersions], chosen: Mapping[str, Side]) -> dict[str, Side]:
    """Of what was ``chosen`` while the fields were as they were ``before``, what still holds: the same values are to choose from."""
    known = {each.spec.name: each for each in before}
    return {
        each.spec.name: chosen[each.spec.name]
        for each in now
        if each.spec.name in chosen and each.is_mine_to_choose and known.get(each.spec.name) == each
    }


def net_change(seen: Entity, acts: Sequence[Batch]) -> RowChange | None:
    """What ``acts`` (oldest first) have done to a row together; None where it is as it was."""
    changes = folded(
        change
        for act in acts
        for change in act.changes
        if isinstance(change, RowChange) and (change.kind, change.uid) == (seen.kind, seen.uid)
    )
    return next((change for change in changes if isinstance(change, RowChange)), None)


def people(acts: Sequence[Batch]) -> tuple[str, ...]:
    """Who has made ``acts``, each once, whoever was first first."""
    return tuple(dict.fromkeys(act.who for act in acts))


def told_by_log(moved: RowMoved, state: ProjectState, acts: Sequence[Batch]) -> RowMoved:
    """The same refusal, with who has edited the row and what, as the ``acts`` tell that have touched it since."""
    if not acts:
        return moved
    return RowMoved(moved.seen, moved.theirs, moved.wanted, acts, Problem(_words(moved, state, acts), where=moved.seen.ref))


def _words(moved: RowMoved, state: ProjectState, acts: Sequence[Batch]) -> Message:
    who = people(acts)
    if moved.theirs is None:
        return message(N_("{who} has deleted {row} in the meantime; nothing was changed"), who=acts[-1].who, row=str(moved.seen))
    net = net_change(moved.seen, acts)
    changes = tuple(Narrator(state, acts).field_changes(net)) if net is not None else ()
    if not changes:
        return message(
            N_("{who} has edited {row} in the meantime; nothing was overwritten"),
            N_("{who} have edited {row} in the meantime; nothing was overwritten"),
            who=who, row=str(moved.seen), count=len(who),
        )  # fmt: skip
    return message(
        N_("{who} has edited {row} in the meantime ({changes}); nothing was overwritten"),
        N_("{who} have edited {row} in the meantime ({changes}); nothing was overwritten"),
        who=who, row=str(moved.seen), changes=changes, count=len(who),
    )  # fmt: skip
