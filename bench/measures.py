"""What is measured, on which program, beside which floor, and the bar that it has to stay under."""

import re
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from statistics import median

from bench.floors import bare, table
from bench.ground import ACTION, ALTURA, Ground, cockpit, floor, titles
from bench.screen import Screen
from bench.terminal import FIRST_INK, PATIENCE, Repaint, Size, Terminal

SIZE = Size(100, 30)

ROWS_SHOWN = 12
"""An Actions screen of 30 lines shows at least so many rows; no other screen shows so many actions."""

_STEPS = 8
"""Rows to go down before going up again: fewer than are shown, so that nothing scrolls."""

_RETURNS = 3

MODES = "1234567890"
"""The keys of the ten modes."""

_CIRCUITS = 3
"""How often each switch between two modes is made; its time is the median."""

_AT_REST = 400.0
"""Silence in milliseconds after which a program has started."""

_BUILDING = 500.0
"""Silence in milliseconds in which a program that still prepares something would compute for a tenth of the time."""

_IDLE = 2000.0

KPIS_SHOWN = 12
"""The KPI screen of 30 lines shows at least so many KPIs; the overview shows none by its ref."""

_KPI = re.compile(r"K-\d+ .*▏")
_VERDICT = re.compile(r"NO-GO|NOT YET")
_TITLE_SHOWN = 10
"""Characters of a title that the narrowest panel shows."""


@dataclass(frozen=True)
class Figures:
    """What one run of a program gave: times in milliseconds, and bytes written to the terminal."""

    milliseconds: Sequence[float] = ()
    bytes: Sequence[int] = ()


@dataclass(frozen=True)
class Contender:
    """A program, and what is done with it to get the figures of one run."""

    name: str
    command: Callable[[Ground], list[str]]
    drive: Callable[[Terminal], Figures]

    def run(self, ground: Ground) -> Figures:
        """Start the program anew, drive it, end it."""
        with Terminal(self.command(ground), ground.environment, SIZE) as terminal:
            return self.drive(terminal)


@dataclass(frozen=True)
class Measure:
    """A claim about ``subject``.

    ``most_times`` is the bar for its time as a ratio to the time of ``floor``, which a time of at most ``quick_enough`` milliseconds
    holds too; ``most_bytes`` is the bar for the bytes of any one of its repaints; a figure without a bar is only reported.  A time so short that it scatters takes ``more_rounds``
    times as many rounds as others.
    """

    name: str
    claim: str
    subject: Contender
    floor: Contender
    most_times: float | None = None
    quick_enough: float | None = None
    most_bytes: int | None = None
    more_rounds: int = 1


def framed(screen: Screen) -> bool:
    """Whether the header and the footer are there: something on the first and on the last line."""
    return screen.inked > FIRST_INK and bool(screen.lines[0]) and bool(screen.lines[-1])


def actions_shown(screen: Screen) -> bool:
    """Whether the table of the Actions screen is there."""
    return screen.text.count(ACTION) >= ROWS_SHOWN


def overview_shown(screen: Screen) -> bool:
    """Whether the Overview of Altura is there with all its data: verdict, KPIs, actions, risks and milestones."""
    text = screen.text
    return bool(_VERDICT.search(text)) and all(
        any(beginning in text for beginning in beginnings) for beginnings in _beginnings_in_altura()
    )


@cache
def _beginnings_in_altura() -> list[list[str]]:
    return [[title[:_TITLE_SHOWN] for title in titles(ALTURA, kind)] for kind in ("kpi", "action", "risk", "milestone")]


def _frame(terminal: Terminal) -> Figures:
    return Figures([terminal.until(framed, "its header and footer")])


def _hundred_rows(terminal: Terminal) -> Figures:
    return Figures([terminal.text("100 rows")])


def _overview(terminal: Terminal) -> Figures:
    return Figures([terminal.until(overview_shown, "the overview of Altura with all its data")])


def _line(terminal: Terminal) -> Figures:
    terminal.text(bare.SHOWS)
    terminal.settle(_AT_REST)
    return _figures([terminal.press("down") for _ in range(_RETURNS * _STEPS)])


def _row(terminal: Terminal) -> Figures:
    terminal.until(framed, "its header and footer")
    terminal.settle(_AT_REST)
    terminal.send("5")
    terminal.until(actions_shown, "the Actions screen")
    terminal.settle(_AT_REST)
    repaints = []
    for _ in range(_RETURNS):
        repaints += [terminal.press("down") for _ in range(_STEPS)]
        for _ in range(_STEPS):
            terminal.press("up")
    return _figures(repaints)


