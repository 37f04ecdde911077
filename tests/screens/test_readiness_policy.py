"""What a gate asks is edited on the readiness: a default policy becomes the project's own with the first edit, and one undo takes it back."""

from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from cockpit.app import CockpitApp
from cockpit.domain.edit import Act, Create
from cockpit.domain.gate import Criterion, GatePolicy, ManualCheck, Waiver
from cockpit.domain.phase import PhaseCode
from cockpit.domain.readiness import adopted
from cockpit.domain.state import ProjectState
from cockpit.screens.table_screen import TableScreen
from cockpit.store import Store
from cockpit.widgets.entity_form import EntityForm
from cockpit.widgets.entity_table import EntityTable
from tests.screens.conftest import TODAY, Start, day, settled, text_of
from tests.screens.test_editing import (
    field_of,
    notices,
    retype,
    stored,
    table_of,
    type_text,
    until,
    with_form,
    without_form,
)

PILOT = [
    "satisfaction", "kpis_met", "risks_under_control", "resources_secured", "training_coverage", "rollback_rehearsed",
    "sponsor_support", "voices_agree", "communication_alive", "lessons_captured", "lesson_questions",
]  # fmt: skip
"""What the pilot gate asks by default, in order."""


async def on_criterion(app: CockpitApp, pilot: Pilot[None], rule: str) -> None:
    """Go to the criteria, with the cursor on the one with a rule."""
    await pilot.press("9")
    await until(pilot, lambda: app.current_mode == "readiness" and app.screen.query(EntityTable))
    table = table_of(app)
    assert table.cursor_to(next(row.uid for row in table.shown if row.rule == rule))
    await settled(app, pilot)


def rules(state: ProjectState) -> list[str]:
    """The rules of the criteria that are written down, in their order."""
    return [row.rule for row in sorted(state.all(Criterion), key=lambda row: row.position)]


def nothing_written(path: Path) -> bool:
    state = stored(path)
    return state.all(GatePolicy) == () and state.all(Criterion) == () and state.all(Waiver) == ()


async def test_e_on_a_default_criterion_makes_the_policy_the_projects_own(start: Start, path: Path) -> None:
    async with start() as (app, pilot):
        await on_criterion(app, pilot, "rollback_rehearsed")
        form = await with_form(pilot, "e")
        assert "These are the method's own criteria; saving" in text_of(app)
        assert field_of(form, "title").typed == "Rollback rehearsed"
        await retype(pilot, form, "owner", "marc")
        assert nothing_written(path)
        await pilot.press("ctrl+s")
        await without_form(pilot)

        state = stored(path)
        assert [(row.gate, row.title) for row in state.all(GatePolicy)] == [(PhaseCode.PILOT, "Pilot")]
        assert rules(state) == PILOT
        assert {row.rule: row.owner for row in state.all(Criterion) if row.owner} == {"rollback_rehearsed": "marc"}
        assert table_of(app).row.rule == "rollback_rehearsed", "the cursor stays on it"

        await pilot.press("u")
        await until(pilot, lambda: nothing_written(path))
        assert len(table_of(app).shown) == len(PILOT), "the default ones are back"


async def test_saving_a_default_criterion_unchanged_writes_the_policy_down(start: Start, path: Path) -> None:
    async with start() as (app, pilot):
        await on_criterion(app, pilot, "satisfaction")
        await with_form(pilot, "e")
        await pilot.press("ctrl+s")
        await without_form(pilot)
        assert rules(stored(path)) == PILOT


@pytest.mark.parametrize("key", ["e", "n", "W"])
async def test_who_leaves_the_form_leaves_the_gate_as_it_was(start: Start, path: Path, key: str) -> None:
    async with start() as (app, pilot):
        await on_criterion(app, pilot, "rollback_rehearsed")
        await with_form(pilot, key)
        await type_text(pilot, "Way back")
        await pilot.press("escape")
        await without_form(pilot)
        assert nothing_written(path)


