"""What a field is typed into, by its shape: each keeps what was typed as text, so that a draft of it can be kept and brought back."""

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import ClassVar, Protocol, runtime_checkable

from rich.segment import Segment
from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import var
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Input, TextArea

from cockpit.domain.calendar import working_days
from cockpit.domain.entity import Entity, FieldSpec, Shape
from cockpit.domain.message import N_
from cockpit.domain.text import clean_line, clean_text, folded
from cockpit.language import _, current, day, distance
from cockpit.widgets.column import Context
from cockpit.widgets.date_words import day_from
from cockpit.widgets.field_words import NO, YES
from cockpit.widgets.reference_words import full_name, rows_like, short_name
from cockpit.widgets.signs import words_of
from cockpit.widgets.typed_text import cell_width, cut, display_line, fit

_LONGEST_LIST = 5
"""How many rows are offered for a reference at once."""

# Controls, lone surrogates, and the marks that reorder what follows them.
_STEERING = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufff9-\ufffb]")


@runtime_checkable
class FieldInput(Protocol):
    """What the form needs of every input."""

    typed: str


class Edited(Message):
    """What stands in ``input`` has changed."""

    def __init__(self, input: Widget) -> None:
        super().__init__()
        self.input = input


FIELDS_CSS = Path(__file__).with_suffix(".tcss").read_text("utf-8")
"""How fields look, for whatever holds any: as the style of one of them it would yield to that of the one of Textual's which it is."""

_COMPACT = "-textual-compact"
"""The class of fields without borders: set from the beginning, as Textual styles a field anew for each class that it gets afterwards."""


class LineInput(Input):
    """One line of text, a number, an amount, a date, or references parted by commas."""

    BINDINGS: ClassVar[list[BindingType]] = []

    def __init__(self, typed: str = "", *, replaced: bool = False, id: str | None = None) -> None:
        """``replaced`` selects what stands in the line, so that typing replaces it: what is short is rather written anew."""
        super().__init__(typed, id=id, select_on_focus=replaced)
        self.add_class(_COMPACT, "-valid", update=False)
        # A cursor that blinks would write to the terminal while nobody does anything.
        self.cursor_blink = False

    @property
    def typed(self) -> str:
        """What stands in the line."""
        return self.value

    @typed.setter
    def typed(self, typed: str) -> None:
        self.value = typed

    def suggest(self, typed: str) -> None:
        """Show what is taken where nothing is typed."""
        self.placeholder = display_line(typed)

    def on_blur(self) -> None:
        """Show the line from its beginning while the user is elsewhere."""
        self.scroll_to(x=0, animate=False)

    def on_focus(self) -> None:
        """Show the cursor again."""
        self.scroll_to_region(Region(self._cursor_offset, 0, 1, 1), force=True, animate=False)

    def validate_value(self, value: str) -> str:
        """Let nothing in that would steer the terminal, wherever it comes from."""
        return _STEERING.sub("", value)

    def watch_value(self) -> None:
        """Tell the form."""
        if self.is_mounted:
            self.post_message(Edited(self))

    def on_paste(self, event: events.Paste) -> None:
        """Take a pasted text as one clean line: its line ends become blanks, and nothing of it is lost."""
        event.stop()
        event.prevent_default()
        self.replace(clean_line(event.text), *self.selection)


class DateInput(LineInput):
    """A date in any words; the day that they mean is told beside them."""

    def __init__(self, meant: Callable[[str], Sequence[str]], typed: str = "", *, id: str | None = None) -> None:
        """``meant`` tells the day that a text means, from long to short; nothing where it means none."""
        super().__init__(typed, replaced=True, id=id)
        self._meant = meant

    def render_line(self, y: int) -> Strip:
        """The line typed, and in what is left of it the day."""
        strip = super().render_line(y)
        width = self.scrollable_content_region.width
        taken = cell_width(display_line(self.value)) + 2
        told = next((words for words in self._meant(self.value) if taken + cell_width(words) <= width), "")
        if y or not told:
            return strip
        quiet = self.get_component_rich_style("input--placeholder")
        return Strip([*strip.crop(0, taken), Segment(fit(told, width - taken), quiet)], width)


