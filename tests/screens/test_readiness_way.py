"""The shortest way to GO on the screens, by keys: it is shown once it is known, it leads to its rows, and its steps become actions.

What the samples hold is told by their stories.  On its last day Altura has R-3 at 4x5 with two late actions and a way back that was never
rehearsed, twelve super-users of twenty trained, too few answers to its survey, and a response time that no data of the pilot can mend.
"""

import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing
from datetime import date
from functools import partial
from pathlib import Path
from shutil import copyfile

import pytest
from textual.pilot import Pilot

from cockpit.app import CockpitApp
from cockpit.domain.action import Action
from cockpit.domain.change import Batch
from cockpit.domain.edit import Act, Create, Update
from cockpit.domain.gate import Criterion, GatePolicy
from cockpit.domain.person import Person
from cockpit.domain.phase import PhaseCode
from cockpit.domain.readiness import Verdict, next_gate, verdict, way
from cockpit.domain.readiness.way import Way, shortest_way
from cockpit.domain.state import ProjectState
from cockpit.screens.readiness_way import WayPanel, WaySheet
from cockpit.screens.table_screen import TableScreen
from cockpit.screens.way_screen import WayScreen
from cockpit.store import Store, open_store
from cockpit.widgets.detail import Detail, Target
from cockpit.widgets.entity_table import EntityTable
from tests.sample_stores import LAST_EVENING, as_written, sample_store
from tests.screens.conftest import HOSTILE, NOW, TODAY, Start, settled, text_of
from tests.screens.test_editing import notices, until
from tests.screens.test_readiness import as_of

LAST_DAY = LAST_EVENING.date()
SIZES = [(60, 16), (80, 24), (120, 40)]

ALTURA = "NO-GO stays: 1 criterion cannot be turned; 6 steps turn the rest"


