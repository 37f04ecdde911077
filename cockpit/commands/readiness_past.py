"""What ``cockpit readiness`` tells beside the verdict of a day: its history, and targets that were edited after their data began."""

from typing import TYPE_CHECKING, Any

from cockpit.commands.output import put
from cockpit.domain.kpi import Kpi
from cockpit.language import _, day, headed, say

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from cockpit.domain.change import Batch
    from cockpit.domain.project import Project
    from cockpit.domain.readiness import Judged, Verdict
    from cockpit.domain.readiness.past_verdicts import Turn, VerdictHistory
    from cockpit.domain.state import ProjectState
    from cockpit.domain.target_edit import JudgedEdit
    from cockpit.store import Store


def history_until(store: "Store", project: "Project", found: "Verdict") -> "VerdictHistory":
    """The verdict at a gate over the year before its day."""
    from cockpit.domain.readiness.past_verdicts import verdict_history, year_before

    past = store.past(project.uid)
    last, wave = found.as_of, found.wave.uid if found.wave else None
    return verdict_history(past.states_on, past.batches, project.timezone, found.gate, year_before(last), last, wave)


def edits_known(store: "Store", project: "Project", found: "Verdict", known_by: "date") -> "tuple[JudgedEdit, ...]":
    """The targets edited after their data began that were known by a day, as far as the verdict judges by them."""
    from cockpit.domain.history import known_since
    from cockpit.domain.target_edit import judged_edits, target_edits

    log: Sequence[Batch] = store.history(project.uid, kind=Kpi.kind)
    known = [batch for batch, since in zip(log, known_since(log, project.timezone), strict=True) if since <= known_by]
    wave = found.wave.uid if found.wave else None
    return judged_edits(target_edits(known, project.timezone), found.state, found.gate, found.as_of, wave)


def put_edits(state: "ProjectState", edits: "Sequence[JudgedEdit]", indent: str = "  ") -> None:
    """A line for each edit."""
    from cockpit.domain.target_edit import judged_edit_said

    for each in edits:
        if kpi := state.get(Kpi, each.edit.kpi):
            put(f"{indent}! {say(judged_edit_said(kpi, each))}")


def edits_behind(judged: "Judged", edits: "Sequence[JudgedEdit]") -> "tuple[JudgedEdit, ...]":
    """The edits of KPIs that a criterion looked at."""
    from cockpit.domain.target_edit import edits_of

    return edits_of(edits, {seen.uid for seen in judged.finding.observations if seen.kind == Kpi.kind})


def put_history(history: "VerdictHistory") -> None:
    """A sign for each week, since when the answer is what it is, and what turned it, the last day first."""
    from cockpit.widgets.verdict_words import act_words, answer_words, since_words, strip_of, turned_words, why_words

    put(f"{headed(_('history'), strip_of(history))}  {since_words(history, history.last)}")
    for turn in history.turns:
        put(f"  {day(turn.day)}  {answer_words(turn)}")
        for criterion in turn.criteria:
            put(f"      {headed(say(criterion.name), turned_words(criterion))}  {why_words(criterion)}")
        for act in turn.acts:
            put(f"      {act_words(act)}")


def plain_history(history: "VerdictHistory | None") -> dict[str, Any]:
    """A history in full, as ``docs/json.md`` describes it; empty where none was asked for."""
    if history is None:
        return {"since": None, "weeks": [], "turns": []}
    return {
        "since": history.since.isoformat() if history.since else None,
        "weeks": [{"on": each.day.isoformat(), "answer": each.answer.value} for each in history.weeks],
        "turns": [_plain_turn(turn) for turn in history.turns],
    }


def _plain_turn(turn: "Turn") -> dict[str, Any]:
    return {
        "on": turn.day.isoformat(),
        "answer_before": turn.before.value,
        "answer": turn.after.value,
        "criteria": [
            {
                "uid": each.uid,
                "title": say(each.name),
                "state_before": each.before.value if each.before else None,
                "state": each.after.value if each.after else None,
                "summary": say(each.summary),
                "by_time": each.by_time,
            }
            for each in turn.criteria
        ],
        "acts": [
            {"uid": act.uid, "at": act.at.isoformat(), "who": act.who, "said": [say(each) for each in act.said]}
            for act in turn.acts
        ],
    }


def plain_edits(state: "ProjectState", edits: "Sequence[JudgedEdit]") -> list[dict[str, Any]]:
    """The edits in full, as ``docs/json.md`` describes them."""
    found = []
    for each in edits:
        edit, kpi = each.edit, state.get(Kpi, each.edit.kpi)
        found.append(
            {
                "kpi": kpi.ref if kpi else None,
                "uid": edit.kpi,
                "field": edit.field,
                "act": edit.act,
                "who": edit.who,
                "at": edit.at.isoformat(),
                "old": edit.old,
                "new": edit.new,
                "data_since": edit.data_since.isoformat(),
                "set_on": edit.set_on.isoformat() if edit.set_on else None,
                "answer_with_old": each.with_old.value,
                "answer_with_new": each.with_new.value,
            }
        )
    return found
