"""The evidence of a gate review: the verdict, what was asked, the rows behind it and those that they rest on, frozen as JSON.

All of it is kept with its values as they were, so that what came later can be told field by field (``review_changes``).
"""

import json
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, TypeAlias

from cockpit.domain.entity import Entity, FieldSpec, Plain, canonical, fields_of
from cockpit.domain.gate import LONGEST_EVIDENCE, Criterion, GatePolicy, GateReview
from cockpit.domain.gate_review import digest_of
from cockpit.domain.kpi import Group, Kpi
from cockpit.domain.message import N_, Exact, Message, Part, Percent, Rounded, message
from cockpit.domain.phase import Phase
from cockpit.domain.problem import refuse
from cockpit.domain.readiness.adoption import adopted_uid
from cockpit.domain.readiness.kpi_answer import standing_at
from cockpit.domain.readiness.policy import is_default, phase_of, policy_of
from cockpit.domain.readiness.review_grounds import grounds_of
from cockpit.domain.readiness.verdict import Verdict
from cockpit.domain.text import clean_text

_FORMAT = 1
_MARK = 16
"""Hexadecimal digits by which two summaries are told apart: 64 bits."""
_ROWS, _GROUNDS, _PERIODS, _SUMMARIES = "rows", "grounds", "periods", "summaries"
_GIVING_WAY = (_PERIODS, _GROUNDS, _ROWS)
"""What is left out where all of it is too long, the first of it first: the verdict alone still tells what was decided on."""


FrozenRow: TypeAlias = tuple[str, str, str, Mapping[str, Plain]]
"""Kind, uid, ref and values of a row."""


@dataclass(frozen=True)
class Frozen:
    """Evidence as it was frozen: the verdict as told that day, the rows with their plain values, and the values of KPIs.

    ``rows`` are kind, uid, ref and values: what was asked, which has no ref where it was a default, what was observed, and what that
    rested on.  ``periods`` are a KPI's uid, a group and values by the first day of their period.  ``summaries`` tell by the uid of a
    criterion what its summary was, whatever the language: see :func:`mark_of`.
    """

    verdict: Mapping[str, Any]
    rows: tuple[FrozenRow, ...]
    periods: tuple[tuple[str, str, Mapping[str, float]], ...]
    left_out: tuple[str, ...]
    summaries: Mapping[str, str]

    @property
    def criteria(self) -> Sequence[Mapping[str, Any]]:
        """The criteria as they were told that day."""
        return tuple(self.verdict["criteria"])


def freeze(found: Verdict, told: Plain) -> str:
    """The evidence of a verdict as text: the same for the same verdict.

    ``told`` is the verdict in full as the program prints it.  Where all is too long, the values of the KPIs are left out, then what the
    rows rest on, then the rows, and it says so; :class:`Refused` where the verdict itself is.
    """
    behind = list(_behind(found))
    parts: dict[str, list[Plain]] = {
        _ROWS: [*_asked(found), *map(_frozen, behind)],
        _GROUNDS: list(_grouped(grounds_of(found.state, behind, found.as_of))),
        _PERIODS: list(_periods(found)),
    }
    summaries: Plain = {adopted_uid(judged.criterion): mark_of(judged.finding.summary) for judged in found.judged}
    left_out: list[Plain] = []
    for name in (*(name for name in _GIVING_WAY if parts[name]), ""):
        whole = {"format": _FORMAT, "verdict": told, "left_out": left_out, _SUMMARIES: summaries, **parts}
        evidence = clean_text(canonical(whole))
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


def mark_of(said: Message) -> str:
    """What tells a sentence from another with other words or other figures in it, in whatever language it is read."""
    return sha256(canonical(_plain_of(said)).encode()).hexdigest()[:_MARK]


