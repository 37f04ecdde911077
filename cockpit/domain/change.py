"""What one act of a user changed, row by row: the content of the change log.

Applying changes forward or backward to a state is the one mechanism behind live refresh, undo, redo, the state at a date and what
changed since.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
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
    """Measurements of one KPI (its uid) and group: values by time before and after; a time in one alone was added or removed."""

    kpi: str
    group: str
    before: Mapping[str, float]
    after: Mapping[str, float]

    def reversed(self) -> "SeriesChange":
        """The change that takes this one back."""
        return SeriesChange(self.kpi, self.group, self.after, self.before)

    @property
    def points(self) -> dict[str, float | None]:
        """What to put into the series; None takes a point out."""
        return {time: self.after.get(time) for time in (*self.before, *self.after)}


Change: TypeAlias = RowChange | SeriesChange


def folded(changes: Iterable[Change]) -> tuple[Change, ...]:
    """``changes`` with those of one series made one, as a batch holds them: each measurement changes at most once in it."""
    result: list[Change] = []
    places: dict[tuple[str, str], int] = {}
    for change in changes:
        if isinstance(change, SeriesChange):
            place = places.setdefault((change.kpi, change.group), len(result))
            if place < len(result):
                result[place] = _one_after_the_other(result[place], change)
                continue
        result.append(change)
    return tuple(change for change in result if isinstance(change, RowChange) or change.points)


def _one_after_the_other(first: Change, second: SeriesChange) -> SeriesChange:
    assert isinstance(first, SeriesChange)
    before = {time: value for time, value in second.before.items() if time not in first.after} | dict(first.before)
    untouched = {time: value for time, value in first.after.items() if time not in second.before}
    after = untouched | dict(second.after)
    same = {time for time in before if before[time] == after.get(time)}
    return SeriesChange(
        first.kpi,
        first.group,
        {time: value for time, value in before.items() if time not in same},
        {time: value for time, value in after.items() if time not in same},
    )


class Deed(Choice):
    """What a batch was, to people."""

    EDIT = "edit", N_("edit")
    IMPORT = "import", N_("import")
    UNDO = "undo", N_("undo")
    REDO = "redo", N_("redo")


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
