"""A column of dates and instants: one decision for the whole column on what is ambiguous, no guess, and every reason to refuse a cell."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy

from cockpit.domain.entity import FIRST_YEAR, LAST_YEAR
from cockpit.domain.message import N_, Message, Part, message
from cockpit.domain.validation import echo
from cockpit.exchange.kpi_csv.clock_changes import IN_GAP, IN_OVERLAP, in_utc
from cockpit.exchange.kpi_csv.columns_of_text import Digits, factorised, picked, translated
from cockpit.exchange.kpi_csv.options import Answer, Dates, Question
from cockpit.exchange.kpi_csv.time_shape import Kind, TimeShape, time_shape

if TYPE_CHECKING:
    from cockpit.exchange.kpi_csv.columns_of_text import Marks, Whole

DAY_SECONDS = 86_400
_ONLY_DIGITS = str.maketrans("012345678", "9" * 9)
_FIRST_DAY, _LAST_DAY = date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)
_EPOCH = date(1970, 1, 1)
_LAST_SHORT_YEAR = (date(2068, 12, 31) - _EPOCH).days
"""Programs take 69 to 99 for years of the last century (POSIX, strptime), and nobody measures in the late years of this one."""
_SERIAL_BEGIN = (date(1899, 12, 30) - _EPOCH).days

_NO_TIME = message(N_("no date that is understood; write it as 2026-12-31 or 2026-12-31 14:05"))
_NO_SUCH_DAY = message(N_("there is no such day"))
_NO_SUCH_CLOCK = message(N_("there is no such time of day"))
_NO_SUCH_WEEK = message(N_("there is no such week in that year"))
_CENTURY_UNTOLD = message(N_("a year of two digits from 69 on may be of either century; write it with four"))
_OUTSIDE = message(N_("dates are taken from the years {first} to {last}"), first=str(FIRST_YEAR), last=str(LAST_YEAR))

_ORDERS: Mapping[Dates, tuple[str, str, str]] = {
    Dates.DAY_FIRST: ("third", "second", "first"),
    Dates.MONTH_FIRST: ("third", "first", "second"),
    Dates.YEAR_FIRST: ("first", "second", "third"),
}
"""For each order, where the year, the month and the day stand."""


@dataclass
class TimesRead:
    """What a column of times comes to, row by row.

    ``seconds`` since 1970 in UTC, of a day its midnight; ``instant`` marks those that are instants, ``known`` those that could be read.
    """

    seconds: "Whole"
    instant: "Marks"
    known: "Marks"
    refused: "list[tuple[Whole, Message]]" = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    how: list[Message] = field(default_factory=list)
    kinds: set[Kind] = field(default_factory=set)
    missing: "list[int]" = field(default_factory=list)
    """The rows without a date."""

    @property
    def keys(self) -> "Whole":
        """A number for each time that sorts as its text does: a day before the instants from its midnight in UTC on."""
        return self.seconds * 2 + self.instant


class TimeColumn:
    """The cells of a column, without blanks around them, read together.

    ``lines`` are their numbers in the file, ``zone`` is that of times that do not tell theirs.  ``as_days`` takes times that are all
    midnight for the days that a program has written so.
    """

    def __init__(
        self, cells: Sequence[str], lines: Sequence[int], dates: Dates | None, zone: str, *, as_days: bool = False
    ) -> None:
        self._cells, self._lines, self._dates, self._zone, self._as_days = cells, lines, dates, zone, as_days
        count = len(cells)
        self._days = numpy.zeros(count, numpy.int64)
        self._clock = numpy.zeros(count, numpy.int64)
        self._offset = numpy.zeros(count, numpy.int64)
        self._known = numpy.zeros(count, bool)
        self._instant = numpy.zeros(count, bool)
        self._zoned = numpy.zeros(count, bool)
        self._open = numpy.zeros(count, bool)
        self._short = numpy.zeros(count, bool)
        """Which cells have a year of two digits."""
        self._read = TimesRead(self._days, self._instant, self._known)
        self._triples: list[tuple[Whole, TimeShape, Digits]] = []

    def read(self) -> TimesRead:
        """The times of the column."""
        codes, forms = factorised(translated(self._cells, _ONLY_DIGITS))
        one = len(forms) == 1
        everything = numpy.arange(len(self._cells))
        order = None if one else numpy.argsort(codes, kind="stable")
        bounds = None if one else numpy.searchsorted(codes[order], numpy.arange(len(forms) + 1))
        for number, form in enumerate(forms):
            rows = everything if order is None or bounds is None else order[bounds[number] : bounds[number + 1]]
            self._take(rows, form)
        self._settle_order()
        self._known &= ~self._open
        self._refuse_marked(self._short & (self._days > _LAST_SHORT_YEAR), _CENTURY_UNTOLD)
        self._refuse_outside(self._days)
        self._move_to_utc()
        self._refuse_outside(self._read.seconds // DAY_SECONDS)
        return self._read

    def _take(self, rows: "Whole", form: str) -> None:
        shape = time_shape(form)
        if shape is None:
            if form:
                self._refuse(rows, _NO_TIME)
            else:
                self._read.missing = rows.tolist()
            return
        self._read.kinds.add(shape.kind)
        digits = Digits(picked(self._cells, rows), len(form)) if shape.kind is not Kind.SERIAL else None
        if digits is None:
            self._take_serial(rows)
        elif shape.kind is Kind.THREE_NUMBERS:
            self._triples.append((rows, shape, digits))
        elif shape.kind in (Kind.UNIX_SECONDS, Kind.UNIX_MILLISECONDS):
            seconds = digits.number(*shape.spans["count"]) // (1000 if shape.kind is Kind.UNIX_MILLISECONDS else 1)
            self._put(rows, seconds // DAY_SECONDS, numpy.ones(len(rows), bool), _NO_TIME)
            self._clock[rows], self._instant[rows], self._zoned[rows] = seconds % DAY_SECONDS, True, True
        else:
            self._take_days(rows, shape, digits)
        if digits is not None and shape.clock:
            self._take_clock(rows, shape, digits)

    def _take_days(self, rows: "Whole", shape: TimeShape, digits: Digits) -> None:
        """Days whose parts are known by their places."""
        year = _year(shape.spans["year"], digits)
        self._short[rows] = _width(shape.spans["year"]) == 2
        if shape.kind is Kind.WEEK:
            days, fine = _monday(year, digits.number(*shape.spans["week"]))
            if "weekday_number" in shape.spans:
                weekday = digits.number(*shape.spans["weekday_number"])
                days, fine = days + weekday - 1, fine & (weekday >= 1) & (weekday <= 7)
            self._put(rows, days, fine, _NO_SUCH_WEEK)
            return
        month = digits.number(*shape.spans["month"]) if not shape.month else numpy.full(len(rows), shape.month)
        day = digits.number(*shape.spans["day"]) if "day" in shape.spans else numpy.ones(len(rows), numpy.int64)
        self._put(rows, *_days_of(year, month, day), _NO_SUCH_DAY)

    def _take_serial(self, rows: "Whole") -> None:
        """Days since the end of 1899, taken only where the user says that they are that."""
        if self._dates is not Dates.SERIAL:
            self._open[rows] = True
            text = echo(self._cells[rows[0]])
            sentence = message(
                N_(
                    "“{value}” on line {line} is a number; if it counts days as spreadsheets do, say --dates excel, "
                    "else choose another column for the date with --map COLUMN=date"
                ),
                value=text, line=self._lines[rows[0]],
            )  # fmt: skip
            if not any(question.option == "--dates" for question in self._read.questions):
                answer = Answer(Dates.SERIAL.value, Message(Dates.SERIAL.label))
                self._read.questions.append(Question("--dates", sentence, (answer,)))
            return
        told = numpy.array([float(self._cells[row].replace(",", ".")) for row in rows.tolist()])
        seconds = numpy.rint((told % 1) * DAY_SECONDS).astype(numpy.int64)
        days = told.astype(numpy.int64) + _SERIAL_BEGIN + seconds // DAY_SECONDS
        self._put(rows, days, numpy.ones(len(rows), bool), _NO_TIME)
        self._clock[rows], self._instant[rows] = seconds % DAY_SECONDS, told % 1 > 0

    def _take_clock(self, rows: "Whole", shape: TimeShape, digits: Digits) -> None:
        spans = shape.spans
        hour, minute = digits.number(*spans["hour"]), digits.number(*spans["minute"])
        second = digits.number(*spans["seconds"]) if "seconds" in spans else numpy.zeros(len(rows), numpy.int64)
        fine = (hour <= 23) & (minute <= 59) & (second <= 59)
        if shape.half:
            fine &= (hour >= 1) & (hour <= 12)
            hour = hour % 12 + (12 if shape.half == "p" else 0)
        offset = numpy.zeros(len(rows), numpy.int64)
        if "offset_hours" in spans:
            hours = digits.number(*spans["offset_hours"])
            minutes = digits.number(*spans["offset_minutes"]) if "offset_minutes" in spans else 0
            fine &= (hours <= 14) & (minutes <= 59)
            offset = (hours * 3600 + minutes * 60) * (1 if shape.ahead else -1)
        self._clock[rows] = hour * 3600 + minute * 60 + second
        self._offset[rows], self._instant[rows], self._zoned[rows] = offset, True, shape.has_zone
        wrong = rows[~fine]
        # Two reasons to refuse one cell are one too many.
        self._refuse(wrong[self._known[wrong] | self._is_triple(wrong)], _NO_SUCH_CLOCK)
        self._open[wrong] = True

    def _is_triple(self, rows: "Whole") -> "Marks":
        if not self._triples:
            return numpy.zeros(len(rows), bool)
        return numpy.isin(rows, self._triples[-1][0])

    def _settle_order(self) -> None:
        """Decide on the order of day, month and year for the whole column, or ask."""
        if not self._triples:
            return
        rows = numpy.concatenate([each for each, _, _ in self._triples])
        readings = {order: self._in_order(order) for order in _ORDERS}
        given = self._dates if self._dates in _ORDERS else None
        if given is not None:
            settled: Dates | None = given
        elif all(shape.mark == "." and _width(shape.spans["third"]) == 4 for _, shape, _ in self._triples):
            # Points between the parts are written by those alone who put the day first.
            settled = Dates.DAY_FIRST
        else:
            settled = self._settled(rows, readings)
        if settled is None:
            self._open[rows] = True
            return
        days, fine = readings[settled]
        for each, shape, _ in self._triples:
            self._short[each] = _width(shape.spans[_ORDERS[settled][0]]) == 2
        reason = message(N_("there is no such day, read {order}"), order=Message(settled.label))
        self._put(rows, days, fine, reason)
        self._read.how.append(message(N_("dates {order}"), order=Message(settled.label)))

    def _in_order(self, order: Dates) -> "tuple[Whole, Marks]":
        """The days of all cells of three numbers in an order, and which of them are days."""
        days, fine = [], []
        for _, shape, digits in self._triples:
            year, month, day = (shape.spans[name] for name in _ORDERS[order])
            read, real = _days_of(_year(year, digits), digits.number(*month), digits.number(*day))
            days.append(read)
            fine.append(
                real if order is not Dates.YEAR_FIRST or self._may_begin_with_year(shape) else numpy.zeros(len(read), bool)
            )
        return numpy.concatenate(days), numpy.concatenate(fine)

    def _may_begin_with_year(self, shape: TimeShape) -> bool:
        """Four digits are a year; between slashes and points one of two digits stands last, unless the user says otherwise."""
        return _width(shape.spans["third"]) == 2 and (shape.mark == "-" or self._dates is Dates.YEAR_FIRST)

    def _settled(self, rows: "Whole", readings: "Mapping[Dates, tuple[Whole, Marks]]") -> Dates | None:
        """The one order in which all cells that are days at all are days; None where there are several, or none."""
        possible = numpy.logical_or.reduce([fine for _, fine in readings.values()])
        if not possible.any():
            return Dates.DAY_FIRST
        whole = [order for order, (_, fine) in readings.items() if fine[possible].all()]
        if not whole:
            self._ask_mixed(rows, {order: fine & possible for order, (_, fine) in readings.items()})
            return None
        differing = numpy.zeros(len(rows), bool)
        for order in whole[1:]:
            differing |= possible & (readings[order][0] != readings[whole[0]][0])
        if differing.any():
            self._ask_order(rows, int(differing.argmax()), {order: readings[order][0] for order in whole})
            return None
        return whole[0]

    def _ask_order(self, rows: "Whole", place: int, readings: "Mapping[Dates, Whole]") -> None:
        row = int(rows[place])
        meant = {order: Message("{day}", {"day": day_at(int(days[place]))}) for order, days in readings.items()}
        said: tuple[Part, ...] = tuple(
            message(N_("{day} (say --dates {order})"), day=day, order=order.value) for order, day in meant.items()
        )
        sentence = message(
            N_("“{value}” on line {line} can be one of several days: {readings}"),
            value=echo(self._cells[row]), line=self._lines[row], readings=said,
        )  # fmt: skip
        answers = tuple(Answer(order.value, day) for order, day in meant.items())
        self._read.questions.append(Question("--dates", sentence, answers))

    def _ask_mixed(self, rows: "Whole", fine: "Mapping[Dates, Marks]") -> None:
        """Ask for the order where the cells contradict each other: the others will be refused lines."""
        orders = [order for order, marks in fine.items() if marks.any()]
        most = max(orders, key=lambda order: int(fine[order].sum()))
        against = numpy.logical_or.reduce([fine[order] for order in orders]) & ~fine[most]
        contrary = int(against.argmax())
        rival = next(order for order in orders if fine[order][contrary])
        one, other = int(rows[int((fine[most] & ~fine[rival]).argmax())]), int(rows[contrary])
        sentence = message(
            N_(
                "“{one}” on line {line} and “{other}” on line {further} are not written in the same order; "
                "say with --dates {options} which is right, and the lines in the other are refused"
            ),
            one=echo(self._cells[one]), line=self._lines[one], other=echo(self._cells[other]), further=self._lines[other],
            options="|".join(order.value for order in orders),
        )  # fmt: skip
        answers = tuple(Answer(order.value, Message(order.label)) for order in orders)
        self._read.questions.append(Question("--dates", sentence, answers))

    def _put(self, rows: "Whole", days: "Whole", fine: "Marks", reason: Message) -> None:
        self._days[rows] = days
        self._known[rows] = fine
        self._refuse(rows[~fine & ~self._open[rows]], reason)

    def _refuse(self, rows: "Whole", reason: Message) -> None:
        if len(rows):
            self._read.refused.append((rows, reason))

    def _refuse_outside(self, days: "Whole") -> None:
        """Refuse what does not lie in the years that are taken: as it is written, and again in UTC, where it may lie in another."""
        self._refuse_marked((days < (_FIRST_DAY - _EPOCH).days) | (days > (_LAST_DAY - _EPOCH).days), _OUTSIDE)

    def _refuse_marked(self, wrong: "Marks", reason: Message) -> None:
        self._refuse(numpy.flatnonzero(self._known & wrong), reason)
        self._known &= ~wrong

    def _move_to_utc(self) -> None:
        seconds = self._days * DAY_SECONDS + self._clock - self._offset
        local = numpy.flatnonzero(self._known & self._instant & ~self._zoned)
        if self._as_days and len(local) and not (self._clock[local].any() or (self._known & self._zoned).any()):
            self._instant[local] = False
            self._read.how.append(message(N_("times are all midnight, and are taken for days")))
        elif len(local):
            moved, gap, overlap = in_utc(seconds[local], self._zone)
            seconds[local] = moved
            zone: dict[str, Part] = {"zone": self._zone}
            self._refuse(local[gap], Message(IN_GAP, zone))
            self._refuse(local[overlap], Message(IN_OVERLAP, zone))
            self._known[local[gap | overlap]] = False
            self._read.how.append(message(N_("times without a zone are those of {zone}"), zone=self._zone))
        if Kind.UNIX_SECONDS in self._read.kinds or Kind.UNIX_MILLISECONDS in self._read.kinds:
            self._read.how.append(message(N_("times are seconds or milliseconds since 1970, as Unix counts them")))
        self._read.seconds = seconds


def _width(span: tuple[int, int]) -> int:
    return span[1] - span[0]


def _year(span: tuple[int, int], digits: Digits) -> "Whole":
    """The years at a place; two digits are years from 2000 on."""
    return digits.number(*span) + (2000 if _width(span) <= 2 else 0)


def _days_of(year: "Whole", month: "Whole", day: "Whole") -> "tuple[Whole, Marks]":
    """Days since 1970, and which of them exist."""
    fine = (month >= 1) & (month <= 12) & (day >= 1) & (day <= 31) & (year >= 1)
    months = ((year - 1970) * 12 + numpy.where(fine, month, 1) - 1).astype("datetime64[M]")
    days = months.astype("datetime64[D]") + numpy.where(fine, day, 1) - 1
    return days.astype(numpy.int64), fine & (days.astype("datetime64[M]") == months)


def _monday(year: "Whole", week: "Whole") -> "tuple[Whole, Marks]":
    """The Mondays of ISO weeks in days since 1970, and which of the weeks exist (a year has 52, or 53)."""
    fourth, _ = _days_of(year, numpy.full(len(year), 1), numpy.full(len(year), 4))
    following, _ = _days_of(year + 1, numpy.full(len(year), 1), numpy.full(len(year), 4))
    # The 4th of January lies in week 1 (ISO 8601); 1970 began on a Thursday.
    first, after = (each - (each + 3) % 7 for each in (fourth, following))
    monday = first + 7 * (week - 1)
    return monday, (week >= 1) & (monday < after)


def day_at(days: int) -> date:
    """The day that lies so many days after the first of 1970."""
    try:
        return _EPOCH + timedelta(days=days)
    except OverflowError:
        return date.max


def key_texts(seconds: "Whole", instant: "Marks") -> list[str]:
    """Times as measurements are keyed: ``2026-01-05``, or ``2026-01-05T09:30:00+00:00``."""
    days, day_places = numpy.unique(seconds // DAY_SECONDS, return_inverse=True)
    day_texts = numpy.array([day_at(day).isoformat() for day in days.tolist()], dtype=object)
    texts = day_texts[day_places]
    if instant.any():
        clocks, clock_places = numpy.unique(seconds[instant] % DAY_SECONDS, return_inverse=True)
        told: Iterator[tuple[int, int, int]] = ((each // 3600, each // 60 % 60, each % 60) for each in clocks.tolist())
        clock_texts = numpy.array(["T{:02}:{:02}:{:02}+00:00".format(*each) for each in told], dtype=object)
        texts[instant] = texts[instant] + clock_texts[clock_places]
    return list(texts)
