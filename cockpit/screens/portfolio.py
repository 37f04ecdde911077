"""All projects of the store: which there are, and where each stands."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message

from cockpit.domain.gate import Answer
from cockpit.domain.message import N_
from cockpit.domain.phase import PhaseCode
from cockpit.domain.project import Project, ProjectStatus
from cockpit.domain.readiness import next_gate, verdict
from cockpit.domain.state import ProjectState
from cockpit.language import _, capitalised, day
from cockpit.screens.desk import Desk
from cockpit.screens.frame import TAKING_BACK, Frame
from cockpit.screens.situation import Situation
from cockpit.widgets.column import Cell, Column
from cockpit.widgets.entity_table import EntityTable
from cockpit.widgets.signs import Tone, sign_of, words_of


@dataclass(frozen=True)
class Entry:
    """A project as the portfolio lists it; what the evidence says at its next gate comes once it has been looked at."""

    project: Project
    edited_at: datetime
    edited_by: str
    gate: PhaseCode | None = None
    answer: Answer | None = None

    @property
    def uid(self) -> str:
        """The uid of the project."""
        return self.project.uid

    def judged(self, state: ProjectState, today: date) -> "Entry":
        """This entry with the verdict at the next gate; a project that was put aside has none."""
        if self.project.status is ProjectStatus.ARCHIVED:
            return self
        gate = next_gate(state, today)
        return replace(self, gate=gate, answer=verdict(state, gate, today).answer)


def _title(entry: Entry, _today: date) -> Cell:
    return Cell(entry.project.title, Tone.QUIET if entry.project.status is ProjectStatus.ARCHIVED else Tone.PLAIN)


def _status(entry: Entry, _today: date) -> Cell:
    return Cell(words_of(entry.project.status), sign_of(entry.project.status).tone)


def _gate(entry: Entry, _today: date) -> Cell:
    if entry.answer is None or entry.gate is None:
        return Cell("")
    return Cell(f"{words_of(entry.answer)}, {_(entry.gate.label)}", sign_of(entry.answer).tone)


def _edited(entry: Entry, today: date) -> Cell:
    local = entry.edited_at.astimezone()
    words = _("today") if local.date() == today else day(local.date(), today)
    return Cell(f"{words} {local:%H:%M}, {entry.edited_by}", Tone.QUIET)


COLUMNS = (
    Column("key", N_("Key"), lambda entry, _today: entry.project.key, minimum=3, maximum=24, priority=0),
    Column("title", N_("Project"), _title, minimum=16, maximum=200, weight=1, priority=0),
    Column("phase", N_("Phase"), lambda entry, _today: capitalised(_(entry.project.phase.label)), maximum=16, priority=3),
    Column("status", N_("Status"), _status, minimum=8, maximum=12, priority=2),
    Column("gate", N_("Next gate"), _gate, minimum=9, maximum=32, priority=1),
    Column("edited", N_("Last edit"), _edited, lambda entry, _today: entry.edited_at, minimum=12, maximum=36, priority=4),
)
"""What the portfolio tells of a project."""


class Listed(Message):
    """The projects that there are; ``complete`` once each has its verdict."""

    def __init__(self, entries: tuple[Entry, ...], today: date, *, complete: bool) -> None:
        super().__init__()
        self.entries, self.today, self.complete = entries, today, complete


def _listing(*, complete: bool) -> Callable[[Desk], tuple[Message, Situation]]:
    """An errand that lists the projects: by itself it is quick, with their verdicts each project has to be read."""

    def errand(desk: Desk) -> tuple[Message, Situation]:
        situation = desk.situation()
        entries = [Entry(project, *edited) for project, edited in desk.projects()]
        if complete:
            entries = [entry.judged(*desk.today_of(entry.uid)) for entry in entries]
        entries.sort(key=lambda entry: (entry.project.status is ProjectStatus.ARCHIVED, entry.project.key))
        return Listed(tuple(entries), situation.today, complete=complete), situation

    return errand


class PortfolioScreen(Frame):
    """The projects in a table; one of them can be opened in place of the one shown."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", N_("Back"), id="portfolio.leave")]

    def __init__(self, mode: str) -> None:
        super().__init__(mode)
        self._known = False

    def allows(self, action: str) -> bool:
        """Nothing is taken back here: the cursor may be on another project than the one that it would be taken back in."""
        return action not in TAKING_BACK and super().allows(action)

    def compose_body(self) -> ComposeResult:
        """The table."""
        yield EntityTable(COLUMNS)

    async def stand(self, situation: Situation) -> None:
        """Look what there is now."""
        self.cockpit.run_errand(_listing(complete=self._known), self)

    async def on_screen_resume(self) -> None:
        """What others did to the other projects is not told by itself."""
        if self._known:
            self.cockpit.run_errand(_listing(complete=True), self)

    def on_listed(self, event: Listed) -> None:
        """Show the projects; the first time, look at each once they are shown."""
        table = self.query_one(EntityTable)
        table.show(event.entries, event.today)
        if not self._known and self.cockpit.situation is not None:
            self._known = True
            table.cursor_to(self.cockpit.situation.state.project.uid)
            table.focus(scroll_visible=False)
            self.cockpit.run_errand(_listing(complete=True), self)

    def on_entity_table_opened(self, event: EntityTable.Opened) -> None:
        """Open the project."""
        row: Any = event.row
        self.cockpit.turn_to(row.uid)

    async def action_leave(self) -> None:
        """Go back to where the user came from."""
        await self.cockpit.action_mode(self.cockpit.mode_before)
