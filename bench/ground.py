"""Where the measured programs run: their environment, and the files that they open."""

import os
import sqlite3
import subprocess
import sys
import tomllib
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path

ALTURA = Path("sample_projects/altura.toml")

ACTION = "Check order point"
"""How the titles of the actions made here begin."""

_FIRST_DUE = date(2026, 1, 5)
_STATES = ("to_do", "doing", "blocked")
_PEOPLE = {"P-1": "lea", "P-2": "marc", "P-3": "ines", "P-4": "karim"}
_OWNERS = tuple(_PEOPLE)


class NotPreparedError(Exception):
    """The cockpit cannot yet do what a measure needs; the message tells what it said."""


class Ground:
    """A folder for one run of the bench, with a fresh home and with stores that are prepared when first asked for."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        home = folder / "home"
        home.mkdir()
        self.environment = environment(home)

    @cached_property
    def hundred_rows(self) -> Path:
        """The SQLite file that :mod:`bench.floors.stored` reads."""
        file = self._folder / "rows.db"
        with sqlite3.connect(file) as connection:
            connection.execute("CREATE TABLE row (id INTEGER PRIMARY KEY, title, owner, state, due_on)")
            connection.executemany("INSERT INTO row (title, owner, state, due_on) VALUES (?, ?, ?, ?)", _rows(100))
        connection.close()
        return file

    @cached_property
    def altura(self) -> Path:
        """A store that holds the Altura sample.  Raises :class:`NotPreparedError`."""
        return self._imported(ALTURA, "altura.db")

    @cached_property
    def hundred_actions(self) -> Path:
        """A store of a project with 100 actions.  Raises :class:`NotPreparedError`."""
        return self._with_actions(100)

    @cached_property
    def ten_thousand_actions(self) -> Path:
        """A store of the same project with 10,000 actions.  Raises :class:`NotPreparedError`."""
        return self._with_actions(10_000)

    def _with_actions(self, count: int) -> Path:
        snapshot = self._folder / f"actions-{count}.toml"
        snapshot.write_text(snapshot_of_actions(count), encoding="utf-8")
        return self._imported(snapshot, f"actions-{count}.db")

    def _imported(self, snapshot: Path, name: str) -> Path:
        store = self._folder / name
        command = [*cockpit(store), "snapshot", "import", str(snapshot)]
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            said = done.stderr.strip().splitlines() or ["nothing"]
            asked = f"`cockpit snapshot import {snapshot.name}`"
            raise NotPreparedError(f"{asked} ended with {done.returncode}, saying: {said[-1]}")
        return store


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


def snapshot_of_actions(count: int) -> str:
    """A snapshot, as a person would write it by hand, of a project with ``count`` actions that are not done."""
    people = (f'[[person]]\nref = "{ref}"\nhandle = "{handle}"\nname = "{handle.title()}"\n' for ref, handle in _PEOPLE.items())
    actions = (
        f'[[action]]\ntitle = "{title}"\nowner = "{owner}"\nstate = "{state}"\ndue_on = {due_on}\n'
        for title, owner, state, due_on in _rows(count)
    )
    return "\n".join(('[project]\nkey = "BENCH"\ntitle = "Bench"\n', *people, *actions))


def titles(snapshot: Path, kind: str) -> list[str]:
    """What the rows of ``kind`` in a snapshot are called."""
    return [row["title"] for row in tomllib.loads(snapshot.read_text(encoding="utf-8"))[kind]]


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
