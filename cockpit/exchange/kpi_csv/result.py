"""What a file of KPI data comes to in a project: its measurements, its refused lines, and what has to be asked."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from cockpit.domain.kpi import Group, Kpi
from cockpit.domain.message import N_, Message, message
from cockpit.domain.problem import Problem
from cockpit.exchange.kpi_csv.options import Options, Question, Role
from cockpit.exchange.kpi_csv.refusal import RefusedLine
from cockpit.exchange.kpi_csv.sheet import Sheet

if TYPE_CHECKING:
    from cockpit.domain.measurement import Points


@dataclass(frozen=True)
class ColumnRead:
    """What a column of the file was taken for; ``number`` counts from 1."""

    number: int
    name: str
    role: Role
    kpi: Kpi | None
    example: str


@dataclass(frozen=True)
class SeriesRead:
    """The measurements of one KPI and group, in order of time, and how many of them are new, changed or there already."""

    kpi: Kpi
    group: Group
    points: "Points"
    new: int
    changed: int
    first: date
    last: date

    @property
    def count(self) -> int:
        """How many measurements there are."""
        return len(self.points)

    @property
    def unchanged(self) -> int:
        """How many are in the project already."""
        return self.count - self.new - self.changed


@dataclass(frozen=True, slots=True)
class Measurement:
    """One measurement of the file, its time as measurements are keyed."""

    line: int
    kpi: Kpi
    group: Group
    time: str
    value: float


@dataclass(frozen=True)
class Reading:
    """What a file comes to; nothing of it is in the project yet."""

    sheet: Sheet
    options: Options
    columns: tuple[ColumnRead, ...] = ()
    obstacles: tuple[Problem, ...] = ()
    """Why it cannot be read as things stand."""
    questions: tuple[Question, ...] = ()
    refused: tuple[RefusedLine, ...] = ()
    series: tuple[SeriesRead, ...] = ()
    preview: tuple[Measurement, ...] = ()
    how: tuple[Message, ...] = ()
    """How it was read, a sentence each."""
    notes: tuple[Message, ...] = ()
    """What else a careful reader wants to know."""
    empty: int = 0
    """Cells without a value, which are passed over."""

    @property
    def lines(self) -> int:
        """How many lines of data the file has."""
        return len(self.sheet.lines) + len(self.sheet.malformed)

    @property
    def measurements(self) -> int:
        """How many measurements would be taken."""
        return sum(series.count for series in self.series)

    @property
    def changes(self) -> int:
        """How many of them are not in the project yet, or with another value."""
        return sum(series.new + series.changed for series in self.series)

    @property
    def is_blocked(self) -> bool:
        """Whether nothing can be taken in until something is answered, mended or, with ``keep_good``, left out."""
        return bool(self.obstacles or self.questions or not self.series or (self.refused and not self.options.keep_good))

    def problems(self) -> tuple[Problem, ...]:
        """Why nothing can be taken in; empty where it can."""
        if not self.is_blocked:
            return ()
        asked = [question.problem() for question in self.questions]
        told = [*self.obstacles, *asked, *(line.problem() for line in self.refused)]
        return tuple(told) or (Problem(message(N_("There is no measurement in the file"))),)
