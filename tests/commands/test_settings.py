"""The user's settings as a command tells them: what is taken, and what is wrong with each line."""

import pytest

from tests.command_line import CommandLine

SLIPS = """theme = "mauve"

[keys]
"app.undo" = "s"
table.sort = "S"
"table.filer" = "x"
form.save = "Q"
colour = 3
"""


@pytest.fixture(autouse=True)
def _plain(cockpit: CommandLine) -> None:
    for name in ("TERM", "COLORTERM", "NO_COLOR", "SSH_CONNECTION", "LC_ALL", "LC_CTYPE"):
        cockpit.monkeypatch.delenv(name, raising=False)
    cockpit.monkeypatch.setenv("TERM", "xterm-256color")
    cockpit.monkeypatch.setenv("LANG", "en_GB.UTF-8")


def test_settings_without_a_file_are_those_that_fit_the_terminal(cockpit: CommandLine) -> None:
    file = cockpit.folder / "none.toml"
    cockpit.monkeypatch.setenv("COCKPIT_CONFIG", str(file))
    assert cockpit.done("settings").lines == [
        f"Settings: {file}, which is not there", "Theme: cockpit-dark", "Signs: all",
    ]  # fmt: skip
    cockpit.monkeypatch.setenv("SSH_CONNECTION", "10.0.0.1 1 10.0.0.2 22")
    cockpit.monkeypatch.setenv("LANG", "C")
    assert cockpit.done("settings").lines[1:] == ["Theme: ansi-dark", "Signs: ascii"]
    assert ["u", "Undo", "app.undo"] in [line.split() for line in cockpit.done("settings", "--keys").lines]


def test_every_slip_is_told_with_its_line_and_what_holds_instead(cockpit: CommandLine) -> None:
    cockpit.monkeypatch.setenv("COCKPIT_CONFIG", str(cockpit.written("config.toml", SLIPS)))
    answer = cockpit("settings")
    assert answer.code == 1
    assert answer.lines[-1].split() == ["S", "Sort", "table.sort"]
    told = [
        "cockpit: line 1, theme: There is no theme “mauve”; there are ansi-dark, ",
        "cockpit: line 4, keys.app.undo: app.undo: “s” is the key of mode.standup too (Stand-up)",
        "cockpit: line 6, keys.table.filer: There is nothing called “table.filer”",
        "cockpit: line 7, keys.form.save: form.save: “Q” is typed where it would be at work; it keeps ctrl+s",
        "cockpit: line 8, keys.colour: colour must be a key",
    ]
    assert [line[: len(beginning)] for line, beginning in zip(answer.messages, told, strict=True)] == told


def test_keys_that_terminals_cannot_send_are_told(cockpit: CommandLine) -> None:
    keys = '[keys]\n"app.undo" = "ctrl+m"\n"row.edit" = "ctrl+é"\n"app.redo" = "f7, ctrl+i"\n"row.new" = "alt+é"\n'
    cockpit.monkeypatch.setenv("COCKPIT_CONFIG", str(cockpit.written("config.toml", keys)))
    answer = cockpit("settings")
    assert answer.code == 1
    assert answer.messages == [
        "cockpit: line 2, keys.app.undo: app.undo: terminals send “ctrl+m” as enter; write another key",
        "cockpit: line 3, keys.row.edit: row.edit: “ctrl+é” is no key; write f, F, f5, ctrl+f or space",
        "cockpit: line 4, keys.app.redo: app.redo: terminals send “ctrl+i” as tab; write another key",
    ]


def test_a_file_that_is_no_toml_is_told_with_the_place(cockpit: CommandLine) -> None:
    cockpit.monkeypatch.setenv("COCKPIT_CONFIG", str(cockpit.written("config.toml", "theme =\n")))
    answer = cockpit("settings")
    assert answer.code == 1
    assert answer.messages[0].startswith("cockpit: The settings are not TOML")
    assert "line 1" in answer.messages[0]
