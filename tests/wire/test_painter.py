"""What is written to a terminal gives the same picture as painting it whole; pyte is the terminal."""

from collections.abc import Sequence
from typing import NamedTuple

import pyte
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cockpit.wire.canvas import Canvas
from cockpit.wire.painter import Extent, Painter
from tests.thoroughness import examples

COLUMNS, LINES = 48, 4
NARROW = ["a", "b", "é", "─", "█", "✓", "▸", "e\u0301"]
WIDE = ["漢", "字", "ハ"]
STYLES = [
    "",
    "0",
    "1",
    "2",
    "1;2",
    "7",
    "4;31",
    "1;7;34",
    "39;49",
    "31;49",
    "1;38;5;200",
    "48;2;1;2;3",
    "9;42",
    "38;2;9;9;9;100",
    "3;97",
]


class Cell(NamedTuple):
    character: str
    style: str


Grid = list[list[Cell]]
"""Lines of cells; a wide character is followed by a cell without one."""

styles = st.sampled_from(STYLES)
pieces = st.one_of(
    st.tuples(st.just(" "), st.integers(1, 9), styles),
    st.tuples(st.sampled_from(NARROW), st.integers(1, 3), styles),
    st.tuples(st.sampled_from(WIDE), st.integers(1, 2), styles),
)


def line_of(drawn: Sequence[tuple[str, int, str]]) -> list[Cell]:
    line: list[Cell] = []
    for character, times, style in drawn:
        for _ in range(times):
            taken = [Cell(character, style), Cell("", style)] if character in WIDE else [Cell(character, style)]
            if len(line) + len(taken) <= COLUMNS:
                line += taken
    return line + [Cell(" ", "")] * (COLUMNS - len(line))


def moved(line: list[Cell], column: int, by: int) -> list[Cell]:
    """A line of which the rest stands elsewhere, as where a column has become wider or narrower."""
    if any(cell.character in ("", *WIDE) for cell in line):
        return line
    blanks = [Cell(" ", "")] * abs(by)
    return (
        [*line[:column], *blanks, *line[column:]][:COLUMNS]
        if by > 0
        else [*line[:column], *line[column - by :], *blanks][:COLUMNS]
    )


lines = st.lists(pieces, max_size=9).map(line_of)


@st.composite
def grids(draw: st.DrawFn) -> list[Grid]:
    """Screens, one after the other; most lines stay as they were, or move."""
    grid = draw(st.lists(lines, min_size=LINES, max_size=LINES))
    following = [grid]
    for _ in range(draw(st.integers(0, 3))):
        grid = grid[draw(st.integers(0, LINES)) :] + grid[: draw(st.integers(0, LINES))]
        grid = [*grid, *([line_of([])] * LINES)][:LINES]
        for place in draw(st.sets(st.integers(0, LINES - 1), max_size=2)):
            grid[place] = draw(lines)
        for place in draw(st.sets(st.integers(0, LINES - 1), max_size=2)):
            grid[place] = moved(grid[place], draw(st.integers(0, COLUMNS - 1)), draw(st.integers(-9, 9)))
        following.append(grid)
    return following


def whole(grid: Grid) -> str:
    """As Textual writes it: each line from its beginning, each style from none."""
    written = ""
    for number, line in enumerate(grid, 1):
        written += f"\x1b[{number};1H"
        style: str | None = None
        for cell in line:
            if cell.style != style:
                style = cell.style
                written += f"\x1b[0m\x1b[{style}m" if style else "\x1b[0m"
            written += cell.character
        written += "\x1b[0m\r\n" if number < len(grid) else "\x1b[0m"
    return written


class Tube:
    """A terminal, and what is seen on it."""

    def __init__(self, columns: int = COLUMNS, lines: int = LINES) -> None:
        self.screen = pyte.Screen(columns, lines)
        self.stream = pyte.Stream(self.screen)
        self.feed("\x1b[?7l")

    def feed(self, written: str) -> "Tube":
        self.stream.feed(written.replace("\x1b[?2026h", "").replace("\x1b[?2026l", ""))
        return self

    @property
    def seen(self) -> list[list[tuple[object, ...]]]:
        return [
            [seen(self.screen.buffer[line][column]) for column in range(self.screen.columns)] for line in range(self.screen.lines)
        ]


def seen(cell: pyte.screens.Char) -> tuple[object, ...]:
    """Of a cell what can be told apart by looking."""
    lines = (cell.underscore, cell.strikethrough)
    if cell.data != " ":
        return cell
    foreground = cell.fg if cell.reverse or any(lines) else "default"
    return " ", foreground, cell.bg, cell.reverse, lines


def canvas_of(written: str) -> Canvas:
    canvas = Canvas()
    canvas.take(written)
    return canvas


@given(grids())
@examples(300)
def test_what_is_written_gives_the_same_picture_as_all_of_it(following: list[Grid]) -> None:
    canvas, painter, shown = Canvas(), Painter(), Tube()
    for grid in following:
        canvas.take(whole(grid))
        shown.feed(painter.painted(canvas, Extent(COLUMNS, LINES)))
        assert shown.seen == Tube().feed(whole(grid)).seen
        assert painter.painted(canvas, Extent(COLUMNS, LINES)) == ""


