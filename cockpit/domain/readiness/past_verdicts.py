"""The verdict over time: what it was at the end of each week, on which day it turned, and what turned it.

Each day is judged by what was known at its end and by the rules of then.  The weeks are judged first; where two of them differ, the
days between are searched for those on which something turned.  Whether somebody's act did it is tried out: the day's acts are made one
after the other, and one had part in it after which the criterion, or a row that it looks at, stands elsewhere.  Where none had, time
did it.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from itertools import islice, pairwise
from typing import TypeAlias

from cockpit.domain.change import Batch, Change, Deed, SeriesChange, feeds_together
from cockpit.domain.evidence import CriterionState
from cockpit.domain.gate import Answer
from cockpit.domain.history import known_since, taken_back
from cockpit.domain.message import N_, Message, message
from cockpit.domain.narration import Narrator
from cockpit.domain.phase import PhaseCode
from cockpit.domain.readiness.kind import Question
from cockpit.domain.readiness.verdict import Judged, Verdict, answer, questions, with_waiver
from cockpit.domain.state import ProjectState

StatesOn: TypeAlias = Callable[[Iterable[date]], Iterable[tuple[date, ProjectState]]]
"""Gives the states at the end of days, as they were known then, the last day first."""

YEAR = timedelta(weeks=52)
"""How far back a history goes unless it is asked for more or less."""

_DAY = timedelta(days=1)
_MOST_TOLD = 3


@dataclass(frozen=True)
class PastCriterion:
    """Where a criterion stood, and why."""

    uid: str
    name: Message
    state: CriterionState
    summary: Message


@dataclass(frozen=True)
class PastVerdict:
    """The answer at a gate at the end of a day; the state that it follows from is not kept."""

    day: date
    answer: Answer
    criteria: tuple[PastCriterion, ...]

    @classmethod
    def of(cls, found: Verdict) -> "PastVerdict":
        """What is kept of a verdict."""
        return cls.from_judged(found.as_of, found.judged)

    @classmethod
    def from_judged(cls, day: date, judged: Iterable[Judged]) -> "PastVerdict":
        """What is kept of criteria as they were judged on a day, and the answer that follows from them."""
        found = tuple(judged)
        criteria = (PastCriterion(each.criterion.uid, each.name, each.state, each.finding.summary) for each in found)
        return cls(day, answer((each.state, each.blocking) for each in found), tuple(criteria))

    @cached_property
    def by_uid(self) -> Mapping[str, PastCriterion]:
        """Its criteria."""
        return {each.uid: each for each in self.criteria}

    def says_the_same(self, other: "PastVerdict") -> bool:
        """Whether the answer and the state of each criterion are those of another day."""
        mine, theirs = ({uid: each.state for uid, each in side.by_uid.items()} for side in (self, other))
        return self.answer is other.answer and mine == theirs


@dataclass(frozen=True)
class TurnedCriterion:
    """A criterion that stands elsewhere than on the day before; None where the gate did not ask it, or asks it no more.

    ``summary`` says why: what the data say now, or said when it was last asked.  ``by_time`` tells that nobody's act had part in it.
    """

    uid: str
    name: Message
    before: CriterionState | None
    after: CriterionState | None
    summary: Message
    by_time: bool


@dataclass(frozen=True)
class TurningAct:
    """An act that had part in it: its uid in the log, when and by whom, and what it did."""

    uid: str
    at: datetime
    who: str
    said: tuple[Message, ...]


@dataclass(frozen=True)
class Turn:
    """A day on which the answer or the state of a criterion changed: what turned, and which acts had part in it, in order."""

    day: date
    before: Answer
    after: Answer
    criteria: tuple[TurnedCriterion, ...]
    acts: tuple[TurningAct, ...]

    @property
    def uid(self) -> str:
        """Identifies it among those of its gate."""
        return self.day.isoformat()


@dataclass(frozen=True)
class VerdictHistory:
    """What the verdict at a gate was from a day on: at the end of each week and of the last day, and its turns, the last one first."""

    gate: PhaseCode
    verdicts: tuple[PastVerdict, ...]
    turns: tuple[Turn, ...]

    @property
    def first(self) -> date:
        """The first day looked at."""
        return self.verdicts[0].day

    @property
    def last(self) -> date:
        """The last day looked at."""
        return self.verdicts[-1].day

    @property
    def since(self) -> date | None:
        """The day from which on the answer has been what it is; None where it was so on the first day already."""
        return next((turn.day for turn in self.turns if turn.before is not turn.after), None)

    @property
    def weeks(self) -> tuple[PastVerdict, ...]:
        """The last verdict of each week, in order."""
        return tuple({week_end(each.day): each for each in self.verdicts}.values())

    def followed_by(self, later: "VerdictHistory") -> "VerdictHistory":
        """This history and what came after its last day, which is the first of ``later``."""
        if later.last == self.last:
            return self
        ended = self.verdicts if self.last in (self.first, week_end(self.last)) else self.verdicts[:-1]
        return VerdictHistory(self.gate, (*ended, *later.verdicts[1:]), (*later.turns, *self.turns))

    def until(self, then: PastVerdict) -> "VerdictHistory":
        """This history as it was known on the day of the verdict ``then``, with which it ends."""
        before = (each for each in self.verdicts if each.day < then.day)
        return VerdictHistory(self.gate, (*before, then), tuple(each for each in self.turns if each.day <= then.day))


def year_before(day: date) -> date:
    """The first day of the year of history that ends on ``day``; near the beginning of the calendar, its first day."""
    return day - min(day - date.min, YEAR)


def week_end(day: date) -> date:
    """The Sunday of a day's week."""
    return day + timedelta(days=6 - day.weekday())


