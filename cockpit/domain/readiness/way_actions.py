"""The steps of the shortest way as actions of the project: what somebody does by a day, for a criterion.

An action that was made of a step is known by its uid, the first half of which is a mark of the step: so it is found again whatever
the step says in the meantime, in whatever language, and nobody makes a second one.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from hashlib import sha256
from uuid import uuid4

from cockpit.domain.action import Action, ActionState
from cockpit.domain.edit import Act, Create
from cockpit.domain.entity import LONGEST_LINE
from cockpit.domain.gate import Criterion
from cockpit.domain.message import Message
from cockpit.domain.person import Person
from cockpit.domain.readiness.adoption import adopted, adopted_uid
from cockpit.domain.readiness.policy import gate_day
from cockpit.domain.readiness.way import Key, Way
from cockpit.domain.state import ProjectState
from cockpit.domain.step import Step

_MARK = 16
"""Characters of a uid that tell the step; as many again, behind a hyphen, tell its actions from one another."""

_LINKED = ("risk", "kpi", "milestone", "wave")
"""The kinds of rows that an action can be linked to, each by the field of that name."""

Say = Callable[[Message], str]


def step_mark(step: Step) -> str:
    """What tells a step from all others, in as many characters for each."""
    return sha256("\0".join(step.key).encode()).hexdigest()[:_MARK]


def title_of(step: Step, say: Say) -> str:
    """What an action that comes to a step is called, in the words of ``say``."""
    words = say(step.said)
    return f"{words[:1].upper()}{words[1:]}"[:LONGEST_LINE].strip()


def open_actions(state: ProjectState, way: Way, say: Say) -> dict[Key, Action]:
    """The action that is under way for each step (by its key): the row itself where the step is to finish one.

    One that somebody wrote by hand counts where it has the title of the step and serves a criterion that the step serves.
    """
    marked = {step_mark(step): step.key for step in way.steps}
    titled = {(title_of(step, say), _uid(judged.criterion)): step.key for step in way.steps for judged in way.serves[step.key]}
    found: dict[Key, Action] = {}
    for action in state.all(Action):
        if action.state is not ActionState.DONE:
            key = marked.get(action.uid[:_MARK]) or titled.get((action.title, action.criterion or ""))
            if key is not None:
                found.setdefault(key, action)
    finished = ((step.key, state.get(Action, step.uid)) for step in way.steps if step.kind == Action.kind)
    return {**found, **{key: action for key, action in finished if action is not None}}


def acting(way: Way, steps: Sequence[Step], today: date, say: Say, translated: Callable[[str], str] = str) -> Act:
    """The act that makes an action of each of several steps of a way, and writes the default policy down that they refer to.

    Each is due on the day before which its step cannot be done, else on the day of the gate where that is still ahead.
    """
    state, gate = way.found.state, way.found.gate
    planned = gate_day(state, gate)
    ahead = planned if planned is not None and planned >= today else None
    made = [_action(way, step, ahead, today, say) for step in steps]
    policy = adopted(state, gate, translated) if any(each.values["criterion"] for each in made) else ()
    return Act((*policy, *made))


def _action(way: Way, step: Step, ahead: date | None, today: date, say: Say) -> Create:
    state, found = way.found.state, way.found
    # What the own gate of a wave asks is no row, and never becomes one.
    serves = None if found.wave else next((_uid(judged.criterion) for judged in way.serves[step.key]), None)
    link = {step.kind: step.uid} if step.kind in _LINKED and state.row(step.kind, step.uid) else {}
    values = {
        "title": title_of(step, say),
        "owner": step.owner if state.get(Person, step.owner) else None,
        "due_on": step.on or ahead,
        "created_on": today,
        "criterion": serves,
        **link,
    }
    return Create(Action, values, f"{step_mark(step)}-{uuid4().hex[:_MARK]}")


def _uid(criterion: Criterion) -> str:
    """The uid of a criterion as a row of the project, which it may yet have to become."""
    return adopted_uid(criterion)


def without_action(steps: Iterable[Step], taken: Mapping[Key, Action]) -> list[Step]:
    """The steps for which no action is under way."""
    return [step for step in steps if step.key not in taken]
