"""What a stand-up says of dates: milestones, deliverables, waves and the next gate that are late, due, moved or reached."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from cockpit.domain.action import due_said
from cockpit.domain.gate import GatePolicy
from cockpit.domain.message import N_, Message, message
from cockpit.domain.milestone import Milestone, expected_on, slip
from cockpit.domain.phase import Deliverable, DeliverableState, Phase
from cockpit.domain.project import Project
from cockpit.domain.readiness.policy import gate_day, is_default, phase_of, policy_of
from cockpit.domain.standup_item import Item, Turn, most_of, moved_said
from cockpit.domain.standup_span import SOON, Span
from cockpit.domain.wave import Wave, WaveStatus

PREPARED = timedelta(days=14)
"""How long before its day a milestone, a wave or a gate is told: it takes longer to prepare than an action."""

_ORDER = (Turn.LATE, Turn.WORSE, Turn.DUE, Turn.DONE, Turn.BETTER, Turn.NEWS)


def date_items(span: Span) -> tuple[Item, ...]:
    """What is late first, the longest at the front; then what was put off, what is due, and what was reached."""
    found = sorted(_found(span), key=lambda pair: (_ORDER.index(pair[1].turn), pair[0] or date.max))
    return most_of([_dated(item, day) for day, item in found], span.now.project, whole=span.whole)


def _dated(item: Item, day: date | None) -> Item:
    """A line of what is still to come, or should have, with its day."""
    return item if item.turn in (Turn.DONE, Turn.NEWS) else replace(item, day=day)


def _found(span: Span) -> Iterator[tuple[date | None, Item]]:
    """Each line with the day that it is about."""
    yield from _gate(span)
    for before, milestone in span.rows(Milestone):
        yield from _milestone(span, before, milestone)
    for earlier, wave in span.rows(Wave):
        yield from _wave(span, earlier, wave)
    for known, deliverable in span.rows(Deliverable):
        yield from _deliverable(span, known, deliverable)


def _gate(span: Span) -> Iterator[tuple[date | None, Item]]:
    day, before = gate_day(span.now, span.gate), gate_day(span.then, span.gate)
    told = _told(span, day, before, PREPARED)
    if told is None:
        return
    turn, facts = told
    policy, phase = policy_of(span.now, span.gate), phase_of(span.now, span.gate)
    row: GatePolicy | Phase | Project = phase or span.now.project if is_default(policy) else policy
    said = message(N_("Gate at the end of {gate}: {facts}"), gate=Message(span.gate.label), facts=facts)
    yield day, Item(said, turn, row.kind, row.uid, span.now.project.lead)


def _milestone(span: Span, before: Milestone | None, milestone: Milestone) -> Iterator[tuple[date | None, Item]]:
    if milestone.reached_on is not None and milestone.reached_on <= span.as_of:
        if before is None or before.reached_on != milestone.reached_on:
            yield milestone.reached_on, _item(milestone, Turn.DONE, _reached(span, milestone))
        return
    day, was = expected_on(span.now, milestone), expected_on(span.then, before) if before else None
    if told := _told(span, day, was, PREPARED):
        yield day, _item(milestone, told[0], *told[1])


def _reached(span: Span, milestone: Milestone) -> Message:
    days = slip(span.now, milestone)
    if days is None:
        return message(N_("reached"))
    if days < 0:
        return message(N_("reached {count} day early"), N_("reached {count} days early"), count=-days)
    if days > 0:
        return message(N_("reached {count} day late"), N_("reached {count} days late"), count=days)
    return message(N_("reached on its day"))


def _wave(span: Span, before: Wave | None, wave: Wave) -> Iterator[tuple[date | None, Item]]:
    moved = before is not None and before.status is not wave.status
    match wave.status:
        case WaveStatus.ROLLED_BACK if moved:
            yield None, _item(wave, Turn.WORSE, message(N_("rolled back")))
        case WaveStatus.DONE if moved:
            yield None, _item(wave, Turn.DONE, message(N_("done")))
        case WaveStatus.PLANNED:
            if told := _told(span, wave.starts_on, before.starts_on if before else None, PREPARED):
                said = message(N_("{wave}, its beginning: {facts}"), wave=str(wave), facts=told[1])
                yield wave.starts_on, _line(wave, told[0], said)
        case WaveStatus.RUNNING:
            if moved:
                yield wave.starts_on, _item(wave, Turn.NEWS, message(N_("begun")))
            if told := _told(span, wave.ends_on, before.ends_on if before else None, SOON):
                said = message(N_("{wave}, its end: {facts}"), wave=str(wave), facts=told[1])
                yield wave.ends_on, _line(wave, told[0], said)


def _deliverable(span: Span, before: Deliverable | None, deliverable: Deliverable) -> Iterator[tuple[date | None, Item]]:
    if deliverable.state in (DeliverableState.DELIVERED, DeliverableState.ACCEPTED):
        if before is None or before.state is not deliverable.state:
            yield deliverable.due_on, _item(deliverable, Turn.DONE, Message(deliverable.state.label))
        return
    if told := _told(span, deliverable.due_on, before.due_on if before else None, SOON):
        yield deliverable.due_on, _item(deliverable, told[0], *told[1])


def _told(span: Span, day: date | None, was: date | None, ahead: timedelta) -> tuple[Turn, tuple[Message, ...]] | None:
    """What there is to say of a day to come, or past by now, and of the day that it was before."""
    if day is None:
        return None
    facts = [due_said((span.as_of - day).days)] if day - span.as_of <= ahead else []
    if was is not None and was != day:
        facts.append(moved_said(was, day))
        return Turn.LATE if day < span.as_of else Turn.WORSE if day > was else Turn.BETTER, tuple(facts)
    if not facts:
        return None
    return Turn.LATE if day < span.as_of else Turn.DUE, tuple(facts)


def _item(row: Milestone | Wave | Deliverable, turn: Turn, *facts: Message) -> Item:
    return _line(row, turn, message(N_("{row}: {facts}"), row=str(row), facts=facts))


def _line(row: Milestone | Wave | Deliverable, turn: Turn, said: Message) -> Item:
    return Item(said, turn, row.kind, row.uid, row.owner)
