"""The table of milestones: the first plan, the plan in force, what is expected or was reached, and by how much that slipped."""

from datetime import date

from cockpit.domain.message import N_
from cockpit.domain.milestone import (
    BaselineRevision,
    Milestone,
    current_baseline,
    expected_on,
    original_baseline,
    slip,
)  # fmt: skip
from cockpit.domain.person import Person
from cockpit.language import _, day, distance
from cockpit.screens.phase_cards import card_sign, day_of, slip_words
from cockpit.screens.sections import Section, SituationContext, facts, referring
from cockpit.screens.situation import Situation
from cockpit.widgets.column import Cell, Column
from cockpit.widgets.detail import Block, Fact, Page
from cockpit.widgets.field_column import column_for
from cockpit.widgets.signs import Tone
from cockpit.widgets.timeline_strip import timeline_strip

_ROAD = 24


def _rows(situation: Situation) -> tuple[Milestone, ...]:
    """By the day on which each was reached or is expected; those without one at the end."""

    def order(milestone: Milestone) -> tuple[bool, str]:
        when = day_of(situation, milestone)
        return when is None, str(when)

    return tuple(sorted(situation.state.all(Milestone), key=order))


def _sign(milestone: Milestone, context: SituationContext) -> Cell:
    return card_sign(milestone, context.today)


def _first_plan(milestone: Milestone, context: SituationContext) -> Cell:
    first = original_baseline(context.state, milestone)
    return Cell(day(first, context.today), Tone.QUIET) if first else Cell("")


def _plan(milestone: Milestone, context: SituationContext) -> Cell:
    """The plan in force, where it is no longer the first one."""
    first, current = original_baseline(context.state, milestone), current_baseline(context.state, milestone)
    return Cell(day(current, context.today)) if current and current != first else Cell("")


def now_words(situation: Situation, milestone: Milestone) -> Cell:
    """When it was reached, else when it is expected; marked where that day is over."""
    if milestone.reached_on is not None:
        return Cell(f"✓ {day(milestone.reached_on, situation.today)}", Tone.QUIET)
    when = expected_on(situation.state, milestone)
    if when is None:
        return Cell(_("no date"), Tone.WARNING)
    words = day(when, situation.today)
    return Cell(f"! {words}", Tone.BAD) if when < situation.today else Cell(words)


def _ahead(milestone: Milestone, context: SituationContext) -> date | None:
    return None if milestone.reached_on else expected_on(context.state, milestone)


def _distance(milestone: Milestone, context: SituationContext) -> Cell:
    when = _ahead(milestone, context)
    return Cell(distance(when, context.today)) if when else Cell("")


def _slip(milestone: Milestone, context: SituationContext) -> Cell:
    days = slip(context.state, milestone)
    if days is None:
        return Cell("")
    quiet = milestone.reached_on is not None or days == 0
    return Cell(slip_words(days), Tone.QUIET if quiet else Tone.WARNING if days > 0 else Tone.GOOD)


def _road(milestone: Milestone, context: SituationContext) -> Cell:
    first, now = original_baseline(context.state, milestone), day_of(context.situation, milestone)
    strip = timeline_strip(context.situation.road, context.today, first, now, _ROAD, reached=milestone.reached_on is not None)
    return Cell(strip, Tone.QUIET if milestone.reached_on else Tone.PLAIN)


def page(situation: Situation, milestone: Milestone) -> Page:
    """All about a milestone: its dates, how they moved and why, and what leads to it."""
    state, today = situation.state, situation.today
    first, current, days = original_baseline(state, milestone), current_baseline(state, milestone), slip(state, milestone)
    parts: list[Fact | Block] = []
    if first is not None:
        parts.append(Fact(_("First plan"), Cell(day(first, today))))
    if current is not None and current != first:
        parts.append(Fact(_("Plan"), Cell(day(current, today))))
    parts.append(Fact(_("Reached") if milestone.reached_on else _("Expected"), now_words(situation, milestone)))
    if days is not None:
        parts.append(Fact(_("Slip"), Cell(slip_words(days), Tone.WARNING if days > 0 else Tone.PLAIN)))
    road = timeline_strip(
        situation.road, today, first, day_of(situation, milestone), _ROAD, reached=milestone.reached_on is not None
    )
    parts.append(Fact(_("On the road"), Cell(road)))
    parts += facts(situation, milestone, ("owner", "phase", "deliverable", "description"))
    revisions = state.of(BaselineRevision, "milestone", milestone.uid)
    if revisions:
        lines = tuple(_revision(situation, each) for each in sorted(revisions, key=lambda each: each.decided_on, reverse=True))
        parts.append(Block(_("How the plan moved"), lines))
    others = (block for block in referring(state, milestone) if block.heading != _(BaselineRevision.plural))
    return Page(str(milestone), (*parts, *others))


def _revision(situation: Situation, revision: BaselineRevision) -> tuple[Cell, ...]:
    person = situation.state.get(Person, revision.decided_by)
    moved = " → ".join(day(each, situation.today) for each in (revision.old_on, revision.new_on) if each)
    return (
        Cell(day(revision.decided_on, situation.today), Tone.QUIET),
        Cell(moved),
        Cell(person.handle if person else "", Tone.QUIET),
        Cell(revision.reason),
    )


SECTION = Section(
    Milestone,
    (
        Column("reached", "", _sign, minimum=1, maximum=1, priority=0),
        column_for(Milestone, "ref"),
        column_for(Milestone, "title", minimum=24),
        Column("first_plan", N_("First plan"), _first_plan, lambda row, context: original_baseline(context.state, row), minimum=10, maximum=17, priority=2),
        Column("plan", N_("Plan"), _plan, lambda row, context: current_baseline(context.state, row), minimum=10, maximum=17, priority=5),
        Column(
            "now",
            N_("Expected"),
            lambda row, context: now_words(context.situation, row),
            lambda row, context: day_of(context.situation, row),
            minimum=10,
            maximum=20,
            priority=0,
        ),
        Column("distance", "", _distance, _ahead, minimum=6, maximum=14, priority=7),
        Column("slip", N_("Slip"), _slip, lambda row, context: slip(context.state, row), minimum=7, maximum=12, priority=1),
        column_for(Milestone, "owner", minimum=4, maximum=11, priority=8),
        Column("road", N_("○ plan  ◇ now  │ today"), _road, minimum=_ROAD, maximum=_ROAD, priority=4),
    ),
    _rows,
    page,
    first=("title", "owner", "phase", "planned_on", "forecast_on", "reached_on", "baseline_on"),
    empty=N_("No milestone yet; {new} sets the first"),
    whole=True,
)  # fmt: skip
"""The table of milestones."""
