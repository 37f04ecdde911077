"""What is drawn in a few cells: support over time, and a date that moved."""

from datetime import date, timedelta

import pytest

from cockpit.domain.charter import SupportLevel
from cockpit.widgets.support_strip import support_strip
from cockpit.widgets.timeline_strip import timeline_strip

BEGIN = date(2026, 1, 1)
ROAD = (BEGIN, BEGIN + timedelta(days=20))


def test_more_support_is_higher() -> None:
    strip = support_strip(list(SupportLevel), 8)
    assert [level.value for level in SupportLevel] == ["opposed", "sceptical", "neutral", "supportive", "champion"]
    assert list(strip) == sorted(strip), "the blocks of Unicode stand in the order of their heights"
    assert len(set(strip)) == 5


def test_the_last_words_are_kept_where_there_are_many() -> None:
    levels = [SupportLevel.OPPOSED] * 9 + [SupportLevel.CHAMPION]
    assert support_strip(levels, 3) == support_strip(levels[-3:], 8)


@pytest.mark.parametrize(
    ("first", "now", "reached", "strip"),
    [
        (0, 0, True, "◆·········│··········"),
        (2, 6, True, "··○───◆···│··········"),
        (6, 2, True, "··◆───○···│··········"),
        (8, 13, False, "········○─┼──◇·······"),
        (10, 10, False, "··········◇··········"),
        (None, 20, False, "··········│·········◇"),
        (3, None, False, "···○······│··········"),
        (None, None, False, "··········│··········"),
    ],
)
def test_a_date_moves_on_the_road_from_the_first_plan_to_now(
    first: int | None, now: int | None, reached: bool, strip: str
) -> None:
    days = [None if offset is None else BEGIN + timedelta(days=offset) for offset in (first, now)]
    assert timeline_strip(ROAD, BEGIN + timedelta(days=10), days[0], days[1], 21, reached=reached) == strip


def test_a_road_of_one_day_has_everything_in_one_place() -> None:
    assert timeline_strip((BEGIN, BEGIN), BEGIN, BEGIN, BEGIN, 5, reached=False) == "◇····"
