"""Dates as people type them: ``2026-12-31``, ``fri``, ``next friday``, ``+2w``, ``in 3 weeks``, ``12 dec``, ``the 15th``, ``31/12``.

French words are understood likewise, whatever the language of the screens: teams speak both.
"""

import re
from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from cockpit.domain.calendar import WorkingDays
from cockpit.domain.text import folded

_CENTURY = 2000
"""What a year of two digits is counted from."""

_WEEK = WorkingDays(frozenset(range(5)))
"""Monday to Friday."""

_WORKING = "working day"
_WRITTEN_OUT = 10
"""Letters, more than any day of the week has."""

_LONGEST_BREAK = 60
"""Days per working day that are looked at: a project that never works has none."""

_ABBREVIATED = re.compile(r"(?<=[a-z])\.")
_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)", re.ASCII)
_SIGNED = re.compile(r"([+-]) ?(\d{1,4}) ?([a-z]+)", re.ASCII)
_FIGURES = re.compile(r"(\d\d?)([/.])(\d\d?)(?:\2(\d{4}|\d\d))?", re.ASCII)
_SLASHED = re.compile(r"\d{1,4}(/\d{1,4}|([/.-]\d{1,4}){2})", re.ASCII)
"""Figures that somebody may have meant as a day; a version, ``1.15``, and a range, ``15-20``, are none."""
_NAMED = re.compile(
    r"(?:([a-z]+) )?(?:(\d\d?)(?:st|nd|rd|th|er)? ([a-z]+)|([a-z]+) (\d\d?)(?:st|nd|rd|th)?)(?: (\d{4}))?", re.ASCII
)


@dataclass(frozen=True)
class _Vocabulary:
    """The words of one language, without accents; each pattern has one group, or two: a count and a unit."""

    near: Mapping[str, int]
    weekdays: tuple[str, ...]
    months: tuple[str, ...]
    units: Mapping[str, str]
    counts: Mapping[str, int]
    ahead: re.Pattern[str]
    ago: re.Pattern[str]
    this: re.Pattern[str]
    next: re.Pattern[str]
    last: re.Pattern[str]
    month_end: tuple[str, ...]
    of_month: re.Pattern[str]
    """A day of the month alone."""
    next_is_next_week: bool
    """Whether the next Friday is that of the next week, and not the first that comes."""
    shortest_weekday: int = 3
    """With how many letters a day of the week has to be written at least."""


@dataclass(frozen=True)
class _Asked:
    """What was typed, in plain words, and what it may be about."""

    words: str
    today: date
    past: bool
    working: WorkingDays