def verdict_history(
    states_on: StatesOn, log: Sequence[Batch], zone: str, gate: PhaseCode, first: date, last: date, wave: str | None = None
) -> VerdictHistory:
    """The verdict at a gate from ``first``, or the day on which the log began, to ``last``.

    ``log`` holds all acts of the project, oldest first, ``zone`` is the time zone that its days begin in.  The log may not begin after
    ``last``.
    """
    known = known_since(log, zone)
    replay = _Replay(states_on, log, known, gate, wave)
    return replay.from_to(max(first, known[0]), last)


def turns_between(
    states_on: StatesOn, acts: Sequence[Batch], zone: str, then: Verdict, now: Verdict, criteria: Collection[str]
) -> tuple[Turn, ...]:
    """The turns of some ``criteria`` (their uids) from a verdict at a gate to a later one there, the last turn first.

    ``then`` may have been found within its day: ``acts`` are those that came after it, and may lie on that day too.  Only these criteria
    are judged, so that the answers before and after a turn are those that follow from them alone.
    """
    replay = _Replay(states_on, acts, known_since(acts, zone), now.gate, None, criteria)
    first, last = (
        PastVerdict.from_judged(day, (each for each in found.judged if each.criterion.uid in criteria))
        for day, found in ((then.as_of - _DAY, then), (now.as_of, now))
    )
    return tuple(replay.turns([(first, last)]))


