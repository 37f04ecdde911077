"""Feeds are followed step by step: nothing is lost, nothing is taken twice, and what fails waits, tells since when, and goes on."""

import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from cockpit.domain.change import Deed
from cockpit.domain.edit import Act, Create, Delete, Update
from cockpit.domain.feed import Feed
from cockpit.domain.feed_progress import FeedFault, FeedProgress, FeedState, LineFault, feed_state, progress_from, progress_text
from cockpit.domain.kpi import Group, Kpi
from cockpit.domain.message import Message
from cockpit.domain.problem import Refused, refuse
from cockpit.feeds.follower import Follower, Step
from cockpit.feeds.growing_file import GRACE
from cockpit.feeds.trust import Trust
from cockpit.store import Store, open_store

HEAD = "time,value\n"


class House:
    """A store with a KPI, a file beside it, and the sessions that follow its feeds."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.now = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
        self.stores: list[Store] = []
        self.followers: list[Follower] = []
        self.store = self.opened()
        self.project = self.store.create_project({"key": "ALTURA", "title": "Altura"}).uid
        self.store.apply(
            self.project, Act((Create(Kpi, {"title": "Response time"}, "latency"), Create(Kpi, {"title": "Joy"}, "joy")))
        )
        self.trust = Trust(folder / "state" / "trusted.json", self.store.path)
        self.path = folder / "probe.csv"

    def opened(self, who: str = "lea") -> Store:
        store = open_store(self.folder / "cockpit.db", who=who, create=True, clock=lambda: self.now)
        self.stores.append(store)
        return store

    def feed(self, uid: str = "feed", *, trusted: bool = True, **values: Any) -> Feed:
        self.store.apply(
            self.project, Act((Create(Feed, {"title": uid, "kpi": "latency", "path": str(self.path), **values}, uid),))
        )
        feed = self.row(uid)
        if trusted:
            self.trust.trust(feed.words)
        return feed

    def row(self, uid: str = "feed") -> Feed:
        row = self.store.load(self.project).get(Feed, uid)
        assert row is not None
        return row

    def edit(self, uid: str = "feed", **values: Any) -> None:
        self.store.apply(self.project, Act((Update(self.row(uid), values),)))

    def follower(self, store: Store | None = None) -> Follower:
        follower = Follower(store or self.opened(), self.project, self.trust, lambda: self.now)
        self.followers.append(follower)
        return follower

    def write(self, text: str) -> None:
        with self.path.open("a", encoding="utf-8") as file:
            file.write(text)

    def wait(self, **span: float) -> None:
        self.now += timedelta(**span)

    def measured(self, kpi: str = "latency", group: Group = Group.ALL) -> dict[str, float]:
        return dict(self.store.load(self.project).measurements(kpi, group))

    def progress(self, uid: str = "feed") -> FeedProgress:
        return progress_from(self.store.feed_progress(self.project)[uid])

    def state(self, uid: str = "feed") -> FeedState:
        kept = self.store.feed_progress(self.project).get(uid)
        feed = self.row(uid)
        return feed_state(feed, (kept and progress_from(kept)) or None, trusted=self.trust.trusts(feed.words))

    def close(self) -> None:
        for follower in self.followers:
            follower.close()
        for store in self.stores:
            store.close()


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    house = House(tmp_path)
    yield house
    house.close()


def finished(follower: Follower) -> Step:
    """A step once the commands that were begun have ended."""
    for followed in follower._followed.values():
        if (run := getattr(followed.source, "run", None)) is not None:
            run.guard.wait()
    return follower.step()


def test_what_a_file_holds_and_what_comes_is_put_on_record(house: House) -> None:
    feed = house.feed()
    follower = house.follower()
    house.write(HEAD + "2026-03-02T09:00:00Z,800\n2026-03-02T09:00:01Z,81")
    step = follower.step()
    assert step.batch is not None
    assert (step.batch.deed, step.batch.note, [each.taken for each in step.told]) == (Deed.FEED, feed.ref, [1])
    house.write("2\n")
    follower.step()
    assert house.measured() == {"2026-03-02T09:00:00+00:00": 800.0, "2026-03-02T09:00:01+00:00": 812.0}
    assert house.state() is FeedState.RUNNING
    progress = house.progress()
    assert (progress.taken, progress.value, progress.measured_at, progress.taken_at) == (
        2,
        812.0,
        "2026-03-02T09:00:01+00:00",
        house.now,
    )


def test_a_file_that_does_not_grow_is_no_news(house: House) -> None:
    house.feed()
    house.write(HEAD + "2026-03-02,800\n")
    follower = house.follower()
    follower.step()
    other = house.opened("marc")
    other.load(house.project)
    acts, kept = len(house.store.history(house.project)), house.store.feed_progress(house.project)
    for _ in range(5):
        house.wait(seconds=1)
        assert follower.step() == Step()
    assert (len(house.store.history(house.project)), house.store.feed_progress(house.project)) == (acts, kept)
    assert other.news(house.project) == ()


def test_whoever_goes_on_loses_nothing_and_takes_nothing_twice(house: House) -> None:
    house.feed()
    house.write(HEAD + "2026-03-02,800\n")
    first = house.follower()
    first.step()
    house.write("2026-03-03,801\n2026-03-04,")
    first.close()
    house.write("802\n")
    house.path.rename(house.path.with_name("probe.csv.1"))
    house.write(HEAD + "2026-03-05,803\n")
    second = house.follower()
    step = second.step()
    assert [each.taken for each in step.told] == [3]
    assert house.measured() == {"2026-03-02": 800.0, "2026-03-03": 801.0, "2026-03-04": 802.0, "2026-03-05": 803.0}
    assert house.progress().taken == 4


def test_what_could_not_be_written_is_read_again(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    house.feed()
    house.write(HEAD + "2026-03-02,800\n")
    store = house.opened()
    follower = house.follower(store)

    def busy(*_: object) -> None:
        raise refuse(Message("The disk is full"))

    with monkeypatch.context() as patched:
        patched.setattr(store, "take_in", busy)
        (told,) = follower.step().told
        assert told.progress.fault is not None
        assert (told.taken, told.progress.fault.why, told.progress.fault.detail) == (0, FeedFault.NOT_WRITTEN, "The disk is full")
    assert follower.step() == Step(), "not at once"
    house.write("2026-03-03,801\n")
    house.wait(seconds=2)
    follower.step()
    assert house.measured() == {"2026-03-02": 800.0, "2026-03-03": 801.0}
    assert house.progress().fault is None


def test_bad_lines_are_listed_and_the_good_ones_taken(house: House) -> None:
    house.feed()
    house.write(HEAD + "2026-03-02,800\n2026-03-03,a lot\nyesterday,3\n2026-03-04,802\n")
    house.follower().step()
    assert list(house.measured().values()) == [800.0, 802.0]
    assert house.state() is FeedState.RUNNING
    progress = house.progress()
    assert (progress.bad, [(each.line, each.why) for each in progress.bad_lines]) == (
        2, [(3, LineFault.NO_NUMBER), (4, LineFault.NO_TIME)],
    )  # fmt: skip


def test_values_that_took_the_place_of_others_are_counted(house: House) -> None:
    house.feed()
    house.write(HEAD + "2026-03-02,800\n2026-03-02,801\n2026-03-02,801\n2026-03-03,5\n")
    follower = house.follower()
    follower.step()
    house.write("2026-03-03,6\n2026-03-03,6\n")
    follower.step()
    house.write("2026-03-04,7\n")
    follower.step()
    assert house.measured() == {"2026-03-02": 801.0, "2026-03-03": 6.0, "2026-03-04": 7.0}
    assert (house.progress().taken, house.progress().replaced) == (7, 2)


def test_a_file_that_is_missing_is_waited_for_and_tells_since_when(house: House) -> None:
    house.feed()
    follower = house.follower()
    since = house.now
    follower.step()
    assert house.state() is FeedState.WAITING
    kept = house.store.feed_progress(house.project)
    for _ in range(3):
        house.wait(hours=1)
        assert follower.step() == Step()
    assert house.store.feed_progress(house.project) == kept
    fault = house.progress().fault
    assert fault is not None
    assert (fault.why, fault.since, fault.detail) == (FeedFault.MISSING, since, str(house.path)[:80])
    house.write(HEAD + "2026-03-02,800\n")
    house.wait(seconds=1)
    follower.step()
    assert house.state() is FeedState.RUNNING
    house.path.unlink()
    follower.step()
    house.wait(seconds=GRACE.total_seconds())
    follower.step()
    house.wait(seconds=1)
    follower.step()
    assert house.state() is FeedState.WAITING
    assert house.progress().value == 800.0


def test_a_feed_that_fails_is_tried_less_and_less_and_goes_on_once_it_can(house: House) -> None:
    house.feed(time_field="when")
    house.write(HEAD + "2026-03-02,800\n")
    follower = house.follower()
    since, tried = house.now, []
    for _ in range(1000):
        if follower.step().told:
            tried.append(int((house.now - since).total_seconds()))
        house.wait(seconds=1)
    assert tried == [0, 1, 3, 7, 15, 31, 63, 127, 255, 511, 811]
    assert house.state() is FeedState.FAILING
    fault = house.progress().fault
    assert fault is not None
    assert (fault.why, fault.detail, fault.since, fault.failures) == (FeedFault.NO_FIELD, "when", since, 11)
    house.edit(time_field="time")
    follower.step()
    assert house.measured() == {"2026-03-02": 800.0}
    assert house.state() is FeedState.RUNNING


def test_what_is_not_trusted_to_the_letter_is_not_touched(house: House, tmp_path: Path) -> None:
    mark = tmp_path / "ran"
    house.feed("command", trusted=False, source="command", path="", command=["/bin/touch", str(mark)], every=1)
    house.feed("file", trusted=False)
    house.write(HEAD + "2026-03-02,800\n")
    follower = house.follower()
    assert follower.step() == Step()
    assert (house.state("command"), house.state("file")) == (FeedState.UNTRUSTED, FeedState.UNTRUSTED)

    trusted = house.row("command").words
    house.trust.trust(trusted)
    house.edit("command", command=["/bin/touch", f"{mark} "[:-1] + "x"])
    follower.step()
    assert house.state("command") is FeedState.UNTRUSTED
    house.edit("command", command=list(trusted[1:]))
    follower.step()
    finished(follower)
    assert mark.exists()
    assert not mark.with_name("ranx").exists()
    assert house.measured() == {}

    mark.unlink()
    house.trust.distrust(trusted)
    house.wait(hours=1)
    follower.step()
    assert finished(follower) == Step()
    assert not mark.exists()


def test_a_feed_that_is_off_or_gone_is_left_alone(house: House) -> None:
    house.feed()
    house.write(HEAD + "2026-03-02,800\n")
    follower = house.follower()
    house.edit(enabled=False)
    assert follower.step() == Step()
    assert house.state() is FeedState.OFF
    house.edit(enabled=True)
    follower.step()
    house.store.apply(house.project, Act((Delete(house.row()),)))
    house.write("2026-03-03,801\n")
    assert follower.step() == Step()
    house.store.undo(house.project)
    follower.step()
    assert house.measured() == {"2026-03-02": 800.0, "2026-03-03": 801.0}
    assert house.progress().taken == 2


def test_another_layout_is_read_anew_and_another_title_is_not(house: House) -> None:
    house.feed()
    house.write("time,value,p95\n2026-03-02,800,5\n")
    follower = house.follower()
    follower.step()
    house.edit(title="Another")
    assert follower.step() == Step()
    house.edit(value_field="p95", kpi="joy")
    follower.step()
    assert (house.measured("joy"), house.measured()) == ({"2026-03-02": 5.0}, {"2026-03-02": 800.0})
    assert house.progress().taken == 1


def test_a_command_is_run_on_its_schedule_and_its_value_is_of_when_it_began(house: House) -> None:
    house.feed(source="command", command=["/bin/echo", "812.5"], format="value", every=60)
    follower = house.follower()
    assert follower.step() == Step()
    began = house.now
    house.wait(seconds=3)
    finished(follower)
    assert house.measured() == {"2026-03-02T09:00:00+00:00": 812.5}
    assert house.progress().ran_at == began
    house.wait(seconds=56)
    follower.step()
    assert finished(follower) == Step()
    # Whoever goes on keeps to the schedule.
    follower.close()
    follower = house.follower()
    assert follower.step() == Step()
    house.wait(seconds=1)
    follower.step()
    finished(follower)
    assert list(house.measured()) == ["2026-03-02T09:00:00+00:00", "2026-03-02T09:01:00+00:00"]


@pytest.mark.parametrize(
    ("command", "why", "bad"),
    [
        (["/no/such/program"], FeedFault.NO_PROGRAM, 0),
        (["/bin/sh", "-c", "echo 5; exit 3"], FeedFault.ENDED, 0),
        (["/bin/echo", "load: 5"], FeedFault.NOTHING, 1),
        (["/bin/true"], FeedFault.NOTHING, 0),
    ],
)
def test_a_command_that_fails_brings_nothing_and_waits(house: House, command: list[str], why: FeedFault, bad: int) -> None:
    house.feed(source="command", command=command, format="value", every=2)
    follower = house.follower()
    follower.step()
    (told,) = finished(follower).told
    assert house.measured() == {}
    assert house.state() is FeedState.FAILING
    assert told.progress.fault is not None
    assert (told.progress.fault.why, told.progress.bad) == (why, bad)
    ran = []
    for second in range(1, 20):
        house.wait(seconds=1)
        follower.step()
        if finished(follower).told:
            ran.append(second)
    assert ran == [2, 4, 8, 16]


def test_a_command_that_is_late_is_told_so(house: House) -> None:
    house.feed(source="command", command=[sys.executable, "-c", "import signal; signal.pause()"], limit=1, format="value")
    follower = house.follower()
    follower.step()
    (told,) = finished(follower).told
    assert told.progress.fault is not None
    assert (told.progress.fault.why, told.progress.fault.detail) == (FeedFault.LATE, "1")


def test_of_two_sessions_one_follows_each_feed_and_the_other_goes_on(house: House) -> None:
    house.feed()
    house.feed("command", source="command", command=["/bin/echo", "5"], format="value", every=3600, kpi="joy")
    house.write(HEAD + "2026-03-02,800\n")
    first, second = house.follower(), house.follower()
    first.step()
    assert second.step() == Step()
    finished(first)
    house.write("2026-03-03,801\n")
    assert second.step() == Step()
    first.close()
    assert [each.feed.uid for each in second.step().told] == ["feed"]
    assert house.measured() == {"2026-03-02": 800.0, "2026-03-03": 801.0}
    assert len(house.measured("joy")) == 1, "the command had been run lately"


def test_a_file_that_is_not_told_from_the_root_on_lies_beside_the_store(house: House) -> None:
    house.feed(path="probe.csv")
    house.write(HEAD + "2026-03-02,800\n")
    house.follower().step()
    assert house.measured() == {"2026-03-02": 800.0}


def test_what_several_feeds_bring_at_once_is_one_act(house: House, tmp_path: Path) -> None:
    house.feed()
    house.feed("other", path=str(tmp_path / "other.jsonl"), format="json", kpi="joy", group="pilot")
    house.write(HEAD + "2026-03-02,800\n")
    (tmp_path / "other.jsonl").write_text('{"time": "2026-03-02", "value": 5}\n{"time": 1}\n', "utf-8")
    step = house.follower().step()
    assert step.batch is not None
    assert step.batch.note == "F-1, F-2"
    assert (house.measured(), house.measured("joy", Group.PILOT)) == ({"2026-03-02": 800.0}, {"2026-03-02": 5.0})
    assert house.progress("other").bad == 1


def test_a_store_that_is_closed_cannot_be_followed(house: House) -> None:
    house.feed()
    store = house.opened()
    follower = house.follower(store)
    store.close()
    with pytest.raises(Refused):
        follower.step()


@pytest.mark.parametrize("header", [5, [], [5], ["", "time", "value"], ["ab", "time"], {"a": 1}])
@pytest.mark.parametrize(
    "files",
    [7, [{}], [{"offset": -1}], [{"offset": 10**30}], [{"offset": 10**18, "head_length": 10**15}], [{"offset": 9, "head": "x"}]],
)
def test_a_place_that_somebody_else_wrote_holds_up_no_feed(house: House, header: Any, files: Any) -> None:
    house.feed("feed")
    house.write(f"{HEAD}2026-03-01,5\n")
    other = house.feed("other", kpi="joy", path=str(house.folder / "other.csv"))
    (house.folder / "other.csv").write_text(f"{HEAD}2026-03-01,3\n")
    known = FeedProgress(layout=house.row("feed").layout, place={"header": header, "files": files})
    house.store.take_in(house.project, Act(()), {"feed": progress_text(known)})
    follower = house.follower()
    assert other.uid in [told.feed.uid for told in follower.step().told]
    assert house.measured("joy") == {"2026-03-01": 3.0}
