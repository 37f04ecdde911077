"""Who else has the store open: known while they live, forgotten when they do not, and never a reason for anything to fail."""

import fcntl
import os
import signal
import stat
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from cockpit.store.presence import Presence

Enter = Callable[..., Presence]


@pytest.fixture
def enter(path: Path, clock: Callable[[], object]) -> Iterator[Enter]:
    """Come in as somebody; they all leave in the end."""
    path.touch(0o600)
    inside: list[Presence] = []

    def come(who: str, project: str = "altura", rows: tuple[str, ...] = ()) -> Presence:
        presence = Presence(path, who, clock=clock)  # type: ignore[arg-type]
        presence.tell(project, rows)
        inside.append(presence)
        return presence

    yield come
    for each in inside:
        each.leave()


def folder_of(path: Path) -> Path:
    return path.with_name("cockpit.db-present")


def names(presence: Presence) -> list[str]:
    return [each.who for each in presence.others() or ()]


def test_the_others_are_known_with_where_they_are_and_what_they_have_open(enter: Enter, path: Path, clock: object) -> None:
    lea, marc = enter("lea"), enter("marc", rows=("risk:peak",))
    clock.move(minutes=5)  # type: ignore[attr-defined]
    enter("inès", "other")

    (first, second) = lea.others() or ()
    assert (first.who, first.project, first.rows, first.process) == ("marc", "altura", ("risk:peak",), os.getpid())
    assert (second.who, second.project) == ("inès", "other")
    assert (second.since - first.since).total_seconds() == 300
    assert names(marc) == ["lea", "inès"]

    marc.tell("altura", ())
    assert [each.rows for each in lea.others() or ()] == [(), ()]
    marc.leave()
    assert names(lea) == ["inès"]


def test_the_last_to_leave_leaves_nothing_behind(enter: Enter, path: Path) -> None:
    lea, marc = enter("lea"), enter("marc")
    lea.leave()
    assert len(list(folder_of(path).iterdir())) == 1
    marc.leave()
    assert sorted(each.name for each in path.parent.iterdir()) == [path.name]
    lea.tell("altura", ())
    assert not folder_of(path).exists()


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGHUP])
def test_who_was_killed_is_not_in_and_the_next_who_looks_clears_up(enter: Enter, path: Path, number: signal.Signals) -> None:
    lea = enter("lea")
    root = Path(__file__).parents[2]
    command = [sys.executable, str(Path(__file__).with_name("sitter.py")), str(path), "marc"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=root, env={"PYTHONPATH": str(root)}
    ) as sitter:
        assert sitter.stdout
        assert sitter.stdout.readline() == "in\n"
        assert [(each.who, each.process) for each in lea.others() or ()] == [("marc", sitter.pid)]
        sitter.send_signal(number)
        sitter.wait()
        assert len(list(folder_of(path).iterdir())) == 2
    assert lea.others() == ()
    assert len(list(folder_of(path).iterdir())) == 1


@pytest.mark.parametrize(("mode", "folder", "file"), [(0o600, 0o700, 0o600), (0o660, 0o770, 0o660), (0o640, 0o750, 0o640)])
def test_it_can_be_read_by_whoever_can_read_the_store(path: Path, enter: Enter, mode: int, folder: int, file: int) -> None:
    path.chmod(mode)
    umask = os.umask(0o077)
    try:
        enter("lea")
    finally:
        os.umask(umask)
    assert stat.S_IMODE(folder_of(path).stat().st_mode) == folder
    assert [stat.S_IMODE(each.stat().st_mode) for each in folder_of(path).iterdir()] == [file]


def test_in_a_folder_that_a_group_shares_it_is_the_groups(tmp_path: Path, clock: Callable[[], object]) -> None:
    shared = tmp_path / "shared"
    shared.mkdir()
    shared.chmod(0o2770)
    path = shared / "cockpit.db"
    path.touch()
    path.chmod(0o660)
    lea = Presence(path, "lea", clock=clock)  # type: ignore[arg-type]
    lea.tell("altura", ())
    assert stat.S_IMODE(folder_of(path).stat().st_mode) == 0o2770
    # The store is shared with the group only later: the next one who comes in sees to it.
    lea.leave()
    path.chmod(0o600)
    marc = Presence(path, "marc", clock=clock)  # type: ignore[arg-type]
    marc.tell("altura", ())
    path.chmod(0o660)
    lea = Presence(path, "lea", clock=clock)  # type: ignore[arg-type]
    lea.tell("altura", ())
    assert stat.S_IMODE(folder_of(path).stat().st_mode) == 0o2770
    assert names(marc) == ["lea"]
    lea.leave()
    marc.leave()


