"""What a stand-up says of KPIs: those that crossed their target or guardrail, and those that go on missing their target."""

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import takewhile
from typing import Any

from cockpit.domain.accepted_debt import debt_in_force
from cockpit.domain.guardrail import beyond_words, crosses
from cockpit.domain.kpi import Direction, Kpi, amount, amount_beside, clears
from cockpit.domain.kpi_standing import group_measured
from cockpit.domain.message import N_, Message, message
from cockpit.domain.period import Period, finished, periods_of
from cockpit.domain.readiness.kpi_answer import spans
from cockpit.domain.standup_item import Item, Turn, most_of
from cockpit.domain.standup_span import Span
from cockpit.domain.state import ProjectState

_ORDER = (Turn.WORSE, Turn.BETTER, Turn.FLAT)


@dataclass(frozen=True)
class Record:
    """The periods of a KPI that were over on a day, as they were known, and the target that counted then."""

    kpi: Kpi
    target: float | None
    periods: tuple[Period, ...]

    @classmethod
    def of(cls, state: ProjectState, kpi: Kpi, day: date) -> "Record":
        """What was known in a state."""
        debt = debt_in_force(state, kpi, day)
        periods = finished(periods_of(state, kpi, group_measured(state, kpi)), day)
        return cls(kpi, debt.target if debt else kpi.target, periods)

    @property
    def last(self) -> Period | None:
        """The last of its periods."""
        return self.periods[-1] if self.periods else None

    @property
    def clears(self) -> bool | None:
        """Whether the last period reaches the target; None where there is none, or none to reach."""
        return self._clears(self.periods[-1]) if self.periods and self.target is not None else None

    @property
    def crosses(self) -> bool:
        """Whether the last period lies beyond the guardrail."""
        return bool(self.periods) and crosses(self.kpi, self.periods[-1].value)

    @property
    def first(self) -> bool:
        """Whether it had not reached its target before the last periods that do."""
        return bool(self.clears) and not any(map(self._clears, self.periods[: -len(self.run)]))

    @property
    def run(self) -> Sequence[Period]:
        """The last periods of which each stands to the target as the last one does."""
        return list(takewhile(lambda period: self._clears(period) is self.clears, reversed(self.periods)))

    def _clears(self, period: Period) -> bool:
        assert self.target is not None
        return clears(period.value, self.target, self.kpi.direction)


def records(span: Span) -> tuple[tuple[Record, Record], ...]:
    """What was known of each KPI that has a target or a guardrail at the beginning, and what is now."""
    return tuple(
        (Record.of(span.then, before, span.then_on) if before else Record(kpi, None, ()), Record.of(span.now, kpi, span.as_of))
        for before, kpi in span.rows(Kpi)
        if kpi.target is not None or kpi.guardrail is not None
    )


def kpi_items(span: Span, known: Sequence[tuple[Record, Record]], asked: Container[str]) -> tuple[Item, ...]:
    """What crossed a guardrail first, then what turned red, what reached its target, and what still misses it.

    ``known`` are the :func:`records`; that one still misses its target is told of those ``asked`` (uids) at the next gate.
    """
    found = sorted(_found(known, asked), key=lambda pair: (_ORDER.index(pair[1].turn), not pair[0]))
    return most_of([item for _, item in found], span.now.project, whole=span.whole)


def _found(known: Sequence[tuple[Record, Record]], asked: Container[str]) -> Iterator[tuple[bool, Item]]:
    """Each line with whether it is about a guardrail."""
    for then, now in known:
        if now.last is None:
            continue
        if now.crosses is not then.crosses:
            yield True, _guardrail(now, now.last)
        elif (told := _target(now, then, now.last)) and (told.turn is not Turn.FLAT or now.kpi.uid in asked):
            yield False, told


def _guardrail(now: Record, last: Period) -> Item:
    if now.crosses:
        said = message(N_("{kpi}: crossed its guardrail, {beyond}"), kpi=str(now.kpi), beyond=beyond_words(now.kpi, last))
        return _item(now.kpi, Turn.WORSE, said)
    said = message(N_("{kpi}: back within its guardrail, at {value}"), kpi=str(now.kpi), value=amount(now.kpi, last.value))
    return _item(now.kpi, Turn.BETTER, said)


def _target(now: Record, then: Record, last: Period) -> Item | None:
    if now.target is None or (now.clears is then.clears and (now.clears or last == then.last)):
        return None
    parts: dict[str, Any] = {
        "kpi": str(now.kpi),
        "value": amount_beside(now.kpi, last.value, now.target),
        "target": amount(now.kpi, now.target),
    }
    if now.clears:
        words = N_("{kpi}: {value}, reaches {target} again")
        if now.first:
            words = N_("{kpi}: {value}, reaches {target} for the first time")
        return _item(now.kpi, Turn.BETTER, message(words, **parts), *_other_target(now, then))
    over = now.kpi.direction is Direction.LOWER
    if then.clears:
        words = N_("{kpi}: {value}, now over {target}") if over else N_("{kpi}: {value}, now under {target}")
        return _item(now.kpi, Turn.WORSE, message(words, **parts), *_other_target(now, then))
    parts["periods"] = spans(now.kpi.cadence, len(now.run))
    words = N_("{kpi}: {value}, over {target} for {periods}") if over else N_("{kpi}: {value}, under {target} for {periods}")
    return _item(now.kpi, Turn.FLAT, message(words, **parts))


def _other_target(now: Record, then: Record) -> Iterator[Message]:
    """That another target counts than before: a KPI can turn without a new value."""
    if then.target is not None and now.target is not None and then.target != now.target:
        yield message(N_("the target was {before}"), before=amount(now.kpi, then.target))


def _item(kpi: Kpi, turn: Turn, said: Message, *because: Message) -> Item:
    return Item(said, turn, kpi.kind, kpi.uid, kpi.owner, because)
