"""A column of numbers: one decision for the whole column on the decimal mark, no guess, and every reason to refuse a cell."""

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy

from cockpit.domain.measurement import LARGEST_VALUE
from cockpit.domain.message import N_, Message, message
from cockpit.domain.text import folded
from cockpit.domain.validation import echo
from cockpit.exchange.kpi_csv.columns_of_text import factorised, picked, translated
from cockpit.exchange.kpi_csv.options import Answer, Decimal, Question

if TYPE_CHECKING:
    from cockpit.exchange.kpi_csv.columns_of_text import Marks, Real, Whole

_ONLY_DIGITS = str.maketrans("012345678", "9" * 9)
_NO_VALUE = frozenset(
    {"", "-", "--", "–", "—", ".", "..", "n/a", "na", "n.a.", "nd", "n/d", "n.d.", "null", "none", "nil", "undefined"}
)
"""What people and programs write where there is no value, folded."""
_FAILED = re.compile(r"#[A-Z0-9À-Ü/_]+[!?]?|#N/A|#N/D", re.IGNORECASE)

_SPACES = " \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{THIN SPACE}\N{FIGURE SPACE}"
_SIGN = "[-+−]?"
_UNIT = r"(?:[^\W\d_]|[%‰°€$£¥])"
_AFFIXED = re.compile(
    rf"(?P<before>(?:[€$£¥][{_SPACES}]*|[A-Z]{{3}}[{_SPACES}]+)?)"
    rf"(?P<number>{_SIGN}[{_SPACES}]?[.,]?9[9.,'’{_SPACES}]*(?:[eE][+-]?9{{1,3}}(?!\w))?)(?P<after>(?:/?{_UNIT}.*)?)",
    re.DOTALL,
)
"""A number, and the unit that may stand before or after it."""


def _form(decimal: str, grouping: str) -> "re.Pattern[str]":
    """Numbers with a decimal mark, their thousands grouped by one kind of mark or not at all; nobody groups before an exponent."""
    mark = re.escape(decimal)
    grouped = rf"9{{1,3}}(?P<group>[{grouping}{_SPACES}'’])999(?:(?P=group)999)*(?:{mark}9*)?"
    return re.compile(rf"{_SIGN}[{_SPACES}]?(?:{grouped}|(?:9+(?:{mark}9*)?|{mark}9+)(?:[eE][+-]?9{{1,3}})?)")


_FORMS = {Decimal.COMMA: _form(",", "."), Decimal.POINT: _form(".", ",")}
_AMBIGUOUS = re.compile(rf"{_SIGN}[{_SPACES}]?9{{1,3}}[.,]999")
"""Thousands, or three decimals."""
_LEADING_ZERO = re.compile(rf"{_SIGN}[{_SPACES}]?0")
_GROUPING = {
    Decimal.COMMA: {ord(sign): None for sign in f".{_SPACES}'’"} | {ord(","): ".", ord("−"): "-"},
    Decimal.POINT: {ord(sign): None for sign in f",{_SPACES}'’"} | {ord("−"): "-"},
}

_NO_NUMBER = message(N_("no number"))
_NOT_FINITE = message(N_("no number that can be measured; leave the cell empty where there is no value"))
_FAILED_FORMULA = message(N_("the error of a formula; mend it in the spreadsheet, or leave the cell empty"))
_TOO_LARGE = message(N_("too large; a value lies between {least} and {most}"), least=-LARGEST_VALUE, most=LARGEST_VALUE)
_NOT_FINITE_WORDS = frozenset({"nan", "inf", "-inf", "+inf", "infinity", "-infinity", "∞", "-∞"})


def is_number(text: str) -> bool:
    """Whether ``text`` is a number with whichever decimal mark, with or without a unit."""
    parts = _AFFIXED.fullmatch(text.strip().translate(_ONLY_DIGITS))
    return parts is not None and any(form.fullmatch(parts["number"].rstrip(_SPACES)) for form in _FORMS.values())


@dataclass
class NumbersRead:
    """What a column of numbers comes to, row by row; ``known`` marks the rows that have a value, ``empty`` those without one.

    ``units`` are the units that stand beside the numbers, the first of them the empty one; ``unit`` is the number of each row's.
    """

    values: "Real"
    known: "Marks"
    empty: "Marks"
    unit: "Whole"
    units: list[str] = field(default_factory=lambda: [""])
    refused: "list[tuple[Whole, Message]]" = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    decimal: Decimal | None = None
    """The decimal mark, where there were any."""
    words: "Counter[str]" = field(default_factory=Counter)
    """How often a word stood for no value."""


