"""KPI data is taken in from a file by keys alone: chosen, asked about, seen before it is taken, stopped without a trace, taken back."""

import sqlite3
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing
from pathlib import Path
from time import monotonic

import pytest
from textual.pilot import Pilot

from cockpit import language
from cockpit.app import CockpitApp
from cockpit.domain.edit import Act, Create, Record
from cockpit.domain.kpi import Group, Kpi
from cockpit.domain.measurement import Points
from cockpit.screens.kpi_import import KpiImportScreen
from cockpit.screens.kpi_import_preview import ImportPreview
from cockpit.screens.kpi_intake import LongJob
from cockpit.screens.kpis import KpisScreen
from cockpit.store import Store, open_store
from cockpit.widgets.answer_list import AnswerTable
from cockpit.widgets.entity_table import EntityTable
from cockpit.widgets.file_chooser import FolderTable
from tests.screens.conftest import NOW, Start, settled, text_of
from tests.screens.test_editing import as_cockpit, notices, stored, type_text, until
from tests.widgets.seen import HOSTILE, assert_unsteered, assert_whole

PLAIN = "Date;Response p95\n2026-11-16;901\n2026-11-23;845\n2026-11-30;780\n"
"""Three weeks of one KPI, of which the first is in the project with another value (870)."""

UNCLEAR = "Date;Response p95\n03/04/2026;901\n05/06/2026;845\n"
"""Days that may be 3 April and 5 June or 4 March and 6 May."""

