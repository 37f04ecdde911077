"""Actions as work: the board by state, owner and week, what waits for what, what recurs, and the issues that risks become."""

from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from cockpit import language
from cockpit.app import CockpitApp
from cockpit.domain.action import Action, ActionState
from cockpit.domain.edit import Act, Create
from cockpit.domain.risk import Risk, RiskStatus
from cockpit.screens.action_board import ActionBoard
from cockpit.screens.table_screen import TableScreen
from cockpit.store import open_store
from cockpit.widgets.board import Board
from cockpit.widgets.cell_editor import CellEditor
from tests.screens.conftest import NOW, TODAY, Start, day, settled, text_of
from tests.screens.test_editing import (
    action_in,
    as_cockpit,
    field_of,
    known_action,
    last_batch,
    notices,
    on_action,
    stored,
    table_of,
    type_text,
    until,
    with_form,
    without_form,
)


# Today is Monday 23 November 2026.
def creations() -> Iterator[Create]:
    """Actions beside those of the project that all tests have; a row's uid is its short name."""

    def action(uid: str, **values: Any) -> Create:
        return Create(Action, values, uid)

    yield action("switch", title="Switch over", owner="lea", due_on=day(16), blocked_by=["index"])
    yield action("walk", title="Walk the wards", owner="marc", due_on=day(0), recurs_every_days=7)
    yield action("print", title="Print the badges", owner="ines")


@pytest.fixture
def busy(path: Path) -> Path:
    """The project with more to do."""
    with closing(open_store(path, who="lea", clock=lambda: NOW)) as store:
        store.apply(store.projects()[0].uid, Act(tuple(creations())))
    return path


async def on_board(pilot: Pilot[None], uid: str) -> CockpitApp:
    """Turn to the board, with the cursor on an action."""
    await on_action(pilot, uid)
    app = as_cockpit(pilot)
    await pilot.press("right_square_bracket")
    await until(pilot, lambda: app.screen.query(ActionBoard) and app.screen.query_one(Board).row is not None)
    return app


def lanes(app: CockpitApp) -> list[str]:
    """The titles of the lanes in view."""
    return [lane.title.text for lane in app.screen.query_one(Board)._lanes]


def under_cursor(app: CockpitApp) -> tuple[str, str]:
    """The lane and the action under the cursor."""
    board = app.screen.query_one(Board)
    return board.lane.title.text, board.row.uid if board.row else ""


async def test_the_board_sorts_by_state_owner_and_week_and_keeps_the_cursor_on_its_action(start: Start, busy: Path) -> None:
    async with start() as (_app, pilot):
        app = await on_board(pilot, "index")
        assert under_cursor(app) == ("○ To do · 5", "index")
        assert lanes(app) == ["■ Blocked · 1", "○ To do · 5", "◐ Doing · 1", "● Done · 1"]
        text = text_of(app)
        assert "! 1 late" in text
        assert "▸○ A-2 Index the order table" in text
        assert "! late 1 d · marc" in text
        assert "■ A-6 Switch over" in text, "what waits has the sign of what is blocked"
        assert "in 2 wk · lea" in text
        assert text.index("A-2 Index") < text.index("A-3 Train") < text.index("A-8 Print"), "the most urgent comes first"
        assert app.screen.has_class("-wide")

        await pilot.press("o")
        await settled(app, pilot)
        assert lanes(app) == ["Nobody · 1", "ines · 2", "lea · 2", "marc · 2"]
        assert under_cursor(app) == ("marc · 2", "index")
        await pilot.press("o")
        await settled(app, pilot)
        assert lanes(app) == ["Late · 2", "This week · 2", "Next week · 0", "Later · 2", "No date · 1"]
        assert "▸ by week due" in text_of(app)
        assert under_cursor(app) == ("Late · 2", "index")

        await pilot.press("l")
        assert under_cursor(app) == ("This week · 2", "walk")
        await pilot.press("left_square_bracket")
        await settled(app, pilot)
        assert table_of(app).cursor_uid == "walk"


