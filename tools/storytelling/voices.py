"""Interviews and user groups, as a story tells them, with what was said there."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TypeAlias

from cockpit.domain.kpi import Group
from cockpit.domain.voice import Interview, Remark, Tone, UserGroup
from tools.storytelling.story import Edit, Told, act, new

Remarks: TypeAlias = tuple[tuple[str, Tone, str], ...]
"""What was said: theme, tone, quote."""


def interviewed(told: Iterable[tuple[str, str, date, str, Group, str, str, Remarks]]) -> Iterator[Told]:
    """Interviews, told as key, title, day, role, group, interviewer, summary and remarks."""
    for key, title, day, role, group, who, summary, remarks in told:
        interview = new(Interview, key, title=title, held_on=day, person_role=role, group=group, interviewer=who, summary=summary)
        yield act(day, "16:05", who, interview, *_said(remarks, interview=key))


def gathered(told: Iterable[tuple[str, str, date, int, str, str, Remarks]]) -> Iterator[Told]:
    """User groups, told as key, title, day, participants, facilitator, summary and remarks."""
    for key, title, day, participants, who, summary, remarks in told:
        meeting = new(UserGroup, key, title=title, held_on=day, participants=participants, facilitator=who, summary=summary)
        yield act(day, "17:15", who, meeting, *_said(remarks, user_group=key))


def _said(remarks: Remarks, **where: str) -> Iterator[Edit]:
    place = "/".join((*where, *where.values()))
    for number, (theme, tone, quote) in enumerate(remarks, 1):
        yield new(Remark, f"{place}/{number}", theme=theme, tone=tone, quote=quote, **where)
