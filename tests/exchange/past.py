"""A past made of plain acts, an hour apart."""

from datetime import UTC, datetime, timedelta

from cockpit.domain.act import highest_refs, plan
from cockpit.domain.change import Batch, Deed
from cockpit.domain.edit import Act, Edit
from cockpit.domain.entity import Entity
from cockpit.domain.state import ProjectState

BEGINNING = datetime(2026, 1, 5, 10, tzinfo=UTC)


class Past:
    """Makes acts one after the other, and keeps the state and the log that they lead to."""

    def __init__(self, who: str = "lea") -> None:
        self.who = who
        self.state = ProjectState()
        self.batches: tuple[Batch, ...] = ()

    def act(self, *edits: Edit, at: datetime | None = None) -> None:
        """Make one act of these edits."""
        changes = plan(self.state, Act(edits), highest_refs(self.state))
        count = len(self.batches)
        batch = Batch(f"batch-{count + 1}", at or BEGINNING + timedelta(hours=count), self.who, Deed.EDIT, changes)
        self.batches += (batch,)
        self.state = self.state.after(batch)

    def row(self, uid: str) -> Entity:
        """The row of a uid, as it is now."""
        return next(rows[uid] for rows in self.state.rows.values() if uid in rows)
