"""An act is judged as a whole: what it comes to, in which order it may be told, and what it is refused for."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from time import process_time
from typing import Any, TypeVar

import pytest

from cockpit.domain.act import difference, differences, plan, take_back
from cockpit.domain.action import Action, ActionState
from cockpit.domain.activity import Activity, ActivityLink
from cockpit.domain.change import Batch, Change, Deed, RowChange, SeriesChange
from cockpit.domain.edit import Act, Create, Delete, Edit, Record, Update
from cockpit.domain.entity import Entity
from cockpit.domain.kpi import Group, Kpi
from cockpit.domain.measurement import Points
from cockpit.domain.moved import RowMoved
from cockpit.domain.person import Person
from cockpit.domain.phase import Phase
from cockpit.domain.problem import Refused
from cockpit.domain.project import Project
from cockpit.domain.risk import Assessment, Risk
from cockpit.domain.state import ProjectState
from cockpit.language import moment, say

PEAK: dict[str, Any] = {"title": "Peak load", "inherent_likelihood": 4, "inherent_impact": 5}
MANY = 4_000

AnyEntity = TypeVar("AnyEntity", bound=Entity)


def planned(state: ProjectState, *edits: Edit) -> tuple[Change, ...]:
    return plan(state, Act(edits), {})


def made(state: ProjectState, *edits: Edit) -> ProjectState:
    return state.applied(planned(state, *edits))


def batch_of(changes: Sequence[Change]) -> Batch:
    return Batch("batch", datetime(2026, 3, 2, tzinfo=UTC), "lea", Deed.EDIT, tuple(changes))


def row(state: ProjectState, entity: type[AnyEntity], uid: str) -> AnyEntity:
    found = state.get(entity, uid)
    assert found
    return found


@pytest.fixture
def state() -> ProjectState:
    return made(
        ProjectState(),
        Create(Project, {"key": "DEMO", "title": "Demo"}, "demo"),
        Create(Person, {"handle": "lea", "name": "Léa"}, "lea"),
        Create(Person, {"handle": "marc", "name": "Marc"}, "marc"),
        Create(Risk, PEAK, "peak"),
        Create(Assessment, {"risk": "peak", "assessed_on": "2026-03-01", "likelihood": 4, "impact": 5}, "assessment"),
        Create(Action, {"title": "Add servers", "risk": "peak"}, "servers"),
    )


def test_an_act_may_refer_to_what_it_makes_later(state: ProjectState) -> None:
    after = made(state, Create(Action, {"title": "Cache pages", "risk": "slow"}, "cache"), Create(Risk, PEAK, "slow"))

    assert [action.uid for action in after.of(Action, "risk", "slow")] == ["cache"]


def test_two_rows_may_swap_what_is_unique_in_one_act(state: ProjectState) -> None:
    after = made(
        state,
        Update(row(state, Person, "lea"), {"handle": "marc"}),
        Update(row(state, Person, "marc"), {"handle": "lea"}),
    )

    assert {person.uid: person.handle for person in after.all(Person)} == {"lea": "marc", "marc": "lea"}


def test_two_rows_of_one_act_may_not_share_what_is_unique(state: ProjectState) -> None:
    with pytest.raises(Refused) as refused:
        planned(
            state,
            Create(Person, {"handle": "karim", "name": "Karim"}),
            Create(Person, {"handle": "karim", "name": "Karim B."}),
        )

    assert ["already that of" in say(problem.message) for problem in refused.value.problems] == [True]


def test_rows_that_go_together_can_be_deleted_one_by_one_in_one_act(state: ProjectState) -> None:
    """The first deletion takes the assessment along and edits the action; the user saw neither of that."""
    after = made(
        state,
        Delete(row(state, Risk, "peak")),
        Delete(row(state, Assessment, "assessment")),
        Delete(row(state, Action, "servers")),
    )

    assert not {"risk", "assessment", "action"} & after.rows.keys()


def test_a_row_edited_twice_in_one_act_changes_once(state: ProjectState) -> None:
    seen = row(state, Risk, "peak")
    changes = planned(state, Update(seen, {"title": "Load", "cause": "Adverts"}), Update(seen, {"title": "Peak"}))

    assert changes == (
        RowChange(
            "risk", "peak", {"title": "Peak load", "cause": "", "version": 1}, {"title": "Peak", "cause": "Adverts", "version": 3}
        ),
    )
    there_and_back = planned(state, Update(seen, {"title": "Load"}), Update(seen, {"title": "Peak load"}))
    assert there_and_back == ()


def test_a_row_that_was_edited_and_deleted_in_one_act_is_deleted_as_it_was(state: ProjectState) -> None:
    seen = row(state, Action, "servers")
    (change,) = planned(state, Update(seen, {"title": "Rent servers"}), Delete(seen))

    assert isinstance(change, RowChange)
    assert change.before is not None
    assert (change.before["title"], change.before["version"], change.after) == ("Add servers", 1, None)


def test_an_edit_of_what_the_same_act_deletes_is_refused(state: ProjectState) -> None:
    seen = row(state, Action, "servers")
    with pytest.raises(RowMoved) as refused:
        planned(state, Delete(seen), Update(seen, {"title": "Rent servers"}))

    assert refused.value.theirs is None


def test_what_somebody_else_has_done_already_is_not_done_again_and_not_refused(state: ProjectState) -> None:
    seen = row(state, Action, "servers")
    after = made(state, Update(seen, {"title": "Rent servers", "state": ActionState.DONE}))

    assert planned(after, Update(seen, {"state": ActionState.DONE})) == ()
    with pytest.raises(RowMoved):
        planned(after, Update(seen, {"state": ActionState.DONE, "title": "Buy servers"}))


def test_a_row_cannot_be_made_over_another(state: ProjectState) -> None:
    with pytest.raises(Refused, match="lea"):
        planned(state, Create(Person, {"handle": "else", "name": "Else"}, "lea"))
    with pytest.raises(Refused, match="new"):
        planned(state, Create(Risk, PEAK, "new"), Create(Risk, PEAK, "new"))


def test_a_reference_to_what_the_same_act_deletes_is_refused(state: ProjectState) -> None:
    with pytest.raises(Refused, match="refers to nothing"):
        planned(state, Delete(row(state, Risk, "peak")), Create(Action, {"title": "Cache pages", "risk": "peak"}))


def test_measurements_of_a_kpi_deleted_in_the_same_act_are_gone_before_it(state: ProjectState) -> None:
    state = made(state, Create(Kpi, {"title": "Response time"}, "kpi"), Record("kpi", Group.PILOT, {"2026-03-02": 3.2}))
    changes = planned(
        state,
        Update(row(state, Kpi, "kpi"), {"title": "Waiting time"}),
        Record("kpi", Group.PILOT, {"2026-03-02": 4.0, "2026-03-09": 3.0}),
        Delete(row(state, Kpi, "kpi")),
    )

    assert changes[0] == SeriesChange("kpi", "pilot", {"2026-03-02": 3.2}, {})
    assert [change.uid for change in changes[1:] if isinstance(change, RowChange)] == ["kpi"]


def test_a_batch_that_changed_a_series_several_times_can_be_taken_back(state: ProjectState) -> None:
    state = made(state, Create(Kpi, {"title": "Response time"}, "kpi"), Record("kpi", Group.PILOT, {"2026-03-02": 3.2}))
    changes = planned(
        state,
        Record("kpi", Group.PILOT, {"2026-03-02": 4.0, "2026-03-09": 3.0}),
        Record("kpi", Group.PILOT, {"2026-03-02": None, "2026-03-09": 5.0}),
        Record("kpi", Group.PILOT, {"2026-03-02": 6.0, "2026-03-09": None}),
    )
    after = state.applied(changes)

    assert dict(after.measurements("kpi", Group.PILOT)) == {"2026-03-02": 6.0}
    assert after.applied(take_back(after, batch_of(changes))).series == state.series


def test_what_refers_to_each_other_goes_and_comes_back_together(state: ProjectState) -> None:
    """A phase and a KPI name each other, an action names the KPI."""
    state = made(
        state,
        Create(Phase, {"code": "pilot", "title": "Pilot", "kpi": "one"}, "two"),
        Create(Kpi, {"title": "One", "phase": "two"}, "one"),
        Create(Action, {"title": "Three", "kpi": "one"}, "three"),
    )
    changes = planned(state, Delete(row(state, Kpi, "one")), Delete(row(state, Phase, "two")))
    after = state.applied(changes)
    back = after.applied(take_back(after, batch_of(changes)))

    assert (after.get(Kpi, "one"), after.get(Phase, "two"), row(after, Action, "three").kpi) == (None, None, None)
    assert (row(back, Kpi, "one").phase, row(back, Phase, "two").kpi, row(back, Action, "three").kpi) == ("two", "one", "one")


def test_actions_do_not_wait_for_each_other_in_a_circle(state: ProjectState) -> None:
    state = made(
        state,
        Create(Action, {"title": "One"}, "one"),
        Create(Action, {"title": "Two", "blocked_by": ["one"]}, "two"),
        Create(Action, {"title": "Three", "blocked_by": ["two"]}, "three"),
    )
    for waits_for, circle in (
        (["three"], "A-1 One → A-2 Two → A-3 Three → A-1 One"),
        (["one"], "A-1 One → A-1 One"),
    ):
        with pytest.raises(Refused) as refused:
            planned(state, Update(row(state, Action, "one"), {"blocked_by": waits_for}))
        (problem,) = refused.value.problems
        said = say(problem.message).removeprefix("These actions wait for each other in a circle: ").split(" → ")
        assert problem.field == "blocked_by"
        # A circle has no beginning: it is told from one of its actions on.
        steps = circle.split(" → ")[:-1]
        assert said[0] == said[-1]
        assert said[:-1] in [steps[place:] + steps[:place] for place in range(len(steps))]


def test_an_undo_does_not_close_a_circle_either(state: ProjectState) -> None:
    state = made(state, Create(Action, {"title": "One", "blocked_by": ["servers"]}, "one"))
    freed = planned(state, Update(row(state, Action, "one"), {"blocked_by": []}))
    state = made(state.applied(freed), Update(row(state, Action, "servers"), {"blocked_by": ["one"]}))
    with pytest.raises(Refused) as refused:
        take_back(state, batch_of(freed))
    assert "wait for each other in a circle" in say(refused.value.problems[0].message)


def test_actions_that_an_older_program_let_into_a_circle_can_be_finished_and_freed(state: ProjectState) -> None:
    state = made(state, Create(Action, {"title": "One", "blocked_by": ["servers"]}, "one"))
    servers = row(state, Action, "servers")
    state = state.applied([difference(servers, servers.changed(blocked_by=("one",)))])

    state = made(state, Update(row(state, Action, "one"), {"state": "done"}))
    state = made(state, Update(row(state, Action, "servers"), {"blocked_by": []}))
    assert {each.uid: each.blocked_by for each in state.all(Action)} == {"one": ("servers",), "servers": ()}


def test_undo_names_a_row_that_is_gone_by_what_it_was(state: ProjectState) -> None:
    changes = planned(state, Update(row(state, Action, "servers"), {"title": "Rent servers"}))
    state = state.applied(changes)
    state = made(state, Delete(row(state, Action, "servers")))
    with pytest.raises(Refused) as refused:
        take_back(state, batch_of(changes))

    assert say(refused.value.problems[0].message) == "Rent servers has been deleted since"


def many_people() -> list[Edit]:
    return [Create(Person, {"handle": f"p{number}", "name": "x"}, f"p{number}") for number in range(MANY)]


def many_links() -> list[Edit]:
    activities = [Create(Activity, {"title": "x"}, f"a{number}") for number in range(MANY)]
    pairs = pairwise(activities)
    return [*activities, *(Create(ActivityLink, {"predecessor": one.uid, "successor": two.uid}) for one, two in pairs)]


def many_actions() -> list[Edit]:
    actions = [Create(Action, {"title": "x", "blocked_by": [f"a{number - 1}"] if number else []}, f"a{number}")
               for number in range(MANY)]  # fmt: skip
    start = datetime(2026, 1, 1, tzinfo=UTC)
    points = [Record("kpi", Group.PILOT, {start + timedelta(hours=number): number}) for number in range(MANY)]
    return [*actions, Create(Kpi, {"title": "Load"}, "kpi"), *points]


@pytest.mark.parametrize("edits", [many_people(), many_links(), many_actions()], ids=["people", "links", "actions"])
def test_the_time_of_an_act_grows_with_its_edits_and_not_with_their_square(state: ProjectState, edits: list[Edit]) -> None:
    """The bound is ten times what it takes; where it grows with the square it takes minutes."""
    begin = process_time()
    changes = planned(state, *edits)
    after = state.applied(changes)
    take_back(after, batch_of(changes))
    made(after, *(Delete(each) for entity in (Activity, Action, Person) for each in after.all(entity)))

    assert process_time() - begin < 12


def refusal(act: Callable[[], object]) -> list[tuple[str, str]]:
    """What an act is refused for: the row and the sentence of each problem."""
    with pytest.raises(Refused) as refused:
        act()
    return [(problem.where, say(problem.message)) for problem in refused.value.problems]


def test_a_project_is_archived_and_measurements_need_their_kpi(state: ProjectState) -> None:
    gone = Delete(row(state, Project, "demo"))
    assert refusal(lambda: planned(state, gone)) == [("PR-1", "A project is archived, not deleted")]
    record = Record("nothing", Group.PILOT, {"2026-03-02": 1.0})
    assert refusal(lambda: planned(state, record)) == [("", "There is no KPI “nothing”")]


def test_what_a_project_began_with_cannot_be_undone() -> None:
    beginning = planned(ProjectState(), Create(Project, {"key": "DEMO", "title": "Demo"}, "demo"))
    state = ProjectState().applied(beginning)
    assert refusal(lambda: take_back(state, batch_of(beginning))) == [
        ("", "The project began with this; it can be archived, not undone")
    ]


def test_what_was_built_on_since_cannot_be_taken_back(state: ProjectState) -> None:
    deleted = planned(state, Delete(row(state, Action, "servers")))
    assert refusal(lambda: take_back(state, batch_of(deleted))) == [("A-1", "A-1 Add servers has come back since")]

    renamed = planned(state, Update(row(state, Action, "servers"), {"title": "Add more servers"}))
    assert refusal(lambda: take_back(state.applied(deleted), batch_of(renamed))) == [
        ("", "Add more servers has been deleted since")
    ]
    assert refusal(lambda: take_back(state, batch_of(renamed))) == [("A-1", "A-1 Add servers has been edited since")]


def test_a_row_that_others_refer_to_by_now_stays(state: ProjectState) -> None:
    made_risk = planned(state, Create(Risk, {**PEAK, "title": "Slow"}, "slow"))
    later = made(state.applied(made_risk), Create(Action, {"title": "Cache pages", "risk": "slow"}, "cache"))
    assert refusal(lambda: take_back(later, batch_of(made_risk))) == [("A-1", "A-1 Cache pages refers to it by now")]


def test_measurements_that_moved_since_or_have_no_kpi_any_more_stay(state: ProjectState) -> None:
    made_kpi = planned(state, Create(Kpi, {"title": "Response time"}, "kpi"))
    with_kpi = state.applied(made_kpi)
    recorded = planned(with_kpi, Record("kpi", Group.PILOT, {"2026-03-02": 1.0}))
    measured = with_kpi.applied(recorded)

    over = made(measured, Record("kpi", Group.PILOT, {"2026-03-02": 2.0}))
    assert refusal(lambda: take_back(over, batch_of(recorded))) == [
        ("", "Measurements of K-1 Response time have been edited since")
    ]
    assert refusal(lambda: take_back(measured, batch_of(made_kpi))) == [("", "K-1 has measurements by now")]
    removed = planned(measured, Record("kpi", Group.PILOT, {"2026-03-02": None}))
    assert refusal(lambda: take_back(state, batch_of(removed))) == [("", "the KPI of these measurements is no longer there")]


def test_who_has_built_on_it_since_is_told_with_when_and_what(state: ProjectState) -> None:
    def later(now: ProjectState, *edits: Edit) -> tuple[ProjectState, Batch]:
        changes = planned(now, *edits)
        return now.applied(changes), Batch("later", datetime(2026, 3, 4, 12, tzinfo=UTC), "marc", Deed.EDIT, changes)

    def reasons(now: ProjectState, changes: Sequence[Change], *since: Batch) -> list[str]:
        return [sentence for _where, sentence in refusal(lambda: take_back(now, batch_of(changes), since))]

    at = moment(datetime(2026, 3, 4, 12, tzinfo=UTC))
    renamed = planned(state, Update(row(state, Action, "servers"), {"title": "Add more servers"}))
    now = state.applied(renamed)
    again, act = later(now, Update(row(now, Action, "servers"), {"title": "Rent servers", "blocker": "No rack"}))
    _elsewhere, other = later(again, Update(row(again, Action, "servers"), {"description": "By night"}))
    assert reasons(again, renamed, act, other) == [
        f"A-1 Rent servers has been edited since (marc, {at}: Action Add more servers → Rent servers)"
    ]

    gone, act = later(now, Delete(row(now, Action, "servers")))
    assert reasons(gone, renamed, act) == [f"Add more servers has been deleted since (marc, {at})"]

    made_risk = planned(state, Create(Risk, {**PEAK, "title": "Slow"}, "slow"))
    using, act = later(state.applied(made_risk), Create(Action, {"title": "Cache pages", "risk": "slow"}, "cache"))
    assert reasons(using, made_risk, act) == [f"A-1 Cache pages refers to it by now (marc, {at})"]

    made_kpi = planned(state, Create(Kpi, {"title": "Response time"}, "kpi"))
    recorded = planned(state.applied(made_kpi), Record("kpi", Group.PILOT, {"2026-03-02": 1.0}))
    measured = state.applied(made_kpi).applied(recorded)
    over, act = later(measured, Record("kpi", Group.PILOT, {"2026-03-02": 2.0}))
    assert reasons(over, recorded, act) == [f"Measurements of K-1 Response time have been edited since (marc, {at})"]


def test_points_come_in_as_columns_too(state: ProjectState) -> None:
    with_kpi = made(state, Create(Kpi, {"title": "Response time"}, "kpi"))
    after = made(with_kpi, Record("kpi", Group.PILOT, Points(("2026-03-02", "2026-03-09"), (1.0, 2.0))))
    assert list(after.measurements("kpi", Group.PILOT)) == [("2026-03-02", 1.0), ("2026-03-09", 2.0)]


def test_the_differences_of_two_states_lead_from_one_to_the_other(state: ProjectState) -> None:
    now = made(state, Create(Kpi, {"title": "Response time"}, "kpi"), Record("kpi", Group.PILOT, {"2026-03-02": 1.0}))
    held, old = now.measurements("kpi", Group.PILOT), row(now, Risk, "peak")
    wanted = made(
        now,
        Record("kpi", Group.PILOT, {"2026-03-02": None, "2026-03-09": 2.0}),
        Record("kpi", Group.CONTROL, {"2026-03-02": 3.0}),
        Update(old, {"title": "Load"}),
        Delete(row(now, Action, "servers")),
        Create(Risk, PEAK, "slow"),
    )
    led = now.applied(differences(now, wanted))
    assert {kind: {uid: each.plain() for uid, each in rows.items()} for kind, rows in led.rows.items() if rows} == {
        kind: {uid: each.plain() for uid, each in rows.items()} for kind, rows in wanted.rows.items() if rows
    }
    assert list(held) == [("2026-03-02", 1.0)]
    assert list(led.measurements("kpi", Group.PILOT)) == [("2026-03-09", 2.0)]
    assert list(led.measurements("kpi", Group.CONTROL)) == [("2026-03-02", 3.0)]
    assert differences(led, led) == ()


def test_to_record_what_is_held_already_changes_nothing(state: ProjectState) -> None:
    points = {"2026-03-02": 1.0, "2026-03-09": 2.0}
    with_kpi = made(state, Create(Kpi, {"title": "Response time"}, "kpi"), Record("kpi", Group.PILOT, points))
    assert planned(with_kpi, Record("kpi", Group.PILOT, points)) == ()
    assert planned(with_kpi, Record("kpi", Group.PILOT, {"2026-03-16": None})) == ()


def test_a_measurement_that_is_another_than_was_seen_is_not_replaced(state: ProjectState) -> None:
    def record(value: float | None, seen: float | None) -> Record:
        return Record("kpi", Group.PILOT, {date(2026, 3, 2): value}, {date(2026, 3, 2): seen})

    empty = made(state, Create(Kpi, {"title": "Response time"}, "kpi"))
    held = made(empty, record(1.0, None))
    assert refusal(lambda: planned(held, record(2.0, None))) == [
        ("K-1", "somebody else has recorded 1 for K-1 Response time on 2026-03-02 in the meantime; nothing was overwritten")
    ]
    assert refusal(lambda: planned(empty, record(2.0, 1.0))) == [
        (
            "K-1",
            "somebody else has taken the value of K-1 Response time on 2026-03-02 off the record in the meantime; nothing was recorded",
        )
    ]
    assert dict(made(held, record(2.0, 1.0)).measurements("kpi", Group.PILOT)) == {"2026-03-02": 2.0}
    assert planned(held, record(1.0, None)) == (), "who records the same is not in the way"
