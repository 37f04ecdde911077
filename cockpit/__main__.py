"""``python -m cockpit``: the cockpit straight away, or the command line where a command is given.

The cockpit itself is opened without reading the command line the long way, which would cost a fifth of the time to the first paint.
"""

import gc
import sys
from collections.abc import Sequence
from pathlib import Path

from cockpit.departure import heed, stop
from cockpit.language import choose

_FLAGS = {"--read-only": "read_only"}
_VALUES = {"--db": "db", "--project": "project", "--lang": "lang"}


def main() -> None:
    """The console script."""
    heed(stop)
    try:
        sys.exit(_run(sys.argv[1:]))
    except KeyboardInterrupt:  # While the program was still being imported.
        sys.exit(130)


def _run(arguments: Sequence[str]) -> int:
    options = _plain_opening(arguments)
    if options is None:
        from cockpit.commands.root import run

        # A command ends before there is garbage worth looking for, and looking through all rows of a project takes as long as a verdict.
        gc.disable()
        return run(arguments)
    return _open(options)


def _plain_opening(arguments: Sequence[str]) -> dict[str, str] | None:
    """The global options of a call that just opens the cockpit; None where the command line has to be read the long way."""
    options: dict[str, str] = {}
    rest = iter(arguments)
    for argument in rest:
        name, equals, value = argument.partition("=")
        if argument in _FLAGS:
            options[_FLAGS[argument]] = "yes"
        elif name in _VALUES and (equals or (value := next(rest, ""))):
            options[_VALUES[name]] = value
        elif argument == "demo" and not options.get("demo"):
            options["demo"] = "altura"
        else:
            return None
    return options


def _open(options: dict[str, str]) -> int:
    from cockpit.commands.opening import open_cockpit, open_demo
    from cockpit.commands.output import answered
    from cockpit.commands.session import Session

    choose(options.get("lang"))
    session = Session(
        db=Path(options["db"]) if "db" in options else None, project=options.get("project"), read_only="read_only" in options
    )
    return answered(lambda: open_demo(session, options["demo"], keep=False) if "demo" in options else open_cockpit(session))


if __name__ == "__main__":
    main()
