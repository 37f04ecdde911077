"""However quickly somebody types, each key goes where it was meant to."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager

import pytest
from textual import events
from textual.pilot import Pilot
from textual.widgets import Input

from cockpit.app import CockpitApp
from cockpit.domain.action import Action
from cockpit.widgets.entity_form import EntityForm
from cockpit.widgets.prompt import Prompt
from tests.screens.conftest import settled

Start = Callable[..., AbstractAsyncContextManager[tuple[CockpitApp, Pilot[None]]]]

_NAMES = {".": "full_stop", " ": "space", "\r": "enter"}


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