@dataclass(frozen=True)
class _Replay:
    states_on: StatesOn
    log: Sequence[Batch]
    known: Sequence[date]
    gate: PhaseCode
    wave: str | None
    criteria: Collection[str] | None = None
    """The criteria that are looked at; all that the gate asks without them."""

    def from_to(self, first: date, last: date) -> VerdictHistory:
        ends = {first, last}
        end = week_end(first)
        while end < last:
            ends.add(end)
            end += timedelta(weeks=1)
        found = sorted((self._judged(state, day) for day, state in self.states_on(ends)), key=lambda each: each.day)
        gaps = [(before, after) for before, after in pairwise(found) if not before.says_the_same(after)]
        return VerdictHistory(self.gate, tuple(found), tuple(self.turns(gaps)))

    def _judged(self, state: ProjectState, day: date) -> PastVerdict:
        return PastVerdict.from_judged(day, map(with_waiver, self._asked(state, day)))

    def _asked(self, state: ProjectState, day: date) -> Iterator[Question]:
        asked = questions(state, self.gate, day, self.wave)
        return (each for each in asked if self.criteria is None or each.criterion.uid in self.criteria)

    def turns(self, gaps: Sequence[tuple[PastVerdict, PastVerdict]]) -> Iterator[Turn]:
        """The turns between pairs of verdicts that differ, the last first."""
        spans = [[before.day + _DAY * (count + 1) for count in range((after.day - before.day).days)] for before, after in gaps]
        states = iter(self.states_on([day for span in spans for day in span]))
        for (before, after), span in zip(reversed(gaps), reversed(spans), strict=True):
            known = dict(islice(states, len(span)))
            judged = {before.day: before, after.day: after}

            def at(
                day: date, known: Mapping[date, ProjectState] = known, judged: dict[date, PastVerdict] = judged
            ) -> PastVerdict:
                if day not in judged:
                    judged[day] = self._judged(known[day], day)
                return judged[day]

            for day in reversed(tuple(_turning_days(at, before.day, after.day))):
                yield self._turn(known[day], at(day - _DAY), at(day))

    def _turn(self, state: ProjectState, before: PastVerdict, after: PastVerdict) -> Turn:
        uids = [uid for uid in dict.fromkeys((*after.by_uid, *before.by_uid)) if _state(before, uid) is not _state(after, uid)]
        acts = self._acts_of(after.day)
        # The state before each act, and the last one after it.
        states = [state]
        for batch in reversed(acts):
            states.insert(0, states[0].before(batch))
        part = {uid: self._part_in(uid, states, after.day) for uid in uids}
        cancelled = _cancelled(acts)
        told = [
            self._told(batch, states[place + 1], uids, after.day)
            for place, batch in enumerate(acts)
            if batch.uid not in cancelled and any(place in places for places in part.values())
        ]
        criteria = (_turned(uid, before, after, by_time=not part[uid]) for uid in uids)
        return Turn(after.day, before.answer, after.answer, tuple(criteria), tuple(told))

    def _acts_of(self, day: date) -> list[Batch]:
        return list(feeds_together(batch for batch, since in zip(self.log, self.known, strict=True) if since == day))

    def _part_in(self, uid: str, states: Sequence[ProjectState], day: date) -> list[int]:
        """Which of a day's acts, by their place, had part in it that a criterion turned: none where time alone did it."""
        evening, end = self._criterion(states[0], uid, day), self._criterion(states[-1], uid, day)
        if (evening and evening.state) is (end and end.state):
            return []
        seen = [evening, *(self._criterion(state, uid, day) for state in states[1:-1]), end]
        return [place for place, (one, next_one) in enumerate(pairwise(seen)) if not _stands_the_same(one, next_one)]

    def _criterion(self, state: ProjectState, uid: str, day: date) -> Judged | None:
        asked = questions(state, self.gate, day, self.wave)
        return next((with_waiver(each) for each in asked if each.criterion.uid == uid), None)

    def _told(self, batch: Batch, state: ProjectState, uids: Sequence[str], day: date) -> TurningAct:
        judged = (self._criterion(state, uid, day) for uid in uids)
        seen = {each.uid for one in judged if one is not None for each in one.finding.observations}.union(uids)
        narrator = Narrator(state, [batch])
        about = [change for change in batch.changes if touches(change, seen)] or list(batch.changes)
        undone = batch.deed is Deed.UNDO
        changes = [change.reversed() for change in reversed(about)] if undone else about
        said = [narrator.tell_change(change) for change in changes[:_MOST_TOLD]]
        if undone:
            said.insert(0, message(N_("Taken back:")))
        if more := len(batch.changes) - min(len(about), _MOST_TOLD):
            said.append(message(N_("and {count} more"), count=more))
        return TurningAct(batch.uid, batch.at, batch.who, tuple(said))


def _turning_days(at: Callable[[date], PastVerdict], first: date, last: date) -> Iterator[date]:
    """The days after ``first``, up to ``last``, that say something else than the day before, found by halving.

    A stretch whose ends say the same is taken to have said so all along.
    """
    if at(first).says_the_same(at(last)):
        return
    if last - first == _DAY:
        yield last
        return
    middle = first + (last - first) // 2
    yield from _turning_days(at, first, middle)
    yield from _turning_days(at, middle, last)


def _state(found: PastVerdict, uid: str) -> CriterionState | None:
    criterion = found.by_uid.get(uid)
    return criterion.state if criterion else None


def _turned(uid: str, before: PastVerdict, after: PastVerdict, *, by_time: bool) -> TurnedCriterion:
    told = after.by_uid.get(uid) or before.by_uid[uid]
    return TurnedCriterion(uid, told.name, _state(before, uid), _state(after, uid), told.summary, by_time)


def _stands_the_same(one: Judged | None, other: Judged | None) -> bool:
    """Whether an act between has changed nothing: neither where a criterion stands, nor which rows speak for and against it."""
    if one is None or other is None:
        return one is other
    seen, seen_then = ({(each.uid, each.good) for each in judged.finding.observations} for judged in (one, other))
    return one.state is other.state and one.waiver == other.waiver and seen == seen_then


def _cancelled(acts: Sequence[Batch]) -> set[str]:
    """The acts of a day that were taken back on the same day, and those that did so."""
    here = {batch.uid for batch in acts}
    back = {uid: reversal for uid, reversal in taken_back(acts).items() if uid in here}
    return {*back, *(reversal.uid for reversal in back.values())}


def touches(change: Change, seen: set[str]) -> bool:
    """Whether a change is one of a row in ``seen``, or of one that refers to it."""
    if isinstance(change, SeriesChange):
        return change.kpi in seen
    sides = (change.before or {}, change.after or {})
    values = [value for side in sides for value in side.values()]
    named = {each for value in values for each in (value if isinstance(value, list) else [value]) if isinstance(each, str)}
    return change.uid in seen or not seen.isdisjoint(named)
