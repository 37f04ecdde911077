"""The lines of a table as text: its header, its filter, its rows, and what it says when it has none."""

from collections.abc import Mapping, Sequence
from textwrap import wrap
from typing import TypeAlias

from cockpit.language import _, ngettext
from cockpit.widgets.column import GAP, Column, Place, arranged
from cockpit.widgets.listing import Listing, Row
from cockpit.widgets.signs import Tone
from cockpit.widgets.typed_text import cell_width, cut, fit

Runs: TypeAlias = list[tuple[str, Tone]]
"""A line as pieces of one tone each."""

_SAMPLE = 64
"""How many rows, evenly spread, are looked at to find out how wide the texts of a column are."""

_CURSOR, _MARK, _ASCENDING, _DESCENDING, _CARET, _ALMOST = "▸", "•", "↑", "↓", "▏", "≈"


class TableLines:
    """Makes the lines of a listing, each exactly ``width`` cells wide; where the columns stand is found out once for a width."""

    def __init__(self, listing: Listing, empty: str) -> None:
        """``empty`` is marked for translation."""
        self._listing = listing
        self._empty = empty
        self._places: tuple[Place, ...] = ()
        self._laid_out_for: tuple[int, int] | None = None
        self.gutter = 1

    def forget(self) -> None:
        """Lay the columns out again: there are other rows."""
        self._laid_out_for = None

    def places(self, width: int) -> tuple[Place, ...]:
        """The columns in view, and where each stands."""
        if self._laid_out_for != (width, self.gutter):
            self._laid_out_for = (width, self.gutter)
            self._places = arranged(self._listing.columns, self._natural(), width - self.gutter)
        return self._places

    def column_at(self, x: int, width: int) -> Column | None:
        """The column that a cell of the header belongs to."""
        for column, left, room in self.places(width):
            if 0 <= x - self.gutter - left < room + GAP:
                return column
        return None

    def header(self, width: int) -> str:
        """The labels of the columns, with an arrow at the one that the rows are sorted by."""
        line = " " * self.gutter
        for column, left, room in self.places(width):
            line = fit(line, self.gutter + left) + fit(self._heading(column), room, right=column.right)
        return fit(line, width)

    def filter(self, width: int, *, typing: bool, marked: int, marked_in_view: int) -> str:
        """The filter as far as it was typed, how many rows are marked, and how many the filter keeps."""
        searched = typing or bool(self._listing.filter)
        kept = self._kept() if searched or self._listing.narrowings else ""
        count = " · ".join(filter(None, (_marked(marked, marked_in_view), kept)))
        room = width - cell_width(count) - 1
        named = " + ".join(_(narrowing.label) for narrowing in self._listing.narrowings)
        named = cut(f" {named} ", max(0, room // 2 if searched else room)) if named else ""
        typed = self._listing.filter.typed
        while cell_width(typed) > max(0, room - cell_width(named) - 3):
            typed = typed[1:]
        caret = _CARET if typing else ""
        return fit(fit(named + (f"/ {typed}{caret}" if searched else ""), width - cell_width(count)) + count, width)

    def _kept(self) -> str:
        """How many rows the filter keeps; with a sign where they only resemble what was typed."""
        count = _("{shown} of {all}").format(shown=len(self._listing.shown), all=len(self._listing.rows))
        return f"{_ALMOST} {count}" if self._listing.loosely else count

    @property
    def next_step(self) -> str:
        """What to do next where there are no rows, translated; keys stand there by their names."""
        return _("Nothing matches; {clear} shows everything again") if self._listing.filtered else _(self._empty)

    def empty(self, line: int, width: int, words: str) -> str:
        """A line of ``words`` where there are no rows."""
        lines = wrap(words, max(1, width - 2))
        return fit(f" {lines[line - 1]}" if 0 < line <= len(lines) else "", width)

    def cursor(self, row: Row, width: int, *, marked: bool) -> str:
        """The line of the row that the cursor is on, in one piece: it has one style, whatever it says."""
        return _CURSOR + "".join(text for text, _tone in self.row(row, width, marked=marked))[1:]

    def row(self, row: Row, width: int, *, marked: bool) -> Runs:
        """The line of a row; blanks join the run before them, so that fewer styles cross the wire."""
        runs: Runs = [(fit(f" {_MARK}" if marked else "", self.gutter), Tone.PLAIN)]
        done = self.gutter
        for column, left, room in self.places(width):
            text, tone = column.told(row, self._listing.context)
            shown = cut(text, room)
            start = self.gutter + left + (room - cell_width(shown) if column.right else 0)
            _join(runs, " " * (start - done), runs[-1][1])
            _join(runs, shown, tone)
            done = start + cell_width(shown)
        _join(runs, " " * (width - done), runs[-1][1])
        return runs

    def _heading(self, column: Column) -> str:
        label = _(column.label)
        if column.name != self._listing.sorted_by:
            return label
        return f"{label} {_DESCENDING if self._listing.descending else _ASCENDING}"

    def _natural(self) -> Mapping[str, int]:
        """How wide the texts of each column are, as far as a sample of the rows tells."""
        shown = self._listing.shown
        sample: Sequence[Row] = [*shown[:: -(-len(shown) // _SAMPLE) or 1], *shown[-1:]]
        widths = {}
        for column in self._listing.columns:
            if column.sparse and not any(column.raw(row, self._listing.context).text for row in shown):
                continue
            texts = [] if column.weight else [column.told(row, self._listing.context).text for row in sample]
            widths[column.name] = max(map(cell_width, (self._heading(column), *texts)))
        return widths


def _marked(count: int, in_view: int) -> str:
    """How many rows are marked, and how many of them are shown where some are not."""
    if not count or count == in_view:
        return ngettext("{count} marked", "{count} marked", count).format(count=count) if count else ""
    return _("{shown} of {all} marked").format(shown=in_view, all=count)


def _join(runs: Runs, text: str, tone: Tone) -> None:
    before, tone_before = runs[-1]
    if tone == tone_before:
        runs[-1] = (before + text, tone)
    elif text:
        runs.append((text, tone))
