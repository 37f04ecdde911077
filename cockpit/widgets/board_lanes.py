"""What a board shows, and where each piece of it stands: lanes side by side, or one below the other where there is little room."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from textual.geometry import Region

from cockpit.language import _
from cockpit.widgets.column import Cell
from cockpit.widgets.listing import Row
from cockpit.widgets.signs import Tone
from cockpit.widgets.typed_text import cell_width, content_of, cut, display_line, fit

HEAD = -1
"""The place of a lane's head; its cards stand from 0 on."""

_CARD = 3
"""Lines of a card in a column: a title of two lines at most, and what is noted below it."""
_GAP = 2
_LEAST_NOTE = 5
"""Cells in which a note still says something where it is cut."""

_BETWEEN = " · "
_MARGIN = Cell(" ")


class Spot(NamedTuple):
    """A lane, and a place in it."""

    lane: int
    place: int


@dataclass(frozen=True)
class Card:
    """What a card says; the texts may be typed by people."""

    sign: Cell
    title: Cell
    notes: tuple[Cell, ...] = ()


@dataclass(frozen=True)
class Lane:
    """One column of a board: its title, what its head says below it and at last, and the rows that have a card in it.

    ``head`` are lines of cells, of which the last of a line give way where there is no room.  ``row`` is what the head itself is about; ``empty``, already translated, is what to do next where there is no card.
    """

    key: str
    title: Cell
    head: tuple[tuple[Cell, ...], ...] = ()
    aside: tuple[Cell, ...] = ()
    rows: Sequence[Row] = ()
    row: Row | None = None
    empty: str = ""


class Piece(NamedTuple):
    """A part of a line: its cells, the width that they are to fill, the spot that they belong to, and whether they begin it.

    What belongs to a spot begins with a cell that the cursor may take.
    """

    cells: tuple[Cell, ...]
    width: int
    spot: Spot | None = None
    first: bool = False


class Arrangement(ABC):
    """Where lanes and cards stand in a window of a size.  It remembers what is scrolled out of view."""

    def __init__(self, lanes: Sequence[Lane], card: Callable[[Any], Card], width: int, height: int) -> None:
        self.lanes = lanes
        self._card = card
        self.width, self.height = width, height

    @abstractmethod
    def line(self, y: int) -> list[Piece]:
        """The pieces of a line of the window, from the left."""

    @abstractmethod
    def reveal(self, spot: Spot) -> bool:
        """Bring a spot into view; whether that took scrolling."""

    @abstractmethod
    def region(self, spot: Spot) -> Region:
        """The lines in view that a spot takes; empty where it is out of view."""

    @abstractmethod
    def scroll(self, x: int, by: int) -> None:
        """Move what stands at ``x`` up by some cards or lines, down where that is negative."""

    @abstractmethod
    def below(self, spot: Spot, by: int) -> Spot:
        """The spot so many places further down, up where that is negative."""

    @abstractmethod
    def beside(self, spot: Spot, by: int) -> Spot:
        """The spot in the lane so many lanes further on that the user would look at next."""

    @property
    @abstractmethod
    def page(self) -> int:
        """How many cards are a page."""

    def at(self, x: int, y: int) -> Spot | None:
        """The spot at a cell of the window."""
        left = 0
        for piece in self.line(y):
            if left <= x < left + piece.width:
                return piece.spot
            left += piece.width
        return None

    def clamped(self, lane: int, place: int) -> Spot:
        """The nearest spot that there is."""
        lane = max(0, min(lane, len(self.lanes) - 1))
        return Spot(lane, max(HEAD, min(place, len(self.lanes[lane].rows) - 1)))