def _figures(repaints: list[Repaint]) -> Figures:
    return Figures([repaint.last for repaint in repaints], [repaint.bytes for repaint in repaints])


def _actions_from_start(terminal: Terminal) -> Figures:
    terminal.until(framed, "its header and footer")
    terminal.send("5")
    return Figures([terminal.until(actions_shown, "the Actions screen")])


def _actions_from_overview(terminal: Terminal) -> Figures:
    terminal.until(framed, "its header and footer")
    terminal.settle(_AT_REST)
    pressed = terminal.send("5")
    return Figures([terminal.until(actions_shown, "the Actions screen") - pressed])


def circuit(keys: str) -> str:
    """A round trip in which each of ``keys`` follows each other one exactly once (Hierholzer 1873, on the complete digraph)."""
    ahead = {key: [other for other in keys if other != key] for key in keys}
    path, trip = [keys[0]], ""
    while path:
        if ahead[path[-1]]:
            path.append(ahead[path[-1]].pop())
        else:
            trip = path.pop() + trip
    return trip


def _until_built(terminal: Terminal) -> None:
    """Wait until the program computes no more: it goes on preparing, in silence, after it has painted.

    On a loaded machine it gets little time to do so, so that only next to none at all tells that it is done.
    """
    terminal.settle(_AT_REST)
    deadline = terminal.now + PATIENCE
    while (terminal.idle(_BUILDING).processor or 0) > _BUILDING / 10 and terminal.now < deadline:
        pass


def _first_visits(terminal: Terminal) -> Figures:
    """The slowest of the first visits to each mode but the one that is shown first."""
    terminal.until(framed, "its header and footer")
    _until_built(terminal)
    return Figures([max(terminal.press(key).last for key in MODES[1:])])


def _switches(terminal: Terminal) -> Figures:
    """The slowest of the switches between two modes that were both visited before."""
    terminal.until(framed, "its header and footer")
    _until_built(terminal)
    for key in (*MODES[1:], MODES[0]):
        terminal.press(key)
    trip = circuit(MODES)
    times: dict[tuple[str, str], list[float]] = {}
    for _ in range(_CIRCUITS):
        for pair in pairwise(trip):
            times.setdefault(pair, []).append(terminal.press(pair[1]).last)
    return Figures([max(map(median, times.values()))])


def kpis_shown(screen: Screen) -> bool:
    """Whether the table of the KPI screen is there, each KPI with its course and its target."""
    return len(_KPI.findall(screen.text)) >= KPIS_SHOWN


def _kpis_from_start(terminal: Terminal) -> Figures:
    terminal.until(framed, "its header and footer")
    terminal.send("6")
    return Figures([terminal.until(kpis_shown, "the KPI screen")])


def _kpis_from_overview(terminal: Terminal) -> Figures:
    terminal.until(framed, "its header and footer")
    terminal.settle(_AT_REST)
    pressed = terminal.send("6")
    return Figures([terminal.until(kpis_shown, "the KPI screen") - pressed])


def _taken_in(terminal: Terminal) -> Figures:
    return Figures([terminal.text("are taken in")])


def _written(terminal: Terminal) -> Figures:
    return Figures([terminal.text(table.DONE)])


def _idle(terminal: Terminal) -> Figures:
    terminal.first_paint()
    terminal.settle(_AT_REST)
    idling = terminal.idle(_IDLE)
    return Figures([] if idling.processor is None else [idling.processor], [idling.bytes])


def _bare(ground: Ground) -> list[str]:
    return floor("bare")


def _stored(ground: Ground) -> list[str]:
    return [*floor("stored"), str(ground.hundred_rows)]


def _altura(ground: Ground) -> list[str]:
    return cockpit(ground.altura)


def _few(ground: Ground) -> list[str]:
    return cockpit(ground.hundred_actions)


def _many(ground: Ground) -> list[str]:
    return cockpit(ground.ten_thousand_actions)


def _sixty(ground: Ground) -> list[str]:
    return cockpit(ground.sixty_kpis)


def _importing(ground: Ground) -> list[str]:
    call = ("kpi", "import", str(ground.million_lines), "--kpi", "K-1", "--group", "pilot", "--decimal", "point")
    return [*cockpit(ground.store_to_fill()), *call]


def _table(ground: Ground) -> list[str]:
    return [*floor("table"), str(ground.million_lines), str(ground.million_lines.with_suffix(".db"))]


def _quantile(ground: Ground) -> list[str]:
    return floor("calculator")


