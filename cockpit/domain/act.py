"""The changes that an act of a user comes to.

:func:`plan` is where every edit passes, whoever asks for it: it validates, refuses an edit of a row that has moved on, keeps
references whole, gives new rows their refs, and takes along what depends on a deleted row, one by one.
"""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, TypeAlias
from uuid import uuid4

from cockpit.domain.builders import Builders
from cockpit.domain.catalogue import ENTITIES, entity_of
from cockpit.domain.change import Batch, Change, RowChange, SeriesChange, folded
from cockpit.domain.edit import Act, Create, Delete, Edit, Record, Update
from cockpit.domain.entity import Entity, Plain, Shape, fields_of
from cockpit.domain.gate_review import immutability_problems, succession_problems
from cockpit.domain.integrity import row_problems, waiting_problems, written_problems
from cockpit.domain.kpi import Kpi
from cockpit.domain.measurement import Points, validated_points
from cockpit.domain.message import N_, Message, Part, message
from cockpit.domain.moved import PointMoved, RowMoved
from cockpit.domain.problem import Problem, Refused, refuse
from cockpit.domain.project import Project
from cockpit.domain.state import Draft, ProjectState, ref_number
from cockpit.domain.validation import echo, validated

_Key: TypeAlias = tuple[str, str]
"""The kind and the uid of a row."""


def plan(state: ProjectState, act: Act, highest: Mapping[str, int]) -> tuple[Change, ...]:
    """The changes that ``act`` comes to, one to a row or a series, in the order in which they can be told.

    ``highest`` is the largest number that a ref ever had, by prefix: a ref is never used twice.  The edits see what those before
    them have made, and what must hold between rows is looked at once all are made: two rows may swap what is unique, and an
    edit may refer to what a later one makes.  A gate review that was held stays as it is, whatever is asked.  Raises
    :class:`Refused` with every problem of the first edit that cannot be made by itself, else with every problem between the rows and in
    what criteria ask; :class:`RowMoved` where a row is not as the user saw it, unless it already is as the user wants it.
    """
    draft = Draft(state)
    numbers = dict(highest)
    made: list[Change] = []
    for edit in act.edits:
        changes = list(_changes(state, draft, edit, numbers))
        for change in changes:
            draft.make(change)
        made += changes
    done = folded(made)
    refuse_changed_reviews(state, done)
    after = draft.state()
    _refuse([*_broken(after, done), *written_problems(after, done)])
    _refuse([*succession_problems(after, done)])
    return done


def refuse_changed_reviews(state: ProjectState, changes: Sequence[Change]) -> None:
    """Refuse ``changes`` to a state by which a gate review that was held in it would be another, or no more."""
    _refuse([*immutability_problems(state, changes)])


def _broken(state: ProjectState, changes: Sequence[Change]) -> Iterator[Problem]:
    """What does not hold in the state to which ``changes`` have led."""
    rows = [state.row(change.kind, change.uid) for change in changes if isinstance(change, RowChange)]
    yield from row_problems(state, *filter(None, rows))
    yield from waiting_problems(state, changes)


def _refuse(problems: list[Problem]) -> None:
    if problems:
        raise Refused(problems)


def _changes(state: ProjectState, draft: Draft, edit: Edit, numbers: dict[str, int]) -> Iterator[Change]:
    match edit:
        case Create():
            yield _creation(state, draft, edit, numbers)
        case Update():
            change = _update(state, draft, edit)
            if change.after:
                yield change
        case Delete():
            yield from _deletion(state, draft, edit)
        case Record():
            change_of_series = _record(draft, edit)
            if change_of_series.before or change_of_series.after:
                yield change_of_series


def _creation(state: ProjectState, draft: Draft, edit: Create, numbers: dict[str, int]) -> RowChange:
    entity = edit.entity
    row = validated(entity, {**edit.values, "uid": edit.uid or str(uuid4())})
    if state.row(entity.kind, row.uid) or draft.row(entity.kind, row.uid):
        raise refuse(message(N_("There is a row with the uid {uid} already"), uid=row.uid), "uid")
    number = numbers.get(entity.prefix, 0) + 1
    numbers[entity.prefix] = number
    return RowChange(entity.kind, row.uid, None, logged(row.changed(ref=f"{entity.prefix}-{number}", version=1)))


