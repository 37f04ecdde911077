"""The tables of each mode: which entities, in which order, with which columns; and what a row's detail says."""

from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from cockpit.domain.accepted_debt import AcceptedDebt
from cockpit.domain.activity import Activity, ActivityLink
from cockpit.domain.budget import Benefit, BudgetLine, Cost
from cockpit.domain.calendar import Holiday, WorkingCalendar
from cockpit.domain.charter import Charter, Objective, ScopeItem, Stakeholder, Support
from cockpit.domain.communication import Channel, Communication, FaqEntry
from cockpit.domain.entity import Entity, Shape, fields_of
from cockpit.domain.experiment import Experiment, Look
from cockpit.domain.feed import Feed
from cockpit.domain.gate import Criterion, GatePolicy, GateReview, ManualCheck, Waiver
from cockpit.domain.incident import Incident
from cockpit.domain.kpi import Kpi
from cockpit.domain.message import N_
from cockpit.domain.milestone import BaselineRevision, Milestone
from cockpit.domain.person import Person
from cockpit.domain.phase import Deliverable, Iteration, Phase
from cockpit.domain.project import Project
from cockpit.domain.resource import Resource
from cockpit.domain.risk import Acceptance, Assessment
from cockpit.domain.rollback import Rehearsal, Rollback
from cockpit.domain.state import ProjectState
from cockpit.domain.survey import Survey
from cockpit.domain.training import Attendance, Course, TrainingSession
from cockpit.domain.voice import Interview, Remark, Theme, UserGroup
from cockpit.domain.wave import Wave
from cockpit.domain.workshop import Workshop
from cockpit.language import _
from cockpit.screens.situation import Situation
from cockpit.widgets.column import Cell, Column, Context
from cockpit.widgets.detail import Block, Fact, Page, Target
from cockpit.widgets.field_column import column_for, field_cell
from cockpit.widgets.signs import Tone

if TYPE_CHECKING:
    from cockpit.screens.sheet import Sheet

_COLUMNS = 7
_READ_ELSEWHERE = (Shape.TEXT, Shape.LINES, Shape.PARAMETERS)
"""What is too long for a table, and stands in the detail."""

Rows: TypeAlias = Sequence[Any]


@dataclass(frozen=True)
class SituationContext(Context):
    """What the cells of a screen's tables may look at beside their own row: everything that is known."""

    situation: Situation


def context_of(situation: Situation) -> SituationContext:
    """The context of a situation."""
    return SituationContext(situation.state, situation.today, situation)


@dataclass(frozen=True)
class Section:
    """One table: the entity of its rows, its columns, its rows in order, and what the detail of a row says.

    ``first`` names the fields that a form shows at once, all where it is empty.  A table that is ``whole`` has the whole width even where
    there is room for the detail beside it; the detail comes below, once it is opened.
    """

    entity: type[Entity]
    columns: tuple[Column, ...]
    rows: Callable[[Situation], Rows]
    page: Callable[[Situation, Any], Page]
    first: tuple[str, ...] = ()
    empty: str = ""
    whole: bool = False

    @property
    def name(self) -> str:
        """What the section is called, marked for translation."""
        return self.entity.plural


@dataclass(frozen=True)
class SheetSection:
    """A section that is no table: what it is called, marked for translation, and what makes its sheet.

    One that is not ``whole`` has its detail beside it, as a table has.
    """

    name: str
    sheet: "Callable[[], Sheet]"
    whole: bool = True


def section_for(entity: type[Entity]) -> Section:
    """The section of any entity, derived from its fields."""
    empty = _EMPTY.get(entity, "")
    return Section(entity, columns_for(entity), lambda situation: situation.state.all(entity), page_for, empty=empty)


def columns_for(entity: type[Entity]) -> tuple[Column, ...]:
    """The ref, the title and the first short fields; the later ones give way first."""
    named = [spec.name for spec in fields_of(entity) if spec.shape not in _READ_ELSEWHERE or spec.name == entity.title_field]
    others = [name for name in named if name != entity.title_field]
    wanted = [entity.title_field, *others][:_COLUMNS]
    columns = [column_for(entity, "ref"), column_for(entity, entity.title_field)]
    columns += [column_for(entity, name, priority=place) for place, name in enumerate(wanted[1:], start=1)]
    return tuple(columns)


def page_for(situation: Situation, row: Entity) -> Page:
    """All that is known of a row: its fields that hold something, and the rows that refer to it."""
    return Page(
        str(row), (*facts(situation, row, (spec.name for spec in fields_of(type(row)))), *referring(situation.state, row))
    )


def facts(situation: Situation, row: Entity, names: Iterable[str]) -> list[Fact]:
    """The fields of a row that hold something, as a detail shows them."""
    context = context_of(situation)
    wanted = set(names) - {type(row).title_field}
    found = []
    for spec in fields_of(type(row)):
        value = getattr(row, spec.name)
        if spec.name not in wanted or value in (None, "", (), {}) or value == 0 == spec.default:
            continue
        if spec.shape is Shape.LINES:
            told = Cell("\n".join(value))
        elif spec.shape is Shape.REFERENCE:
            target = situation.state.row(spec.refers_to, value)
            told = Cell(target.caption if isinstance(target, Person) else str(target or ""))
        else:
            told = field_cell(spec, value, context)
        found.append(Fact(_(spec.label), told))
    return found


def referring(state: ProjectState, row: Entity, told: Container[type[Entity]] = ()) -> list[Block]:
    """The rows that refer to a row, a block for each of their kinds but those that are ``told`` already."""
    from cockpit.domain.catalogue import ENTITIES

    blocks = []
    for entity in ENTITIES:
        names = [spec.name for spec in fields_of(entity) if spec.refers_to == row.kind and entity not in told]
        rows = {each.uid: each for name in names for each in state.of(entity, name, row.uid)}
        if rows:
            blocks.append(references(_(entity.plural), rows.values()))
    return blocks


def references(heading: str, rows: Iterable[Entity]) -> Block:
    """Rows under a heading that is already translated, a line each, which leads to the row."""
    told = tuple(rows)
    return Block(heading, tuple(map(reference_line, told)), tuple(Target(row.kind, row.uid) for row in told))


def reference_line(row: Entity) -> tuple[Cell, ...]:
    """A row in one line: its ref and what people call it."""
    return Cell(row.ref, Tone.QUIET), Cell(row.caption)


_EMPTY: dict[type[Entity], str] = {
    Experiment: N_(
        "Here will stand what shows whether it works: experiments and, in tables of their own, surveys, "
        "interviews, workshops, costs and benefits. "
        "{new} plans the first experiment"
    ),
}
"""What tables say that have no rows yet, where the name of the table does not say it all."""

LISTED: dict[str, tuple[type[Entity], ...]] = {
    "charter": (Charter, Objective, ScopeItem, Stakeholder, Support, Person, Project),
    "phases": (
        Phase, Milestone, Activity, Deliverable, Iteration, Resource, ActivityLink, BaselineRevision, WorkingCalendar, Holiday,
    ),
    "risks": (Assessment, Acceptance),
    "kpis": (Kpi, Feed, AcceptedDebt, Incident),
    "evaluation": (
        Experiment, Survey, Interview, UserGroup, Remark, Theme, Workshop, BudgetLine, Cost, Benefit, Look,
    ),
    "rollout": (
        Wave, Rollback, Rehearsal, Course, TrainingSession, Attendance, Channel, Communication, FaqEntry,
    ),
    "readiness": (Criterion, Waiver, ManualCheck, GateReview, GatePolicy),
}  # fmt: skip
"""The entities that each mode lists, beside those that have a section of their own."""
