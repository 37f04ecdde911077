import io
import threading
from collections.abc import Iterator

import pytest

from cockpit.wire.canvas import Canvas
from cockpit.wire.flow import QUESTION
from cockpit.wire.writer import Writer

COMING, LEAVING = "\x1b[?1049h", "\x1b[?1049l"


class SlowFile(io.StringIO):
    """A terminal that takes what is written once it is let; ``busy`` tells that somebody waits for it, ``bells`` counts those that rang."""

    def __init__(self) -> None:
        super().__init__()
        self.let = threading.Event()
        self.busy = threading.Event()
        self.bells = threading.Semaphore(0)
        self.pieces: list[str] = []

    def write(self, text: str) -> int:
        self.busy.set()
        assert self.let.wait(10)
        self.pieces.append(text)
        for _ in range(text.count("\x07")):
            self.bells.release()
        return len(text)


@pytest.fixture
def file() -> SlowFile:
    return SlowFile()


@pytest.fixture
def writer(file: SlowFile) -> Iterator[Writer]:
    writer = Writer(file, Canvas())
    writer.start()
    yield writer
    file.let.set()
    writer.stop()


def picture(text: str) -> str:
    return f"\x1b[3;1H\x1b[39;49m{text:80}\x1b[0m\x1b[1;1H"


def test_what_was_painted_while_the_terminal_was_busy_is_never_sent(writer: Writer, file: SlowFile) -> None:
    writer.take(COMING + picture("first"))
    assert file.busy.wait(10)
    for number in range(100):
        writer.take(picture(f"number {number}"))
    writer.take(picture("the last"))
    file.let.set()
    writer.stop()
    assert len(file.pieces) == 2
    assert file.pieces[0].endswith("\x1b[3Hfirst")
    assert file.pieces[1] == "\x1b[3Hthe last"


def test_what_is_said_beside_the_picture_is_never_left_out(writer: Writer, file: SlowFile) -> None:
    writer.take(COMING + picture("first"))
    assert file.busy.wait(10)
    for letter in "abc":
        writer.take(picture(letter) + f"\x1b]52;c;{letter}\x07")
    file.let.set()
    writer.stop()
    assert "".join(file.pieces[1:]) == "\x1b]52;c;a\x07\x1b]52;c;b\x07\x1b]52;c;c\x07\x1b[3Hc\x1b[K"


def test_half_an_update_is_not_shown(writer: Writer, file: SlowFile) -> None:
    file.let.set()
    writer.take(COMING + "\x1b[?2026h" + picture("half"))
    writer.take("\x07")  # said at once
    writer.take(picture("whole") + "\x1b[?2026l")
    writer.stop()
    written = "".join(file.pieces)
    assert "half" not in written
    assert written.endswith("\x1b[?2026h\x1b[m\x1b[2J\x1b[3Hwhole\x1b[?2026l")


def test_whoever_leaves_writes_nothing_more_and_comes_back_to_the_same_picture() -> None:
    file, canvas = SlowFile(), Canvas()
    file.let.set()
    writer = Writer(file, canvas)
    writer.start()
    writer.take(COMING + "\x1b[3;1H\x1b[1;31mhere\x1b[0m")
    writer.take(LEAVING + picture("nothing of this"))
    writer.stop()
    assert "".join(file.pieces).endswith(f"{LEAVING}")
    assert "nothing" not in "".join(file.pieces)
    again = Writer(file, canvas)
    again.start()
    file.pieces.clear()
    again.take(COMING + picture("here"))
    again.stop()
    assert "".join(file.pieces) == f"{COMING}\x1b[m\x1b[2J\x1b[3Hhere"


def test_pictures_wait_for_a_terminal_that_has_not_read_the_last_ones(writer: Writer, file: SlowFile) -> None:
    def shown(letter: str) -> bool:
        return any(letter * 80 in piece for piece in file.pieces)

    def take(letter: str) -> bool:
        """Whether a picture of some 2 KB is sent at once; the bell, which is, tells that it was looked at."""
        writer.take("".join(f"\x1b[{line};1H{letter * 80}" for line in range(1, 25)) + "\x07")
        assert file.bells.acquire(timeout=10)
        return shown(letter)

    file.let.set()
    writer.take(COMING)
    # Four are under way, each with the question whether it has come.
    assert [take(letter) for letter in "abcdef"] == [True, True, True, True, False, False]
    assert "".join(file.pieces).count(QUESTION) == 4
    assert writer.answered()
    writer.take("\x07")
    assert file.bells.acquire(timeout=10)
    # What is sent then is the last that was wanted.
    assert shown("f")
    assert not shown("e")
    for _ in range(4):
        assert writer.answered()
    assert not writer.answered()
    writer.hear_out()


def test_a_terminal_that_is_gone_is_not_waited_for() -> None:
    class Gone(io.StringIO):
        def write(self, text: str) -> int:
            raise OSError(5, "Input/output error")

    writer = Writer(Gone(), Canvas())
    writer.start()
    writer.take(COMING + "\x1b[1Hx" * 3_000)
    writer.take(picture("more"))
    writer.hear_out()
    writer.stop()
