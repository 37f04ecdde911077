"""The lines of a page that a room looks at: a sign and a sentence each, wrapped, what is behind it below; blank lines where there is room."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.widget import Widget

from cockpit.domain.message import N_
from cockpit.language import _
from cockpit.widgets.column import Cell
from cockpit.widgets.signs import STYLES, Tone
from cockpit.widgets.typed_text import content_of

_CURSOR = "▸"
_INDENT = 4


@dataclass(frozen=True)
class TopicLine:
    """A line: its sign, what it says, what is behind it, and the row that it is about; all of it already translated."""

    sign: Cell
    said: str
    because: tuple[str, ...] = ()
    kind: str = ""
    uid: str = ""
    strong: bool = False


class TopicLines(Widget, can_focus=True):
    """Lines without a cursor, until somebody moves to one; ``enter`` posts :class:`Opened` for it."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    TopicLines { width: 1fr; height: 1fr; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "move(1)", N_("Down"), show=False, id="topic.down"),
        Binding("up,k", "move(-1)", N_("Up"), show=False, id="topic.up"),
        Binding("pagedown", "page(1)", N_("Page down"), show=False, id="topic.page_down"),
        Binding("pageup", "page(-1)", N_("Page up"), show=False, id="topic.page_up"),
        Binding("enter", "open", N_("Open"), id="topic.open"),
    ]

    class Highlighted(Message):
        """The cursor came to another line, or there is none any more."""

    class Opened(Message):
        """The user asked for the row that a line is about."""

        def __init__(self, line: TopicLine) -> None:
            super().__init__()
            self.line = line

    def __init__(self) -> None:
        super().__init__()
        self._lines: tuple[TopicLine, ...] = ()
        self._empty = ""
        self._cursor: int | None = None
        self._top = 0

    def show(self, lines: Sequence[TopicLine], empty: str = "", *, anew: bool) -> None:
        """Show ``lines``, or what is said where there is none.  Unless it is ``anew``, the cursor stays on the row that it was on."""
        before = self.line
        if tuple(lines) == self._lines and empty == self._empty and not anew:
            return
        self._lines, self._empty = tuple(lines), empty
        if anew:
            self._cursor, self._top = None, 0
        elif before is not None:
            places = [place for place, line in enumerate(self._lines) if (line.kind, line.uid) == (before.kind, before.uid)]
            self._cursor = places[0] if places else None
        self._keep_in_view()
        self.refresh()
        self.post_message(self.Highlighted())

    @property
    def line(self) -> TopicLine | None:
        """The line under the cursor."""
        return self._lines[self._cursor] if self._cursor is not None and self._cursor < len(self._lines) else None

    def action_move(self, by: int) -> None:
        """Move the cursor; the first time it comes to the first line in view."""
        if not self._lines:
            return
        if self._cursor is None:
            heights = self._heights()
            self._cursor = next((place for place, (first, _last) in enumerate(heights) if first >= self._top), 0)
        else:
            self._cursor = max(0, min(self._cursor + by, len(self._lines) - 1))
        self._moved()

    def action_page(self, by: int) -> None:
        """Scroll by a page, with the cursor where there is one."""
        room = max(1, self.content_size.height - 2)
        if self._cursor is None:
            self._top = max(0, min(self._top + by * room, self._last_top()))
            self.refresh()
            return
        wanted = self._heights()[self._cursor][0] + by * room
        places = [place for place, (first, _last) in enumerate(self._heights()) if first <= max(0, wanted)]
        self._cursor = places[-1]
        self._moved()

    def _moved(self) -> None:
        self._keep_in_view()
        self.refresh()
        self.post_message(self.Highlighted())

    def action_open(self) -> None:
        """Ask for the row of the line under the cursor; without a cursor, have one."""
        if self.line is None:
            self.action_move(0)
        elif self.line.uid:
            self.post_message(self.Opened(self.line))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There is something to open where there are lines."""
        return bool(self._lines) if action == "open" else True

    def on_click(self, event: events.Click) -> None:
        """Put the cursor on the line clicked; open it on the second click."""
        at = event.get_content_offset(self)
        if at is None:
            return
        for place, (first, last) in enumerate(self._heights()):
            if first <= at.y + self._top < last:
                self._cursor = place
                self._moved()
                if event.chain > 1:
                    self.action_open()

    # How it is painted

    def on_resize(self, event: events.Resize) -> None:
        """Keep the cursor in view."""
        self._keep_in_view()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """All lines."""
        return len(self._painted(width, container.height)[0])

    def _heights(self) -> Sequence[tuple[int, int]]:
        """Where each line begins and ends on the page."""
        return self._painted(self.content_size.width, self.content_size.height)[1]

    def _last_top(self) -> int:
        heights = self._heights()
        return max(0, heights[-1][1] - self.content_size.height) if heights else 0

    def _keep_in_view(self) -> None:
        self._top = min(self._top, self._last_top())
        if self._cursor is None or self._cursor >= len(self._lines):
            return
        first, last = self._heights()[self._cursor]
        room = self.content_size.height
        # The last line on the screen may tell how many more there are.
        if self._cursor < len(self._lines) - 1:
            last += 1
        self._top = min(max(self._top, last - room), first)

    def render(self) -> Content:
        """What is in view; the last line tells how many more there are below."""
        height, width = self.content_size.height, self.content_size.width
        if not self._lines:
            return Content.styled(self._empty, STYLES[Tone.QUIET])
        painted, heights = self._painted(width, height)
        shown = painted[self._top : self._top + height]
        hidden = sum(last > self._top + height for _first, last in heights)
        if hidden and height > 1:
            cut_off = sum(last > self._top + height - 1 for _first, last in heights)
            shown[-1] = Content.styled("    " + _("… {count} more").format(count=cut_off), STYLES[Tone.QUIET])
        return Content("\n").join(shown)

    def _painted(self, width: int, height: int) -> tuple[list[Content], list[tuple[int, int]]]:
        each = [list(self._wrapped(place, line, max(20, width))) for place, line in enumerate(self._lines)]
        airy = sum(map(len, each)) + len(each) - 1 <= height
        painted: list[Content] = []
        heights = []
        for lines in each:
            if painted and airy:
                painted.append(Content(""))
            heights.append((len(painted), len(painted) + len(lines)))
            painted += lines
        return painted, heights

    def _wrapped(self, place: int, line: TopicLine, width: int) -> Iterator[Content]:
        at_cursor = place == self._cursor
        head = Content.assemble(
            (f"{_CURSOR if at_cursor else ' '} ", "bold"), (line.sign.text[:1] or " ", STYLES[line.sign.tone]), " "
        )
        style = "bold reverse" if at_cursor else "bold" if line.strong else ""
        for said in content_of(line.said, style).wrap(width - _INDENT):
            yield Content.assemble(head, said)
            head = Content(" " * _INDENT)
        for reason in line.because:
            for said in content_of(reason, STYLES[Tone.QUIET]).wrap(width - _INDENT - 2):
                yield Content.assemble(" " * (_INDENT + 2), said)
