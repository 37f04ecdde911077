"""Holding a gate review: what was decided, with the evidence frozen, its conditions as actions and its waivers, all in one act."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeAlias
from uuid import uuid4

from cockpit.domain.act import highest_refs, plan
from cockpit.domain.action import Action
from cockpit.domain.edit import Act, Create
from cockpit.domain.entity import Plain
from cockpit.domain.gate import Answer, Criterion, Decision, GateReview, Waiver
from cockpit.domain.gate_review import digest_of, is_against, standing_review
from cockpit.domain.message import N_, Message, message
from cockpit.domain.phase import PhaseCode
from cockpit.domain.problem import Problem, Refused
from cockpit.domain.readiness.adoption import adopted, adopted_uid
from cockpit.domain.readiness.policy import is_default
from cockpit.domain.readiness.review_evidence import freeze
from cockpit.domain.readiness.verdict import Verdict, verdict
from cockpit.domain.state import ProjectState
from cockpit.domain.validation import validated

Telling: TypeAlias = Callable[[Verdict], Plain]
"""A verdict in full, as the program prints it: what is frozen."""


@dataclass(frozen=True)
class Condition:
    """Something that has to be done although the gate is passed: it becomes an action of its ``owner`` (uid), due on a day."""

    title: str
    owner: str
    due_on: date
    criterion: Criterion | None = None


@dataclass(frozen=True)
class Exempted:
    """A criterion that may wait until a day, as somebody (uid) signs for a reason: it becomes a waiver."""

    criterion: Criterion
    approver: str
    reason: str
    expires_on: date


@dataclass(frozen=True)
class Ruling:
    """What the people at a gate have come to; people and the wave, whose own gate it may be, are uids.

    ``decision`` is None as long as there is none.
    """

    title: str
    gate: PhaseCode
    wave: str | None = None
    decision: Decision | None = None
    deciders: tuple[str, ...] = ()
    reason: str = ""
    dissent: str = ""
    conditions: tuple[Condition, ...] = ()
    waivers: tuple[Exempted, ...] = ()

    @property
    def rests_on_criteria(self) -> bool:
        """Whether something refers to a criterion that is no row yet."""
        named = (*(each.criterion for each in self.conditions), *(each.criterion for each in self.waivers))
        return any(criterion is not None and is_default(criterion) for criterion in named)


def held(
    state: ProjectState, ruling: Ruling, today: date, tell: Telling, translate: Callable[[str], str] = str, uid: str = ""
) -> Act:
    """The act by which a review is held today: the review, its waivers and its conditions.

    The verdict is that which the waivers leave: to waive a criterion and to go on under conditions is no decision against it.  The
    review supersedes the one that stands at the gate.  A default policy becomes the project's own where something refers to one of its
    criteria, its titles put into words by ``translate``.  Raises :class:`Refused` with all that is missing.
    """
    if problems := list(ruling_problems(ruling, verdict_under(state, ruling, today).answer)):
        raise Refused(problems)
    uid = uid or str(uuid4())
    earlier = standing_review(state, ruling.gate, today, ruling.wave)
    values: dict[str, Any] = {
        "title": ruling.title, "gate": ruling.gate, "wave": ruling.wave, "held_on": today, "decision": ruling.decision,
        "deciders": ruling.deciders, "reason": ruling.reason, "dissent": ruling.dissent,
        "supersedes": earlier.uid if earlier else None,
    }  # fmt: skip
    before = adopted(state, ruling.gate, translate) if ruling.rests_on_criteria else ()
    after = (*_waivers(ruling, today, uid), *_conditions(ruling, today, uid))
    found = _found(state, Act((*before, Create(GateReview, values, uid), *after)), ruling, today)
    values |= {"verdict": found.answer, "evidence": freeze(found, tell(found))}
    digest = digest_of(validated(GateReview, {**values, "uid": uid}))
    return Act((*before, Create(GateReview, {**values, "digest": digest}, uid), *after))


def verdict_under(state: ProjectState, ruling: Ruling, today: date) -> Verdict:
    """The verdict of a gate today with the waivers that a ruling grants."""
    if not ruling.waivers:
        return verdict(state, ruling.gate, today, ruling.wave)
    before = adopted(state, ruling.gate) if ruling.rests_on_criteria else ()
    return _found(state, Act((*before, *_waivers(ruling, today, None))), ruling, today)


def _found(state: ProjectState, act: Act, ruling: Ruling, today: date) -> Verdict:
    return verdict(state.applied(plan(state, act, highest_refs(state))), ruling.gate, today, ruling.wave)


def needs_reason(decision: Decision | None, answer: Answer) -> bool:
    """Whether somebody has to say why: the decision is another than the verdict's."""
    return decision is not None and is_against(decision, answer)


def ruling_problems(ruling: Ruling, answer: Answer) -> Iterator[Problem]:
    """What is missing before a review can be held, where its waivers leave the ``answer``; each with the field that it is about."""
    if ruling.decision is None:
        yield Problem(message(N_("Nothing is decided yet; choose what the deciders decided")), "decision")
    if not ruling.deciders:
        yield Problem(message(N_("Nobody has decided yet; name the people who did")), "deciders")
    if ruling.decision is Decision.CONDITIONAL and not ruling.conditions:
        sentence = N_("A conditional decision has at least one condition; write what has to be done, by whom and by when")
        yield Problem(message(sentence), "conditions")
    if needs_reason(ruling.decision, answer) and not ruling.reason.strip():
        sentence = N_("The verdict is {verdict}; a decision against it needs a reason")
        yield Problem(message(sentence, verdict=Message(answer.label)), "reason")


def _waivers(ruling: Ruling, today: date, review: str | None) -> Iterator[Create]:
    for each in ruling.waivers:
        yield Create(
            Waiver,
            {
                "criterion": adopted_uid(each.criterion), "approver": each.approver, "granted_on": today,
                "expires_on": each.expires_on, "reason": each.reason, "review": review,
            },
            str(uuid4()),
        )  # fmt: skip


def _conditions(ruling: Ruling, today: date, review: str) -> Iterator[Create]:
    for each in ruling.conditions:
        yield Create(
            Action,
            {
                "title": each.title, "owner": each.owner, "due_on": each.due_on, "created_on": today, "review": review,
                "criterion": adopted_uid(each.criterion) if each.criterion else None,
                "wave": ruling.wave,
            },
            str(uuid4()),
        )  # fmt: skip
