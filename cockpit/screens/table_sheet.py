"""A section of a mode that is one table of what is no row of the project: it is read and copied, and not edited."""

from typing import Any, ClassVar

from textual.widget import Widget

from cockpit.screens.sheet import NewRow, Sheet
from cockpit.widgets.copied import dated_cells
from cockpit.widgets.entity_table import EntityTable


class TableSheet(Sheet):
    """One table, and whatever a subclass tells above it.  What its lines tell of has been worked out, and cannot be edited here."""

    editable: ClassVar[bool] = False

    @property
    def table(self) -> EntityTable:
        """The table."""
        return self.query_one(EntityTable)

    @property
    def focal(self) -> Widget:
        """The table."""
        return self.table

    @property
    def row(self) -> Any:
        """What the line under the cursor tells of, or None."""
        return self.table.row

    @property
    def chosen(self) -> tuple[Any, ...]:
        """What is marked, or what is under the cursor."""
        return self.table.chosen

    @property
    def new_row(self) -> NewRow | None:
        """Nothing is written here by hand."""
        return None

    def cursor_to(self, uid: str) -> bool:
        """Put the cursor on a line; whether it is shown at all."""
        return self.table.cursor_to(uid)

    def line(self, row: Any) -> str:
        """A line of the table as people paste it: all that its cells say."""
        return "  ".join(filter(None, dated_cells(self.table.columns, row, self.table.context)))
