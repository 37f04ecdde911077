"""What rules have worked out, remembered from one state to the next, so that after an edit only what it touches is worked out again.

A result is valid as long as what it was made from is there again: the very same rows, as rows are frozen and a changed one is another, and
equal plain values.  So nothing has to be told what an edit invalidates, and any state may look into the memory of any other.
"""

from collections.abc import Callable, Sequence
from datetime import date
from types import NoneType
from typing import Any, NamedTuple, Protocol, TypeAlias, TypeVar, cast

Result = TypeVar("Result")
Seen: TypeAlias = tuple[object, ...]
"""All that a rule looks at: rows and whatever else is frozen, tuples of those, and plain values."""

_PLAIN = (str, int, float, date, NoneType)
"""What is seen again where it is equal; anything else has to be the same object."""

_DAYS = 4
"""Days for which the results of a rule are kept: today, and those that somebody asks about."""


class Index(Protocol):
    """What belongs to each row, by its uid: it stays the same object as long as nothing of it changes."""

    def get(self, uid: str, default: Any, /) -> Any:
        """What belongs to the row with this uid."""


class HasUid(Protocol):
    """A row, as far as the memory has to know it."""

    @property
    def uid(self) -> str:
        """Identifies it."""


Row = TypeVar("Row", bound=HasUid)


class _Remembered(NamedTuple):
    """The results for many rows: what all were made from, and by the uid of each row itself, what stood beside it, and its result."""

    seen: Seen
    beside: tuple[Index, ...]
    results: dict[str, tuple[Any, tuple[Any, ...], Any]]


class Memory:
    """What rules have worked out, by the names of the rules."""

    def __init__(self) -> None:
        self._once: dict[str, tuple[Seen, Any]] = {}
        self._each: dict[tuple[str, date], _Remembered] = {}

    def once(self, rule: str, seen: Seen, work: Callable[[], Result]) -> Result:
        """What a rule makes of all that it has ``seen``."""
        known = self._once.get(rule)
        if known is not None and _is_again(known[0], seen):
            return cast(Result, known[1])
        result = work()
        self._once[rule] = seen, result
        return result

    def each(
        self,
        rule: str,
        as_of: date,
        rows: Sequence[Row],
        work: Callable[[Row], Result],
        *,
        seen: Seen = (),
        beside: Sequence[tuple[Index, str]] = (),
    ) -> list[Result]:
        """What a rule makes of each of ``rows`` on a day.

        It looks at the row, at what all have ``seen``, and at the rows ``beside``: those that an index holds for what a field of the row names.
        """
        indexes = tuple(index for index, _ in beside)
        known = self._each.get((rule, as_of))
        if known is None or not _is_again(known.seen, seen):
            known = _Remembered(seen, indexes, {})
        moved = [place for place, index in enumerate(indexes) if index is not known.beside[place]]
        results: dict[str, tuple[Any, tuple[Any, ...], Any]] = {}
        for row in rows:
            entry = known.results.get(row.uid)
            if entry is None or entry[0] is not row or (moved and _stands_beside_others(row, beside, entry[1], moved)):
                result = work(row)
                # Looked at afterwards: an index puts rows in order when they are first looked at.
                entry = row, tuple(_beside(row, each) for each in beside), result
            results[row.uid] = entry
        self._keep(rule, as_of, _Remembered(seen, indexes, results))
        return [entry[2] for entry in results.values()]

    def _keep(self, rule: str, as_of: date, remembered: _Remembered) -> None:
        self._each.pop((rule, as_of), None)
        self._each[rule, as_of] = remembered
        days = [key for key in list(self._each) if key[0] == rule]
        for key in days[:-_DAYS]:
            self._each.pop(key, None)


def _beside(row: Any, beside: tuple[Index, str]) -> Any:
    index, field = beside
    return index.get(getattr(row, field), ())


def _stands_beside_others(row: Any, beside: Sequence[tuple[Index, str]], before: tuple[Any, ...], places: Sequence[int]) -> bool:
    for place in places:
        index, field = beside[place]
        if index.get(getattr(row, field), ()) is not before[place]:
            return True
    return False


def _is_again(before: Seen, now: Seen) -> bool:
    """Whether two views show the same."""
    if len(before) != len(now):
        return False
    for old, new in zip(before, now, strict=True):
        if old is new:
            continue
        if isinstance(old, tuple) and isinstance(new, tuple):
            if len(old) != len(new) or any(each is not other for each, other in zip(old, new, strict=True)):
                return False
        elif not isinstance(old, _PLAIN) or old != new:
            return False
    return True
