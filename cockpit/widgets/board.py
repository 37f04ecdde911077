"""A board: lanes of cards that keys carry from lane to lane.  Only what is in view is ever made, so that any number of cards is quick."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from cockpit.domain.message import N_
from cockpit.widgets.board_lanes import HEAD, Arrangement, Card, Columns, Lane, Piece, Spot, Stack
from cockpit.widgets.listing import Row
from cockpit.widgets.signs import Tone
from cockpit.widgets.typed_text import cell_width, cut, display_line, fit

_LEAST_LANE = 19
"""Cells below which a lane is no longer readable beside others."""

_FEWEST_IN_VIEW = 3
"""Lanes that have to be in view side by side where not all of them are."""

_CURSOR = "▸"


class BoardMessage(Message):
    """What a board tells whoever shows it."""

    def __init__(self, board: "Board", row: Any) -> None:
        super().__init__()
        self.board, self.row = board, row

    @property
    def control(self) -> "Board":
        """The board that tells it."""
        return self.board


class Board(Widget, can_focus=True, inherit_bindings=False):
    """Lanes side by side, or one below the other in a narrow window, with a cursor on one card or one head.

    Of one that is ``wide``, where not all lanes have room but some do, those are in view side by side.

    :meth:`show` gives it its lanes; ``card`` says what the card of a row says, and is asked for those in view alone.  The cursor stays on
    the same row (by uid) when other lanes come.
    """

    ALLOW_SELECT = False
    DEFAULT_CSS = Path(__file__).with_suffix(".tcss").read_text("utf-8")
    COMPONENT_CLASSES: ClassVar[set[str]] = {"board--cursor", *(f"board--{tone.value}" for tone in Tone)}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "move(1)", N_("Down"), show=False, id="board.down"),
        Binding("up,k", "move(-1)", N_("Up"), show=False, id="board.up"),
        Binding("right,l", "turn(1)", N_("Next column"), show=False, id="board.right"),
        Binding("left,h", "turn(-1)", N_("Column before"), show=False, id="board.left"),
        Binding("pagedown", "page(1)", N_("Page down"), show=False, id="board.page_down"),
        Binding("pageup", "page(-1)", N_("Page up"), show=False, id="board.page_up"),
        Binding("home", "end(-1)", N_("First"), show=False, id="board.first"),
        Binding("end", "end(1)", N_("Last"), show=False, id="board.last"),
        Binding("enter", "open", N_("Open"), id="board.open"),
        Binding("L,shift+right,greater_than_sign", "carry(1)", N_("Move on"), id="board.carry_on"),
        Binding("H,shift+left,less_than_sign", "carry(-1)", N_("Move back"), id="board.carry_back"),
    ]

    class Highlighted(BoardMessage):
        """The cursor came to ``row``; None at a head that is about none."""

    class Opened(BoardMessage):
        """The user asked for ``row``."""

    class Carried(BoardMessage):
        """The user wants the card of ``row`` in another lane."""

        def __init__(self, board: "Board", row: Any, lane: Lane) -> None:
            super().__init__(board, row)
            self.lane = lane

    def __init__(self, card: Callable[[Any], Card], *, wide: bool = False, id: str | None = None) -> None:
        """``card`` makes the card of a row; it is asked once for each, until other lanes are shown."""
        super().__init__(id=id)
        self._make, self._wide = card, wide
        self._cards: dict[str, Card] = {}
        self._lanes: tuple[Lane, ...] = ()
        self._cursor = Spot(0, HEAD)
        self._arranged: Arrangement | None = None
        self._palette: dict[str, Style] = {}

    # What a screen says and asks

    def show(self, lanes: Sequence[Lane]) -> None:
        """Show ``lanes``, of which there is one at least."""
        about, seen = self.row, self._cursor
        self._lanes = tuple(lanes)
        self._cards.clear()
        self._arrange()
        spot = self._spot_of(str(about.uid)) if about is not None else None
        self._cursor = spot or self._arrangement.clamped(*seen)
        self._arrangement.reveal(self._cursor)
        self.refresh()
        if self.row is not about:
            self.post_message(self.Highlighted(self, self.row))

    def cursor_to(self, uid: str) -> bool:
        """Put the cursor on the card or the head about the row with ``uid``; whether there is one."""
        spot = self._spot_of(uid)
        if spot is not None:
            self._move_to(spot)
        return spot is not None

    def cursor_to_lane(self, key: str) -> None:
        """Put the cursor on the head of a lane."""
        for number, lane in enumerate(self._lanes):
            if lane.key == key:
                self._move_to(Spot(number, HEAD))

    @property
    def lane(self) -> Lane:
        """The lane that the cursor is in."""
        return self._lanes[self._cursor.lane]

    @property
    def row(self) -> Any:
        """The row of the card or the head under the cursor, or None."""
        if not self._lanes:
            return None
        return self.lane.row if self._cursor.place == HEAD else self.lane.rows[self._cursor.place]

    def _spot_of(self, uid: str) -> Spot | None:
        for number, lane in enumerate(self._lanes):
            if lane.row is not None and lane.row.uid == uid:
                return Spot(number, HEAD)
            for place, row in enumerate(lane.rows):
                if row.uid == uid:
                    return Spot(number, place)
        return None

    # Where things stand

    @property
    def _arrangement(self) -> Arrangement:
        if self._arranged is None:
            self._arrange()
        assert self._arranged
        return self._arranged

    def _arrange(self) -> None:
        width, height = self.content_size.width, self.content_size.height
        room = width // _LEAST_LANE
        if room >= len(self._lanes) or (self._wide and room >= _FEWEST_IN_VIEW):
            self._arranged = Columns(self._lanes, self._card, width, height, room)
        else:
            self._arranged = Stack(self._lanes, self._card, width, height)

    def _card(self, row: Row) -> Card:
        if row.uid not in self._cards:
            self._cards[row.uid] = self._make(row)
        return self._cards[row.uid]

    def on_resize(self) -> None:
        """Arrange the lanes for the size there is now."""
        if self._lanes:
            self._arrange()
            self._arrangement.reveal(self._cursor)
            self.refresh()

    def _move_to(self, spot: Spot) -> None:
        was, self._cursor = self._cursor, spot
        arranged = self._arrangement
        if arranged.reveal(spot):
            self.refresh()
        elif spot != was and (regions := [region for each in (was, spot) if (region := arranged.region(each))]):
            self.refresh(*regions)
        if spot != was:
            self.post_message(self.Highlighted(self, self.row))

    # What keys and the mouse do

    def action_move(self, by: int) -> None:
        """Move the cursor by so many places."""
        self._move_to(self._arrangement.below(self._cursor, by))

    def action_page(self, pages: int) -> None:
        """Move the cursor by so many pages."""
        self._move_to(self._arrangement.below(self._cursor, pages * self._arrangement.page))

    def action_end(self, by: int) -> None:
        """Move the cursor to the head of its lane, or to its last card."""
        self._move_to(self._arrangement.clamped(self._cursor.lane, HEAD if by < 0 else len(self.lane.rows)))

    def action_turn(self, by: int) -> None:
        """Move the cursor to the next lane or the one before."""
        self._move_to(self._arrangement.beside(self._cursor, by))

    def action_open(self) -> None:
        """Ask for the row under the cursor."""
        if self.row is not None:
            self.post_message(self.Opened(self, self.row))

    def action_carry(self, by: int) -> None:
        """Ask for the card to be carried to the next lane or the one before; a head stays where it is."""
        if self._cursor.place != HEAD and 0 <= self._cursor.lane + by < len(self._lanes):
            self.post_message(self.Carried(self, self.row, self._lanes[self._cursor.lane + by]))

    def on_click(self, event: events.Click) -> None:
        """Select the card clicked; open it on the second click."""
        at = event.get_content_offset(self)
        spot = self._arrangement.at(at.x, at.y) if at and self._lanes else None
        if spot is not None:
            event.stop()
            self._move_to(spot)
            if event.chain > 1:
                self.action_open()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Scroll the lane under the mouse."""
        self._scroll(event, 1)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Scroll the lane under the mouse."""
        self._scroll(event, -1)

    def _scroll(self, event: events.MouseEvent, by: int) -> None:
        event.stop()
        self._arrangement.scroll(event.x, by)
        self.refresh()

    # How it is painted

    def notify_style_update(self) -> None:
        """Forget what was painted in other styles."""
        super().notify_style_update()
        self._palette.clear()

    def render_line(self, y: int) -> Strip:
        """One line of the window."""
        width = self.content_size.width
        if not self._lanes:
            return Strip.blank(width, self._style(Tone.PLAIN))
        segments = [segment for piece in self._arrangement.line(y) for segment in self._segments(piece)]
        return Strip(segments).adjust_cell_length(width, self._style(Tone.PLAIN))

    def _segments(self, piece: Piece) -> list[Segment]:
        texts = [(display_line(text), tone) for text, tone in piece.cells]
        if piece.spot == self._cursor and texts:
            said = "".join(text for text, _tone in texts)
            return [Segment(fit(_CURSOR + said[1:] if piece.first else said, piece.width), self._style("cursor"))]
        segments, room = [], piece.width
        for text, tone in texts:
            shown = cut(text, room)
            segments.append(Segment(shown, self._style(tone)))
            room -= cell_width(shown)
            if shown != text:
                break
        return [*segments, Segment(" " * room, self._style(Tone.PLAIN))]

    def _style(self, component: str) -> Style:
        if component not in self._palette:
            self._palette[component] = self.get_component_rich_style(f"board--{component}")
        return self._palette[component]
