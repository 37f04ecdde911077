"""The kinds of criteria: what a gate can ask, each a class that judges it.

A new kind is one subclass of :class:`CriterionKind` with a ``code``, which registers it.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from cockpit.domain.evidence import INSUFFICIENT, Finding
from cockpit.domain.gate import Criterion, GatePolicy
from cockpit.domain.message import N_, Message, message
from cockpit.domain.problem import Problem
from cockpit.domain.readiness.setting import Setting, Settings, Value, setting_problems
from cockpit.domain.state import ProjectState
from cockpit.domain.validation import echo


@dataclass(frozen=True)
class Case:
    """What a criterion is judged on: everything known, the criterion with its settings, its gate's policy, and the day."""

    state: ProjectState
    criterion: Criterion
    settings: Settings
    policy: GatePolicy
    as_of: date


class CriterionKind(ABC):
    """Something that a gate can ask.  Subclasses are registered by their ``code``, which criteria name as their rule."""

    code: ClassVar[str]
    label: ClassVar[str]
    """Its name, marked for translation; the title of a criterion of a default policy."""
    settings: ClassVar[tuple[Setting, ...]] = ()

    def __init_subclass__(cls) -> None:
        if cls.code in KINDS:
            raise TypeError(f"two kinds of criteria have the code {cls.code!r}")
        KINDS[cls.code] = cls()

    @abstractmethod
    def judge(self, case: Case) -> Finding:
        """What the data say, with everything that explains it; evidence dated after ``case.as_of`` does not exist yet."""


KINDS: dict[str, CriterionKind] = {}
"""Every kind of criterion by its code."""


def finding(state: ProjectState, criterion: Criterion, policy: GatePolicy, as_of: date) -> Finding:
    """What the data say of a criterion; insufficient, with the reason, where it names a rule or settings that do not exist."""
    problems = list(criterion_problems(state, criterion.rule, criterion.settings))
    if problems:
        reasons = tuple(problem.message for problem in problems)
        return Finding(
            INSUFFICIENT,
            summary=message(N_("cannot be judged: {reasons}"), reasons=reasons),
            rule=message(N_("unknown")) if criterion.rule not in KINDS else Message(KINDS[criterion.rule].label),
            turns=(message(N_("correct the criterion {criterion}"), criterion=str(criterion)),),
        )
    kind = KINDS[criterion.rule]
    return kind.judge(Case(state, criterion, Settings(kind.settings, criterion.settings), policy, as_of))


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
