"""Who receives it when, trained and told by whom?"""

from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message

from cockpit.domain.action import Action
from cockpit.domain.breach import can_go_back, rolling_back
from cockpit.domain.change import RowChange
from cockpit.domain.message import N_
from cockpit.domain.problem import Refused
from cockpit.domain.rollback import Rollback
from cockpit.domain.wave import Wave
from cockpit.language import _, ngettext
from cockpit.screens.errand_answers import Done
from cockpit.screens.frame import Frame
from cockpit.screens.rollback_question import RollbackQuestion
from cockpit.screens.rollback_tables import REHEARSALS, ROLLBACKS
from cockpit.screens.situation import Situation
from cockpit.screens.table_screen import TableScreen
from cockpit.screens.waves import WAVES, page
from cockpit.widgets.detail import Page
from cockpit.widgets.reference_words import short_name

if TYPE_CHECKING:
    from cockpit.screens.backstage import Errand
    from cockpit.screens.desk import Desk

SECTIONS = (WAVES, ROLLBACKS, REHEARSALS)
"""The tables with a look of their own."""


class RolloutScreen(TableScreen):
    """The waves with their gates, and all that makes them safe; a wave that has begun can be taken back."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("b", "roll_back", N_("Roll back"), id="rollout.roll_back")]

    _going_back = False
    """Whether a wave is being taken back."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There is something to take back once a wave has begun."""
        if action == "roll_back" and (self.is_editing or not isinstance(self.row, Wave) or not can_go_back(self.row)):
            return False
        return super().check_action(action, parameters)

    def page_of(self, row: Any) -> Page:
        """All about a row; the page of a wave names the key that takes it back."""
        return page(self.known, row, self.cockpit.key_of) if isinstance(row, Wave) else super().page_of(row)

    async def action_roll_back(self) -> None:
        """Show the scenario of the wave under the cursor with its steps, and ask whether to take it."""
        wave = self.row
        if not isinstance(wave, Wave) or not self.may_edit(wave):
            return
        rollback = self.known.state.get(Rollback, wave.rollback)
        if rollback is None:
            words = _(
                "{wave} has no rollback scenario. Write one in the table of scenarios, and choose it in the form of the wave"
            )
            self.say(words.format(wave=short_name(wave)), severity="warning")
            return
        question = RollbackQuestion(self.known, wave, rollback, self.cockpit.key_of)
        self.add_class("-editing")
        await self.query_one("#side").mount(question)
        question.focus(scroll_visible=False)
        self.refresh_bindings()

    async def on_rollback_question_answered(self, event: RollbackQuestion.Answered) -> None:
        """Take the way back in one act, or leave it."""
        await self.query(RollbackQuestion).remove()
        self.remove_class("-editing")
        self.action_to_table()
        self.refresh_bindings()
        if event.yes:
            self._going_back = True
            self.cockpit.run_errand(_taking_back(event.wave), self)

    async def on_done(self, event: Done) -> None:
        """Tell what there is to do now."""
        asked, self._going_back = self._going_back, False
        if not asked or event.batch is None:
            return
        count = sum(isinstance(change, RowChange) and change.kind == Action.kind for change in event.batch.changes)
        words = ngettext(
            "Rolled back; {count} action ({actions_key}) takes it back, due today. {key} undoes this",
            "Rolled back; {count} actions ({actions_key}) take it back, due today. {key} undoes this",
            count,
        )
        if self.known.trial is not None:
            words = ngettext(
                "Tried the way back, not written; {count} action ({actions_key}) takes it. {key} undoes this",
                "Tried the way back, not written; {count} actions ({actions_key}) take it. {key} undoes this",
                count,
            )
        keys = {"actions_key": self.cockpit.key_of("mode.actions"), "key": self.cockpit.key_of("app.undo")}
        self.say(words.format(count=count, **keys))

    async def deny(self, refused: Refused) -> None:
        """Nothing was taken back then; there is nothing to put over what somebody else has made of the wave."""
        if not self._going_back:
            await super().deny(refused)
            return
        self._going_back = False
        await Frame.deny(self, refused)


def _taking_back(wave: Wave) -> "Errand":
    """Take the way back of a wave, as it was shown, if that can be done in the project as it is by now."""

    def errand(desk: "Desk") -> tuple[Message, Situation]:
        known = desk.situation()
        batch, situation = desk.apply(rolling_back(known.state, wave, known.today))
        return Done(batch), situation

    return errand
