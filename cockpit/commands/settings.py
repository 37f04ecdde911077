"""``cockpit settings``: the user's settings file, what was taken from it, and what is wrong with it."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cockpit import terminal
from cockpit.commands.opening import settled
from cockpit.commands.output import ExitCode, put, put_json, put_table, said, tell_problem
from cockpit.domain.message import N_
from cockpit.domain.problem import Problem
from cockpit.language import _, headed
from cockpit.settings import config_file, read_settings

if TYPE_CHECKING:
    from cockpit.exchange.toml_places import TomlPlaces


def settings(
    all_keys: Annotated[bool, typer.Option("--keys", help=N_("List every key, not only those that were changed"))] = False,
    as_json: Annotated[bool, typer.Option("--json", help=N_("Write JSON"))] = False,
) -> None:
    file = config_file()
    found = settled(read_settings(file))
    problems = _placed(file, found.problems)
    keys = [each for each in found.keys if all_keys or each.is_own]
    if as_json:
        put_json(
            {
                "file": str(file),
                "is_there": file.is_file(),
                "theme": found.theme,
                "signs": terminal.signs().value,
                "keys": {each.name: each.keys for each in keys},
                "problems": [
                    {"line": each.line, "entry": each.field, "problem": said(Problem(each.message))} for each in problems
                ],
            }
        )
    else:
        where = str(file) if file.is_file() else _("{path}, which is not there").format(path=file)
        put(headed(_("Settings"), where))
        put(headed(_("Theme"), found.theme))
        put(
            headed(_("Signs"), terminal.charset_shown() if terminal.signs() is terminal.Signs.CHARSET else terminal.signs().value)
        )
        if keys:
            put("")
            put_table((_("Key"), _("What it does"), _("Name")), [(each.keys, _(each.does), each.name) for each in keys])
    for problem in problems:
        tell_problem(problem)
    if problems:
        raise typer.Exit(ExitCode.REFUSED)


def _placed(file: Path, problems: tuple[Problem, ...]) -> list[Problem]:
    """The problems with their lines, in the order of the file."""
    from cockpit.exchange.toml_places import TomlPlaces

    try:
        places = TomlPlaces(file.read_text("utf-8"))
    except (OSError, ValueError):
        return [*problems]
    placed = [each.at(each.field, _line(places, each.field)) for each in problems]
    return sorted(placed, key=lambda each: each.line or 0)


def _line(places: "TomlPlaces", entry: str) -> int | None:
    """The line of an entry such as ``keys.app.undo``, whose name may have been written with or without quotes."""
    table, _dot, name = entry.partition(".")
    found = [places.line(path) for path in ((table, name), (table, *name.split(".")))] if name else [places.line((table,))]
    return max((line for line in found if line is not None), default=None)
