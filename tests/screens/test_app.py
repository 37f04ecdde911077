"""The app as a whole: how it opens and ends, what it does before the project is known, and what it says when something fails."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from textual.command import CommandList, CommandPalette

from cockpit.app import CockpitApp
from cockpit.domain.edit import Act
from cockpit.domain.message import N_, message
from cockpit.domain.problem import Refused, refuse
from cockpit.door import run
from cockpit.language import say
from cockpit.settings import Settings
from cockpit.store import Store, open_store
from tests.screens.conftest import NOW, Start, settled, text_of
from tests.screens.test_editing import action_in, notices, on_action, type_text, until


async def test_the_frame_comes_first_and_keys_pressed_meanwhile_count(path: Path) -> None:
    allowed = threading.Event()

    def source() -> tuple[Store, str]:
        assert allowed.wait(10)
        store = open_store(path, who="lea", clock=lambda: NOW)
        return store, store.projects()[0].uid

    app = CockpitApp(source, clock=lambda: NOW, environment={})
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        before = text_of(app)
        assert "1 Overview" in before
        assert "Opening the project" in before
        assert "Help" in before.splitlines()[-1]
        await pilot.press("5")
        allowed.set()
        await until(pilot, lambda: app.current_mode == "actions" and "Rehearse the rollback" in text_of(app))


async def test_keys_typed_ahead_are_all_heeded(start: Start, path: Path) -> None:
    async with start((80, 24)) as (app, pilot):
        for key in ("5", "down", "down", "space"):
            app.simulate_key(key)
        await until(pilot, lambda: (action := action_in(path, "train")) is not None and action.state.value == "doing")


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (refuse(message(N_("There is no such project in {path}"), path="x.db")), "There is no such project in x.db"),
        (ZeroDivisionError("by [/] nought"), "Something went wrong in the cockpit itself: ZeroDivisionError: by [/] nought"),
    ],
)
async def test_what_keeps_it_from_opening_is_kept_for_the_caller(error: Exception, told: str) -> None:
    def source() -> tuple[Store, str]:
        raise error

    app = CockpitApp(source, environment={})
    async with app.run_test() as pilot:
        await settled(app, pilot)
    assert app.return_code == 1
    assert app.failure
    assert say(app.failure.problems[0].message) == told


def test_without_a_terminal_nothing_is_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    read, write = os.pipe()
    with os.fdopen(read) as no_terminal, os.fdopen(write, "w"):
        monkeypatch.setattr("sys.stdin", no_terminal)
        with pytest.raises(Refused) as refused:
            run(lambda: pytest.fail("the store was opened"), Settings())
    assert "needs a terminal" in say(refused.value.problems[0].message)


@pytest.mark.parametrize("key", ["escape", "4", "q", "d", "down"])
async def test_a_key_after_g_that_leads_nowhere_does_nothing_else(start: Start, path: Path, key: str) -> None:
    async with start((80, 24)) as (app, pilot):
        await on_action(pilot, "index")
        await pilot.press("g", key)
        await settled(app, pilot)
        assert app.current_mode == "actions"
        assert "▸A-2" in text_of(app)
        await pilot.press("down")
        await settled(app, pilot)
        assert "▸A-3" in text_of(app)
    assert action_in(path, "index")


async def test_nothing_to_redo_is_told(start: Start) -> None:
    async with start() as (app, pilot):
        await pilot.press("ctrl+r")
        await until(pilot, lambda: "nothing of yours to redo" in notices(app))


async def test_a_new_day_shows_without_a_key(path: Path) -> None:
    now = [NOW]

    def source() -> tuple[Store, str]:
        store = open_store(path, who="lea", clock=lambda: now[0])
        return store, store.projects()[0].uid

    app = CockpitApp(source, clock=lambda: now[0], environment={}, polling=0.1)
    async with app.run_test(size=(120, 40)) as pilot:
        await until(pilot, lambda: "late 4 d" in text_of(app))
        now[0] = NOW + timedelta(days=1)
        await until(pilot, lambda: "late 5 d" in text_of(app))


async def test_a_snapshot_that_cannot_be_written_is_told(start: Start, tmp_path: Path) -> None:
    async with start((80, 24)) as (app, pilot):
        await pilot.press("x", "ctrl+a", "ctrl+k")
        await type_text(pilot, str(tmp_path / "no" / "out.toml"))
        await pilot.press("enter")
        await until(pilot, lambda: "There is no folder" in notices(app))
        await pilot.press("x")
        await until(pilot, lambda: "Write a snapshot to" in text_of(app).splitlines()[-1])
        await pilot.press("escape")
        await until(pilot, lambda: "Write a snapshot" not in text_of(app))
        assert app.focused is not None
    assert not list(tmp_path.rglob("*.toml"))


async def test_the_palette_leads_to_commands_and_shows_hostile_text_as_it_is(start: Start) -> None:
    async with start((100, 30)) as (app, pilot):
        await pilot.press("ctrl+p")
        await type_text(pilot, "pay")
        await until(pilot, lambda: "R-3 [/] [@click=app.quit]Pay[/] x" in text_of(app))
        await pilot.press("escape", "ctrl+p")
        await type_text(pilot, "readiness")
        await until(pilot, lambda: app.screen.query_one(CommandList).option_count > 0)
        await pilot.press("enter")
        await until(pilot, lambda: app.current_mode == "readiness")


async def test_q_quits(start: Start) -> None:
    async with start((80, 24)) as (app, pilot):
        await pilot.press("q")
        await pilot.pause()
    assert app.return_code == 0


async def test_themes(start: Start) -> None:
    async with start(settings=Settings(theme="nord")) as (app, _pilot):
        assert app.theme == "nord"
    async with start(settings=Settings(theme="[/]mauve")) as (app, _pilot):
        assert app.theme == "cockpit-dark"
        assert "There is no theme “[/]mauve”" in notices(app)


async def test_over_ssh_nothing_moves_by_itself(start: Start) -> None:
    async with start((80, 24), environment={"SSH_CONNECTION": "10.0.0.1 22"}) as (app, pilot):
        assert app.theme == "ansi-dark"
        assert app.animation_level == "none"
        await on_action(pilot, "index")
        await pilot.press("n")
        await until(pilot, lambda: hasattr(app.focused, "cursor_blink"))
        assert getattr(app.focused, "cursor_blink", True) is False
        await pilot.press("escape", "ctrl+p")
        await until(pilot, lambda: isinstance(app.screen, CommandPalette) and hasattr(app.focused, "cursor_blink"))
        assert getattr(app.focused, "cursor_blink", True) is False


@contextmanager
def broken_store(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A store that fails in a way that nobody thought of."""

    def broken(_store: Store, _project: str, _act: Act, _progress: object) -> None:
        raise ZeroDivisionError("[/]oops")

    with monkeypatch.context() as patch:
        patch.setattr(Store, "apply", broken)
        yield


async def test_a_failing_thread_is_a_notice_and_the_cockpit_goes_on(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    async with start() as (app, pilot):
        await on_action(pilot, "index")
        with broken_store(monkeypatch):
            await pilot.press("space")
            await until(pilot, lambda: "in the cockpit itself: ZeroDivisionError: [/]oops" in notices(app))
        await pilot.press("4")
        await until(pilot, lambda: app.current_mode == "risks")


async def test_another_theme_colours_the_screens_shown_before_and_those_shown_after(start: Start) -> None:
    async with start((80, 24)) as (app, pilot):
        dark = app.screen.styles.background
        await pilot.press("4", "1")
        app.theme = "textual-light"
        await pilot.pause()
        for key in ("1", "4", "5"):
            await pilot.press(key)
            assert app.screen.styles.background.brightness > 0.7 > 0.3 > dark.brightness