class TextInput(TextArea):
    """Several lines of text; the cursor leaves it upwards from the first line and downwards from the last."""

    BINDINGS: ClassVar[list[BindingType]] = []

    def __init__(self, typed: str = "", *, id: str | None = None) -> None:
        super().__init__(clean_text(typed), id=id, show_line_numbers=False, highlight_cursor_line=False)
        self.add_class(_COMPACT, update=False)
        self.cursor_blink = False

    @property
    def typed(self) -> str:
        """What stands in the text."""
        return self.text

    @typed.setter
    def typed(self, typed: str) -> None:
        self.load_text(clean_text(typed))

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Tell the form."""
        event.stop()
        self.post_message(Edited(self))

    async def on_paste(self, event: events.Paste) -> None:
        """Take a pasted text without its control characters."""
        event.stop()
        event.prevent_default()
        if result := self._replace_via_keyboard(clean_text(event.text), *self.selection):
            self.move_cursor(result.end_location)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave the keys up and down to the form at the first and the last line."""
        if action == "cursor_up" and not parameters and self.cursor_at_first_line:
            return False
        return not (action == "cursor_down" and not parameters and self.cursor_at_last_line)


class OptionInput(Widget, can_focus=True):
    """One out of few: left, right and space go through the options, a letter jumps to the next that begins with it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right,space", "step(1)", N_("Next"), show=False, id="option.next"),
        Binding("left", "step(-1)", N_("Previous"), show=False, id="option.previous"),
    ]
    code: var[str] = var("", init=False)

    def __init__(self, options: Sequence[tuple[str, str]], typed: str = "", *, id: str | None = None) -> None:
        """``options`` are codes and their words, translated."""
        super().__init__(id=id)
        self._options = tuple(options)
        self.set_reactive(OptionInput.code, typed)

    @property
    def typed(self) -> str:
        """The code of the option chosen."""
        return self.code

    @typed.setter
    def typed(self, typed: str) -> None:
        self.code = typed

    @property
    def widest(self) -> int:
        """Cells that the longest of the options takes with the signs around it."""
        return max(cell_width(display_line(words)) for _code, words in self._options) + 4

    @property
    def _place(self) -> int:
        return next((place for place, (code, _words) in enumerate(self._options) if code == self.code), -1)

    def watch_code(self) -> None:
        """Show the option, and tell the form."""
        self.refresh()
        self.post_message(Edited(self))

    def action_step(self, by: int) -> None:
        """Choose the next option, or the one before; after the last comes the first."""
        place = self._place if by > 0 else max(self._place, 0)
        self.code = self._options[(place + by) % len(self._options)][0]

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Letters jump."""
        return character is not None and character.isalnum()

    def on_key(self, event: events.Key) -> None:
        """Jump to the next option that begins with the letter."""
        if event.character is None or not event.character.isalnum():
            return
        event.stop()
        event.prevent_default()
        count = len(self._options)
        for step in range(1, count + 1):
            code, words = self._options[(self._place + step) % count]
            if folded(words).lstrip("○◐●■✓✗?~! ").startswith(folded(event.character)):
                self.code = code
                return

    def on_click(self, event: events.Click) -> None:
        """Step back on the left sign, forward anywhere else."""
        event.stop()
        self.action_step(-1 if event.x < 2 else 1)

    def render(self) -> Content:
        """The option between the signs that say there are others."""
        words = self._options[self._place][1] if self._place >= 0 else self.code
        return Content(f"‹ {cut(display_line(words), max(0, self.size.width - 4))} ›")


