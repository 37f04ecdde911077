"""The weeks by which a stand-up sorts what is to be done, and the day on which something put off to another week is due there."""

from datetime import date, timedelta

from cockpit.domain.calendar import WorkingDays
from cockpit.domain.entity import Choice
from cockpit.domain.message import N_

_WEEK = 7
_FRIDAY = 4


class DueWeek(Choice):
    """When something is due, seen from today; a week begins on Monday (ISO 8601)."""

    LATE = "late", N_("late")
    THIS_WEEK = "this_week", N_("this week")
    NEXT_WEEK = "next_week", N_("next week")
    LATER = "later", N_("later")
    NO_DATE = "no_date", N_("no date")


_AHEAD = {DueWeek.THIS_WEEK: 0, DueWeek.NEXT_WEEK: 1, DueWeek.LATER: 2}
"""How many weeks ahead each of them begins."""


def due_week(due_on: date | None, today: date) -> DueWeek:
    """The week in which something that is not done is due."""
    if due_on is None:
        return DueWeek.NO_DATE
    if due_on < today:
        return DueWeek.LATE
    weeks = (_monday(due_on) - _monday(today)).days // _WEEK
    return next((week for week, ahead in _AHEAD.items() if ahead == weeks), DueWeek.LATER)


def due_in(week: DueWeek, due_on: date | None, today: date, days: WorkingDays) -> date | None:
    """The day on which something is due that is put off, or brought forward, to a week; ``later`` is the one after the next.

    It is the same day of the week, on Friday where it had no date; not before today.  Where nobody works then, it is the next working day
    of that week, else the last one before.  ValueError for what is late, which nobody can choose.
    """
    if week is DueWeek.LATE:
        raise ValueError(week)
    if week is DueWeek.NO_DATE:
        return None
    monday = _monday(today) + timedelta(_WEEK * _AHEAD[week])
    first, last = max(monday, today), monday + timedelta(_WEEK - 1)
    wanted = max(first, monday + timedelta(_FRIDAY if due_on is None else due_on.weekday()))
    after = (wanted + timedelta(ahead) for ahead in range((last - wanted).days + 1))
    before = (wanted - timedelta(back) for back in range(1, (wanted - first).days + 1))
    return next((day for day in (*after, *before) if day in days), wanted)


def _monday(when: date) -> date:
    return when - timedelta(when.weekday())
