"""A filter finds what people remember of a row; sorting puts rows without a value last; a cursor stays with its row."""

from collections.abc import Sequence
from typing import NamedTuple

import pytest

from cockpit.domain.text import folded
from cockpit.widgets.column import Column
from cockpit.widgets.filtering import Filter, Narrowing
from cockpit.widgets.listing import Listing


class Thing(NamedTuple):
    """A row as simple as can be."""

    uid: str
    title: str
    size: int | None = None


class Referred(NamedTuple):
    """A row that people call by its ref."""

    uid: str
    ref: str
    title: str


COLUMNS = (
    Column("title", "Title", lambda row, _context: row.title),
    Column("size", "Size", lambda row, _context: "" if row.size is None else f"{row.size} GB", lambda row, _context: row.size),
)


def listing(*rows: Thing) -> Listing:
    made = Listing(COLUMNS)
    made.take(rows, None)
    return made


def uids(rows: Sequence[object]) -> str:
    return "".join(row.uid for row in rows if isinstance(row, Thing))


@pytest.mark.parametrize(
    ("text", "as_compared"),
    [
        ("Été", "ete"),
        ("STRASSE", "strasse"),
        ("Straße", "strasse"),
        ("ﬁn", "fin"),
        ("Ｆull", "full"),
        ("co\u00adop", "coop"),
        ("日本", "日本"),
    ],
)
def test_texts_are_compared_without_case_accents_and_what_is_not_seen(text: str, as_compared: str) -> None:
    assert folded(text) == as_compared


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("", "abc"),
        ("   ", "abc"),
        ("EQUIPE", "a"),
        ("lyon équipe", "a"),
        ("lyon", "ab"),
        ("7 gb", "b"),
        ("[/]", "c"),
        ("lyon nantes", ""),
    ],
)
def test_a_filter_keeps_rows_with_every_word_in_any_text(typed: str, found: str) -> None:
    rows = listing(Thing("a", "Équipe de Lyon"), Thing("b", "Serveur, Lyon", 7), Thing("c", "[/] [bold"))
    rows.filter = Filter(typed)
    rows.arrange()
    assert uids(rows.shown) == found


def test_a_filter_looks_into_new_versions_of_rows() -> None:
    rows = listing(Thing("a", "old"))
    rows.filter = Filter("new")
    rows.arrange()
    rows.take([Thing("a", "new")], None)
    assert uids(rows.shown) == "a"


def test_typing_a_filter() -> None:
    typed = Filter().typed_on("l").typed_on("y").typed_on(" ").typed_on("on\x1b[2J\nx")
    assert typed.typed == "ly on x"
    assert typed.shortened().typed == "ly on "
    assert typed.without_last_word().typed == "ly on "
    assert typed.without_last_word().without_last_word().typed == "ly "
    assert Filter().shortened() == Filter().without_last_word() == Filter()


@pytest.mark.parametrize(("descending", "order"), [(False, "cabd"), (True, "bacd")])
def test_rows_without_a_value_come_last(descending: bool, order: str) -> None:
    rows = listing(Thing("a", "", 5), Thing("b", "", 9), Thing("d", ""), Thing("c", "", 1))
    rows.sorted_by, rows.descending = "size", descending
    rows.arrange()
    assert uids(rows.shown) == order


def test_texts_sort_as_people_read_them() -> None:
    rows = listing(Thing("a", "zone"), Thing("b", "Éclair"), Thing("c", "eau"), Thing("d", ""))
    rows.sorted_by = "title"
    rows.arrange()
    assert uids(rows.shown) == "cbad"


def test_without_sorting_rows_stand_as_they_were_given() -> None:
    rows = listing(Thing("b", "b"), Thing("a", "a"))
    rows.sorted_by = "no such column"
    rows.arrange()
    assert uids(rows.shown) == "ba"


@pytest.mark.parametrize(
    ("left", "place"),
    [("abcd", 1), ("bacd", 0), ("acd", 1), ("ad", 1), ("a", 0), ("xyz", 0), ("", 0), ("xabcd", 2)],
)
def test_the_cursor_stays_with_its_row_or_goes_to_a_neighbour(left: str, place: int) -> None:
    rows = listing(*(Thing(uid, uid) for uid in "abcd"))
    before = rows.shown
    rows.take([Thing(uid, uid) for uid in left], None)
    assert rows.place_after(before, 1) == place


def test_reading_ahead_comes_to_an_end_whatever_was_read_before() -> None:
    made = listing(*(Thing(str(number), f"Thing {number}") for number in range(10)))
    made.narrowings = (Narrowing("odd", "odd", lambda row, _context: int(row.uid) % 2 == 1),)
    made.filter = Filter("thing 3")
    made.arrange()
    assert uids(made.shown) == "3"
    assert [made.read_ahead(4) for _ in range(3)] == [True, True, False]
    made.narrowings = ()
    made.arrange()
    assert uids(made.shown) == "3"


@pytest.mark.parametrize(("typed", "named"), [("a-2", "2"), ("A2", "2"), (" a-2 ", "2"), ("a", None), ("a-22", None), ("", None)])
def test_a_ref_that_is_typed_names_its_row(typed: str, named: str | None) -> None:
    rows = [Referred("1", "A-1", "waits for A-2"), Referred("2", "A-2", "waits for nothing"), Referred("3", "A-3", "")]
    made = Listing(
        (Column("ref", "Ref", lambda row, _context: row.ref), Column("title", "Title", lambda row, _context: row.title))
    )
    made.take(rows, None)
    made.filter = Filter(typed)
    made.arrange()
    assert (made.named.uid if made.named else None) == named
