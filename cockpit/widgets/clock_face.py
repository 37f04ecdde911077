"""A clock of which only the figures are painted that have changed: a line to a far terminal may be thin."""

from textual.content import Content
from textual.geometry import Region
from textual.widget import Widget

from cockpit.widgets.typed_text import cell_width, fit


class ClockFace(Widget):
    """Words at the right end of a line; cells that stay the same are not painted again."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    ClockFace { height: 1; width: auto; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._shown = ""
        self._style = ""

    def show(self, words: str, style: str = "") -> None:
        """Show other words; a new length or style asks for all of them, else the cells that differ are painted."""
        before, self._shown = self._shown, words
        if len(before) != len(words) or style != self._style:
            self._style = style
            self.refresh(layout=True)
            return
        changed = [place for place, (old, new) in enumerate(zip(before, words, strict=True)) if old != new]
        if changed:
            self.refresh(Region(changed[0], 0, changed[-1] - changed[0] + 1, 1))

    def get_content_width(self, *_arguments: object) -> int:
        """As wide as the words."""
        return cell_width(self._shown)

    def render(self) -> Content:
        """The words."""
        return Content.styled(fit(self._shown, self.content_size.width), self._style)
