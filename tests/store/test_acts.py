"""Acts are single transactions: logged, undone, redone, refused without a trace, and seen by other sessions."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from cockpit.domain.action import Action, ActionState
from cockpit.domain.change import Deed, RowChange
from cockpit.domain.edit import Act, Create, Delete, Record, Update
from cockpit.domain.kpi import Group, Kpi
from cockpit.domain.moved import RowMoved
from cockpit.domain.person import Person
from cockpit.domain.problem import Refused
from cockpit.domain.risk import Assessment, Risk
from cockpit.domain.state import ProjectState
from cockpit.language import moment, say
from cockpit.store import Store

PEAK: dict[str, Any] = {"title": "Peak load brings the order page down", "inherent_likelihood": 4, "inherent_impact": 5}


def act(*edits: Any) -> Act:
    return Act(tuple(edits))


def told(refused: pytest.ExceptionInfo[Refused]) -> str:
    return " ".join(say(problem.message) for problem in refused.value.problems)


def test_what_is_applied_is_there_for_everybody_at_once(store: Store, project: str, opened: Callable[..., Store]) -> None:
    store.apply(project, act(Create(Risk, PEAK)))

    (risk,) = opened("marc").load(project).all(Risk)

    assert (risk.ref, risk.title, risk.version) == ("R-1", "Peak load brings the order page down", 1)


def test_refs_are_never_used_twice(store: Store, project: str) -> None:
    store.apply(project, act(Create(Risk, PEAK)))
    store.apply(project, act(Delete(store.load(project).all(Risk)[0])))

    store.apply(project, act(Create(Risk, PEAK)))

    assert [risk.ref for risk in store.load(project).all(Risk)] == ["R-2"]


def test_an_act_of_several_edits_takes_effect_as_a_whole_or_not_at_all(store: Store, project: str) -> None:
    wrong = {**PEAK, "inherent_likelihood": 9}

    with pytest.raises(Refused) as refused:
        store.apply(project, act(Create(Action, {"title": "Add servers"}), Create(Risk, wrong)))

    assert "Inherent likelihood: “9” is not allowed; it must be a whole number from 1 to 5" in told(refused)
    assert store.load(project).all(Action) == ()
    assert len(store.history(project)) == 1


def test_an_edit_of_a_row_that_has_moved_on_shows_both_versions(store: Store, project: str, opened: Callable[..., Store]) -> None:
    store.apply(project, act(Create(Risk, PEAK)))
    seen = store.load(project).all(Risk)[0]
    marc = opened("marc")
    marc.apply(project, act(Update(marc.load(project).all(Risk)[0], {"title": "Peak load"})))

    with pytest.raises(RowMoved) as refused:
        store.apply(project, act(Update(seen, {"title": "Load"})))

    assert refused.value.theirs is not None
    assert refused.value.theirs.caption == "Peak load"
    assert refused.value.wanted == {"title": "Load"}
    assert told(refused) == (
        "marc has edited R-1 Peak load brings the order page down in the meantime "
        "(Risk Peak load brings the order page down → Peak load); nothing was overwritten"
    )


def test_an_edit_of_a_row_that_was_deleted_says_so(store: Store, project: str, opened: Callable[..., Store]) -> None:
    store.apply(project, act(Create(Risk, PEAK)))
    seen = store.load(project).all(Risk)[0]
    opened("marc").apply(project, act(Delete(seen)))

    with pytest.raises(RowMoved) as refused:
        store.apply(project, act(Update(seen, {"title": "Load"})))

    assert refused.value.theirs is None
    assert "marc has deleted R-1" in told(refused)
    assert [(batch.who, batch.changes[0].after) for batch in refused.value.acts if isinstance(batch.changes[0], RowChange)] == [
        ("marc", None)
    ]


def test_the_acts_that_have_moved_a_row_are_told_back_to_the_version_that_was_seen(
    store: Store, project: str, opened: Callable[..., Store], clock: Any
) -> None:
    store.apply(project, act(Create(Risk, PEAK, uid="peak"), Create(Action, {"title": "Add servers"})))
    seen = store.load(project).all(Risk)[0]
    for name in ("marc", "karim"):
        clock.move(minutes=1)
        their = opened(name)
        their.apply(project, act(Update(their.load(project).all(Risk)[0], {"title": f"Peak, says {name}"})))
        their.apply(project, act(Create(Action, {"title": f"Ask {name}"})))
    clock.move(minutes=1)
    marc = opened("marc")
    marc.apply(project, act(Delete(marc.load(project).all(Risk)[0])))
    marc.undo(project)

    acts = store.acts_since(project, seen)
    assert [(each.who, each.deed, each.at.minute) for each in acts] == [
        ("marc", Deed.EDIT, 1), ("karim", Deed.EDIT, 2), ("marc", Deed.EDIT, 3), ("marc", Deed.UNDO, 3),
    ]  # fmt: skip
    assert all(len(each.changes) == 1 for each in acts)
    assert store.acts_since(project, store.load(project).all(Risk)[0]) == ()


def test_an_act_that_changes_nothing_is_not_logged(store: Store, project: str) -> None:
    store.apply(project, act(Create(Risk, PEAK)))

    assert store.apply(project, act(Update(store.load(project).all(Risk)[0], {"inherent_impact": 5}))) is None
    assert len(store.history(project)) == 2


def test_a_deleted_row_takes_its_children_along_and_leaves_no_reference(store: Store, project: str) -> None:
    store.apply(project, act(Create(Risk, PEAK, uid="peak")))
    store.apply(project, act(Create(Assessment, {"risk": "peak", "assessed_on": "2026-03-01", "likelihood": 4, "impact": 5})))
    store.apply(project, act(Create(Action, {"title": "Add servers", "risk": "peak"})))
    before = store.load(project)

    batch = store.apply(project, act(Delete(before.all(Risk)[0])))

    after = store.load(project)
    assert after.all(Assessment) == ()
    assert after.all(Action)[0].risk is None
    assert batch is not None
    assert len(batch.changes) == 3
    store.undo(project)
    again = store.load(project)
    assert again.all(Assessment)[0].risk == "peak"
    assert again.all(Action)[0].risk == "peak"


def test_a_deleted_kpi_takes_its_measurements_along_and_undo_brings_them_back(store: Store, project: str) -> None:
    store.apply(project, act(Create(Kpi, {"title": "Conversion", "kind_of": "user", "direction": "higher"}, uid="conversion")))
    store.apply(project, act(Record("conversion", Group.PILOT, {"2026-03-02": 3.1, "2026-03-09": 3.4})))

    store.apply(project, act(Delete(store.load(project).all(Kpi)[0])))
    assert store.load(project).series == {}

    store.undo(project)
    assert list(store.load(project).measurements("conversion", Group.PILOT)) == [("2026-03-02", 3.1), ("2026-03-09", 3.4)]


def test_recording_the_same_measurements_twice_changes_nothing(store: Store, project: str) -> None:
    store.apply(project, act(Create(Kpi, {"title": "Conversion", "kind_of": "user", "direction": "higher"}, uid="conversion")))
    points = {"2026-03-02": 3.1, datetime(2026, 3, 9, 9, tzinfo=UTC): 3.4}
    store.apply(project, act(Record("conversion", Group.PILOT, points)))

    assert store.apply(project, act(Record("conversion", Group.PILOT, points))) is None


def test_a_superseded_measurement_is_kept_in_the_log(store: Store, project: str, opened: Callable[..., Store]) -> None:
    store.apply(project, act(Create(Kpi, {"title": "Conversion", "kind_of": "user", "direction": "higher"}, uid="conversion")))
    store.apply(project, act(Record("conversion", Group.PILOT, {"2026-03-02": 3.1})))
    store.apply(project, act(Record("conversion", Group.PILOT, {"2026-03-02": 2.9})))
    store.apply(project, act(Record("conversion", Group.PILOT, {"2026-03-02": None})))

    other = opened("marc")
    assert other.load(project).series == {}
    changes = [batch.changes[0] for batch in other.history(project)[2:]]
    assert [(dict(change.before or {}), dict(change.after or {})) for change in changes] == [
        ({}, {"2026-03-02": 3.1}),
        ({"2026-03-02": 3.1}, {"2026-03-02": 2.9}),
        ({"2026-03-02": 2.9}, {}),
    ]


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 1e300, "much", True])
def test_a_measurement_that_is_no_number_is_refused(store: Store, project: str, value: object) -> None:
    store.apply(project, act(Create(Kpi, {"title": "Conversion", "kind_of": "user", "direction": "higher"}, uid="conversion")))

    with pytest.raises(Refused) as refused:
        store.apply(project, act(Record("conversion", Group.PILOT, {"2026-03-02": value})))

    assert "2026-03-02" in told(refused)


def test_undo_and_redo_walk_through_ones_own_acts_even_after_a_restart(
    store: Store, project: str, opened: Callable[..., Store]
) -> None:
    states = [store.load(project)]
    store.apply(project, act(Create(Risk, PEAK)))
    states.append(store.load(project))
    store.apply(project, act(Update(states[-1].all(Risk)[0], {"inherent_impact": 4})))
    states.append(store.load(project))
    store.apply(project, act(Delete(states[-1].all(Risk)[0])))
    states.append(store.load(project))
    store.close()

    again = opened("lea")
    for expected in reversed(states[:-1]):
        again.undo(project)
        assert contents(again.load(project)) == contents(expected)
    for expected in states[1:]:
        again.redo(project)
        assert contents(again.load(project)) == contents(expected)
    with pytest.raises(Refused, match="nothing of yours to redo"):
        again.redo(project)


def contents(state: ProjectState) -> dict[str, Any]:
    """A state without the versions of its rows, which never go back."""
    return {kind: {uid: (row.ref, row.plain()) for uid, row in rows.items()} for kind, rows in state.rows.items()}


def test_a_new_act_clears_what_could_be_redone(store: Store, project: str) -> None:
    store.apply(project, act(Create(Risk, PEAK)))
    store.undo(project)
    store.apply(project, act(Create(Action, {"title": "Add servers"})))

    with pytest.raises(Refused, match="nothing of yours to redo"):
        store.redo(project)


def test_undo_never_touches_the_acts_of_others(store: Store, project: str, opened: Callable[..., Store]) -> None:
    store.apply(project, act(Create(Risk, PEAK)))
    marc = opened("marc")
    marc.apply(project, act(Create(Action, {"title": "Add servers"})))

    store.undo(project)

    assert [row.caption for row in marc.load(project).all(Action)] == ["Add servers"]
    assert marc.load(project).all(Risk) == ()


def test_undo_refuses_with_the_reason_what_another_has_built_on(
    store: Store, project: str, opened: Callable[..., Store], clock: Any
) -> None:
    store.apply(project, act(Create(Risk, PEAK, uid="peak")))
    opened("marc").apply(project, act(Create(Action, {"title": "Add servers", "risk": "peak"})))

    with pytest.raises(Refused) as refused:
        store.undo(project)

    assert f"A-1 Add servers refers to it by now (marc, {moment(clock.now)})" in told(refused)
    assert store.load(project).all(Risk) != ()


def test_undo_leaves_another_field_of_the_row_as_another_has_set_it(
    store: Store, project: str, opened: Callable[..., Store]
) -> None:
    store.apply(project, act(Create(Risk, PEAK)))
    store.apply(project, act(Update(store.load(project).all(Risk)[0], {"title": "Peak"})))
    marc = opened("marc")
    marc.apply(project, act(Update(marc.load(project).all(Risk)[0], {"inherent_impact": 4})))

    store.undo(project)

    (risk,) = store.load(project).all(Risk)
    assert (risk.title, risk.inherent_impact) == (PEAK["title"], 4)


def test_an_act_from_the_middle_is_taken_back_by_itself_and_not_undone_again(store: Store, project: str) -> None:
    first = store.apply(project, act(Create(Risk, PEAK)))
    store.apply(project, act(Create(Action, {"title": "Add servers"})))
    store.apply(project, act(Create(Person, {"handle": "karim", "name": "Karim"})))
    assert first

    back = store.undo(project, first.uid)

    assert (back.deed, back.reverses) == (Deed.UNDO, first.uid)
    assert store.load(project).all(Risk) == ()
    assert [row.caption for row in store.load(project).all(Action)] == ["Add servers"]
    store.undo(project)
    store.undo(project)
    assert (store.load(project).all(Action), store.load(project).all(Person)) == ((), ())
    with pytest.raises(Refused, match="archived"):
        store.undo(project)


def test_what_was_taken_back_from_the_middle_can_be_redone(store: Store, project: str) -> None:
    first = store.apply(project, act(Create(Risk, PEAK)))
    store.apply(project, act(Create(Action, {"title": "Add servers"})))
    assert first
    store.undo(project, first.uid)

    again = store.redo(project)

    assert (again.deed, [risk.ref for risk in store.load(project).all(Risk)]) == (Deed.REDO, ["R-1"])
    store.undo(project)
    assert store.load(project).all(Risk) == ()


def test_what_is_taken_back_already_is_refused_and_by_whom_it_was_is_told(
    store: Store, project: str, opened: Callable[..., Store]
) -> None:
    made = store.apply(project, act(Create(Risk, PEAK)))
    assert made
    back = opened("marc").undo(project, made.uid)

    with pytest.raises(Refused) as refused:
        store.undo(project, made.uid)
    assert told(refused) == "marc has taken this back already"

    again = store.undo(project, back.uid)
    assert (again.who, again.deed, len(store.load(project).all(Risk))) == ("lea", Deed.REDO, 1)
    with pytest.raises(Refused) as refused:
        store.undo(project, back.uid)
    assert told(refused) == "lea has made this again already"
    assert store.undo(project, made.uid).reverses == again.uid


def test_an_act_that_another_has_taken_back_is_not_next_in_line(store: Store, project: str, opened: Callable[..., Store]) -> None:
    store.apply(project, act(Create(Action, {"title": "Add servers"})))
    made = store.apply(project, act(Create(Risk, PEAK)))
    assert made
    opened("marc").undo(project, made.uid)

    store.undo(project)

    assert store.load(project).all(Action) == ()


def test_where_the_last_act_cannot_be_undone_the_way_round_it_is_told(
    store: Store, project: str, opened: Callable[..., Store]
) -> None:
    earlier = store.apply(project, act(Create(Action, {"title": "Add servers"})))
    store.apply(project, act(Create(Risk, PEAK, uid="peak")))
    marc = opened("marc")
    marc.apply(project, act(Update(marc.load(project).all(Risk)[0], {"title": "Peak"})))
    assert earlier

    with pytest.raises(Refused) as refused:
        store.undo(project)

    assert "R-1 Peak has been edited since (marc, " in told(refused)
    assert "Risk Peak load brings the order page down → Peak)" in told(refused)
    assert "history in the journal" in told(refused)
    store.undo(project, earlier.uid)
    assert store.load(project).all(Action) == ()


def test_an_act_that_is_not_in_the_log_cannot_be_taken_back(store: Store, project: str) -> None:
    with pytest.raises(Refused, match="There is no act"):
        store.undo(project, "nothing")


def test_the_beginning_of_a_project_cannot_be_undone(store: Store, project: str) -> None:
    with pytest.raises(Refused, match="archived") as refused:
        store.undo(project)
    assert len(refused.value.problems) == 1


def test_the_state_of_an_earlier_day_is_as_it_was_known_then(store: Store, project: str, clock: Any) -> None:
    store.apply(project, act(Create(Risk, PEAK)))
    on_monday = store.load(project)
    clock.move(days=1)
    store.apply(project, act(Update(on_monday.all(Risk)[0], {"inherent_impact": 2})))
    clock.move(days=1)
    store.apply(project, act(Delete(store.load(project).all(Risk)[0])))

    assert store.state_at(project, date(2026, 3, 2)) == on_monday
    assert store.state_at(project, date(2026, 3, 3)).all(Risk)[0].inherent_impact == 2
    assert store.state_at(project, date(2026, 3, 9)) == store.load(project)
    with pytest.raises(Refused, match="not here yet"):
        store.state_at(project, date(2026, 3, 1))


def test_a_day_ends_in_the_time_zone_of_the_project(store: Store, clock: Any) -> None:
    clock.now = datetime(2026, 3, 2, 22, 30, tzinfo=UTC)
    paris = store.create_project({"key": "PARIS", "title": "Paris", "timezone": "Europe/Paris"}).uid
    clock.now = datetime(2026, 3, 2, 23, 30, tzinfo=UTC)
    store.apply(paris, act(Create(Risk, PEAK)))

    assert store.state_at(paris, date(2026, 3, 2)).all(Risk) == ()
    assert len(store.state_at(paris, date(2026, 3, 3)).all(Risk)) == 1


def test_replaying_the_log_from_nothing_gives_the_state(store: Store, project: str, opened: Callable[..., Store]) -> None:
    store.apply(project, act(Create(Person, {"handle": "lea", "name": "Léa"}, uid="lea"), Create(Risk, {**PEAK, "owner": "lea"})))
    store.apply(project, act(Delete(store.load(project).all(Person)[0])))
    store.undo(project)
    store.redo(project)

    state = ProjectState()
    for batch in store.history(project):
        state = state.after(batch)

    assert state == store.load(project) == opened("marc").load(project)


def test_news_are_what_others_have_done_since(store: Store, project: str, opened: Callable[..., Store]) -> None:
    store.load(project)
    store.news(project)
    marc = opened("marc")
    marc.load(project)
    marc.apply(project, act(Create(Risk, PEAK)))

    (heard,) = store.news(project)

    assert (heard.who, heard.deed) == ("marc", Deed.EDIT)
    assert store.news(project) == ()
    assert [row.caption for row in store.load(project).all(Risk)] == [PEAK["title"]]


def test_projects_share_a_store_without_mixing(store: Store, project: str) -> None:
    other = store.create_project({"key": "OTHER", "title": "Other"}).uid
    store.apply(project, act(Create(Risk, PEAK)))

    store.apply(other, act(Create(Action, {"title": "Add servers"})))

    assert store.load(other).all(Risk) == ()
    assert store.load(other).all(Action)[0].ref == "A-1"
    with pytest.raises(Refused, match="key"):
        store.create_project({"key": "OTHER", "title": "Again"})


def test_a_duplicate_handle_is_refused_with_whose_it_is(store: Store, project: str) -> None:
    store.apply(project, act(Create(Person, {"handle": "lea", "name": "Léa"})))

    with pytest.raises(Refused) as refused:
        store.apply(project, act(Create(Person, {"handle": "lea", "name": "Léa B."})))

    assert "P-1 Léa" in told(refused)


def test_a_reference_to_nothing_is_refused(store: Store, project: str) -> None:
    with pytest.raises(Refused, match="refers to nothing"):
        store.apply(project, act(Create(Action, {"title": "Add servers", "risk": "no such"})))


def test_the_states_walk_through(store: Store, project: str) -> None:
    store.apply(project, act(Create(Action, {"title": "Add servers"})))
    for state in (ActionState.DOING, ActionState.DONE):
        store.apply(project, act(Update(store.load(project).all(Action)[0], {"state": state.value})))

    assert store.load(project).all(Action)[0].state is ActionState.DONE
    assert store.load(project).all(Action)[0].version == 3


def test_a_store_that_is_open_for_reading_writes_nothing(
    store: Store, project: str, opened: Callable[..., Store], path: Path
) -> None:
    reader = opened("karim", read_only=True)

    with pytest.raises(Refused, match="reading only"):
        reader.apply(project, act(Create(Risk, PEAK)))

    store.apply(project, act(Create(Risk, PEAK)))
    assert len(reader.load(project).all(Risk)) == 1
