"""Voices by theme and month, and where they contradict the numbers."""

from datetime import date

import pytest

from cockpit.domain.entity import Entity
from cockpit.domain.kpi import Kpi
from cockpit.domain.voice import Interview, Remark, Theme, UserGroup
from cockpit.domain.voices import Disagreement, Tones, Trend, VoiceMatrix, disagreement, voice_matrix
from tests.domain.projects import TODAY, project, row

KPI = row(Kpi, "K-1")


def voices(*said: tuple[str, str, str]) -> VoiceMatrix:
    """The matrix of remarks, each with its day, theme and tone; TODAY is 18 March."""
    rows: list[Entity] = [row(Theme, ref, title=ref) for ref in ("dates", "ease")]
    for number, (day, theme, tone) in enumerate(said):
        if number % 2:
            rows.append(row(Interview, f"IV-{number}", held_on=day))
            source = {"interview": f"IV-{number}"}
        else:
            rows.append(row(UserGroup, f"UG-{number}", held_on=day))
            source = {"user_group": f"UG-{number}"}
        rows.append(row(Remark, f"RM-{number}", quote="Well", theme=theme, tone=tone, **source))
    return voice_matrix(project(*rows), TODAY)


SAID = (
    ("2025-10-31", "dates", "negative"),
    ("2025-09-30", "dates", "negative"),
    ("2026-02-02", "dates", "negative"),
    ("2026-03-02", "dates", "negative"),
    ("2026-03-18", "dates", "neutral"),
    ("2026-03-19", "dates", "positive"),
    ("2026-02-10", "ease", "positive"),
)


def test_remarks_are_counted_by_theme_and_month() -> None:
    matrix = voices(*SAID)
    assert matrix.starts == tuple(date(2025, month, 1) for month in (10, 11, 12)) + tuple(
        date(2026, month, 1) for month in (1, 2, 3)
    )
    dates, ease = matrix.themes
    assert (dates.theme.title, ease.theme.title) == ("dates", "ease")
    assert [each.count for each in dates.periods] == [1, 0, 0, 0, 1, 2], "September is before the matrix, the 19th still to come"
    assert dates.total == Tones(0, 1, 3)
    assert (dates.change, dates.trend) == (None, None), "with two remarks in February and two in March nobody can tell"
    assert dates.total.balance == -0.75


def test_more_is_said_of_a_theme_whose_share_of_all_remarks_grew() -> None:
    # February: 8 remarks, 2 on dates (25 %).  March, not over: 5 remarks, 3 on dates (60 %): fewer conversations, more of it.
    said = [("2026-02-02", "dates", "negative")] * 2 + [("2026-02-02", "ease", "positive")] * 6
    matrix = voices(*said, *[("2026-03-02", "dates", "negative")] * 3, *[("2026-03-02", "ease", "positive")] * 2)
    found = {each.theme.title: each for each in matrix.themes}
    assert found["dates"].change == pytest.approx(0.35)
    assert (found["dates"].trend, found["ease"].trend) == (Trend.MORE, Trend.LESS)


def test_a_share_that_hardly_moves_is_as_much_as_before() -> None:
    # 3 of 6 and 3 of 5: 10 points are 0.1, a tenth; 3 of 6 and 4 of 8: none.
    february = [("2026-02-02", "dates", "neutral")] * 3 + [("2026-02-02", "ease", "neutral")] * 3
    march = [("2026-03-02", "dates", "neutral")] * 4 + [("2026-03-02", "ease", "neutral")] * 4
    assert [each.trend for each in voices(*february, *march).themes] == [Trend.AS_MUCH] * 2


def test_two_of_three_kpis_met_are_numbers_met() -> None:
    matrix = voices(*[("2026-03-02", "dates", "negative")] * 5)
    unmet = row(Kpi, "K-2")
    assert disagreement(matrix, [KPI, row(Kpi, "K-3")], [unmet]) is not None
    assert disagreement(matrix, [KPI], [unmet]) is None


def test_numbers_met_and_negative_voices_disagree() -> None:
    matrix = voices(*[("2026-03-02", "dates", "negative")] * 4, ("2026-03-02", "dates", "positive"))
    found = disagreement(matrix, [KPI], [])
    assert found is not None
    assert found.disagreement is Disagreement.GREEN_OUTSIDE
    assert [each.theme.title for each in found.themes] == ["dates"]
    assert found.kpis == (KPI,)
    assert disagreement(matrix, [KPI], [KPI]) is None, "where the numbers are mixed, voices can say either"
    assert disagreement(matrix, [], [KPI]) is None, "both say the same"


def test_numbers_not_met_and_positive_voices_disagree() -> None:
    matrix = voices(*[("2026-03-02", "ease", "positive")] * 5)
    found = disagreement(matrix, [], [KPI])
    assert found is not None
    assert found.disagreement is Disagreement.RED_OUTSIDE


def test_a_few_remarks_or_mixed_ones_say_too_little() -> None:
    assert disagreement(voices(*[("2026-03-02", "dates", "negative")] * 4), [KPI], []) is None
    mixed = [("2026-03-02", "dates", "negative")] * 3 + [("2026-03-02", "dates", "positive")] * 2
    assert disagreement(voices(*mixed), [KPI], []) is None


def test_without_a_word_there_is_an_empty_matrix() -> None:
    assert voices().themes == ()
