"""A cockpit ends at once when it is asked to or its terminal is gone, whatever it does just then, and leaves nothing behind."""

import os
import select
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import closing

import pytest

from cockpit.domain.edit import Act, Create
from cockpit.domain.kpi import Kpi
from cockpit.store import open_store
from tests.command_line import ROOT, CommandLine
from tests.terminal_session import PATIENCE, Session, session
from tests.test_terminals import left_clean

AT_ONCE = 6.0
"""Seconds in which it has to be over: two for an orderly end, the rest for a machine that has other work."""


def ended_at_once(cockpit: Session) -> int:
    begin = time.monotonic()
    code = cockpit.process.wait(PATIENCE)
    assert time.monotonic() - begin < AT_ONCE
    return code


@pytest.mark.parametrize("controlling", [True, False], ids=["told by the system", "not told"])
@pytest.mark.parametrize(
    "before", [(), (signal.SIGHUP, signal.SIGCONT), (signal.SIGCONT,)], ids=["", "hung up twice", "continued"]
)
def test_it_ends_when_its_terminal_is_closed(cockpit: CommandLine, before: Sequence[signal.Signals], controlling: bool) -> None:
    cockpit.done("project", "new", "SHOP", "One-page checkout")
    with session(cockpit.environment, controlling=controlling) as open_cockpit:
        for number in before:
            os.kill(open_cockpit.process.pid, number)
        open_cockpit.close()
        assert ended_at_once(open_cockpit) == 128 + signal.SIGHUP


@pytest.mark.parametrize(
    ("keys", "shown", "number"),
    [
        ("", "Cockpit", signal.SIGTERM),
        ("?", "On this screen", signal.SIGHUP),
        ("\x10", "Type a command", signal.SIGTERM),
        ("x", "Write a snapshot to", signal.SIGHUP),
    ],
    ids=["while it opens", "help", "commands", "a question"],
)
def test_it_ends_as_asked_and_leaves_the_terminal_as_it_was(
    cockpit: CommandLine, keys: str, shown: str, number: signal.Signals
) -> None:
    cockpit.done("project", "new", "SHOP", "One-page checkout")
    with session(cockpit.environment, started="Overview" if keys else "Cockpit") as open_cockpit:
        if keys:
            open_cockpit.until("Start here")
            open_cockpit.type(keys)
            open_cockpit.until(shown)
        os.kill(open_cockpit.process.pid, number)
        assert open_cockpit.ended() == 128 + number
        left_clean(open_cockpit)


def test_it_ends_as_asked_though_nobody_reads_what_it_paints(cockpit: CommandLine) -> None:
    cockpit.done("project", "new", "SHOP", "One-page checkout")
    with session(cockpit.environment, controlling=False) as open_cockpit:
        for _ in range(40):  # More than a terminal holds back for somebody who does not read.
            open_cockpit.type("?\x1b456789")
            os.kill(open_cockpit.process.pid, signal.SIGWINCH)
        open_cockpit.process.terminate()
        assert ended_at_once(open_cockpit) == 128 + signal.SIGTERM
        open_cockpit.close()


def test_it_comes_back_from_a_window_too_small_to_paint_on(cockpit: CommandLine) -> None:
    cockpit.done("project", "new", "SHOP", "One-page checkout")
    with session(cockpit.environment) as open_cockpit:
        before = open_cockpit.screen.text
        for columns, lines in ((1, 1), (20, 3), (300, 100), (80, 24)):
            open_cockpit.resize(columns, lines)
            open_cockpit.until(lambda screen, lines=lines: bool(screen.strip()))  # type: ignore[misc]
        open_cockpit.until("q Quit")
        open_cockpit.until(lambda screen: before.splitlines()[1] in screen)
        open_cockpit.type("q")
        assert open_cockpit.ended() == 0
        left_clean(open_cockpit)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_command_that_is_stopped_has_done_all_or_nothing(cockpit: CommandLine, number: signal.Signals) -> None:
    cockpit.done("project", "new", "SHOP", "One-page checkout")
    with closing(open_store(cockpit.store, who="lea")) as store:
        project = store.projects()[0].uid
        store.apply(project, Act((Create(Kpi, {"title": "Visits"}, "visits"),)))
    lines = "".join(f"2026-{month:02}-{day:02}T{hour:02}:{minute:02}:00Z,{minute}\n"
                    for month in range(1, 4) for day in range(1, 28) for hour in range(24) for minute in range(60))  # fmt: skip
    table = cockpit.written("visits.csv", "time,Visits\n" + lines)
    process = subprocess.Popen(
        [sys.executable, "-m", "cockpit", "kpi", "import", str(table)], cwd=ROOT, env={**os.environ, **cockpit.environment},
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    log = cockpit.store.with_name("cockpit.db-wal")
    deadline = time.monotonic() + PATIENCE
    while process.poll() is None and not (log.exists() and log.stat().st_size) and time.monotonic() < deadline:
        select.select([], [], [], 0.01)
    process.send_signal(number)
    assert process.wait(PATIENCE) in (128 + number, 0)
    with closing(sqlite3.connect(cockpit.store)) as store:
        (kept,) = store.execute("SELECT count(*) FROM measurement").fetchone()
    assert kept in (0, lines.count("\n"))
    assert cockpit.done("kpi", "import", table, "--dry-run").code == 0
    assert not [each for each in cockpit.folder.iterdir() if each.name.startswith(".cockpit")]
