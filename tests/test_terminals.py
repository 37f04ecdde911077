"""What the cockpit sends to terminals of all kinds, and in what state it leaves them."""

import os
import re
import shutil
import signal
import subprocess
import termios
from collections.abc import Mapping

import pytest

from tests.command_line import ROOT, CommandLine
from tests.terminal_session import COCKPIT, Session, session
from tests.test_terminal import CONSOLE_FONTS

SEQUENCE = re.compile(rb"\x1b(?:\[([<=>?]?)([\d;:]*)([ -/]*)([@-~])|\][^\x07\x1b]*(?:\x07|\x1b\\)|[PX^_][^\x1b]*\x1b\\|.)")
VT220 = re.compile(rb"\x1b\[(?:[\d;]*[A-DGHJKLMPXdfhlmnr@]|\?[\d;]+[hl])\Z")
"""Sequences that the console of Linux knows, or passes over whole."""


def attributes(written: bytes) -> set[str]:
    """The numbers of all that was said of colours and attributes."""
    told = [match[2] for match in SEQUENCE.finditer(written) if match[4] == b"m" and not match[1]]
    return {number for each in told for number in each.decode().split(";") if number}


def left_clean(cockpit: Session) -> None:
    """Hold a terminal to be as a shell wants it."""
    modes: dict[bytes, bool] = {}
    for match in SEQUENCE.finditer(cockpit.written):
        if match[1] == b"?" and match[4] in b"hl" and match[4]:
            modes |= dict.fromkeys(match[2].split(b";"), match[4] == b"h")
    assert {mode for mode, on in modes.items() if on} <= {b"25", b"7"}
    assert modes[b"25"]
    assert not modes[b"1049"]
    assert b"\x1b[2J\x1b[1;1f\x1b[?1049l" in cockpit.written
    assert cockpit.written.count(b"\x1b[>") <= cockpit.written.count(b"\x1b[<u")
    local = termios.tcgetattr(cockpit.terminal)[3]
    assert local & termios.ECHO
    assert local & termios.ICANON


PLAIN = {"0", "1", "2", "3", "4", "7", "22", "23", "24", "27", "39", "49"}
SIXTEEN = PLAIN | {str(number) for first in (30, 40, 90, 100) for number in range(first, first + 8)}


@pytest.mark.parametrize(
    ("environment", "allowed", "encoding"),
    [
        ({"TERM": "linux"}, SIXTEEN, "console"),
        ({"TERM": "xterm-256color", "SSH_CONNECTION": "10.0.0.1 1 10.0.0.2 22"}, SIXTEEN, "utf-8"),
        ({"TERM": "xterm-256color", "COLORTERM": "truecolor", "NO_COLOR": "1"}, PLAIN, "utf-8"),
        ({"TERM": "screen", "COLORTERM": "truecolor", "STY": "1.here", "LC_ALL": "C"}, SIXTEEN, "ascii"),
        ({"TERM": "vt220", "LANG": "fr_FR.ISO-8859-1", "LC_ALL": ""}, SIXTEEN, "iso8859-1"),
    ],
    ids=["console", "over SSH", "no colour", "screen, in ASCII", "VT220, in Latin-1"],
)
def test_a_terminal_is_sent_what_it_knows(
    cockpit: CommandLine, environment: Mapping[str, str], allowed: set[str], encoding: str
) -> None:
    cockpit.done("project", "new", "SHOP", "Café – one page ✓")
    with session({**cockpit.environment, **environment}) as shown:
        shown.until("No" if encoding == "ascii" else "Caf")
        shown.type("5")
        shown.until("n New")
        shown.type("n")
        shown.until("New: Action")
        shown.type("Cr")
        os.write(shown.terminal, "é".encode("utf-8" if encoding in ("console", "ascii") else encoding))
        shown.type("pe")
        shown.until(lambda screen: re.search("Crepe" if encoding == "ascii" else "Cr.pe", screen) is not None)
        os.kill(shown.process.pid, signal.SIGTERM)
        assert shown.ended() == 128 + signal.SIGTERM
        left_clean(shown)
    assert attributes(shown.written) <= allowed
    text = SEQUENCE.sub(b"", shown.written).decode("utf-8" if encoding == "console" else encoding)
    if encoding == "console":
        assert all(sign.isascii() or sign in CONSOLE_FONTS or (sign.isalpha() and sign <= "\xff") for sign in text)
    if environment["TERM"] in ("linux", "vt220"):
        assert {each[0] for each in SEQUENCE.finditer(shown.written) if not VT220.match(each[0])} == set()
    assert text.count("é") == (0 if encoding == "ascii" else 2)


INSIDE = {
    "tmux": (("tmux", "-S", "tmux", "-f", "/dev/null", "new-session"), ("tmux", "-S", "tmux", "kill-server"), 25),
    "screen": (("screen", "-U", "-c", "/dev/null", "-T", "screen-256color"), ("screen", "-X", "quit"), 24),
}
"""How each is started and ended, and the lines of the window in which it leaves 24 of them to the program."""


@pytest.mark.parametrize("name", INSIDE)
def test_the_picture_is_the_same_inside_what_outlives_the_line(cockpit: CommandLine, name: str) -> None:
    if shutil.which(name) is None:
        pytest.skip("it is not installed here")
    cockpit.done("project", "new", "SHOP", "Café – one page ✓")
    sockets = cockpit.folder / "sockets"
    sockets.mkdir(0o700)
    told = {"LC_ALL": "C.UTF-8", "COLORTERM": "truecolor", "SCREENDIR": str(sockets), "TMUX_TMPDIR": str(sockets)}
    environment = {**cockpit.environment, **told, "PYTHONPATH": str(ROOT)}
    with session(environment) as plain:
        plain.until("No milestone ahead; set one in")
        while plain.read(1.0):
            pass
        expected = plain.screen.lines
        plain.type("q")
        assert plain.ended() == 0
    start, end, lines = INSIDE[name]
    try:
        with session(environment, size=(80, lines), command=(*start, *COCKPIT), folder=sockets) as inside:
            inside.until(lambda _screen: inside.screen.lines[:24] == expected)
            inside.type("5")
            inside.until("n New")
            inside.type("q")
            inside.ended()
    finally:
        subprocess.run(end, env={**os.environ, **environment}, cwd=sockets, capture_output=True, check=False)
