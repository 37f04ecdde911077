"""The two lines at the top: where the project stands, and the modes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from textual.content import Content
from textual.reactive import reactive
from textual.style import Style
from textual.widget import Widget

from cockpit.widgets.typed_text import cell_width, cut, display_line, fit

_GAP = 3


@dataclass(frozen=True)
class Part:
    """One part of the heading in several lengths, the longest first; ``style`` is a style of the theme."""

    lengths: tuple[str, ...]
    style: str = ""


@dataclass(frozen=True)
class Heading:
    """What the header says: the project at the left, and at the right its parts, the one that gives way first at the end.

    ``order`` is the order in which they stand, by their index, and ``who`` the index of the part that names the user, where one does.
    """

    project: str
    parts: tuple[Part, ...] = ()
    order: tuple[int, ...] = ()
    who: int | None = None

    def among(self, others: tuple[str, ...]) -> "Heading":
        """The same with who else is in, in several lengths, beside who the user is."""
        if not others:
            return self
        if self.who is None:
            order = self.order or tuple(range(len(self.parts)))
            return replace(self, parts=(*self.parts, Part(others)), order=(*order, len(self.parts)))
        me = self.parts[self.who]
        shortest = me.lengths[-1]
        lengths = (f"{me.lengths[0]} {others[0]}", *(f"{shortest} {each}" for each in others[1:]))
        return replace(self, parts=(*self.parts[: self.who], Part(lengths, me.style), *self.parts[self.who + 1 :]))


class HeaderLine(Widget):
    """The first line of every screen."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    HeaderLine { height: 1; width: 1fr; padding: 0 1; background: $panel; color: $foreground; text-style: bold; }
    """

    heading: reactive[Heading] = reactive(Heading("Cockpit"))
    others: reactive[tuple[str, ...]] = reactive(())
    """Who else is in, in several lengths, the longest first; nothing where nobody is."""

    def render(self) -> Content:
        """As much of the heading as fits, each part as long as it can be."""
        return fitted(self.heading.among(self.others), self.content_size.width)


_LEAST_PROJECT = 16


def fitted(heading: Heading, width: int) -> Content:
    """A heading in ``width`` cells: parts become shorter, the last ones first, then leave; the project takes what is left."""
    chosen: list[int | None] = [0 for _ in heading.parts]
    project = display_line(heading.project)
    least = min(cell_width(project), _LEAST_PROJECT)

    def taken() -> int:
        return sum(
            _GAP + cell_width(part.lengths[place]) for part, place in zip(heading.parts, chosen, strict=True) if place is not None
        )

    steps = [
        (index, place)
        for index in reversed(range(len(heading.parts)))
        for place in (*range(1, len(heading.parts[index].lengths)), None)
    ]
    # Shortening costs less than losing, so that every part is shortened before any leaves.
    for index, place in sorted(steps, key=lambda step: step[1] is None):
        if taken() + least <= width:
            break
        chosen[index] = place
    pieces: list[tuple[str, str]] = [(fit(project, max(0, width - taken())), "")]
    for index in heading.order or range(len(heading.parts)):
        place = chosen[index]
        if place is not None:
            pieces += [(" " * _GAP, ""), (heading.parts[index].lengths[place], heading.parts[index].style)]
    return Content.assemble(*pieces)


class Tab(NamedTuple):
    """One mode as the bar shows it: its key, its name in two lengths, and the action of a click on it."""

    key: str
    label: str
    short: str
    action: str


class ModeBar(Widget):
    """The second line: all modes, the current one told by more than its colour."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    ModeBar {
        height: 1; width: 1fr; background: $surface; color: $foreground;
        link-color: $foreground; link-background: $surface; link-style: none;
    }
    """

    def __init__(self, tabs: Sequence[Tab], current: int) -> None:
        super().__init__()
        self._tabs = tuple(tabs)
        self._current = current

    def show(self, tabs: Sequence[Tab]) -> None:
        """Show other keys or names of the same modes."""
        if tuple(tabs) != self._tabs:
            self._tabs = tuple(tabs)
            self.refresh()

    def render(self) -> Content:
        """The longest of three forms that fits: all names, short names, or numbers with the current name."""
        width = self.content_size.width
        forms = [
            [tab.label for tab in self._tabs],
            [tab.label if index == self._current else tab.short for index, tab in enumerate(self._tabs)],
            [tab.label if index == self._current else "" for index, tab in enumerate(self._tabs)],
        ]
        for names, gap in ((forms[0], 2), (forms[0], 1), (forms[1], 1), (forms[2], 2)):
            cells = [f"{tab.key} {name}".rstrip() for tab, name in zip(self._tabs, names, strict=True)]
            # The current one has a blank at each side, so that it stands out as a block.
            if sum(map(cell_width, cells)) + gap * (len(cells) - 1) + 2 <= width:
                return self._assembled(cells, gap)
        return Content(cut(f" {self._tabs[self._current].key} {self._tabs[self._current].label}", width))

    def _assembled(self, cells: Sequence[str], gap: int) -> Content:
        pieces: list[tuple[str, str | Style]] = [(" ", "")] if self._current else []
        for index, (tab, cell) in enumerate(zip(self._tabs, cells, strict=True)):
            click = Style.from_meta({"@click": tab.action})
            if index == self._current:
                pieces.append((f" {cell} ", Style(reverse=True, bold=True) + click))
            else:
                pieces.append((cell, click))
            blanks = gap - (index == self._current) - (index + 1 == self._current)
            pieces.append((" " * blanks, ""))
        return Content.assemble(*pieces)
