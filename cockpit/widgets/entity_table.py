"""The table of rows that every screen uses: only the lines in view are ever made, so ten thousand rows are as quick as ten."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from textwrap import wrap
from typing import Any, ClassVar, Protocol

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
from cockpit.language import _
from cockpit.widgets.column import GAP, Column, Place, arranged
from cockpit.widgets.filtering import Filter, folded
from cockpit.widgets.signs import Tone
from cockpit.widgets.typed_text import cell_width, cut, fit

_SAMPLE = 64
"""How many rows are looked at to find out how wide the texts of a column are."""

_STRIPS_KEPT = 400
_CURSOR, _MARK, _ASCENDING, _DESCENDING, _CARET = "▸", "•", "↑", "↓", "▏"


class Row(Protocol):
    """What a table can show: anything that keeps its uid when it is edited."""

    @property
    def uid(self) -> str:
        """The identity of the row."""
        ...


class EntityTable(ScrollView, can_focus=True, inherit_bindings=False):
    """A table with a cursor, a filter line, sorting and marks.

    :meth:`show` gives it its rows.  The cursor stays on the same row (by uid) when they change.  It posts :class:`Highlighted` when the cursor
    comes to another row, :class:`Opened` when the user asks for a row, and :class:`Marked` when the set of marked rows changes.
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

    class Highlighted(Message):
        """The cursor came to ``row``; None where there is no row."""

        def __init__(self, table: "EntityTable", row: Any) -> None:
            super().__init__()
            self.table, self.row = table, row

        @property
        def control(self) -> "EntityTable":
            """The table whose cursor moved."""
            return self.table

        def can_replace(self, message: Message) -> bool:
            """A held key says only where the cursor came to rest."""
            return isinstance(message, EntityTable.Highlighted) and message.table is self.table

    class Opened(Message):
        """The user asked for ``row``."""

        def __init__(self, table: "EntityTable", row: Any) -> None:
            super().__init__()
            self.table, self.row = table, row

        @property
        def control(self) -> "EntityTable":
            """The table that the row is in."""
            return self.table

    class Marked(Message):
        """The marked rows are now those with ``uids``."""

        def __init__(self, table: "EntityTable", uids: frozenset[str]) -> None:
            super().__init__()
            self.table, self.uids = table, uids

        @property
        def control(self) -> "EntityTable":
            """The table that the rows are in."""
            return self.table

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
        self._columns = tuple(columns)
        self._empty = empty
        self._cell_context: Any = None
        self._rows: Sequence[Row] = ()
        self._shown: Sequence[Row] = ()
        self._cursor = 0
        self._marks: frozenset[str] = frozenset()
        self._filter = Filter()
        self._typing = False
        self._sort = ""
        self._descending = False
        self._places: tuple[Place, ...] = ()
        self._width = -1
        self._texts: dict[str, str] = {}
        self._strips: LRUCache[str, Strip] = LRUCache(_STRIPS_KEPT)
        self._palette: dict[str, Style] = {}

    # What a screen says to the table

    def show(self, rows: Sequence[Any], context: Any = None) -> None:
        """Show ``rows`` in this order, unless the user sorts them; ``context`` is handed to the cells."""
        self._rows, self._cell_context = rows, context
        self._texts.clear()
        self._marks &= frozenset(row.uid for row in rows) if self._marks else frozenset()
        self._arrange()

    def cursor_to(self, uid: str) -> bool:
        """Put the cursor on the row with ``uid``; whether it is shown at all."""
        for index, row in enumerate(self._shown):
            if row.uid == uid:
                self._move_to(index)
                return True
        return False

    def sort_by(self, name: str, *, descending: bool = False) -> None:
        """Sort by a column, or as :meth:`show` was told where ``name`` is empty."""
        self._sort, self._descending = name, descending
        self._arrange()

    def filter_by(self, typed: str) -> None:
        """Keep the rows in whose texts every word of ``typed`` occurs, whatever its case and accents."""
        self._filter_with(Filter(typed))

    @property
    def row(self) -> Any:
        """The row under the cursor, or None."""
        return self._shown[self._cursor] if self._cursor < len(self._shown) else None

    @property
    def cursor_uid(self) -> str:
        """The uid of the row under the cursor; empty where there is none."""
        row = self.row
        return str(row.uid) if row else ""

    @property
    def shown(self) -> Sequence[Any]:
        """The rows that the filter keeps, in the order in which they stand."""
        return self._shown

    @property
    def marks(self) -> frozenset[str]:
        """The uids of the marked rows."""
        return self._marks

    @property
    def typed_filter(self) -> str:
        """What stands on the filter line."""
        return self._filter.typed

    # Which rows, in which order

    def _arrange(self) -> None:
        before, index = self._shown, self._cursor
        self._shown = self._sorted(self._kept())
        self._cursor = self._place_after(before, index)
        self._strips.clear()
        self._width = -1
        self.virtual_size = Size(0, self._top + len(self._shown))
        self._hold(index)
        self.refresh()
        self._tell(before[index] if index < len(before) else None)

    def _tell(self, before: Row | None) -> None:
        if self.row is not before:
            self.post_message(self.Highlighted(self, self.row))

    def _kept(self) -> Sequence[Row]:
        words = self._filter.words
        return [row for row in self._rows if all(word in self._text(row) for word in words)] if words else self._rows

    def _text(self, row: Row) -> str:
        if row.uid not in self._texts:
            said = (column.told(row, self._cell_context).text for column in self._columns)
            self._texts[row.uid] = folded("\n".join(said))
        return self._texts[row.uid]

    def _sorted(self, rows: Sequence[Row]) -> Sequence[Row]:
        column = next((column for column in self._columns if column.name == self._sort), None)
        if column is None:
            return rows
        keyed = [(column.sorting(row, self._cell_context), row) for row in rows]
        known = [pair for pair in keyed if pair[0] is not None]
        known.sort(key=lambda pair: pair[0], reverse=self._descending)
        return [row for _key, row in known] + [row for key, row in keyed if key is None]

    def _place_after(self, before: Sequence[Row], index: int) -> int:
        """Where the row goes that the cursor was on; where it has gone, the nearest of its neighbours."""
        if index >= len(before):
            return 0
        if index < len(self._shown) and self._shown[index].uid == before[index].uid:
            return index
        places = {row.uid: place for place, row in enumerate(self._shown)}
        for row in (*before[index:], *reversed(before[:index])):
            if row.uid in places:
                return places[row.uid]
        return 0

    # Where the cursor is

    @property
    def _top(self) -> int:
        return 2 if self._typing or self._filter else 1

    @property
    def _page(self) -> int:
        return max(1, self.scrollable_content_region.height - self._top)

    def _move_to(self, index: int) -> None:
        index = max(0, min(index, len(self._shown) - 1))
        before, was = self.row, self._cursor
        if index == was or not self._shown:
            self._reveal()
            return
        self._cursor = index
        if not self._reveal():
            top = self._top - self.scroll_offset.y
            width = self.scrollable_content_region.width
            self.refresh(Region(0, top + was, width, 1), Region(0, top + index, width, 1))
        self._tell(before)

    def _reveal(self) -> bool:
        """Scroll so that the cursor is in view, by half a page at least, so that a held key does not repaint everything at each row."""
        first, page = self.scroll_offset.y, self._page
        if first <= self._cursor < first + page:
            return False
        half = page // 2
        wanted = self._cursor - half if self._cursor < first else self._cursor - page + 1 + half
        if (self._cursor < first and first - self._cursor > page) or self._cursor >= first + 2 * page:
            wanted = self._cursor - half
        self.scroll_to(y=max(0, min(wanted, len(self._shown) - page)), animate=False, force=True)
        return self.scroll_offset.y != first

    def _hold(self, index: int) -> None:
        """After the rows have changed, keep the cursor on the line where it was seen."""
        first = self.scroll_offset.y
        wanted = max(0, min(first + self._cursor - index, len(self._shown) - self._page))
        if wanted != first:
            self.scroll_to(y=wanted, animate=False, force=True)
        self._reveal()

    def on_resize(self) -> None:
        """Keep the cursor in view."""
        self._reveal()

    # What keys and the mouse do

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave escape to the screen where there is nothing to clear."""
        if action == "clear":
            return bool(self._typing or self._filter or self._marks)
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
        self._move_to(len(self._shown) - 1)

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
        if self._typing or self._filter:
            self._typing = False
            self._filter_with(Filter())
        else:
            self._mark(frozenset())

    def action_sort(self) -> None:
        """Sort by the next column in view, and after the last one as the screen does."""
        names = ["", *(place.column.name for place in self._laid_out())]
        self.sort_by(names[(names.index(self._sort) + 1) % len(names)] if self._sort in names else "")

    def action_reverse(self) -> None:
        """Sort the other way round."""
        if self._sort:
            self.sort_by(self._sort, descending=not self._descending)

    def action_mark(self) -> None:
        """Mark the row under the cursor, or take its mark away, and go on to the next."""
        if uid := self.cursor_uid:
            self._mark(self._marks ^ {uid})
            self.action_move(1)

    def _mark(self, uids: Iterable[str]) -> None:
        self._marks = frozenset(uids)
        self._strips.clear()
        self._width = -1
        self.refresh()
        self.post_message(self.Marked(self, self._marks))

    def _type(self, typing: bool) -> None:
        self._typing = typing
        self._arrange()

    def _filter_with(self, typed: Filter) -> None:
        self._filter = typed
        self._arrange()

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """While a filter is typed, keys are letters of it."""
        return self._typing and character is not None and character.isprintable()

    def on_key(self, event: events.Key) -> None:
        """While a filter is typed, take what belongs to it."""
        if not self._typing:
            return
        if event.is_printable and event.character:
            typed = self._filter.typed_on(event.character)
        elif event.key == "backspace":
            typed = self._filter.shortened()
        elif event.key in ("ctrl+w", "ctrl+backspace"):
            typed = self._filter.without_last_word()
        elif event.key == "ctrl+u":
            typed = Filter()
        else:
            return
        event.stop()
        event.prevent_default()
        self._filter_with(typed)

    def on_paste(self, event: events.Paste) -> None:
        """Take a pasted text as the filter that is being typed."""
        if self._typing:
            event.stop()
            self._filter_with(self._filter.typed_on(event.text))

    def on_click(self, event: events.Click) -> None:
        """Select the row clicked; open it on the second click; sort by a header."""
        at = event.get_content_offset(self)
        if at is None:
            return
        event.stop()
        index = at.y - self._top + self.scroll_offset.y
        if at.y == self._top - 1:
            self._sort_at(at.x)
        elif at.y >= self._top and index < len(self._shown):
            if index == self._cursor:
                if event.chain > 1:
                    self.action_open()
            else:
                self._move_to(index)

    def _sort_at(self, x: int) -> None:
        for place in self._laid_out():
            if 0 <= x - self._gutter - place.left < place.width + GAP:
                name = place.column.name
                self.sort_by(name, descending=self._sort == name and not self._descending)
                return

    # How it is painted

    def notify_style_update(self) -> None:
        """Forget what was painted in other styles."""
        super().notify_style_update()
        self._palette.clear()
        self._strips.clear()

    def render_line(self, y: int) -> Strip:
        """One line of the view: the filter, the header, a row, or what to say where there is none."""
        width = self.scrollable_content_region.width
        top = self._top
        if y < top:
            return self._filter_line(width) if y < top - 1 else self._header(width)
        index = y - top + self.scroll_offset.y
        if index < len(self._shown):
            return self._row_line(index, width)
        return self._empty_line(y - top, width) if not self._shown else Strip.blank(width, self._style("plain"))

    def _style(self, component: str) -> Style:
        if component not in self._palette:
            self._palette[component] = self.get_component_rich_style(f"entity-table--{component}")
        return self._palette[component]

    @property
    def _gutter(self) -> int:
        return 2 if self._marks else 1

    def _laid_out(self) -> tuple[Place, ...]:
        width = self.scrollable_content_region.width
        if width != self._width:
            self._width = width
            self._strips.clear()
            self._places = arranged(self._columns, self._natural(), width - self._gutter)
        return self._places

    def _natural(self) -> Mapping[str, int]:
        sample = self._shown[:_SAMPLE]
        widths = {}
        for column in self._columns:
            texts = () if column.weight else (column.told(row, self._cell_context).text for row in sample)
            widths[column.name] = max((cell_width(text) for text in (self._heading(column), *texts)), default=0)
        return widths

    def _heading(self, column: Column) -> str:
        arrow = f" {_DESCENDING if self._descending else _ASCENDING}" if column.name == self._sort else ""
        return _(column.label) + arrow

    def _header(self, width: int) -> Strip:
        line = " " * self._gutter
        for place in self._laid_out():
            line = line.ljust(self._gutter + place.left) if line.isascii() else fit(line, self._gutter + place.left)
            line += fit(self._heading(place.column), place.width, right=place.column.right)
        return Strip([Segment(fit(line, width), self._style("header"))], width)

    def _filter_line(self, width: int) -> Strip:
        count = _("{shown} of {all}").format(shown=len(self._shown), all=len(self._rows))
        room = max(0, width - cell_width(count) - 4)
        typed = self._filter.typed
        while cell_width(typed) > room:
            typed = typed[1:]
        caret = _CARET if self._typing else " "
        return Strip([Segment(fit(f"/ {typed}{caret}", width - cell_width(count)) + count, self._style("filter"))], width)

    def _empty_line(self, line: int, width: int) -> Strip:
        message = _("Nothing matches; escape shows everything again") if self._filter else _(self._empty)
        lines = wrap(message, max(1, width - 2))
        said = f" {lines[line - 1]}" if 0 < line <= len(lines) else ""
        return Strip([Segment(fit(said, width), self._style("empty"))], width)

    def _row_line(self, index: int, width: int) -> Strip:
        places = self._laid_out()
        row = self._shown[index]
        if index == self._cursor:
            text = _CURSOR + "".join(text for text, _tone in self._pieces(row, places, width))[1:]
            return Strip([Segment(text, self._style("cursor"))], width)
        strip = self._strips.get(row.uid)
        if strip is None:
            pieces = self._pieces(row, places, width)
            strip = self._strips[row.uid] = Strip([Segment(text, self._style(tone.value)) for text, tone in pieces], width)
        return strip

    def _pieces(self, row: Row, places: Sequence[Place], width: int) -> list[tuple[str, Tone]]:
        """The line of a row as runs of one tone; blanks join the run before them, so that fewer styles cross the wire."""
        mark = (_MARK if row.uid in self._marks else " ") if self._marks else ""
        pieces = [(" " + mark, Tone.PLAIN)]
        done = self._gutter
        for place in places:
            text, tone = place.column.told(row, self._cell_context)
            left = self._gutter + place.left
            shown = cut(text, place.width)
            blanks = left - done + (place.width - cell_width(shown) if place.column.right else 0)
            before, tone_before = pieces[-1]
            pieces[-1] = (before + " " * blanks, tone_before)
            done += blanks + cell_width(shown)
            if not shown:
                continue
            if tone == tone_before:
                pieces[-1] = (pieces[-1][0] + shown, tone)
            else:
                pieces.append((shown, tone))
        last, tone = pieces[-1]
        pieces[-1] = (last + " " * (width - done), tone)
        return pieces
