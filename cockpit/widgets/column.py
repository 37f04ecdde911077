"""Columns of an entity table: what a cell says, how wide it may be, and which columns give way in a narrow window."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple, TypeAlias

from cockpit.domain.state import ProjectState
from cockpit.domain.text import folded
from cockpit.widgets.reference_words import short_name
from cockpit.widgets.signs import Tone
from cockpit.widgets.typed_text import display_line

GAP = 2
"""Cells between two columns."""


class Cell(NamedTuple):
    """What a cell says: one line of text, which may be typed by people, and its tone."""

    text: str
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True)
class Context:
    """What a cell may look at beside its own row: the state that the row belongs to, and the day that it is seen on."""

    state: ProjectState
    today: date

    @property
    def currency(self) -> str:
        """The currency that the project counts in."""
        return self.state.project.currency

    def named(self, kind: str, uid: str | None) -> str:
        """How a row is called in one word: a person by the handle, anything else by its ref; empty for none."""
        row = self.state.row(kind, uid)
        return short_name(row) if row else ""


Told: TypeAlias = "str | Cell"


@dataclass(frozen=True)
class Column:
    """One column: ``cell`` says what stands in it, ``order`` what it is sorted by (None comes last, whatever the direction).

    One that is ``sparse`` is left out where no row has anything in it.  With a ``weight`` it takes its share of the cells that are left over, else it is as wide as its texts; both between ``minimum`` and
    ``maximum``.  In a narrow window the columns with the highest ``priority`` disappear first, those with 0 never, and of these one that
    is ``whole`` gives no cell away.  ``label`` is marked for translation, and translated when it is shown.
    """

    name: str
    label: str
    cell: Callable[[Any, Any], Told]
    order: Callable[[Any, Any], Any] | None = None
    right: bool = False
    minimum: int = 3
    maximum: int = 40
    weight: int = 0
    priority: int = 5
    sparse: bool = False
    whole: bool = False

    def raw(self, row: Any, context: Any) -> Cell:
        """The cell of ``row`` as its words were typed."""
        told = self.cell(row, context)
        return told if isinstance(told, Cell) else Cell(told)

    def told(self, row: Any, context: Any) -> Cell:
        """The cell of ``row``, fit to be shown."""
        raw = self.raw(row, context)
        shown = display_line(raw.text)
        return raw if shown is raw.text else Cell(shown, raw.tone)

    def sorting(self, row: Any, context: Any) -> Any:
        """What ``row`` is sorted by in this column; None where it has nothing there."""
        if self.order:
            return self.order(row, context)
        return folded(self.raw(row, context).text) or None


class Place(NamedTuple):
    """Where a column stands in a line: its first cell and its number of cells."""

    column: Column
    left: int
    width: int


def arranged(columns: Sequence[Column], natural: Mapping[str, int], room: int) -> tuple[Place, ...]:
    """The columns that fit into ``room`` cells, each with its place; ``natural`` is how wide the texts of each are, 0 where it has none.

    Columns leave by priority, of equals the last first, until the texts of the others fit; columns with a weight share what is left over.
    """
    needs = {column.name: _need(column, natural.get(column.name, 0)) for column in columns}
    kept = [column for column in columns if natural.get(column.name) or not column.sparse]
    while _total(kept, needs) > room:
        leaving = max(reversed(kept), key=lambda column: column.priority)
        if not leaving.priority or len(kept) == 1:
            break
        kept.remove(leaving)
    widths = {column.name: needs[column.name] for column in kept}
    _squeeze(widths, kept, _total(kept, needs) - room)
    _share([column for column in kept if column.weight], widths, room - _total(kept, widths))
    places, left = [], 0
    for column in kept:
        if (width := min(widths[column.name], room - left)) > 0:
            places.append(Place(column, left, width))
        left += width + GAP
    return tuple(places)


def _need(column: Column, natural: int) -> int:
    return column.minimum if column.weight else max(column.minimum, min(natural, column.maximum))


def _total(columns: Sequence[Column], widths: Mapping[str, int]) -> int:
    return sum(widths[column.name] for column in columns) + GAP * (len(columns) - 1)


def _squeeze(widths: dict[str, int], columns: Sequence[Column], excess: int) -> None:
    """Bring columns that may not leave, and are not whole, down to their minimum, the last first."""
    for column in reversed([column for column in columns if not column.whole]):
        less = max(0, min(excess, widths[column.name] - column.minimum))
        widths[column.name] -= less
        excess -= less


def _share(columns: Sequence[Column], widths: dict[str, int], left_over: int) -> None:
    while left_over > 0 and (growing := [column for column in columns if widths[column.name] < column.maximum]):
        weights, shared = sum(column.weight for column in growing), left_over
        for column in growing:
            more = min(max(1, shared * column.weight // weights), column.maximum - widths[column.name], left_over)
            widths[column.name] += more
            left_over -= more
