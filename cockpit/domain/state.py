"""Everything that is known of one project at one moment: frozen, shared between threads, compared, moved along the change log."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, TypeVar, cast

from cockpit.domain.catalogue import entity_of
from cockpit.domain.change import Batch, Change, RowChange, SeriesChange
from cockpit.domain.entity import Entity, Plain, field_of, fields_of
from cockpit.domain.kpi import Group
from cockpit.domain.measurement import Series
from cockpit.domain.memory import Index, Memory
from cockpit.domain.project import Project

AnyEntity = TypeVar("AnyEntity", bound=Entity)

_NO_SERIES = Series()

_FEW = 64
"""Rows of a kind after a change of which its indexes are patched; after more of them they are made anew."""


@dataclass(frozen=True)
class ProjectState:
    """The rows of a project by kind and uid, its measurements by KPI and group, and the indexes between them.

    Nothing here is edited in place: :meth:`after` and :meth:`before` give the state on the other side of a batch.
    """

    rows: Mapping[str, Mapping[str, Entity]] = field(default_factory=dict)
    series: Mapping[tuple[str, str], Series] = field(default_factory=dict)
    _indexes: dict[tuple[str, str], Any] = field(default_factory=dict, compare=False, repr=False)
    memory: Memory = field(default_factory=Memory, compare=False, repr=False)
    """What rules have worked out; states that come from one another share it."""

    @property
    def project(self) -> Project:
        """The project itself; StopIteration never, as a state without its project is not built."""
        return cast(Project, next(iter(self.rows[Project.kind].values())))

    def has_rows_of(self, other: "ProjectState") -> bool:
        """Whether the rows are those of another state from which this one came: but for measurements nothing has changed."""
        kinds = self.rows.keys() | other.rows.keys()
        return all(self.rows.get(kind) is other.rows.get(kind) for kind in kinds)

    def all(self, entity: type[AnyEntity]) -> tuple[AnyEntity, ...]:
        """Every row of an entity, in the order of their refs."""
        key = (entity.kind, "")
        if key not in self._indexes:
            self._indexes[key] = tuple(sorted(self.rows.get(entity.kind, {}).values(), key=ref_order))
        return cast(tuple[AnyEntity, ...], self._indexes[key])

    def get(self, entity: type[AnyEntity], uid: str | None) -> AnyEntity | None:
        """The row of an entity with this uid, or None."""
        return cast(AnyEntity | None, self.rows.get(entity.kind, {}).get(uid)) if uid else None

    def row(self, kind: str, uid: str | None) -> Entity | None:
        """The row of a kind with this uid, or None."""
        return self.rows.get(kind, {}).get(uid) if uid else None

    def of(self, entity: type[AnyEntity], reference: str, uid: str) -> tuple[AnyEntity, ...]:
        """The rows of an entity whose ``reference`` (a field's name) names ``uid``, in the order of their refs."""
        index = self.index(entity, reference)
        found = index.get(uid, ())
        if isinstance(found, list):
            found = cast(dict[str, Any], index)[uid] = tuple(sorted(found, key=ref_order))
        return cast(tuple[AnyEntity, ...], found)

    def index(self, entity: type[AnyEntity], reference: str) -> Index:
        """The rows of an entity by the uid that ``reference`` names: a tuple in order, or a list where nobody has looked at them yet."""
        key = (entity.kind, reference)
        if key not in self._indexes:
            index: dict[str, list[Entity]] = {}
            for row in self.rows.get(entity.kind, {}).values():
                target = getattr(row, reference)
                for each in target if isinstance(target, tuple) else (target,):
                    if each is not None:
                        index.setdefault(each, []).append(row)
            self._indexes[key] = index
        return cast(Index, self._indexes[key])

    def by_ref(self, ref: str) -> Entity | None:
        """The row that people call ``ref`` (``R-12``), whatever its kind."""
        key = ("", "ref")
        if key not in self._indexes:
            self._indexes[key] = {row.ref: row for rows in self.rows.values() for row in rows.values()}
        return cast(Entity | None, self._indexes[key].get(ref))

    def measurements(self, kpi: str, group: Group) -> Series:
        """The measurements of a KPI (its uid) for a group; empty where there are none."""
        return self.series.get((kpi, group.value), _NO_SERIES)

    def measured(self, group: Group) -> Index:
        """The measurements of each KPI (by its uid) for a group."""
        return _OfGroup(self.series, group.value)

    def after(self, batch: Batch) -> "ProjectState":
        """The state that a batch leads to from this one."""
        return self.applied(batch.changes)

    def before(self, batch: Batch) -> "ProjectState":
        """The state from which a batch led to this one."""
        return self.applied([change.reversed() for change in reversed(batch.changes)])

    def applied(self, changes: Iterable[Change]) -> "ProjectState":
        """This state with ``changes`` made to it, in order."""
        draft = Draft(self)
        for change in changes:
            draft.make(change)
        return draft.state()


@dataclass(frozen=True, slots=True)
class _OfGroup:
    """The series of one group by the uids of their KPIs."""

    series: Mapping[tuple[str, str], Series]
    group: str

    def get(self, uid: str, default: Any, /) -> Any:
        """That of a KPI."""
        return self.series.get((uid, self.group), default)


class Draft:
    """A state being moved by many changes, each of which takes the same short time whatever came before it."""

    def __init__(self, state: ProjectState) -> None:
        self._from = state
        self._rows: dict[str, dict[str, Entity]] = {}
        self._points: dict[tuple[str, str], Mapping[str, float | None]] = {}
        """What was put into each series: as the first change of it holds it, or together with that of others."""
        self._together: dict[tuple[str, str], dict[str, float | None]] = {}
        self._growth: dict[tuple[str, str], int] = {}
        self._touched: dict[str, set[str]] = {}
        """The uids of the rows that were changed, by kind."""
        self._references: dict[str, dict[str, dict[str, dict[str, Entity]]]] = {}
        """The rows that refer to a row: by their kind, the name of the field, the uid it holds and their own."""

    def state(self) -> ProjectState:
        """Where the changes have led; the draft is done with then."""
        begin = self._from
        rows = {kind: rows for kind, rows in {**begin.rows, **self._rows}.items() if rows}
        series = {**begin.series, **{key: self._measured(key) for key in self._points}}
        series = {key: points for key, points in series.items() if points}
        # Copied at one go: another thread may be adding an index.
        known = begin._indexes.copy()
        indexes = {key: each for key, each in known.items() if key[0] and key[0] not in self._rows}
        for key in known.keys() - indexes.keys():
            touched = self._touched.get(key[0], ())
            if key[0] and len(touched) <= _FEW:
                before, after = begin.rows.get(key[0], {}), rows.get(key[0], {})
                changed = [(before.get(uid), after.get(uid)) for uid in touched]
                indexes[key] = _patched_index(known[key], key[1], changed) if key[1] else _patched(known[key], changed)
        return ProjectState(rows, series, indexes, begin.memory)

    def row(self, kind: str, uid: str) -> Entity | None:
        """The row of a kind with this uid, or None."""
        return self._of_kind(kind).get(uid)

    def of(self, entity: type[Entity], reference: str, uid: str) -> tuple[Entity, ...]:
        """The rows of an entity whose ``reference`` (a field's name) names ``uid``, in the order of their refs."""
        fields = self._references.setdefault(entity.kind, {})
        index = fields.get(reference)
        if index is None:
            index = fields[reference] = {}
            for row in self._of_kind(entity.kind).values():
                _index(index, reference, row)
        found = index.get(uid)
        return tuple(sorted(found.values(), key=ref_order)) if found else ()

    def held(self, kpi: str, group: str, times: Sequence[str]) -> Mapping[str, float]:
        """The measurements of a KPI (its uid) for a group at those of ``times``, in order, at which there are any."""
        found = self._from.series.get((kpi, group), _NO_SERIES).points.among(times)
        points = self._points.get((kpi, group))
        if not points:
            return found
        now = {time: points[time] if time in points else found.get(time) for time in times}
        return {time: value for time, value in now.items() if value is not None}

    def series(self, kpi: str) -> dict[str, Series]:
        """The measurements of a KPI (its uid) by group; a group without any is left out."""
        keys = [key for key in {**self._from.series, **self._points} if key[0] == kpi]
        found = {key[1]: self._measured(key) for key in keys}
        return {group: series for group, series in found.items() if series}

    def _measured(self, key: tuple[str, str]) -> Series:
        return self._from.series.get(key, _NO_SERIES).with_points(self._points.get(key, {}), self._growth.get(key, 0))

    def make(self, change: Change) -> None:
        """Make one change."""
        if isinstance(change, SeriesChange):
            self._put_in((change.kpi, change.group), change)
            return
        if change.kind not in self._rows:
            self._rows[change.kind] = dict(self._from.rows.get(change.kind, {}))
        rows = self._rows[change.kind]
        self._touched.setdefault(change.kind, set()).add(change.uid)
        earlier = rows.get(change.uid)
        _put(rows, change)
        for reference, index in self._references.get(change.kind, {}).items():
            if earlier:
                for target in _targets(earlier, reference):
                    del index[target][change.uid]
            if row := rows.get(change.uid):
                _index(index, reference, row)

    def _put_in(self, key: tuple[str, str], change: SeriesChange) -> None:
        self._growth[key] = self._growth.get(key, 0) + change.growth
        if key not in self._points:
            self._points[key] = change.points
            return
        if key not in self._together:
            self._points[key] = self._together[key] = dict(self._points[key].items())
        self._together[key].update(change.points.items())

    def _of_kind(self, kind: str) -> Mapping[str, Entity]:
        return self._rows[kind] if kind in self._rows else self._from.rows.get(kind, {})


def _patched(rows: Sequence[Entity], changed: Iterable[tuple[Entity | None, Entity | None]]) -> tuple[Entity, ...]:
    """Rows in the order of their refs after a few of them have changed, from what to what."""
    patched = list(rows)
    for before, after in changed:
        if before is not None:
            del patched[bisect_left(patched, ref_order(before), key=ref_order)]
        if after is not None:
            patched.insert(bisect_left(patched, ref_order(after), key=ref_order), after)
    return tuple(patched)


def _patched_index(
    index: dict[str, Sequence[Entity]], reference: str, changed: Iterable[tuple[Entity | None, Entity | None]]
) -> dict[str, Sequence[Entity]]:
    """The rows by what they refer to, after a few of them have changed."""
    patched = dict(index)
    for before, after in changed:
        old, new = (_targets(row, reference) if row is not None else set() for row in (before, after))
        for target in old | new:
            change = before if target in old else None, after if target in new else None
            known = patched.get(target, ())
            patched[target] = _patched(known if isinstance(known, tuple) else sorted(known, key=ref_order), [change])
    return patched


def _targets(row: Entity, reference: str) -> set[str]:
    target = getattr(row, reference)
    return set(target) if isinstance(target, tuple) else {target} - {None}


def _index(index: dict[str, dict[str, Entity]], reference: str, row: Entity) -> None:
    for target in _targets(row, reference):
        index.setdefault(target, {})[row.uid] = row


def _put(rows: dict[str, Entity], change: RowChange) -> None:
    if change.after is None:
        rows.pop(change.uid, None)
        return
    entity = entity_of(change.kind)
    values = values_of(entity, change.after)
    if change.before is None:
        rows[change.uid] = entity.trusted({**values, "uid": change.uid})
    elif change.uid in rows:
        rows[change.uid] = rows[change.uid].changed(**values)


def values_of(entity: type[Entity], plain: Mapping[str, Plain]) -> dict[str, Any]:
    """Logged values as a row holds them; a field that the entity no longer has is left out."""
    known = {spec.name for spec in fields_of(entity)}
    return {
        name: field_of(entity, name).value(value) if name in known else value
        for name, value in plain.items()
        if name in known or name in ("ref", "version")
    }


@lru_cache(maxsize=65_536)
def ref_number(ref: str) -> int:
    """The number in a ref, ``12`` of ``R-12``; 0 where there is none."""
    digits = ref.rpartition("-")[2]
    return int(digits) if digits.isdecimal() and digits.isascii() else 0


def ref_order(row: Entity) -> tuple[int, str, str]:
    """Sorts rows as they were made: ``R-2`` before ``R-12``."""
    return ref_number(row.ref), row.ref, row.uid
