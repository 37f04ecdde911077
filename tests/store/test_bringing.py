"""Projects from elsewhere: taken in with their past, or put over one that is here."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from cockpit.domain.act import plan
from cockpit.domain.action import Action
from cockpit.domain.change import Batch, Deed, SeriesChange
from cockpit.domain.edit import Act, Create, Delete, Edit, Record, Update
from cockpit.domain.kpi import Group, Kpi
from cockpit.domain.person import Person
from cockpit.domain.problem import Refused
from cockpit.domain.project import Project
from cockpit.domain.state import ProjectState
from cockpit.store import Store
from tests.store.conftest import Clock

BEGIN = datetime(2026, 2, 2, 9, tzinfo=UTC)


def project_of(uid: str = "elsewhere", key: str = "ELSE", *edits: Edit) -> ProjectState:
    """A project made in one act."""
    changes = plan(ProjectState(), Act((Create(Project, {"key": key, "title": "Elsewhere"}, uid), *edits)), {})
    return ProjectState().applied(changes)


def past_of(*acts: tuple[Edit, ...], who: str = "lea") -> tuple[ProjectState, tuple[Batch, ...]]:
    """A project with a past, an act a day."""
    state, batches, highest = ProjectState(), [], {"A": 0, "P": 0}
    for count, edits in enumerate([(Create(Project, {"key": "ELSE", "title": "Elsewhere"}, "elsewhere"),), *acts]):
        changes = plan(state, Act(edits), highest)
        state = state.applied(changes)
        highest = {"A": max((int(row.ref[2:]) for row in state.all(Action)), default=highest["A"])}
        batches.append(Batch(f"batch-{count}", BEGIN + timedelta(days=count), who, Deed.EDIT, changes))
        highest = {**highest, "P": 0}
    return state, tuple(batches)


def act(*edits: Edit) -> Act:
    return Act(edits)


def replayed(store: Store, project: str) -> ProjectState:
    state = ProjectState()
    for batch in store.history(project):
        state = state.after(batch)
    return state


def captions(state: ProjectState, entity: Any) -> dict[str, str]:
    return {row.ref: row.caption for row in state.all(entity)}


def test_a_ref_is_not_given_again_after_its_row_went_elsewhere(store: Store) -> None:
    """In the past of what was taken in, A-2 has been and gone."""
    first = (Create(Action, {"title": "One"}, "one"), Create(Action, {"title": "Two"}, "two"))
    state, batches = past_of(first)
    changes = plan(state, act(Delete(state.all(Action)[1])), {})
    state, batches = state.applied(changes), (*batches, Batch("gone", BEGIN + timedelta(days=2), "lea", Deed.EDIT, changes))

    store.bring_in(state, batches)
    store.apply("elsewhere", act(Create(Action, {"title": "Three"})))

    assert captions(store.load("elsewhere"), Action) == {"A-1": "One", "A-3": "Three"}


def test_a_ref_is_not_given_again_after_a_replacement_took_its_row(store: Store, project: str) -> None:
    store.apply(project, act(Create(Action, {"title": "One"})))
    before = store.load(project)
    store.apply(project, act(Create(Action, {"title": "Two"})))
    store.replace(before)
    store.apply(project, act(Create(Action, {"title": "Three"})))

    assert captions(store.load(project), Action) == {"A-1": "One", "A-3": "Three"}


def test_a_replacement_may_give_a_ref_to_another_row(store: Store, project: str, opened: Callable[..., Store]) -> None:
    """Two copies each made an A-1 of their own."""
    elsewhere = store.load(project)
    elsewhere = elsewhere.applied(plan(elsewhere, act(Create(Action, {"title": "Theirs"}, "theirs")), {}))
    store.apply(project, act(Create(Action, {"title": "Ours"}, "ours")))
    ours = store.load(project)

    store.replace(elsewhere)

    assert captions(store.load(project), Action) == {"A-1": "Theirs"}
    assert store.load(project) == opened("marc").load(project) == replayed(store, project)
    store.undo(project)
    assert captions(store.load(project), Action) == captions(ours, Action)
    store.redo(project)
    assert captions(opened("marc").load(project), Action) == {"A-1": "Theirs"}


def test_a_replacement_may_exchange_refs_and_handles(store: Store, project: str, opened: Callable[..., Store]) -> None:
    handles = ("ana", "bob", "cy")
    store.apply(project, act(*(Create(Person, {"handle": handle, "name": handle}, handle) for handle in handles)))
    state = store.load(project)
    people = {
        person.uid: person.changed(handle=handles[number - 2], ref=f"P-{(number + 1) % 3 + 1}")
        for number, person in enumerate(state.all(Person))
    }
    wanted = ProjectState({**state.rows, "person": people}, state.series)

    store.replace(wanted)

    fresh = opened("marc").load(project)
    assert fresh == store.load(project) == replayed(store, project)
    assert {person.uid: (person.handle, person.ref) for person in fresh.all(Person)} == {
        "ana": ("bob", "P-2"), "bob": ("cy", "P-3"), "cy": ("ana", "P-1"),
    }  # fmt: skip


def test_two_people_swap_their_handles(store: Store, project: str, opened: Callable[..., Store]) -> None:
    store.apply(project, act(*(Create(Person, {"handle": handle, "name": handle}, handle) for handle in ("ana", "bob"))))
    ana, bob = store.load(project).all(Person)
    store.apply(project, act(Update(ana, {"handle": "bob"}), Update(bob, {"handle": "ana"})))

    assert {row.uid: row.handle for row in opened("marc").load(project).all(Person)} == {"ana": "bob", "bob": "ana"}
    store.undo(project)
    assert {row.uid: row.handle for row in opened("marc").load(project).all(Person)} == {"ana": "ana", "bob": "bob"}


@pytest.mark.parametrize("way", ["edit", "replacement", "undo"])
def test_two_projects_never_have_one_key(store: Store, project: str, way: str) -> None:
    altura = store.load(project).project
    if way == "undo":
        store.apply(project, act(Update(altura, {"key": "RENAMED"})))
        store.create_project({"key": "ALTURA", "title": "Another"})
    else:
        store.create_project({"key": "TAKEN", "title": "Another"})

    state = store.load(project)
    renamed = ProjectState({**state.rows, "project": {project: altura.changed(key="TAKEN")}}, state.series)
    ways: dict[str, Callable[[], object]] = {
        "edit": lambda: store.apply(project, act(Update(altura, {"key": "TAKEN"}))),
        "replacement": lambda: store.replace(renamed),
        "undo": lambda: store.undo(project),
    }

    with pytest.raises(Refused, match="has the key"):
        ways[way]()

    assert len({each.key for each in store.projects()}) == 2


def test_a_project_keeps_its_own_key(store: Store, project: str) -> None:
    store.apply(project, act(Update(store.load(project).project, {"key": "NEW"})))
    store.undo(project)

    assert [each.key for each in store.projects()] == ["ALTURA"]


def test_a_past_written_by_hand_may_touch_a_series_twice_in_an_act(store: Store, opened: Callable[..., Store]) -> None:
    state, batches = past_of((Create(Kpi, {"title": "Load"}, "load"),))
    twice = (
        SeriesChange("load", "pilot", {}, {"2026-03-02": 1.0}),
        SeriesChange("load", "pilot", {"2026-03-02": 1.0}, {"2026-03-02": 2.0}),
    )
    last = Batch("twice", BEGIN + timedelta(days=2), "lea", Deed.EDIT, twice)

    store.bring_in(state.after(last), (*batches, last))

    assert dict(store.load("elsewhere").measurements("load", Group.PILOT)) == {"2026-03-02": 2.0}
    assert replayed(store, "elsewhere") == opened("marc").load("elsewhere")
    store.undo("elsewhere")
    assert store.load("elsewhere").series == {}


def test_what_a_past_does_not_account_for_is_an_act_of_its_own(store: Store, clock: Clock) -> None:
    state, batches = past_of((Create(Action, {"title": "One"}, "one"),))
    action = state.all(Action)[0].changed(title="Edited by hand")
    edited = ProjectState({**state.rows, "action": {"one": action}}, state.series)

    store.bring_in(edited, batches, note="altura.toml")

    last = store.history("elsewhere")[-1]
    assert (last.deed, last.note, last.at, last.who) == (Deed.IMPORT, "altura.toml", clock.now, "lea")
    assert replayed(store, "elsewhere") == store.load("elsewhere")
    assert captions(store.load("elsewhere"), Action) == {"A-1": "Edited by hand"}


def test_a_day_of_a_past_that_was_taken_in_can_be_seen(store: Store) -> None:
    state, batches = past_of((Create(Action, {"title": "One"}, "one"),), (Create(Action, {"title": "Two"}, "two"),))
    store.bring_in(state, batches)

    assert captions(store.state_at("elsewhere", date(2026, 2, 3)), Action) == {"A-1": "One"}
    with pytest.raises(Refused, match="not here yet"):
        store.state_at("elsewhere", date(2026, 2, 1))


def test_an_act_whose_clock_ran_ahead_was_known_to_those_after_it(store: Store) -> None:
    """Its author's clock is a month ahead; the next act is built on it."""
    state, batches = past_of((Create(Action, {"title": "One"}, "one"),), (Create(Action, {"title": "Two"}, "two"),))
    first, ahead, last = batches
    store.bring_in(state, (first, replace(ahead, at=ahead.at + timedelta(days=30)), last))

    assert captions(store.state_at("elsewhere", date(2026, 2, 2)), Action) == {}
    assert captions(store.state_at("elsewhere", date(2026, 2, 3)), Action) == {}
    assert captions(store.state_at("elsewhere", date(2026, 2, 4)), Action) == {"A-1": "One", "A-2": "Two"}


