"""The journal: what was done is told, looked through and taken back, and what was written down stands beside it.

What the sample holds is told by ``tools/altura``: nadia undid an action of hers on 19 October and did it again at once.
"""

from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from textual.pilot import Pilot

from cockpit.app import CockpitApp
from cockpit.domain.action import Action
from cockpit.domain.change import Deed
from cockpit.domain.edit import Act, Create, Delete, Record, Update
from cockpit.domain.kpi import Group
from cockpit.domain.person import Person
from cockpit.screens.history import HistorySheet
from cockpit.store import Store, open_store
from cockpit.widgets.detail import Detail
from cockpit.widgets.entity_table import EntityTable
from tests.screens.conftest import HOSTILE, NOW, Start, settled, text_of
from tests.screens.sample import on_sample, sample_store
from tests.screens.test_editing import action_in, last_batch, notices, table_of, titles, type_text, until


@pytest.fixture
def colleague(path: Path) -> Iterator[Store]:
    """The store as Marc has it open, an hour ago."""
    with closing(open_store(path, who="marc", clock=lambda: NOW - timedelta(hours=1))) as store:
        yield store


def acts(store: Store, *edits: Create | Delete | Record | Update, note: str = "") -> None:
    """An act in the only project of a store."""
    store.apply(store.projects()[0].uid, Act(edits, note))


def action_of(store: Store, uid: str) -> Action:
    """An action as a store has it."""
    row = store.load(store.projects()[0].uid).get(Action, uid)
    assert row
    return row


async def in_history(app: CockpitApp, pilot: Pilot[None]) -> None:
    """Go to the journal, and wait until the log is read."""
    await pilot.press("0")
    await until(pilot, lambda: app.current_mode == "journal" and app.screen.query(HistorySheet))
    await until(pilot, lambda: sheet_of(app).history)
    await settled(app, pilot)


def sheet_of(app: CockpitApp) -> HistorySheet:
    """The history in view."""
    return app.screen.query_one(HistorySheet)


def listed(app: CockpitApp) -> list[str]:
    """What was done by the acts that are listed, the first sentence of each, by who did it."""
    history = sheet_of(app).history
    assert history
    return [f"{batch.who}: {next(history.sentences(batch))}" for batch in sheet_of(app).query_one(EntityTable).shown]


