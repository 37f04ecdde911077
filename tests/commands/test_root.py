"""What all commands share: help, versions, wrong usage, languages, and streams that are not what they should be."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from cockpit import __version__
from cockpit.commands.session import Session
from cockpit.language import _
from tests.command_line import COMMANDS, ROOT, CommandLine


def test_the_version_is_told(cockpit: CommandLine) -> None:
    assert cockpit.done("--version").lines == [f"cockpit {__version__}"]


def test_help_lists_every_command(cockpit: CommandLine) -> None:
    answer = cockpit.done("--help")

    assert answer.err == ""
    listed = {line.split()[0] for line in answer.out.partition("Commands:")[2].splitlines() if line}
    assert listed >= {"demo", "log", "project", "readiness", "redo", "snapshot", "undo"}
    words = " ".join(answer.out.split())
    assert all(" ".join(command.help.split()) in words for path, command in COMMANDS.items() if len(path) == 1)
    assert cockpit.done("-h").out == answer.out


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_every_command_and_every_option_has_its_help(cockpit: CommandLine, path: tuple[str, ...]) -> None:
    answer = cockpit.done(*path, "--help")

    assert COMMANDS[path].help
    assert answer.lines[0].startswith("Usage: " + " ".join(("cockpit", *path)))
    for parameter in COMMANDS[path].params:
        assert parameter.help
        assert parameter.help.split()[0] in answer.out


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_help_speaks_the_language_asked_for(cockpit: CommandLine, path: tuple[str, ...]) -> None:
    words = " ".join(cockpit.done("--lang", "fr", *path, "--help").out.split())

    assert " ".join(_(COMMANDS[path].help).split()) in words
    for parameter in COMMANDS[path].params:
        assert " ".join(_(parameter.help).split()) in words


WRONG = {
    "an unknown command": ("launch",),
    "an unknown command of a group": ("project", "launch"),
    "an unknown option": ("--launch",),
    "an unknown option of a command": ("log", "--launch"),
    "a missing argument": ("snapshot", "import"),
    "an argument too many": ("undo", "twice"),
    "a missing value": ("log", "--since"),
    "a value for a flag": ("log", "--json=yes"),
    "a missing value of a global option": ("--db",),
    "control characters": ("\x1b[31mlaunch\nnow",),
}


@pytest.mark.parametrize("arguments", WRONG.values(), ids=WRONG)
def test_wrong_usage_is_told_in_a_line_that_names_the_help(cockpit: CommandLine, arguments: tuple[str, ...]) -> None:
    answer = cockpit(*arguments)

    assert (answer.code, answer.out, len(answer.messages)) == (2, "", 1)
    assert answer.err.startswith("cockpit: ")
    assert "--help”" in answer.err
    assert "\x1b" not in answer.err


@pytest.mark.parametrize("group", ["project", "snapshot"])
def test_a_group_without_a_command_shows_its_help(cockpit: CommandLine, group: str) -> None:
    answer = cockpit(group)

    assert (answer.code, answer.out) == (2, "")
    assert answer.err == cockpit.done(group, "--help").out


def test_messages_and_tables_speak_the_language_asked_for(cockpit: CommandLine) -> None:
    cockpit.done("project", "new", "ALTURA", "Altura")

    listed = cockpit.done("--lang", "fr", "project", "list")
    assert listed.lines[0].split() == [_("Key"), _("Title"), _("Phase"), _("Status")]
    assert _("definition") in listed.lines[1]

    refused = cockpit("--lang=fr", "undo", "twice")
    assert refused.messages == [
        "cockpit: "
        + _("{error}; see “{command}”").format(
            error=_("too many arguments: {arguments}").format(arguments="twice"), command="cockpit undo --help"
        )
    ]


def test_the_environment_chooses_the_language_where_no_option_does(cockpit: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COCKPIT_LANG", "fr")
    in_french = cockpit.done("--help").out

    assert in_french == cockpit.done("--lang", "fr", "--help").out
    monkeypatch.delenv("COCKPIT_LANG")
    monkeypatch.setenv("LC_ALL", "fr_CA.UTF-8")
    assert cockpit.done("--help").out == in_french


def test_a_language_that_is_not_spoken_is_told_and_passed_over(cockpit: CommandLine) -> None:
    cockpit.done("project", "new", "ALTURA", "Altura")

    answer = cockpit.done("--lang", "de", "project", "list")

    assert answer.messages == ["There is no language “de”; there are: en, fr"]
    assert answer.lines[0].split() == ["Key", "Title", "Phase", "Status"]


def test_ctrl_c_stops_without_a_traceback(cockpit: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Session, "store", interrupted)
    answer = cockpit("log")

    assert (answer.code, answer.out) == (130, "")
    assert answer.messages == ["cockpit: stopped; nothing more was done"]


def test_ctrl_c_in_the_middle_of_reading_stops_without_a_traceback(cockpit: CommandLine, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.toml"
    os.mkfifo(pipe)
    started = subprocess.Popen(
        [sys.executable, "-m", "cockpit", "snapshot", "check", str(pipe)],
        cwd=ROOT, env={**os.environ, **cockpit.environment}, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8",
    )  # fmt: skip
    with pipe.open("w"):  # Which waits until the other end is being read.
        started.send_signal(signal.SIGINT)
        out, err = started.communicate(timeout=60)

    assert (started.returncode, out) == (130, "")
    assert err.splitlines() == ["cockpit: stopped; nothing more was done"]


def test_a_mistake_in_the_program_itself_is_told_in_a_line(cockpit: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    def mistaken(*_: object, **__: object) -> None:
        raise ValueError("three\nlines\x1b[31m")

    monkeypatch.setattr(Session, "store", mistaken)
    answer = cockpit("log")

    assert (answer.code, answer.out, len(answer.messages)) == (1, "", 1)
    assert "ValueError: three lines (test_root.py, " in answer.err


@pytest.fixture
def large(cockpit: CommandLine) -> CommandLine:
    """A store whose log and snapshot are larger than what a pipe takes before its reader reads."""
    summary = "a long line of words, é\\n" * 700
    people = "".join(f'[[person]]\nname = "Person {number}"\n' for number in range(2500))
    cockpit.done(
        "snapshot", "import", cockpit.written("altura.toml", f'[project]\ntitle = "Altura"\nsummary = "{summary}"\n{people}')
    )
    return cockpit


@pytest.mark.parametrize("command", ["log", "log --json", "snapshot export", "project show"])
def test_a_reader_that_has_seen_enough_is_no_error(large: CommandLine, command: str) -> None:
    ended = subprocess.run(
        ["bash", "-c", f"{sys.executable} -m cockpit {command} | head -1; exit ${{PIPESTATUS[0]}}"],
        cwd=ROOT, env={**os.environ, **large.environment}, capture_output=True, encoding="utf-8", timeout=60, check=False,
    )  # fmt: skip

    assert (ended.returncode, ended.stderr) == (0, "")
    assert len(ended.stdout.splitlines()) == 1


def test_a_reader_that_is_gone_does_not_change_the_answer(cockpit: CommandLine) -> None:
    cockpit.done("project", "new", "ALTURA", "Altura")
    ended = subprocess.run(
        ["bash", "-c", f"{sys.executable} -m cockpit readiness --check | true; exit ${{PIPESTATUS[0]}}"],
        cwd=ROOT, env={**os.environ, **cockpit.environment}, capture_output=True, encoding="utf-8", timeout=60, check=False,
    )  # fmt: skip

    assert (ended.returncode, ended.stderr) == (11, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device here")
def test_an_output_that_takes_nothing_is_told(cockpit: CommandLine) -> None:
    cockpit.done("project", "new", "ALTURA", "Altura")
    with Path("/dev/full").open("wb") as full:
        ended = subprocess.run(
            [sys.executable, "-m", "cockpit", "log"], cwd=ROOT, env={**os.environ, **cockpit.environment},
            stdout=full, stderr=subprocess.PIPE, encoding="utf-8", timeout=60, check=False,
        )  # fmt: skip

    assert ended.returncode == 1
    assert ended.stderr.splitlines() == ["cockpit: The output cannot be written: No space left on device"]


@pytest.mark.parametrize("closed", ["1", "2"])
def test_a_stream_that_is_closed_is_done_without(cockpit: CommandLine, closed: str) -> None:
    cockpit.done("project", "new", "ALTURA", "Altura")
    ended = subprocess.run(
        ["bash", "-c", f"{sys.executable} -m cockpit undo {closed}>&-"],
        cwd=ROOT, env={**os.environ, **cockpit.environment}, capture_output=True, encoding="utf-8", timeout=60, check=False,
    )  # fmt: skip

    assert ended.returncode == 1
    assert "Traceback" not in ended.stderr


def test_a_terminal_that_lacks_letters_gets_question_marks_and_files_get_utf_8(cockpit: CommandLine) -> None:
    cockpit.done("project", "new", "ALTURA", "Café")
    ascii_only = {"PYTHONIOENCODING": "ascii"}

    shown = cockpit.process("project", "show", environment=ascii_only)
    assert (shown.code, shown.err) == (0, "")
    assert "Project: Caf?" in shown.lines

    told = cockpit.process("project", "launch", environment=ascii_only)
    assert (told.code, len(told.messages)) == (2, 1)

    assert cockpit.process("snapshot", "export", environment=ascii_only).out == cockpit.done("snapshot", "export").out
    listed = cockpit.process("project", "list", "--json", environment=ascii_only)
    assert json.loads(listed.out)[0]["title"] == "Café"


@pytest.mark.parametrize(
    "command", ["project list", "project list --json", "project show", "log", "log --json", "snapshot export"]
)
def test_what_another_program_wrote_into_the_store_cannot_steer_the_terminal(cockpit: CommandLine, command: str) -> None:
    cockpit.done("project", "new", "ALTURA", "Altura")
    hostile = "Alt\x1b]0;owned\x07\x9b31mura\u202e\x7f"
    with closing(sqlite3.connect(cockpit.store)) as store, store:
        store.execute("UPDATE project SET title = ?", [hostile])
        store.execute("UPDATE batch SET who = ?, note = ?", [hostile, hostile])

    shown = cockpit.done(*command.split()).out

    assert "ura" in shown
    assert not set(shown) & set("\x1b\x07\x9b\u202e\x7f")