def test_what_others_have_put_there_is_harmless(enter: Enter, path: Path) -> None:
    lea = enter("lea")
    folder = folder_of(path)
    link, inner, fifo, stale, held_by_other = (folder / f"{digit * 32}.json" for digit in "abcde")
    for mine in ("notes.txt", "package.json"):
        (folder / mine).write_text("mine")
    link.symlink_to(path)
    inner.mkdir()
    os.mkfifo(fifo)
    stale.write_text("{")
    assert lea.others() == ()
    assert path.exists()
    assert [(folder / mine).read_text() for mine in ("notes.txt", "package.json")] == ["mine", "mine"]
    assert not stale.exists()

    # Held by somebody who writes what no cockpit writes.
    for rubbish in (
        "", "[]", "{" * 2_000, '{"who": "x"}', '{"who": "", "since": "2026-03-02T09:00:00+00:00"}',
        '{"who":"x","since":"2026-03-02T09:00:00","process":1,"terminal":"","project":"","rows":[]}',
        '{"who":"x","since":"2026-03-02T09:00:00+00:00","process":Infinity,"terminal":"","project":"","rows":[]}',
    ):  # fmt: skip
        with held_by_other.open("w") as held:
            fcntl.flock(held, fcntl.LOCK_EX)
            held.write(rubbish)
            held.flush()
            assert lea.others() == ()
    with held_by_other.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        held.write(
            '{"who":"\\u001b[31mmarc\\u202e","since":"2026-03-02T09:00:00+00:00","process":1,"terminal":"","project":"a","rows":[]}'
        )
        held.flush()
        (marc,) = lea.others() or ()
    assert marc.who == "marc"
    for each in folder.iterdir():
        each.rmdir() if each.is_dir() else each.unlink()


def test_a_link_in_place_of_the_folder_leads_nobody_to_files_of_others(
    path: Path, clock: Callable[[], object], tmp_path: Path
) -> None:
    path.touch()
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    precious = elsewhere / f"{'a' * 32}.json"
    precious.write_text("mine")
    folder_of(path).symlink_to(elsewhere)
    lea = Presence(path, "lea", clock=clock)  # type: ignore[arg-type]
    lea.tell("altura", ())
    assert lea.others() is None
    lea.leave()
    assert list(elsewhere.iterdir()) == [precious]


def test_where_nothing_can_be_kept_nobody_is_known_and_nothing_is_said(
    path: Path, clock: Callable[[], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    path.touch()
    folder_of(path).write_text("A file where the folder should be")
    lea = Presence(path, "lea", clock=clock)  # type: ignore[arg-type]
    lea.tell("altura", ())
    assert lea.others() is None
    lea.leave()

    monkeypatch.setattr("cockpit.store.presence.on_network", lambda path: True)
    folder_of(path).unlink()
    lea = Presence(path, "lea", clock=clock)  # type: ignore[arg-type]
    lea.tell("altura", ())
    assert lea.others() is None
    assert not folder_of(path).exists()


def test_a_place_that_was_cleared_away_is_taken_again(enter: Enter, path: Path) -> None:
    lea, marc = enter("lea"), enter("marc")
    for each in folder_of(path).iterdir():
        each.unlink()
    assert names(lea) == []
    marc.tell("altura", ())
    assert names(lea) == ["marc"]


def test_many_who_come_and_go_at_once_all_see_who_stays(enter: Enter, path: Path, clock: Callable[[], object]) -> None:
    lea = enter("lea")
    barrier = threading.Barrier(8)

    def visit(number: int) -> int:
        barrier.wait()
        for _ in range(30):
            each = Presence(path, f"u{number}", clock=clock)  # type: ignore[arg-type]
            each.tell("altura", ())
            assert "lea" in names(each)
            each.leave()
        return number

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(visit, range(8))) == list(range(8))
    assert lea.others() == ()
