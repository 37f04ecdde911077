"""The board of the phases: the way to general use and the state of each gate; keys carry cards, and the store has it."""

import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from cockpit import language
from cockpit.app import CockpitApp
from cockpit.domain.edit import Act, Create, Update
from cockpit.domain.entity import Entity
from cockpit.domain.gate import GateReview
from cockpit.domain.milestone import BaselineRevision, Milestone
from cockpit.domain.phase import Deliverable, DeliverableState, Phase
from cockpit.screens.phases import NewBar, PhasesBoard
from cockpit.screens.table_screen import TableScreen
from cockpit.store import open_store
from cockpit.widgets.entity_form import EntityForm
from tests.screens.conftest import NOW, TODAY, Start, day, settled, text_of
from tests.screens.test_editing import as_cockpit, field_of, notices, stored, type_text, until, with_form

SIZES = [(60, 16), (80, 24), (120, 40), (200, 60)]


def creations() -> Iterator[Create]:
    """Phases, deliverables and milestones beside those of the project that all tests have; a row's uid is its short name."""

    def row(entity: type[Entity], uid: str, **values: Any) -> Create:
        return Create(entity, values, uid)

    yield row(Phase, "steering", code="steering", title="Steering", status="done", starts_on=day(-120), ends_on=day(-61))
    yield row(Phase, "scale", code="scale_up", title="Scale-up", starts_on=day(20), ends_on=day(200), approach="plan_driven")
    yield row(
        GateReview, "review", title="Steering gate", gate="steering", held_on=day(-61), decision="conditional", verdict="go"
    )
    yield row(Deliverable, "plan", title="Project plan", phase="steering", state="accepted", owner="lea", due_on=day(-90))
    yield row(Deliverable, "guide", title="User guide", phase="pilot", state="doing", owner="ines", due_on=day(-2))
    yield row(Milestone, "open", title="Lyon opens", phase="pilot", owner="marc", baseline_on=day(-40), reached_on=day(-37))
    yield row(
        Milestone, "load", title="Load rehearsed", phase="pilot", baseline_on=day(-10), planned_on=day(-1), forecast_on=day(2)
    )
    yield row(Milestone, "kickoff", title="Kick-off", phase="steering", baseline_on=day(-110), reached_on=day(-110))
    yield row(
        BaselineRevision, "moved", milestone="load", decided_on=day(-12), old_on=day(-10), new_on=day(-1), reason="No test bed"
    )


@pytest.fixture
def phased(path: Path) -> Path:
    """The project with three of its five phases."""
    with closing(open_store(path, who="lea", clock=lambda: NOW)) as store:
        store.apply(store.projects()[0].uid, Act(tuple(creations())))
    return path


def board_of(app: CockpitApp) -> PhasesBoard:
    """The board in view."""
    return app.screen.query_one(PhasesBoard)


def said(app: CockpitApp) -> str:
    """What a person reads, each blank a plain one."""
    return re.sub("[\u00a0\u202f]", " ", text_of(app))


async def on_board(pilot: Pilot[None], uid: str = "") -> CockpitApp:
    """Go to the board, with the cursor on a card or a head."""
    app = as_cockpit(pilot)
    await pilot.press("3")
    await until(pilot, lambda: app.screen.query(PhasesBoard))
    await settled(app, pilot)
    if uid:
        assert board_of(app).cursor_to(uid)
        await settled(app, pilot)
    return app


def column_of(app: CockpitApp, name: str) -> list[str]:
    """The lines of a lane, from its title down."""
    lines = said(app).splitlines()
    top = next(number for number, line in enumerate(lines) if "Definition" in line)
    titles = lines[top].replace("▸", " ")
    left = titles.index(name) - 1
    others = [titles.index(each) - 1 for each in re.findall(r"\S+(?: a phase)?", titles)]
    right = min((each for each in others if each > left), default=None)
    return [line[left:right].replace("▸", " ").strip() for line in lines[top:-1]]


