"""The one door to the screens: the app is begun, or asked what it would take from the user's settings."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from cockpit.app import CockpitApp
from cockpit.departure import forget_terminal
from cockpit.domain.problem import Problem
from cockpit.in_terminal import check_terminal
from cockpit.screens.backstage import Source
from cockpit.settings import Settings, config_file, read_settings

if TYPE_CHECKING:
    from cockpit.store import Store

_PROMPT_SWITCHES = 0.001
"""Seconds after which a thread that computes gives way to the one that has a key to heed, or a picture to write."""


class OwnKey(NamedTuple):
    """The keys of a binding, by its id, as they are with the user's settings; ``does`` is marked for translation."""

    name: str
    keys: str
    does: str
    is_own: bool


class Settled(NamedTuple):
    """What was taken from the user's settings, and all that was wrong with them."""

    theme: str
    keys: tuple[OwnKey, ...]
    problems: tuple[Problem, ...]


def settled(settings: Settings) -> Settled:
    """What the cockpit would take from ``settings`` in this terminal."""
    from cockpit.screens.keymap import readable

    def unopened() -> "tuple[Store, str]":
        raise AssertionError

    app = CockpitApp(unopened, settings)
    key_map = app.checked_keys()
    own = key_map.own if key_map is not None else {}
    keys = (
        OwnKey(name, readable(own.get(name, binding.key)), binding.description, name in own)
        for name, binding in app.known_bindings.items()
    )
    return Settled(app.theme, tuple(keys), tuple(app.complaints))


def run(source: Source, settings: Settings | None = None, drafts_folder: Path | None = None) -> int:
    """Open the cockpit on what ``source`` opens; return the exit code.  Drafts lie in the user's own folder unless another is named.

    Raises :class:`Refused` where this is no terminal, or where the source refuses.
    """
    check_terminal()
    app = CockpitApp(source, settings or read_settings(config_file()), build_ahead=True, drafts_folder=drafts_folder)
    sys.setswitchinterval(_PROMPT_SWITCHES)
    app.run()
    forget_terminal()
    if app.failure is not None:
        raise app.failure
    return app.return_code or 0
