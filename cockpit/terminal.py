"""What the terminal is like, as far as its environment tells: which signs it shows, how many colours, and what it takes for letters."""

import codecs
import os
import sys
from collections.abc import Mapping
from enum import Enum

SIGNS_VARIABLE = "COCKPIT_SIGNS"
_ASCII = "ascii"


class Signs(Enum):
    """Which characters a terminal shows."""

    ALL = "all"
    CONSOLE = "console"
    """Those of the fonts that the console of Linux comes with, which have 256 or 512 characters."""
    CHARSET = "charset"
    """Those of an encoding other than UTF-8."""


_PLAIN = frozenset({"linux", "ansi", "console", "cons25", "vt100", "vt102", "vt220", "vt320", "vt420", "vt520"})
"""Terminals that know the sequences of a VT220, and draw what they take for the end of any other."""

_MANY_COLOURS = ("256color", "direct", "truecolor", "kitty")
_LIGHT = frozenset({"7", "9", "10", "11", "12", "13", "14", "15"})
"""The backgrounds among sixteen colours on which dark text is read."""


def name(environment: Mapping[str, str] = os.environ) -> str:
    """What the terminal calls itself; empty where nobody has told."""
    return environment.get("TERM", "").lower()


def is_console(environment: Mapping[str, str] = os.environ) -> bool:
    """Whether this is the console of Linux."""
    return name(environment) == "linux"


def is_plain(environment: Mapping[str, str] = os.environ) -> bool:
    """Whether it is asked nothing, and told nothing, that a VT220 does not know."""
    return name(environment).partition("-")[0] in _PLAIN


def is_dumb(environment: Mapping[str, str] = os.environ) -> bool:
    """Whether nothing can be painted there, as in the shell of an editor."""
    return name(environment) in ("dumb", "unknown")


def is_screen(environment: Mapping[str, str] = os.environ) -> bool:
    """Whether GNU screen is in between, which takes a colour of millions for other attributes, blinking among them."""
    return name(environment).startswith("screen") and ("STY" in environment or "TMUX" not in environment)


def is_remote(environment: Mapping[str, str] = os.environ) -> bool:
    """Whether it is at the other end of an SSH connection."""
    return "SSH_CONNECTION" in environment


def is_light(environment: Mapping[str, str] = os.environ) -> bool:
    """Whether its background is known to be light: a few terminals tell, in ``COLORFGBG``."""
    return environment.get("COLORFGBG", "").rpartition(";")[2] in _LIGHT


def has_few_colours(environment: Mapping[str, str] = os.environ) -> bool:
    """Whether it has sixteen colours at most, or is to show none; one without a name is taken for an ordinary one."""
    if "NO_COLOR" in environment:
        return True
    if environment.get("COLORTERM", "").lower() in ("truecolor", "24bit") and not is_screen(environment):
        return False
    return bool(name(environment)) and not any(many in name(environment) for many in _MANY_COLOURS)


def signs(environment: Mapping[str, str] = os.environ) -> Signs:
    """Which characters it shows; ``COCKPIT_SIGNS``, which may be ``all``, ``console`` or ``ascii``, knows better."""
    asked = environment.get(SIGNS_VARIABLE, "")
    if asked in (Signs.ALL.value, Signs.CONSOLE.value):
        return Signs(asked)
    if asked == _ASCII or charset(environment) != "utf-8":
        return Signs.CHARSET
    return Signs.CONSOLE if is_console(environment) else Signs.ALL


def charset(environment: Mapping[str, str] = os.environ) -> str:
    """The encoding of what it shows and sends, as Python names it: the one that the locale names, else the one that Python found.

    A locale that is named by whoever connects need not be installed here; Python takes UTF-8 then, and the terminal does not.
    """
    # In a locale that it does not know, Python sets this variable itself.
    variables = ("LC_ALL", "LANG") if sys.flags.utf8_mode else ("LC_ALL", "LC_CTYPE", "LANG")
    locale = next(filter(None, (environment.get(variable) for variable in variables)), "")
    if locale in ("C", "POSIX"):
        return _ASCII
    named = locale.partition("@")[0].partition(".")[2] or getattr(sys.__stderr__, "encoding", None) or "utf-8"
    try:
        return codecs.lookup(named).name
    except LookupError:
        return "utf-8"


def charset_shown(environment: Mapping[str, str] = os.environ) -> str:
    """The encoding to whose characters what is shown is kept."""
    return _ASCII if environment.get(SIGNS_VARIABLE) == _ASCII else charset(environment)


def charset_typed(environment: Mapping[str, str] = os.environ) -> str:
    """The encoding of what is typed; where the locale knows ASCII alone, it may well be UTF-8."""
    found = charset(environment)
    return "utf-8" if found == _ASCII else found
