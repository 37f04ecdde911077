"""The shortest way to GO: changes that would turn the verdict, of which none can be left out.

Each criterion that is not met gives the steps that would have it met.  They are tried out on the state, all of them and all but one,
so that what is proposed is proven to lead there, and nothing in it is idle.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import chain, combinations
from typing import TypeAlias

from cockpit.domain.act import highest_refs, plan
from cockpit.domain.change import Change
from cockpit.domain.edit import Act
from cockpit.domain.evidence import MET
from cockpit.domain.gate import Answer
from cockpit.domain.message import Message
from cockpit.domain.readiness.adoption import adopted_uid
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
    if found.answer is Answer.GO:
        return Way(found, (), {}, found.as_of, Answer.GO)
    proposed, stuck = _proposed(found)
    proposed.settle(found)
    trial = _Trial(found, tuple(proposed.steps.values()))
    reached = trial.met(trial.steps)
    shortest = _fewest(trial, reached, proposed.serves)
    on = day_of(shortest, found.as_of)
    answer = trial.answer(shortest)
    left = tuple(each for each in stuck if adopted_uid(each.judged.criterion) not in reached)
    return Way(found, shortest, proposed.serves, on, answer, left)


def taken(state: ProjectState, steps: Iterable[Step], on: date) -> ProjectState:
    """The state to which steps lead that are all done on a day."""
    return state.applied(chain.from_iterable(_changes(state, steps, on)))


def day_of(steps: Iterable[Step], today: date) -> date:
    """The day by which steps can all be done: today, unless one of them takes longer."""
    return max([today, *(step.on for step in steps if step.on is not None)])


@dataclass
class _Proposed:
    """The steps that the criteria ask for, each once, with the criteria that ask for it.

    ``rivals`` are steps of one key of which criteria ask for different amounts: eight more super-users here, ten there.
    """

    steps: dict[Key, Step] = field(default_factory=dict)
    serves: dict[Key, tuple[Judged, ...]] = field(default_factory=dict)
    rivals: dict[Key, list[Step]] = field(default_factory=dict)

    def add(self, step: Step, judged: Judged, day: date) -> bool:
        """Take a step up; whether it is one more, or takes longer than the one that asks the same so far."""
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
            self.rivals.setdefault(step.key, [known]).append(step)
        return False

    def settle(self, found: Verdict) -> None:
        """Of rivals keep the one with which most criteria are met."""
        for key, rivals in self.rivals.items():
            self.steps[key] = max(rivals, key=lambda rival: self._met_with(found, key, rival))

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

    def leads(steps: Sequence[Step], left_out: Step | None = None) -> bool:
        asking = [adopted_uid(judged.criterion) for judged in serves[left_out.key]] if left_out else []
        return trial.is_met(steps, [*filter(reached.__contains__, asking), *sorted(reached)])

    steps = trial.steps
    spare = [step for step in steps if leads([other for other in steps if other is not step], step)]
    core = [step for step in steps if step not in spare]
    if 2 ** len(spare) <= _MOST_TRIED:
        sets = chain.from_iterable(combinations(spare, size) for size in range(len(spare) + 1))
        chosen = next((some for some in sets if leads([*core, *some])), tuple(spare))
        return tuple(step for step in steps if step in core or step in chosen)
    kept = list(steps)
    for step in reversed(spare):
        rest = [other for other in kept if other is not step]
        if leads(rest, step):
            kept = rest
    return tuple(kept)


class _Trial:
    """Tries out sets of steps from where a gate stands."""

    def __init__(self, found: Verdict, steps: tuple[Step, ...]) -> None:
        self._found = found
        self.steps = steps
        self._planned: dict[date, dict[Key, tuple[Change, ...]]] = {}

    def met(self, steps: Sequence[Step]) -> frozenset[str]:
        """The uids of the criteria that are met once steps are done; a step may adopt the policy, so they are those that they have then."""
        asked = questions(self._state(steps), self._found.gate, self._day(steps), self._wave)
        return frozenset(adopted_uid(each.criterion) for each in asked if each.finding.state is MET)

    def is_met(self, steps: Sequence[Step], criteria: Iterable[str]) -> bool:
        """Whether criteria (their uids) are met once steps are done; the first that is not answers it."""
        asked = questions(self._state(steps), self._found.gate, self._day(steps), self._wave)
        known = {adopted_uid(each.criterion): each for each in asked}
        return all(known[uid].finding.state is MET for uid in criteria)

    def answer(self, steps: Sequence[Step]) -> Answer:
        """The verdict once steps are done."""
        return verdict(self._state(steps), self._found.gate, self._day(steps), self._wave).answer

    @property
    def _wave(self) -> str | None:
        return self._found.wave.uid if self._found.wave else None

    def _day(self, steps: Sequence[Step]) -> date:
        return day_of(steps, self._found.as_of)

    def _state(self, steps: Sequence[Step]) -> ProjectState:
        """The state to which steps lead; what each changes is planned once for each day on which they are done."""
        day = self._day(steps)
        if day not in self._planned:
            order = _bundles_first(self.steps)
            planned = _changes(self._found.state, order, day)
            self._planned[day] = {step.key: changes for step, changes in zip(order, planned, strict=True)}
        changes = self._planned[day]
        return self._found.state.applied(chain.from_iterable(changes[step.key] for step in steps))


def _bundles_first(steps: Sequence[Step]) -> list[Step]:
    """Steps in their order, but those of which another does all, and more, after it.

    What is done already is no change: planned after the small one, the large one would seem to need it.
    """
    bundles = [frozenset(step.key) for step in steps]
    parts = [step for step in steps if any(frozenset(step.key) < bundle for bundle in bundles)]
    return [*(step for step in steps if step not in parts), *sorted(parts, key=lambda step: -len(step.key))]


def _changes(state: ProjectState, steps: Iterable[Step], on: date) -> Iterator[tuple[Change, ...]]:
    """What each of several steps changes that are done one after the other."""
    highest = highest_refs(state)
    for step in steps:
        changes = plan(state, Act(tuple(step.make(state, on))), highest)
        state = state.applied(changes)
        yield changes
