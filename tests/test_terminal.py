"""What a terminal is taken for by its environment, and what stands for the characters that it cannot show."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.theme import Theme

from cockpit import terminal
from cockpit.domain.problem import Refused
from cockpit.in_terminal import check_terminal
from cockpit.terminal import Signs
from cockpit.theme import ANSI_DARK, ANSI_LIGHT, fitting
from cockpit.wire.plain_signs import PlainSigns
from tests.command_line import ROOT
from tests.thoroughness import examples

CONSOLE_FONTS = frozenset(
    "¡¢£¥§ª«¬°±²µ¶·º»¼½¿÷ƒπ•‼ⁿ₧←↑→↓∞∩≈≡≤≥─│┌┐└┘├┤┬┴┼═║╒╓╔╕╖╗╘╙╚╛╜╝╞╟╠╡╢╣╤╥╦╧╨╩╪╫╬█░▒■▲▼♦"
)  # fmt: skip
"""The signs that Debian's console fonts Lat15, Uni1 and Uni2, in each of their faces, and code page 437 have in common."""

OVER_SSH = {"SSH_CONNECTION": "10.0.0.1 1 10.0.0.2 22"}


@pytest.mark.parametrize(
    ("environment", "theme"),
    [
        ({"TERM": "xterm-256color"}, "cockpit-dark"),
        ({"TERM": "xterm", "COLORTERM": "truecolor"}, "cockpit-dark"),
        ({"TERM": "xterm-256color", **OVER_SSH}, "ansi-dark"),
        ({"TERM": "xterm-256color", "COLORFGBG": "0;15", **OVER_SSH}, "ansi-light"),
        ({"TERM": "rxvt", "COLORFGBG": "15;default;0"}, "ansi-dark"),
        ({"TERM": "xterm-16color"}, "ansi-dark"),
        ({"TERM": "linux"}, "ansi-dark"),
        ({"TERM": "vt220"}, "ansi-dark"),
        ({"TERM": "screen", "COLORTERM": "truecolor", "STY": "1.pts-0"}, "ansi-dark"),
        ({"TERM": "screen", "COLORTERM": "truecolor", "TMUX": "/tmp/tmux-0/default,1,0"}, "cockpit-dark"),
        ({"TERM": "tmux-256color", "TMUX": "/tmp/tmux-0/default,1,0"}, "cockpit-dark"),
        ({"TERM": "xterm-256color", "NO_COLOR": "1"}, "ansi-dark"),
    ],
)
def test_the_theme_that_fits_a_terminal(environment: Mapping[str, str], theme: str) -> None:
    assert fitting(environment) == theme


@pytest.mark.parametrize(
    ("environment", "signs", "charset"),
    [
        ({"LANG": "fr_FR.UTF-8"}, Signs.ALL, "utf-8"),
        ({}, Signs.ALL, "utf-8"),
        ({"TERM": "linux", "LANG": "fr_FR.UTF-8"}, Signs.CONSOLE, "utf-8"),
        ({"LANG": "fr_FR.UTF-8", "LC_ALL": "C"}, Signs.CHARSET, "ascii"),
        ({"LANG": "POSIX"}, Signs.CHARSET, "ascii"),
        ({"LANG": "fr_FR.ISO-8859-1"}, Signs.CHARSET, "iso8859-1"),
        ({"LANG": "fr_FR.ISO-8859-15@euro"}, Signs.CHARSET, "iso8859-15"),
        ({"LANG": "tlh_AA.klingon"}, Signs.ALL, "utf-8"),
        ({"LANG": "fr_FR.UTF-8", "COCKPIT_SIGNS": "ascii"}, Signs.CHARSET, "ascii"),
        ({"LANG": "fr_FR.UTF-8", "COCKPIT_SIGNS": "console"}, Signs.CONSOLE, "utf-8"),
        ({"TERM": "linux", "COCKPIT_SIGNS": "all"}, Signs.ALL, "utf-8"),
    ],
)
def test_the_signs_that_a_terminal_shows(environment: Mapping[str, str], signs: Signs, charset: str) -> None:
    assert (terminal.signs(environment), terminal.charset_shown(environment)) == (signs, charset)


XTERM = {
    "ansi_red": "cd0000", "ansi_green": "00cd00", "ansi_blue": "0000ee", "ansi_magenta": "cd00cd", "ansi_cyan": "00cdcd",
    "ansi_bright_red": "ff0000", "ansi_bright_yellow": "ffff00", "ansi_bright_magenta": "ff00ff",
}  # fmt: skip
VGA = {
    "ansi_red": "aa0000", "ansi_green": "00aa00", "ansi_blue": "0000aa", "ansi_magenta": "aa00aa", "ansi_cyan": "00aaaa",
    "ansi_bright_red": "ff5555", "ansi_bright_yellow": "ffff55", "ansi_bright_magenta": "ff55ff",
}  # fmt: skip
"""How an xterm and the hardware mix the colours by their names."""


