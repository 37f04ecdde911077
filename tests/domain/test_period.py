"""Measurements become one value a day, ISO week or month in the project's time zone."""

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cockpit.domain.kpi import Aggregate, Cadence, Kpi
from cockpit.domain.measurement import Series
from cockpit.domain.period import finished, next_period, period_start, periods
from tests.domain.projects import row

PARIS = "Europe/Paris"


def kpi(cadence: Cadence = Cadence.WEEK, **values: Any) -> Kpi:
    return row(Kpi, "K-1", cadence=cadence, **values)


def series(points: dict[str, float]) -> Series:
    return Series().with_points(points)


def test_a_week_runs_from_monday_to_sunday_across_the_turn_of_the_year() -> None:
    # ISO 8601: the week of Monday 29 December 2025 is week 1 of 2026.
    (only,) = periods(series({"2025-12-29": 1, "2026-01-01": 2, "2026-01-04": 6}), kpi(), PARIS)
    assert (only.starts_on, only.ends_on) == (date(2025, 12, 29), date(2026, 1, 4))
    assert (only.value, only.count, only.measured_on) == (3, 3, date(2026, 1, 4))


def test_months_end_on_their_last_day_in_leap_years_too() -> None:
    found = periods(series({"2024-02-29": 1, "2024-03-01": 2, "2024-12-31": 3}), kpi(Cadence.MONTH), PARIS)
    assert [(each.starts_on, each.ends_on) for each in found] == [
        (date(2024, 2, 1), date(2024, 2, 29)),
        (date(2024, 3, 1), date(2024, 3, 31)),
        (date(2024, 12, 1), date(2024, 12, 31)),
    ]


def test_a_day_is_the_day_of_the_project_and_not_of_greenwich() -> None:
    # 23:30 UTC on 5 January is half past midnight on the 6th in Paris; in July Paris is two hours ahead.
    instants = {"2026-01-05T22:30:00+00:00": 1.0, "2026-01-05T23:30:00+00:00": 2.0, "2026-07-05T22:30:00+00:00": 3.0}
    found = periods(series(instants), kpi(Cadence.DAY), PARIS)
    assert [each.starts_on for each in found] == [date(2026, 1, 5), date(2026, 1, 6), date(2026, 7, 6)]


def test_days_and_instants_side_by_side_fall_into_the_same_periods() -> None:
    mixed = {"2026-01-05T23:30:00+00:00": 2.0, "2026-01-06": 4.0, "2026-01-06T08:00:00+00:00": 6.0, "2026-01-05": 10.0}
    found = periods(series(mixed), kpi(Cadence.DAY), PARIS)
    assert [(each.starts_on, each.value, each.count) for each in found] == [
        (date(2026, 1, 5), 10, 1),
        (date(2026, 1, 6), 4, 3),
    ]


@pytest.mark.parametrize(
    ("aggregate", "value"),
    [
        (Aggregate.MEAN, 4), (Aggregate.SUM, 12), (Aggregate.LAST, 3), (Aggregate.MINIMUM, 2), (Aggregate.MAXIMUM, 7),
    ],
)  # fmt: skip
def test_the_value_of_a_period_is_its_aggregate(aggregate: Aggregate, value: float) -> None:
    (only,) = periods(series({"2026-01-05": 2, "2026-01-06": 7, "2026-01-07": 3}), kpi(aggregate=aggregate), PARIS)
    assert only.value == value


def test_a_period_without_measurements_is_none_at_all() -> None:
    found = periods(series({"2026-01-05": 1, "2026-01-26": 2}), kpi(), PARIS)
    assert [each.starts_on for each in found] == [date(2026, 1, 5), date(2026, 1, 26)]
    assert periods(Series(), kpi(), PARIS) == ()


def test_a_period_is_finished_from_the_day_after_its_last_one() -> None:
    found = periods(series({"2026-01-05": 1, "2026-01-12": 2}), kpi(), PARIS)
    assert len(finished(found, date(2026, 1, 17))) == 1
    assert len(finished(found, date(2026, 1, 18))) == 1, "the Sunday itself is not over"
    assert len(finished(found, date(2026, 1, 19))) == 2


@pytest.mark.parametrize("cadence", list(Cadence))
def test_the_end_of_the_calendar_is_no_obstacle(cadence: Cadence) -> None:
    (only,) = periods(series({"9999-12-31": 1}), kpi(cadence), PARIS)
    assert only.value == 1


@given(
    st.lists(
        st.tuples(st.dates(date(2023, 1, 1), date(2027, 1, 1)), st.sampled_from(["", "T01:00:00+00:00", "T23:00:00+00:00"])),
        unique=True,
        max_size=30,
    ),
    st.sampled_from(list(Cadence)),
    st.sampled_from([PARIS, "America/Los_Angeles", "Pacific/Auckland"]),
)
def test_every_measurement_counts_once_in_the_period_it_lies_in(
    times: list[tuple[date, str]], cadence: Cadence, zone: str
) -> None:
    points = {f"{day}{hour}": 1.0 for day, hour in times}
    found = periods(series(points), kpi(cadence, aggregate=Aggregate.SUM), zone)
    assert sum(each.value for each in found) == len(points)
    assert all(each.starts_on <= each.measured_on <= each.ends_on for each in found)
    assert all(earlier.ends_on < later.starts_on for earlier, later in pairwise(found))
    assert all(period_start(each.ends_on, cadence) == each.starts_on for each in found)
    assert all(next_period(each.starts_on, cadence) == each.ends_on + timedelta(days=1) for each in found)
