"""The stand-up, as a room sees it and its lead steers it: by keys, in a small window, with nothing lost."""

import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event

import pytest
from textual.events import Paste
from textual.pilot import Pilot
from textual.widgets import Input

from cockpit import language
from cockpit.app import CockpitApp
from cockpit.domain.action import Action, ActionState
from cockpit.domain.decision import Decision
from cockpit.domain.edit import Act, Create, Edit, Update
from cockpit.domain.message import message
from cockpit.domain.person import Person
from cockpit.domain.problem import refuse
from cockpit.domain.standup import Standup
from cockpit.domain.win import Win
from cockpit.screens.desk import Desk
from cockpit.screens.standup import StandupScreen
from cockpit.settings import Settings
from cockpit.store import Store, open_store
from cockpit.store.presence import Presence
from tests.screens.conftest import HOSTILE, NOW, creations, day, settled, text_of
from tests.screens.test_editing import notices, stored, until

LAST = NOW - timedelta(days=7)
"""When the last stand-up was held."""


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture(scope="session")
def _held_before(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A project with a stand-up a week ago, and what has happened since."""
    path = tmp_path_factory.mktemp("standup") / "cockpit.db"

    def at(instant: datetime, who: str, *edits: Edit) -> None:
        with closing(open_store(path, who=who, clock=lambda: instant)) as store:
            store.apply(store.projects()[0].uid, Act(edits))

    with closing(open_store(path, who="lea", clock=lambda: NOW - timedelta(days=30), create=True)) as store:
        project = store.create_project({"key": "ALTURA", "title": "Altura", "phase": "pilot"})
        store.apply(project.uid, Act((*creations(project), Create(Person, {"handle": "paul", "name": "Paul Sponsor"}, "paul"))))
    held = {"title": "Stand-up", "held_at": LAST, "present": ("lea", "marc", "ines")}
    at(LAST, "lea", Create(Standup, held, "last"))
    state = stored(path)
    train, index = state.get(Action, "train"), state.get(Action, "index")
    assert train
    assert index
    at(NOW - timedelta(days=2), "ines", Update(train, {"state": "done", "done_on": day(-2)}))
    at(NOW - timedelta(days=1), "marc", Create(Win, {"title": f"Half the calls {HOSTILE}", "happened_on": day(-1)}, "calls"))
    return path.read_bytes()


@pytest.fixture
def path(tmp_path: Path, _held_before: bytes) -> Path:
    path = tmp_path / "cockpit.db"
    path.write_bytes(_held_before)
    return path


@pytest.fixture
def clock() -> Clock:
    return Clock()


@asynccontextmanager
async def cockpit(
    path: Path, clock: Callable[[], datetime], size: tuple[int, int] = (80, 24), *, read_only: bool = False
) -> AsyncIterator[tuple[CockpitApp, Pilot[None]]]:
    def source() -> tuple[Store, str]:
        store = open_store(path, who="lea", read_only=read_only, clock=clock)
        return store, store.projects()[0].uid

    app = CockpitApp(source, Settings(standup_minutes=10), clock=clock, environment={}, polling=0.02)
    async with app.run_test(size=size) as pilot:
        await settled(app, pilot)
        yield app, pilot


async def hold(app: CockpitApp, pilot: Pilot[None]) -> StandupScreen:
    """Press ``s``, and wait for the first page."""
    await pilot.press("s")
    return await shown(app, pilot)


async def shown(app: CockpitApp, pilot: Pilot[None]) -> StandupScreen:
    await until(pilot, lambda: isinstance(app.screen, StandupScreen) and "─ Verdict" in text_of(app))
    assert isinstance(app.screen, StandupScreen)
    return app.screen


async def press(app: CockpitApp, pilot: Pilot[None], *keys: str) -> str:
    """Press keys, wait for what they bring about, and return what is seen."""
    await pilot.press(*keys)
    await settled(app, pilot)
    return text_of(app)


async def write(app: CockpitApp, pilot: Pilot[None], text: str) -> None:
    """Write on the line that is asked for: pasted, as a key for each letter takes long and tells no more."""
    await until(pilot, lambda: isinstance(app.focused, Input))
    assert app.focused
    app.focused.post_message(Paste(text))
    await pilot.pause()
    await pilot.pause()


async def take(app: CockpitApp, pilot: Pilot[None], key: str, line: str) -> str:
    """Take a line down; what is seen before ``enter`` is returned."""
    await pilot.press(key)
    await write(app, pilot, line)
    seen = text_of(app)
    await press(app, pilot, "enter")
    return seen


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_a_stand_up_is_held_by_keys_and_ends_with_minutes(
    path: Path, clock: Clock, tmp_path: Path, size: tuple[int, int]
) -> None:
    async with cockpit(path, clock, size) as (app, pilot):
        await pilot.press("4")
        await settled(app, pilot)
        await hold(app, pilot)
        seen = text_of(app)
        assert "─ since Mon 16 Nov ─" in seen
        assert "✗ Pilot: NO-GO, as before" in seen
        assert "topic 00:00   00:00 / 10:00" in seen

        clock.now += timedelta(minutes=3, seconds=12)
        seen = await press(app, pilot, "space")
        assert "─ Léa Martin · Lead ─" in seen
        assert "1 of 3" in seen
        assert "paul" not in seen.lower(), "who never comes is not waited for"
        assert "00:00   03:12 / 10:00" in seen
        assert "! A-1 Rehearse the rollback" in seen
        seen = await take(app, pilot, "a", "fix the script fri !r-1")
        assert "fix the script · @lea · Fri 27 Nov, in 4 d · serves R-1 Peak load" in seen
        assert "○ Action: A-6 fix the script · lea · Fri 27 Nov, in 4 d · R-1" in text_of(app)
        await take(app, pilot, "d", "a slip")
        assert "● Decision: DC-1 a slip" in text_of(app)
        assert "Taken back: DC-1 a slip" in (await press(app, pilot, "u") and notices(app))
        assert "a slip" not in text_of(app).replace("Taken back: DC-1 a slip", "")

        seen = await press(app, pilot, "space")
        assert re.search(r"^ ✓ (lea|Léa Martin) +!", seen, re.MULTILINE), "she has spoken, and something of hers is late"
        assert "─ Marc Petit ─" in seen
        seen = await take(app, pilot, "b", "no answer !A-2")
        assert "A-2 Index the order table is blocked: no answer" in seen
        seen = await press(app, pilot, "space")
        assert "● A-3 Train the super-users of Lyon: done" in seen
        seen = await press(app, pilot, "minus")
        assert "Nobody answers for it" in seen
        assert "– Inès Roux" in seen or "– ines" in seen
        seen = await press(app, pilot, "space", "space")
        assert "─ To celebrate ─" in seen
        assert "nothing to tell: Risks, KPIs" not in seen
        seen = await press(app, pilot, "c")
        assert "★ W-1 Half the calls [/] [@click=app.quit]Pay[/] x: celebrated today" in seen
        seen = await press(app, pilot, "space")
        assert "─ Taken down ─" in seen
        assert "1 action · 1 blocker · 1 small win" in seen
        await take(app, pilot, "d", "go on with Lyon @marc !R-1")

        clock.now += timedelta(minutes=9)
        seen = await press(app, pilot, "space")
        assert "End with minutes" in seen
        await press(app, pilot, "escape")
        assert "─ Taken down ─" in text_of(app)
        await press(app, pilot, "escape", "m")
        await until(pilot, lambda: "The minutes, stored as SD-2" in text_of(app))
        seen = text_of(app)
        assert "# Altura: stand-up of Mon 23 Nov 2026" in seen
        assert "12 minutes, led by Léa Martin" in seen
        assert "Present: Léa Martin, Marc Petit" in seen
        await press(app, pilot, "y")
        minutes = app.clipboard
        assert "\n## Decisions\n\n- DC-2 go on with Lyon · marc · about R-1 " in minutes
        assert "- A-6 fix the script · lea · Fri 27 Nov 2026 · R-1" in minutes
        assert "- A-2 Index the order table · no answer · marc" in minutes
        assert "\n## Celebrated\n\n- W-1 Half the calls" in minutes
        await pilot.press("x")
        await pilot.press("ctrl+u")
        await write(app, pilot, str(tmp_path / "minutes.md"))
        await press(app, pilot, "enter")
        assert (tmp_path / "minutes.md").read_text("utf-8") == minutes
        await press(app, pilot, "escape")
        await until(pilot, lambda: app.current_mode == "risks")
        app.copy_to_clipboard("something else")
        row = next(each.uid for each in stored(path).all(Standup) if each.ref == "SD-2")
        await app.show_row(Standup.kind, row)
        await press(app, pilot, "T")
        assert app.clipboard == minutes
        await pilot.press("t")
        await until(pilot, lambda: "altura-standup-2026-11-23-sd-2.md" in text_of(app))
        await pilot.press("ctrl+u")
        await write(app, pilot, str(tmp_path / "again.md"))
        await press(app, pilot, "enter")
        assert (tmp_path / "again.md").read_text("utf-8") == minutes
        await press(app, pilot, "down", "t")
        assert "There are no minutes here" in notices(app)

    state = stored(path)
    (standup,) = (each for each in state.all(Standup) if each.ref == "SD-2")
    assert (standup.held_at, standup.led_by, standup.present) == (NOW, "lea", ("lea", "marc"))
    assert (standup.minutes, standup.decisions, standup.minutes_text) == (12, ("go on with Lyon",), minutes.strip())
    assert [each.title for each in state.of(Action, "standup", standup.uid)] == ["fix the script"]
    assert [each.context for each in state.of(Decision, "standup", standup.uid)] == [
        "about R-1 Peak load brings the order page down"
    ]
    index = state.get(Action, "index")
    assert index
    assert (index.state, index.blocker, index.standup) == (ActionState.BLOCKED, "no answer", None)


async def test_what_is_wrong_with_a_line_is_told_and_names_are_completed(
    path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with cockpit(path, clock) as (app, pilot):
        await hold(app, pilot)
        await press(app, pilot, "a")
        assert "What, @ who, by when, and ! what it serves" in text_of(app)
        await write(app, pilot, "fix it")
        await press(app, pilot, "enter")
        assert "✗ nobody is named; write @lea, @marc, @ines, @paul" in text_of(app)
        assert "Action fix it" in text_of(app), "what was typed stays"
        await write(app, pilot, " @m")
        assert "@marc Marc Petit" in text_of(app)
        await press(app, pilot, "tab")
        await write(app, pilot, "!")
        await press(app, pilot, "tab", "tab")
        assert "▸!R-2 Support is overrun" in text_of(app)
        await press(app, pilot, "shift+tab")
        assert "Action fix it @marc !R-1" in text_of(app)
        await press(app, pilot, "enter")
        assert "A-6 fix it · marc · R-1" in text_of(app)
        # What the store refuses is there again, to be put right.
        with monkeypatch.context() as patched:
            patched.setattr(Store, "apply", lambda *_arguments: (_ for _ in ()).throw(refuse(message("The disk is full"))))
            await take(app, pilot, "d", "go on with Lyon")
            await until(pilot, lambda: "Decision go on with Lyon" in text_of(app))
        assert "The disk is full" in notices(app)
        await press(app, pilot, "ctrl+u", "escape")
        # A line that is given up takes nothing down, and space goes on again.
        await press(app, pilot, "d", "x", "escape", "space")
        assert "─ Léa Martin" in text_of(app)
    assert not stored(path).all(Decision)


async def test_a_stand_up_that_was_left_is_gone_on_with(path: Path, clock: Clock, capsys: pytest.CaptureFixture[str]) -> None:
    async with cockpit(path, clock) as (app, pilot):
        await hold(app, pilot)
        await press(app, pilot, "space", "minus")
        await take(app, pilot, "a", "fix it")
        clock.now += timedelta(minutes=4)
        # Another mode is looked at in between, and the clock goes on.
        await press(app, pilot, "5")
        assert "fix it" in text_of(app)
        clock.now += timedelta(minutes=1)
        await press(app, pilot, "s")
        assert "─ Marc Petit" in text_of(app)
        assert "05:00 / 10:00" in text_of(app)
        await press(app, pilot, "d")
        await write(app, pilot, "half a line")
        app.exit()
    assert capsys.readouterr().err == "The stand-up has not ended: the next time, s goes on with it.\n"
    clock.now += timedelta(hours=2)
    async with cockpit(path, clock) as (app, pilot):
        await pilot.press("s")
        await until(pilot, lambda: "not ended:" in text_of(app) and "─ Marc Petit" in text_of(app))
        assert "‖ paused   topic 05:00   05:00 / 10:00" in text_of(app)
        await press(app, pilot, "space")
        await until(pilot, lambda: "Decision half a line" in text_of(app))
        assert "paused" not in text_of(app)
        seen = await press(app, pilot, "escape")
        assert "– lea" in seen
        assert "A-6 fix it" in seen
        clock.now += timedelta(minutes=7)
        app.screen.tick()  # type: ignore[attr-defined]
        await pilot.pause()
        assert "! over time   topic 12:00   12:00 / 10:00" in text_of(app)
        await press(app, pilot, "p")
        clock.now += timedelta(minutes=7)
        assert "‖ paused  ! over time   topic 12:00" in await press(app, pilot, "u")
        await press(app, pilot, "escape", "l")
        await until(pilot, lambda: app.current_mode == "overview")
        # Left without minutes, there is nothing to go on with.
        await hold(app, pilot)
        assert "00:00 / 10:00" in text_of(app)
    assert len(stored(path).all(Standup)) == 1
    assert not [each for each in stored(path).all(Action) if each.title == "fix it"], "u took it back after all"


async def test_what_others_do_meanwhile_is_shown_where_the_cursor_is(path: Path, clock: Clock) -> None:
    async with cockpit(path, clock) as (app, pilot):
        await hold(app, pilot)
        seen = await press(app, pilot, "space", "down")
        assert "▸ ! A-1 Rehearse the rollback" in seen
        seen = await press(app, pilot, "enter")
        assert "Rehearse the rollback" in seen
        assert "Owner" in seen
        assert "─ Léa Martin" not in seen
        seen = await press(app, pilot, "escape")
        assert "▸ ! A-1 Rehearse the rollback" in seen
        with closing(open_store(path, who="marc", clock=clock)) as store:
            done = {"title": "Book the room", "owner": "lea", "state": "done", "done_on": day(0)}
            store.apply(store.projects()[0].uid, Act((Create(Action, done, "room"),)))
        await until(pilot, lambda: "A-6 Book the room: done" in text_of(app))
        assert "▸ ! A-1 Rehearse the rollback" in text_of(app)
        with closing(open_store(path, who="marc", clock=clock)) as store:
            rehearse = stored(path).get(Action, "rehearse")
            assert rehearse
            store.apply(store.projects()[0].uid, Act((Update(rehearse, {"title": "Rehearse it twice"}),)))
        await until(pilot, lambda: "▸ ! A-1 Rehearse it twice" in text_of(app))


async def test_what_was_typed_is_there_again_unless_it_was_taken_down(path: Path, clock: Clock) -> None:
    async with cockpit(path, clock) as (app, pilot):
        await hold(app, pilot)
        await pilot.press("a")
        await write(app, pilot, "fix the script @marc fri")
        await press(app, pilot, "escape")
        await press(app, pilot, "b")
        assert isinstance(app.focused, Input)
        assert app.focused.value == "", "a blocker is another line"
        await press(app, pilot, "escape", "space", "a")
        assert isinstance(app.focused, Input)
        assert app.focused.value == "fix the script @marc fri"
        await press(app, pilot, "enter")
        await until(pilot, lambda: "A-6 fix the script" in text_of(app))
        await press(app, pilot, "a")
        assert isinstance(app.focused, Input)
        assert app.focused.value == ""


async def test_nobody_goes_on_with_the_stand_up_of_another(path: Path, clock: Clock, tmp_path: Path) -> None:
    def app_of(who: str) -> CockpitApp:
        def source() -> tuple[Store, str]:
            store = open_store(path, who=who, clock=clock)
            return store, store.projects()[0].uid

        return CockpitApp(source, clock=clock, environment={}, polling=0.02, drafts_folder=tmp_path / "drafts")

    async def begun(who: str) -> str:
        app = app_of(who)
        async with app.run_test(size=(80, 24)) as pilot:
            await settled(app, pilot)
            await pilot.press("s")
            await until(pilot, lambda: "─ Verdict" in text_of(app) or "not ended" in text_of(app))
            await settled(app, pilot)
            seen = text_of(app)
            await app.action_quit()
            return seen

    await begun("lea")
    assert "not ended" not in await begun("marc")
    assert "not ended" in await begun("lea")


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_a_stand_up_that_others_hold_too_is_told_on_both_sides(path: Path, clock: Clock, size: tuple[int, int]) -> None:
    project = stored(path).project.uid
    marc = Presence(path, "marc", clock=clock)
    marc.tell(project, ())
    try:
        async with cockpit(path, clock, size) as (app, pilot):
            await hold(app, pilot)
            assert "marc too" not in text_of(app)
            await until(pilot, lambda: ("standup:running",) in [each.rows for each in marc.others() or ()])
            marc.tell("another project", ("standup:running",))
            await until(pilot, lambda: [each.project for each in app.others or ()] == ["another project"])
            assert "marc too" not in text_of(app)
            marc.tell(project, ("standup:running",))
            await until(pilot, lambda: "Stand-up of Mon 23 Nov · marc too" in text_of(app))
            await pilot.press("at")
            await until(pilot, lambda: "  holds a stand-up" in text_of(app))
            await pilot.press("escape")
            marc.tell(project, ())
            await until(pilot, lambda: "marc too" not in text_of(app))
            await press(app, pilot, "escape", "l")
            await until(pilot, lambda: not any(each.rows for each in marc.others() or ()))
    finally:
        marc.leave()


async def test_nothing_is_taken_down_where_nothing_can_be_written(path: Path, clock: Clock) -> None:
    async with cockpit(path, clock, read_only=True) as (app, pilot):
        await hold(app, pilot)
        await press(app, pilot, "a")
        assert "open for reading only; nothing can be taken down" in notices(app)
        await press(app, pilot, "escape", "m")
        await until(pilot, lambda: "which are not stored" in text_of(app))
        assert "# Altura: stand-up of" in text_of(app)
    async with cockpit(path, clock) as (app, pilot):
        await press(app, pilot, "9")
        await until(pilot, lambda: app.current_mode == "readiness")
        await press(app, pilot, "w", "s")
        assert app.current_mode == "readiness"
        assert "A stand-up tells what is, and a trial goes on; w keeps or drops it first" in notices(app)


async def test_it_is_told_in_french_in_a_small_window(path: Path, clock: Clock) -> None:
    language.choose("fr", {})
    for size in ((80, 24), (60, 16)):
        async with cockpit(path, clock, size) as (app, pilot):
            await pilot.press("s")
            await shown(app, pilot)
            pages = [text_of(app)]
            for _page in range(6):
                pages.append(await press(app, pilot, "space"))
            for page in pages:
                lines = page.splitlines()
                assert len(lines) <= size[1]
                assert "espace Suivant" in lines[-1] or "⏎" in lines[-1], "the keys stay in view"
                assert "/ 10:00" in lines[1]
            assert "▸ lea" in pages[1]
            await press(app, pilot, "escape", "l")


async def test_it_is_ended_once_however_long_that_takes_and_a_path_of_nobody_is_refused(
    path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, plain = Event(), Desk.apply

    def slowly(desk: Desk, act: Act) -> object:
        asked.wait(5)
        return plain(desk, act)

    monkeypatch.setattr(Desk, "apply", slowly)
    async with cockpit(path, clock) as (app, pilot):
        await hold(app, pilot)
        await pilot.press("escape", "m")
        await pilot.pause()
        await pilot.press("escape", "m", "a")
        await pilot.pause()
        assert not app.screen.query(Input)
        asked.set()
        await until(pilot, lambda: "stored as SD-2" in text_of(app))
        await pilot.press("x")
        await pilot.press("ctrl+u", *"~nosuchone", "slash", *"x.md", "enter")
        await until(pilot, lambda: "There is no folder ~nosuchone; make it first" in notices(app))
    assert len(stored(path).all(Standup)) == 2
