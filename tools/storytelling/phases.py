"""Deliverables and iterations, as a story tells them."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TypeAlias

from cockpit.domain.phase import Deliverable, DeliverableState, Iteration
from tools.storytelling.calendar import FRI, MON, StoryCalendar
from tools.storytelling.story import New, Told, act, changed, new

Output: TypeAlias = tuple[str, str, str, str, date, str, tuple[tuple[date, str, DeliverableState, str], ...]]
"""A deliverable: key, title, phase, owner, due, link; then the days on which it moved: day, by whom, state, accepted by."""


def deliverable(told: Output) -> New:
    """A deliverable as it was planned."""
    key, title, phase, owner, due_on, link, _steps = told
    return new(Deliverable, key, title=title, phase=phase, owner=owner, due_on=due_on, link=link)


def handed_over(deliverables: Iterable[Output]) -> Iterator[Told]:
    """Deliverables are begun, handed over and accepted."""
    for key, *_told, steps in deliverables:
        for day, who, state, by in steps:
            signed = {"accepted_on": day, "accepted_by": by} if by else {}
            yield act(day, "15:50", who, changed(Deliverable, key, state=state, **signed))


def iterated(calendar: StoryCalendar, who: str, iterations: Iterable[tuple[str, str, str, int, str, str]]) -> Iterator[Told]:
    """Iterations of two weeks, told as key, title, phase, first week, goal, and outcome; empty for one that still runs."""
    for key, title, phase, week, goal, outcome in iterations:
        first, last = calendar.on(week, MON), calendar.on(week + 1, FRI)
        row = new(Iteration, key, title=title, phase=phase, starts_on=first, ends_on=last, goal=goal)
        yield act(calendar.opening_of(week), "10:40", who, row)
        if outcome:
            yield act(calendar.closing_of(week + 1), "16:25", who, changed(Iteration, key, outcome=outcome))
