"""A section of a mode that is a board: its cards are read and edited like the rows of a table."""

from typing import Any

from textual import on

from cockpit.domain.entity import Entity
from cockpit.screens.sheet import Sheet
from cockpit.screens.situation import Situation
from cockpit.widgets.board import Board
from cockpit.widgets.board_lanes import Card


class BoardSheet(Sheet):
    """A board, and whatever a subclass tells above it; ``known`` is what is shown, once anything is."""

    def __init__(self, *, wide: bool = False) -> None:
        super().__init__()
        self.known: Situation | None = None
        self.board = Board(self._card, wide=wide)

    def card(self, situation: Situation, row: Any) -> Card:
        """What the card of a row says."""
        raise NotImplementedError

    def _card(self, row: Any) -> Card:
        assert self.known
        return self.card(self.known, row)

    @property
    def focal(self) -> Board:
        """The board."""
        return self.board

    @property
    def row(self) -> Entity | None:
        """What the card or the head under the cursor is about."""
        row: Entity | None = self.board.row
        return row

    def cursor_to(self, uid: str) -> bool:
        """Put the cursor on a card or a head."""
        return self.board.cursor_to(uid)

    @on(Board.Highlighted)
    def follow(self, event: Board.Highlighted) -> None:
        """Tell which row the cursor came to."""
        event.stop()
        self.post_message(self.Highlighted(self, event.row))

    @on(Board.Opened)
    def open(self, event: Board.Opened) -> None:
        """Tell which row the user asked for."""
        event.stop()
        self.post_message(self.Opened(self, event.row))
