"""Readiness: any gate, on any day that has been, and every piece of evidence leads to its row.

What the sample held on which day is told by its story in ``tools/altura``: three sponsors of five spoke for the project until
17 November and four since; the steering gate was passed on a condition on 18 September; R-3 stood at 3x5 from August to 3 November.
"""

from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from cockpit.app import CockpitApp
from cockpit.screens.table_screen import TableScreen
from cockpit.widgets.detail import Detail
from cockpit.widgets.entity_form import EntityForm
from cockpit.widgets.entity_table import EntityTable
from tests.screens.conftest import settled, text_of
from tests.screens.sample import on_sample, sample_store
from tests.screens.test_editing import notices, table_of, type_text, until


@pytest.fixture(scope="module")
def altura(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with the sample; not to be written to."""
    return sample_store(tmp_path_factory.mktemp("altura") / "cockpit.db")


async def in_readiness(app: CockpitApp, pilot: Pilot[None]) -> None:
    """Go to the mode, and wait until it is shown."""
    await pilot.press("9")
    await until(pilot, lambda: app.current_mode == "readiness" and app.screen.query(EntityTable))


async def as_of(app: CockpitApp, pilot: Pilot[None], typed: str) -> None:
    """Ask for a day."""
    await pilot.press("t")
    await until(pilot, lambda: app.screen.query(Input) and isinstance(app.focused, Input))
    await type_text(pilot, typed)
    await pilot.press("enter")
    await until(pilot, lambda: isinstance(app.focused, EntityTable | Detail))
    await settled(app, pilot)


def states(app: CockpitApp) -> dict[str, str]:
    """The state of each criterion of the table in view, by its rule."""
    assert isinstance(app.screen, TableScreen)
    known = app.screen.known
    return {judged.criterion.rule: judged.state.value for judged in known.judged}


async def test_a_past_day_is_shown_as_it_was_known_then_and_escape_returns_to_today(altura: Path, tmp_path: Path) -> None:
    async with on_sample(altura, tmp_path) as (app, pilot):
        await in_readiness(app, pilot)
        assert "7 met, 3 not met, 1 no answer yet" in text_of(app)
        assert states(app)["sponsor_support"] == "met"

        await as_of(app, pilot, "2026-11-13")
        lines = text_of(app).splitlines()
        assert lines[0].endswith("◂ as of Fri 13 Nov, 7 d ago")
        assert lines[2].startswith(" ◂ as of Fri 13 Nov, 7 d ago")
        assert "3 of 5 sponsors" in text_of(app)
        assert states(app)["sponsor_support"] == "not_met"

        await as_of(app, pilot, "2026-10-16")
        assert "? NOT YET" in text_of(app).splitlines()[3]

        await pilot.press("escape")
        await until(pilot, lambda: "as of" not in text_of(app))
        assert "7 met, 3 not met, 1 no answer yet" in text_of(app)
        assert text_of(app).splitlines()[0].endswith(" lea")


async def test_other_modes_show_today_meanwhile(altura: Path, tmp_path: Path) -> None:
    async with on_sample(altura, tmp_path) as (app, pilot):
        await in_readiness(app, pilot)
        await as_of(app, pilot, "-2w")
        assert "as of Fri 6 Nov" in text_of(app)
        await pilot.press("4")
        await until(pilot, lambda: app.current_mode == "risks" and app.screen.query(EntityTable))
        assert "as of" not in text_of(app)
        await in_readiness(app, pilot)
        await settled(app, pilot)
        assert "as of Fri 6 Nov" in text_of(app)


@pytest.mark.parametrize("key", ["enter", "escape"])
async def test_t_without_a_day_returns_to_today(altura: Path, tmp_path: Path, key: str) -> None:
    async with on_sample(altura, tmp_path) as (app, pilot):
        await in_readiness(app, pilot)
        await as_of(app, pilot, "yesterday")
        assert "as of Thu 19 Nov, yesterday" in text_of(app)
        await pilot.press("t")
        await until(pilot, lambda: isinstance(app.focused, Input))
        await pilot.press(key)
        await until(pilot, lambda: "as of Thu" not in text_of(app))


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("soon[/]", "“soon[/]” is no date; write it as 2026-12-31, yesterday or -2w"),
        ("tomorrow", "Sat 21 Nov is still to come"),
        ("9999-12-31", "Fri 31 Dec 9999 is still to come"),
        ("2001-01-01", "its log begins on"),
    ],
)
async def test_a_day_that_cannot_be_looked_at_is_told(altura: Path, tmp_path: Path, typed: str, told: str) -> None:
    async with on_sample(altura, tmp_path) as (app, pilot):
        await in_readiness(app, pilot)
        await as_of(app, pilot, typed)
        await until(pilot, lambda: told in notices(app))
        assert "as of" not in text_of(app)


@pytest.mark.parametrize("key", ["n", "e", "d"])
async def test_the_past_cannot_be_edited(altura: Path, tmp_path: Path, key: str) -> None:
    async with on_sample(altura, tmp_path) as (app, pilot):
        await in_readiness(app, pilot)
        await as_of(app, pilot, "2026-11-03")
        await pilot.press(key)
        await until(pilot, lambda: "only today can be edited (esc goes back to it)" in notices(app))
        assert not app.screen.query(EntityForm)


async def test_nothing_is_taken_back_in_sight_of_the_past(altura: Path, tmp_path: Path) -> None:
    async with on_sample(altura, tmp_path) as (app, pilot):
        await in_readiness(app, pilot)
        assert "u Undo" in text_of(app).splitlines()[-1]
        before = app.situation
        await as_of(app, pilot, "-2w")
        await until(pilot, lambda: "u Undo" not in text_of(app).splitlines()[-1])
        await pilot.press("u")
        await settled(app, pilot)
        assert app.situation is before


async def test_the_gate_stays_while_a_form_is_open(altura: Path, tmp_path: Path) -> None:
    async with on_sample(altura, tmp_path) as (app, pilot):
        await in_readiness(app, pilot)
        await pilot.press("n")
        await until(pilot, lambda: app.screen.query(EntityForm) and app.focused)
        app.screen.query_one("#field-blocking").focus()
        await pilot.press("comma")
        await settled(app, pilot)
        assert "‹ Pilot ›" in text_of(app)


async def test_the_source_of_a_past_verdict_is_shown_as_it_was(altura: Path, tmp_path: Path) -> None:
    async with on_sample(altura, tmp_path) as (app, pilot):
        await in_readiness(app, pilot)
        await as_of(app, pilot, "2026-09-18")
        await pilot.press("less_than_sign")
        await until(pilot, lambda: "‹ Steering ›" in text_of(app))
        table_of(app).cursor_to(next(row.uid for row in table_of(app).shown if row.rule == "risks_under_control"))
        await pilot.press("enter")
        await until(pilot, lambda: "As it was" in text_of(app))
        assert app.current_mode == "readiness"
        assert "R-3 Un pic de commandes" in text_of(app)
        assert "3×5" in text_of(app)
        await pilot.press("escape")
        await until(pilot, lambda: "As it was" not in text_of(app))
        assert "as of Fri 18 Sep" in text_of(app)


async def test_every_gate_can_be_looked_at_and_what_was_decided_there(altura: Path, tmp_path: Path) -> None:
    async with on_sample(altura, tmp_path) as (app, pilot):
        await in_readiness(app, pilot)
        seen = []
        for _ in range(9):
            seen.append(text_of(app).splitlines()[2].split("›")[0].strip(" ‹"))
            await pilot.press("greater_than_sign")
            await settled(app, pilot)
        waves = ["Vague 1 : Lyon", "Vague 2 : Sud-Est", "Vague 3 : Ouest et Nord", "Vague 4 : Île-de-France et grands comptes"]
        assert seen == ["Pilot", *waves, "Scale-up", "Generalisation", "Definition", "Steering"]
        assert "‹ Pilot ›" in text_of(app)
        await pilot.press("comma")
        await until(pilot, lambda: "‹ Steering ›" in text_of(app))
        assert "decided ~ CONDITIONAL on Fri 18 Sep" in text_of(app)
        assert "pilot gate ✗ NO-GO" in text_of(app).splitlines()[0]


async def test_a_criterion_found_by_its_name_is_shown_at_its_gate(altura: Path, tmp_path: Path) -> None:
    async with on_sample(altura, tmp_path) as (app, pilot):
        await in_readiness(app, pilot)
        await pilot.press("less_than_sign")
        await until(pilot, lambda: "‹ Steering ›" in text_of(app))
        uid = table_of(app).cursor_uid
        await pilot.press("greater_than_sign", "1")
        await until(pilot, lambda: app.current_mode == "overview")
        await app.show_row("criterion", uid)
        await until(pilot, lambda: app.current_mode == "readiness" and table_of(app).cursor_uid == uid)
        assert "‹ Steering ›" in text_of(app)


async def test_each_line_of_the_evidence_can_be_chosen_and_leads_to_its_row(altura: Path, tmp_path: Path) -> None:
    async with on_sample(altura, tmp_path, (80, 24)) as (app, pilot):
        await in_readiness(app, pilot)
        # The four steps that would turn the criterion come first, then the risks that were looked at.
        await pilot.press("right", *["down"] * 5, "enter")
        await until(pilot, lambda: app.current_mode == "risks" and app.screen.query(EntityTable))
        await settled(app, pilot)
        assert table_of(app).row.ref == "R-8"


async def test_the_sponsors_of_a_criterion_are_found_among_the_stakeholders(altura: Path, tmp_path: Path) -> None:
    async with on_sample(altura, tmp_path) as (app, pilot):
        await in_readiness(app, pilot)
        table_of(app).cursor_to(next(row.uid for row in table_of(app).shown if row.rule == "sponsor_support"))
        await pilot.press("enter")
        await until(pilot, lambda: app.current_mode == "charter" and app.screen.query(EntityTable))
        await settled(app, pilot)
        assert table_of(app).row.kind == "stakeholder"
        assert "Stakeholder" in text_of(app)
