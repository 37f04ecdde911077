"""A field in a form: its label, its input, what is wrong with it; and the line that stands for the fields not shown yet."""

from typing import ClassVar, cast

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static

from cockpit.domain.entity import FieldSpec, Shape
from cockpit.domain.message import N_
from cockpit.language import _, ngettext
from cockpit.widgets.column import Context
from cockpit.widgets.field_input import FieldInput, LineInput, input_for
from cockpit.widgets.typed_text import content_of

_HOW_TO_TYPE = {
    Shape.DATE: N_("a date such as fri, next friday, +2w, in 3 weeks, 12 dec or 2026-12-31"),
    Shape.INSTANT: N_("a day and a time, such as fri 14:00 or 2026-12-31 14:00"),
    Shape.CHOICE: N_("left and right choose"),
    Shape.FLAG: N_("left and right choose"),
    Shape.REFERENCE: N_("type a ref or a name; a blank lists them"),
    Shape.REFERENCES: N_("refs or names, parted by commas"),
    Shape.LINES: N_("one a line"),
    Shape.PARAMETERS: N_("one setting a line, such as share = 0.75"),
}


def how_to_type(spec: FieldSpec) -> str:
    """How a field is typed, in the language chosen; empty where there is nothing to say."""
    return _(_HOW_TO_TYPE[spec.shape]) if spec.shape in _HOW_TO_TYPE else ""


class FieldLabel(Widget):
    """The label of a field, in as many lines as it takes; a required one ends with an asterisk."""

    def __init__(self, spec: FieldSpec, unit: str) -> None:
        super().__init__(classes="field--label")
        self._spec, self._unit = spec, unit

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as the label takes."""
        return len(self._lines(width))

    def render(self) -> Content:
        """The label, its unit, and the asterisk."""
        return Content("\n".join(self._lines(self.content_size.width)))

    def _lines(self, width: int) -> list[str]:
        label = f"{_(self._spec.label)} ({self._unit})" if self._unit else _(self._spec.label)
        asterisk = " *" if self._spec.required else ""
        *lines, last = (line.plain for line in Content(label).wrap(max(1, width - len(asterisk))))
        return [*lines, last + asterisk]


class WholeLines(Static):
    """Text below a field and its label, as wide as both; a grid measures how high it is by the width of the label alone."""

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as the text takes in the whole width."""
        return super().get_content_height(container, viewport, container.width - self.gutter.width)


class FieldRow(Widget):
    """A field of the form: its label, its input, and what is wrong with it."""

    def __init__(self, spec: FieldSpec, initial: str, context: Context, input: Widget | None = None) -> None:
        """``input`` takes the place of the one that the shape of the field asks for; it is a :class:`FieldInput`."""
        super().__init__()
        self.spec = spec
        self.input = input or input_for(spec, initial, context)
        self.initial = self.typed
        self._problem = ""
        self._unit = context.currency if spec.shape is Shape.MONEY else _(spec.unit)

    def compose(self) -> ComposeResult:
        """The label at the left and the input at the right; a problem comes below."""
        yield FieldLabel(self.spec, self._unit)
        yield self.input

    def on_descendant_focus(self) -> None:
        """Make the label stand out; a style sheet alone can not, as Textual looks at it again for who has the focus and no one else."""
        self.add_class("-here")

    def on_descendant_blur(self) -> None:
        """Make it like the others."""
        self.remove_class("-here")

    @property
    def typed(self) -> str:
        """What stands in the input."""
        return cast(FieldInput, self.input).typed

    @typed.setter
    def typed(self, typed: str) -> None:
        cast(FieldInput, self.input).typed = typed

    @property
    def dirty(self) -> bool:
        """Whether the user has changed the field."""
        return self.typed != self.initial

    def suggest(self, typed: str) -> None:
        """Show what is taken where nothing is typed."""
        if isinstance(self.input, LineInput):
            self.input.suggest(typed)

    def say_problem(self, sentence: str) -> None:
        """Say what is wrong; nothing where ``sentence`` is empty."""
        if sentence == self._problem:
            return
        self._problem = sentence
        self.set_class(bool(sentence), "-wrong")
        self.query(".field--problem").remove()
        if sentence:
            self.mount(WholeLines(content_of(f"✗ {sentence}"), classes="field--problem", markup=False), after=self.input)

    @property
    def help(self) -> str:
        """What the field is for and how it is typed, in the language chosen."""
        spec = self.spec
        return " · ".join(filter(None, (_("required") if spec.required else "", _(spec.help), how_to_type(spec))))


class MoreFields(Widget, can_focus=True):
    """A line that stands for the fields not shown yet."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter,space,right", "unfold", N_("More fields"), id="form.unfold")]

    class Unfolded(Message):
        """The user wants to see all fields."""

    def __init__(self, count: int) -> None:
        super().__init__()
        self._count = count

    def render(self) -> Content:
        """How many fields there are."""
        return Content("▸ " + ngettext("{count} more field", "{count} more fields", self._count).format(count=self._count))

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Letters are for fields: none of them acts on what lies below the form."""
        return character is not None and character.isalnum()

    def action_unfold(self) -> None:
        """Ask for the fields."""
        self.post_message(self.Unfolded())

    def on_click(self, event: events.Click) -> None:
        """Ask for the fields."""
        event.stop()
        self.action_unfold()
