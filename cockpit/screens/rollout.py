"""Who receives it when, trained and told by whom?"""

from typing import ClassVar

from textual.binding import Binding, BindingType

from cockpit.domain.breach import rolling_back
from cockpit.domain.edit import Act, Create
from cockpit.domain.message import N_
from cockpit.domain.problem import Refused
from cockpit.domain.rollback import Rollback
from cockpit.domain.wave import Wave, WaveStatus
from cockpit.language import _, ngettext
from cockpit.screens.frame import Done, Frame
from cockpit.screens.rollback_question import RollbackQuestion
from cockpit.screens.rollback_tables import REHEARSALS, ROLLBACKS
from cockpit.screens.table_screen import TableScreen
from cockpit.screens.waves import WAVES
from cockpit.widgets.reference_words import short_name

SECTIONS = (WAVES, ROLLBACKS, REHEARSALS)
"""The tables with a look of their own."""

_BEGUN = (WaveStatus.RUNNING, WaveStatus.DONE)


class RolloutScreen(TableScreen):
    """The waves with their gates, and all that makes them safe; a wave that has begun can be taken back."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("b", "roll_back", N_("Roll back"), id="rollout.roll_back")]

    _going_back: Act | None = None
    """The act by which a wave is being taken back."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There is something to take back once a wave has begun."""
        if action == "roll_back" and (self.is_editing or not isinstance(self.row, Wave) or self.row.status not in _BEGUN):
            return False
        return super().check_action(action, parameters)

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
        question = RollbackQuestion(self.known, wave, rollback)
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
            self._going_back = rolling_back(self.known.state, event.wave, self.known.today)
            self.cockpit.carry_out(self._going_back, self)

    async def on_done(self, event: Done) -> None:
        """Tell what there is to do now."""
        act, self._going_back = self._going_back, None
        if act is None:
            return
        count = sum(isinstance(edit, Create) for edit in act.edits)
        words = ngettext(
            "Rolled back; {count} action (5) takes it back, due today. {key} undoes this",
            "Rolled back; {count} actions (5) take it back, due today. {key} undoes this",
            count,
        )
        self.say(words.format(count=count, key=self.cockpit.key_of("app.undo")))

    async def deny(self, refused: Refused) -> None:
        """Nothing was taken back then; there is nothing to put over what somebody else has made of the wave."""
        if self._going_back is None:
            await super().deny(refused)
            return
        self._going_back = None
        await Frame.deny(self, refused)
