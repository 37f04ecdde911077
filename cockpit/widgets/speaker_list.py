"""Whom a stand-up goes round: who has spoken, whose turn it is, who is absent."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual.content import Content
from textual.widget import Widget

from cockpit.widgets.column import Cell
from cockpit.widgets.signs import STYLES
from cockpit.widgets.typed_text import cell_width, cut, display_line

_WIDE = 20
"""Cells from which on there is room for whole names."""


_NOTHING = Cell("")


@dataclass(frozen=True)
class Speaker:
    """Somebody: the sign of where their turn is, what they are called, in short and in full, and the sign of what they need help with."""

    sign: Cell
    handle: str
    name: str
    need: Cell = _NOTHING
    at: bool = False


class SpeakerList(Widget):
    """The people, one a line; whose turn it is stays in view."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    SpeakerList { height: 1fr; padding: 0 1; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._speakers: tuple[Speaker, ...] = ()

    def show(self, speakers: Sequence[Speaker]) -> None:
        """Show others, or the same at another turn."""
        if self._speakers != tuple(speakers):
            self._speakers = tuple(speakers)
            self.refresh()

    def render(self) -> Content:
        """Those around the one whose turn it is."""
        height, width = self.content_size.height, self.content_size.width
        at = next((place for place, each in enumerate(self._speakers) if each.at), 0)
        first = max(0, min(at - height // 2, len(self._speakers) - height))
        return Content("\n").join([self._told(each, width) for each in self._speakers[first : first + height]])

    def _told(self, speaker: Speaker, width: int) -> Content:
        called = display_line(speaker.name if width >= _WIDE else speaker.handle)
        style = "bold reverse" if speaker.at else STYLES[speaker.sign.tone] if speaker.sign.text == "–" else ""
        room = width - 4
        name = cut(called, room)
        return Content.assemble(
            (f"{speaker.sign.text} ", STYLES[speaker.sign.tone]),
            (name, style),
            " " * (room - cell_width(name) + 1),
            (speaker.need.text, STYLES[speaker.need.tone]),
        )
