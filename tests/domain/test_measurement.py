"""Measurements come in as columns or one by one and are kept the same; columns may be read late, and in part."""

import math
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cockpit.domain.kpi import Cadence
from cockpit.domain.measurement import Columns, Points, Series, time_text, validated_columns, validated_points
from cockpit.domain.period import KeptTotals, totals
from cockpit.domain.problem import Refused

TIMES = (
    "2026-01-05", "2026-01-06", "2026-01-05T09:30:00+00:00", "2026-01-05T10:30:00+01:00", "2026-01-05T09:30:00Z", "20260105",
    "2026-01-05T09:30:00", "2026-02-29", "1899-12-31", "2200-01-01", "2026-01-05T24:30:00+00:00", "2026-01-0५", "", "today",
    date(2026, 1, 7),
)  # fmt: skip
_MOMENTS = st.builds(
    lambda seconds, fraction: datetime(2026, 1, 5, 9, 30, tzinfo=UTC) + timedelta(seconds=seconds, microseconds=fraction),
    st.integers(-1, 1),
    st.sampled_from((0, 1, 500, 1000, 250_000, 999_999)),
)
VALUES = (1.0, -0.0, 3, 1e15, -1e15, 1.1e15, math.nan, math.inf, -math.inf, True, "1", None)


def test_columns_are_sorted_and_of_two_values_of_one_time_the_last_is_taken() -> None:
    points = validated_columns(["2026-01-06", "2026-01-05", "2026-01-06"], [1, 2, -0.0])

    assert points.columns == (("2026-01-05", "2026-01-06"), (2.0, 0.0))
    assert math.copysign(1, points["2026-01-06"]) == 1
    assert list(points.items()) == [("2026-01-05", 2.0), ("2026-01-06", 0.0)]


def test_each_that_cannot_be_taken_is_told() -> None:
    with pytest.raises(Refused) as refused:
        validated_columns(["2026-02-29", "2026-01-05", "2026-01-06"], [1.0, math.nan, 2.0])

    assert [problem.where for problem in refused.value.problems] == ["2026-02-29", "2026-01-05"]


@given(st.lists(st.tuples(st.sampled_from(TIMES), st.sampled_from(VALUES)), max_size=4, unique_by=lambda point: str(point[0])))
def test_columns_are_taken_as_points_one_by_one_are(given_points: list[tuple[Any, Any]]) -> None:
    times, values = [time for time, _ in given_points], [value for _, value in given_points]
    assert taken_or_refused(lambda: dict(validated_columns(times, values))) == taken_or_refused(
        lambda: validated_points(dict(given_points))
    )


def taken_or_refused(taking: Callable[[], dict[str, float]]) -> object:
    """What was taken, or the problems for which nothing was."""
    try:
        return taking()
    except Refused as refused:
        return refused.problems


def test_columns_that_are_deferred_are_read_once_and_only_as_far_as_is_needed() -> None:
    held = Points(("2026-01-05", "2026-01-06", "2026-01-07"), (1.0, 2.0, 3.0))
    asked: list[tuple[str, str]] = []

    def read(first: str, last: str) -> Columns:
        asked.append((first, last))
        return held.between(first, last)

    series = Series.of(Points.deferred(3, read))

    assert len(series) == 3
    assert asked == []
    assert series.at("2026-01-06") == 2.0
    assert series.at("2026-01-08") is None
    assert dict(series.points.among(["2026-01-04", "2026-01-07"])) == {"2026-01-07": 3.0}
    assert all(first == last for first, last in asked)
    assert list(series) == list(held.items())
    assert series == Series(*held.columns)
    assert series != Series(held.columns[0], (1.0, 2.0, 4.0))
    assert len([each for each in asked if each[0] != each[1]]) == 1


def test_a_series_says_what_it_holds() -> None:
    series = Series(("2026-01-05", "2026-01-06"), (1.0, 2.0))
    assert repr(series) == "Series(Points({'2026-01-05': 1.0, '2026-01-06': 2.0}))"
    assert repr(Points.deferred(3, lambda first, last: series.points.columns)) == "Points(3)"
    assert series != [("2026-01-05", 1.0), ("2026-01-06", 2.0)]


def test_points_equal_any_mapping_that_holds_the_same() -> None:
    points = Points(("2026-01-05",), (1.0,))
    assert points == {"2026-01-05": 1.0}
    assert points != {"2026-01-05": 2.0}