async def test_the_log_is_read_when_it_is_first_shown_and_kept_up_to_date(
    start: Start, colleague: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    reads = []
    history = Store.history

    def noted(store: Store, project: str, **given: int) -> object:
        reads.append(given)
        return history(store, project, **given)  # type: ignore[arg-type]

    monkeypatch.setattr(Store, "history", noted)
    async with start(build_ahead=True) as (app, pilot):
        await pilot.press("5", "4", "1")
        await until(pilot, lambda: all(worker.is_finished for worker in app.workers if worker.group == "warm"))
        await settled(app, pilot)
        assert reads == []
        await in_history(app, pilot)
        assert reads == [{"after": 0}]
        assert len(listed(app)) == 2
        acts(colleague, Update(action_of(colleague, "index"), {"title": "Index all tables"}))
        await until(pilot, lambda: "marc: A-2 Index all tables" in listed(app)[0])
        assert reads[-1]["after"] > 0


async def test_an_act_of_the_middle_is_taken_back_and_shown_as_such(start: Start, path: Path, colleague: Store) -> None:
    with closing(open_store(path, who="lea", clock=lambda: NOW)) as lea:
        acts(lea, Update(action_of(lea, "train"), {"title": "Train everybody"}))
    acts(colleague, Update(action_of(colleague, "index"), {"title": "Index all tables"}))
    async with start() as (app, pilot):
        await in_history(app, pilot)
        assert listed(app)[0].startswith("marc: A-2")
        await pilot.press("down", "U")
        await until(pilot, lambda: "Taken back:\nA-3 Train" in notices(app))
        assert (action := action_in(path, "train"))
        assert action.title == "Train the super-users of Lyon"
        await until(pilot, lambda: len(listed(app)) == 5)
        assert table_of_history(app).row.who == "lea"
        lines = text_of(app).splitlines()
        assert sum("⊘ undone" in line for line in lines) == 1
        assert sum("↶ undo " in line for line in lines) == 1
        assert "Taken back" in text_of(app)
        await pilot.press("U")
        await until(pilot, lambda: "lea has taken this back already" in notices(app))
        await pilot.press("ctrl+r")
        await until(pilot, lambda: "Done again:\nA-3 Train" in notices(app))
        assert (action := action_in(path, "train"))
        assert action.title == "Train everybody"


def table_of_history(app: CockpitApp) -> EntityTable:
    """The table of the history."""
    return sheet_of(app).query_one(EntityTable)


async def test_the_act_of_another_can_be_taken_back_in_ones_own_name(start: Start, path: Path, colleague: Store) -> None:
    acts(colleague, Create(Action, {"title": "Buy a lamp"}))
    async with start() as (app, pilot):
        await in_history(app, pilot)
        await pilot.press("U")
        await until(pilot, lambda: "Buy a lamp" not in titles(path))
        taken = last_batch(path)
        assert (taken.who, taken.deed) == ("lea", Deed.UNDO)
        await until(pilot, lambda: "Taken back:\nAction created: A-6 Buy a lamp" in notices(app))


async def test_what_was_built_on_is_refused_with_the_reason(start: Start, path: Path, colleague: Store) -> None:
    acts(colleague, Create(Action, {"title": "Buy a lamp"}, "lamp"))
    acts(colleague, Update(action_of(colleague, "lamp"), {"title": "Buy two lamps"}))
    async with start() as (app, pilot):
        await in_history(app, pilot)
        await pilot.press("down", "U")
        await until(pilot, lambda: "Nothing was taken back.\nA-6 Buy two lamps has been edited since" in notices(app))
    assert "Buy two lamps" in titles(path)


async def test_a_blocked_undo_names_the_way_round(start: Start, path: Path, colleague: Store) -> None:
    with closing(open_store(path, who="lea", clock=lambda: NOW)) as lea:
        acts(lea, Update(action_of(lea, "train"), {"title": "Train everybody"}))
    acts(colleague, Update(action_of(colleague, "train"), {"title": "Train nobody"}))
    async with start() as (app, pilot):
        await pilot.press("u")
        await until(pilot, lambda: "A-3 Train nobody has been edited since" in notices(app))
        assert "from the history in the journal" in notices(app)


async def test_nothing_is_taken_back_in_a_store_that_is_read_only(start: Start, path: Path) -> None:
    async with start(read_only=True) as (app, pilot):
        await in_history(app, pilot)
        await pilot.press("U")
        await until(pilot, lambda: "reading only" in notices(app))


async def test_the_filter_finds_who_ref_title_and_note_and_f_keeps_kinds_of_acts(
    start: Start, path: Path, colleague: Store
) -> None:
    acts(colleague, Create(Action, {"title": "Buy a lamp"}, "lamp"), note="From the shop")
    acts(colleague, Update(action_of(colleague, "index"), {"due_on": "2026-12-24"}))
    async with start((200, 60)) as (app, pilot):
        await in_history(app, pilot)
        for typed, count in (("marc", 3), ("marc A-", 3), ("shop", 1), ("A-2 due", 1), ("LAMP", 1), ("nobody", 0)):
            await pilot.press("slash")
            await type_text(pilot, typed)
            await settled(app, pilot)
            assert len(listed(app)) == count, typed
            await pilot.press("escape")
        await settled(app, pilot)
        assert len(listed(app)) == 4
        assert "‹all 4›" in text_of(app)
        await pilot.press("f")
        await until(pilot, lambda: "‹mine 2›" in text_of(app))
        assert all(line.startswith("lea: ") for line in listed(app))
        await pilot.press("f", "f")
        await until(pilot, lambda: "‹taken back 0›" in text_of(app))
        assert "f shows other acts" in text_of(app)


async def test_the_page_of_an_act_tells_each_field_and_leads_to_its_rows(start: Start, colleague: Store) -> None:
    edits = Update(action_of(colleague, "index"), {"owner": "ines", "due_on": "2026-12-24", "description": "First\nsecond"})
    acts(colleague, edits, Record("conversion", Group.PILOT, {"2026-11-16": 3.5, "2026-11-23": 3.6}), note="Weekly")
    async with start() as (app, pilot):
        await in_history(app, pilot)
        text = text_of(app)
        for told in (
            "· Owner marc → ines", "· Due Sun 22 Nov 2026 → Thu 24 Dec 2026", "· Description (empty) → First", "Weekly",
            "· 2026-11-16 3.4 → 3.5", "· 2026-11-23 (empty) → 3.6",
        ):  # fmt: skip
            assert told in text, told
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.focused, Detail))
        await pilot.press("enter")
        await until(pilot, lambda: app.current_mode == "actions" and table_of(app).cursor_uid == "index")