async def test_the_board_says_how_far_the_way_is_gone(start: Start, phased: Path) -> None:
    async with start((200, 60)) as (_app, pilot):
        app = await on_board(pilot)
        text = said(app)
        steering, pilot_lane, scale = (column_of(app, name) for name in ("Steering", "Pilot", "Scale-up"))
        definition = column_of(app, "Definition")
    # Kick-off was on time; Lyon was three days late, the load test is not rehearsed. "Pilot report" and "Public demo" are ahead.
    assert "On time: 1 of 3 milestones (33 %) by the first plan" in text
    assert "Next milestone: M-4 Load rehearsed, Wed 25 Nov, in 2 d" in text
    assert steering[1:6] == ["● done · hybrid", "9 weeks", "26 Jul – 23 Sep", "gate 23 Sep", "~ CONDITIONAL"]
    assert pilot_lane[1:6] == ["◐ running · hybrid", "week 9 of 10", "24 Sep – 2 Dec", "gate 2 Dec", "✗ NO-GO"]
    assert scale[1:6] == [
        "○ planned · plan-driven",
        "starts in 2 wk",
        "13 Dec – 11 Jun 2027",
        "gate 11 Jun 2027",
        "not asked yet",
    ]
    assert definition[1] == "not planned yet"
    assert "n plans it" in definition
    cards = "\n".join(pilot_lane[7:])
    assert "◐ User guide\n! late 2 d · doing" in cards
    assert "◇ Load rehearsed\nin 2 d ▼ +12 d" in cards
    assert "◆ Lyon opens\nreached ▼ +3 d" in cards
    assert cards.index("User guide") < cards.index("Load rehearsed") < cards.index("Lyon opens"), "what is over comes last"
    assert "✓ Project plan\naccepted · lea" in "\n".join(steering)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("code", ["en", "fr"])
async def test_each_size_begins_at_the_phase_that_the_project_is_in(
    start: Start, phased: Path, size: tuple[int, int], code: str
) -> None:
    language.choose(code, {})
    async with start(size) as (_app, pilot):
        app = await on_board(pilot)
        lines = said(app).splitlines()
        assert board_of(app).row.uid == "pilot"  # type: ignore[union-attr]
    assert "33 %" in lines[3]
    for told in ("NO-GO", "User guide", "Load rehearsed"):
        assert told in "\n".join(lines[4:]), "the phase, its gate and what is due are in view without a key"
    side_by_side = any("Load rehearsed" in line and "Project plan" in line for line in lines)
    assert not side_by_side or size[0] >= 100


async def test_a_card_is_carried_to_the_next_phase_and_u_brings_it_back(start: Start, phased: Path) -> None:
    def phase() -> str | None:
        row = stored(phased).get(Milestone, "load")
        assert row
        return row.phase

    async with start((120, 40)) as (_app, pilot):
        app = await on_board(pilot, "load")
        await pilot.press("L")
        await until(pilot, lambda: phase() == "scale")
        await until(pilot, lambda: "Load rehearsed" in "\n".join(column_of(app, "Scale-up")))
        assert board_of(app).row.uid == "load", "the cursor goes with it"  # type: ignore[union-attr]
        await pilot.press("H")
        await until(pilot, lambda: phase() == "pilot")
        await until(pilot, lambda: "Load rehearsed" in "\n".join(column_of(app, "Pilot")))
        await pilot.press("u")
        await until(pilot, lambda: phase() == "scale")


async def test_nothing_is_carried_to_a_phase_that_is_not_planned(start: Start, phased: Path) -> None:
    async with start() as (_app, pilot):
        app = await on_board(pilot, "plan")
        await pilot.press("H")
        await until(pilot, lambda: "The phase “Definition” is not planned yet" in notices(app))
        row = stored(phased).get(Deliverable, "plan")
        assert row
        assert row.phase == "steering"


async def test_n_plans_a_phase_that_is_missing(start: Start, phased: Path) -> None:
    async with start() as (_app, pilot):
        app = await on_board(pilot)
        await pilot.press("left", "left")
        assert board_of(app).row is None
        form = await with_form(pilot, "n")
        assert form.entity is Phase
        await pilot.press("ctrl+s")
        await until(pilot, lambda: [row.title for row in stored(phased).all(Phase) if row.code == "definition"] == ["Definition"])


@pytest.mark.parametrize(("key", "entity"), [("d", Deliverable), ("m", Milestone)])
async def test_n_asks_which_and_makes_it_in_the_phase(start: Start, phased: Path, key: str, entity: type[Any]) -> None:
    async with start((80, 24)) as (_app, pilot):
        app = await on_board(pilot, "scale")
        await pilot.press("n")
        await until(pilot, lambda: app.screen.query_one(NewBar).has_focus)
        assert "New: d Deliverable  m Milestone" in said(app).splitlines()[-1]
        form = await with_form(pilot, key)
        assert form.entity is entity
        assert field_of(form, "phase").typed.startswith("PH-3")
        form.rows[0].input.focus()
        await type_text(pilot, "Night shift")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: not app.screen.query(EntityForm))
        await settled(app, pilot)
        made: Any = next(row for row in stored(phased).all(entity) if row.caption == "Night shift")
        assert made.phase == "scale"
        assert board_of(app).row == made, "the cursor is on it"


