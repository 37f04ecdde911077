"""The last line: the keys that matter now."""

from collections.abc import Iterable
from typing import NamedTuple

from textual.content import Content
from textual.widget import Widget

from cockpit.language import _
from cockpit.widgets.typed_text import cell_width

_GAP = 2
_LAST = ("app.palette", "app.help")
"""The ids of the bindings that lead to all others: they stand at the right, and stay when there is little room."""


class Hint(NamedTuple):
    """A key as people read it, and what it does."""

    key: str
    does: str


def line_of(hints: Iterable[Hint], last: Iterable[Hint], width: int) -> Content:
    """``hints`` from the left as far as they fit, ``last`` at the right, in ``width`` cells."""
    right = _pieces(last)
    room = width - 1 - _width(right) - (_GAP if right else 0)
    left: list[tuple[str, str]] = []
    for hint in hints:
        piece = _pieces([hint])
        if _width(left) + (_GAP if left else 0) + _width(piece) > room:
            break
        left += [(" " * _GAP, ""), *piece] if left else piece
    between = " " * max(0, width - 1 - _width(left) - _width(right))
    return Content.assemble((" ", ""), *left, (between, ""), *right).truncate(width)


def _pieces(hints: Iterable[Hint]) -> list[tuple[str, str]]:
    pieces: list[tuple[str, str]] = []
    for hint in hints:
        pieces += [(" " * _GAP, "")] if pieces else []
        pieces += [(hint.key, "bold $accent"), (f" {hint.does}", "")]
    return pieces


def _width(pieces: Iterable[tuple[str, str]]) -> int:
    return sum(cell_width(text) for text, _style in pieces)


class KeyHints(Widget):
    """The keys that matter for what has the focus."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    KeyHints { height: 1; width: 1fr; background: $panel; color: $foreground; }
    """

    def on_mount(self) -> None:
        """Listen to what the keys do now."""
        self.screen.bindings_updated_signal.subscribe(self, lambda _screen: self.refresh())

    def render(self) -> Content:
        """One hint for each binding that is shown and can be used."""
        hints: dict[str, Hint] = {}
        for _node, binding, enabled, _tooltip in self.screen.active_bindings.values():
            name = binding.id or binding.action
            if binding.show and enabled and name not in hints:
                hints[name] = Hint(self.app.get_key_display(binding), _(binding.description))
        last = [hints.pop(name) for name in _LAST if name in hints]
        return line_of(hints.values(), last, self.size.width)
