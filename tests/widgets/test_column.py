"""Columns share the width of the window, give way in the order of their importance, and never stand on each other."""

from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from cockpit.widgets.column import GAP, Cell, Column, Place, arranged


def column(name: str, **given: Any) -> Column:
    return Column(name, name, lambda row, _context: str(row), **given)


def widths(places: tuple[Place, ...]) -> dict[str, int]:
    return {place.column.name: place.width for place in places}


REF = column("ref", minimum=4, maximum=8, priority=0)
TITLE = column("title", minimum=10, maximum=200, weight=2, priority=0)
NOTE = column("note", minimum=10, maximum=30, weight=1, priority=6)
OWNER = column("owner", minimum=3, maximum=12, priority=3)
ALL = (REF, TITLE, NOTE, OWNER)
NATURAL = {"ref": 4, "title": 7, "note": 4, "owner": 6}


def test_what_is_left_over_goes_to_the_weights() -> None:
    # 6 cells for the gaps, 4 + 6 for the texts, 10 for each of the two that grow; the other 24 in the proportion of two to one.
    assert widths(arranged(ALL, NATURAL, 60)) == {"ref": 4, "title": 26, "note": 18, "owner": 6}
    # What a column at its maximum cannot take goes to the others.
    assert widths(arranged(ALL, NATURAL, 100)) == {"ref": 4, "title": 54, "note": 30, "owner": 6}


def test_the_least_important_leaves_first() -> None:
    assert set(widths(arranged(ALL, NATURAL, 36))) == {"ref", "title", "note", "owner"}
    assert set(widths(arranged(ALL, NATURAL, 35))) == {"ref", "title", "owner"}
    assert set(widths(arranged(ALL, NATURAL, 23))) == {"ref", "title"}


def test_of_equals_the_last_leaves_first() -> None:
    equals = (REF, column("a", minimum=8), column("b", minimum=8))
    assert set(widths(arranged(equals, {}, 20))) == {"ref", "a"}


def test_texts_take_what_they_need_up_to_their_maximum() -> None:
    assert widths(arranged((REF, OWNER), {"ref": 99, "owner": 99}, 80)) == {"ref": 8, "owner": 12}
    assert widths(arranged((REF, OWNER), {}, 80)) == {"ref": 4, "owner": 3}


def test_columns_that_may_not_leave_are_squeezed() -> None:
    assert widths(arranged((REF, TITLE), {"ref": 8}, 18)) == {"ref": 6, "title": 10}
    assert widths(arranged((REF, TITLE), {"ref": 8}, 10)) == {"ref": 4, "title": 4}
    assert widths(arranged((REF, TITLE), {"ref": 8}, 5)) == {"ref": 4}
    # What stands for a row is not cut: the next one gets what is left.
    whole = replace(REF, whole=True)
    assert widths(arranged((whole, TITLE), {"ref": 8}, 18)) == {"ref": 8, "title": 8}
    assert widths(arranged((whole, TITLE), {"ref": 8}, 5)) == {"ref": 5}


COLUMNS = st.lists(
    st.builds(
        lambda minimum, more, weight, priority: {"minimum": minimum, "maximum": minimum + more, "weight": weight, "priority": priority},
        st.integers(1, 20), st.integers(0, 60), st.integers(0, 3), st.integers(0, 9),
    ),
    min_size=1, max_size=8,
).map(lambda several: tuple(column(str(place), **given) for place, given in enumerate(several)))  # fmt: skip


@given(COLUMNS, st.integers(0, 200), st.integers(0, 60))
def test_columns_never_overlap_nor_leave_the_window(columns: tuple[Column, ...], room: int, natural: int) -> None:
    places = arranged(columns, {each.name: natural for each in columns}, room)
    end = -GAP
    for place in places:
        assert place.left >= end + GAP
        assert 0 < place.width <= place.column.maximum
        end = place.left + place.width
    assert end <= room
    assert places or room == 0


def test_a_cell_is_told_in_one_calm_line() -> None:
    assert column("x").told("a\nb\x1b[2J\u202e", None) == Cell("a b")
