"""Rows under a header with a cursor on one of them: only the lines in view are ever made, so ten thousand rows are as quick as ten."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.cache import LRUCache
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from cockpit.widgets.column import Column
from cockpit.widgets.key_hints import with_keys
from cockpit.widgets.listing import Listing, Row
from cockpit.widgets.signs import Tone
from cockpit.widgets.table_lines import TableLines

_STRIPS_KEPT = 400
"""How many painted lines are kept: several pages up and down of the tallest terminal."""


class RowsInView(ScrollView):
    """What a table shows of its rows: where they and the cursor stand, and how they are painted.

    The cursor stays on the same row (by uid), and that row where it was seen, when the rows change.
    """

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "entity-table--header",
        "entity-table--filter",
        "entity-table--empty",
        "entity-table--cursor",
        *(f"entity-table--{tone.value}" for tone in Tone),
    }

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

    @property
    def row(self) -> Any:
        """The row under the cursor, or None."""
        return self._listing.shown[self._cursor] if self._cursor < len(self._listing.shown) else None

    @property
    def shown(self) -> Sequence[Any]:
        """The rows that the filter keeps, in the order in which they stand."""
        return self._listing.shown

    @property
    def marks(self) -> frozenset[str]:
        """The uids of the marked rows."""
        return self._marks

    @property
    def chosen(self) -> tuple[Any, ...]:
        """The marked rows that are shown, or the one under the cursor."""
        if self._marks:
            return tuple(row for row in self.shown if row.uid in self._marks)
        return (self.row,) if self.row is not None else ()

    @property
    def _marked_in_view(self) -> int:
        """How many of the marked rows are shown."""
        return len(self._marks) if not self._listing.filtered else len(self._marks & {row.uid for row in self.shown})

    @property
    def columns(self) -> tuple[Column, ...]:
        """All columns, those too that there is no room for."""
        return self._listing.columns

    @property
    def context(self) -> Any:
        """What the cells may look at beside their row."""
        return self._listing.context

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
            self.cursor_came()

    def cursor_came(self) -> None:
        """Hook: the cursor is on another row, or on another version of it."""

    @property
    def _top(self) -> int:
        """How many lines stand above the rows."""
        return 2 if self._typing or self._listing.filtered or self._marks else 1

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
            told = lines.filter(width, typing=self._typing, marked=len(self._marks), marked_in_view=self._marked_in_view)
            return self._strip(told, "filter", width)
        if not shown:
            return self._strip(lines.empty(y - self._top, width, with_keys(lines.next_step, self)), "empty", width)
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
