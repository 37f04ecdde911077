"""``python -m bench.together``: several people edit one store at once, and what they were told is compared with what is in it.

Each session is a process with a store of its own on the same file.  Nothing may be lost, no session may be told that the file is locked,
and the change log has to lead from nothing to the tables.  How quick that is is told beside a floor: as many processes that insert a
row into a plain SQLite file, each in a transaction of its own.
"""

import argparse
import json
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench.colleague import SHARED, Account, raised_by
from bench.report import table
from cockpit.domain.action import Action
from cockpit.domain.change import RowChange
from cockpit.domain.edit import Act, Create
from cockpit.domain.kpi import Kpi
from cockpit.domain.state import ProjectState, ref_number
from cockpit.store import Store, open_store

_SHARED_ROWS = 20
_FLOOR_SECONDS = 5.0
_PATIENCE = 60.0
"""Seconds that sessions may take to come in and to leave."""

_BUSY_SECONDS = 10
"""How long a session of the floor waits for the others, as the cockpit does."""


@dataclass(frozen=True)
class Rate:
    """How many acts a second all sessions made together, and within how many milliseconds nineteen in twenty were done."""

    acts: int
    seconds: float
    milliseconds: Sequence[float]

    @property
    def a_second(self) -> float:
        """Acts a second."""
        return self.acts / self.seconds

    @property
    def slow(self) -> float:
        """The 95th percentile of their times."""
        return sorted(self.milliseconds)[int(0.95 * (len(self.milliseconds) - 1))] if self.milliseconds else 0.0

    @property
    def slowest(self) -> float:
        """The longest that one took."""
        return max(self.milliseconds, default=0.0)

    def cells(self, name: str) -> tuple[str, ...]:
        """As a line of the table."""
        return name, f"{self.acts:,}", f"{self.a_second:.1f}", f"{self.slow:.0f}", f"{self.slowest:.0f}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit code: 0 when nothing was lost, 1 when anything was, or somebody was told of a lock."""
    parser = argparse.ArgumentParser(prog="python -m bench.together", description=__doc__)
    parser.add_argument("--seconds", type=float, default=60.0, help="how long they edit (60)")
    parser.add_argument("--sessions", type=int, default=8, help="how many they are (8)")
    asked = parser.parse_args(arguments)
    with TemporaryDirectory(prefix="bench-") as folder:
        path = Path(folder) / "cockpit.db"
        begun = prepared(path)
        accounts = edited(path, asked.sessions, asked.seconds)
        wrong = list(what_is_wrong(path, begun, accounts))
        floor = floor_rate(Path(folder) / "floor.db", asked.sessions, min(asked.seconds, _FLOOR_SECONDS))
    ours = Rate(
        sum(len(account.acts) for account in accounts),
        asked.seconds,
        [time for account in accounts for time in account.milliseconds],
    )
    sys.stdout.write(
        table(
            [ours.cells("cockpit"), floor.cells("plain sqlite3")], ("who", "acts", "a second", "95 % within ms", "all within ms")
        )
    )
    again, refused = (sum(getattr(account, name) for account in accounts) for name in ("again", "refused"))
    sys.stdout.write(f"the floor makes {floor.a_second / max(ours.a_second, 0.001):.1f} times as many\n")
    sys.stdout.write(f"rows that had moved and were looked at anew: {again:,}; undos and redos refused: {refused:,}\n")
    for sentence in wrong:
        sys.stdout.write(f"WRONG: {sentence}\n")
    if not wrong:
        sys.stdout.write("every act that was acknowledged is in the log once, and the log leads to the tables: held\n")
    return 1 if wrong else 0


def prepared(path: Path) -> frozenset[str]:
    """A new store with rows that all share; the uids of the acts that it begins with."""
    with closing(open_store(path, who="bench", create=True)) as store:
        project = store.create_project({"key": "BENCH", "title": "Bench"}).uid
        shared = (Create(Action, {"title": f"{SHARED} {number}", "description": "0"}) for number in range(_SHARED_ROWS))
        store.apply(project, Act((*shared, Create(Kpi, {"title": "Conversion"}))))
        return frozenset(batch.uid for batch in store.history(project))


