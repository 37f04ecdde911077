"""Where a KPI stands: its periods, its freshness, its trend, and its figures in words."""

from datetime import date
from typing import Any

import pytest

from cockpit.domain.evidence import INSUFFICIENT
from cockpit.domain.kpi import Cadence, Direction, Group, Kpi, amount, amount_beside, exact_amount
from cockpit.domain.kpi_standing import Standing, Trend, groups_measured, standing, trend
from cockpit.domain.measurement import Series
from cockpit.domain.phase import Phase, PhaseCode
from cockpit.domain.readiness import kpi_answer, policy_of
from cockpit.language import say
from tests.domain.projects import TODAY, project, row, weekly

HIGHER, LOWER = Direction.HIGHER, Direction.LOWER


def stands(values: list[float], measured: Group = Group.PILOT, as_of: date = TODAY, **more: Any) -> Standing:
    kpi = row(Kpi, "K-1", target=10)
    return standing(project(kpi, series=weekly(kpi, values, measured)), kpi, as_of, **more)


def test_a_kpi_is_judged_over_the_weeks_that_are_over() -> None:
    kpi = row(Kpi, "K-1", target=10)
    series = weekly(kpi, [11, 12, 13])[(kpi.uid, "pilot")].with_points({"2026-03-16": 99.0})
    now = standing(project(kpi, series={(kpi.uid, "pilot"): series}), kpi, TODAY)
    assert now.values == (11, 12, 13)
    assert now.running is not None
    assert now.running.value == 99
    assert now.last is not None
    assert now.last.value == 13
    assert now.measured_on == date(2026, 3, 16)


def test_only_whole_weeks_between_two_days_are_judged() -> None:
    # Weeks begin on 16 February, 23 February, 2 March and 9 March.
    assert stands([1, 2, 3, 4], since=date(2026, 2, 17), until=date(2026, 3, 8)).values == (2, 3)
    assert stands([1, 2, 3, 4], since=date(2026, 2, 16), until=date(2026, 3, 7)).values == (1, 2)


def test_a_day_in_the_past_knows_only_what_was_measured_by_then() -> None:
    assert stands([1, 2, 3, 4], as_of=date(2026, 3, 4)).values == (1, 2)


def test_the_pilot_group_is_judged_where_it_was_measured_apart() -> None:
    assert stands([1, 2], Group.ALL).values == (1, 2)
    assert stands([1, 2], Group.CONTROL).values == ()
    assert stands([1, 2], Group.CONTROL, group=Group.CONTROL).values == (1, 2)


def test_without_a_target_nothing_is_judged() -> None:
    kpi = row(Kpi, "K-1")
    now = standing(project(kpi, series=weekly(kpi, [1, 2, 3])), kpi, TODAY)
    assert now.judgement is None
    assert now.values == (1, 2, 3)


def test_evidence_goes_stale() -> None:
    # Last measured on Monday 9 March.
    assert stands([1]).fresh
    assert stands([1], as_of=date(2026, 3, 30), shelf_life=21).fresh
    assert not stands([1], as_of=date(2026, 3, 31), shelf_life=21).fresh
    assert not stands([]).fresh


def test_a_monthly_figure_is_fresh_until_the_next_month_is_over() -> None:
    kpi = row(Kpi, "K-1", target=10, cadence=Cadence.MONTH)
    state = project(kpi, series={(kpi.uid, "pilot"): Series(("2026-01-31",), (1.0,))})
    assert standing(state, kpi, date(2026, 2, 28), shelf_life=7).fresh
    assert not standing(state, kpi, date(2026, 3, 1), shelf_life=7).fresh


def test_a_period_that_ended_is_judged_as_fresh_at_its_end() -> None:
    assert stands([1, 2], as_of=date(2026, 6, 1), until=date(2026, 3, 15)).fresh


@pytest.mark.parametrize("count", range(4, 9))
def test_a_trend_is_seen_when_chance_would_show_it_once_in_twenty_at_most(count: int) -> None:
    # The number of orders of n values with k pairs out of order; Kendall's S is n(n-1)/2 - 2k.
    orders = [1]
    for values in range(2, count + 1):
        orders = [sum(orders[max(0, k - values + 1) : k + 1]) for k in range(len(orders) + values - 1)]
    total, pairs = sum(orders), count * (count - 1) // 2
    disorder = max(k for k in range(len(orders)) if sum(orders[: k + 1]) / total <= 0.05)
    assert trend(_with_disorder(count, disorder), HIGHER) is Trend.BETTER
    assert trend(_with_disorder(count, disorder + 1), HIGHER) is Trend.FLAT
    assert disorder < pairs