_ENGLISH = _Vocabulary(
    near={"yesterday": -1, "today": 0, "tomorrow": 1},
    weekdays=("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
    months=(
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
    ),
    units={
        "d": "day", "day": "day", "days": "day", "w": "week", "wk": "week", "week": "week", "weeks": "week",
        "m": "month", "mo": "month", "month": "month", "months": "month",
        "wd": _WORKING, "workday": _WORKING, "workdays": _WORKING,
    },
    counts={"a": 1, "an": 1, "one": 1, "two": 2, "three": 3},
    ahead=re.compile(r"in (\w+) ([a-z]+)"),
    ago=re.compile(r"(\w+) ([a-z]+) ago"),
    this=re.compile(r"this ([a-z]+)"),
    next=re.compile(r"next ([a-z]+)"),
    last=re.compile(r"last ([a-z]+)"),
    month_end=("eom", "end of month", "end of the month"),
    of_month=re.compile(r"(?:the |on the )?(\d\d?)(?:st|nd|rd|th)", re.ASCII),
    next_is_next_week=True,
)  # fmt: skip

_FRENCH = _Vocabulary(
    near={"avant-hier": -2, "hier": -1, "aujourd'hui": 0, "auj": 0, "demain": 1, "apres-demain": 2},
    weekdays=("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
    months=(
        "janvier", "fevrier", "mars", "avril", "mai", "juin", "juillet", "aout", "septembre", "octobre", "novembre", "decembre",
    ),
    units={
        "j": "day", "jour": "day", "jours": "day", "s": "week", "sem": "week", "semaine": "week", "semaines": "week",
        "m": "month", "mois": "month", "jo": _WORKING,
    },
    counts={"un": 1, "une": 1, "deux": 2, "trois": 3},
    ahead=re.compile(r"dans (\w+) ([a-z]+)"),
    ago=re.compile(r"il y a (\w+) ([a-z]+)"),
    this=re.compile(r"(?:ce |cette )([a-z]+)"),
    next=re.compile(r"(?:la |le )?([a-z]+) prochaine?"),
    last=re.compile(r"(?:la |le )?([a-z]+) derniere?"),
    month_end=("fin du mois", "fin de mois"),
    of_month=re.compile(r"le (\d\d?)(?:er)?", re.ASCII),
    next_is_next_week=False,
)  # fmt: skip


def day_from(typed: str, today: date, language: str, working: WorkingDays = _WEEK) -> date | None:
    """The day that ``typed`` means on the day ``today``, or None where it means none, or could mean several."""
    days = days_from(typed, today, language, working=working)
    return days[0] if len(days) == 1 else None


def days_from(typed: str, today: date, language: str, *, past: bool = False, working: WorkingDays = _WEEK) -> tuple[date, ...]:
    """The days that ``typed`` can mean on the day ``today``: none, one, or both where ``03/04`` has no order that all agree on.

    The words of ``language`` come first, then those of the other; French ones are written out there, since ``sam`` may be somebody.
    ``+5wd`` counts days that are ``working``.  A day without its year is the one nearest to today.  In French, and between dots,
    the day comes before the month; English speakers do not agree on it.  What is told of the ``past``, as ``fri`` and ``12 dec`` of a
    measurement, is the last such day up to today.
    """
    words = _ABBREVIATED.sub("", " ".join(folded(typed).replace("’", "'").replace(",", " ").split()))
    asked = _Asked(words, today, past, working)
    for vocabulary in (_FRENCH, _ENGLISH) if language == "fr" else (_ENGLISH, replace(_FRENCH, shortest_weekday=_WRITTEN_OUT)):
        if (day := _spoken(asked, vocabulary)) or (day := _named(asked, vocabulary)):
            return (day,)
    if iso := _ISO.fullmatch(words):
        days = [_checked(int(iso[1]), int(iso[2]), int(iso[3]))]
    elif figures := _FIGURES.fullmatch(words):
        one, other = int(figures[1]), int(figures[3])
        orders = [(one, other)] if language == "fr" or figures[2] == "." else [(one, other), (other, one)]
        days = [_in_year(today, day, month, figures[4], past=past) for day, month in orders]
    else:
        days = []
    return tuple(sorted({day for day in days if day}))


def is_no_day(typed: str, today: date) -> bool:
    """Whether ``typed`` names a day that its month does not have: ``31 february``, ``32 dec``, ``30/02``, ``32/14``."""
    words = _ABBREVIATED.sub("", " ".join(folded(typed).split()))
    if _SLASHED.fullmatch(words):
        return not any(days_from(typed, today, language) for language in ("en", "fr"))
    found = _NAMED.fullmatch(words)
    if not found or (found[1] and all(_weekday(found[1], each) is None for each in (_FRENCH, _ENGLISH))):
        return False
    month = next(filter(None, (_month(found[3] or found[4], each) for each in (_FRENCH, _ENGLISH))), None)
    return month is not None and _in_year(today, int(found[2] or found[5]), month, found[6], past=False) is None


def _spoken(asked: _Asked, vocabulary: _Vocabulary) -> date | None:
    words, today = asked.words, asked.today
    if words in vocabulary.near:
        return _moved(today, vocabulary.near[words], "day")
    if words in vocabulary.month_end:
        return today.replace(day=monthrange(today.year, today.month)[1])
    if (weekday := _weekday(words, vocabulary)) is not None:
        return _moved(today, -((today.weekday() - weekday) % 7) if asked.past else _days_until(weekday, today), "day")
    if alone := vocabulary.of_month.fullmatch(words):
        return _in_month(int(alone[1]), today, past=asked.past)
    for count, unit in _distances(words, vocabulary):
        return _worked(today, count, asked.working) if unit == _WORKING else _moved(today, count, unit)
    for pattern, direction in ((vocabulary.this, 0), (vocabulary.next, 1), (vocabulary.last, -1)):
        if found := pattern.fullmatch(words):
            return _relative(found[1], direction, today, vocabulary)
    return None


def _distances(words: str, vocabulary: _Vocabulary) -> Iterator[tuple[int, str]]:
    """How far the day is from today, with its sign and unit, where ``words`` tell that."""
    if signed := _SIGNED.fullmatch(words):
        told = [(f"{signed[1]}{signed[2]}", signed[3], 1)]
    else:
        told = [
            (found[1], found[2], sign)
            for pattern, sign in ((vocabulary.ahead, 1), (vocabulary.ago, -1))
            if (found := pattern.fullmatch(words))
        ]
    for count, unit, sign in told:
        number = vocabulary.counts.get(count) or (int(count) if re.fullmatch(r"[+-]?\d{1,4}", count, re.ASCII) else None)
        if number is not None and unit in vocabulary.units:
            yield sign * number, vocabulary.units[unit]


def _relative(word: str, direction: int, today: date, vocabulary: _Vocabulary) -> date | None:
    """The day of ``next friday`` or ``next week``: a week is told by its Monday, a month by its first day."""
    weekday = _weekday(word, vocabulary)
    unit = vocabulary.units.get(word) if len(word) > 2 else None
    monday = _moved(today, -today.weekday(), "day")
    if monday is None:
        return None
    if weekday is None:
        if direction == 0 or unit not in ("week", "month"):
            return None
        return _moved(monday if unit == "week" else today.replace(day=1), direction, unit)
    if direction == 0 or (direction > 0 and vocabulary.next_is_next_week):
        return _moved(monday, 7 * direction + weekday, "day")
    ahead = _days_until(weekday, today)
    if direction > 0:
        return _moved(today, ahead, "day")
    return _moved(today, ahead - (14 if ahead == 7 else 7), "day")


def _named(asked: _Asked, vocabulary: _Vocabulary) -> date | None:
    """The day of ``12 dec``, ``fri 12 dec 2026`` or ``december 12``; a day of the week in front of it has to be right."""
    found = _NAMED.fullmatch(asked.words)
    if not found:
        return None
    month = _month(found[3] or found[4], vocabulary)
    day = _in_year(asked.today, int(found[2] or found[5]), month, found[6], past=asked.past) if month else None
    if day and found[1] and _weekday(found[1], vocabulary) != day.weekday():
        return None
    return day


def _weekday(word: str, vocabulary: _Vocabulary) -> int | None:
    if len(word) < 3:
        return None
    names = ((place, name) for place, name in enumerate(vocabulary.weekdays) if name.startswith(word))
    return next((place for place, name in names if len(word) >= min(vocabulary.shortest_weekday, len(name))), None)


def _month(word: str, vocabulary: _Vocabulary) -> int | None:
    """The number of the only month that begins with ``word``, at least three letters of it."""
    found = [place for place, name in enumerate(vocabulary.months, start=1) if name.startswith(word)]
    return found[0] if len(word) >= 3 and len(found) == 1 else None


def _days_until(weekday: int, today: date) -> int:
    """Days until the first such day of the week after today, 1 to 7."""
    return (weekday - today.weekday() - 1) % 7 + 1


def _moved(start: date, count: int, unit: str) -> date | None:
    """``start`` moved by so many days, weeks or months; from the end of a month to the end of a shorter one."""
    try:
        if unit != "month":
            return start + timedelta(days=count * (7 if unit == "week" else 1))
        year, month = divmod(start.year * 12 + start.month - 1 + count, 12)
        return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))
    except (OverflowError, ValueError):
        return None


