"""What is written to a terminal so that it shows a canvas: no more than what differs from what it shows already."""

from bisect import bisect_left
from collections.abc import Sequence
from itertools import compress
from operator import ne, or_
from typing import NamedTuple

from cockpit.wire.canvas import JOINED, ORIGIN, SINGLE, UPDATE_BEGINS, UPDATE_ENDS, Canvas, Cells, Point
from cockpit.wire.style import PLAIN, on_blank, turning

_ALL_BLANK = "\x1b[m\x1b[2J"
_REST_BLANK = "\x1b[K"

_SHORT_GAP = 4
"""Cells that are rather written again than leapt over."""

_LEAST_ERASED = 4
"""Blanks at the end of a line that are erased at once; fewer are written."""

_LEAST_SHIFTED = 24
"""Cells that have to differ before it is looked for whether they only stand elsewhere, as where a column has become wider."""

_FARTHEST = 16
"""Cells by which they may have moved."""

_PROBES, _PROBE = (2, 8, 16, 32), 8
"""Where, behind the first cell that differs, and how many cells of what stood there are looked for."""

_WORTH_IT = 10
"""Cells that a shift has to spare."""


class Extent(NamedTuple):
    """Of a terminal, in cells."""

    columns: int
    lines: int


class Painter:
    """Knows what stands on the screen, cell by cell, and where the terminal would write next."""

    def __init__(self) -> None:
        self._extent: Extent | None = None
        self._lines: list[Cells] = []
        self._pen = PLAIN
        self._at: Point | None = None
        self._cursor = ORIGIN
        self._written: list[str] = []

    def forget(self) -> None:
        """Take what is on the screen for unknown."""
        self._extent = None

    def parting(self) -> str:
        """What makes the terminal write plainly again, for whoever writes to it next."""
        pen, self._pen = self._pen, PLAIN
        return turning(pen, PLAIN)

    def painted(self, canvas: Canvas, extent: Extent) -> str:
        """What has to be written so that a terminal of ``extent`` shows the canvas; nothing where it does."""
        # Another program may have written meanwhile: the first place is said in full.
        self._written, self._at = [], None
        if extent != self._extent:
            self._extent = extent
            self._lines = [Cells() for _ in range(extent.lines)]
            self._pen = PLAIN
            self._written.append(_ALL_BLANK)
            looked_at = set(range(len(canvas.lines)))
        else:
            looked_at = canvas.touched
        canvas.touched = set()
        for line in sorted(line for line in looked_at if line < extent.lines):
            wanted, shown = canvas.lines[line], self._lines[line]
            if wanted != shown:
                self._paint(line, _Line(*shown.within(extent.columns)), _Line(*wanted.within(extent.columns)))
                self._lines[line] = wanted.copy()
        # It is hidden, and where it stands only matters where something is typed.
        if canvas.cursor != ORIGIN and (self._written or canvas.cursor != self._cursor):
            self._go(canvas.cursor)
        self._cursor = canvas.cursor
        if not self._written:
            return ""
        written = "".join(self._written)
        return f"{UPDATE_BEGINS}{written}{UPDATE_ENDS}" if canvas.synchronized else written

    def _paint(self, line: int, shown: "_Line", wanted: "_Line") -> None:
        changed = wanted.unlike(shown)
        if len(changed) >= _LEAST_SHIFTED and (shift := _shift(shown, wanted, changed)):
            self._move(line, shift)
            changed = wanted.unlike(shift.after)
        if not changed:
            return
        end = wanted.blank_from
        kept = bisect_left(changed, end)
        if len(changed) - kept < _LEAST_ERASED:
            kept = len(changed)
        if kept:
            begin = last = changed[0]
            for column in changed[1:kept]:
                if column - last > 1 and not wanted.goes_on(last, column):
                    self._write(line, begin, last + 1, wanted)
                    begin = column
                last = column
            self._write(line, begin, last + 1, wanted)
        if kept < len(changed):
            self._go(Point(end, line))
            self._turn(PLAIN)
            self._written.append(_REST_BLANK)

    def _move(self, line: int, shift: "_Shift") -> None:
        """Move what stands right of a column; what comes in is blank."""
        self._go(Point(shift.column, line))
        self._turn(PLAIN)
        self._written.append(f"\x1b[{shift.by}@" if shift.by > 0 else f"\x1b[{-shift.by}P")

    def _write(self, line: int, begin: int, end: int, wanted: "_Line") -> None:
        """Write the cells from ``begin`` up to ``end``, with what sticks out of them of a wide character."""
        characters, styles = wanted.characters, wanted.styles
        while characters[begin] == JOINED and begin:
            begin -= 1
        while end < len(characters) and characters[end] == JOINED:
            end += 1
        text = "".join(characters[begin:end])
        if len(text) == end - begin and SINGLE.fullmatch(text):
            self._go(Point(begin, line))
            self._write_plainly(text, styles[begin:end])
            self._at = Point(end, line)
        else:
            self._write_each(line, begin, end, wanted)
        if end == len(characters):
            self._at = None  # at the edge some terminals stand on the last cell, and others behind it

    def _write_plainly(self, text: str, styles: Sequence[str]) -> None:
        """Write characters of one cell each, turning the pen where it has to be."""
        pen, blank, begin = self._pen, on_blank(self._pen), 0
        for place, style in enumerate(styles):
            if style != pen and (style != blank or text[place] != " "):
                self._written.append(text[begin:place])
                self._turn(style)
                pen, blank, begin = style, on_blank(style), place
        self._written.append(text[begin:])

    def _write_each(self, line: int, begin: int, end: int, wanted: "_Line") -> None:
        """Write one character after the other: of some, terminals disagree about how many cells they take."""
        characters, styles = wanted
        column = begin
        while column < end:
            character, style = characters[column], styles[column]
            if character != " " or style != on_blank(self._pen):
                self._turn(style)
            width = 1
            while column + width < end and characters[column + width] == JOINED:
                width += 1
            self._go(Point(column, line))
            if SINGLE.fullmatch(character) or (width == 2 and _is_wide_everywhere(character)):
                self._written.append(character)
                self._at = Point(column + width, line)
            else:
                # Where a terminal draws it narrower, nothing of what was there before is left beside it.
                self._written.append(" " * width)
                self._at = None
                self._go(Point(column, line))
                self._written.append(character)
                self._at = None
            column += width

    def _go(self, to: Point) -> None:
        at = self._at
        if at == to:
            return
        column, line = to
        ways = [f"\x1b[{line + 1};{column + 1}H" if column else f"\x1b[{line + 1}H"]
        if at is not None and at.line == line:
            if not column:
                ways.append("\r")
            elif at.column < column:
                ways.append("\x1b[C" if column - at.column == 1 else f"\x1b[{column - at.column}C")
        self._written.append(min(ways, key=len))
        self._at = to

    def _turn(self, style: str) -> None:
        self._written.append(turning(self._pen, style))
        self._pen = style


