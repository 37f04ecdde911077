"""Two versions of one row, field by field, and the choice between them."""

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.message import Message

from cockpit.domain.entity import Entity, FieldSpec, fields_of
from cockpit.domain.message import N_
from cockpit.language import _, headed
from cockpit.widgets.column import Cell, Context
from cockpit.widgets.detail import Block, DetailBody, Page
from cockpit.widgets.field_column import field_cell
from cockpit.widgets.signs import Tone


class Conflict(VerticalScroll):
    """Somebody else has edited the row in the meantime: theirs beside mine.  It posts :class:`Chosen`."""

    DEFAULT_CSS = """
    Conflict { width: 1fr; height: 1fr; scrollbar-size-vertical: 1; background: transparent; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("t", "choose(False)", N_("Keep theirs"), id="conflict.theirs"),
        Binding("p", "choose(True)", N_("Put mine over"), id="conflict.mine"),
        Binding("escape", "choose(False)", N_("Keep theirs"), show=False, id="conflict.leave"),
    ]

    class Chosen(Message):
        """The user keeps theirs, or wants ``values`` put over ``theirs``."""

        def __init__(self, theirs: Entity, values: Mapping[str, Any], *, mine: bool) -> None:
            super().__init__()
            self.theirs, self.values, self.mine = theirs, values, mine

    def __init__(self, seen: Entity, theirs: Entity, wanted: Mapping[str, Any], context: Context) -> None:
        super().__init__()
        self._seen, self._theirs, self._wanted, self._told_in = seen, theirs, wanted, context

    def compose(self) -> ComposeResult:
        """Every field in which the three versions differ."""
        body = DetailBody()
        blocks = tuple(self._blocks())
        what = Block(_("t keeps theirs, p puts yours over it"), ())
        title = _("{row} was edited by somebody else in the meantime").format(row=str(self._theirs))
        body.show(Page(title, (what, *blocks)))
        yield body

    def _blocks(self) -> Iterator[Block]:
        for spec in fields_of(type(self._theirs)):
            before, theirs = getattr(self._seen, spec.name), getattr(self._theirs, spec.name)
            mine = self._wanted.get(spec.name, before)
            if before == theirs == mine:
                continue
            clash = spec.name in self._wanted and theirs not in (before, mine)
            yield Block(
                ("! " if clash else "") + _(spec.label),
                (
                    self._line(_("before"), spec, before, Tone.QUIET),
                    self._line(_("theirs"), spec, theirs, Tone.PLAIN),
                    self._line(_("yours"), spec, mine, Tone.STRONG),
                ),
            )

    def _line(self, whose: str, spec: FieldSpec, value: Any, tone: Tone) -> tuple[Cell, ...]:
        told = field_cell(spec, value, self._told_in).text
        return Cell(headed(whose, "").rstrip(), Tone.QUIET), Cell(told or _("(empty)"), tone)

    def action_choose(self, mine: bool) -> None:
        """Hand the choice over."""
        self.post_message(self.Chosen(self._theirs, self._wanted, mine=mine))
