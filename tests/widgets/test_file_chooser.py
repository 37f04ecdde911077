"""A file is chosen by keys alone, whatever the names in its folder are."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path

import pytest
from textual.app import App, ComposeResult
from textual.events import Paste
from textual.message import Message
from textual.pilot import Pilot

from cockpit.exchange.folder import completed, list_folder
from cockpit.widgets.file_chooser import FileChooser
from tests.widgets.seen import HOSTILE, assert_whole, text_of_screen


class Chooser(App[None]):
    """The chooser alone; folders are read at once."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.folder = folder
        self.told: list[Message] = []

    def compose(self) -> ComposeResult:
        yield FileChooser(date(2026, 11, 23), lambda name: {"folder.all": "."}[name])

    @property
    def chooser(self) -> FileChooser:
        return self.query_one(FileChooser)

    def on_mount(self) -> None:
        self.chooser.show(list_folder(self.folder))
        self.chooser.focus_list()

    def on_file_chooser_entered(self, event: FileChooser.Entered) -> None:
        self.chooser.show(list_folder(event.path))

    def on_file_chooser_completing(self, event: FileChooser.Completing) -> None:
        self.chooser.complete(completed(event.typed, event.base))

    def on_file_chooser_chosen(self, event: FileChooser.Chosen) -> None:
        self.told.append(event)

    def on_file_chooser_typed(self, event: FileChooser.Typed) -> None:
        self.told.append(event)

    @property
    def path(self) -> Path:
        """The path told last."""
        event = self.told[-1]
        assert isinstance(event, FileChooser.Chosen | FileChooser.Typed)
        return event.path


@asynccontextmanager
async def choosing(folder: Path, size: tuple[int, int] = (60, 16)) -> AsyncIterator[tuple[Chooser, Pilot[None]]]:
    """The chooser in a folder."""
    app = Chooser(folder)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        yield app, pilot


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a folder in it, two tables and a file of another kind."""
    folder = tmp_path / "data"
    (folder / "archive").mkdir(parents=True)
    for age, name in enumerate(("week.csv", "old.csv", "photo.png")):
        (folder / name).write_text("x" * 1200)
        os.utime(folder / name, (1_700_000_000 - age * 86_400,) * 2)
    (folder / "archive" / "2025.csv").write_text("x")
    return folder


async def test_the_newest_table_is_under_the_cursor_and_enter_chooses_it(folder: Path) -> None:
    async with choosing(folder) as (app, pilot):
        await pilot.press("enter")
        await pilot.pause()
        assert app.path == folder / "week.csv"


async def test_keys_lead_into_a_folder_and_back_to_where_one_came_from(folder: Path) -> None:
    async with choosing(folder) as (app, pilot):
        await pilot.press("up", "l")
        await pilot.pause()
        assert "2025.csv" in text_of_screen(app)
        assert "archive/" in app.chooser.line.value
        await pilot.press("backspace")
        await pilot.pause()
        assert app.chooser.table.row.name == "archive"
        await pilot.press("h")
        await pilot.pause()
        assert app.chooser.table.row.name == "data"


async def test_other_files_are_behind_a_key(folder: Path) -> None:
    async with choosing(folder) as (app, pilot):
        assert "photo.png" not in text_of_screen(app)
        assert "2 tables · 1 more entry (. shows it)" in text_of_screen(app)
        await pilot.press("full_stop")
        await pilot.pause()
        assert "photo.png" in text_of_screen(app)
        assert app.chooser.table.row.name == "week.csv"


async def test_sizes_and_ages_are_told(folder: Path) -> None:
    async with choosing(folder, (80, 24)) as (app, _pilot):
        line = next(line for line in text_of_screen(app).splitlines() if "week.csv" in line)
        assert line.split() == ["▸week.csv", "1.2", "kB", "36", "mo", "ago"]


async def test_a_path_is_typed_and_completed_with_tab(folder: Path) -> None:
    async with choosing(folder) as (app, pilot):
        await pilot.press("tab", "ctrl+u", "a", "r", "tab")
        await pilot.pause()
        assert app.chooser.line.value == "archive/"
        await pilot.press("tab", "enter")
        await pilot.pause()
        assert app.path == folder / "archive" / "2025.csv"


async def test_a_completion_that_leaves_a_choice_or_finds_nothing_is_told(folder: Path) -> None:
    (folder / "weekend.csv").write_text("")
    async with choosing(folder) as (app, pilot):
        await pilot.press("tab", "ctrl+u", "w", "tab")
        await pilot.pause()
        assert app.chooser.line.value == "week"
        assert "2 names begin like this" in text_of_screen(app)
        await pilot.press("z", "tab")
        await pilot.pause()
        assert "Nothing there begins like this" in text_of_screen(app)


async def test_a_pasted_path_is_taken_wherever_the_keys_go(folder: Path) -> None:
    async with choosing(folder) as (app, pilot):
        app.post_message(Paste(f"'{folder}/old.csv'\n"))
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        assert app.path == folder / "old.csv"


async def test_hostile_names_are_shown_clean_and_the_real_file_is_chosen(tmp_path: Path) -> None:
    names = {name.replace("/", "|").replace("\0", "")[:60] + ".csv" for name in HOSTILE if "\ud800" not in name}
    for name in names:
        (tmp_path / name).touch()
    async with choosing(tmp_path, (80, 24)) as (app, pilot):
        await pilot.press("home")
        for _ in range(len(names) + 1):
            await pilot.press("down", "enter")
            await pilot.pause()
            assert_whole(app)
        assert {event.path.name for event in app.told if isinstance(event, FileChooser.Chosen)} == names


async def test_a_path_is_written_on_from_a_folder_whose_name_cannot_be_written(tmp_path: Path) -> None:
    folder = tmp_path / "\x1b[31mred\x1b[0m e\u0301te\u0301"
    folder.mkdir()
    (folder / "week.csv").touch()
    async with choosing(folder) as (app, pilot):
        assert app.chooser.line.value.endswith("/red \xe9t\xe9/")
        await pilot.press("tab", "w", "tab", "enter")
        await pilot.pause()
        assert app.path == folder / "week.csv"


async def test_ten_thousand_files_are_filtered_by_a_few_letters(tmp_path: Path) -> None:
    for number in range(10_000):
        (tmp_path / f"export-{number:05}.csv").touch()
    async with choosing(tmp_path) as (app, pilot):
        await pilot.press("slash", *"09876", "enter", "enter")
        await pilot.pause()
        assert app.path.name == "export-09876.csv"
