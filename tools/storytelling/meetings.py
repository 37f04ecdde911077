"""Stand-ups and decisions, as a story tells them."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import TypeAlias

from cockpit.domain.decision import Decision
from cockpit.domain.standup import Standup
from tools.storytelling.calendar import StoryCalendar
from tools.storytelling.story import Told, act, new

Weekly: TypeAlias = tuple[int, tuple[str, ...], int, tuple[str, ...], str]
"""A stand-up: week, who was missing, minutes, decisions, notes."""

Decided: TypeAlias = tuple[str, date, str, str, str, int | None, str | None]
"""A decision: title, day, who, context, choice, stand-up's week or None, gate review or None."""


def standups(calendar: StoryCalendar, title: str, team: Sequence[str], told: Iterable[Weekly]) -> Iterator[Told]:
    """A stand-up opens each week; the second of the ``team`` leads it where the first is missing.  ``title`` has a ``{week}``."""
    for week, missing, minutes, decisions, notes in told:
        day = calendar.opening_of(week)
        chair = team[1] if team[0] in missing else team[0]
        present = [who for who in team if who not in missing]
        yield act(
            day, "09:34", chair,
            new(
                Standup, f"s{week}", title=title.format(week=week), held_at=calendar.at(day, "09:15"), led_by=chair, present=present,
                minutes=minutes, decisions=decisions, notes=notes,
            ),
        )  # fmt: skip


def decisions(told: Iterable[Decided]) -> Iterator[Told]:
    """Decisions are written down where they were made."""
    for title, day, who, context, choice, standup, review in told:
        yield act(
            day, "17:55", who,
            new(
                Decision, title, title=title, decided_on=day, decided_by=who, context=context, choice_made=choice,
                standup=f"s{standup}" if standup else None, gate_review=review,
            ),
        )  # fmt: skip
