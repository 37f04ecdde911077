"""The next state of a row, for ``space``: the one after its own, and after the last one the first again."""

from datetime import date
from typing import Any

from cockpit.domain.action import Action, ActionState
from cockpit.domain.entity import Choice, Entity, fields_of
from cockpit.domain.feed import Feed
from cockpit.domain.milestone import Milestone
from cockpit.domain.phase import Deliverable, DeliverableState

_STATE_FIELDS = ("state", "status")
_WALK = (ActionState.TO_DO, ActionState.DOING, ActionState.DONE)


def next_values(row: Entity, today: date) -> dict[str, Any] | None:
    """The values that bring ``row`` to its next state; None where it has no state to walk through.

    An action goes from to do over doing to done; one that is blocked is taken up again.  A deliverable is dated when it is accepted, and
    a milestone is reached or not.
    """
    if isinstance(row, Action):
        place = _WALK.index(row.state) + 1 if row.state in _WALK else 1
        return {"state": _WALK[place % len(_WALK)]}
    if isinstance(row, Milestone):
        return {"reached_on": None if row.reached_on else today}
    if isinstance(row, Deliverable):
        states = list(DeliverableState)
        after = states[(states.index(row.state) + 1) % len(states)]
        return {"state": after, "accepted_on": today if after is DeliverableState.ACCEPTED else None}
    if isinstance(row, Feed):
        return {"enabled": not row.enabled}
    for spec in fields_of(type(row)):
        if spec.name in _STATE_FIELDS and spec.choices:
            choices: list[Choice] = list(spec.choices)
            return {spec.name: choices[(choices.index(getattr(row, spec.name)) + 1) % len(choices)]}
    return None
