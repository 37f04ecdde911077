"""A screen whose tables are edited in place: a cell at a time, or the same cell of all marked rows at once."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar, TypeAlias

from textual.binding import Binding, BindingType
from textual.message import Message

from cockpit.domain.change import Batch
from cockpit.domain.edit import Edit
from cockpit.domain.entity import Entity, field_of
from cockpit.domain.message import N_
from cockpit.domain.moved import RowMoved
from cockpit.domain.problem import Refused
from cockpit.domain.same_change import same_change
from cockpit.language import _, ngettext
from cockpit.screens.frame import Frame
from cockpit.screens.row_screen import RowScreen
from cockpit.screens.sections import context_of
from cockpit.screens.situation import Situation
from cockpit.widgets.cell_editor import CellEditor, fields_in_cells
from cockpit.widgets.entity_table import EntityTable
from cockpit.widgets.field_column import field_cell

if TYPE_CHECKING:
    from cockpit.screens.backstage import Errand
    from cockpit.screens.desk import Desk

_TRIES = 3
"""How often a change is put on top of what others have just done to other fields of the same row."""

_FIRST_CHOICES = ("state", "status", "owner", "due_on")
"""What is changed most often: the first of these that is seen in a table is where it begins."""


class CellSaved(Message):
    """A change is committed; ``batch`` is None where nothing had to be changed."""

    def __init__(self, given: CellEditor.Given, batch: Batch | None) -> None:
        super().__init__()
        self.given, self.batch = given, batch


class CellRefused(Message):
    """A change was refused, and nothing of it was done."""

    def __init__(self, given: CellEditor.Given, refused: Refused) -> None:
        super().__init__()
        self.given, self.refused = given, refused


Accompanied: TypeAlias = Callable[[Situation, Sequence[Edit]], tuple[Edit, ...]]
"""Edits with what is written along with them."""


def changing(given: CellEditor.Given, accompanied: Accompanied) -> "Errand":
    """The errand that makes a change, on top of what others do meanwhile to other fields."""

    def errand(desk: "Desk") -> tuple[Message, Situation]:
        values, batch = {given.spec.name: given.value}, None
        for left in reversed(range(_TRIES)):
            try:
                known = desk.situation()
                act = same_change(known.state, given.rows, values)
                batch, _situation = desk.apply(replace(act, edits=accompanied(known, act.edits)))
            except RowMoved as moved:
                if not left or moved.theirs is None or _clash(moved, values):
                    return CellRefused(given, moved), desk.situation()
            except Refused as refused:
                return CellRefused(given, refused), desk.situation()
            else:
                break
        return CellSaved(given, batch), desk.situation()

    return errand


def _clash(moved: RowMoved, values: Mapping[str, Any]) -> bool:
    return any(getattr(moved.theirs, name) != getattr(moved.seen, name) for name in values)


class CellScreen(RowScreen):
    """Opens one cell at a time over the table in view."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("c", "change_cell", N_("Edit cell"), id="row.change_cell")]

    def __init__(self, mode: str) -> None:
        super().__init__(mode)
        self._cell: CellEditor | None = None
        self._last_changed: dict[type[Entity], str] = {}
        self._refused: list[CellRefused] = []
        """What was refused while something else was being typed: it comes back after that."""

    @property
    def is_editing(self) -> bool:
        """A cell has the keys as a form has."""
        return super().is_editing or self._cell is not None

    def allows(self, action: str) -> bool:
        """While something is typed, a slash is a letter, or nothing."""
        return super().allows(action) and not (action == "find" and self.is_editing)

    @property
    def can_change_cell(self) -> bool:
        """Whether the row under the cursor is one of the project's, in a table."""
        row = self.row
        known = isinstance(row, Entity) and self.known.state.row(row.kind, row.uid) is not None
        return known and isinstance(self.view, EntityTable)

    async def action_change_cell(self) -> None:
        """Open a cell of the row under the cursor, or of all marked rows: the one that was changed last."""
        rows, table = self.chosen(), self.view
        if not rows or not isinstance(table, EntityTable) or not all(map(self.may_edit, rows)):
            return
        if table.row not in rows:
            table.cursor_to(rows[0].uid)
        await self._open_cell(rows, self._last_changed.get(type(rows[0])) or self._first_choice(rows))

    def _names(self, rows: Sequence[Entity]) -> list[str]:
        """The fields that can be changed, those in view first and in their order."""
        assert isinstance(self.view, EntityTable)
        known = [spec.name for spec in fields_in_cells(type(rows[0]), many=len(rows) > 1)]
        in_view = [name for name in self.view.names_in_view if name in known]
        return [*in_view, *(name for name in known if name not in in_view)]

    def _first_choice(self, rows: Sequence[Entity]) -> str:
        assert isinstance(self.view, EntityTable)
        names = self._names(rows)
        seen = [name for name in self.view.names_in_view if name in names] or names
        return next((name for name in _FIRST_CHOICES if name in seen), seen[0] if seen else "")

    async def _open_cell(self, rows: Sequence[Entity], name: str, typed: str | None = None) -> None:
        names = self._names(rows)
        if not names:
            await self._close_cell()
            return
        await self._take_cell_away()
        spec = field_of(type(rows[0]), name if name in names else self._first_choice(rows))
        self._last_changed[type(rows[0])] = spec.name
        self._cell = CellEditor(rows, spec, context_of(self.known), typed)
        self._place_cell()
        await self.mount(self._cell)
        self.refresh_bindings()

    def show_in_order(self) -> None:
        """Hook for a screen whose rows have stood still while a cell was open."""

    def _place_cell(self) -> None:
        """Keep the editor over its cell, wherever the window has it now."""
        cell, table = self._cell, self.view
        if cell is None or not isinstance(table, EntityTable):
            return
        cell.stand_at(table.cell_region(cell.spec.name), table.content_region)

    async def _take_cell_away(self) -> bool:
        cell, self._cell = self._cell, None
        if cell is not None:
            await cell.remove()
        return cell is not None

    async def _close_cell(self) -> None:
        if await self._take_cell_away():
            self.show_in_order()
            self.return_from_form()
            self.refresh_bindings()
            self.call_next(self._bring_back)

    async def _close_form(self) -> None:
        await super()._close_form()
        self.call_next(self._bring_back)

    async def on_cell_editor_went(self, event: CellEditor.Went) -> None:
        """Open the next cell, or leave."""
        cell = self._cell
        if cell is None or not isinstance(self.view, EntityTable):
            return
        if event.rows and len(cell.rows) == 1:
            beside = self.view.row_beside(event.rows)
            if beside is not None and self.view.cursor_to(beside.uid):
                await self._open_cell((beside,), cell.spec.name)
                return
        elif event.columns:
            names = self._names(cell.rows)
            await self._open_cell(cell.rows, names[(names.index(cell.spec.name) + event.columns) % len(names)])
            return
        await self._close_cell()

    def on_cell_editor_given(self, event: CellEditor.Given) -> None:
        """Save it in the background; the next cell is open meanwhile."""
        self.cockpit.run_errand(changing(event, self.accompanied), self)

    def on_cell_saved(self, event: CellSaved) -> None:
        """Tell what many rows were given, as a single one shows it, and what followed from it."""
        count, spec = len(event.given.rows), event.given.spec
        told = self.told_consequences(event.batch)
        if count > 1:
            value = field_cell(spec, event.given.value, context_of(self.known)).text or _("(empty)")
            words = ngettext("{field} of {count} row: {value}", "{field} of {count} rows: {value}", count)
            done = words.format(field=_(spec.label), count=count, value=value)
            back = _("{key} takes it back").format(key=self.cockpit.key_of("app.undo"))
            told.insert(0, f"{done}; {back}")
        if told:
            self.say("\n".join(told))

    async def on_cell_refused(self, event: CellRefused) -> None:
        """Go back to the cell and say why, once nothing else is being typed."""
        if self._form is not None or (self._cell is not None and self._cell.is_typed_into):
            self._refused.append(event)
            await Frame.deny(self, event.refused)
        else:
            await self._go_back_to(event)

    async def _bring_back(self) -> None:
        if self._refused and not self.is_editing:
            await self._go_back_to(self._refused.pop(0))

    async def _go_back_to(self, event: CellRefused) -> None:
        """Open what was refused again, with what was typed; where somebody else was faster in it, compare as a form does."""
        given, refused = event.given, event.refused
        row = given.rows[0]
        if isinstance(refused, RowMoved) and len(given.rows) == 1:
            await self._close_cell()
            await self.open_form(type(row), row, focus=given.spec.name)
            if self._form is not None:
                self._form.retype(given.spec.name, given.typed)
                self._saving = row.uid
                await self.deny(refused)
            return
        if isinstance(self.view, EntityTable) and self.view.cursor_to(row.uid):
            await self._open_cell(given.rows, given.spec.name, given.typed)
            if self._cell is not None:
                self._cell.say_problems(refused.problems)
        else:
            await self.deny(refused)
