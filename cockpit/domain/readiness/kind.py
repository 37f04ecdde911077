"""The kinds of criteria: what a gate can ask, each a class that judges it.

A new kind is one subclass of :class:`CriterionKind` with a ``code``, which registers it, and a line in the registry that tells its module.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import ClassVar

from cockpit.domain.evidence import INSUFFICIENT, Finding
from cockpit.domain.gate import Criterion, GatePolicy
from cockpit.domain.message import N_, Message, message
from cockpit.domain.problem import Problem
from cockpit.domain.readiness.registry import KINDS
from cockpit.domain.readiness.setting import Setting, Settings, Value, setting_problems
from cockpit.domain.state import ProjectState
from cockpit.domain.step import Remedy
from cockpit.domain.validation import echo
from cockpit.domain.wave import Wave, next_wave


@dataclass(frozen=True)
class Case:
    """What a criterion is judged on: everything known, the criterion with its settings, its gate's policy, and the day.

    ``wave`` is the wave whose own gate it is, None at the gate of a phase.  ``today`` is the day from which something can still be
    done: the day ``as_of`` itself, or an earlier one where what will be needed on a later day is asked for.
    """

    state: ProjectState
    criterion: Criterion
    settings: Settings
    policy: GatePolicy
    as_of: date
    wave: Wave | None = None
    today: date = date.max

    @property
    def wave_in_question(self) -> Wave | None:
        """The wave whose gate it is, else the next one to come; None where none is planned."""
        return self.wave or next_wave(self.state)

    def on(self, day: date) -> "Case":
        """The same as judged on another day, from the same today."""
        return replace(self, as_of=day, today=min(self.today, self.as_of))


class CriterionKind(ABC):
    """Something that a gate can ask.  Subclasses are registered by their ``code``, which criteria name as their rule."""

    code: ClassVar[str]
    label: ClassVar[str]
    """Its name, marked for translation; the title of a criterion of a default policy."""
    settings: ClassVar[tuple[Setting, ...]] = ()

    def __init_subclass__(cls) -> None:
        if KINDS.is_defined(cls.code):
            raise TypeError(f"two kinds of criteria have the code {cls.code!r}")
        KINDS[cls.code] = cls()

    @abstractmethod
    def judge(self, case: Case) -> Finding:
        """What the data say, with everything that explains it; evidence dated after ``case.as_of`` does not exist yet."""

    @abstractmethod
    def remedy(self, case: Case) -> Remedy:
        """What would make the criterion a met one on the day ``case.as_of``, done from ``case.today`` on; nothing where it is met.

        What is met today may be too old by then: to look at it again is a step like any other.
        """


@dataclass(frozen=True)
class Question:
    """A criterion as it is asked in a state on a day: what the data say of it, and what would turn it.

    Each is worked out when it is first asked for.
    """

    state: ProjectState
    criterion: Criterion
    policy: GatePolicy
    as_of: date
    wave: Wave | None = None

    @cached_property
    def finding(self) -> Finding:
        """What the data say; insufficient, with the reason, where the criterion names a rule or settings that do not exist."""
        if not self._problems:
            return self._kind.judge(self._case(self.as_of))
        reasons = tuple(problem.message for problem in self._problems)
        known = KINDS.get(self.criterion.rule)
        return Finding(
            INSUFFICIENT,
            summary=message(N_("cannot be judged: {reasons}"), reasons=reasons),
            rule=Message(known.label) if known else message(N_("unknown")),
        )

    @cached_property
    def remedy(self) -> Remedy:
        """What would make it a met one today."""
        return self.remedy_by(self.as_of)

    def remedy_by(self, day: date) -> Remedy:
        """What would make it a met one on ``day``, which may be later."""
        if self._problems:
            return Remedy(stuck=(message(N_("correct the criterion {criterion}"), criterion=str(self.criterion)),))
        return self._kind.remedy(self._case(day))

    @cached_property
    def _problems(self) -> tuple[Problem, ...]:
        return tuple(criterion_problems(self.state, self.criterion.rule, self.criterion.settings))

    @property
    def _kind(self) -> CriterionKind:
        return KINDS[self.criterion.rule]

    def _case(self, day: date) -> Case:
        settings = Settings(self._kind.settings, self.criterion.settings)
        return Case(self.state, self.criterion, settings, self.policy, day, self.wave, self.as_of)


def criterion_problems(state: ProjectState, rule: str, settings: Mapping[str, Value]) -> Iterator[Problem]:
    """What is wrong with the rule and the settings of a criterion, for where it is written: each names what is allowed."""
    if rule not in KINDS:
        sentence = message(N_("there is no rule “{rule}”; there are {allowed}"), rule=echo(rule), allowed=tuple(sorted(KINDS)))
        yield Problem(sentence, "rule")
        return
    declared = KINDS[rule].settings
    wrong = list(setting_problems(declared, settings))
    yield from wrong
    for setting in declared:
        if setting.refers_to and not any(problem.where == setting.name for problem in wrong):
            yield from _dangling(state, setting, Settings(declared, settings).refs(setting.name))


def _dangling(state: ProjectState, setting: Setting, refs: tuple[str, ...]) -> Iterator[Problem]:
    for ref in refs:
        row = state.by_ref(ref)
        if row is None or row.kind != setting.refers_to:
            sentence = message(
                N_("{field}: “{value}” refers to nothing; it must be {allowed}"),
                field=Message(setting.label), value=echo(ref), allowed=message(N_("the ref of an existing row")),
            )  # fmt: skip
            yield Problem(sentence, "settings", setting.name)
