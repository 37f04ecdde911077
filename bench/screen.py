"""What a person would see of a program's output, and what the terminal answers to it."""

import codecs
import re

import pyte

_SEQUENCE = re.compile(
    r"\x1b(?:"
    r"\[(?P<marker>[<=>?]?)(?P<numbers>[\d;:]*)(?P<between>[ -/]*)(?P<final>[@-~])"
    r"|\](?P<command>[^\x07\x1b]*)(?:\x07|\x1b\\)"
    r"|[PX^_][^\x1b]*\x1b\\"
    r")"
)
_UNFINISHED = re.compile(r"\x1b(?:\[[<=>?]?[\d;:]*[ -/]*|[\]PX^_][^\x07\x1b]*\x1b?)?\Z")

_SYNCHRONIZED = "2026"
_ALTERNATE = "1049"
_MODES = {"7", "25", "1000", "1003", "1004", "1006", "2004", _ALTERNATE, _SYNCHRONIZED}
_ATTRIBUTES = "\x1b[?64;1;2;6;9;15;18;21;22c"
_SECONDARY_ATTRIBUTES = "\x1b[>41;390;0c"
_NAME = "\x1bP>|XTerm(390)\x1b\\"
_COLOURS = {"10": "e5e5/e5e5/e5e5", "11": "0000/0000/0000"}
"""Foreground and background, as OSC 10 and 11 ask for them."""


class Screen:
    """The cells of an xterm-256color that knows synchronized output (mode 2026).

    It does not keep the primary screen: entering and leaving the alternate one clear the cells.
    """

    def __init__(self, columns: int, lines: int) -> None:
        self._cells = pyte.Screen(columns, lines)
        self._stream = pyte.Stream(self._cells)
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._held = ""
        self._set: set[str] = {"7", "25"}

    @property
    def updating(self) -> bool:
        """Whether the program is in the middle of a synchronized update, which a terminal does not show yet."""
        return _SYNCHRONIZED in self._set

    @property
    def lines(self) -> list[str]:
        """The text of each line, without the blanks at its end."""
        return [line.rstrip() for line in self._cells.display]

    @property
    def text(self) -> str:
        """All lines, each with a line end."""
        return "".join(f"{line}\n" for line in self.lines)

    @property
    def inked(self) -> int:
        """How many cells are not blank."""
        return sum(len(line) - line.count(" ") for line in self.lines)

    def resize(self, columns: int, lines: int) -> None:
        """Cut off what has no room any more; what is new is blank."""
        self._cells.resize(lines, columns)

    def feed(self, output: bytes) -> bytes:
        """Paint ``output``; what the terminal answers to the questions in it."""
        text = self._held + self._decoder.decode(output)
        unfinished = _UNFINISHED.search(text)
        end = unfinished.start() if unfinished else len(text)
        self._held = text[end:]
        answers, painted = [], 0
        for sequence in _SEQUENCE.finditer(text, 0, end):
            self._stream.feed(text[painted : sequence.start()])
            painted = sequence.end()
            answers.append(self._obey(sequence))
        self._stream.feed(text[painted:end])
        return "".join(answers).encode()

    def _obey(self, sequence: re.Match[str]) -> str:
        """Do what one sequence says; the answer to it, empty where it asks nothing.

        pyte only gets what it knows: of other sequences it would draw the tail as text.
        """
        numbers = sequence["numbers"] or ""
        match sequence["marker"], sequence["between"], sequence["final"]:
            case "?", "", "h" | "l" as final:
                self._switch(sequence[0], numbers.split(";"), on=final == "h")
            case "", "", "n" if numbers == "5":
                return "\x1b[0n"
            case "", "", "n" if numbers == "6":
                return f"\x1b[{self._cells.cursor.y + 1};{self._cells.cursor.x + 1}R"
            case "?", "$", "p":
                state = 0 if numbers not in _MODES else 1 if numbers in self._set else 2
                return f"\x1b[?{numbers};{state}$y"
            case "", "", "c":
                return _ATTRIBUTES
            case ">", "", "c":
                return _SECONDARY_ATTRIBUTES
            case ">", "", "q":
                return _NAME
            case "", "", final if final not in "ntu" and ":" not in numbers:
                self._stream.feed(sequence[0])
            case None, None, None:
                code, _, asked = (sequence["command"] or "").partition(";")
                if asked == "?" and code in _COLOURS:
                    return f"\x1b]{code};rgb:{_COLOURS[code]}\x1b\\"
        return ""

    def _switch(self, sequence: str, modes: list[str], *, on: bool) -> None:
        (self._set.update if on else self._set.difference_update)(modes)
        if _ALTERNATE in modes:
            self._stream.feed("\x1b[2J\x1b[H")
        elif _SYNCHRONIZED not in modes:
            self._stream.feed(sequence)
