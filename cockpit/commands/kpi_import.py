"""``cockpit kpi import``: take measurements in from a file."""

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cockpit.commands.output import progress_shown, put_json, put_table, said, tell, wrong_usage
from cockpit.commands.session import Session, choice_given
from cockpit.domain.message import N_, Message, message
from cockpit.domain.problem import Problem, Refused
from cockpit.domain.text import clean_line
from cockpit.language import _, day, number, say

if TYPE_CHECKING:
    from cockpit.domain.state import ProjectState
    from cockpit.exchange.kpi_csv import Options, Progress, Reading
    from cockpit.store import Store

_STDIN = "-"

GroupOption = Annotated[
    str | None,
    typer.Option("--group", help=N_("Whom the measurements are about: pilot, control or all"), metavar="pilot|control|all"),
]
AsJson = Annotated[bool, typer.Option("--json", help=N_("Write JSON"))]


def take_in(
    context: typer.Context,
    file: Annotated[str, typer.Argument(help=N_("The CSV file; - for stdin"), metavar="FILE")],
    kpi: Annotated[str, typer.Option("--kpi", help=N_("The KPI of all values, by ref or title"), metavar="REF")] = "",
    group: GroupOption = None,
    columns: Annotated[
        list[str] | None,
        typer.Option(
            "--map",
            help=N_("What a column is: a KPI, date, time, kpi, group, value, or - to leave it out; can be repeated"),
            metavar="COLUMN=REF",
        ),
    ] = None,
    dates: Annotated[
        str | None,
        typer.Option(help=N_("How dates are written; excel where they count days"), metavar="dmy|mdy|ymd|excel"),
    ] = None,
    decimal: Annotated[str | None, typer.Option(help=N_("The decimal mark"), metavar="comma|point")] = None,
    zone: Annotated[
        str, typer.Option(help=N_("The time zone of times that do not tell theirs; the project's without it"), metavar="ZONE")
    ] = "",
    separator: Annotated[
        str,
        typer.Option(help=N_("What stands between the cells: comma, semicolon, tab, bar, space or a character"), metavar="SIGN"),
    ] = "",
    encoding: Annotated[str, typer.Option(help=N_("The encoding, such as cp1252"), metavar="NAME")] = "",
    duplicates: Annotated[
        str | None, typer.Option(help=N_("Which of several values for one time is taken"), metavar="first|last|mean")
    ] = None,
    keep_good: Annotated[
        bool, typer.Option("--keep-good", help=N_("Take what can be taken, leave the refused lines out"))
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=N_("Show what would happen, and change nothing"))] = False,
    as_json: AsJson = False,
) -> None:
    from cockpit.domain.kpi import Group
    from cockpit.exchange.kpi_csv import Dates, Decimal, Duplicates, Options

    session: Session = context.obj
    options = Options(
        kpi=kpi,
        group=choice_given(Group, group, "--group"),
        columns=_mapped(columns or []),
        dates=choice_given(Dates, dates, "--dates"),
        decimal=choice_given(Decimal, decimal, "--decimal"),
        zone=zone,
        separator=separator,
        encoding=encoding,
        duplicates=choice_given(Duplicates, duplicates, "--duplicates"),
        keep_good=keep_good,
    )
    with session.store(read_only=dry_run) as store, progress_shown() as shown:
        state = store.load(session.chosen(store).uid)
        reading = _read(file, state, options, shown)
        done = not dry_run and _taken(store, state, reading, shown)
    if dry_run or done:
        _report(state, reading, done=done, as_json=as_json)
    if reading.is_blocked:
        raise _blocked(reading)


def _mapped(given: list[str]) -> dict[str, str]:
    from cockpit.domain.validation import echo

    mapped = {}
    for each in given:
        column, sign, what = each.rpartition("=")
        if not sign or not column.strip() or not what.strip():
            sentence = N_("--map: “{value}” is not allowed; write COLUMN=KPI, such as --map “Response time=K-3”")
            raise wrong_usage(message(sentence, value=echo(each)))
        mapped[column.strip()] = what.strip()
    return mapped


def _read(file: str, state: "ProjectState", options: "Options", shown: Any) -> "Reading":
    from cockpit.exchange.kpi_csv import read_kpis, read_sheet

    source = sys.stdin.buffer if file == _STDIN else Path(file)
    try:
        sheet = read_sheet(source, options, shown(message(N_("Reading"))))
    except Refused as refused:
        where = clean_line(file) if file != _STDIN else ""
        raise Refused(each if each.where else each.at(where, each.line) for each in refused.problems) from None
    return read_kpis(sheet, state, options, shown(message(N_("Checking"))))


