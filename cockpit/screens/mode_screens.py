"""Which screen each mode has, and where the rows of a kind are shown."""

from functools import cache

from textual.dom import DOMNode

from cockpit.domain.entity import Entity
from cockpit.screens import (
    action_board,
    actions,
    charter,
    evaluation,
    feed_table,
    gate_review_page,
    history,
    journal,
    kpis,
    phases,
    portfolio,
    readiness,
    readiness_criteria,
    readiness_over_time,
    readiness_policy,
    readiness_way,
    risks,
    rollback_question,
    rollout,
    standup,
    standup_bars,
    verdict_history,
    what_if,
)
from cockpit.screens.among_others import AmongOthers
from cockpit.screens.cell_screen import CellScreen
from cockpit.screens.copy_bar import CopyBar
from cockpit.screens.feed_trust import TrustQuestion
from cockpit.screens.filter_bar import FilterBar
from cockpit.screens.filter_screen import FilterScreen
from cockpit.screens.frame import Frame
from cockpit.screens.gate_review import GateReviewScreen
from cockpit.screens.help import Leaflet
from cockpit.screens.jump_bar import JumpBar
from cockpit.screens.kpi_import import KpiImportScreen
from cockpit.screens.kpi_import_preview import ChangeTable, ResultTable
from cockpit.screens.modes import PORTFOLIO, STANDUP
from cockpit.screens.row_screen import RowScreen
from cockpit.screens.sections import LISTED, Section, SheetSection, section_for
from cockpit.screens.table_screen import TableScreen
from cockpit.screens.trial_bar import TrialBar
from cockpit.screens.way_screen import WayScreen
from cockpit.widgets.answer_list import AnswerTable
from cockpit.widgets.board import Board
from cockpit.widgets.cell_editor import CellEditor
from cockpit.widgets.completing_prompt import CompletingPrompt
from cockpit.widgets.conflict import Conflict, GoneRow
from cockpit.widgets.detail import Detail, PointedPage
from cockpit.widgets.entity_form import EntityForm
from cockpit.widgets.entity_table import EntityTable
from cockpit.widgets.field_input import OptionInput, ReferenceInput
from cockpit.widgets.field_row import MoreFields
from cockpit.widgets.file_chooser import FolderTable, PathInput
from cockpit.widgets.panel import Panel
from cockpit.widgets.prompt import Prompt
from cockpit.widgets.topic_lines import TopicLines

BOUND: tuple[type[DOMNode], ...] = (
    Frame,
    RowScreen,
    CellScreen,
    CellEditor,
    TableScreen,
    CopyBar,
    FilterScreen,
    FilterBar,
    charter.CharterScreen,
    actions.ActionsScreen,
    action_board.ActionBoard,
    risks.RisksScreen,
    journal.JournalScreen,
    readiness.ReadinessScreen,
    GateReviewScreen,
    WayScreen,
    readiness_policy.PolicyScreen,
    rollout.RolloutScreen,
    rollback_question.RollbackQuestion,
    what_if.WhatIfScreen,
    what_if.WhatIfSheet,
    TrialBar,
    readiness_over_time.ReadinessOverTimeScreen,
    history.HistorySheet,
    portfolio.PortfolioScreen,
    standup.StandupScreen,
    standup_bars.EndBar,
    standup_bars.ResumeBar,
    TopicLines,
    CompletingPrompt,
    EntityTable,
    PointedPage,
    Detail,
    EntityForm,
    MoreFields,
    OptionInput,
    ReferenceInput,
    Conflict,
    GoneRow,
    Panel,
    Prompt,
    JumpBar,
    Leaflet,
    AmongOthers,
    FolderTable,
    PathInput,
    AnswerTable,
    kpis.KpisScreen,
    TrustQuestion,
    KpiImportScreen,
    ResultTable,
    ChangeTable,
    phases.NewBar,
    Board,
)
"""Whatever has keys that can be changed, beside the app."""

_SCREENS = {
    "charter": charter.CharterScreen,
    "phases": phases.PhasesScreen,
    "evaluation": evaluation.EvaluationScreen,
    "risks": risks.RisksScreen,
    "actions": actions.ActionsScreen,
    "kpis": kpis.KpisScreen,
    "rollout": rollout.RolloutScreen,
    "readiness": readiness_over_time.ReadinessOverTimeScreen,
    "journal": journal.JournalScreen,
}
_FIRST: dict[str, tuple[Section | SheetSection, ...]] = {
    "charter": charter.SECTIONS,
    "phases": phases.SECTIONS,
    "evaluation": evaluation.SECTIONS,
    "risks": (risks.SECTION,),
    "actions": actions.SECTIONS,
    "kpis": (kpis.SECTION, feed_table.SECTION),
    "rollout": rollout.SECTIONS,
    "readiness": (
        readiness_criteria.SECTION,
        readiness_way.SECTION,
        verdict_history.SECTION,
        what_if.SECTION,
        gate_review_page.SECTION,
    ),
    "journal": journal.SECTIONS,
}
"""The sections that a mode's own module makes: they come before those derived from the entities that the mode lists."""


@cache
def sections_of(mode: str) -> tuple[Section | SheetSection, ...]:
    """The sections of a mode, in order."""
    own = _FIRST.get(mode, ())
    known = {section.entity for section in own if isinstance(section, Section)}
    return (*own, *(section_for(entity) for entity in LISTED.get(mode, ()) if entity not in known))


@cache
def mode_of(kind: str) -> str:
    """The mode that lists the rows of a kind."""
    for mode in (*_FIRST, *LISTED):
        if any(isinstance(section, Section) and section.entity.kind == kind for section in sections_of(mode)):
            return mode
    raise KeyError(kind)


def section_of(entity: type[Entity]) -> Section:
    """The table that lists the rows of an entity."""
    sections = sections_of(mode_of(entity.kind))
    return next(section for section in sections if isinstance(section, Section) and section.entity is entity)


def screen_of(mode: str) -> Frame:
    """A new screen for a mode other than the overview."""
    if mode == PORTFOLIO.name:
        return portfolio.PortfolioScreen(mode)
    if mode == STANDUP.name:
        return standup.StandupScreen(mode)
    return _SCREENS.get(mode, TableScreen)(mode, sections_of(mode))
