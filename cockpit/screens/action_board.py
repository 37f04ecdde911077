"""The board of the actions: one look at who does what, where it stands and by when; keys carry cards."""

from typing import Any, ClassVar, cast

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from cockpit.domain.action import Action
from cockpit.domain.message import N_
from cockpit.language import _
from cockpit.screens.action_cards import GROUPINGS, Grouping, card, new_values
from cockpit.screens.board_sheet import BoardSheet
from cockpit.screens.frame import Frame
from cockpit.screens.sheet import NewRow
from cockpit.screens.situation import Situation
from cockpit.widgets.board import Board
from cockpit.widgets.board_lanes import Card
from cockpit.widgets.typed_text import cell_width, fit


class ActionBoard(BoardSheet):
    """Actions by state, by owner or by the week in which they are due."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("o", "regroup", N_("Columns"), id="actions.columns")]

    class Carried(Message):
        """The user wants an action in the lane with a ``key``."""

        def __init__(self, action: Action, grouping: Grouping, key: str) -> None:
            super().__init__()
            self.action, self.grouping, self.key = action, grouping, key

    def __init__(self) -> None:
        super().__init__(wide=True)
        self._place = 0

    def compose(self) -> ComposeResult:
        """How the cards are sorted, then the board."""
        yield Static(classes="grouping", markup=False)
        yield self.board

    @property
    def grouping(self) -> Grouping:
        """How actions are sorted into lanes."""
        return GROUPINGS[self._place]

    def stand(self, situation: Situation) -> None:
        """Sort the actions into their lanes."""
        self.known = situation
        self.board.show(self.grouping.lanes(situation))
        self._tell_grouping()

    def on_resize(self) -> None:
        """Tell the groupings in as many words as there is room for."""
        self._tell_grouping()

    def _tell_grouping(self) -> None:
        key = cast(Frame, self.screen).cockpit.key_of("actions.columns")
        named = "   ".join(f"{'▸' if each is self.grouping else ' '} {_(each.name)}" for each in GROUPINGS)
        room = max(1, self.size.width - cell_width(key) - 4)
        self.query_one(".grouping", Static).update(Content.assemble((fit(named, room), "dim"), f"  {key}"))

    def action_regroup(self) -> None:
        """Sort the cards in the next way; the cursor stays on its action."""
        self._place = (self._place + 1) % len(GROUPINGS)
        if self.known is not None:
            self.stand(self.known)

    def card(self, situation: Situation, row: Any) -> Card:
        """The card of an action."""
        return card(situation, row, self.grouping)

    @property
    def new_row(self) -> NewRow:
        """An action for the lane under the cursor."""
        assert self.known
        return NewRow(Action, new_values(self.known, self.grouping, self.board.lane.key))

    @on(Board.Carried)
    def carry(self, event: Board.Carried) -> None:
        """Tell where the user wants an action."""
        event.stop()
        self.post_message(self.Carried(event.row, self.grouping, event.lane.key))
