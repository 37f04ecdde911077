"""Rows as they are pasted elsewhere: into a message, a page written in Markdown, a spreadsheet."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from cockpit.domain.entity import Entity, FieldSpec, Shape, fields_of
from cockpit.domain.message import N_, message
from cockpit.domain.problem import refuse
from cockpit.exchange.markdown_text import escaped
from cockpit.language import _, current, day, short_day
from cockpit.widgets.column import Column

LARGEST = 74_994
"""The most bytes that terminals take by OSC 52: xterm and those like it drop what is longer than 100,000 characters of Base64."""

_NUMBER = re.compile(r"[+-]?\d+([.,]\d+)?")
_FORMULA = ("=", "+", "-", "@")
"""What a spreadsheet computes instead of showing it, where a cell begins with it."""


def within_reach(text: str) -> str:
    """``text``, where a terminal takes it; :class:`Refused` with what to do where it is too long."""
    size = len(text.encode())
    if size > LARGEST:
        sentence = N_("{size} kB are more than a terminal takes ({most} kB); mark fewer rows, or export the project")
        raise refuse(message(sentence, size=-(-size // 1000), most=LARGEST // 1000))
    return text


def as_markdown(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table in Markdown, a line for each row; what people typed says there what it said here."""
    lines = [_markdown_line(headings), "|" + " --- |" * len(headings), *map(_markdown_line, rows)]
    return "\n".join(lines) + "\n"


def _markdown_line(cells: Iterable[str]) -> str:
    return "".join(("|", *(f" {escaped(cell)} |" for cell in cells)))


def as_tab_separated(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Cells parted by tabs, a line for each row, quoted as spreadsheets read them; no text becomes a formula."""
    written = io.StringIO()
    writer = csv.writer(written, dialect="excel-tab", lineterminator="\n")
    writer.writerows([*map(_shown_as_text, line)] for line in (headings, *rows))
    return written.getvalue()


def _shown_as_text(cell: str) -> str:
    return f"'{cell}" if cell.lstrip().startswith(_FORMULA) and not _NUMBER.fullmatch(cell) else cell


def headings_of(columns: Iterable[Column]) -> list[str]:
    """What stands above each column."""
    return [_(column.label) for column in columns]


def dated_cells(columns: Iterable[Column], row: Any, context: Any) -> list[str]:
    """What the cells of a row say to people who read it on another day.

    Beside how far away a day is stands which day it is, with its year, in columns that are sorted by it.
    """

    def dated(column: Column) -> str:
        told = column.told(row, context).text
        when = column.order(row, context) if column.order else None
        if type(when) is not date or day(when) in told:
            return told
        for said in (day(when, context.today), short_day(when, context.today)):
            whole = re.compile(rf"(?<!\w){re.escape(said)}(?!\w|\s\d{{4}})")
            if whole.search(told):
                return whole.sub(lambda _found: day(when), told, count=1)
        return f"{day(when)}, {told}" if told else day(when)

    return [dated(column) for column in columns]


def exact_cells(columns: Iterable[Column], row: Any, context: Any) -> list[str]:
    """What the cells of a row hold, as a spreadsheet goes on with it: numbers without units, days as ``2026-12-31``."""
    specs = {spec.name: spec for spec in fields_of(type(row))} if isinstance(row, Entity) else {}
    return [
        _exact(specs[column.name], row) if _is_exact(specs.get(column.name)) else column.told(row, context).text
        for column in columns
    ]


def _is_exact(spec: FieldSpec | None) -> bool:
    return spec is not None and spec.shape in (Shape.WHOLE, Shape.NUMBER, Shape.MONEY, Shape.DATE, Shape.CHOICE)


def _exact(spec: FieldSpec, row: Entity) -> str:
    value = getattr(row, spec.name)
    if value is None:
        return ""
    match spec.shape:
        case Shape.DATE:
            return str(value.isoformat())
        case Shape.CHOICE:
            return _(value.label)
        case Shape.MONEY:
            return _decimal(f"{value / 100:.2f}")
        case _:
            return _decimal(f"{value:.15g}")


def _decimal(digits: str) -> str:
    """Digits as spreadsheets of the language read them."""
    return digits.replace(".", ",") if current() == "fr" else digits
