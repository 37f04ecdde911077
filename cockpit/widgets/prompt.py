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
    """Asks one question at a time; posts :class:`Answered` or :class:`Dismissed` and hides again."""

    DEFAULT_CSS = """
    Prompt { height: 1; width: 1fr; background: $panel; display: none; }
    Prompt.-asking { display: block; }
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
        """The user gave no answer."""

    def __init__(self) -> None:
        super().__init__()
        self._about = ""

    def compose(self) -> ComposeResult:
        """The question and the line to answer on."""
        yield Static(markup=False)
        yield Input(compact=True)

    def ask(self, about: str, question: str, answer: str = "") -> None:
        """Ask ``question`` (translated), with ``answer`` already written; ``about`` comes back with what is typed."""
        self._about = about
        self.query_one(Static).update(Content(question))
        line = self.query_one(Input)
        line.value = answer
        self.add_class("-asking")
        line.focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Hand the answer over."""
        event.stop()
        self.remove_class("-asking")
        self.post_message(self.Answered(self._about, event.value.strip()) if event.value.strip() else self.Dismissed())

    def action_dismiss_prompt(self) -> None:
        """Give no answer."""
        self.remove_class("-asking")
        self.post_message(self.Dismissed())
