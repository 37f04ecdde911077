"""The head of a page: what it is about, in a rule across it, with something aside at the right end."""

from textual.content import Content
from textual.widget import Widget

from cockpit.widgets.signs import STYLES, Tone
from cockpit.widgets.typed_text import cell_width, cut, display_line


class PageHead(Widget):
    """One line."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    PageHead { height: 1; width: 1fr; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._said = ("", "")

    def say(self, title: str, aside: str) -> None:
        """Say what the page is about; both are already translated."""
        said = (display_line(title), display_line(aside))
        if said != self._said:
            self._said = said
            self.refresh()

    def render(self) -> Content:
        """The rule with both."""
        title, aside = self._said
        width = self.content_size.width
        title = cut(title, max(0, width - 6 - cell_width(aside)))
        tail = f" {aside} ─" if aside else ""
        rest = max(0, width - 3 - cell_width(title) - cell_width(tail))
        quiet = STYLES[Tone.QUIET]
        return Content.assemble(("─ ", quiet), (title, "bold"), (" " + "─" * rest + tail, quiet)).truncate(width)
