"""A project whose acts are written down day by day, and what was known on each day, played forward from nothing."""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time
from typing import Any

from cockpit.domain.act import plan, take_back
from cockpit.domain.change import Batch, Deed
from cockpit.domain.edit import Act, Create, Edit, Update
from cockpit.domain.entity import Entity
from cockpit.domain.project import Project
from cockpit.domain.state import ProjectState, ref_number


class Diary:
    """The acts of a project that begins its days in UTC; ``begun`` is its first."""

    zone = "UTC"

    def __init__(self, begun: date, *edits: Edit, **values: Any) -> None:
        self.log: list[Batch] = []
        self.state = ProjectState()
        project = {"key": "DEMO", "title": "Demo", "timezone": self.zone, **values}
        self.act(begun, "lea", Create(Project, project, "PR"), *edits)

    def act(self, day: date, who: str, *edits: Edit, deed: Deed = Deed.EDIT) -> Batch:
        """An act of ``who``."""
        return self._log(day, who, deed, plan(self.state, Act(edits), self._numbers()))

    def undo(self, day: date, who: str, batch: Batch, deed: Deed = Deed.UNDO) -> Batch:
        """An act that takes one back."""
        return self._log(day, who, deed, take_back(self.state, batch), reverses=batch.uid)

    def update(self, entity: type[Entity], uid: str, **values: Any) -> Update:
        """An edit of a row as it is now."""
        row = self.state.get(entity, uid)
        assert row is not None
        return Update(row, values)

    def states_on(self, days: Iterable[date]) -> Iterator[tuple[date, ProjectState]]:
        """What was known at the end of each day, the last day first."""
        for day in sorted(set(days), reverse=True):
            if self.log[0].at.date() <= day:
                yield day, self.state_on(day)

    def state_on(self, day: date) -> ProjectState:
        """What was known at the end of a day."""
        state = ProjectState()
        for batch in self.log:
            if batch.at.date() <= day:
                state = state.after(batch)
        return state

    def _numbers(self) -> dict[str, int]:
        """The last number of the refs of each kind; nothing in a diary is deleted for its ref to be given again."""
        numbers: dict[str, int] = {}
        for row in (row for rows in self.state.rows.values() for row in rows.values()):
            numbers[row.prefix] = max(numbers.get(row.prefix, 0), ref_number(row.ref))
        return numbers

    def _log(self, day: date, who: str, deed: Deed, changes: Any, reverses: str | None = None) -> Batch:
        number = len(self.log) + 1
        at = datetime.combine(day, time(9, number % 60), UTC)
        batch = Batch(f"act-{number}", at, who, deed, tuple(changes), reverses=reverses, place=number)
        self.log.append(batch)
        self.state = self.state.after(batch)
        return batch
