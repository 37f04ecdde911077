"""The KPIs against their targets, as a lead reads them; what is expected is worked out by hand from the figures of the project."""

import re
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from cockpit import language
from cockpit.app import CockpitApp
from cockpit.domain.act import Act, Create, Record
from cockpit.domain.kpi import Group, Kpi
from cockpit.store import open_store
from tests.screens.conftest import NOW, Start, day, points, settled, text_of
from tests.widgets.seen import assert_unsteered

# Eight weeks lie in the phase as a whole; of its values 3.2, 3.3, 3.3 and 3.4 reach 3.2.
CONVERSION = r"K-1 +Conversion +▁▁▂▄▅▇███▏▇ +3\.4 % +3\.2 +✗ not met"
# 660, 700 and 760 stay below 800, of which the strip tells the height at its end.
RESPONSE = r"K-2 +Response p95 +▁▁▃▅▇████▏▆ +870 ms +800 +✗ not met"


async def keys(app: CockpitApp, pilot: Pilot[None], *pressed: str) -> str:
    """What is seen after keys, once the chart is drawn; every blank is a plain one."""
    for key in pressed:
        await pilot.press(key)
        await settled(app, pilot)
    if drawing := [worker for worker in app.workers if worker.group == "chart"]:
        await app.workers.wait_for_complete(drawing)
    await settled(app, pilot)
    return re.sub("[\u00a0\u202f]", " ", text_of(app))


async def rested(app: CockpitApp, pilot: Pilot[None]) -> str:
    """What is seen once the cursor has come to rest."""
    app.screen.show_detail()  # type: ignore[attr-defined]
    return await keys(app, pilot)


def notices(app: CockpitApp) -> str:
    """What was said in passing."""
    return re.sub("[\u00a0\u202f]", " ", "\n".join(notice.message for notice in app._notifications))


def on_record(path: Path, kpi: str, time: str, group: Group = Group.PILOT) -> float | None:
    """What the store holds."""
    store = open_store(path, who="marc", read_only=True, clock=lambda: NOW)
    state = store.load(store.projects()[0].uid)
    held = state.measurements(kpi, group).at(time)
    store.close()
    return held


async def test_each_kpi_is_told_with_its_course_its_target_and_its_state(start: Start) -> None:
    async with start(size=(120, 40)) as (app, pilot):
        seen = await keys(app, pilot, "6")
        assert "0 of 3 met   ✗ 2 not met   ? 1 no answer yet   ! 1 not measured lately" in seen
        assert re.search(CONVERSION + r" +4/8  ▲ better +7 d", seen)
        assert re.search(RESPONSE + r" +3/8  ▼ worse +7 d", seen)
        assert re.search(r"K-3 +NPS +– +25 +\? no answer yet +! never|K-3 +NPS +– +25 +\? no answer yet +never", seen)


@pytest.mark.parametrize("size", [(60, 16), (80, 24), (120, 40), (200, 60)])
async def test_value_target_and_state_stay_in_view_at_every_size(start: Start, size: tuple[int, int]) -> None:
    async with start(size=size) as (app, pilot):
        seen = await keys(app, pilot, "6")
        assert re.search(r"K-1 .* 3\.4 % +3\.2 +✗ not met", seen)
        assert ("▁▁▂▄▅▇███▏▇" in seen) == (size[0] >= 80)
        assert ("4/8" in seen) == (size[0] >= 80)
        assert_unsteered(app)


async def test_the_chosen_one_is_drawn_with_its_target_and_told_in_words(start: Start) -> None:
    async with start(size=(120, 40)) as (app, pilot):
        seen = await keys(app, pilot, "6")
        assert "● pilot group" in seen
        assert re.search(r"── target 3\.2", seen)
        assert re.search(r"┈ start 2\.1", seen)
        assert "1 PH-1 Pilot in Lyon begins" in seen
        assert re.search(r"Because .* 3\.2 %", seen)
        assert "reached in 4 of" in " ".join(seen.split())
        await keys(app, pilot, "down")
        seen = await rested(app, pilot)
        assert re.search(r"── target 800", seen)
        assert "K-2 Response p95" in seen


async def test_where_there_is_little_room_the_chart_opens_below_the_table_and_gives_way_to_the_words(start: Start) -> None:
    async with start(size=(60, 16)) as (app, pilot):
        assert "target 3.2" not in await keys(app, pilot, "6")
        seen = await keys(app, pilot, "enter")
        assert "target 3.2" in seen
        assert re.search(r"▸K-1 .* ✗ not met", seen)
        seen = await keys(app, pilot, "right")
        assert "target 3.2" not in seen
        assert re.search(r"State +✗ not met", seen)
        assert "target 3.2" in await keys(app, pilot, "left")
        assert "target 3.2" not in await keys(app, pilot, "escape")


