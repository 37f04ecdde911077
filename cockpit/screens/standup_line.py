"""The line on which something is taken down at a stand-up: what it becomes is told as it is typed, and it is committed at once."""

from functools import partial
from typing import TypeGuard

from textual.widgets import Input

from cockpit.domain.standup_taking import Said, Taking, taking_down
from cockpit.language import _
from cockpit.screens.frame import Frame
from cockpit.screens.sections import context_of
from cockpit.screens.situation import Situation
from cockpit.screens.standup_errands import taking
from cockpit.widgets.completing_prompt import CompletingPrompt
from cockpit.widgets.line_words import Offer
from cockpit.widgets.prompt import AnswerTold
from cockpit.widgets.taken_line import Bearings, about_words, help_of, offers, read_taken, said_words


def is_line(about: str) -> TypeGuard[Taking]:
    """Whether a question is that of a line to be taken down."""
    return about in list(Taking)


class StandupLine:
    """Asks a screen's user for a line, and has it taken down."""

    def __init__(self, screen: Frame) -> None:
        self._screen = screen
        self._situation: Situation | None = None
        self._bearings = Bearings()
        self._under_way: tuple[Taking, str] | None = None
        self._left: dict[Taking, str] = {}
        """What was typed and not taken down, by what it would have become."""

    def know(self, situation: Situation) -> None:
        """Read lines by what is known now."""
        self._situation = situation

    async def ask(self, what: Taking, bearings: Bearings, typed: str = "") -> None:
        """Ask for a line, where the room is at its ``bearings``, with ``typed`` already written, or what was left of such a line before."""
        assert self._situation
        typed = typed or self._left.pop(what, "")
        self._bearings = bearings
        told = AnswerTold(help_of(what), partial(self._told, what))
        prompt = CompletingPrompt(what, _(what.label), typed, told, self._offers)
        await self._screen.ask_with(prompt)

    def _read(self, what: Taking, typed: str) -> Said:
        assert self._situation
        return read_taken(what, typed, context_of(self._situation), self._bearings)

    def _told(self, what: Taking, typed: str) -> str:
        assert self._situation
        return said_words(self._read(what, typed), context_of(self._situation))

    def _offers(self, typed: str, at: int) -> tuple[int, tuple[Offer, ...]]:
        assert self._situation
        return offers(typed, at, self._situation.state, self._bearings.row)

    def take(self, what: Taking, typed: str) -> None:
        """Take down what was typed; the screen gets the answer, or the refusal."""
        assert self._situation
        self._under_way = what, typed
        said = self._read(what, typed)
        edit = taking_down(said, self._situation.today, about_words(said.rows))
        self._screen.cockpit.run_errand(taking(edit, what, said.text if said.blocks else ""), self._screen)

    def leave(self, what: Taking, typed: str) -> None:
        """Keep what was typed for the next line of the kind."""
        self._left[what] = typed

    def forget(self) -> None:
        """Begin with nothing, as at another stand-up."""
        self._left.clear()

    def taken(self) -> None:
        """It was taken down."""
        self._under_way = None

    async def ask_again(self) -> None:
        """It was refused: what was typed is there again, to be put right."""
        under_way, self._under_way = self._under_way, None
        if under_way is not None:
            await self.ask(under_way[0], self._bearings, under_way[1])

    @property
    def typed(self) -> dict[str, str]:
        """What stands on the line, by what it would become."""
        # One that is only being put together, or taken away, has no field.
        prompts = self._screen.query(CompletingPrompt)
        return {each.about: field.value for each in prompts for field in each.query(Input) if field.value.strip()}
