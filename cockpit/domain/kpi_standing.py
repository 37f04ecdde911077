"""Where a KPI stands: its periods, its state against the target, and which way it goes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations
from typing import TYPE_CHECKING

from cockpit.domain.accepted_debt import AcceptedDebt, debt_in_force
from cockpit.domain.entity import Choice
from cockpit.domain.kpi import Cadence, Direction, Group, Kpi, KpiRule
from cockpit.domain.kpi_rule import Demand, KpiJudgement, judge
from cockpit.domain.message import N_
from cockpit.domain.period import Period, finished, period_start, periods_of

if TYPE_CHECKING:
    from cockpit.domain.state import ProjectState

_TREND_PERIODS = 8
# Mann (1945), Kendall's S: the least value that has a chance of at most 5 % without a trend, by the number of values.
_TREND_LEAST = {4: 6, 5: 8, 6: 11, 7: 13, 8: 16}
FEWEST_FOR_TREND = min(_TREND_LEAST)
"""Periods below which nothing can be said of a trend."""


class Trend(Choice):
    """Which way a KPI goes, as far as its last periods tell."""

    BETTER = "better", N_("better")
    WORSE = "worse", N_("worse")
    FLAT = "flat", N_("flat")


@dataclass(frozen=True)
class Standing:
    """Where a KPI stands on a day.

    ``periods`` are those that are over, ``running`` the one that is not.  ``target`` is the one that it is judged by: the KPI's own,
    or that of a ``debt`` in force.  ``earlier`` is the last period before those judged, where there is none among them.  ``judgement`` is None without a target, ``measured_on`` without a measurement.  ``fresh`` tells
    whether the last measurement is young enough to be evidence.
    """

    kpi: Kpi
    group: Group
    target: float | None
    debt: AcceptedDebt | None
    periods: tuple[Period, ...]
    running: Period | None
    earlier: Period | None
    judgement: KpiJudgement | None
    trend: Trend
    measured_on: date | None
    fresh: bool

    @property
    def last(self) -> Period | None:
        """The last period that is over, or the running one where there is none yet; where nothing is judged, what was before."""
        return self.periods[-1] if self.periods else self.running or self.earlier

    @property
    def values(self) -> tuple[float, ...]:
        """The values of the periods that are over, in order."""
        return tuple(period.value for period in self.periods)


def standing(
    state: "ProjectState",
    kpi: Kpi,
    as_of: date,
    *,
    demand: Demand | None = None,
    shelf_life: int = 21,
    since: date | None = None,
    until: date | None = None,
    group: Group | None = None,
    rule: KpiRule | None = None,
) -> Standing:
    """Where a KPI stands on ``as_of``, judged over the periods that lie between ``since`` and ``until`` as a whole.

    ``group`` is whom its measurements are about; without it the pilot group, or everybody where the pilot was not measured apart.
    It is judged by ``rule``, without it by its own.  Evidence older than ``shelf_life`` days is stale, unless it is from the running period or the one before it.
    """
    group = group or group_measured(state, kpi)
    known = [
        period
        for period in periods_of(state, kpi, group, since)
        if period.starts_on <= as_of and (until is None or period.ends_on <= until)
    ]
    before = [period for period in periods_of(state, kpi, group) if period.starts_on < since] if since and not known else []
    over = finished(known, as_of)
    measured_on = min((known or before)[-1].measured_on, as_of) if known or before else None
    values = [period.value for period in over]
    debt = debt_in_force(state, kpi, as_of)
    target = debt.target if debt else kpi.target
    return Standing(
        kpi=kpi,
        group=group,
        target=target,
        debt=debt,
        periods=over,
        running=known[-1] if len(known) > len(over) else None,
        earlier=before[-1] if before else None,
        judgement=None if target is None else judge(values, target, kpi.direction, rule or kpi.rule, demand),
        trend=trend(values, kpi.direction),
        measured_on=measured_on,
        fresh=measured_on is not None and is_fresh(measured_on, kpi.cadence, shelf_life, min(as_of, until or as_of)),
    )


def groups_measured(state: "ProjectState", kpi: Kpi) -> tuple[Group, ...]:
    """The groups that a KPI has measurements of."""
    return tuple(group for group in Group if len(state.measurements(kpi.uid, group)))


def group_measured(state: "ProjectState", kpi: Kpi) -> Group:
    """Whom a KPI tells about: the pilot group, or everybody where the pilot was not measured apart."""
    return Group.PILOT if len(state.measurements(kpi.uid, Group.PILOT)) else Group.ALL


def is_fresh(measured_on: date, cadence: Cadence, shelf_life: int, as_of: date) -> bool:
    """Whether what was measured on a day is young enough to be evidence on ``as_of``."""
    # A monthly figure cannot be younger than the last month that is over, whatever the shelf life.
    period_before = period_start(period_start(as_of, cadence) - timedelta(days=1), cadence)
    return measured_on >= period_before or (as_of - measured_on).days <= shelf_life


def trend(values: Sequence[float], direction: Direction) -> Trend:
    """Which way the last 8 values go, by the Mann-Kendall test at 5 %; flat also where they are too few, or do not tell."""
    last = values[-_TREND_PERIODS:]
    score = sum((later > earlier) - (later < earlier) for earlier, later in combinations(last, 2))
    least = _TREND_LEAST.get(len(last))
    if least is None or abs(score) < least:
        return Trend.FLAT
    return Trend.BETTER if (score > 0) == (direction is Direction.HIGHER) else Trend.WORSE
