"""The table of rows that every screen uses: only the lines in view are ever made, so ten thousand rows are as quick as ten."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region
from textual.message import Message

from cockpit.domain.message import N_
from cockpit.widgets.filtering import Filter, Narrowing
from cockpit.widgets.held_key import times
from cockpit.widgets.rows_in_view import RowsInView

_AT_A_TIME = 500
"""Rows that are looked at between two keys: some milliseconds."""


class TableMessage(Message):
    """What a table tells its screen."""

    def __init__(self, table: "EntityTable") -> None:
        super().__init__()
        self.table = table

    @property
    def control(self) -> "EntityTable":
        """The table that tells it."""
        return self.table


class EntityTable(RowsInView, can_focus=True, inherit_bindings=False):
    """A table with a cursor, a filter line, sorting and marks.

    :meth:`show` gives it its rows.  The cursor stays on the same row (by uid) when they change.  It posts :class:`Highlighted` when the
    cursor comes to another row or to another version of it, :class:`Opened` when the user asks for a row, and :class:`Marked` when the
    set of marked rows changes.
    """

    DEFAULT_CSS = Path(__file__).with_suffix(".tcss").read_text("utf-8")
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
        Binding("M", "mark_all", N_("Mark all"), show=False, id="table.mark_all"),
        Binding("shift+down", "extend(1)", N_("Mark down"), show=False, id="table.mark_down"),
        Binding("shift+up", "extend(-1)", N_("Mark up"), show=False, id="table.mark_up"),
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

    def cursor_came(self) -> None:
        """Tell the screen."""
        self.post_message(self.Highlighted(self, self.row))

    # What a screen says and asks

    def show(self, rows: Sequence[Any], context: Any = None) -> None:
        """Show ``rows`` in this order, unless the user sorts them; ``context`` is handed to the cells."""
        with self._rearranging():
            self._listing.take(rows, context)
        if self._marks:
            self._mark(self._marks & {row.uid for row in rows})

    def renew(self, rows: Sequence[Any], context: Any = None) -> None:
        """Show what has become of the rows in view, without moving any: somebody types into one of them."""
        with self._rearranging():
            self._listing.renew(rows, context)

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

    def filter_by(self, typed: str, narrowings: Sequence[Narrowing] = ()) -> None:
        """Keep the rows in whose texts every word of ``typed`` is found, and that all of ``narrowings`` keep."""
        self._filter_with(Filter(typed), tuple(narrowings))

    @property
    def narrowings(self) -> tuple[Narrowing, ...]:
        """What the rows are narrowed down to beside what was typed."""
        return self._listing.narrowings

    @property
    def sorting(self) -> tuple[str, bool]:
        """The name of the column that the rows are sorted by, empty where they stand as the screen gave them; and whether descending."""
        return self._listing.sorted_by, self._listing.descending

    def row_beside(self, by: int) -> Any:
        """The row so many places below the cursor, or above it; None beyond the last and the first."""
        place = self._cursor + by
        return self._listing.shown[place] if 0 <= place < len(self._listing.shown) else None

    @property
    def names_in_view(self) -> tuple[str, ...]:
        """The names of the columns that there is room for, in order."""
        return tuple(place.column.name for place in self._lines.places(self._width))

    def cell_region(self, name: str) -> Region:
        """Where the cell of a column stands in the row under the cursor, on the screen.

        Where there is no room for the column, it is what follows the first third of the row, so that it can be seen which row it is.
        """
        self._reveal()
        inside = self.content_region
        y = inside.y + self._top + self._cursor - self.scroll_offset.y
        place = next((place for place in self._lines.places(self._width) if place.column.name == name), None)
        if place is None:
            return Region(inside.x + self._width // 3, y, self._width - self._width // 3, 1)
        return Region(inside.x + self._lines.gutter + place.left, y, place.width, 1)

    @property
    def cursor_uid(self) -> str:
        """The uid of the row under the cursor; empty where there is none."""
        row = self.row
        return str(row.uid) if row else ""

    @property
    def typed_filter(self) -> str:
        """What stands on the filter line."""
        return self._listing.filter.typed

    # What keys and the mouse do

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave escape to the screen where there is nothing to clear."""
        if action == "clear":
            return bool(self._typing or self._listing.filtered or self._marks)
        return True

    def action_move(self, by: int) -> None:
        """Move the cursor by so many rows."""
        for _ in range(times(self, f"move({by})")):
            self._move_to(self._cursor + by)

    def action_page(self, pages: int) -> None:
        """Move the cursor by so many pages."""
        for _ in range(times(self, f"page({pages})")):
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
        self._read_ahead()

    def _read_ahead(self) -> None:
        """Look a little at a time what the rows say, so that it is known by the time the first letter is typed."""
        if self._typing and self._listing.read_ahead(_AT_A_TIME):
            self.call_later(self._read_ahead)

    def action_clear(self) -> None:
        """Take away the filter, else the marks."""
        if self._typing or self._listing.filtered:
            self._typing = False
            self._filter_with(Filter(), ())
        else:
            self._mark(frozenset())

    def action_sort(self) -> None:
        """Sort by the next column in view, and after the last one as the screen does."""
        names = ["", *self.names_in_view]
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

    def action_mark_all(self) -> None:
        """Mark every row that is shown; where all of them are, take their marks away."""
        shown = {row.uid for row in self._listing.shown}
        self._mark(self._marks - shown if shown <= self._marks else self._marks | shown)

    def action_extend(self, by: int) -> None:
        """Mark the row under the cursor and the next one, and go there; going back over marked rows takes the marks away."""
        uid, place = self.cursor_uid, self._cursor + by
        if not uid or not 0 <= place < len(self._listing.shown):
            return
        beyond = self._listing.shown[place].uid
        self._mark(self._marks - {uid} if {uid, beyond} <= self._marks else self._marks | {uid, beyond})
        self._move_to(place)

    def _mark(self, uids: Iterable[str]) -> None:
        before, after = self._marks, frozenset(uids)
        if before == after:
            return
        if bool(before) is bool(after):
            self._marks = after
            first = self.scroll_offset.y
            in_view = self._listing.shown[first : first + self._page]
            self._repaint(first + place for place, row in enumerate(in_view) if row.uid in before ^ after)
            self.refresh(Region(0, 0, self._width, 1))
        else:
            with self._rearranging():
                self._marks = after
                self._lines.gutter = 2 if after else 1
        self.post_message(self.Marked(self, self._marks))

    def _type(self, typing: bool) -> None:
        with self._rearranging():
            self._typing = typing

    def _filter_with(self, typed: Filter, narrowings: tuple[Narrowing, ...] | None = None) -> None:
        with self._rearranging():
            self._listing.filter = typed
            if narrowings is not None:
                self._listing.narrowings = narrowings
            self._listing.arrange()
        if (named := self._listing.named) is not None:
            self.cursor_to(named.uid)

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