async def test_hostile_texts_do_not_break_the_history(start: Start, colleague: Store) -> None:
    acts(colleague, Create(Person, {"handle": "x", "name": HOSTILE}, "x"), note=f"{HOSTILE} \x1b[2J {{0}} %s")
    acts(colleague, Create(Action, {"title": HOSTILE, "owner": "x", "description": f"{HOSTILE}\n\x9b2J"}, "h"))
    acts(colleague, Delete(action_of(colleague, "h")))
    async with start((200, 60)) as (app, pilot):
        await in_history(app, pilot)
        text = text_of(app)
        assert "Action deleted: A-6 [/] [@click=app.quit]Pay[/] x" in text
        assert not {"\x1b", "\x9b", "\N{RIGHT-TO-LEFT OVERRIDE}"} & set(text)
        await pilot.press("U")
        await until(pilot, lambda: "Taken back:\nAction deleted: A-6" in notices(app))
        await pilot.press("y")
        await until(pilot, lambda: "marc" in app.clipboard)
        assert app.is_running


@pytest.fixture(scope="module")
def altura(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with the sample; not to be written to."""
    return sample_store(tmp_path_factory.mktemp("altura") / "cockpit.db")


async def test_the_past_of_the_sample_is_told_with_what_was_taken_back(altura: Path, tmp_path: Path) -> None:
    async with on_sample(altura, tmp_path) as (app, pilot):
        await in_history(app, pilot)
        assert text_of(app).splitlines()[5].startswith("▸today 17:04")
        await pilot.press("slash")
        await type_text(pilot, "nadia 19 oct")
        await until(pilot, lambda: 0 < len(listed(app)) < 20)
        shown = table_of_history(app).shown
        assert {batch.deed for batch in shown} >= {Deed.EDIT, Deed.UNDO}
        history = sheet_of(app).history
        assert history
        taken = [batch for batch in shown if history.is_taken_back(batch)]
        assert taken
        table_of_history(app).cursor_to(taken[-1].uid)
        await until(pilot, lambda: "Taken back" in text_of(app))
        assert "nadia, Mon 19 Oct 2026" in text_of(app)


async def test_each_table_shows_what_it_is_about(altura: Path, tmp_path: Path) -> None:
    async with on_sample(altura, tmp_path, (200, 60)) as (app, pilot):
        seen = {}
        for name in ("standup", "decision", "win", "lesson", "procedure", "procedure_revision"):
            await app.show_row(name, "")
            await settled(app, pilot)
            seen[name] = text_of(app)
        assert "semaine 30" in seen["standup"]
        assert "Made at" in seen["decision"]
        assert "Celebrated" in seen["win"]
        assert "Question to a later gate" in seen["lesson"]
        assert "Revision" in seen["procedure"]
