"""How far the terminal has read: what keeps pictures from piling up on a slow line."""

from collections import deque
from typing import NamedTuple

QUESTION = "\x1b[6n"
"""Asks where the terminal would write next.  Every terminal answers it, and when it does, it has read all that was written before."""

_MOST_UNDER_WAY = 8_000
"""Bytes that may be on their way to the terminal before the next picture waits: a quarter of a second on a line of 256 kbit/s."""

_ASKED_EVERY = 2_000
"""Bytes after which the terminal is asked whether it has read them; a row down takes a few hundred, and asks nothing."""

_PATIENCE = 2.0
"""Seconds after which a terminal is taken for one that does not answer."""


class _Asked(NamedTuple):
    at: float
    bytes: int


class Flow:
    """What was written and is not known to have been read.  Instants are in seconds, of any clock that does not go back."""

    def __init__(self) -> None:
        self._asked: deque[_Asked] = deque()
        self._unasked = 0
        self._late = 0
        """Answers that are not waited for any more, and may still come."""
        self._silent = False

    def wrote(self, count: int, now: float) -> bool:
        """Note that ``count`` bytes were written; whether to write :data:`QUESTION` behind them."""
        self._unasked += count
        if self._silent or self._unasked < _ASKED_EVERY:
            return False
        self._asked.append(_Asked(now, self._unasked))
        self._unasked = 0
        return True

    def answered(self) -> bool:
        """Note an answer; whether it was to a question asked here."""
        if self._late:
            self._late -= 1
        elif self._asked:
            self._asked.popleft()
        else:
            return False
        return True

    def delay(self, now: float) -> float:
        """Seconds to wait for an answer before more is written; 0 where the terminal keeps up, or never answers."""
        if self._asked and now - self._asked[0].at >= _PATIENCE:
            self._silent = True
            self._late += len(self._asked)
            self._asked.clear()
        if not self._asked or self._unasked + sum(asked.bytes for asked in self._asked) < _MOST_UNDER_WAY:
            return 0.0
        return self._asked[0].at + _PATIENCE - now

    @property
    def quick(self) -> bool:
        """Whether next to nothing is under way to a terminal that answers: it takes a little more without making anybody wait."""
        return not self._asked and not self._silent

    @property
    def open(self) -> bool:
        """Whether an answer is still to come."""
        return bool(self._asked)
