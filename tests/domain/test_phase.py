"""The weeks of a phase."""

from datetime import date

import pytest

from cockpit.domain.phase import Phase, week_of
from tests.domain.projects import row

# Ten weeks and four days, from a Monday to a Friday.
PHASE = row(Phase, "PH-1", code="pilot", starts_on=date(2026, 9, 21), ends_on=date(2026, 12, 4))


@pytest.mark.parametrize(
    ("day", "week"),
    [
        (date(2026, 9, 20), None),
        (date(2026, 9, 21), (1, 11)),
        (date(2026, 9, 27), (1, 11)),
        (date(2026, 9, 28), (2, 11)),
        (date(2026, 12, 4), (11, 11)),
        (date(2026, 12, 14), (13, 11)),
    ],
)
def test_weeks_are_counted_from_its_first_day(day: date, week: tuple[int, int] | None) -> None:
    assert week_of(PHASE, day) == week


def test_without_its_dates_a_phase_has_no_weeks() -> None:
    assert week_of(row(Phase, "PH-1", code="pilot", starts_on=date(2026, 9, 21)), date(2026, 9, 21)) is None
    assert week_of(row(Phase, "PH-1", code="pilot", ends_on=date(2026, 9, 21)), date(2026, 9, 21)) is None
