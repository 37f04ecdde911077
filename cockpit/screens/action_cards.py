"""What the board of the actions says: lanes by state, by owner or by the week in which something is due, and a card for each action."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from cockpit.domain.action import Action, ActionState, days_late, waits_for
from cockpit.domain.calendar import working_days
from cockpit.domain.due_week import DueWeek, due_in, due_week
from cockpit.domain.message import N_
from cockpit.domain.person import Person
from cockpit.language import _, capitalised, day, ngettext, number
from cockpit.screens.action_words import due_words
from cockpit.screens.situation import Situation
from cockpit.widgets.board_lanes import Card, Lane
from cockpit.widgets.column import Cell
from cockpit.widgets.signs import ISSUE, Tone, sign_of, words_of

NOBODY = "nobody"
"""The key of the lane for what nobody owns; the others have the uid of their owner."""


class Grouping(NamedTuple):
    """One way of sorting actions into lanes: its name, marked for translation, the lanes, and what carrying a card to one gives it.

    ``carried`` gives the values, which are none where a card cannot be carried there, and what is said of it.
    """

    name: str
    lanes: Callable[[Situation], list[Lane]]
    carried: Callable[[Situation, Action, str], tuple[dict[str, Any], str]]


def _by_state(situation: Situation) -> list[Lane]:
    """Blocked stands first, so that what is done is next to what is being done."""
    states = (ActionState.BLOCKED, ActionState.TO_DO, ActionState.DOING, ActionState.DONE)
    found: dict[ActionState, list[Action]] = {state: [] for state in states}
    for action in situation.by_urgency:
        found[action.state].append(action)
    return [
        _lane(situation, state.value, f"{sign_of(state).glyph} {capitalised(_(state.label))}", found[state]) for state in states
    ]


def _to_state(situation: Situation, action: Action, key: str) -> tuple[dict[str, Any], str]:
    state = ActionState(key)
    return {"state": state}, _from_to(words_of(action.state), words_of(state))


def _by_owner(situation: Situation) -> list[Lane]:
    """Nobody comes first: what is there has to be given to somebody."""
    found: dict[str | None, list[Action]] = {}
    for action in _to_do(situation):
        found.setdefault(action.owner, []).append(action)
    people = [person for person in situation.state.all(Person) if person.uid in found]
    people.sort(key=lambda person: person.handle)
    lanes = [_lane(situation, person.uid, person.handle, found[person.uid]) for person in people]
    if None in found or not lanes:
        lanes.insert(0, _lane(situation, NOBODY, capitalised(_("nobody")), found.get(None, [])))
    return lanes


def _to_owner(situation: Situation, action: Action, key: str) -> tuple[dict[str, Any], str]:
    before, after = (situation.state.get(Person, uid) for uid in (action.owner, key))
    names = (person.caption if person else _("nobody") for person in (before, after))
    return {"owner": after.uid if after else None}, _from_to(*names)


def _by_week(situation: Situation) -> list[Lane]:
    found: dict[DueWeek, list[Action]] = {week: [] for week in DueWeek}
    for action in _to_do(situation):
        found[due_week(action.due_on, situation.today)].append(action)
    return [_lane(situation, week.value, capitalised(_(week.label)), found[week]) for week in DueWeek]


def _to_week(situation: Situation, action: Action, key: str) -> tuple[dict[str, Any], str]:
    week = DueWeek(key)
    if week is DueWeek.LATE:
        return {}, _("What is late is so by its date; give it an earlier one in its form")
    due_on = due_in(week, action.due_on, situation.today, working_days(situation.state))
    days = (_("due {day}").format(day=day(each, situation.today)) if each else _("no date") for each in (action.due_on, due_on))
    return {"due_on": due_on}, _from_to(*days)


def _from_to(before: str, after: str) -> str:
    return f"{before} → {after}"


BY_OWNER = Grouping(N_("by owner"), _by_owner, _to_owner)
GROUPINGS = (Grouping(N_("by state"), _by_state, _to_state), BY_OWNER, Grouping(N_("by week due"), _by_week, _to_week))
"""The ways in turn."""


def new_values(situation: Situation, grouping: Grouping, key: str) -> dict[str, Any]:
    """What a new action is given in the lane with a key."""
    return grouping.carried(situation, Action(uid="new", title="new"), key)[0]


def _to_do(situation: Situation) -> Iterator[Action]:
    return (action for action in situation.by_urgency if action.state is not ActionState.DONE)


def _lane(situation: Situation, key: str, title: str, rows: Sequence[Action]) -> Lane:
    head = Cell(f"{title} · {number(len(rows))}", Tone.STRONG)
    return Lane(key, head, (tuple(_told(situation, rows)),), rows=rows, empty=_("Nothing here"))


def _told(situation: Situation, rows: Iterable[Action]) -> Iterator[Cell]:
    """How many of the actions of a lane are late."""
    late = sum(days_late(action, situation.today) > 0 for action in rows)
    yield Cell(f"! {ngettext('{count} late', '{count} late', late).format(count=number(late))}" if late else "", Tone.BAD)


def card(situation: Situation, action: Action, grouping: Grouping) -> Card:
    """The card of an action; what its lane says is not said again."""
    tone = Tone.QUIET if action.state is ActionState.DONE else Tone.PLAIN
    owner = situation.state.get(Person, action.owner) if grouping is not BY_OWNER else None
    notes = (_due(situation, action), Cell(owner.handle if owner else "", Tone.QUIET), *_notes(situation, action))
    return Card(state_sign(situation, action), Cell(f"{action.ref} {marked_title(action)}", tone), notes)


def state_sign(situation: Situation, action: Action) -> Cell:
    """The sign of its state; that of what is blocked where it waits for others."""
    waits = action.state is not ActionState.DONE and waits_for(situation.state, action)
    sign = sign_of(ActionState.BLOCKED if waits else action.state)
    return Cell(sign.glyph, sign.tone)


def marked_title(action: Action) -> str:
    """Its title, with a sign where it deals with something that has gone wrong."""
    return f"{ISSUE.glyph} {action.title}" if action.issue else action.title


def _due(situation: Situation, action: Action) -> Cell:
    """When it is due; of one that is done, when that was."""
    if action.state is ActionState.DONE:
        return Cell(day(action.done_on, situation.today) if action.done_on else "", Tone.QUIET)
    late = days_late(action, situation.today)
    words = due_words(action, situation.today)
    return Cell(f"! {words}" if late else words, Tone.BAD if late else Tone.QUIET)


def _notes(situation: Situation, action: Action) -> Iterator[Cell]:
    yield Cell(waiting_words(situation, action), Tone.BAD)
    yield Cell(_("issue") if action.issue else "", ISSUE.tone)


def waiting_words(situation: Situation, action: Action) -> str:
    """What an action waits for; empty where that is nothing, or it is done."""
    before = () if action.state is ActionState.DONE else waits_for(situation.state, action)
    return _("waits for {actions}").format(actions=", ".join(each.ref for each in before)) if before else ""
