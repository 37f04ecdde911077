"""What is agreed at a gate, as people type it, one a line: ``walk the network @tom 12/12 !CR-3``."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from cockpit.domain.calendar import working_days
from cockpit.domain.entity import FIRST_YEAR, LAST_YEAR
from cockpit.domain.gate import Criterion
from cockpit.domain.message import N_, Message, Part, message
from cockpit.domain.person import Person
from cockpit.domain.problem import Problem, Refused
from cockpit.domain.text import clean_line, folded
from cockpit.domain.validation import echo
from cockpit.language import current
from cockpit.widgets.column import Context
from cockpit.widgets.date_words import days_from

_WORDS_OF_DAY = 5
"""How many words a day takes at most, ``in three weeks`` being three."""

_MOST_NAMED = 8

_DATED = re.compile(r"^\D*\d+[ /.]?\D*$|^\d+[/.]\d+$")
"""A day and perhaps its month, without a year."""

_A_YEAR = timedelta(weeks=52)


@dataclass(frozen=True)
class AgreedLine:
    """One line: what is agreed, the person named (uid), the day, and the criterion where one is named."""

    text: str
    person: str
    day: date
    criterion: Criterion | None = None


@dataclass(frozen=True)
class ReadLine:
    """A line as it was read, with its number from 1: what it comes to, or what is wrong with it."""

    number: int
    agreed: AgreedLine | None
    problems: tuple[Problem, ...] = ()


def names_of(criteria: Sequence[Criterion]) -> dict[str, Criterion]:
    """What criteria are called after ``!``: by their ref, or by their number where they are no rows yet."""
    return {criterion.ref or str(number): criterion for number, criterion in enumerate(criteria, start=1)}


def read_lines(
    typed: str, longest: int, context: Context, criteria: Sequence[Criterion], *, of_criterion: bool = False
) -> tuple[ReadLine, ...]:
    """The lines of a text that are not empty, each read by itself; with ``of_criterion``, each has to name a criterion.

    ``longest`` is how many characters the words of a line may have.
    """
    reader = _Reader(context, names_of(criteria), longest, of_criterion)
    lines = ((number, clean_line(line)) for number, line in enumerate(typed.splitlines(), start=1))
    return tuple(reader.read(number, line) for number, line in lines if line)


@dataclass(frozen=True)
class _Reader:
    context: Context
    criteria: dict[str, Criterion]
    longest: int
    of_criterion: bool

    def read(self, number: int, line: str) -> ReadLine:
        words = line.split()
        people = [word for word in words if len(word) > 1 and word.startswith("@")]
        marks = [word for word in words if len(word) > 1 and word.startswith("!")]
        rest = [word for word in words if word not in people and word not in marks]
        problems: list[Problem] = []
        text, day = self._parted(rest, problems)
        person = self._person(people, problems)
        criterion = self._criterion(marks, problems)
        told = tuple(Problem(each.message, each.field, line=number) for each in problems)
        if told or person is None or day is None:
            return ReadLine(number, None, told)
        return ReadLine(number, AgreedLine(text, person.uid, day, criterion))

    def _parted(self, words: Sequence[str], problems: list[Problem]) -> tuple[str, date | None]:
        """The words and the day at their end."""
        text, day = " ".join(words), None
        for count in range(min(_WORDS_OF_DAY, len(words)), 0, -1):
            said = " ".join(words[-count:])
            if days := self._days(said):
                text = " ".join(words[:-count])
                day = self._checked(said, days, problems)
                break
        else:
            problems.append(_problem(N_("no day; write it at the end, such as fri, +2w or 12 dec")))
        if not text:
            problems.append(_problem(N_("no words; write what it is before the day")))
        elif len(text) > self.longest:
            problems.append(_problem(N_("{count} characters; at most {most} are possible"), count=len(text), most=self.longest))
        return text, day

    def _days(self, said: str) -> Sequence[date]:
        """The days that are meant: one without its year is the next to come, where the one nearest to today is over."""
        today = self.context.today
        working = working_days(self.context.state)
        days = days_from(said, today, current(), working=working)
        if days and max(days) < today and _DATED.search(said):
            ahead = days_from(said, today + _A_YEAR, current(), working=working)
            if ahead and [day - _A_YEAR for day in ahead] != list(days):
                return ahead
        return days

    def _checked(self, said: str, days: Sequence[date], problems: list[Problem]) -> date | None:
        if len(days) > 1:
            sentence = N_("“{value}” can be read as {first} or as {second}; write one of these")
            problems.append(_problem(sentence, value=echo(said), first=days[0], second=days[1]))
            return None
        (day,) = days
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            problems.append(_problem(N_("“{value}” is too far away"), value=echo(said)))
        elif day < self.context.today:
            problems.append(_problem(N_("“{value}” is {day}, which is over"), value=echo(said), day=day))
        return day

    def _person(self, named: Sequence[str], problems: list[Problem]) -> Person | None:
        people = self.context.state.all(Person)
        if not named:
            problems.append(_problem(N_("nobody is named; write {handles}"), handles=_handles(people)))
            return None
        if len(named) > 1:
            problems.append(_problem(N_("{names} are several people; name one"), names=tuple(map(echo, named))))
            return None
        handle = folded(named[0][1:].rstrip(".,;:"))
        person = next((each for each in people if folded(each.handle) == handle), None)
        if person is None:
            sentence = N_("nobody is called {name}; there are {handles}")
            problems.append(_problem(sentence, name=echo(named[0]), handles=_handles(people)))
        return person

    def _criterion(self, marks: Sequence[str], problems: list[Problem]) -> Criterion | None:
        known = {folded(name): criterion for name, criterion in self.criteria.items()}
        if not marks:
            if self.of_criterion:
                problems.append(_problem(N_("no criterion; write {names}"), names=_marks(self.criteria)))
            return None
        if len(marks) > 1:
            problems.append(_problem(N_("{names} are several criteria; name one a line"), names=tuple(map(echo, marks))))
            return None
        criterion = known.get(folded(marks[0][1:].rstrip(".,;:")))
        if criterion is None:
            sentence = N_("{name} is no criterion of this gate; there are {names}")
            problems.append(_problem(sentence, name=echo(marks[0]), names=_marks(self.criteria)))
        return criterion


def _problem(sentence: str, **parts: Part) -> Problem:
    return Problem(Message(sentence, parts))


def _handles(people: Sequence[Person]) -> Part:
    return _few([f"@{person.handle}" for person in people if person.active])


def _marks(names: Iterable[str]) -> Part:
    return _few([f"!{name}" for name in names])


def _few(names: Sequence[str]) -> Part:
    more = len(names) - _MOST_NAMED
    if not names:
        return message(N_("nobody yet"))
    return tuple(names) if more <= 0 else (*names[:_MOST_NAMED], message(N_("{count} more"), N_("{count} more"), count=more))


def agreed(lines: Iterable[ReadLine], field: str) -> tuple[AgreedLine, ...]:
    """What lines come to; :class:`Refused` with what is wrong with any of them, as problems of ``field``."""
    lines = tuple(lines)
    wrong = [Problem(each.message, field, line=each.line) for line in lines for each in line.problems]
    if wrong:
        raise Refused(wrong)
    return tuple(line.agreed for line in lines if line.agreed)
