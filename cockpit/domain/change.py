"""What one act of a user changed, row by row: the content of the change log.

Applying changes forward or backward to a state is the one mechanism behind live refresh, undo, redo, the state at a date and what
changed since.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from typing import TypeAlias

from cockpit.domain.entity import Choice, Plain
from cockpit.domain.message import N_


@dataclass(frozen=True, slots=True)
class RowChange:
    """One row, before and after, as plain values with ``ref`` and ``version``.

    ``before`` is None for a row that came to be, ``after`` for one that is no more; else both hold the changed fields alone.
    """

    kind: str
    uid: str
    before: Mapping[str, Plain] | None
    after: Mapping[str, Plain] | None

    def reversed(self) -> "RowChange":
        """The change that takes this one back."""
        return RowChange(self.kind, self.uid, self.after, self.before)


@dataclass(frozen=True, slots=True)
class SeriesChange:
    """Measurements of one KPI (its uid) and group: values by time before and after; a time in one alone was added or removed.

    A change of many holds them as :class:`~cockpit.domain.measurement.Points`.
    """

    kpi: str
    group: str
    before: Mapping[str, float]
    after: Mapping[str, float]

    def reversed(self) -> "SeriesChange":
        """The change that takes this one back."""
        return SeriesChange(self.kpi, self.group, self.after, self.before)

    @property
    def points(self) -> Mapping[str, float | None]:
        """What to put into the series; None takes a point out."""
        return {**dict.fromkeys(self.before), **dict(self.after.items())} if self.before else self.after

    @property
    def growth(self) -> int:
        """By how many points the series grows."""
        return len(self.after) - len(self.before)


Change: TypeAlias = RowChange | SeriesChange


def folded(changes: Iterable[Change]) -> tuple[Change, ...]:
    """``changes`` with those of one row or one series made one, as a batch holds them: it changes nothing twice.

    A row that ends up as it was is left out, the versions that it went through with it.  A deletion keeps its place behind
    what had to go before.
    """
    result: dict[tuple[str, ...], Change] = {}
    several: dict[tuple[str, ...], list[SeriesChange]] = {}
    for change in changes:
        if isinstance(change, RowChange):
            key: tuple[str, ...] = ("row", change.kind, change.uid)
            earlier = result.pop(key, None) if change.after is None else result.get(key)
            result[key] = _one_row(earlier, change) if isinstance(earlier, RowChange) else change
        else:
            key = ("series", change.kpi, change.group)
            result.setdefault(key, change)
            several.setdefault(key, []).append(change)
    result |= {key: _one_series(some) for key, some in several.items() if len(some) > 1}
    return tuple(change for change in result.values() if _does_something(change))


def _one_row(first: RowChange, second: RowChange) -> RowChange:
    before, after = first.before, second.after
    # On a side that only an update knows, the other holds the fields that it left alone.
    if before is not None and second.before is not None:
        before = {**second.before, **before}
    if after is not None and second.before is not None:
        after = {**(first.after or {}), **after}
    if before is not None and after is not None:
        same = {name for name in before.keys() & after.keys() if before[name] == after[name] and name != "version"}
        before = {name: value for name, value in before.items() if name not in same}
        after = {name: value for name, value in after.items() if name not in same}
    return RowChange(first.kind, first.uid, before, after)


def _one_series(changes: Sequence[SeriesChange]) -> SeriesChange:
    moved: dict[str, tuple[float | None, float | None]] = {}
    for change in changes:
        for time, value in change.points.items():
            moved[time] = (moved[time][0] if time in moved else change.before.get(time), value)
    before = {time: first for time, (first, last) in moved.items() if first is not None and first != last}
    after = {time: last for time, (first, last) in moved.items() if last is not None and first != last}
    return SeriesChange(changes[0].kpi, changes[0].group, before, after)


def _does_something(change: Change) -> bool:
    if isinstance(change, SeriesChange):
        return bool(change.before or change.after)
    if change.before is None or change.after is None:
        return change.before is not change.after
    return bool((change.before.keys() | change.after.keys()) - {"version"})


class Deed(Choice):
    """What a batch was, to people."""

    EDIT = "edit", N_("edit")
    IMPORT = "import", N_("import")
    UNDO = "undo", N_("undo")
    REDO = "redo", N_("redo")
    FEED = "feed", N_("feed")
    """What feeds have brought, by nobody's hand."""


@dataclass(frozen=True)
class Batch:
    """The changes of one act, in order: who did it, when (UTC) and what it was.

    ``reverses`` is the uid of the batch that an undo or redo took back.  ``place`` is its number in this store's log, 0 before it
    is written there.
    """

    uid: str
    at: datetime
    who: str
    deed: Deed
    changes: tuple[Change, ...]
    note: str = ""
    reverses: str | None = None
    place: int = 0


def feeds_together(batches: Iterable[Batch]) -> Iterator[Batch]:
    """Acts in order, with what feeds have brought between two acts of people as one: in a day there may be thousands of it.

    It has the uid, the time and the place of the last of them.
    """
    for is_fed, some in groupby(batches, lambda batch: batch.deed is Deed.FEED):
        acts = list(some)
        if is_fed and len(acts) > 1:
            yield replace(acts[-1], changes=folded(change for act in acts for change in act.changes))
        else:
            yield from acts
