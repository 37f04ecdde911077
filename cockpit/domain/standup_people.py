"""What a stand-up says of each person: their actions that moved, are stuck, late and due, and what else of theirs needs them.

People come in the order of their refs, so that a room goes round the same way every time.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from cockpit.domain.action import Action, ActionState, days_late, due_said, is_stuck, urgency, waits_for
from cockpit.domain.history import last_changes, standing
from cockpit.domain.message import N_, Message, Part, message
from cockpit.domain.person import Person
from cockpit.domain.standup_item import Item, Turn, first_line, more, moved_said
from cockpit.domain.standup_span import SOON, Span

MOST_EACH = 6
"""Lines of a person that are told one by one."""

_SHOWN = (Turn.DONE, Turn.BLOCKED, Turn.LATE, Turn.STUCK, Turn.WORSE, Turn.DUE, Turn.NEWS)
"""What is told first: what is done, so that it is heard, and then where help is needed."""
_KEPT = (Turn.BLOCKED, Turn.LATE, Turn.STUCK, Turn.WORSE, Turn.DONE, Turn.DUE, Turn.NEWS)
"""What is told where there is too much to tell."""
_OTHERS = (Turn.WORSE, Turn.LATE, Turn.DUE)
"""What is told of a person that is no action."""


def people_items(span: Span, others: Iterable[Item]) -> tuple[Item, ...]:
    """The lines of each person, one after the other, those of nobody at the end.

    ``others`` are lines that are told elsewhere, of which those of a person that got worse, are late or due are told here too.
    """
    found: dict[str | None, list[tuple[float, Item]]] = {}
    for weight, item in (
        *_actions(span),
        *((0.0, replace(each, because=())) for each in others if each.person and each.turn in _OTHERS),
    ):
        found.setdefault(item.person, []).append((weight, item))
    people = [person.uid for person in span.now.all(Person) if person.uid in found]
    return tuple(item for person in (*people, None) for item in _most(span, person, found.get(person, [])))


def _most(span: Span, person: str | None, weighed: list[tuple[float, Item]]) -> Iterator[Item]:
    kept = [item for _, item in sorted(weighed, key=lambda pair: (_KEPT.index(pair[1].turn), -pair[0]))]
    told = kept if span.whole or len(kept) <= MOST_EACH else kept[: MOST_EACH - 1]
    yield from sorted(told, key=lambda item: _SHOWN.index(item.turn))
    if len(told) < len(kept):
        yield more(len(kept) - len(told), span.now.get(Person, person) or span.now.project)


def _actions(span: Span) -> Iterator[tuple[float, Item]]:
    """A line for each action that there is something to say of, with how urgent it is."""
    doing = {row.uid for _, row in span.rows(Action) if row.state is ActionState.DOING}
    # What was not changed for a week can have been changed long before the span; what was taken back is no news.
    changed = {uid: span.day_of(act.at) for uid, act in last_changes(standing(span.log), Action.kind, doing).items()}
    for before, action in span.rows(Action):
        if action.state is ActionState.DONE:
            if before is None or before.state is not ActionState.DONE:
                yield 0.0, _item(action, Turn.DONE, message(N_("done")))
            continue
        news = tuple(_news(before, action)) if before is not action else ()
        changed_on = changed.get(action.uid, span.as_of)
        turn, facts = _standing(span, action)
        if not news and is_stuck(action, changed_on, span.as_of):
            turn = Turn.STUCK if turn in (None, Turn.DUE) else turn
            days = (span.as_of - changed_on).days
            facts.append(message(N_("no news for {count} day"), N_("no news for {count} days"), count=days))
        if turn or news:
            blocker = (first_line(action.blocker),) if turn is Turn.BLOCKED and action.blocker.strip() else ()
            item = _item(action, turn or Turn.NEWS, *news, *facts, because=blocker)
            item = replace(item, day=_day_told(span, action))
            yield urgency(span.now, action, span.as_of).total, item


def _standing(span: Span, action: Action) -> tuple[Turn | None, list[Message]]:
    """Whether an action that is not done needs the room today, and why."""
    facts = list(_waiting(span, action))
    blocked = action.state is ActionState.BLOCKED
    if blocked and not facts:
        facts.append(message(N_("blocked")))
    day = _day_told(span, action)
    if day is None:
        return (Turn.BLOCKED, facts) if blocked else (None, [])
    due = due_said((span.as_of - day).days)
    if blocked:
        return Turn.BLOCKED, [*facts, due]
    return Turn.LATE if days_late(action, span.as_of) else Turn.DUE, [due, *facts]


def _day_told(span: Span, action: Action) -> date | None:
    """The day on which an action is due, where it is told how far away that is."""
    return action.due_on if action.due_on is not None and action.due_on - span.as_of <= SOON else None


def _waiting(span: Span, action: Action) -> Iterator[Message]:
    if before := waits_for(span.now, action):
        yield message(N_("waits for {actions}"), actions=tuple(each.ref for each in before))


def _news(before: Action | None, action: Action) -> Iterator[Message]:
    """What has changed of an action that is not done."""
    if before is None:
        yield message(N_("newly added"))
        return
    if before.state is ActionState.DONE:
        yield message(N_("open again"))
    elif before.state is ActionState.TO_DO and action.state is ActionState.DOING:
        yield message(N_("begun"))
    elif before.state is ActionState.BLOCKED and action.state is not ActionState.BLOCKED:
        yield message(N_("no longer blocked"))
    if before.owner != action.owner and action.owner is not None:
        yield message(N_("taken over"))
    if before.due_on is not None and action.due_on is not None and before.due_on != action.due_on:
        yield moved_said(before.due_on, action.due_on)


def _item(action: Action, turn: Turn, *facts: Part, because: tuple[Message, ...] = ()) -> Item:
    said = message(N_("{action}: {facts}"), action=str(action), facts=facts)
    return Item(said, turn, action.kind, action.uid, action.owner, because)