async def test_a_card_is_carried_to_another_state_owner_or_week_in_one_act(start: Start, busy: Path) -> None:
    async with start() as (_app, pilot):
        app = await on_board(pilot, "train")
        await pilot.press("L")
        await until(pilot, lambda: notices(app) == "A-3: ○ to do → ◐ doing")
        assert under_cursor(app) == ("◐ Doing · 2", "train")
        await pilot.press("greater_than_sign")
        await until(pilot, lambda: notices(app) == "A-3: ◐ doing → ● done")
        assert getattr(action_in(busy, "train"), "done_on", None) == TODAY
        await pilot.press("u", "u")
        await until(pilot, lambda: getattr(known_action(app, "train"), "state", None) is ActionState.TO_DO)
        assert getattr(action_in(busy, "train"), "done_on", TODAY) is None

        await pilot.press("o", "L")
        await until(pilot, lambda: notices(app) == "A-3: Inès Roux → Léa Martin")
        assert under_cursor(app) == ("lea · 3", "train")
        await pilot.press("H", "H")
        await until(pilot, lambda: notices(app) == "A-3: Inès Roux → nobody")
        assert getattr(action_in(busy, "train"), "owner", "") is None

        # Due on Thursday of this week.
        await pilot.press("o", "L")
        await until(pilot, lambda: notices(app) == "A-3: due Thu 26 Nov → due Thu 3 Dec")
        assert getattr(action_in(busy, "train"), "due_on", None) == date(2026, 12, 3)
        assert len(last_batch(busy).changes) == 1
        await pilot.press("L", "L")
        await until(pilot, lambda: notices(app) == "A-3: due Thu 10 Dec → no date")
        await pilot.press("H", "H", "H")
        await until(pilot, lambda: notices(app) == "A-3: due Fri 4 Dec → due Fri 27 Nov")
        await pilot.press("H")
        await until(pilot, lambda: "What is late is so by its date" in notices(app))
        assert getattr(action_in(busy, "train"), "due_on", None) == date(2026, 11, 27)

        # What is made in a lane belongs there.
        await pilot.press("l")
        form = await with_form(pilot, "n")
        assert field_of(form, "due_on").typed == "2026-12-04"
        await pilot.press("escape")


async def test_nothing_is_carried_in_a_store_for_reading(start: Start, busy: Path) -> None:
    async with start(read_only=True) as (_app, pilot):
        app = await on_board(pilot, "train")
        await pilot.press("L")
        await until(pilot, lambda: "reading only" in notices(app))
        assert getattr(action_in(busy, "train"), "state", None) is ActionState.TO_DO


@pytest.mark.parametrize("size", [(80, 24), (60, 16)])
async def test_the_board_is_whole_in_a_small_window_and_in_french(start: Start, busy: Path, size: tuple[int, int]) -> None:
    language.choose("fr")
    async with start(size) as (_app, pilot):
        app = await on_board(pilot, "hostile")
        for _ in range(3):
            text = text_of(app)
            assert "\N{RIGHT-TO-LEFT OVERRIDE}" not in text
            assert len(text.splitlines()) == size[1]
            assert "▸■ A-5 [/]" in text
            await pilot.press("o")
            await settled(app, pilot)


async def test_what_waits_is_told_begun_too_early_freed_and_linked_by_b(start: Start, busy: Path) -> None:
    async with start() as (app, pilot):
        await on_action(pilot, "switch")
        assert "■ after A-2" in text_of(app)
        await pilot.press("space")
        await until(pilot, lambda: notices(app) == "A-6 waits for A-2, which is not done")
        assert getattr(action_in(busy, "switch"), "state", None) is ActionState.DOING

        form = await with_form(pilot, "b")
        assert field_of(form, "blocked_by").input.has_focus
        await type_text(pilot, ", badges")
        await until(pilot, lambda: "A-8 Print the badges" in text_of(app))
        await pilot.press("enter", "ctrl+s")
        await without_form(pilot)
        assert getattr(action_in(busy, "switch"), "blocked_by", ()) == ("index", "print")
        assert "■ after A-2," in text_of(app)

        table_of(app).cursor_to("print")
        form = await with_form(pilot, "b")
        await type_text(pilot, "switch")
        await pilot.press("enter", "ctrl+s")
        await until(pilot, lambda: "✗ These actions wait for each other in a" in text_of(app))
        assert field_of(form, "blocked_by").has_class("-wrong")
        await pilot.press("escape")
        await without_form(pilot)

        table_of(app).cursor_to("index")
        await pilot.press("space", "space")
        await until(pilot, lambda: getattr(known_action(app, "index"), "state", None) is ActionState.DONE)
        assert "begin" not in notices(app), "it still waits for the badges"
        table_of(app).cursor_to("print")
        await pilot.press("space", "space")
        await until(pilot, lambda: notices(app) == "A-6 Switch over can begin now")


async def test_what_recurs_comes_again_whichever_way_it_is_done(start: Start, busy: Path) -> None:
    async with start() as (app, pilot):
        await on_action(pilot, "walk")
        await pilot.press("space", "space")
        await until(pilot, lambda: notices(app) == "A-9 is the next time, due on Mon 30 Nov")
        assert sorted(action.ref for action in stored(busy).all(Action) if action.title == "Walk the wards") == ["A-7", "A-9"]
        assert len(last_batch(busy).changes) == 2
        await pilot.press("u")
        await until(pilot, lambda: getattr(known_action(app, "walk"), "state", None) is ActionState.DOING)
        (back,) = (action for action in stored(busy).all(Action) if action.title == "Walk the wards")
        assert (back.recurs_every_days, back.done_on) == (7, None)

        form = await with_form(pilot, "e")
        field_of(form, "state").typed = "done"
        await pilot.press("ctrl+s")
        await until(pilot, lambda: notices(app) == "A-7 saved\nA-10 is the next time, due on Mon 30 Nov")
        await pilot.press("u")
        await until(pilot, lambda: getattr(known_action(app, "walk"), "state", None) is ActionState.DOING)

        await pilot.press("right_square_bracket")
        await until(pilot, lambda: app.screen.query(Board))
        await pilot.press("L")
        await until(pilot, lambda: notices(app) == "A-7: ◐ doing → ● done\nA-11 is the next time, due on Mon 30 Nov")


