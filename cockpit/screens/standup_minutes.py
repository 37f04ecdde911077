"""The minutes of a stand-up, as Markdown: read, copied by OSC 52, and written into a file."""

from datetime import date
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from cockpit.domain.message import N_, message
from cockpit.domain.problem import Refused
from cockpit.exchange.atomic_file import write_file
from cockpit.exchange.folder import path_of
from cockpit.language import _
from cockpit.screens.errand_answers import Told
from cockpit.screens.frame import Frame
from cockpit.widgets.copied import within_reach
from cockpit.widgets.typed_text import content_of, display_text

if TYPE_CHECKING:
    from textual.message import Message

    from cockpit.screens.desk import Desk
    from cockpit.screens.situation import Situation

MINUTES = "minutes"
"""What is asked about, where minutes are to be written."""


class MinutesPage(VerticalScroll):
    """The text as it is written, its headings told by their weight; it scrolls."""

    DEFAULT_CSS = """
    MinutesPage { width: 1fr; height: 1fr; padding: 0 1; scrollbar-size-vertical: 1; overflow-x: hidden; display: none; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.text = ""

    def compose(self) -> ComposeResult:
        """The text."""
        yield Static(markup=False)

    def show(self, text: str) -> None:
        """Show other minutes, from their beginning."""
        self.text = text
        self.query_one(Static).update(Content("\n").join(map(_line, display_text(text).split("\n"))))
        self.scroll_home(animate=False)


def _line(line: str) -> Content:
    return content_of(line, "bold" if line.startswith("#") else "")


def copy_minutes(text: str, screen: Frame, export: str) -> None:
    """Copy minutes by way of the terminal; those that it does not take can be written by the key of the binding ``export``."""
    try:
        screen.app.copy_to_clipboard(within_reach(text))
    except Refused:
        words = _("The minutes are more than a terminal takes; {key} writes them into a file")
        screen.say(words.format(key=screen.cockpit.key_of(export)), severity="warning")
    else:
        screen.say(_("The minutes are copied"))


async def ask_where(screen: Frame, held_on: date, ref: str) -> None:
    """Ask where to write the minutes of the stand-up with this ref, if it has any; the answer is about :data:`MINUTES`."""
    if (situation := screen.cockpit.situation) is not None:
        name = "-".join(filter(None, (situation.state.project.key.lower(), "standup", str(held_on), ref.lower()))) + ".md"
        await screen.ask(MINUTES, _("Write the minutes to"), name)


def write_minutes(text: str, typed: str, screen: Frame) -> None:
    """Write minutes into the file that was typed, in a thread; the screen is told where they are, or why they could not be written."""

    def errand(desk: "Desk") -> "tuple[Message, Situation]":
        path = path_of(typed)
        write_file(path, text)
        return Told(message(N_("The minutes are in {path}"), path=str(path.absolute()))), desk.situation()

    screen.cockpit.run_errand(errand, screen)