def _in_month(day: int, today: date, *, past: bool) -> date | None:
    """The first such day of a month from today on, or the last up to today where it is ``past``; None where there is none in a year."""
    months = (_moved(today.replace(day=1), -shift if past else shift, "month") for shift in range(12))
    days = (_checked(first.year, first.month, day) for first in months if first is not None)
    return next((each for each in days if each and (each <= today if past else each >= today)), None)


def _worked(start: date, count: int, working: WorkingDays) -> date | None:
    """The day so many working days after ``start``, or before it; None where there are not as many within reach."""
    step = timedelta(days=1 if count > 0 else -1)
    day, left = start, abs(count)
    try:
        for _ in range(left * _LONGEST_BREAK):
            if not left:
                break
            day += step
            left -= day in working
    except OverflowError:
        return None
    return None if left else day


def _in_year(today: date, day: int, month: int, year: str | None, *, past: bool) -> date | None:
    """The day in the ``year`` written with it, or in the one that brings it nearest to today, not after it where it is ``past``."""
    if year:
        return _checked(int(year) + (_CENTURY if len(year) == 2 else 0), month, day)
    around = (_checked(today.year + shift, month, day) for shift in (-1, 0, 1))
    return min(
        (each for each in around if each and not (past and each > today)), key=lambda each: abs(each - today), default=None
    )


def _checked(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
