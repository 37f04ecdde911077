"""Gate reviews: what was decided stays as it was decided, however it went with the evidence, and only a later review replaces it."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING

from cockpit.domain.change import Change, RowChange
from cockpit.domain.entity import Choice, Entity, canonical
from cockpit.domain.gate import Answer, Decision, GateReview
from cockpit.domain.message import N_, Message, message
from cockpit.domain.person import Person
from cockpit.domain.phase import PhaseCode
from cockpit.domain.problem import Problem

if TYPE_CHECKING:
    from cockpit.domain.state import ProjectState

SEALED = (
    "title", "gate", "wave", "held_on", "decision", "verdict", "deciders", "reason", "dissent", "supersedes", "evidence",
)  # fmt: skip
"""The fields over which the digest is made.  A field that reviews get later stays out of it, or those held before would not fit."""

_NOT_NOW = (Decision.NOT_YET, Decision.NO_GO, Decision.POSTPONED)
_NUMBERING = frozenset({"ref", "version"})


class Seal(Choice):
    """Whether a review is as it was held, as far as its digest tells."""

    INTACT = "intact", N_("as it was held")
    ALTERED = "altered", N_("ALTERED: it is not as it was held")
    NONE = "none", N_("no evidence was frozen")


def digest_of(review: GateReview) -> str:
    """The digest of a review: SHA-256 over the canonical JSON of all that it says.  It tells an accident, and is no signature."""
    plain = review.plain()
    return "sha256:" + sha256(canonical({name: plain[name] for name in SEALED}).encode()).hexdigest()


def is_intact(review: GateReview) -> bool:
    """Whether the digest of a review is that of what it says."""
    return review.digest == digest_of(review)


@lru_cache(maxsize=32)
def seal_of(review: GateReview) -> Seal:
    """Whether a review is as it was held; one from before evidence was frozen has nothing to tell by.

    A digest over much evidence takes its time, and is asked for with everything that is told of a review.
    """
    if not review.digest and not review.evidence:
        return Seal.NONE
    return Seal.INTACT if is_intact(review) else Seal.ALTERED


def is_against(decision: Decision, answer: Answer) -> bool:
    """Whether a decision is another than the verdict's.

    GO and CONDITIONAL count as themselves; not yet, no-go and postponed all come to the same: not now.
    """
    if decision in _NOT_NOW:
        return answer in (Answer.GO, Answer.CONDITIONAL)
    return decision.value != answer.value


def standing_review(state: "ProjectState", gate: PhaseCode, as_of: date, wave: str | None = None) -> GateReview | None:
    """The review of a gate, or of the own gate of a wave (its uid), that holds on a day: the last one that none has superseded."""
    held = [each for each in state.all(GateReview) if (each.gate, each.wave) == (gate, wave) and each.held_on <= as_of]
    superseded = {review.supersedes for review in held}
    standing = [review for review in held if review.uid not in superseded]
    return max(standing, key=lambda review: (review.held_on, review.uid), default=None)


def is_superseded(state: "ProjectState", review: GateReview) -> bool:
    """Whether another review has taken the place of this one."""
    return bool(state.of(GateReview, "supersedes", review.uid))


def immutability_problems(state: "ProjectState", changes: Sequence[Change]) -> Iterator[Problem]:
    """What ``changes`` to a state would do to reviews that were held in it; another ref alone leaves a review as it is."""
    gone = {(each.kind, each.uid) for each in changes if isinstance(each, RowChange) and each.after is None}
    for change in changes:
        if not isinstance(change, RowChange) or change.kind != GateReview.kind or change.before is None:
            continue
        review = state.get(GateReview, change.uid)
        if review is None or (change.after is not None and change.after.keys() <= _NUMBERING):
            continue
        yield Problem(_stays(state, review, gone), where=review.ref)


def _stays(state: "ProjectState", review: GateReview, gone: Iterable[tuple[str, str]]) -> Message:
    """Why a review cannot be changed, and what to do instead."""
    if (review.kind, review.uid) in set(gone):
        sentence = N_(
            "{review} was held, and stays: it is neither deleted nor taken back. Another review of the gate supersedes it"
        )
        return message(sentence, review=str(review))
    for row in _standing_in(state, review, gone):
        if isinstance(row, Person):
            sentence = N_(
                "{row} decided at {review}, which stays as it was held; say that the person is no longer active instead"
            )
        else:
            sentence = N_("{row} stands in {review}, which stays as it was held, and so cannot be deleted")
        return message(sentence, row=str(row), review=str(review))
    sentence = N_("{review} stays as it was held, and cannot be edited. Another review of the gate supersedes it")
    return message(sentence, review=str(review))


def _standing_in(state: "ProjectState", review: GateReview, rows: Iterable[tuple[str, str]]) -> Iterator[Entity]:
    named = {review.wave, review.supersedes, *review.deciders}
    for kind, uid in sorted(rows):
        if uid in named and (row := state.row(kind, uid)):
            yield row


def supersession_problems(state: "ProjectState", review: GateReview) -> Iterator[Problem]:
    """What is wrong with the review that a review of a state supersedes: it is an earlier one of the same gate, or of the same wave."""
    earlier = state.get(GateReview, review.supersedes)
    if earlier is None:
        return
    parts = {"review": str(review), "other": str(earlier)}
    if _supersedes_itself(state, review):
        sentence = N_("{review} would supersede itself, and no review would stand; name one that was held before it")
    elif (earlier.gate, earlier.wave) != (review.gate, review.wave):
        sentence = N_(
            "{other} was held at another gate; {review} can only supersede a review of its own gate, or of the same wave"
        )
    elif review.held_on < earlier.held_on:
        sentence = N_("{other} was held on {then}; {review}, held on {day}, cannot supersede what came later")
        parts |= {"then": earlier.held_on.isoformat(), "day": review.held_on.isoformat()}
    else:
        return
    yield Problem(Message(sentence, dict(parts)), "supersedes", review.ref)


def _supersedes_itself(state: "ProjectState", review: GateReview) -> bool:
    """Whether a review comes after itself, by way of others too."""
    seen: set[str] = set()
    each: GateReview | None = review
    while each is not None and each.uid not in seen:
        seen.add(each.uid)
        each = state.get(GateReview, each.supersedes)
    return each is review


def succession_problems(state: "ProjectState", changes: Iterable[Change]) -> Iterator[Problem]:
    """What is wrong with reviews that ``changes`` have brought into a state: two of one gate that do not know of each other.

    Whoever holds a second one at the same time has not seen the first.
    """
    for change in changes:
        if not isinstance(change, RowChange) or change.kind != GateReview.kind or change.before is not None:
            continue
        review = state.get(GateReview, change.uid)
        if review is None:
            continue
        for other in state.all(GateReview):
            if _same_gate(review, other) and not is_superseded(state, other) and other.held_on <= review.held_on:
                sentence = N_(
                    "{other} stands at this gate; a further review supersedes it. Look at what it says, and hold yours again"
                )
                yield Problem(message(sentence, other=str(other)), "supersedes", review.ref)


def _same_gate(review: GateReview, other: GateReview) -> bool:
    return other.uid != review.uid and (other.gate, other.wave) == (review.gate, review.wave)
