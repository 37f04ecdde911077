"""What was done, by whom and when: every act, newest first, to be looked through and taken back."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from itertools import islice
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from cockpit.domain.change import Batch, Change, Deed, RowChange, SeriesChange
from cockpit.domain.history import taken_back
from cockpit.domain.message import N_
from cockpit.domain.narration import Narrator
from cockpit.domain.state import ProjectState
from cockpit.language import _, day, distance, moment, number, say
from cockpit.screens.situation import Situation
from cockpit.screens.table_sheet import TableSheet
from cockpit.widgets.column import Cell, Column
from cockpit.widgets.detail import Block, Fact, Page, Target
from cockpit.widgets.entity_table import EntityTable
from cockpit.widgets.signs import TAKEN_BACK, Tone, sign_of, words_of
from cockpit.widgets.typed_text import display_line

_MOST_TOLD = 40
"""How many changes of an act a line tells, and a filter looks into; an import may have thousands."""

_MOST_READ = 100
"""How many changes of an act its page shows."""

_MOST_POINTS = 20
"""How many measurements of a series the page of an act shows."""


class Kept(Enum):
    """Which acts are listed; the value is marked for translation."""

    ALL = N_("all")
    """All of people: what feeds bring would bury them, and is listed by itself."""
    MINE = N_("mine")
    IMPORTS = N_("imports")
    FEEDS = N_("feeds")
    TAKEN_BACK = N_("taken back")


@dataclass(frozen=True)
class History:
    """The acts of a project, newest first, with what it takes to tell them to ``who`` on the day ``today``."""

    state: ProjectState
    today: date
    narrator: Narrator
    reversals: Mapping[str, Batch]
    kept: Mapping[Kept, Sequence[Batch]]
    by_uid: Mapping[str, Batch]

    @classmethod
    def of(cls, situation: Situation, log: Sequence[Batch]) -> "History":
        """The history that a log (oldest first) tells."""
        reversals, newest_first = taken_back(log), tuple(reversed(log))
        by_people = [batch for batch in newest_first if batch.deed is not Deed.FEED]
        by_feeds = [batch for batch in newest_first if batch.deed is Deed.FEED]
        kept = {
            Kept.ALL: by_people,
            Kept.MINE: [batch for batch in by_people if batch.who == situation.who],
            Kept.IMPORTS: [batch for batch in by_people if batch.deed is Deed.IMPORT],
            **({Kept.FEEDS: by_feeds} if by_feeds else {}),
            Kept.TAKEN_BACK: [batch for batch in newest_first if batch.uid in reversals and batch.deed is not Deed.UNDO],
        }
        narrator = Narrator(situation.state, log)
        return cls(situation.state, situation.today, narrator, reversals, kept, {batch.uid: batch for batch in log})

    def is_taken_back(self, batch: Batch) -> bool:
        """Whether an act does not stand."""
        return batch.uid in self.reversals

    def sentences(self, batch: Batch) -> Iterator[str]:
        """What an act did or, where it is an undo, what it took back: a sentence for each change."""
        undone = batch.deed is Deed.UNDO
        return map(say, self.narrator.tell_taken_back(batch) if undone else self.narrator.tell(batch))


def _when(batch: Batch, history: History) -> Cell:
    local = batch.at.astimezone()
    words = distance(local.date(), history.today) if local.date() == history.today else day(local.date(), history.today)
    return Cell(f"{words} {local:%H:%M}", _tone(batch, history))


def _deed(batch: Batch, history: History) -> Cell:
    if history.is_taken_back(batch):
        return Cell(f"{TAKEN_BACK.glyph} {_('undone')}", TAKEN_BACK.tone)
    return Cell(words_of(batch.deed), sign_of(batch.deed).tone)


def _what(batch: Batch, history: History) -> Cell:
    told = list(islice(history.sentences(batch), _MOST_TOLD))
    if more := len(batch.changes) - len(told):
        told.append(_("and {count} more").format(count=number(more)))
    said = " · ".join(told)
    # The sign stands here too, as the column of deeds gives way in a narrow window.
    return Cell(f"{TAKEN_BACK.glyph} {said}", TAKEN_BACK.tone) if history.is_taken_back(batch) else Cell(said)


def _tone(batch: Batch, history: History) -> Tone:
    return Tone.QUIET if history.is_taken_back(batch) else Tone.PLAIN


COLUMNS = (
    Column("at", N_("When"), _when, lambda batch, _history: batch.at, minimum=11, maximum=21, priority=0),
    Column("who", N_("Who"), lambda batch, _history: batch.who, minimum=3, maximum=12, priority=1),
    Column("deed", N_("Act"), _deed, minimum=8, maximum=14, priority=2),
    Column("what", N_("What"), _what, minimum=20, maximum=400, weight=3, priority=0),
    Column(
        "note", N_("Note"), lambda batch, _history: Cell(batch.note, Tone.QUIET), minimum=24, maximum=40, weight=1, priority=6
    ),
)
"""What a line of the history tells; the cells are made when they are first looked at."""


def page(history: History, batch: Batch) -> Page:
    """All about an act: who did it and when, whether it stands, and each field that it touched, before and after."""
    local = batch.at.astimezone()
    told = [
        Fact(_("When"), Cell(f"{moment(batch.at)}, {distance(local.date(), history.today)}")),
        Fact(_("Who"), Cell(batch.who)),
    ]
    if batch.note:
        told.append(Fact(_("Note"), Cell(batch.note)))
    if reversal := history.reversals.get(batch.uid):
        again = batch.deed is Deed.UNDO
        told.append(Fact(_("Made again") if again else _("Taken back"), Cell(_by(reversal), Tone.WARNING)))
    if batch.reverses and (reversed_one := history.by_uid.get(batch.reverses)):
        label = _("Makes again") if batch.deed is Deed.REDO else _("Takes back")
        told.append(Fact(label, Cell(_("what {act} did").format(act=_by(reversed_one)))))
    blocks = [_block(history, change, batch) for change in batch.changes[:_MOST_READ]]
    if more := len(batch.changes) - len(blocks):
        blocks.append(Block(_("and {count} more").format(count=number(more)), ()))
    first = next(history.sentences(batch), "")
    return Page(f"{words_of(batch.deed)} · {display_line(first)}", (*told, *blocks))


def _by(batch: Batch) -> str:
    return _("{who}, {at}").format(who=batch.who, at=moment(batch.at))


def _block(history: History, change: Change, batch: Batch) -> Block:
    """One change: the row, which can be opened where it is still there, and its fields, before and after."""
    narrator = history.narrator
    if isinstance(change, SeriesChange):
        kind, uid, heading = "kpi", change.kpi, say(narrator.tell_change(change))
        lines = list(_points(change))
    else:
        kind, uid, heading = change.kind, change.uid, _heading(narrator, change)
        lines = [_field(say(label), say(before), say(after), change) for label, before, after in narrator.fields(change)]
    target = Target(kind, uid) if history.state.row(kind, uid) else None
    first = (Cell(narrator.name(kind, uid), Tone.STRONG if target else Tone.QUIET),)
    return Block(heading, (first, *lines), (target, *(None for _line in lines)))


def _heading(narrator: Narrator, change: RowChange) -> str:
    kind = narrator.kind_of(change)
    if change.before is None:
        return _("{kind} created").format(kind=say(kind))
    if change.after is None:
        return _("{kind} deleted").format(kind=say(kind))
    return _("{kind} edited").format(kind=say(kind))


def _field(label: str, before: str, after: str, change: RowChange) -> tuple[Cell, ...]:
    name = Cell(f"· {label}", Tone.QUIET)
    if change.before is None:
        return name, Cell(after)
    if change.after is None:
        return name, Cell(before)
    return name, Cell(before, Tone.QUIET), Cell("→"), Cell(after)


def _points(change: SeriesChange) -> Iterator[tuple[Cell, ...]]:
    times = sorted(change.points)
    for time in times[:_MOST_POINTS]:
        before, after = change.before.get(time), change.after.get(time)
        told = [_("(empty)") if value is None else number(value) for value in (before, after)]
        yield Cell(f"· {time}", Tone.QUIET), Cell(told[0], Tone.QUIET), Cell("→"), Cell(told[1])
    if (more := len(times) - _MOST_POINTS) > 0:
        yield (Cell(_("and {count} more").format(count=number(more)), Tone.QUIET),)


class HistorySheet(TableSheet):
    """The table of acts, and a line that says which of them are kept.

    It knows nothing of the log until :meth:`take` hands it over; where it has fallen behind, it posts :class:`Behind`.
    """

    DEFAULT_CSS = """
    HistorySheet > #kept { height: 1; width: 1fr; padding: 0 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f", "keep", N_("Which acts"), id="history.keep"),
        Binding("U", "take_back", N_("Take back"), id="history.take_back"),
    ]

    class Behind(Message):
        """The log has to be read, or read on."""

    class TakeBack(Message):
        """The user wants an act taken back."""

        def __init__(self, batch: Batch) -> None:
            super().__init__()
            self.batch = batch

    def __init__(self) -> None:
        super().__init__()
        self.history: History | None = None
        self._kept = Kept.ALL

    def compose(self) -> ComposeResult:
        """The line above the table, and the table."""
        yield Static(Content(_("Reading the log…")), id="kept", markup=False)
        yield EntityTable(COLUMNS, empty=N_("Nothing of this kind was done yet; {acts} shows other acts"))

    def stand(self, situation: Situation) -> None:
        """What is known has changed, and with it the log."""
        self.post_message(self.Behind())

    def take(self, history: History) -> None:
        """Show what was read."""
        self.history = history
        self._show()

    def _show(self) -> None:
        assert self.history
        self.table.show(self.history.kept[self._kept], self.history)
        self.query_one("#kept", Static).update(self._told())

    def _told(self) -> Content:
        assert self.history
        pieces: list[str | tuple[str, str]] = []
        but_feeds = Kept.FEEDS in self.history.kept
        for kept, batches in self.history.kept.items():
            name = _("all but feeds") if kept is Kept.ALL and but_feeds else _(kept.value)
            words = f"{name} {number(len(batches))}"
            pieces += [(f"‹{words}›", "bold") if kept is self._kept else f" {words} ", " "]
        return Content.assemble(*pieces)

    def action_keep(self) -> None:
        """Show the next of: all acts of people, the user's own, imports, what feeds brought, those taken back."""
        if self.history is not None:
            kinds = list(self.history.kept)
            self._kept = kinds[(kinds.index(self._kept) + 1) % len(kinds)]
            self._show()

    def action_take_back(self) -> None:
        """Take back the act under the cursor."""
        if self.row is not None:
            self.post_message(self.TakeBack(self.row))
