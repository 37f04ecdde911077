"""Two edits of one row: what each field comes to, what is to be chosen, and who is told to have done it."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cockpit.domain.act import plan
from cockpit.domain.action import Action
from cockpit.domain.change import Batch, Deed
from cockpit.domain.conflict import Side, differing, settled, still_chosen, told_by_log
from cockpit.domain.edit import Act, Create, Delete, Update
from cockpit.domain.entity import Entity
from cockpit.domain.moved import RowMoved
from cockpit.domain.project import Project
from cockpit.domain.state import ProjectState
from cockpit.language import say
from tests.thoroughness import examples

VALUES: dict[str, tuple[Any, ...]] = {
    "title": ("Add servers", "Add two servers", "Rent servers"),
    "description": ("", "By night", "By day"),
    "blocker": ("", "No budget", "No rack"),
    "priority": ("low", "normal", "high"),
}
BEFORE = {name: values[0] for name, values in VALUES.items()}

some_values = st.fixed_dictionaries({name: st.sampled_from(values) for name, values in VALUES.items()})


def action(values: Mapping[str, Any]) -> Action:
    return Action.model_validate({"uid": "servers", "ref": "A-1", "version": 1, "due_on": None, **values})


@examples(200)
@given(theirs=some_values, wanted=some_values, side=st.sampled_from(Side))
def test_a_field_that_one_has_changed_is_theirs_and_one_that_both_have_is_as_was_chosen(
    theirs: dict[str, Any], wanted: dict[str, Any], side: Side
) -> None:
    typed = {name: value for name, value in wanted.items() if value != BEFORE[name]}
    now = action(theirs)
    fields = differing(action(BEFORE), now, typed)
    clashes = {
        name for name in typed if theirs[name] != BEFORE[name] and theirs[name] != wanted[name]
    }  # fmt: skip

    after = now.changed(**settled(fields, dict.fromkeys(clashes, side)))

    assert {each.spec.name for each in fields if each.is_clash} == clashes
    assert {each.spec.name for each in fields if each.side is None} == clashes
    assert {each.spec.name for each in fields} == {name for name in VALUES if theirs[name] != BEFORE[name] or name in typed}
    for name in VALUES:
        mine = wanted[name] != BEFORE[name] and (name not in clashes or side is Side.MINE)
        assert getattr(after, name) == (wanted[name] if mine else theirs[name])


def test_a_clash_has_to_be_decided_and_what_one_has_typed_alone_can_be_left_out() -> None:
    fields = differing(
        action(BEFORE), action({**BEFORE, "title": "Rent servers"}), {"title": "Add two servers", "blocker": "No rack"}
    )

    with pytest.raises(KeyError):
        settled(fields, {})
    assert settled(fields, {"title": Side.MINE}) == {"title": "Add two servers", "blocker": "No rack"}
    assert settled(fields, {"title": Side.THEIRS, "blocker": Side.THEIRS}) == {}


def test_what_was_chosen_stays_as_long_as_the_same_is_to_choose_from() -> None:
    seen, wanted = action(BEFORE), {"title": "Add two servers", "blocker": "No rack"}
    first = differing(seen, action({**BEFORE, "title": "Rent servers", "blocker": "No budget"}), wanted)
    chosen = {"title": Side.MINE, "blocker": Side.MINE}

    again = differing(seen, action({**BEFORE, "title": "Rent servers", "blocker": "No room", "description": "By day"}), wanted)

    assert still_chosen(first, again, chosen) == {"title": Side.MINE}
    assert still_chosen(first, differing(seen, seen.changed(title="Add two servers"), wanted), chosen) == {}


def known(*edits: Any, on: ProjectState | None = None) -> ProjectState:
    state = on or ProjectState()
    return state.applied(plan(state, Act(edits), {}))


def batch(state: ProjectState, who: str, edit: Any) -> Batch:
    return Batch(f"by {who}", datetime(2026, 3, 2, 9, 30, tzinfo=UTC), who, Deed.EDIT, plan(state, Act((edit,)), {}))


@pytest.fixture
def state() -> ProjectState:
    return known(Create(Project, {"key": "DEMO", "title": "Demo"}, "demo"), Create(Action, {"title": "Add servers"}, "servers"))


def servers(state: ProjectState) -> Entity:
    row = state.get(Action, "servers")
    assert row
    return row


def told(moved: RowMoved) -> list[str]:
    return [say(problem.message) for problem in moved.problems]


def test_who_has_edited_the_row_and_what_is_told(state: ProjectState) -> None:
    seen = servers(state)
    first = batch(state, "marc", Update(seen, {"title": "Rent servers"}))
    after = state.applied(first.changes)
    second = batch(after, "inès", Update(servers(after), {"blocker": "No rack"}))
    after = after.applied(second.changes)
    moved = RowMoved(seen, servers(after), {"title": "Add two servers"})

    assert told(told_by_log(moved, after, [first])) == [
        "marc has edited A-1 Add servers in the meantime (Action Add servers → Rent servers); nothing was overwritten"
    ]
    assert told(told_by_log(moved, after, [first, second, first])) == [
        "marc, inès have edited A-1 Add servers in the meantime (Action Add servers → Rent servers, Blocker (empty) → No rack); "
        "nothing was overwritten"
    ]
    assert told_by_log(moved, after, [first]).acts == (first,)
    assert told(told_by_log(moved, after, [])) == ["A-1 Add servers was edited by somebody else in the meantime"]


def test_a_row_that_has_moved_there_and_back_is_told_without_a_change(state: ProjectState) -> None:
    seen = servers(state)
    there = batch(state, "marc", Update(seen, {"title": "Rent servers"}))
    moved = state.applied(there.changes)
    back = batch(moved, "marc", Update(servers(moved), {"title": "Add servers"}))
    after = moved.applied(back.changes)

    refused = told_by_log(RowMoved(seen, servers(after), {"title": "Add two servers"}), after, [there, back])

    assert told(refused) == ["marc has edited A-1 Add servers in the meantime; nothing was overwritten"]


def test_who_has_deleted_the_row_is_told(state: ProjectState) -> None:
    gone = batch(state, "marc", Delete(servers(state)))

    refused = told_by_log(RowMoved(servers(state), None, {}), state.applied(gone.changes), [gone])

    assert told(refused) == ["marc has deleted A-1 Add servers in the meantime; nothing was changed"]
