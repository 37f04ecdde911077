"""A command is run as its words are and nothing else, sees little, may not take long, and leaves nothing behind, however it or we end."""

import os
import signal
import socket
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest

from cockpit.domain.feed_progress import FeedFault
from cockpit.feeds.command_source import MOST_OUTPUT, CommandRun, Printed

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="what is left behind is found as only Linux lets it be")

PYTHON = (sys.executable, "-I", "-S", "-c")


def ended(command: tuple[str, ...], limit: float = 20, **environment: str) -> Printed:
    """What a run comes to, once it has ended by itself or by its limit."""
    run = CommandRun(command, limit, {**os.environ, **environment})
    run.guard.wait()
    found = run.poll()
    assert found is not None
    return found


@pytest.fixture
def line() -> Iterator[tuple[socket.socket, str]]:
    """A socket to which processes can say that they are there, by its name; it tells when the last of them is gone."""
    listening = socket.socket(socket.AF_UNIX)
    listening.bind("\0" + os.urandom(8).hex())
    listening.listen()
    listening.settimeout(20)
    yield listening, listening.getsockname()[1:].decode()
    listening.close()


STAY = """
import os, socket, signal, sys, time
def stay(who):
    held = socket.socket(socket.AF_UNIX); held.connect("\\0" + {name!r}); held.sendall(who)
    signal.signal(signal.SIGTERM, signal.SIG_IGN); signal.signal(signal.SIGHUP, signal.SIG_IGN)
    print("5", flush=True)
    while True: time.sleep(1000)
if os.fork() == 0:
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0: stay(b"fled")
        os._exit(0)
    stay(b"grandchild")
stay(b"child")
"""
"""A command that ignores being told to end, with a child that does, and a grandchild that has fled to a session of its own."""


def everybody(listening: socket.socket) -> list[socket.socket]:
    """A connection to each of the three, once they are there."""
    connections = [listening.accept()[0] for _ in range(3)]
    for each in connections:
        each.settimeout(20)
    assert {each.recv(20) for each in connections} == {b"child", b"grandchild", b"fled"}
    return connections


def gone(connections: list[socket.socket]) -> bool:
    """Wait until the system has closed what each of them held open."""
    found = all(each.recv(20) == b"" for each in connections)
    for each in connections:
        each.close()
    return found


def test_words_are_passed_on_as_they_are() -> None:
    printed = ended(("/bin/echo", "a b", "*", "$HOME", "; exit 3", "'\"", "é"))
    assert printed == Printed("a b * $HOME ; exit 3 '\" é\n".encode())


def test_a_command_sees_little_and_has_nothing_to_read(tmp_path: Path) -> None:
    told = "import os, sys; print(sorted(os.environ)); print(os.getcwd()); print(repr(sys.stdin.read())); print(os.listdir('/proc/self/fd'))"
    lines = ended((*PYTHON, told), HOME=str(tmp_path), SECRET="x", PYTHONPATH="/x", LD_PRELOAD="").output.decode().split("\n")
    assert "SECRET" not in lines[0]
    assert "PYTHONPATH" not in lines[0]
    assert "'HOME'" in lines[0]
    assert lines[1:3] == [str(tmp_path), "''"]
    # The three streams, and the folder that is being listed: no socket of ours.
    assert lines[3] == "['0', '1', '2', '3']"


@pytest.mark.parametrize(
    ("command", "why", "detail"),
    [
        (("/no/such/program",), FeedFault.NO_PROGRAM, "No such file or directory"),
        (("/etc/passwd",), FeedFault.NO_PROGRAM, "Permission denied"),
        ((*PYTHON, "import sys; print(5); sys.exit('first\\nno route')"), FeedFault.ENDED, "exit 1: no route"),
        ((*PYTHON, "import os; os.kill(os.getpid(), 11)"), FeedFault.ENDED, "signal 11"),
        (("/bin/sh", "-c", "exit 200"), FeedFault.ENDED, "exit 200"),
    ],
)  # fmt: skip
def test_what_fails_is_told(command: tuple[str, ...], why: FeedFault, detail: str) -> None:
    assert ended(command) == Printed(fault=why, detail=detail)


def test_what_takes_too_long_is_stopped_with_all_that_it_started(line: tuple[socket.socket, str]) -> None:
    listening, name = line
    run = CommandRun((*PYTHON, STAY.format(name=name)), 1.5)
    connections = everybody(listening)
    assert run.poll() is None
    run.guard.wait()
    assert run.poll() == Printed(fault=FeedFault.LATE, detail="1.5")
    assert gone(connections)


def test_what_is_let_go_of_is_stopped_with_all_that_it_started(line: tuple[socket.socket, str]) -> None:
    listening, name = line
    run = CommandRun((*PYTHON, STAY.format(name=name)), 1000)
    connections = everybody(listening)
    run.close()
    assert run.guard.returncode == 0
    assert gone(connections)


def test_what_a_command_leaves_running_ends_with_it(line: tuple[socket.socket, str]) -> None:
    listening, name = line
    leaving = STAY.format(name=name).replace('stay(b"child")', "import select; time.sleep(0.5); print(7)")
    run = CommandRun((*PYTHON, leaving), 1000)
    connections = [listening.accept()[0] for _ in range(2)]
    for each in connections:
        each.settimeout(20)
        each.recv(20)
    run.guard.wait()
    printed = run.poll()
    assert printed is not None
    assert printed.output.decode().split() == ["5", "5", "7"]
    assert gone(connections)


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGHUP])
def test_nothing_is_left_when_whoever_ran_it_is_killed(line: tuple[socket.socket, str], number: signal.Signals) -> None:
    listening, name = line
    program = textwrap.dedent(
        f"""
        import signal
        from cockpit.feeds.command_source import CommandRun
        run = CommandRun({(*PYTHON, STAY.format(name=name))!r}, 1000)
        signal.pause()
        """
    )
    ours = subprocess.Popen((sys.executable, "-c", program))
    connections = everybody(listening)
    ours.send_signal(number)
    assert ours.wait() == -number
    assert gone(connections)


def test_a_command_that_prints_too_much_is_stopped() -> None:
    run = CommandRun((*PYTHON, "while True: print('5' * 1000)"), 1000)
    while (found := run.poll()) is None:
        pass
    assert found == Printed(fault=FeedFault.TOO_MUCH, detail=str(MOST_OUTPUT))
    assert run.guard.returncode is not None


def test_one_that_complains_faster_than_it_is_read_holds_up_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    run = CommandRun((*PYTHON, "import signal; signal.pause()"), 1000)
    read, pieces = os.read, 0

    def endless(descriptor: int, most: int) -> bytes:
        nonlocal pieces
        assert run.guard.stderr is not None
        if descriptor != run.guard.stderr.fileno():
            return read(descriptor, most)
        pieces += 1
        assert pieces < 1000, "it is read on and on"
        return b"no " * 100

    monkeypatch.setattr(os, "read", endless)
    try:
        assert run.poll() is None
    finally:
        monkeypatch.undo()
        run.close()
    assert pieces > 0


def test_all_that_was_printed_is_read_and_of_complaints_the_end() -> None:
    printed = ended((*PYTHON, f"print('5' * {MOST_OUTPUT // 2})"))
    assert len(printed.output) == MOST_OUTPUT // 2 + 1
