"""The names of the tables that one screen shows in turn."""

from collections.abc import Sequence

from textual.content import Content
from textual.style import Style
from textual.widget import Widget

from cockpit.widgets.typed_text import cell_width

_GAP = "  "
_TURNING = ("section.previous", "section.next")
"""The ids of the bindings that turn to the name before and to the next."""


class SectionBar(Widget):
    """One line of names, the current one underlined; those that do not fit are told by their number."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    SectionBar {
        height: 1; width: 1fr; padding: 0 1; color: $foreground;
        link-color: $foreground; link-background: transparent; link-style: none;
    }
    """

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__()
        self._names = tuple(names)
        self._current = 0
        self._keys = ""

    def show(self, names: Sequence[str], current: int = 0) -> None:
        """Show other names."""
        self._names = tuple(names)
        self.point_to(current)

    def point_to(self, current: int) -> None:
        """Make the name at ``current`` the current one."""
        self._current = current
        self.refresh()

    def on_mount(self) -> None:
        """Listen to what the keys do now."""
        self.screen.bindings_updated_signal.subscribe(self, lambda _screen: self._note_keys())

    def _note_keys(self) -> None:
        """Note the keys that turn to the next name and the one before; painted again only where they have changed."""
        known = {active.binding.id: active.binding for active in self.screen.active_bindings.values() if active.enabled}
        keys = " ".join(self.app.get_key_display(known[name]) for name in _TURNING if name in known)
        if keys != self._keys:
            self._keys = keys
            self.refresh()

    def render(self) -> Content:
        """The current name and as many of its neighbours as fit, and at the right the keys that lead to the others."""
        if not self._names:
            return Content("")
        told = f"{_GAP}{self._keys}" if self._keys and len(self._names) > 1 else ""
        width = self.content_size.width - cell_width(told)
        names = self._named(width)
        return Content.assemble(names, " " * (width - names.cell_length), (told, "bold $accent"))

    def _named(self, width: int) -> Content:
        first, last = self._window(width)
        pieces: list[tuple[str, str | Style]] = []
        if first > 0:
            pieces.append((f"‹ {first}{_GAP}", "dim"))
        for place in range(first, last):
            click = Style.from_meta({"@click": f"screen.section({place})"})
            style = Style(bold=True, underline=True) + click if place == self._current else click
            pieces += [(self._names[place], style), (_GAP, "")]
        if last < len(self._names):
            pieces.append((f"{len(self._names) - last} ›", "dim"))
        return Content.assemble(*pieces).truncate(width)

    def _window(self, width: int) -> tuple[int, int]:
        """The range of names around the current one that fit, with room for what is told of the others."""
        first, last = self._current, self._current + 1

        def fits(first: int, last: int) -> bool:
            names = sum(cell_width(name) + len(_GAP) for name in self._names[first:last])
            rest = (6 if first > 0 else 0) + (4 if last < len(self._names) else 0)
            return names + rest <= width

        while True:
            if last < len(self._names) and fits(first, last + 1):
                last += 1
            elif first > 0 and fits(first - 1, last):
                first -= 1
            else:
                return first, last