def test_a_clock_that_goes_backwards_loses_nothing(store: Store, project: str, clock: Clock) -> None:
    clock.move(days=10)
    store.apply(project, act(Create(Action, {"title": "One"})))
    clock.move(days=-20)
    store.apply(project, act(Create(Action, {"title": "Two"})))

    assert len(store.history(project)) == 3
    assert store.state_at(project, date(2026, 12, 31)) == store.load(project)
    store.undo(project)
    assert captions(store.load(project), Action) == {"A-1": "One"}


@pytest.mark.parametrize(
    ("zone", "day", "end"),
    [
        ("Europe/Paris", date(2026, 3, 29), datetime(2026, 3, 29, 22, tzinfo=UTC)),
        ("Europe/Paris", date(2026, 10, 25), datetime(2026, 10, 25, 23, tzinfo=UTC)),
        # Clocks go from midnight to one: the day before ends where this one would have begun.
        ("America/Santiago", date(2026, 9, 5), datetime(2026, 9, 6, 4, tzinfo=UTC)),
        # Clocks go from midnight back to eleven: the day has 25 hours.
        ("America/Santiago", date(2026, 4, 4), datetime(2026, 4, 5, 4, tzinfo=UTC)),
        ("Pacific/Kiritimati", date(2026, 3, 2), datetime(2026, 3, 2, 10, tzinfo=UTC)),
    ],
)
def test_a_day_ends_where_the_clocks_on_the_wall_say(store: Store, clock: Clock, zone: str, day: date, end: datetime) -> None:
    clock.now = end - timedelta(days=3)
    project = store.create_project({"key": "ZONE", "title": "Zone", "timezone": zone}).uid
    clock.now = end - timedelta(seconds=1)
    store.apply(project, act(Create(Action, {"title": "That day"})))
    clock.now = end
    store.apply(project, act(Create(Action, {"title": "The next"})))

    assert [row.caption for row in store.state_at(project, day).all(Action)] == ["That day"]