async def on_risk(pilot: Pilot[None], uid: str) -> CockpitApp:
    """Go to the risks, with the cursor on one."""
    app = as_cockpit(pilot)
    await pilot.press("4")
    await until(pilot, lambda: isinstance(app.screen, TableScreen) and app.current_mode == "risks" and app.screen.row)
    assert table_of(app).cursor_to(uid)
    await settled(app, pilot)
    return app


def issues_in(path: Path) -> list[Action]:
    """The issues in the file."""
    return [action for action in stored(path).all(Action) if action.issue]


def risk_in(path: Path, uid: str) -> Risk:
    """A risk as it is in the file."""
    found = stored(path).get(Risk, uid)
    assert found
    return found


@pytest.mark.parametrize("key", ["i", "space"])
async def test_a_risk_that_occurs_becomes_an_issue_in_one_act(start: Start, busy: Path, key: str) -> None:
    async with start() as (_app, pilot):
        app = await on_risk(pilot, "peak")
        form = await with_form(pilot, key)
        text = " ".join(text_of(app).split())
        assert "Saving also says that R-1 has occurred" in text
        assert "RB-1" in text
        typed = {name: field_of(form, name).typed for name in ("title", "owner", "due_on", "priority")}
        assert typed["title"] == "Deal with: Peak load brings the order page down"
        assert (typed["owner"], typed["due_on"], typed["priority"]) == ("lea Léa Martin", "2026-11-30", "high")
        assert risk_in(busy, "peak").status is RiskStatus.OPEN, "nothing is written yet"
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "R-1 has occurred: A-9 deals with it" in notices(app))
        await without_form(pilot)
        (issue,) = issues_in(busy)
        assert (issue.risk, issue.owner, issue.due_on, issue.created_on) == ("peak", "lea", day(7), TODAY)
        assert (risk_in(busy, "peak").status, risk_in(busy, "peak").occurred_on) == (RiskStatus.OCCURRED, TODAY)
        assert len(last_batch(busy).changes) == 2

        text = text_of(app)
        assert "■ Peak load" in text
        for said in ("✗ issue A-9 not done", "Next: take the way back?", "Issues", "A-9  Deal with: Peak"):
            assert " ".join(said.split()) in " ".join(text.split())

        await pilot.press("i")
        await until(pilot, lambda: app.current_mode == "actions")
        await settled(app, pilot)
        assert table_of(app).row.uid == issue.uid
        assert "✱ Deal with: Peak load" in text_of(app)
        assert "○ to do, ✱ issue" in text_of(app)

        await pilot.press("4")
        await until(pilot, lambda: app.current_mode == "risks")
        await pilot.press("u")
        await until(pilot, lambda: not issues_in(busy))
        assert (risk_in(busy, "peak").status, risk_in(busy, "peak").occurred_on) == (RiskStatus.OPEN, None)


async def test_a_risk_becomes_an_issue_also_in_its_form_in_its_cell_and_with_others(start: Start, busy: Path) -> None:
    async with start() as (_app, pilot):
        app = await on_risk(pilot, "support")
        await pilot.press("c")
        for _column in range(12):
            await until(pilot, lambda: bool(app.screen.query(CellEditor)))
            if app.screen.query_one(CellEditor).spec.name == "status":
                break
            await pilot.press("tab")
            await settled(app, pilot)
        await pilot.press("right", "enter")
        await until(pilot, lambda: notices(app) == "R-2 has occurred: A-9 deals with it")
        assert len(last_batch(busy).changes) == 2
        await pilot.press("u")
        await until(pilot, lambda: not issues_in(busy))
        form = await with_form(pilot, "e")
        field_of(form, "status").typed = "occurred"
        await pilot.press("ctrl+s")
        await until(pilot, lambda: notices(app) == "R-2 saved\nR-2 has occurred: A-10 deals with it")
        assert [(issue.risk, issue.owner) for issue in issues_in(busy)] == [("support", "ines")]
        await pilot.press("u")
        await until(pilot, lambda: not issues_in(busy))

        for uid in ("peak", "quota"):
            table_of(app).cursor_to(uid)
            await pilot.press("m")
        await pilot.press("space")
        await until(pilot, lambda: len(issues_in(busy)) == 2)
        assert {issue.risk for issue in issues_in(busy)} == {"peak", "quota"}
        assert {risk_in(busy, uid).status for uid in ("peak", "quota")} == {RiskStatus.OCCURRED}

        # Nothing is written where the form of the issue is left.
        await pilot.press("escape")
        table_of(app).cursor_to("support")
        await with_form(pilot, "i")
        await pilot.press("escape")
        await without_form(pilot)
        assert risk_in(busy, "support").status is RiskStatus.OPEN
        assert len(issues_in(busy)) == 2
