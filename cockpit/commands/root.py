"""The command line: its global options, its commands, and how it answers when something cannot be done."""

import gettext
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.exceptions import TyperException

from cockpit import __version__
from cockpit.commands import calc, demo, kpi, log, project, readiness, settings, snapshot, standup, usage
from cockpit.commands.output import ExitCode, answered, put, tell_help, wrong_usage
from cockpit.commands.session import Session
from cockpit.domain.message import N_
from cockpit.language import CATALOGUES, DOMAIN, _, choose

app = typer.Typer(
    name="cockpit",
    help=N_("Are we ready to go further, why, and what is the shortest way there? Without a command, the cockpit opens."),
    invoke_without_command=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    suggest_commands=False,
)
app.add_typer(project.app, name="project")
app.add_typer(snapshot.app, name="snapshot")
app.add_typer(calc.app, name="calc")
app.add_typer(kpi.app, name="kpi")
app.command("demo", help=N_("Open a sample project in a store of its own that is thrown away afterwards"))(demo.demo)
app.add_typer(readiness.app, name="readiness")
app.command("standup", help=N_("Tell what has changed since the last stand-up, what is stuck, late and due"))(standup.standup)
app.command("log", help=N_("Tell what was done, oldest first"))(log.log)
app.command("undo", help=N_("Take back your last act, or any other one"))(log.undo)
app.command("redo", help=N_("Make again what the last undo took back"))(log.redo)
app.command("settings", help=N_("Tell where your settings are, what they say, and what is wrong with them"))(settings.settings)

# What the library that reads the command line says by itself; it asks the same catalogue.
_WORDS_OF_THE_LIBRARY = (
    N_("Options"), N_("Arguments"), N_("Commands"), N_("required"), N_("default: {default}"), N_("Missing command."),
    N_("No such command {name!r}."), N_("Show this message and exit."),
)  # fmt: skip


@app.callback()
def root(
    context: typer.Context,
    db: Annotated[
        Path | None,
        typer.Option("--db", help=N_("The store, instead of the one in the user's data folder"), metavar="FILE", readable=False),
    ] = None,
    project: Annotated[str | None, typer.Option("--project", help=N_("Which project, by its key"), metavar="KEY")] = None,
    lang: Annotated[str | None, typer.Option("--lang", help=N_("Language: en or fr"), metavar="en|fr")] = None,
    read_only: Annotated[bool, typer.Option("--read-only", help=N_("Change nothing"))] = False,
    version: Annotated[bool, typer.Option("--version", help=N_("Show the version and exit"))] = False,
) -> None:
    if version:
        put(f"cockpit {__version__}")
        raise typer.Exit
    context.obj = Session(db=db, project=project, read_only=read_only)
    if context.invoked_subcommand is None:
        from cockpit.commands.opening import open_cockpit

        raise typer.Exit(open_cockpit(context.obj))


def run(arguments: Sequence[str]) -> int:
    """Run the command line with ``arguments``; return the exit code.  What cannot be done is told in a line, never a traceback."""
    language = choose(_language_of(arguments))
    os.environ["LANGUAGE"] = language
    gettext.bindtextdomain(DOMAIN, CATALOGUES)
    gettext.textdomain(DOMAIN)
    return answered(lambda: _called(arguments))


def _called(arguments: Sequence[str]) -> int:
    command = typer.main.get_command(app)
    _translate(command)
    try:
        result = command.main(args=list(arguments), prog_name="cockpit", standalone_mode=False)
    except TyperException as error:
        if not usage.asks_for_help(error):
            raise wrong_usage(usage.told(error)) from None
        tell_help(error.format_message())
        return ExitCode.WRONG_USAGE
    if result == ExitCode.STOPPED:  # How the library passes ctrl+c on.
        raise KeyboardInterrupt
    return result if isinstance(result, int) else ExitCode.FINE


def _language_of(arguments: Sequence[str]) -> str | None:
    """The language asked for, before the arguments are read: the help has to speak it."""
    for place, argument in enumerate(arguments):
        if argument == "--lang":
            return arguments[place + 1] if place + 1 < len(arguments) else None
        if argument.startswith("--lang="):
            return argument.partition("=")[2]
    return None


def _translate(command: Any) -> None:
    """Put every help text of a command and of those below it into the language chosen."""
    command.help = command.short_help = _(command.help or "")  # Both, or lists of commands would cut it.
    for parameter in command.params:
        if getattr(parameter, "help", None):
            parameter.help = _(parameter.help)
    command.context_settings["help_option_names"] = ["--help", "-h"]
    help_option = command.get_help_option(command.context_class(command, **command.context_settings))
    help_option.help = _(help_option.help)
    for below in getattr(command, "commands", {}).values():
        _translate(below)
