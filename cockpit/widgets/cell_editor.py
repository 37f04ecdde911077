"""One field typed where it is seen: a line over its cell, and below it what it is and what it comes to."""

from collections.abc import Sequence
from typing import Any, ClassVar, cast

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.geometry import Offset, Region
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, Static

from cockpit.domain.entity import Entity, FieldSpec, Shape, fields_of
from cockpit.domain.message import N_
from cockpit.domain.problem import Problem, Refused
from cockpit.domain.validation import validated
from cockpit.language import _, ngettext, say
from cockpit.widgets.column import Context
from cockpit.widgets.field_input import FIELDS_CSS, Edited, FieldInput, OptionInput, ReferenceInput, input_for
from cockpit.widgets.field_row import how_to_type
from cockpit.widgets.field_words import typed_from, value_from
from cockpit.widgets.typed_text import content_of

_SEVERAL_LINES = (Shape.TEXT, Shape.LINES, Shape.PARAMETERS)
_WIDTH = 32
_WIDER = 48
"""Cells in which a date is told beside what was typed, and a row that is referred to can be read."""

_NOTHING = "-"
"""Typed to empty a field of rows that hold different values."""


def fields_in_cells(entity: type[Entity], *, many: bool) -> tuple[FieldSpec, ...]:
    """The fields that fit into a cell; of ``many`` rows at once those that they can share."""
    own = {entity.title_field, *(name for group in entity.unique for name in group)} if many else ()
    return tuple(spec for spec in fields_of(entity) if spec.shape not in _SEVERAL_LINES and spec.name not in own)


class CellEditor(Widget):
    """What is typed for one field of one row, or of many at once.

    It posts :class:`Given` with the value where that is valid and another than before, and says what is wrong where it is not;
    :class:`Went` where the user goes on to another cell or leaves.
    """

    DEFAULT_CSS = (
        FIELDS_CSS
        + """
    CellEditor {
        overlay: screen;
        constrain: inside inside;
        height: auto;
        background: $panel;
    }
    CellEditor > Static { width: 1fr; height: auto; max-height: 3; padding: 0 1; color: $foreground; }
    CellEditor > Static.-wrong { color: $error; }
    """
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "give(0, 0)", N_("Save"), priority=True, id="cell.save"),
        Binding("tab", "give(1, 0)", N_("Next column"), priority=True, id="cell.next"),
        Binding("shift+tab", "give(-1, 0)", N_("Column before"), show=False, priority=True, id="cell.previous"),
        Binding("down", "give(0, 1)", N_("Row below"), show=False, id="cell.down"),
        Binding("up", "give(0, -1)", N_("Row above"), show=False, id="cell.up"),
        Binding("escape", "leave", N_("Cancel"), id="cell.cancel"),
    ]

    class Given(Message):
        """The ``rows`` are to have ``value`` in the field ``spec``; ``typed`` is what the user wrote."""

        def __init__(self, rows: Sequence[Entity], spec: FieldSpec, value: Any, typed: str) -> None:
            super().__init__()
            self.rows, self.spec, self.value, self.typed = tuple(rows), spec, value, typed

    class Went(Message):
        """The user goes on by so many columns or rows, or leaves where both are 0."""

        def __init__(self, columns: int, rows: int) -> None:
            super().__init__()
            self.columns, self.rows = columns, rows

    def __init__(self, rows: Sequence[Entity], spec: FieldSpec, context: Context, typed: str | None = None) -> None:
        """``typed`` is what stands in the line from the start, where that was refused before."""
        super().__init__()
        self.rows, self.spec = tuple(rows), spec
        self._told_in = context
        values = {getattr(row, spec.name) for row in rows}
        self._initial = typed_from(spec, values.pop(), context) if len(values) == 1 else ""
        self._input = input_for(spec, self._initial, context)
        self._typed_before = typed

    def compose(self) -> ComposeResult:
        """The line, and what is told of it."""
        yield self._input
        told = Static(self._help(), markup=False)
        told.display = self._needs_help
        yield told

    @property
    def _needs_help(self) -> bool:
        """Whether there is anything to tell of what is typed; the column says what it is, and the row below is seen."""
        return len(self.rows) > 1 or (not isinstance(self._input, OptionInput) and bool(how_to_type(self.spec)))

    def on_mount(self) -> None:
        """Take the keys, with what was typed before."""
        if self._typed_before is not None:
            self.field.typed = self._typed_before
        self._input.focus(scroll_visible=False)

    @property
    def field(self) -> FieldInput:
        """What the value is typed into."""
        return cast(FieldInput, self._input)

    @property
    def is_typed_into(self) -> bool:
        """Whether something is to be handed over: another text than at first, or one that was refused."""
        return self.field.typed != self._initial or self._typed_before is not None

    def stand_at(self, cell: Region, room: Region) -> None:
        """Lie over ``cell``, within the columns of ``room``; both are regions of the screen.  What is chosen needs no more room than its words."""
        told_beside = self.spec.shape in (Shape.DATE, Shape.INSTANT, Shape.REFERENCE, Shape.REFERENCES, Shape.LINE)
        least = self._input.widest if isinstance(self._input, OptionInput) else _WIDER if told_beside else _WIDTH
        width = min(room.width, max(least, cell.width))
        self.styles.width = width
        self.absolute_offset = Offset(max(room.x, min(cell.x, room.right - width)), cell.y)

    def _help(self) -> Any:
        count = len(self.rows)
        many = ngettext("{count} row", "{count} rows", count).format(count=count) if count > 1 else ""
        how = _("- empties it") if count > 1 and self.spec.optional else how_to_type(self.spec)
        return content_of(" · ".join(filter(None, (_(self.spec.label), many, how))))

    def say_problems(self, problems: Sequence[Problem]) -> None:
        """Say what is wrong; what was typed stays."""
        told = self.query_one(Static)
        told.update(content_of("✗ " + " ".join(say(problem.message) for problem in problems)))
        told.add_class("-wrong")
        told.display = True

    def on_edited(self, event: Edited) -> None:
        """What was said of what stood there no longer holds."""
        event.stop()
        told = self.query_one(Static)
        if told.has_class("-wrong"):
            told.remove_class("-wrong")
            told.update(self._help())
            told.display = self._needs_help

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Nobody else has to hear of it."""
        event.stop()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Nobody else has to hear of it."""
        event.stop()

    def action_give(self, columns: int, rows: int) -> None:
        """Hand over what was typed, and go on."""
        if isinstance(self._input, ReferenceInput):
            self._input.action_take()
        typed = self.field.typed
        if self.is_typed_into:
            try:
                value = self._value(typed)
            except Refused as refused:
                self.say_problems(refused.problems)
                return
            if any(getattr(row, self.spec.name) != value for row in self.rows):
                self.post_message(self.Given(self.rows, self.spec, value, typed))
        self.post_message(self.Went(columns, rows))

    def _value(self, typed: str) -> Any:
        """The value that was typed, as the first of the rows can take it."""
        name = self.spec.name
        emptied = len(self.rows) > 1 and typed.strip() == _NOTHING
        read = value_from(self.spec, "" if emptied else typed, self._told_in)
        return getattr(validated(type(self.rows[0]), {**self.rows[0].__dict__, name: read}), name)

    def action_leave(self) -> None:
        """Leave it as it was."""
        self.post_message(self.Went(0, 0))

    def on_descendant_blur(self) -> None:
        """A click somewhere else leaves it as it was."""
        self.call_after_refresh(self._leave_without_focus)

    def _leave_without_focus(self) -> None:
        if self.is_attached and not self.has_focus_within and self.screen.is_current:
            self.action_leave()
