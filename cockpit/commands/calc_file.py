"""The columns of a table that the calculators read: a CSV with a header, a row for each value."""

import csv
import math
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

from cockpit.domain.message import N_, Message, message
from cockpit.domain.problem import Problem, Refused, refuse
from cockpit.domain.validation import echo

if TYPE_CHECKING:
    from cockpit.domain.mean import Sample

_SEPARATORS = (",", ";", "\t")
_GROUPS = ("control", "pilot")
_LONGEST_FIELD = 2**20


def values(file: str, column: str) -> list[float]:
    """The numbers in a column, in order, at least one; :class:`Refused` names every cell that holds none."""
    problems: list[Problem] = []
    found = [_number(cell, column, line, comma, problems) for line, comma, (cell,) in _rows(file, column)]
    return _sound(file, found, problems)


def samples(file: str, group: str, value: str) -> "tuple[Sample, Sample]":
    """The control group and the pilot group of a table that names them in the column ``group``."""
    from cockpit.domain.mean import sample_of

    problems: list[Problem] = []
    found: dict[str, list[float]] = {name: [] for name in _GROUPS}
    for line, comma, (named, cell) in _rows(file, group, value):
        number = _number(cell, value, line, comma, problems)
        if named.strip().casefold() in found:
            found[named.strip().casefold()].append(number)
        else:
            problems.append(_problem(named, group, line, message(N_("“control” or “pilot”"))))
    control, pilot = (_sound(file, found[name], problems, name) for name in _GROUPS)
    return sample_of(control), sample_of(pilot)


def _rows(file: str, *columns: str) -> Iterator[tuple[int, bool, list[str]]]:
    """Of each row that is not empty: its line, whether a comma may stand before decimals, and the cells of the columns."""
    from cockpit.exchange.kpi_csv.file_text import file_text

    text = file_text(Path(file)).text
    csv.field_size_limit(_LONGEST_FIELD)
    begin = text.lstrip("\r\n").partition("\n")[0]
    separator = max(_SEPARATORS, key=begin.count)
    reader = csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True)
    places: list[int] = []
    try:
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            if not places:
                places = _places(cells, columns)
                continue
            yield reader.line_num, separator != ",", [cells[place] if place < len(cells) else "" for place in places]
    except csv.Error as error:
        sentence = message(N_("the table cannot be read on from here: {reason}"), reason=str(error))
        raise Refused([Problem(sentence, line=max(1, reader.line_num))]) from None


def _places(head: list[str], columns: tuple[str, ...]) -> list[int]:
    names = [cell.strip() for cell in head]
    for column in columns:
        if names.count(column.strip()) != 1:
            sentence = (
                N_("the table has several columns “{column}”; give each its own name")
                if column.strip() in names
                else N_("the table has no column “{column}”; it has {columns}")
            )
            shown = tuple(echo(name) for name in names[:20])
            raise refuse(message(sentence, column=echo(column), columns=shown))
    return [names.index(column.strip()) for column in columns]


def _number(cell: str, column: str, line: int, comma: bool, problems: list[Problem]) -> float:
    """The number in a cell; 0 with one problem more where there is none."""
    text = cell.strip()
    if comma and "." not in text:
        text = text.replace(",", ".", 1)
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not math.isfinite(number) or "_" in text:
        problems.append(_problem(cell, column, line, message(N_("a number such as 12.5"))))
        return 0.0
    return number


def _problem(cell: str, column: str, line: int, allowed: Message) -> Problem:
    sentence = message(
        N_("{name}: “{value}” is not allowed; it must be {allowed}"), name=echo(column), value=echo(cell), allowed=allowed
    )
    return Problem(sentence, line=line)


def _sound(file: str, found: list[float], problems: list[Problem], name: str = "") -> list[float]:
    if problems:
        raise Refused(problems)
    if not found:
        sentence = (
            N_("there is no row of the group “{group}” in {file}") if name else N_("there is no row with a value in {file}")
        )
        raise refuse(message(sentence, group=name, file=echo(file)))
    return found
