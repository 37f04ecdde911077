"""The rows of a table, cut into columns: at one go where no cell is quoted, by Python's own reader where one is."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice, repeat

from cockpit.domain.message import N_, Message, message
from cockpit.domain.validation import echo
from cockpit.exchange.kpi_csv.file_text import LARGEST_FILE
from cockpit.exchange.kpi_csv.options import Progress
from cockpit.exchange.kpi_csv.refusal import RefusedLine

QUOTE = '"'

# One limit for all readers of a process: it must not depend on the file that was read last.
csv.field_size_limit(LARGEST_FILE)

_PIECE = 2**20
_ROWS = 20_000
_MOST_UNCLOSED = 20
"""Quotes without an end after each of which reading begins anew on the next line."""

_UNCLOSED = N_("a quote is opened and never closed; close it, or write it twice where it is part of the text")
_STRAY_QUOTE = N_("text follows a closing quote; a quote that is part of the text is written twice")


@dataclass
class Rows:
    """The cells by columns, the number of each row's line, and the lines that are no rows of the table."""

    width: int
    separator: str
    columns: tuple[list[str], ...] = ()
    lines: list[int] = field(default_factory=list)
    malformed: list[RefusedLine] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.columns = tuple([] for _ in range(self.width))

    def add(self, line: int, cells: list[str]) -> None:
        """One row, or a line that is none; a line without any text is passed over."""
        if len(cells) != self.width:
            if not any(map(str.strip, cells)):
                return
            if len(cells) < self.width or any(map(str.strip, cells[self.width :])):
                self.refuse(
                    line,
                    message(
                        N_("the line has {count} cell, the table has {width}"),
                        N_("the line has {count} cells, the table has {width}"),
                        count=len(cells),
                        width=self.width,
                    ),
                    self.separator.join(cells[: self.width + 1]),
                )
                return
        elif not any(cells):
            return
        self.lines.append(line)
        for column, cell in zip(self.columns, cells, strict=False):
            column.append(cell)

    def refuse(self, line: int, reason: Message, text: str = "") -> None:
        """A line that is no row."""
        self.malformed.append(RefusedLine(line, "", echo(text), reason))


def read_rows(text: str, separator: str, begin: int, width: int, progress: Progress | None = None) -> Rows:
    """The rows of ``text`` from the line ``begin`` on, of ``width`` cells each."""
    if "\r" in text:
        # A lone carriage return ends a line as well; a count of lines is the same.
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    start = _offset(text, begin)
    rows = Rows(width, separator)
    if QUOTE in text:
        _read_quoted(rows, text[start:], begin, progress)
    else:
        _read_unquoted(rows, text, start, begin, progress)
    return rows


def _offset(text: str, line: int) -> int:
    """Where a line begins."""
    place = 0
    for _ in range(line - 1):
        place = text.find("\n", place) + 1 or len(text)
    return place


def _read_unquoted(rows: Rows, text: str, place: int, line: int, progress: Progress | None) -> None:
    separator = rows.separator
    ends = rows.width - 1
    while place < len(text):
        end = text.find("\n", min(place + _PIECE, len(text)))
        end = len(text) if end < 0 else end
        piece = text[place:end].split("\n")
        if set(map(str.count, piece, repeat(separator))) == {ends} and (ends or all(piece)):
            cells = text[place:end].replace("\n", separator).split(separator)
            for number, column in enumerate(rows.columns):
                column += cells[number :: rows.width]
            rows.lines += range(line, line + len(piece))
        else:
            for number, each in enumerate(piece, start=line):
                rows.add(number, each.split(separator))
        line += len(piece)
        place = end + 1
        if progress:
            progress(min(place, len(text)), len(text))


def _read_quoted(rows: Rows, text: str, line: int, progress: Progress | None) -> None:
    physical = list(io.StringIO(text, newline="\n"))
    begin = unclosed = 0
    while unclosed < _MOST_UNCLOSED:
        opened = _read_until_opened(rows, physical, begin, line, progress)
        if opened is None:
            return
        place, end = opened
        # What such a quote swallows are lines of their own: none of them is lost without a word.
        rows.refuse(line + place, message(_UNCLOSED), physical[place])
        begin = place + 1
        unclosed += end == len(physical)
    for number, each in enumerate(physical[begin:], start=line + begin):
        rows.refuse(number, message(_UNCLOSED), each)


def _read_until_opened(
    rows: Rows, physical: Sequence[str], begin: int, line: int, progress: Progress | None
) -> tuple[int, int] | None:
    """Take in the rows from a line on, up to the first with a quote that is not closed as it should; None where there is none.

    Returns the place of that line, and before which one its row ends: at the end of the file, or where text follows its quote.
    """
    reader = csv.reader(map(physical.__getitem__, range(begin, len(physical))), delimiter=rows.separator, strict=True)
    last = 0
    while True:
        before = last
        try:
            for cells in islice(reader, _ROWS):
                rows.add(line + begin + last, cells)
                last = reader.line_num
        except csv.Error:
            end = begin + reader.line_num
            is_unclosed = end >= len(physical) and _is_unclosed(physical[begin + last :], rows.separator)
            if is_unclosed or reader.line_num > last + 1:
                return begin + last, end
            rows.refuse(line + begin + last, message(_STRAY_QUOTE), physical[begin + last])
            last = reader.line_num
            continue
        if last == before:
            return None
        if progress:
            progress(begin + last, len(physical))


def _is_unclosed(lines: Sequence[str], separator: str) -> bool:
    """Whether the one row that ``lines`` are ends within a quote."""
    try:
        for _ in csv.reader(iter(lines), delimiter=separator, strict=True):
            pass
    except csv.Error as error:
        return "unexpected end" in str(error)
    return False
