"""What a project cost and brought, worked by hand."""

from datetime import date

import pytest

from cockpit.domain.budget import Benefit, BudgetLine, Cost
from cockpit.domain.phase import Phase
from cockpit.domain.return_on_investment import payback, returns, spending
from cockpit.domain.wave import Wave
from tests.domain.projects import TODAY, days_ago, project, row

WAVE = row(Wave, "V-1", number=1)
ROWS = (
    WAVE,
    row(Phase, "PH-2", code="pilot"),
    row(Phase, "PH-1", code="definition"),
    row(BudgetLine, "BL-1", planned=5_000_00, phase="PH-2"),
    row(BudgetLine, "BL-2", planned=1_000_00, phase="PH-1"),
    row(BudgetLine, "BL-3", planned=500_00),
    row(Cost, "CO-1", amount=4_000_00, incurred_on=days_ago(100), budget_line="BL-1"),
    row(Cost, "CO-2", amount=1_000_00, incurred_on=days_ago(50), wave="V-1", acquisition=True),
    row(Cost, "CO-3", amount=9_000_00, incurred_on=days_ago(-1), budget_line="BL-1"),
    row(Benefit, "BE-1", amount=2_000_00, realised_on=days_ago(40), wave="V-1", acquisitions=40),
    row(Benefit, "BE-2", amount=5_500_00, realised_on=days_ago(10)),
)


def test_return_of_the_project_counts_what_has_happened() -> None:
    found = returns(project(*ROWS), TODAY)
    assert (found.cost, found.benefit) == (5_000_00, 7_500_00)
    assert found.roi == 0.5
    assert found.cost_per_acquisition == 25_00
    # 3,000 short 40 days ago and 2,500 over 10 days ago: 3000/5500 of the 30 days between is day 16.4.
    assert found.paid_back_on == days_ago(40 - 16)


def test_return_of_a_wave_counts_its_own() -> None:
    found = returns(project(*ROWS), TODAY, WAVE)
    assert (found.cost, found.benefit, found.roi) == (1_000_00, 2_000_00, 1.0)


def test_what_cannot_be_told_is_left_open() -> None:
    nothing = returns(project(), TODAY)
    assert (nothing.roi, nothing.cost_per_acquisition, nothing.paid_back_on) == (None, None, None)


@pytest.mark.parametrize(
    ("flows", "day"),
    [
        ([(1, -100), (11, 100)], 11),
        ([(1, -100), (11, 200)], 6),
        ([(1, -100), (11, 50)], None),
        ([(1, 100)], None),
        ([(1, -100), (1, 100)], None),
        ([(1, -100), (3, 100), (5, -50), (9, 50)], 3),
    ],
)
def test_payback_lies_where_the_sum_crosses_zero(flows: list[tuple[int, int]], day: int | None) -> None:
    assert payback((date(2026, 3, each), amount) for each, amount in flows) == (None if day is None else date(2026, 3, day))


def test_spending_stands_by_phase_in_the_order_of_phases() -> None:
    found = [(each.phase.ref if each.phase else "", each.planned, each.spent) for each in spending(project(*ROWS), TODAY)]
    assert found == [("PH-1", 1_000_00, 0), ("PH-2", 5_000_00, 4_000_00), ("", 500_00, 1_000_00)]