class ReferenceInput(LineInput):
    """Names of rows, parted by commas where there may be several; while one is typed, the rows that it may mean are listed below."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "choose(1)", N_("Next"), show=False, id="reference.next"),
        Binding("up", "choose(-1)", N_("Previous"), show=False, id="reference.previous"),
        Binding("enter", "take", N_("Take"), id="reference.take"),
        Binding("escape", "close", N_("Close the list"), show=False, id="reference.close"),
    ]

    def __init__(
        self, like: Callable[[str, int], Sequence[Entity]], typed: str = "", *, several: bool = False, id: str | None = None
    ) -> None:
        """``like`` finds at most so many rows that a piece of text may mean."""
        self._like, self._several = like, several
        self._offered: tuple[Entity, ...] = ()
        self._chosen = 0
        super().__init__(typed, replaced=not several, id=id)

    @property
    def offered(self) -> tuple[Entity, ...]:
        """The rows listed below the line."""
        return self._offered

    def watch_value(self) -> None:
        """Offer the rows that may be meant."""
        super().watch_value()
        if self.has_focus:
            last = self.value.rpartition(",")[2] if self._several else self.value
            self._offer(self._like(last, _LONGEST_LIST) if last else ())

    def on_blur(self) -> None:
        """List nothing while the user is elsewhere."""
        self._offer(())

    def _offer(self, rows: Sequence[Entity]) -> None:
        before, self._offered, self._chosen = self._offered, tuple(rows), 0
        if before != self._offered:
            # A layout paints the whole screen again, which only another height of the list is worth.
            self.refresh(layout=len(before) != len(self._offered))
        if self._offered:
            self.call_after_refresh(self.scroll_visible, animate=False)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """One line to type in, and one for each row offered."""
        return 1 + len(self._offered)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The keys of the list belong to the form while nothing is listed."""
        return bool(self._offered) if action in ("choose", "take", "close") else True

    def action_choose(self, by: int) -> None:
        """Go through the rows offered."""
        self._chosen = (self._chosen + by) % len(self._offered)
        self.refresh()

    def action_take(self) -> None:
        """Take the row chosen, where any is offered."""
        if self._offered:
            self._take(self._offered[self._chosen])

    def action_close(self) -> None:
        """Offer nothing until something else is typed."""
        self._offer(())

    def _take(self, row: Entity) -> None:
        before = self.value.rpartition(",")[0].strip() if self._several else ""
        name = short_name(row) if self._several else full_name(row)
        self.value = f"{before}, {name}" if before else name
        self.cursor_position = len(self.value)
        self._offer(())

    async def _on_mouse_down(self, event: events.MouseDown) -> None:
        place = event.y - 1
        if 0 <= place < len(self._offered):
            event.stop()
            self._take(self._offered[place])
        else:
            await super()._on_mouse_down(event)

    def render_line(self, y: int) -> Strip:
        """The line typed, and below it the rows offered."""
        if y == 0 or y > len(self._offered):
            return super().render_line(y)
        width = self.scrollable_content_region.width
        sign = "▸ " if y - 1 == self._chosen else "  "
        style = self.rich_style if y - 1 != self._chosen else self.get_component_rich_style("input--selection")
        return Strip([Segment(sign + fit(display_line(full_name(self._offered[y - 1])), width - 2), style)], width)


def input_for(spec: FieldSpec, typed: str, context: Context) -> Widget:
    """The input of a field, with ``typed`` in it; it is a :class:`FieldInput`."""
    name = f"field-{spec.name}"
    match spec.shape:
        case Shape.TEXT | Shape.LINES | Shape.PARAMETERS:
            return TextInput(typed, id=name)
        case Shape.FLAG:
            return OptionInput(((YES, _("yes")), (NO, _("no"))), typed, id=name)
        case Shape.CHOICE:
            assert spec.choices
            none = [("", _("none"))] if spec.optional else []
            return OptionInput([*none, *((choice.value, words_of(choice)) for choice in spec.choices)], typed, id=name)
        case Shape.REFERENCE | Shape.REFERENCES:
            return ReferenceInput(
                lambda words, most: rows_like(context.state, spec.refers_to, words, most),
                typed,
                several=spec.shape is Shape.REFERENCES,
                id=name,
            )
        case Shape.DATE:
            return DateInput(lambda words: _meant(words, context), typed, id=name)
        case Shape.LINE:
            return LineInput(typed, id=name)
        case _:
            return LineInput(typed, replaced=True, id=name)


def _meant(typed: str, context: Context) -> tuple[str, ...]:
    """The day that ``typed`` means, with how far it is and without."""
    when = day_from(typed, context.today, current(), working_days(context.state))
    if when is None:
        return ()
    told = day(when, context.today)
    return f"{told}, {distance(when, context.today)}", told
