"""Who has built on an act since: the later acts that touched what it touched, when that was and what they did."""

from collections.abc import Container, Iterator, Sequence

from cockpit.domain.change import Batch, Change, RowChange, SeriesChange
from cockpit.domain.entity import Entity
from cockpit.domain.message import N_, Message, message
from cockpit.domain.narration import Narrator
from cockpit.domain.state import ProjectState

Built = tuple[Batch, Change]
"""An act, and the change in it that was built on an earlier one."""


class Builders:
    """The acts that came ``later`` than another (oldest first), looked through for those that have built on it."""

    def __init__(self, state: ProjectState, later: Sequence[Batch]) -> None:
        self._state, self._later = state, later

    def of_row(self, change: RowChange, names: Container[str] = ()) -> Built | None:
        """The last act that touched the row of a change; with ``names``, one of those fields of it."""
        for batch, later in self._changes():
            if not isinstance(later, RowChange) or (later.kind, later.uid) != (change.kind, change.uid):
                continue
            if not names or later.after is None or any(name in names for name in later.after):
                return batch, later
        return None

    def of_series(self, kpi: str, group: str | None = None) -> Built | None:
        """The last act that recorded measurements of a KPI (its uid), or of one group of it."""
        for batch, later in self._changes():
            if isinstance(later, SeriesChange) and later.kpi == kpi and group in (None, later.group):
                return batch, later
        return None

    def of_reference(self, row: Entity, name: str) -> Built | None:
        """The last act that put something into the field ``name`` of a row."""
        for batch, later in self._changes():
            if isinstance(later, RowChange) and (later.kind, later.uid) == (row.kind, row.uid) and name in (later.after or {}):
                return batch, later
        return None

    def named(self, reason: Message, built: Built | None, names: Container[str] = ()) -> Message:
        """A reason with who it was, when, and what they did to the fields ``names``; as it is where nobody is known."""
        if built is None:
            return reason
        batch, change = built
        changes = tuple(Narrator(self._state, [batch]).field_changes(change, names)) if isinstance(change, RowChange) else ()
        if changes:
            sentence = N_("{reason} ({who}, {at}: {changes})")
            return message(sentence, reason=reason, who=batch.who, at=batch.at, changes=changes)
        return message(N_("{reason} ({who}, {at})"), reason=reason, who=batch.who, at=batch.at)

    def _changes(self) -> Iterator[Built]:
        for batch in reversed(self._later):
            for change in reversed(batch.changes):
                yield batch, change
