"""The user's own settings, and which project they turned to last.

They are read from ``config.toml`` in the user's configuration folder.  What is wrong in it is told and left out: a slip of the pen
in a file of preferences must not keep anybody from their project.
"""

import json
import os
import tomllib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cockpit.domain.message import N_, message
from cockpit.domain.problem import Problem

NAME = "cockpit"
CONFIG_VARIABLE = "COCKPIT_CONFIG"

_NAMES = ("theme", "keys", "standup_minutes")
_LONGEST_STANDUP = 120


@dataclass(frozen=True)
class Settings:
    """What the user prefers, and what was wrong with the file that says so."""

    theme: str = ""
    """The name of a theme; empty for the one that suits the terminal."""
    keys: Mapping[str, str] = field(default_factory=dict)
    """Other keys for bindings, by the id of the binding that the help tells; several are parted by commas."""
    standup_minutes: int = 15
    """How long a stand-up should take, in minutes."""
    problems: tuple[Problem, ...] = ()
    """What could not be taken from the file."""


def config_file(environment: Mapping[str, str] = os.environ) -> Path:
    """Where the settings are read from: ``COCKPIT_CONFIG``, else ``config.toml`` in the user's configuration folder."""
    from platformdirs import user_config_path

    asked = environment.get(CONFIG_VARIABLE)
    return Path(asked) if asked else user_config_path(NAME, appauthor=False) / "config.toml"


def state_folder() -> Path:
    """The user's state folder: what the program remembers by itself."""
    from platformdirs import user_state_path

    return user_state_path(NAME, appauthor=False)


def default_drafts_folder() -> Path:
    """Where half-typed forms are kept: the folder ``drafts`` in the user's state folder."""
    return state_folder() / "drafts"


def turned_to_file() -> Path:
    """Where it is kept which project was turned to: ``projects.json`` in the user's state folder."""
    return state_folder() / "projects.json"


def remember_turn(file: Path, store: Path, project: str, at: datetime) -> None:
    """Keep that the user turned to a project (its uid) of a store.  What cannot be kept is no reason to stop anybody."""
    known = _turns(file) | {str(store.absolute()): {"project": project, "at": at.isoformat()}}
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        beside = file.with_suffix(".new")
        beside.write_text(json.dumps(known, ensure_ascii=False), "utf-8")
        beside.replace(file)


def last_turn(file: Path, store: Path) -> tuple[str, datetime] | None:
    """The project (its uid) of a store that the user turned to last, and when; None where it is not known."""
    told = _turns(file).get(str(store.absolute()))
    try:
        at = datetime.fromisoformat(told["at"])  # type: ignore[index]
        return str(told["project"]), at if at.tzinfo else at.replace(tzinfo=UTC)  # type: ignore[index]
    except (KeyError, TypeError, ValueError):
        return None


def _turns(file: Path) -> dict[str, object]:
    try:
        told = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return told if isinstance(told, dict) else {}


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
        if name not in _NAMES:
            sentence = message(N_("There is no setting “{name}”; there are {known}"), name=name, known=", ".join(_NAMES))
            problems.append(Problem(sentence, name, str(path)))
        elif name == "keys":
            keys, wrong = _keys(path, value)
            taken["keys"] = keys
            problems += wrong
        elif name == "standup_minutes":
            if isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= _LONGEST_STANDUP:
                taken[name] = value
            else:
                sentence = message(
                    N_("{name} must be a whole number from {least} to {most}"), name=name, least=1, most=_LONGEST_STANDUP
                )
                problems.append(Problem(sentence, name, str(path)))
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
