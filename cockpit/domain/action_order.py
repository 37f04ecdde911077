"""In which order actions are told: by the day they are due, and by how urgent they are."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from cockpit.domain.action import Action, ActionState, urgencies
from cockpit.domain.order import in_order
from cockpit.domain.state import ProjectState, ref_order


@dataclass(frozen=True)
class ActionOrder:
    """All actions of a project on a day, by their uids and in order.

    ``by_due`` begins with those to be done, the one due first at the front.  ``by_urgency`` begins with the most urgent; those that are
    done come last, the one done last first.  ``urgencies`` tells how urgent each is (its uid) that is not done.
    """

    rows: Mapping[str, Action]
    urgencies: Mapping[str, float]
    by_due: tuple[Action, ...]
    by_urgency: tuple[Action, ...]


_NOTHING = ActionOrder({}, {}, (), ())


def action_order(state: ProjectState, as_of: date, before: ActionOrder = _NOTHING) -> ActionOrder:
    """The actions in order; of those of ``before``, an earlier state or another day, only what stands elsewhere is looked at."""
    rows = cast("Mapping[str, Action]", state.rows.get(Action.kind, {}))
    points = urgencies(state, as_of)

    def urgency(action: Action) -> tuple[Any, ...]:
        done = action.uid not in points
        return -points.get(action.uid, -math.inf), -(action.done_on or date.min).toordinal() if done else 0, _due(action)

    by_due = in_order(rows, _due, before.by_due, before.rows)
    moved = frozenset(uid for uid, each in points.items() if before.urgencies.get(uid) != each)
    return ActionOrder(rows, points, by_due, in_order(rows, urgency, before.by_urgency, before.rows, moved))


def _due(action: Action) -> tuple[Any, ...]:
    return action.state is ActionState.DONE, action.due_on or date.max, ref_order(action)
