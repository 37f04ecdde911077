"""The question whether to go back: the scenario with who decides, whether it was rehearsed, and its steps."""

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.message import Message

from cockpit.domain.message import N_
from cockpit.domain.rollback import Rollback
from cockpit.domain.wave import Wave
from cockpit.language import _, say
from cockpit.screens.rollback_tables import way_back
from cockpit.screens.situation import Situation
from cockpit.widgets.column import Cell
from cockpit.widgets.detail import Block, DetailBody, Page
from cockpit.widgets.signs import Tone


class RollbackQuestion(VerticalScroll):
    """Shows a scenario and asks whether to take it; posts :class:`Answered`."""

    DEFAULT_CSS = """
    RollbackQuestion { width: 1fr; height: 1fr; scrollbar-size-vertical: 1; background: transparent; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "answer(True)", N_("Roll back"), id="roll_back.yes"),
        Binding("escape,n", "answer(False)", N_("Leave it"), id="roll_back.no"),
    ]

    class Answered(Message):
        """The user wants ``wave``, as it was shown, taken back, or not."""

        def __init__(self, wave: Wave, *, yes: bool) -> None:
            super().__init__()
            self.wave, self.yes = wave, yes

    def __init__(self, situation: Situation, wave: Wave, rollback: Rollback, key_of: Callable[[str], str]) -> None:
        """``key_of`` tells the key of a binding as people read it."""
        super().__init__()
        self._situation, self._wave, self._rollback, self._key_of = situation, wave, rollback, key_of

    def compose(self) -> ComposeResult:
        """Why, by which scenario, and what comes of a yes."""
        body = DetailBody()
        title = _("Roll back {wave} by {rollback}?").format(wave=str(self._wave), rollback=str(self._rollback))
        body.show(Page(title, (*self._why(), *way_back(self._situation, self._rollback), self._outcome())))
        yield body

    def _why(self) -> tuple[Block, ...]:
        crossed = [each for each in self._situation.breaches if each.wave.uid == self._wave.uid and each.stands]
        lines = tuple((Cell("✗", Tone.BAD), Cell(say(each.said))) for each in crossed)
        return (Block(_("Guardrails crossed"), lines),) if lines else ()

    def _outcome(self) -> Block:
        words = _(
            "{yes} makes each step an action, due today, one after the other, and the wave rolled back; "
            "{no} leaves everything as it is"
        )
        said = words.format(yes=self._key_of("roll_back.yes"), no=self._key_of("roll_back.no"))
        return Block(_("What comes of it"), ((Cell(said),),))

    def action_answer(self, yes: bool) -> None:
        """Hand the answer over."""
        # It goes to the screen itself: from here it would not get there once this is removed.
        self.screen.post_message(self.Answered(self._wave, yes=yes))
