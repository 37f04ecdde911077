"""The story's calendar: thirty weeks, from the first Monday to the Friday on which the sample stands."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/Paris")
FIRST_MONDAY = date(2026, 4, 27)
WEEKS = 30
PILOT_WEEK = 22
"""The week in which the pilot opens."""

MON, TUE, WED, THU, FRI = range(5)

DAYS_OFF = (
    ("Fête du Travail", date(2026, 5, 1), date(2026, 5, 1)),
    ("Victoire 1945", date(2026, 5, 8), date(2026, 5, 8)),
    ("Ascension et pont", date(2026, 5, 14), date(2026, 5, 15)),
    ("Lundi de Pentecôte", date(2026, 5, 25), date(2026, 5, 25)),
    ("Fête nationale", date(2026, 7, 14), date(2026, 7, 14)),
    ("Assomption", date(2026, 8, 15), date(2026, 8, 15)),
    ("Toussaint", date(2026, 11, 1), date(2026, 11, 1)),
    ("Armistice", date(2026, 11, 11), date(2026, 11, 11)),
    ("Fermeture annuelle", date(2026, 12, 24), date(2027, 1, 1)),
    ("Lundi de Pâques", date(2027, 3, 29), date(2027, 3, 29)),
    ("Ascension et pont", date(2027, 5, 6), date(2027, 5, 7)),
    ("Lundi de Pentecôte", date(2027, 5, 17), date(2027, 5, 17)),
    ("Fête nationale", date(2027, 7, 14), date(2027, 7, 14)),
)
"""Days on which nobody works: name, first and last day."""


def on(week: int, weekday: int) -> date:
    """A day of the story: weeks count from 1, weekdays from Monday, 0."""
    return FIRST_MONDAY + timedelta(weeks=week - 1, days=weekday)


LAST_DAY = on(WEEKS, FRI)


def is_worked(day: date) -> bool:
    """Whether anybody works on ``day``."""
    return day.weekday() < 5 and not any(first <= day <= last for _title, first, last in DAYS_OFF)


def opening_of(week: int) -> date:
    """The first day of a week on which people work."""
    return next(day for weekday in range(5) if is_worked(day := on(week, weekday)))


def closing_of(week: int) -> date:
    """The last day of a week on which people work."""
    return next(day for weekday in reversed(range(5)) if is_worked(day := on(week, weekday)))


def at(day: date, clock: str) -> datetime:
    """An instant of the story, in UTC: ``at(on(3, MON), "09:40")`` by the clock on the wall."""
    return datetime.combine(day, time.fromisoformat(clock), ZONE).astimezone(UTC)


def worked_after(day: date, days: int) -> date:
    """The day on which people work that lies ``days`` working days after ``day``, itself moved on to one."""
    while not is_worked(day):
        day += timedelta(days=1)
    for _ in range(days):
        day += timedelta(days=1)
        while not is_worked(day):
            day += timedelta(days=1)
    return day