def _update(state: ProjectState, draft: Draft, edit: Update) -> RowChange:
    try:
        now = _as_seen(state, draft, edit.row, edit.values)
    except RowMoved as moved:
        # Where somebody has done the same already, neither stands in the other's way.
        if moved.theirs is None or {**moved.theirs.__dict__, **edit.values} != moved.theirs.__dict__:
            raise
        return difference(moved.theirs, moved.theirs)
    if now is None:
        raise RowMoved(edit.row, None, edit.values)
    return difference(now, validated(type(now), {**now.__dict__, **edit.values}))


def _as_seen(state: ProjectState, draft: Draft, seen: Entity, wanted: Mapping[str, Any]) -> Entity | None:
    """The row that the user saw, with what the act has done to it so far; None where the act has deleted it.

    Raises :class:`RowMoved` where it was another when the act began.
    """
    now = draft.row(seen.kind, seen.uid)
    begin = state.row(seen.kind, seen.uid) or now
    if begin is None or begin.version != seen.version:
        raise RowMoved(seen, begin, wanted)
    return now


def difference(now: Entity, wanted: Entity) -> RowChange:
    """The change from one version of a row to another; its ``after`` is empty where nothing differs."""
    before, after = now.plain(), wanted.plain()
    names = [name for name in after if before[name] != after[name]]
    if not names:
        return RowChange(now.kind, now.uid, {}, {})
    return RowChange(
        now.kind,
        now.uid,
        {name: before[name] for name in names} | {"version": now.version},
        {name: after[name] for name in names} | {"version": now.version + 1},
    )


def logged(row: Entity) -> dict[str, Plain]:
    """A whole row as the change log holds it."""
    return {"ref": row.ref, "version": row.version, **row.plain()}


def _deletion(state: ProjectState, draft: Draft, edit: Delete) -> Iterator[Change]:
    now = _as_seen(state, draft, edit.row, {})
    if now is None:
        return
    if now.kind == Project.kind:
        raise refuse(message(N_("A project is archived, not deleted")), where=now.ref)
    yield from _without(draft, now)


def _without(draft: Draft, row: Entity) -> Iterator[Change]:
    """What deleting ``row`` comes to: the references to what goes, then what goes, each with its measurements, children first."""
    going: dict[_Key, Entity] = {}
    _gather(draft, row, set(), going)
    left = {
        _key(dependent): dependent
        for gone in going.values()
        for entity, name, _ in references_to(gone.kind)
        for dependent in draft.of(entity, name, gone.uid)
        if _key(dependent) not in going
    }
    for dependent in left.values():
        yield difference(dependent, _released(dependent, going))
    for gone in going.values():
        if gone.kind == Kpi.kind:
            for group, series in draft.series(gone.uid).items():
                yield SeriesChange(gone.uid, group, series.points, {})
        yield RowChange(gone.kind, gone.uid, logged(gone), None)


def _key(row: Entity) -> _Key:
    return row.kind, row.uid


def _gather(draft: Draft, row: Entity, seen: set[_Key], going: dict[_Key, Entity]) -> None:
    """Put ``row`` into ``going``, after what must refer to it and what cannot be without it."""
    seen.add(_key(row))
    for entity, name, required in references_to(row.kind):
        for dependent in draft.of(entity, name, row.uid):
            if _key(dependent) not in seen and (required or any(_released(dependent, seen).own_problems())):
                _gather(draft, dependent, seen, going)
    going[_key(row)] = row


def _released(row: Entity, gone: Container[_Key]) -> Entity:
    """``row`` without its references to rows in ``gone``."""
    values: dict[str, Any] = {}
    for spec in fields_of(type(row)):
        target = getattr(row, spec.name)
        if spec.shape is Shape.REFERENCES:
            values[spec.name] = tuple(uid for uid in target if (spec.refers_to, uid) not in gone)
        elif spec.shape is Shape.REFERENCE and not spec.required and (spec.refers_to, target) in gone:
            values[spec.name] = None
    return row.changed(**values)


