"""One file of KPI data on its way in: what the user has said of it, what was read of it, and what there is left to ask."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from cockpit.domain.edit import Act
from cockpit.domain.message import N_, message
from cockpit.domain.problem import refuse
from cockpit.domain.state import ProjectState
from cockpit.domain.text import folded

if TYPE_CHECKING:
    from cockpit.exchange.kpi_csv import ColumnRead, Options, Question, Reading, Sheet
    from cockpit.screens.kpi_import_settings import Setting


class LongJob:
    """Something that takes its time in a thread: what is being done, how far it is, and whether the user has stopped it."""

    def __init__(self, words: str) -> None:
        """``words`` are translated."""
        self.words = words
        self.done = self.total = 0
        self._stopped = Event()

    @property
    def stopped(self) -> bool:
        """Whether nobody waits for it any more."""
        return self._stopped.is_set()

    def stop(self) -> None:
        """End it as soon as it tells how far it is."""
        self._stopped.set()

    def progress(self, done: int, total: int) -> None:
        """Take down how far it is; raises :class:`~cockpit.domain.problem.Refused` once it is stopped."""
        if self.stopped:
            raise refuse(message(N_("Stopped; nothing was taken in")))
        self.done, self.total = done, total


class Findings(NamedTuple):
    """What a reading has come to; without an act where it is blocked."""

    sheet: "Sheet"
    reading: "Reading"
    act: Act | None


class Pending(NamedTuple):
    """A question and the answer that was given, None before."""

    question: "Question"
    answer: str | None


_Key: TypeAlias = tuple[str, str, str]


def _key(question: "Question") -> _Key:
    return question.option, question.subject, question.sentence.text


@dataclass
class Intake:
    """What the user has said of one file so far."""

    path: Path
    options: "Options"
    findings: Findings | None = None
    _asked: "dict[_Key, Question]" = field(default_factory=dict)
    _answers: dict[_Key, str] = field(default_factory=dict)

    @property
    def reading(self) -> "Reading | None":
        """What was read of it last."""
        return self.findings.reading if self.findings else None

    def found(self, findings: Findings) -> None:
        """Take what was read; what it asks again is not answered."""
        self.findings = findings
        still = {_key(question): question for question in findings.reading.questions}
        self._asked = {**{key: question for key, question in self._asked.items() if key in self._answers}, **still}
        self._answers = {key: code for key, code in self._answers.items() if key not in still}

    def forget(self) -> None:
        """Let go of what was read, which may be large; what the user has said stays."""
        self.findings = None

    @property
    def questions(self) -> tuple[Pending, ...]:
        """All that was asked, in order, answered or not."""
        return tuple(Pending(question, self._answers.get(key)) for key, question in self._asked.items())

    def answer(self, question: "Question", code: str) -> None:
        """Take an answer, which may replace an earlier one."""
        self.options = self.options.answered(question, code)
        self._answers[_key(question)] = code

    def set(self, setting: "Setting", code: str) -> None:
        """Take what the user says of the whole file; a question about the same is answered by it."""
        self.options = setting.said(self.options, code)
        self._drop(lambda question: question.option == setting.option)
        if setting.of_the_file:
            self.forget()

    def map_column(self, column: "ColumnRead", code: str) -> None:
        """Take what the user says of a column."""
        known = {column.name, str(column.number)}
        others = {name: what for name, what in self.options.columns.items() if name not in known}
        self.options = replace(self.options, columns={**others, self._name_of(column): code})
        self._drop(lambda question: question.subject in known)

    def start_over(self) -> None:
        """Forget whatever the user has said."""
        self.options = type(self.options)()
        self.forget()
        self._drop(lambda _question: True)

    def _drop(self, settled: "Callable[[Question], bool]") -> None:
        """Forget the questions that are settled otherwise; what is still not told is asked again."""
        self._asked = {key: question for key, question in self._asked.items() if not settled(question)}
        self._answers = {key: code for key, code in self._answers.items() if key in self._asked}

    def _name_of(self, column: "ColumnRead") -> str:
        """What a column is called in the options: by its header, or by its number where several have the same or none."""
        assert self.reading
        alike = sum(folded(other.name) == folded(column.name) for other in self.reading.columns)
        return column.name if column.name and alike == 1 else str(column.number)

    def keep_good(self, keep: bool) -> None:
        """Take the good lines although others are refused, or take nothing then."""
        self.options = replace(self.options, keep_good=keep)


def read(
    path: Path, options: "Options", state: ProjectState, job: LongJob, checking: str, sheet: "Sheet | None" = None
) -> Findings:
    """Read a file, unless its ``sheet`` is known; blocks, and raises :class:`Refused` for what is no table, or once it is stopped."""
    from cockpit.exchange.kpi_csv import kpi_act, read_kpis, read_sheet

    if sheet is None:
        sheet = read_sheet(path, options, job.progress)
    job.words, job.done, job.total = checking, 0, 0
    reading = read_kpis(sheet, state, options, job.progress)
    return Findings(sheet, reading, None if reading.is_blocked else kpi_act(reading))
