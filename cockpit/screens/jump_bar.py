"""``g`` and a letter: a jump to any mode from anywhere."""

from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from cockpit.domain.message import N_
from cockpit.language import _
from cockpit.screens.modes import MODES, SHORT_NAMES
from cockpit.widgets.typed_text import cell_width, cut


class JumpBar(Widget, can_focus=True):
    """What ``g`` offers, on the last line: it has the focus until a letter leads somewhere or any other key gives up."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    JumpBar { height: 1; width: 1fr; color: $foreground; text-style: reverse; display: none; }
    JumpBar.-asking { display: block; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(mode.letter, f"jump('{mode.name}')", mode.label, show=False, id=f"jump.{mode.name}") for mode in MODES),
        Binding("escape", "stay", N_("Stay"), show=False, id="jump.stay"),
    ]

    class Left(Message):
        """The bar is done with; ``to`` is the mode to go to, None to stay."""

        def __init__(self, to: str | None) -> None:
            super().__init__()
            self.to = to

    def ask(self) -> None:
        """Show where the letters lead, and wait for one."""
        self.add_class("-asking")
        self.focus(scroll_visible=False)

    def render(self) -> Content:
        """The letters, each with where it leads; the names shorten where there is little room."""
        bound = [
            (self.app.get_key_display(active.binding), active.binding.id)
            for active in self.screen.active_bindings.values()
            if active.node is self
        ]
        keys = {name: key for key, name in bound}
        names = zip(MODES, _(SHORT_NAMES).split(), strict=True)
        shown = [(keys[f"jump.{mode.name}"], _(mode.label), short) for mode, short in names if f"jump.{mode.name}" in keys]
        long = " " + "  ".join(f"{key} {label}" for key, label, _short in shown)
        short = " " + " ".join(f"{key} {short}" for key, _label, short in shown)
        return Content(cut(long if cell_width(long) <= self.size.width else short, self.size.width))

    def action_jump(self, name: str) -> None:
        """Go to a mode."""
        self._leave(name)

    def action_stay(self) -> None:
        """Stay here."""
        self._leave(None)

    def on_blur(self) -> None:
        """A click somewhere else gives up too."""
        self.remove_class("-asking")

    def on_key(self, event: events.Key) -> None:
        """A key that leads nowhere gives up, and does nothing else."""
        active = self.screen.active_bindings.get(event.key)
        if active is None or active.node is not self:
            event.stop()
            event.prevent_default()
            self._leave(None)

    def _leave(self, to: str | None) -> None:
        self.remove_class("-asking")
        self.post_message(self.Left(to))
