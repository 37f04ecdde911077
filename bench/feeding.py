"""Appends lines to a file as a probe does, so many a second: what a feed follows.

    python -m bench.feeding FILE [--lines 1000] [--seconds 60] [--format csv|json] [--rotate SECONDS]

Every line has a time of its own, so that each is a measurement, and its number as the value, so that none can be lost unseen.  With
``--rotate`` the file is renamed and begun anew now and then.  At the end it tells on stdout, as JSON, how many lines it has written.
"""

import argparse
import json
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from io import TextIOWrapper
from pathlib import Path

_TICKS = 20
"""How often a second lines are written: each is flushed, as a probe's are."""


def lines(count: int, a_second: int, begun: datetime, *, as_json: bool = False) -> Iterator[str]:
    """So many lines, spread evenly over the seconds from ``begun`` on."""
    for number in range(count):
        at = (begun + timedelta(microseconds=number * 1_000_000 // a_second)).isoformat(timespec="microseconds")
        yield f'{{"time": "{at}", "value": {number}}}\n' if as_json else f"{at},{number}\n"


class Probe:
    """Writes lines to a file, and begins it anew when asked to."""

    def __init__(self, path: Path, *, as_json: bool = False) -> None:
        self._path = path
        self._head = "" if as_json else "time,value\n"
        self._rotations = 0
        self._file = self._begun()

    def _begun(self) -> TextIOWrapper:
        file = self._path.open("a", encoding="utf-8")
        if not file.tell():
            file.write(self._head)
        return file

    def write(self, some: list[str]) -> None:
        """Append lines."""
        self._file.writelines(some)
        self._file.flush()

    def rotate(self) -> None:
        """Rename the file and begin it anew, as programs that rotate logs do."""
        self._file.close()
        self._rotations += 1
        self._path.rename(self._path.with_name(f"{self._path.name}.{self._rotations}"))
        self._file = self._begun()

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()


def feed(
    path: Path,
    a_second: int,
    seconds: float,
    *,
    as_json: bool = False,
    rotate: float = 0,
    clock: Callable[[], float] = time.monotonic,
) -> int:
    """Write for so many seconds; return how many lines were written."""
    count = int(a_second * seconds)
    probe = Probe(path, as_json=as_json)
    source = lines(count, a_second, datetime.now(UTC), as_json=as_json)
    begun, written, rotations = clock(), 0, 0
    while written < count:
        passed = clock() - begun
        due = min(count, int(passed * a_second))
        probe.write([next(source) for _ in range(due - written)])
        written = due
        if rotate and passed // rotate > rotations:
            rotations += 1
            probe.rotate()
        time.sleep(1 / _TICKS)
    probe.close()
    return written


def main() -> None:
    """Write as the arguments say."""
    parser = argparse.ArgumentParser(description="Append lines to a file, so many a second.")
    parser.add_argument("file", type=Path)
    parser.add_argument("--lines", type=int, default=1000, help="lines a second")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--format", choices=("csv", "json"), default="csv")
    parser.add_argument("--rotate", type=float, default=0, help="seconds after which the file is begun anew")
    given = parser.parse_args()
    written = feed(given.file, given.lines, given.seconds, as_json=given.format == "json", rotate=given.rotate)
    print(json.dumps({"file": str(given.file), "written": written}))  # noqa: T201 - what it has to tell


if __name__ == "__main__":
    main()
