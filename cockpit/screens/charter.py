"""What do we want, for whom, and who carries it?"""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path, PurePath
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widget import Widget

from cockpit.domain.charter import Charter, Objective, ScopeItem, Stakeholder, Support, SupportLevel, supports
from cockpit.domain.evidence import CriterionState
from cockpit.domain.message import N_
from cockpit.domain.objective_standing import ObjectiveStanding
from cockpit.domain.project import Project
from cockpit.language import _, capitalised, day, number, say
from cockpit.screens.charter_panels import (
    PANELS,
    answer,
    person_of,
    progress_words,
    standing_of,
    support_cells,
    way,
)  # fmt: skip
from cockpit.screens.panel_sheet import PanelSheet
from cockpit.screens.sections import Section, SheetSection, SituationContext, context_of, facts, section_for
from cockpit.screens.situation import Situation
from cockpit.screens.table_screen import TableScreen
from cockpit.widgets.column import Cell, Column
from cockpit.widgets.detail import Block, Fact, Page
from cockpit.widgets.field_column import column_for
from cockpit.widgets.panel import Panel
from cockpit.widgets.signs import Tone, sign_of, words_of


class CharterPage(PanelSheet):
    """The charter on one page: vision, objectives, scope, and the people with their support."""

    PANELS = PANELS

    def answer(self, situation: Situation) -> Content:
        """Are the objectives measurable, do the sponsors follow, is there a coalition?"""
        return Content(answer(situation))

    def laid_out(self, panels: Sequence[Panel]) -> Iterable[Widget]:
        """What belongs together stands side by side."""
        vision, objectives, inside, outside, sponsors, coalition, team = panels
        return vision, objectives, Horizontal(inside, outside), Horizontal(sponsors, coalition), team


class CharterScreen(TableScreen):
    """The page, and the tables behind it."""

    CSS_PATH: ClassVar[list[str | PurePath]] = [*TableScreen.CSS_PATH, Path(__file__).with_suffix(".tcss")]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("b", "note_support", N_("Support today"), id="charter.support"),
    ]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Support is that of somebody; a project is not closed by a key that is pressed in passing."""
        if action == "next_state" and isinstance(self.row, Project):
            return False
        if action == "note_support" and (self.is_editing or not isinstance(self.row, Stakeholder)):
            return False
        return super().check_action(action, parameters)

    async def action_note_support(self) -> None:
        """Note how far the stakeholder under the cursor stands behind the project today."""
        stakeholder = self.row
        if not isinstance(stakeholder, Stakeholder) or not self.may_edit(None):
            return
        noted = supports(self.known.state, stakeholder, self.known.today)
        last = noted[-1] if noted else None
        if last is not None and last.noted_on == self.known.today:
            await self.open_form(Support, last, focus="level")
            return
        level = last.level if last else SupportLevel.NEUTRAL
        values = {"stakeholder": stakeholder.uid, "noted_on": self.known.today, "level": level}
        await self.open_form(Support, values=values, focus="level")


def _told(objective: Objective, context: SituationContext) -> ObjectiveStanding:
    return context.situation.objectives[objective.uid]


def _sign(objective: Objective, context: SituationContext) -> Cell:
    sign = sign_of(CriterionState.MET if _told(objective, context).measure.measurable else CriterionState.NOT_MET)
    return Cell(sign.glyph, sign.tone)


def objective_page(situation: Situation, objective: Objective) -> Page:
    """All about an objective: whether it is measurable, how it is measured, how far it has come."""
    told = _told(objective, context_of(situation))
    missing = tuple((Cell("✗", Tone.WARNING), Cell(capitalised(say(each)))) for each in told.measure.missing)
    parts: list[Fact | Block] = [
        Fact(_("Measurable"), Cell(_("no"), Tone.WARNING) if missing else Cell(_("yes"), Tone.GOOD)),
        Fact(_("From → to"), Cell(way(told.measure))),
    ]
    if told.value is not None:
        parts += [Fact(_("Last value"), Cell(number(told.value))), Fact(_("Progress"), Cell(progress_words(told.progress)))]
    parts += facts(situation, objective, ("owner", "direction", "due_on", "kpi", "description"))
    return Page(str(objective), (*parts, *([Block(_("What is missing"), missing)] if missing else ())))


def stakeholder_page(situation: Situation, stakeholder: Stakeholder) -> Page:
    """All about a stakeholder: who it is, what is expected, and how the support has moved."""
    read = ("role", "organisation", "title", "influence", "interest", "expectation")
    noted = reversed(supports(situation.state, stakeholder, situation.today))
    lines = tuple(
        (Cell(day(each.noted_on, situation.today), Tone.QUIET), Cell(words_of(each.level)), Cell(each.note)) for each in noted
    )
    blocks = (Block(_("Support over time"), lines),) if lines else ()
    title = f"{stakeholder.ref} {person_of(situation, stakeholder)}"
    return Page(title, (*facts(situation, stakeholder, read), *blocks))


def _support(place: int) -> Callable[[Stakeholder, SituationContext], Cell]:
    return lambda stakeholder, context: support_cells(context.situation, stakeholder)[place]


SECTIONS = (
    SheetSection(N_("Page"), CharterPage),
    section_for(Charter),
    Section(
        Objective,
        (
            Column("measurable", "", _sign, minimum=1, maximum=1, priority=0),
            column_for(Objective, "ref"),
            column_for(Objective, "title", minimum=20),
            Column(
                "way", N_("From → to"), lambda row, context: way(_told(row, context).measure), minimum=8, maximum=26, priority=3
            ),
            column_for(Objective, "due_on", priority=4),
            column_for(Objective, "kpi", priority=5),
            column_for(Objective, "owner", priority=6),
            Column(
                "standing",
                N_("Progress"),
                lambda row, context: standing_of(_told(row, context)),
                lambda row, context: _told(row, context).progress,
                minimum=12,
                maximum=60,
                priority=1,
            ),
        ),
        lambda situation: situation.state.all(Objective),
        objective_page,
        first=("title", "baseline", "target", "unit", "direction", "due_on", "kpi", "owner"),
        empty=N_("No objective yet; {new} sets the first: a starting value, a target, a date and the KPI that tells"),
    ),
    section_for(ScopeItem),
    Section(
        Stakeholder,
        (
            column_for(Stakeholder, "ref"),
            Column(
                "person",
                N_("Person"),
                lambda row, context: person_of(context.situation, row),
                minimum=12,
                maximum=40,
                weight=2,
                priority=0,
            ),
            column_for(Stakeholder, "role", priority=2),
            column_for(Stakeholder, "organisation", minimum=8, weight=1, priority=5),
            Column("over_time", N_("Over time"), _support(0), minimum=9, maximum=9, priority=4),
            Column("support", N_("Support"), _support(1), minimum=9, maximum=16, priority=0),
            Column("noted", N_("Noted"), _support(2), minimum=6, maximum=16, priority=3),
        ),
        lambda situation: situation.state.all(Stakeholder),
        stakeholder_page,
        first=("person", "role", "title", "organisation", "expectation"),
        empty=N_("Nobody yet; {new} names the first sponsor"),
    ),
)
"""The page, and the tables that the charter tells in its own way."""
