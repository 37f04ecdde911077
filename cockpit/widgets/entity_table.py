"""The table of rows that every screen uses: only the lines in view are ever made, so ten thousand rows are as quick as ten."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.cache import LRUCache
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from cockpit.domain.message import N_
from cockpit.widgets.column import Column
from cockpit.widgets.filtering import Filter
from cockpit.widgets.listing import Listing, Row
from cockpit.widgets.signs import Tone
from cockpit.widgets.table_lines import TableLines

_STRIPS_KEPT = 400
"""How many painted lines are kept: several pages up and down of the tallest terminal."""


class TableMessage(Message):
    """What a table tells its screen."""

    def __init__(self, table: "EntityTable") -> None:
        super().__init__()
        self.table = table

    @property
    def control(self) -> "EntityTable":
        """The table that tells it."""
        return self.table


class EntityTable(ScrollView, can_focus=True, inherit_bindings=False):
    """A table with a cursor, a filter line, sorting and marks.

    :meth:`show` gives it its rows.  The cursor stays on the same row (by uid) when they change.  It posts :class:`Highlighted` when the
    cursor comes to another row or to another version of it, :class:`Opened` when the user asks for a row, and :class:`Marked` when the
    set of marked rows changes.
    """

    ALLOW_SELECT = False
    DEFAULT_CSS = Path(__file__).with_suffix(".tcss").read_text("utf-8")
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "entity-table--header",
        "entity-table--filter",
        "entity-table--empty",
        "entity-table--cursor",
        *(f"entity-table--{tone.value}" for tone in Tone),
    }
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "move(1)", N_("Down"), show=False, id="table.down"),
        Binding("up,k", "move(-1)", N_("Up"), show=False, id="table.up"),
        Binding("pagedown", "page(1)", N_("Page down"), show=False, id="table.page_down"),
        Binding("pageup", "page(-1)", N_("Page up"), show=False, id="table.page_up"),
        Binding("home", "first", N_("First"), show=False, id="table.first"),
        Binding("end", "last", N_("Last"), show=False, id="table.last"),
        Binding("enter", "open", N_("Open"), id="table.open"),
        Binding("slash", "filter", N_("Filter"), id="table.filter"),
        Binding("escape", "clear", N_("Clear"), show=False, id="table.clear"),
        Binding("o", "sort", N_("Sort"), show=False, id="table.sort"),
        Binding("O", "reverse", N_("Reverse"), show=False, id="table.reverse"),
        Binding("m", "mark", N_("Mark"), show=False, id="table.mark"),
    ]

    class Highlighted(TableMessage):
        """The cursor came to ``row``; None where there is no row."""

        def __init__(self, table: "EntityTable", row: Any) -> None:
            super().__init__(table)
            self.row = row

        def can_replace(self, message: Message) -> bool:
            """A held key says only where the cursor came to rest."""
            return isinstance(message, EntityTable.Highlighted) and message.table is self.table

    class Opened(TableMessage):
        """The user asked for ``row``."""

        def __init__(self, table: "EntityTable", row: Any) -> None:
            super().__init__(table)
            self.row = row

    class Marked(TableMessage):
        """The marked rows are now those with ``uids``."""

        def __init__(self, table: "EntityTable", uids: frozenset[str]) -> None:
            super().__init__(table)
            self.uids = uids

    def __init__(
        self,
        columns: Sequence[Column],
        *,
        empty: str = "",
        name: str | None = None,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        """``empty`` is marked for translation: what to do next where there are no rows."""
        super().__init__(name=name, id=id, classes=classes)
        self._listing = Listing(columns)
        self._lines = TableLines(self._listing, empty)
        self._cursor = 0
        self._marks: frozenset[str] = frozenset()
        self._typing = False
        self._strips: LRUCache[tuple[str, bool, int], Strip] = LRUCache(_STRIPS_KEPT)
        self._palette: dict[str, Style] = {}

    # What a screen says and asks

    def show(self, rows: Sequence[Any], context: Any = None) -> None:
        """Show ``rows`` in this order, unless the user sorts them; ``context`` is handed to the cells."""
        with self._rearranging():
            self._listing.take(rows, context)
        if self._marks:
            self._mark(self._marks & {row.uid for row in rows})

    def cursor_to(self, uid: str) -> bool:
        """Put the cursor on the row with ``uid``; whether it is shown at all."""
        for place, row in enumerate(self._listing.shown):
            if row.uid == uid:
                self._move_to(place)
                return True
        return False

    def sort_by(self, name: str, *, descending: bool = False) -> None:
        """Sort by a column, or as :meth:`show` was told where ``name`` is empty."""
        with self._rearranging():
            self._listing.sorted_by, self._listing.descending = name, descending
            self._listing.arrange()

    def filter_by(self, typed: str) -> None:
        """Keep the rows in whose texts every word of ``typed`` occurs, whatever its case and accents."""
        self._filter_with(Filter(typed))

    @property
    def row(self) -> Any:
        """The row under the cursor, or None."""
        return self._listing.shown[self._cursor] if self._cursor < len(self._listing.shown) else None

    @property
    def cursor_uid(self) -> str:
        """The uid of the row under the cursor; empty where there is none."""
        row = self.row
        return str(row.uid) if row else ""

    @property
    def shown(self) -> Sequence[Any]:
        """The rows that the filter keeps, in the order in which they stand."""
        return self._listing.shown

    @property
    def marks(self) -> frozenset[str]:
        """The uids of the marked rows."""
        return self._marks

    @property
    def typed_filter(self) -> str:
        """What stands on the filter line."""
        return self._listing.filter.typed

    # Where the rows and the cursor stand

    @contextmanager
    def _rearranging(self) -> Iterator[None]:
        """While other rows are shown, or in another order, keep the cursor on its row, and that row where it was seen."""
        before, place, seen = self._listing.shown, self._cursor, self.row
        first, in_view = self.scroll_offset.y, self._in_view(self._cursor)
        yield
        self._cursor = self._listing.place_after(before, place)
        self._strips.clear()
        self._lines.forget()
        self.virtual_size = Size(0, self._top + len(self._listing.shown))
        self._scroll_from(first + self._cursor - place)
        if in_view:
            self._reveal()
        self.refresh()
        self._tell(seen)

    def _tell(self, seen: Row | None) -> None:
        if self.row is not seen:
            self.post_message(self.Highlighted(self, self.row))

    @property
    def _top(self) -> int:
        """How many lines stand above the rows."""
        return 2 if self._typing or self._listing.filter else 1

    @property
    def _width(self) -> int:
        return self.scrollable_content_region.width

    @property
    def _page(self) -> int:
        return max(1, self.scrollable_content_region.height - self._top)

    def _in_view(self, place: int) -> bool:
        return 0 <= place - self.scroll_offset.y < self._page

    def _move_to(self, place: int) -> None:
        seen, was = self.row, self._cursor
        self._cursor = max(0, min(place, len(self._listing.shown) - 1))
        if not self._reveal() and self._cursor != was:
            self._repaint(filter(self._in_view, (was, self._cursor)))
        self._tell(seen)

    def _repaint(self, places: Iterable[int]) -> None:
        """Paint the lines of rows in view again, and nothing else."""
        if regions := [Region(0, self._top + place - self.scroll_offset.y, self._width, 1) for place in places]:
            self.refresh(*regions)

    def _reveal(self) -> bool:
        """Bring the cursor into view; whether that took scrolling.

        The cursor comes to the middle: beyond the edge the view moves by half a page, so that a held key does not repaint everything at
        each row.
        """
        if self._in_view(self._cursor):
            return False
        return self._scroll_from(self._cursor - (self._page - 1) // 2)

    def _scroll_from(self, first: int) -> bool:
        """Show the rows from the place ``first`` on, as far as there are enough; whether that took scrolling."""
        before = self.scroll_offset.y
        first = max(0, min(first, len(self._listing.shown) - self._page))
        if first != before:
            self.scroll_to(y=first, animate=False, force=True)
        return self.scroll_offset.y != before

    def on_resize(self) -> None:
        """Keep the cursor in view."""
        self._reveal()

    # What keys and the mouse do

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave escape to the screen where there is nothing to clear."""
        if action == "clear":
            return bool(self._typing or self._listing.filter or self._marks)
        return True

    def action_move(self, by: int) -> None:
        """Move the cursor by so many rows."""
        self._move_to(self._cursor + by)

    def action_page(self, pages: int) -> None:
        """Move the cursor by so many pages."""
        self._move_to(self._cursor + pages * self._page)

    def action_first(self) -> None:
        """Move the cursor to the first row."""
        self._move_to(0)

    def action_last(self) -> None:
        """Move the cursor to the last row."""
        self._move_to(len(self._listing.shown) - 1)

    def action_open(self) -> None:
        """Ask for the row under the cursor, or keep the filter that is being typed."""
        if self._typing:
            self._type(False)
        elif self.row is not None:
            self.post_message(self.Opened(self, self.row))

    def action_filter(self) -> None:
        """Begin to type a filter."""
        self._type(True)

    def action_clear(self) -> None:
        """Take away the filter, else the marks."""
        if self._typing or self._listing.filter:
            self._typing = False
            self._filter_with(Filter())
        else:
            self._mark(frozenset())

    def action_sort(self) -> None:
        """Sort by the next column in view, and after the last one as the screen does."""
        names = ["", *(place.column.name for place in self._lines.places(self._width))]
        by = self._listing.sorted_by
        self.sort_by(names[(names.index(by) + 1) % len(names)] if by in names else "")

    def action_reverse(self) -> None:
        """Sort the other way round."""
        if self._listing.sorted_by:
            self.sort_by(self._listing.sorted_by, descending=not self._listing.descending)

    def action_mark(self) -> None:
        """Mark the row under the cursor, or take its mark away, and go on to the next."""
        if uid := self.cursor_uid:
            self._mark(self._marks ^ {uid})
            self.action_move(1)

    def _mark(self, uids: Iterable[str]) -> None:
        before, self._marks = self._marks, frozenset(uids)
        if before == self._marks:
            return
        gutter, self._lines.gutter = self._lines.gutter, 2 if self._marks else 1
        if gutter == self._lines.gutter:
            first = self.scroll_offset.y
            in_view = self._listing.shown[first : first + self._page]
            self._repaint(first + place for place, row in enumerate(in_view) if row.uid in before ^ self._marks)
        else:
            self._strips.clear()
            self.refresh()
        self.post_message(self.Marked(self, self._marks))

    def _type(self, typing: bool) -> None:
        with self._rearranging():
            self._typing = typing

    def _filter_with(self, typed: Filter) -> None:
        with self._rearranging():
            self._listing.filter = typed
            self._listing.arrange()

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """While a filter is typed, keys are letters of it."""
        return self._typing and character is not None and character.isprintable()

    def on_key(self, event: events.Key) -> None:
        """While a filter is typed, take what belongs to it."""
        if not self._typing:
            return
        if event.is_printable and event.character:
            typed = self._listing.filter.typed_on(event.character)
        elif event.key == "backspace":
            typed = self._listing.filter.shortened()
        elif event.key in ("ctrl+w", "ctrl+backspace"):
            typed = self._listing.filter.without_last_word()
        elif event.key == "ctrl+u":
            typed = Filter()
        else:
            return
        event.stop()
        event.prevent_default()
        self._filter_with(typed)

    def on_blur(self) -> None:
        """Keep the filter as far as it was typed."""
        if self._typing:
            self._type(False)

    def on_paste(self, event: events.Paste) -> None:
        """Take a pasted text as the filter that is being typed."""
        if self._typing:
            event.stop()
            self._filter_with(self._listing.filter.typed_on(event.text))

    def on_click(self, event: events.Click) -> None:
        """Select the row clicked; open it on the second click; sort by the header."""
        at = event.get_content_offset(self)
        if at is None:
            return
        event.stop()
        place = at.y - self._top + self.scroll_offset.y
        if at.y == self._top - 1:
            self._sort_at(at.x)
        elif at.y >= self._top and place < len(self._listing.shown):
            self._move_to(place)
            if event.chain > 1:
                self.action_open()

    def _sort_at(self, x: int) -> None:
        if column := self._lines.column_at(x, self._width):
            again = self._listing.sorted_by == column.name
            self.sort_by(column.name, descending=again and not self._listing.descending)

    # How it is painted

    def notify_style_update(self) -> None:
        """Forget what was painted in other styles."""
        super().notify_style_update()
        self._palette.clear()
        self._strips.clear()

    def render_line(self, y: int) -> Strip:
        """One line of the view: the filter, the header, a row, or what to say where there is none."""
        width, lines, shown = self._width, self._lines, self._listing.shown
        place = y - self._top + self.scroll_offset.y
        if y == self._top - 1:
            return self._strip(lines.header(width), "header", width)
        if y < self._top:
            return self._strip(lines.filter(width, typing=self._typing), "filter", width)
        if not shown:
            return self._strip(lines.empty(y - self._top, width), "empty", width)
        if place >= len(shown):
            return Strip.blank(width, self._style(Tone.PLAIN))
        row = shown[place]
        marked = row.uid in self._marks
        if place == self._cursor:
            return self._strip(lines.cursor(row, width, marked=marked), "cursor", width)
        strip = self._strips.get((row.uid, marked, width))
        if strip is None:
            runs = lines.row(row, width, marked=marked)
            strip = Strip([Segment(text, self._style(tone)) for text, tone in runs], width)
            self._strips[row.uid, marked, width] = strip
        return strip

    def _strip(self, text: str, component: str, width: int) -> Strip:
        return Strip([Segment(text, self._style(component))], width)

    def _style(self, component: str) -> Style:
        if component not in self._palette:
            self._palette[component] = self.get_component_rich_style(f"entity-table--{component}")
        return self._palette[component]
