"""Gates as a story tells them: what each asks."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from cockpit.domain.gate import Criterion, GatePolicy
from cockpit.domain.phase import PhaseCode
from tools.storytelling.story import Edit, new


@dataclass(frozen=True)
class Asked:
    """A criterion: its rule with the settings, who sees that it is met, and whether it decides."""

    key: str
    title: str
    rule: str
    settings: Mapping[str, Any]
    owner: str
    blocking: bool = True
    note: str = ""


@dataclass(frozen=True)
class Gate:
    """A gate at the end of a phase, and its criteria in their order."""

    key: str
    code: PhaseCode
    title: str
    planned_on: date
    criteria: tuple[Asked, ...]
    policy: Mapping[str, Any] = field(default_factory=dict)
    """What its policy asks that is not the default."""


def policy(gate: Gate) -> Iterator[Edit]:
    """The rows of a gate's policy."""
    yield new(GatePolicy, gate.key, gate=gate.code, title=gate.title, planned_on=gate.planned_on, **gate.policy)
    for position, asked in enumerate(gate.criteria, 1):
        yield new(
            Criterion, asked.key, policy=gate.key, title=asked.title, rule=asked.rule, settings=asked.settings, owner=asked.owner,
            blocking=asked.blocking, position=position, note=asked.note,
        )  # fmt: skip
