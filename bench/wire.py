"""``python -m bench.wire``: what the cockpit sends to a terminal far away, how far it lags behind a held key, and which bars it misses.

It runs in a terminal of 80 columns and 24 lines behind an OpenSSH server on the loopback, as a user would meet it; where no server is
installed, in a pty that tells the same of the environment.  Bytes are those that cross the connection, with all that SSH adds.
"""

import argparse
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from shutil import copyfile
from statistics import median
from tempfile import TemporaryDirectory

from bench import ssh
from bench.ground import Ground, NotPreparedError, actions_by_due, cockpit, record
from bench.line import SIZE, Line, Place
from bench.measures import MODES, actions_shown, circuit, overview_shown
from bench.pace import Pace, paced, under_cursor
from bench.report import Spread, table
from bench.slow_link import LOOPBACK, THIN, Link
from bench.terminal import NotShownError

_AT_REST = 400.0
_ROUNDS = 3
_KB = 1000.0

_HELD_A_SECOND = 30
_HELD = 60
"""Keys of two seconds."""

_IDLE = 30_000.0
_STANDING = 10_000.0

_NEWS = 3_000.0
"""Milliseconds in which what another session has written is read and painted."""

TICKING = "K-1"
"""A KPI of Altura that both screens show; it is measured each week."""


@dataclass(frozen=True)
class Found:
    """Figures of one kind, the worst or the median of which ``bar`` bounds."""

    measure: str
    what: str
    unit: str
    figures: Sequence[float]
    bar: float | None = None
    worst: bool = True

    @property
    def value(self) -> float:
        """What the bar bounds."""
        return max(self.figures) if self.worst else median(self.figures)

    @property
    def held(self) -> bool:
        """Whether the bar is held; without one it is."""
        return self.bar is None or self.value <= self.bar

    def cells(self) -> tuple[str, ...]:
        """As a line of the table."""
        spread = Spread.of(self.figures)
        told = f"{spread.median:.2f} ({spread.least:.2f} to {spread.most:.2f})" if len(self.figures) > 1 else f"{self.value:.2f}"
        bar = "" if self.bar is None else f"<= {self.bar:g} {self.unit}"
        return self.measure, self.what, f"{told} {self.unit}", bar, "" if self.bar is None else "held" if self.held else "MISSED"


@contextmanager
def _overview(place: Place) -> Iterator[Line]:
    with place.line(cockpit(place.ground.altura)) as line:
        line.terminal.until(overview_shown, "the overview of Altura with all its data")
        line.terminal.settle(_AT_REST)
        yield line


@contextmanager
def _actions(place: Place, store: Path, link: Link = LOOPBACK) -> Iterator[Line]:
    with place.line(cockpit(store), link) as line:
        line.terminal.until(lambda screen: "gate" in screen.text, "the verdict in the header")
        line.terminal.settle(_AT_REST)
        line.terminal.send("5")
        line.terminal.until(actions_shown, "the Actions screen")
        line.terminal.settle(2 * _AT_REST)
        yield line


def first_screen(place: Place) -> Iterator[Found]:
    """The overview of Altura with all its data, from nothing."""
    with _overview(place) as line:
        yield Found("first-screen", "the overview of Altura", "KB", [line.bytes / _KB], 15)


def row_down(place: Place) -> Iterator[Found]:
    """A row down in 1,000 actions, the edges apart, where the view moves by half a page."""
    with _actions(place, place.ground.thousand_actions) as line:
        costs = [line.cost("down") / _KB for _ in range(15)]
        yield Found("row-down", "a row down", "KB", costs, 0.4)
        yield Found("row-down", "at the edge, half a page at once", "KB", [max(line.cost("down") for _ in range(15)) / _KB])


def page_down(place: Place) -> Iterator[Found]:
    """A page down in 1,000 actions."""
    with _actions(place, place.ground.thousand_actions) as line:
        yield Found("page-down", "a page down", "KB", [line.cost("pagedown") / _KB for _ in range(12)], 4)


def switch(place: Place) -> Iterator[Found]:
    """A switch between two modes of Altura, of all pairs; all were visited before."""
    with _overview(place) as line:
        for key in (*MODES[1:], MODES[0]):
            line.terminal.press(key)
        trip = circuit(MODES)
        yield Found("switch", "a switch of modes, all 90", "KB", [line.cost(key) / _KB for key in trip[1:]], 8)


def tick(place: Place) -> Iterator[Found]:
    """A measurement that another session records, on the overview and on the KPI screen."""
    store = place.ground.altura
    for name, key in (("the overview", "1"), ("the KPI screen", "6")):
        ticking = Path(copyfile(store, store.with_name(f"ticking-{key}.db")))
        with place.line(cockpit(ticking)) as line:
            line.terminal.until(overview_shown, "the overview of Altura with all its data")
            line.terminal.settle(_AT_REST)
            line.terminal.send(key)
            line.terminal.settle(5 * _AT_REST)
            costs = []
            for value in (1.0, 9.0, 1.1, 8.9):
                before, seen = line.bytes, line.terminal.screen.text
                # The mean of the week that is over crosses the target: the value, its bar and the order of the KPIs change,
                # and with the first one there is a period more, for which a column is too narrow.
                record(place.ground, ticking, TICKING, value, datetime.now(UTC).date() - timedelta(days=7))
                line.terminal.until(lambda screen, seen=seen: screen.text != seen, "the new value")  # type: ignore[misc]
                line.terminal.idle(_NEWS)
                costs.append((line.bytes - before) / _KB)
            yield Found("tick", f"a KPI tick on {name}", "KB", costs, 1.5)