def test_points_are_put_into_a_series_and_taken_out_of_it() -> None:
    series = Series(("2026-01-05", "2026-01-07"), (1.0, 3.0))
    assert series.with_points({}) is series
    amended = series.with_points({"2026-01-06": 2.0, "2026-01-07": None, "2026-01-09": None})
    assert list(amended) == [("2026-01-05", 1.0), ("2026-01-06", 2.0)]
    assert list(series) == [("2026-01-05", 1.0), ("2026-01-07", 3.0)]


def test_many_points_are_looked_up_at_once() -> None:
    times = tuple(f"2026-01-{day:02}" for day in range(1, 29))
    points = Points(times, tuple(map(float, range(28))))
    assert points.among(times) == dict(points)
    assert points.among(["2025-12-31", *times[:-1]]) == dict(list(points.items())[:-1])
    assert points.among([]) == {}


def kept(series: Series) -> Series:
    """A series whose totals are kept somewhere, so that it is not read to be changed."""
    series.kept = KeptTotals(Cadence.DAY, "UTC", lambda since: None)
    return series


@pytest.mark.parametrize("growth", [None, 1])
def test_a_series_whose_totals_are_kept_is_changed_without_being_read(growth: int | None) -> None:
    series = kept(Series(("2026-01-05", "2026-01-07"), (1.0, 3.0)))
    changes: dict[str, float | None] = {"2026-01-06": 2.0, "2026-01-07": 4.0}
    amended = series.with_points(changes, growth)
    assert len(amended) == 3
    assert list(amended) == [("2026-01-05", 1.0), ("2026-01-06", 2.0), ("2026-01-07", 4.0)]
    again = amended.with_points({"2026-01-05": None})
    assert list(again) == [("2026-01-06", 2.0), ("2026-01-07", 4.0)]
    columns = series.with_points(Points(("2026-01-06", "2026-01-09"), (2.0, 5.0)))
    assert columns.points.between("2026-01-06", "2026-01-08") == (("2026-01-06", "2026-01-07"), (2.0, 3.0))
    assert len(columns) == 4


@pytest.mark.parametrize("value", [1.1e308, -1.1e308])
def test_values_whose_sum_is_beyond_all_bounds_are_refused_too(value: float) -> None:
    with pytest.raises(Refused) as refused:
        validated_columns(["2026-01-05", "2026-01-06"], [value, value])
    assert [problem.where for problem in refused.value.problems] == ["2026-01-05", "2026-01-06"]


def test_the_first_measurements_of_a_series_are_its_own() -> None:
    points = Points(("2026-01-05", "2026-01-06"), (1.0, 2.0))
    assert list(Series((), ()).with_points(points)) == list(points.items())


def test_totals_that_are_no_longer_those_of_a_series_are_worked_out_again() -> None:
    series = kept(Series(("2026-01-05", "2026-01-06"), (1.0, 3.0)))
    assert [total.starts_on for total in totals(series, Cadence.DAY, "UTC")] == ["2026-01-05", "2026-01-06"]


@given(st.lists(_MOMENTS, min_size=2, max_size=8))
def test_times_of_measurements_sort_as_text_and_tell_the_instant_whatever_fraction_they_have(moments: list[datetime]) -> None:
    keys = [time_text(at) for at in moments]
    assert [datetime.fromisoformat(key) for key in keys] == moments
    assert sorted(keys) == [time_text(at) for at in sorted(moments)]
    assert list(validated_points(dict.fromkeys(moments, 1.0))) == list(dict.fromkeys(keys))


def test_a_fraction_of_a_second_is_written_as_short_as_it_can_be_and_one_way_alone() -> None:
    written = ("2026-01-05T10:30:00.250000+01:00", "2026-01-05T09:30:00.25Z", "2026-01-05T09:30:00.250+00:00")
    assert list(validated_points(dict.fromkeys(written, 1.0))) == ["2026-01-05T09:30:00.250+00:00"]
    assert validated_columns(written, [1.0, 2.0, 3.0]) == {"2026-01-05T09:30:00.250+00:00": 3.0}
    assert list(validated_points({"2026-01-05T09:30:00.000Z": 1.0, "2026-01-05T09:30:00.000001Z": 1.0})) == [
        "2026-01-05T09:30:00+00:00",
        "2026-01-05T09:30:00.000001+00:00",
    ]
