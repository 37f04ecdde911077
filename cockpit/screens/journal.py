"""What was decided, celebrated and learned, and everything that was done."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message

from cockpit.domain.change import Batch
from cockpit.domain.decision import Decision
from cockpit.domain.entity import Entity, field_of
from cockpit.domain.lesson import Lesson
from cockpit.domain.message import N_
from cockpit.domain.procedure import Procedure, ProcedureRevision
from cockpit.domain.standup import Standup
from cockpit.domain.win import Win
from cockpit.exchange.standup_markdown import kept_minutes
from cockpit.language import _, day
from cockpit.screens.history import History, HistorySheet, page
from cockpit.screens.sections import Section, SheetSection, facts, references, referring
from cockpit.screens.situation import Situation
from cockpit.screens.standup_minutes import MINUTES, ask_where, copy_minutes, write_minutes
from cockpit.screens.table_screen import TableScreen
from cockpit.widgets.column import Cell, Column, Context
from cockpit.widgets.detail import Block, Detail, Fact, Page
from cockpit.widgets.field_column import column_for
from cockpit.widgets.prompt import Prompt
from cockpit.widgets.signs import Tone

if TYPE_CHECKING:
    from cockpit.screens.desk import Desk


class Read(Message):
    """The log has been read."""

    def __init__(self, history: History) -> None:
        super().__init__()
        self.history = history


def _read(desk: "Desk") -> tuple[Message, Situation]:
    situation = desk.situation()
    return Read(History.of(situation, desk.history())), situation


class JournalScreen(TableScreen):
    """The history, with the tables of what people wrote down beside it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("t", "write_minutes", N_("Minutes"), id="journal.write_minutes"),
        Binding("T", "copy_minutes", N_("Copy the minutes"), show=False, id="journal.copy_minutes"),
    ]

    _asked_about = ""
    """The minutes that are being asked about, which stay the same wherever the cursor is by then."""

    _behind = False
    """Whether something was done that the history does not tell yet."""

    @property
    def _history(self) -> History | None:
        """The history, where it is shown and read."""
        if self._place not in self._views or not isinstance(self.view, HistorySheet):
            return None
        return self.view.history

    def on_history_sheet_behind(self) -> None:
        """Read what has been done since, as soon as somebody looks."""
        self._behind = True
        self._catch_up()

    async def on_screen_resume(self) -> None:
        """Somebody looks."""
        self._catch_up()

    def _catch_up(self) -> None:
        """Read in a thread, once the screen is painted; a screen that is built ahead reads nothing."""
        if self._behind and self.is_current:
            self._behind = False
            self.call_after_refresh(self.cockpit.run_errand, _read, self)

    def on_read(self, event: Read) -> None:
        """Show what was read."""
        for sheet in self.query(HistorySheet):
            sheet.take(event.history)
        self.show_detail()
        self.refresh_bindings()

    def on_history_sheet_take_back(self, event: HistorySheet.TakeBack) -> None:
        """Take the act under the cursor back."""
        if self.may_edit(event.batch):
            self.cockpit.take_back(event.batch.uid, self)

    def show_detail(self) -> None:
        """Show all about the act under the cursor, or about the row."""
        history = self._history
        if history is None or not isinstance(self.row, Batch):
            super().show_detail()
        elif self.side_in_view:
            self.query_one(Detail).show(page(history, self.row))

    async def open_row(self, row: Any) -> None:
        """Open an act to be read, then go into it, to the rows that it touched."""
        if isinstance(row, Batch):
            self.action_to_side()
        else:
            await super().open_row(row)

    # The minutes of a stand-up go elsewhere

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Stand-ups alone have minutes."""
        if action in {"write_minutes", "copy_minutes"}:
            return self.lists(Standup) and not self.is_editing
        return super().check_action(action, parameters)

    @property
    def _minutes(self) -> str:
        """The minutes of the stand-up under the cursor; where it has none, that is told."""
        text = kept_minutes(self.row) if isinstance(self.row, Standup) else ""
        if not text:
            self.say(_("There are no minutes here: a stand-up has them that was held on the screen"), severity="warning")
        return text

    def action_copy_minutes(self) -> None:
        """Copy them by way of the terminal."""
        if text := self._minutes:
            copy_minutes(text, self, "journal.write_minutes")

    async def action_write_minutes(self) -> None:
        """Ask where to write them."""
        self._asked_about = self._minutes
        if self._asked_about and isinstance(self.row, Standup) and self.cockpit.situation is not None:
            await ask_where(self, self.cockpit.situation.day_of(self.row.held_at), self.row.ref)

    def on_prompt_answered(self, event: Prompt.Answered) -> None:
        """Write them."""
        if event.about == MINUTES:
            write_minutes(self._asked_about, event.text, self)


HISTORY = SheetSection(N_("History"), HistorySheet, whole=False)
"""Every act."""


def _newest_first(entity: type[Entity], name: str) -> Callable[[Situation], tuple[Any, ...]]:
    """The rows of an entity by a date or an instant of theirs; those without one last."""

    def rows(situation: Situation) -> tuple[Any, ...]:
        known = situation.state.all(entity)
        dated = [row for row in known if getattr(row, name) is not None]
        dated.sort(key=lambda row: getattr(row, name), reverse=True)
        return (*dated, *(row for row in known if getattr(row, name) is None))

    return rows


def _page(*names: str, rests_on: tuple[str, ...] = (), heading: str = "") -> Callable[[Situation, Any], Page]:
    """A page of the fields ``names``, of the rows that it ``rests_on`` (fields that refer to them), and of those that refer to it."""

    def told(situation: Situation, row: Any) -> Page:
        parts: list[Fact | Block] = [*facts(situation, row, names)]
        entity: type[Entity] = type(row)
        specs = (field_of(entity, name) for name in rests_on)
        behind = [situation.state.row(spec.refers_to, getattr(row, spec.name)) for spec in specs]
        if known := [each for each in behind if each is not None]:
            parts.append(references(_(heading), known))
        return Page(str(row), (*parts, *referring(situation.state, row)))

    return told


def _named(*fields: str) -> Callable[[Any, Context], Cell]:
    """The short names of the rows that some fields refer to."""

    def cell(row: Any, context: Context) -> Cell:
        entity: type[Entity] = type(row)
        names = (context.named(field_of(entity, name).refers_to, getattr(row, name)) for name in fields)
        return Cell(" ".join(filter(None, names)), Tone.QUIET)

    return cell


def _counted(name: str) -> Callable[[Any, Context], str]:
    return lambda row, _context: str(len(getattr(row, name)) or "")


def _celebrated(win: Win, context: Context) -> Cell:
    if win.celebrated_on is None:
        return Cell(f"○ {_('not yet')}", Tone.WARNING)
    return Cell(f"● {day(win.celebrated_on, context.today)}", Tone.QUIET)


def _gate(lesson: Lesson, _context: Context) -> Cell:
    return Cell(_(lesson.gate.label) if lesson.gate else "", Tone.QUIET)


def _revision(procedure: Procedure, context: Context) -> str:
    numbers = [revision.number for revision in context.state.of(ProcedureRevision, "procedure", procedure.uid)]
    return str(max(numbers, default=""))


def _revised(procedure: Procedure, context: Context) -> str:
    days = [revision.revised_on for revision in context.state.of(ProcedureRevision, "procedure", procedure.uid)]
    return day(max(days), context.today) if days else ""


DECISIONS = Section(
    Decision,
    (
        column_for(Decision, "ref"),
        column_for(Decision, "decided_on", minimum=10, maximum=16, priority=0),
        column_for(Decision, "title", minimum=20),
        column_for(Decision, "decided_by", label=N_("Who"), minimum=4, maximum=11, priority=2),
        Column("rests_on", N_("Made at"), _named("standup", "gate_review"), minimum=5, maximum=12, priority=3),
        column_for(Decision, "choice_made", minimum=20, maximum=80, weight=2, priority=6),
    ),
    _newest_first(Decision, "decided_on"),
    _page("decided_on", "decided_by", "choice_made", "context", rests_on=("gate_review", "standup"), heading=N_("Made at")),
    first=("title", "decided_on", "decided_by", "choice_made", "context", "standup", "gate_review"),
    empty=N_("No decision yet; {new} writes down the first, so that nobody has to ask again"),
)
"""What was chosen, by whom, and where."""

WINS = Section(
    Win,
    (
        column_for(Win, "ref"),
        column_for(Win, "happened_on", minimum=10, maximum=16, priority=0),
        column_for(Win, "title", minimum=20),
        Column(
            "celebrated_on",
            N_("Celebrated"),
            _celebrated,
            lambda win, _context: win.celebrated_on,
            minimum=9,
            maximum=18,
            priority=1,
        ),
        Column("rests_on", N_("Behind it"), _named("milestone", "kpi"), minimum=4, maximum=12, priority=3),
        column_for(Win, "celebrated_with", minimum=12, maximum=50, weight=1, priority=6),
    ),
    _newest_first(Win, "happened_on"),
    _page(
        "happened_on", "celebrated_on", "celebrated_with", "description", rests_on=("milestone", "kpi"), heading=N_("Behind it")
    ),
    first=("title", "happened_on", "description", "milestone", "kpi", "celebrated_on", "celebrated_with"),
    empty=N_("No small win yet; {new} writes down the first, while it is fresh"),
)
"""What went well, and whether it was celebrated."""

LESSONS = Section(
    Lesson,
    (
        column_for(Lesson, "ref"),
        column_for(Lesson, "learned_on", minimum=10, maximum=16, priority=1),
        column_for(Lesson, "title", minimum=20),
        column_for(Lesson, "question", label=N_("Question to a later gate"), minimum=20, maximum=120, weight=2, priority=3),
        Column("gate", N_("Gate"), _gate, minimum=5, maximum=16, priority=2),
        column_for(Lesson, "owner", minimum=4, maximum=11, priority=5),
    ),
    _newest_first(Lesson, "learned_on"),
    _page("learned_on", "situation", "lesson", "question", "gate", "owner"),
    first=("title", "learned_on", "situation", "lesson", "question", "gate", "owner"),
    empty=N_("No lesson yet; {new} writes down the first, with the question that it adds to a later gate"),
)
"""What was learned, and what a later gate asks because of it."""

STANDUPS = Section(
    Standup,
    (
        column_for(Standup, "ref"),
        column_for(Standup, "held_at", minimum=14, maximum=24, priority=0),
        column_for(Standup, "title", minimum=16),
        column_for(Standup, "led_by", minimum=4, maximum=11, priority=2),
        Column("present", N_("Present"), _counted("present"), lambda row, _context: len(row.present), right=True, priority=4),
        Column(
            "decisions", N_("Decisions"), _counted("decisions"), lambda row, _context: len(row.decisions), right=True, priority=3
        ),
        column_for(Standup, "notes", minimum=16, maximum=120, weight=2, priority=6),
    ),
    _newest_first(Standup, "held_at"),
    _page("held_at", "led_by", "present", "minutes", "decisions", "notes", "minutes_text"),
    first=("title", "held_at", "led_by", "present", "decisions", "notes"),
    empty=N_("No stand-up yet; {new} writes down the first: who was there, and what was decided"),
)
"""The meetings of the team in front of the cockpit."""

PROCEDURES = Section(
    Procedure,
    (
        column_for(Procedure, "ref"),
        column_for(Procedure, "status", minimum=8, maximum=12, priority=1),
        column_for(Procedure, "title", minimum=20),
        Column("revision", N_("Revision"), _revision, right=True, minimum=3, priority=2),
        Column("revised_on", N_("Revised on"), _revised, minimum=10, maximum=16, priority=3),
        column_for(Procedure, "owner", minimum=4, maximum=11, priority=4),
        column_for(Procedure, "link", minimum=8, maximum=40, priority=6),
    ),
    lambda situation: situation.state.all(Procedure),
    _page("status", "owner", "purpose", "link"),
    first=("title", "status", "owner", "purpose", "link"),
    empty=N_("No procedure yet; {new} writes down how something is done from now on"),
)
"""How things are done from now on."""

REVISIONS = Section(
    ProcedureRevision,
    (
        column_for(ProcedureRevision, "ref"),
        column_for(ProcedureRevision, "revised_on", minimum=10, maximum=16, priority=0),
        column_for(ProcedureRevision, "procedure", minimum=4, maximum=9, priority=1),
        column_for(ProcedureRevision, "number", minimum=2, maximum=8, priority=3),
        column_for(ProcedureRevision, "change", minimum=20),
        column_for(ProcedureRevision, "lesson", minimum=4, maximum=8, priority=2),
        column_for(ProcedureRevision, "revised_by", minimum=4, maximum=11, priority=4),
    ),
    _newest_first(ProcedureRevision, "revised_on"),
    _page("number", "revised_on", "revised_by", rests_on=("procedure", "lesson"), heading=N_("Draws on")),
    empty=N_("No revision yet; {new} writes down what is done differently, and the lesson behind it"),
)
"""What changed in procedures, and the lessons behind it."""

SECTIONS: tuple[Section | SheetSection, ...] = (HISTORY, DECISIONS, WINS, LESSONS, STANDUPS, PROCEDURES, REVISIONS)
"""The sections of the journal, in order."""
