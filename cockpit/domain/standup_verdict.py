"""What a stand-up says of the verdict: the answer then and now, which criteria stand elsewhere, and why."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from itertools import groupby

from cockpit.domain.change import Batch, SeriesChange
from cockpit.domain.evidence import CriterionState, listed
from cockpit.domain.gate import Answer, Criterion, GateReview
from cockpit.domain.history import known_since
from cockpit.domain.message import N_, DayAsOf, Message, message
from cockpit.domain.project import Project
from cockpit.domain.readiness.past_verdicts import Turn as TurningDay
from cockpit.domain.readiness.past_verdicts import TurnedCriterion, TurningAct, touches, turns_between
from cockpit.domain.readiness.verdict import Judged, Verdict, verdict
from cockpit.domain.standup_item import Item, Turn, first_line, most_of
from cockpit.domain.standup_span import Span
from cockpit.domain.state import ProjectState

_WORST_FIRST = (Answer.NO_GO, Answer.NOT_YET, Answer.CONDITIONAL, Answer.GO)
_BEST = (CriterionState.MET, CriterionState.WAIVED, CriterionState.INSUFFICIENT, CriterionState.NOT_MET)
_MOST_ACTS = 2
"""Acts that are told as the reason why a criterion turned."""


def verdicts(span: Span) -> tuple[Verdict, Verdict]:
    """The verdicts at the next gate at the beginning and at the end, each by what was known and by the rules of then."""
    return verdict(span.then, span.gate, span.then_on), verdict(span.now, span.gate, span.as_of)


def verdict_items(span: Span, then: Verdict, now: Verdict) -> tuple[Item, ...]:
    """The answer first, then the reviews that were held, then each criterion that stands elsewhere, those that got worse first."""
    moved = list(_moved(span, then, now))
    worst_first = sorted(moved, key=lambda each: each.turn is not Turn.WORSE)
    return most_of((_answer_item(then, now), *_reviews(span), *worst_first), span.now.project, whole=span.whole)


def _answer_item(then: Verdict, now: Verdict) -> Item:
    steps = _WORST_FIRST.index(now.answer) - _WORST_FIRST.index(then.answer)
    turn = Turn.BETTER if steps > 0 else Turn.WORSE if steps < 0 else Turn.FLAT
    words = N_("{gate}: {answer}, was {before}") if steps else N_("{gate}: {answer}, as before")
    said = message(words, gate=Message(now.gate.label), answer=Message(now.answer.label), before=Message(then.answer.label))
    moved = then.counts != now.counts
    counts = message(N_("{now}; before: {then}"), now=now.summary, then=then.summary) if moved else now.summary
    return Item(said, turn, Project.kind, now.state.project.uid, because=(counts,))


def _reviews(span: Span) -> Iterator[Item]:
    """The gate reviews that were held, whose decision may be why another gate is next."""
    for before, review in span.rows(GateReview):
        if before is None:
            said = message(N_("{review}: decided {decision}"), review=str(review), decision=Message(review.decision.label))
            yield Item(said, Turn.NEWS, review.kind, review.uid)


def _moved(span: Span, then: Verdict, now: Verdict) -> Iterator[Item]:
    before, after = ({each.criterion.uid: each for each in found.judged} for found in (then, now))

    def state(found: Mapping[str, Judged], uid: str) -> CriterionState | None:
        return found[uid].state if uid in found else None

    uids = [uid for uid in {**after, **before} if state(before, uid) is not state(after, uid)]
    if not uids:
        return
    turned = {each.uid: (day, each) for day in reversed(_turning_days(span, then, now, uids)) for each in day.criteria}
    acts = {act.uid: act for act in span.acts}
    for uid in uids:
        if uid in before and uid in after:
            why = _reasons(span, after[uid], *turned[uid], acts) if uid in turned else ()
            yield _turned_item(before[uid], after[uid], tuple(why))
    yield from _asked(N_("Now asked: {criteria}"), [after[uid] for uid in uids if uid not in before])
    yield from _asked(N_("No longer asked: {criteria}"), [before[uid] for uid in uids if uid not in after])


def _turned_item(before: Judged, after: Judged, why: tuple[Message, ...]) -> Item:
    said = message(
        N_("{criterion}: {state}, was {before}"),
        criterion=after.name, state=Message(after.state.label), before=Message(before.state.label),
    )  # fmt: skip
    turn = Turn.BETTER if _BEST.index(after.state) < _BEST.index(before.state) else Turn.WORSE
    return Item(said, turn, Criterion.kind, after.criterion.uid, after.criterion.owner, (after.finding.summary, *why))


def _asked(words: str, criteria: list[Judged]) -> Iterator[Item]:
    """That the gate asks other things than it did, whoever changed it."""
    if criteria:
        first = criteria[0].criterion
        said = message(words, criteria=listed([each.name for each in criteria]))
        yield Item(said, Turn.NEWS, Criterion.kind, first.uid, first.owner if len(criteria) == 1 else None)


def _turning_days(span: Span, then: Verdict, now: Verdict, criteria: Collection[str]) -> tuple[TurningDay, ...]:
    """The days on which one of some criteria turned, the last first."""

    def states_on(days: Iterable[date]) -> Iterator[tuple[date, ProjectState]]:
        known = _states_after(span)
        for day in sorted(days, reverse=True):
            yield day, next((state for since, state in reversed(known) if since <= day), span.then)

    return turns_between(states_on, span.acts, span.zone, then, now, criteria)


def _states_after(span: Span) -> list[tuple[date, ProjectState]]:
    """What was known at the end of each day on which something was done."""
    state, found = span.then, []
    days = zip(known_since(span.acts, span.zone), span.acts, strict=True)
    for day, acts in groupby(days, key=lambda pair: pair[0]):
        state = state.applied(change for _, act in acts for change in act.changes)
        found.append((day, state))
    return found


def _reasons(
    span: Span, judged: Judged, day: TurningDay, turned: TurnedCriterion, acts: Mapping[str, Batch]
) -> Iterator[Message]:
    """Why a criterion turned: who did what on that day, or that the day alone turned it."""
    if turned.by_time:
        yield message(N_("{day}: time went by"), day=DayAsOf(day.day, span.as_of))
        return
    seen = {judged.criterion.uid, *(each.uid for each in judged.finding.observations)}
    about = [act for act in day.acts if any(touches(change, seen) for change in acts[act.uid].changes)] or day.acts
    for act in about[-_MOST_ACTS:]:
        yield message(
            N_("{who}, {day}: {did}"), who=act.who, day=DayAsOf(day.day, span.as_of), did=_did(acts[act.uid], act, seen)
        )


def _did(batch: Batch, act: TurningAct, seen: set[str]) -> Message:
    """What an act did, in the words of whoever did it where they left any: on the row, or on the act."""
    for change in batch.changes:
        if not isinstance(change, SeriesChange) and change.after and touches(change, seen):
            note = change.after.get("note")
            if isinstance(note, str) and note.strip():
                return first_line(note)
    return first_line(batch.note) if batch.note.strip() else act.said[0]
