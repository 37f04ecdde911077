"""Which way do we go, and are we on time?"""

from dataclasses import replace
from pathlib import Path, PurePath
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from cockpit.domain.catalogue import entity_of
from cockpit.domain.edit import Act, Update
from cockpit.domain.message import N_
from cockpit.domain.milestone import Milestone
from cockpit.domain.phase import Deliverable, Phase, PhaseCode
from cockpit.language import _, capitalised
from cockpit.screens import milestones
from cockpit.screens.board_sheet import BoardSheet
from cockpit.screens.phase_cards import UNPHASED, adherence_words, card, lanes, next_words
from cockpit.screens.sections import SheetSection
from cockpit.screens.sheet import NewRow
from cockpit.screens.situation import Situation
from cockpit.screens.table_screen import TableScreen
from cockpit.widgets.board import Board
from cockpit.widgets.board_lanes import Card
from cockpit.widgets.key_bar import KeyBar
from cockpit.widgets.key_hints import with_keys
from cockpit.widgets.typed_text import cut, display_line


class PhasesBoard(BoardSheet):
    """How many milestones were on time, above the board of the phases."""

    def compose(self) -> ComposeResult:
        """The answer, then the board."""
        yield Static(classes="answer", markup=False)
        yield self.board

    def stand(self, situation: Situation) -> None:
        """Tell the board anew; the first time, begin at the phase that the project is in."""
        fresh, self.known = self.known is None, situation
        said = [Content(adherence_words(situation))]
        if coming := next_words(situation):
            said.append(Content(display_line(coming)))
        self.query_one(".answer", Static).update(Content("\n").join(said))
        self.board.show([replace(lane, empty=with_keys(lane.empty, self)) for lane in lanes(situation)])
        if fresh:
            self.board.cursor_to_lane(situation.state.project.phase.value)

    def card(self, situation: Situation, row: Any) -> Card:
        """The card of a deliverable or a milestone."""
        return card(situation, row)

    @property
    def new_row(self) -> NewRow | None:
        """A deliverable in the phase; the phase itself where it is not planned yet; a milestone where that belongs to none."""
        lane = self.board.lane
        if lane.key == UNPHASED:
            return NewRow(Milestone)
        if lane.row is None:
            code = PhaseCode(lane.key)
            return NewRow(Phase, {"code": code, "title": capitalised(_(code.label))})
        return NewRow(Deliverable, {"phase": lane.row.uid})


class NewBar(KeyBar):
    """What can be added to a phase: the answer is the kind of its rows."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("d", "answer('deliverable')", N_("Deliverable"), show=False, id="new.deliverable"),
        Binding("m", "answer('milestone')", N_("Milestone"), show=False, id="new.milestone"),
        Binding("escape", "stay", N_("Neither"), show=False, id="new.neither"),
    ]

    class Left(KeyBar.Left):
        """The bar is done with; ``answer`` is the kind, None for neither."""

    def render(self) -> Content:
        """The keys, each with what it adds."""
        return Content(cut(" " + _("New: {choices}").format(choices=self.choices), self.size.width))


class PhasesScreen(TableScreen):
    """The board, and the tables behind it."""

    CSS_PATH: ClassVar[list[str | PurePath]] = [*TableScreen.CSS_PATH, Path(__file__).with_suffix(".tcss")]

    def compose_body(self) -> ComposeResult:
        """The bar stands on the last line once it is asked for."""
        yield from super().compose_body()
        yield NewBar()

    async def action_new(self) -> None:
        """Where both a deliverable and a milestone can be meant, ask which."""
        new = self.new_row
        if isinstance(self.view, PhasesBoard) and new and new.entity is Deliverable:
            if self.may_edit(None):
                self.query_one(NewBar).ask()
        else:
            await super().action_new()

    async def on_new_bar_left(self, event: NewBar.Left) -> None:
        """Open the form for what was chosen, in the phase under the cursor."""
        self.action_to_table()
        new = self.new_row
        if event.answer is not None and new is not None:
            await self.open_form(entity_of(event.answer), values=new.values)

    def on_board_carried(self, event: Board.Carried) -> None:
        """Give the row to the phase whose lane it was carried to."""
        row, lane = event.row, event.lane
        if not self.may_edit(row):
            return
        if lane.row is not None:
            self.cockpit.carry_out(Act((Update(row, {"phase": lane.row.uid}),)), self)
        elif lane.key != UNPHASED:
            words = _("The phase “{phase}” is not planned yet; {new} in its column plans it")
            self.say(words.format(phase=lane.title.text, new=self.cockpit.key_of("row.new")), severity="warning")
        elif isinstance(row, Milestone):
            self.cockpit.carry_out(Act((Update(row, {"phase": None}),)), self)
        else:
            self.say(_("A deliverable belongs to a phase"), severity="warning")


SECTIONS = (SheetSection(N_("Board"), PhasesBoard), milestones.SECTION)
"""The board, and the table of milestones."""
