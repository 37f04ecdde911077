"""The time that a stand-up looks back on: what was known at its beginning and what is now, and what was done meanwhile."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import TypeVar
from zoneinfo import ZoneInfo

from cockpit.domain.change import Batch
from cockpit.domain.entity import Entity
from cockpit.domain.gate import GatePolicy
from cockpit.domain.history import known_from, last_changes
from cockpit.domain.phase import PhaseCode
from cockpit.domain.readiness.policy import policy_of
from cockpit.domain.readiness.verdict import next_gate
from cockpit.domain.state import ProjectState

SOON = timedelta(days=7)
"""Until when something is due soon: the next stand-up."""

AnyEntity = TypeVar("AnyEntity", bound=Entity)


@dataclass(frozen=True)
class Span:
    """What was known right before an instant, ``then``, and what is known ``now``, on the day ``as_of``; ``log`` holds all acts.

    The ``whole`` of it is told in a file, and as much of it as a page has room for elsewhere.
    """

    then: ProjectState
    now: ProjectState
    log: Sequence[Batch]
    since: datetime
    as_of: date
    whole: bool = False

    @property
    def zone(self) -> str:
        """The time zone that days begin in."""
        return self.now.project.timezone

    @cached_property
    def then_on(self) -> date:
        """The day on which it begins."""
        return self.day_of(self.since)

    @cached_property
    def acts(self) -> Sequence[Batch]:
        """What was done in it, oldest first; not the first act of all, before which there was no project to compare with."""
        return self.log[max(1, bisect_left(known_from(self.log), self.since)) :]

    @cached_property
    def gate(self) -> PhaseCode:
        """The gate that the project comes to next."""
        return next_gate(self.now, self.as_of)

    @cached_property
    def policy(self) -> GatePolicy:
        """The policy of that gate."""
        return policy_of(self.now, self.gate)

    def day_of(self, instant: datetime) -> date:
        """The day of an instant where the project is."""
        return instant.astimezone(ZoneInfo(self.zone)).date()

    def rows(self, entity: type[AnyEntity]) -> Iterator[tuple[AnyEntity | None, AnyEntity]]:
        """The rows of an entity that are there now, each with what it was then: None where it was not there, itself where it has not changed."""
        before = self.then.rows.get(entity.kind, {})
        for uid, row in self.now.rows.get(entity.kind, {}).items():
            yield before.get(uid), row  # type: ignore[misc]

    def changed_on(self, kind: str, uid: str) -> date:
        """The day on which a row was last changed in it; that of today where it was not."""
        act = last_changes(self.acts, kind, {uid}).get(uid)
        return self.day_of(act.at) if act else self.as_of
