"""Everything about one row, to be read: a title, facts with their labels, and blocks of lines under a heading."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from cockpit.domain.message import N_
from cockpit.widgets.column import Cell
from cockpit.widgets.signs import STYLES
from cockpit.widgets.typed_text import cell_width, content_of, cut, display_text

_LONGEST_LABEL = 18


@dataclass(frozen=True)
class Fact:
    """A label, already translated, and what it says; the text may have several lines."""

    label: str
    told: Cell


@dataclass(frozen=True)
class Block:
    """Lines under a heading that is already translated; each is one or more cells, a blank between them."""

    heading: str
    lines: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class Page:
    """What the detail of a row says."""

    title: str
    parts: tuple[Fact | Block, ...] = ()


class DetailBody(Widget):
    """The page, wrapped to the width there is."""

    DEFAULT_CSS = """
    DetailBody { height: auto; width: 1fr; padding: 0 1; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.page = Page("")
        self._wrapped: tuple[int, list[Content]] = (-1, [])

    def show(self, page: Page) -> None:
        """Show another page."""
        if page == self.page:
            return
        self.page, self._wrapped = page, (-1, [])
        self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """The lines that the page takes."""
        return len(self._lines(width))

    def render(self) -> Content:
        """All lines."""
        return Content("\n").join(self._lines(self.content_size.width))

    def _lines(self, width: int) -> list[Content]:
        if self._wrapped[0] != width:
            self._wrapped = (width, list(_wrapped(self.page, max(width, 10))))
        return self._wrapped[1]


def _wrapped(page: Page, width: int) -> Iterator[Content]:
    if not page.title:
        return
    yield from content_of(page.title, "bold").wrap(width)
    labels = [cell_width(part.label) for part in page.parts if isinstance(part, Fact)]
    room = min(max(labels, default=0), _LONGEST_LABEL, width // 3) + 2
    for place, part in enumerate(page.parts):
        if isinstance(part, Fact):
            if place and isinstance(page.parts[place - 1], Block):
                yield Content("")
            yield from _fact(part, room, width)
        else:
            yield Content("")
            yield content_of(cut(part.heading, width), "bold")
            for line in part.lines:
                yield from _hanging(line, width)


def _fact(fact: Fact, room: int, width: int) -> Iterator[Content]:
    label = content_of(cut(fact.label, room - 1), "dim").truncate(room, pad=True)
    for line in content_of(fact.told.text, STYLES[fact.told.tone]).wrap(width - room):
        yield Content.assemble(label, line)
        label = Content(" " * room)


def _hanging(cells: Sequence[Cell], width: int) -> Iterator[Content]:
    """A line of a block, its further lines indented under its first word."""
    told = [Content.styled(display_text(cell.text), STYLES[cell.tone]) for cell in cells if cell.text]
    said = Content(" ").join(told)
    for place, line in enumerate(said.wrap(width - 2)):
        yield Content.assemble("  " if place else " ", line)


class Detail(VerticalScroll):
    """The page of the row under the cursor; it scrolls where there is more than fits."""

    DEFAULT_CSS = """
    Detail { width: 1fr; height: 1fr; scrollbar-size-vertical: 1; overflow-x: hidden; background: transparent; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "scroll_down", N_("Down"), show=False, id="detail.down"),
        Binding("up,k", "scroll_up", N_("Up"), show=False, id="detail.up"),
    ]

    def compose(self) -> ComposeResult:
        """The page itself."""
        yield DetailBody()

    def show(self, page: Page) -> None:
        """Show another page, from its beginning where it is about another row."""
        body = self.query_one(DetailBody)
        if body.page.title != page.title:
            self.scroll_home(animate=False)
        body.show(page)
