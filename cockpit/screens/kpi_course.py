"""What the chart of a KPI shows: its periods, what they are compared with, and what happened meanwhile."""

from collections.abc import Iterator
from datetime import date
from itertools import islice

from cockpit.domain.decision import Decision
from cockpit.domain.incident import Incident
from cockpit.domain.kpi import Group, Kpi
from cockpit.domain.milestone import Milestone
from cockpit.domain.phase import Phase, PhaseStatus
from cockpit.domain.wave import Wave, WaveStatus
from cockpit.language import _
from cockpit.screens.situation import Situation
from cockpit.widgets.chart import Course, Event, Line, Point
from cockpit.widgets.signs import Tone

_MOST_EVENTS = 9
_PERCENT = "%"


def course_of(situation: Situation, kpi: Kpi) -> Course:
    """The course of a KPI up to the day of the situation: the group that is judged, and the control group beside it."""
    group = situation.answer_of(kpi).standing.group
    pilot = _points(situation, kpi, group)
    control = _points(situation, kpi, Group.CONTROL) if group is not Group.CONTROL else ()
    begun = min((points[0].on for points in (pilot, control) if points), default=situation.today)
    return Course(
        pilot,
        control,
        _(group.label),
        _(Group.CONTROL.label),
        tuple(_lines(kpi)),
        tuple(_events(situation, kpi, begun)),
        kpi.decimals,
        (0.0, 100.0) if kpi.unit == _PERCENT else None,
        situation.today,
    )


def _points(situation: Situation, kpi: Kpi, group: Group) -> tuple[Point, ...]:
    return tuple(Point(period.starts_on, period.value) for period in situation.course_of(kpi, group))


def _lines(kpi: Kpi) -> Iterator[Line]:
    if kpi.target is not None:
        yield Line(kpi.target, _("target"), Tone.GOOD)
    if kpi.guardrail is not None:
        yield Line(kpi.guardrail, _("guardrail"), Tone.BAD, "double", needed=False)
    if kpi.baseline is not None:
        yield Line(kpi.baseline, _("start"), Tone.QUIET, "dotted")


def _events(situation: Situation, kpi: Kpi, begun: date) -> list[Event]:
    """What happened since ``begun``, what concerns the KPI most at the front."""
    return list(islice((event for event in _all_events(situation, kpi) if begun <= event.on <= situation.today), _MOST_EVENTS))


def _all_events(situation: Situation, kpi: Kpi) -> Iterator[Event]:
    """What may be behind a change, what concerns the KPI most at the front, and of each kind the latest."""
    state = situation.state
    for incident in sorted(state.of(Incident, "kpi", kpi.uid), key=lambda each: each.occurred_at, reverse=True):
        yield Event(situation.day_of(incident.occurred_at), str(incident))
    if kpi.target_set_on is not None:
        yield Event(kpi.target_set_on, _("target set"))
    for phase in reversed(state.all(Phase)):
        if phase.starts_on is not None and phase.status is not PhaseStatus.PLANNED:
            yield Event(phase.starts_on, _("{row} begins").format(row=phase))
    for wave in reversed(state.all(Wave)):
        if wave.starts_on is not None and wave.status is not WaveStatus.PLANNED:
            yield Event(wave.starts_on, _("{row} begins").format(row=wave))
    for decision in sorted(state.all(Decision), key=lambda each: each.decided_on, reverse=True):
        yield Event(decision.decided_on, str(decision))
    reached = [(each.reached_on, each) for each in state.all(Milestone) if each.reached_on is not None]
    for on, milestone in sorted(reached, key=lambda pair: pair[0], reverse=True):
        yield Event(on, _("{row} reached").format(row=milestone))
