"""Measurements become one value a day, ISO week or month in the project's time zone."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from itertools import pairwise
from math import fsum
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cockpit.domain.kpi import Aggregate, Cadence, Kpi
from cockpit.domain.measurement import Points, Series, time_text
from cockpit.domain.period import (
    KeptTotals,
    Tally,
    Total,
    finished,
    grown_tallies,
    next_period,
    period_start,
    periods,
    tallies_of,
    totals,
    totals_of,
    touched_periods,
)
from tests.domain.projects import row
from tests.thoroughness import examples

PARIS = "Europe/Paris"

# Clocks jump over or repeat an hour at midnight in São Paulo and Beirut, one minute after it in St. John's; Kiritimati is 14 hours
# ahead of UTC.
ZONES = ("America/St_Johns", "Europe/Paris", "America/Sao_Paulo", "Asia/Beirut", "Pacific/Kiritimati")
_JUMPS = ("2010-11-07T02:31:00+00:00", "2018-11-04T03:00:00+00:00", "2024-03-30T22:00:00+00:00")
TIMES = st.one_of(
    st.dates(date(2010, 11, 5), date(2010, 11, 8)).map(date.isoformat),
    st.builds(
        lambda jump, minutes, fraction: time_text(
            datetime.fromisoformat(jump) + timedelta(minutes=minutes, microseconds=fraction)
        ),
        st.sampled_from(_JUMPS),
        st.sampled_from((-1600, -181, -60, -1, 0, 1, 59, 60, 120, 1600)),
        st.sampled_from((0, 0, 1, 250_000)),
    ),
)
"""Days and instants about nights in which clocks change."""


def worked_out(points: Mapping[str, float], cadence: Cadence, zone: str) -> list[Total]:
    """The totals of periods, one measurement after the other and each by the calendar on the wall."""
    groups: dict[date, list[tuple[date, str, float]]] = {}
    for at, value in points.items():
        day = date.fromisoformat(at) if len(at) == 10 else datetime.fromisoformat(at).astimezone(ZoneInfo(zone)).date()
        first = {
            Cadence.DAY: day,
            Cadence.WEEK: date.fromisocalendar(*day.isocalendar()[:2], 1),
            Cadence.MONTH: day.replace(day=1),
        }[cadence]
        groups.setdefault(first, []).append((day, at, value))
    found = []
    for first, group in sorted(groups.items()):
        group.sort()
        values = [value for *_, value in group]
        measured_on, _, last = group[-1]
        sums = len(group), fsum(values), min(values), max(values)
        found.append(Total(first.isoformat(), *sums, last, measured_on.isoformat()))
    return found


def kpi(cadence: Cadence = Cadence.WEEK, **values: Any) -> Kpi:
    return row(Kpi, "K-1", cadence=cadence, **values)


def series(points: dict[str, float]) -> Series:
    return Series().with_points(points)


def test_a_week_runs_from_monday_to_sunday_across_the_turn_of_the_year() -> None:
    # ISO 8601: the week of Monday 29 December 2025 is week 1 of 2026.
    (only,) = periods(series({"2025-12-29": 1, "2026-01-01": 2, "2026-01-04": 6}), kpi(), PARIS)
    assert (only.starts_on, only.ends_on) == (date(2025, 12, 29), date(2026, 1, 4))
    assert (only.value, only.measurements, only.measured_on) == (3, 3, date(2026, 1, 4))


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
    assert [(each.starts_on, each.value, each.measurements) for each in found] == [
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


@given(st.dictionaries(TIMES, st.floats(-1e15, 1e15), max_size=12), st.sampled_from(list(Cadence)), st.sampled_from(ZONES))
@examples(300)
def test_totals_are_by_the_calendar_on_the_wall_whatever_the_clocks_do(
    points: dict[str, float], cadence: Cadence, zone: str
) -> None:
    assert list(totals_of(Points.of(points).columns, cadence, zone)) == worked_out(points, cadence, zone)


@given(
    st.dictionaries(TIMES, st.floats(-9, 9), max_size=9),
    st.lists(st.dictionaries(TIMES, st.none() | st.floats(-9, 9), max_size=3), max_size=2),
    st.sampled_from(list(Cadence)),
    st.sampled_from(ZONES),
    st.sampled_from(["", "2010-11-07"]),
)
@examples(300)
def test_of_a_series_that_is_changed_the_totals_of_the_periods_it_is_changed_in_are_worked_out_again(
    points: dict[str, float], changes: list[dict[str, float | None]], cadence: Cadence, zone: str, since: str
) -> None:
    kept = worked_out(points, cadence, zone)
    asked: list[str] = []

    def read(since: str) -> list[Total]:
        asked.append(since)
        return [total for total in kept if total.starts_on >= since]

    now, wanted = Series.of(Points.of(points), KeptTotals(cadence, zone, read)), dict(points)
    for change in changes:
        now = now.with_points(change)
        wanted.update({time: value for time, value in change.items() if value is not None})
        wanted = {time: value for time, value in wanted.items() if change.get(time, value) is not None}

    assert len(now) == len(wanted)
    found = [total for total in worked_out(wanted, cadence, zone) if total.starts_on >= since]
    assert list(totals(now, cadence, zone, since)) == found
    assert asked == [since]
    assert list(now) == sorted(wanted.items())


_AWKWARD = st.sampled_from((0.1, 0.2, 0.3, -0.7, 1e15, -1e15, 3.0, 1e-300, 2.0**-40))
"""Values whose sums have to be rounded, and cancel out."""


@given(
    st.lists(st.dictionaries(TIMES, _AWKWARD, min_size=1, max_size=5), min_size=2, max_size=6), st.sampled_from(Cadence), st.sampled_from(ZONES)
)  # fmt: skip
@settings(examples(200))
def test_what_is_added_to_a_period_is_added_to_its_total_to_the_last_bit(
    steps: list[dict[str, float]], cadence: Cadence, zone: str
) -> None:
    points: dict[str, float] = {}
    known: dict[str, Tally] = {}
    for added in steps:
        before = {time: points[time] for time in added if time in points}
        grown = grown_tallies(known, before, Points.of(added), cadence, zone)
        points |= added
        expected = {total.starts_on: total for total in worked_out(points, cadence, zone)}
        starts = touched_periods(sorted(added), cadence, zone)
        assert grown.keys() <= {start.isoformat() for start in starts}
        for start, tally in grown.items():
            assert tally.total == expected[start]
        # A look at all measurements tells the rest, and the same of those that were told.
        told = tallies_of(series(points), starts, cadence, zone)
        assert {start: (tally.total, tally.last_at) for start, tally in (told | grown).items()} == {
            start: (tally.total, tally.last_at) for start, tally in told.items()
        }
        known |= told | grown


def test_only_where_the_least_or_the_most_is_replaced_all_have_to_be_looked_at() -> None:
    points = {"2026-01-05": 1.0, "2026-01-06": 5.0, "2026-01-07": 3.0}
    (start,) = known = tallies_of(series(points), {date(2026, 1, 5)}, Cadence.WEEK, PARIS)

    def grown(time: str, value: float) -> Tally | None:
        before = {time: points[time]} if time in points else {}
        return grown_tallies(known, before, Points((time,), (value,)), Cadence.WEEK, PARIS).get(start)

    for time, value, least, most, last in (
        ("2026-01-08", 4.0, 1.0, 5.0, 4.0), ("2026-01-04T23:30:00+00:00", 0.5, 0.5, 5.0, 3.0), ("2026-01-07", 2.0, 1.0, 5.0, 2.0),
        ("2026-01-06", 9.0, 1.0, 9.0, 3.0), ("2026-01-05", -1.0, -1.0, 5.0, 3.0),
    ):  # fmt: skip
        tally = grown(time, value)
        assert tally is not None
        assert (tally.total.least, tally.total.most, tally.total.last) == (least, most, last)
    assert grown("2026-01-05", 2.0) is None
    assert grown("2026-01-06", 2.0) is None
