"""Evidence comes to one of three answers, and is told in words."""

from datetime import date
from itertools import product

import pytest

from cockpit.domain.evidence import (
    INSUFFICIENT,
    MET,
    NOT_MET,
    CriterionState,
    Finding,
    Observation,
    all_of,
    answer_of,
    counted,
    fewest_of,
    good_of,
    listed,
    oldest,
    signed,
    signed_points,
)
from cockpit.domain.kpi import Direction
from cockpit.domain.message import Message, message
from cockpit.language import choose, say

WAIVED = CriterionState.WAIVED


@pytest.mark.parametrize("states", list(product([MET, NOT_MET, INSUFFICIENT], repeat=3)))
def test_every_part_has_to_be_met(states: tuple[CriterionState, ...]) -> None:
    found = all_of(states)
    assert (found is MET) == (set(states) == {MET})
    assert (found is NOT_MET) == (NOT_MET in states)


def test_nothing_at_all_is_met() -> None:
    assert all_of([]) is MET


@pytest.mark.parametrize(
    ("low", "high", "higher", "lower"),
    [
        (9, 9.9, NOT_MET, MET),
        (9, 10, INSUFFICIENT, MET),
        (9, 11, INSUFFICIENT, INSUFFICIENT),
        (10, 10, MET, MET),
        (10, 11, MET, INSUFFICIENT),
        (10.1, 11, MET, NOT_MET),
    ],
)
def test_an_interval_has_to_reach_the_threshold_as_a_whole(
    low: float, high: float, higher: CriterionState, lower: CriterionState
) -> None:
    assert answer_of(low, high, 10) is answer_of(low, high, 10, Direction.HIGHER) is higher
    assert answer_of(low, high, 10, Direction.LOWER) is lower


@pytest.mark.parametrize(
    ("state", "english", "french"),
    [
        (MET, "met", ("1 atteint", "12 atteints")),
        (NOT_MET, "not met", ("1 non atteint", "12 non atteints")),
        (INSUFFICIENT, "no answer yet", ("1 sans réponse", "12 sans réponse")),
        (WAIVED, "waived", ("1 dérogé", "12 dérogés")),
    ],
)
def test_criteria_are_counted_in_words_that_may_have_a_plural(
    state: CriterionState, english: str, french: tuple[str, str]
) -> None:
    one, several = counted(state, 1), counted(state, 12)
    assert (say(one), say(several)) == (f"1 {english}", f"12 {english}")
    choose("fr", {})
    try:
        assert (say(one), say(several)) == french
    finally:
        choose("en", {})


def test_an_observation_tells_no_answer_as_none() -> None:
    assert [good_of(state) for state in (MET, NOT_MET, INSUFFICIENT, WAIVED)] == [True, False, None, False]


def test_the_oldest_of_the_days_that_are_known() -> None:
    assert oldest([date(2026, 3, 2), None, date(2026, 3, 1)]) == date(2026, 3, 1)
    assert oldest([None]) is oldest([]) is None


def sentences(count: int) -> list[Message]:
    return [message("{ref}", ref=f"R-{number}") for number in range(1, count + 1)]


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (listed(sentences(1)), "R-1"),
        (listed(sentences(3)), "R-1; R-2; R-3"),
        (listed(sentences(4)), "R-1; R-2; R-3; 1 more"),
        (listed(sentences(7)), "R-1; R-2; R-3; 4 more"),
        (listed(sentences(4), 2), "R-1; R-2; 2 more"),
        (listed(sentences(3), count=9), "R-1; R-2; R-3; 6 more"),
        (listed(sentences(3), count=3), "R-1; R-2; R-3"),
    ],
)
def test_what_is_too_long_to_list_is_counted(given: Message, told: str) -> None:
    assert say(given) == told


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (signed(5), "+5"),
        (signed(0), "+0"),
        (signed(-5), "−5"),
        (signed(-68, message("{value} ms", value=68)), "−68 ms"),
        (signed_points(0.05), "+5 pt"),
        (signed_points(-0.474), "−47 pt"),
        (signed_points(0.004), "+0 pt"),
    ],
)
def test_a_distance_from_a_threshold_has_its_sign(given: Message, told: str) -> None:
    assert say(given).replace("\N{NO-BREAK SPACE}", " ") == told


@pytest.mark.parametrize(
    ("seen", "source"),
    [((True, False, None), "1"), ((True, None, False), "1"), ((True, True), "0"), ((), None)],
)
def test_the_row_to_look_at_is_the_first_that_does_not_speak_for_it(seen: tuple[bool | None, ...], source: str | None) -> None:
    said = message("said")
    rows = tuple(Observation("kpi", str(place), "", said, good=good) for place, good in enumerate(seen))
    found = Finding(NOT_MET, said, said, observations=rows).source
    assert (found.uid if found else None) == source


def test_the_fewest_of_some_that_are_a_share_are_so_in_floats_too() -> None:
    for count, share in product(range(1, 60), (0.01, 0.1, 0.29, 0.3, 0.55, 0.57, 0.7, 0.9, 1.0)):
        fewest = fewest_of(count, share)
        assert fewest / count >= share > (fewest - 1) / count
