"""A section of a mode that is no table: a page of panels, a board."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from textual.containers import Container
from textual.message import Message
from textual.widget import Widget

from cockpit.domain.entity import Entity
from cockpit.screens.situation import Situation


@dataclass(frozen=True)
class NewRow:
    """What ``n`` makes: a row of an entity, with the values that follow from where the cursor stands."""

    entity: type[Entity]
    values: Mapping[str, Any] = field(default_factory=dict)


class SheetMessage(Message):
    """What a sheet tells its screen about a row."""

    def __init__(self, sheet: "Sheet", row: Any) -> None:
        super().__init__()
        self.sheet, self.row = sheet, row

    @property
    def control(self) -> "Sheet":
        """The sheet that tells it."""
        return self.sheet


class Sheet(Container):
    """Shows rows of several entities at once, one of which is under the cursor.

    The screen does to that row what it does to one of a table: it shows its detail, edits, deletes and copies it.
    """

    class Highlighted(SheetMessage):
        """The cursor came to ``row``; None where there is no row."""

    class Opened(SheetMessage):
        """The user asked for ``row``."""

    editable: ClassVar[bool] = True
    """Whether its rows are those of the project, and can be edited and deleted."""

    def stand(self, situation: Situation) -> None:
        """Show what is known."""
        raise NotImplementedError

    @property
    def row(self) -> Any:
        """The row under the cursor, or None."""
        raise NotImplementedError

    @property
    def chosen(self) -> tuple[Any, ...]:
        """What a key is about: the row under the cursor, where there is one."""
        return (self.row,) if self.row is not None else ()

    @property
    def new_row(self) -> NewRow | None:
        """What ``n`` makes here; None where it makes nothing."""
        raise NotImplementedError

    @property
    def focal(self) -> Widget:
        """The widget that takes the focus when the user comes back to the sheet."""
        raise NotImplementedError

    def cursor_to(self, uid: str) -> bool:
        """Put the cursor on the row with ``uid``; whether it is shown at all."""
        raise NotImplementedError