def _with_disorder(count: int, pairs: int) -> list[float]:
    """The values 1 to ``count`` with that many pairs out of order: each value in turn goes as far to the left as is needed."""
    values: list[float] = []
    for value in range(1, count + 1):
        shift = min(pairs, len(values))
        pairs -= shift
        values.insert(len(values) - shift, value)
    return values


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([1, 2, 3, 4], Trend.BETTER),
        ([4, 3, 2, 1], Trend.WORSE),
        ([1, 2, 3], Trend.FLAT),
        ([5, 5, 5, 5], Trend.FLAT),
        ([], Trend.FLAT),
    ],
)
def test_a_trend_goes_the_way_of_the_kpi(values: list[float], expected: Trend) -> None:
    assert trend(values, HIGHER) is expected
    assert trend([-value for value in values], LOWER) is expected


def test_only_the_last_eight_values_make_a_trend() -> None:
    assert trend([9, 8, 7, 6, 5, 4, 1, 2, 3, 4, 5, 6, 7, 8], HIGHER) is Trend.BETTER


@pytest.mark.parametrize(
    ("unit", "decimals", "value", "said"),
    [("ms", 0, 842.4, "842\N{NO-BREAK SPACE}ms"), ("%", 1, 3.44, "3.4\N{NO-BREAK SPACE}%"), ("", 2, 3.456, "3.46")],
)
def test_an_amount_is_told_with_its_unit(unit: str, decimals: int, value: float, said: str) -> None:
    assert say(amount(row(Kpi, "K-1", unit=unit, decimals=decimals), value)) == said


def test_a_kpi_measured_before_its_phase_shows_its_last_value_and_says_so() -> None:
    phase = row(Phase, "PH-1", code="pilot", starts_on=TODAY, status="running")
    kpi = row(Kpi, "K-1", title="Visits", target=100)
    state = project(phase, kpi, series=weekly(kpi, [90, 95, 105]))
    answer = kpi_answer(state, kpi, policy_of(state, PhaseCode.PILOT), TODAY)
    assert answer.state is INSUFFICIENT
    assert answer.standing.last is not None
    assert answer.standing.last.value == 105
    assert answer.standing.values == (), "what was before the phase is not judged"
    # TODAY is a Wednesday; the last Monday of a week that is over is the 9th.
    assert say(answer.said) == "no measurement since the phase began; the last is of Mon 9 Mar 2026"


@pytest.mark.parametrize(("value", "words"), [(122.5, "122.5"), (1234.25, "1,234.25"), (3, "3"), (0.000001, "0.000001")])
def test_a_value_that_was_measured_is_told_to_its_last_digit(value: float, words: str) -> None:
    assert say(exact_amount(row(Kpi, "K-1", decimals=0), value)) == words


def test_the_groups_that_a_kpi_is_measured_in() -> None:
    kpi, points = row(Kpi, "K-1"), Series(("2026-01-31",), (1.0,))
    assert groups_measured(project(kpi), kpi) == ()
    state = project(kpi, series={("K-1", "control"): points, ("K-1", "pilot"): points, ("K-2", "all"): points})
    assert groups_measured(state, kpi) == (Group.PILOT, Group.CONTROL)


@pytest.mark.parametrize(
    ("decimals", "value", "other", "words"),
    [
        (1, 870.0, 800.0, "870"),
        (1, 147.66, 148.0, "147.7"),
        (0, 147.66, 148.0, "147.7"),
        (1, 99.66, 99.7, "99.66"),
        (1, 800.0, 800.0, "800"),
        (0, 0.3, 0.0, "0.3"),
        (2, 1.0000001, 1.0, "1.000000"),
    ],
)
def test_a_value_beside_another_is_told_with_as_many_decimals_as_it_takes(
    decimals: int, value: float, other: float, words: str
) -> None:
    assert say(amount_beside(row(Kpi, "K-1", decimals=decimals), value, other)) == words
