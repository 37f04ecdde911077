"""Targets edited after their data began: whoever has seen the first values can set a target that they meet.

A KPI is judged by its target, its guardrail, their direction and its rule.  Each edit of one of these counts that was made when a
measurement of the KPI, of that day or an earlier one, was on record, and that still stands.  A first target whose own date, "target set
on", is earlier than all measurements is taken at its word: it was agreed before, and written down later.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from cockpit.domain.change import Batch, RowChange, SeriesChange
from cockpit.domain.entity import Choice, Plain, field_of
from cockpit.domain.gate import Answer
from cockpit.domain.history import in_force, taken_back
from cockpit.domain.kpi import Kpi, exact_amount
from cockpit.domain.measurement import Points, day_in, day_of
from cockpit.domain.message import N_, Message, message
from cockpit.domain.phase import PhaseCode
from cockpit.domain.readiness.verdict import Verdict, verdict
from cockpit.domain.state import ProjectState

WATCHED = ("target", "guardrail", "direction", "rule")
"""The fields of a KPI of which an edit is flagged."""


@dataclass(frozen=True)
class TargetEdit:
    """A field of a KPI (its uid) that was given another value after data began: by whom and when, in UTC and as a day of the project.

    ``data_since`` is the day of the first measurement then on record, ``set_on`` the day on which the target was set by the KPI's own
    word, as of this edit.  ``act`` is the uid of the act in the log.
    """

    act: str
    kpi: str
    field: str
    who: str
    at: datetime
    day: date
    old: Plain
    new: Plain
    data_since: date
    set_on: date | None

    @property
    def uid(self) -> str:
        """Identifies it."""
        return f"{self.act}:{self.kpi}:{self.field}"


@dataclass(frozen=True)
class JudgedEdit:
    """An edit, with the answer at a gate under the old value and under the new one, all else as it is."""

    edit: TargetEdit
    with_old: Answer
    with_new: Answer


def target_edits(log: Sequence[Batch], zone: str) -> tuple[TargetEdit, ...]:
    """The edits of targets after their data began that a log (oldest first) tells of, in order.

    An act that was taken back counts for nothing, and neither does the undo of one: it restores what was.  One that was made again
    counts as what was done then.
    """
    undone, made_by = taken_back(log), _made_by(log)
    began: dict[str, date] = {}
    set_on: dict[str, Plain] = {}
    found: list[TargetEdit] = []
    for batch in log:
        day = day_in(batch.at, zone)
        for change in batch.changes:
            if isinstance(change, RowChange) and change.kind == Kpi.kind:
                set_on[change.uid] = (change.after or {}).get("target_set_on", set_on.get(change.uid))
        if batch.uid in undone:
            continue
        if batch.uid in made_by:
            for change in made_by[batch.uid].changes:
                if isinstance(change, RowChange) and change.kind == Kpi.kind and began.get(change.uid, date.max) <= day:
                    found += _edits(batch, change, day, began[change.uid], _date(set_on[change.uid]))
        for change in batch.changes:
            if isinstance(change, SeriesChange) and change.after:
                first = day_of(Points.of(change.after).ends[0], zone)
                began[change.kpi] = min(first, began.get(change.kpi, date.max))
    return tuple(found)


def _made_by(log: Sequence[Batch]) -> dict[str, Batch]:
    """The acts that stand, but for undos, by the uid of the act by which they hold: themselves, or their last redo."""
    undone, reversed_once = taken_back(log), {batch.reverses for batch in log}
    standing = [batch for batch in log if batch.reverses is None and batch.uid not in undone]
    return {(in_force(log, each.uid).uid if each.uid in reversed_once else each.uid): each for each in standing}


def _edits(batch: Batch, change: RowChange, day: date, began: date, set_on: date | None) -> Iterator[TargetEdit]:
    if change.before is None or change.after is None:
        return
    for name in WATCHED:
        if name not in change.after:
            continue
        old, new = change.before.get(name), change.after[name]
        agreed_before = name == "target" and old is None and set_on is not None and set_on < began
        if old != new and not agreed_before:
            yield TargetEdit(batch.uid, change.uid, name, batch.who, batch.at, day, old, new, began, set_on)


def _date(plain: Plain) -> date | None:
    return date.fromisoformat(plain) if isinstance(plain, str) else None


def judged_edits(
    edits: Sequence[TargetEdit], state: ProjectState, gate: PhaseCode, as_of: date, wave: str | None = None
) -> tuple[JudgedEdit, ...]:
    """Those of the edits that concern a KPI which the gate judges, or would judge without them, in order."""
    now = _kpis_seen(verdict(state, gate, as_of, wave))
    found = []
    for edit in edits:
        kpi = state.get(Kpi, edit.kpi)
        if kpi is None or (kpi.uid not in now and not _decides_whether_asked(edit)):
            continue
        old, new = (verdict(_with(state, kpi, edit.field, value), gate, as_of, wave) for value in (edit.old, edit.new))
        if kpi.uid in now | _kpis_seen(old) | _kpis_seen(new):
            found.append(JudgedEdit(edit, old.answer, new.answer))
    return tuple(found)


def _decides_whether_asked(edit: TargetEdit) -> bool:
    """A gate may ask for all KPIs that have a target: one whose target was taken away is not seen any more."""
    return edit.field in ("target", "guardrail") and None in (edit.old, edit.new)


def _kpis_seen(found: Verdict) -> set[str]:
    return {seen.uid for judged in found.judged for seen in judged.finding.observations if seen.kind == Kpi.kind}


def _with(state: ProjectState, kpi: Kpi, field: str, plain: Plain) -> ProjectState:
    """A state in which a field of a KPI holds another value."""
    return state.applied([RowChange(kpi.kind, kpi.uid, {field: kpi.plain()[field]}, {field: plain})])


def value_said(kpi: Kpi, field: str, plain: Plain) -> Message:
    """A value of a watched field as people read it."""
    if plain is None:
        return message(N_("none"))
    value = field_of(Kpi, field).value(plain)
    return Message(value.label) if isinstance(value, Choice) else exact_amount(kpi, float(value))


def edit_said(kpi: Kpi, edit: TargetEdit) -> Message:
    """An edit in a sentence: which KPI, which field, by whom and when, from what to what, and since when there were data."""
    said = message(
        N_("{field} of {kpi} edited by {who} on {day}, {old} → {new}, after data began on {first}"),
        field=Message(field_of(Kpi, edit.field).label), kpi=kpi.ref, who=edit.who, day=edit.day,
        old=value_said(kpi, edit.field, edit.old), new=value_said(kpi, edit.field, edit.new), first=edit.data_since,
    )  # fmt: skip
    if edit.set_on is None or edit.field != "target":
        return said
    return message(N_("{edit} (set on {day} by its own word)"), edit=said, day=edit.set_on)


def judged_edit_said(kpi: Kpi, judged: JudgedEdit) -> Message:
    """An edit in a sentence, with the verdict under the old and the new value."""
    return message(
        N_("{edit}: {before} with the old, {after} with the new"),
        edit=edit_said(kpi, judged.edit), before=Message(judged.with_old.label), after=Message(judged.with_new.label),
    )  # fmt: skip


def edits_of(judged: Sequence[JudgedEdit], kpis: set[str]) -> tuple[JudgedEdit, ...]:
    """Those that concern one of the KPIs, by uid."""
    return tuple(each for each in judged if each.edit.kpi in kpis)
