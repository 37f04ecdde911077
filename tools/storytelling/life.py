"""Lives through a story: replays its acts in order of time, as the store would, and keeps what each of them changed."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID, uuid5

from cockpit.domain.act import logged, plan, take_back
from cockpit.domain.catalogue import entity_of
from cockpit.domain.change import Batch, Change, Deed, RowChange
from cockpit.domain.edit import Act as DomainAct
from cockpit.domain.edit import Create, Delete, Record, Update
from cockpit.domain.edit import Edit as DomainEdit
from cockpit.domain.entity import Entity, Shape, fields_of
from cockpit.domain.gate import GateReview
from cockpit.domain.state import ProjectState, ref_number
from cockpit.exchange.review_freezing import with_evidence
from cockpit.language import choose, current
from tools.storytelling.calendar import StoryCalendar
from tools.storytelling.story import Act, Changed, Dropped, Edit, Measured, New, Told, Undone

_SITTING = timedelta(minutes=20)


@dataclass(frozen=True)
class Telling:
    """What sets one story apart from another.

    ``name`` seeds what is left to chance, ``namespace`` the uids, ``semicolon`` stands between the notes of acts that become one.
    """

    name: str
    namespace: UUID
    calendar: StoryCalendar
    semicolon: str = "; "

    def uid_of(self, kind: str, key: str) -> str:
        """The uid of the row of ``kind`` that the story calls ``key``."""
        return str(uuid5(self.namespace, f"{kind}/{key}"))


@dataclass
class Life:
    """A project as it stands after the acts lived through so far, and the batches that led there, oldest first."""

    telling: Telling
    state: ProjectState = field(default_factory=ProjectState)
    batches: list[Batch] = field(default_factory=list)
    _highest: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._seconds = Random(self.telling.name)

    def live(self, told: Told) -> None:
        """Let one more act take effect; :class:`~cockpit.domain.problem.Refused` where it cannot."""
        at = self.telling.calendar.at(told.day, told.clock)
        if isinstance(told, Act):
            edits = tuple(map(self._domain_edit, told.edits))
            changes = plan(self.state, DomainAct(edits, told.note), self._highest)
            self._commit(at, told.who, Deed.EDIT, tuple(with_frozen_evidence(self.state, changes)), note=told.note)
        else:
            reversed_deed = Deed.UNDO if told.again else Deed.EDIT
            batch = next(each for each in reversed(self.batches) if each.who == told.who and each.deed is reversed_deed)
            deed = Deed.REDO if told.again else Deed.UNDO
            self._commit(at, told.who, deed, take_back(self.state, batch), reverses=batch.uid)

    def _commit(
        self, at: datetime, who: str, deed: Deed, changes: tuple[Change, ...], *, note: str = "", reverses: str | None = None
    ) -> None:
        assert changes, f"{who} changed nothing at {at}"
        # Nobody acts on the full minute, and no two batches at the same second.
        instant = at + timedelta(seconds=int(self._seconds.random() * 60))
        if self.batches:
            instant = max(instant, self.batches[-1].at + timedelta(seconds=1))
        uid = self.telling.uid_of("batch", str(len(self.batches) + 1))
        self.batches.append(Batch(uid, instant, who, deed, changes, note, reverses))
        self.state = self.state.applied(changes)
        for change in changes:
            if isinstance(change, RowChange) and change.after and "ref" in change.after:
                prefix = entity_of(change.kind).prefix
                self._highest[prefix] = max(self._highest.get(prefix, 0), ref_number(str(change.after["ref"])))

    def _domain_edit(self, edit: Edit) -> DomainEdit:
        match edit:
            case New():
                uid = self.telling.uid_of(edit.entity.kind, edit.key)
                return Create(edit.entity, self._with_uids(edit.entity, edit.values), uid)
            case Changed():
                return Update(self._row(edit.entity, edit.key), self._with_uids(edit.entity, edit.values))
            case Dropped():
                return Delete(self._row(edit.entity, edit.key))
            case Measured():
                points: dict[Any, Any] = {day.isoformat(): value for day, value in edit.points.items()}
                return Record(self.telling.uid_of("kpi", edit.kpi), edit.group, points)

    def _row(self, entity: type[Entity], key: str) -> Entity:
        row = self.state.get(entity, self.telling.uid_of(entity.kind, key))
        assert row, f"there is no {entity.kind} {key!r} yet"
        return row

    def _with_uids(self, entity: type[Entity], values: Mapping[str, Any]) -> dict[str, Any]:
        """``values`` with the keys of rows that they refer to made uids."""
        specs = {spec.name: spec for spec in fields_of(entity)}
        whole = dict(values)
        for name, value in values.items():
            spec = specs[name]
            if spec.shape is Shape.REFERENCE and value is not None:
                whole[name] = self.telling.uid_of(spec.refers_to, value)
            elif spec.shape is Shape.REFERENCES:
                whole[name] = [self.telling.uid_of(spec.refers_to, each) for each in value]
        return whole


def with_frozen_evidence(state: ProjectState, changes: tuple[Change, ...]) -> Iterator[Change]:
    """``changes`` to a state, with the evidence frozen in the gate reviews that they hold, in the language of the project."""
    after = state.applied(changes)
    for change in changes:
        review = after.get(GateReview, change.uid) if isinstance(change, RowChange) and change.before is None else None
        if review is None:
            yield change
            continue
        reading = current()
        choose(after.project.language or reading, {})
        try:
            whole = with_evidence(after, review)
        finally:
            choose(reading, {})
        yield RowChange(whole.kind, whole.uid, None, logged(whole))


def lived(telling: Telling, story: Iterable[Told]) -> Life:
    """The whole of ``story``, in order of time; acts of one instant in the order in which they are told."""
    life = Life(telling)
    for told in _sittings(telling, sorted(story, key=lambda each: each.at)):
        try:
            life.live(told)
        except Exception as error:
            error.add_note(f"in what {told.who} did at {told.at}: {told}")
            raise
    return life


def _sittings(telling: Telling, story: Iterable[Told]) -> Iterator[Told]:
    """The story with the acts that one person did in one sitting, with nobody else's in between, as one act."""
    pending: Act | None = None
    for told in story:
        if pending and isinstance(told, Act) and told.who == pending.who and told.at - pending.at <= _SITTING:
            note = telling.semicolon.join(filter(None, (pending.note, told.note)))
            pending = Act(pending.day, pending.clock, pending.who, (*pending.edits, *told.edits), note)
            continue
        if pending:
            yield pending
        pending = told if isinstance(told, Act) else None
        if isinstance(told, Undone):
            yield told
    if pending:
        yield pending
