"""Milestone adherence counts against the first plan, whatever became of the plan since."""

from datetime import date
from typing import Any

import pytest

from cockpit.domain.milestone import (
    BaselineRevision,
    Milestone,
    adherence,
    current_baseline,
    expected_on,
    next_milestones,
    original_baseline,
    slip,
)
from tests.domain.projects import TODAY, days_ago, project, row


def milestone(ref: str, **values: Any) -> Milestone:
    return row(Milestone, ref, **values)


KEPT = milestone("M-1", baseline_on=days_ago(40), planned_on=days_ago(40), reached_on=days_ago(40))
MOVED = milestone("M-2", baseline_on=days_ago(30), planned_on=days_ago(10), reached_on=days_ago(12))
OPEN = milestone("M-3", baseline_on=days_ago(5), planned_on=days_ago(5))
AHEAD = milestone("M-4", baseline_on=days_ago(-5), planned_on=days_ago(-5), reached_on=days_ago(1))
UNDATED = milestone("M-5")


def test_adherence_is_told_against_the_original_and_the_current_baseline() -> None:
    state = project(KEPT, MOVED, OPEN, AHEAD, UNDATED)
    first, current = adherence(state, TODAY), adherence(state, TODAY, current=True)
    assert (first.kept, first.missed, first.due) == ((KEPT,), (MOVED, OPEN), 3)
    assert first.share == pytest.approx(1 / 3)
    assert (current.kept, current.missed) == ((KEPT, MOVED), (OPEN,))
    assert current.share == pytest.approx(2 / 3)


def test_nothing_due_has_no_adherence() -> None:
    assert adherence(project(AHEAD, UNDATED), TODAY).share is None


def test_a_milestone_is_due_on_its_day() -> None:
    today = milestone("M-6", baseline_on=TODAY)
    assert adherence(project(today), TODAY).missed == (today,)
    assert adherence(project(today), days_ago(1)).due == 0


def test_a_past_day_does_not_know_what_was_reached_later() -> None:
    assert adherence(project(MOVED, KEPT), days_ago(20)).kept == (KEPT,)


def test_the_first_plan_is_found_where_it_was_not_written_down() -> None:
    moved = milestone("M-1", planned_on=days_ago(0))
    revisions = [
        row(BaselineRevision, "BR-1", milestone="M-1", decided_on=days_ago(20), old_on=days_ago(9), new_on=days_ago(5)),
        row(BaselineRevision, "BR-2", milestone="M-1", decided_on=days_ago(10), old_on=days_ago(5), new_on=days_ago(0)),
    ]
    assert original_baseline(project(moved, *revisions), moved) == days_ago(9)
    assert original_baseline(project(moved), moved) == days_ago(0)
    assert original_baseline(project(UNDATED), UNDATED) is None
    assert current_baseline(project(OPEN), OPEN) == days_ago(5)
    assert current_baseline(project(), milestone("M-1", baseline_on=TODAY)) == TODAY


@pytest.mark.parametrize(
    ("values", "days"),
    [
        ({"reached_on": date(2026, 3, 5), "forecast_on": date(2026, 3, 9)}, 4),
        ({"forecast_on": date(2026, 3, 9), "planned_on": date(2026, 3, 7)}, 8),
        ({"planned_on": date(2026, 3, 7)}, 6),
        ({"reached_on": date(2026, 2, 27)}, -2),
        ({}, None),
    ],
)
def test_slip_is_counted_from_the_first_plan(values: dict[str, Any], days: int | None) -> None:
    subject = milestone("M-1", baseline_on=date(2026, 3, 1), **values)
    assert slip(project(subject), subject) == days
    undated = milestone("M-1", reached_on=date(2026, 3, 1))
    assert slip(project(undated), undated) is None


def test_the_next_milestones_come_in_the_order_in_which_they_are_expected() -> None:
    soon = milestone("M-6", planned_on=days_ago(-3))
    slipped = milestone("M-7", planned_on=days_ago(-1), forecast_on=days_ago(-9))
    state = project(UNDATED, slipped, KEPT, soon, OPEN)
    assert [each.ref for each in next_milestones(state, TODAY)] == ["M-3", "M-6", "M-7", "M-5"]
    assert expected_on(state, slipped) == days_ago(-9)
    assert KEPT in next_milestones(state, days_ago(41))