def test_the_first_and_the_last_day_there_are_can_be_asked_for(store: Store, project: str) -> None:
    assert store.state_at(project, date.max) == store.load(project)
    with pytest.raises(Refused, match="not here yet"):
        store.state_at(project, date.min)


def test_only_so_many_batches_are_given_as_are_asked_for(store: Store, project: str) -> None:
    store.apply(project, act(Create(Kpi, {"title": "Load"}, "load"), Record("load", Group.PILOT, {"2026-03-02": 1})))

    assert [len(store.history(project, limit=limit)) for limit in (0, 1, 2, 3)] == [0, 1, 2, 2]


def test_a_copy_of_a_project_cannot_share_its_rows(store: Store) -> None:
    state, batches = past_of((Create(Action, {"title": "One"}, "one"),))
    store.bring_in(state, batches)

    with pytest.raises(Refused, match="take every uid"):
        store.bring_in(project_of("copy", "COPY", Create(Action, {"title": "One"}, "one")))

    assert [each.key for each in store.projects()] == ["ELSE"]


def test_what_is_written_is_what_is_read_to_the_sign_of_a_zero(store: Store, project: str, opened: Callable[..., Store]) -> None:
    """So that a project is exported alike by who wrote it and by who reads it."""
    store.apply(
        project,
        act(Create(Kpi, {"title": "Change", "target": "-0"}, "change"), Record("change", Group.PILOT, {"2026-03-02": -0.0})),
    )

    for each in (store, opened("marc")):
        state = each.load(project)
        assert str(state.all(Kpi)[0].target) == "0.0"
        assert str(state.measurements("change", Group.PILOT).values) == "(0.0,)"
