"""The board: whole whatever people typed, quick whatever the number of cards, steady when other lanes come."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

import pytest
from textual.app import App, ComposeResult
from textual.events import MouseScrollDown
from textual.pilot import Pilot

from cockpit.domain.action import Action
from cockpit.widgets.board import Board
from cockpit.widgets.board_lanes import Card, Lane
from cockpit.widgets.column import Cell
from tests.widgets.seen import HOSTILE, action, assert_whole, lines_of, text_of_screen

WIDE, NARROW = (90, 20), (50, 20)


class Boards(App[None]):
    """One board; it notes what the board tells and which cards were made."""

    BINDINGS = [("n", "never", "New")]

    def __init__(self, lanes: Sequence[Lane], *, wide: bool = False) -> None:
        super().__init__()
        self.lanes = lanes
        self.made: list[str] = []
        self.told: list[tuple[str, Any]] = []
        self.board = Board(self.card, wide=wide)

    def compose(self) -> ComposeResult:
        yield self.board

    def on_mount(self) -> None:
        self.board.show(self.lanes)
        self.board.focus()

    def card(self, row: Action) -> Card:
        self.made.append(row.uid)
        return Card(Cell("○"), Cell(row.title), (Cell(row.ref), Cell("lea")))

    def on_board_highlighted(self, event: Board.Highlighted) -> None:
        self.told.append(("highlighted", event.row and event.row.uid))

    def on_board_opened(self, event: Board.Opened) -> None:
        self.told.append(("opened", event.row.uid))

    def on_board_carried(self, event: Board.Carried) -> None:
        self.told.append((f"carried to {event.lane.key}", event.row.uid))


def lane(key: str, *rows: Action, **values: Any) -> Lane:
    """A lane with a title of its own, whose head is about a row."""
    given: dict[str, Any] = {"head": ((Cell(f"head of {key}"),),), "row": action(100 + ord(key[0])), "empty": "n adds one"}
    return Lane(key, Cell(key.capitalize()), rows=rows, **{**given, **values})


def cards(first: int, count: int) -> tuple[Action, ...]:
    """So many actions, numbered from ``first`` on."""
    return tuple(action(number) for number in range(first, first + count))


LANES = (lane("todo", *cards(1, 3)), lane("doing"), lane("review", *cards(4, 1)), lane("done", *cards(5, 2)))


@asynccontextmanager
async def shown(
    lanes: Sequence[Lane] = LANES, size: tuple[int, int] = WIDE, *, wide: bool = False
) -> AsyncIterator[tuple[Boards, Pilot[None]]]:
    app = Boards(lanes, wide=wide)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        app.told.clear()
        yield app, pilot


def under_cursor(app: Boards) -> str:
    """The uid of the row under the cursor, or nothing."""
    row = app.board.row
    return row.uid if row else ""


def head(key: str) -> str:
    """The uid of the row that the head of a lane is about."""
    return f"uid-{100 + ord(key[0])}"


async def test_lanes_stand_side_by_side_where_there_is_room() -> None:
    async with shown() as (app, _pilot):
        lines = lines_of(app)
    assert lines[0].split() == ["▸Todo", "Doing", "Review", "Done"]
    assert lines[1].count("head of") == 4
    columns = [lines[0].index(name) for name in ("Todo", "Doing", "Review", "Done")]
    assert [lines[3][column:].split()[0] for column in (columns[0], columns[3])] == ["○", "○"]
    assert "Action number 1" in lines[3][: columns[1]]
    assert "A-1 · lea" in lines[4][: columns[1]]
    assert "n adds one" in lines[3][columns[1] : columns[2]]


async def test_lanes_stand_one_below_the_other_in_a_narrow_window() -> None:
    async with shown(size=NARROW) as (app, _pilot):
        lines = [line.rstrip() for line in lines_of(app)]
    assert [line for line in lines if "Todo" in line or "Doing" in line or "Review" in line or "Done" in line] == [
        lines[0], lines[6], lines[10], lines[14],
    ]  # fmt: skip
    assert lines[1] == " head of todo"
    assert lines[2].startswith(" ○ Action number 1")
    assert lines[2].endswith("A-1 · lea")
    assert lines[8] == " n adds one"


@pytest.mark.parametrize(
    ("keys", "uid"),
    [
        ("down", "uid-1"),
        ("down down", "uid-2"),
        ("j j j j j", "uid-3"),
        ("down down up up up", head("todo")),
        ("end", "uid-3"),
        ("end home", head("todo")),
        ("right", head("doing")),
        ("down down right", head("doing")),
        ("down down down right right", head("review")),
        ("down right right right", head("done")),
        ("right right right down down", "uid-6"),
        ("right right right right right down", "uid-5"),
        ("l l l j h", "uid-4"),
        ("l l l j j h", "uid-4"),
        ("pagedown", "uid-3"),
    ],
)
async def test_keys_move_the_cursor_side_by_side(keys: str, uid: str) -> None:
    async with shown() as (app, pilot):
        await pilot.press(*keys.split())
        assert under_cursor(app) == uid


@pytest.mark.parametrize(
    ("keys", "uid"),
    [
        ("down down down down", head("doing")),
        ("down down down down down", head("review")),
        ("down down down down down down", "uid-4"),
        ("down right", head("doing")),
        ("down right left", head("todo")),
        ("right right down up up up", "uid-3"),
        ("pagedown pagedown pagedown", "uid-6"),
    ],
)
async def test_keys_move_the_cursor_down_the_stack(keys: str, uid: str) -> None:
    async with shown(size=NARROW) as (app, pilot):
        await pilot.press(*keys.split())
        assert under_cursor(app) == uid


@pytest.mark.parametrize("key", ["L", "shift+right", "greater_than_sign"])
async def test_a_card_is_carried_on(key: str) -> None:
    async with shown() as (app, pilot):
        await pilot.press("down", key)
        assert app.told[-1] == ("carried to doing", "uid-1")


@pytest.mark.parametrize("key", ["H", "shift+left", "less_than_sign"])
async def test_a_card_is_carried_back(key: str) -> None:
    async with shown() as (app, pilot):
        assert app.board.cursor_to("uid-5")
        await pilot.press(key)
        assert app.told[-1] == ("carried to review", "uid-5")


async def test_heads_stay_and_nothing_is_carried_over_the_edge() -> None:
    async with shown() as (app, pilot):
        await pilot.press("L", "down", "H")
        app.board.cursor_to("uid-5")
        await pilot.press("L")
        assert not [what for what, _uid in app.told if what.startswith("carried")]


async def test_enter_opens_cards_and_heads() -> None:
    async with shown() as (app, pilot):
        await pilot.press("enter", "down", "enter")
        assert [told for told in app.told if told[0] == "opened"] == [("opened", head("todo")), ("opened", "uid-1")]


async def test_a_head_that_is_about_no_row_can_be_come_to() -> None:
    async with shown((lane("todo", row=None), lane("done", *cards(1, 1)))) as (app, pilot):
        await pilot.press("right", "left", "enter")
        assert app.board.row is None
        assert app.board.lane.key == "todo"
        assert ("opened", None) not in app.told


async def test_the_cursor_follows_its_row_into_another_lane() -> None:
    async with shown() as (app, pilot):
        await pilot.press("down", "down")
        app.board.show((lane("todo", *cards(1, 1)), lane("doing", action(2)), *LANES[2:]))
        assert under_cursor(app) == "uid-2"
        assert app.board.lane.key == "doing"


async def test_where_its_row_is_gone_the_cursor_stays_near() -> None:
    async with shown() as (app, pilot):
        await pilot.press("end")
        app.board.show((lane("todo", *cards(1, 2)), *LANES[1:]))
        assert under_cursor(app) == "uid-2"


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_five_hundred_cards_are_as_quick_as_a_few(size: tuple[int, int]) -> None:
    crowded = (lane("todo", *cards(1, 500)), *LANES[1:3])
    async with shown(crowded, size) as (app, pilot):
        in_view = len(app.made)
        assert in_view <= size[1] + 1, "only the cards in view are made"
        await pilot.press("end")
        assert under_cursor(app) == "uid-500"
        assert "▸○ Action number 500" in text_of_screen(app)
        assert len(app.made) <= 2 * in_view + 2
        await pilot.press("home", "down", "down")
        assert "▸○ Action number 2" in text_of_screen(app)


async def test_what_is_out_of_view_is_counted() -> None:
    async with shown((lane("todo", *cards(1, 30)), *LANES[1:])) as (app, pilot):
        # Three lines for the head leave seventeen: five cards of three lines, and one to tell of the others.
        assert "… 25 more" in text_of_screen(app)
        await pilot.press("end")
        assert "↑" in lines_of(app)[2]
        assert "more" not in text_of_screen(app)


async def test_the_mouse_selects_opens_and_scrolls() -> None:
    async with shown((lane("todo", *cards(1, 30)), *LANES[1:])) as (app, pilot):
        await pilot.click(Board, offset=(4, 6))
        assert under_cursor(app) == "uid-2"
        await pilot.click(Board, offset=(4, 6), times=2)
        assert ("opened", "uid-2") in app.told
        await pilot._post_mouse_events([MouseScrollDown], Board, offset=(4, 6))
        await pilot.pause()
        assert "↑ 1" in lines_of(app)[2]


@pytest.mark.parametrize("size", [(120, 30), (60, 16), (30, 8)])
async def test_no_text_breaks_a_board(size: tuple[int, int]) -> None:
    rows = tuple(action(number, title=text, ref=text) for number, text in enumerate(HOSTILE))
    lanes = [
        Lane(str(number), Cell(text), ((Cell(text), Cell(text)), (Cell(text),)), (Cell(text),), rows[number::4], rows[0], text)
        for number, text in enumerate(HOSTILE[:3])
    ]
    for first in range(0, len(HOSTILE), 3):
        async with shown([*lanes, Lane("x", Cell(HOSTILE[first]), rows=rows[first:])], size) as (app, pilot):
            assert_whole(app)
            await pilot.press("right", "right", "right", "down", "down")
            assert_whole(app)
            assert app.is_running


async def test_of_many_lanes_a_wide_board_shows_some_and_turns_to_the_others() -> None:
    lanes = tuple(lane(key, *cards(10 * place + 1, 2)) for place, key in enumerate("abcdef"))
    async with shown(lanes, WIDE, wide=True) as (app, pilot):
        titles, rule = lines_of(app)[0], lines_of(app)[2]
        assert titles.split() == ["▸A", "B", "C", "D"]
        assert rule.rstrip().endswith(" 2 ›")
        assert "‹" not in rule
        await pilot.press(*["right"] * 4, "down")
        assert lines_of(app)[0].split() == ["B", "C", "D", "E"]
        assert lines_of(app)[2].startswith("‹ 1 ─")
        assert lines_of(app)[2].rstrip().endswith(" 1 ›")
        assert under_cursor(app) == "uid-41"
        await pilot.press("L")
        assert app.told[-1] == ("carried to f", "uid-41")
        await pilot.click(Board, offset=(4, 3))
        assert under_cursor(app) == "uid-11"
        await pilot.press("left")
        assert lines_of(app)[0].split() == ["A", "B", "C", "D"]


async def test_a_wide_board_is_a_stack_where_less_than_three_lanes_have_room() -> None:
    async with shown(LANES, NARROW, wide=True) as (app, _pilot):
        assert lines_of(app)[0].startswith("▸ Todo")


@pytest.mark.parametrize(
    ("notes", "told"),
    [
        # A lane of 22 cells has 18 of them for what a card says.
        (("in 4 d", "lea"), "in 4 d · lea"),
        (("in 4 d", "lea.moreau-lemaitre"), "in 4 d · lea.more…"),
        (("! late 11 d", "lea.moreau"), "! late 11 d"),
        (("a note that is too long for any", "lea"), "a note that is to…"),
    ],
)
async def test_a_note_is_cut_rather_than_left_out_while_it_still_says_something(notes: tuple[str, ...], told: str) -> None:
    class Noted(Boards):
        def card(self, row: Action) -> Card:
            return Card(Cell("○"), Cell("Title"), tuple(map(Cell, notes)))

    app = Noted([lane("todo", *cards(1, 1)), lane("doing"), lane("review"), lane("done")])
    async with app.run_test(size=WIDE) as pilot:
        await pilot.pause()
        line = next(line for line in text_of_screen(app).splitlines() if notes[0][:6] in line)
        assert line[:22].strip() == told
