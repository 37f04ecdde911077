"""The ways back and their rehearsals: whether each was tried of late, worked, and was quick enough."""

from cockpit.domain.message import N_
from cockpit.domain.person import Person
from cockpit.domain.rollback import Rehearsal, Rollback, doubts, last_rehearsal
from cockpit.language import _, day, distance, ngettext, number, say
from cockpit.screens.sections import Section, SituationContext, facts, referring
from cockpit.screens.situation import Situation
from cockpit.widgets.column import Cell, Column
from cockpit.widgets.detail import Block, Fact, Page, Target
from cockpit.widgets.field_column import column_for
from cockpit.widgets.signs import Tone, sign_of


def way_back(situation: Situation, rollback: Rollback) -> tuple[Fact | Block, ...]:
    """A scenario as somebody needs it who is about to take it: who decides, whether it was tried, and its steps, numbered."""
    decider = situation.state.get(Person, rollback.owner)
    told = [
        Fact(_("Decides"), Cell(decider.caption) if decider else Cell(_("nobody yet"), Tone.WARNING)),
        Fact(_("Last rehearsal"), _tried(situation, rollback)),
    ]
    return (*told, *facts(situation, rollback, ("trigger",)), steps_of(rollback))


def steps_of(rollback: Rollback) -> Block:
    """The steps of a scenario, numbered."""
    if not rollback.steps:
        return Block(_("Steps"), ((Cell("!", Tone.WARNING), Cell(_("none are written down"))),))
    return Block(_("Steps"), tuple((Cell(f"{place}."), Cell(step)) for place, step in enumerate(rollback.steps, 1)))


def _tried(situation: Situation, rollback: Rollback) -> Cell:
    last = last_rehearsal(situation.state, rollback, situation.today)
    if last is None:
        return Cell(f"✗ {_('never')}", Tone.BAD)
    took = _took(last.minutes_to_restore, rollback)
    words = ", ".join(filter(None, (day(last.rehearsed_on, situation.today), _outcome(last).text, took.text)))
    return Cell(words, Tone.PLAIN if last.succeeded else Tone.BAD)


def _outcome(rehearsal: Rehearsal) -> Cell:
    return Cell(f"✓ {_('worked')}", Tone.GOOD) if rehearsal.succeeded else Cell(f"✗ {_('failed')}", Tone.BAD)


def _took(minutes: int | None, rollback: Rollback | None) -> Cell:
    """How long it took, and how long it may take; marked where that is longer."""
    if minutes is None:
        return Cell("")
    most = rollback.minutes_to_restore if rollback else None
    took = ngettext("{count} minute", "{count} minutes", minutes).format(count=number(minutes, 0))
    if most is None:
        return Cell(took)
    words = _("{took} of {most}").format(
        took=number(minutes, 0), most=ngettext("{count} minute", "{count} minutes", most).format(count=number(most, 0))
    )
    return Cell(f"! {words}", Tone.WARNING) if minutes > most else Cell(words)


# The scenarios


def _last(rollback: Rollback, context: SituationContext) -> Rehearsal | None:
    return last_rehearsal(context.state, rollback, context.today)


def _proven(rollback: Rollback, context: SituationContext) -> Cell:
    """Whether it counts as rehearsed at the gate."""
    reason = doubts(context.state, rollback, context.situation.policy.rehearsal_days, context.today)
    return Cell("✓", Tone.GOOD) if reason is None else Cell(sign_of(reason.state).glyph, sign_of(reason.state).tone)


def _rehearsed(rollback: Rollback, context: SituationContext) -> Cell:
    last = _last(rollback, context)
    return Cell(distance(last.rehearsed_on, context.today)) if last else Cell(_("never"), Tone.BAD)


def _worked(rollback: Rollback, context: SituationContext) -> Cell:
    last = _last(rollback, context)
    return _outcome(last) if last else Cell("")


def _restored(rollback: Rollback, context: SituationContext) -> Cell:
    last = _last(rollback, context)
    return _took(last.minutes_to_restore, rollback) if last else Cell("")


