"""From text to a sheet: the separator, the header, and columns of cells, each row with the number of its line."""

import csv
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, TypeAlias

from cockpit.domain.message import N_, Message, message
from cockpit.domain.problem import Problem, Refused, refuse
from cockpit.domain.validation import echo
from cockpit.exchange.kpi_csv.file_text import FileText, file_text
from cockpit.exchange.kpi_csv.options import Options, Progress
from cockpit.exchange.kpi_csv.refusal import RefusedLine
from cockpit.exchange.kpi_csv.rows import Rows, read_rows
from cockpit.exchange.kpi_csv.time_shape import is_time
from cockpit.exchange.kpi_csv.words import is_date_name

MOST_COLUMNS = 1_000

_SAMPLED = 2**20
_SAMPLE = 200
"""Lines that the layout is found out from; what comes after is like them."""
_HEAD = 20
_LOOKED_AT = 50
"""Cells of a line among which a date is looked for."""

_SEPARATORS = {",": N_("comma"), ";": N_("semicolon"), "\t": N_("tab"), "|": N_("vertical bar")}
_BY_NAME = {"comma": ",", "semicolon": ";", "tab": "\t", "bar": "|", "space": " "}
_TOLD = re.compile(r'"?sep=(?P<separator>[^\r\n])"?[ \t;,]*(?:\r\n|\r|\n|$)', re.IGNORECASE)
_NUMBER = re.compile(r"[+-]?\d[\d.,\s'’]*%?")

_Row: TypeAlias = tuple[int, list[str]]
"""The number of a line, and its cells."""


@dataclass(frozen=True)
class Sheet:
    """The cells of a table by columns, with the number in the file of each row's line.

    ``header_line`` is None where the columns have no names; they are called by their numbers then, from 1.
    """

    name: str
    encoding: str
    separator: str
    header: tuple[str, ...]
    header_line: int | None
    columns: tuple[list[str], ...]
    lines: Sequence[int]
    malformed: tuple[RefusedLine, ...]
    """Lines that are no rows of the table."""
    head: tuple[tuple[str, ...], ...]
    """The first lines of the file as they stand there, whatever they are."""
    how: tuple[Message, ...]


def read_sheet(source: Path | BinaryIO, options: Options | None = None, progress: Progress | None = None) -> Sheet:
    """The table in a file, or in an open stream of bytes.

    Raises :class:`~cockpit.domain.problem.Refused`, with a sentence that says what to do, where there is none.
    """
    options = options or Options()
    return sheet_of(file_text(source, options.encoding, progress), options, progress)


def sheet_of(file: FileText, options: Options | None = None, progress: Progress | None = None) -> Sheet:
    """The table in a text; :class:`~cockpit.domain.problem.Refused` where there is none."""
    told = _TOLD.match(file.text)
    given = _given((options or Options()).separator)
    physical = file.text[:_SAMPLED].replace("\r\n", "\n").replace("\r", "\n").split("\n")[:_SAMPLE]
    first = 2 if told else 1
    separator = given or (told["separator"] if told else _found_separator(physical))
    sample = _cut(physical, separator, first)
    if not sample:
        raise refuse(message(N_("The file is empty")))
    begin, header_line, header, width = _layout(sample)
    if width > MOST_COLUMNS:
        sentence = N_("The table has {count} columns; at most {most} are read: export fewer, or one KPI a line")
        raise refuse(message(sentence, count=width, most=MOST_COLUMNS))
    rows = read_rows(file.text, separator, begin, width, progress)
    if not rows.lines and not rows.malformed:
        raise refuse(message(N_("The file has a header and no line of data")))
    _refuse_unnamed(rows, header_line, len(header))
    names = (*header, *[""] * (width - len(header))) if header else tuple(str(number) for number in range(1, width + 1))
    return Sheet(
        name=file.name,
        encoding=file.encoding,
        separator=separator,
        header=names,
        header_line=header_line,
        columns=rows.columns,
        lines=rows.lines,
        malformed=tuple(rows.malformed),
        head=tuple(tuple(cells) for _, cells in sample[:_HEAD]),
        how=_how(file, separator, header_line, first, begin),
    )


def _refuse_unnamed(rows: Rows, header_line: int | None, named: int) -> None:
    """Refuse cells beyond the header: a number with a decimal comma is two cells where commas set cells apart."""
    row = min((number for cells in rows.columns[named:] for number, cell in enumerate(cells) if cell.strip()), default=None)
    if header_line is not None and row is not None:
        sentence = N_(
            "The header on line {header} names {count} columns, and line {line} has more cells; "
            "a number with a decimal comma stands in quotes where commas set cells apart"
        )
        told = message(sentence, header=header_line, count=named, line=rows.lines[row])
        raise Refused([Problem(told, line=rows.lines[row])])


