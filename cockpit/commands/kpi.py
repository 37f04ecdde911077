"""``cockpit kpi``: take measurements in from a file or from feeds, record one, and tell where the KPIs stand."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from cockpit.commands.kpi_feeds import trust, watch
from cockpit.commands.kpi_import import AsJson, GroupOption, take_in
from cockpit.commands.output import put_json, put_table, tell
from cockpit.commands.session import Session, choice_given, day_given, today
from cockpit.domain.message import N_, Message, message
from cockpit.domain.problem import refuse
from cockpit.language import _, current, duration, say

if TYPE_CHECKING:
    from datetime import date

    from cockpit.domain.kpi import Group, Kpi
    from cockpit.domain.readiness import KpiAnswer
    from cockpit.domain.state import ProjectState

app = typer.Typer(
    no_args_is_help=True,
    suggest_commands=False,
    help=N_("Take measurements in from a file or from feeds, record one, list where the KPIs stand"),
)
app.command("import", help=N_("Take measurements in from a CSV file: all of it, or nothing and every problem told"))(take_in)

app.command("watch", help=N_("Take in what feeds bring, until it is stopped; what they have brought is written each second"))(
    watch
)
app.command("trust", help=N_("Show what a feed reads or runs, and let it do so in this store"))(trust)


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
    from cockpit.domain.edit import Act, Record
    from cockpit.domain.kpi import Group, exact_amount
    from cockpit.domain.measurement import time_text

    session: Session = context.obj
    wanted = choice_given(Group, group, "--group")
    with session.store() as store:
        project = session.chosen(store)
        state = store.load(project.uid)
        when = day_given(on, "--on", today(project)) or today(project)
        found = _named(state, kpi)
        figure = _figure(found, value)
        whom = wanted or _group_of(state, found)
        before = state.measurements(found.uid, whom).at(time_text(when))
        batch = store.apply(project.uid, Act((Record(found.uid, whom, {when: figure}),)))
    told: dict[str, Any] = {"kpi": str(found), "value": exact_amount(found, figure), "day": when, "group": Message(whom.label)}
    if batch is None:
        tell(message(N_("{kpi}: {value} on {day} for {group} is on record already"), **told))
    elif before is None:
        tell(message(N_("{kpi}: {value} on {day} for {group} is recorded"), **told))
    else:
        tell(
            message(
                N_("{kpi}: {value} on {day} for {group} is recorded, instead of {before}"),
                **told,
                before=exact_amount(found, before),
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
    from cockpit.domain.kpi_standing import groups_measured

    measured = groups_measured(state, kpi)
    if len(measured) > 1:
        raise refuse(
            message(
                N_("{kpi} is measured for {groups}: say --group {options}"),
                kpi=str(kpi), groups=tuple(Message(group.label) for group in measured), options="|".join(Group),
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
    from cockpit.domain.kpi_standing import FEWEST_FOR_TREND
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
        words_of(standing.trend) if len(standing.periods) >= FEWEST_FOR_TREND else "",
        (age if standing.fresh else f"! {age}") if measured else _("never"),
    )


def _standing(state: "ProjectState", answer: "KpiAnswer", now: "date") -> dict[str, Any]:
    """Where a KPI stands, as ``docs/json.md`` describes it."""
    from cockpit.domain.kpi_standing import FEWEST_FOR_TREND
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
        "trend": standing.trend.value if len(standing.periods) >= FEWEST_FOR_TREND else None,
        "measured_on": measured.isoformat() if measured else None,
        "age": (now - measured).days if measured else None,
        "fresh": standing.fresh,
    }
