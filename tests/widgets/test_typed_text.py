"""Typed text takes the same cells in every terminal, and none of it steers the terminal or is read as markup."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from wcwidth import wcswidth, wcwidth

from cockpit.widgets.typed_text import cell_width, content_of, cut, display_line, display_text, fit
from tests.widgets.seen import HOSTILE

STEERING = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ud800-\udfff]")

TEXTS = st.lists(st.sampled_from(HOSTILE) | st.text(max_size=12), max_size=4).map("".join)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("plain", "plain"),
        ("Léa, 12 % – “ok” → fin…", "Léa, 12 % – “ok” → fin…"),
        ("\x1b[31mred\x1b[0m", "red"),
        ("score 25\rscore 01", "score 25 score 01"),
        ("two\nlines", "two lines"),
        ("e\u0301te\u0301", "été"),
        ("👨‍👩‍👧‍👦", "👨👩👧👦"),
        ("👍🏽", "👍"),
        ("❤️ 1️⃣", "❤ 1"),
        ("🇫🇷", "FR"),
        ("soft\u00adhyphen zero\u200bwidth", "softhyphen zerowidth"),
        ("\u202eabc\u202c", "abc"),
        ("\U0010ffff", "\N{REPLACEMENT CHARACTER}"),
        ("z\u0335\u0336\u0321\u0327\u0328", "z\u0335\u0336\u0321"),
        ("[bold]x[/]", "[bold]x[/]"),
        ("", ""),
    ],
)
def test_a_line_is_shown_as_every_terminal_draws_it(typed: str, shown: str) -> None:
    assert display_line(typed) == shown


def test_lines_of_a_text_stay_apart() -> None:
    assert display_text("one\r\ntwo\x1b[2J\n👍🏽 three") == "one\ntwo\n👍 three"


@given(TEXTS)
def test_what_is_shown_steers_nothing(typed: str) -> None:
    assert not STEERING.search(display_line(typed))
    assert not STEERING.search(display_text(typed).replace("\n", ""))


@given(TEXTS)
def test_showing_twice_changes_nothing(typed: str) -> None:
    assert display_line(display_line(typed)) == display_line(typed)


def _terminals_agree(shown: str) -> bool:
    """Some terminals only join the vowel signs of Indic scripts and the stems of notes to what they follow, or know the newest pictures."""
    return all(
        unicodedata.category(each) not in ("Mc", "Cn") and not "\U0001d100" <= each <= "\U0001d1ff" and each != "\U0001171e"
        for each in shown
    )


@given(TEXTS.map(display_line).filter(_terminals_agree))
def test_terminals_with_and_without_joiners_draw_it_equally_wide(shown: str) -> None:
    assert cell_width(shown) == cell_len(shown) == wcswidth(shown) == sum(map(wcwidth, shown))


def test_every_common_character_is_as_wide_as_the_terminal_thinks() -> None:
    for point in range(0x20, 0x2E80):
        shown = display_line(f"a{chr(point)}b")
        if all(unicodedata.category(each) not in ("Mc", "Cn") for each in shown):
            assert cell_width(shown) == sum(map(wcwidth, shown)), hex(point)


@given(TEXTS.map(display_line), st.integers(0, 40))
def test_cutting_fits(shown: str, cells: int) -> None:
    kept = cut(shown, cells)
    assert cell_len(kept) <= cells
    assert kept == shown or (cell_len(shown) > cells and (kept.endswith("…") or cells == 0))


@pytest.mark.parametrize(
    ("shown", "cells", "kept"),
    [
        ("abcdef", 6, "abcdef"),
        ("abcdef", 5, "abcd…"),
        ("abc def", 5, "abc…"),
        ("日本語", 6, "日本語"),
        ("日本語", 5, "日本…"),
        ("日本語", 4, "日…"),
        ("abcdef", 1, "…"),
        ("abcdef", 0, ""),
    ],
)
def test_a_text_too_long_ends_with_an_ellipsis(shown: str, cells: int, kept: str) -> None:
    assert cut(shown, cells) == kept


@given(TEXTS.map(display_line), st.integers(0, 40), st.booleans())
def test_fitting_fills_exactly(shown: str, cells: int, right: bool) -> None:
    assert cell_len(fit(shown, cells, right=right)) == cells


def test_fitting_aligns() -> None:
    assert fit("12", 5) == "12   "
    assert fit("12", 5, right=True) == "   12"


@pytest.mark.parametrize("typed", HOSTILE)
def test_content_is_not_markup(typed: str) -> None:
    content = content_of(typed, "bold")
    assert content.plain == display_text(typed)
    assert {str(span.style) for span in content.spans} <= {"bold"}


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("leurs responsables\xa0: sans", 14, ["leurs", "responsables\xa0:", "sans"]),
        ("sponsors\xa0: 800\xa0%", 14, ["sponsors\xa0:", "800\xa0%"]),
        ("il dit «\u202fnon\u202f»", 13, ["il dit", "«\u202fnon\u202f»"]),
        ("en tout 10\u202f000\xa0€", 14, ["en tout", "10\u202f000\xa0€"]),
        ("vu par M.\xa0Roux", 9, ["vu par", "M.\xa0Roux"]),
        ("dans 14\xa0jours", 9, ["dans", "14\xa0jours"]),
        ("un mot\xa0trop\xa0long\xa0ici", 14, ["un mot\xa0trop", "long\xa0ici"]),
        ("Das\xa0ist\xa0aus\xa0einer\xa0Webseite", 10, ["Das\xa0ist", "aus\xa0einer", "Webseite"]),
    ],
)
def test_a_no_break_space_breaks_a_line_only_between_words(text: str, width: int, lines: list[str]) -> None:
    assert [line.plain.rstrip() for line in content_of(text).wrap(width)] == lines
