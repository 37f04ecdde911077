"""Feeds on the screens: what each reads and where it stands, asking before anything is read or run, and KPIs that move by themselves."""

import re
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from textual.pilot import Pilot

from cockpit import language
from cockpit.app import CockpitApp
from cockpit.domain.change import Deed
from cockpit.domain.edit import Act, Create, Record, Update
from cockpit.domain.feed import Feed
from cockpit.domain.kpi import Group
from cockpit.screens.desk import Desk
from cockpit.store import Store, open_store
from cockpit.widgets.entity_form import EntityForm
from tests.screens.conftest import HOSTILE, NOW, Start, settled, text_of
from tests.widgets.seen import assert_unsteered

_PATIENCE = 2000
"""Looks, a hundredth of a second apart, after which something that should be seen is not."""


def seen_on(app: CockpitApp) -> str:
    return re.sub("[\u00a0\u202f]", " ", text_of(app))


async def until(app: CockpitApp, pilot: Pilot[None], is_seen: str | Callable[[str], bool]) -> str:
    """What is seen once it holds something, which comes by itself."""
    for _ in range(_PATIENCE):
        seen = seen_on(app)
        if is_seen in seen if isinstance(is_seen, str) else is_seen(seen):
            return seen
        await pilot.pause(0.01)
    raise AssertionError(seen)


async def keys(app: CockpitApp, pilot: Pilot[None], *pressed: str) -> str:
    for key in pressed:
        await pilot.press(key)
        await settled(app, pilot)
    return seen_on(app)


@pytest.fixture
def probe(path: Path, colleague: Store) -> Path:
    """A file that a feed of Marc's making follows, and beside it a feed that runs a command."""
    file = path.with_name("probe.csv")
    command = {"source": "command", "command": ["/bin/echo", HOSTILE, "b  c"], "format": "value", "every": 3600}
    colleague.apply(
        colleague.projects()[0].uid,
        Act((
            Create(Feed, {"title": "Probe", "kpi": "response", "group": "pilot", "path": str(file)}, "probe"),
            Create(Feed, {"title": HOSTILE, "kpi": "nps", **command}, "command"),
        )),
    )  # fmt: skip
    return file


async def test_nothing_is_read_before_the_user_has_said_so_and_then_the_screens_move_by_themselves(
    start: Start, probe: Path, colleague: Store
) -> None:
    probe.write_text("time,value\n2026-11-23T09:00:00Z,640\n", "utf-8")
    async with start(size=(120, 40)) as (app, pilot):
        seen = await keys(app, pilot, "6")
        assert re.search(r"K-2 +Response p95 .*✗ not met +\?", seen)
        seen = await keys(app, pilot, "right_square_bracket")
        assert re.search(r"F-1 +Probe +\? not trusted here", seen)
        assert re.search("Trusted here +no: nothing is read or run for it before it is", seen)

        seen = await keys(app, pilot, "t")
        assert "Trust F-1 Probe?" in seen
        assert str(probe)[-30:] in seen
        seen = await keys(app, pilot, "n")
        assert re.search(r"F-1 +Probe +\? not trusted here", seen)
        await keys(app, pilot, "t", "y")
        seen = await until(app, pilot, "◐ running")
        assert re.search(r"F-1 +Probe +◐ running +640 ms", seen)

        # What comes is shown while nobody does anything, on the KPIs and what is known of one.
        await keys(app, pilot, "left_square_bracket", "down")
        with probe.open("a", encoding="utf-8") as file:
            file.write("2026-11-23T09:00:01Z,655\nnever,5\n2026-11-23T09:00:02Z,812.5\n")
        seen = await until(app, pilot, lambda text: re.search(r"K-2 +Response p95 .*✗ not met +◐ 812 ms", text) is not None)
        assert re.search(r"F-1 +◐ running: 812 ms", seen)

        await keys(app, pilot, "right_square_bracket")
        seen = await until(app, pilot, "1 bad line")
        assert "line 4: no time that is understood: never" in seen
        assert "3 values, the last on" in seen
        assert "! 1" in seen

        # In the journal it stands apart from what people did.
        await keys(app, pilot, "0")
        seen = await until(app, pilot, "‹all but feeds")
        assert "measurements" not in seen
        await keys(app, pilot, "f", "f", "f")
        seen = await until(app, pilot, "‹feeds 2›")
        assert re.search(r"↓ feed", seen)
        await keys(app, pilot, "6")

        # What feeds bring is no act of the user's: u takes back what they did themselves.
        await keys(app, pilot, "space")
        seen = await until(app, pilot, "● off")
        await keys(app, pilot, "u")
        await until(app, pilot, "◐ running")
        await keys(app, pilot, "t", "y")
        assert re.search("Trusted here +no: somebody else follows it", await until(app, pilot, "Trusted here"))
    assert dict(colleague.load(colleague.projects()[0].uid).series["response", "pilot"])["2026-11-23T09:00:02+00:00"] == 812.5