def _plain_of(part: Part) -> Plain:
    match part:
        case Message():
            return [part.text, part.plural, {name: _plain_of(each) for name, each in part.parts.items()}]
        case tuple():
            return [_plain_of(each) for each in part]
        case float() | Percent() | Rounded() | Exact():
            # What is added up in another order may differ in its last figures.
            return f"{part if isinstance(part, float) else part.value:.9g}"
        case _:
            return str(part)


def _asked(found: Verdict) -> Iterator[Plain]:
    """The rules of the gate by value, defaults too, as they would be once adopted: they can be loosened later like any other.

    The title of a default is left out, as it is written down in the words of a language.  What the own gate of a wave asks is never
    adopted.
    """
    policy = policy_of(found.state, found.gate)
    criteria = [judged.criterion for judged in found.judged if found.wave is None]
    asked: tuple[GatePolicy | Criterion, ...] = (policy, *criteria)
    for row in asked:
        if not is_default(row):
            yield _frozen(row)
        elif isinstance(row, Criterion):
            yield _frozen(row.changed(uid=adopted_uid(row), policy=adopted_uid(policy)), ("title",))
        else:
            yield _frozen(row.changed(uid=adopted_uid(row)), ("title",))


def _frozen(row: Entity, but: Container[str] = ()) -> Plain:
    return {"kind": row.kind, "uid": row.uid, "ref": row.ref, "values": _kept(row, but)}


def _kept(row: Entity, but: Container[str] = ()) -> Plain:
    """The values of a row that are not their default."""
    plain = row.plain()
    names = (spec.name for spec in fields_of(type(row)) if plain[spec.name] != default_of(spec))
    return {name: plain[name] for name in names if name not in but and (row.kind, name) not in NO_EVIDENCE}


def _grouped(rows: Iterable[Entity]) -> Iterator[Plain]:
    """Many rows as uid, ref and values by their kind, in the order in which the kinds come first: most of them hold little else."""
    by_kind: dict[str, list[Plain]] = {}
    for row in rows:
        by_kind.setdefault(row.kind, []).append([row.uid, row.ref, _kept(row)])
    for kind, those in by_kind.items():
        yield {"kind": kind, "rows": those}


def _behind(found: Verdict) -> Iterator[Entity]:
    """Each row that was observed, or holds a criterion up, and the phase that the gate ends, once."""
    seen: set[tuple[str, str]] = set()
    for row in _looked_at(found):
        if row is not None and (row.kind, row.uid) not in seen:
            seen.add((row.kind, row.uid))
            yield row


def _looked_at(found: Verdict) -> Iterator[Entity | None]:
    for judged in found.judged:
        yield judged.waiver
        for each in judged.finding.observations:
            yield found.state.row(each.kind, each.uid)
    yield phase_of(found.state, found.gate)


NO_EVIDENCE = frozenset({(Phase.kind, "status")})
"""Fields, with the kind of their row, that are neither frozen nor compared: that a phase is over is what its gate decides."""


def default_of(spec: FieldSpec) -> Plain:
    """What a field holds where nothing was frozen of it."""
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
            rows=(*_thawed_rows(told[_ROWS]), *_thawed_groups(told.get(_GROUNDS, ()))),
            periods=tuple(
                (str(each["kpi"]), Group(each["group"]).value, {str(on): float(value) for on, value in each["values"].items()})
                for each in told[_PERIODS]
            ),
            left_out=tuple(map(str, told["left_out"])),
            summaries={str(uid): str(mark) for uid, mark in told.get(_SUMMARIES, {}).items()},
        )
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None


def _thawed_rows(told: Iterable[Any]) -> Iterator[FrozenRow]:
    for row in told:
        yield str(row["kind"]), str(row["uid"]), str(row["ref"]), dict(row["values"])


def _thawed_groups(told: Iterable[Any]) -> Iterator[FrozenRow]:
    for group in told:
        for uid, ref, values in group["rows"]:
            yield str(group["kind"]), str(uid), str(ref), dict(values)
