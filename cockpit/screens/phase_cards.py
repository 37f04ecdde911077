"""What the board of the phases says: a lane for each phase with its gate, a card for each deliverable and each milestone."""

from collections.abc import Iterator, Sequence
from datetime import date

from cockpit.domain.gate_review import is_against, standing_review
from cockpit.domain.milestone import Milestone, adherence, expected_on, slip
from cockpit.domain.person import Person
from cockpit.domain.phase import Deliverable, DeliverableState, Phase, PhaseCode, PhaseStatus, week_of
from cockpit.domain.readiness import gate_day, phase_of
from cockpit.language import _, capitalised, day, distance, duration, headed, ngettext, number, percent, short_day, span
from cockpit.screens.situation import Situation
from cockpit.widgets.board_lanes import Card, Lane
from cockpit.widgets.column import Cell
from cockpit.widgets.signs import Tone, sign_of, words_of

UNPHASED = "unphased"
"""The key of the lane for milestones that belong to no phase; the other lanes have the code of their phase."""

_OVER = (DeliverableState.DELIVERED, DeliverableState.ACCEPTED)


def lanes(situation: Situation) -> list[Lane]:
    """The five phases, and a lane for what belongs to none where there is any."""
    told = [_lane(situation, code) for code in PhaseCode]
    loose = [each for each in situation.state.all(Milestone) if each.phase is None]
    if loose:
        told.append(Lane(UNPHASED, Cell(_("Without a phase"), Tone.STRONG), rows=_ordered(situation, loose)))
    return told


def _lane(situation: Situation, code: PhaseCode) -> Lane:
    phase = phase_of(situation.state, code)
    title = Cell(capitalised(_(code.label)), Tone.STRONG)
    gate = tuple(_gate(situation, code))
    if phase is None:
        return Lane(code.value, title, ((Cell(_("not planned yet"), Tone.QUIET),),), gate, empty=_("{new} plans it"))
    state = situation.state
    rows = _ordered(situation, (*state.of(Deliverable, "phase", phase.uid), *state.of(Milestone, "phase", phase.uid)))
    empty = _("Nothing here yet; {new} adds a deliverable or a milestone")
    return Lane(code.value, title, tuple(_head(situation, phase)), gate, rows, phase, empty)


def _head(situation: Situation, phase: Phase) -> Iterator[tuple[Cell, ...]]:
    """Status and way of working; the week, or when it starts; from when to when."""
    sign = sign_of(phase.status)
    yield Cell(words_of(phase.status), sign.tone), Cell(_(phase.approach.label), Tone.QUIET)
    yield (_progress(situation, phase),)
    if phase.starts_on and phase.ends_on:
        yield (Cell(span(phase.starts_on, phase.ends_on, situation.today), Tone.QUIET),)
    else:
        yield (Cell(_("no dates yet"), Tone.WARNING),)


def _progress(situation: Situation, phase: Phase) -> Cell:
    if phase.status is PhaseStatus.DONE:
        whole = week_of(phase, phase.ends_on) if phase.ends_on else None
        weeks = whole.weeks if whole else 0
        return Cell(ngettext("{count} week", "{count} weeks", weeks).format(count=number(weeks)) if whole else "", Tone.QUIET)
    if place := week_of(phase, situation.today):
        words = _("week {week} of {weeks}").format(week=number(place.week), weeks=number(place.weeks))
        over = place.week > place.weeks
        return Cell(f"! {words}" if over else words, Tone.BAD if over else Tone.PLAIN)
    return Cell(_("starts {when}").format(when=distance(phase.starts_on, situation.today)) if phase.starts_on else "")


def _gate(situation: Situation, code: PhaseCode) -> Iterator[Cell]:
    """The day of the gate, and what is known of it: what was decided, what the evidence says now, or that nobody asks yet."""
    planned = gate_day(situation.state, code)
    review = standing_review(situation.state, code, situation.today)
    asked = list(PhaseCode).index(code) - list(PhaseCode).index(situation.gate)
    if review is not None and asked < 0:
        sign = sign_of(review.decision)
        yield Cell(_("gate {day}").format(day=short_day(review.held_on, situation.today)), Tone.QUIET)
        yield Cell(words_of(review.decision), sign.tone)
        if is_against(review.decision, review.verdict):
            yield Cell(f"! {_('against the verdict')}", Tone.WARNING)
        return
    yield Cell(_("gate {day}").format(day=short_day(planned, situation.today)) if planned else _("gate not planned"), Tone.QUIET)
    if asked == 0:
        yield Cell(words_of(situation.verdict.answer), situation.answer_sign.tone)
    else:
        yield Cell(_("? no review") if asked < 0 else _("not asked yet"), Tone.WARNING if asked < 0 else Tone.QUIET)


