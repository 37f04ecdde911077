"""Where the measured programs run: their environment, and the files that they open."""

import os
import sqlite3
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from operator import itemgetter
from pathlib import Path
from random import Random
from shutil import copyfile

ALTURA = Path("sample_projects/altura.toml")

ACTION = "Check order point"
"""How the titles of the actions made here begin."""

_SEED = 20_260
_FIRST_MEASURED = datetime(2026, 1, 5, tzinfo=UTC)
_FIRST_DUE = date(2026, 1, 5)
_STATES = ("to_do", "doing", "blocked")
_PEOPLE = {"P-1": "lea", "P-2": "marc", "P-3": "ines", "P-4": "karim"}
_OWNERS = tuple(_PEOPLE)


class NotPreparedError(Exception):
    """The cockpit cannot yet do what a measure needs; the message tells what it said."""


class Ground:
    """A folder for one run of the bench, with a fresh home and with stores that are prepared when first asked for."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        home = folder / "home"
        home.mkdir()
        self.environment = environment(home)
        self._to_fill: Path | None = None
        self._filled = 0

    @cached_property
    def hundred_rows(self) -> Path:
        """The SQLite file that :mod:`bench.floors.stored` reads."""
        file = self.folder / "rows.db"
        with sqlite3.connect(file) as connection:
            connection.execute("CREATE TABLE row (id INTEGER PRIMARY KEY, title, owner, state, due_on)")
            connection.executemany("INSERT INTO row (title, owner, state, due_on) VALUES (?, ?, ?, ?)", _rows(100))
        connection.close()
        return file

    @cached_property
    def altura(self) -> Path:
        """A store that holds the Altura sample.  Raises :class:`NotPreparedError`."""
        return self.imported(ALTURA, "altura.db")

    @cached_property
    def hundred_actions(self) -> Path:
        """A store of a project with 100 actions.  Raises :class:`NotPreparedError`."""
        return self._with_actions(100)

    @cached_property
    def thousand_actions(self) -> Path:
        """A store of the same project with 1,000 actions.  Raises :class:`NotPreparedError`."""
        return self._with_actions(1_000)

    @cached_property
    def ten_thousand_actions(self) -> Path:
        """A store of the same project with 10,000 actions.  Raises :class:`NotPreparedError`."""
        return self._with_actions(10_000)

    @cached_property
    def million_lines(self) -> Path:
        """A CSV with a million measurements, one a minute."""
        file = self.folder / "million.csv"
        chance = Random(_SEED)
        lines = (
            f"{time:%Y-%m-%dT%H:%M:%S}+00:00,{chance.gauss(100, 10):.2f}\n" for time in _times(1_000_000, timedelta(minutes=1))
        )
        with file.open("w", encoding="utf-8") as written:
            written.write("time,value\n")
            written.writelines(lines)
        return file

    @cached_property
    def values(self) -> Path:
        """A CSV with two columns: a hundred values, and to which of two groups each belongs."""
        file = self.folder / "values.csv"
        chance = Random(_SEED)
        lines = (f"{('control', 'pilot')[number % 2]},{chance.gauss(100, 10):.2f}\n" for number in range(100))
        file.write_text("group,value\n" + "".join(lines), encoding="utf-8")
        return file

    def store_to_fill(self) -> Path:
        """A new store of a project with one KPI, K-1, that was never measured.  Raises :class:`NotPreparedError`."""
        if self._to_fill is None:
            snapshot = self.folder / "one-kpi.toml"
            snapshot.write_text(snapshot_of_kpis(1), encoding="utf-8")
            self._to_fill = self.imported(snapshot, "one-kpi.db")
        self._filled += 1
        return Path(copyfile(self._to_fill, self.folder / f"filled-{self._filled % 2}.db"))

    @cached_property
    def sixty_kpis(self) -> Path:
        """A store of a project with 60 KPIs of 5,000 measurements, one an hour.  Raises :class:`NotPreparedError`."""
        snapshot, table = self.folder / "sixty-kpis.toml", self.folder / "sixty-kpis.csv"
        snapshot.write_text(snapshot_of_kpis(60), encoding="utf-8")
        chance = Random(_SEED)
        with table.open("w", encoding="utf-8") as written:
            written.write(",".join(("time", *(f"K-{number}" for number in range(1, 61)))) + "\n")
            for time in _times(5_000, timedelta(hours=1)):
                values = (f"{chance.gauss(100, 10):.2f}" for _ in range(60))
                written.write(",".join((f"{time:%Y-%m-%dT%H:%M:%S}+00:00", *values)) + "\n")
        store = self.imported(snapshot, "sixty-kpis.db")
        self.run(store, "kpi", "import", str(table), "--group", "pilot")
        return store

    def _with_actions(self, count: int) -> Path:
        snapshot = self.folder / f"actions-{count}.toml"
        snapshot.write_text(snapshot_of_actions(count), encoding="utf-8")
        return self.imported(snapshot, f"actions-{count}.db")

    def imported(self, snapshot: Path, name: str) -> Path:
        """A new store of this name, with the project of a snapshot.  Raises :class:`NotPreparedError`."""
        store = self.folder / name
        self.run(store, "snapshot", "import", str(snapshot))
        return store

    def run(self, store: Path, *arguments: str) -> None:
        """Run a command of the cockpit on ``store``.  Raises :class:`NotPreparedError`."""
        done = subprocess.run([*cockpit(store), *arguments], env=self.environment, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            said = done.stderr.strip().splitlines() or ["nothing"]
            raise NotPreparedError(f"`cockpit {' '.join(arguments)}` ended with {done.returncode}, saying: {said[-1]}")


def environment(home: Path) -> dict[str, str]:
    """All that a measured program gets of its surroundings: little, and the same on every machine but for PATH."""
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "LANG": "C.UTF-8",
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
        "HOME": str(home),
    }


def cockpit(store: Path) -> list[str]:
    """The command that opens the cockpit on ``store``, with the interpreter that runs the bench."""
    return [sys.executable, "-m", "cockpit", "--db", str(store)]


def record(ground: Ground, store: Path, kpi: str, value: float, on: date) -> None:
    """Record a value of a KPI, as another session would.  Raises :class:`NotPreparedError`."""
    ground.run(store, "kpi", "record", kpi, f"{value:g}", "--group", "pilot", "--on", on.isoformat())


def floor(name: str) -> list[str]:
    """The command that starts a program of :mod:`bench.floors`."""
    return [sys.executable, "-m", f"bench.floors.{name}"]


def snapshot_of_actions(count: int) -> str:
    """A snapshot, as a person would write it by hand, of a project with ``count`` actions that are not done."""
    people = (f'[[person]]\nref = "{ref}"\nhandle = "{handle}"\nname = "{handle.title()}"\n' for ref, handle in _PEOPLE.items())
    actions = (
        f'[[action]]\ntitle = "{title}"\nowner = "{owner}"\nstate = "{state}"\ndue_on = {due_on}\n'
        for title, owner, state, due_on in _rows(count)
    )
    return "\n".join(('[project]\nkey = "BENCH"\ntitle = "Bench"\n', *people, *actions))


def snapshot_of_kpis(count: int) -> str:
    """A snapshot of a project with ``count`` KPIs, K-1 and so on, each with a target."""
    kpis = (
        f'[[kpi]]\nref = "K-{number}"\ntitle = "Orders of shop {number:02}"\nunit = "%"\ntarget = 101.0\n'
        for number in range(1, count + 1)
    )
    return "\n".join(('[project]\nkey = "BENCH"\ntitle = "Bench"\n', *kpis))


def _times(count: int, step: timedelta) -> Iterator[datetime]:
    return (_FIRST_MEASURED + number * step for number in range(count))


def titles(snapshot: Path, kind: str) -> list[str]:
    """What the rows of ``kind`` in a snapshot are called."""
    return [row["title"] for row in tomllib.loads(snapshot.read_text(encoding="utf-8"))[kind]]


def actions_by_due(count: int) -> list[str]:
    """The titles of ``count`` actions made here as the Actions screen lists them: by their due dates, then by their refs."""
    return [title for title, _owner, _state, _due in sorted(_rows(count), key=itemgetter(3))]


def _rows(count: int) -> list[tuple[str, str, str, str]]:
    """Title, owner, state and due date of ``count`` rows, always the same ones."""
    return [
        (
            f"{ACTION} {number:05}",
            _OWNERS[number % len(_OWNERS)],
            _STATES[number % len(_STATES)],
            (_FIRST_DUE + timedelta(days=number % 400)).isoformat(),
        )
        for number in range(1, count + 1)
    ]
