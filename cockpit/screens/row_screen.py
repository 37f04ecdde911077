"""What can be done to the row under the cursor of a screen, or to those that are marked: edit, delete, bring on, copy."""

from collections.abc import Sequence
from typing import Any, ClassVar

from textual.binding import Binding, BindingType

from cockpit import terminal
from cockpit.domain.edit import Act, Delete, Update
from cockpit.domain.entity import Entity
from cockpit.domain.message import N_
from cockpit.domain.problem import Refused
from cockpit.language import _, ngettext
from cockpit.screens import copy_bar
from cockpit.screens.copy_bar import CopyBar
from cockpit.screens.errand_answers import Done
from cockpit.screens.form_screen import FormScreen
from cockpit.screens.next_state import next_values
from cockpit.screens.readiness_criteria import left_unanswered
from cockpit.screens.sections import Section, context_of
from cockpit.screens.sheet import NewRow, Sheet
from cockpit.screens.table_sheet import TableSheet
from cockpit.widgets.column import Column
from cockpit.widgets.copied import as_markdown, as_tab_separated, dated_cells, exact_cells, headings_of, within_reach
from cockpit.widgets.entity_table import EntityTable
from cockpit.widgets.typed_text import cut

_LONGEST_NAME = 40

EDITING = frozenset({"edit", "delete", "next_state", "change_cell"})
"""What is done to a row of the project, and to nothing else."""

ON_ROWS = EDITING | {"new", "copy", "copy_as"}