async def test_n_gives_the_gate_in_view_one_criterion_more(start: Start, path: Path) -> None:
    async with start() as (app, pilot):
        await on_criterion(app, pilot, "satisfaction")
        form = await with_form(pilot, "n")
        assert field_of(form, "policy").typed == "GP-1 Pilot"
        await type_text(pilot, "Support agrees")
        field_of(form, "rule").input.focus()
        await pilot.press("M", "ctrl+s")
        await without_form(pilot)
        state = stored(path)
        assert rules(state)[:-1] == PILOT
        assert table_of(app).row.title == "Support agrees"

        form = await with_form(pilot, "n")
        assert "method's own" not in text_of(app), "they are the project's by now"
        assert (field_of(form, "policy").typed, field_of(form, "position").typed) == ("GP-1 Pilot", "12")


async def test_d_on_a_default_criterion_leaves_the_others(start: Start, path: Path) -> None:
    async with start() as (app, pilot):
        await on_criterion(app, pilot, "training_coverage")
        await pilot.press("d")
        await until(pilot, lambda: "Deleted Training coverage of the next wave; u brings it back" in notices(app))
        assert rules(stored(path)) == [rule for rule in PILOT if rule != "training_coverage"]
        await pilot.press("u")
        await until(pilot, lambda: nothing_written(path))


async def test_n_among_the_policies_begins_with_what_the_gate_asks_by_default(start: Start, path: Path) -> None:
    async with start() as (app, pilot):
        await on_criterion(app, pilot, "kpis_met")
        assert isinstance(app.screen, TableScreen)
        await app.screen.show_table("gate_policy")
        form = await with_form(pilot, "n")
        await retype(pilot, form, "tolerance", "2")
        await pilot.press("ctrl+s")
        await without_form(pilot)
        state = stored(path)
        assert [(row.gate, row.tolerance) for row in state.all(GatePolicy)] == [(PhaseCode.PILOT, 2)]
        assert rules(state) == PILOT


async def test_space_does_nothing_to_a_criterion(start: Start, path: Path) -> None:
    async with start() as (app, pilot):
        await on_criterion(app, pilot, "kpis_met")
        await pilot.press("space")
        await settled(app, pilot)
        assert nothing_written(path)


async def test_somebody_else_may_adopt_the_policy_in_the_meantime(start: Start, path: Path, colleague: Store) -> None:
    async with start() as (app, pilot):
        await on_criterion(app, pilot, "rollback_rehearsed")
        form = await with_form(pilot, "e")
        await retype(pilot, form, "owner", "marc")
        project = colleague.projects()[0].uid
        colleague.apply(project, Act(adopted(colleague.load(project), PhaseCode.PILOT)))
        assert isinstance(app.screen, TableScreen)
        screen = app.screen
        await until(pilot, lambda: screen.known.state.all(GatePolicy))
        await pilot.press("ctrl+s")
        await without_form(pilot)
        state = stored(path)
        assert rules(state) == PILOT
        assert {row.rule: row.owner for row in state.all(Criterion) if row.owner} == {"rollback_rehearsed": "marc"}


# Waivers


async def waive(app: CockpitApp, pilot: Pilot[None]) -> EntityForm:
    """Fill in the form of a waiver."""
    form = await with_form(pilot, "W")
    assert field_of(form, "approver").input.has_focus
    assert field_of(form, "granted_on").typed == TODAY.isoformat()
    await type_text(pilot, "ines")
    await retype(pilot, form, "expires_on", "+2w")
    field_of(form, "reason").input.focus()
    await type_text(pilot, "The drill is on Friday")
    await pilot.press("ctrl+s")
    await without_form(pilot)
    return form


