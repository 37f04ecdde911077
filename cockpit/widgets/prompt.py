"""One line at the bottom that asks for a text, such as the path of a file."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static

from cockpit.domain.message import N_


class Prompt(Horizontal):
    """Asks one question; posts :class:`Answered` or :class:`Dismissed`, and is gone."""

    DEFAULT_CSS = """
    Prompt { height: 1; width: 1fr; background: $panel; }
    Prompt > Static { width: auto; padding: 0 1; text-style: bold; }
    Prompt > Input { width: 1fr; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss_prompt", N_("Cancel"), id="prompt.cancel")]

    class Answered(Message):
        """The user gave ``text`` as the answer to the question named ``about``."""

        def __init__(self, about: str, text: str) -> None:
            super().__init__()
            self.about, self.text = about, text

    class Dismissed(Message):
        """The user gave no answer to the question named ``about``."""

        def __init__(self, about: str) -> None:
            super().__init__()
            self.about = about

    def __init__(self, about: str, question: str, answer: str = "") -> None:
        """Ask ``question`` (translated), with ``answer`` already written; ``about`` comes back with what is typed."""
        super().__init__()
        self._about, self._question, self._answer = about, question, answer

    def compose(self) -> ComposeResult:
        """The question and the line to answer on."""
        yield Static(Content(self._question))
        yield Input(self._answer, compact=True)

    def on_mount(self) -> None:
        """Begin to type."""
        self.query_one(Input).focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Hand the answer over; an empty one is none."""
        event.stop()
        answer = event.value.strip()
        self._leave(self.Answered(self._about, answer) if answer else self.Dismissed(self._about))

    def action_dismiss_prompt(self) -> None:
        """Give no answer."""
        self._leave(self.Dismissed(self._about))

    def _leave(self, answer: Message) -> None:
        # The message goes to the screen itself: from here it would not get there once this is removed.
        self.screen.post_message(answer)
        self.remove()
