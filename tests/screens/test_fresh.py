"""A project with nothing in it: where to begin, and what the empty screens say."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot

from cockpit import language
from cockpit.app import CockpitApp
from cockpit.domain.risk import Risk
from cockpit.store import Store, open_store
from tests.screens.conftest import NOW, Start, settled, text_of
from tests.screens.test_editing import notices, type_text, until


@asynccontextmanager
async def begun(path: Path, size: tuple[int, int]) -> AsyncIterator[tuple[CockpitApp, Pilot[None]]]:
    def source() -> tuple[Store, str]:
        store = open_store(path, who="lea", clock=lambda: NOW, create=True)
        return store, store.create_project({"key": "NEW", "title": "New"}).uid

    app = CockpitApp(source, clock=lambda: NOW, environment={})
    async with app.run_test(size=size) as pilot:
        await settled(app, pilot)
        yield app, pilot


async def test_it_says_where_to_begin_until_it_is_begun(tmp_path: Path) -> None:
    async with begun(tmp_path / "new.db", (80, 24)) as (app, pilot):
        lines = text_of(app).splitlines()
        assert lines[0].split("   ")[-2:] == ["definition gate ? NOT YET · 4 no answer yet", "lea"]
        assert lines[2].startswith("─ Start here")
        assert [line[1:3] for line in lines[3:9]] == ["1 ", "2 ", "3 ", "4 ", "5 ", "6 "]
        await pilot.press("down", "enter")
        await until(pilot, lambda: app.current_mode == "charter" and "Handle" in text_of(app))
        await pilot.press("n")
        await settled(app, pilot)
        await type_text(pilot, "Ana Lima")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "ana saved" in notices(app))
        await pilot.press("1")
        await until(pilot, lambda: "Still to set up" in text_of(app))
        assert "Name the people" not in text_of(app)
        assert "5  Define a KPI" in text_of(app)


async def test_an_empty_table_offers_only_what_can_be_done(tmp_path: Path) -> None:
    async with begun(tmp_path / "new.db", (120, 40)) as (app, pilot):
        await pilot.press("5")
        await until(pilot, lambda: "No action yet" in text_of(app))
        footer = text_of(app).splitlines()[-1]
        assert "n New" in footer
        assert "Edit" not in footer
        assert "Delete" not in footer
        assert "will stand here" in " ".join(text_of(app).split())
        await pilot.press("n")
        await settled(app, pilot)
        await type_text(pilot, "Rehearse")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "d Delete" in text_of(app).splitlines()[-1])
        await pilot.press("d")
        await until(pilot, lambda: "d Delete" not in text_of(app).splitlines()[-1])


async def test_where_a_risk_stands_is_told_as_inherent_until_it_is_rated(start: Start) -> None:
    async with start((120, 40)) as (app, pilot):
        await pilot.press("4", "end")
        await until(pilot, lambda: "not rated yet; as inherent" in " ".join(text_of(app).split()))
        assert "2×2 2 inherent" in text_of(app)
        assert app.situation
        assert app.situation.state.get(Risk, "quota")


@pytest.mark.parametrize("size", [(59, 16), (40, 10), (20, 8), (10, 3)])
@pytest.mark.parametrize("code", ["en", "fr"])
async def test_a_window_that_is_too_small_says_so_in_what_room_there_is(tmp_path: Path, size: tuple[int, int], code: str) -> None:
    language.choose(code, {})
    async with begun(tmp_path / "new.db", size) as (app, _pilot):
        said = " ".join(text_of(app).split())
        assert "60" in said
        assert "16" in said
        assert "NOT YET" not in said
