"""A titled panel of running text: paragraphs, wrapped to the width that there is, between lines in columns where it has any."""

from collections.abc import Iterator, Sequence

from textual.geometry import Size
from textual.strip import Strip

from cockpit.widgets.column import Cell, Column
from cockpit.widgets.panel import Line, Panel
from cockpit.widgets.typed_text import ELLIPSIS, content_of, cut


class Statement(Panel):
    """A line of one cell is a paragraph, which may be about a row; the blanks that it begins with indent all of it."""

    def __init__(self, columns: Sequence[Column] = (), *, empty: str = "", id: str | None = None) -> None:
        """``empty`` is marked for translation: what to do next where there is no paragraph."""
        super().__init__(columns, empty=empty, id=id)
        self._paragraphs: tuple[Line, ...] = ()
        self._wrapped_to = 0

    def show(self, title: str, lines: Sequence[Line], aside: str = "", beyond: int = 0) -> None:
        """Show paragraphs under ``title``; the rest as in :class:`Panel`."""
        self._paragraphs = tuple(lines)
        super().show(title, self._wrapped(self._wrapped_to), aside, beyond)
        self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """The rule and all lines, as wrapped to ``width``."""
        self._wrap(width)
        return super().get_content_height(container, viewport, width)

    def render_line(self, y: int) -> Strip:
        """A line, wrapped to the width at last."""
        self._wrap(self.content_size.width)
        return super().render_line(y)

    def _rest(self, place: int, count: int) -> str:
        if len(self._lines[place].cells) > 1:
            return super()._rest(place, count)
        return f"{cut(self._lines[place].cells[0].text, max(1, self.content_size.width - 3))} {ELLIPSIS}"

    def _wrap(self, width: int) -> None:
        if width == self._wrapped_to:
            return
        about = self.line
        self._wrapped_to, self._lines = width, self._wrapped(width)
        self._cursor = next((place for place, line in enumerate(self._lines) if about and line.uid == about.uid), 0)

    def _wrapped(self, width: int) -> tuple[Line, ...]:
        return tuple(line for paragraph in self._paragraphs for line in _lines_of(paragraph, max(10, width - 2)))


def _lines_of(paragraph: Line, width: int) -> Iterator[Line]:
    if len(paragraph.cells) > 1:
        yield paragraph
        return
    text, tone = paragraph.cells[0]
    indent = " " * (len(text) - len(text.lstrip(" ")))
    for line in content_of(text.lstrip(" ")).wrap(max(10, width - len(indent))):
        yield Line((Cell(indent + line.plain.rstrip(), tone),), paragraph.kind, paragraph.uid)