@cache
def references_to(kind: str) -> tuple[tuple[type[Entity], str, bool], ...]:
    """The fields that refer to rows of ``kind``: entity, name, and whether it is required."""
    return tuple(
        (entity, spec.name, spec.required) for entity in ENTITIES for spec in fields_of(entity) if spec.refers_to == kind
    )


def _record(draft: Draft, edit: Record) -> SeriesChange:
    kpi = draft.row(Kpi.kind, edit.kpi)
    if kpi is None:
        raise refuse(message(N_("There is no KPI “{kpi}”"), kpi=echo(edit.kpi)))
    assert isinstance(kpi, Kpi)
    group, points = edit.group.value, edit.points
    removed: Iterable[str] = ()
    if isinstance(points, Points):
        added, times = points, points.columns[0]
    else:
        added = Points.of(validated_points({time: value for time, value in points.items() if value is not None}))
        removed = validated_points({time: 0.0 for time, value in points.items() if value is None})
        times = tuple(sorted({*removed, *added}))
    held = draft.held(edit.kpi, group, times)
    for time, seen in (edit.seen or {}).items():
        (at,) = validated_points({time: 0.0})
        # Where somebody has recorded the same already, neither stands in the other's way.
        if held.get(at) != seen and held.get(at) != added.get(at):
            raise PointMoved(kpi, edit.group, at, held.get(at))
    if not held:
        return SeriesChange(edit.kpi, group, {}, added)
    if held == added and not removed:
        return SeriesChange(edit.kpi, group, {}, {})
    wanted, held = dict(added.items()), dict(held.items())
    before = {time: value for time, value in held.items() if wanted.get(time) != value}
    after = {time: value for time, value in wanted.items() if held.get(time) != value}
    return SeriesChange(edit.kpi, group, before, after)


def take_back(state: ProjectState, batch: Batch, later: Sequence[Batch] = ()) -> tuple[Change, ...]:
    """The changes that take ``batch`` back from ``state``, for an undo or, where ``batch`` is an undo, a redo.

    Raises :class:`Refused` with the reason where something that it touched has been built on since: another value was put
    over its own, a row that it made is used by another, or a row that it needs is gone; and where it held a gate review, which stays.
    Where the acts that came ``later`` (oldest first) are given, the reason tells who has built on it, when and what.
    """
    draft = Draft(state)
    builders = Builders(state, later)
    changes: list[Change] = []
    problems: list[Problem] = []
    for change in reversed(batch.changes):
        if isinstance(change, SeriesChange):
            obstacle = _series_obstacle(draft, change, builders)
        else:
            obstacle = _row_obstacle(draft, change, builders)
        if obstacle:
            problems.append(obstacle)
            continue
        back = change.reversed() if isinstance(change, SeriesChange) else _renumbered(draft, change)
        draft.make(back)
        changes.append(back)
    refuse_changed_reviews(state, changes)
    after = draft.state()
    _refuse([*problems, *(problem for change in changes for problem in _left_behind(after, change, builders))])
    _refuse([*_broken(after, changes)])
    return folded(changes)


def _renumbered(draft: Draft, change: RowChange) -> RowChange:
    """``change`` reversed, with versions that go on counting: a row never has the same version with another content."""
    now = draft.row(change.kind, change.uid)
    if change.after is None:
        assert change.before
        return RowChange(change.kind, change.uid, None, {**change.before, "version": int(str(change.before["version"])) + 1})
    assert now
    if change.before is None:
        return RowChange(change.kind, change.uid, logged(now), None)
    before = {**change.after, "version": now.version}
    return RowChange(change.kind, change.uid, before, {**change.before, "version": now.version + 1})


