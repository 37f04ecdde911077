"""What is wrong with the way in which the program was called, in the language chosen.

The library that reads the command line raises classes of its own that are not public, in sentences that are mostly English: they are
told apart by their names and told in ours.
"""

import re
from typing import Any

from typer.exceptions import TyperException

from cockpit.domain.message import N_, Message, message

_IN_BRACKETS = re.compile(r" \((.*)\)", re.DOTALL)


def asks_for_help(error: TyperException) -> bool:
    """Whether ``error`` is a group called without a command: its text is the help of the group."""
    return type(error).__name__ == "NoArgsIsHelpError"


def told(error: TyperException) -> Message:
    """What is wrong, and which help says how it would be right."""
    context = getattr(error, "ctx", None)
    return message(
        N_("{error}; see “{command}”"),
        error=_wrong(error),
        command=f"{context.command_path if context else 'cockpit'} --help",
    )


def _wrong(error: TyperException) -> Message:
    option = str(getattr(error, "option_name", ""))
    match type(error).__name__:
        case "NoSuchOption":
            return message(N_("there is no option {option}"), option=option)
        case "BadOptionUsage" if "not take a value" in error.message:
            return message(N_("the option {option} takes no value"), option=option)
        case "BadOptionUsage":
            return message(N_("the option {option} needs a value"), option=option)
        case "MissingParameter":
            return message(N_("{argument} is missing"), argument=_name(getattr(error, "param", None)))
        case "UsageError" if (rest := _IN_BRACKETS.search(error.message)) and "extra argument" in error.message:
            return message(N_("too many arguments: {arguments}"), arguments=rest[1])
        case _:
            return message("{words}", words=error.format_message().rstrip("."))


def _name(parameter: Any) -> str:
    """What a parameter is called: an option by its long form."""
    options = [option for option in getattr(parameter, "opts", ()) if option.startswith("--")]
    return options[0] if options else str(parameter.metavar or parameter.name.upper())