async def test_the_periods_are_told_one_by_one_the_newest_first(start: Start, path: Path) -> None:
    store = open_store(path, who="lea", clock=lambda: NOW)
    project = store.projects()[0].uid
    record = Record("conversion", Group.CONTROL, points([2.0, 2.1]))
    store.apply(project, Act((record, Record("conversion", Group.PILOT, {day(0).isoformat(): 3.5}))))
    store.close()
    async with start(size=(200, 60)) as (app, pilot):
        seen = await keys(app, pilot, "6")
        table = seen[seen.index("Week of") :]
        rows = [line.split("Week of")[-1] for line in table.splitlines()[:4]]
        found = re.findall(r"(\d+ (?:Nov|Oct|Sep)) +([\d.]+) +([\d.]*) +(\d) (so far|✓ met|✗ not met)", table)
        assert rows[0].split() == ["Pilot", "Control", "Count"]
        assert found[0] == ("23 Nov", "3.5", "", "1", "so far")
        assert found[1] == ("16 Nov", "3.4", "2.1", "1", "✓ met")
        assert found[5] == ("19 Oct", "2.9", "", "1", "✗ not met")


async def test_a_value_takes_one_key_and_one_field(start: Start, path: Path) -> None:
    async with start(size=(80, 24)) as (app, pilot):
        seen = await keys(app, pilot, "6", "r")
        assert "A value, then a day and a group" in seen
        seen = await keys(app, pilot, *"3.6 fri")
        assert "K-1: 3.6 % on Fri 20 Nov, pilot group" in seen
        seen = await keys(app, pilot, "enter")
        assert on_record(path, "conversion", "2026-11-20") == 3.6
        assert notices(app) == "Recorded K-1: 3.6 % on Fri 20 Nov, pilot group; u takes it back"
        assert app.screen.focused is app.screen.table  # type: ignore[attr-defined]
        await keys(app, pilot, "u")
        assert on_record(path, "conversion", "2026-11-20") is None


async def test_a_value_of_the_same_day_is_replaced_and_said_so(start: Start, path: Path) -> None:
    replaced = day(-7).isoformat()
    async with start(size=(80, 24)) as (app, pilot):
        seen = await keys(app, pilot, "6", "r", *"3.55 16 nov")
        assert "K-1: 3.55 % on Mon 16 Nov, pilot group, instead of 3.4 %" in seen
        await keys(app, pilot, "enter")
        assert on_record(path, "conversion", replaced) == 3.55
        await keys(app, pilot, "u")
        assert on_record(path, "conversion", replaced) == 3.4


async def test_a_value_of_the_control_group_is_recorded_beside_the_pilots(start: Start, path: Path) -> None:
    async with start(size=(80, 24)) as (app, pilot):
        await keys(app, pilot, "6", "down", "r", *"905 ms control", "enter")
        assert on_record(path, "response", day(0).isoformat(), Group.CONTROL) == 905
        assert on_record(path, "response", day(0).isoformat()) is None


async def test_what_is_no_value_is_told_in_place_and_stays_to_be_mended(start: Start, path: Path) -> None:
    async with start(size=(80, 24)) as (app, pilot):
        seen = await keys(app, pilot, "6", "r", *"1,234", "enter")
        assert "✗ “1,234” can be read as 1234 or as 1.234; write one of these" in seen
        assert app.screen.query_one(Input).value == "1,234"
        await keys(app, pilot, *["backspace"] * 4, *".5", "enter")
        assert on_record(path, "conversion", day(0).isoformat()) == 1.5


async def test_without_an_answer_nothing_is_recorded(start: Start, path: Path) -> None:
    async with start(size=(80, 24)) as (app, pilot):
        await keys(app, pilot, "6", "r", *"3.6", "escape")
        assert on_record(path, "conversion", day(0).isoformat()) is None
        await keys(app, pilot, "r", *"3.7", "enter")
        assert on_record(path, "conversion", day(0).isoformat()) == 3.7


async def test_a_store_that_is_only_read_records_nothing(start: Start) -> None:
    async with start(size=(80, 24), read_only=True) as (app, pilot):
        await keys(app, pilot, "6", "r")
        assert not app.screen.query(Input)
        assert "nothing can be edited" in notices(app)


async def test_sixty_kpis_are_read_at_the_usual_size(start: Start, path: Path) -> None:
    store = open_store(path, who="lea", clock=lambda: NOW)
    project = store.projects()[0].uid
    rows = [
        Create(Kpi, {"title": f"Measure {number}", "unit": "%", "target": 50.0, "phase": "pilot"}, f"m{number}")
        for number in range(60)
    ]
    records = [Record(f"m{number}", Group.PILOT, points([51.0 + number / 10 if number else 40.0] * 9)) for number in range(60)]
    store.apply(project, Act((*rows, *records)))
    store.close()
    async with start(size=(80, 24)) as (app, pilot):
        seen = await keys(app, pilot, "6")
        assert "59 of 63 met" in seen
        lines = [line for line in seen.splitlines() if re.match(r"[▸ ]K-\d", line)]
        assert [line.split()[0].strip("▸") for line in lines[:4]] == ["K-1", "K-2", "K-4", "K-3"]
        assert len(lines) == 18
        seen = await keys(app, pilot, "end")
        assert re.search(r"▸K-63 +Measure 59 .* 56\.9 % +50\.0 +✓ met +8/8", seen)


async def test_in_french(start: Start) -> None:
    language.choose("fr", {})
    async with start(size=(120, 40)) as (app, pilot):
        seen = await keys(app, pilot, "6")
        assert re.search(r"K-1 +Conversion +▁▁▂▄▅▇███▏▇ +3,4 % +3,2 +✗ non atteint", seen)
        seen = await keys(app, pilot, "r", *"3,6 ven")
        assert "3,6 %" in seen
        assert "20 nov." in seen
