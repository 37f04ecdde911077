"""The user's own settings.

They are read from ``config.toml`` in the user's configuration folder.  What is wrong in it is told and left out: a slip of the pen
in a file of preferences must not keep anybody from their project.
"""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cockpit.domain.message import N_, message
from cockpit.domain.problem import Problem

NAME = "cockpit"
CONFIG_VARIABLE = "COCKPIT_CONFIG"


@dataclass(frozen=True)
class Settings:
    """What the user prefers, and what was wrong with the file that says so."""

    theme: str = ""
    """The name of a theme; empty for the one that suits the terminal."""
    keys: Mapping[str, str] = field(default_factory=dict)
    """Other keys for bindings, by the id of the binding that the help tells; several are parted by commas."""
    problems: tuple[Problem, ...] = ()
    """What could not be taken from the file."""


def config_file(environment: Mapping[str, str] = os.environ) -> Path:
    """Where the settings are read from: ``COCKPIT_CONFIG``, else ``config.toml`` in the user's configuration folder."""
    from platformdirs import user_config_path

    asked = environment.get(CONFIG_VARIABLE)
    return Path(asked) if asked else user_config_path(NAME, appauthor=False) / "config.toml"


def default_drafts_file() -> Path:
    """Where half-typed forms are kept: ``drafts.json`` in the user's state folder."""
    from platformdirs import user_state_path

    return user_state_path(NAME, appauthor=False) / "drafts.json"


def read_settings(path: Path) -> Settings:
    """The settings of a file; the defaults, with a problem told, for what cannot be read or understood.  A missing file is fine."""
    try:
        told = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return Settings()
    except OSError as error:
        reason = error.strerror or str(error)
        return _unread(path, Problem(message(N_("The settings cannot be read: {reason}"), reason=reason)))
    except (ValueError, RecursionError) as error:  # No TOML, no UTF-8, a number of thousands of digits; or nested without end.
        return _unread(path, Problem(message(N_("The settings are not TOML: {reason}"), reason=str(error))))
    return _understood(path, told)


def _unread(path: Path, problem: Problem) -> Settings:
    return Settings(problems=(problem.at(str(path)),))


def _understood(path: Path, told: Mapping[str, Any]) -> Settings:
    taken: dict[str, Any] = {}
    problems = []
    for name, value in told.items():
        if name not in ("theme", "keys"):
            sentence = message(N_("There is no setting “{name}”; there are {known}"), name=name, known="theme, keys")
            problems.append(Problem(sentence, name, str(path)))
        elif name == "keys":
            keys, wrong = _keys(path, value)
            taken["keys"] = keys
            problems += wrong
        elif isinstance(value, str):
            taken[name] = value
        else:
            problems.append(Problem(message(N_("{name} must be a text"), name=name), name, str(path)))
    return Settings(**taken, problems=tuple(problems))


def _keys(path: Path, told: Any) -> tuple[dict[str, str], list[Problem]]:
    if not isinstance(told, dict):
        return {}, [Problem(message(N_("keys must be a table, such as [keys]")), "keys", str(path))]
    taken, problems = {}, []
    for name, value in _flat(told):
        if isinstance(value, str) and value.strip(", "):
            taken[name] = value
        else:
            sentence = message(N_('{name} must be a key or several parted by commas, such as "f" or "f,f3"'), name=name)
            problems.append(Problem(sentence, f"keys.{name}", str(path)))
    return taken, problems


def _flat(told: Mapping[str, Any], before: str = "") -> list[tuple[str, Any]]:
    """The entries of a table by their whole name: ``table.filter`` may be written with or without quotes."""
    entries: list[tuple[str, Any]] = []
    for name, value in told.items():
        entries += _flat(value, f"{before}{name}.") if isinstance(value, dict) else [(before + name, value)]
    return entries