def _taken(store: "Store", state: "ProjectState", reading: "Reading", shown: Any) -> bool:
    """Take a reading in, unless something keeps it out; whether it was."""
    from cockpit.exchange.kpi_csv import kpi_act

    if reading.is_blocked:
        return False
    act = kpi_act(reading)
    with _stoppable(shown(message(N_("Writing")))) as progress:
        store.apply(state.project.uid, act, progress)
    return True


@contextmanager
def _stoppable(progress: "Progress") -> "Iterator[Progress]":
    """Have ctrl+c take effect where nothing is written yet for good, and never between that and the telling of it."""
    stopped = False

    def stop(*_: object) -> None:
        nonlocal stopped
        stopped = True

    def told(done: int, total: int) -> None:
        if stopped:
            raise KeyboardInterrupt
        progress(done, total)

    before = signal.signal(signal.SIGINT, stop)
    try:
        yield told
    finally:
        signal.signal(signal.SIGINT, before)


def _blocked(reading: "Reading") -> Refused:
    """Why nothing was taken in, every line of it, and what to do last."""
    problems = list(reading.problems())
    if reading.refused and not (reading.obstacles or reading.questions) and reading.measurements:
        told = message(
            N_("{count} line is refused, so nothing was taken in; mend it, or take the rest with --keep-good"),
            N_("{count} lines are refused, so nothing was taken in; mend them, or take the rest with --keep-good"),
            count=len({line.line for line in reading.refused}),
        )
        problems.append(Problem(told))
    elif len(problems) > 1 or reading.questions:
        problems.append(Problem(message(N_("Nothing was taken in"))))
    return Refused(problems)


def _report(state: "ProjectState", reading: "Reading", *, done: bool, as_json: bool) -> None:
    if as_json:
        put_json(_plain(state, reading, done=done))
    elif reading.series:
        head = (_("KPI"), _("Group"), _("Measurements"), _("New"), _("Changed"), _("There already"), _("First"), _("Last"))
        put_table(
            head,
            [
                (
                    str(each.kpi),
                    _(each.group.label),
                    *map(number, (each.count, each.new, each.changed, each.unchanged)),
                    day(each.first),
                    day(each.last),
                )
                for each in reading.series
            ],
        )
    tell(message(N_("Read as: {how}"), how=reading.how))
    for note in reading.notes:
        tell(note)
    if not reading.is_blocked:
        for line in reading.refused:
            tell(message(N_("left out: {problem}"), problem=said(line.problem())))
        tell(_outcome(reading, done=done))


def _outcome(reading: "Reading", *, done: bool) -> Message:
    if not reading.changes:
        return message(N_("All of it is in the project already; nothing was changed"))
    if not done:
        return message(
            N_("{count} measurement would be taken in"), N_("{count} measurements would be taken in"), count=reading.changes
        )
    return message(
        N_("{count} measurement is taken in; “cockpit undo” takes it out again"),
        N_("{count} measurements are taken in; “cockpit undo” takes them out again"),
        count=reading.changes,
    )


def _plain(state: "ProjectState", reading: "Reading", *, done: bool) -> dict[str, Any]:
    """A reading in full, as ``docs/json.md`` describes it."""
    return {
        "project": state.project.key,
        "file": clean_line(reading.sheet.name),
        "taken": done,
        "lines": reading.lines,
        "measurements": reading.measurements,
        "empty": reading.empty,
        "series": [
            {
                "kpi": each.kpi.ref,
                "uid": each.kpi.uid,
                "title": each.kpi.title,
                "group": each.group.value,
                "measurements": each.count,
                "new": each.new,
                "changed": each.changed,
                "unchanged": each.unchanged,
                "first": each.first.isoformat(),
                "last": each.last.isoformat(),
            }
            for each in reading.series
        ],
        "columns": [
            {"number": each.number, "name": each.name, "role": each.role.value, "kpi": each.kpi.ref if each.kpi else None}
            for each in reading.columns
        ],
        "first": [
            {"line": each.line, "kpi": each.kpi.ref, "group": each.group.value, "time": each.time, "value": each.value}
            for each in reading.preview
        ],
        "how": [say(each) for each in reading.how],
        "notes": [say(each) for each in reading.notes],
        "obstacles": [say(each.message) for each in reading.obstacles],
        "questions": [
            {
                "option": each.option,
                "about": each.subject,
                "sentence": say(each.sentence),
                "answers": [{"value": answer.value, "meaning": say(answer.meaning)} for answer in each.answers],
            }
            for each in reading.questions
        ],
        "refused": [
            {"line": each.line, "column": each.column, "text": each.text, "reason": say(each.reason)} for each in reading.refused
        ],
    }
