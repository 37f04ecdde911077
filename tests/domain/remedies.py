"""What holds for the remedy of any kind of criterion, in whatever project: shared by the tests of the kinds.

Its steps, all of them together, make the criterion a met one; none of them can be left out; and what is met has none.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from cockpit.domain.entity import Entity
from cockpit.domain.evidence import INSUFFICIENT, MET, NOT_MET, CriterionState, Finding
from cockpit.domain.gate import Criterion, GatePolicy
from cockpit.domain.measurement import Series
from cockpit.domain.person import Person
from cockpit.domain.readiness import Question, policy_of
from cockpit.domain.readiness.way import day_of, taken
from cockpit.domain.state import ProjectState
from cockpit.domain.step import Remedy, Step
from cockpit.domain.wave import Wave
from cockpit.language import say
from tests.domain.projects import TODAY, project, row

_MOST_ROUNDS = 8
"""How often a remedy may ask for a later day, until it is one for the day on which all of it is done."""

_FROM_WORST = (NOT_MET, INSUFFICIENT, MET)


def asked(
    rule: str,
    *rows: Entity,
    series: Mapping[tuple[str, str], Series] | None = None,
    settings: Mapping[str, Any] | None = None,
    as_of: date = TODAY,
    wave: Wave | None = None,
    owner: str | None = None,
    **values: Any,
) -> Question:
    """A criterion with a rule and its ``settings``, as the pilot gate asks it in a project of these rows.

    A gate's policy among the rows is the one that asks.  ``owner`` is that of the criterion; ``values`` are the project's.
    """
    policy = next((each for each in rows if isinstance(each, GatePolicy)), None) or row(GatePolicy, "GP-1", gate="pilot")
    subject = row(Criterion, "CR-1", title="Asked", policy=policy.uid, rule=rule, settings=dict(settings or {}), owner=owner)
    others = [each for each in rows if each is not policy]
    state = project(policy, subject, *others, series=series, **values)
    return Question(state, subject, policy, as_of, wave)


def proven(
    rule: str,
    *rows: Entity,
    series: Mapping[tuple[str, str], Series] | None = None,
    settings: Mapping[str, Any] | None = None,
    by: date | None = None,
    **more: Any,
) -> Remedy:
    """The remedy of a criterion asked as by :func:`asked`, once :func:`holds` has nothing against it."""
    return holds(asked(rule, *rows, series=series, settings=settings, **more), by)


def holds(question: Question, by: date | None = None) -> Remedy:
    """The remedy of a question by a day, today unless another is given, once all that must be true of it is."""
    by = by or question.as_of
    finding = on(question, question.state, by)
    assert_explained(question.state, finding, by)
    remedy, day = settled(question, by)
    assert (finding.state is MET) == (remedy == Remedy()), "what is met needs nothing, and what is not says what it needs"
    assert_sound(question.state, remedy.steps)
    assert on(question, _turned_round(question.state), by) == finding, "the order of rows makes no difference"
    if not remedy.stuck:
        assert on(question, taken(question.state, remedy.steps, day), day).state is MET, "all steps together turn it"
        for left_out in remedy.steps:
            rest = [step for step in remedy.steps if step is not left_out]
            earlier = day_of(rest, by)
            state = on(question, taken(question.state, rest, earlier), earlier).state
            assert state is not MET, f"not needed: {say(left_out.said)}"
    return remedy


def settled(question: Question, by: date) -> tuple[Remedy, date]:
    """The remedy of a question by a day or, where its steps take longer, by the day on which all of them are done; and that day."""
    day = by
    for _ in range(_MOST_ROUNDS):
        remedy = question.remedy_by(day)
        later = day_of(remedy.steps, day)
        if later == day:
            return remedy, day
        day = later
    raise AssertionError("the remedy asks for a later day again and again")


def on(question: Question, state: ProjectState, day: date) -> Finding:
    """What the same criterion finds in another state, on another day."""
    wave = state.get(Wave, question.wave.uid) if question.wave else None
    policy = policy_of(state, question.policy.gate)
    return replace(question, state=state, as_of=day, policy=policy, wave=wave).finding


def never_worse(before: CriterionState, after: CriterionState) -> bool:
    """Whether an answer is as good as another, or better: no answer is better than a bad one."""
    return _FROM_WORST.index(after) >= _FROM_WORST.index(before)


def assert_explained(state: ProjectState, finding: Finding, day: date) -> None:
    """Every observation leads to its row, nothing dates from later than the day, and all of it can be told."""
    for each in finding.observations:
        source = state.row(each.kind, each.uid)
        assert source is not None, "an observation leads to its row"
        assert source.ref == each.ref
        assert say(each.said)
        assert each.on is None or each.on <= day
    assert finding.observed_on is None or finding.observed_on <= day
    assert say(finding.summary)
    assert say(finding.rule)
    assert finding.margin is None or say(finding.margin)


def assert_sound(state: ProjectState, steps: Iterable[Step]) -> None:
    """Every step is another, is about a row that there is, and its owner is known."""
    keys = [step.key for step in steps]
    assert len(set(keys)) == len(keys), "no two steps do the same"
    for step in steps:
        assert say(step.said)
        assert not step.uid or state.row(step.kind, step.uid) is not None, "a step is about a row that there is"
        assert step.owner is None or state.get(Person, step.owner) is not None, "whoever does it is known"


def _turned_round(state: ProjectState) -> ProjectState:
    """The same state, its rows in the opposite order."""
    return ProjectState({kind: _backwards(rows) for kind, rows in state.rows.items()}, state.series)


def _backwards(rows: Mapping[str, Entity]) -> Mapping[str, Entity]:
    uids: Sequence[str] = list(rows)
    return {uid: rows[uid] for uid in reversed(uids)}
