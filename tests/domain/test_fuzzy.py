"""Texts are found by what people remember of them: exactly what they typed where it occurs, else what resembles it."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cockpit.domain.fuzzy import Found, Sought
from cockpit.domain.text import folded, unfolded
from tests.thoroughness import examples

TEXTS = [
    "a-14 rehearse the rollback\nlea\nr-3",
    "a-21 index the order table\nmarc\nk-3",
    "a-25 train the super-users of lyon\nines\nr-13",
    "r-3 peak load brings the order page down\nlea",
    "k-3 response p95\nmarc",
]


def kept(typed: str, texts: list[str] = TEXTS) -> list[str]:
    return [texts[place].split()[0] for place in Sought.typed(typed).kept(texts).places]


@pytest.mark.parametrize(
    ("typed", "found", "loosely"),
    [
        ("", ["a-14", "a-21", "a-25", "r-3", "k-3"], False),
        ("ORDER", ["a-21", "r-3"], False),
        ("page ORDER", ["r-3"], False),
        ("order LÉA", ["r-3"], False),
        ("order ines", [], False),
        ("r3", ["a-14", "r-3"], False),
        ("r13", ["a-25"], False),
        ("r-1", ["a-25"], False),
        ("k3 marc", ["a-21", "k-3"], False),
        ("p95", ["k-3"], False),
        # Letters left out, initials, one slip: swapped, missing, too many, wrong
        ("rlbk", ["a-14"], True),
        ("plb", ["r-3"], True),
        ("trian", ["a-25"], True),
        ("rolback", ["a-14"], True),
        ("rehaerse", ["a-14"], True),
        ("indeex", ["a-21"], True),
        ("responze", ["k-3"], True),
        ("lea rolback", ["a-14"], True),
        ("suser", ["a-25"], True),
        # What does not resemble enough: two slips, a wrong first letter, letters from the middle, two letters alone
        ("rlobakc", [], False),
        ("bollback", [], False),
        ("llbk", [], False),
        ("zq", [], False),
        ("[a-z]+", [], False),
        (".*", [], False),
    ],
)
def test_what_is_kept(typed: str, found: list[str], loosely: bool) -> None:
    assert kept(typed) == found
    assert Sought.typed(typed).kept(TEXTS).loosely is loosely


def test_the_best_come_first() -> None:
    texts = ["a-30 ask r-3", "r-30 peak", "r-3 load", "the r-31", "x or-3"]
    assert [texts[place] for place, _found in Sought.typed("r-3").ranked(texts, 9)] == [
        "a-30 ask r-3", "r-3 load", "r-30 peak", "the r-31", "x or-3",
    ]  # fmt: skip
    assert [place for place, _found in Sought.typed("r3").ranked(texts, 1)] == [0]
    words = ["overload", "the load", "loading", "loud", "lord of data"]
    assert [words[place] for place, _found in Sought.typed("load").ranked(words, 9)] == [
        "loading", "the load", "overload", "loud", "lord of data",
    ]  # fmt: skip
    assert Sought.typed("").ranked(words, 9) == []


def test_letters_that_were_found_can_be_shown() -> None:
    text = "Répéter le retour arrière"
    found = Sought.typed("rtr arr").found(folded(text))
    assert found is not None
    assert "".join(text[place] for place in unfolded(text, found.places)) == "Rtrarr"


@pytest.mark.parametrize(("text", "shown"), [("Straße", "aße"), ("ﬁn de", "n d"), ("e\u0301te\u0301", "te")])
def test_places_are_those_of_the_text_as_it_was_typed(text: str, shown: str) -> None:
    whole = folded(text)
    begin = whole.index(folded(shown))
    assert "".join(text[place] for place in unfolded(text, range(begin, begin + len(folded(shown))))) in (shown, "té"[:2])


LETTERS = st.text("abcé -\n3", max_size=12)
WORDS = st.text("abcé-3", min_size=1, max_size=5)


def slips(word: str, other: str) -> int:
    """The least number of letters wrong, missing, too many or swapped with the next between two words."""
    rows = [list(range(len(other) + 1))]
    for i, letter in enumerate(word, 1):
        row = [i]
        for j, beside in enumerate(other, 1):
            least = min(rows[i - 1][j] + 1, row[j - 1] + 1, rows[i - 1][j - 1] + (letter != beside))
            if i > 1 and j > 1 and letter == other[j - 2] and word[i - 2] == beside:
                least = min(least, rows[i - 2][j - 2] + 1)
            row.append(least)
        rows.append(row)
    return rows[-1][-1]


def in_order(letters: str, text: str) -> bool:
    rest = iter(text)
    return all(letter in rest for letter in letters)


@examples(300)
@given(st.lists(LETTERS, max_size=8), LETTERS)
def test_whatever_occurs_is_found_wherever_it_stands(texts: list[str], typed: str) -> None:
    whole = [*map(folded, texts)]
    words = folded(typed).split()
    wanted = [place for place, text in enumerate(whole) if all(word in text for word in words)]
    assert set(wanted) <= set(Sought.typed(typed).kept(whole).places)
    for place in wanted if words else ():
        found = Sought.typed(typed).found(whole[place], loosely=False)
        assert found is not None
        assert 0 < found.score <= 1
        assert list(found.places) == sorted(set(found.places))
        assert all(0 <= each < len(whole[place]) for each in found.places)


@examples(300)
@given(st.lists(LETTERS, max_size=8), st.lists(WORDS, min_size=1, max_size=3))
def test_neither_the_order_of_words_nor_case_nor_accents_matter(texts: list[str], words: list[str]) -> None:
    whole = [*map(folded, texts)]
    once = Sought.typed(" ".join(words)).kept(whole)
    assert Sought.typed(" ".join(reversed(words))).kept(whole) == once
    assert Sought.typed("  ".join(words).upper()).kept(whole) == once
    assert Sought.typed(" ".join(words).replace("é", "e\u0301")).kept(whole) == once


@examples(300)
@given(st.lists(st.text("abcd", min_size=3, max_size=8), min_size=1, max_size=3), st.text("abcd", min_size=3, max_size=7))
def test_what_is_found_loosely_resembles_what_was_typed(words: list[str], typed: str) -> None:
    text = " ".join(words)
    letters = any(word[0] == typed[0] and in_order(typed, word) for word in words)
    initials = any(typed in "".join(word[0] for word in words[begin:]) for begin in range(len(words)))
    slipped = len(typed) > 3 and any(
        word[0] == typed[0] and slips(typed, word[:length]) <= 1
        for word in words
        for length in range(len(typed) - 1, len(typed) + 2)
        if 0 < length <= len(word)
    )
    assert bool(Sought.typed(typed).kept([text]).places) is (typed in text or letters or initials or slipped)


@examples(200)
@given(st.text("abcdef", min_size=4, max_size=9), st.data())
def test_one_slip_after_the_first_letter_is_forgiven(word: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(1, len(word) - 1))
    before, letter, after = word[:place], word[place], word[place + 1 :]
    slipped = [before + "x" + letter + after, before + "x" + after, before + after[:1] + letter + after[1:]]
    if len(word) > 4:
        slipped.append(before + after)
    for typed in slipped:
        assert Sought.typed(typed).kept([f"first {word}ing last"]).places == [0]


@examples(200)
@given(st.lists(LETTERS, max_size=8), st.text("abcé", min_size=5, max_size=8))
def test_another_letter_never_adds_a_text_to_those_in_which_a_word_occurs(texts: list[str], typed: str) -> None:
    whole = [*map(folded, texts)]
    for shorter, longer in pairwise(typed[:count] for count in range(1, len(typed) + 1)):
        before, after = Sought.typed(shorter).kept(whole), Sought.typed(longer).kept(whole)
        assert after.loosely or set(after.places) <= set(before.places)


def test_what_was_pasted_by_mistake_is_looked_for_as_it_is() -> None:
    pasted = "rollback" * 5_000
    assert Sought.typed(pasted).ranked([*TEXTS, f"a-1 {pasted}"], 5) == [
        (len(TEXTS), Found(0.8, tuple(range(4, 4 + len(pasted))))),
    ]
