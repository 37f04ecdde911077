"""What the chart of a KPI shows: its periods, what they are compared with, and what happened meanwhile."""

from collections.abc import Iterator
from datetime import date
from itertools import islice

from cockpit.domain.decision import Decision
from cockpit.domain.incident import Incident
from cockpit.domain.kpi import Group, Kpi
from cockpit.domain.kpi_behaviour import Behaviour
from cockpit.domain.kpi_standing import Standing
from cockpit.domain.milestone import Milestone
from cockpit.domain.phase import Phase, PhaseStatus
from cockpit.domain.wave import Wave, WaveStatus
from cockpit.language import _
from cockpit.screens.kpi_behaviour_words import BOUNDS_OF_PERCENT, PERCENT, newest_words, possible_limits
from cockpit.screens.situation import Situation
from cockpit.widgets.chart import LIMIT, MEAN, Course, Event, Line, Point
from cockpit.widgets.signs import EXCEPTED, Tone

_MOST_EVENTS = 9


def course_of(situation: Situation, kpi: Kpi, *, limits: bool) -> Course:
    """The course of a KPI up to the day of the situation: the group that is judged, and the control group beside it.

    The periods that complete a signal are marked; with ``limits``, the natural limits and the mean of those judged are lines.
    """
    standing = situation.answer_of(kpi).standing
    group = standing.group
    behaviour = situation.behaviour_of(kpi)
    pilot = _points(situation, kpi, group)
    control = _points(situation, kpi, Group.CONTROL) if group is not Group.CONTROL else ()
    begun = min((points[0].on for points in (pilot, control) if points), default=situation.today)
    return Course(
        pilot,
        control,
        _(group.label),
        _(Group.CONTROL.label),
        (*_lines(standing), *(_limits(kpi, behaviour) if behaviour and limits else ())),
        tuple(_events(situation, kpi, begun)),
        frozenset(period.starts_on for period in behaviour.marked) if behaviour else frozenset(),
        newest_words(kpi, behaviour, situation.today) if behaviour else "",
        kpi.decimals,
        BOUNDS_OF_PERCENT if kpi.unit == PERCENT else None,
        situation.today,
    )


def _points(situation: Situation, kpi: Kpi, group: Group) -> tuple[Point, ...]:
    return tuple(Point(period.starts_on, period.value) for period in situation.course_of(kpi, group))


def _lines(standing: Standing) -> Iterator[Line]:
    kpi, debt = standing.kpi, standing.debt
    if debt is not None:
        yield Line(debt.target, _("{sign} accepted").format(sign=EXCEPTED.glyph), EXCEPTED.tone)
    if kpi.target is not None:
        yield Line(kpi.target, _("target"), Tone.GOOD)
    if kpi.guardrail is not None:
        yield Line(kpi.guardrail, _("guardrail"), Tone.BAD, "double", needed=False)
    if kpi.baseline is not None:
        yield Line(kpi.baseline, _("start"), Tone.QUIET, "dotted")


def _limits(kpi: Kpi, behaviour: Behaviour) -> Iterator[Line]:
    lower, upper = possible_limits(kpi, behaviour.limits)
    held = behaviour.periods[0].starts_on, behaviour.periods[-1].starts_on
    if upper is not None:
        yield Line(upper, _("upper limit"), Tone.QUIET, LIMIT, needed=False, held=held)
    yield Line(behaviour.limits.mean, _("mean"), Tone.QUIET, MEAN, held=held)
    if lower is not None:
        yield Line(lower, _("lower limit"), Tone.QUIET, LIMIT, needed=False, held=held)


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
