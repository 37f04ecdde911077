"""Which days count, by the project's calendar."""

from datetime import date, timedelta

from cockpit.domain.calendar import Holiday, WorkingCalendar, working_days
from tests.domain.projects import project, row

MONDAY = date(2026, 3, 2)
FORTNIGHT = [MONDAY + timedelta(days) for days in range(14)]


def test_without_a_calendar_monday_to_friday_count() -> None:
    working = working_days(project())
    assert [day.day for day in FORTNIGHT if day in working] == [2, 3, 4, 5, 6, 9, 10, 11, 12, 13]


def test_a_calendar_says_which_days_of_the_week_and_which_are_off() -> None:
    calendar = row(WorkingCalendar, "WC-1", friday=False, sunday=True)
    away = row(Holiday, "HO-1", calendar="WC-1", starts_on=date(2026, 3, 4), ends_on=date(2026, 3, 9))
    other = row(Holiday, "HO-2", calendar="WC-2", starts_on=MONDAY, ends_on=date(2026, 3, 31))
    working = working_days(project(calendar, away, row(WorkingCalendar, "WC-2"), other))
    assert [day.day for day in FORTNIGHT if day in working] == [2, 3, 10, 11, 12, 15]
