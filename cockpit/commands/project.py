"""``cockpit project``: begin, list, show and archive projects."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from cockpit.commands.output import put, put_json, put_table, tell
from cockpit.commands.session import Session
from cockpit.domain.message import N_, message
from cockpit.language import _, headed

if TYPE_CHECKING:
    from cockpit.domain.project import Project
    from cockpit.domain.state import ProjectState

app = typer.Typer(no_args_is_help=True, suggest_commands=False, help=N_("Begin, list, show and archive projects"))

AsJson = Annotated[bool, typer.Option("--json", help=N_("Write JSON"))]


@app.command("new", help=N_("Begin a project; the store is made where there is none"))
def new(
    context: typer.Context,
    key: Annotated[str, typer.Argument(help=N_("Short name in capitals, such as ALTURA"))],
    title: Annotated[str, typer.Argument(help=N_("What the project is called"))],
    timezone: Annotated[str, typer.Option(help=N_("Time zone that decides days and weeks"))] = "Europe/Paris",
    currency: Annotated[str, typer.Option(help=N_("Currency of all amounts, three letters"))] = "EUR",
) -> None:
    from cockpit.domain.project import Project
    from cockpit.domain.validation import validated

    session: Session = context.obj
    values: dict[str, object] = {"key": key.upper(), "title": title, "timezone": timezone, "currency": currency.upper()}
    validated(Project, {**values, "uid": "new"})  # Before a store is made for it.
    with session.store(create=True) as store:
        project = store.create_project(values)
        tell(message(N_("{project} is ready in {path}. Open it with “cockpit”"), project=project.key, path=str(store.path)))


@app.command("list", help=N_("List the projects of the store"))
def list_projects(context: typer.Context, as_json: AsJson = False) -> None:
    session: Session = context.obj
    with session.store(read_only=True) as store:
        projects = store.projects()
    if as_json:
        put_json([_summary(project) for project in projects])
    else:
        head = (_("Key"), _("Title"), _("Phase"), _("Status"))
        put_table(head, [(each.key, each.title, _(each.phase.label), _(each.status.label)) for each in projects])


@app.command("show", help=N_("Show a project: its fields and how many rows it has of each kind"))
def show(context: typer.Context, as_json: AsJson = False) -> None:
    from cockpit.domain.catalogue import entity_of
    from cockpit.domain.entity import Choice, fields_of

    session: Session = context.obj
    with session.store(read_only=True) as store:
        state = store.load(session.chosen(store).uid)
    if as_json:
        put_json({"project": {"uid": state.project.uid, **state.project.plain()}, "rows": _counts(state)})
        return
    for spec in fields_of(type(state.project)):
        value = getattr(state.project, spec.name)
        if isinstance(value, Choice):
            value = _(value.label)
        elif spec.refers_to:
            value = state.row(spec.refers_to, value)
        if value:
            put(headed(_(spec.label), str(value)))
    for kind, count in _counts(state).items():
        put(headed(_(entity_of(kind).plural), str(count)))


@app.command("archive", help=N_("Put a project aside; nothing is deleted"))
def archive(context: typer.Context) -> None:
    from cockpit.domain.edit import Act, Update
    from cockpit.domain.project import ProjectStatus

    session: Session = context.obj
    with session.store() as store:
        project = session.chosen(store)
        store.apply(project.uid, Act((Update(project, {"status": ProjectStatus.ARCHIVED.value}),)))
        tell(message(N_("{project} is archived; “cockpit undo” brings it back"), project=project.key))


def _summary(project: "Project") -> dict[str, Any]:
    return {
        "uid": project.uid,
        "key": project.key,
        "title": project.title,
        "phase": project.phase.value,
        "status": project.status.value,
    }


def _counts(state: "ProjectState") -> dict[str, int]:
    return {kind: len(rows) for kind, rows in sorted(state.rows.items()) if kind != state.project.kind}
