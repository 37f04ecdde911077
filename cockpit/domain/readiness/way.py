"""The shortest way to GO: changes that would turn the verdict, of which none can be left out.

Each criterion that is not met gives the steps that would have it met.  They are tried out on the state, all of them and all but one,
so that what is proposed is proven to lead there, and nothing in it is idle.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import chain, combinations
from typing import TypeAlias

from cockpit.domain.act import highest_refs, plan
from cockpit.domain.change import Change, SeriesChange
from cockpit.domain.edit import Act
from cockpit.domain.evidence import MET
from cockpit.domain.gate import Answer
from cockpit.domain.message import N_, Message, message
from cockpit.domain.problem import Refused
from cockpit.domain.readiness.adoption import adopted_uid
from cockpit.domain.readiness.kind import Question
from cockpit.domain.readiness.verdict import Judged, Verdict, questions, verdict
from cockpit.domain.state import ProjectState
from cockpit.domain.step import Step

Key: TypeAlias = tuple[str, ...]
"""What tells a step from others: see :class:`Step`."""

_MOST_ROUNDS = 8
"""How often all criteria are asked again, as one step takes longer than another or changes what another criterion looks at."""

_MOST_TRIED = 256
"""Sets of steps of which the smallest is looked for one by one; beyond that, steps are left out one after the other."""


@dataclass(frozen=True)
class Stuck:
    """A criterion that no step turns, and why."""

    judged: Judged
    reason: Message


@dataclass(frozen=True)
class Way:
    """The steps from where a gate stands to GO, and the day ``on`` which they are all done.

    ``serves`` tells for the key of each step the criteria for which it is needed.  ``answer`` is the verdict once all is done: GO, unless
    something is ``stuck``.
    """

    found: Verdict
    steps: tuple[Step, ...]
    serves: Mapping[Key, tuple[Judged, ...]]
    on: date
    answer: Answer
    stuck: tuple[Stuck, ...] = ()

    @property
    def days(self) -> int:
        """How many days it takes at least."""
        return (self.on - self.found.as_of).days


def shortest_way(found: Verdict) -> Way:
    """The shortest way from a verdict to GO, or as far towards it as there is one.

    It is irreducible: without any one of its steps, a criterion that it turns is not met.  Where several sets of the steps lead there, it is
    one of the fewest steps, as long as they are few enough to be enumerated.
    """
    if found.answer is Answer.GO or not found.judged:
        return Way(found, (), {}, found.as_of, found.answer)
    proposed, stuck = _proposed(found)
    proposed.settle(found)
    trial = _Trial(found, tuple(proposed.steps.values()))
    reached = trial.met(trial.steps)
    shortest = _fewest(trial, reached, proposed.serves)
    on = day_of(shortest, found.as_of)
    answer = trial.answer(shortest)
    left = [each for each in stuck if adopted_uid(each.judged.criterion) not in reached]
    told = {adopted_uid(each.judged.criterion) for each in left}
    for judged in found.judged:
        if (uid := adopted_uid(judged.criterion)) not in reached and uid not in told:
            left.append(Stuck(judged, message(N_("its steps cannot all be done together"))))
    return Way(found, shortest, proposed.serves, on, answer, tuple(left))


def taken(state: ProjectState, steps: Iterable[Step], on: date) -> ProjectState:
    """The state to which steps lead that are all done on a day."""
    return state.applied(chain.from_iterable(_changes(state, steps, on)))


def day_of(steps: Iterable[Step], today: date) -> date:
    """The day by which steps can all be done: today, unless one of them takes longer."""
    return max([today, *(step.on for step in steps if step.on is not None)])


@dataclass
class _Proposed:
    """The steps that the criteria ask for, each once, with the criteria that ask for it.

    ``rivals`` are steps of one key of which criteria, told by their uids, ask for different amounts: eight more super-users here, ten
    there.
    """

    steps: dict[Key, Step] = field(default_factory=dict)
    serves: dict[Key, tuple[Judged, ...]] = field(default_factory=dict)
    rivals: dict[Key, dict[str, Step]] = field(default_factory=dict)

    def add(self, step: Step, judged: Judged, day: date) -> bool:
        """Take a step up; whether it is one more, or more or longer than the one that asks the same so far."""
        known = self.steps.get(step.key)
        asking = self.serves.get(step.key, ())
        another = not any(each is judged for each in asking)
        if another:
            self.serves[step.key] = (*asking, judged)
        # Of two that ask the same of a KPI, the one that takes longer is enough for both.
        if known is None or (step.on or day) > (known.on or day):
            self.steps[step.key] = step
            return True
        if another and step.said != known.said:
            self.rivals.setdefault(step.key, {adopted_uid(asking[0].criterion): known})[adopted_uid(judged.criterion)] = step
        return not another and step.on is None and known.on is None and self._grows(step.key, judged, day)

    def _grows(self, key: Key, judged: Judged, day: date) -> bool:
        """Whether a criterion that asks again, though its step is done, asks for more or for another by a later day; that is kept."""
        rivals, uid = self.rivals.get(key, {}), adopted_uid(judged.criterion)
        # What it asks now comes on top of its own step: from where the gate stands it tells the whole amount.
        whole = {each.key: each for each in judged.question.remedy_by(day).steps}
        if key not in whole:
            others = [each for each in whole.values() if each.key not in self.steps]
            for other in others:
                self.add(other, judged, day)
            return bool(others)
        if whole[key].said == rivals.get(uid, self.steps[key]).said:
            return False
        if uid in rivals:
            rivals[uid] = whole[key]
        self.steps[key] = whole[key]
        return True

    def settle(self, found: Verdict) -> None:
        """Of rivals keep the one with which most criteria are met."""
        for key, rivals in self.rivals.items():
            self.steps[key] = max(rivals.values(), key=lambda rival: self._met_with(found, key, rival))

    def _met_with(self, found: Verdict, key: Key, rival: Step) -> int:
        steps = tuple({**self.steps, key: rival}.values())
        return len(_Trial(found, steps).met(steps))


def _proposed(found: Verdict) -> tuple[_Proposed, list[Stuck]]:
    """All that the criteria ask for, and what nothing turns.

    Where a step takes longer than the others, or changes what another criterion looks at, all are asked again for what it takes then.
    """
    proposed, state, day = _Proposed(), found.state, found.as_of
    wave = found.wave.uid if found.wave else None
    for _ in range(_MOST_ROUNDS):
        asked = questions(state, found.gate, found.as_of, wave)
        remedies = [(judged, question.remedy_by(day)) for judged, question in zip(found.judged, asked, strict=True)]
        news = [proposed.add(step, judged, day) for judged, remedy in remedies for step in remedy.steps]
        later = day_of(proposed.steps.values(), day)
        if later == day and not any(news):
            break
        day = later
        state = taken(found.state, proposed.steps.values(), day)
    return proposed, [Stuck(judged, reason) for judged, remedy in remedies for reason in remedy.stuck]


def _fewest(trial: "_Trial", reached: frozenset[str], serves: Mapping[Key, tuple[Judged, ...]]) -> tuple[Step, ...]:
    """As few of the steps as lead as far as all of them."""
    steps = trial.steps

    def is_spare(step: Step) -> bool:
        # What a step serves is looked at first: mostly it is not met without it, and nothing else has to be looked at.
        served = [uid for judged in serves[step.key] if (uid := adopted_uid(judged.criterion)) in reached]
        return trial.is_met_without(step, [*served, *sorted(reached)])

    spare = [step for step in steps if is_spare(step)]
    core = [step for step in steps if step not in spare]
    if 2 ** len(spare) <= _MOST_TRIED:
        sets = chain.from_iterable(combinations(spare, size) for size in range(len(spare) + 1))
        chosen = next((some for some in sets if trial.is_met([*core, *some], reached)), tuple(spare))
        return tuple(step for step in steps if step in core or step in chosen)
    return _without_idle(trial, reached, tuple(steps), tuple(reversed(spare)))


def _without_idle(trial: "_Trial", reached: frozenset[str], steps: tuple[Step, ...], spare: tuple[Step, ...]) -> tuple[Step, ...]:
    """The steps without those of the spare ones that can be left out: all at one go, else half by half."""
    rest = tuple(step for step in steps if step not in spare)
    if trial.is_met(rest, reached):
        return rest
    if len(spare) == 1:
        return steps
    middle = len(spare) // 2
    return _without_idle(trial, reached, _without_idle(trial, reached, steps, spare[:middle]), spare[middle:])


class _Trial:
    """Tries out sets of steps from where a gate stands."""

    def __init__(self, found: Verdict, steps: tuple[Step, ...]) -> None:
        self._found = found
        self.steps = steps
        self._planned: dict[date, dict[Key, tuple[Change, ...]]] = {}

    @cached_property
    def _all(self) -> ProjectState:
        return self._led_to(self.steps)

    @cached_property
    def _touched(self) -> Counter[Hashable]:
        """What the steps change, and how many of them change it."""
        changes = self._changes_on(self._day(self.steps))
        return Counter(each for step in self.steps for each in set(_places(changes[step.key])))

    def met(self, steps: Sequence[Step]) -> frozenset[str]:
        """The uids of the criteria that are met once steps are done; a step may adopt the policy, so they are those that they have then."""
        asked = self._questions(self._state(steps), steps)
        return frozenset(uid for uid, each in asked.items() if each.finding.state is MET)

    def is_met(self, steps: Sequence[Step], criteria: Iterable[str]) -> bool:
        """Whether criteria (their uids) are met once steps are done; the first that is not answers it."""
        asked = self._questions(self._state(steps), steps)
        return all(uid in asked and asked[uid].finding.state is MET for uid in criteria)

    def is_met_without(self, step: Step, criteria: Iterable[str]) -> bool:
        """Whether criteria are met once all steps but one are done."""
        rest = [other for other in self.steps if other is not step]
        asked = self._questions(self._without(step, rest), rest)
        return all(uid in asked and asked[uid].finding.state is MET for uid in criteria)

    def answer(self, steps: Sequence[Step]) -> Answer:
        """The verdict once steps are done."""
        return verdict(self._state(steps), self._found.gate, self._day(steps), self._wave).answer

    def _questions(self, state: ProjectState, steps: Sequence[Step]) -> dict[str, Question]:
        asked = questions(state, self._found.gate, self._day(steps), self._wave)
        return {adopted_uid(each.criterion): each for each in asked}

    @property
    def _wave(self) -> str | None:
        return self._found.wave.uid if self._found.wave else None

    def _day(self, steps: Sequence[Step]) -> date:
        return day_of(steps, self._found.as_of)

    def _state(self, steps: Sequence[Step]) -> ProjectState:
        """The state to which steps lead; that of all of them is kept with what it remembers."""
        return self._all if steps is self.steps else self._led_to(steps)

    def _led_to(self, steps: Sequence[Step]) -> ProjectState:
        changes = self._changes_on(self._day(steps))
        return self._found.state.applied(chain.from_iterable(changes[step.key] for step in steps))

    def _without(self, step: Step, rest: Sequence[Step]) -> ProjectState:
        """The state to which the others lead: that of all with the one taken back, so that all else is remembered, where that is the same."""
        day = self._day(self.steps)
        own = self._changes_on(day)[step.key]
        if self._day(rest) != day or any(self._touched[each] > 1 for each in _places(own)):
            return self._state(rest)
        return self._all.applied(change.reversed() for change in reversed(own))

    def _changes_on(self, day: date) -> dict[Key, tuple[Change, ...]]:
        """What each step changes if all are done on a day."""
        if day not in self._planned:
            order = _bundles_first(self.steps)
            planned = _changes(self._found.state, order, day)
            self._planned[day] = {step.key: changes for step, changes in zip(order, planned, strict=True)}
        return self._planned[day]


def _places(changes: Iterable[Change]) -> Iterator[Hashable]:
    """What changes touch: fields of rows, whole rows that come or go, and series."""
    for change in changes:
        if isinstance(change, SeriesChange):
            yield change.kpi, change.group
            continue
        yield from (
            (change.kind, change.uid, name) for name in {**(change.before or {}), **(change.after or {})} if name != "version"
        )


def _bundles_first(steps: Sequence[Step]) -> list[Step]:
    """Steps in their order, but those of which another does all, and more, after it.

    What is done already is no change: planned after the small one, the large one would seem to need it.
    """
    keys = {step.key: frozenset(step.key) for step in steps}
    bundles = [key for key in keys.values() if len(key) > 1]
    is_part = {key: any(own < bundle for bundle in bundles) for key, own in keys.items()}
    whole = (step for step in steps if not is_part[step.key])
    return [*whole, *sorted((step for step in steps if is_part[step.key]), key=lambda step: -len(step.key))]


def _changes(state: ProjectState, steps: Iterable[Step], on: date) -> Iterator[tuple[Change, ...]]:
    """What each of several steps changes that are done one after the other; nothing where it cannot be done."""
    highest = highest_refs(state)
    for step in steps:
        try:
            changes = plan(state, Act(tuple(step.make(state, on))), highest)
        except Refused:
            changes = ()
        state = state.applied(changes)
        yield changes
