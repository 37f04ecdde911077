"""The table: quick whatever the number of rows, steady under the edits of others, whole whatever people typed."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from rich.console import Console
from textual.app import App, ComposeResult
from textual.containers import Horizontal
from textual.events import Paste
from textual.geometry import Region
from textual.pilot import Pilot
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Static

from cockpit.domain.action import Action
from cockpit.widgets.column import Column, Context
from cockpit.widgets.entity_table import EntityTable
from cockpit.widgets.field_column import column_for
from tests.widgets.seen import HOSTILE, action, actions, assert_whole, context, lines_of, text_of_screen

NEXT_STEP = "No action yet. Press n to write the first one down, and give it an owner and a date."


class CountedTable(EntityTable):
    """Counts the lines that it makes, and notes what it has painted again."""

    made = 0
    painted: list[tuple[Region, ...]]

    def render_line(self, y: int) -> Strip:
        self.made += 1
        return super().render_line(y)

    def refresh(self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False) -> Any:
        if getattr(self, "painted", None) is not None:
            self.painted.append(regions)
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)


class Tables(App[None]):
    """One table of actions, framed; it notes what the table tells."""

    CSS = "EntityTable { border: solid white; } Static { width: 10; }"
    BINDINGS = [("n", "never", "New"), ("escape", "never", "Leave")]

    def __init__(self, *columns: Column) -> None:
        super().__init__()
        self.table = CountedTable(
            columns or tuple(column_for(Action, name) for name in ("ref", "title", "state", "owner", "due_on")), empty=NEXT_STEP
        )
        self.told: list[tuple[str, Any]] = []
        self.left = 0

    def compose(self) -> ComposeResult:
        with Horizontal():
            yield self.table
            yield Static("beside")

    def action_never(self) -> None:
        self.left += 1

    def on_entity_table_highlighted(self, event: EntityTable.Highlighted) -> None:
        self.told.append(("highlighted", event.row and event.row.ref))

    def on_entity_table_opened(self, event: EntityTable.Opened) -> None:
        self.told.append(("opened", event.row.ref))

    def on_entity_table_marked(self, event: EntityTable.Marked) -> None:
        self.told.append(("marked", sorted(event.uids)))


@asynccontextmanager
async def shown(
    rows: list[Action], size: tuple[int, int] = (80, 24), columns: tuple[Column, ...] = (), seen: Context | None = None
) -> AsyncIterator[tuple[Pilot[None], EntityTable, Tables]]:
    app = Tables(*columns)
    async with app.run_test(size=size) as pilot:
        app.table.show(rows, seen or context())
        app.table.focus()
        await pilot.pause()
        yield pilot, app.table, app


def row_under_cursor(app: App[Any]) -> str:
    return next(line for line in lines_of(app) if "▸" in line)


async def test_a_row_down_makes_two_lines_and_paints_nothing_else() -> None:
    async with shown(actions(10_000)) as (pilot, table, app):
        app.table.made, app.table.painted = 0, []
        await pilot.press("down")
        await pilot.pause()
        assert [[(each.height, each.y) for each in regions] for regions in app.table.painted] == [[(1, 1), (1, 2)]]
        assert app.table.made == 2
        assert table.row.ref == "A-2"


async def test_a_row_down_writes_no_more_than_600_bytes_whatever_the_colours() -> None:
    async with shown([action(number, title="A title of usual length, so it is") for number in range(30)], (100, 30)) as (
        pilot,
        _table,
        app,
    ):
        await pilot.press("down")
        terminal = Console(color_system="truecolor", force_terminal=True)
        lines = app.screen._compositor.render_strips()[2:4]
        around = len("\x1b[?2026h\x1b[10;1H\x1b[11;1H\x1b[1;1H\x1b[?2026l")
        assert sum(len(line.render(terminal).encode()) for line in lines) + around <= 600


async def test_ten_thousand_rows_cost_no_more_lines_and_cells_than_a_hundred() -> None:
    cells: list[int] = []
    for count in (100, 10_000):
        asked: list[str] = []

        def title(row: Action, _context: Context, asked: list[str] = asked) -> str:
            asked.append(row.uid)
            return row.title

        columns = (column_for(Action, "ref"), Column("title", "Action", title))
        async with shown(actions(count), columns=columns) as (pilot, _table, _app):
            await pilot.press("down", "down", "pagedown")
            cells.append(len(asked))
    assert max(cells) < 150


async def test_a_held_key_scrolls_by_half_a_page() -> None:
    async with shown(actions(200), (80, 13)) as (pilot, table, _app):
        offsets = set()
        for _ in range(25):
            await pilot.press("down")
            offsets.add(table.scroll_offset.y)
        assert table.row.ref == "A-26"
        assert offsets == {0, 6, 12, 18}
        await pilot.press(*["up"] * 25)
        assert (table.row.ref, table.scroll_offset.y) == ("A-1", 0)


async def test_keys_move_the_cursor() -> None:
    async with shown(actions(100)) as (pilot, table, app):
        for keys, ref in (
            (["j", "j", "down"], "A-4"), (["k", "up"], "A-2"), (["end"], "A-100"), (["down"], "A-100"), (["home"], "A-1"), (["up"], "A-1"),
            (["pagedown"], "A-22"), (["pageup"], "A-1"), (["end"], "A-100"), (["pageup"], "A-79"),
        ):  # fmt: skip
            await pilot.press(*keys)
            assert table.row.ref == ref
            assert ref in row_under_cursor(app)


async def test_the_header_stays_when_rows_scroll() -> None:
    async with shown(actions(100)) as (pilot, _table, app):
        await pilot.press("end")
        assert "Ref" in lines_of(app)[1]
        assert "A-100" in lines_of(app)[22]


async def test_opening() -> None:
    async with shown(actions(3)) as (pilot, _table, app):
        await pilot.press("down", "enter")
        assert app.told[-1] == ("opened", "A-2")


async def test_it_tells_where_the_cursor_came_to_rest() -> None:
    async with shown(actions(3)) as (pilot, _table, app):
        assert app.told == [("highlighted", "A-1")]
        await pilot.press("down")
        await pilot.press("end", "end")
        assert app.told == [("highlighted", "A-1"), ("highlighted", "A-2"), ("highlighted", "A-3")]


async def test_the_cursor_stays_with_its_row_when_others_edit() -> None:
    rows = actions(50)
    async with shown(rows) as (pilot, table, app):
        await pilot.press(*["down"] * 10)
        line = lines_of(app).index(row_under_cursor(app))
        more = [action(number) for number in range(900, 905)]
        table.show([*more, *rows], context())
        await pilot.pause()
        assert table.row.ref == "A-11"
        assert lines_of(app).index(row_under_cursor(app)) == line
        app.told.clear()
        table.show([*more, *rows[:10], action(11, title="Another title"), *rows[11:]], context())
        await pilot.pause()
        assert "Another title" in row_under_cursor(app)
        assert app.told == [("highlighted", "A-11")]


@pytest.mark.parametrize(("left", "ref"), [([1, 2, 3, 5], "A-5"), ([1, 2], "A-2"), ([], None)])
async def test_the_cursor_goes_to_a_neighbour_when_its_row_is_deleted(left: list[int], ref: str | None) -> None:
    async with shown(actions(5)) as (pilot, table, app):
        await pilot.press("down", "down", "down")
        assert table.row.ref == "A-4"
        table.show([action(number) for number in left], context())
        await pilot.pause()
        assert (table.row and table.row.ref) == ref
        assert app.told[-1] == ("highlighted", ref)


async def test_the_view_stays_where_the_wheel_has_taken_it_when_others_edit() -> None:
    rows = actions(100)
    async with shown(rows) as (pilot, table, app):
        table.scroll_to(y=50, animate=False)
        await pilot.pause()
        table.show(rows, context())
        await pilot.pause()
        assert "A-51" in lines_of(app)[2]
        await pilot.press("down")
        assert "A-2" in row_under_cursor(app)


async def test_filtering() -> None:
    async with shown(actions(40)) as (pilot, table, app):
        await pilot.press("down", "slash", *"Ines ")
        assert "/ Ines ▏" in lines_of(app)[1]
        assert "14 of 40" in lines_of(app)[1]
        assert {row.owner for row in table.shown} == {"ines"}
        await pilot.press(*"jko")
        assert table.typed_filter == "Ines jko"
        assert "Nothing matches" in text_of_screen(app)
        await pilot.press("ctrl+w", "down", "enter")
        assert "▏" not in lines_of(app)[1]
        assert "14 of 40" in lines_of(app)[1]
        await pilot.press("enter")
        assert app.told[-1][0] == "opened"
        await pilot.press("escape")
        assert len(table.shown) == 40
        assert "Ref" in lines_of(app)[1]
        assert app.left == 0
        await pilot.press("escape")
        assert app.left == 1


async def test_a_filter_ignores_accents_and_takes_a_paste() -> None:
    rows = [action(1, title="Préparer la démo"), action(2, title="Autre"), action(3, title="[/] \x1b[2Jx")]
    async with shown(rows) as (pilot, table, app):
        table.filter_by("PREPARER demo")
        assert [row.ref for row in table.shown] == ["A-1"]
        await pilot.press("slash", "ctrl+u")
        table.post_message(Paste("[/]\x1b[31m\n"))
        await pilot.pause()
        assert [row.ref for row in table.shown] == ["A-3"]
        assert_whole(app)


async def test_a_filter_is_kept_when_the_user_goes_elsewhere() -> None:
    async with shown(actions(40)) as (pilot, table, app):
        await pilot.press("slash", *"ines")
        app.set_focus(None)
        await pilot.pause()
        assert "▏" not in lines_of(app)[1]
        table.focus()
        await pilot.press("j")
        assert table.typed_filter == "ines"
        assert table.row.ref == "A-4"


async def test_the_cursor_stays_with_its_row_while_a_filter_is_typed() -> None:
    async with shown(actions(40)) as (pilot, table, _app):
        await pilot.press(*["down"] * 20)
        assert table.row.ref == "A-21"
        table.filter_by("number 2")
        assert table.row.ref == "A-21"
        table.filter_by("")
        assert table.row.ref == "A-21"


async def test_sorting() -> None:
    rows = [action(1, title="b", due_on=None), action(2, title="a"), action(3, title="c")]
    async with shown(rows) as (pilot, table, app):
        await pilot.press("down")
        await pilot.press("o", "o")
        assert "Action ↑" in lines_of(app)[1]
        assert [row.title for row in table.shown] == ["a", "b", "c"]
        assert table.row.ref == "A-2"
        await pilot.press("O")
        assert "Action ↓" in lines_of(app)[1]
        assert [row.title for row in table.shown] == ["c", "b", "a"]
        table.sort_by("due_on", descending=True)
        assert table.shown[-1].ref == "A-1"
        table.sort_by("")
        assert [row.ref for row in table.shown] == ["A-1", "A-2", "A-3"]


async def test_sorting_goes_round_the_columns_in_view() -> None:
    async with shown(actions(3)) as (pilot, table, app):
        for label in ("Ref ↑", "Action ↑", "State ↑", "Owner ↑", "Due ↑"):
            await pilot.press("o")
            assert label in lines_of(app)[1]
        await pilot.press("o")
        assert "↑" not in lines_of(app)[1]
        assert [row.ref for row in table.shown] == ["A-1", "A-2", "A-3"]


async def test_marking() -> None:
    async with shown(actions(5)) as (pilot, table, app):
        await pilot.press("m", "m")
        assert table.marks == {"uid-1", "uid-2"}
        assert app.told[-1][0] == "highlighted"
        assert ("marked", ["uid-1", "uid-2"]) in app.told
        assert sum("•" in line for line in lines_of(app)) == 2
        await pilot.press("up", "m")
        assert table.marks == {"uid-1"}
        table.filter_by("number 5")
        assert table.marks == {"uid-1"}
        table.filter_by("")
        table.show(actions(5)[1:], context())
        await pilot.pause()
        assert table.marks == set()
        assert app.told[-1] == ("marked", [])
        await pilot.press("m", "escape")
        assert table.marks == set()
        assert not any("•" in line for line in lines_of(app))


async def test_marking_many() -> None:
    async with shown(actions(30), (80, 12)) as (pilot, table, app):
        await pilot.press("shift+down", "shift+down")
        assert table.marks == {"uid-1", "uid-2", "uid-3"}
        assert table.row.ref == "A-3"
        assert "3 marked" in lines_of(app)[1]
        assert "Ref" in lines_of(app)[2]
        await pilot.press("shift+up")
        assert table.marks == {"uid-1", "uid-2"}
        assert table.row.ref == "A-2"
        await pilot.press("slash", *"ines", "enter", "M")
        assert table.marks == {"uid-2", *(f"uid-{number}" for number in range(1, 30, 3))}
        assert "10 of 11 marked · 10 of 30" in lines_of(app)[1]
        assert len(table.chosen) == 10
        await pilot.press("M")
        assert table.marks == {"uid-2"}
        assert "0 of 1 marked" in lines_of(app)[1]
        await pilot.press("escape", "escape", "end", "shift+down", "M")
        assert len(table.marks) == 30
        await pilot.press("M")
        assert not table.marks
        assert "Ref" in lines_of(app)[1]


async def test_a_filter_that_occurs_nowhere_keeps_what_resembles_it() -> None:
    titles = ("Rehearse the rollback", "Train super-users", "Ask for a roll-out")
    rows = [action(number, title=title) for number, title in enumerate(titles, 1)]
    async with shown(rows) as (pilot, table, app):
        for typed, found, exactly in (("rolback", "A-1", False), ("trian", "A-2", False), ("a3", "A-3", True)):
            await pilot.press("slash", "ctrl+u", *typed)
            assert [row.ref for row in table.shown] == [found]
            assert ("≈ 1 of 3" not in lines_of(app)[1]) is exactly


async def test_the_mouse() -> None:
    async with shown(actions(50)) as (pilot, table, app):
        await pilot.click(table, offset=(10, 5))
        assert table.row.ref == "A-4"
        assert app.told[-1] == ("highlighted", "A-4")
        await pilot.click(table, offset=(10, 6), times=2)
        assert app.told[-1] == ("opened", "A-5")
        table.scroll_to(y=10, animate=False)
        await pilot.pause()
        await pilot.click(table, offset=(10, 3))
        assert table.row.ref == "A-12"
        await pilot.click(table, offset=(12, 1))
        assert "Action ↑" in lines_of(app)[1]
        await pilot.click(table, offset=(12, 1))
        assert "Action ↓" in lines_of(app)[1]


async def test_an_empty_table_says_the_next_step() -> None:
    async with shown([], size=(60, 16)) as (pilot, table, app):
        said = " ".join(line.strip(" │").replace("beside", "").strip(" │") for line in lines_of(app)[2:6])
        assert " ".join(said.split()) == NEXT_STEP
        await pilot.press("down", "enter", "m", "o", "end", "pagedown")
        assert table.row is None
        assert table.cursor_uid == ""
        assert app.told == []


async def test_going_to_a_row_by_its_uid() -> None:
    async with shown(actions(100)) as (_pilot, table, app):
        assert table.cursor_to("uid-80")
        assert table.row.ref == "A-80"
        assert not table.cursor_to("gone")
        await _pilot.pause()
        assert "A-80" in row_under_cursor(app)


@pytest.mark.parametrize("width", [30, 60, 80, 120, 200])
async def test_hostile_texts_break_no_line(width: int) -> None:
    rows = [action(number, title=text, ref=f"A-{number}") for number, text in enumerate(HOSTILE)]
    columns = tuple(column_for(Action, name) for name in ("ref", "title", "state", "owner", "description"))
    rows = [row.changed(description=row.title) for row in rows]
    async with shown(rows, (width, 60), columns) as (pilot, table, app):
        for keys in (["down"], ["o"], ["m"], ["slash", "e"], ["enter"], ["escape"], ["end"]):
            await pilot.press(*keys)
            assert_whole(app)
        right = table.region.right - 1
        for line in app.screen._compositor.render_strips()[1:-1]:
            assert line.crop(right, right + 1).text == "│"


async def test_no_title_is_read_as_markup() -> None:
    async with shown([action(1, title="[@click=app.quit]quit[/]"), action(2, title="[/]")]) as (_pilot, _table, app):
        assert "[@click=app.quit]quit[/]" in text_of_screen(app)
        assert "[/]" in text_of_screen(app)


async def test_columns_leave_a_narrow_window_and_come_back() -> None:
    columns = (
        column_for(Action, "ref"), column_for(Action, "title"), column_for(Action, "state", priority=2), column_for(Action, "due_on", priority=8),
    )  # fmt: skip
    async with shown(actions(5), (100, 20), columns) as (pilot, table, app):
        assert "Due" in lines_of(app)[1]
        await pilot.resize_terminal(50, 20)
        await pilot.pause()
        assert "State" in lines_of(app)[1]
        assert "Due" not in lines_of(app)[1]
        await pilot.resize_terminal(20, 8)
        await pilot.pause()
        assert_whole(app)
        await pilot.resize_terminal(100, 20)
        await pilot.pause()
        assert "Due" in lines_of(app)[1]
        assert table.row.ref == "A-1"


async def test_the_cursor_is_in_view_after_the_window_shrinks() -> None:
    async with shown(actions(100), (80, 50)) as (pilot, _table, app):
        await pilot.press(*["down"] * 40)
        await pilot.resize_terminal(80, 12)
        await pilot.pause()
        assert "A-41" in row_under_cursor(app)


async def test_the_cursor_line_differs_by_style_and_sign() -> None:
    async with shown(actions(2)) as (pilot, _table, app):
        first, second = app.screen._compositor.render_strips()[2:4]
        assert first.text[1] == "▸"
        assert second.text[1] == " "
        styles = [
            {segment.style.bgcolor for segment in strip if segment.style and segment.text.strip(" │")}
            for strip in (first, second)
        ]
        assert styles[0] != styles[1]
        await pilot.press("down")
        again = app.screen._compositor.render_strips()[3]
        assert again.text[1] == "▸"


async def test_all_keys_can_be_remapped() -> None:
    ids = [binding.id for binding in EntityTable.BINDINGS if not isinstance(binding, tuple)]
    assert len(ids) == len(EntityTable.BINDINGS) == len(set(ids))
    assert all(name and name.startswith("table.") for name in ids)
    assert issubclass(EntityTable, Widget)
