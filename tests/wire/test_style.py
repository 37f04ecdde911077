import pyte
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cockpit.wire.style import on_blank, settled, turning
from tests.thoroughness import examples

NUMBERS = ["0", "1", "2", "3", "4", "5", "7", "9", "22", "24", "27", "31", "39", "49", "44", "97", "105", "38;5;9", "48;2;1;2;3"]
said = st.lists(st.sampled_from(NUMBERS), max_size=5).map(";".join)


def cell(*written: str) -> pyte.screens.Char:
    """How pyte draws a character after all of it."""
    screen = pyte.Screen(4, 1)
    pyte.Stream(screen).feed("".join(written) + "x")
    return screen.buffer[0][0]


@given(said)
@examples(200)
def test_a_settled_style_looks_the_same(style: str) -> None:
    assert cell(f"\x1b[{settled(style)}m") == cell(f"\x1b[{style}m")
    assert settled(settled(style)) == settled(style)


@given(said.map(settled), said.map(settled))
@examples(300)
def test_turning_gives_the_look_of_the_other_at_no_more_cost_than_saying_it_anew(before: str, after: str) -> None:
    assert cell(f"\x1b[{before}m", turning(before, after)) == cell(f"\x1b[{after}m")
    assert len(turning(before, after)) <= len(f"\x1b[0;{after}m")


@pytest.mark.parametrize(
    ("before", "after", "written"),
    [
        ("", "", ""),
        ("", "1;31", "\x1b[1;31m"),
        ("1;31", "", "\x1b[m"),
        ("1;31", "1", "\x1b[39m"),
        ("1;2", "1", "\x1b[0;1m"),  # 22 ends both, and bold has to be begun again
        ("1;34;44", "1;34", "\x1b[49m"),
        ("7;38;2;1;2;3;40", "7;38;2;1;2;3", "\x1b[49m"),
    ],
)
def test_the_shortest_way_between_two_looks(before: str, after: str, written: str) -> None:
    assert turning(before, after) == written


@pytest.mark.parametrize(
    ("style", "seen"),
    [("1;31", ""), ("2;3", ""), ("1;31;44", "44"), ("7;31", "7;31"), ("4;31", "4;31"), ("5;35;9", "9;35"), ("39;49", "")],
)
def test_of_a_blank_its_ground_and_its_lines_are_seen(style: str, seen: str) -> None:
    assert on_blank(style) == seen
