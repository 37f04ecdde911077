"""Nothing that is typed, pasted or imported can steer a terminal, and what is harmless is kept as it was."""

import time
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cockpit.domain.text import clean_line, clean_text, folded, harmless

ESC, BEL, ST, CSI, OSC, DCS = "\x1b", "\x07", "\x9c", "\x9b", "\x9d", "\x90"

ANYTHING = st.text(st.characters(exclude_categories=()), max_size=60)
"""Every code point, lone surrogates and controls included."""

TERMINAL = st.lists(
    st.one_of(
        st.sampled_from(
            [ESC, BEL, ST, CSI, OSC, DCS, "[", "]", "P", "\\", "31m", "0;", "\r", "\n", "\t", "\b", "\0", "\u202e", " "]
        ),
        st.text("ab ;:?", max_size=3),
    ),
    max_size=12,
).map("".join)
"""Pieces of terminal sequences in any order, so that taking one away may put another together."""


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        pytest.param(f"{ESC}[31mred{ESC}[0m", "red", id="CSI colour"),
        pytest.param(f"{ESC}[2J{ESC}[Hgone", "gone", id="CSI clear and home"),
        pytest.param(f"high{ESC}[1A{ESC}[2Klow", "highlow", id="CSI overwrite a line"),
        pytest.param(f"{ESC}[?1049lx", "x", id="CSI leave the alternate screen"),
        pytest.param(f"{ESC}[38;2;1;2;3mx{ESC}[1 qy", "xy", id="CSI with parameters and intermediates"),
        pytest.param(f"{CSI}31mred{CSI}0m", "red", id="8-bit CSI"),
        pytest.param(f"{ESC}]0;title{BEL}x", "x", id="OSC title ended by BEL"),
        pytest.param(f"{ESC}]0;title{ESC}\\x", "x", id="OSC title ended by ST"),
        pytest.param(f"{OSC}0;title{ST}x", "x", id="8-bit OSC ended by 8-bit ST"),
        pytest.param(f"{ESC}]52;c;Y3VybA=={BEL}x", "x", id="OSC clipboard"),
        pytest.param(f"{ESC}]8;;file:///etc{ESC}\\here{ESC}]8;;{ESC}\\", "here", id="OSC link"),
        pytest.param(f"{ESC}Pq#0;2;0;0;0{ESC}\\x", "x", id="DCS picture"),
        pytest.param(f"{DCS}q#0{ST}x", "x", id="8-bit DCS"),
        pytest.param(f"{ESC}_command{ESC}\\{ESC}^private{ESC}\\{ESC}Xstart{ESC}\\x", "x", id="APC, PM and SOS"),
        pytest.param(f"{ESC}cx{ESC}7y{ESC}(0z", "xyz", id="reset, save and character set"),
        pytest.param(f"x{ESC}", "x", id="an escape alone"),
        pytest.param(f"{ESC}]0;never ended", "0;never ended", id="OSC without end"),
        pytest.param(f"{ESC}{ESC}[31m[31mx", "[31mx", id="a sequence inside a sequence"),
        pytest.param(f"{ESC}[3{ESC}[0m1mx", "31mx", id="a sequence cut by another"),
        pytest.param("x\x84y\x8dz", "xyz", id="C1 index and reverse index"),
        pytest.param("CRITICAL\b\b\b\bminor", "CRITICALminor", id="backspace"),
        pytest.param("a\0b\x7fc\x05d", "abcd", id="NUL, DEL and answerback"),
        pytest.param("bell\x07", "bell", id="bell"),
        pytest.param("shift\x0eout\x0f", "shiftout", id="other character sets"),
        pytest.param("safe\u202eexe.txt\u202c", "safeexe.txt", id="right-to-left override"),
        pytest.param("a\u2066b\u2069c\u2067d\u2068e", "abcde", id="isolates"),
        pytest.param("\ufefffirst", "first", id="byte order mark"),
        pytest.param("a\ud800b\udfffc", "abc", id="lone surrogates"),
        pytest.param("a\ufff9b\ufffac\ufffb", "abc", id="annotation marks"),
    ],
)
def test_what_steers_a_terminal_goes_as_a_whole(typed: str, kept: str) -> None:
    assert clean_text(typed) == clean_line(typed) == kept


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("one\r\ntwo\rthree\ntwo", "one\ntwo\nthree\ntwo"),
        ("score 25\rscore 01", "score 25\nscore 01"),
        ("a\vb\fc\x85d\u2028e\u2029f", "a\nb\nc\nd\ne\nf"),
        ("- step\n\tdetail", "- step\n    detail"),
        ("trailing  \nblanks\t\n", "trailing\nblanks"),
        ("\n\n  first\n\nsecond  \n\n", "first\n\nsecond"),
        ("", ""),
        (" \t\r\n ", ""),
    ],
)
def test_line_ends_tabs_and_blanks_are_made_alike(typed: str, kept: str) -> None:
    assert clean_text(typed) == kept