def _row_obstacle(draft: Draft, change: RowChange, builders: Builders) -> Problem | None:
    now = draft.row(change.kind, change.uid)
    told: Message
    if change.kind == Project.kind and change.before is None:
        return Problem(message(N_("The project began with this; it can be archived, not undone")))
    if change.after is None:
        if now is None:
            return None
        told = builders.named(message(N_("{row} has come back since"), row=str(now)), builders.of_row(change))
    elif now is None:
        told = builders.named(message(N_("{row} has been deleted since"), row=_name_in(change)), builders.of_row(change))
    else:
        held = now.plain()
        over = {name for name, value in change.after.items() if held.get(name, value) != value} - {"ref", "version"}
        if not over:
            return None
        told = builders.named(message(N_("{row} has been edited since"), row=str(now)), builders.of_row(change, over), over)
    return Problem(told, where=now.ref if now else "")


def _name_in(change: RowChange) -> Part:
    """What people call a row that is gone, as far as a change of it tells."""
    entity = entity_of(change.kind)
    values = change.after or change.before or {}
    name = " ".join(str(value) for value in (values.get("ref"), values.get(entity.title_field)) if value)
    return name or Message(entity.label)


def _series_obstacle(draft: Draft, change: SeriesChange, builders: Builders) -> Problem | None:
    if draft.held(change.kpi, change.group, sorted(change.points)) == change.after:
        return None
    kpi = draft.row(Kpi.kind, change.kpi)
    told = message(N_("Measurements of {row} have been edited since"), row=str(kpi or change.kpi))
    return Problem(builders.named(told, builders.of_series(change.kpi, change.group)))


def _left_behind(state: ProjectState, change: Change, builders: Builders) -> Iterator[Problem]:
    """What taking a row back would leave without its target."""
    if isinstance(change, SeriesChange):
        if change.after and state.get(Kpi, change.kpi) is None:
            yield Problem(message(N_("the KPI of these measurements is no longer there")))
    elif change.after is None:
        ref = str((change.before or {}).get("ref", change.uid))
        if change.kind == Kpi.kind and any(kpi == change.uid for kpi, _ in state.series):
            told = message(N_("{row} has measurements by now"), row=ref)
            yield Problem(builders.named(told, builders.of_series(change.uid)))
        for entity, name, _ in references_to(change.kind):
            for dependent in state.of(entity, name, change.uid):
                told = message(N_("{row} refers to it by now"), row=str(dependent))
                yield Problem(builders.named(told, builders.of_reference(dependent, name)), name, dependent.ref)


def differences(now: ProjectState, wanted: ProjectState) -> tuple[Change, ...]:
    """The changes that lead from one state to another, whatever the versions of the rows: parents come first and go last."""
    made: list[Change] = []
    gone: list[Change] = []
    for entity in ENTITIES:
        old, new = now.rows.get(entity.kind, {}), wanted.rows.get(entity.kind, {})
        made += [RowChange(row.kind, row.uid, None, logged(row)) for row in wanted.all(entity) if row.uid not in old]
        gone += [RowChange(row.kind, row.uid, logged(row), None) for row in now.all(entity) if row.uid not in new]
        both = ((row, new[row.uid]) for row in now.all(entity) if row.uid in new)
        made += [change for row, other in both if (change := _with_ref(row, other)).after]
    for kpi, group in {**now.series, **wanted.series}:
        held, asked = now.series.get((kpi, group)), wanted.series.get((kpi, group))
        if held == asked:
            continue
        old_points, new_points = dict(held or ()), dict(asked or ())
        before = {time: value for time, value in old_points.items() if new_points.get(time) != value}
        after = {time: value for time, value in new_points.items() if old_points.get(time) != value}
        made.append(SeriesChange(kpi, group, before, after))
    return (*made, *reversed(gone))


def _with_ref(now: Entity, wanted: Entity) -> RowChange:
    change = difference(now, wanted)
    if now.ref == wanted.ref:
        return change
    before = {"version": now.version, **(change.before or {}), "ref": now.ref}
    after = {"version": now.version + 1, **(change.after or {}), "ref": wanted.ref}
    return RowChange(now.kind, now.uid, before, after)


def highest_refs(state: ProjectState) -> dict[str, int]:
    """The largest number in use in a state's refs, by prefix."""
    highest: dict[str, int] = {}
    for entity in ENTITIES:
        for row in state.all(entity):
            highest[entity.prefix] = max(highest.get(entity.prefix, 0), ref_number(row.ref))
    return highest
