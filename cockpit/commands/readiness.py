"""``cockpit readiness``: the verdict of a gate, and why."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from cockpit.commands import readiness_review
from cockpit.commands.output import ExitCode, put, put_json, wrong_usage
from cockpit.commands.readiness_past import (
    edits_behind,
    edits_known,
    history_until,
    plain_edits,
    plain_history,
    put_edits,
    put_history,
)
from cockpit.commands.readiness_waves import breaches_of, plain_breach, print_breaches, wave_named
from cockpit.commands.session import Session, choice_given, past_day_given, today
from cockpit.domain.message import N_, message
from cockpit.domain.person import Person
from cockpit.domain.text import clean_line, folded
from cockpit.language import _, day, distance, headed, say

if TYPE_CHECKING:
    from datetime import date

    from cockpit.domain.readiness import Judged, Verdict
    from cockpit.domain.readiness.past_verdicts import VerdictHistory
    from cockpit.domain.state import ProjectState
    from cockpit.domain.target_edit import JudgedEdit

_EXIT = {
    "go": ExitCode.FINE,
    "conditional": ExitCode.CONDITIONAL,
    "not_yet": ExitCode.NOT_YET,
    "no_go": ExitCode.NO_GO,
}


app = typer.Typer(invoke_without_command=True, suggest_commands=False, help=N_("Tell whether a gate can be passed, and why"))
app.add_typer(readiness_review.app, name="review")


@app.callback()
def readiness(
    context: typer.Context,
    gate: Annotated[
        str | None, typer.Option(help=N_("The phase that the gate ends; the next gate without it"), metavar="PHASE")
    ] = None,
    wave: Annotated[
        str | None,
        typer.Option(help=N_("The wave whose own gate it is, such as V-2, instead of that of a phase"), metavar="WAVE"),
    ] = None,
    as_of: Annotated[
        str | None,
        typer.Option(help=N_("As things were known at the end of this day (2026-12-31, yesterday, -2w)"), metavar="DATE"),
    ] = None,
    rules: Annotated[
        str | None,
        typer.Option(
            help=N_(
                "The rules that judge the data of --as-of: then (those of that day) or today; without --as-of they are the same"
            ),
            metavar="then|today",
        ),
    ] = None,
    history: Annotated[
        bool, typer.Option("--history", help=N_("Tell the verdict over the last year, and what turned it on which day"))
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help=N_("Write JSON"))] = False,
    check: Annotated[bool, typer.Option("--check", help=N_("Exit 0 for GO, 10 CONDITIONAL, 11 NOT YET, 12 NO-GO"))] = False,
    explain: Annotated[
        bool, typer.Option("--explain", help=N_("Show each criterion's rule, evidence and what would turn it"))
    ] = False,
) -> None:
    if context.invoked_subcommand is not None:
        _refuse_options_before(context, context.invoked_subcommand)
        return
    from cockpit.domain.readiness.rules import Rules, under_rules_of

    session: Session = context.obj
    if gate is not None and wave is not None:
        raise wrong_usage(message(N_("--gate and --wave cannot be given together: a wave has a gate of its own")))
    judged_by = choice_given(Rules, rules, "--rules") or Rules.THEN
    with session.store(read_only=True) as store:
        project = session.chosen(store)
        now = today(project)
        wanted = past_day_given(as_of, "--as-of", now)
        state = store.state_at(project.uid, wanted) if wanted else store.load(project.uid)
        if judged_by is Rules.TODAY:
            state = under_rules_of(state, store.load(project.uid))
        found = _verdict(state, gate, wanted or now, wave)
        edits = edits_known(store, project, found, now if judged_by is Rules.TODAY else found.as_of)
        past = history_until(store, project, found) if history else None
    if as_json:
        breaches = [plain_breach(state, each) for each in breaches_of(found)]
        wave_ref = found.wave.ref if found.wave else None
        told = plain(state, found, judged_by.value, edits, past)
        put_json({**told, "way": _plain_way(found), "wave": wave_ref, "breaches": breaches})
    else:
        _print(state, found, edits, explain=explain, by_todays_rules=wanted is not None and judged_by is Rules.TODAY)
        if explain or not check:
            _print_way(found, explain=explain)
        if past:
            put_history(past)
    if check:
        raise typer.Exit(_EXIT[found.answer.value])


def _refuse_options_before(context: typer.Context, command: str) -> None:
    """Refuse an option of the verdict in front of a command that would pass it over."""
    for option in context.command.params:
        source = context.get_parameter_source(option.name) if option.name else None
        if source is not None and source.name == "COMMANDLINE":
            sentence = N_("{option} is about the verdict of a gate, and cannot be given before {command}")
            raise wrong_usage(message(sentence, option=option.opts[0], command=command))


def _verdict(state: "ProjectState", gate: str | None, as_of: "date", wave: str | None) -> "Verdict":
    from cockpit.domain.phase import PhaseCode
    from cockpit.domain.readiness import next_gate, verdict

    if wave is not None:
        return verdict(state, PhaseCode.SCALE_UP, as_of, wave_named(state, wave).uid)
    if gate is None:
        return verdict(state, next_gate(state, as_of), as_of)
    # As it is printed is as good as its code, in any language that is spoken here.
    names = {folded(name).replace("_", " "): code for code in PhaseCode for name in (code.value, code.label, _(code.label))}
    code = names.get(folded(clean_line(gate)).replace("_", " "))
    if code is None:
        codes = tuple(each.value for each in PhaseCode)
        raise wrong_usage(
            message(N_("--gate: “{gate}” is no phase; there are: {phases}"), gate=clean_line(gate)[:40], phases=codes)
        )
    return verdict(state, code, as_of)


def _print_way(found: "Verdict", *, explain: bool) -> None:
    """Only what prints the way works it out: a script that asks for the exit code does not wait for it."""
    from cockpit.commands.readiness_way import print_way
    from cockpit.domain.readiness.way import shortest_way

    print_way(shortest_way(found), explain=explain)


def _plain_way(found: "Verdict") -> dict[str, Any]:
    from cockpit.commands.readiness_way import plain_way
    from cockpit.domain.readiness.way import shortest_way

    return plain_way(shortest_way(found))


def _print(
    state: "ProjectState", found: "Verdict", edits: "tuple[JudgedEdit, ...]", *, explain: bool, by_todays_rules: bool
) -> None:
    from cockpit.widgets.signs import words_of

    name = str(found.wave) if found.wave else _(found.gate.label)
    rules = f"  ({_('rules of today')})" if by_todays_rules else ""
    put(f"{state.project.key}  {name}  {day(found.as_of)}  {_(found.answer.label)}{rules}")
    rest = edits
    for judged in found.judged:
        put(f"  {words_of(judged.state)}  {headed(say(judged.name), say(judged.finding.summary))}")
        if explain:
            _print_evidence(state, judged)
            put_edits(state, behind := edits_behind(judged, edits), "      ")
            rest = tuple(each for each in rest if each not in behind)
    put_edits(state, rest)
    if explain or found.wave:
        print_breaches(found, explain=explain)


def _print_evidence(state: "ProjectState", judged: "Judged") -> None:
    finding = judged.finding
    put(f"      {headed(_('rule'), say(finding.rule))}")
    if finding.margin:
        put(f"      {headed(_('margin'), say(finding.margin))}")
    if finding.observed_on:
        seen_on = day(finding.observed_on, judged.question.as_of)
        put(f"      {headed(_('age'), f'{seen_on}, {distance(finding.observed_on, judged.question.as_of)}')}")
    if owner := state.get(Person, judged.criterion.owner):
        put(f"      {headed(_('owner'), owner.handle)}")
    for observation in finding.observations:
        row = state.row(observation.kind, observation.uid)
        told = headed(str(row) if row else observation.ref, say(observation.said))
        seen = f"  ({day(observation.on)})" if observation.on else ""
        put(f"      {headed(_('seen'), f'{told}{seen}')}")
    for turn in judged.turns:
        put(f"      {headed(_('turns it'), say(turn))}")


def plain(
    state: "ProjectState",
    found: "Verdict",
    rules: str = "then",
    edits: "tuple[JudgedEdit, ...]" = (),
    past: "VerdictHistory | None" = None,
) -> dict[str, Any]:
    """What is printed as JSON: a verdict in full, as ``docs/json.md`` describes it."""
    from cockpit.exchange.verdict_json import verdict_plain

    told = {"rules": rules, "edited_targets": plain_edits(state, edits), "history": plain_history(past)}
    return {**verdict_plain(found), **told}
