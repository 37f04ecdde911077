"""One line at the bottom that asks for a text, such as the path of a file, and above it what the answer comes to."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static

from cockpit.domain.message import N_
from cockpit.domain.problem import Refused
from cockpit.language import in_a_row, say
from cockpit.widgets.signs import STYLES, Tone
from cockpit.widgets.typed_text import content_of


@dataclass(frozen=True)
class AnswerTold:
    """What a prompt says of an answer: ``help`` before there is one, and what ``reading`` it comes to, which may refuse it.

    Both are already translated.
    """

    help: str
    reading: Callable[[str], str]


class Prompt(Vertical):
    """Asks one question; posts :class:`Answered` or :class:`Dismissed`, and is gone.

    One that tells what an answer comes to takes none that is refused: it says why, and what was typed stays.
    """

    DEFAULT_CSS = """
    Prompt { height: auto; width: 1fr; background: $panel; }
    Prompt > Horizontal { height: 1; }
    Prompt > Horizontal > Static { width: auto; padding: 0 1; text-style: bold; }
    Prompt > Horizontal > Input { width: 1fr; }
    Prompt > .told { width: 1fr; height: auto; max-height: 4; padding: 0 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss_prompt", N_("Cancel"), id="prompt.cancel"),
        Binding("tab,shift+tab", "stay", N_("Stay"), show=False, id="prompt.stay"),
    ]

    class Answered(Message):
        """The user gave ``text`` as the answer to the question named ``about``."""

        def __init__(self, about: str, text: str) -> None:
            super().__init__()
            self.about, self.text = about, text

    class Dismissed(Message):
        """The user gave no answer to the question named ``about``; ``text`` is what was typed all the same."""

        def __init__(self, about: str, text: str = "") -> None:
            super().__init__()
            self.about, self.text = about, text

    def __init__(self, about: str, question: str, answer: str = "", told: AnswerTold | None = None) -> None:
        """Ask ``question`` (translated), with ``answer`` already written; ``about`` comes back with what is typed."""
        super().__init__()
        self._about, self._question, self._answer, self._told = about, question, answer, told

    def compose(self) -> ComposeResult:
        """The question and the line to answer on, below what the answer comes to."""
        if self._told is not None:
            yield Static(Content.styled(self._told.help, "dim"), classes="told")
        yield from self.compose_above()
        with Horizontal():
            yield Static(content_of(self._question))
            yield Input(self._answer, compact=True)

    def compose_above(self) -> ComposeResult:
        """What else stands above the line."""
        yield from ()

    @property
    def about(self) -> str:
        """What the question is about."""
        return self._about

    @property
    def field(self) -> Input:
        """The line to answer on."""
        return self.query_one(Input)

    def action_stay(self) -> None:
        """There is one field: the focus leaves it with an answer, or without one, and no other way."""

    def on_input_changed(self, event: Input.Changed) -> None:
        """Tell what the answer comes to, as far as it is typed."""
        event.stop()
        if self._told is None:
            return
        try:
            said = content_of(self._told.reading(event.value)) if event.value.strip() else Content.styled(self._told.help, "dim")
        except Refused:
            said = Content.styled(self._told.help, "dim")
        self.query_one(".told", Static).update(said)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Hand the answer over; an empty one is none."""
        event.stop()
        answer = event.value.strip()
        if answer and self._told is not None:
            try:
                self._told.reading(answer)
            except Refused as refused:
                words = in_a_row(say(problem.message) for problem in refused.problems)
                self.query_one(".told", Static).update(content_of(f"✗ {words}", STYLES[Tone.BAD]))
                return
        self._leave(self.Answered(self._about, answer) if answer else self.Dismissed(self._about))

    def action_dismiss_prompt(self) -> None:
        """Give no answer."""
        self._leave(self.Dismissed(self._about, self.field.value.strip()))

    def _leave(self, answer: Message) -> None:
        # The message goes to the screen itself: from here it would not get there once this is removed.
        self.screen.post_message(answer)
        self.remove()
