"""The steps of the shortest way as actions of the project: what somebody does by a day, for a criterion.

An action that was made of a step is known by its uid, the first half of which is a mark of the step: so it is found again whatever
the step says in the meantime, in whatever language, and nobody makes a second one.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from itertools import chain
from uuid import uuid4

from cockpit.domain.action import Action, ActionState
from cockpit.domain.edit import Act, Create
from cockpit.domain.entity import LONGEST_LINE
from cockpit.domain.gate import Criterion
from cockpit.domain.issue import DEALING
from cockpit.domain.message import Message
from cockpit.domain.person import Person
from cockpit.domain.phase import PhaseCode
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


@dataclass(frozen=True, eq=False)
class Task:
    """A step as something to be done: the ``gate`` to which it leads, and the ``criteria`` that it serves there.

    What the own gate of a wave asks is no row, and never becomes one: a step towards it serves none.
    """

    step: Step
    gate: PhaseCode
    criteria: tuple[Criterion, ...] = ()


def tasks(way: Way, steps: Iterable[Step]) -> tuple[Task, ...]:
    """Several steps of a way as what is to be done."""
    found = way.found
    serves = {} if found.wave else {key: tuple(each.criterion for each in asking) for key, asking in way.serves.items()}
    return tuple(Task(step, found.gate, serves.get(step.key, ())) for step in steps)


def open_actions(state: ProjectState, way: Way, say: Say) -> dict[Key, Action]:
    """The action that is under way for each step (by its key) of a way; see :func:`under_way`."""
    return under_way(state, tasks(way, way.steps), say)


def under_way(state: ProjectState, wanted: Iterable[Task], say: Say) -> dict[Key, Action]:
    """The action that is under way for each task (by the key of its step): the row itself where the step is to finish one.

    One that somebody wrote by hand counts where it has the title of the step and serves a criterion that the step serves.
    """
    wanted = tuple(wanted)
    marked = {step_mark(each.step): each.step.key for each in wanted}
    titled = {(title_of(each.step, say), adopted_uid(criterion)): each.step.key for each in wanted for criterion in each.criteria}
    found: dict[Key, Action] = {}
    for action in state.all(Action):
        if action.state is not ActionState.DONE:
            key = marked.get(action.uid[:_MARK]) or titled.get((action.title, action.criterion or ""))
            if key is not None:
                found.setdefault(key, action)
    finished = ((each.step.key, state.get(Action, each.step.uid)) for each in wanted if each.step.kind == Action.kind)
    return {**found, **{key: action for key, action in finished if action is not None}}


def in_hand(state: ProjectState, way: Way, step: Step) -> tuple[Action, ...]:
    """The open actions about what a step is about, whoever planned them, the first that is due first.

    An action is about the row that it is linked to; one without a row of that kind, about the criterion that it serves.
    """
    served = {adopted_uid(each.criterion) for each in way.serves.get(step.key, ())}

    def about(action: Action) -> bool:
        linked = getattr(action, step.kind) if step.kind in _LINKED else None
        if step.kind == Action.kind:
            return action.uid == step.uid
        return linked == step.uid if linked else action.criterion in served

    found = (each for each in state.all(Action) if each.state is not ActionState.DONE and about(each))
    return tuple(sorted(found, key=lambda each: (each.due_on or date.max, each.uid)))


def acting(way: Way, steps: Sequence[Step], today: date, say: Say, translated: Callable[[str], str] = str) -> Act:
    """The act that makes an action of each of several steps of a way; see :func:`planned`."""
    return Act(planned(way.found.state, tasks(way, steps), today, say, translated))


def planned(
    state: ProjectState, wanted: Iterable[Task], today: date, say: Say, translated: Callable[[str], str] = str
) -> tuple[Create, ...]:
    """The edits that make an action of each task, and write the default policies down that they refer to.

    Each is due on the day before which its step cannot be done, else on the day of the gate where that is still ahead.
    """
    policies: dict[PhaseCode, tuple[Create, ...]] = {}
    made = []
    for each in wanted:
        default = adopted(state, each.gate, translated)
        criterion = _served(state, each, default)
        if criterion is not None and default:
            policies[each.gate] = default
        made.append(_action(state, each, criterion, today, say))
    return (*chain.from_iterable(policies.values()), *made)


def _served(state: ProjectState, task: Task, default: Iterable[Create]) -> str | None:
    """The uid of the first criterion that a task serves, of those that there are, or are once the ``default`` is written down."""
    yet = {edit.uid for edit in default}
    uids = map(adopted_uid, task.criteria)
    return next((uid for uid in uids if uid in yet or state.get(Criterion, uid) is not None), None)


def _action(state: ProjectState, task: Task, criterion: str | None, today: date, say: Say) -> Create:
    step, gate_on = task.step, gate_day(state, task.gate)
    ahead = gate_on if gate_on is not None and gate_on >= today else None
    link = {step.kind: step.uid} if step.kind in _LINKED and state.row(step.kind, step.uid) else {}
    values = {
        "title": title_of(step, say),
        "owner": step.owner if state.get(Person, step.owner) else None,
        "due_on": step.on or ahead,
        "created_on": today,
        "criterion": criterion,
        "issue": step.key[0] == DEALING,
        **link,
    }
    return Create(Action, values, f"{step_mark(step)}-{uuid4().hex[:_MARK]}")


def without_action(steps: Iterable[Step], taken: Mapping[Key, Action]) -> list[Step]:
    """The steps for which no action is under way."""
    return [step for step in steps if step.key not in taken]
