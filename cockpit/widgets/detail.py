"""Everything about one row, to be read: a title, facts with their labels, and blocks of lines under a heading."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import ClassVar, NamedTuple

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.geometry import Region, Size
from textual.message import Message
from textual.widget import Widget

from cockpit.domain.message import N_
from cockpit.language import _
from cockpit.widgets.column import Cell
from cockpit.widgets.signs import STYLES
from cockpit.widgets.typed_text import cell_width, content_of, cut, display_line, display_text, fit

_LONGEST_LABEL = 18
_CURSOR = "▸"


@dataclass(frozen=True)
class Fact:
    """A label, already translated, and what it says; the text may have several lines."""

    label: str
    told: Cell


class Target(NamedTuple):
    """The row that a line tells of, and leads to."""

    kind: str
    uid: str


@dataclass(frozen=True)
class Block:
    """Lines under a heading that is already translated; each is one or more cells, a blank between them.

    ``targets`` are the rows that the lines lead to, one for each line or None, or none at all.  In an ``aligned`` block the cells
    stand in columns, and keep the blanks that they begin with; there are as many in each line.
    """

    heading: str
    lines: tuple[tuple[Cell, ...], ...]
    targets: tuple[Target | None, ...] = ()
    aligned: bool = False


@dataclass(frozen=True)
class Page:
    """What the detail of a row says."""

    title: str
    parts: tuple[Fact | Block, ...] = ()


_EMPTY = N_("Nothing is chosen. All about the row under the cursor will stand here")


@dataclass
class _Text:
    """A page wrapped to a width: its lines, and where those stand that lead to a row."""

    lines: list[Content] = field(default_factory=list)
    places: list[tuple[Target, range]] = field(default_factory=list)


class DetailBody(Widget):
    """The page, wrapped to the width there is."""

    DEFAULT_CSS = """
    DetailBody { height: auto; width: 1fr; padding: 0 1; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.page = Page("")
        self._chosen: int | None = None
        self._wrapped: tuple[int, _Text] = (-1, _Text())

    def show(self, page: Page) -> None:
        """Show another page."""
        if page == self.page:
            return
        self.page, self._wrapped = page, (-1, _Text())
        if self._chosen is not None:
            self._chosen = min(self._chosen, len(self.places) - 1) if self.places else None
        self.refresh(layout=True)

    @property
    def places(self) -> Sequence[tuple[Target, range]]:
        """The rows that lines lead to, in order, each with its lines."""
        return self._text(self.content_size.width).places

    @property
    def chosen(self) -> int | None:
        """Which of the places the cursor is on; None while there is no cursor."""
        return self._chosen if self._chosen is None or self._chosen < len(self.places) else None

    def choose(self, chosen: int | None) -> None:
        """Put the cursor on one of the places, or take it away."""
        if chosen != self._chosen:
            self._chosen = chosen
            self.refresh()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """The lines that the page takes."""
        return len(self._text(width).lines)

    def render(self) -> Content:
        """All lines, the one that the cursor is on told by a sign and by its style."""
        text = self._text(self.content_size.width)
        lines = text.lines
        if self.chosen is not None:
            _target, place = text.places[self.chosen]
            width = self.content_size.width
            pointed = [_pointed(line, width, first=not number) for number, line in enumerate(lines[place.start : place.stop])]
            lines = [*lines[: place.start], *pointed, *lines[place.stop :]]
        return Content("\n").join(lines)

    def _text(self, width: int) -> _Text:
        if self._wrapped[0] != width:
            self._wrapped = (width, _wrapped(self.page, max(width, 10)))
        return self._wrapped[1]


def _pointed(line: Content, width: int, *, first: bool) -> Content:
    marked = Content.assemble(_CURSOR, line[1:]) if first else line
    return Content(marked.plain).truncate(width, pad=True).stylize("reverse")


def _wrapped(page: Page, width: int) -> _Text:
    text = _Text()
    if not page.title and not page.parts:
        text.lines += content_of(_(_EMPTY), "italic").wrap(width)
        return text
    if page.title:
        text.lines += content_of(page.title, "bold").wrap(width)
    labels = [cell_width(part.label) for part in page.parts if isinstance(part, Fact)]
    room = min(max(labels, default=0), _LONGEST_LABEL, width // 3) + 2
    for place, part in enumerate(page.parts):
        if isinstance(part, Fact):
            if place and isinstance(page.parts[place - 1], Block):
                text.lines.append(Content(""))
            text.lines += _fact(part, room, width)
        else:
            text.lines += [Content(""), content_of(cut(part.heading, width), "bold")]
            for number, line in enumerate(_in_columns(part.lines) if part.aligned else map(_in_words, part.lines)):
                begin = len(text.lines)
                text.lines += _hanging(line, width)
                if part.targets and (target := part.targets[number]):
                    text.places.append((target, range(begin, len(text.lines))))
    return text


def _fact(fact: Fact, room: int, width: int) -> Iterator[Content]:
    label = content_of(cut(fact.label, room - 1), "dim").truncate(room, pad=True)
    for line in content_of(fact.told.text, STYLES[fact.told.tone]).wrap(width - room):
        yield Content.assemble(label, line)
        label = Content(" " * room)


def _in_words(cells: Sequence[Cell]) -> Content:
    return Content(" ").join([Content.styled(display_text(cell.text), STYLES[cell.tone]) for cell in cells if cell.text])


def _in_columns(lines: Sequence[Sequence[Cell]]) -> Iterator[Content]:
    shown = [[display_line(cell.text) for cell in line] for line in lines]
    widths = [max(map(cell_width, column)) for column in zip(*shown, strict=True)]
    for line, texts in zip(lines, shown, strict=True):
        filled = (fit(text, width) for text, width in zip(texts[:-1], widths[:-1], strict=True))
        told = [Content.styled(text, STYLES[cell.tone]) for cell, text in zip(line, [*filled, texts[-1]], strict=True)]
        yield Content(" ").join([each for each, width in zip(told, widths, strict=True) if width])


def _hanging(said: Content, width: int) -> Iterator[Content]:
    """A line of a block, its further lines indented under its first word."""
    for place, line in enumerate(said.wrap(width - 2)):
        yield Content.assemble("  " if place else " ", line)


class PointedPage(VerticalScroll):
    """A page that scrolls where there is more than fits, with a cursor on those of its lines that can be chosen."""

    DEFAULT_CSS = """
    PointedPage { width: 1fr; height: 1fr; scrollbar-size-vertical: 1; overflow-x: hidden; background: transparent; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "move(1)", N_("Down"), show=False, id="detail.down"),
        Binding("up,k", "move(-1)", N_("Up"), show=False, id="detail.up"),
    ]

    def compose(self) -> ComposeResult:
        """The page itself."""
        yield DetailBody()

    @property
    def _body(self) -> DetailBody:
        return self.query_one(DetailBody)

    def show(self, page: Page) -> None:
        """Show another page; the cursor stays at its place."""
        self._body.show(page)

    def point(self, place: int) -> None:
        """Put the cursor on one of the lines that can be chosen, by its number among them."""
        self._choose(place)

    @property
    def pointed(self) -> Target | None:
        """What the line under the cursor is about."""
        chosen = self._body.chosen
        return None if chosen is None else self._body.places[chosen][0]

    def around(self, place: int) -> range:
        """The lines that are brought into view with the cursor on one of them."""
        return self._body.places[place][1]

    def action_move(self, by: int) -> None:
        """Move the cursor, where there is a line for it; beyond the last one, and over long texts, scroll."""
        body = self._body
        to = (body.chosen + by) if body.chosen is not None else 0
        if not 0 <= to < len(body.places):
            self.scroll_relative(y=by, animate=False)
            return
        lines = body.places[to][1]
        first, last = self.scroll_offset.y, self.scroll_offset.y + self.size.height
        if lines.stop > last + self.size.height or lines.start < first - self.size.height:
            self.scroll_relative(y=by * max(1, self.size.height - 1), animate=False)
        else:
            self._choose(to)

    def _choose(self, place: int) -> None:
        lines = self.around(place)
        self._body.choose(place)
        self.scroll_to_region(Region(0, lines.start, 1, len(lines)), animate=False, force=True)


class Detail(PointedPage):
    """The page of the row under the cursor.

    With the focus, it has a cursor on the lines that lead to other rows, and posts :class:`Opened` for one of them.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "open", N_("Open"), id="detail.open")]

    class Opened(Message):
        """The user asked for the row that a line tells of."""

        def __init__(self, target: Target) -> None:
            super().__init__()
            self.target = target

    def show(self, page: Page) -> None:
        """Show another page, from its beginning where it is about another row or nobody is reading in it."""
        body = self._body
        if body.page.title != page.title or (body.page != page and not self.has_focus):
            self.scroll_home(animate=False)
        body.show(page)
        self.call_after_refresh(self._begin)

    def on_focus(self) -> None:
        """Have a cursor, once the focus is here."""
        self.call_after_refresh(self._begin)

    def _begin(self) -> None:
        """With the focus, put the cursor on the first line that leads somewhere, where there is none yet."""
        if self.has_focus and self._body.chosen is None and self._body.places:
            self._choose(0)
        self.refresh_bindings()

    def on_blur(self) -> None:
        """Without the focus there is no cursor."""
        self._body.choose(None)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A page without such lines has nothing to open."""
        return bool(self._body.places) if action == "open" else True

    def action_open(self) -> None:
        """Ask for the row that the line under the cursor leads to."""
        if (chosen := self._body.chosen) is not None:
            self.post_message(self.Opened(self._body.places[chosen][0]))

    def on_click(self, event: events.Click) -> None:
        """Choose the line clicked; open it on the second click."""
        at = event.get_content_offset(self)
        if at is None:
            return
        line = at.y + self.scroll_offset.y
        for place, (_target, lines) in enumerate(self._body.places):
            if line in lines:
                self._choose(place)
                if event.chain > 1:
                    self.action_open()
