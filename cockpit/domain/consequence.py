"""What follows by itself from what a user does: the day on which something was done or happened, and the next time of what recurs.

It becomes a part of the same act, whichever way the act came in, so that one undo takes all of it back.  What a file brings, an undo and
a redo have no consequences: they say themselves how things are.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from cockpit.domain.act import plan, references_to
from cockpit.domain.action import Action, ActionState, waits_for
from cockpit.domain.calendar import WorkingDays, working_days
from cockpit.domain.change import Deed, RowChange
from cockpit.domain.edit import Act, Create, Delete, Edit, Update
from cockpit.domain.entity import LAST_YEAR, Entity, fields_of
from cockpit.domain.risk import Risk, RiskStatus
from cockpit.domain.state import ProjectState, ref_number

_DATED: dict[str, tuple[str, str, str]] = {
    Action.kind: ("state", ActionState.DONE.value, "done_on"),
    Risk.kind: ("status", RiskStatus.OCCURRED.value, "occurred_on"),
}
"""By kind: the field and its value that are dated, and the field that holds the day."""

_UNLIKE = frozenset({"state", "due_on", "rhythm_on", "created_on", "done_on", "review", "standup", "blocked_by", "blocker"})
"""What the next time of an action does not take over from the one that was done."""


def with_consequences(state: ProjectState, act: Act, highest: Mapping[str, int], today: date) -> Act:
    """An act together with what follows from it on a day; raises like :func:`~cockpit.domain.act.plan`.

    What is done is dated, and is no longer where it is taken up again.  An action that recurs is made anew once it is done: it goes on
    recurring, and the one that was done does not.  Where that one is taken up again, the next time is given up, unless somebody has
    made it their own by then.
    """
    if act.deed is not Deed.EDIT or not any(map(_has_any, act.edits)):
        return act
    edits = [replace(edit, uid=edit.uid or str(uuid4())) if isinstance(edit, Create) else edit for edit in act.edits]
    changes = plan(state, replace(act, edits=tuple(edits)), highest)
    turned = [change for change in changes if isinstance(change, RowChange) and _turned(change)]
    if not turned:
        return act
    after = state.applied(changes)
    days = working_days(after)
    for change in turned:
        row = after.row(change.kind, change.uid)
        assert row
        values: dict[str, Any] = dict(_dates(row, change, today))
        if isinstance(row, Action) and row.state is ActionState.DONE and row.recurs_every_days:
            values["recurs_every_days"] = 0
            if (following := _next_time(after, row, days, today)) is not None:
                edits.append(following)
        elif isinstance(row, Action) and (given_up := _given_up(state, after, row, change)) is not None:
            values["recurs_every_days"] = given_up.recurs_every_days
            edits.append(Delete(given_up))
        _give(edits, row, values)
    return replace(act, edits=tuple(edits))


def _has_any(edit: Edit) -> bool:
    """Whether anything could follow from an edit."""
    if not isinstance(edit, Create | Update):
        return False
    kind = (edit.entity if isinstance(edit, Create) else edit.row).kind
    return kind in _DATED and _DATED[kind][0] in edit.values


def _give(edits: list[Edit], row: Entity, values: Mapping[str, Any]) -> None:
    """Have the last of ``edits`` that is about a row give it these values too: it is edited once."""
    about = (
        place
        for place, edit in enumerate(edits)
        if (isinstance(edit, Update) and edit.row.uid == row.uid) or (isinstance(edit, Create) and edit.uid == row.uid)
    )
    last = max(about)
    edit = edits[last]
    assert isinstance(edit, Create | Update)
    edits[last] = replace(edit, values={**edit.values, **values})


def _turned(change: RowChange) -> bool:
    """Whether by a change something is done, or has happened, or is no longer so."""
    if change.kind not in _DATED or change.after is None:
        return False
    field, value, _ = _DATED[change.kind]
    before = (change.before or {}).get(field)
    return field in change.after and (before == value) is not (change.after[field] == value)


def _dates(row: Entity, change: RowChange, today: date) -> Iterator[tuple[str, date | None]]:
    """The day that ``row`` is given, unless the user has given it one."""
    field, value, dated = _DATED[row.kind]
    known = getattr(row, dated) is not None
    is_given = known and dated in (change.after or {})
    if getattr(row, field) == value:
        if not is_given:
            yield dated, today
    # A risk that is over has occurred all the same.
    elif known and not is_given and getattr(row, field) is not RiskStatus.CLOSED:
        yield dated, None


def _next_time(state: ProjectState, action: Action, days: WorkingDays, today: date) -> Create | None:
    """The creation of the next time of an action; None where its day would be beyond all calendars."""
    rhythm_on = next_in_rhythm(action, days, today)
    due_on = days.on_or_after(rhythm_on)
    if due_on.year > LAST_YEAR:
        return None
    taken_over = {spec.name: getattr(action, spec.name) for spec in fields_of(Action) if spec.name not in _UNLIKE}
    still_waits = tuple(each.uid for each in waits_for(state, action))
    values = {
        **taken_over,
        "due_on": due_on,
        "rhythm_on": rhythm_on if rhythm_on != due_on else None,
        "created_on": today,
        "blocked_by": still_waits,
    }
    return Create(Action, values, str(uuid4()))


def _given_up(before: ProjectState, after: ProjectState, action: Action, change: RowChange) -> Action | None:
    """The next time of an action that was done and is taken up again, as long as nobody has touched it and nothing refers to it.

    None where there is none, where several could be it, where the action was done again since, or where the user says how it goes on.
    """
    done = before.get(Action, action.uid)
    if (
        done is None
        or done.state is not ActionState.DONE
        or done.recurs_every_days
        or "recurs_every_days" in (change.after or {})
    ):
        return None
    alike = [each for each in before.all(Action) if each.title == done.title]
    found = [each for each in alike if after.get(Action, each.uid) is each and _is_next_time(before, each, done)]
    later = (each for each in alike if each.state is ActionState.DONE and ref_number(each.ref) > ref_number(done.ref))
    return found[0] if len(found) == 1 and not any(later) and not any(_naming(after, found[0])) else None


def _is_next_time(state: ProjectState, action: Action, done: Action) -> bool:
    """Whether an action is just what was made when ``done`` was."""
    if action.version > 1 or not action.recurs_every_days or not action.created_on:
        return False
    then = done.changed(recurs_every_days=action.recurs_every_days, blocked_by=action.blocked_by)
    made = _next_time(state, then, working_days(state), action.created_on)
    waits = {"blocked_by": action.blocked_by}
    return made is not None and set(action.blocked_by) <= set(done.blocked_by) and all(
        getattr(action, spec.name) == {**made.values, **waits}.get(spec.name, spec.default) for spec in fields_of(Action)
    )  # fmt: skip


def _naming(state: ProjectState, row: Entity) -> Iterator[Entity]:
    """The rows that refer to a row."""
    for entity, name, _required in references_to(row.kind):
        yield from state.of(entity, name, row.uid)


def next_in_rhythm(action: Action, days: WorkingDays, today: date) -> date:
    """The first day after today, and after the day on which an action was due, on which its rhythm falls; worked or not.

    The rhythm counts from the day on which it fell the last time: a weekly action that was put off by a holiday comes back to its day
    of the week.  Without a due date it counts from today.
    """
    every = action.recurs_every_days
    begin = action.due_on or today
    if action.rhythm_on is not None and action.due_on == days.on_or_after(action.rhythm_on):
        begin = action.rhythm_on
    past = max(today, action.due_on or today)
    return begin + timedelta(every * ((past - begin).days // every + 1))