@given(grids(), st.integers(1, COLUMNS + 3), st.integers(1, LINES + 2))
@examples(100)
def test_a_terminal_of_another_size_shows_what_it_has_room_for(following: list[Grid], columns: int, lines: int) -> None:
    canvas, painter = Canvas(), Painter()
    for grid in following:
        canvas.take(whole(grid))
        painter.painted(canvas, Extent(COLUMNS, LINES))
    # Cutting a wide character in two leaves a blank.
    cut = [[*line, *line_of([])][:columns] for line in [*following[-1], *[line_of([])] * 2][:lines]]
    for line, original in zip(cut, following[-1], strict=False):
        if len(line) < COLUMNS and original[len(line)].character == "":
            line[-1] = Cell(" ", line[-1].style)
    painter.forget()
    shown = Tube(columns, lines).feed("garbage\x1b[31m").feed(painter.painted(canvas, Extent(columns, lines)))
    assert shown.seen == Tube(columns, lines).feed(whole(cut)).seen


def painted(*written: str) -> str:
    """What is written last, where a terminal shows all that came before."""
    canvas, painter, last = Canvas(), Painter(), ""
    for each in written:
        canvas.take(each)
        last = painter.painted(canvas, Extent(80, 24))
    return last


def test_only_what_differs_is_written() -> None:
    assert painted("\x1b[5;1HA-27 doing\x1b[1;1H", "\x1b[5;1HA-27 done \x1b[1;1H") == "\x1b[5;8Hne "


def test_the_same_again_writes_nothing() -> None:
    assert painted("\x1b[3;1H\x1b[1;39;49mAltura\x1b[0m\x1b[1;1H", "\x1b[3;1H\x1b[1mAltura\x1b[0m\x1b[1;1H") == ""


def test_what_cannot_be_seen_of_a_blank_is_not_written() -> None:
    assert painted("\x1b[3;1H\x1b[1;31m   \x1b[0m\x1b[1;1H", "\x1b[3;1H\x1b[2;32m   \x1b[0m\x1b[1;1H") == ""


def test_a_line_that_becomes_blank_is_erased() -> None:
    assert painted("\x1b[3;1H" + "x" * 80 + "\x1b[1;1H", "\x1b[3;1H" + " " * 80 + "\x1b[1;1H") == "\x1b[3H\x1b[K"


def test_what_only_moves_is_moved() -> None:
    row = "\x1b[3;1HK-2   Taux d'erreur…   0.90 %   1.00  \x1b[32m✓ met\x1b[0m  8/9"
    wider = "\x1b[3;1HK-2   Taux d'erreur des…   0.90 %   1.00  \x1b[32m✓ met\x1b[0m"
    assert painted(f"{row:100}\x1b[1;1H", f"{wider:100}\x1b[1;1H") == "\x1b[3;20H\x1b[4@\x1b[Cdes\x1b[26C   "
    assert painted(f"{wider:100}\x1b[1;1H", f"{row:100}\x1b[1;1H") == "\x1b[3;20H\x1b[m\x1b[4P\x1b[26C8/9"


def test_blanks_on_a_ground_of_their_own_are_not_erased() -> None:
    last = painted("\x1b[3;1H" + "x" * 80 + "\x1b[1;1H", "\x1b[3;1H\x1b[44m" + " " * 80 + "\x1b[0m\x1b[1;1H")
    assert last == "\x1b[3H\x1b[44m" + " " * 80


def test_an_update_is_marked_where_the_terminal_knows_such_marks() -> None:
    last = painted("\x1b[?2026h\x1b[3;1Hone\x1b[1;1H\x1b[?2026l", "\x1b[?2026h\x1b[3;1Htwo\x1b[1;1H\x1b[?2026l")
    assert last == "\x1b[?2026h\x1b[3Htwo\x1b[?2026l"


def test_the_cursor_stands_where_something_is_typed() -> None:
    assert painted("\x1b[3;1Hname: \x1b[1;1H", "\x1b[3;7Hx\x1b[9;9H") == "\x1b[3;7Hx\x1b[9;9H"
    assert painted("\x1b[3;1Hname: \x1b[3;7H", "\x1b[3;1Hname: \x1b[3;7H") == ""
    assert painted("\x1b[3;1Hname: \x1b[3;7H", "\x1b[3;1HName: \x1b[3;7H") == "\x1b[3HN\x1b[5C"


def test_after_a_character_of_doubtful_width_the_rest_is_put_where_it_belongs() -> None:
    last = painted("\x1b[3;1H👩\u200d🚀 Ada\x1b[1;1H")
    assert last.endswith("\x1b[3H  \x1b[3H👩\u200d🚀\x1b[3;3H Ada")
    # Whoever draws it as two pictures overwrites the second.
    assert "Ada" in Tube(80, 24).feed(last).screen.display[2]


def test_what_was_written_to_a_screen_that_is_not_known_any_more_is_written_again() -> None:
    canvas, painter = canvas_of("\x1b[2;1H\x1b[1mAltura\x1b[0m\x1b[1;1H"), Painter()
    first = painter.painted(canvas, Extent(80, 24))
    painter.forget()
    again = Tube(80, 24).feed("\x1b[7mBroadcast message from root").feed(painter.painted(canvas, Extent(80, 24)))
    assert again.seen == Tube(80, 24).feed(first).seen


@pytest.mark.parametrize("style", STYLES)
def test_whoever_writes_next_writes_plainly(style: str) -> None:
    canvas, painter, tube = canvas_of(f"\x1b[2;1H\x1b[{style}mx\x1b[0m"), Painter(), Tube()
    tube.feed(painter.painted(canvas, Extent(COLUMNS, LINES)) + painter.parting() + "\x1b[4;1Hy")
    assert tube.screen.buffer[3][0] == tube.screen.default_char._replace(data="y")
