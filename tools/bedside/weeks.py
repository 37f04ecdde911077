"""The story's calendar: forty-two weeks, from the first Monday to the Friday on which the sample stands."""

from datetime import date
from zoneinfo import ZoneInfo

from tools.storytelling.calendar import StoryCalendar

MEASURED_FROM = 5
"""The week in which the first measurements are taken."""

PILOT_WEEK = 16
"""The week in which the two pilot wards go live."""

WAVE_WEEKS = (28, 33, 38)
"""The weeks in which the waves begun so far went live."""

DAYS_OFF = (
    ("Good Friday", date(2026, 4, 3), date(2026, 4, 3)),
    ("Easter Monday", date(2026, 4, 6), date(2026, 4, 6)),
    ("Early bank holiday", date(2026, 5, 4), date(2026, 5, 4)),
    ("Late bank holiday", date(2026, 5, 25), date(2026, 5, 25)),
    ("Long bank holiday", date(2026, 8, 31), date(2026, 8, 31)),
    ("Christmas", date(2026, 12, 25), date(2026, 12, 28)),
    ("New Year", date(2027, 1, 1), date(2027, 1, 1)),
    ("Good Friday", date(2027, 3, 26), date(2027, 3, 26)),
    ("Easter Monday", date(2027, 3, 29), date(2027, 3, 29)),
)
"""Days on which the project does not work, though the wards do: name, first and last day."""

CALENDAR = StoryCalendar(date(2026, 2, 2), 42, ZoneInfo("Europe/London"), DAYS_OFF)

on, at = CALENDAR.on, CALENDAR.at
opening_of, closing_of = CALENDAR.opening_of, CALENDAR.closing_of
WEEKS, LAST_DAY = CALENDAR.weeks, CALENDAR.last_day
