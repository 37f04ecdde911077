"""``python -m bench``: measure the cockpit beside its floors, and tell which bars it misses."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.ground import Ground, NotPreparedError
from bench.measures import FLOORS, MEASURES, Contender, Figures, Measure
from bench.report import Failure, Outcome, Spread, judged, table, written
from bench.terminal import NotShownError

_RESULTS = Path(__file__).parent / "results"
_ROUNDS = 7

_PROMPT_SWITCHES = 0.0005
"""Seconds after which the thread that stamps a program's output gets its turn from the one that paints it."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit code: 0 when every bar is held, 1 when one is missed or could not be measured."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.formatter_class = argparse.RawTextHelpFormatter
    listed = "".join(f"\n  {measure.name:<16}{measure.claim}" for measure in MEASURES)
    parser.add_argument("measures", nargs="*", metavar="MEASURE", help=f"all of them when none is named:{listed}")
    parser.add_argument("--rounds", type=_count, default=_ROUNDS, help=f"runs of each program ({_ROUNDS})")
    parser.add_argument("--floors", action="store_true", help="measure the bare and the stored floor alone")
    parser.add_argument("--results", type=Path, default=_RESULTS, help="the folder for the JSON (bench/results)")
    asked = parser.parse_args(arguments)
    known = {measure.name: measure for measure in MEASURES}
    if unknown := [name for name in asked.measures if name not in known]:
        parser.error(f"no measure is called {unknown[0]!r}; there are {', '.join(known)}")
    sys.setswitchinterval(_PROMPT_SWITCHES)
    with TemporaryDirectory(prefix="bench-") as folder:
        ground = Ground(Path(folder))
        if asked.floors:
            return _show_floors(ground, asked.rounds)
        return _measure([known[name] for name in asked.measures or known], ground, asked.rounds, asked.results)


def _measure(measures: Sequence[Measure], ground: Ground, rounds: int, results: Path) -> int:
    outcomes: list[Outcome] = []
    failures: list[Failure] = []
    for measure in measures:
        try:
            pair = (measure.floor, measure.subject)
            floor, subject = _interleaved(measure.name, pair, ground, rounds * measure.more_rounds)
        except (NotPreparedError, NotShownError) as reason:
            failures.append(Failure(measure.name, str(reason)))
        else:
            outcomes += judged(measure, subject, floor)
    if outcomes:
        sys.stdout.write(table([outcome.cells() for outcome in outcomes]))
    for failure in failures:
        sys.stdout.write(f"{failure.measure}: NOT MEASURED: {failure.why}\n")
    sys.stderr.write(f"{written(outcomes, failures, rounds, results)}\n")
    return 1 if failures or any(outcome.held is False for outcome in outcomes) else 0


def _show_floors(ground: Ground, rounds: int) -> int:
    runs = _interleaved("floors", list(FLOORS.values()), ground, rounds)
    rows = []
    for (name, floor), figures in zip(FLOORS.items(), runs, strict=True):
        times = [time for run in figures for time in run.milliseconds]
        counts = [count for run in figures for count in run.bytes]
        rows.append((name, floor.name, Spread.of(times).told(1) if times else "", Spread.of(counts).told(0) if counts else ""))
    sys.stdout.write(table(rows, ("measure", "floor", "ms", "bytes")))
    return 0


def _interleaved(name: str, contenders: Sequence[Contender], ground: Ground, rounds: int) -> list[list[Figures]]:
    """The runs of each contender, taken in turns: A B A B ...

    A first turn is not counted: in it byte code is compiled and the programs make what they keep in their home.
    """
    runs: list[list[Figures]] = [[] for _ in contenders]
    for turn in range(rounds + 1):
        sys.stderr.write(f"{name} {turn}/{rounds}\n")
        for contender, its in zip(contenders, runs, strict=True):
            figures = contender.run(ground)
            if turn:
                its.append(figures)
    return runs


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) == 0:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of at least 1")
    return int(text)


if __name__ == "__main__":
    sys.exit(main())