def _is_wide_everywhere(character: str) -> bool:
    """Whether a character of two cells is a letter of East Asia, and no picture."""
    return len(character) == 1 and ("\u1100" <= character <= "\u115f" or "\u2e80" <= character <= "\uff60")


class _Line(NamedTuple):
    """One line, as wide as the terminal."""

    characters: Sequence[str]
    styles: Sequence[str]

    def unlike(self, other: "_Line") -> list[int]:
        """The columns in which two lines differ."""
        characters, styles = map(ne, self.characters, other.characters), map(ne, self.styles, other.styles)
        return list(compress(range(len(self.characters)), map(or_, characters, styles)))

    def goes_on(self, column: int, to: int) -> bool:
        """Whether what stands between two cells is little, and can be written again in the look of the first."""
        if to - column > _SHORT_GAP + 1:
            return False
        style = self.styles[column]
        return all(
            (on_blank(style) if self.characters[between] == " " else style) == self.styles[between]
            for between in range(column + 1, to)
        )

    @property
    def blank_from(self) -> int:
        """The column from which on there are only blanks on the terminal's own background."""
        column = len(self.characters)
        while column and self.characters[column - 1] == " " and self.styles[column - 1] == PLAIN:
            column -= 1
        return column

    def shifted(self, column: int, by: int) -> "_Line":
        """What becomes of it where what stands from ``column`` on is moved to the right, or with less than 0 to the left."""
        blanks = abs(by)
        gone = slice(column, len(self.characters) - blanks) if by > 0 else slice(column + blanks, None)

        def moved(cells: Sequence[str], blank: str) -> list[str]:
            come = [blank] * blanks
            return [*cells[:column], *come, *cells[gone]] if by > 0 else [*cells[:column], *cells[gone], *come]

        return _Line(moved(self.characters, " "), moved(self.styles, PLAIN))


class _Shift(NamedTuple):
    """What a terminal does that moves the rest of a line, and the line after it."""

    column: int
    by: int
    after: _Line


def _shift(shown: _Line, wanted: _Line, changed: Sequence[int]) -> _Shift | None:
    """The shift that leaves less to be written, where there is one; only among characters of one cell each."""
    column = changed[0]
    old, new = "".join(shown.characters[column:]), "".join(wanted.characters[column:])
    if old == new:
        return None
    if not len(old) == len(new) == len(shown.characters) - column or not SINGLE.fullmatch(old + new):
        return None
    for place in _PROBES:
        probe = old[place : place + _PROBE]
        by = new.find(probe) - place
        if probe.strip() and by and -place <= by and abs(by) <= _FARTHEST:
            after = shown.shifted(column, by)
            if len(wanted.unlike(after)) + _WORTH_IT <= len(changed):
                return _Shift(column, by, after)
    return None
