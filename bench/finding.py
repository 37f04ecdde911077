"""``python -m bench.finding``: what finding rows costs, beside looking for the same word in the same texts with ``in`` alone."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from random import Random

from bench.report import table
from bench.verdicts import HEADINGS, Ratio, Work, measured
from cockpit.domain.fuzzy import Sought

ROWS, MORE_ROWS = 10_000, 20_000
_ROUNDS = 9
_SEED = 7
_SYLLABLES = [
    "ro",
    "ll",
    "ba",
    "ck",
    "pe",
    "ak",
    "lo",
    "ad",
    "tr",
    "ain",
    "su",
    "per",
    "us",
    "er",
    "in",
    "dex",
    "or",
    "der",
    "ta",
    "ble",
    "pu",
    "bl",
    "ish",
    "re",
    "he",
    "ar",
    "se",
    "ly",
    "on",
    "wa",
    "ve",
    "port",
    "call",
    "de",
    "mo",
]
_WORDS = 4_000
_COMMON, _SLIP, _MISSING = "order", "rolbackc", "zzzzq"
_MOST = 40


def texts(count: int) -> list[str]:
    """What so many rows say in a table: a ref, a state, a title of eight words, an owner, a day, what is served."""
    chance = Random(_SEED)
    words = ["order", *("".join(chance.choices(_SYLLABLES, k=chance.randint(1, 4))) for _ in range(_WORDS))]
    return [
        f"a-{number}\nto do\n{' '.join(chance.choices(words, k=8))}\n{chance.choice(('lea', 'marc'))}\nfri 12 dec\nr-{number % 50}"
        for number in range(count)
    ]


def claims() -> Iterator[Ratio]:
    """All that is measured."""
    few, many = texts(ROWS), texts(MORE_ROWS)
    plain = _alone(partial(_scanned, few, _COMMON))
    for what, word, bar in (("occurs", _COMMON, 6), ("is misspelt", _SLIP, 50), ("is nowhere", _MISSING, 50)):
        kept = partial(Sought.typed(word).kept, few)
        yield Ratio(f"rows of a table kept, 10,000, where the word {what}", _alone(kept), plain, bar)
    plain_of_more = _alone(partial(_scanned, many, _COMMON))
    for what, word, bar in (("occurs", _COMMON, 12), ("is misspelt", _SLIP, 50)):
        ranked = partial(Sought.typed(word).ranked, many, _MOST)
        yield Ratio(f"the best of 20,000 rows, where the word {what}", _alone(ranked), plain_of_more, bar)


def _scanned(found_in: list[str], word: str) -> list[str]:
    return [text for text in found_in if word in text]


def _alone(work: Callable[[], object]) -> Work:
    @contextmanager
    def prepared() -> Iterator[Callable[[], object]]:
        yield work

    return prepared


def main(rounds: int = _ROUNDS) -> int:
    """Exit code: 0 when every bar is held."""
    found = [measured(claim, rounds) for claim in claims()]
    sys.stdout.write(table([each.cells() for each in found], HEADINGS))
    return 0 if all(each.held for each in found) else 1


if __name__ == "__main__":
    sys.exit(main())
