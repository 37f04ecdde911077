"""The ways in which people write dates and instants, known by their signature: the text with every digit made a 9.

Cells of one signature have their parts at the same places, so that a column of a million is cut up at one go.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache
from typing import TypeAlias

from cockpit.domain.text import folded

Span: TypeAlias = tuple[int, int]

_LONGEST = 60
_DIGITS = str.maketrans("012345678", "9" * 9)

_MONTH_NAMES = (
    ("january", "jan", "janvier", "janv"), ("february", "feb", "fevrier", "fevr", "fev"), ("march", "mar", "mars"),
    ("april", "apr", "avril", "avr"), ("may", "mai"), ("june", "jun", "juin"), ("july", "jul", "juillet", "juil"),
    ("august", "aug", "aout"), ("september", "sep", "sept", "septembre"), ("october", "oct", "octobre"),
    ("november", "nov", "novembre"), ("december", "dec", "decembre"),
)  # fmt: skip
_MONTHS = {name: number for number, names in enumerate(_MONTH_NAMES, start=1) for name in names}
_WEEKDAYS = frozenset(
    [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "mon",
        "tue",
        "tues",
        "wed",
        "thu",
        "thur",
        "thurs",
        "fri",
        "sat",
        "sun",
        "lundi",
        "mardi",
        "mercredi",
        "jeudi",
        "vendredi",
        "samedi",
        "dimanche",
        "lun",
        "mar",
        "mer",
        "jeu",
        "ven",
        "sam",
        "dim",
    ]
)

_WORD = r"[^\W\d_]{2,9}"
_DATES = tuple(
    re.compile(form)
    for form in (
        r"(?P<year>9999)(?P<mark>[-/.])(?P<month>99?)(?P=mark)(?P<day>99?)",
        r"(?P<year>9999)(?P<month>99)(?P<day>99)",
        r"(?P<first>99?)(?P<mark>[-/.])(?P<second>99?)(?P=mark)(?P<third>9999|99)",
        rf"(?:(?P<weekday>{_WORD})[.,]* )?(?P<day>99?)(?:st|nd|rd|th|er)?[ ./-]*(?P<name>{_WORD})[ .,/-]+(?P<year>9999|99)",
        rf"(?:(?P<weekday>{_WORD})[.,]* )?(?P<name>{_WORD})[ .-]+(?P<day>99?)(?:st|nd|rd|th)?,? (?P<year>9999)",
        r"(?P<year>9999)[-/](?P<month>99)",
        r"(?P<month>99?)[-/](?P<year>9999)",
        rf"(?P<name>{_WORD})[ .-]+(?P<year>9999)",
        r"(?P<year>9999)[- ]?(?:[Ww]|[Ss](?=99))(?P<week>99?)(?:-(?P<weekday_number>9))?",  # S1 and S2 are the halves of a year, too.
    )
)
_CLOCK_FORM = (
    r"(?P<hour>99?)(?::|h)(?P<minute>99)(?::(?P<seconds>99)(?:[.,]9{1,9})?)?(?: ?(?P<half>[AaPp])\.?[Mm]\.?)?"
    r"(?: ?(?:(?P<utc>[Zz]|UTC|GMT)|(?P<sign>[+-])(?P<offset_hours>99)(?::?(?P<offset_minutes>99))?))?"
)
_CLOCK = re.compile(rf"(?P<between>[Tt]|,? +(?:(?:à|at|-) +)?){_CLOCK_FORM}")
_TIME_OF_DAY = re.compile(_CLOCK_FORM)
_COUNT = re.compile(r"9{10}|9{13}|9{5}(?:[.,]9+)?")


class Kind(Enum):
    """What a text of a signature tells."""

    DAY = auto()
    THREE_NUMBERS = auto()
    """A day whose parts are in an order that the text alone does not tell."""
    MONTH = auto()
    WEEK = auto()
    UNIX_SECONDS = auto()
    UNIX_MILLISECONDS = auto()
    SERIAL = auto()
    """Days since the end of 1899, as spreadsheets count."""


@dataclass(frozen=True)
class TimeShape:
    """Where the parts of a time stand in the texts of one signature.

    ``month`` is that of a name, 0 without one; ``half`` is ``a`` or ``p`` on a clock of twelve hours.
    """

    kind: Kind
    spans: Mapping[str, Span]
    month: int = 0
    mark: str = ""
    clock: bool = False
    half: str = ""
    utc: bool = False
    ahead: bool = True
    """Whether the offset is one ahead of UTC."""

    @property
    def has_zone(self) -> bool:
        """Whether the text tells its zone."""
        return self.utc or "offset_hours" in self.spans or self.kind in (Kind.UNIX_SECONDS, Kind.UNIX_MILLISECONDS)

    @property
    def is_plain_number(self) -> bool:
        """Whether the text could as well be a number."""
        compact = self.kind is Kind.DAY and not (self.mark or self.month or self.clock)
        return compact or self.kind in (Kind.UNIX_SECONDS, Kind.UNIX_MILLISECONDS, Kind.SERIAL)


def signature(text: str) -> str:
    """``text`` with every digit made a 9."""
    return text.translate(_DIGITS)


def is_time(text: str) -> bool:
    """Whether ``text`` is written as a date or an instant, and not as a number."""
    shape = time_shape(signature(text.strip()))
    return shape is not None and not shape.is_plain_number


def is_time_of_day(text: str) -> bool:
    """Whether ``text`` is a time of day by itself."""
    return _TIME_OF_DAY.fullmatch(signature(text.strip())) is not None


@lru_cache(maxsize=4096)
def time_shape(form: str) -> TimeShape | None:
    """The shape of the texts of a signature; None where they are no times."""
    if not 4 <= len(form) <= _LONGEST:
        return None
    if _COUNT.fullmatch(form):
        kind = Kind.UNIX_SECONDS if len(form) == 10 and form.isdigit() else Kind.SERIAL
        return TimeShape(Kind.UNIX_MILLISECONDS if len(form) == 13 and form.isdigit() else kind, {"count": (0, len(form))})
    for pattern in _DATES:
        if not (date := pattern.match(form)):
            continue
        rest = _CLOCK.fullmatch(form, date.end())
        if rest is None and date.end() != len(form):
            continue
        if shape := _shape(date, rest):
            return shape
    return None


def _shape(date: "re.Match[str]", clock: "re.Match[str] | None") -> TimeShape | None:
    parts = date.groupdict()
    month = 0
    if name := parts.get("name"):
        month = _MONTHS.get(folded(name), 0)
        weekday = parts.get("weekday")
        if not month or (weekday and folded(weekday) not in _WEEKDAYS):
            return None
    if "first" in parts:
        kind = Kind.THREE_NUMBERS
    elif "week" in parts:
        kind = Kind.WEEK
    else:
        kind = Kind.DAY if "day" in parts else Kind.MONTH
    if clock and kind not in (Kind.DAY, Kind.THREE_NUMBERS):
        return None
    told = (*_spans(date), *(_spans(clock) if clock else ()))
    return TimeShape(
        kind,
        dict(told),
        month=month,
        mark=parts.get("mark") or "",
        clock=clock is not None,
        half=(clock["half"] or "").lower() if clock else "",
        utc=bool(clock and clock["utc"]),
        ahead=not clock or clock["sign"] != "-",
    )


def _spans(found: "re.Match[str]") -> list[tuple[str, Span]]:
    return [(name, found.span(name)) for name, text in found.groupdict().items() if text and "9" in text]
