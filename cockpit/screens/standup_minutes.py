"""The minutes of a stand-up, as Markdown: read, copied by OSC 52, and written into a file."""

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from cockpit.widgets.typed_text import content_of, display_text


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
