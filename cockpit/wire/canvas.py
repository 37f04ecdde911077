"""The screen as the program wants it: what it has written so far, taken in as a terminal would take it."""

import re
from typing import NamedTuple

from rich.cells import split_graphemes

from cockpit.wire.style import PLAIN, on_blank, settled

_TOKEN = re.compile(
    r"\x1b\[(?P<numbers>[\d;]*)(?P<final>[Hm])"
    r"|\x1b\[\?(?P<modes>[\d;]+)(?P<switch>[hl])"
    r"|\x1b\](?P<command>\d*);?(?P<given>[^\x07\x1b]*)(?:\x07|\x1b\\)"
    r"|\x1b\[[<=>?]?[\d;:]*[ -/]*[@-~]"
    r"|\x1b[PX^_][^\x1b]*\x1b\\"
    r"|\x1b."
    r"|(?P<control>[\x00-\x1f\x7f])"
)

_UPDATE = "2026"
UPDATE_BEGINS, UPDATE_ENDS = f"\x1b[?{_UPDATE}h", f"\x1b[?{_UPDATE}l"
_MARKS = (UPDATE_BEGINS, UPDATE_ENDS)
_ALTERNATE = "1049"
_LINK, _POINTER = "8", "22"

SINGLE = re.compile(
    r"[ -~\xa0-\xac\xae-\u02ff\u0370-\u0377\u0384-\u0482\u2010-\u2027\u202f-\u205e\u20a0-\u20bf\u2190-\u22ff\u2500-\u25fc\u23ce\u2713\u2717]*"
)
"""Text of characters that every terminal draws in one cell each, and whose pictures nothing changes."""

JOINED = ""
"""What the second cell of a wide character holds."""


class Cells:
    """One line: what stands in each cell, and its settled style, of which a blank has what is seen of it."""

    __slots__ = ("characters", "styles")

    def __init__(self) -> None:
        self.characters: list[str] = []
        self.styles: list[str] = []

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Cells) and self.characters == other.characters and self.styles == other.styles

    __hash__ = None  # type: ignore[assignment]

    def copy(self) -> "Cells":
        """The same cells, to be kept."""
        kept = Cells()
        kept.characters, kept.styles = self.characters.copy(), self.styles.copy()
        return kept

    def put(self, column: int, text: str, style: str) -> int:
        """Put ``text`` there; the column after it."""
        characters = list(text) if SINGLE.fullmatch(text) else _spread(text)
        end = column + len(characters)
        if (lacking := end - len(self.characters)) > 0:
            self.characters += " " * lacking
            self.styles += [PLAIN] * lacking
        elif end < len(self.characters) and self.characters[end] == JOINED:
            self.characters[end] = " "
        if column and characters and self.characters[column] == JOINED:
            self.characters[column - 1] = " "
        self.characters[column:end] = characters
        blank = on_blank(style)
        if blank == style:
            self.styles[column:end] = [style] * len(characters)
        else:
            self.styles[column:end] = [blank if character == " " else style for character in characters]
        return end

    def within(self, columns: int) -> tuple[list[str], list[str]]:
        """The characters and the styles of a line of so many cells."""
        lacking = columns - len(self.characters)
        characters = self.characters[:columns] + [" "] * lacking
        if lacking < 0 and self.characters[columns] == JOINED:
            characters[-1] = " "
        return characters, self.styles[:columns] + [PLAIN] * lacking


class Point(NamedTuple):
    """A cell by its column and its line, from 0."""

    column: int
    line: int


ORIGIN = Point(0, 0)


class Canvas:
    """What stands where.

    It knows no size: a line is as long as what was put there.  ``shown`` tells whether the screen is the program's, ``updating`` whether
    the program is in the middle of a synchronized update, ``synchronized`` whether the terminal knows such updates.
    """

    def __init__(self) -> None:
        self.lines: list[Cells] = []
        self.touched: set[int] = set()
        """The lines to which something was put since somebody has looked and emptied this."""
        self.cursor = ORIGIN
        self.shown = self.updating = self.synchronized = False
        self._style = PLAIN
        self._sayings: list[str] = []
        self._pointer = ""

    def take(self, written: str) -> None:
        """Take in what the program has written."""
        if written in _MARKS:
            self.updating, self.synchronized = written == UPDATE_BEGINS, True
            return
        done = 0
        for token in _TOKEN.finditer(written):
            if token.start() > done:
                self._put(written[done : token.start()])
            done = token.end()
            self._obey(token)
        if done < len(written):
            self._put(written[done:])

    def sayings(self) -> str:
        """What was written since the last time that is no picture: modes, questions, the bell, the clipboard."""
        said, self._sayings = "".join(self._sayings), []
        return said

    @property
    def speaks(self) -> bool:
        """Whether there are any."""
        return bool(self._sayings)

    def _put(self, text: str) -> None:
        column, line = self.cursor
        self.touched.add(line)
        while line >= len(self.lines):
            self.lines.append(Cells())
        self.cursor = Point(self.lines[line].put(column, text, self._style), line)

    def _obey(self, token: re.Match[str]) -> None:
        numbers, final = token.group("numbers", "final")
        if final == "m":
            self._style = settled(f"{self._style};{numbers}" if self._style and numbers else numbers)
        elif final == "H":
            line, _semicolon, column = numbers.partition(";")
            self.cursor = Point(int(column or 1) - 1, int(line or 1) - 1)
        elif token["control"] == "\n":
            self.cursor = Point(0, self.cursor.line + 1)
        elif token["control"] == "\r":
            self.cursor = Point(0, self.cursor.line)
        else:
            self._hear(token)

    def _hear(self, token: re.Match[str]) -> None:
        said = token[0]
        if token["switch"]:
            modes = token["modes"].split(";")
            on = token["switch"] == "h"
            if _UPDATE in modes:
                self.updating, self.synchronized = on, True
                return
            if _ALTERNATE in modes:
                self.shown = on
        elif token["command"] == _POINTER:
            if token["given"] == self._pointer:
                return
            self._pointer = token["given"]
        elif token["command"] == _LINK:
            return
        self._sayings.append(said)


def _spread(text: str) -> list[str]:
    """What stands in each cell: a character with all that combines with it, and nothing in the second cell of a wide one."""
    cells: list[str] = []
    for begin, end, width in split_graphemes(text)[0]:
        if width:
            cells += [text[begin:end], *[JOINED] * (width - 1)]
        elif cells:
            last = len(cells) - 1
            while last and cells[last] == JOINED:
                last -= 1
            cells[last] += text[begin:end]
    return cells
