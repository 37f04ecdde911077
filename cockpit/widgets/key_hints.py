"""The last line: the keys that matter now."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from textual.binding import Binding
from textual.content import Content
from textual.widget import Widget

from cockpit.language import _
from cockpit.widgets.typed_text import cell_width

_GAP = 2
LAST = ("app.palette", "app.help")
"""The ids of the bindings that lead to all others: they stand at the right, and stay when there is little room."""


_GIVE_WAY = (
    "topic.open",
    "form.start_over",
    "conflict.all_mine",
    "conflict.all_theirs",
    "table.filter",
    "row.change_cell",
    "row.delete",
    "row.next_state",
    "row.edit",
)
"""The ids of the bindings that leave first where there is little room, in this order; the help tells them all."""

_STAY = (
    "kpi.trust",
    "journal.write_minutes",
    "readiness.what_if",
    "app.quit",
    "app.undo",
    "app.what_if",
    "conflict.mine",
    "conflict.theirs",
    "conflict.leave",
    "conflict.save",
    "gone.leave",
    "gone.anew",
    "form.cancel",
    "form.unfold",
    "form.save",
    "table.open",
    "panel.open",
    "row.new",
    "standup.decision",
    "standup.blocker",
    "standup.absent",
    "standup.action",
    "standup.celebrate",
    "standup.copy",
    "standup.end",
    "standup.next",
)
"""Those that leave last, in this order."""


class Hint(NamedTuple):
    """A key as people read it, what it does, and how long it stays: where there is little room, the least worth leaves first."""

    key: str
    does: str
    worth: int = 0


def worth_of(name: str) -> int:
    """The worth of the hint for a binding, by its id."""
    if name in _GIVE_WAY:
        return _GIVE_WAY.index(name) - len(_GIVE_WAY)
    return 1 + _STAY.index(name) if name in _STAY else 0


def line_of(hints: Iterable[Hint], last: Iterable[Hint], width: int) -> Content:
    """``hints`` from the left, without those that do not fit, and ``last`` at the right, in ``width`` cells."""
    right = _pieces(last)
    room = width - 1 - _width(right) - (_GAP if right else 0)
    kept = list(hints)
    while kept and _width(_pieces(kept)) > room:
        # Of those that are worth the same, the one at the right leaves.
        kept.remove(min(reversed(kept), key=lambda hint: hint.worth))
    left = _pieces(kept)
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

    def __init__(self, last: Sequence[str] = LAST) -> None:
        """``last`` are the ids of the bindings that stand at the right."""
        super().__init__()
        self._last = last

    def on_mount(self) -> None:
        """Listen to what the keys do now."""
        self.screen.bindings_updated_signal.subscribe(self, lambda _screen: self.refresh())

    def render(self) -> Content:
        """One hint for each binding that is shown and can be used."""
        hints: dict[str, Hint] = {}
        for _node, binding, enabled, _tooltip in self.screen.active_bindings.values():
            name = binding.id or binding.action
            if binding.show and enabled and name not in hints:
                hints[name] = Hint(self.app.get_key_display(binding), _(binding.description), worth_of(name))
        last = [hint for name in LAST if (hint := hints.pop(name, None)) and name in self._last]
        return line_of(hints.values(), last, self.size.width)


_NAMED = {
    "{new}": "row.new",
    "{clear}": "table.clear",
    "{acts}": "history.keep",
    "{record}": "kpi.record",
    **{f"{{{mode}}}": f"mode.{mode}" for mode in ("actions", "kpis", "risks", "phases")},
}
"""What sentences about rows that are not there call the keys that help, each with the id of its binding."""


def with_keys(words: str, widget: Widget) -> str:
    """``words``, already translated, with the keys that ``widget`` and what is around it have where they name any."""
    for name, wanted in _NAMED.items():
        if name in words:
            around = (binding for node in widget.ancestors_with_self for _key, binding in node._bindings)
            given = next((binding.key for binding in around if binding.id == wanted), "?")
            key = _own_keys(widget).get(wanted, given)
            words = words.replace(name, widget.app.get_key_display(Binding(key.split(",")[0].strip(), "")))
    return words


def _own_keys(widget: Widget) -> Mapping[str, str]:
    """The keys that the user has chosen, by the ids of their bindings, in an app that knows any."""
    found: Mapping[str, str] = getattr(getattr(widget.app, "key_map", None), "own", {})
    return found
