"""How long a key takes to be painted while another session edits ten times a second and a feed brings a thousand lines a second.

The cockpit on 10,000 actions and a bare DataTable of 100 rows get their keys in turns, so that both meet the same machine.
"""

import json
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles

from bench.editing import WHO
from bench.floors import rows
from bench.ground import Ground, NotPreparedError, cockpit, floor, snapshot_of_actions
from bench.line import Line, Place
from bench.screen import Screen

SECONDS = 60
EDITS, LINES = 10, 1000
"""A second."""

_CURSOR = "▸"
_AT_REST = 400.0
_TURN = 90
"""Rows to go down before going up again: the edges of the view are among them."""

_PAUSE = 60.0
"""Milliseconds between two pairs of keys."""

_LAST_LINES = 8
"""Seconds that whoever follows the feed gets for what came last."""


@dataclass(frozen=True)
class Pace:
    """From keys to their paint, in milliseconds; and of what was written, how much is in the store."""

    cockpit: list[float]
    floor: list[float]
    alone: list[float]
    """The floor's, before anybody else does anything."""
    edits_lost: int
    lines_lost: int

    @staticmethod
    def p95(times: list[float]) -> float:
        """What 95 of 100 keys stay under."""
        return quantiles(times, n=20)[-1]


def paced(place: Place, seconds: float = SECONDS) -> Pace:
    """Raises :class:`NotPreparedError` where a helper fails."""
    with _store(place.ground) as (store, lines), ExitStack() as stack:
        ours = stack.enter_context(place.line(cockpit(store)))
        theirs = stack.enter_context(place.line(floor("rows")))
        ours.terminal.until(lambda screen: "gate" in screen.text, "the verdict in the header")
        ours.terminal.send("5")
        ours.terminal.until(lambda screen: bool(under_cursor(screen)), "the Actions screen")
        theirs.terminal.text(rows.SHOWS)
        for line in (ours, theirs):
            line.terminal.settle(5 * _AT_REST)
        alone = [theirs.terminal.press("down").last for _ in range(40)]
        for _ in alone:
            theirs.terminal.press("up")
        with _bustle(place.ground, store, lines, seconds) as told:
            cockpit_times, floor_times = _pressed(ours, theirs, seconds)
        return Pace(
            cockpit_times, floor_times, alone,
            edits_lost=told["editing"]["committed"] - _count(store, f"SELECT count(*) FROM batch WHERE who = '{WHO}'"),
            lines_lost=told["feeding"]["written"] - _count(store, "SELECT count(*) FROM measurement WHERE until IS NULL"),
        )  # fmt: skip


def under_cursor(screen: Screen) -> str:
    """The line of the table with the cursor; empty where there is none."""
    return next((line for line in screen.lines if line.startswith(_CURSOR)), "")


def _pressed(ours: Line, theirs: Line, seconds: float) -> tuple[list[float], list[float]]:
    times: tuple[list[float], list[float]] = ([], [])
    end, number = time.monotonic() + seconds, 0
    while time.monotonic() < end:
        # Others move rows to and fro; fewer up than down, and the first row is never met.
        key, its = ("down" if number % turn < _TURN else "up" for turn in (2 * _TURN - 20, 2 * _TURN))
        number += 1
        ours.terminal.idle(_PAUSE)
        # Others' edits are painted too; the row stays the same one until the key has come through.
        row = _ref(ours.terminal.screen)
        at = ours.terminal.send(key)
        times[0].append(ours.terminal.until(lambda screen, row=row: _ref(screen) not in ("", row), "the next row") - at)  # type: ignore[misc]
        times[1].append(theirs.terminal.press(its).last)
    return times


def _ref(screen: Screen) -> str:
    return under_cursor(screen)[1:].partition(" ")[0]


@contextmanager
def _store(ground: Ground) -> Iterator[tuple[Path, Path]]:
    """A store of 10,000 actions with a feed, and the file that it follows."""
    lines = ground.folder / "lines.csv"
    lines.write_text("time,value\n", encoding="utf-8")
    text = snapshot_of_actions(10_000) + (
        '\n[[kpi]]\nref = "K-1"\ntitle = "Orders a minute"\ntarget = 100.0\n'
        f'\n[[feed]]\ntitle = "Probe"\nkpi = "K-1"\ngroup = "pilot"\npath = {json.dumps(str(lines))}\n'
    )
    snapshot = ground.folder / "busy.toml"
    snapshot.write_text(text, encoding="utf-8")
    store = ground.imported(snapshot, "busy.db")
    ground.run(store, "kpi", "trust", "F-1", "--yes")
    yield store, lines


@contextmanager
def _bustle(ground: Ground, store: Path, lines: Path, seconds: float) -> Iterator[dict[str, dict[str, int]]]:
    """Others at work; at the end, what each says to have written."""
    bench = [sys.executable, "-m"]
    commands = {
        "watching": [*cockpit(store), "kpi", "watch", "--json", "--for", str(seconds + _LAST_LINES)],
        "feeding": [*bench, "bench.feeding", str(lines), "--lines", str(LINES), "--seconds", str(seconds)],
        "editing": [*bench, "bench.editing", str(store), "--edits", str(EDITS), "--seconds", str(seconds)],
    }
    surroundings = {**ground.environment, "COCKPIT_USER": "feed"}
    running = {
        name: subprocess.Popen(command, env=surroundings, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for name, command in commands.items()
    }
    told: dict[str, dict[str, int]] = {}
    try:
        yield told
        for name, process in running.items():
            said, complaint = process.communicate(timeout=seconds + 60)
            if process.returncode != 0:
                raise NotPreparedError(f"{name} ended with {process.returncode}: {complaint.strip().splitlines()[-1:]}")
            if name != "watching":
                told[name] = json.loads(said.splitlines()[-1])
    finally:
        for process in running.values():
            process.kill()
            process.wait()


def _count(store: Path, statement: str) -> int:
    with closing(sqlite3.connect(store)) as connection:
        counted: int = connection.execute(statement).fetchone()[0]
    return counted
