"""The net promoter score and its interval, against examples worked by hand."""

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cockpit.domain.survey import (
    Score,
    Survey,
    SurveyKind,
    answers_needed,
    answers_that_reach,
    answers_that_score,
    last_survey,
    response_rate,
    score,
)
from tests.domain.projects import TODAY, days_ago, project, row

counts = st.integers(0, 500)


def survey(ref: str = "SV-1", **values: Any) -> Survey:
    return row(Survey, ref, **{"held_on": days_ago(3), **values})


def known(promoters: int, passives: int, detractors: int) -> Score:
    found = score(promoters, passives, detractors)
    assert found is not None
    return found


def test_the_interval_of_eighteen_answers() -> None:
    # 9 promoters, 5 passives, 4 detractors: NPS 100 x 5/18 = 27.8.  Adjusted: n' = 21, p' = 9.75/21 = 0.46429,
    # d' = 4.75/21 = 0.22619, difference 0.23810; variance (0.69048 - 0.05669)/21 = 0.030180, its root 0.17373;
    # 1.96 x 0.17373 = 0.34050; interval -10.2 to 57.9.
    found = known(9, 5, 4)
    assert found.value == pytest.approx(27.78, abs=0.01)
    assert found.low == pytest.approx(-10.24, abs=0.01)
    assert found.high == pytest.approx(57.86, abs=0.01)
    assert found.answers == 18


def test_the_interval_of_a_hundred_answers() -> None:
    # 60, 25, 15: NPS 45.  n' = 103, p' = 60.75/103 = 0.58981, d' = 15.75/103 = 0.15291, difference 0.43689;
    # variance (0.74272 - 0.19088)/103 = 0.0053577, its root 0.073196; 1.96 x 0.073196 = 0.14346; 29.3 to 58.0.
    found = known(60, 25, 15)
    assert (found.value, round(found.low, 1), round(found.high, 1)) == (45, 29.3, 58.0)


def test_no_answer_is_no_score() -> None:
    assert score(0, 0, 0) is None


@given(counts, counts, counts)
def test_a_score_stays_in_bounds_and_its_interval_has_a_width(promoters: int, passives: int, detractors: int) -> None:
    found = score(promoters, passives, detractors)
    if found is not None:
        assert -100 <= found.low < found.high <= 100
        assert -100 <= found.value <= 100


@given(counts, counts, counts)
def test_detractors_mirror_promoters(promoters: int, passives: int, detractors: int) -> None:
    found, mirrored = score(promoters, passives, detractors), score(detractors, passives, promoters)
    if found is not None and mirrored is not None:
        assert found.low == pytest.approx(-mirrored.high)
        assert found.value == pytest.approx(-mirrored.value)


@given(counts, counts, counts)
def test_a_further_promoter_never_lowers_the_bound(promoters: int, passives: int, detractors: int) -> None:
    found = score(promoters, passives, detractors)
    if found is not None:
        assert known(promoters + 1, passives, detractors).low >= found.low - 1e-9


def test_enough_answers_like_these_would_clear_the_threshold() -> None:
    found = known(9, 5, 4)
    needed = answers_needed(found, 0)
    assert needed is not None
    assert found.answers < needed < 60
    more = math.ceil(needed / 18) * 18
    assert known(more // 2, more * 5 // 18, more * 4 // 18).low > 0
    assert answers_needed(found, 30) is None, "the score itself is lower"


def test_the_response_rate_is_known_where_the_number_invited_is() -> None:
    assert response_rate(survey(promoters=3, passives=2, detractors=1, invited=24)) == 0.25
    assert response_rate(survey(promoters=3)) is None


def test_the_last_survey_of_a_kind_is_found() -> None:
    old, new = survey("SV-1", held_on=days_ago(90)), survey("SV-2", held_on=days_ago(9))
    control = survey("SV-3", held_on=days_ago(2), group="control")
    inside = survey("SV-4", held_on=days_ago(1), nature="enps")
    ahead = survey("SV-5", held_on=days_ago(-1))
    larger = survey("SV-6", held_on=days_ago(9), promoters=8)
    state = project(old, new, control, inside, ahead, larger)
    assert last_survey(state, SurveyKind.NPS, TODAY) == larger
    assert last_survey(state, SurveyKind.NPS, days_ago(10)) == old
    assert last_survey(state, SurveyKind.ENPS, TODAY) == inside
    assert last_survey(state, SurveyKind.SATISFACTION, TODAY) is None


@pytest.mark.parametrize(
    ("last", "threshold", "answers"),
    [
        # Of twenty: 18 and 2 passives have p' = 18.75/23 = 0.81522, d' = 0.75/23 = 0.03261, difference 0.78261, variance
        # (0.84783 - 0.61248)/23 = 0.010233, so 58.4 at least; 19 and 1 in the same way 63.9.
        (None, 60, (19, 1, 0)),
        # 40 promoters: 43 with p' = 0.94767, d' = 0.01744, so 83.6; 80: 83 with 0.97289 and 0.00904, so 91.4.
        (None, 90, (80, 0, 0)),
        (None, 100, None),
        # Among as many, detractors think better of it first.  Seven of ten: p' = 10.75/23 = 0.46739, d' = 3.75/23 = 0.16304,
        # variance (0.63043 - 0.09263)/23 = 0.023383, so 0.5 at least; six of them leave it at -5.7.
        ((10, 0, 10), 0, (10, 7, 3)),
        # At most ten times as many are asked: 27.8 is so near to 27 that some 40,000 would be needed.  So all detractors, and then
        # passives: 12 and 8 have p' = 0.55435, d' = 0.03261, variance (0.58696 - 0.27221)/23 = 0.013685, so 29.2; 11 and 9 have 24.9.
        ((9, 5, 4), 27, (12, 8, 0)),
    ],
)
def test_the_answers_that_would_be_enough(
    last: tuple[int, int, int] | None, threshold: float, answers: tuple[int, int, int] | None
) -> None:
    counts: dict[str, Any] = dict(zip(("promoters", "passives", "detractors"), last, strict=True)) if last else {}
    assert answers_that_reach(survey(**counts) if last else None, threshold) == answers


def test_more_answers_like_the_last_are_enough_where_their_score_is() -> None:
    # 9, 5, 4 of 18: NPS 27.8, at least -10.2.  Of 36, 18, 10, 8: 39 with p' = 18.75/39 = 0.48077, d' = 8.75/39 = 0.22436,
    # difference 0.25641, variance (0.70513 - 0.06575)/39 = 0.016394, so 0.5 at least; of 35 just below.
    found = answers_that_reach(survey(promoters=9, passives=5, detractors=4), 0)
    assert found is not None
    assert sum(found) in range(33, 38)
    assert score(*found).low >= 0  # type: ignore[union-attr]


def test_no_answers_have_a_score_beyond_100() -> None:
    assert answers_that_score(None, 100.5) is None
    assert answers_that_score(None, 100) == (20, 0, 0)
    # 3 of 10 promoters and 2 detractors have +10 already.
    assert answers_that_score(survey(promoters=3, passives=5, detractors=2), 10) == (3, 5, 2)