@pytest.fixture(scope="module")
def stores(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A store with each sample; not to be written to."""
    return {name: sample_store(tmp_path_factory.mktemp(name) / "cockpit.db", name) for name in ("altura", "bedside")}


@asynccontextmanager
async def on(store: Path, folder: Path, size: tuple[int, int] = (120, 40)) -> AsyncIterator[tuple[CockpitApp, Pilot[None]]]:
    """The cockpit on a copy of a store, on the evening of the last day of the samples."""
    copy = folder / "copy.db"
    copyfile(store, copy)

    def source() -> tuple[Store, str]:
        found = open_store(copy, who="lea", clock=lambda: LAST_EVENING)
        return found, found.projects()[0].uid

    app = CockpitApp(source, clock=lambda: LAST_EVENING, environment={}, drafts_folder=folder / "drafts", polling=0.1)
    async with app.run_test(size=size) as pilot:
        await settled(app, pilot)
        yield app, pilot


def screen_of(app: CockpitApp) -> WayScreen:
    """The readiness."""
    assert isinstance(app.screen, WayScreen)
    return app.screen


def way_table(app: CockpitApp) -> EntityTable:
    """The table of the way."""
    view = screen_of(app).view
    assert isinstance(view, WaySheet)
    return view.table


async def on_way(app: CockpitApp, pilot: Pilot[None]) -> None:
    """Turn to the way, and wait until it is known."""
    await pilot.press("9")
    await until(pilot, lambda: isinstance(app.screen, WayScreen) and app.screen.query(EntityTable))
    await pilot.press("right_square_bracket")
    await until(pilot, lambda: isinstance(screen_of(app).view, WaySheet) and screen_of(app).known.known_way)
    await settled(app, pilot)


async def to_step(app: CockpitApp, pilot: Pilot[None], words: str) -> None:
    """Put the cursor on the step that begins with some words, by the key that moves it."""
    for _ in way_table(app).shown:
        if way_table(app).row.words.startswith(words):
            break
        await pilot.press("down")
    assert way_table(app).row.words.startswith(words)
    await settled(app, pilot)


def project_of(folder: Path) -> tuple[ProjectState, tuple[Batch, ...]]:
    """What is in the store, and its log."""
    with closing(open_store(folder / "copy.db", who="marc", clock=lambda: LAST_EVENING)) as store:
        project = store.projects()[0].uid
        return store.load(project), store.history(project)


def actions_in(state: ProjectState, before: ProjectState) -> list[Action]:
    """The actions that were made since."""
    return [action for action in state.all(Action) if before.get(Action, action.uid) is None]


# It is shown


@pytest.mark.parametrize("size", SIZES)
async def test_the_overview_tells_the_way_and_leads_to_it(stores: dict[str, Path], tmp_path: Path, size: tuple[int, int]) -> None:
    async with on(stores["altura"], tmp_path, size) as (app, pilot):
        await until(pilot, lambda: "NO-GO stays: 1 criterion cannot be turned" in text_of(app))
        for _ in range(6):
            await pilot.press("down")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, WayScreen) and isinstance(screen_of(app).view, WaySheet))
        await settled(app, pilot)
        assert "R-3 to 2x5" in text_of(app)


async def test_the_overview_of_a_project_that_is_ready_has_no_way_to_tell(stores: dict[str, Path], tmp_path: Path) -> None:
    async with on(stores["bedside"], tmp_path) as (app, pilot):
        await until(pilot, lambda: "✓ GO · 13 met" in text_of(app))
        assert "way to GO" not in text_of(app)
        await on_way(app, pilot)
        assert "GO: nothing is left to do" in text_of(app)
        assert "There is no step" not in text_of(app)


@pytest.mark.parametrize("size", SIZES)
async def test_the_way_comes_right_after_the_criteria_step_by_step(
    stores: dict[str, Path], tmp_path: Path, size: tuple[int, int]
) -> None:
    async with on(stores["altura"], tmp_path, size) as (app, pilot):
        await on_way(app, pilot)
        seen = text_of(app)
        assert ALTURA[:50] in seen
        assert "▸1  R-3 to 2x5" in seen
        lines = way_table(app).shown
        assert [line.number for line in lines] == [1, 2, 3, 4, 5, 6, 0]
        assert [line.words.split(" ")[0] for line in lines[:-1]] == ["R-3", "Finish", "Finish", "Rehearse", "Train", "Hold"]
        assert lines[-1].words.startswith("K-3 Temps de réponse, 95e centile: cannot by data alone")


async def test_where_there_is_room_a_line_tells_who_by_when_for_what_and_what_is_stuck(
    stores: dict[str, Path], tmp_path: Path
) -> None:
    async with on(stores["altura"], tmp_path) as (app, pilot):
        await on_way(app, pilot)
        lines = text_of(app).splitlines()
        (train,) = [line for line in lines if "Train 8 more super-users for V-1" in line]
        # The day by which the first of the actions in hand for it is due.
        assert train.split()[-5:] == ["nadia", "Tue", "1", "Dec", "CR-13"]
        (stuck,) = [line for line in lines if line.startswith(" ✗  K-3")]
        assert "stuck" in stuck
        (finish,) = [line for line in lines if line.startswith(" 2  Finish A-20")]
        assert "→ A-20 ■ blocked" in finish
        await to_step(app, pilot, "K-3")
        await until(pilot, lambda: "No step turns it. What can be decided" in text_of(app))
        assert "Accept a lower target for a time (accepted debt)" in text_of(app)
        assert "Waive the criterion for a time" in text_of(app)


async def test_beside_a_criterion_the_way_stands_in_short_and_leads_to_its_rows(stores: dict[str, Path], tmp_path: Path) -> None:
    async with on(stores["altura"], tmp_path) as (app, pilot):
        await pilot.press("9")
        await until(pilot, lambda: isinstance(app.screen, WayScreen) and app.screen.query_one(WayPanel).display)
        await until(pilot, lambda: "4  Rehearse RB-2" in text_of(app))
        await pilot.press("tab")
        for _ in range(5):
            if isinstance(app.focused, WayPanel):
                break
            await pilot.press("tab")
        await pilot.press("down", "down", "down", "enter")
        await until(pilot, lambda: app.current_mode == "rollout")
        await settled(app, pilot)
        assert isinstance(app.screen, TableScreen)
        assert app.screen.row.ref == "RB-2"


async def test_enter_opens_the_row_of_a_step(stores: dict[str, Path], tmp_path: Path) -> None:
    async with on(stores["altura"], tmp_path, (80, 24)) as (app, pilot):
        await on_way(app, pilot)
        await pilot.press("enter")
        await until(pilot, lambda: app.current_mode == "risks")
        await settled(app, pilot)
        assert isinstance(app.screen, TableScreen)
        assert app.screen.row.ref == "R-3"


async def test_enter_on_what_is_stuck_opens_the_criterion(stores: dict[str, Path], tmp_path: Path) -> None:
    async with on(stores["altura"], tmp_path) as (app, pilot):
        await on_way(app, pilot)
        await to_step(app, pilot, "K-3")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(screen_of(app).row, Criterion))
        assert screen_of(app).row.ref == "CR-9"


async def test_the_way_of_another_gate_and_of_a_past_day(stores: dict[str, Path], tmp_path: Path) -> None:
    """On 13 November only three sponsors of five spoke for the project: to win a fourth was a step then, and is none now."""
    async with on(stores["altura"], tmp_path) as (app, pilot):
        await on_way(app, pilot)
        assert not any(line.step and line.step.key[0] == "win" for line in way_table(app).shown)
        await pilot.press("less_than_sign", "less_than_sign")
        await until(pilot, lambda: "Shortest way to GO: 1 step, today at the earliest" in text_of(app))
        assert "‹ Definition ›" in text_of(app)
        await pilot.press("greater_than_sign", "greater_than_sign")
        await until(pilot, lambda: ALTURA in text_of(app))
        await as_of(app, pilot, "2026-11-13")
        await until(pilot, lambda: any(line.step and line.step.key[0] == "win" for line in way_table(app).shown))


# It is worked out when somebody looks


@pytest.fixture
def threads(monkeypatch: pytest.MonkeyPatch) -> list[threading.Thread]:
    """The thread in which each way was worked out."""
    found: list[threading.Thread] = []

    def noted(found_verdict: Verdict) -> Way:
        found.append(threading.current_thread())
        return shortest_way(found_verdict)

    monkeypatch.setattr(way, "shortest_way", noted)
    return found


async def test_it_is_worked_out_in_a_thread_once_a_situation(
    stores: dict[str, Path], tmp_path: Path, threads: list[threading.Thread]
) -> None:
    async with on(stores["altura"], tmp_path) as (app, pilot):
        await until(pilot, lambda: "NO-GO stays" in text_of(app))
        await on_way(app, pilot)
        assert len(threads) == 1
        assert threading.main_thread() not in threads


async def test_a_change_has_it_worked_out_again_only_when_somebody_looks(
    stores: dict[str, Path], tmp_path: Path, threads: list[threading.Thread]
) -> None:
    async with on(stores["altura"], tmp_path) as (app, pilot):
        await on_way(app, pilot)
        await pilot.press("5")
        await until(pilot, lambda: app.current_mode == "actions" and app.screen.query(EntityTable))
        known, count = app.situation, len(threads)
        assert isinstance(app.screen, TableScreen)
        assert app.screen.table.cursor_to(next(row.uid for row in app.screen.table.shown if row.ref == "A-30"))
        await pilot.press("space")
        await until(pilot, lambda: app.situation is not known)
        await settled(app, pilot)
        assert len(threads) == count

        await pilot.press("9")
        await until(pilot, lambda: "5 steps turn the rest" in text_of(app))
        assert "A-30" not in "".join(line.words for line in way_table(app).shown)
        assert len(threads) == count + 1


async def test_what_another_session_does_is_in_the_way_at_once(stores: dict[str, Path], tmp_path: Path) -> None:
    async with on(stores["altura"], tmp_path) as (app, pilot):
        await on_way(app, pilot)
        with closing(open_store(tmp_path / "copy.db", who="marc", clock=lambda: LAST_EVENING)) as store:
            project = store.projects()[0].uid
            (late,) = [row for row in store.load(project).all(Action) if row.ref == "A-30"]
            store.apply(project, Act((Update(late, {"state": "done", "done_on": LAST_DAY}),)))
        await until(pilot, lambda: "5 steps turn the rest" in text_of(app))


# Its steps become actions


async def test_a_step_becomes_an_action_with_all_that_is_known_of_it(stores: dict[str, Path], tmp_path: Path) -> None:
    async with on(stores["altura"], tmp_path) as (app, pilot):
        await on_way(app, pilot)
        before, log = project_of(tmp_path)
        await to_step(app, pilot, "Train 8 more super-users for V-1")
        await pilot.press("a")
        await until(pilot, lambda: "is planned" in notices(app))
        state, log_after = project_of(tmp_path)
        (action,) = actions_in(state, before)
        assert len(log_after) == len(log) + 1
        assert action.title == "Train 8 more super-users for V-1 Vague 1 : Lyon"
        links = {name: state.row(name, getattr(action, name)) for name in ("wave", "criterion", "risk", "kpi", "milestone")}
        assert {name: row.ref for name, row in links.items() if row} == {"wave": "V-1", "criterion": "CR-13"}
        owner = state.get(Person, action.owner)
        assert owner is not None
        assert owner.handle == "nadia"
        assert (action.due_on, action.created_on, action.state.value) == (date(2026, 12, 11), LAST_DAY, "to_do")
        await until(pilot, lambda: f"→ {action.ref} ○ to do" in text_of(app))

        await pilot.press("a")
        await until(pilot, lambda: app.current_mode == "actions")
        await settled(app, pilot)
        assert isinstance(app.screen, TableScreen)
        assert app.screen.row.uid == action.uid
        assert len(project_of(tmp_path)[1]) == len(log_after)


async def test_an_action_of_a_step_that_is_only_tried_is_told_as_not_written(stores: dict[str, Path], tmp_path: Path) -> None:
    async with on(stores["altura"], tmp_path) as (app, pilot):
        await on_way(app, pilot)
        before, log = project_of(tmp_path)
        await pilot.press("w")
        await until(pilot, lambda: "◇ what if" in text_of(app))
        await to_step(app, pilot, "Train 8 more super-users for V-1")
        await pilot.press("a")
        await until(pilot, lambda: "Train 8 more super-users for V-1 Vague 1 : Lyon, not written" in notices(app))
        assert "is planned" not in notices(app)
        assert project_of(tmp_path) == (before, log)


async def test_a_step_keeps_its_action_when_its_words_change(stores: dict[str, Path], tmp_path: Path) -> None:
    async with on(stores["altura"], tmp_path) as (app, pilot):
        await on_way(app, pilot)
        await to_step(app, pilot, "Train 8 more")
        await pilot.press("a")
        await until(pilot, lambda: "is planned" in notices(app))
        with closing(open_store(tmp_path / "copy.db", who="marc", clock=lambda: LAST_EVENING)) as store:
            project = store.projects()[0].uid
            (wave,) = [row for row in store.load(project).rows["wave"].values() if row.ref == "V-1"]
            store.apply(project, Act((Update(wave, {"super_users_needed": 21}),)))
        await until(pilot, lambda: "Train 9 more" in text_of(app))
        (line,) = [line for line in way_table(app).shown if line.words.startswith("Train 9 more")]
        assert line.action is not None
        assert line.action.title.startswith("Train 8 more")


async def test_several_marked_steps_become_actions_in_one_act(stores: dict[str, Path], tmp_path: Path) -> None:
    async with on(stores["altura"], tmp_path) as (app, pilot):
        await on_way(app, pilot)
        before, log = project_of(tmp_path)
        await pilot.press("m")
        await to_step(app, pilot, "Rehearse")
        await pilot.press("m", "m", "a")
        await until(pilot, lambda: "and more are planned, 3 in all" in notices(app))
        state, log_after = project_of(tmp_path)
        assert [action.title.split(" ")[0] for action in actions_in(state, before)] == ["R-3", "Rehearse", "Train"]
        assert len(log_after) == len(log) + 1
        await pilot.press("u")
        await settled(app, pilot)
        assert actions_in(project_of(tmp_path)[0], before) == []


async def test_a_criterion_becomes_the_actions_of_its_steps(stores: dict[str, Path], tmp_path: Path) -> None:
    """Of the four steps for R-3, two are to finish actions that are there already."""
    async with on(stores["altura"], tmp_path, (80, 24)) as (app, pilot):
        await pilot.press("9")
        await until(pilot, lambda: isinstance(app.screen, WayScreen) and screen_of(app).known.known_way)
        before, _log = project_of(tmp_path)
        await pilot.press("a")
        await until(pilot, lambda: "and more are planned, 2 in all" in notices(app))
        made = actions_in(project_of(tmp_path)[0], before)
        assert [action.title for action in made] == ["R-3 to 2x5", "Rehearse RB-2"]
        assert len({action.criterion for action in made}) == 1
        assert made[0].risk is not None


async def test_a_criterion_that_is_met_has_no_step(stores: dict[str, Path], tmp_path: Path) -> None:
    async with on(stores["altura"], tmp_path) as (app, pilot):
        await pilot.press("9")
        await until(pilot, lambda: isinstance(app.screen, WayScreen) and screen_of(app).known.known_way)
        await pilot.press("end", "a")
        await until(pilot, lambda: "There is no step to make an action of" in notices(app))


async def test_of_the_past_no_action_is_made(stores: dict[str, Path], tmp_path: Path) -> None:
    async with on(stores["altura"], tmp_path) as (app, pilot):
        await on_way(app, pilot)
        _state, log = project_of(tmp_path)
        await as_of(app, pilot, "2026-11-13")
        await pilot.press("a")
        await until(pilot, lambda: "only today can be edited (esc goes back to it)" in notices(app))
        assert len(project_of(tmp_path)[1]) == len(log)


async def test_where_the_gate_asks_what_the_method_asks_its_policy_is_written_down_with_the_action(
    start: Start, path: Path
) -> None:
    async with start() as (app, pilot):
        await on_way(app, pilot)
        assert app.situation is not None
        before = app.situation.state
        assert not before.all(GatePolicy)
        await pilot.press("a")
        await until(pilot, lambda: "planned" in notices(app))
        after = app.situation.state
        (action,) = actions_in(after, before)
        criterion = after.get(Criterion, action.criterion)
        assert criterion is not None
        (policy,) = after.all(GatePolicy)
        assert (policy.gate, criterion.policy) == (PhaseCode.PILOT, policy.uid)
        gate = next_gate(before, TODAY)
        assert verdict(after, gate, TODAY).counts == verdict(before, gate, TODAY).counts
        await until(pilot, lambda: f"→ {action.ref}" in text_of(app))
        await pilot.press("u")
        await until(pilot, lambda: app.situation and not app.situation.state.all(GatePolicy))
        assert app.situation.state.all(Action) == before.all(Action)


async def test_a_store_for_reading_takes_no_action(start: Start) -> None:
    async with start(read_only=True) as (app, pilot):
        await on_way(app, pilot)
        await pilot.press("a")
        await until(pilot, lambda: "open for reading only" in notices(app))


@pytest.mark.parametrize("size", [(60, 16), (120, 40)])
async def test_hostile_titles_are_shown_and_taken_as_they_are(start: Start, path: Path, size: tuple[int, int]) -> None:
    with closing(open_store(path, who="lea", clock=lambda: NOW)) as store:
        project = store.projects()[0].uid
        policy = Create(GatePolicy, {"gate": "pilot", "title": HOSTILE}, "policy")
        asked = {"title": HOSTILE, "policy": "policy", "rule": "manual_check"}
        store.apply(project, Act((policy, Create(Criterion, asked, "hostile"))))
    async with start(size) as (app, pilot):
        await on_way(app, pilot)
        assert "Check “[/] [@click=app.quit]" in text_of(app)
        assert app.situation is not None
        before = app.situation.state
        await pilot.press("a")
        await until(pilot, lambda: "is planned" in notices(app))
        (action,) = actions_in(app.situation.state, before)
        assert action.title.startswith("Check “[/] [@click=app.quit]Pay[/]")
        assert action.criterion == "hostile"
        assert "\N{RIGHT-TO-LEFT OVERRIDE}" not in text_of(app)


# Verdict, criterion, observation, source


def observed(state: ProjectState) -> Iterator[tuple[str, str, str]]:
    """One observation of each kind among the criteria of all gates: the kind, the criterion and the row."""
    known: set[str] = set()
    for gate in PhaseCode:
        for judged in verdict(state, gate, LAST_DAY).judged:
            for each in judged.finding.observations:
                if each.kind not in known:
                    known.add(each.kind)
                    yield each.kind, judged.criterion.uid, each.uid


def pointed_at(detail: Detail) -> Target | None:
    """The row to which the line under the cursor leads."""
    body = detail._body
    return body.places[body.chosen][0] if body.chosen is not None else None


async def point_at(pilot: Pilot[None], detail: Detail, row: str) -> None:
    """Move the cursor to the line that leads to a row: up to the first line, then down."""
    for key in ("up", "down"):
        for _ in detail._body.places:
            target = pointed_at(detail)
            if target is not None and target.uid == row:
                return
            await pilot.press(key)
    target = pointed_at(detail)
    assert target is not None
    assert target.uid == row


async def test_every_kind_of_evidence_leads_to_its_row_by_keys(stores: dict[str, Path], tmp_path: Path) -> None:
    """The sample has all kinds that the other one has."""
    wanted = list(observed(as_written("altura").state))
    assert {kind for kind, _, _ in wanted} >= {kind for kind, _, _ in observed(as_written("bedside").state)}
    async with on(stores["altura"], tmp_path) as (app, pilot):
        for kind, criterion, row in wanted:
            await app.show_row(Criterion.kind, criterion)
            await settled(app, pilot)
            assert screen_of(app).row.uid == criterion
            await pilot.press("right")
            detail = app.screen.query_one(Detail)
            await until(pilot, partial(pointed_at, detail))
            await point_at(pilot, detail, row)
            await pilot.press("enter")
            await until(pilot, partial(_shows, app, kind, row))


def _shows(app: CockpitApp, kind: str, uid: str) -> bool:
    row = app.screen.row if isinstance(app.screen, TableScreen) else None
    return row is not None and (row.kind, row.uid) == (kind, uid)
