"""Courses, sessions and who came to them, as a story tells them."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TypeAlias

from cockpit.domain.training import Attendance, AttendanceState, Course, CourseLevel, TrainingSession
from tools.storytelling.story import New, Told, act, new

Taught: TypeAlias = tuple[str, str, float, CourseLevel, bool, str, str, str]
"""A course: key, title, days, level, whether it certifies, audience, provider, benefit."""

People: TypeAlias = tuple[tuple[str, AttendanceState], ...]
"""Who was invited, by the key of a person or the name of somebody else, and what became of it."""

Held: TypeAlias = tuple[str, str, str, date, date | None, str, str, People]
"""A session: key, title, course, first day, last day, place, trainer, and who came."""


def courses(told: Iterable[Taught]) -> list[New]:
    """The rows of courses."""
    return [
        new(
            Course, key, title=title, days=days, level=level, certifying=certifying, audience=audience, provider=provider,
            benefit=benefit,
        )
        for key, title, days, level, certifying, audience, provider, benefit in told
    ]  # fmt: skip


def given(who: str, sessions: Iterable[Held], *, relays: str) -> Iterator[Told]:
    """Sessions are noted once they are over; those who came to the course ``relays`` are super-users."""
    for key, title, course, first, last, place, trainer, people in sessions:
        row = new(TrainingSession, key, title=title, course=course, starts_on=first, ends_on=last, place=place, trainer=trainer)
        came_there = (came(key, each, state, relay=course == relays) for each, state in people)
        yield act(last or first, "17:25", who, row, *came_there)


def came(session: str, who: str, state: AttendanceState, *, relay: bool = False) -> New:
    """The row of somebody's invitation: ``who`` is the key of a person, in small letters, or the name of somebody else."""
    named = {"person": who} if who.islower() else {"name": who}
    return new(Attendance, f"{session}/{who}", session=session, state=state, super_user=relay, **named)