class RowScreen(FormScreen):
    """A screen with rows in a view, a table or a sheet, one of which is under the cursor."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "new", N_("New"), id="row.new"),
        Binding("e", "edit", N_("Edit"), id="row.edit"),
        Binding("d", "delete", N_("Delete"), id="row.delete"),
        Binding("space", "next_state", N_("Next state"), id="row.next_state"),
        Binding("y", "copy", N_("Copy"), show=False, id="row.copy"),
        Binding("Y", "copy_as", N_("Copy as"), show=False, id="row.copy_as"),
    ]

    def __init__(self, mode: str) -> None:
        super().__init__(mode)
        self._deleting: tuple[Entity, ...] = ()
        self._words = ""
        """What is said of the act under way, once it is done."""

    # What a screen says of its rows

    @property
    def view(self) -> EntityTable | Sheet:
        """The table or sheet in view."""
        raise NotImplementedError

    @property
    def row(self) -> Any:
        """The row under the cursor, or None."""
        raise NotImplementedError

    @property
    def new_row(self) -> NewRow | None:
        """What ``n`` makes; None where it makes nothing."""
        raise NotImplementedError

    def table_of(self, entity: type[Entity]) -> Section:
        """How rows of ``entity`` are told."""
        raise NotImplementedError

    def may_edit(self, row: Any) -> bool:
        """Whether ``row``, or anything where it is None, may be edited; why not is told."""
        if self.known.read_only:
            self.say(_("This store is open for reading only; nothing can be edited"), severity="warning")
        return not self.known.read_only

    def chosen(self) -> tuple[Any, ...]:
        """The marked rows, or the one under the cursor."""
        return self.view.chosen

    # What keys do

    async def action_new(self) -> None:
        """Open the form for a new row."""
        if (new := self.new_row) and self.may_edit(None):
            await self.open_form(new.entity, values=new.values)

    async def action_edit(self) -> None:
        """Open the form for the row under the cursor."""
        if self.row is not None and self.may_edit(self.row):
            await self.open_form(type(self.row), self.row)

    def action_delete(self) -> None:
        """Delete the marked rows, or the one under the cursor; ``u`` brings them back."""
        rows = self.chosen()
        if rows and all(map(self.may_edit, rows)):
            self._deleting = rows
            self.cockpit.carry_out(Act(tuple(map(Delete, rows))), self)

    async def action_next_state(self) -> None:
        """Bring the marked rows, or the one under the cursor, to their next state."""
        rows = self.chosen()
        if rows and all(map(self.may_edit, rows)):
            steps = ((row, next_values(row, self.known.today)) for row in rows)
            edits = [Update(row, values) for row, values in steps if values is not None]
            self.cockpit.carry_out(Act(self.accompanied(self.known, edits)), self)

    def carry_out_as(self, words: str, act: Act) -> None:
        """Have an act carried out of which ``words`` are said once it is done."""
        self._words = words
        self.cockpit.carry_out(act, self)

    async def on_done(self, event: Done) -> None:
        """Tell what was done and what followed from it, and how to bring back what was deleted."""
        if self._saving:
            return
        said, self._words = self._words, ""
        if not self._deleting:
            if told := "\n".join(filter(None, (said, *self.told_consequences(event.batch)))):
                self.say(told)
            return
        rows, self._deleting = self._deleting, ()
        words = ngettext(
            "Deleted {row}; {key} brings it back", "Deleted {row} and more, {count} in all; {key} brings them back", len(rows)
        )
        if self.known.trial is not None:
            words = ngettext(
                "Tried without {row}, not written; {key} brings it back",
                "Tried without {row} and more, {count} in all, not written; {key} brings them back",
                len(rows),
            )
        told = words.format(row=cut(str(rows[0]), _LONGEST_NAME), count=len(rows), key=self.cockpit.key_of("app.undo"))
        self.say("\n".join((told, *left_unanswered(self.known, rows))))

    async def deny(self, refused: Refused) -> None:
        """Nothing was deleted then, nor anything else done."""
        self._deleting, self._words = (), ""
        await super().deny(refused)

    # Copying

    async def action_copy(self) -> None:
        """Copy the marked rows, or the one under the cursor, as a line of text each."""
        await self._copy(copy_bar.TEXT, self.chosen())

    async def action_copy_as(self) -> None:
        """Ask what to copy the marked rows as, or all that are shown where none is marked."""
        if not self.query(CopyBar):
            await self.mount(CopyBar())
        self._focus_before = self.focused
        bar = self.query_one(CopyBar)
        bar.count = len(self._to_copy())
        bar.ask()

    async def on_copy_bar_left(self, event: CopyBar.Left) -> None:
        """Copy what was asked for, with the focus where it was before."""
        self.return_focus()
        if event.answer is not None:
            await self._copy(event.answer, self._to_copy())

    def _to_copy(self) -> Sequence[Any]:
        """The marked rows; all that are shown, where none is marked."""
        table = self._table_in_view
        return table.shown if table is not None and not table.marks else self.chosen()

    @property
    def _table_in_view(self) -> EntityTable | None:
        view = self.view
        if isinstance(view, TableSheet):
            return view.table
        return view if isinstance(view, EntityTable) else None

    async def _copy(self, form: str, rows: Sequence[Any]) -> None:
        if not rows:
            return
        if terminal.is_plain():
            self.say(_("This terminal has no clipboard that could be reached"), severity="warning")
            return
        try:
            self.app.copy_to_clipboard(within_reach(self._copied(form, rows)))
        except Refused as refused:
            await super().deny(refused)
            return
        line = self.line_of(rows[0])
        more = ngettext("Copied: {line}", "Copied {count} lines, first: {line}", len(rows))
        self.say(more.format(line=cut(line, _LONGEST_NAME), count=len(rows)))

    def _copied(self, form: str, rows: Sequence[Any]) -> str:
        if form == copy_bar.TEXT:
            return "\n".join(map(self.line_of, rows))
        columns, context = self._columns_of(rows[0])
        # On the board there may be rows of several kinds, but never more than one of them is copied.
        if form == copy_bar.MARKDOWN:
            return as_markdown(headings_of(columns), [dated_cells(columns, row, context) for row in rows])
        return as_tab_separated(headings_of(columns), [exact_cells(columns, row, context) for row in rows])

    def _columns_of(self, row: Any) -> tuple[Sequence[Column], Any]:
        """The columns that tell a row, and what their cells look at."""
        table = self._table_in_view
        if table is not None:
            return table.columns, table.context
        return self.table_of(type(row)).columns, context_of(self.known)

    def line_of(self, row: Any) -> str:
        """A row as people paste it: what its cells say, parted by commas."""
        if isinstance(self.view, TableSheet):
            return self.view.line(row)
        context = context_of(self.known)
        first, *rest = filter(None, dated_cells(self.table_of(type(row)).columns, row, context))
        return " ".join([first, ", ".join(rest)]).strip()
