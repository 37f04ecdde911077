"""The verdict over time on the screen: a sign for each week, what turned it on which day, and by whose rules a past day is judged.

That the pilot gate was open until 23 October and is a NO-GO since, and that Karim came round on 17 November, is the story of the sample.
"""

from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from cockpit.app import CockpitApp
from cockpit.domain.edit import Act, Update
from cockpit.domain.kpi import Kpi
from cockpit.domain.phase import PhaseCode
from cockpit.domain.problem import Refused
from cockpit.domain.readiness.past_verdicts import YEAR, Turn, verdict_history
from cockpit.screens.desk import Desk
from cockpit.screens.trial_errands import begin
from cockpit.screens.verdict_history import VerdictHistorySheet
from cockpit.store import open_store
from cockpit.widgets.entity_table import EntityTable
from tests.screens.conftest import settled, text_of
from tests.screens.sample import LAST_EVENING, on_sample, sample_store
from tests.screens.test_editing import notices, table_of, until
from tests.screens.test_readiness import as_of, in_readiness

SINCE = "NO-GO since Fri 23 Oct"
TO_HISTORY = ["right_square_bracket"] * 2
"""From the criteria past the shortest way."""


@pytest.fixture(scope="module")
def altura(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with the sample; not to be written to."""
    return sample_store(tmp_path_factory.mktemp("altura") / "cockpit.db")


def edited(store: Path, folder: Path, ref: str = "K-3", **values: Any) -> Path:
    """A copy in which Marc has edited a KPI: K-3 is the response time, 842 ms on average against a target of 800."""
    copy = folder / "edited.db"
    copy.write_bytes(store.read_bytes())
    with closing(open_store(copy, who="marc", clock=lambda: LAST_EVENING)) as opened:
        project = opened.projects()[0].uid
        kpi = next(row for row in opened.load(project).all(Kpi) if row.ref == ref)
        opened.apply(project, Act((Update(kpi, values),)))
    return copy


async def looked_back(app: CockpitApp, pilot: Pilot[None], since: str = SINCE) -> None:
    await in_readiness(app, pilot)
    await until(pilot, lambda: since in text_of(app))
    await settled(app, pilot)


def turns_of(app: CockpitApp) -> EntityTable:
    """The table of the days on which something turned."""
    return app.screen.query_one(VerdictHistorySheet).query_one(EntityTable)


async def in_history(app: CockpitApp, pilot: Pilot[None]) -> None:
    await looked_back(app, pilot)
    await pilot.press(*TO_HISTORY)
    await until(pilot, lambda: "What turned" in text_of(app) and isinstance(app.screen.row, Turn))  # type: ignore[attr-defined]


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
async def test_a_sign_for_each_week_stands_below_the_answer(altura: Path, tmp_path: Path, size: tuple[int, int]) -> None:
    async with on_sample(altura, tmp_path, size) as (app, pilot):
        await looked_back(app, pilot)
        line = next(line for line in text_of(app).splitlines() if line.startswith(" History"))
        _, strip, since = line.strip().split("  ")
        assert (since, len(strip)) == (SINCE, 30)
        assert strip.endswith("?????✗✗✗✗✗")


async def test_in_the_smallest_window_the_line_gives_way_to_the_criteria(altura: Path, tmp_path: Path) -> None:
    async with on_sample(altura, tmp_path, (60, 16)) as (app, pilot):
        await in_readiness(app, pilot)
        await pilot.press(*TO_HISTORY)
        await until(pilot, lambda: "Tue 17 Nov" in text_of(app))
        assert SINCE not in text_of(app)


async def test_the_days_on_which_something_turned_are_listed_with_who_did_it(altura: Path, tmp_path: Path) -> None:
    async with on_sample(altura, tmp_path) as (app, pilot):
        await in_history(app, pilot)
        assert "Tue 17 Nov, 3 d ago" in text_of(app)
        assert "✗→✓ Quatre sponsors" in text_of(app)
        await until(pilot, lambda: "karim, Tue 17 Nov 2026" in text_of(app))
        days = [turn.day for turn in turns_of(app).shown]
        assert days[:2] == [date(2026, 11, 17), date(2026, 11, 16)]
        assert days == sorted(days, reverse=True)


async def test_enter_looks_at_the_day_and_escape_comes_back(altura: Path, tmp_path: Path) -> None:
    async with on_sample(altura, tmp_path) as (app, pilot):
        await in_history(app, pilot)
        turns_of(app).cursor_to("2026-10-23")
        await pilot.press("enter")
        await until(pilot, lambda: "as of Fri 23 Oct" in text_of(app))
        assert "‹ Pilot ›" in text_of(app)
        assert "Criterion" in text_of(app)
        assert "History  " not in text_of(app)
        await pilot.press("escape")
        await until(pilot, lambda: "as of" not in text_of(app) and SINCE in text_of(app))


async def test_a_past_day_is_not_looked_at_while_something_is_tried(altura: Path, tmp_path: Path) -> None:
    async with on_sample(altura, tmp_path) as (app, pilot):
        await in_history(app, pilot)
        await pilot.press("w")
        await until(pilot, lambda: "◇ what if: nothing tried yet" in text_of(app))
        await settled(app, pilot)
        await pilot.press("enter")
        await until(pilot, lambda: "Something is being tried in this project; w keeps or drops it" in notices(app))
        await settled(app, pilot)
        assert "as of" not in text_of(app)
        assert "◇ what if: nothing tried yet" in text_of(app)


async def test_what_is_tried_is_listed_beside_today(altura: Path, tmp_path: Path) -> None:
    async with on_sample(altura, tmp_path) as (app, pilot):
        await in_history(app, pilot)
        await pilot.press("enter")
        await until(pilot, lambda: "as of Tue 17 Nov" in text_of(app))
        # A trial that was begun at the same time, when nobody looked back yet.
        app.run_errand(begin, app.screen)  # type: ignore[arg-type]
        await settled(app, pilot)
        await app.show_trial()
        await until(pilot, lambda: "All of it: still NO-GO; nothing is written" in text_of(app))
        assert "as of" not in text_of(app)


async def test_what_turned_can_be_copied_and_not_edited(altura: Path, tmp_path: Path) -> None:
    async with on_sample(altura, tmp_path) as (app, pilot):
        await in_history(app, pilot)
        hints = text_of(app).splitlines()[-1]
        assert "Open" in hints
        assert not any(word in hints for word in ("Edit", "Delete", "New"))
        await pilot.press("y")
        assert app.clipboard.startswith("Tue 17 Nov 2026, 3 d ago  still ✗ NO-GO  ✗→✓ Quatre sponsors")
        assert app.clipboard.endswith("  karim")


async def test_all_that_is_marked_of_what_turned_is_copied(altura: Path, tmp_path: Path) -> None:
    async with on_sample(altura, tmp_path) as (app, pilot):
        await in_history(app, pilot)
        await pilot.press("m", "m", "y")
        lines = app.clipboard.splitlines()
        assert [line.split(",")[0] for line in lines] == ["Tue 17 Nov 2026", "Mon 16 Nov 2026"]
        assert "Copied 2 lines, first: Tue 17 Nov" in notices(app)


async def test_each_gate_has_its_own_history(altura: Path, tmp_path: Path) -> None:
    async with on_sample(altura, tmp_path) as (app, pilot):
        await looked_back(app, pilot)
        await pilot.press("comma")
        await until(pilot, lambda: "‹ Steering ›" in text_of(app) and "~~~✗✗✗✗✗" in text_of(app))
        await pilot.press("full_stop")
        await until(pilot, lambda: "‹ Pilot ›" in text_of(app) and "?????✗✗✗✗✗" in text_of(app))


async def test_a_past_day_is_judged_by_the_rules_of_then_or_of_today(altura: Path, tmp_path: Path) -> None:
    def technical(app: CockpitApp) -> str:
        known = app.screen.known  # type: ignore[attr-defined]
        return next(each.state.value for each in known.judged if each.criterion.title.startswith("Indicateurs techniques"))  # type: ignore[no-any-return]

    async with on_sample(edited(altura, tmp_path, target=900.0), tmp_path) as (app, pilot):
        await in_readiness(app, pilot)
        await pilot.press("T")
        await settled(app, pilot)
        assert "rules of" not in text_of(app)

        await as_of(app, pilot, "2026-11-14")
        assert "as of Sat 14 Nov, 6 d ago · rules of then (T changes)" in text_of(app)
        assert technical(app) == "not_met"
        await pilot.press("T")
        await until(pilot, lambda: "rules of today" in text_of(app))
        assert technical(app) == "met"
        await pilot.press("T")
        await until(pilot, lambda: "rules of then" in text_of(app))
        assert technical(app) == "not_met"
        await pilot.press("T")
        await until(pilot, lambda: "rules of today" in text_of(app))
        await as_of(app, pilot, "2026-11-13")
        assert "rules of then" in text_of(app)
        await pilot.press("escape")
        await until(pilot, lambda: "rules of" not in text_of(app))


async def test_an_edited_target_is_flagged_at_its_criterion_and_on_the_page_of_the_kpi(altura: Path, tmp_path: Path) -> None:
    async with on_sample(edited(altura, tmp_path, target=850.0), tmp_path) as (app, pilot):
        await looked_back(app, pilot)
        assert "! Target of K-3" not in text_of(app)
        table_of(app).cursor_to(next(row.uid for row in table_of(app).shown if row.title.startswith("Indicateurs techniques")))
        await until(pilot, lambda: "! Target of K-3 edited by" in text_of(app))
        assert "NO-GO with the old" in text_of(app)

        await pilot.press("6")
        await until(pilot, lambda: app.current_mode == "kpis" and app.screen.query(EntityTable))
        await settled(app, pilot)
        table_of(app).cursor_to(next(row.uid for row in table_of(app).shown if row.ref == "K-3"))
        await until(pilot, lambda: "! Target of K-3 edited by" in text_of(app))


async def test_a_kpi_that_the_gate_does_not_judge_is_flagged_on_its_own_page(altura: Path, tmp_path: Path) -> None:
    async with on_sample(edited(altura, tmp_path, ref="K-17", target=60.0), tmp_path) as (app, pilot):
        await pilot.press("6")
        await until(pilot, lambda: app.current_mode == "kpis" and app.screen.query(EntityTable))
        await settled(app, pilot)
        table_of(app).cursor_to(next(row.uid for row in table_of(app).shown if row.ref == "K-17"))
        await until(pilot, lambda: "! Target of K-17 edited" in text_of(app))
        assert "with the old" not in text_of(app)


async def test_the_log_is_not_looked_into_before_somebody_rests_on_the_screen(
    altura: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[PhaseCode] = []
    known = Desk.verdict_history

    def noted(desk: Desk, gate: PhaseCode, wave: str | None = None) -> Any:
        asked.append(gate)
        return known(desk, gate, wave)

    monkeypatch.setattr(Desk, "verdict_history", noted)
    async with on_sample(altura, tmp_path) as (app, pilot):
        await settled(app, pilot)
        assert asked == []
        await looked_back(app, pilot)
        assert asked == [PhaseCode.PILOT]


def test_the_desk_works_out_once_what_was_up_to_yesterday(altura: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    copy.write_bytes(altura.read_bytes())
    with closing(open_store(copy, who="lea", clock=lambda: LAST_EVENING)) as store:
        project = store.projects()[0]
        desk = Desk(store, project.uid, clock=lambda: LAST_EVENING)
        today = LAST_EVENING.date()

        first = desk.verdict_history(PhaseCode.PILOT)
        kpi = next(row for row in store.load(project.uid).all(Kpi) if row.ref == "K-3")
        store.apply(project.uid, Act((Update(kpi, {"target": 900.0}),)))
        second = desk.verdict_history(PhaseCode.PILOT)

        past = store.past(project.uid)
        whole = verdict_history(past.states_on, past.batches, project.timezone, PhaseCode.PILOT, today - YEAR, today)
        assert second == whole
        assert second.turns[1:] == first.turns
        assert (second.turns[0].day, [act.who for act in second.turns[0].acts]) == (today, ["lea"])
        assert all(one is other for one, other in zip(second.turns[1:], first.turns, strict=True))
        assert first.verdicts[:-1] == second.verdicts[:-1]
        assert second.last - first.first == timedelta(days=(today - date(2026, 4, 27)).days)


def test_a_look_back_ends_when_somebody_leaves(altura: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    copy.write_bytes(altura.read_bytes())
    store = open_store(copy, who="lea", clock=lambda: LAST_EVENING)
    desk = Desk(store, store.projects()[0].uid, clock=lambda: LAST_EVENING)
    past = desk.past()
    days = iter(desk._states_while_open(past, [LAST_EVENING.date() - timedelta(weeks=week) for week in range(9)]))
    next(days)

    desk.close()

    with pytest.raises(Refused, match="was closed"):
        next(days)
