"""A question on the last line in which names are completed: what they can be stands above it, ``tab`` takes one after the other."""

from collections.abc import Callable
from typing import ClassVar, TypeAlias

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Input, Static

from cockpit.domain.message import N_
from cockpit.domain.problem import Refused
from cockpit.language import in_a_row, say
from cockpit.widgets.line_words import Offer
from cockpit.widgets.prompt import AnswerTold, Prompt
from cockpit.widgets.signs import STYLES, Tone
from cockpit.widgets.typed_text import content_of, cut, display_line

Offering: TypeAlias = Callable[[str, int], tuple[int, tuple[Offer, ...]]]
"""Tells, of a text and the place of the cursor in it, where the word there begins and what it can be completed to."""

_LONGEST_TOLD = 20


class CompletingPrompt(Prompt):
    """Asks for a line; says what it comes to as it is typed, what is still missing, and what the word at the cursor can become."""

    DEFAULT_CSS = """
    CompletingPrompt > .offers { width: 1fr; height: 1; padding: 0 1; display: none; }
    CompletingPrompt.-offering > .offers { display: block; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "complete(1)", N_("Complete"), id="prompt.complete"),
        Binding("shift+tab", "complete(-1)", N_("Complete with the one before"), show=False, id="prompt.complete_before"),
    ]

    def __init__(self, about: str, question: str, answer: str, told: AnswerTold, offering: Offering) -> None:
        super().__init__(about, question, answer, told)
        self._offering = offering
        self._begin = 0
        self._offers: tuple[Offer, ...] = ()
        self._chosen: int | None = None
        self._completed = ""

    def compose_above(self) -> ComposeResult:
        """What can be chosen."""
        yield Static(classes="offers", markup=False)

    def on_mount(self) -> None:
        """Go on where the text ends; none of it is selected, so that a key adds to it."""
        self.field.select_on_focus = False
        self.field.cursor_position = len(self.field.value)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Tell what the line comes to, and what the word at the cursor can become."""
        event.stop()
        event.prevent_default()
        if event.value != self._completed or self._chosen is None:
            self._chosen = None
            self._begin, self._offers = self._offering(event.value, self.field.cursor_position)
        self._show_offers()
        self._tell(event.value)

    def _tell(self, typed: str) -> None:
        told = self._told
        assert told
        try:
            said = content_of(told.reading(typed)) if typed.strip() else content_of(told.help, STYLES[Tone.QUIET])
        except Refused as refused:
            # A word that can still become something is not wrong yet.
            words = told.help if self._offers else f"? {in_a_row(say(each.message) for each in refused.problems)}"
            said = content_of(words, STYLES[Tone.QUIET])
        self.query_one(".told", Static).update(said)

    def _show_offers(self) -> None:
        self.set_class(bool(self._offers), "-offering")
        if not self._offers:
            return
        shown = [self._offer(place, offer) for place, offer in enumerate(self._offers)]
        # The one chosen stays in view.
        width, first = self.size.width - 2, 0
        while first < (self._chosen or 0) and sum(each.cell_length for each in shown[first : (self._chosen or 0) + 1]) > width:
            first += 1
        fitting = [shown[first]]
        for each in shown[first + 1 :]:
            if sum(one.cell_length for one in fitting) + each.cell_length > width:
                break
            fitting.append(each)
        self.query_one(".offers", Static).update(Content("").join(fitting))

    def _offer(self, place: int, offer: Offer) -> Content:
        at = place == self._chosen
        return Content.assemble(
            ("▸" if at else " ", "bold"),
            (display_line(offer.word), "bold reverse" if at else "bold"),
            (f" {cut(display_line(offer.told), _LONGEST_TOLD)} ", STYLES[Tone.QUIET]),
        )

    def action_complete(self, by: int) -> None:
        """Take the next of what the word can become, or the one before; with nothing to complete, nothing happens."""
        if not self._offers:
            return
        count = len(self._offers)
        before = self._chosen
        self._chosen = (0 if by > 0 else count - 1) if before is None else (before + by) % count
        typed = self.field.value
        end = self.field.cursor_position if before is None else self._begin + len(self._offers[before].word) + 1
        word = f"{self._offers[self._chosen].word} "
        rest = typed[end:]
        self._completed = typed[: self._begin] + word + rest.removeprefix(" ")
        self.field.value = self._completed
        self.field.cursor_position = self._begin + len(word)
        self._show_offers()
