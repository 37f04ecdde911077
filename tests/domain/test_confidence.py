"""The confidence profile: four parts on scales of their own, the lowest first."""

from datetime import date

import pytest

from cockpit.domain.confidence import ConfidencePart, confidence, past_confidence
from cockpit.domain.milestone import Milestone
from cockpit.domain.survey import Survey
from cockpit.domain.wave import Wave
from cockpit.domain.workshop import Workshop
from tests.domain.projects import TODAY, days_ago, project, row

# 45 of 60 invited (75 %): (0.75 - 0.3) / 0.6 = 75 points.
WORKSHOPS = (
    row(Workshop, "WS-1", held_on=days_ago(10), invited=40, attended=30),
    row(Workshop, "WS-2", held_on=days_ago(80), invited=20, attended=15),
)
# eNPS 10: (10 + 50) / 100 = 60 points.
SURVEY_OF_TEN = row(Survey, "SV-1", nature="enps", held_on=days_ago(5), promoters=6, passives=10, detractors=4)
# 45 of 100 use it: (0.45 - 0.1) / 0.7 = 50 points.
WAVE = row(Wave, "V-1", number=1, starts_on=days_ago(30), enabled=100, active=45)
# 7 of 10 on time: (0.7 - 0.4) / 0.6 = 50 points; with 8 of 10, 66.7.
MILESTONES = tuple(
    row(Milestone, f"M-{number}", baseline_on=days_ago(20), reached_on=days_ago(21 if number <= 8 else 10))
    for number in range(1, 11)
)


def points(*rows: object) -> dict[ConfidencePart, float | None]:
    """The profile of a project with these rows, in its order."""
    return {each.part: each.points for each in confidence(project(*rows), TODAY).ratings}  # type: ignore[arg-type]


def test_the_profile_has_the_lowest_part_first() -> None:
    found = points(*WORKSHOPS, SURVEY_OF_TEN, WAVE, *MILESTONES)
    assert list(found) == [ConfidencePart.USAGE, ConfidencePart.ENPS, ConfidencePart.DELAYS, ConfidencePart.WORKSHOPS]
    assert list(found.values()) == pytest.approx([50, 60, 100 * 0.4 / 0.6, 75])


def test_the_single_figure_is_the_geometric_mean_and_needs_all_four() -> None:
    whole = confidence(project(*WORKSHOPS, SURVEY_OF_TEN, WAVE, *MILESTONES), TODAY)
    assert whole.single == pytest.approx((50 * 60 * (200 / 3) * 75) ** 0.25)
    assert confidence(project(*WORKSHOPS, SURVEY_OF_TEN, WAVE), TODAY).single is None


def test_what_is_not_known_stands_at_the_end_without_points() -> None:
    assert points() == dict.fromkeys(ConfidencePart)
    found = confidence(project(WAVE), TODAY)
    assert found.lowest is not None
    assert found.lowest.part is ConfidencePart.USAGE
    assert confidence(project(), TODAY).lowest is None


def test_what_is_old_or_still_to_come_tells_nothing() -> None:
    old = row(Survey, "SV-2", nature="enps", held_on=days_ago(91), promoters=5)
    later = row(Workshop, "WS-3", held_on=days_ago(-1), invited=10, attended=10)
    found = points(old, later)
    assert (found[ConfidencePart.ENPS], found[ConfidencePart.WORKSHOPS]) == (None, None)


def test_a_scale_ends_at_its_floor_and_at_its_target() -> None:
    full = row(Workshop, "WS-4", held_on=TODAY, invited=10, attended=10)
    empty = row(Workshop, "WS-4", held_on=TODAY, invited=10, attended=1)
    assert points(full)[ConfidencePart.WORKSHOPS] == 100
    assert points(empty)[ConfidencePart.WORKSHOPS] == 0


def test_a_score_of_a_handful_tells_nothing() -> None:
    four = row(Survey, "SV-3", nature="enps", held_on=days_ago(5), promoters=4)
    assert points(four)[ConfidencePart.ENPS] is None
    five = row(Survey, "SV-3", nature="enps", held_on=days_ago(5), promoters=5)
    assert points(five)[ConfidencePart.ENPS] == 100


def test_the_history_is_the_profile_at_the_ends_of_the_months() -> None:
    # TODAY is 18 March: the survey of 13 March is not known at the end of February, the workshop of 28 December is, and is 79 days old
    # today.  Usage is not dated: it has no past.
    workshop = row(Workshop, "WS-5", held_on="2025-12-28", invited=10, attended=6)
    found = past_confidence(project(workshop, SURVEY_OF_TEN, WAVE), TODAY, months=4)
    ends = [date(2025, 11, 30), date(2025, 12, 31), date(2026, 1, 31), date(2026, 2, 28), TODAY]
    assert list(found.days) == ends
    assert found.points[ConfidencePart.WORKSHOPS] == pytest.approx((None, 50, 50, 50, 50))
    assert found.points[ConfidencePart.ENPS] == pytest.approx((None, None, None, None, 60))
    assert found.points[ConfidencePart.USAGE] == pytest.approx((None, None, None, None, 50))
    assert found.points[ConfidencePart.DELAYS] == (None,) * 5
