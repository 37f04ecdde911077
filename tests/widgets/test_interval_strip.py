"""An estimate and its interval in a line of cells."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cockpit.widgets.interval_strip import Axis, axis_of, interval_strip

TEN = Axis(-5, 5)
"""Eleven cells, one for each whole number."""


@pytest.mark.parametrize(
    ("low", "value", "high", "margin", "strip"),
    [
        (1, 2, 4, None, "     │├●─┤ "),
        (-2, 1, 4, None, "   ├─│●──┤ "),
        (-1, 1, 3, -3, "  ┆ ├│●─┤  "),
        (-9, 0, 9, None, "‹────●────›"),
        (2, 2, 2, None, "     │ ●   "),
        (0, 2, 3, None, "     ┼─●┤  "),
        (6, 7, 8, None, "     │    ›"),
    ],
    ids=[
        "clear of zero",
        "zero inside",
        "a margin",
        "wider than the axis",
        "narrower than a cell",
        "an end at zero",
        "beyond the axis",
    ],
)
def test_what_is_drawn(low: float, value: float, high: float, margin: float | None, strip: str) -> None:
    assert interval_strip(low, value, high, TEN, 11, margin) == strip


@given(st.floats(-100, 100), st.floats(0, 50), st.floats(0, 50), st.integers(8, 60))
def test_it_has_its_width_and_shows_the_estimate(value: float, below: float, above: float, cells: int) -> None:
    low, high = value - below, value + above
    strip = interval_strip(low, value, high, axis_of([low, high]), cells)
    assert len(strip) == cells
    assert strip.count("●") == 1


def test_zero_is_always_on_the_axis() -> None:
    axis = axis_of([3, 4])
    assert axis.low < 0 < 4 < axis.high
    assert axis_of([]).low < 0 < axis_of([]).high