def edited(path: Path, sessions: int, seconds: float) -> list[Account]:
    """What as many sessions were told, that edited the store at the same time for so long."""
    module = [sys.executable, "-m", "bench.colleague", str(path)]
    return [Account(**told) for told in _at_once([[*module, str(number), str(seconds)] for number in range(sessions)], seconds)]


def _at_once(commands: Sequence[Sequence[str]], seconds: float) -> list[Any]:
    """What programs tell as JSON that begin at the same moment: each says a line when it is ready, and waits for one."""
    running = [subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for command in commands]
    try:
        for each in running:
            assert each.stdout
            if each.stdout.readline() != "ready\n":
                raise RuntimeError("a session did not come in")
        for each in running:
            assert each.stdin
            each.stdin.write("\n")
            each.stdin.flush()
        return [json.loads(each.communicate(timeout=seconds + _PATIENCE)[0]) for each in running]
    finally:
        for each in running:
            each.kill()
            each.wait()


def what_is_wrong(path: Path, begun: frozenset[str], accounts: Sequence[Account]) -> Iterator[str]:
    """A sentence for each way in which the store is not what the sessions were told."""
    for account in accounts:
        yield from (f"a session was told: {error}" for error in dict.fromkeys(account.errors))
    with closing(open_store(path, who="bench")) as store:
        yield from _of_log(store, begun, accounts)
    with closing(sqlite3.connect(path)) as plain:
        for check in ("integrity_check", "foreign_key_check"):
            found = plain.execute(f"PRAGMA {check}").fetchall()
            if found not in ([("ok",)], []):
                yield f"SQLite's {check} finds {found[:3]}"


def _of_log(store: Store, begun: frozenset[str], accounts: Sequence[Account]) -> Iterator[str]:
    project = store.projects()[0].uid
    state, log = store.load(project), store.history(project)
    told = Counter(uid for account in accounts for uid in account.acts)
    logged = Counter(batch.uid for batch in log if batch.uid not in begun)
    if lost := told - logged:
        yield f"{lost.total()} acts that were acknowledged are not in the log"
    if more := logged - told:
        yield f"{more.total()} acts are in the log that nobody was told of"
    replayed = ProjectState()
    for batch in log:
        replayed = replayed.after(batch)
    if replayed != state:
        yield "the log does not lead to the tables"
    numbers = sum(int(row.description) for row in state.all(Action) if row.title.startswith(SHARED))
    raised = sum(account.raised for account in accounts)
    if numbers != raised:
        yield f"the shared numbers were raised by {raised} and are {numbers}"
    if raised_by(change for batch in log for change in batch.changes) != numbers:
        yield "the edits in the log do not come to the shared numbers"
    refs = [row.ref for row in state.all(Action)]
    if len(refs) != len(set(refs)):
        yield "two actions have the same ref"
    given = [
        ref_number(str((change.after or {})["ref"]))
        for batch in log
        for change in batch.changes
        if isinstance(change, RowChange) and change.kind == Action.kind and change.before is None and change.after
    ]
    highest = store.highest_refs(project).get(Action.prefix, 0)
    if highest != max(given):
        yield f"the counter of refs is at {highest}, and the highest ref was {max(given)}"


def floor_rate(path: Path, sessions: int, seconds: float) -> Rate:
    """How quick as many processes are that insert a row into a plain SQLite file, each in a transaction of its own."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("CREATE TABLE row (id INTEGER PRIMARY KEY, who, title, description)")
    command = [sys.executable, "-c", _INSERTING, str(path), str(seconds), str(_BUSY_SECONDS)]
    told = _at_once([command] * sessions, seconds)
    times = [time for each in told for time in each]
    return Rate(len(times), seconds, times)


_INSERTING = """
import json, sqlite3, sys
from time import perf_counter
path, seconds, patience = sys.argv[1], float(sys.argv[2]), float(sys.argv[3])
connection = sqlite3.connect(path, timeout=patience, isolation_level=None)
connection.execute("PRAGMA synchronous=FULL")
print("ready", flush=True)
sys.stdin.readline()
times = []
begin = perf_counter()
while (now := perf_counter()) - begin < seconds:
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("INSERT INTO row (who, title, description) VALUES ('u', 'Add servers', 'By night')")
    connection.execute("COMMIT")
    times.append(1000 * (perf_counter() - now))
print(json.dumps(times))
"""


if __name__ == "__main__":
    sys.exit(main())
