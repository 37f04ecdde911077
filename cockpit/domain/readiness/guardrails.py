"""Guardrails that hold: values that no KPI may cross, not even for a single period."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from cockpit.domain.edit import Edit
from cockpit.domain.evidence import (
    INSUFFICIENT,
    MET,
    NOT_MET,
    CriterionState,
    Finding,
    Observation,
    all_of,
    good_of,
    listed,
    oldest,
    signed,
)
from cockpit.domain.kpi import Aggregate, Direction, Kpi, amount, clears
from cockpit.domain.kpi_standing import Standing, is_fresh
from cockpit.domain.message import N_, Message, message
from cockpit.domain.period import Period, next_period, periods_of
from cockpit.domain.readiness.asked_kpis import kpis_asked, of_each_kpi
from cockpit.domain.readiness.kind import Case, CriterionKind
from cockpit.domain.readiness.kpi_answer import spans, standing_at
from cockpit.domain.readiness.kpi_outlook import Course, holding, holding_at, periods_to_come
from cockpit.domain.readiness.setting import Setting
from cockpit.domain.state import ProjectState
from cockpit.domain.step import Remedy

_STILL_GROWING = {
    (Direction.HIGHER, Aggregate.SUM), (Direction.HIGHER, Aggregate.MAXIMUM), (Direction.LOWER, Aggregate.MINIMUM),
}  # fmt: skip
"""Where a period that is not over may still reach a guardrail that it misses."""


class GuardrailsHold(CriterionKind):
    """No KPI crosses its guardrail in any of its last periods, nor in the one that runs, on evidence that is not stale.

    Without a list, all KPIs that have a guardrail, but for those that matter in a later phase only.
    """

    code = "guardrails_hold"
    label = N_("Guardrails hold")
    settings = (
        Setting("kpis", N_("KPIs"), (), refers_to=Kpi.kind),
        Setting("periods", N_("Periods"), 4, least=1, most=520),
    )

    def judge(self, case: Case) -> Finding:
        rule = message(
            N_("no KPI crosses its guardrail in the last period, nor in the one that runs"),
            N_("no KPI crosses its guardrail in any of the last {count} periods, nor in the one that runs"),
            count=case.settings.whole("periods"),
        )  # fmt: skip
        guarded = _look_at(case)
        if not guarded:
            return Finding(INSUFFICIENT, message(N_("no KPI has a guardrail")), rule)
        return Finding(
            all_of(each.state for each in guarded),
            _summary(guarded),
            rule,
            margin=_margin(guarded),
            observed_on=oldest(each.standing.measured_on for each in guarded),
            observations=tuple(_observation(each) for each in guarded),
        )

    def remedy(self, case: Case) -> Remedy:
        kpis = [_Outlook(case, kpi) for kpi in _asked(case)]
        if not kpis:
            return Remedy(stuck=(message(N_("set a guardrail for the KPIs that the gate asks for")),))
        return holding(kpis, case.as_of)


@dataclass(frozen=True)
class _Guarded:
    """A KPI with its last ``periods`` periods, as far as there are any, against its guardrail."""

    standing: Standing
    periods: int
    as_of: date

    @property
    def kpi(self) -> Kpi:
        return self.standing.kpi

    @cached_property
    def last(self) -> tuple[Period, ...]:
        """The last periods that are over."""
        return self.standing.periods[-self.periods :]

    @cached_property
    def crossed(self) -> tuple[Period, ...]:
        """Those of them that cross it, and the one that runs, where it does so for good."""
        running = self.standing.running
        counted = self.last if running is None or self._still_grows else (*self.last, running)
        return tuple(period for period in counted if not self.holds(period.value))

    @property
    def state(self) -> CriterionState:
        if self.kpi.guardrail is None or self.standing.measured_on is None or not self.standing.fresh:
            return INSUFFICIENT
        if self.crossed:
            return NOT_MET
        return MET if len(self.last) == self.periods else INSUFFICIENT

    @property
    def said(self) -> Message:
        kpi, now = self.kpi, self.standing
        if kpi.guardrail is None:
            return message(N_("no guardrail"))
        if now.measured_on is None:
            return message(N_("no measurement"))
        if now.earlier is not None:
            return message(N_("no measurement since the phase began; the last is of {day}"), day=now.measured_on)
        guardrail = amount(kpi, kpi.guardrail)
        if self.crossed:
            worst = self._worst(self.crossed)
            said = message(
                N_("crossed {guardrail} in {crossed} of {periods}: {value} in the period from {day}"),
                guardrail=guardrail, crossed=len(self.crossed), periods=spans(kpi.cadence, self._seen),
                value=amount(kpi, worst.value), day=worst.starts_on,
            )  # fmt: skip
        else:
            said = message(N_("within {guardrail} in {periods}"), guardrail=guardrail, periods=spans(kpi.cadence, len(self.last)))
        if not now.fresh:
            age = (self.as_of - now.measured_on).days
            stale = message(N_("last measured {count} day ago"), N_("last measured {count} days ago"), count=age)
            return message("{facts}", facts=(stale, said))
        missing = self.periods - len(self.last)
        if not self.crossed and missing > 0:
            more = message(N_("{periods} more of data needed"), periods=spans(kpi.cadence, missing))
            return message("{facts}", facts=(said, more))
        return said

    @property
    def room(self) -> float | None:
        """How far the worst of the periods lies from the guardrail, less than 0 where it crosses it."""
        if self.kpi.guardrail is None:
            return None
        seen = self.crossed or self.last
        if not seen:
            return None
        gap = self._worst(seen).value - self.kpi.guardrail
        return gap if self.kpi.direction is Direction.HIGHER else -gap

    def holds(self, value: float) -> bool:
        assert self.kpi.guardrail is not None
        return clears(value, self.kpi.guardrail, self.kpi.direction)

    @property
    def _still_grows(self) -> bool:
        return (self.kpi.direction, self.kpi.aggregate) in _STILL_GROWING

    @property
    def _seen(self) -> int:
        return len(self.last) + (self.standing.running in self.crossed)

    def _worst(self, periods: tuple[Period, ...]) -> Period:
        sign = 1 if self.kpi.direction is Direction.HIGHER else -1
        return min(periods, key=lambda each: sign * each.value)


def _asked(case: Case) -> Iterator[Kpi]:
    return kpis_asked(case, lambda kpi: kpi.guardrail is not None)


def _guarded(case: Case, kpi: Kpi, day: date) -> _Guarded:
    return _Guarded(standing_at(case.state, kpi, case.policy, day), case.settings.whole("periods"), day)


def _look_at(case: Case) -> list[_Guarded]:
    terms = (case.settings.whole("periods"),)
    return of_each_kpi(case, case.as_of, _asked(case), lambda kpi: _guarded(case, kpi, case.as_of), *terms)


def _summary(guarded: list[_Guarded]) -> Message:
    state = all_of(each.state for each in guarded)
    if state is MET:
        return message(N_("{count} guardrail holds"), N_("all {count} guardrails hold"), count=len(guarded))
    told = [message(N_("{kpi}: {facts}"), kpi=str(each.kpi), facts=each.said) for each in guarded if each.state is state]
    return message(
        N_("{met} of {all} hold; {rest}"),
        met=sum(each.state is MET for each in guarded), all=len(guarded), rest=listed(told),
    )  # fmt: skip


def _margin(guarded: list[_Guarded]) -> Message | None:
    """The room of the KPI that has the least, measured against its guardrail."""
    rooms = [(each.kpi, room) for each in guarded if (room := each.room) is not None]
    if not rooms:
        return None
    kpi, room = min(rooms, key=lambda pair: pair[1] / (abs(pair[0].guardrail or 0) or 1))
    return signed(room, amount(kpi, abs(room)))


def _observation(guarded: _Guarded) -> Observation:
    kpi = guarded.kpi
    return Observation(kpi.kind, kpi.uid, kpi.ref, guarded.said, guarded.standing.measured_on, good_of(guarded.state))


@dataclass(frozen=True)
class _WithinGuardrail(Course):
    """Periods at the guardrail, but for those that hold a better value already."""

    codes = ("within", "go_on_within")
    words = (
        N_("{kpi} within {value} for {periods} more"), N_("go on measuring {kpis}, within their guardrails, until {day}"),
    )  # fmt: skip

    guarded: _Guarded

    def edits(self, state: ProjectState) -> Iterator[Edit]:
        known = {each.starts_on: each.value for each in periods_of(state, self.kpi, self.group, self.starts[0])}
        values = {start: known.get(start, self.value) for start in self.starts}
        kept = {start: value if self.guarded.holds(value) else self.value for start, value in values.items()}
        yield holding_at(state, self.kpi, self.group, kept)


@dataclass(frozen=True)
class _Outlook:
    """A KPI as it could go on within its guardrail."""

    case: Case
    kpi: Kpi

    @property
    def today(self) -> date:
        return self.case.today

    @cached_property
    def now(self) -> _Guarded:
        return _guarded(self.case, self.kpi, self.today)

    def is_met(self, day: date) -> bool:
        return (self.now if day == self.today else _guarded(self.case, self.kpi, day)).state is MET

    def course_by(self, day: date) -> Course | None:
        """The fewest further periods within the guardrail after which it has held long enough; None where its phase has no more."""
        kpi, now, running = self.kpi, self.now, self.now.standing.running
        if kpi.guardrail is None:
            return None
        starts = periods_to_come(self.case.state, kpi, self.case.policy, self.today, day, least=now.periods + 1)
        before = [now.holds(period.value) for period in now.standing.periods]
        if running is not None and running in now.crossed:
            # It has crossed it, whatever comes: what counts begins after it.
            starts, before = starts[1:], [*before, False]
        for number, start in enumerate(starts, 1):
            over = next_period(start, kpi.cadence)
            held = [*before, *[True] * number][-now.periods :]
            fresh = is_fresh(over - timedelta(days=1), kpi.cadence, self.case.policy.kpi_days, max(day, over))
            if fresh and all(held) and len(held) == now.periods:
                return _WithinGuardrail(kpi, now.standing.group, tuple(starts[:number]), kpi.guardrail, over, now)
        return None

    @property
    def stuck(self) -> Message:
        if self.kpi.guardrail is None:
            return message(N_("set a guardrail for {kpi}"), kpi=self.kpi.ref)
        return message(N_("{kpi}: cannot any more, as its phase is over"), kpi=str(self.kpi))
