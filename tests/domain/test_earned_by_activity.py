"""Earned value and schedule of phases with budgets, an example worked by hand: today is Wednesday 18 March."""

from datetime import date

import pytest

from cockpit.domain.activity import Activity
from cockpit.domain.budget import BudgetLine, Cost
from cockpit.domain.earned_by_activity import earned
from cockpit.domain.entity import Entity
from cockpit.domain.milestone import Milestone
from cockpit.domain.phase import Phase
from tests.domain.projects import TODAY, project, row

PHASE = row(Phase, "PH-1", code="pilot")
BUDGET = row(BudgetLine, "BL-1", planned=2800, phase="PH-1")
# Two weeks each, from Monday 2 March: half of the budget, 1,400, for each; 700 a week.
FIRST = row(Activity, "AC-1", phase="PH-1", starts_on="2026-03-02", ends_on="2026-03-15", progress=100)
SECOND = row(Activity, "AC-2", phase="PH-1", starts_on="2026-03-16", ends_on="2026-03-29", progress=50)
SPENT = row(Cost, "CO-1", amount=1500, incurred_on="2026-03-10", budget_line="BL-1")
USUAL: tuple[Entity, ...] = (PHASE, BUDGET, FIRST, SECOND, SPENT)


def test_a_project_that_is_ahead() -> None:
    # By 18 March planned: 1,400 and 3 of 14 days of the other 1,400 = 1,700.  Earned: 1,400 + 700 = 2,100.
    found = earned(project(*USUAL), TODAY)
    assert found is not None
    assert (found.value.budget, found.value.cost) == (2800, 1500)
    assert found.value.planned == pytest.approx(1700)
    assert found.value.earned == pytest.approx(2100)
    assert found.value.estimate_at_completion == pytest.approx(2800 * 1500 / 2100)


def test_the_end_is_estimated_by_earned_schedule() -> None:
    # The plan has earned 700, 1,400, 2,100, 2,800 by the ends of its weeks: 2,100 is 3 weeks; 17 days have gone, 2.4286 weeks.
    # SPI(t) = 3 / 2.4286 = 1.2353; IEAC(t) = 4 / 1.2353 = 3.2381 weeks = 22.67 days, so within the 23rd, 24 March.
    found = earned(project(*USUAL), TODAY)
    assert found is not None
    assert found.schedule.schedule == pytest.approx(3)
    assert found.schedule.performance == pytest.approx(21 / 17)
    assert found.begins_on == date(2026, 3, 2)
    assert found.planned_end == date(2026, 3, 29)
    assert found.estimated_end == date(2026, 3, 24)


def test_an_activity_counts_for_the_phase_of_its_milestone() -> None:
    milestone = row(Milestone, "M-1", phase="PH-1")
    second = row(Activity, "AC-2", milestone="M-1", starts_on="2026-03-16", ends_on="2026-03-29", progress=50)
    found = earned(project(PHASE, BUDGET, milestone, FIRST, second, SPENT), TODAY)
    assert found is not None
    assert found.value.earned == pytest.approx(2100)


def test_longer_activities_have_more_of_the_budget() -> None:
    # 7 and 21 days: a quarter, 700, and three quarters.
    short = row(Activity, "AC-1", phase="PH-1", starts_on="2026-03-02", ends_on="2026-03-08", progress=100)
    long = row(Activity, "AC-2", phase="PH-1", starts_on="2026-03-09", ends_on="2026-03-29", progress=0)
    found = earned(project(PHASE, BUDGET, short, long), TODAY)
    assert found is not None
    assert found.value.earned == pytest.approx(700)
    assert found.value.cost_performance is None, "nothing was spent"


@pytest.mark.parametrize(
    "rows",
    [(), (PHASE, FIRST, SECOND), (PHASE, BUDGET), (PHASE, BUDGET, row(Activity, "AC-3", phase="PH-1", starts_on="2026-03-16"))],
    ids=["nothing", "no budget", "no activity", "no planned end"],
)
def test_without_a_budget_or_planned_days_there_is_none(rows: tuple[Entity, ...]) -> None:
    assert earned(project(*rows), TODAY) is None


def test_before_the_first_day_there_is_none_and_after_nothing_done_no_end() -> None:
    assert earned(project(*USUAL), date(2026, 3, 1)) is None
    idle = row(Activity, "AC-1", phase="PH-1", starts_on="2026-03-02", ends_on="2026-03-15", progress=0)
    found = earned(project(PHASE, BUDGET, idle), TODAY)
    assert found is not None
    assert found.estimated_end is None


def test_money_for_no_phase_or_without_a_plan_has_no_activities_to_earn_it() -> None:
    of_no_phase = row(BudgetLine, "BL-8", planned=5_000_00)
    assert earned(project(PHASE, of_no_phase, FIRST), TODAY) is None
    assert earned(project(*USUAL, of_no_phase), TODAY) == earned(project(*USUAL), TODAY)