async def test_every_word_of_a_command_is_shown_and_a_feed_that_fails_tells_since_when_and_why(
    start: Start, probe: Path, colleague: Store
) -> None:
    project = colleague.projects()[0].uid
    async with start(size=(80, 24)) as (app, pilot):
        await keys(app, pilot, "6", "right_square_bracket", "down")
        seen = await keys(app, pilot, "t")
        assert "0 /bin/echo" in seen
        assert "1 [/] [@click=app.quit]Pay[/] x" in seen, "as it was cleaned on its way in"
        assert "2 b c" in seen
        assert_unsteered(app)
        await keys(app, pilot, "y")
        seen = await until(app, pilot, "! failing")
        assert "! 1 feed fails" in seen
        seen = await keys(app, pilot, "enter")
        assert re.search(r"Because +Since .*: the command printed no value", seen)

        # A colleague who changes a letter of it does not get it run.
        row = colleague.load(project).get(Feed, "command")
        assert row is not None
        colleague.apply(project, Act((Update(row, {"command": ["/bin/echo", "7"]}),)))
        await until(app, pilot, lambda text: re.search(r"F-2 .*\? not trusted here", text) is not None)
        await keys(app, pilot, "t", "y")
        await until(app, pilot, "◐ running")
        seen = await keys(app, pilot, "escape", "left_square_bracket")
        assert re.search(r"K-3 +NPS.*◐ 7", seen)
        assert "feed fails" not in seen


async def test_a_file_that_the_user_names_is_followed_at_once_but_for_what_others_name(
    start: Start, path: Path, colleague: Store
) -> None:
    project = colleague.projects()[0].uid
    file = path.with_name("own.csv")
    file.write_text("time,value\n2026-11-23,50\n", "utf-8")
    language.choose("fr", {})
    async with start(size=(80, 24)) as (app, pilot):
        await keys(app, pilot, "6", "right_square_bracket", "n")
        form = app.screen.query_one(EntityForm)
        for name, typed in (("title", "Sonde"), ("kpi", "K-3"), ("path", str(file))):
            row = next(row for row in form.rows if row.spec.name == name)
            row.input.typed = typed  # type: ignore[attr-defined]
        await keys(app, pilot, "ctrl+s")
        for _ in range(_PATIENCE):
            if dict(colleague.load(project).series.get(("nps", "all"), ())):
                break
            await pilot.pause(0.01)
        assert dict(colleague.load(project).series["nps", "all"]) == {"2026-11-23": 50.0}
        (feed,) = colleague.load(project).all(Feed)
        colleague.apply(project, Act((Update(feed, {"path": str(path)}),)))
        await until(app, pilot, lambda text: re.search(r"F-1 +Sonde +\? ", text) is not None)


async def test_a_session_that_may_only_read_follows_nothing(start: Start, probe: Path, path: Path) -> None:
    probe.write_text("time,value\n2026-11-23T09:00:00Z,640\n", "utf-8")
    async with start(read_only=True) as (app, pilot):
        await keys(app, pilot, "6", "right_square_bracket", "t", "y")
        seen = await until(app, pilot, "○ waiting")
        assert "640" not in seen
    assert not path.with_name("cockpit.db-feeds").exists()


def test_a_trial_is_carried_along_by_what_feeds_bring_and_takes_none_of_it(path: Path, probe: Path, colleague: Store) -> None:
    project = colleague.projects()[0].uid
    with closing(open_store(path, who="lea", clock=lambda: NOW)) as store:
        desk = Desk(store, project, clock=lambda: NOW)
        desk.situation()
        row = colleague.load(project).get(Feed, "probe")
        assert row is not None
        desk.try_out((Update(row, {"title": "Tried"}),))
        before = desk.situation()
        brought = Act((Record("response", Group.PILOT, {"2026-11-23T09:00:00Z": 640.0}),), deed=Deed.FEED)
        store.take_in(project, brought, {})
        now = desk.heard()
        assert now is not None
        assert now.trial is not None
        assert now.actual is not None
        for situation in (now, now.actual):
            assert situation.state.measurements("response", Group.PILOT).at("2026-11-23T09:00:00+00:00") == 640.0
        assert next(feed.title for feed in now.state.all(Feed)) == "Tried"
        assert now.actual.follows(before.actual or before)
        assert not now.follows(before.actual or before)
        assert colleague.load(project).measurements("response", Group.PILOT).at("2026-11-23T09:00:00+00:00") == 640.0


async def test_a_feed_that_is_off_and_not_trusted_is_said_to_be_followed_by_nobody(
    start: Start, probe: Path, colleague: Store
) -> None:
    project = colleague.projects()[0].uid
    feed = colleague.load(project).get(Feed, "probe")
    assert feed
    colleague.apply(project, Act((Update(feed, {"enabled": False}),)))
    async with start(size=(120, 40)) as (app, pilot):
        await keys(app, pilot, "6", "right_square_bracket")
        seen = await until(app, pilot, "Trusted here")
        assert re.search(r"Trusted here +no\s*$", seen, re.MULTILINE)
        assert "somebody else" not in seen
