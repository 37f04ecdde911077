"""Lives through the story: replays its acts in order of time, as the store would, and keeps what each of them changed."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

from cockpit.domain.act import Act as DomainAct
from cockpit.domain.act import Create, Delete, Record, Update, plan, take_back
from cockpit.domain.act import Edit as DomainEdit
from cockpit.domain.catalogue import entity_of
from cockpit.domain.change import Batch, Change, Deed, RowChange
from cockpit.domain.entity import Entity
from cockpit.domain.state import ProjectState, ref_number
from tools.altura.story import Act, Changed, Dropped, Edit, Measured, New, Told, Undone, uid_of

_SITTING = timedelta(minutes=20)


@dataclass
class Life:
    """A project as it stands after the acts lived through so far, and the batches that led there, oldest first."""

    state: ProjectState = field(default_factory=ProjectState)
    batches: list[Batch] = field(default_factory=list)
    _highest: dict[str, int] = field(default_factory=dict)
    _seconds: Random = field(default_factory=lambda: Random("altura"))

    def live(self, told: Told) -> None:
        """Let one more act take effect; :class:`Refused` where it cannot."""
        if isinstance(told, Act):
            edits = tuple(_domain_edit(self.state, edit) for edit in told.edits)
            changes = plan(self.state, DomainAct(edits, told.note), self._highest)
            self._commit(told.at, told.who, Deed.EDIT, changes, note=told.note)
        else:
            reversed_deed = Deed.UNDO if told.again else Deed.EDIT
            batch = next(each for each in reversed(self.batches) if each.who == told.who and each.deed is reversed_deed)
            deed = Deed.REDO if told.again else Deed.UNDO
            self._commit(told.at, told.who, deed, take_back(self.state, batch), reverses=batch.uid)

    def _commit(
        self, at: datetime, who: str, deed: Deed, changes: tuple[Change, ...], *, note: str = "", reverses: str | None = None
    ) -> None:
        assert changes, f"{who} changed nothing at {at}"
        # Nobody acts on the full minute, and no two batches at the same second.
        instant = at + timedelta(seconds=int(self._seconds.random() * 60))
        if self.batches:
            instant = max(instant, self.batches[-1].at + timedelta(seconds=1))
        uid = uid_of("batch", str(len(self.batches) + 1))
        self.batches.append(Batch(uid, instant, who, deed, changes, note, reverses))
        self.state = self.state.applied(changes)
        for change in changes:
            if isinstance(change, RowChange) and change.after and "ref" in change.after:
                prefix = entity_of(change.kind).prefix
                self._highest[prefix] = max(self._highest.get(prefix, 0), ref_number(str(change.after["ref"])))


def lived(story: Iterable[Told]) -> Life:
    """The whole of ``story``, in order of time; acts of one instant in the order in which they are told."""
    life = Life()
    for told in _sittings(sorted(story, key=lambda each: each.at)):
        try:
            life.live(told)
        except Exception as error:
            error.add_note(f"in what {told.who} did at {told.at}: {told}")
            raise
    return life


def _sittings(story: Iterable[Told]) -> Iterator[Told]:
    """The story with the acts that one person did in one sitting, with nobody else's in between, as one act."""
    pending: Act | None = None
    for told in story:
        if pending and isinstance(told, Act) and told.who == pending.who and told.at - pending.at <= _SITTING:
            note = " ; ".join(filter(None, (pending.note, told.note)))
            pending = Act(pending.at, pending.who, (*pending.edits, *told.edits), note)
            continue
        if pending:
            yield pending
        pending = told if isinstance(told, Act) else None
        if isinstance(told, Undone):
            yield told
    if pending:
        yield pending


def _domain_edit(state: ProjectState, edit: Edit) -> DomainEdit:
    match edit:
        case New():
            return Create(edit.entity, edit.values, uid_of(edit.entity.kind, edit.key))
        case Changed():
            return Update(_row(state, edit.entity, edit.key), edit.values)
        case Dropped():
            return Delete(_row(state, edit.entity, edit.key))
        case Measured():
            points: dict[Any, Any] = {day.isoformat(): value for day, value in edit.points.items()}
            return Record(uid_of("kpi", edit.kpi), edit.group, points)


def _row(state: ProjectState, entity: type[Entity], key: str) -> Entity:
    row = state.get(entity, uid_of(entity.kind, key))
    assert row, f"there is no {entity.kind} {key!r} yet"
    return row
