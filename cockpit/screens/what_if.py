"""What if: changes are tried on every screen without being written, listed with what each does to the verdict, and kept or dropped."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from cockpit.domain.message import N_
from cockpit.language import _
from cockpit.screens.sections import SheetSection
from cockpit.screens.situation import Situation
from cockpit.screens.table_screen import TableScreen
from cockpit.screens.table_sheet import TableSheet
from cockpit.screens.trial_attempts import COLUMNS, Attempt, Attempts, attempts, page
from cockpit.screens.trial_errands import begin, dropping
from cockpit.screens.trial_words import turn_words
from cockpit.widgets.detail import Detail
from cockpit.widgets.entity_table import EntityTable

if TYPE_CHECKING:
    from cockpit.screens.backstage import Errand
    from cockpit.screens.desk import Desk


class WhatIfSheet(TableSheet):
    """The list of what is tried, below what all of it does to the verdict.

    What each act does takes a verdict of its own: where the list has fallen behind it posts :class:`Behind`, and shows what
    :meth:`take` hands over.
    """

    DEFAULT_CSS = """
    WhatIfSheet > #tried { height: auto; max-height: 2; width: 1fr; padding: 0 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("d", "drop", N_("Drop"), id="what_if.drop")]

    class Behind(Message):
        """The list has to be worked out."""

        def __init__(self, situation: Situation) -> None:
            super().__init__()
            self.situation = situation

    class Drop(Message):
        """The user wants acts dropped from the trial, by their uids."""

        def __init__(self, uids: Sequence[str]) -> None:
            super().__init__()
            self.uids = uids

    def __init__(self) -> None:
        super().__init__()
        self.attempts: Attempts | None = None

    def compose(self) -> ComposeResult:
        """The line above the table, and the table."""
        yield Static(id="tried", markup=False)
        yield EntityTable(
            COLUMNS, empty=N_("Nothing is tried: once a trial has begun, what is edited, on any screen, is listed here")
        )

    def stand(self, situation: Situation) -> None:
        """What is known has changed, and with it what acts do."""
        self.post_message(self.Behind(situation))

    def take(self, found: Attempts) -> None:
        """Show what was worked out."""
        self.attempts = found
        self.query_one("#tried", Static).update(Content(_answer(found.situation)))
        self.table.show(found.listed, found)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There is something to drop where something is tried."""
        return self.row is not None if action == "drop" else True

    def action_drop(self) -> None:
        """Drop the marked acts, or the one under the cursor."""
        if chosen := self.chosen:
            self.post_message(self.Drop([each.uid for each in chosen]))


def _answer(situation: Situation) -> str:
    if situation.trial is None:
        return _("Nothing is tried")
    return _("All of it: {turn}; nothing is written").format(turn=turn_words(situation))


SECTION = SheetSection(N_("What if"), WhatIfSheet, whole=False)
"""What is tried."""


class WhatIfScreen(TableScreen):
    """A mode from which trials begin, with the list of what is tried among its sections."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("w", "what_if", N_("What if"), id="readiness.what_if")]

    _behind: Situation | None = None
    """What the list does not show yet."""

    async def action_what_if(self) -> None:
        """Begin a trial; where there is one, ask what becomes of it."""
        if self.known.trial is None:
            self.cockpit.run_errand(begin, self)
        else:
            await self.ask_trial()

    async def show_trial(self) -> None:
        """Turn to the list of what is tried."""
        await self.action_section(self._sections.index(SECTION))

    # The list is worked out in a thread, as soon as somebody looks

    def on_what_if_sheet_behind(self, event: WhatIfSheet.Behind) -> None:
        """Work it out, as soon as somebody looks."""
        self._behind = event.situation
        self._catch_up_with_trial()

    async def on_screen_resume(self) -> None:
        """Somebody looks."""
        self._catch_up_with_trial()

    def _catch_up_with_trial(self) -> None:
        situation = self._behind
        if situation is not None and self.is_current:
            self._behind = None
            self.call_after_refresh(self.cockpit.run_errand, _listing(situation), self)

    def on_listed(self, event: "Listed") -> None:
        """Show what was worked out."""
        for sheet in self.query(WhatIfSheet):
            sheet.take(event.attempts)
        self.show_detail()
        self.refresh_bindings()

    def on_what_if_sheet_drop(self, event: WhatIfSheet.Drop) -> None:
        """Drop the acts."""
        self.cockpit.run_errand(dropping(event.uids), self)

    def show_detail(self) -> None:
        """Show all about the act under the cursor, or about the row."""
        if not isinstance(self.row, Attempt):
            super().show_detail()
            return
        found = self.query_one(WhatIfSheet).attempts
        if self.side_in_view and found is not None:
            self.query_one(Detail).show(page(self.row, found))

    async def open_row(self, row: Any) -> None:
        """An act is read in the detail."""
        if isinstance(row, Attempt):
            self.action_to_side()
        else:
            await super().open_row(row)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What is tried is told beside the present alone."""
        if action == "ask_day" and self._stood is not None and self._stood.trial is not None:
            return False
        if action == "what_if" and (self._stood is None or self.is_editing or bool(self.known.as_of)):
            return False
        return super().check_action(action, parameters)


class Listed(Message):
    """What was tried has been looked at, act by act."""

    def __init__(self, found: Attempts) -> None:
        super().__init__()
        self.attempts = found


def _listing(situation: Situation) -> "Errand":
    def errand(desk: "Desk") -> tuple[Message, Situation]:
        return Listed(Attempts(situation, attempts(situation))), desk.situation()

    return errand
