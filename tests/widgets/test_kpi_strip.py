"""A strip tells which values reach the target, and how large a change is; expected heights are worked out by hand."""

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cockpit.domain.kpi import Direction
from cockpit.widgets.kpi_strip import BLOCKS, CONSOLE, glyphs_of, scale_of, strip

HIGHER, LOWER = Direction.HIGHER, Direction.LOWER

figures = st.floats(-1e15, 1e15, allow_nan=False)
series = st.lists(figures, min_size=1, max_size=40)


def heights(shown: str) -> list[int]:
    return [BLOCKS.heights.index(block) for block in shown if block != BLOCKS.target]


def test_the_last_cell_is_the_height_of_the_target() -> None:
    # From 0 to 8 each unit is one block high: the target, 5, is the sixth block.
    assert strip([0, 2, 4, 6, 8], 5, None, HIGHER, 12) == "▁▃▅▇█▏▆"


def test_without_a_target_there_is_no_mark() -> None:
    assert strip([0, 8], None, None, HIGHER, 12) == "▁█"


def test_the_newest_values_stay_where_there_is_no_room_for_all() -> None:
    assert strip([8, 8, 8, 0, 8], 4, None, HIGHER, 5) == "█▁█▏▅"


def test_a_ripple_is_no_cliff() -> None:
    # A fifth of the largest value is the whole height: a change of one in a hundred is at most one block of eight.
    low, high = heights(strip([97.0, 98.0], None, None, HIGHER, 10))
    assert high - low <= 1


def test_a_change_of_a_hundredth_of_the_target_does_not_fill_the_scale() -> None:
    shown = heights(strip([99.0, 100.0], 100.0, None, HIGHER, 10))
    assert max(shown) - min(shown) == 1


def test_a_count_that_varies_much_is_as_high_as_it_is_large() -> None:
    # None is negative and the least is less than half of the greatest, so that the scale begins at zero.
    assert scale_of([2.0, 8.0]) == (0.0, 8.0)
    assert strip([2, 4, 8], None, None, HIGHER, 10) == "▃▅█"


def test_where_it_all_began_is_on_the_scale() -> None:
    assert scale_of([95.0], (100.0, 50.0)) == (50.0, 100.0)


@pytest.mark.parametrize("values", [[0.0], [0.0, 0.0], [5e-324], [1e15, 1e15], [-3.0, -3.0], [-1e15, 1e15]])
def test_any_scale_has_a_span(values: list[float]) -> None:
    low, high = scale_of(values)
    assert math.isfinite(high - low)
    assert low < high


def test_what_barely_misses_the_target_looks_like_a_miss() -> None:
    reached, missed = heights(strip([99.7, 99.69], 99.7, None, HIGHER, 10))[:2]
    assert reached > missed


def test_there_is_no_strip_where_nothing_fits_or_nothing_is_known() -> None:
    assert strip([], 5, None, HIGHER, 12) == ""
    assert strip([1, 2], 5, None, HIGHER, 2) == ""


@given(series, figures, st.sampled_from(Direction))
def test_a_value_stands_on_the_targets_good_side_if_and_only_if_it_reaches_it(
    values: list[float], target: float, direction: Direction
) -> None:
    *shown, level = heights(strip(values, target, None, direction, 50))
    for value, height in zip(values, shown, strict=True):
        if direction is HIGHER:
            assert (height >= level) == (value >= target)
        else:
            assert (height <= level) == (value <= target)


@given(series, st.none() | figures, st.none() | figures, st.sampled_from(Direction))
def test_heights_follow_the_values(
    values: list[float], target: float | None, baseline: float | None, direction: Direction
) -> None:
    shown = heights(strip(values, target, baseline, direction, 50))[: len(values)]
    ordered = sorted(zip(values, shown, strict=True))
    for (value, height), (larger, higher) in pairwise(ordered):
        assert height <= higher
        if value == larger:
            assert height == higher


@given(series, st.none() | figures, st.integers(0, 20))
def test_a_strip_is_never_wider_than_asked(values: list[float], target: float | None, cells: int) -> None:
    shown = strip(values, target, None, HIGHER, cells)
    marks = 0 if target is None else 2
    assert len(shown) == (min(len(values), cells - marks) + marks if cells > marks else 0)


def test_the_console_of_linux_gets_characters_that_it_has() -> None:
    assert glyphs_of({"TERM": "linux"}) is CONSOLE
    assert glyphs_of({"TERM": "xterm-256color"}) is BLOCKS
    shown = strip([0, 8], 4, None, HIGHER, 12, CONSOLE)
    assert shown == "_█|o"
    assert shown.encode("cp437").decode("cp437") == shown
