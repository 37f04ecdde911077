"""A question with its answers, one of which is chosen."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from cockpit.domain.message import N_
from cockpit.widgets.column import Cell, Column
from cockpit.widgets.entity_table import EntityTable
from cockpit.widgets.signs import Tone
from cockpit.widgets.typed_text import display_text

_CHOSEN, _OPEN = "●", "○"


@dataclass(frozen=True)
class Answer:
    """One answer: its code, what it means (translated), and how the same is said elsewhere, such as on the command line."""

    code: str
    meaning: str
    elsewhere: str = ""

    @property
    def uid(self) -> str:
        """The identity of the answer in its list."""
        return self.code


def _mark(answer: Answer, chosen: str | None) -> Cell:
    return Cell(_CHOSEN, Tone.GOOD) if answer.code == chosen else Cell(_OPEN)


COLUMNS = (
    Column("mark", "", _mark, minimum=1, maximum=1, priority=0),
    Column("meaning", N_("Answer"), lambda answer, _chosen: answer.meaning, minimum=20, maximum=60, priority=0),
    Column("elsewhere", "", lambda answer, _chosen: Cell(answer.elsewhere, Tone.QUIET), minimum=8, maximum=40, priority=3),
)


class AnswerTable(EntityTable):
    """The answers."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", N_("Answer"), id="answer.give"),
        Binding("right,l", "step(1)", N_("Next question"), show=False, id="answer.next"),
        Binding("left,h", "step(-1)", N_("Question before"), show=False, id="answer.previous"),
    ]

    class Step(Message):
        """The user wants to see another question."""

        def __init__(self, by: int) -> None:
            super().__init__()
            self.by = by

    def action_step(self, by: int) -> None:
        """Go to the next question, or to the one before."""
        self.post_message(self.Step(by))


class AnswerList(Container):
    """The question in full, above its answers; posts :class:`Given`, or :class:`AnswerTable.Step` for another question."""

    DEFAULT_CSS = """
    AnswerList { layout: vertical; width: 1fr; height: 1fr; }
    AnswerList > #asked-heading { height: auto; padding: 0 1; text-style: bold; }
    AnswerList > #asked { height: auto; max-height: 5; padding: 0 1; }
    """

    class Given(Message):
        """The user gave an answer."""

        def __init__(self, answer: Answer) -> None:
            super().__init__()
            self.answer = answer

    def compose(self) -> ComposeResult:
        """The heading, the question and the table of its answers."""
        yield Static(id="asked-heading", markup=False)
        yield Static(id="asked", markup=False)
        yield AnswerTable(COLUMNS)

    @property
    def table(self) -> AnswerTable:
        """What takes the focus."""
        return self.query_one(AnswerTable)

    def ask(self, heading: str, sentence: str, answers: Sequence[Answer], chosen: str | None = None) -> None:
        """Ask another question, with the cursor on the answer ``chosen`` before, else on the first; all of it is translated."""
        self.query_one("#asked-heading", Static).update(Content(display_text(heading)))
        self.query_one("#asked", Static).update(Content(display_text(sentence)))
        self.table.filter_by("")
        self.table.show(answers, chosen)
        if answers:
            self.table.cursor_to(answers[0].code if chosen is None else chosen)

    def on_entity_table_opened(self, event: EntityTable.Opened) -> None:
        """Give the answer under the cursor."""
        event.stop()
        self.post_message(self.Given(event.row))
