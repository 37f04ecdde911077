"""How far something is that takes its time."""

from textual.content import Content
from textual.widget import Widget

from cockpit.language import percent
from cockpit.widgets.typed_text import cell_width, cut, display_line

_DONE, _AHEAD = "━", "─"
_WIDEST_BAR, _NARROWEST_BAR = 40, 8


class ProgressLine(Widget):
    """One line: what is being done, a bar, and its share.  Nothing in it moves by itself."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    ProgressLine { height: 1; width: 1fr; padding: 0 1; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._words = ""
        self._share: float | None = None

    def show(self, words: str, done: int = 0, total: int = 0) -> None:
        """Show that ``done`` of ``total`` is done; there is no bar while the total is not known.  ``words`` are translated."""
        share = min(done / total, 1.0) if total > 0 else None
        if (words, share) != (self._words, self._share):
            self._words, self._share = words, share
            self.refresh()

    def render(self) -> Content:
        """The words, and the bar in what they leave."""
        width, words = self.content_size.width, display_line(self._words)
        if self._share is None:
            return Content(cut(words, width))
        share = f" {percent(self._share):>5}"
        room = min(_WIDEST_BAR, max(_NARROWEST_BAR, width - cell_width(words) - cell_width(share) - 2))
        filled = int(room * self._share)
        return Content.assemble(
            cut(words, max(0, width - room - cell_width(share) - 2)), "  ",
            (_DONE * filled, "$primary"), (_AHEAD * (room - filled), "dim"), share,
        ).truncate(width)  # fmt: skip