def page(situation: Situation, rollback: Rollback) -> Page:
    """All about a scenario: whether it is proven and, where not, why; its steps, its rehearsals, and what relies on it."""
    reason = doubts(situation.state, rollback, situation.policy.rehearsal_days, situation.today)
    parts: list[Fact | Block] = []
    if reason is not None:
        parts.append(Fact(_("Not proven"), Cell(say(reason.said), sign_of(reason.state).tone)))
    parts += way_back(situation, rollback)
    held = sorted(
        situation.state.of(Rehearsal, "rollback", rollback.uid), key=lambda each: (each.rehearsed_on, each.uid), reverse=True
    )
    if held:
        lines = tuple(_line(situation, each, rollback) for each in held)
        parts.append(Block(_(Rehearsal.plural), lines, tuple(Target(each.kind, each.uid) for each in held)))
    return Page(str(rollback), (*parts, *referring(situation.state, rollback, {Rehearsal})))


def _line(situation: Situation, rehearsal: Rehearsal, rollback: Rollback) -> tuple[Cell, ...]:
    when, took = Cell(day(rehearsal.rehearsed_on, situation.today), Tone.QUIET), _took(rehearsal.minutes_to_restore, rollback)
    return when, _outcome(rehearsal), took, Cell(rehearsal.note)


ROLLBACKS = Section(
    Rollback,
    (
        Column("proven", "", _proven, minimum=1, maximum=1, priority=0),
        column_for(Rollback, "ref"),
        column_for(Rollback, "title", minimum=20),
        column_for(Rollback, "owner", minimum=4, maximum=11, priority=3),
        Column(
            "rehearsed", N_("Rehearsed"), _rehearsed,
            lambda row, context: last.rehearsed_on if (last := _last(row, context)) else None,
            minimum=8, maximum=14, priority=0,
        ),
        Column("worked", N_("Outcome"), _worked, minimum=8, maximum=12, priority=1),
        Column("took", N_("Restored in"), _restored, minimum=10, maximum=22, priority=2),
    ),
    lambda situation: situation.state.all(Rollback),
    page,
    first=("title", "owner", "trigger", "steps", "minutes_to_restore"),
    empty=N_("No way back yet; {new} writes down the first"),
)  # fmt: skip
"""The scenarios."""


# The rehearsals


def _scenario(rehearsal: Rehearsal, context: SituationContext) -> Cell:
    rollback = context.state.get(Rollback, rehearsal.rollback)
    return Cell(str(rollback) if rollback else "")


def _rows(situation: Situation) -> tuple[Rehearsal, ...]:
    return tuple(sorted(situation.state.all(Rehearsal), key=lambda each: each.rehearsed_on, reverse=True))


def rehearsal_page(situation: Situation, rehearsal: Rehearsal) -> Page:
    """All about a rehearsal: of what, how it went, and what was learned."""
    rollback = situation.state.get(Rollback, rehearsal.rollback)
    when = f"{day(rehearsal.rehearsed_on, situation.today)}, {distance(rehearsal.rehearsed_on, situation.today)}"
    parts = [Fact(_("Held"), Cell(when)), Fact(_("Outcome"), _outcome(rehearsal))]
    if rehearsal.minutes_to_restore is not None:
        parts.append(Fact(_("Restored in"), _took(rehearsal.minutes_to_restore, rollback)))
    parts += facts(situation, rehearsal, ("rollback", "led_by", "note"))
    return Page(str(rehearsal), (*parts, *referring(situation.state, rehearsal)))


REHEARSALS = Section(
    Rehearsal,
    (
        column_for(Rehearsal, "ref"),
        column_for(Rehearsal, "rehearsed_on", minimum=10, maximum=17, weight=0),
        Column("outcome", N_("Outcome"), lambda row, context: _outcome(row), minimum=8, maximum=12, priority=0),
        Column(
            "took", N_("Restored in"),
            lambda row, context: _took(row.minutes_to_restore, context.state.get(Rollback, row.rollback)),
            lambda row, context: row.minutes_to_restore,
            minimum=10, maximum=22, priority=1,
        ),
        Column("scenario", N_("Rollback scenario"), _scenario, minimum=16, maximum=200, weight=1, priority=2),
        column_for(Rehearsal, "led_by", minimum=4, maximum=11, priority=3),
    ),
    _rows,
    rehearsal_page,
    empty=N_("No rehearsal yet; {new} writes down the first"),
)  # fmt: skip
"""The rehearsals, the last one first."""
