"""One of several people who edit a store at once: :mod:`bench.together` starts it, and reads what it was told of each of its acts."""

import json
import sys
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from random import Random
from time import perf_counter
from typing import Any, cast

from cockpit.domain.action import Action
from cockpit.domain.change import Batch, Change, RowChange
from cockpit.domain.edit import Act, Create, Delete, Record, Update
from cockpit.domain.kpi import Group, Kpi
from cockpit.domain.moved import RowMoved
from cockpit.domain.problem import Refused
from cockpit.language import say
from cockpit.store import Store, open_store

SHARED = "Shared"
"""How the titles of the actions begin that all sessions edit; their description is a number, which each edit raises by one."""

_LOOK = 1.0
"""Seconds between two looks for what others have done, as the cockpit takes them."""

_MINUTES_APART = 100_000
"""Minutes between the measurements of two sessions, so that none of them measures at the same time."""


@dataclass
class Account:
    """What one session was told."""

    acts: list[str] = field(default_factory=list)
    """The uid of each act that was acknowledged."""
    milliseconds: list[float] = field(default_factory=list)
    """How long each of them took, with all that had to be tried again."""
    raised: int = 0
    """By how much the shared numbers grew in the acts that were acknowledged."""
    again: int = 0
    """How often a row had moved, and was looked at anew."""
    refused: int = 0
    """How often an undo or a redo was refused, as there was nothing to take back or others had built on it."""
    heard: int = 0
    """How many acts it was told of when it asked for news."""
    errors: list[str] = field(default_factory=list)
    """Whatever else it was told."""


class Colleague:
    """Somebody who makes, edits and deletes rows, records measurements and takes acts back, as quickly as the store lets them."""

    def __init__(self, store: Store, number: int) -> None:
        self._store, self._number = store, number
        self._project = store.projects()[0].uid
        self._chance = Random(number)
        self._made = 0
        self.account = Account()

    def work(self, seconds: float) -> Account:
        """Edit for so long."""
        doings: dict[Callable[[], Batch | None], int] = {
            self._create: 30, self._raise: 40, self._delete: 8, self._record: 12, self._undo: 8, self._redo: 2,
        }  # fmt: skip
        begin = looked = perf_counter()
        while (now := perf_counter()) - begin < seconds:
            if now - looked > _LOOK:
                looked = now
                self._look()
            (doing,) = self._chance.choices([*doings], [*doings.values()])
            self._try(doing)
        self._look()
        return self.account

    def _try(self, doing: Callable[[], Batch | None]) -> None:
        begin = perf_counter()
        while True:
            try:
                batch = doing()
                break
            except RowMoved:
                self.account.again += 1
            except Refused as refused:
                if doing not in (self._undo, self._redo) or any("busy" in each.message.text for each in refused.problems):
                    self.account.errors += [say(problem.message) for problem in refused.problems]
                self.account.refused += 1
                return
            except Exception as error:
                self.account.errors.append(f"{type(error).__name__}: {error}")
                return
        if batch is not None:
            self.account.milliseconds.append(1000 * (perf_counter() - begin))
            self.account.acts.append(batch.uid)
            self.account.raised += raised_by(batch.changes)

    def _look(self) -> None:
        self.account.heard += len(self._store.news(self._project))

    # What people do

    def _apply(self, *edits: Any) -> Batch | None:
        return self._store.apply(self._project, Act(edits))

    def _rows(self) -> tuple[Action, ...]:
        return self._store.load(self._project).all(Action)

    def _create(self) -> Batch | None:
        self._made += 1
        return self._apply(Create(Action, {"title": f"u{self._number} {self._made}"}))

    def _raise(self) -> Batch | None:
        row = self._chance.choice([row for row in self._rows() if row.title.startswith(SHARED)])
        return self._apply(Update(row, {"description": str(int(row.description) + 1)}))

    def _delete(self) -> Batch | None:
        own = [row for row in self._rows() if row.title.startswith(f"u{self._number} ")]
        return self._apply(Delete(self._chance.choice(own))) if own else None

    def _record(self) -> Batch | None:
        self._made += 1
        hours, minutes = divmod(self._number * _MINUTES_APART + self._made, 60)
        days, hours = divmod(hours, 24)
        (kpi,) = self._store.load(self._project).all(Kpi)
        years, days = divmod(days, 28)
        at = f"{2000 + years:04}-02-{days + 1:02}T{hours:02}:{minutes:02}:00+00:00"
        return self._apply(Record(kpi.uid, Group.PILOT, {at: float(self._made)}))

    def _undo(self) -> Batch:
        return self._store.undo(self._project)

    def _redo(self) -> Batch:
        return self._store.redo(self._project)


def raised_by(changes: Iterable[Change]) -> int:
    """By how much changes raised the shared numbers."""
    return sum(
        int(cast(str, change.after["description"])) - int(cast(str, change.before["description"]))
        for change in changes
        if isinstance(change, RowChange) and change.before and change.after and "description" in change.after
    )


def main() -> None:
    """Open the store, say so, wait for a line, work, and tell the account as JSON."""
    path, number, seconds = Path(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3])
    store = open_store(path, who=f"u{number}")
    colleague = Colleague(store, number)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    account = colleague.work(seconds)
    store.close()
    sys.stdout.write(json.dumps(asdict(account)) + "\n")


if __name__ == "__main__":
    main()