def _ordered(situation: Situation, rows: Sequence[Deliverable | Milestone]) -> tuple[Deliverable | Milestone, ...]:
    """What is still to come by its day, then what is over, the last of it first."""

    def when(row: Deliverable | Milestone) -> date:
        return day_of(situation, row) or date.max

    to_come = sorted((row for row in rows if not _is_over(row)), key=when)
    over = sorted((row for row in rows if _is_over(row)), key=when, reverse=True)
    return (*to_come, *over)


def _is_over(row: Deliverable | Milestone) -> bool:
    return row.state in _OVER if isinstance(row, Deliverable) else row.reached_on is not None


def day_of(situation: Situation, row: Deliverable | Milestone) -> date | None:
    """The day on which something is expected, or was there; None where it has none."""
    if isinstance(row, Deliverable):
        return row.accepted_on or row.due_on
    return row.reached_on or expected_on(situation.state, row)


def card(situation: Situation, row: Deliverable | Milestone) -> Card:
    """The card of a deliverable or a milestone."""
    owner = situation.state.get(Person, row.owner)
    notes = _deliverable_notes(situation, row) if isinstance(row, Deliverable) else _milestone_notes(situation, row)
    tone = Tone.QUIET if _is_over(row) else Tone.PLAIN
    return Card(card_sign(row, situation.today), Cell(row.title, tone), (*notes, Cell(owner.handle if owner else "", Tone.QUIET)))


def card_sign(row: Deliverable | Milestone, today: date) -> Cell:
    """The state of a deliverable, or a diamond that is filled once the milestone is reached."""
    if isinstance(row, Deliverable):
        sign = sign_of(row.state)
        return Cell(sign.glyph, sign.tone)
    return Cell("◆", Tone.GOOD) if row.reached_on else Cell("◇")


def _deliverable_notes(situation: Situation, row: Deliverable) -> Iterator[Cell]:
    if row.state is DeliverableState.ACCEPTED:
        yield Cell(_(row.state.label), Tone.QUIET)
        return
    if row.due_on is not None:
        late = (situation.today - row.due_on).days
        if late > 0 and row.state is not DeliverableState.DELIVERED:
            yield Cell(f"! {_('late {span}').format(span=duration(late))}", Tone.BAD)
        else:
            yield Cell(distance(row.due_on, situation.today), Tone.QUIET)
    yield Cell(_(row.state.label), Tone.QUIET)


def _milestone_notes(situation: Situation, row: Milestone) -> Iterator[Cell]:
    moved = max(0, slip(situation.state, row) or 0)
    slipped = f" {slip_words(moved)}" if moved else ""
    when = expected_on(situation.state, row)
    if row.reached_on is not None:
        yield Cell(_("reached") + slipped, Tone.QUIET)
    elif when is None:
        yield Cell(_("no date"), Tone.WARNING)
    elif when < situation.today:
        yield Cell(f"! {_('late {span}').format(span=duration((situation.today - when).days))}{slipped}", Tone.BAD)
    else:
        yield Cell(distance(when, situation.today) + slipped, Tone.WARNING if moved else Tone.QUIET)


def slip_words(days: int) -> str:
    """By how many days the first plan is missed, or beaten."""
    if days == 0:
        return _("as planned")
    sign = "▼ +" if days > 0 else "▲ −"
    return sign + _("{count} d").format(count=number(abs(days)))


def adherence_words(situation: Situation) -> str:
    """How many milestones were on time, against the first plan and against the one in force."""
    first, current = (adherence(situation.state, situation.today, current=each) for each in (False, True))
    if first.share is None:
        return _("No milestone was due yet")
    words = ngettext(
        "On time: {kept} of {count} milestone ({share}) by the first plan, {now} of {due} by the current",
        "On time: {kept} of {count} milestones ({share}) by the first plan, {now} of {due} by the current",
        first.due,
    )
    return words.format(
        kept=number(len(first.kept)),
        count=number(first.due),
        share=percent(first.share),
        now=number(len(current.kept)),
        due=number(current.due),
    )


def next_words(situation: Situation) -> str:
    """The milestone that comes next, and when."""
    coming = situation.coming
    when = expected_on(situation.state, coming[0]) if coming else None
    if when is None:
        return ""
    return headed(_("Next milestone"), f"{coming[0]}, {day(when, situation.today)}, {distance(when, situation.today)}")