async def test_another_key_adds_nothing(start: Start, phased: Path) -> None:
    async with start() as (_app, pilot):
        app = await on_board(pilot, "scale")
        await pilot.press("n", "x")
        await settled(app, pilot)
        assert board_of(app).focal.has_focus
        assert not app.screen.query(EntityForm)


async def test_space_brings_a_deliverable_to_its_acceptance_and_dates_it(start: Start, phased: Path) -> None:
    def now() -> tuple[DeliverableState, object]:
        row = stored(phased).get(Deliverable, "guide")
        assert row
        return row.state, row.accepted_on

    async with start() as (app, pilot):
        await on_board(pilot, "guide")
        for state, on in (
            (DeliverableState.DELIVERED, None),
            (DeliverableState.ACCEPTED, TODAY),
            (DeliverableState.TO_DO, None),
        ):
            await pilot.press("space")
            await until(pilot, lambda state=state, on=on: now() == (state, on))  # type: ignore[misc]
            await settled(app, pilot)


async def test_space_says_that_a_milestone_is_reached(start: Start, phased: Path) -> None:
    def reached() -> object:
        row = stored(phased).get(Milestone, "load")
        assert row
        return row.reached_on

    async with start() as (app, pilot):
        await on_board(pilot, "load")
        await pilot.press("space")
        await until(pilot, lambda: reached() == TODAY)
        await until(pilot, lambda: "◆ Load rehearsed" in said(app))
        await pilot.press("space")
        await until(pilot, lambda: reached() is None)


async def test_enter_shows_the_row_and_then_its_form(start: Start, phased: Path) -> None:
    async with start() as (_app, pilot):
        app = await on_board(pilot, "load")
        await pilot.press("enter")
        await until(pilot, lambda: "How the plan moved" in said(app))
        assert re.search(r"First plan +Fri 13 Nov", said(app))
        assert re.search(r"Slip +▼ \+12 d", said(app))
        assert "No test bed" in said(app)
        form = await with_form(pilot, "enter")
        assert form.row is not None
        assert form.row.uid == "load"


async def test_milestones_of_no_phase_have_a_column_while_there_are_any(start: Start, phased: Path) -> None:
    async with start((200, 60)) as (_app, pilot):
        app = await on_board(pilot, "demo")
        assert "Public demo" in "\n".join(column_of(app, "Without a phase"))
        with closing(open_store(phased, who="marc", clock=lambda: NOW)) as store:
            project = store.projects()[0].uid
            rows = [row for row in store.load(project).all(Milestone) if row.phase is None]
            store.apply(project, Act(tuple(Update(row, {"phase": "scale"}) for row in rows)))
        await until(pilot, lambda: "Without a phase" not in said(app))
        assert "Public demo" in "\n".join(column_of(app, "Scale-up"))


async def test_the_table_of_milestones_sets_the_first_plan_against_what_is_expected(start: Start, phased: Path) -> None:
    async with start((120, 40)) as (_app, pilot):
        app = await on_board(pilot)
        await pilot.press("right_square_bracket")
        await until(pilot, lambda: isinstance(app.screen, TableScreen) and app.screen.lists(Milestone))
        text = said(app)
    assert re.search(r"◆ +M-3 +Lyon opens +Wed 14 Oct +✓ Sat 17 Oct +▼ \+3 d +[·○◆│]+", text)
    # 24 cells for the 118 days from Kick-off to the pilot report: day 100, today 110 and day 112 are in cells 19, 21 and 22.
    road = "·" * 19 + "○─┼◇·"
    assert re.search(rf"◇ +M-4 +Load rehearsed +Fri 13 Nov +Sun 22 Nov +Wed 25 Nov +in 2 d +▼ \+12 d +{road}", text)
    assert re.search(r"◆ +M-5 +Kick-off +Wed 5 Aug +✓ Wed 5 Aug +as planned", text)
    assert text.index("Kick-off") < text.index("Lyon opens") < text.index("Load rehearsed") < text.index("Public demo")


async def test_what_only_reads_moves_nothing(start: Start, phased: Path) -> None:
    async with start(read_only=True) as (_app, pilot):
        app = await on_board(pilot, "load")
        await pilot.press("L")
        await until(pilot, lambda: "open for reading only" in notices(app))
        await pilot.press("n")
        await settled(app, pilot)
        assert not app.screen.query_one(NewBar).has_focus
