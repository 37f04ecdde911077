"""What has changed in the evidence of a gate review since it was held.

First what tells most: the criteria that would be found otherwise on the very day of the review, by what is known of that day now.  Then
why, row by row: a risk that was rated anew, a row that is gone, the value of a week that was corrected.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from cockpit.domain.catalogue import entity_of
from cockpit.domain.change import RowChange
from cockpit.domain.entity import Entity, FieldSpec, Plain, fields_of
from cockpit.domain.evidence import CriterionState, Observation
from cockpit.domain.gate import Criterion, GatePolicy, GateReview
from cockpit.domain.gate_review import Seal, seal_of
from cockpit.domain.kpi import Group, Kpi
from cockpit.domain.message import N_, Exact, Message, Part, message
from cockpit.domain.narration import Narrator
from cockpit.domain.period import periods_of
from cockpit.domain.readiness.adoption import adopted_uid
from cockpit.domain.readiness.policy import policy_of
from cockpit.domain.readiness.review_evidence import NO_EVIDENCE, Frozen, default_of, mark_of, thawed
from cockpit.domain.readiness.verdict import Judged, Verdict, verdict
from cockpit.domain.state import ProjectState
from cockpit.domain.validation import echo


@dataclass(frozen=True)
class Since:
    """One change of the evidence since it was frozen, in words, and the row that it is about, which may be gone."""

    kind: str
    uid: str
    ref: str
    said: Message


def changes_since(review: GateReview, found: Verdict) -> tuple[Since, ...]:
    """What has changed in the evidence of a review, where ``found`` is the verdict of its gate today.

    Its criteria are judged again on its own day, by what is known now: that evidence has aged meanwhile is no change of it, and that a row
    of those days was corrected, added or deleted is one.  Nothing can be told of a review without evidence, or of one that is not as it
    was held.
    """
    frozen = thawed(review) if seal_of(review) is Seal.INTACT else None
    if frozen is None:
        return ()
    again = verdict(found.state, review.gate, review.held_on, review.wave)
    try:
        return (
            *_turned(frozen, again),
            *_changed_rows(frozen, found),
            *_changed_values(frozen, found.state),
            *_come_since(frozen, found),
        )
    except (ValueError, TypeError, KeyError, AttributeError):
        # Whoever makes up evidence can make up a digest too.
        return (Since(review.kind, review.uid, review.ref, message(N_("the evidence cannot be compared with today's"))),)


def _turned(frozen: Frozen, again: Verdict) -> Iterator[Since]:
    """The criteria that would be found otherwise on the day of the review than they were."""
    then = {_adopted(each["uid"]): each for each in frozen.criteria}
    for judged in again.judged:
        criterion, summary = judged.criterion, judged.finding.summary
        uid = adopted_uid(criterion)
        told = then.get(uid)
        if told is None:
            continue
        before = CriterionState(told["state"])
        if before is not judged.state:
            said = message(
                N_("{criterion}: was {before}, is {now}: {summary}"),
                criterion=judged.name, before=Message(before.label), now=Message(judged.state.label), summary=summary,
            )  # fmt: skip
        elif frozen.summaries.get(uid, mark_of(summary)) != mark_of(summary):
            said = message(
                N_("{criterion}: “{before}” has become “{now}”"),
                criterion=judged.name, before=echo(str(told.get("summary", ""))), now=summary,
            )  # fmt: skip
        else:
            continue
        yield Since(criterion.kind, criterion.uid, criterion.ref, said)


def _changed_rows(frozen: Frozen, found: Verdict) -> Iterator[Since]:
    narrator = Narrator(found.state)
    for kind, uid, ref, values in frozen.rows:
        entity = entity_of(kind)
        row = found.state.row(kind, uid) if ref else _rule_now(found, kind, uid)
        if row is None:
            if ref:
                name = " ".join(filter(None, (ref, str(values.get(entity.title_field) or ""))))
                yield Since(kind, uid, ref, message(N_("{row} is gone"), row=echo(name)))
            continue
        then, now = {}, {}
        for spec in _differing(row, values, _compared(entity, bool(ref))):
            then[spec.name], now[spec.name] = values.get(spec.name, default_of(spec)), spec.plain(getattr(row, spec.name))
        if then:
            change = RowChange(kind, row.uid, then, now)
            yield Since(kind, row.uid, row.ref, narrator.tell_change(change, "" if row.ref else str(row)))


def _differing(row: Entity, then: Mapping[str, Plain], compared: Iterable[FieldSpec]) -> Iterator[FieldSpec]:
    """The fields that hold something else than they did ``then``: thousands of rows hold the same, so that few values are made plain."""
    now = vars(row)
    for spec in compared:
        value = now[spec.name]
        if spec.name in then:
            if value != then[spec.name] and spec.plain(value) != then[spec.name]:
                yield spec
        elif value != spec.default and spec.plain(value) != default_of(spec):
            yield spec


@cache
def _compared(entity: type[Entity], has_ref: bool) -> tuple[FieldSpec, ...]:
    """The fields of an entity that are compared; what has no ref was a default."""
    left_out = {name for of, name in NO_EVIDENCE if of == entity.kind} | (set() if has_ref else _NOT_OF_A_DEFAULT)
    return tuple(spec for spec in fields_of(entity) if spec.name not in left_out)


_NOT_OF_A_DEFAULT = {"title", "policy"}
"""What is not compared of a default: its title, which depends on the language, and the policy that it belongs to."""


def _rule_now(found: Verdict, kind: str, uid: str) -> Entity | None:
    """The policy or the criterion that takes the place of a default by now, which is mostly the same; None where it is asked no more."""
    if kind == GatePolicy.kind:
        return policy_of(found.state, found.gate)
    asked = {adopted_uid(judged.criterion): judged.criterion for judged in found.judged}
    return asked.get(uid)


def _changed_values(frozen: Frozen, state: ProjectState) -> Iterator[Since]:
    """The periods of KPIs that were judged, and have another value by now, or none, or have got one."""
    for uid, group, then in frozen.periods:
        kpi = state.get(Kpi, uid)
        if kpi is None or not then:
            continue
        first, last = min(then), max(then)
        now = {period.starts_on.isoformat(): period.value for period in periods_of(state, kpi, Group(group))}
        judged = {*then, *(day for day in now if first <= day <= last)}
        for on in sorted(day for day in judged if then.get(day) != now.get(day)):
            yield Since(kpi.kind, uid, kpi.ref, _corrected(kpi, group, on, then.get(on), now.get(on)))


def _corrected(kpi: Kpi, group: str, on: str, then: float | None, now: float | None) -> Message:
    def told(value: float | None) -> Part:
        return message(N_("nothing")) if value is None else Exact(value)

    return message(
        N_("{kpi} ({group}), period of {day}: {then} → {now}"),
        kpi=str(kpi), group=Message(Group(group).label), day=on, then=told(then), now=told(now),
    )  # fmt: skip


def _come_since(frozen: Frozen, found: Verdict) -> Iterator[Since]:
    """What a criterion of then looks at today that it did not, and what the gate asks that it did not, or no more."""
    then = {_adopted(each["uid"]): each for each in frozen.criteria}
    today = {adopted_uid(judged.criterion): judged for judged in found.judged}
    for uid, judged in today.items():
        criterion = judged.criterion
        if uid not in then:
            yield Since(
                criterion.kind, criterion.uid, criterion.ref, message(N_("asked since: {criterion}"), criterion=judged.name)
            )
            continue
        known = {(each["kind"], each["uid"]) for each in then[uid]["observations"]}
        yield from _new_rows(found.state, judged, known)
    gone = {uid for kind, uid, ref, _values in frozen.rows if ref and found.state.row(kind, uid) is None}
    for uid, told in then.items():
        if uid not in today and uid not in gone:
            said = message(N_("no longer asked: {criterion}"), criterion=echo(str(told["title"])))
            yield Since(Criterion.kind, uid, str(told["ref"] or ""), said)


def _new_rows(state: ProjectState, judged: Judged, known: Iterable[tuple[str, str]]) -> Iterator[Since]:
    known = set(known)
    fresh: dict[tuple[str, str], Observation] = {}
    for seen in judged.finding.observations:
        if (seen.kind, seen.uid) not in known and seen.uid:
            fresh.setdefault((seen.kind, seen.uid), seen)
    for (kind, uid), seen in fresh.items():
        row = state.row(kind, uid)
        said = message(N_("{criterion} looks at {row} too"), criterion=judged.name, row=str(row) if row else seen.ref)
        yield Since(kind, uid, seen.ref, said)


def _adopted(uid: str) -> str:
    """The uid that a criterion has once it is a row: a default one may have become one since."""
    return adopted_uid(Criterion.trusted({"uid": uid}))
