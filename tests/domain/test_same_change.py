"""Many rows take the same change in one act, or none of them is touched."""

from datetime import date

import pytest

from cockpit.domain.act import highest_refs, plan
from cockpit.domain.action import Action, ActionState
from cockpit.domain.calendar import Holiday
from cockpit.domain.edit import Act, Update
from cockpit.domain.moved import RowMoved
from cockpit.domain.problem import Refused
from cockpit.domain.same_change import same_change
from cockpit.domain.state import ProjectState
from cockpit.language import say

ACTIONS = {
    uid: Action.trusted({"uid": uid, "ref": f"A-{number}", "title": f"Action {number}"})
    for number, uid in enumerate("abcdefg", 1)
}
DAYS_OFF = {
    f"h{last}": Holiday.trusted(
        {
            "uid": f"h{last}", "ref": f"HO-{last}", "title": "Off", "calendar": "c",
            "starts_on": date(2026, 12, 1), "ends_on": date(2026, 12, last),
        }
    )
    for last in (2, 5, 6, 7, 20)
}  # fmt: skip
STATE = ProjectState({"action": ACTIONS, "holiday": DAYS_OFF})


def sentences(refused: Refused) -> list[str]:
    return [say(problem.message) for problem in refused.problems]


def test_each_row_is_given_the_values() -> None:
    act = same_change(STATE, [ACTIONS["a"], ACTIONS["c"]], {"state": ActionState.DOING})
    assert act == Act((Update(ACTIONS["a"], {"state": ActionState.DOING}), Update(ACTIONS["c"], {"state": ActionState.DOING})))


def test_the_rows_that_cannot_take_it_are_named_and_none_is_touched() -> None:
    with pytest.raises(Refused) as refused:
        same_change(STATE, [*DAYS_OFF.values()], {"starts_on": date(2026, 12, 10)})
    said = sentences(refused.value)
    assert [each.partition(" cannot take it: ")[0] for each in said[:3]] == ["HO-2", "HO-5", "HO-6"]
    assert said[3:] == ["and 1 more", "Nothing was changed"]
    with pytest.raises(Refused) as refused:
        same_change(STATE, [DAYS_OFF["h20"], DAYS_OFF["h2"]], {"starts_on": date(2026, 12, 10)})
    assert [problem.where for problem in refused.value.problems] == ["HO-2", ""]


def test_a_single_row_says_what_is_wrong_as_a_form_does() -> None:
    with pytest.raises(Refused) as refused:
        same_change(STATE, [DAYS_OFF["h2"]], {"starts_on": date(2026, 12, 10)})
    assert [problem.field for problem in refused.value.problems] == ["ends_on"]
    assert "Nothing was changed" not in sentences(refused.value)


def test_what_others_did_to_other_fields_stands_and_to_the_same_field_is_found_out() -> None:
    theirs = ACTIONS["a"].changed(title="Theirs", version=2)
    now = ProjectState({"action": {**ACTIONS, "a": theirs}})
    act = same_change(now, [ACTIONS["a"]], {"state": ActionState.DONE})
    assert act == Act((Update(theirs, {"state": ActionState.DONE}),))
    clash = same_change(now, [ACTIONS["a"]], {"title": "Mine"})
    with pytest.raises(RowMoved):
        plan(now, clash, highest_refs(now))
    gone = ProjectState({"action": {uid: row for uid, row in ACTIONS.items() if uid != "a"}})
    with pytest.raises(RowMoved):
        plan(gone, same_change(gone, [ACTIONS["a"]], {"title": "Mine"}), highest_refs(gone))
