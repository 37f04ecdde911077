"""What the screens show: the state of the project on a day, and what its rules say of it, computed once."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from itertools import takewhile
from typing import TYPE_CHECKING

from cockpit.domain.action import Action, ActionState, days_late
from cockpit.domain.action_order import ActionOrder, action_order
from cockpit.domain.breach import Breach, breaches
from cockpit.domain.charter import Objective
from cockpit.domain.concern import Viewpoint
from cockpit.domain.evidence import Finding
from cockpit.domain.feed_progress import FeedState
from cockpit.domain.gate import GatePolicy, GateReview, Waiver
from cockpit.domain.kpi import Cadence, Group, Kpi
from cockpit.domain.kpi_behaviour import Behaviour, behaviour_of
from cockpit.domain.kpi_rule import Demand
from cockpit.domain.measurement import day_in
from cockpit.domain.message import Message
from cockpit.domain.milestone import Milestone, expected_on, next_milestones, original_baseline
from cockpit.domain.objective_standing import ObjectiveStanding, objective_standing
from cockpit.domain.period import Period, finished, period_start, periods_of, totals
from cockpit.domain.phase import PhaseCode
from cockpit.domain.readiness import (
    CriterionState,
    Judged,
    KpiAnswer,
    Outlook,
    Verdict,
    gate_day,
    holding,
    kpi_answer,
    next_gate,
    policy_of,
    verdict,
)
from cockpit.domain.risk import Risk, by_exposure
from cockpit.domain.risk_control import Control, control_of
from cockpit.domain.state import ProjectState
from cockpit.domain.wave import Wave
from cockpit.language import _, day, distance, say
from cockpit.widgets.header import Heading
from cockpit.widgets.kpi_strip import glyphs_of, strip
from cockpit.widgets.signs import PAST, Sign, sign_of

_WORST_FIRST = (CriterionState.NOT_MET, CriterionState.INSUFFICIENT, CriterionState.WAIVED, CriterionState.MET)

if TYPE_CHECKING:
    from cockpit.domain.readiness.review_changes import Since
    from cockpit.domain.readiness.way import Key, Way
    from cockpit.domain.trial import Trial
    from cockpit.screens.evaluation_findings import EvaluationFindings
    from cockpit.screens.feed_standing import FeedStanding

_MOST_IN_STRIP = 10
_LENGTHS = {Cadence.DAY: 1, Cadence.WEEK: 7, Cadence.MONTH: 31}
"""Days that a period takes at most."""

SOON = 7
"""Days ahead that belong to what somebody has to think of today."""


@dataclass(frozen=True)
class Situation:
    """A project's ``state`` on the day ``today``, as ``who`` may see or edit it.

    A later situation has a higher ``serial``.  What is derived is computed when it is first asked for; :meth:`prepare` does so ahead,
    in a thread, for what the first screens show.
    """

    serial: int
    state: ProjectState
    today: date
    who: str
    read_only: bool = False
    seen_from: date | None = None
    """The day that it is in truth, where ``today`` is a day of the past."""
    chosen_gate: PhaseCode | None = None
    """The gate that is looked at, where it is not the next."""
    chosen_wave: str | None = None
    """The wave (its uid) whose own gate is looked at, within the scale-up."""
    trial: "Trial | None" = None
    """What is tried, where ``state`` is the project as it would be."""
    actual: "Situation | None" = None
    """The project as it is, where something is tried."""
    feeds: "Mapping[str, FeedStanding]" = field(default_factory=dict)
    """Where each feed stands, by its uid; nothing on a day of the past."""

    def prepare(self, before: "Situation | None" = None) -> "Situation":
        """Compute what the overview and the largest tables show; of the actions, only what has changed since a situation ``before``."""
        if before is not None and (known := vars(before).get("action_order")) is not None:
            vars(self)["action_order"] = known if self.follows(before) else action_order(self.state, self.today, known)
        for name in ("heading", "judged", "action_order", "breaches", "kpis", "critical", "coming"):
            getattr(self, name)
        for kpi in self.kpis:
            self._recent_of(kpi)
        return self

    def follows(self, before: "Situation") -> bool:
        """Whether only measurements have come since another situation, on the same day."""
        return (self.today, self.seen_from) == (before.today, before.seen_from) and self.state.has_rows_of(before.state)

    def with_way_of(self, before: "Situation") -> "Situation":
        """The same, with the shortest way known that was, where what has come since leaves every criterion where it stood."""
        known = vars(before).keys() & {"way", "way_actions"}
        if len(known) == 2 and self.follows(before) and self.gate is before.gate and self._found == before._found:
            vars(self).update({name: vars(before)[name] for name in known})
        return self

    @property
    def _found(self) -> list[tuple[str, Finding, Waiver | None]]:
        """What was found for each criterion, without the state that it was found in."""
        return [(each.criterion.uid, each.finding, each.waiver) for each in self.judged]

    def at_gate(self, gate: PhaseCode, wave: str | None) -> "Situation":
        """The same with a gate looked at, or the own gate of a wave (its uid); what is known of reviews is known there too.

        At the gate that is looked at already, all that was computed is known.
        """
        other = replace(self, chosen_gate=gate, chosen_wave=wave)
        if (gate, wave) == (self.gate, self.chosen_wave):
            vars(other).update(vars(self) | {"chosen_gate": gate})
        vars(other)["_since"] = self._since
        return other

    @cached_property
    def gate(self) -> PhaseCode:
        """The gate that is looked at: the one that comes next, unless another was chosen."""
        return self.chosen_gate or next_gate(self.state, self.today)

    @cached_property
    def gate_day(self) -> date | None:
        """The day on which it is planned."""
        return self.wave.starts_on if self.wave else gate_day(self.state, self.gate)

    @cached_property
    def wave(self) -> Wave | None:
        """The wave whose own gate it is; None for the gate of a phase."""
        return self.state.get(Wave, self.chosen_wave)

    @cached_property
    def policy(self) -> GatePolicy:
        """What it asks, in general."""
        return policy_of(self.state, self.gate)

    @cached_property
    def verdict(self) -> Verdict:
        """What the evidence says at it."""
        return verdict(self.state, self.gate, self.today, self.chosen_wave)

    @cached_property
    def verdict_before(self) -> Verdict:
        """What the evidence says there without what is tried."""
        if self.actual is None:
            return self.verdict
        if self.actual.gate is self.gate and self.actual.chosen_wave == self.chosen_wave:
            return self.actual.verdict
        return verdict(self.actual.state, self.gate, self.actual.today, self.chosen_wave)

    @cached_property
    def viewpoint(self) -> Viewpoint:
        """The project as it concerns who looks."""
        return Viewpoint(self.verdict, self.who)

    @cached_property
    def judged(self) -> tuple[Judged, ...]:
        """Its criteria, those that keep it shut first."""
        return tuple(sorted(self.verdict.judged, key=lambda each: (_WORST_FIRST.index(each.state), not each.blocking)))

    @cached_property
    def _since(self) -> "dict[str, tuple[Since, ...]]":
        return {}

    def changes_since(self, review: GateReview) -> "tuple[Since, ...]":
        """What has changed in the evidence of a gate review since it was held; much evidence takes its time: it is asked for in a thread."""
        from cockpit.domain.readiness.review_changes import changes_since

        if review.uid not in self._since:
            at_hand = (self.gate, self.verdict.wave.uid if self.verdict.wave else None) == (review.gate, review.wave)
            found = self.verdict if at_hand else verdict(self.state, review.gate, self.today, review.wave)
            self._since[review.uid] = changes_since(review, found)
        return self._since[review.uid]

    def known_changes(self, review: GateReview) -> "tuple[Since, ...] | None":
        """The same once it has been worked out; None before."""
        return self._since.get(review.uid)

    @cached_property
    def way(self) -> "Way":
        """The shortest way from there to GO; it takes its time, so that it is asked for in a thread alone."""
        from cockpit.domain.readiness.way import shortest_way

        return shortest_way(self.verdict)

    @property
    def known_way(self) -> "Way | None":
        """The same once it has been worked out; None before."""
        known: Way | None = self.__dict__.get("way")
        return known

    @cached_property
    def way_actions(self) -> "Mapping[Key, Action]":
        """The action that is under way for each of its steps."""
        from cockpit.domain.readiness.way_actions import open_actions

        return open_actions(self.state, self.way, say)

    @cached_property
    def _of_waves(self) -> dict[str, Verdict]:
        return {}

    def verdict_of(self, wave: Wave) -> Verdict:
        """What the evidence says at the own gate of a wave."""
        if wave.uid not in self._of_waves:
            self._of_waves[wave.uid] = verdict(self.state, PhaseCode.SCALE_UP, self.today, wave.uid)
        return self._of_waves[wave.uid]

    @cached_property
    def breaches(self) -> tuple[Breach, ...]:
        """The guardrails crossed during waves that are running, those that still are crossed first."""
        return breaches(self.state, self.today)

    @cached_property
    def risks(self) -> tuple[Risk, ...]:
        """All risks, the worst first, closed ones last."""
        live = by_exposure(self.state, self.policy)
        known = {risk.uid for risk in live}
        return (*live, *(risk for risk in self.state.all(Risk) if risk.uid not in known))

    @cached_property
    def critical(self) -> tuple[tuple[Risk, Control], ...]:
        """The risks that can still happen, the worst first, each with whether it is under control."""
        live = by_exposure(self.state, self.policy)
        return tuple((risk, control_of(self.state, risk, self.policy, self.today)) for risk in live)

    @cached_property
    def action_order(self) -> ActionOrder:
        """All actions in the orders in which they are told."""
        return action_order(self.state, self.today)

    @property
    def actions(self) -> tuple[Action, ...]:
        """All actions: those to be done by their due date, then those that are done."""
        return self.action_order.by_due

    @property
    def urgencies(self) -> Mapping[str, float]:
        """How urgent each action (its uid) is that is not done."""
        return self.action_order.urgencies

    @property
    def by_urgency(self) -> tuple[Action, ...]:
        """All actions: those to be done, the most urgent first, then those that are done, the last first."""
        return self.action_order.by_urgency

    @cached_property
    def late_actions(self) -> tuple[Action, ...]:
        """The actions that should have been done, the latest first."""
        return tuple(takewhile(lambda action: days_late(action, self.today), self.actions))

    @cached_property
    def urgent_actions(self) -> tuple[Action, ...]:
        """What needs somebody today: what is late, then what is due soon."""
        last = self.today + timedelta(days=SOON)

        def urgent(action: Action) -> bool:
            return action.state is not ActionState.DONE and action.due_on is not None and action.due_on <= last

        return tuple(takewhile(urgent, self.actions))

    @cached_property
    def kpis(self) -> tuple[Kpi, ...]:
        """All KPIs: those that are not met first, then those that do not tell yet, those that are met, and those without a target."""

        def order(kpi: Kpi) -> tuple[bool, int]:
            return kpi.target is None, _WORST_FIRST.index(self.answer_of(kpi).state)

        return tuple(sorted(self.state.all(Kpi), key=order))

    def feeds_of(self, kpi: Kpi) -> "tuple[FeedStanding, ...]":
        """The feeds of a KPI that are on, those that fail first."""
        found = [each for each in self.feeds.values() if each.feed.kpi == kpi.uid and each.feed.enabled]
        return tuple(sorted(found, key=lambda each: each.state is not FeedState.FAILING))

    def newest_of(self, kpi: Kpi, group: Group) -> float | None:
        """The last measurement of a KPI for a group; None where there is none."""
        seen = self.answer_of(kpi).standing.measured_on
        since = "" if seen is None else period_start(seen, kpi.cadence).isoformat()
        found = totals(self.state.measurements(kpi.uid, group), kpi.cadence, self.state.project.timezone, since)
        return found[-1].last if found else None

    @cached_property
    def _answers(self) -> dict[str, KpiAnswer]:
        return {}

    def answer_of(self, kpi: Kpi) -> KpiAnswer:
        """Where a KPI stands on the gate's terms."""
        if kpi.uid not in self._answers:
            self._answers[kpi.uid] = kpi_answer(self.state, kpi, self.policy, self.today)
        return self._answers[kpi.uid]

    def turns_of(self, kpi: Kpi) -> tuple[Message, ...]:
        """What would have a KPI met on the gate's terms; nothing where it is."""
        outlook = Outlook(self.state, kpi, self.policy, self.today, Demand(self.policy.min_periods))
        return holding([outlook], self.today).turns

    @cached_property
    def _courses(self) -> dict[tuple[str, Group], tuple[Period, ...]]:
        return {}

    def course_of(self, kpi: Kpi, group: Group) -> tuple[Period, ...]:
        """All periods of a KPI that are over, for a group, in order."""
        if (kpi.uid, group) not in self._courses:
            self._courses[kpi.uid, group] = finished(periods_of(self.state, kpi, group), self.today)
        return self._courses[kpi.uid, group]

    @cached_property
    def _behaviours(self) -> dict[str, Behaviour | None]:
        return {}

    def behaviour_of(self, kpi: Kpi) -> Behaviour | None:
        """How the periods by which a KPI is judged behave; None where they have no limits."""
        if kpi.uid not in self._behaviours:
            self._behaviours[kpi.uid] = behaviour_of(self.answer_of(kpi).standing.periods)
        return self._behaviours[kpi.uid]

    def day_of(self, moment: datetime) -> date:
        """The day of an instant in the project's time zone."""
        return day_in(moment, self.state.project.timezone)

    def strip_of(self, kpi: Kpi, cells: int) -> str:
        """The last periods of a KPI and the target in force as blocks."""
        return strip(self._recent_of(kpi), self.answer_of(kpi).standing.target, kpi.baseline, kpi.direction, cells, glyphs_of())

    @cached_property
    def _recent(self) -> dict[str, tuple[float, ...]]:
        return {}

    def _recent_of(self, kpi: Kpi) -> tuple[float, ...]:
        """The values of the last periods of a KPI, as many as a strip can show; all, where in some of late nothing was measured."""
        if kpi.uid not in self._recent:
            standing = self.answer_of(kpi).standing
            group, last = standing.group, standing.measured_on or self.today
            since = last - min(last - date.min, timedelta(days=_LENGTHS[kpi.cadence] * (_MOST_IN_STRIP + 2)))
            found = finished(periods_of(self.state, kpi, group, since), self.today)
            if len(found) < _MOST_IN_STRIP:
                found = self.course_of(kpi, group)
            self._recent[kpi.uid] = tuple(period.value for period in found[-_MOST_IN_STRIP:])
        return self._recent[kpi.uid]

    @cached_property
    def evaluation(self) -> "EvaluationFindings":
        """What experiments, surveys, voices and money say; their statistics are imported only where they are shown."""
        from cockpit.screens.evaluation_findings import EvaluationFindings

        return EvaluationFindings(self)

    @cached_property
    def objectives(self) -> Mapping[str, ObjectiveStanding]:
        """Each objective by its uid: how it is measured, and where it stands."""
        return {each.uid: objective_standing(self.state, each, self.today) for each in self.state.all(Objective)}

    @cached_property
    def coming(self) -> tuple[Milestone, ...]:
        """The milestones that are not reached, the next first; those without a date last."""
        return next_milestones(self.state, self.today)

    @cached_property
    def road(self) -> tuple[date, date]:
        """From the first day of all milestones, as first planned or as they came, to the last; today lies between them."""
        rows = self.state.all(Milestone)
        days = [
            each for row in rows for each in (original_baseline(self.state, row), row.reached_on or expected_on(self.state, row))
        ]
        known = [self.today, *filter(None, days)]
        return min(known), max(known)

    # The heading

    @cached_property
    def heading(self) -> Heading:
        """What the header says."""
        from cockpit.screens.situation_heading import heading_of

        return heading_of(self)

    @cached_property
    def answer_sign(self) -> Sign:
        """The glyph and tone of the verdict."""
        return sign_of(self.verdict.answer)

    @cached_property
    def as_of(self) -> tuple[str, ...]:
        """How a day of the past is told, from long to short; empty for the present."""
        if self.seen_from is None:
            return ()
        said = _("{sign} as of {day}").format(sign=PAST.glyph, day=day(self.today, self.seen_from))
        return (f"{said}, {distance(self.today, self.seen_from)}", said, f"{PAST.glyph} {day(self.today, self.seen_from)}")
