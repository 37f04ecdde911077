"""The portfolio lists the projects of a store, and opens one in place of another."""

import threading
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from cockpit.domain.action import Action
from cockpit.domain.edit import Act, Create
from cockpit.screens.desk import Desk
from cockpit.settings import last_turn, turned_to_file
from cockpit.store import open_store
from cockpit.widgets.entity_form import EntityForm
from cockpit.widgets.entity_table import EntityTable
from tests.screens.conftest import HOSTILE, NOW, Start, settled, text_of
from tests.screens.test_editing import notices, on_action, stored, table_of, titles, type_text, until, with_form


@pytest.fixture
def others(path: Path) -> None:
    """Two more projects: one with an action, by Marc two days ago, and one put aside, whose name is hostile."""
    with closing(open_store(path, who="marc", clock=lambda: NOW - timedelta(days=2))) as store:
        depot = store.create_project({"key": "DEPOT", "title": "Depot", "phase": "definition"})
        store.apply(depot.uid, Act((Create(Action, {"title": "Count the shelves"}, "shelves"),)))
        store.create_project({"key": "ZZZ", "title": HOSTILE, "status": "archived"})


@pytest.mark.usefixtures("others")
async def test_the_projects_are_listed_with_where_they_stand(start: Start) -> None:
    async with start() as (app, pilot):
        await pilot.press("4", "p")
        await until(pilot, lambda: app.current_mode == "portfolio" and "? NOT YET, definition" in text_of(app))
        lines = text_of(app).splitlines()
        assert " p Portfolio" in lines[1]
        altura, depot, aside = lines[3:6]
        assert altura.startswith("▸ALTURA  Altura ")
        assert "✗ NO-GO, pilot" in altura
        assert "today 09:30, lea" in altura
        assert depot.startswith(" DEPOT")
        assert "Definition" in depot
        assert "Sat 21 Nov 09:30, marc" in depot
        assert aside.startswith(" ZZZ     [/] [@click=app.quit]Pay[/] x")
        assert "Undo" not in lines[-1]
        assert "● archived" in aside
        await pilot.press("escape")
        await until(pilot, lambda: app.current_mode == "risks")


@pytest.mark.usefixtures("others")
async def test_enter_opens_a_project_in_place_and_edits_go_to_it(start: Start, path: Path) -> None:
    async with start() as (app, pilot):
        await on_action(pilot, "index")
        form = await with_form(pilot, "n")
        await type_text(pilot, "Half a thought")
        assert form.is_mounted
        await pilot.press("escape")
        await until(pilot, lambda: not app.screen.query(EntityForm))
        await pilot.press("p")
        await until(pilot, lambda: app.current_mode == "portfolio" and "DEPOT" in text_of(app))
        await pilot.press("down", "enter")
        await until(pilot, lambda: app.current_mode == "overview" and text_of(app).startswith(" Depot "))
        await pilot.press("5")
        await until(pilot, lambda: app.current_mode == "actions" and app.screen.query(EntityTable))
        await settled(app, pilot)
        assert [row.title for row in table_of(app).shown] == ["Count the shelves"]
        await pilot.press("d")
        await until(pilot, lambda: table_of(app).row is None)
        await pilot.press("u")
        await until(pilot, lambda: table_of(app).row is not None)
        assert "Taken back:\nAction deleted: A-1 Count the shelves" in notices(app)

        await pilot.press("p")
        await until(pilot, lambda: app.current_mode == "portfolio" and "ALTURA" in text_of(app))
        await settled(app, pilot)
        await pilot.press("home", "enter")
        await until(pilot, lambda: app.current_mode == "overview" and text_of(app).startswith(" Altura "))
        await on_action(pilot, "index")
        form = await with_form(pilot, "n")
        await until(pilot, lambda: "Half a thought" in text_of(app))
    assert "Index the order table" in titles(path)
    assert stored(path).project.key == "ALTURA"


@pytest.mark.usefixtures("others")
async def test_who_goes_on_before_the_project_is_read_stays_where_they_went(
    start: Start, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read, beside = threading.Event(), Desk.beside

    def slowly(desk: Desk, project: str) -> Desk:
        assert read.wait(10)
        return beside(desk, project)

    monkeypatch.setattr(Desk, "beside", slowly)
    async with start() as (app, pilot):
        await pilot.press("p")
        await until(pilot, lambda: app.current_mode == "portfolio" and "DEPOT" in text_of(app))
        await pilot.press("down", "enter", "4")
        await until(pilot, lambda: app.current_mode == "risks")
        read.set()
        await settled(app, pilot)
        assert app.current_mode == "risks"
        assert text_of(app).startswith(" Altura ")
    assert last_turn(turned_to_file(), path) is None


@pytest.mark.usefixtures("others")
async def test_news_of_the_project_shown_now_are_heard_and_those_of_the_other_are_not(start: Start, path: Path) -> None:
    async with start() as (app, pilot):
        await pilot.press("p")
        await until(pilot, lambda: app.current_mode == "portfolio" and "DEPOT" in text_of(app))
        await pilot.press("down", "enter")
        await until(pilot, lambda: text_of(app).startswith(" Depot ") and app.current_mode == "overview")
        await pilot.press("5")
        await until(pilot, lambda: app.current_mode == "actions" and app.screen.query(EntityTable))
        with closing(open_store(path, who="marc", clock=lambda: NOW)) as marc:
            uids = {project.key: project.uid for project in marc.projects()}
            marc.apply(uids["ALTURA"], Act((Create(Action, {"title": "Not here"}),)))
            marc.apply(uids["DEPOT"], Act((Create(Action, {"title": "Sweep the floor"}),)))
        await until(pilot, lambda: "Sweep the floor" in text_of(app))
        assert "Not here" not in text_of(app)


@pytest.mark.usefixtures("others")
async def test_the_project_turned_to_is_the_one_that_opens_the_next_time(start: Start, path: Path) -> None:
    assert last_turn(turned_to_file(), path) is None
    async with start() as (app, pilot):
        await pilot.press("p")
        await until(pilot, lambda: app.current_mode == "portfolio" and "DEPOT" in text_of(app))
        await pilot.press("down", "enter")
        await until(pilot, lambda: text_of(app).startswith(" Depot ") and app.current_mode == "overview")
    with closing(open_store(path, who="lea", read_only=True)) as store:
        depot = next(project.uid for project in store.projects() if project.key == "DEPOT")
    assert last_turn(turned_to_file(), path) == (depot, NOW)


async def test_before_the_project_is_known_the_portfolio_waits(start: Start) -> None:
    async with start((60, 16)) as (app, pilot):
        await pilot.press("p")
        await until(pilot, lambda: app.current_mode == "portfolio" and "▸ALTURA" in text_of(app))
        assert "p Portfolio" in text_of(app).splitlines()[1]
        await pilot.press("enter")
        await until(pilot, lambda: app.current_mode == "overview")
