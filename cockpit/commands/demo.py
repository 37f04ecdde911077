"""``cockpit demo``: a sample project to look at and play with."""

from typing import Annotated

import typer

from cockpit.commands.opening import open_demo
from cockpit.commands.session import Session
from cockpit.domain.message import N_

DEFAULT = "altura"


_EACH = N_(
    "altura: online ordering, a pilot that is not ready, in French; bedside: scanning on hospital wards, ready, in English"
)


def demo(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help=_EACH, metavar="NAME")] = DEFAULT,
    keep: Annotated[bool, typer.Option("--keep", help=N_("Keep the store, and say where it is"))] = False,
) -> None:
    session: Session = context.obj
    raise typer.Exit(open_demo(session, name, keep=keep))