def idle(place: Place) -> Iterator[Found]:
    """Thirty seconds in which nobody does anything."""
    with _overview(place) as line:
        line.terminal.settle(5 * _AT_REST)
        before = line.bytes
        idling = line.terminal.idle(_IDLE)
        yield Found("idle", f"bytes of {_IDLE / 1000:.0f} s", "bytes", [line.bytes - before], 0)
        if idling.processor is not None:
            yield Found("idle", "of a processor", "%", [100 * idling.processor / _IDLE], 0.5)


def standup(place: Place) -> Iterator[Found]:
    """The clock of a stand-up, a second of it, and a page further."""
    with _overview(place) as line:
        line.terminal.send("s")
        line.terminal.until(lambda screen: "─ Verdict ─" in screen.text, "the first page of the stand-up")
        line.terminal.settle(_AT_REST)
        before = line.bytes
        line.terminal.idle(_STANDING)
        yield Found("standup", "a second of its clock", "bytes", [(line.bytes - before) * 1000 / _STANDING], 120)
        yield Found("standup", "a page further", "KB", [line.cost("space") / _KB for _ in range(8)], 4)


def held(place: Place) -> Iterator[Found]:
    """A key held down for two seconds in 1,000 actions."""
    lags, costs = zip(*(_hold(place, LOOPBACK) for _ in range(_ROUNDS)), strict=True)
    yield Found("held", "lag of a held key", "ms", lags, 20, worst=False)
    yield Found("held", "a key", "KB", costs)


def held_thin(place: Place) -> Iterator[Found]:
    """The same on a link of 150 ms and 256 kbit/s."""
    if place.server is None:
        raise NotPreparedError("there is no slow link to a pty")
    lags, costs = zip(*(_hold(place, THIN) for _ in range(_ROUNDS)), strict=True)
    yield Found("held-thin", "lag of a held key, 150 ms, 256 kbit/s", "ms", lags, 1500)
    yield Found("held-thin", "a key", "KB", costs)


def _hold(place: Place, link: Link) -> tuple[float, float]:
    """How long after the last key its row is under the cursor, and KB a key."""
    expected = actions_by_due(1_000)[_HELD]
    with _actions(place, place.ground.thousand_actions, link) as line:
        terminal, before = line.terminal, line.bytes
        last = begin = terminal.now
        for number in range(_HELD):
            terminal.idle(begin + number * 1000 / _HELD_A_SECOND - terminal.now)
            last = terminal.send("down")
        shown = terminal.until(lambda screen: expected in under_cursor(screen), f"the cursor on {expected!r}")
        terminal.settle(_AT_REST)
        return shown - last, (line.bytes - before) / _KB / _HELD


def pace(place: Place) -> Iterator[Found]:
    """A key among 10,000 actions, with ten edits and a thousand lines of a feed a second for a minute."""
    found = paced(place)
    ours, theirs, alone = map(Pace.p95, (found.cockpit, found.floor, found.alone))
    yield Found("pace", "key to paint, 95 of 100", "ms", [ours])
    yield Found("pace", "a DataTable of 100 rows, beside it", "ms", [theirs])
    yield Found("pace", "a DataTable of 100 rows, alone before", "ms", [alone])
    yield Found("pace", "as many times as long as beside it", "x", [ours / theirs], 1.5)
    yield Found("pace", "edits lost", "", [found.edits_lost], 0)
    yield Found("pace", "lines lost", "", [found.lines_lost], 0)


MEASURES: dict[str, Callable[[Place], Iterator[Found]]] = {
    "first-screen": first_screen,
    "row-down": row_down,
    "page-down": page_down,
    "switch": switch,
    "tick": tick,
    "idle": idle,
    "standup": standup,
    "held": held,
    "held-thin": held_thin,
    "pace": pace,
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit code: 0 when every bar is held, 1 when one is missed or could not be measured."""
    parser = argparse.ArgumentParser(prog="python -m bench.wire", description=__doc__)
    parser.formatter_class = argparse.RawTextHelpFormatter
    listed = "".join(f"\n  {name:<16}{(measure.__doc__ or '').splitlines()[0]}" for name, measure in MEASURES.items())
    parser.add_argument("measures", nargs="*", metavar="MEASURE", help=f"all of them when none is named:{listed}")
    parser.add_argument("--pty", action="store_true", help="no SSH, even where a server is installed")
    parser.add_argument("--compressed", action="store_true", help="as with ssh -C")
    asked = parser.parse_args(arguments)
    if unknown := [name for name in asked.measures if name not in MEASURES]:
        parser.error(f"no measure is called {unknown[0]!r}; there are {', '.join(MEASURES)}")
    with ExitStack() as stack:
        ground = Ground(Path(stack.enter_context(TemporaryDirectory(prefix="bench-"))))
        server = stack.enter_context(ssh.Server()) if ssh.installed() and not asked.pty else None
        way = "a pty" if server is None else f"OpenSSH on 127.0.0.1:{server.port}{', compressed' if asked.compressed else ''}"
        sys.stdout.write(f"{SIZE.columns}x{SIZE.lines} over {way}\n")
        return measured(asked.measures or MEASURES, Place(ground, server, asked.compressed))


def measured(names: Iterable[str], place: Place) -> int:
    """Take the measures, print the table; the exit code."""
    found: list[Found] = []
    failed = False
    for name in names:
        sys.stderr.write(f"{name}\n")
        try:
            found += MEASURES[name](place)
        except (NotPreparedError, NotShownError, ssh.NoServerError) as reason:
            failed = True
            sys.stdout.write(f"{name}: NOT MEASURED: {reason}\n")
    if found:
        sys.stdout.write(table([each.cells() for each in found], ("measure", "what", "found", "bar", "")))
    return 1 if failed or not all(each.held for each in found) else 0


if __name__ == "__main__":
    sys.exit(main())
