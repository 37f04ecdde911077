"""What people are told once they have done something to actions and risks: what comes next, what can begin, what has to wait."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from cockpit.domain.action import Action, ActionState, holds_up, waits_for
from cockpit.domain.change import Change, RowChange
from cockpit.domain.entity import Plain
from cockpit.domain.issue import open_issues
from cockpit.domain.message import N_, DayAsOf, Message, message
from cockpit.domain.risk import Risk, RiskStatus

if TYPE_CHECKING:
    from cockpit.domain.state import ProjectState

_DONE, _DOING = ActionState.DONE.value, ActionState.DOING.value


def consequences_told(state: "ProjectState", changes: Sequence[Change], today: date) -> Iterator[Message]:
    """What is to be told today of ``changes`` that have led to ``state``, beyond what they have done to the rows that they were about."""
    rows = [change for change in changes if isinstance(change, RowChange)]
    done = list(_come_to(state, rows, _DONE))
    yield from _next_times(state, rows, done, today)
    yield from _taken_up(state, rows)
    yield from _freed(state, done)
    for action in _come_to(state, rows, _DOING):
        if before := waits_for(state, action):
            yield message(
                N_("{action} waits for {actions}, which is not done"), N_("{action} waits for {actions}, which are not done"),
                count=len(before), action=action.ref, actions=tuple(each.ref for each in before),
            )  # fmt: skip
    for change in rows:
        if change.kind == Risk.kind and (change.after or {}).get("status") == RiskStatus.OCCURRED.value:
            yield from _issues(state, change.uid)


def _come_to(state: "ProjectState", rows: Iterable[RowChange], wanted: str) -> Iterator[Action]:
    """The actions that have come to a state."""
    for change in rows:
        if change.kind == Action.kind and change.after is not None and change.after.get("state") == wanted:
            action = state.get(Action, change.uid)
            if action is not None and _before(change, "state") != wanted:
                yield action


def _before(change: RowChange, name: str) -> Plain:
    return None if change.before is None else change.before.get(name)


def _next_times(state: "ProjectState", rows: Iterable[RowChange], done: Iterable[Action], today: date) -> Iterator[Message]:
    """What recurs: the actions made in place of those that were done."""
    titles = {action.title for action in done}
    for change in rows:
        made = state.get(Action, change.uid) if change.kind == Action.kind and change.before is None else None
        if made is not None and made.recurs_every_days and made.title in titles and made.due_on is not None:
            yield message(N_("{action} is the next time, due on {day}"), action=made.ref, day=DayAsOf(made.due_on, today))


def _taken_up(state: "ProjectState", rows: Iterable[RowChange]) -> Iterator[Message]:
    """What recurred, was done and is taken up again: what becomes of the next time."""
    rows = list(rows)
    gone = [change.before for change in rows if change.kind == Action.kind and change.after is None and change.before is not None]
    for change in rows:
        action = state.get(Action, change.uid) if change.kind == Action.kind and _before(change, "state") == _DONE else None
        if action is None or action.state is ActionState.DONE:
            continue
        title = _before(change, "title") or action.title
        given_up = next((before for before in gone if before.get("title") == title), None)
        others = (each for each in state.all(Action) if each.title == title and each.recurs_every_days and each is not action)
        if action.recurs_every_days and given_up is not None:
            words = N_("{action} recurs again; {next} is gone, which was its next time")
            yield message(words, action=action.ref, next=str(given_up["ref"]))
        elif not action.recurs_every_days and (beside := next(others, None)) is not None:
            yield message(
                N_("{action} does not recur any more; {next} does, and stays beside it"), action=action.ref, next=beside.ref
            )


def _freed(state: "ProjectState", done: Iterable[Action]) -> Iterator[Message]:
    """The actions that have nothing left to wait for."""
    waited = {each.uid: each for action in done for each in holds_up(state, action)}
    for action in waited.values():
        if not waits_for(state, action):
            yield message(N_("{action} can begin now"), action=str(action))


def _issues(state: "ProjectState", uid: str) -> Iterator[Message]:
    risk = state.get(Risk, uid)
    if risk is None:
        return
    for issue in open_issues(state, risk):
        yield message(N_("{risk} has occurred: {issue} deals with it"), risk=risk.ref, issue=issue.ref)
