"""The evidence of a gate review: the verdict and the rows behind it, frozen as JSON, and what has changed in them since.

What was observed is kept with its values as they were, so that what came later can be told field by field: a risk that was rated
anew, a row that is gone, the value of a week that was corrected.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cockpit.domain.catalogue import entity_of
from cockpit.domain.change import RowChange
from cockpit.domain.entity import Entity, FieldSpec, Plain, canonical, fields_of
from cockpit.domain.evidence import Observation
from cockpit.domain.gate import LONGEST_EVIDENCE, Criterion, GateReview
from cockpit.domain.gate_review import Seal, digest_of, seal_of
from cockpit.domain.kpi import Group, Kpi
from cockpit.domain.message import N_, Exact, Message, Part, message
from cockpit.domain.narration import Narrator
from cockpit.domain.period import periods_of
from cockpit.domain.problem import refuse
from cockpit.domain.readiness.adoption import adopted_uid
from cockpit.domain.readiness.kpi_answer import standing_at
from cockpit.domain.readiness.policy import is_default, policy_of
from cockpit.domain.readiness.verdict import Judged, Verdict
from cockpit.domain.state import ProjectState
from cockpit.domain.text import clean_text
from cockpit.domain.validation import echo

_FORMAT = 1
_ROWS, _PERIODS = "rows", "periods"
_GIVING_WAY = (_PERIODS, _ROWS)
"""What is left out where all of it is too long, the first of it first: the verdict alone still tells what was decided on."""


@dataclass(frozen=True)
class Frozen:
    """Evidence as it was frozen: the verdict as told that day, the rows with their plain values, and the values of KPIs.

    ``rows`` are kind, uid, ref and values; ``periods`` are a KPI's uid, a group and values by the first day of their period.
    """

    verdict: Mapping[str, Any]
    rows: tuple[tuple[str, str, str, Mapping[str, Plain]], ...]
    periods: tuple[tuple[str, str, Mapping[str, float]], ...]
    left_out: tuple[str, ...]

    @property
    def criteria(self) -> Sequence[Mapping[str, Any]]:
        """The criteria as they were told that day."""
        return tuple(self.verdict["criteria"])


@dataclass(frozen=True)
class Since:
    """One change of the evidence since it was frozen, in words, and the row that it is about, which may be gone."""

    kind: str
    uid: str
    ref: str
    said: Message


def freeze(found: Verdict, told: Plain) -> str:
    """The evidence of a verdict as text: the same for the same verdict.

    ``told`` is the verdict in full as the program prints it.  Where all is too long, the values of the KPIs are left out, then the rows,
    and it says so; :class:`Refused` where the verdict itself is.
    """
    parts: dict[str, Plain] = {_ROWS: list(_rows(found)), _PERIODS: list(_periods(found))}
    left_out: list[Plain] = []
    for name in (*_GIVING_WAY, ""):
        evidence = clean_text(canonical({"format": _FORMAT, "verdict": told, "left_out": left_out, **parts}))
        if len(evidence) <= LONGEST_EVIDENCE:
            return evidence
        if name:
            parts[name] = []
            left_out.append(name)
    sentence = N_("The verdict of this gate takes {count} characters, and {most} can be frozen; ask less in one gate")
    raise refuse(message(sentence, count=len(evidence), most=LONGEST_EVIDENCE), "evidence")


def sealed(review: GateReview, found: Verdict, told: Plain) -> GateReview:
    """A review with the evidence of a verdict frozen in it, and its digest."""
    whole = review.changed(evidence=freeze(found, told))
    return whole.changed(digest=digest_of(whole))


def _rows(found: Verdict) -> Iterator[Plain]:
    """Each row that the verdict rests on, once, with the values that are not their default."""
    seen: set[tuple[str, str]] = set()
    for row in _behind(found):
        if (row.kind, row.uid) in seen:
            continue
        seen.add((row.kind, row.uid))
        plain = row.plain()
        values = {spec.name: plain[spec.name] for spec in fields_of(type(row)) if plain[spec.name] != _default(spec)}
        yield {"kind": row.kind, "uid": row.uid, "ref": row.ref, "values": values}


def _behind(found: Verdict) -> Iterator[Entity]:
    policy = policy_of(found.state, found.gate)
    if not is_default(policy):
        yield policy
    for judged in found.judged:
        if not is_default(judged.criterion):
            yield judged.criterion
        if judged.waiver:
            yield judged.waiver
        for seen in judged.finding.observations:
            if row := found.state.row(seen.kind, seen.uid):
                yield row


def _default(spec: FieldSpec) -> Plain:
    return None if spec.required else spec.plain(spec.default)


def _periods(found: Verdict) -> Iterator[Plain]:
    """The values of the periods by which each KPI behind the verdict is judged."""
    policy = policy_of(found.state, found.gate)
    kpis = {seen.uid: None for judged in found.judged for seen in judged.finding.observations if seen.kind == Kpi.kind}
    for uid in kpis:
        if kpi := found.state.get(Kpi, uid):
            now = standing_at(found.state, kpi, policy, found.as_of)
            values: dict[str, Plain] = {period.starts_on.isoformat(): period.value for period in now.periods}
            yield {"kpi": uid, "group": now.group.value, "values": values}


def thawed(review: GateReview) -> Frozen | None:
    """The evidence of a review; None where there is none, or it is none that this program can read."""
    try:
        told = json.loads(review.evidence)
        return Frozen(
            verdict={**told["verdict"], "criteria": [dict(each) for each in told["verdict"]["criteria"]]},
            rows=tuple((str(row["kind"]), str(row["uid"]), str(row["ref"]), dict(row["values"])) for row in told[_ROWS]),
            periods=tuple(
                (str(each["kpi"]), Group(each["group"]).value, {str(on): float(value) for on, value in each["values"].items()})
                for each in told[_PERIODS]
            ),
            left_out=tuple(map(str, told["left_out"])),
        )
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None


def changes_since(review: GateReview, found: Verdict) -> tuple[Since, ...]:
    """What has changed in the evidence of a review, where ``found`` is the verdict of its gate today.

    Nothing can be told of a review without evidence, or of one that is not as it was held.
    """
    frozen = thawed(review) if seal_of(review) is Seal.INTACT else None
    if frozen is None:
        return ()
    try:
        return (*_changed_rows(frozen, found), *_changed_values(frozen, found.state), *_come_since(frozen, found))
    except (ValueError, TypeError, KeyError, AttributeError):
        # Whoever makes up evidence can make up a digest too.
        return (Since(review.kind, review.uid, review.ref, message(N_("the evidence cannot be compared with today's"))),)


def _changed_rows(frozen: Frozen, found: Verdict) -> Iterator[Since]:
    narrator = Narrator(found.state)
    for kind, uid, ref, values in frozen.rows:
        entity = entity_of(kind)
        row = found.state.row(kind, uid)
        if row is None:
            name = " ".join(filter(None, (ref, str(values.get(entity.title_field) or ""))))
            yield Since(kind, uid, ref, message(N_("{row} is gone"), row=echo(name)))
            continue
        now = row.plain()
        then = {spec.name: values.get(spec.name, _default(spec)) for spec in fields_of(entity)}
        other = [name for name, value in then.items() if value != now[name]]
        if other:
            change = RowChange(kind, uid, {name: then[name] for name in other}, {name: now[name] for name in other})
            yield Since(kind, uid, row.ref, narrator.tell_change(change))


def _changed_values(frozen: Frozen, state: ProjectState) -> Iterator[Since]:
    """The periods of KPIs that were judged, and have another value by now, or none, or have got one."""
    for uid, group, then in frozen.periods:
        kpi = state.get(Kpi, uid)
        if kpi is None or not then:
            continue
        first, last = min(then), max(then)
        now = {period.starts_on.isoformat(): period.value for period in periods_of(state, kpi, Group(group))}
        for on in sorted({*then, *(day for day in now if first <= day <= last)}):
            if then.get(on) != now.get(on):
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
    gone = {uid for kind, uid, *_values in frozen.rows if found.state.row(kind, uid) is None}
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
