"""What is agreed at a gate, as people type it, one a line: ``walk the network @tom 12/12 !CR-3``."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from cockpit.domain.gate import Criterion
from cockpit.domain.message import N_, Part
from cockpit.domain.problem import Problem, Refused
from cockpit.domain.text import clean_line, folded
from cockpit.domain.validation import echo
from cockpit.widgets.column import Context
from cockpit.widgets.line_words import WHAT, LineWords, few, named, nobody_named, parted, person_among, problem_of


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
        problems: list[Problem] = []
        typed = LineWords.of(line)
        text, day = parted(typed.words, self.longest, self.context, problems)
        if day is None and not problems:
            problems.append(problem_of(N_("no day; write it at the end, such as fri, +2w or 12 dec")))
        person = person_among(typed.people, self.context, problems)
        if not typed.people:
            problems.append(nobody_named(self.context))
        criterion = self._criterion(typed.marks, problems)
        told = tuple(Problem(each.message, each.field, line=number) for each in problems)
        if told or person is None or day is None:
            return ReadLine(number, None, told)
        return ReadLine(number, AgreedLine(text, person.uid, day, criterion))

    def _criterion(self, marks: Sequence[str], problems: list[Problem]) -> Criterion | None:
        known = {folded(name): criterion for name, criterion in self.criteria.items()}
        if not known and (marks or self.of_criterion):
            problems.append(problem_of(N_("this gate has no criterion that could be named")))
            return None
        if not marks:
            if self.of_criterion:
                problems.append(problem_of(N_("no criterion; write {names}"), names=_marks(self.criteria)))
            return None
        if len(marks) > 1:
            problems.append(problem_of(N_("{names} are several criteria; name one a line"), names=tuple(map(echo, marks))))
            return None
        criterion = known.get(named(marks[0]))
        if criterion is None:
            sentence = N_("{name} is no criterion of this gate; there are {names}")
            problems.append(problem_of(sentence, name=echo(marks[0]), names=_marks(self.criteria)))
        return criterion


def _marks(names: Iterable[str]) -> Part:
    return few(f"{WHAT}{name}" for name in names)


def agreed(lines: Iterable[ReadLine], field: str) -> tuple[AgreedLine, ...]:
    """What lines come to; :class:`Refused` with what is wrong with any of them, as problems of ``field``."""
    lines = tuple(lines)
    wrong = [Problem(each.message, field, line=each.line) for line in lines for each in line.problems]
    if wrong:
        raise Refused(wrong)
    return tuple(line.agreed for line in lines if line.agreed)
