"""What is said of a trial: in the header, so that nobody takes what is tried for what is, before it is kept, and once it was."""

from collections.abc import Iterator, Sequence
from itertools import chain

from cockpit.domain.action import Action
from cockpit.domain.message import N_, Message, message
from cockpit.domain.readiness.way_actions import Task, under_way
from cockpit.domain.state import ProjectState, ref_number
from cockpit.domain.trial import Kept, Tried
from cockpit.language import _, day, headed, ngettext, say
from cockpit.screens.situation import Situation
from cockpit.widgets.header import Part
from cockpit.widgets.signs import TRIED, TRIED_STYLE


def part(situation: Situation) -> Part:
    """The trial in the header, from long to short: how much is tried, as of which day, and what it does to the verdict."""
    trial, actual = situation.trial, situation.actual
    assert trial
    assert actual
    named = f"{TRIED.glyph} {_('what if')}"
    if situation.today > actual.today:
        named = _("{what_if} on {day}").format(what_if=named, day=day(situation.today, actual.today))
    if trial.tried:
        counted = ngettext("{count} change", "{count} changes", len(trial.tried)).format(count=len(trial.tried))
        lengths = [headed(named, f"{counted}, {turn_words(situation)}"), headed(named, counted), named]
    else:
        lengths = [_("{what_if}: nothing tried yet").format(what_if=named), named]
    return Part(tuple(f" {words} " for words in lengths), TRIED_STYLE)


def turn_words(situation: Situation) -> str:
    """What a trial does to the verdict at the gate that is looked at."""
    before, after = situation.verdict_before.answer, situation.verdict.answer
    if before is after:
        return _("still {answer}").format(answer=_(after.label))
    return f"{_(before.label)} → {_(after.label)}"


def action_of(situation: Situation, task: Task) -> Action | None:
    """The action that is there already, outside of the trial, for a step that is tried."""
    return under_way((situation.actual or situation).state, (task,), say).get(task.step.key)


def keeping_words(situation: Situation) -> tuple[str, ...]:
    """What keeping the trial would do, from long to short, where steps are among what is tried; else nothing that is not plain."""
    trial, actual = situation.trial, situation.actual
    if trial is None or actual is None or not (wanted := trial.tasks(actual.today)):
        return ()
    known = under_way(actual.state, wanted, say)
    steps = len([task for task in wanted if task.step.key not in known])
    edits = len([each for each in trial.tried if _is_written(each, situation)])
    written = ngettext("write {count} change", "write {count} changes", edits).format(count=edits)
    if not steps:
        # Of each step an action is there already.
        return (written,) if edits else (_("write nothing"),)
    made = ngettext("make an action of {count} step", "make actions of {count} steps", steps).format(count=steps)
    short = ngettext("{count} action", "{count} actions", steps).format(count=steps)
    if not edits:
        return made, short
    changes = ngettext("{count} change", "{count} changes", edits).format(count=edits)
    return f"{written}, {made}", f"{changes}, {short}"


def _is_written(tried: Tried, situation: Situation) -> bool:
    today = (situation.actual or situation).today
    return tried.task is None and bool(tried.changes) and not tried.is_to_come(today)


def kept_words(kept: Kept, state: ProjectState) -> Iterator[Message]:
    """What keeping a trial has done, where that led to ``state``."""
    actions, known = _refs(state, kept.actions), _refs(state, kept.under_way)
    written = message(N_("{count} change is written"), N_("{count} changes are written"), count=kept.written)
    made = message(
        N_("{count} step became action {actions}"),
        N_("{count} steps became actions {actions}"),
        count=len(kept.actions),
        actions=actions,
    )
    if kept.actions and kept.written:
        yield message("{written}; {made}", written=written, made=made)
    elif kept.actions:
        yield made
    elif not kept.act.edits:
        yield message(N_("There was nothing to write"))
    elif kept.left_out or kept.under_way:
        yield message(N_("What was tried is written, as one act"))
    else:
        yield message(N_("All that was tried is written, as one act"))
    if kept.under_way:
        yield message(
            N_("{count} step has an action already: {actions}"),
            N_("{count} steps have actions already: {actions}"),
            count=len(kept.under_way),
            actions=known,
        )


def _refs(state: ProjectState, uids: Sequence[str]) -> tuple[str | Message, ...]:
    """The refs of actions; three and more that follow each other are told by the first and the last of them."""
    refs = sorted((row.ref for uid in uids if (row := state.get(Action, uid)) is not None), key=ref_number)
    runs: list[list[str]] = []
    for ref in refs:
        if runs and ref_number(ref) == ref_number(runs[-1][-1]) + 1:
            runs[-1].append(ref)
        else:
            runs.append([ref])
    return tuple(chain.from_iterable(map(_run, runs)))


def _run(refs: Sequence[str]) -> Sequence[str | Message]:
    return refs if len(refs) <= 2 else (message(N_("{first} to {last}"), first=refs[0], last=refs[-1]),)
