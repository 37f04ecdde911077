"""What a run of the bench found: ratios against their bars, as a table for people and as JSON."""

import json
import os
import platform
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from statistics import median

from bench.measures import SIZE, Figures, Measure

_HEADINGS = ("measure", "figure", "subject", "floor", "value", "bar", "")


@dataclass(frozen=True)
class Spread:
    """The median of some figures, and how far they lie apart."""

    median: float
    least: float
    most: float

    @classmethod
    def of(cls, figures: Sequence[float]) -> "Spread":
        """The spread of at least one figure."""
        return cls(median(figures), min(figures), max(figures))

    def told(self, decimals: int) -> str:
        """As a cell of the table."""
        return f"{self.median:.{decimals}f} ({self.least:.{decimals}f} to {self.most:.{decimals}f})"


@dataclass(frozen=True)
class Outcome:
    """One figure of a measure: ``value`` is what ``bar`` bounds, and ``held`` is None where there is no bar.

    A time of the subject of at most ``quick_enough`` milliseconds holds the bar too.
    """

    measure: str
    figure: str
    subject: Spread
    floor: Spread | None
    value: Spread
    bar: float | None
    held: bool | None
    quick_enough: float | None = None

    def cells(self) -> tuple[str, ...]:
        """As a line of the table."""
        counted = self.figure == "bytes"
        return (
            self.measure,
            self.figure,
            self.subject.told(0 if counted else 1),
            self.floor.told(0 if counted else 1) if self.floor else "",
            self.value.told(0 if counted else 2),
            ("" if self.bar is None else f"<= {self.bar:g}")
            + ("" if self.quick_enough is None else f" or {self.quick_enough:g} ms"),
            {True: "held", False: "MISSED", None: ""}[self.held],
        )


@dataclass(frozen=True)
class Failure:
    """A measure that could not be taken, and why; it counts as a bar that was missed."""

    measure: str
    why: str


def judged(measure: Measure, subject: Sequence[Figures], floor: Sequence[Figures]) -> list[Outcome]:
    """What the rounds say of a measure; the two sequences hold the runs of the same rounds.

    Times are compared round by round, so that a machine that slows down between rounds changes the ratio little: the median
    of those ratios has to stay under the bar, unless the time is quick enough by itself.  Bytes do not depend on the machine: each repaint has to stay under the bar.
    """
    outcomes = []
    if all(run.milliseconds for run in (*subject, *floor)):
        pairs = zip(subject, floor, strict=True)
        ratio = Spread.of([median(ours.milliseconds) / median(theirs.milliseconds) for ours, theirs in pairs])
        times, enough = _pooled_times(subject), measure.quick_enough
        held = None
        if measure.most_times is not None:
            held = ratio.median <= measure.most_times or (enough is not None and times.median <= enough)
        outcomes.append(
            Outcome(measure.name, "ms", times, _pooled_times(floor), ratio, measure.most_times, held, measure.quick_enough)
        )
    if measure.most_bytes is not None:
        written = Spread.of([count for run in subject for count in run.bytes])
        floor_written = [count for run in floor for count in run.bytes]
        outcomes.append(
            Outcome(
                measure.name,
                "bytes",
                written,
                Spread.of(floor_written) if floor_written else None,
                written,
                measure.most_bytes,
                written.most <= measure.most_bytes,
            )
        )
    return outcomes


def _pooled_times(runs: Sequence[Figures]) -> Spread:
    return Spread.of([time for run in runs for time in run.milliseconds])


def table(rows: Sequence[Sequence[str]], headings: Sequence[str] = _HEADINGS) -> str:
    """``rows`` under ``headings``, each column as wide as its widest cell."""
    lines = [headings, *rows]
    widths = [max(len(line[column]) for line in lines) for column in range(len(headings))]
    padded = ("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) for line in lines)
    return "".join(f"{line.rstrip()}\n" for line in padded)


def written(outcomes: Sequence[Outcome], failures: Sequence[Failure], rounds: int, folder: Path) -> Path:
    """The file in ``folder`` that the run is now in, with what a later comparison needs to know of the machine."""
    at = datetime.now(UTC)
    found = {
        "at": at.isoformat(timespec="seconds"),
        "rounds": rounds,
        "size": list(SIZE),
        "machine": {
            "system": platform.platform(),
            "processors": os.cpu_count(),
            "load": list(os.getloadavg()),
            "python": platform.python_version(),
            **{package: version(package) for package in ("textual", "sqlmodel", "sqlalchemy", "pydantic")},
        },
        "outcomes": [asdict(outcome) for outcome in outcomes],
        "failures": [asdict(failure) for failure in failures],
    }
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{at:%Y%m%dT%H%M%SZ}.json"
    file.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    return file
