"""By weeks: what is late, what is due when, and where something comes to that is put off to another week."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cockpit.domain.calendar import WorkingDays
from cockpit.domain.due_week import DueWeek, due_in, due_week
from tests.domain.projects import TODAY

# Today is Wednesday 18 March 2026.
WEEKDAYS = WorkingDays(frozenset(range(5)))
EASTER = WorkingDays(frozenset(range(5)), ((date(2026, 3, 26), date(2026, 3, 30)),))
"""Off from Thursday 26 to Monday 30 March."""


@pytest.mark.parametrize(
    ("due_on", "week"),
    [
        (date(2026, 3, 17), "late"),
        (date(2026, 3, 18), "this_week"),
        (date(2026, 3, 22), "this_week"),
        (date(2026, 3, 23), "next_week"),
        (date(2026, 3, 29), "next_week"),
        (date(2026, 3, 30), "later"),
        (date(2027, 1, 4), "later"),
        (None, "no_date"),
    ],
)
def test_a_week_is_from_monday_to_sunday(due_on: date | None, week: str) -> None:
    assert due_week(due_on, TODAY) == week


@pytest.mark.parametrize(
    ("due_on", "week", "expected"),
    [
        (date(2026, 3, 19), "next_week", date(2026, 3, 26)),
        (date(2026, 3, 27), "this_week", date(2026, 3, 20)),
        (date(2026, 3, 24), "this_week", date(2026, 3, 18)),  # Tuesday is over: today
        (date(2026, 2, 27), "this_week", date(2026, 3, 20)),  # late, of a Friday
        (date(2026, 3, 23), "later", date(2026, 3, 30)),
        (date(2026, 4, 30), "next_week", date(2026, 3, 26)),
        (None, "this_week", date(2026, 3, 20)),
        (None, "later", date(2026, 4, 3)),
        (date(2026, 3, 19), "no_date", None),
        (date(2026, 3, 21), "next_week", date(2026, 3, 27)),  # Saturday: nobody works after it that week
    ],
)
def test_put_off_to_a_week_it_is_due_on_the_same_day_of_it(due_on: date | None, week: str, expected: date | None) -> None:
    assert due_in(DueWeek(week), due_on, TODAY, WEEKDAYS) == expected


@pytest.mark.parametrize(
    ("due_on", "week", "expected"),
    [
        (date(2026, 3, 19), "next_week", date(2026, 3, 25)),  # the rest of that week is off
        (date(2026, 3, 23), "later", date(2026, 3, 31)),  # its Monday is off
    ],
)
def test_a_day_off_gives_way(due_on: date, week: str, expected: date) -> None:
    assert due_in(DueWeek(week), due_on, TODAY, EASTER) == expected


def test_nothing_is_made_late() -> None:
    with pytest.raises(ValueError, match="late"):
        due_in(DueWeek.LATE, TODAY, TODAY, WEEKDAYS)


@given(
    st.dates(date(2025, 1, 1), date(2027, 12, 31)) | st.none(),
    st.sampled_from([week for week in DueWeek if week is not DueWeek.LATE]),
    st.dates(date(2026, 1, 1), date(2026, 12, 31)),
    st.frozensets(st.integers(0, 6)),
)
def test_it_is_in_that_week_then(due_on: date | None, week: DueWeek, today: date, worked: frozenset[int]) -> None:
    moved = due_in(week, due_on, today, WorkingDays(worked))
    assert due_week(moved, today) is week
    if moved is not None:
        first = max(today, moved - timedelta(moved.weekday()))
        rest = [first + timedelta(ahead) for ahead in range(7 - first.weekday())]
        assert moved.weekday() in worked or not any(day.weekday() in worked for day in rest)
