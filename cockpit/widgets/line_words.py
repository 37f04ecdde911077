"""A line as people type it: its words with perhaps a day at their end, ``@who`` and ``!what`` anywhere among them."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from cockpit.domain.calendar import working_days
from cockpit.domain.entity import FIRST_YEAR, LAST_YEAR
from cockpit.domain.message import N_, Message, Part, message
from cockpit.domain.person import Person
from cockpit.domain.problem import Problem
from cockpit.domain.text import folded
from cockpit.domain.validation import echo
from cockpit.language import current
from cockpit.widgets.column import Context
from cockpit.widgets.date_words import days_from

WHO, WHAT = "@", "!"
"""What a person's handle and a row's ref begin with."""

_WORDS_OF_DAY = 5
"""How many words a day takes at most, ``in three weeks`` being three."""

_MOST_NAMED = 8

_DATED = re.compile(r"^\D*\d+[ /.]?\D*$|^\d+[/.]\d+$")
"""A day and perhaps its month, without a year."""

_A_YEAR = timedelta(weeks=52)

_LEADING_TO_DAY = {
    "en": frozenset({"by", "before", "until", "on"}),
    "fr": frozenset({"pour", "avant", "d'ici", "le", "au", "jusqu'au"}),
}
"""Words that lead to a day, and that go with it."""


@dataclass(frozen=True)
class LineWords:
    """A line taken apart: the people and the rows that it names, as they are typed, and all other words."""

    words: tuple[str, ...]
    people: tuple[str, ...]
    marks: tuple[str, ...]

    @classmethod
    def of(cls, line: str) -> "LineWords":
        """A clean line taken apart."""
        words = line.split()
        people = [word for word in words if len(word) > 1 and word.startswith(WHO)]
        marks = [word for word in words if len(word) > 1 and word.startswith(WHAT)]
        return cls(tuple(word for word in words if word not in people and word not in marks), tuple(people), tuple(marks))


@dataclass(frozen=True)
class Offer:
    """What a word can be completed to: the word, and what it stands for."""

    word: str
    told: str


def problem_of(sentence: str, **parts: Part) -> Problem:
    """A problem of a line."""
    return Problem(Message(sentence, parts))


def named(mark: str) -> str:
    """What a mark names, fit to be compared: ``r-3`` of ``!R-3,``."""
    return folded(mark[1:].rstrip(".,;:"))


def parted(words: Sequence[str], longest: int, context: Context, problems: list[Problem]) -> tuple[str, date | None]:
    """The words without the day at their end, and that day; None where there is none.  ``longest`` is how long the text may be."""
    text, day = " ".join(words), None
    for count in range(min(_WORDS_OF_DAY, len(words)), 0, -1):
        said = " ".join(words[-count:])
        if days := _days(said, context):
            text = " ".join(_without_leading_to_day(words[:-count]))
            day = _checked(said, days, context.today, problems)
            break
    check_text(text, longest, problems)
    return text, day


def _without_leading_to_day(words: Sequence[str]) -> Sequence[str]:
    leading = _LEADING_TO_DAY["en"] | _LEADING_TO_DAY.get(current(), frozenset())
    while words and folded(words[-1]).replace("’", "'") in leading:
        words = words[:-1]
    return words


def check_text(text: str, longest: int, problems: list[Problem]) -> None:
    """Tell where a line has no words, or too many."""
    if not text:
        problems.append(problem_of(N_("no words; write what it is before the day")))
    elif len(text) > longest:
        problems.append(problem_of(N_("{count} characters; at most {most} are possible"), count=len(text), most=longest))


def _days(said: str, context: Context) -> Sequence[date]:
    """The days that are meant: one without its year is the next to come, where the one nearest to today is over."""
    today, working = context.today, working_days(context.state)
    days = days_from(said, today, current(), working=working)
    if days and max(days) < today and _DATED.search(said):
        ahead = days_from(said, today + _A_YEAR, current(), working=working)
        if ahead and [day - _A_YEAR for day in ahead] != list(days):
            return ahead
    return days


def _checked(said: str, days: Sequence[date], today: date, problems: list[Problem]) -> date | None:
    if len(days) > 1:
        sentence = N_("“{value}” can be read as {first} or as {second}; write one of these")
        problems.append(problem_of(sentence, value=echo(said), first=days[0], second=days[1]))
        return None
    (day,) = days
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        problems.append(problem_of(N_("“{value}” is too far away"), value=echo(said)))
    elif day < today:
        problems.append(problem_of(N_("“{value}” is {day}, which is over"), value=echo(said), day=day))
    return day


def person_among(people: Sequence[str], context: Context, problems: list[Problem]) -> Person | None:
    """The one person named; None where nobody is, or nobody whom the project knows, or several are, which is told."""
    if not people:
        return None
    if len(people) > 1:
        problems.append(problem_of(N_("{names} are several people; name one"), names=tuple(map(echo, people))))
        return None
    known = context.state.all(Person)
    person = next((each for each in known if folded(each.handle) == named(people[0])), None)
    if person is None:
        name, handles = echo(people[0]), _handles(context)
        if handles:
            problems.append(problem_of(N_("nobody is called {name}; there are {handles}"), name=name, handles=few(handles)))
        else:
            problems.append(problem_of(N_("nobody is called {name}: the project has no people yet"), name=name))
    return person


def nobody_named(context: Context) -> Problem:
    """That a line names nobody, with whom it could name."""
    handles = _handles(context)
    if handles:
        return problem_of(N_("nobody is named; write {handles}"), handles=few(handles))
    return problem_of(N_("nobody is named, and the project has no people yet"))


def _handles(context: Context) -> list[str]:
    """What people can be called in a line; where all have left, any of them."""
    people = context.state.all(Person)
    return [f"{WHO}{person.handle}" for person in [each for each in people if each.active] or people]


def few(names: Iterable[str]) -> Part:
    """The first few of some names, and how many more there are; there is at least one."""
    names = tuple(names)
    more = len(names) - _MOST_NAMED
    return names if more <= 0 else (*names[:_MOST_NAMED], message(N_("{count} more"), N_("{count} more"), count=more))