@dataclass(frozen=True)
class _Form:
    """The cells of one signature: their rows, and how many characters stand before and after the number."""

    rows: "Whole"
    number: str
    before: int
    after: int


class NumberColumn:
    """The cells of a column, read together; ``lines`` are their numbers in the file."""

    def __init__(self, cells: Sequence[str], lines: Sequence[int], decimal: Decimal | None, name: str = "") -> None:
        self._cells, self._lines, self._given, self._name = cells, lines, decimal, name
        count = len(cells)
        self._read = NumbersRead(
            numpy.zeros(count), numpy.zeros(count, bool), numpy.zeros(count, bool), numpy.zeros(count, numpy.int64)
        )

    def read(self) -> NumbersRead:
        """The numbers of the column."""
        found = self._forms()
        decimal = self._given or self._settled(found)
        self._read.decimal = decimal if decimal and any(set(".,") & set(form.number) for form in found) else None
        either = decimal or Decimal.POINT
        fit = [form for form in found if _FORMS[either].fullmatch(form.number) and not self._is_open(form, decimal)]
        for form in found:
            if not _FORMS[either].fullmatch(form.number) and not (decimal is None and self._read.questions):
                self._refuse(form.rows, self._no_number(form))
        if len(fit) == 1 == len(found) and len(fit[0].rows) == len(self._cells):
            self._convert(fit[0].rows, self._cells, either) if not (fit[0].before or fit[0].after) else self._take(fit[0], either)
            return self._read
        bare = [form for form in fit if not (form.before or form.after)]
        if bare:
            rows = numpy.sort(numpy.concatenate([form.rows for form in bare])) if len(bare) > 1 else bare[0].rows
            self._convert(rows, picked(self._cells, rows), either)
        for form in fit:
            if form.before or form.after:
                self._take(form, either)
        return self._read

    def _forms(self) -> list[_Form]:
        """The signatures that hold a number; the cells of all others are put aside here."""
        codes, forms = factorised(translated(self._cells, _ONLY_DIGITS))
        order = numpy.argsort(codes, kind="stable") if len(forms) > 1 else numpy.arange(len(codes))
        bounds = numpy.searchsorted(codes[order], numpy.arange(len(forms) + 1))
        found = []
        for number, form in enumerate(forms):
            rows = order[bounds[number] : bounds[number + 1]]
            word = folded(form)
            parts = _AFFIXED.fullmatch(form) if "9" in form else None
            if word in _NO_VALUE:
                self._read.empty[rows] = True
                if form:
                    self._read.words[form] += len(rows)
            elif word in _NOT_FINITE_WORDS:
                self._refuse(rows, _NOT_FINITE)
            elif _FAILED.fullmatch(form):
                self._refuse(rows, _FAILED_FORMULA)
            elif parts is None:
                self._refuse(rows, _NO_NUMBER)
            else:
                after = len(form) - len(parts["number"].rstrip(_SPACES)) - parts.start("number")
                found.append(_Form(rows, parts["number"].rstrip(_SPACES), parts.start("number"), after))
        return found

    def _settled(self, found: Sequence[_Form]) -> Decimal | None:
        """The decimal mark that all cells tell of; the point where none is needed, None where it has to be asked."""
        only: dict[Decimal, int] = {}
        open_: list[_Form] = []
        for form in found:
            reads = [mark for mark, pattern in _FORMS.items() if pattern.fullmatch(form.number)]
            if len(reads) == 2 and _AMBIGUOUS.fullmatch(form.number):
                leading = self._leading_zero(form)
                if leading is None:
                    open_.append(form)
                else:
                    reads = [Decimal.COMMA if "," in form.number else Decimal.POINT]
                    only.setdefault(reads[0], leading)
            elif len(reads) == 1:
                only[reads[0]] = min(int(form.rows[0]), only.get(reads[0], int(form.rows[0])))
        if len(only) == 2:
            self._ask_mixed(only)
            return None
        if only:
            return next(iter(only))
        if open_:
            self._ask(min(int(form.rows[0]) for form in open_))
            return None
        return Decimal.POINT

    def _is_open(self, form: _Form, decimal: Decimal | None) -> bool:
        return decimal is None and bool(set(".,") & set(form.number))

    def _leading_zero(self, form: _Form) -> int | None:
        """The first row whose number begins with a zero, which no thousands do."""
        rows = (row for row in form.rows.tolist() if _LEADING_ZERO.match(self._cells[row], form.before))
        return next(rows, None)

    def _ask(self, row: int) -> None:
        text = self._number_of(row)
        point, comma = (_number(text.translate(_GROUPING[mark])) for mark in (Decimal.POINT, Decimal.COMMA))
        sentence = message(
            N_("“{value}” on line {line} is {point} or {comma}: say --decimal point for the first, --decimal comma for the second"),
            value=echo(text), line=self._lines[row], point=_figures(point), comma=_figures(comma),
        )  # fmt: skip
        self._read.questions.append(Question("--decimal", sentence, _answers(point, comma), self._name))

    def _ask_mixed(self, only: dict[Decimal, int]) -> None:
        point, comma = only[Decimal.POINT], only[Decimal.COMMA]
        sentence = message(
            N_(
                "“{point}” on line {line} has a decimal point, “{comma}” on line {further} a decimal comma; "
                "say --decimal point or --decimal comma, and the lines with the other are refused"
            ),
            point=echo(self._cells[point]), line=self._lines[point], comma=echo(self._cells[comma]), further=self._lines[comma],
        )  # fmt: skip
        answers = tuple(Answer(mark.value, Message(mark.label)) for mark in (Decimal.POINT, Decimal.COMMA))
        self._read.questions.append(Question("--decimal", sentence, answers, self._name))

    def _no_number(self, form: _Form) -> Message:
        other = {Decimal.COMMA: Decimal.POINT, Decimal.POINT: Decimal.COMMA}
        decimal = self._given or self._read.decimal
        if decimal and _FORMS[other[decimal]].fullmatch(form.number):
            return message(N_("no number with a decimal {mark}"), mark=Message(decimal.label))
        return _NO_NUMBER

    def _number_of(self, row: int) -> str:
        """The number in a cell, without what stands around it."""
        parts = _AFFIXED.fullmatch(self._cells[row].translate(_ONLY_DIGITS))
        assert parts
        begin = parts.start("number")
        return self._cells[row][begin : begin + len(parts["number"].rstrip(_SPACES))]

    def _take(self, form: _Form, decimal: Decimal) -> None:
        """Cells that hold a unit beside the number."""
        texts = picked(self._cells, form.rows)
        end = len(texts[0]) - form.after
        numbers = [text[form.before : end] for text in texts]
        beside = [f"{text[: form.before].strip()}{text[end:].strip()}" for text in texts]
        codes, units = factorised(beside)
        known = {unit: number for number, unit in enumerate(self._read.units)}
        for unit in units:
            if unit not in known:
                known[unit] = len(self._read.units)
                self._read.units.append(unit)
        self._read.unit[form.rows] = numpy.array([known[unit] for unit in units])[codes]
        self._convert(form.rows, numbers, decimal)

    def _convert(self, rows: "Whole", texts: Sequence[str], decimal: Decimal) -> None:
        """Take in numbers whose form is known to be fine."""
        values = numpy.fromiter(map(float, translated(texts, _GROUPING[decimal])), float, len(texts))
        large = ~(numpy.abs(values) <= LARGEST_VALUE)
        # Added to zero, a negative zero is zero.
        self._read.values[rows] = values + 0.0
        self._read.known[rows] = ~large
        self._refuse(rows[large], _TOO_LARGE)

    def _refuse(self, rows: "Whole", reason: Message) -> None:
        if len(rows):
            self._read.refused.append((rows, reason))


def _answers(point: float, comma: float) -> tuple[Answer, ...]:
    said = {Decimal.POINT: point, Decimal.COMMA: comma}
    return tuple(Answer(mark.value, message("{value}", value=_figures(value))) for mark, value in said.items())


def _figures(value: float) -> str:
    """A number in a notation that no reader takes for another: ``1234``, ``1.234``."""
    return f"{value:.15g}"


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return math.nan
