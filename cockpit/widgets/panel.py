"""A titled panel of short lines: its title stands in the rule above it, its columns give way in a narrow window."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from cockpit.domain.message import N_
from cockpit.language import _
from cockpit.widgets.column import Cell, Column, Place, arranged
from cockpit.widgets.key_hints import with_keys
from cockpit.widgets.signs import Tone
from cockpit.widgets.typed_text import cell_width, content_of, cut, display_line, fit

_CURSOR = "▸"


@dataclass(frozen=True)
class Line:
    """One line: a cell for each column, or a single cell that takes the whole width; ``kind`` and ``uid`` say which row it is about.

    Lines about the same row that follow each other are one to the cursor.
    """

    cells: tuple[Cell, ...]
    kind: str = ""
    uid: str = ""


def slot(place: int, *, right: bool = False, minimum: int = 1, maximum: int = 40, weight: int = 0, priority: int = 5) -> Column:
    """The column that shows the cells at ``place`` of each line; the rest as in :class:`Column`."""
    return Column(
        str(place), "", lambda line, _context: line.cells[place],
        right=right, minimum=minimum, maximum=maximum, weight=weight, priority=priority,
    )  # fmt: skip


class Panel(Widget, can_focus=True):
    """Lines under a title.  With the focus it has a cursor; ``enter`` posts :class:`Opened` for the row of a line."""

    ALLOW_SELECT = False
    DEFAULT_CSS = Path(__file__).with_suffix(".tcss").read_text("utf-8")
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "panel--rule",
        "panel--title",
        "panel--empty",
        "panel--cursor",
        *(f"panel--{tone.value}" for tone in Tone),
    }
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "move(1)", N_("Down"), show=False, id="panel.down"),
        Binding("up,k", "move(-1)", N_("Up"), show=False, id="panel.up"),
        Binding("enter", "open", N_("Open"), id="panel.open"),
        Binding("right,l", "app.focus_next", N_("Next panel"), show=False, id="panel.next"),
        Binding("left,h", "app.focus_previous", N_("Panel before"), show=False, id="panel.previous"),
    ]

    class Highlighted(Message):
        """The cursor came to a line."""

        def __init__(self, panel: "Panel", line: Line) -> None:
            super().__init__()
            self.panel, self.line = panel, line

    class Opened(Message):
        """The user asked for the row that a line is about."""

        def __init__(self, panel: "Panel", line: Line) -> None:
            super().__init__()
            self.panel, self.line = panel, line

    def __init__(self, columns: Sequence[Column] = (), *, empty: str = "", id: str | None = None) -> None:
        """``empty`` is marked for translation: what to do next where there is no line."""
        super().__init__(id=id)
        self._columns = tuple(columns)
        self._empty = empty
        self._title = ""
        self._aside = ""
        self._lines: tuple[Line, ...] = ()
        self._beyond = 0
        self._cursor = 0
        self._places: tuple[int, tuple[Place, ...]] = (-1, ())
        self._palette: dict[str, Style] = {}

    def show(self, title: str, lines: Sequence[Line], aside: str = "", beyond: int = 0) -> None:
        """Show ``lines`` under ``title``, with ``aside`` at the right end of the rule; all of it is already translated.

        ``beyond`` is how many more there are that are not among ``lines``.
        """
        about = self.line
        taller = len(lines) != len(self._lines)
        self._title, self._aside, self._lines, self._beyond = display_line(title), display_line(aside), tuple(lines), beyond
        self._places = (-1, ())
        places = [place for place, line in enumerate(self._lines) if about and line.uid and line.uid == about.uid]
        self._cursor = places[0] if places else self._first_open()
        self.refresh(layout=taller)

    @property
    def line(self) -> Line | None:
        """The line under the cursor."""
        return self._lines[self._cursor] if self._cursor < len(self._lines) else None

    def _first_open(self) -> int:
        return next((place for place, line in enumerate(self._lines) if line.uid), 0)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """The rule and all lines, or as many as it takes to say what to do where there is none."""
        return 1 + (len(self._lines) or len(self._hint(width)))

    def action_move(self, by: int) -> None:
        """Move to the next or the previous line that is about a row."""
        place = self._cursor + by
        while 0 <= place < len(self._lines) and (not self._lines[place].uid or self._together(place)):
            place += by
        if 0 <= place < len(self._lines):
            while place and self._lines[place - 1].uid == self._lines[place].uid:
                place -= 1
            self._move_to(place)

    def cursor_to(self, uid: str) -> bool:
        """Put the cursor on the first line about the row with ``uid``; whether there is one."""
        for place, line in enumerate(self._lines):
            if uid and line.uid == uid:
                self._move_to(place)
                return True
        return False

    def _move_to(self, place: int) -> None:
        self._cursor = place
        self.refresh()
        self.post_message(self.Highlighted(self, self._lines[place]))

    def _together(self, place: int) -> bool:
        """Whether a line is about the row under the cursor."""
        return bool(self.line and self.line.uid) and self._lines[place].uid == self._lines[self._cursor].uid

    def action_open(self) -> None:
        """Ask for the row under the cursor."""
        if self.line is not None and self.line.uid:
            self.post_message(self.Opened(self, self.line))

    def on_click(self, event: events.Click) -> None:
        """Select the line clicked; open it on the second click."""
        at = event.get_content_offset(self)
        place = at.y - 1 + self._first if at else -1
        if 0 <= place < len(self._lines) and self._lines[place].uid:
            self._move_to(place)
            if event.chain > 1:
                self.action_open()

    # How it is painted

    def notify_style_update(self) -> None:
        """Forget what was painted in other styles."""
        super().notify_style_update()
        self._palette.clear()

    @property
    def _first(self) -> int:
        """The first line in view: the cursor's line is always in it."""
        room = max(1, self.content_size.height - 1)
        return max(0, min(self._cursor - room + 1, len(self._lines) - room)) if self.has_focus else 0

    def render_line(self, y: int) -> Strip:
        """The rule with the title, a line, or what to do where there is none."""
        width = self.content_size.width
        if y == 0:
            return self._rule(width)
        if not self._lines:
            hint = self._hint(width)
            return Strip([Segment(fit(f" {hint[y - 1]}" if y <= len(hint) else "", width), self._style("empty"))], width)
        first, room = self._first, self.content_size.height - 1
        place = first + y - 1
        hidden = len(self._lines) + self._beyond - first - room
        if hidden > 0 and y == room and room > 1 and not (self.has_focus and place == self._cursor):
            return Strip([Segment(fit(f" {self._rest(place, hidden + 1)}", width), self._style("quiet"))], width)
        if place >= len(self._lines):
            return Strip.blank(width, self._style("plain"))
        return self._painted(place, width)

    def _rest(self, place: int, count: int) -> str:
        """What the last line in view says of the ``count`` lines from ``place`` on that there is no room for."""
        return _("… {count} more").format(count=count)

    def _hint(self, width: int) -> list[str]:
        """What to do where there is no line, wrapped."""
        return [line.plain for line in content_of(with_keys(_(self._empty), self)).wrap(max(1, width - 2))]

    def _style(self, component: str) -> Style:
        if component not in self._palette:
            self._palette[component] = self.get_component_rich_style(f"panel--{component}")
        return self._palette[component]

    def _rule(self, width: int) -> Strip:
        aside = f" {self._aside} ─" if self._aside and cell_width(self._aside) + cell_width(self._title) + 8 <= width else ""
        title = cut(self._title, max(0, width - 4 - cell_width(aside)))
        rest = max(0, width - 3 - cell_width(title) - cell_width(aside))
        return Strip(
            [
                Segment("─ ", self._style("rule")),
                Segment(title, self._style("title")),
                Segment(" " + "─" * rest + aside, self._style("rule")),
            ]
        ).adjust_cell_length(width, self._style("rule"))

    def _painted(self, place: int, width: int) -> Strip:
        line = self._lines[place]
        at_cursor = self.has_focus and self._together(place)
        pieces = self._spread(line, width - 1)
        if at_cursor:
            said = (_CURSOR if place == self._cursor else " ") + "".join(text for text, _tone in pieces)
            return Strip([Segment(fit(said, width), self._style("cursor"))], width)
        segments = [Segment(" ", self._style("plain")), *(Segment(text, self._style(tone.value)) for text, tone in pieces)]
        return Strip(segments).adjust_cell_length(width, self._style("plain"))

    def _spread(self, line: Line, width: int) -> list[Cell]:
        """The cells of a line, each at its column, with the blanks between them."""
        if len(line.cells) == 1 or not self._columns:
            text, tone = line.cells[0]
            return [Cell(cut(display_line(text), width), tone)]
        spread: list[Cell] = []
        done = 0
        for column, left, room in self._arranged(width):
            told = column.told(line, None)
            spread += [Cell(" " * (left - done)), Cell(fit(told.text, room, right=column.right), told.tone)]
            done = left + room
        return spread

    def _arranged(self, width: int) -> tuple[Place, ...]:
        if self._places[0] != width:
            self._places = (width, arranged(self._columns, self._natural(), width))
        return self._places[1]

    def _natural(self) -> dict[str, int]:
        full = [line for line in self._lines if len(line.cells) > 1]
        return {
            column.name: max((cell_width(column.told(line, None).text) for line in full), default=0) for column in self._columns
        }
