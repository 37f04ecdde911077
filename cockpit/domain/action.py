"""Actions: what somebody does by a date, and what it serves."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from cockpit.domain.edit import Edit, Update
from cockpit.domain.entity import Choice, Entity, choice, day, flag, line, reference, references, text, whole
from cockpit.domain.gate import Criterion
from cockpit.domain.message import N_, Message, message
from cockpit.domain.step import Step

if TYPE_CHECKING:
    from cockpit.domain.state import ProjectState


class ActionState(Choice):
    """Where an action stands; ``space`` walks through the first three."""

    TO_DO = "to_do", N_("to do")
    DOING = "doing", N_("doing")
    DONE = "done", N_("done")
    BLOCKED = "blocked", N_("blocked")


class Priority(Choice):
    """How much an action matters beside the others."""

    LOW = "low", N_("low")
    NORMAL = "normal", N_("normal")
    HIGH = "high", N_("high")


class Action(Entity):
    """Something to do, with an owner and a due date, linked to what it serves."""

    kind = "action"
    prefix = "A"
    label = N_("Action")
    plural = N_("Actions")

    title: str = line(N_("Action"), required=True, help=N_("What will be done"))
    state: ActionState = choice(N_("State"), default=ActionState.TO_DO)
    owner: str | None = reference(N_("Owner"), "person", help=N_("Who sees that it gets done"))
    due_on: date | None = day(N_("Due"))
    priority: Priority = choice(N_("Priority"), default=Priority.NORMAL)
    risk: str | None = reference(N_("Risk"), "risk", help=N_("The risk that it mitigates"))
    issue: bool = flag(N_("Issue"), help=N_("It deals with something that has gone wrong, such as a risk that occurred"))
    mitigates: str = line(N_("Mitigates"), help=N_("The risk mitigated, in words, as the action table tells it"))
    milestone: str | None = reference(N_("Milestone"), "milestone", help=N_("The milestone that it serves"))
    kpi: str | None = reference(N_("KPI"), "kpi", help=N_("The KPI that it improves"))
    wave: str | None = reference(N_("Wave"), "wave", help=N_("The wave that it prepares"))
    criterion: str | None = reference(N_("Criterion"), "criterion", help=N_("The gate criterion that it helps to meet"))
    review: str | None = reference(N_("Gate review"), "gate_review", help=N_("The gate review whose condition it is"))
    standup: str | None = reference(N_("Stand-up"), "standup", help=N_("The stand-up at which it was agreed"))
    blocked_by: tuple[str, ...] = references(N_("Blocked by"), "action", help=N_("Actions that must be done before"))
    blocker: str = text(N_("Blocker"), help=N_("What else keeps it from moving"))
    description: str = text(N_("Description"))
    created_on: date | None = day(N_("Created"))
    done_on: date | None = day(N_("Done"))
    recurs_every_days: int = whole(
        N_("Recurs every"),
        0,
        365,
        default=0,
        unit=N_("days"),
        help=N_("0 for an action that is done once; else the next one is made as soon as this one is done"),
    )
    rhythm_on: date | None = day(
        N_("In rhythm on"), help=N_("The day that its rhythm falls on, where nobody works on that day and it is due after it")
    )


def is_late(action: Action, as_of: date) -> bool:
    """Whether an action should have been done before ``as_of`` and is not."""
    return days_late(action, as_of) > 0


def days_late(action: Action, as_of: date) -> int:
    """How many days an action is past its due date; 0 where it is done, not yet due or without a due date."""
    if action.state is ActionState.DONE or action.due_on is None:
        return 0
    return max(0, (as_of - action.due_on).days)


def finishing(action: Action) -> Step:
    """The step of doing an action."""

    def make(state: "ProjectState", on: date) -> Iterator[Edit]:
        now = state.get(Action, action.uid)
        assert now
        yield Update(now, {"state": ActionState.DONE, "done_on": on})

    return Step(
        ("finish", action.uid), message(N_("finish {action}"), action=str(action)), make, action.kind, action.uid, action.owner
    )


def is_stuck(action: Action, changed_on: date, as_of: date, days: int = 7) -> bool:
    """Whether an action is being done and nothing about it has changed for ``days`` days; of one that recurs, for as long as its rhythm.

    ``changed_on`` is the day of its last change, which the change log knows.
    """
    return action.state is ActionState.DOING and (as_of - changed_on).days >= max(days, action.recurs_every_days)


def waits_for(state: "ProjectState", action: Action) -> tuple[Action, ...]:
    """The actions that have to be done before this one and are not."""
    before = (state.get(Action, uid) for uid in action.blocked_by)
    return tuple(each for each in before if each is not None and each.state is not ActionState.DONE)


def holds_up(state: "ProjectState", action: Action) -> tuple[Action, ...]:
    """The actions that cannot be done before this one is."""
    after = state.of(Action, "blocked_by", action.uid)
    return tuple(each for each in after if each.state is not ActionState.DONE)


@dataclass(frozen=True, slots=True)
class Term:
    """One reason why an action is more, or less, urgent."""

    name: Message
    points: float


@dataclass(frozen=True, slots=True)
class Urgency:
    """How urgent an action is: the sum of terms that can be told one by one."""

    terms: tuple[Term, ...] = ()

    @property
    def total(self) -> float:
        """The sum of the points, by which actions are sorted."""
        return sum(term.points for term in self.terms)


# The coefficients of Taskwarrior's urgency polynomial (its manual, task-urgency): due 12, blocking 8, blocked -5, age 2,
# priority 6, 3.9 and 1.8.  Ours alone: serving a blocking criterion, between high and normal priority.
_DUE, _BLOCKING, _CRITERION, _AGE, _BLOCKED = 12.0, 8.0, 5.0, 2.0, -5.0
_PRIORITY = {Priority.HIGH: 6.0, Priority.NORMAL: 3.9, Priority.LOW: 1.8}
_OLD_AGE = 365


def urgency(state: "ProjectState", action: Action, as_of: date) -> Urgency:
    """How urgent an action is on a day, term by term, the heaviest first; nothing for one that is done."""
    terms = [Term(name(), points) for points, name in _weights(state, action, as_of)]
    return Urgency(tuple(sorted(terms, key=lambda term: -abs(term.points))))


def _weights(state: "ProjectState", action: Action, as_of: date) -> Iterator[tuple[float, Callable[[], Message]]]:
    """The points of each term; its name is only made where somebody reads it."""
    if action.state is ActionState.DONE:
        return
    yield (
        _PRIORITY[action.priority],
        lambda: message(N_("priority {priority}"), priority=Message(action.priority.label)),
    )
    if action.due_on is not None:
        late = (as_of - action.due_on).days
        # Taskwarrior's slope: a fifth of the weight two weeks ahead or more, all of it from a week late on.
        yield _DUE * (0.2 + 0.8 * min(max(late + 14, 0), 21) / 21), lambda: due_said(late)
    if waiting := holds_up(state, action):
        yield _BLOCKING, lambda: message(N_("holds up {actions}"), actions=tuple(each.ref for each in waiting))
    criterion = state.get(Criterion, action.criterion)
    if criterion is not None and criterion.blocking:
        yield _CRITERION, lambda: message(N_("serves the gate: {criterion}"), criterion=criterion.title)
    if action.created_on is not None and (age := (as_of - action.created_on).days) > 0:
        yield (
            _AGE * min(age, _OLD_AGE) / _OLD_AGE,
            lambda: message(N_("{count} day old"), N_("{count} days old"), count=age),
        )
    if before := waits_for(state, action):
        yield _BLOCKED, lambda: message(N_("waits for {actions}"), actions=tuple(each.ref for each in before))
    elif action.state is ActionState.BLOCKED:
        yield _BLOCKED, lambda: message(N_("blocked"))


def due_said(late: int) -> Message:
    """That something is so many days late, or due in so many where they are less than 0."""
    if late > 0:
        return message(N_("late by {count} day"), N_("late by {count} days"), count=late)
    if late == 0:
        return message(N_("due today"))
    return message(N_("due in {count} day"), N_("due in {count} days"), count=-late)


def urgencies(state: "ProjectState", as_of: date) -> dict[str, float]:
    """How urgent each action (its uid) that is not done is on a day; remembered for those that wait for no other."""
    to_do = [action for action in state.all(Action) if action.state is not ActionState.DONE]
    free = [action for action in to_do if not action.blocked_by]

    def points(action: Action) -> float:
        return sum(points for points, _ in _weights(state, action, as_of))

    beside = ((state.index(Action, "blocked_by"), "uid"),)
    known = state.memory.each("urgency", as_of, free, points, seen=(state.all(Criterion),), beside=beside)
    found = {action.uid: total for action, total in zip(free, known, strict=True)}
    return found | {action.uid: points(action) for action in to_do if action.blocked_by}
