"""A file is followed through whatever is done to it while it grows: each complete line once, in order, and no line that is not complete."""

import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cockpit.domain.feed_progress import FeedFault, LineFault
from cockpit.feeds.growing_file import GRACE, LONGEST_LINE, GrowingFile, places_from, plain_places
from tests.thoroughness import examples

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


class Watched:
    """A file that a test writes to, and what was read of it."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "probe.csv"
        self.file = GrowingFile(self.path)
        self.now = NOW
        self.read: list[str] = []

    def look(self, *, later: timedelta = timedelta(seconds=1)) -> list[str]:
        """The lines that are new."""
        self.now += later
        look = self.file.look(self.now)
        found = [line.content.decode() if line.fault is None else f"<{line.fault.value}>" for line in look.lines]
        self.read += found
        return found

    def restart(self) -> None:
        """Go on as another session does, from what was kept."""
        kept = plain_places(self.file.places)
        self.file.close()
        self.file = GrowingFile(self.path, places_from(kept))

    def write(self, text: str, name: str = "probe.csv") -> None:
        with self.path.with_name(name).open("a", encoding="utf-8", newline="") as file:
            file.write(text)


@pytest.fixture
def watched(tmp_path: Path) -> Watched:
    return Watched(tmp_path)


def test_what_is_there_is_read_and_then_what_comes(watched: Watched) -> None:
    watched.write("a\nb\n")
    assert watched.look() == ["a", "b"]
    assert watched.look() == []
    watched.write("c\n")
    assert watched.look() == ["c"]
    assert [line.number for line in GrowingFile(watched.path).look(NOW).lines] == [1, 2, 3]


def test_a_line_is_waited_for_until_its_end(watched: Watched) -> None:
    watched.write("a\n2026-03-02,8")
    assert watched.look() == ["a"]
    watched.restart()
    assert watched.look() == []
    watched.write("12\nb")
    assert watched.look() == ["2026-03-02,812"]


def test_a_file_that_is_not_there_is_waited_for(watched: Watched) -> None:
    look = watched.file.look(NOW)
    assert (look.fault, look.detail) == (FeedFault.MISSING, str(watched.path))
    watched.write("a\n")
    assert watched.look() == ["a"]
    watched.path.unlink()
    assert watched.look() == []
    assert watched.file.look(watched.now + GRACE).fault is None
    assert watched.file.look(watched.now + GRACE).fault is FeedFault.MISSING
    watched.write("b\n")
    assert watched.look() == ["b"]


@pytest.mark.parametrize("restarts", ["never", "before", "after", "long after"])
def test_rotation_by_renaming(watched: Watched, restarts: str) -> None:
    watched.write("time,value\na\nb\n")
    watched.look()
    watched.write("c\n")
    if restarts == "before":
        watched.restart()
    watched.path.rename(watched.path.with_name("probe.csv.1"))
    if restarts == "after":
        watched.restart()
        assert watched.look() == ["c"]
    watched.write("time,value\nf\n")
    watched.write("d\n", "probe.csv.1")
    if restarts == "long after":
        watched.restart()
    watched.look()
    # Whoever writes notices late that the file was renamed.
    watched.write("e\n", "probe.csv.1")
    watched.write("g\n")
    watched.look()
    assert watched.read == ["time,value", "a", "b", *(["c", "d"]), "time,value", "f", "e", "g"] if restarts != "after" else True
    assert sorted(watched.read) == ["a", "b", "c", "d", "e", "f", "g", "time,value", "time,value"]


def test_a_renamed_file_is_let_go_of_after_a_while_and_a_line_that_never_ended_is_told(watched: Watched) -> None:
    watched.write("a\n2026-03-02,8")
    watched.look()
    watched.path.rename(watched.path.with_name("probe.csv.1"))
    watched.write("b\n")
    assert watched.look() == ["b"]
    assert len(watched.file.places) == 2
    (line,) = watched.file.look(watched.now + GRACE).lines
    assert (line.content, line.ended, line.number) == (b"2026-03-02,8", False, 2)
    assert len(watched.file.places) == 1


@pytest.mark.parametrize("meanwhile", ["", "new\n"])
def test_a_file_that_comes_back_to_its_name_goes_on(watched: Watched, meanwhile: str) -> None:
    """Whether nothing lay there meanwhile, or another file that was thrown away."""
    aside = watched.path.with_name("aside")
    watched.write("a\nb\n")
    assert watched.look() == ["a", "b"]
    watched.path.rename(aside)
    if meanwhile:
        watched.write(meanwhile)
    assert watched.look() == meanwhile.split()
    aside.replace(watched.path)
    watched.write("c\n")
    assert watched.look() == ["c"]
    watched.restart()
    assert watched.look() == []


def test_a_file_that_is_gone_for_good_does_not_have_the_one_after_it_read_again(watched: Watched) -> None:
    watched.write("a\n")
    watched.look()
    rotated = watched.path.rename(watched.path.with_name("probe.csv.1"))
    watched.write("b\n")
    assert watched.look() == ["b"]
    rotated.unlink()
    for line in "cd":
        watched.restart()
        assert watched.look() == []
        watched.write(f"{line}\n")
        assert watched.look() == [line]


def test_several_rotations_between_two_looks(watched: Watched) -> None:
    watched.write("a\n")
    watched.look()
    watched.write("b\n")
    watched.path.rename(watched.path.with_name("probe.csv.2"))
    watched.write("c\n")
    watched.look()
    watched.path.rename(watched.path.with_name("probe.csv.1"))
    watched.write("d\n")
    watched.restart()
    watched.look()
    assert sorted(watched.read) == ["a", "b", "c", "d"]


@pytest.mark.parametrize("restarts", [False, True])
@pytest.mark.parametrize("after", ["", "x\n", "much longer than what was there before\n" * 3])
def test_rotation_by_copying_and_emptying(watched: Watched, restarts: bool, after: str) -> None:
    watched.write("a\nb\n")
    watched.look()
    watched.write("c\n")
    copy = watched.path.with_name("probe.csv.1")
    copy.write_bytes(watched.path.read_bytes())
    os.truncate(watched.path, 0)
    watched.write(after)
    if restarts:
        watched.restart()
    assert sorted(watched.look()) == sorted(["c", *after.split("\n")[:-1]])
    watched.write("e\n")
    assert watched.look() == ["e"]


def test_a_file_that_begins_anew_is_read_from_its_beginning(watched: Watched) -> None:
    watched.write("a\nb\nc\n")
    watched.look()
    watched.path.write_text("d\n", "utf-8")
    assert watched.look() == ["d"]
    watched.path.write_text("e\nf\n", "utf-8")
    assert watched.look() == ["e", "f"]
    # Of the same length, and in the same second.
    watched.path.write_text("g\nh\n", "utf-8")
    os.utime(watched.path, ns=(0, 0))
    assert watched.look() == ["g", "h"]


@pytest.mark.parametrize("restarts", [False, True])
def test_a_file_that_is_written_anew_with_more_in_it_goes_on(watched: Watched, restarts: bool) -> None:
    watched.write("time,value\na\nb\n")
    watched.look()
    beside = watched.path.with_name("new")
    beside.write_text("time,value\na\nb\nc\n", "utf-8")
    beside.replace(watched.path)
    if restarts:
        watched.restart()
    assert watched.look() == ["c"]
    assert len(watched.file.places) == 1


def test_a_new_file_with_the_same_header_takes_nothing_from_the_one_before(watched: Watched) -> None:
    watched.write("time,value\n")
    watched.look()
    watched.write("a\n")
    watched.path.rename(watched.path.with_name("probe.csv.1"))
    watched.write("time,value\nb\n")
    assert watched.look() == ["a", "time,value", "b"]


def test_lines_that_are_none_are_told_and_the_others_kept(watched: Watched) -> None:
    with watched.path.open("wb") as file:
        file.write(b"\xef\xbb\xbfa\r\nb\0c\n" + b"x" * (LONGEST_LINE + 1) + b"\nd\n")
    look = watched.file.look(NOW)
    assert [(line.number, line.content, line.fault) for line in look.lines] == [
        (1, b"a", None), (2, b"", LineFault.NUL), (3, b"", LineFault.TOO_LONG), (4, b"d", None),
    ]  # fmt: skip
    assert look.lines[0].first


def test_a_line_without_end_is_told_once_and_passed_over(watched: Watched) -> None:
    watched.write("a\n" + "x" * (LONGEST_LINE + 1))
    assert watched.look() == ["a", "<too_long>"]
    watched.write("y" * 3 * LONGEST_LINE)
    watched.restart()
    assert watched.look() == []
    watched.write("z\nb\n")
    assert watched.look() == ["b"]


def test_a_file_of_any_length_is_read_in_pieces(watched: Watched) -> None:
    watched.write("".join(f"{number:07}\n" for number in range(100_000)))
    read: list[bytes] = []
    looks = 0
    while (look := watched.file.look(NOW)).lines:
        read += [line.content for line in look.lines]
        looks += 1
    assert read == [f"{number:07}".encode() for number in range(100_000)]
    assert looks > 2


@pytest.mark.parametrize("make", [Path.mkdir, lambda path: os.mkfifo(path)], ids=["a folder", "a pipe"])
def test_what_is_no_file_is_told_without_waiting_for_it(watched: Watched, make: Callable[[Path], None]) -> None:
    make(watched.path)
    assert watched.file.look(NOW).fault is FeedFault.NO_FILE


def test_places_of_somebody_elses_making_are_none() -> None:
    for told in (None, 3, "x", [3], [{"offset": -1}], [{"offset": "3"}], [{"nothing": 3}], {"a": 1}):
        assert places_from(told) == ()


# Whatever happens, and wherever the stream of bytes is cut.

_EVENTS = st.lists(
    st.one_of(
        st.tuples(st.just("write"), st.integers(1, 40)),
        st.sampled_from([("rename", 0), ("replace", 0), ("restart", 0), ("look", 0), ("wait", 0)]),
    ),
    min_size=4,
    max_size=30,
)


@given(_EVENTS)
@settings(examples(150))
def test_every_line_is_read_once_and_in_order_however_it_comes(
    tmp_path_factory: pytest.TempPathFactory, events: list[tuple[str, int]]
) -> None:
    watched = Watched(tmp_path_factory.mktemp("growing"))
    stream = "".join(f"{number:03}:{'x' * (number % 5)}\n" for number in range(200))
    written, rotations = 6, 0
    watched.write(stream[:written])
    watched.look()
    for event, count in events:
        match event:
            case "write":
                watched.write(stream[written : written + count])
                written += count
            case "rename" if watched.path.exists() and stream[written - 1] == "\n":
                # What comes and goes between two looks was never seen.
                if watched.path.stat().st_ino not in {place.inode for place in watched.file.places}:
                    watched.look()
                watched.path.rename(watched.path.with_name(f"probe.csv.{rotations}"))
                rotations += 1
                watched.look()
            case "replace" if watched.path.exists():
                beside = watched.path.with_name("new")
                beside.write_bytes(watched.path.read_bytes())
                beside.replace(watched.path)
            case "restart":
                watched.restart()
            case "look":
                watched.look()
            case "wait":
                watched.look(later=GRACE)
    for _ in range(3):
        watched.look()
    watched.file.close()
    complete = stream[:written].split("\n")[:-1]
    assert watched.read == complete
