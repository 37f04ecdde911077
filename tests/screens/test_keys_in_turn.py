"""However quickly somebody types, each key goes where it was meant to."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from random import Random

import pytest
from textual import events
from textual.pilot import Pilot
from textual.widgets import Input

from cockpit.app import CockpitApp
from cockpit.domain.action import Action
from cockpit.widgets.entity_form import EntityForm
from cockpit.widgets.entity_table import EntityTable
from cockpit.widgets.prompt import Prompt
from tests.screens.conftest import settled

Start = Callable[..., AbstractAsyncContextManager[tuple[CockpitApp, Pilot[None]]]]

_NAMES = {"/": "slash", ".": "full_stop", " ": "space", "\r": "enter"}


async def typed_at_once(app: CockpitApp, pilot: Pilot[None], text: str) -> None:
    """All keys of ``text`` before the first of them is heeded."""
    for letter in text:
        app.post_message(events.Key(_NAMES.get(letter, letter), letter))
    for _ in range(len(text)):
        await settled(app, pilot)


async def test_a_value_typed_on_the_heels_of_its_key_is_in_the_line(start: Start) -> None:
    async with start() as (app, pilot):
        await pilot.press("6")
        await settled(app, pilot)
        await typed_at_once(app, pilot, "r85.5")
        assert app.screen.query_one(Prompt).query_one(Input).value == "85.5"
        assert app.screen.name == "kpis"


@pytest.mark.parametrize("mode", ["5", "4"])
async def test_a_title_typed_on_the_heels_of_n_is_in_the_form(start: Start, mode: str) -> None:
    async with start() as (app, pilot):
        await pilot.press(mode)
        await settled(app, pilot)
        before = app.situation
        await typed_at_once(app, pilot, "nquiet due 5")
        assert app.screen.query(EntityForm)
        assert isinstance(app.focused, Input)
        assert app.focused.value == "quiet due 5"
        assert app.situation is before, "no letter was a key"


async def test_keys_go_on_after_a_mode_was_gone_to(start: Start) -> None:
    async with start() as (app, pilot):
        await typed_at_once(app, pilot, "5jj")
        assert app.screen.name == "actions"
        assert app.situation is not None
        assert app.screen.row is app.situation.actions[2]  # type: ignore[attr-defined]
        assert isinstance(app.situation.actions[2], Action)


async def test_the_line_keeps_the_focus_until_it_is_answered(start: Start) -> None:
    async with start() as (app, pilot):
        await pilot.press("6", "r", "8", "tab", "0", "shift+tab", "0")
        await settled(app, pilot)
        assert app.screen.query_one(Prompt).query_one(Input).value == "800"
        await pilot.press("escape", "r")
        await settled(app, pilot)
        assert app.screen.query_one(Prompt).query_one(Input).has_focus


async def test_keys_that_wait_come_to_the_same_as_one_after_the_other(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    chance, handed_out = Random(20_263), 0
    heeded = CockpitApp.on_keys_in_turn_heeded

    async def counted(app: CockpitApp, event: CockpitApp.Heeded) -> None:
        nonlocal handed_out
        handed_out += 1
        await heeded(app, event)

    monkeypatch.setattr(CockpitApp, "on_keys_in_turn_heeded", counted)
    async with start((80, 12)) as (app, pilot):
        await pilot.press("5")
        await settled(app, pilot)
        table = app.screen.query_one(EntityTable)
        for _ in range(3):
            runs = [
                (chance.choice(["down", "j", "up", "pagedown", "pageup", "m", "end"]), chance.randint(1, 6)) for _ in range(5)
            ]
            keys = [key for key, times in runs for _ in range(times)]
            ends = []
            for together in (False, True):
                await pilot.press("home", "escape")
                await settled(app, pilot)
                for key in keys:
                    app.post_message(events.Key(key, None))
                    if not together:
                        await settled(app, pilot)
                await settled(app, pilot)
                ends.append((table.cursor_uid, table.scroll_offset, table.marks))
            assert ends[0] == ends[1], keys
        # A key that does something else each time is never folded.
        handed_out = 0
        for key in ["down"] * 9 + ["up"] * 5 + ["m"] * 3:
            app.post_message(events.Key(key, None))
        await settled(app, pilot)
        assert handed_out == 1 + 1 + 3


async def test_a_letter_typed_again_and_again_is_no_key_that_is_held(start: Start) -> None:
    async with start() as (app, pilot):
        await pilot.press("5")
        await settled(app, pilot)
        await typed_at_once(app, pilot, "/jjjkkk")
        assert app.screen.query_one(EntityTable).typed_filter == "jjjkkk"