def _given(separator: str) -> str:
    """The separator that the user names."""
    found = _BY_NAME.get(separator.lower(), separator)
    if len(found) > 1 or found in ('"', "\n", "\r", "\0"):
        sentence = N_("--separator: “{value}” is not allowed; it must be one character, or one of {names}")
        raise refuse(message(sentence, value=echo(separator), names=tuple(_BY_NAME)))
    return found


def _cut(physical: Sequence[str], separator: str, first: int = 1) -> list[_Row]:
    """Lines as rows, each with the number of the line it begins on; blank lines are left out."""
    reader = csv.reader((f"{line}\n" for line in physical[first - 1 :]), delimiter=separator)
    rows, line = [], first
    for cells in reader:
        if any(map(str.strip, cells)):
            rows.append((line, [cell.strip() for cell in cells]))
        line = first + reader.line_num
    return rows


def _found_separator(physical: Sequence[str]) -> str:
    """The separator with which most lines are alike, best with a date in a cell of its own."""

    def alike(separator: str) -> tuple[int, int]:
        rows = [cells for _, cells in _cut(physical, separator) if len(cells) > 1]
        dated = Counter(len(cells) for cells in rows if _date_place(cells) is not None)
        every = Counter(map(len, rows))
        return max(dated.values(), default=0), max(every.values(), default=0)

    best = max(_SEPARATORS, key=alike)
    if alike(best) == (0, 0):
        raise refuse(
            message(
                N_(
                    "No separator is found: a table has a date and a value at least, set apart by a comma, a semicolon, a tab or a bar; "
                    "say --separator where it is another"
                )
            )
        )
    return best


def _date_place(cells: Sequence[str]) -> int | None:
    """Which cell of a line is a date, None where none is."""
    return next((place for place, cell in enumerate(cells[:_LOOKED_AT]) if is_time(cell)), None)


def _layout(sample: Sequence[_Row]) -> tuple[int, int | None, list[str], int]:
    """Where the data begin, where the header stands, the header (empty where there is none), and how many columns there are."""
    dated = [(number, len(cells), place) for number, (_, cells) in enumerate(sample) if (place := _date_place(cells)) is not None]
    dated = [each for each in dated if each[1] > 1]
    if not dated:
        widths = Counter(len(cells) for _, cells in sample)
        width = max(widths, key=lambda width: (width > 1, widths[width]))
        number = next(number for number, (_, cells) in enumerate(sample) if len(cells) == width)
        line, cells = sample[number]
        return (line + 1, line, cells, width) if _is_header(cells) else (line, None, [], width)
    width, place = Counter((width, place) for _, width, place in dated).most_common(1)[0][0]
    first = next(number for number, wide, at in dated if (wide, at) == (width, place))
    header = _header_before(sample, first, width, place)
    if header is None and dated[0][0] < first:
        # Lines of another number of cells may stand between the header and the first of those that are most.
        header = _header_before(sample, *dated[0])
    if header is None:
        while first and len(sample[first - 1][1]) == width:
            first -= 1
        return sample[first][0], None, [], width
    line, names = sample[header]
    return sample[header + 1][0], line, names, max(width, len(names))


def _header_before(sample: Sequence[_Row], first: int, width: int, place: int) -> int | None:
    """Which row before the first one with a date is the header: the last that names a date, else the last that holds no number."""
    found = None
    for number in range(first - 1, -1, -1):
        cells = sample[number][1]
        if len(cells) < 2 or (len(cells) != width and number != first - 1):
            break
        if _is_header(cells):
            if len(cells) > place and is_date_name(cells[place]):
                return number
            found = number if found is None else found
    return found


def _is_header(cells: Sequence[str]) -> bool:
    return not any(_NUMBER.fullmatch(cell) or is_time(cell) for cell in cells)


def _how(file: FileText, separator: str, header: int | None, first: int, begin: int) -> tuple[Message, ...]:
    encoding = N_("encoding {encoding}, as the text is no UTF-8") if file.guessed else N_("encoding {encoding}")
    named = Message(_SEPARATORS[separator]) if separator in _SEPARATORS else message("“{sign}”", sign=separator)
    said = [message(encoding, encoding=file.encoding), message(N_("separator {separator}"), separator=named)]
    table = begin if header is None else header
    if header is None:
        said.append(message(N_("no header; columns are called by their numbers")))
    if table > first:
        said.append(message(N_("the table begins on line {line}, what stands before it is passed over"), line=table))
    return tuple(said)
