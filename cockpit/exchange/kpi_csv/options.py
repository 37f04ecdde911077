"""What a user may say of a file of KPI data, and what has to be asked where the file does not tell."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from cockpit.domain.entity import Choice
from cockpit.domain.kpi import Group
from cockpit.domain.message import N_, Message
from cockpit.domain.problem import Problem

Progress: TypeAlias = Callable[[int, int], None]
"""Told now and then how much of how much is done; whatever it raises ends the reading, which has changed nothing."""

EVERY_OTHER = "*"
"""Stands for every column that is not named."""
LEFT_OUT = "-"
"""What a column is that is not read."""


class Dates(Choice):
    """In which order a date has its parts, or that it counts days."""

    DAY_FIRST = "dmy", N_("day first")
    MONTH_FIRST = "mdy", N_("month first")
    YEAR_FIRST = "ymd", N_("year first")
    SERIAL = "excel", N_("days counted as Excel does")


class Decimal(Choice):
    """What stands before the decimals of a number."""

    COMMA = "comma", N_("comma")
    POINT = "point", N_("point")


class Duplicates(Choice):
    """Which of several values for the same KPI, time and group is taken."""

    FIRST = "first", N_("the first")
    LAST = "last", N_("the last")
    MEAN = "mean", N_("their mean")


class Role(Choice):
    """What a column holds."""

    DATE = "date", N_("date")
    TIME = "time", N_("time of day")
    KPI = "kpi", N_("KPI")
    GROUP = "group", N_("group")
    VALUE = "value", N_("value")
    LEFT_OUT = "left_out", N_("left out")


@dataclass(frozen=True)
class Answer:
    """One way to answer a question: what is written after the option, and what it means."""

    value: str
    meaning: Message


@dataclass(frozen=True)
class Question:
    """What the file does not tell: the sentence says what it could mean, and which option says what it does mean.

    ``subject`` is the column or the name that it is about, empty where it is about the whole file.
    """

    option: str
    sentence: Message
    answers: tuple[Answer, ...]
    subject: str = ""

    def problem(self) -> Problem:
        """As every problem is told; the sentence about a column's name tells it, the one about its cells does not."""
        return Problem(self.sentence, where=self.subject if self.option == "--decimal" else "")


@dataclass(frozen=True)
class Options:
    """What the user says of a file; what is left at its default is found out, or asked.

    ``columns`` tells of a column, by its header or its number, or of a name in the column of KPIs, which KPI (ref or title) or
    which :class:`Role` it is.  ``zone`` is the time zone of times that do not tell theirs, the project's without it.
    """

    kpi: str = ""
    group: Group | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    dates: Dates | None = None
    decimal: Decimal | None = None
    zone: str = ""
    separator: str = ""
    encoding: str = ""
    duplicates: Duplicates | None = None
    keep_good: bool = False

    def answered(self, question: Question, answer: str) -> "Options":
        """These options with the value of an :class:`Answer` put in."""
        match question.option:
            case "--kpi":
                return replace(self, kpi=answer)
            case "--map":
                column, _, what = answer.rpartition("=")
                return replace(self, columns={**self.columns, column: what})
            case "--dates":
                return replace(self, dates=Dates(answer))
            case "--decimal":
                return replace(self, decimal=Decimal(answer))
            case "--group":
                return replace(self, group=Group(answer))
        raise ValueError(f"{question.option} is not asked for")