async def test_a_default_criterion_is_waived_in_one_act(start: Start, path: Path) -> None:
    async with start() as (app, pilot):
        await on_criterion(app, pilot, "rollback_rehearsed")
        assert "W Waive" in text_of(app)
        await waive(app, pilot)
        state = stored(path)
        (waiver,) = state.all(Waiver)
        told = (waiver.approver, waiver.granted_on, waiver.expires_on, waiver.reason)
        assert told == ("ines", TODAY, day(14), "The drill is on Friday")
        waived = state.get(Criterion, waiver.criterion)
        assert waived is not None
        assert waived.rule == "rollback_rehearsed"
        assert "~ waived" in text_of(app)
        await pilot.press("u")
        await until(pilot, lambda: nothing_written(path))


def own(*rows: tuple[type[Any], dict[str, Any], str]) -> Act:
    """The project's own policy of the pilot gate, asking for two words, and ``rows`` beside it."""
    asked = ({"title": title, "policy": "policy", "rule": "manual_check", "position": place} for place, title in enumerate("AB"))
    criteria = (Create(Criterion, values, str(values["title"])) for values in asked)
    policy = Create(GatePolicy, {"gate": "pilot", "title": "Pilot"}, "policy")
    return Act((policy, *criteria, *(Create(entity, values, uid) for entity, values, uid in rows)))


async def test_an_own_criterion_is_waived_and_one_that_is_met_is_not(start: Start, path: Path, colleague: Store) -> None:
    passed = {"criterion": "A", "passed": True, "checked_on": TODAY, "checked_by": "lea"}
    colleague.apply(colleague.projects()[0].uid, own((ManualCheck, passed, "check")))
    async with start() as (app, pilot):
        await on_criterion(app, pilot, "manual_check")
        table_of(app).cursor_to("A")
        await pilot.press("W")
        await until(pilot, lambda: "A: met, so there is nothing to waive" in notices(app))
        assert not app.screen.query(EntityForm)
        table_of(app).cursor_to("B")
        await waive(app, pilot)
        assert [waiver.criterion for waiver in stored(path).all(Waiver)] == ["B"]
        assert len(stored(path).all(GatePolicy)) == 1


async def test_nothing_is_waived_where_nothing_can_be_written(start: Start) -> None:
    async with start(read_only=True) as (app, pilot):
        await on_criterion(app, pilot, "rollback_rehearsed")
        for key in ("W", "e", "n", "d"):
            await pilot.press(key)
            await until(pilot, lambda: "open for reading only" in notices(app))
            assert not app.screen.query(EntityForm)
            app.clear_notifications()


# What is wrong


async def test_what_is_wrong_with_a_setting_is_said_beside_it(start: Start, path: Path) -> None:
    async with start() as (app, pilot):
        await on_criterion(app, pilot, "kpis_met")
        form = await with_form(pilot, "e")
        field_of(form, "settings").input.focus()
        await type_text(pilot, "share = 2")
        await pilot.press("enter")
        await type_text(pilot, "kpis = [K-9]")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: field_of(form, "settings").has_class("-wrong"))
        assert "✗ Share of periods: “2” is not allowed" in text_of(app)
        assert "KPIs: “K-9” refers to" in text_of(app)
        assert nothing_written(path)


async def test_who_deletes_a_kpi_hears_which_criterion_named_it(start: Start, path: Path, colleague: Store) -> None:
    named = {"title": "C", "policy": "policy", "rule": "kpis_met", "settings": {"kpis": ["K-2"]}}
    colleague.apply(colleague.projects()[0].uid, own((Criterion, named, "C")))
    async with start() as (app, pilot):
        await pilot.press("6")
        await until(pilot, lambda: app.current_mode == "kpis" and app.screen.query(EntityTable))
        assert table_of(app).cursor_to("response")
        await settled(app, pilot)
        await pilot.press("d")
        await until(pilot, lambda: "Deleted K-2 Response p95; u brings it back" in notices(app))
        assert "CR-3 names K-2, and has no answer without it" in notices(app)
