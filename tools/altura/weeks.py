"""The story's calendar: thirty weeks, from the first Monday to the Friday on which the sample stands."""

from datetime import date
from zoneinfo import ZoneInfo

from tools.storytelling.calendar import StoryCalendar

WEEKS = 30
PILOT_WEEK = 22
"""The week in which the pilot opens."""

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

CALENDAR = StoryCalendar(date(2026, 4, 27), WEEKS, ZoneInfo("Europe/Paris"), DAYS_OFF)

on, at = CALENDAR.on, CALENDAR.at
is_worked, opening_of, closing_of = CALENDAR.is_worked, CALENDAR.opening_of, CALENDAR.closing_of
