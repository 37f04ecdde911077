"""Which rows a table shows, and in which order: filtered by what was typed, sorted by a column."""

from collections.abc import Sequence
from typing import Any, Protocol

from cockpit.domain.text import folded
from cockpit.widgets.column import Column
from cockpit.widgets.filtering import Filter, Narrowing


class Row(Protocol):
    """What a table can show: anything that keeps its uid when it is edited."""

    @property
    def uid(self) -> str:
        """The identity of the row."""
        ...


class Listing:
    """``rows`` as a screen gave them, and ``shown``, those of them that the filter keeps in the order that the user asked for.

    Where a word of the filter occurs in no row at all, rows that resemble it are kept: ``loosely`` says so.  The texts of rows are only made when a filter first looks into them, and kept until other rows come.
    """

    def __init__(self, columns: Sequence[Column]) -> None:
        self.columns = tuple(columns)
        self.context: Any = None
        self.rows: Sequence[Row] = ()
        self.shown: Sequence[Row] = ()
        self.filter = Filter()
        self.narrowings: tuple[Narrowing, ...] = ()
        self.sorted_by = ""
        self.descending = False
        self.loosely = False
        self._texts: dict[str, str] = {}
        self._read = 0

    def take(self, rows: Sequence[Row], context: Any) -> None:
        """Show other rows; ``context`` is handed to their cells."""
        self.rows, self.context = rows, context
        self._texts.clear()
        self._read = 0
        self.arrange()

    def renew(self, rows: Sequence[Row], context: Any) -> None:
        """Take other rows, and show those that are shown as they are now, each where it stands; one that is gone as it was."""
        kept, self.rows, self.context = self.shown, rows, context
        self._texts.clear()
        self._read = 0
        now = {row.uid: row for row in rows}
        self.shown = [now.get(row.uid, row) for row in kept]

    @property
    def filtered(self) -> bool:
        """Whether any filter is set."""
        return bool(self.filter or self.narrowings)

    @property
    def named(self) -> Row | None:
        """The row whose ref is what was typed, with or without its hyphen, where it is shown."""
        typed = _as_ref(self.filter.typed)
        return next((row for row in self.shown if _as_ref(getattr(row, "ref", "")) == typed), None) if typed else None

    def arrange(self) -> None:
        """Filter and sort again."""
        self.shown = self._sorted(self._kept())

    def place_after(self, before: Sequence[Row], place: int) -> int:
        """Where the row stands now that stood at ``place`` of ``before``; where it has gone, the nearest of its neighbours."""
        if place >= len(before):
            return 0
        if place < len(self.shown) and self.shown[place].uid == before[place].uid:
            return place
        places = {row.uid: now for now, row in enumerate(self.shown)}
        for row in (*before[place:], *reversed(before[:place])):
            if row.uid in places:
                return places[row.uid]
        return 0

    def _kept(self) -> Sequence[Row]:
        self.loosely = False
        rows = self.rows
        for narrowing in self.narrowings:
            rows = [row for row in rows if narrowing.keeps(row, self.context)]
        if not self.filter:
            return rows
        places, self.loosely = self.filter.sought.kept([self._text(row) for row in rows])
        return [rows[place] for place in places]

    def read_ahead(self, count: int) -> bool:
        """Look what the next ``count`` rows say, from where it was looked last; whether there are more of them."""
        for row in self.rows[self._read : self._read + count]:
            self._text(row)
        self._read += count
        return self._read < len(self.rows)

    def _text(self, row: Row) -> str:
        if row.uid not in self._texts:
            self._texts[row.uid] = folded("\n".join([column.raw(row, self.context).text for column in self.columns]))
        return self._texts[row.uid]

    def _sorted(self, rows: Sequence[Row]) -> Sequence[Row]:
        column = next((column for column in self.columns if column.name == self.sorted_by), None)
        if column is None:
            return rows
        keyed = [(column.sorting(row, self.context), row) for row in rows]
        known = [pair for pair in keyed if pair[0] is not None]
        known.sort(key=lambda pair: pair[0], reverse=self.descending)
        return [row for _key, row in known] + [row for key, row in keyed if key is None]


def _as_ref(typed: str) -> str:
    return folded(typed).strip().replace("-", "")