class Columns(Arrangement):
    """Lanes side by side, each scrolled for itself below its head; of more lanes than are in view, the others are turned to sideways."""

    def __init__(
        self, lanes: Sequence[Lane], card: Callable[[Any], Card], width: int, height: int, in_view: int | None = None
    ) -> None:
        super().__init__(lanes, card, width, height)
        self._in_view = min(len(lanes), in_view or len(lanes))
        self._leftmost = 0
        self._first = [0] * len(lanes)
        told = max((len(lane.head) + len(lane.aside) for lane in lanes), default=0)
        # In a low window the cards go before the first lines of the head.
        self._told = min(told, max(2, (height - 2) // 3))
        self._top = self._told + 2

    def _width(self, lane: int) -> int:
        """The cells of a lane in view; what cannot be shared evenly goes to the first ones."""
        room = self.width - _GAP * (self._in_view - 1)
        return room // self._in_view + (lane - self._leftmost < room % self._in_view)

    @property
    def _shown(self) -> range:
        """The numbers of the lanes in view."""
        return range(self._leftmost, self._leftmost + self._in_view)

    def _left(self, lane: int) -> int:
        return sum(self._width(before) + _GAP for before in range(self._leftmost, lane))

    def _capacity(self, lane: int) -> int:
        """How many cards of a lane are in view; a line stays free to tell how many are not."""
        room = self.height - self._top
        cards = room // _CARD
        return max(1, cards - 1 if len(self.lanes[lane].rows) > cards and room % _CARD == 0 else cards)

    @property
    def page(self) -> int:
        return max(1, (self.height - self._top) // _CARD)

    def line(self, y: int) -> list[Piece]:
        pieces: list[Piece] = []
        for number in self._shown:
            if pieces:
                pieces.append(Piece((), _GAP))
            pieces.append(self._piece(number, y))
        return pieces

    def _piece(self, number: int, y: int) -> Piece:
        lane, width, head = self.lanes[number], self._width(number), Spot(number, HEAD)
        if y == 0:
            return Piece((_MARGIN, lane.title), width, head, first=True)
        if y <= self._told:
            told = (*lane.head, *((cell,) for cell in lane.aside))[-self._told :]
            return Piece((_MARGIN, *_joined(told[y - 1], width - 1)) if y <= len(told) else (), width, head)
        if y == self._top - 1:
            return Piece((Cell(self._rule(number, width), Tone.QUIET),), width)
        return self._card_piece(number, y - self._top)

    def _rule(self, number: int, width: int) -> str:
        """The line below a head: how many cards are above those in view and, at the sides, how many lanes are out of view."""
        above, before, after = self._first[number], self._leftmost, len(self.lanes) - self._leftmost - self._in_view
        begin = f"‹ {before} ─" if before and number == self._shown[0] else "──"
        begin += f" ↑ {above} " if above else ""
        end = f" {after} ›" if after and number == self._shown[-1] else ""
        return begin + "─" * (width - len(begin) - len(end)) + end

    def _card_piece(self, number: int, y: int) -> Piece:
        lane, width, capacity = self.lanes[number], self._width(number), self._capacity(number)
        place = self._first[number] + y // _CARD
        if not lane.rows:
            lines = content_of(lane.empty).wrap(max(1, width - 2)) if lane.empty else []
            return Piece((_MARGIN, Cell(lines[y].plain, Tone.QUIET)) if y < len(lines) else (), width, Spot(number, HEAD))
        if y // _CARD >= capacity:
            rest = len(lane.rows) - self._first[number] - capacity
            more = rest > 0 and y == capacity * _CARD
            return Piece((_MARGIN, Cell(_("… {count} more").format(count=rest), Tone.QUIET)) if more else (), width)
        if place >= len(lane.rows):
            return Piece((), width)
        lines_of_card = _column_lines(self._card(lane.rows[place]), width)
        cells = lines_of_card[y % _CARD] if y % _CARD < len(lines_of_card) else ()
        return Piece(cells, width, Spot(number, place), first=y % _CARD == 0)

    def reveal(self, spot: Spot) -> bool:
        before, capacity = (self._leftmost, self._first[spot.lane]), self._capacity(spot.lane)
        self._leftmost = min(max(self._leftmost, spot.lane - self._in_view + 1), spot.lane)
        place = max(0, spot.place)
        if not before[1] <= place < before[1] + capacity:
            self._first[spot.lane] = place - capacity // 2
        self._hold(spot.lane)
        return (self._leftmost, self._first[spot.lane]) != before

    def _hold(self, lane: int) -> None:
        last = len(self.lanes[lane].rows) - self._capacity(lane)
        self._first[lane] = max(0, min(self._first[lane], last))

    def region(self, spot: Spot) -> Region:
        if spot.lane not in self._shown:
            return Region()
        left, width = self._left(spot.lane), self._width(spot.lane)
        if spot.place == HEAD:
            return Region(left, 0, width, self._top)
        row = spot.place - self._first[spot.lane]
        if not 0 <= row < self._capacity(spot.lane):
            return Region()
        return Region(left, self._top + row * _CARD, width, _CARD)

    def scroll(self, x: int, by: int) -> None:
        for lane in self._shown:
            if self._left(lane) <= x < self._left(lane) + self._width(lane):
                self._first[lane] += by
                self._hold(lane)

    def below(self, spot: Spot, by: int) -> Spot:
        return self.clamped(spot.lane, spot.place + by)

    def beside(self, spot: Spot, by: int) -> Spot:
        lane = max(0, min(spot.lane + by, len(self.lanes) - 1))
        if spot.place == HEAD:
            return Spot(lane, HEAD)
        # The card at the same height: each lane is scrolled for itself.
        return self.clamped(lane, max(0, spot.place - self._first[spot.lane]) + self._first[lane])


class Stack(Arrangement):
    """Lanes one below the other, a line to a card, scrolled as one."""

    def __init__(self, lanes: Sequence[Lane], card: Callable[[Any], Card], width: int, height: int) -> None:
        super().__init__(lanes, card, width, height)
        self._first = 0
        self._starts: list[int] = []
        lines = 0
        for lane in lanes:
            self._starts.append(lines)
            lines += 2 + max(1, len(lane.rows)) + 1
        self._lines = max(0, lines - 1)

    @property
    def page(self) -> int:
        return max(1, self.height - 2)

    def _place(self, line: int) -> tuple[int, int]:
        """The lane that a line of the whole stack belongs to, and its number there."""
        lane = max(number for number, start in enumerate(self._starts) if start <= line)
        return lane, line - self._starts[lane]

    def line(self, y: int) -> list[Piece]:
        line = self._first + y
        if line >= self._lines or not self.lanes:
            return [Piece((), self.width)]
        number, at = self._place(line)
        lane, head = self.lanes[number], Spot(number, HEAD)
        if at == 0:
            return [Piece(_titled(lane, self.width), self.width, head, first=True)]
        if at == 1:
            return [Piece((_MARGIN, *_joined([cell for line in lane.head for cell in line], self.width - 1)), self.width, head)]
        if not lane.rows:
            return [Piece((_MARGIN, Cell(lane.empty, Tone.QUIET)) if at == 2 else (), self.width, head)]
        if at - 2 >= len(lane.rows):
            return [Piece((), self.width)]
        return [Piece(_stack_line(self._card(lane.rows[at - 2]), self.width), self.width, Spot(number, at - 2), first=True)]

    def _line_of(self, spot: Spot) -> int:
        return self._starts[spot.lane] + (0 if spot.place == HEAD else 2 + spot.place)

    def reveal(self, spot: Spot) -> bool:
        before, line = self._first, self._line_of(spot)
        if spot.place == HEAD and not before <= line < before + self.height - 1:
            self._first = line
        elif not before <= line < before + self.height:
            self._first = line - self.height // 2
        self.scroll(0, 0)
        return self._first != before

    def region(self, spot: Spot) -> Region:
        lines = 2 if spot.place == HEAD else 1
        return Region(0, self._line_of(spot) - self._first, self.width, lines).intersection(Region(0, 0, self.width, self.height))

    def scroll(self, x: int, by: int) -> None:
        self._first = max(0, min(self._first + by, self._lines - self.height))

    def below(self, spot: Spot, by: int) -> Spot:
        lane, place = spot.lane, spot.place + by
        while place < HEAD and lane > 0:
            lane -= 1
            place += len(self.lanes[lane].rows) + 1
        while place >= len(self.lanes[lane].rows) and lane < len(self.lanes) - 1:
            place -= len(self.lanes[lane].rows) + 1
            lane += 1
        return self.clamped(lane, place)

    def beside(self, spot: Spot, by: int) -> Spot:
        return Spot(max(0, min(spot.lane + by, len(self.lanes) - 1)), HEAD)


def _column_lines(card: Card, width: int) -> list[tuple[Cell, ...]]:
    """A card as its lines: the title on one or two of them, then the notes."""
    room = max(1, width - 3)
    wrapped = content_of(display_line(card.title.text)).wrap(room)
    begin = wrapped[0].plain.rstrip() if wrapped else ""
    lines: list[tuple[Cell, ...]] = [(_MARGIN, card.sign, _MARGIN, Cell(begin, card.title.tone))]
    if len(wrapped) > 1:
        rest = " ".join(line.plain.strip() for line in wrapped[1:])
        lines.append((Cell("   "), Cell(cut(rest, room), card.title.tone)))
    if card.notes:
        lines.append((Cell("   "), *_joined(card.notes, room)))
    return lines


def _stack_line(card: Card, width: int) -> tuple[Cell, ...]:
    """A card on one line, its notes at the right."""
    notes = _joined(card.notes, width // 2)
    taken = _width_of(notes)
    room = max(1, width - taken - 5)
    title = Cell(fit(display_line(card.title.text), room), card.title.tone)
    return (_MARGIN, card.sign, _MARGIN, title, Cell("  "), *notes)


def _titled(lane: Lane, width: int) -> tuple[Cell, ...]:
    """The title in a rule, with what is said at last at its right end."""
    aside = _joined(lane.aside, width // 2)
    taken = _width_of(aside)
    title = cut(display_line(lane.title.text), max(1, width - taken - 8))
    rule = "─" * max(1, width - taken - cell_width(title) - (6 if aside else 3))
    end = (Cell(" "), *aside, Cell(" ─", Tone.QUIET)) if aside else ()
    return (Cell("─ ", Tone.QUIET), Cell(title, lane.title.tone), Cell(f" {rule}", Tone.QUIET), *end)


def _joined(cells: Sequence[Cell], room: int) -> tuple[Cell, ...]:
    """As many of the cells as there is room for, with a dot between them, the last of them cut; those that say nothing are left out."""
    joined: list[Cell] = []
    for text, tone in cells:
        if not text:
            continue
        shown = [Cell(_BETWEEN, Tone.QUIET), Cell(display_line(text), tone)]
        if not joined:
            joined.append(Cell(cut(shown[1].text, room), tone))
        elif (left := room - _width_of([*joined, shown[0]])) >= min(_LEAST_NOTE, cell_width(shown[1].text)):
            joined += [shown[0], Cell(cut(shown[1].text, left), tone)]
    return tuple(joined)


def _width_of(cells: Sequence[Cell]) -> int:
    return sum(cell_width(cell.text) for cell in cells)
