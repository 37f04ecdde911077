"""``python -m bench.verdicts``: what verdicts cost, each beside what it is compared with, and which bars they miss.

Both are run in this process, in turns, so that a machine that slows down changes their ratio little.
"""

import gc
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import TypeAlias

from bench import large_project
from bench.ground import ALTURA
from bench.report import Spread, table
from cockpit.domain.edit import Act
from cockpit.domain.phase import PhaseCode
from cockpit.domain.readiness import verdict
from cockpit.domain.readiness.past_verdicts import YEAR, verdict_history
from cockpit.exchange.snapshot import read_file
from cockpit.store import Store, open_store

HEADINGS = ("what", "ms", "beside, ms", "ratio", "bar", "")
"""Of the table of what was found."""

_ROUNDS = 9
_GATE = PhaseCode.PILOT


Work: TypeAlias = Callable[[], AbstractContextManager[Callable[[], object]]]
"""Prepares what is measured, and clears up after it."""


@dataclass(frozen=True)
class Ratio:
    """A claim: ``subject`` takes at most ``bar`` times what ``floor`` takes; each is prepared and run anew in every round."""

    name: str
    subject: Work
    floor: Work
    bar: float


@dataclass(frozen=True)
class Found:
    """What the rounds of a claim gave, in milliseconds and as the ratios round by round."""

    claim: Ratio
    subject: Spread
    floor: Spread
    ratio: Spread

    @property
    def held(self) -> bool:
        """Whether the median of the ratios holds the bar."""
        return self.ratio.median <= self.claim.bar

    def cells(self) -> tuple[str, ...]:
        """The row of the table."""
        times = (self.subject.told(1), self.floor.told(1), self.ratio.told(2))
        return self.claim.name, *times, f"<= {self.claim.bar:g}", "held" if self.held else "MISSED"


def main(rounds: int = _ROUNDS) -> int:
    """Exit code: 0 when every bar is held."""
    with TemporaryDirectory(prefix="bench-") as folder:
        found = [measured(claim, rounds) for claim in claims(Path(folder))]
    sys.stdout.write(table([each.cells() for each in found], HEADINGS))
    return 0 if all(each.held for each in found) else 1


def measured(claim: Ratio, rounds: int = _ROUNDS) -> Found:
    """Run both in turns; a first turn, in which modules are imported and caches filled, is not counted."""
    pairs = [(_milliseconds(claim.floor), _milliseconds(claim.subject)) for _ in range(rounds + 1)][1:]
    floors, subjects = ([pair[side] for pair in pairs] for side in (0, 1))
    return Found(claim, Spread.of(subjects), Spread.of(floors), Spread.of([ours / theirs for theirs, ours in pairs]))


def _milliseconds(work: Work) -> float:
    """Without a look for garbage meanwhile, as commands do without it, and as the cockpit takes what it has read as staying for good."""
    with work() as prepared:
        gc.collect()
        gc.disable()
        try:
            begin = perf_counter()
            prepared()
            return 1000 * (perf_counter() - begin)
        finally:
            gc.enable()


def claims(folder: Path) -> Iterator[Ratio]:
    """All that is measured; their stores lie in ``folder``."""
    yield from past_verdicts(folder / "altura.db")
    yield from large_verdicts(folder / "large.db")


def large_verdicts(path: Path) -> Iterator[Ratio]:
    """The verdict on a project far larger than most, beside plain sqlite3 reading the rows and totals that it needs: cold, and after an edit."""
    large_project.make(path)

    @contextmanager
    def plainly() -> Iterator[Callable[[], object]]:
        yield partial(large_project.read_plainly, path)

    @contextmanager
    def cold() -> Iterator[Callable[[], object]]:
        def work() -> None:
            with closing(open_store(path, who="bench", read_only=True)) as store:
                verdict(store.load(large_project.PROJECT), large_project.GATE, large_project.TODAY)

        yield work

    yield Ratio("a verdict on a large project, beside reading its rows", cold, plainly, 3)
    for number, what in enumerate(large_project.EDITED):
        yield Ratio(
            f"the verdict after {what} was edited, beside reading its rows", _after_edit(path, what, number), plainly, 0.15
        )


def _after_edit(path: Path, what: str, first: int) -> Work:
    numbers = count(first * _ROUNDS * 2)

    @contextmanager
    def prepared() -> Iterator[Callable[[], object]]:
        with closing(open_store(path, who="bench")) as store:
            before = store.load(large_project.PROJECT)
            verdict(before, large_project.GATE, large_project.TODAY)
            store.apply(large_project.PROJECT, Act((large_project.edits(before, next(numbers))[what],)))
            yield lambda: verdict(store.load(large_project.PROJECT), large_project.GATE, large_project.TODAY)

    return prepared


def past_verdicts(path: Path) -> Iterator[Ratio]:
    """A year of weekly verdicts of Altura, beside one of a past day, each on a store opened anew."""
    snapshot = read_file(ALTURA)
    project, log = snapshot.state.project, snapshot.batches
    with closing(open_store(path, who="bench", create=True)) as store:
        store.bring_in(snapshot.state, log)
    first, last = (batch.at.date() for batch in (log[0], log[-1]))
    weekly = [first + timedelta(weeks=week) for week in range(YEAR.days // 7 + 1)]
    of_log = [day for day in weekly if day <= last]

    def one(store: Store) -> None:
        day = date.fromordinal((first.toordinal() + last.toordinal()) // 2)
        verdict(store.state_at(project.uid, day), _GATE, day)

    def replayed(days: Sequence[date], store: Store) -> None:
        found = [verdict(state, _GATE, day) for day, state in store.states_on(project.uid, days)]
        assert len(found) == len(days)

    def history(store: Store) -> None:
        past = store.past(project.uid)
        verdict_history(past.states_on, past.batches, project.timezone, _GATE, first, weekly[-1])

    floor = _on_opened(path, one)
    year, log_alone = partial(replayed, weekly), partial(replayed, of_log)
    yield Ratio("a year of weekly verdicts of Altura, beside one of a past day", _on_opened(path, year), floor, 10)
    yield Ratio(
        f"of the {len(of_log)} weeks of its log alone, the others having one state", _on_opened(path, log_alone), floor, 10
    )
    yield Ratio("a year with what turned it on which day", _on_opened(path, history), floor, 10)


def _on_opened(path: Path, work: Callable[[Store], None]) -> Work:
    """Something that is done with a store which was just opened."""

    @contextmanager
    def prepared() -> Iterator[Callable[[], object]]:
        with closing(open_store(path, who="bench", read_only=True)) as store:
            yield partial(work, store)

    return prepared


if __name__ == "__main__":
    sys.exit(main())