FAULTY = "Date;Response p95\n2026-11-23;845\n2026-11-31;780\n2026-12-07;soon\n"


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that the cockpit is started in."""
    data = tmp_path / "data"
    data.mkdir()
    monkeypatch.chdir(data)
    return data


@asynccontextmanager
async def importing(
    start: Start, size: tuple[int, int] = (120, 40), **how: object
) -> AsyncIterator[tuple[CockpitApp, Pilot[None]]]:
    """The cockpit with the file chooser open."""
    async with start(size, **how) as (app, pilot):
        await pilot.press("6")
        await until(pilot, lambda: isinstance(app.screen, KpisScreen) and app.screen.query(EntityTable))
        await pilot.press("i")
        await until(pilot, lambda: isinstance(app.screen, KpiImportScreen) and app.screen.query_one(FolderTable).shown)
        yield app, pilot


async def choose(pilot: Pilot[None], name: str) -> ImportPreview:
    """Find a file by its name, and wait until it has been read."""
    await pilot.press("slash")
    await type_text(pilot, name)
    await pilot.press("enter")
    return await pressed(pilot, "enter")


async def pressed(pilot: Pilot[None], key: str) -> ImportPreview:
    """The preview, once it shows what was read because of ``key``."""
    app = as_cockpit(pilot)
    screen = app.screen
    assert isinstance(screen, KpiImportScreen)
    before = screen.findings
    await pilot.press(key)
    await until(pilot, lambda: screen.findings is not None and screen.findings is not before)
    await settled(app, pilot)
    return screen.query_one(ImportPreview)


async def change(pilot: Pilot[None], code: str) -> None:
    """Open what is under the cursor, and give it another answer."""
    table = pilot.app.screen.query_one(AnswerTable)
    await pilot.press("enter")
    await until(pilot, lambda: table.has_focus)
    assert table.cursor_to(code)
    await pressed(pilot, "enter")


def values(path: Path, kpi: str, group: Group = Group.PILOT) -> dict[str, float]:
    """The measurements in the file of the store."""
    return dict(stored(path).measurements(kpi, group))


def dump(path: Path) -> str:
    """Everything in the tables of a store."""
    with closing(sqlite3.connect(path)) as connection:
        return "\n".join(connection.iterdump())


async def test_a_file_is_chosen_seen_taken_in_and_taken_back_by_keys(start: Start, path: Path, data: Path) -> None:
    (data / "weeks.csv").write_text(PLAIN)
    before = values(path, "response")
    assert before["2026-11-16"] == 870
    async with importing(start) as (app, pilot):
        await choose(pilot, "weeks")
        seen = text_of(app)
        assert "✓ 3 measurements of 1 KPI would be taken in: 2 new, 1 changed" in seen
        effect = next(line for line in seen.splitlines() if "K-2 Response p95" in line)
        assert effect.split()[-11:] == ["2", "1", "0", "Mon", "16", "Nov", "2026", "Mon", "30", "Nov", "2026"]
        await pilot.press("ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, KpisScreen))
        assert "3 measurements taken in from weeks.csv; u takes them back" in notices(app)
        assert values(path, "response") == {**before, "2026-11-16": 901.0, "2026-11-23": 845.0, "2026-11-30": 780.0}
        await pilot.press("u")
        await until(pilot, lambda: values(path, "response") == before)


async def test_after_an_error_that_nobody_foresaw_the_import_can_be_left(
    start: Start, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_given: object) -> None:
        raise OSError("no space left on device")

    (data / "weeks.csv").write_text(PLAIN)
    async with importing(start) as (app, pilot):
        await choose(pilot, "weeks")
        monkeypatch.setattr(Store, "apply", fail)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "no space left on device" in notices(app))
        await pilot.press("4")
        await until(pilot, lambda: app.current_mode == "risks")


async def test_a_jump_leads_away_from_the_import(start: Start, data: Path) -> None:
    async with importing(start) as (app, pilot):
        await pilot.press("g", "a")
        await until(pilot, lambda: app.current_mode == "actions")
        await pilot.press("6")
        await until(pilot, lambda: isinstance(app.screen, KpisScreen))


async def test_a_date_order_is_asked_and_its_answer_can_be_changed(start: Start, path: Path, data: Path) -> None:
    (data / "unclear.csv").write_text(UNCLEAR)
    async with importing(start) as (app, pilot):
        await choose(pilot, "unclear")
        assert "? 1 question first: nothing is guessed" in text_of(app)
        assert "Fri 3 Apr 2026" in text_of(app)
        assert "Wed 4 Mar 2026" in text_of(app)
        await pilot.press("ctrl+s")
        await settled(app, pilot)
        assert isinstance(app.screen, KpiImportScreen)
        await pressed(pilot, "enter")
        assert "✓ 2 measurements of 1 KPI would be taken in: 2 new, 0 changed" in text_of(app)
        assert "Fri 3 Apr 2026" in text_of(app)
        await pilot.press("left_square_bracket", "right_square_bracket", "left_square_bracket")
        while app.screen.query_one(ImportPreview).section != "questions":
            await pilot.press("right_square_bracket")
        await pilot.press("down")
        await pressed(pilot, "enter")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, KpisScreen))
    after = values(path, "response")
    assert after["2026-03-04"] == 901
    assert after["2026-05-06"] == 845
    assert "2026-04-03" not in after


async def test_several_questions_follow_each_other(start: Start, path: Path, data: Path) -> None:
    (data / "several.csv").write_text("Date;Satisfaction\n03/04/2026;1,234\n05/06/2026;2,345\n")
    async with importing(start) as (app, pilot):
        preview = await choose(pilot, "several")
        asked = []
        while preview.section == "questions":
            asked.append(text_of(app))
            table = app.screen.query_one(AnswerTable)
            codes = [answer.code for answer in table.shown]
            wanted = next(code for code in codes if code in ("mdy", "comma", "K-3", "Satisfaction=K-3"))
            table.cursor_to(wanted)
            await pressed(pilot, "enter")
            assert len(asked) < 6, text_of(app)
        assert len(asked) >= 3
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, KpisScreen))
    assert values(path, "nps", Group.ALL) == {"2026-03-04": 1.234, "2026-05-06": 2.345}


async def test_refused_lines_are_listed_and_the_good_ones_taken_only_when_that_is_said(
    start: Start, path: Path, data: Path
) -> None:
    (data / "faulty.csv").write_text(FAULTY)
    before = dump(path)
    async with importing(start) as (app, pilot):
        preview = await choose(pilot, "faulty")
        assert preview.section == "refused"
        seen = text_of(app)
        assert "✗ 2 lines are refused, so nothing is taken in; K keeps the good ones (1 measurement)" in seen
        lines = [line for line in seen.splitlines() if "2026-11-31" in line or "soon" in line]
        assert any(line.lstrip("▸ ").startswith("3 ") for line in lines)
        assert any(line.lstrip("▸ ").startswith("4 ") for line in lines)
        await pilot.press("enter")
        await settled(app, pilot)
        assert dump(path) == before
        await pressed(pilot, "K")
        assert "✓ 1 measurement of 1 KPI would be taken in: 1 new, 0 changed · 2 refused lines are left out" in text_of(app)
        await pressed(pilot, "K")
        assert "so nothing is taken in" in text_of(app)
        await pressed(pilot, "K")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, KpisScreen))
    assert values(path, "response")["2026-11-23"] == 845


async def test_every_refused_line_can_be_scrolled_to_and_is_told_in_full(start: Start, data: Path) -> None:
    lines = [f"2026-13-01;{number}" for number in range(2_000)]
    (data / "wrong.csv").write_text("Date;Response p95\n2026-11-23;1\n" + "\n".join(lines) + "\n")
    async with importing(start, (60, 16)) as (app, pilot):
        await choose(pilot, "wrong")
        assert len(app.screen.query_one("#refused", EntityTable).shown) == 2_000
        await pilot.press("end")
        await pilot.pause()
        assert "Line 2,002, column “Date”: “2026-13-01”" in text_of(app)
        assert_whole(app)


async def test_a_column_is_given_to_another_kpi_or_left_out(start: Start, path: Path, data: Path) -> None:
    (data / "wide.csv").write_text("Date;Conversion;Response p95\n2026-11-23;3,5;845\n")
    async with importing(start) as (app, pilot):
        preview = await choose(pilot, "wide")
        preview.to_section("columns")
        await pilot.press("end")
        await change(pilot, "K-3")
        assert preview.section == "columns"
        assert "K-3 NPS" in text_of(app)
        await pilot.press("home", "down")
        await change(pilot, "-")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, KpisScreen))
    assert values(path, "nps", Group.ALL) == {"2026-11-23": 845.0}
    assert "2026-11-23" not in values(path, "conversion")


async def test_a_setting_says_what_the_command_line_says_by_an_option(start: Start, path: Path, data: Path) -> None:
    (data / "twice.csv").write_text("Date;Response p95\n2026-11-23;845\n2026-11-23;855\n")
    async with importing(start) as (app, pilot):
        preview = await choose(pilot, "twice")
        assert "--duplicates" in text_of(app)
        preview.to_section("settings")
        app.screen.query_one("#settings", EntityTable).cursor_to("duplicates")
        await change(pilot, "mean")
        assert "✓ 1 measurement of 1 KPI" in text_of(app)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, KpisScreen))
    assert values(path, "response")["2026-11-23"] == 850


async def test_an_encoding_that_is_said_reads_the_file_again(start: Start, data: Path) -> None:
    (data / "old.csv").write_bytes("Date;Conversion é\n2026-11-23;3,5\n".encode("cp850"))
    async with importing(start) as (app, pilot):
        preview = await choose(pilot, "old")
        preview.to_section("settings")
        app.screen.query_one("#settings", EntityTable).cursor_to("encoding")
        await change(pilot, "cp850")
        preview.to_section("columns")
        await pilot.pause()
        assert "Conversion é" in text_of(app)


async def test_the_same_file_twice_has_nothing_new(start: Start, path: Path, data: Path) -> None:
    (data / "weeks.csv").write_text(PLAIN)
    async with importing(start) as (app, pilot):
        await choose(pilot, "weeks")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, KpisScreen))
        before = dump(path)
        await pilot.press("i")
        await until(pilot, lambda: isinstance(app.screen, KpiImportScreen) and app.screen.query_one(FolderTable).shown)
        await choose(pilot, "weeks")
        assert "= Nothing new in it: all its 3 measurements are here already" in text_of(app)
        await pilot.press("ctrl+s")
        await settled(app, pilot)
        assert isinstance(app.screen, KpiImportScreen)
        assert dump(path) == before


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[threading.Event, threading.Event]]:
    """Holds a file that is being taken in at its first word of progress: an event that it is there, and one that lets it go on.

    It goes on too once it is stopped.
    """
    there, go_on = threading.Event(), threading.Event()
    progress = LongJob.progress

    def held(job: LongJob, done: int, total: int) -> None:
        if job.words.startswith("Taking in"):
            there.set()
            deadline = monotonic() + 10
            while not (go_on.wait(0.01) or job.stopped):
                assert monotonic() < deadline
        progress(job, done, total)

    monkeypatch.setattr(LongJob, "progress", held)
    yield there, go_on
    go_on.set()


async def test_stopped_in_the_middle_it_leaves_no_trace(
    start: Start, path: Path, data: Path, gate: tuple[threading.Event, threading.Event]
) -> None:
    there, go_on = gate
    (data / "weeks.csv").write_text(PLAIN)
    before = dump(path)
    async with importing(start) as (app, pilot):
        await choose(pilot, "weeks")
        await pilot.press("ctrl+s")
        await until(pilot, there.is_set)
        await until(pilot, lambda: "Taking in weeks.csv" in text_of(app))
        await pilot.press("4", "u", "g", "a", "ctrl+s")
        await pilot.pause()
        assert isinstance(app.screen, KpiImportScreen)
        await pilot.press("escape")
        go_on.set()
        await settled(app, pilot)
        assert "Stopped; nothing was taken in" in notices(app)
        assert "✓ 3 measurements" in text_of(app)
        assert dump(path) == before
        await pilot.press("ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, KpisScreen))
    assert values(path, "response")["2026-11-30"] == 780


async def test_a_million_measurements_are_never_written_out_as_text(
    start: Start, path: Path, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def written_out(_points: Points) -> str:
        raise AssertionError("this takes seconds, during which no key is heeded")

    monkeypatch.setattr(Points, "__repr__", written_out)
    (data / "weeks.csv").write_text(PLAIN)
    async with importing(start) as (app, pilot):
        await choose(pilot, "weeks")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, KpisScreen))
    assert values(path, "response")["2026-11-30"] == 780


async def test_left_in_the_middle_it_leaves_no_trace(
    start: Start, path: Path, data: Path, gate: tuple[threading.Event, threading.Event]
) -> None:
    there, _go_on = gate
    (data / "weeks.csv").write_text(PLAIN)
    before = dump(path)
    async with importing(start) as (_app, pilot):
        await choose(pilot, "weeks")
        await pilot.press("ctrl+s")
        await until(pilot, there.is_set)
        await pilot.press("q")
    assert dump(path) == before


async def test_reading_is_stopped_by_escape(start: Start, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    there, go_on = threading.Event(), threading.Event()
    progress = LongJob.progress

    def held(job: LongJob, done: int, total: int) -> None:
        there.set()
        assert go_on.wait(10)
        progress(job, done, total)

    monkeypatch.setattr(LongJob, "progress", held)
    (data / "weeks.csv").write_text(PLAIN)
    async with importing(start) as (app, pilot):
        await pilot.press("enter")
        await until(pilot, lambda: there.is_set() and "weeks.csv…" in text_of(app))
        await pilot.press("escape")
        go_on.set()
        await settled(app, pilot)
        assert app.screen.query_one(FolderTable).has_focus
        assert not app.screen.query_one(ImportPreview).display


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "The file is empty"),
        (b"PK\x03\x04rest", "is a workbook"),
        (b"%PDF-1.7\n", "is a PDF"),
        (b"\x00\x01\x02" * 500, "✗ what.csv: "),
        (b"<!doctype html><html><table>", "web page"),
        (b"Date;Response p95\n", "no line of data"),
    ],
)
async def test_a_file_that_is_no_table_is_told_beside_the_chooser(start: Start, data: Path, content: bytes, words: str) -> None:
    (data / "what.csv").write_bytes(content)
    async with importing(start, (80, 24)) as (app, pilot):
        await pilot.press("enter")
        await until(pilot, lambda: words in " ".join(text_of(app).split()))
        assert app.screen.query_one(FolderTable).has_focus


async def test_answers_are_kept_when_one_goes_back_and_dropped_when_one_starts_over(start: Start, data: Path) -> None:
    (data / "unclear.csv").write_text(UNCLEAR)
    async with importing(start) as (app, pilot):
        await choose(pilot, "unclear")
        await pressed(pilot, "enter")
        await pilot.press("escape")
        await until(pilot, lambda: app.screen.query_one(FolderTable).has_focus)
        await pressed(pilot, "enter")
        assert "✓ 2 measurements" in text_of(app)
        await pressed(pilot, "ctrl+l")
        assert "? 1 question first" in text_of(app)


async def test_a_file_that_was_mended_is_read_again(start: Start, data: Path) -> None:
    (data / "faulty.csv").write_text(FAULTY)
    async with importing(start) as (app, pilot):
        await choose(pilot, "faulty")
        (data / "faulty.csv").write_text(PLAIN)
        await pressed(pilot, "r")
        assert "✓ 3 measurements" in text_of(app)


async def test_what_others_do_meanwhile_is_counted_in(start: Start, path: Path, data: Path) -> None:
    (data / "weeks.csv").write_text(PLAIN)
    async with importing(start) as (app, pilot):
        await choose(pilot, "weeks")
        with closing(open_store(path, who="marc", clock=lambda: NOW)) as store:
            record = Record("response", Group.PILOT, {"2026-11-23": 845, "2026-11-30": 700})
            store.apply(store.projects()[0].uid, Act((record,)))
        await until(
            pilot, lambda: "✓ 2 measurements of 1 KPI would be taken in: 0 new, 2 changed · 1 is here already" in text_of(app)
        )


async def test_the_folder_is_remembered_and_escape_leads_back_to_the_kpis(start: Start, data: Path) -> None:
    (data / "deep").mkdir()
    (data / "deep" / "weeks.csv").write_text(PLAIN)
    async with importing(start) as (app, pilot):
        await pilot.press("enter")
        await until(pilot, lambda: "weeks.csv" in text_of(app))
        await pressed(pilot, "enter")
        await pilot.press("escape")
        await until(pilot, lambda: app.screen.query_one(FolderTable).has_focus)
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, KpisScreen))
        await pilot.press("i")
        await until(pilot, lambda: "weeks.csv" in text_of(app))


async def test_a_typed_path_leads_to_its_file_and_a_wrong_one_is_told(start: Start, data: Path) -> None:
    (data / "weeks.csv").write_text(PLAIN)
    async with importing(start) as (app, pilot):
        await pilot.press("tab")
        await type_text(pilot, "nothing.csv")
        await pilot.press("enter")
        await until(pilot, lambda: "✗ There is no file" in text_of(app))
        await pilot.press(*["backspace"] * len("nothing.csv"))
        await type_text(pilot, "we")
        await pilot.press("tab")
        await until(pilot, lambda: "weeks.csv" in text_of(app).splitlines()[2])
        await pressed(pilot, "enter")
        assert "✓ 3 measurements" in text_of(app)


async def test_a_store_that_is_only_read_says_so_before_the_chooser(start: Start, data: Path) -> None:
    async with start(read_only=True) as (app, pilot):
        await pilot.press("6")
        await until(pilot, lambda: isinstance(app.screen, KpisScreen) and app.screen.query(EntityTable))
        await pilot.press("i")
        await until(pilot, lambda: "open for reading only; nothing can be taken in" in notices(app))
        assert isinstance(app.screen, KpisScreen)


async def test_the_palette_finds_the_import_from_any_mode(start: Start, data: Path) -> None:
    async with start() as (app, pilot):
        await pilot.press("ctrl+p")
        await type_text(pilot, "import")
        await pilot.pause(0.2)
        await pilot.press("down", "enter")
        await until(pilot, lambda: isinstance(app.screen, KpiImportScreen))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, KpisScreen))


@pytest.fixture
def many(path: Path) -> Path:
    """The store with KPIs whose names are hostile."""
    with closing(open_store(path, who="lea", clock=lambda: NOW)) as store:
        names = [name for name in HOSTILE if "\ud800" not in name and len(name) <= 200]
        edits = [Create(Kpi, {"title": f"x{name}", "unit": name[:12]}, f"hostile-{place}") for place, name in enumerate(names)]
        store.apply(store.projects()[0].uid, Act(tuple(edits)))
    return path


@pytest.mark.parametrize("code", ["en", "fr"])
@pytest.mark.parametrize("size", [(60, 16), (80, 24), (120, 40), (200, 60)])
async def test_hostile_names_and_contents_are_whole_at_each_size(
    start: Start, many: Path, data: Path, size: tuple[int, int], code: str
) -> None:
    language.choose(code, {})
    named = [name.replace('"', "”").replace("\n", " ").replace("\x00", "") for name in HOSTILE if "\ud800" not in name]
    header = ";".join(f'"{name}"' for name in named)
    rows = "\n".join(";".join((f"2026-11-{day:02}", *(f'"{name}"' for name in named))) for day in range(1, 9))
    (data / "evil\x1b[2J[red].csv").write_text(f"Date;{header}\n{rows}\n", "utf-8")
    async with importing(start, size) as (app, pilot):
        assert_unsteered(app)
        preview = await pressed(pilot, "enter")
        seen = set()
        while preview.section not in seen:
            seen.add(preview.section)
            assert_whole(app)
            await pilot.press("right_square_bracket")
            await settled(app, pilot)
        assert {"effect", "values", "columns", "settings", "how"} < seen
