"""Wins, lessons and procedures, as a story tells them."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TypeAlias

from cockpit.domain.lesson import Lesson
from cockpit.domain.phase import PhaseCode
from cockpit.domain.procedure import Procedure, ProcedureRevision, ProcedureStatus
from cockpit.domain.win import Win
from tools.storytelling.story import Told, act, changed, new

Celebrated: TypeAlias = tuple[str, date, date | None, str, str | None, str | None, str, str]
"""A win: title, happened, celebrated (None: not yet), with whom, milestone, KPI, description, who told it."""

Learned: TypeAlias = tuple[str, str, date, str, str, str, PhaseCode | None, str]
"""A lesson: key, title, day, situation, lesson, question for a later gate, gate, owner."""

Revised: TypeAlias = tuple[str, int, date, str, str | None, str]
"""A revision: procedure, number, day, change, lesson, who."""


def wins(told: Iterable[Celebrated]) -> Iterator[Told]:
    """Wins are told while they are fresh, and celebrated at once or later."""
    for title, happened, celebrated, whom, milestone, kpi, description, who in told:
        row = new(
            Win, title, title=title, happened_on=happened, celebrated_on=celebrated if celebrated == happened else None,
            celebrated_with=whom, milestone=milestone, kpi=kpi, description=description,
        )  # fmt: skip
        yield act(happened, "18:02", who, row)
        if celebrated and celebrated != happened:
            yield act(celebrated, "17:58", who, changed(Win, title, celebrated_on=celebrated))


def lessons(told: Iterable[Learned]) -> Iterator[Told]:
    """Lessons are written down on the day on which they were learned."""
    for key, title, day, situation, lesson, question, gate, owner in told:
        row = new(
            Lesson, key, title=title, learned_on=day, situation=situation, lesson=lesson, question=question, gate=gate, owner=owner
        )  # fmt: skip
        yield act(day, "14:45", owner, row)


def procedures(told: Iterable[tuple[str, str, str, str, str, date]], revisions: Iterable[Revised]) -> Iterator[Told]:
    """Procedures, told as key, title, purpose, owner, link and the day of the first draft; the first revision puts one in force."""
    for key, title, purpose, owner, link, day in told:
        yield act(day, "11:50", owner, new(Procedure, key, title=title, purpose=purpose, owner=owner, link=link))
    in_force: set[str] = set()
    for procedure, number, day, change, learned, who in revisions:
        revision = new(
            ProcedureRevision, f"{procedure}/{number}",
            procedure=procedure, number=number, revised_on=day, change=change, lesson=learned, revised_by=who,
        )  # fmt: skip
        first = [] if procedure in in_force else [changed(Procedure, procedure, status=ProcedureStatus.IN_FORCE)]
        in_force.add(procedure)
        yield act(day, "16:48", who, revision, *first)