def luminance(colour: str) -> float:
    """As WCAG 2 has it."""
    shares = [int(colour[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    red, green, blue = (share / 12.92 if share <= 0.03928 else ((share + 0.055) / 1.055) ** 2.4 for share in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("palette", [XTERM, VGA], ids=["xterm", "VGA"])
@pytest.mark.parametrize(("theme", "ground", "least"), [(ANSI_DARK, 0.0, 4.5), (ANSI_LIGHT, 1.0, 4.0)], ids=["dark", "light"])
def test_each_of_the_sixteen_colours_that_is_used_is_read(
    theme: Theme, ground: float, least: float, palette: Mapping[str, str]
) -> None:
    for colour in (theme.primary, theme.secondary, theme.warning, theme.error, theme.success, theme.accent):
        assert colour is not None
        lighter, darker = sorted((luminance(palette[colour]), ground), reverse=True)
        assert (lighter + 0.05) / (darker + 0.05) >= least, colour


def test_what_is_typed_is_read_in_its_own_encoding() -> None:
    assert terminal.charset_typed({"LANG": "fr_FR.ISO-8859-1"}) == "iso8859-1"
    assert terminal.charset_typed({"LANG": "C"}) == "utf-8"
    assert terminal.charset_typed({"LANG": "fr_FR.UTF-8", "COCKPIT_SIGNS": "ascii"}) == "utf-8"


def test_a_locale_that_python_has_chosen_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    flags = type("Flags", (), {"utf8_mode": 1})
    monkeypatch.setattr(sys, "flags", flags)
    assert terminal.charset({"LANG": "fr_FR.ISO-8859-1", "LC_CTYPE": "C.UTF-8"}) == "iso8859-1"


def test_where_nothing_can_be_painted_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    in_terminal = type("Stream", (), {"isatty": lambda self: True})()
    for stream in ("stdin", "stdout", "stderr"):
        monkeypatch.setattr(sys, stream, in_terminal)
    monkeypatch.setenv("TERM", "dumb")
    with pytest.raises(Refused, match="cannot be painted on"):
        check_terminal()
    monkeypatch.setenv("TERM", "screen-256color")
    monkeypatch.setenv("STY", "1.here")
    monkeypatch.setenv("COLORTERM", "truecolor")
    check_terminal()
    assert "COLORTERM" not in os.environ


def signs_of_the_program() -> set[str]:
    """Every sign that stands in the sources."""
    sources = [*(ROOT / "cockpit").rglob("*.py"), *(ROOT / "cockpit").rglob("*.tcss")]
    own = {Path(ROOT / "cockpit" / "wire" / name) for name in ("plain_signs.py", "canvas.py")}
    read = "".join(path.read_text("utf-8") for path in sources if path not in own)
    return {sign for sign in read if sign > "\x7f" and sign.isprintable()} | set("╭╮╰╯▁▂▃▅▆▇▊▌▎▔▕")


@pytest.mark.parametrize("charset", ["ascii", "iso8859-1", "console"])
def test_every_sign_of_the_program_has_one_that_such_a_terminal_shows(charset: str) -> None:
    plain = PlainSigns(Signs.CONSOLE, "utf-8") if charset == "console" else PlainSigns(Signs.CHARSET, charset)
    for sign in signs_of_the_program():
        shown = sign.translate(plain)
        assert cell_len(shown) == cell_len(sign), sign
        if charset == "console":
            assert all(each.isascii() or each in CONSOLE_FONTS or (each.isalpha() and each <= "\xff") for each in shown), sign
        else:
            shown.encode(charset)
    states = "✓✗?~○◐●■▲▼=!"
    assert len(set(states.translate(plain))) == len(states)
    assert "▁▂▃▄▅▆▇█".translate(plain) == ("_.-=oO#@" if charset != "console" else "_.-=oO#█")


@examples(200)
@given(st.text(), st.sampled_from(["ascii", "iso8859-15", "cp437", "console"]))
def test_whatever_is_shown_keeps_its_width(text: str, charset: str) -> None:
    plain = PlainSigns(Signs.CONSOLE, "utf-8") if charset == "console" else PlainSigns(Signs.CHARSET, charset)
    assert [cell_len(sign.translate(plain)) for sign in text] == [cell_len(sign) for sign in text]
    assert "Plain ASCII | \x1b[1;31m".translate(plain) == "Plain ASCII | \x1b[1;31m"
    if charset != "console":
        text.translate(plain).encode(charset)
