"""Actions as a story tells them: decided in small batches, and moved by their owners."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeAlias

from cockpit.domain.action import Action, ActionState, Priority
from tools.storytelling.story import New, Told, act, changed, new

ToldWith: TypeAlias = Mapping[tuple[str, ActionState], Mapping[str, Any]]
"""What else was noted when an action, by its key, changed to a state."""


@dataclass(frozen=True)
class Task:
    """An action as it was decided on a day by somebody, and the states that its owner gave it since.

    ``serves`` are its references: risk, milestone, KPI, wave, criterion.
    """

    key: str
    title: str
    owner: str
    decided: date
    by: str
    due: date
    moves: tuple[tuple[date, ActionState], ...] = ()
    serves: Mapping[str, str] = field(default_factory=dict)
    mitigates: str = ""
    description: str = ""
    priority: Priority = Priority.NORMAL
    every: int = 0


def undertaken(tasks: Iterable[Task], told_with: ToldWith) -> Iterator[Told]:
    """Actions are decided, those of one day and person together, and moved."""
    tasks = tuple(tasks)
    decided: dict[tuple[date, str], list[New]] = {}
    for task in tasks:
        decided.setdefault((task.decided, task.by), []).append(_decided(task))
    for number, ((day, by), rows) in enumerate(decided.items()):
        yield act(day, f"09:{40 + number % 15:02}", by, *rows)
    for number, task in enumerate(tasks):
        for day, state in task.moves:
            told = told_with.get((task.key, state), {})
            done = {"done_on": day} if state is ActionState.DONE else {}
            yield act(day, f"12:{10 + number % 45:02}", task.owner, changed(Action, task.key, state=state, **done, **told))


def _decided(task: Task) -> New:
    return new(
        Action, task.key, title=task.title, owner=task.owner, created_on=task.decided, due_on=task.due,
        mitigates=task.mitigates, description=task.description, priority=task.priority, recurs_every_days=task.every, **task.serves,
    )  # fmt: skip