def test_a_line_is_one_line() -> None:
    assert clean_line("  one\r\n two\tthree   four\n\n") == "one two three four"


@pytest.mark.parametrize(
    "typed",
    [
        "Déploiement à 60 % – « prêt » ?",
        "日本語のテキスト",
        "Ελληνικά, русский, עברית, العربية",
        "👩\u200d👩\u200d👧 family, 🏴\U000e0067\U000e0062\U000e007f flag",
        "e\u0301te\u0301 in two code points",
        "[red]not markup[/red] [/] {braces} %(name)s $HOME",
        "<script>alert(1)</script> '; DROP TABLE risk;--",
        "=1+1",
        r"C:\path\to [31m and \x1b[0m in letters",
        "10\u202f000\u00a0€",
    ],
)
def test_what_is_harmless_is_kept(typed: str) -> None:
    assert clean_text(typed) == clean_line(typed) == typed


@given(st.one_of(ANYTHING, TERMINAL))
@settings(database=None)
def test_what_is_clean_stays_as_it_is(typed: str) -> None:
    text, line = clean_text(typed), clean_line(typed)
    assert clean_text(text) == text
    assert clean_line(line) == clean_text(line) == line


@given(st.one_of(ANYTHING, TERMINAL))
@settings(database=None)
def test_no_control_is_left(typed: str) -> None:
    text, line = clean_text(typed), clean_line(typed)
    assert {unicodedata.category(each) for each in text.replace("\n", "")}.isdisjoint({"Cc", "Cs", "Zl", "Zp"})
    assert not any(
        unicodedata.bidirectional(each) in ("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI") for each in text
    )
    assert "\n" not in line


@given(st.text(st.characters(exclude_categories=("C", "Z")), max_size=60))
@settings(database=None)
def test_visible_characters_are_all_kept(typed: str) -> None:
    assert clean_text(typed) == clean_line(typed) == typed


@pytest.mark.parametrize("piece", [OSC, DCS, CSI, f"{ESC}]", f"{ESC}[", f"{CSI}0", f"{ESC} ", f"{ESC}P{ESC}", "0/", " \n"])
def test_long_hostile_texts_take_no_longer_than_their_length(piece: str) -> None:
    def seconds(pieces: int) -> float:
        begun = time.process_time()
        clean_line(piece * pieces)
        return time.process_time() - begun

    # Ten times the length in a quadratic search would take a hundred times as long.
    shorter = min(seconds(10_000) for _ in range(3))
    assert seconds(100_000) < 40 * shorter + 0.05


def test_text_that_was_perhaps_not_cleaned_keeps_its_layout_and_can_steer_nothing() -> None:
    assert harmless("  two\n\n  lines\x1b[31m \x07\u202etxt.exe  ") == "  two\n\n  lines[31m txt.exe  "


@pytest.mark.parametrize(
    ("text", "folds"),
    [("Risk R-3", "risk r-3"), ("Événement", "evenement"), ("STRASSE Straße", "strasse strasse"), ("ﬁn\u200bal", "final")],
)
def test_people_search_without_accents_and_case(text: str, folds: str) -> None:
    assert folded(text) == folds
