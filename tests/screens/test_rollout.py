"""The rollout: waves with their gates and why, the way back of a wave, and how it is taken."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing
from datetime import timedelta
from pathlib import Path

import pytest
from textual.pilot import Pilot

from cockpit.app import CockpitApp
from cockpit.domain.action import Action
from cockpit.domain.breach import rolling_back
from cockpit.domain.edit import Act, Create, Delete, Record, Update
from cockpit.domain.kpi import Group, Kpi
from cockpit.domain.person import Person
from cockpit.domain.rollback import Rehearsal, Rollback
from cockpit.domain.training import Attendance, Course, TrainingSession
from cockpit.domain.wave import Wave, WaveStatus
from cockpit.screens.rollback_question import RollbackQuestion
from cockpit.screens.trial_errands import begin
from cockpit.settings import Settings
from cockpit.store import Store, open_store
from cockpit.widgets.detail import Block, Detail, DetailBody, Fact
from cockpit.widgets.entity_table import EntityTable
from tests.screens.conftest import NOW, TODAY, settled, text_of
from tests.screens.test_editing import notices, until

STEPS = ("Switch the flag", "Tell support", "Check the orders")
SIZES = ((60, 16), (80, 24), (120, 40))


def creations() -> Iterator[Create]:
    """A scale-up: one wave done, one that runs since three weeks ago, one planned, and one that nobody has prepared."""
    yield Create(Person, {"handle": "lea", "name": "Léa Martin"}, "lea")
    yield Create(Person, {"handle": "marc", "name": "Marc Petit"}, "marc")
    yield Create(Kpi, {"title": "Errors", "unit": "%", "direction": "lower", "guardrail": 2.0, "owner": "marc"}, "errors")
    yield Create(Rollback, {"title": "The old page", "owner": "marc", "steps": STEPS, "minutes_to_restore": 30}, "back")
    tried = {"rollback": "back", "rehearsed_on": TODAY - timedelta(9), "succeeded": True, "minutes_to_restore": 42}
    yield Create(Rehearsal, tried, "tried")
    yield Create(Rollback, {"title": "By hand"}, "by-hand")
    yield Create(Course, {"title": "Relay"}, "relay")
    common = {"guardrails": ["errors"], "courses_needed": ["relay"], "super_users_needed": 2, "owner": "lea"}
    yield Create(Wave, {**common, "number": 1, "title": "Paris", "status": "done", "starts_on": TODAY - timedelta(70)}, "paris")
    running = {"status": "running", "starts_on": TODAY - timedelta(21), "enabled": 40, "active": 31, "rollback": "back"}
    yield Create(Wave, {**common, **running, "number": 2, "title": "Lyon"}, "lyon")
    yield Create(Wave, {**common, "number": 3, "title": "Lille", "size": 50, "rollback": "back"}, "lille")
    yield Create(Wave, {"number": 4, "title": "Nice"}, "nice")
    yield Create(
        TrainingSession, {"title": "Relays", "course": "relay", "starts_on": TODAY - timedelta(5), "wave": "lille"}, "day"
    )
    relay = {"session": "day", "super_user": True, "state": "attended"}
    yield Create(Attendance, {**relay, "person": "marc"}, "first")


def store_of(folder: Path, last: float = 2.4) -> tuple[Path, str]:
    """A store with the project, in whose last week that is over the errors were so many."""
    path = folder / "rollout.db"
    store = open_store(path, who="lea", create=True, clock=lambda: NOW)
    found = store.create_project({"key": "SHOP", "title": "Shop", "phase": "scale_up", "timezone": "UTC"})
    weeks = {(TODAY - timedelta(3 + 7 * back)).isoformat(): value for back, value in ((2, 1.0), (1, 1.1), (0, last))}
    store.apply(found.uid, Act((*creations(), Record("errors", Group.ALL, weeks))))
    store.close()
    return path, found.uid


@asynccontextmanager
async def running(
    folder: Path,
    size: tuple[int, int] = (120, 40),
    *,
    last: float = 2.4,
    read_only: bool = False,
    settings: Settings | None = None,
    polling: float = 0.1,
) -> AsyncIterator[tuple[CockpitApp, Pilot[None]]]:
    """The cockpit on the project, in the rollout."""
    path, project = store_of(folder, last)

    def source() -> tuple[Store, str]:
        return open_store(path, who="lea", read_only=read_only, clock=lambda: NOW), project

    app = CockpitApp(source, settings, clock=lambda: NOW, environment={}, polling=polling, build_ahead=False)
    async with app.run_test(size=size) as pilot:
        await settled(app, pilot)
        await pilot.press("8")
        await until(pilot, lambda: app.current_mode == "rollout" and app.screen.query(EntityTable))
        await settled(app, pilot)
        yield app, pilot


async def to_wave(app: CockpitApp, pilot: Pilot[None], uid: str) -> None:
    """Put the cursor on a wave, with its page open."""
    await app.show_row(Wave.kind, uid)
    await settled(app, pilot)


def waves(app: CockpitApp) -> dict[str, Wave]:
    assert app.situation
    return {wave.uid: wave for wave in app.situation.state.all(Wave)}


def line_with(app: CockpitApp, words: str) -> str:
    found = [line for line in text_of(app).splitlines() if words in line]
    assert found, text_of(app)
    return found[0]


async def test_each_wave_that_is_not_over_has_the_sign_of_its_gate(tmp_path: Path) -> None:
    async with running(tmp_path) as (app, _pilot):
        assert "GO" not in line_with(app, "Paris")
        # Lyon: the errors of the wave before were last measured in this one's time, and crossed; nobody is trained.
        assert "✗ NO-GO" in line_with(app, "Lyon")
        assert "31 of 40" in line_with(app, "Lyon")
        assert "0/2" in line_with(app, "Lyon")
        assert line_with(app, "Lyon").lstrip("▸ ").startswith("✗")
        assert "! 1/2" in line_with(app, "Lille")
        assert "0 of 50" in line_with(app, "Lille")
        assert line_with(app, "Nice").count("?") == 0


async def test_the_page_says_why_and_each_line_leads_to_its_row(tmp_path: Path) -> None:
    async with running(tmp_path, (120, 40)) as (app, pilot):
        await to_wave(app, pilot, "lille")
        await pilot.press("right")
        assert isinstance(app.focused, Detail)
        detail = app.focused
        said = [cell.text for part in detail._body.page.parts if isinstance(part, Block) for line in part.lines for cell in line]
        assert "Its gate: ✗ NO-GO" in [part.heading for part in detail._body.page.parts if isinstance(part, Block)]
        assert "V-3: 1 of 2 super-users trained (50\N{NO-BREAK SPACE}%)" in said
        assert "Train 1 more super-user for V-3 Lille" in said
        assert any(words.startswith("K-1 crossed its guardrail (2.4") for words in said)
        await pilot.press("enter")
        await settled(app, pilot)
        assert app.current_mode == "kpis"


@pytest.mark.parametrize("size", SIZES)
async def test_a_crossing_proposes_the_way_back_with_its_steps_numbered(tmp_path: Path, size: tuple[int, int]) -> None:
    async with running(tmp_path, size) as (app, pilot):
        await to_wave(app, pilot, "lyon")
        page = app.screen.query_one(Detail)._body.page
        blocks = {part.heading: part for part in page.parts if isinstance(part, Block)}
        (crossing,) = blocks["Guardrails crossed"].lines
        assert [cell.text for cell in crossing] == [
            "✗",
            "K-1 crossed its guardrail in wave 2 (2.4\N{NO-BREAK SPACE}% > 2\N{NO-BREAK SPACE}%): go back by RB-1?",
            "week of Mon 16 Nov 2026",
        ]
        assert [" ".join(cell.text for cell in line) for line in blocks["Steps"].lines] == [
            "1. Switch the flag", "2. Tell support", "3. Check the orders",
        ]  # fmt: skip
        facts = {part.label: part.told.text for part in page.parts if isinstance(part, Fact)}
        assert facts["Decides"] == "Marc Petit"
        assert facts["Last rehearsal"] == "Sat 14 Nov, ✓ worked, ! 42 of 30 minutes"


@pytest.mark.parametrize("size", SIZES)
async def test_yes_takes_the_way_back_in_one_act_that_can_be_undone(tmp_path: Path, size: tuple[int, int]) -> None:
    async with running(tmp_path, size) as (app, pilot):
        await to_wave(app, pilot, "lyon")
        await pilot.press("b")
        await until(pilot, lambda: isinstance(app.focused, RollbackQuestion))
        assert "Roll back V-2 Lyon by RB-1 The old page?" in " ".join(text_of(app).replace("▏", " ").split())
        await pilot.press("y")
        await until(pilot, lambda: waves(app)["lyon"].status is WaveStatus.ROLLED_BACK)
        assert app.situation
        actions = app.situation.state.all(Action)
        assert [(each.title, each.owner, each.due_on, each.wave) for each in actions] == [
            (step, "marc", TODAY, "lyon") for step in STEPS
        ]
        assert [each.blocked_by for each in actions] == [(), (actions[0].uid,), (actions[1].uid,)]
        await until(pilot, lambda: "3 actions (5) take it back" in notices(app))
        assert isinstance(app.focused, EntityTable)

        await pilot.press("u")
        await until(pilot, lambda: waves(app)["lyon"].status is WaveStatus.RUNNING)
        assert app.situation.state.all(Action) == ()


async def test_the_way_back_is_told_with_the_keys_of_the_settings(tmp_path: Path) -> None:
    own = Settings(keys={"rollout.roll_back": "f7", "roll_back.yes": "f8", "roll_back.no": "f9"})
    async with running(tmp_path, settings=own) as (app, pilot):
        await to_wave(app, pilot, "lyon")
        headings = [part.heading for part in app.screen.query_one(Detail)._body.page.parts if isinstance(part, Block)]
        assert "The way back, which f7 takes" in headings
        await pilot.press("f7")
        await until(pilot, lambda: isinstance(app.focused, RollbackQuestion))
        page = app.screen.query_one(RollbackQuestion).query_one(DetailBody).page
        (outcome,) = (part for part in page.parts if isinstance(part, Block) and part.heading == "What comes of it")
        said = outcome.lines[0][0].text
        assert said.startswith("f8 makes each step an action")
        assert said.endswith("f9 leaves everything as it is")


@pytest.mark.parametrize("key", ["escape", "n"])
async def test_no_leaves_everything_as_it_is(tmp_path: Path, key: str) -> None:
    async with running(tmp_path) as (app, pilot):
        await to_wave(app, pilot, "lyon")
        await pilot.press("b")
        await until(pilot, lambda: isinstance(app.focused, RollbackQuestion))
        await pilot.press("e", "d", "space", "]")
        assert isinstance(app.focused, RollbackQuestion)
        await pilot.press(key)
        await until(pilot, lambda: not app.screen.query(RollbackQuestion))
        await settled(app, pilot)
        assert app.situation
        assert app.situation.state.all(Action) == ()
        assert waves(app)["lyon"].status is WaveStatus.RUNNING
        assert isinstance(app.focused, EntityTable)


async def test_a_wave_without_a_scenario_says_what_to_do(tmp_path: Path) -> None:
    async with running(tmp_path) as (app, pilot):
        await to_wave(app, pilot, "paris")
        await pilot.press("b")
        await until(pilot, lambda: "V-1 has no rollback scenario" in notices(app))
        assert not app.screen.query(RollbackQuestion)


async def test_there_is_nothing_to_take_back_before_a_wave_has_begun(tmp_path: Path) -> None:
    async with running(tmp_path) as (app, pilot):
        await to_wave(app, pilot, "lille")
        assert "b Roll back" not in text_of(app)
        await pilot.press("b")
        assert not app.screen.query(RollbackQuestion)
        await to_wave(app, pilot, "lyon")
        assert "b Roll back" in text_of(app)


async def test_who_may_only_read_takes_nothing_back(tmp_path: Path) -> None:
    async with running(tmp_path, read_only=True) as (app, pilot):
        await to_wave(app, pilot, "lyon")
        await pilot.press("b")
        await until(pilot, lambda: "reading only" in notices(app))
        assert not app.screen.query(RollbackQuestion)


async def test_somebody_who_was_faster_is_told_and_nothing_is_done(tmp_path: Path) -> None:
    async with running(tmp_path) as (app, pilot):
        await to_wave(app, pilot, "lyon")
        await pilot.press("b")
        await until(pilot, lambda: isinstance(app.focused, RollbackQuestion))
        store = open_store(tmp_path / "rollout.db", who="marc", clock=lambda: NOW)
        project = store.projects()[0].uid
        store.apply(project, Act((Update(store.load(project).all(Wave)[1], {"status": "done"}),)))
        store.close()
        await until(pilot, lambda: waves(app)["lyon"].status is WaveStatus.DONE)
        await pilot.press("y")
        await until(pilot, lambda: "marc has edited V-2 Lyon in the meantime" in notices(app))
        assert app.situation
        assert app.situation.state.all(Action) == ()


@pytest.mark.parametrize("polling", [0.1, 600.0], ids=["seen", "not seen yet"])
async def test_a_wave_is_not_rolled_back_twice(tmp_path: Path, polling: float) -> None:
    async with running(tmp_path, polling=polling) as (app, pilot):
        await to_wave(app, pilot, "lyon")
        await pilot.press("b")
        await until(pilot, lambda: isinstance(app.focused, RollbackQuestion))
        with closing(open_store(tmp_path / "rollout.db", who="marc", clock=lambda: NOW)) as store:
            project = store.projects()[0].uid
            store.apply(project, rolling_back(store.load(project), waves(app)["lyon"], TODAY))
            if polling < 1:
                await until(pilot, lambda: waves(app)["lyon"].status is WaveStatus.ROLLED_BACK)
            await pilot.press("y")
            await until(pilot, lambda: "V-2 Lyon is neither running nor done, so that there is nothing to roll" in notices(app))
            assert "Rolled back" not in notices(app)
            assert [each.title for each in store.load(project).all(Action)] == list(STEPS)


async def test_a_way_back_that_is_only_tried_is_told_as_not_written(tmp_path: Path) -> None:
    async with running(tmp_path) as (app, pilot):
        app.run_errand(begin, app.screen)  # type: ignore[arg-type]
        await settled(app, pilot)
        await to_wave(app, pilot, "lyon")
        await pilot.press("b")
        await until(pilot, lambda: isinstance(app.focused, RollbackQuestion))
        await pilot.press("y")
        await until(pilot, lambda: "Tried the way back, not written; 3 actions (5) take it. u undoes this" in notices(app))
        assert "Rolled back" not in notices(app)
    with closing(open_store(tmp_path / "rollout.db", who="lea", clock=lambda: NOW)) as store:
        assert store.load(store.projects()[0].uid).all(Action) == ()


async def test_the_overview_asks_first_whether_to_go_back(tmp_path: Path) -> None:
    async with running(tmp_path) as (app, pilot):
        await pilot.press("1")
        await settled(app, pilot)
        said = line_with(app, "crossed its guardrail").strip("▸ ")
        assert said == "✗ K-1 crossed its guardrail in wave 2 (2.4\N{NO-BREAK SPACE}% > 2\N{NO-BREAK SPACE}%): go back by RB-1?"
    (tmp_path / "held").mkdir()
    async with running(tmp_path / "held", last=2.0) as (app, pilot):
        await pilot.press("1")
        await settled(app, pilot)
        assert "crossed its guardrail" not in text_of(app)


async def test_the_ways_back_say_whether_they_are_proven(tmp_path: Path) -> None:
    async with running(tmp_path) as (app, pilot):
        await pilot.press("]")
        await settled(app, pilot)
        proven, never = line_with(app, "RB-1  "), line_with(app, "RB-2  ")
        assert "✓ worked" in proven
        assert "! 42 of 30 minutes" in proven
        assert "never" in never
        await pilot.press("]")
        await settled(app, pilot)
        assert "RB-1 The old page" in line_with(app, "RH-1  ")


async def test_the_gates_of_waves_stand_before_that_of_the_scale_up(tmp_path: Path) -> None:
    async with running(tmp_path) as (app, pilot):
        await pilot.press("9")
        await until(pilot, lambda: app.current_mode == "readiness" and app.screen.query(EntityTable))
        header = text_of(app).splitlines()[0]
        seen = []
        for _ in range(8):
            seen.append(line_with(app, "‹").partition("‹ ")[2].partition(" ›")[0])
            await pilot.press("<")
            await settled(app, pilot)
        assert seen == [
            "Scale-up", "Wave 4: Nice", "Wave 3: Lille", "Wave 2: Lyon", "Pilot", "Steering", "Definition", "Generalisation",
        ]  # fmt: skip
        await pilot.press("<")
        await settled(app, pilot)
        assert "Wave 4: Nice" in line_with(app, "‹")
        assert "V-3 has not begun" in text_of(app)
        assert text_of(app).splitlines()[0] == header
        await pilot.press("n", "e")
        await until(pilot, lambda: "What the gate of a wave asks is the same for every wave" in notices(app))


async def test_a_wave_that_is_over_meanwhile_has_no_gate_to_come_back_to(tmp_path: Path) -> None:
    async with running(tmp_path) as (app, pilot):
        await pilot.press("9")
        await until(pilot, lambda: app.current_mode == "readiness" and app.screen.query(EntityTable))
        await pilot.press("<")
        await settled(app, pilot)
        assert "Wave 4: Nice" in line_with(app, "‹")
        store = open_store(tmp_path / "rollout.db", who="marc", clock=lambda: NOW)
        project = store.projects()[0].uid
        store.apply(project, Act((Delete(store.load(project).all(Wave)[3]),)))
        store.close()
        await until(pilot, lambda: "nice" not in waves(app))
        await settled(app, pilot)
        assert "‹ Scale-up ›" in line_with(app, "‹")
        await pilot.press(">")
        await settled(app, pilot)
        assert "‹ Generalisation ›" in line_with(app, "‹")