CALCULATORS = {
    "proportions": ("--control 90/1000 --pilot 120/1000", "p_value"),
    "means": ("{values} --group group --value value", "p_value"),
    "nps": ("--promoters 30 --passives 20 --detractors 10", "nps"),
    "sample-size": ("--sd 10 --effect 2", "per_arm"),
    "sequential": ("--looks 8", "spent"),
    "srm": ("--counts 510,490 --split 1,1", "p_value"),
    "xmr": ("{values} --value value --target 100 --better higher", "assurance"),
    "evm": ("--bac 1000 --pv 500 --ev 400 --ac 450", "tcpi"),
    "earned-schedule": ("--pv 10,20,35,50 --ev 27 --at 3", "ieac_t"),
    "brier": ("0.8:1 0.3:0", "brier"),
}
"""Each calculator: what it is given, and the last key that it prints."""


def _calculating(name: str) -> Contender:
    arguments, key = CALCULATORS[name]

    def command(ground: Ground) -> list[str]:
        given = arguments.format(values=ground.values).split()
        return [sys.executable, "-m", "cockpit", "calc", name, *given, "--json"]

    return Contender(f"calc {name}", command, lambda terminal: Figures([terminal.text(f'"{key}"')]))


FLOORS = {
    "first-paint": Contender("bare", _bare, _frame),
    "overview": Contender("stored", _stored, _hundred_rows),
    "row-down": Contender("bare", _bare, _line),
    "calculator": Contender("scipy.special", _quantile, lambda terminal: Figures([terminal.text("quantile 1.959964")])),
    "idle": Contender("bare", _bare, _idle),
}
"""The floors that are not the cockpit itself, by the measure that they are the floor of."""

MEASURES = (
    Measure(
        "first-paint",
        "header and footer of the cockpit on Altura are there",
        Contender("Altura", _altura, _frame),
        FLOORS["first-paint"],
        most_times=1.3,
    ),
    Measure(
        "overview",
        "the overview of Altura is there with all its data",
        Contender("Altura", _altura, _overview),
        FLOORS["overview"],
        most_times=1.3,
    ),
    Measure(
        "actions-start",
        "10,000 actions are shown, from the start of the program",
        Contender("10,000 rows", _many, _actions_from_start),
        Contender("100 rows", _few, _actions_from_start),
        most_times=1.3,
    ),
    Measure(
        "actions-switch",
        "10,000 actions are shown, from the key that switches to them",
        Contender("10,000 rows", _many, _actions_from_overview),
        Contender("100 rows", _few, _actions_from_overview),
        most_times=1.3,
        more_rounds=3,
    ),
    Measure(
        "row-down",
        "a row down in 10,000 actions is painted",
        Contender("10,000 rows", _many, _row),
        FLOORS["row-down"],
        most_times=1.5,
        most_bytes=600,
    ),
    Measure(
        "switch",
        "the slowest switch between two modes of Altura, of all pairs, is painted to its last byte",
        Contender("Altura", _altura, _switches),
        FLOORS["row-down"],
        most_times=12,
        quick_enough=120,
    ),
    Measure(
        "first-visit",
        "the slowest first visit to a mode of Altura is painted to its last byte",
        Contender("Altura", _altura, _first_visits),
        FLOORS["row-down"],
    ),
    Measure(
        "kpis-start",
        "60 KPIs of 5,000 measurements are shown, from the start of the program",
        Contender("60 KPIs", _sixty, _kpis_from_start),
        Contender("Altura", _altura, _kpis_from_start),
        most_times=1.5,
    ),
    Measure(
        "kpis-switch",
        "60 KPIs of 5,000 measurements are shown, from the key that switches to them",
        Contender("60 KPIs", _sixty, _kpis_from_overview),
        Contender("Altura", _altura, _kpis_from_overview),
        most_times=1.5,
    ),
    Measure(
        "import",
        "1,000,000 measurements of a CSV are taken in",
        Contender("cockpit kpi import", _importing, _taken_in),
        Contender("pandas and a table", _table, _written),
        most_times=3.0,
    ),
    *(
        Measure(f"calc-{name}", f"cockpit calc {name} has answered", _calculating(name), FLOORS["calculator"], most_times=1.5)
        for name in CALCULATORS
    ),
    Measure(
        "idle",
        f"processor time and bytes of {_IDLE / 1000:.0f} s in which nobody does anything",
        Contender("Altura", _altura, _idle),
        FLOORS["idle"],
        most_bytes=0,
    ),
)
