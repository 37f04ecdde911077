"""The command line as its users meet it: what goes to stdout, what to stderr, and the exit code."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import typer

from cockpit.__main__ import main
from cockpit.commands.root import app

ROOT = Path(__file__).parents[1]


def _commands(command: Any, *path: str) -> Iterator[tuple[tuple[str, ...], Any]]:
    yield path, command
    for name, below in getattr(command, "commands", {}).items():
        yield from _commands(below, *path, name)


COMMANDS = dict(_commands(typer.main.get_command(app)))
"""Every command by the words that call it, the program itself by none."""


@dataclass(frozen=True)
class Answer:
    """What a call came to."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        """The lines of stdout."""
        return self.out.splitlines()

    @property
    def messages(self) -> list[str]:
        """The lines of stderr."""
        return self.err.splitlines()

    @property
    def json(self) -> Any:
        """What stdout holds as JSON."""
        return json.loads(self.out)


@dataclass(frozen=True)
class CommandLine:
    """Calls ``cockpit`` on a store of its own: in this process when called, in one of its own with :meth:`process`."""

    folder: Path
    monkeypatch: pytest.MonkeyPatch
    capsys: pytest.CaptureFixture[str]

    @property
    def store(self) -> Path:
        """The store, which is not there before something has made it."""
        return self.folder / "cockpit.db"

    def set_up(self) -> None:
        """Have nothing of the user's own reach the program, and nothing of the program's the user's own."""
        for name, value in self.environment.items():
            self.monkeypatch.setenv(name, value)

    @property
    def environment(self) -> Mapping[str, str]:
        """The variables that the program heeds."""
        home = {"HOME": str(self.folder), "XDG_DATA_HOME": str(self.folder), "XDG_CONFIG_HOME": str(self.folder)}
        return {**home, "COCKPIT_DB": str(self.store), "COCKPIT_USER": "lea", "COCKPIT_LANG": "en", "LANGUAGE": "en"}

    def __call__(self, *arguments: str | Path) -> Answer:
        self.capsys.readouterr()
        self.monkeypatch.setattr(sys, "argv", ["cockpit", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            main()
        written = self.capsys.readouterr()
        return Answer(int(ended.value.code or 0), written.out, written.err)

    def done(self, *arguments: str | Path) -> Answer:
        """A call that has to succeed."""
        answer = self(*arguments)
        assert answer.code == 0, answer.err
        return answer

    def process(self, *arguments: str | Path, environment: Mapping[str, str] | None = None, **options: Any) -> Answer:
        """A call in a process of its own, without a terminal."""
        ended = subprocess.run(
            [sys.executable, "-m", "cockpit", *map(str, arguments)],
            cwd=ROOT,
            env={**os.environ, **self.environment, **(environment or {})},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            timeout=60,
            check=False,
            **options,
        )
        return Answer(ended.returncode, ended.stdout, ended.stderr)

    def written(self, name: str, content: str | bytes) -> Path:
        """A file with this content."""
        path = self.folder / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path


def refused(answer: Answer, *parts: str | Path) -> None:
    """Hold a call to have been refused in one line that has these parts."""
    assert answer.code == 1, answer
    assert answer.out == ""
    (line,) = answer.messages
    assert line.startswith("cockpit: ")
    assert "Traceback" not in line
    assert "went wrong in the cockpit itself" not in line
    for part in parts:
        assert str(part) in line


def files(folder: Path) -> dict[str, bytes]:
    """Every file with its content; an empty write-ahead log and the index of one, which reading leaves behind, hold none."""
    found = {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    return {name: content for name, content in found.items() if not name.endswith("-shm") and (content or "-wal" not in name)}
