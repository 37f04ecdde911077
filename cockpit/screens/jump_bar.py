"""``g`` and a letter: a jump to any mode from anywhere."""

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content

from cockpit.domain.message import N_
from cockpit.language import _
from cockpit.screens.modes import MODES, SHORT_NAMES
from cockpit.widgets.key_bar import KeyBar
from cockpit.widgets.typed_text import cell_width, cut


class JumpBar(KeyBar):
    """What ``g`` offers: the answer is the name of a mode."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(mode.letter, f"answer('{mode.name}')", mode.label, show=False, id=f"jump.{mode.name}") for mode in MODES),
        Binding("escape", "stay", N_("Stay"), show=False, id="jump.stay"),
    ]

    class Left(KeyBar.Left):
        """The bar is done with; ``answer`` is the mode to go to, None to stay."""

    def render(self) -> Content:
        """The letters, each with where it leads; the names shorten where there is little room."""
        keys = self.keys
        names = zip(MODES, _(SHORT_NAMES).split(), strict=True)
        shown = [(keys[f"jump.{mode.name}"], _(mode.label), short) for mode, short in names if f"jump.{mode.name}" in keys]
        long = " " + "  ".join(f"{key} {label}" for key, label, _short in shown)
        short = " " + " ".join(f"{key} {short}" for key, _label, short in shown)
        return Content(cut(long if cell_width(long) <= self.size.width else short, self.size.width))
