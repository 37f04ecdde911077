"""``cockpit kpi``: take measurements in from a file, record one, and tell where the KPIs stand."""

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cockpit.commands.output import progress_shown, put_json, put_table, said, tell, wrong_usage
from cockpit.commands.session import Session, day_given, today
from cockpit.domain.message import N_, Message, message
from cockpit.domain.problem import Problem, Refused, refuse
from cockpit.domain.text import clean_line
from cockpit.language import _, current, day, duration, number, say

if TYPE_CHECKING:
    from datetime import date

    from cockpit.domain.kpi import Group, Kpi
    from cockpit.domain.readiness import KpiAnswer
    from cockpit.domain.state import ProjectState
    from cockpit.exchange.kpi_csv import Options, Progress, Reading
    from cockpit.store import Store

app = typer.Typer(
    no_args_is_help=True,
    suggest_commands=False,
    help=N_("Take measurements in from a file, record one, list where the KPIs stand"),
)

_STDIN = "-"
_FEWEST_FOR_TREND = 4

GroupOption = Annotated[
    str | None,
    typer.Option("--group", help=N_("Whom the measurements are about: pilot, control or all"), metavar="pilot|control|all"),
]
AsJson = Annotated[bool, typer.Option("--json", help=N_("Write JSON"))]


@app.command("import", help=N_("Take measurements in from a CSV file: all of it, or nothing and every problem told"))
def import_(
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
        group=_chosen(Group, group, "--group"),
        columns=_mapped(columns or []),
        dates=_chosen(Dates, dates, "--dates"),
        decimal=_chosen(Decimal, decimal, "--decimal"),
        zone=zone,
        separator=separator,
        encoding=encoding,
        duplicates=_chosen(Duplicates, duplicates, "--duplicates"),
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


def _chosen(choice: Any, value: str | None, option: str) -> Any:
    if value is None:
        return None
    allowed = tuple(member.value for member in choice)
    if value.lower() not in allowed:
        raise wrong_usage(
            message(
                N_("{name}: “{value}” is not allowed; it must be {allowed}"),
                name=option, value=clean_line(value)[:40], allowed=message(N_("one of {choices}"), choices=allowed),
            )
        )  # fmt: skip
    return choice(value.lower())


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


@app.command("record", help=N_("Record one value of a KPI"), context_settings={"ignore_unknown_options": True})
def record(
    context: typer.Context,
    kpi: Annotated[str, typer.Argument(help=N_("The KPI, by ref or title"), metavar="KPI")],
    value: Annotated[str, typer.Argument(help=N_("The value, such as 12.5"), metavar="VALUE")],
    on: Annotated[
        str | None, typer.Option(help=N_("The day that it is of (2026-12-31); today without it"), metavar="DATE")
    ] = None,
    group: GroupOption = None,
) -> None:
    from cockpit.domain.act import Act, Record
    from cockpit.domain.kpi import Group, amount
    from cockpit.domain.measurement import time_text

    session: Session = context.obj
    wanted = _chosen(Group, group, "--group")
    with session.store() as store:
        project = session.chosen(store)
        state = store.load(project.uid)
        when = day_given(on, "--on", today(project)) or today(project)
        found = _named(state, kpi)
        figure = _figure(found, value)
        whom = wanted or _group_of(state, found)
        before = state.measurements(found.uid, whom).at(time_text(when))
        batch = store.apply(project.uid, Act((Record(found.uid, whom, {when: figure}),)))
    told: dict[str, Any] = {"kpi": str(found), "value": amount(found, figure), "day": when, "group": Message(whom.label)}
    if batch is None:
        tell(message(N_("{kpi}: {value} on {day} for {group} is on record already"), **told))
    elif before is None:
        tell(message(N_("{kpi}: {value} on {day} for {group} is recorded"), **told))
    else:
        tell(
            message(
                N_("{kpi}: {value} on {day} for {group} is recorded, instead of {before}"), **told, before=amount(found, before)
            )
        )


def _named(state: "ProjectState", name: str) -> "Kpi":
    from cockpit.domain.kpi import Kpi
    from cockpit.domain.validation import echo
    from cockpit.exchange.kpi_csv.kpi_names import KpiNames

    names = KpiNames(state.all(Kpi))
    if not names:
        raise refuse(message(N_("The project has no KPI yet; make one first, so that its measurements have a place")))
    if found := names.named(name):
        return found
    raise refuse(message(N_("There is no KPI “{name}”; {suggested}"), name=echo(name), suggested=names.suggested(name)))


def _figure(kpi: "Kpi", value: str) -> float:
    from cockpit.exchange.kpi_csv.options import Decimal
    from cockpit.exchange.kpi_csv.typed_value import typed_value

    return typed_value(value, kpi, Decimal.COMMA if current() == "fr" else Decimal.POINT)


def _group_of(state: "ProjectState", kpi: "Kpi") -> "Group":
    """The one group that a KPI is measured for, everybody where it has never been measured."""
    from cockpit.domain.kpi import Group

    measured = [group for group in Group if len(state.measurements(kpi.uid, group))]
    if len(measured) > 1:
        raise refuse(
            message(
                N_("{kpi} is measured for {groups}: say --group {options}"),
                kpi=str(kpi), groups=tuple(Message(group.label) for group in measured), options="|".join(measured),
            )
        )  # fmt: skip
    return measured[0] if measured else Group.ALL


@app.command("list", help=N_("List where the KPIs stand against their targets"))
def list_kpis(context: typer.Context, as_json: AsJson = False) -> None:
    from cockpit.domain.kpi import Kpi
    from cockpit.domain.readiness import kpi_answer, next_gate, policy_of

    session: Session = context.obj
    with session.store(read_only=True) as store:
        project = session.chosen(store)
        state = store.load(project.uid)
        now = today(project)
        policy = policy_of(state, next_gate(state, now))
        answers = [kpi_answer(state, kpi, policy, now) for kpi in state.all(Kpi)]
    if as_json:
        put_json([_standing(state, answer, now) for answer in answers])
        return
    head = (_("Ref"), _("KPI"), _("Last value"), _("Target"), _("State"), _("Met"), _("Trend"), _("Age"))
    put_table(head, [_row(answer, now) for answer in answers])


def _row(answer: "KpiAnswer", now: "date") -> tuple[str, ...]:
    from cockpit.widgets.kpi_words import amount_words, targets_words
    from cockpit.widgets.signs import words_of

    kpi, standing = answer.kpi, answer.standing
    judgement, measured = standing.judgement, standing.measured_on
    age = "" if measured is None else duration((now - measured).days) if measured < now else _("today")
    return (
        kpi.ref,
        kpi.title,
        amount_words(kpi, standing.last.value) if standing.last else "–",
        targets_words(standing, unit=True),
        _("no target") if kpi.target is None else words_of(answer.state),
        f"{judgement.cleared}/{judgement.count}" if judgement and judgement.count else "",
        words_of(standing.trend) if len(standing.periods) >= _FEWEST_FOR_TREND else "",
        (age if standing.fresh else f"! {age}") if measured else _("never"),
    )


def _standing(state: "ProjectState", answer: "KpiAnswer", now: "date") -> dict[str, Any]:
    """Where a KPI stands, as ``docs/json.md`` describes it."""
    from cockpit.domain.person import Person

    kpi, standing = answer.kpi, answer.standing
    debt = standing.debt
    owner = state.get(Person, debt.owner) if debt else None
    last, judgement, measured = standing.last, standing.judgement, standing.measured_on
    return {
        "uid": kpi.uid,
        "ref": kpi.ref,
        "title": kpi.title,
        "unit": kpi.unit,
        "group": standing.group.value,
        "last_value": last.value if last else None,
        "last_from": last.starts_on.isoformat() if last else None,
        "last_to": last.ends_on.isoformat() if last else None,
        "target": kpi.target,
        "target_in_force": standing.target,
        "debt": debt.ref if debt else None,
        "debt_owner": owner.handle if owner else None,
        "debt_accepted_on": debt.accepted_on.isoformat() if debt else None,
        "debt_expires_on": debt.expires_on.isoformat() if debt else None,
        "debt_reason": debt.reason if debt else None,
        "state": None if kpi.target is None else answer.state.value,
        "said": say(answer.said),
        "periods": len(standing.periods),
        "periods_met": judgement.cleared if judgement else None,
        "trend": standing.trend.value if len(standing.periods) >= _FEWEST_FOR_TREND else None,
        "measured_on": measured.isoformat() if measured else None,
        "age": (now - measured).days if measured else None,
        "fresh": standing.fresh,
    }
