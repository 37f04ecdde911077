"""Who does what by when, and what is late?"""

from pathlib import Path, PurePath
from typing import ClassVar

from textual.binding import Binding, BindingType

from cockpit.domain.action import Action, ActionState, days_late, holds_up, urgency, waits_for
from cockpit.domain.edit import Act, Update
from cockpit.domain.message import N_
from cockpit.language import _, headed, number, say
from cockpit.screens.action_board import ActionBoard
from cockpit.screens.action_cards import marked_title
from cockpit.screens.action_words import due_words, served
from cockpit.screens.sections import Section, SheetSection, SituationContext, facts, references
from cockpit.screens.situation import Situation
from cockpit.screens.table_screen import TableScreen
from cockpit.widgets.column import Cell, Column, Context
from cockpit.widgets.detail import Block, Fact, Page
from cockpit.widgets.field_column import column_for
from cockpit.widgets.signs import ISSUE, Tone, sign_of, words_of

_READ = (
    "owner", "due_on", "priority", "risk", "mitigates", "milestone", "kpi", "wave", "criterion", "blocker", "description",
    "created_on", "done_on", "recurs_every_days", "rhythm_on",
)  # fmt: skip


class ActionsScreen(TableScreen):
    """The table of the actions and their board, with the cursor on the same action in both."""

    CSS_PATH: ClassVar[list[str | PurePath]] = [*TableScreen.CSS_PATH, Path(__file__).with_suffix(".tcss")]
    BINDINGS: ClassVar[list[BindingType]] = [Binding("b", "blocked_by", N_("Waits for"), id="action.blocked_by")]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only an action can wait for others."""
        if action == "blocked_by" and (self.is_editing or self.row is None):
            return False
        return super().check_action(action, parameters)

    async def action_turn(self, by: int) -> None:
        """Turn from the table to the board or back, to the same action."""
        row = self.row
        await super().action_turn(by)
        self._come_to(row)

    async def action_section(self, place: int) -> None:
        """Turn to the table or to the board, to the same action."""
        row = self.row
        await super().action_section(place)
        self._come_to(row)

    def _come_to(self, row: Action | None) -> None:
        if row is not None and self.view.cursor_to(row.uid):
            self.show_detail()

    async def action_blocked_by(self) -> None:
        """Open the form where it says what the action under the cursor waits for."""
        if self.row is not None and self.may_edit(self.row):
            await self.open_form(Action, self.row, focus="blocked_by")

    def on_action_board_carried(self, event: ActionBoard.Carried) -> None:
        """Give the action what the lane stands for that it was carried to."""
        action = event.action
        if not self.may_edit(action):
            return
        values, words = event.grouping.carried(self.known, action, event.key)
        if values:
            told = headed(action.ref, words)
            if self.known.trial is not None:
                told = headed(_("Tried, not written"), told)
            self.carry_out_as(told, Act((Update(action, values),)))
        else:
            self.say(words, severity="warning")


def _due(action: Action, context: Context) -> Cell:
    if action.state is ActionState.DONE:
        return Cell("")
    late = days_late(action, context.today)
    return Cell(
        f"! {due_words(action, context.today)}" if late else due_words(action, context.today), Tone.BAD if late else Tone.PLAIN
    )


def _title(action: Action, context: Context) -> Cell:
    return Cell(marked_title(action), Tone.QUIET if action.state is ActionState.DONE else Tone.PLAIN)


def _state(action: Action, context: SituationContext) -> Cell:
    before = () if action.state is ActionState.DONE else waits_for(context.state, action)
    if before:
        waiting = _("after {actions}").format(actions=", ".join(each.ref for each in before))
        return Cell(f"{sign_of(ActionState.BLOCKED).glyph} {waiting}", sign_of(ActionState.BLOCKED).tone)
    return Cell(words_of(action.state), sign_of(action.state).tone)


def _urgency(action: Action, context: SituationContext) -> Cell:
    points = context.situation.urgencies.get(action.uid)
    return Cell("" if points is None else number(points, 1))


def _by_points(action: Action, context: SituationContext) -> float | None:
    points = context.situation.urgencies.get(action.uid)
    return None if points is None else -points


def _state_order(action: Action, context: Context) -> int:
    return list(ActionState).index(action.state)


def _serves(action: Action, context: Context) -> Cell:
    refs = served(context.state, action)
    return Cell(f"{_('issue')} {refs}".rstrip() if action.issue else refs, ISSUE.tone if action.issue else Tone.QUIET)


def page(situation: Situation, action: Action) -> Page:
    """All about an action: what it is, what makes it urgent, what it waits for and what waits for it."""
    state, late = situation.state, days_late(action, situation.today)
    issue = f"{ISSUE.glyph} {_('issue')}" if action.issue else ""
    words = ", ".join(filter(None, (words_of(action.state), issue, due_words(action, situation.today) if late else "")))
    told = [Fact(_("State"), Cell(words, Tone.BAD if late else sign_of(action.state).tone))]
    told += facts(situation, action, _READ)
    blocks = []
    if before := waits_for(state, action):
        blocks.append(references(_("Waits for"), before))
    if after := holds_up(state, action):
        blocks.append(references(_("Holds up"), after))
    found = urgency(state, action, situation.today)
    if found.terms:
        heading = _("Urgency {points}").format(points=number(found.total, 1))
        lines = [(Cell(_aligned(number(term.points, 1)), Tone.QUIET), Cell(say(term.name))) for term in found.terms]
        blocks.append(Block(heading, tuple(lines)))
    return Page(str(action), (*told, *blocks))


def _aligned(figure: str) -> str:
    return figure.rjust(5, "\N{NO-BREAK SPACE}")


SECTION = Section(
    Action,
    (
        column_for(Action, "ref"),
        Column("state", N_("State"), _state, _state_order, minimum=1, maximum=13, priority=1),
        column_for(Action, "title", cell=_title, minimum=24),
        column_for(Action, "owner", minimum=4, maximum=11, priority=2),
        Column("due_on", N_("Due"), _due, lambda action, _context: action.due_on, minimum=6, maximum=16, priority=0),
        Column("urgency", N_("Urgency"), _urgency, _by_points, right=True, minimum=4, priority=5),
        Column("serves", N_("Serves"), _serves, minimum=3, maximum=14, priority=4),
        column_for(Action, "priority", minimum=4, priority=6),
    ),
    lambda situation: situation.actions,
    page,
    first=("title", "owner", "due_on", "priority", "risk", "kpi", "milestone", "description"),
    empty=N_("No action yet; {new} plans the first"),
)
"""The table of actions, the late ones first."""

SECTIONS = (SECTION, SheetSection(N_("Board"), ActionBoard))
"""The table, and the board."""
