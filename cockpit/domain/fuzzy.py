"""Finding texts by what people remember of them: words in any order, whatever their case and accents; some letters of them, or one wrong.

A word is found where it occurs; ``r3`` is found as the ref ``R-3`` too.  Loosely it is found in a word of the text that begins with
the same letter: where its letters follow each other there (``rlbk`` in *rollback*), where they begin words that follow each other
(``plb`` in *peak load brings*), or where one letter of it is wrong, missing, too many or swapped with the next (``trian`` in *training*).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from cockpit.domain.text import folded

_SHORTEST_LOOSE = 3
"""Letters of the shortest word that is found loosely: of shorter ones every second word of a text reminds."""

_LONGEST_LOOSE = 40
"""Letters of the longest word that is found loosely; what is longer was pasted, and its patterns would grow with its square."""

_SHORTEST_SLIP = 4
"""Letters of the shortest word in which one may be wrong."""

_FEW = 5
"""Texts in which words occur, below which those that only resemble them are worth a look."""

_TOO_MANY = 1_000
"""Texts in which words occur, beyond which they are not told apart by more than how they begin."""

_REF = re.compile(r"([a-z]+)-?(\d+)", re.ASCII)

# How well a word is found: as a whole ref, at the very beginning, where a word begins, anywhere; then loosely.
_AS_REF, _FIRST, _BEGINNING, _INSIDE, _LETTERS, _INITIALS, _SLIPPED = 1.0, 0.9, 0.8, 0.6, 0.3, 0.25, 0.2


class Found(NamedTuple):
    """How well words are found in a text, up to 1, and the places of its letters that they were found at, in order."""

    score: float
    places: tuple[int, ...]


class Kept(NamedTuple):
    """The places, in order, of the texts in which all words are found; whether some word is in no text but ``loosely``."""

    places: Sequence[int]
    loosely: bool


@dataclass(frozen=True)
class Sought:
    """Words that are looked for; each has to be found."""

    words: tuple[str, ...]

    @classmethod
    def typed(cls, typed: str) -> "Sought":
        """The words that were typed."""
        return cls(tuple(folded(typed).split()))

    def kept(self, texts: Sequence[str]) -> Kept:
        """Which of ``texts``, which are folded, to keep: a word that occurs in none of them at all is found loosely."""
        places: Sequence[int] = range(len(texts))
        loosely = False
        for word in map(_word, self.words):
            if any(map(word.occurs_in, texts)):
                places = [place for place in places if word.occurs_in(texts[place])]
            else:
                loosely = True
                places = [place for place in places if word.reminds_of(texts[place])]
        return Kept(places, loosely and bool(places))

    def ranked(self, texts: Sequence[str], most: int) -> list[tuple[int, Found]]:
        """The places of at most ``most`` of ``texts``, which are folded, the best first; loosely found where few others are."""
        if not self.words:
            return []
        words = [*map(_word, self.words)]
        places = [place for place, text in enumerate(texts) if all(word.occurs_in(text) for word in words)]
        if len(places) > _TOO_MANY:
            first = self.words[0]
            places = sorted(places, key=lambda place: (not texts[place].startswith(first), place))[:_TOO_MANY]
        loosely = len(places) < _FEW
        if loosely:
            known = set(places)
            places += [
                place
                for place, text in enumerate(texts)
                if place not in known and all(word.occurs_in(text) or word.reminds_of(text) for word in words)
            ]
        told = ((place, self.found(texts[place], loosely=loosely)) for place in places)
        scored = [(place, found) for place, found in told if found is not None]
        return sorted(scored, key=lambda each: (-each[1].score, each[0]))[:most]

    def found(self, text: str, *, loosely: bool = True) -> Found | None:
        """How well and where the words are found in a folded ``text``; None where one of them is not."""
        score, places = 0.0, set[int]()
        for word in map(_word, self.words):
            found = word.found(text, loosely=loosely)
            if found is None:
                return None
            score += found.score
            places.update(found.places)
        return Found(score / len(self.words), tuple(sorted(places))) if self.words else None


class _Word:
    """One word, and the patterns by which it is found; each begins with a letter, so that a text is searched as fast as it is read."""

    def __init__(self, word: str) -> None:
        self._word = word
        self._ref: re.Pattern[str] | None = None
        self._number = ""
        if ref := _REF.fullmatch(word):
            self._number = f"-{ref[2]}"
            self._ref = re.compile(rf"{_beginning(ref[1])}{self._number}(?!\d)")
        self._patterns: tuple[tuple[re.Pattern[str], float], ...] = ()
        self._slips: re.Pattern[str] | None = None
        if _SHORTEST_LOOSE <= len(word) <= _LONGEST_LOOSE and word.isalpha():
            first, others = word[0], word[1:]
            letters, initials = _letters(others), _initials(others)
            self._any = re.compile(f"{_beginning(first)}(?:{letters}|{initials})")
            told = ((letters, _LETTERS), (initials, _INITIALS))
            self._patterns = tuple((re.compile(f"({_beginning(first)}){rest}"), score) for rest, score in told)
            if len(word) >= _SHORTEST_SLIP:
                self._slips = _slips(word)
        half = len(word) // 2
        swapped = word[: half - 1] + word[half : half + 1] + word[half - 1 : half] + word[half + 1 :] if half else word
        self._left_by_slip = word[:half], word[half:], swapped

    def occurs_in(self, text: str) -> bool:
        """Whether the word, or the ref that it means, is in a text as it is."""
        return self._word in text or (self._number in text and self._ref is not None and self._ref.search(text) is not None)

    def reminds_of(self, text: str) -> bool:
        """Whether the word is found loosely."""
        if not self._patterns:
            return False
        return self._any.search(text) is not None or self._slipped(text) is not None

    def _slipped(self, text: str) -> re.Match[str] | None:
        # One slip leaves one half as it is, unless it swaps the two letters where they meet; that is found out faster.
        if self._slips is None or not any(part in text for part in self._left_by_slip):
            return None
        return self._slips.search(text)

    def found(self, text: str, *, loosely: bool) -> Found | None:
        """How well and where the word is found."""
        if self._ref is not None and self._number in text and (named := self._ref.search(text)):
            return Found(_AS_REF, tuple(range(*named.span())))
        begin = text.find(self._word)
        if begin > 0 and (starting := re.search(rf"\b{re.escape(self._word)}", text)):
            return self._whole(starting.start(), _BEGINNING)
        if begin >= 0:
            return self._whole(begin, _INSIDE if begin else _FIRST)
        return self._loosely(text) if loosely else None

    def _whole(self, begin: int, score: float) -> Found:
        return Found(score, tuple(range(begin, begin + len(self._word))))

    def _loosely(self, text: str) -> Found | None:
        for pattern, score in self._patterns:
            if loose := pattern.search(text):
                return Found(score, tuple(place for start, end in loose.regs[1:] for place in range(start, end)))
        slipped = self._slipped(text)
        return Found(_SLIPPED, tuple(range(*slipped.span()))) if slipped else None


_word = lru_cache(maxsize=64)(_Word)


def _beginning(letters: str) -> str:
    """Letters with which a word begins."""
    return rf"{letters}(?<!\w{letters})"


def _letters(others: Sequence[str]) -> str:
    """What follows the first letter where the ``others`` come one after the other within one word."""
    return "".join(rf"[^\s{letter}]*({letter})" for letter in others)


def _initials(others: Sequence[str]) -> str:
    """What follows the first letter where each of the ``others`` begins the next word."""
    return "".join(rf"\w*[^\w\n]+({letter})" for letter in others)


def _slips(word: str) -> re.Pattern[str]:
    """What begins like a word with one slip of the keys in it, which is not in its first letter."""
    first, rest = word[0], word[1:]
    slipped = set[str]()
    for place, letter in enumerate(rest):
        before, after = rest[:place], rest[place + 1 :]
        slipped |= {rf"{before}\w{letter}{after}", before + after, rf"{before}\w{after}"}
        if after:
            slipped.add(before + after[0] + letter + after[1:])
    return re.compile(rf"{_beginning(first)}(?:{'|'.join(sorted(slipped))})")
