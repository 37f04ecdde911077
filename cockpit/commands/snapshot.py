"""``cockpit snapshot``: a project as one TOML file, out and in."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cockpit.commands.output import put_file, put_json, tell
from cockpit.commands.session import Session
from cockpit.domain.message import N_, message
from cockpit.domain.problem import refuse
from cockpit.domain.text import clean_line

if TYPE_CHECKING:
    from cockpit.domain.change import Batch

app = typer.Typer(
    no_args_is_help=True, suggest_commands=False, help=N_("Write a project to one TOML file, check such a file, take it in")
)

# Whether a file can be read is told by whoever reads it, here and below.
File = Annotated[Path, typer.Argument(help=N_("The TOML file"), metavar="FILE", readable=False)]


@app.command("export", help=N_("Write a project as TOML, to a file or to stdout"))
def export(
    context: typer.Context,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help=N_("The file; stdout without it"), metavar="FILE", readable=False)
    ] = None,
    no_history: Annotated[bool, typer.Option("--no-history", help=N_("Leave the change log out"))] = False,
) -> None:
    from cockpit.exchange.snapshot import export_text, write_file

    session: Session = context.obj
    with session.store(read_only=True) as store:
        project = session.chosen(store)
        state = store.load(project.uid)
        batches = () if no_history else store.history(project.uid)
    content = export_text(state, batches, history=not no_history)
    if output is None:
        put_file(content)
    else:
        write_file(output, content)
        tell(message(N_("{project} is written to {path}"), project=project.key, path=str(output)))


@app.command("import", help=N_("Take a project in from a TOML file: all of it, or nothing and every problem told"))
def import_(
    context: typer.Context,
    file: File,
    replace: Annotated[
        bool, typer.Option("--replace", help=N_("Bring a project that is here already to the file's state"))
    ] = False,
) -> None:
    from cockpit.exchange.snapshot import read_file

    session: Session = context.obj
    snapshot = read_file(file)
    name = clean_line(file.name)
    with session.store(create=True) as store:
        known = {project.uid: project for project in store.projects()}
        project = snapshot.state.project
        if project.uid not in known:
            store.bring_in(snapshot.state, snapshot.batches, note=name)
            tell(message(N_("{project} is taken in from {path}"), project=project.key, path=str(file)))
        elif not replace:
            raise refuse(
                message(
                    N_("The project {key} is in {path} already; with --replace it is brought to the file's state, which can be undone"),
                    key=project.key, path=str(store.path),
                )
            )  # fmt: skip
        else:
            batch = store.replace(snapshot.state, note=name)
            tell(message(_told_replacement(batch), project=project.key, path=str(file)))


def _told_replacement(batch: "Batch | None") -> str:
    """What is said of a project that was brought to a file's state; with a gate review that it brings, no undo takes it back."""
    from cockpit.domain.change import RowChange
    from cockpit.domain.gate import GateReview

    if batch is None:
        return N_("{project} is as the file says already")
    if any(isinstance(change, RowChange) and change.kind == GateReview.kind for change in batch.changes):
        return N_(
            "{project} is brought to the state of {path}; it brings gate reviews, which stay, so that it cannot be taken back"
        )
    return N_("{project} is brought to the state of {path}; “cockpit undo” takes it back")


@app.command("check", help=N_("Read a TOML file and tell every problem in it; nothing is taken in"))
def check(
    file: File,
    as_json: Annotated[bool, typer.Option("--json", help=N_("Write JSON"))] = False,
) -> None:
    from cockpit.exchange.snapshot import read_file

    snapshot = read_file(file)
    rows = sum(len(kind) for kind in snapshot.state.rows.values())
    measurements = sum(len(series) for series in snapshot.state.series.values())
    if as_json:
        put_json(
            {
                "project": snapshot.state.project.key,
                "rows": rows,
                "measurements": measurements,
                "batches": len(snapshot.batches),
                "edited": snapshot.edited,
            }
        )
        return
    tell(
        message(
            N_("{path} is fine: {project}, {rows} rows, {measurements} measurements, {batches} acts in its history"),
            path=str(file), project=snapshot.state.project.key, rows=rows, measurements=measurements, batches=len(snapshot.batches),
        )
    )  # fmt: skip
    if snapshot.edited:
        tell(
            message(
                N_("It is not as the program wrote it; what its history does not account for becomes an act of its own on import")
            )
        )
