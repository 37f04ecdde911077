"""Whatever comes in instead of a store, a snapshot or a terminal: one line says so, the exit code is 1, and nothing is lost."""

import os
import pty
import random
import subprocess
import sys
from collections.abc import Callable, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import cockpit.door
from cockpit.settings import Settings, read_settings
from cockpit.store import Store
from cockpit.store.opening import SCHEMA
from tests.command_line import ROOT, Answer, CommandLine, files, refused
from tests.sound_store import SNAPSHOT, Sound

# Stores


@dataclass(frozen=True)
class Case:
    """A damaged or strange store: what becomes of a sound one, and what is said of it."""

    spoil: Callable[[bytes], bytes]
    told: str
    log: bool = False


def middle(content: bytes) -> bytes:
    """Rubbish in every page but the first and the last."""
    return content[:4096] + b"\xff" * (len(content) - 8192) + content[-4096:]


def half(content: bytes) -> bytes:
    return content[: len(content) // 2]


def header(content: bytes) -> bytes:
    return random.Random(7).randbytes(100) + content[100:]


def fields(content: bytes) -> bytes:
    """A header that begins as it should, and goes on with rubbish."""
    return content[:16] + random.Random(7).randbytes(84) + content[100:]


def first_page(content: bytes) -> bytes:
    return content[:100] + b"\xff" * 3996 + content[4096:]


def newer(content: bytes) -> bytes:
    """The version of the schema stands in bytes 60 to 63 of the header."""
    return content[:60] + (4000).to_bytes(4, "big") + content[64:]


def strange(content: bytes) -> bytes:
    """The number of the program that made it stands in bytes 68 to 71."""
    return content[:68] + bytes(4) + content[72:]


STORES: Mapping[str, Case] = {
    "empty": Case(lambda content: b"", "is empty"),
    "empty beside a log": Case(lambda content: b"", "is empty", log=True),
    "a text": Case(lambda content: SNAPSHOT.encode(), "not a SQLite file"),
    "cut off in the middle": Case(half, "is damaged (the end of the file is missing)"),
    "cut off in the middle beside a log": Case(half, "is damaged", log=True),
    "cut off in the header": Case(lambda content: content[:50], "is damaged (the end of the file is missing)"),
    "of another program": Case(strange, "another program"),
    "of another program beside a log": Case(strange, "another program", log=True),
    "newer": Case(newer, f"newer cockpit (schema 4,000, this one knows {SCHEMA})"),
    "newer beside a log": Case(newer, "newer cockpit", log=True),
    "a corrupt header": Case(header, "not a SQLite file"),
    "a corrupt header beside a log": Case(header, "not a SQLite file", log=True),
    "corrupt fields of the header": Case(fields, "is damaged"),
    "corrupt fields of the header beside a log": Case(fields, "is damaged", log=True),
    "a corrupt schema": Case(first_page, "is damaged"),
    "a corrupt schema beside a log": Case(first_page, "is damaged", log=True),
    "corrupt in the middle": Case(middle, "is damaged"),
    "corrupt in the middle beside a log": Case(middle, "is damaged", log=True),
}

COMMANDS: Mapping[str, tuple[str, ...]] = {
    "the screens": (),
    "project list": ("project", "list"),
    "project show": ("project", "show", "--json"),
    "project new": ("project", "new", "NORD", "Nord"),
    "project archive": ("project", "archive"),
    "readiness": ("readiness", "--check"),
    "standup": ("standup",),
    "log": ("log",),
    "kpi list": ("kpi", "list"),
    "kpi watch": ("kpi", "watch", "--once"),
    "kpi trust": ("kpi", "trust"),
    "undo": ("undo",),
    "redo": ("redo",),
    "export to stdout": ("snapshot", "export"),
    "export to a file": ("snapshot", "export", "-o", "out.toml"),
    "import": ("snapshot", "import", "in.toml"),
    "import and replace": ("snapshot", "import", "--replace", "in.toml"),
}
WRITING = {"kpi watch", "project new", "project archive", "undo", "redo", "import", "import and replace"}


@pytest.fixture
def screens(monkeypatch: pytest.MonkeyPatch) -> None:
    """Has the screens open their store, as they do in a terminal, and end."""

    def run(source: Callable[[], tuple[Store, str]], drafts_folder: Path | None = None) -> int:
        store, project = source()
        with closing(store):
            store.load(project)
        return 0

    monkeypatch.setattr(cockpit.door, "run", run)


@pytest.fixture
def call(cockpit: CommandLine, screens: None, tmp_path: Path) -> Callable[[str], Answer]:
    """Runs a command by its name above, in a folder with a snapshot."""
    cockpit.monkeypatch.chdir(tmp_path)
    cockpit.written("in.toml", SNAPSHOT)
    return lambda name: cockpit(*COMMANDS[name])


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("case", STORES)
def test_a_store_that_is_none_is_told_in_a_line_and_left_as_it_is(
    cockpit: CommandLine, call: Callable[[str], Answer], sound: Sound, tmp_path: Path, case: str, command: str
) -> None:
    spoilt = STORES[case]
    cockpit.store.write_bytes(spoilt.spoil(sound.file if spoilt.log else sound.folded))
    if spoilt.log:
        cockpit.written("cockpit.db-wal", sound.log)
    before = files(tmp_path)

    answer = call(command)

    refused(answer, cockpit.store, spoilt.told)
    assert files(tmp_path) == before


@pytest.mark.parametrize("command", sorted(COMMANDS.keys() - {"project new", "import", "import and replace"}))
def test_a_store_that_is_not_there_is_not_made_unasked(
    cockpit: CommandLine, call: Callable[[str], Answer], tmp_path: Path, command: str
) -> None:
    before = files(tmp_path)

    refused(call(command), cockpit.store, "cockpit project new KEY TITLE", "cockpit demo")
    assert files(tmp_path) == before


@pytest.mark.parametrize("command", COMMANDS)
def test_a_folder_is_no_store(cockpit: CommandLine, call: Callable[[str], Answer], command: str) -> None:
    cockpit.store.mkdir()

    refused(call(command), f"{cockpit.store} is a folder", "name a file in it")
    assert not list(cockpit.store.iterdir())


@pytest.mark.parametrize("command", COMMANDS)
def test_a_store_that_may_only_be_read_is_read_and_not_written(
    cockpit: CommandLine, call: Callable[[str], Answer], sound: Sound, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    # The superuser may write anything: the permission is read off the file's mode, as it holds for everybody else.
    monkeypatch.setattr(os, "access", lambda file, mode: bool(Path(file).stat().st_mode & (mode << 6)))
    cockpit.store.write_bytes(sound.folded)
    cockpit.store.chmod(0o400)

    answer = call(command)

    if command in WRITING:
        refused(answer, cockpit.store, "already; with --replace" if command == "import" else "open for reading only")
    else:
        assert answer.code in (0, 11), answer
        assert answer.err == "" or "is written to out.toml" in answer.err
    assert cockpit.store.read_bytes() == sound.folded


def test_rubbish_anywhere_in_a_store_never_ends_in_a_traceback(
    cockpit: CommandLine, call: Callable[[str], Answer], sound: Sound
) -> None:
    chance = random.Random(20260302)
    told = 0
    for command in [*COMMANDS] * 4:
        content = bytearray(sound.folded)
        for _ in range(chance.choice((1, 5, 50))):
            content[chance.randrange(len(content))] = chance.randrange(256)
        page = chance.randrange(1, len(content) // 4096) * 4096
        content[page : page + 4096] = chance.randbytes(4096)
        for path in cockpit.folder.glob("cockpit.db*"):
            path.unlink()
        cockpit.store.write_bytes(content)

        answer = call(command)

        assert "Traceback" not in answer.err
        assert answer.code in (0, 1, 11, 12)
        if answer.code == 1:
            assert 1 <= len(answer.messages) <= 2  # What stands in the way of an undo is told with what to do instead.
            told += 1
    assert told


# Snapshots


def activities(*links: tuple[int, int]) -> str:
    rows = "".join(f'[[activity]]\ntitle = "Activity {number}"\nref = "AC-{number}"\n' for number in (1, 2, 3))
    return rows + "".join(f'[[activity_link]]\npredecessor = "AC-{one}"\nsuccessor = "AC-{two}"\n' for one, two in links)


PROJECT = '[project]\ntitle = "Altura"\n'
TEXTS: Mapping[str, tuple[bytes | str, tuple[str, ...]]] = {
    "no TOML": ("Dear all,\nthe plan is attached.\n", ("line 1", "no TOML")),
    "JSON": ('{"project": {"title": "Altura"}}', ("line 1", "no TOML")),
    "lists nested 500 deep": (PROJECT + "x = " + "[" * 500 + "]" * 500, ("in.toml", "nested too deep")),
    "tables nested 500 deep": (PROJECT + "x = " + "{a = " * 500 + "1" + "}" * 500, ("in.toml", "nested too deep")),
    "tables nested 5,000 deep by dots": (PROJECT + ".".join("a" * 5000) + " = 1", ("line 3", "no field “a”")),
    "an integer of 5,000 digits": (PROJECT + "[[wave]]\ntitle = 'One'\nnumber = " + "9" * 5000, ("line 5", "too many digits")),
    "a duplicate key": (PROJECT + 'title = "Again"\n', ("line 3", "“title”", "second time")),
    "a duplicate table": (PROJECT + PROJECT, ("line 3", "“project”", "second time")),
    "a duplicate ref": (PROJECT + 2 * '[[person]]\nname = "Léa"\nref = "P-1"\n', ("line 8", "P-1", "another row")),
    "a reference to nothing": (PROJECT + 'lead = "P-9"\n', ("line 3", "P-9", "refers to nothing")),
    "a cycle of activities": (PROJECT + activities((1, 2), (2, 3), (3, 1)), ("activity_link[3]", "in a circle", "Activity 1")),
    "a newer format": ("[snapshot]\nformat = 2\n" + PROJECT, ("format 2", "up to 1", "update cockpit")),
    "a format that is none": ('[snapshot]\nformat = "new"\n' + PROJECT, ("line 2", "format", "whole number")),
    "nothing": ("", ("in.toml", "is empty")),
    "blanks": (" \n\n", ("in.toml", "is empty")),
    "a binary": (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", ("not a text",)),
    "a binary without a NUL": (bytes(range(128, 256)), ("UTF-8",)),
    "a store": (b"SQLite format 3\x00" + bytes(4000), ("not a text",)),
    "UTF-16": (PROJECT.encode("utf-16"), ("UTF-16", "save it as UTF-8")),
    "Windows-1252": ('[project]\ntitle = "Café"\n'.encode("cp1252"), ("line 2", "byte E9", "UTF-8")),
    "cut off": (PROJECT + 'summary = """\nWhat', ("line 4", "cut off")),
    "no project": ('[[person]]\nname = "Léa"\n', ("[project]",)),
    "an unknown table": (PROJECT + '[[risks]]\ntitle = "Peak"\n', ("line 3", "“risks”")),
    "an unknown field": (PROJECT + 'colour = "red"\n', ("line 3", "“colour”")),
    "a value out of bounds": (
        PROJECT + '[[risk]]\ntitle = "Peak"\ninherent_likelihood = 6\ninherent_impact = 1\n', ("line 5", "“6”", "1 to 5"),
    ),
    "a number that is infinite": (PROJECT + "[[kpi]]\ntitle = 'x'\ntarget = inf\n", ("line 5", "“inf”")),
    "a date out of the calendar": (PROJECT + "[[wave]]\ntitle = 'x'\nnumber = 1\nstarts_on = 2026-02-30\n", ("line 6",)),
    "escapes": (PROJECT + '"\\u001b[31mred" = 1\n', ("line 3", "“red”")),
    "a history that does not fit": (
        PROJECT + "[[history]]\nuid = '1'\nat = 2026-03-01T00:00:00Z\nwho = 'lea'\ndeed = 'edit'\nchanges = []\n", ("line 3",),
    ),
}  # fmt: skip


@pytest.mark.parametrize("words", [("check",), ("import",), ("import", "--replace")], ids=" ".join)
@pytest.mark.parametrize("case", TEXTS)
def test_a_snapshot_that_is_none_is_told_in_a_line(
    cockpit: CommandLine, sound: Sound, tmp_path: Path, case: str, words: tuple[str, ...]
) -> None:
    content, told = TEXTS[case]
    file = cockpit.written("in.toml", content)
    nowhere = files(tmp_path)

    refused(cockpit("snapshot", *words, file), *told)
    assert files(tmp_path) == nowhere

    cockpit.store.write_bytes(sound.folded)
    refused(cockpit("snapshot", *words, file), *told)
    assert cockpit.store.read_bytes() == sound.folded


def test_every_problem_of_a_snapshot_has_a_line_of_its_own(cockpit: CommandLine) -> None:
    file = cockpit.written("in.toml", PROJECT + 'lead = "P-9"\ncolour = "red"\n[[risk]]\ntitle = "x"\ninherent_likelihood = 9\n')

    answer = cockpit("snapshot", "import", file)

    assert (answer.code, answer.out) == (1, "")
    for line, number, word in zip(answer.messages, (3, 4, 5, 7), ("P-9", "colour", "missing", "“9”"), strict=True):
        assert line.startswith(f"cockpit: line {number}, ")
        assert word in line


@pytest.mark.parametrize(
    ("place", "told"),
    [("", "is a folder"), ("missing.toml", "There is no file"), ("in.toml/x.toml", "There is no file")],
    ids=["a folder", "a missing file", "a file below a file"],
)
def test_a_file_that_is_none_is_told_in_a_line(cockpit: CommandLine, tmp_path: Path, place: str, told: str) -> None:
    cockpit.written("in.toml", PROJECT)
    before = files(tmp_path)

    for words in (("check",), ("import",), ("import", "--replace")):
        refused(cockpit("snapshot", *words, tmp_path / place), tmp_path / place, told)
    assert files(tmp_path) == before


# Settings


@pytest.mark.parametrize(
    "case", ["no TOML", "JSON", "lists nested 500 deep", "an integer of 5,000 digits", "a binary", "UTF-16", "cut off"]
)
def test_settings_that_are_none_are_told_and_done_without(cockpit: CommandLine, case: str) -> None:
    content, _ = TEXTS[case]
    path = cockpit.written("config.toml", content)

    settings = read_settings(path)

    assert [problem.where for problem in settings.problems] == [str(path)]
    assert settings == Settings(problems=settings.problems)


# Terminals


TERMINALS = [(), ("demo",), ("demo", "--keep"), ("--read-only", "--lang", "en"), ("--project", "ALTURA", "demo", "altura")]


@pytest.mark.parametrize("arguments", TERMINALS, ids=" ".join)
def test_piped_input_is_no_terminal(cockpit: CommandLine, sound: Sound, arguments: tuple[str, ...]) -> None:
    cockpit.store.write_bytes(sound.folded)
    started = start(cockpit, *arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    # The pipe stays open and empty: whoever waits for something to come through it waits for ever.
    assert started.wait(timeout=30) == 1
    assert started.stdin
    started.stdin.close()
    refused(answer_of(started), "needs a terminal")
    assert files(cockpit.folder) == {str(cockpit.store): sound.folded}


def test_redirected_output_is_no_terminal(cockpit: CommandLine) -> None:
    master, slave = pty.openpty()
    started = start(cockpit, "demo", stdin=slave, stdout=subprocess.PIPE)
    os.close(slave)

    assert started.wait(timeout=30) == 1
    os.close(master)
    refused(answer_of(started), "needs a terminal")


@pytest.mark.parametrize("closed", ["0<&-", "2>/dev/null", "0<&- 1>&-"])
def test_a_terminal_without_all_its_streams_is_none(cockpit: CommandLine, closed: str) -> None:
    code, shown = in_a_terminal(cockpit, "bash", "-c", f"{sys.executable} -m cockpit demo {closed}")

    assert code == 1
    assert "/dev/null" in closed or "needs a terminal" in shown
    assert "\x1b" not in shown


@pytest.mark.parametrize(
    "case", ["a text", "newer", "newer beside a log", "corrupt in the middle", "corrupt in the middle beside a log"]
)
def test_a_terminal_is_given_back_before_it_is_told_why(cockpit: CommandLine, sound: Sound, case: str) -> None:
    spoilt = STORES[case]
    cockpit.store.write_bytes(spoilt.spoil(sound.file if spoilt.log else sound.folded))
    if spoilt.log:
        cockpit.written("cockpit.db-wal", sound.log)
    before = files(cockpit.folder)

    code, shown = in_a_terminal(cockpit, sys.executable, "-m", "cockpit")

    assert code == 1
    assert "Traceback" not in shown
    last = shown.replace("\r\n", "\n").rpartition("\x1b[?1049l")[2].rpartition("\x1b")[2]
    assert last.partition("cockpit: ")[2].startswith(str(cockpit.store))
    assert spoilt.told in last
    assert last.count("\n") == 1
    assert files(cockpit.folder) == before


def in_a_terminal(cockpit: CommandLine, *command: str) -> tuple[int, str]:
    """Run a command in a terminal until it ends by itself; its exit code, and all that it wrote there."""
    master, slave = pty.openpty()
    started = subprocess.Popen(
        command, cwd=ROOT, env={**os.environ, **cockpit.environment, "TERM": "xterm-256color"},
        stdin=slave, stdout=slave, stderr=slave, start_new_session=True,
    )  # fmt: skip
    os.close(slave)
    shown = b""
    with suppress(OSError):  # How a terminal says that nobody is there any more.
        while piece := os.read(master, 65536):
            shown += piece
    os.close(master)
    return started.wait(timeout=30), shown.decode("utf-8", "replace")


def start(cockpit: CommandLine, *arguments: str, **streams: Any) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "cockpit", *arguments],
        cwd=ROOT, env={**os.environ, **cockpit.environment}, stderr=subprocess.PIPE, encoding="utf-8", **streams,
    )  # fmt: skip


def answer_of(ended: subprocess.Popen[str]) -> Answer:
    assert ended.stdout
    assert ended.stderr
    with ended.stdout, ended.stderr:
        return Answer(ended.returncode, ended.stdout.read(), ended.stderr.read())
