"""What must hold between the rows of a project: references lead somewhere, nothing unique stands twice, neither activities nor actions
wait in a circle, and a gate review supersedes an earlier one of its gate.

What a criterion asks must be something that can be judged where it is written; it may come to name a row that is gone later.
"""

from collections.abc import Iterable, Iterator

from cockpit.domain.action import Action
from cockpit.domain.activity import ActivityLink, cycle_in
from cockpit.domain.catalogue import ENTITIES
from cockpit.domain.change import Change, RowChange
from cockpit.domain.circle import circle_in
from cockpit.domain.entity import Entity, FieldSpec, Shape, field_of, fields_of
from cockpit.domain.gate import Criterion, GateReview
from cockpit.domain.gate_review import supersession_problems
from cockpit.domain.message import N_, Message, message
from cockpit.domain.problem import Problem
from cockpit.domain.project import Project
from cockpit.domain.state import ProjectState


def state_problems(state: ProjectState) -> Iterator[Problem]:
    """Everything that does not hold in a whole state, for what comes from a file."""
    for entity in ENTITIES:
        for row in state.all(entity):
            yield from _dangling(state, row)
    for entity in ENTITIES:
        yield from _twice(entity, state.all(entity))
    yield from _circle(state)
    yield from _waiting_in_circle(state, state.all(Action))
    for review in state.all(GateReview):
        yield from supersession_problems(state, review)
    if len(state.rows.get(Project.kind, {})) != 1:
        yield Problem(message(N_("There must be exactly one project")))


def row_problems(state: ProjectState, *rows: Entity) -> Iterator[Problem]:
    """What does not hold for rows that were just put into ``state``."""
    for row in rows:
        yield from _dangling(state, row)
    for entity in {type(row) for row in rows if row.unique}:
        new = {row.uid: row for row in rows if type(row) is entity}
        yield from _twice(entity, (*(row for row in state.all(entity) if row.uid not in new), *new.values()))
    if any(isinstance(row, ActivityLink) for row in rows):
        yield from _circle(state)
    for row in rows:
        if isinstance(row, GateReview):
            yield from supersession_problems(state, row)


def waiting_problems(state: ProjectState, changes: Iterable[Change]) -> Iterator[Problem]:
    """Whether actions wait for each other in a circle, once ``changes``, which have led to ``state``, have said what some of them wait for.

    Whatever else is edited of actions in a circle that an older program let in, they can so still be finished.
    """
    written = (
        change.uid for change in changes if isinstance(change, RowChange) and change.kind == Action.kind and _waits(change)
    )
    begin = [row for uid in written if (row := state.get(Action, uid)) is not None]
    if not begin:
        return
    found = {row.uid: row for row in begin}
    for row in begin:
        waited_for = (state.get(Action, uid) for uid in row.blocked_by if uid not in found)
        more = {each.uid: each for each in waited_for if each is not None}
        found |= more
        begin += more.values()
    yield from _waiting_in_circle(state, found.values())


def _waits(change: RowChange) -> bool:
    return bool((change.after or {}).get("blocked_by"))


def written_problems(state: ProjectState, changes: Iterable[Change]) -> Iterator[Problem]:
    """What is wrong with the rules and settings that ``changes``, which have led to ``state``, write into criteria.

    One that was written before is left alone, whatever else of its row changes: a KPI that it names may have been deleted since, and an
    older or a newer program may have other rules.  Such a criterion has no answer, and says why.
    """
    written = [
        change.uid
        for change in changes
        if isinstance(change, RowChange) and change.kind == Criterion.kind and not _ASKED.isdisjoint(change.after or ())
    ]
    if not written:
        return
    # Every kind of criterion is imported with it, which takes a third as long as all entities, and few acts need it.
    from cockpit.domain.readiness import criterion_problems

    for uid in written:
        if row := state.get(Criterion, uid):
            for problem in criterion_problems(state, row.rule, row.settings):
                yield problem.at(row.ref)


_ASKED = frozenset({"rule", "settings"})
"""The fields that tell what a criterion asks."""


def _dangling(state: ProjectState, row: Entity) -> Iterator[Problem]:
    for spec in _reference_specs(type(row)):
        target = getattr(row, spec.name)
        for uid in target if isinstance(target, tuple) else (target,):
            if uid is not None and state.row(spec.refers_to, uid) is None:
                yield Problem(refers_to_nothing(spec, uid), spec.name, row.ref)


def refers_to_nothing(spec: FieldSpec, value: str) -> Message:
    """What is wrong with a reference that names no row."""
    return message(
        N_("{field}: “{value}” refers to nothing; it must be {allowed}"),
        field=Message(spec.label), value=value, allowed=message(N_("the ref of an existing row")),
    )  # fmt: skip


def _reference_specs(entity: type[Entity]) -> tuple[FieldSpec, ...]:
    return tuple(spec for spec in fields_of(entity) if spec.shape in (Shape.REFERENCE, Shape.REFERENCES))


def _twice(entity: type[Entity], rows: Iterable[Entity]) -> Iterator[Problem]:
    """The rows that share what is unique with one that comes before them."""
    for group in entity.unique:
        seen: dict[tuple[object, ...], Entity] = {}
        for row in rows:
            other = seen.setdefault(tuple(getattr(row, name) for name in group), row)
            if other is not row:
                yield _already_taken(row, group, other)


def _already_taken(row: Entity, group: tuple[str, ...], other: Entity) -> Problem:
    sentence = message(
        N_("{field}: “{value}” is already that of {other}; choose another"),
        field=tuple(Message(field_of(type(row), name).label) for name in group),
        value=", ".join(str(getattr(row, name)) for name in group),
        other=str(other),
    )
    return Problem(sentence, group[-1], row.ref)


def _circle(state: ProjectState) -> Iterator[Problem]:
    links = state.all(ActivityLink)
    circle = cycle_in(links)
    if circle:
        names = " → ".join(str(state.row("activity", uid) or uid) for uid in (*circle, circle[0]))
        sentence = message(N_("These activities wait for each other in a circle: {circle}"), circle=names)
        closing = next(link for link in links if (link.predecessor, link.successor) == (circle[-1], circle[0]))
        yield Problem(sentence, "successor", closing.ref)


def _waiting_in_circle(state: ProjectState, actions: Iterable[Action]) -> Iterator[Problem]:
    circle = circle_in((before, action.uid) for action in actions for before in action.blocked_by)
    if circle:
        names = " → ".join(str(state.get(Action, uid) or uid) for uid in (*circle, circle[0]))
        sentence = message(N_("These actions wait for each other in a circle: {circle}"), circle=names)
        closing = state.get(Action, circle[0])
        yield Problem(sentence, "blocked_by", closing.ref if closing else "")
