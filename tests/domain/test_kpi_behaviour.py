"""A KPI's own ups and downs have limits, and what goes beyond them is told with the periods that show it."""

from datetime import date, timedelta

import pytest

from cockpit.domain.accepted_debt import AcceptedDebt, DebtState, debt_state
from cockpit.domain.kpi import Direction, Kpi
from cockpit.domain.kpi_behaviour import behaviour_of
from cockpit.domain.period import Period
from cockpit.domain.process_chart import Signal
from tests.domain.projects import TODAY, days_ago, project, row

FIRST = date(2026, 1, 5)


def weeks(*values: float) -> list[Period]:
    starts = [FIRST + timedelta(weeks=place) for place in range(len(values))]
    return [Period(start, start + timedelta(days=6), value, 1, start) for start, value in zip(starts, values, strict=True)]


def test_limits_are_those_of_all_periods() -> None:
    # As worked for the chart: 11 -+ 2.66 x 2.2.
    found = behaviour_of(weeks(10, 12, 11, 13, 9, 11))
    assert found is not None
    assert (found.limits.lower, found.limits.mean, found.limits.upper) == pytest.approx((5.148, 11, 16.852))
    assert found.signals == ()


@pytest.mark.parametrize("values", [(), (5,), (5, 5, 5)])
def test_too_few_periods_or_such_that_do_not_vary_have_no_limits(values: tuple[float, ...]) -> None:
    assert behaviour_of(weeks(*values)) is None


def test_a_signal_that_lasts_is_told_once_with_its_first_and_its_last_period() -> None:
    # Nine values above the mean after nine below it: a run from the seventh of each to its ninth.
    low, high = [10.0, 12] * 4 + [10], [20.0, 22] * 4 + [20]
    found = behaviour_of(weeks(*low, *high))
    assert found is not None
    runs = [each for each in found.signals if each.signal is Signal.RUN]
    assert [(each.upward, each.first.starts_on, each.last.starts_on) for each in runs] == [
        (False, FIRST + timedelta(weeks=6), FIRST + timedelta(weeks=8)),
        (True, FIRST + timedelta(weeks=15), FIRST + timedelta(weeks=17)),
    ]
    assert [each.better(Direction.HIGHER) for each in runs] == [False, True]
    assert [each.better(Direction.LOWER) for each in runs] == [True, False]
    assert {period.starts_on for period in found.marked} >= {FIRST + timedelta(weeks=place) for place in (6, 7, 8, 15, 16, 17)}


def test_a_signal_that_comes_back_is_told_again() -> None:
    # Twice one far value among small ups and downs: mean 220/20 = 11, moving ranges 2 x 14 + 2 x 15 + 15 x 1 over 19.
    found = behaviour_of(weeks(*[10, 11] * 3, 25, *[10, 11] * 3, 25, *[10, 11] * 3))
    assert found is not None
    outside = [each for each in found.signals if each.signal is Signal.OUTSIDE]
    assert [each.first.starts_on for each in outside] == [FIRST + timedelta(weeks=6), FIRST + timedelta(weeks=13)]


KPI = row(Kpi, "K-1", title="Response", target=800, direction="lower")


def debt(ref: str, target: float = 850, accepted: int = 10, expires: int = -10) -> AcceptedDebt:
    return row(
        AcceptedDebt, ref, kpi="K-1", target=target, owner="P-1", accepted_on=days_ago(accepted), expires_on=days_ago(expires), reason="x"
    )  # fmt: skip


def test_each_debt_is_told_for_what_it_counts() -> None:
    debts = {
        DebtState.EXPIRED: debt("AD-1", expires=1),
        DebtState.REPLACED: debt("AD-2"),
        DebtState.IN_FORCE: debt("AD-3", accepted=9, expires=0),
        DebtState.AHEAD: debt("AD-4", accepted=-1),
        DebtState.WITHOUT_EFFECT: debt("AD-5", target=800),
    }
    state = project(KPI, *debts.values())
    assert {each: debt_state(state, KPI, row, TODAY) for each, row in debts.items()} == {each: each for each in debts}
