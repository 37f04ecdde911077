"""The next state of a row, for ``space``: the one after its own, and after the last one the first again."""

from datetime import date
from typing import Any

from cockpit.domain.action import Action, ActionState
from cockpit.domain.entity import Choice, Entity, fields_of

_STATE_FIELDS = ("state", "status")
_WALK = (ActionState.TO_DO, ActionState.DOING, ActionState.DONE)


def next_values(row: Entity, today: date) -> dict[str, Any] | None:
    """The values that bring ``row`` to its next state; None where it has no state to walk through.

    An action goes from to do over doing to done, which dates it; one that is blocked is taken up again.
    """
    if isinstance(row, Action):
        place = _WALK.index(row.state) + 1 if row.state in _WALK else 1
        state = _WALK[place % len(_WALK)]
        return {"state": state, "done_on": today if state is ActionState.DONE else None}
    for spec in fields_of(type(row)):
        if spec.name in _STATE_FIELDS and spec.choices:
            states: list[Choice] = list(spec.choices)
            return {spec.name: states[(states.index(getattr(row, spec.name)) + 1) % len(states)]}
    return None
