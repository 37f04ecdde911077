"""The same change to many rows in one act: all of them take it, or none is touched."""

from collections.abc import Mapping, Sequence
from typing import Any

from cockpit.domain.edit import Act, Update
from cockpit.domain.entity import Entity
from cockpit.domain.message import N_, message
from cockpit.domain.problem import Problem, Refused
from cockpit.domain.state import ProjectState
from cockpit.domain.validation import validated

_MOST_TOLD = 3


def same_change(state: ProjectState, rows: Sequence[Entity], values: Mapping[str, Any]) -> Act:
    """The act that gives ``rows``, as the user saw them, the ``values`` of some fields; what others did to other fields stands.

    Raises :class:`Refused` with the rows that cannot take it, and why; of many rows the first few of them.
    """
    now = [_as_it_is(state, row, values) for row in rows]
    wrong = [found for row in now if (found := _problems(row, values))]
    if len(rows) == 1 and wrong:
        raise Refused(wrong[0][1])
    if wrong:
        told = [
            Problem(message(N_("{row} cannot take it: {reason}"), row=row.ref, reason=problem.message), problem.field, row.ref)
            for row, problems in wrong[:_MOST_TOLD]
            for problem in problems
        ]
        if more := len(wrong) - _MOST_TOLD:
            told += [Problem(message(N_("and {count} more"), count=more))] if more > 0 else []
        raise Refused([*told, Problem(message(N_("Nothing was changed")))])
    return Act(tuple(Update(row, values) for row in now))


def _as_it_is(state: ProjectState, seen: Entity, values: Mapping[str, Any]) -> Entity:
    """The row as it is now, where nobody has touched the fields that are to change; else as it was seen, which is found out later."""
    now = state.row(seen.kind, seen.uid)
    if now is None or any(getattr(now, name) != getattr(seen, name) for name in values):
        return seen
    return now


def _problems(row: Entity, values: Mapping[str, Any]) -> tuple[Entity, tuple[Problem, ...]] | None:
    try:
        validated(type(row), {**row.__dict__, **values})
    except Refused as refused:
        return row, refused.problems
    return None
