"""What is remembered from one state to the next is what would be worked out anew, whatever was edited in between."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cockpit.domain.accepted_debt import AcceptedDebt
from cockpit.domain.act import highest_refs, plan
from cockpit.domain.action import Action
from cockpit.domain.edit import Act, Create, Delete, Edit, Record, Update
from cockpit.domain.entity import Entity
from cockpit.domain.gate import GatePolicy
from cockpit.domain.kpi import Group, Kpi
from cockpit.domain.memory import Memory
from cockpit.domain.milestone import Milestone
from cockpit.domain.person import Person
from cockpit.domain.phase import PhaseCode
from cockpit.domain.readiness import verdict
from cockpit.domain.risk import Acceptance, Assessment, Risk
from cockpit.domain.rollback import Rehearsal, Rollback
from cockpit.domain.state import ProjectState
from tests.domain.projects import TODAY, days_ago, project, row, weekly
from tests.thoroughness import examples

POLICY = row(GatePolicy, "GP-1", gate="pilot")
LEA = row(Person, "P-1", handle="lea", name="Léa")


def begin() -> ProjectState:
    kpis = [row(Kpi, f"K-{number}", target=33, unit="%") for number in (1, 2)]
    risks = [
        row(
            Risk,
            f"R-{number}",
            owner="P-1",
            inherent_likelihood=4,
            inherent_impact=5,
            current_likelihood=2,
            current_impact=3,
            reviewed_on=days_ago(5),
            rollback="RB-1",
        )
        for number in (1, 2, 3)
    ]
    rows = [LEA, row(Rollback, "RB-1"), row(Rollback, "RB-2"), *kpis, *risks]
    series = weekly(kpis[0], [34, 36] * 4) | weekly(kpis[1], [30, 36] * 4)
    return project(*rows, series=series)


Wanted = tuple[type[Entity], dict[str, Any]]
days = st.integers(0, 60).map(days_ago)
later = st.integers(-60, 0).map(days_ago)
refs = st.sampled_from(["R-1", "R-2", "R-3"])
backs = st.sampled_from(["RB-1", "RB-2"])
kpis = st.sampled_from(["K-1", "K-2"])
new_rows: st.SearchStrategy[Wanted] = st.one_of(
    st.tuples(st.just(Action), st.fixed_dictionaries({"title": st.just("x"), "risk": refs, "due_on": days})),
    st.tuples(
        st.just(Acceptance),
        st.fixed_dictionaries(
            {"risk": refs, "approver": st.just("P-1"), "accepted_on": days, "expires_on": later, "reason": st.just("x")}
        ),
    ),
    st.tuples(
        st.just(Assessment),
        st.fixed_dictionaries({"risk": refs, "assessed_on": days, "likelihood": st.integers(1, 5), "impact": st.integers(1, 5)}),
    ),
    st.tuples(st.just(Rehearsal), st.fixed_dictionaries({"rollback": backs, "rehearsed_on": days, "succeeded": st.booleans()})),
    st.tuples(st.just(Milestone), st.fixed_dictionaries({"title": st.just("x"), "baseline_on": days, "reached_on": days})),
    st.tuples(
        st.just(AcceptedDebt),
        st.fixed_dictionaries(
            {
                "kpi": kpis,
                "target": st.just(20.0),
                "owner": st.just("P-1"),
                "accepted_on": days,
                "expires_on": later,
                "reason": st.just("x"),
            }
        ),
    ),
    st.tuples(
        st.just(GatePolicy),
        st.fixed_dictionaries({"title": st.just("x"), "gate": st.just("pilot"), "tolerance": st.integers(1, 5)}),
    ),
)
changed: st.SearchStrategy[Wanted] = st.one_of(
    st.tuples(
        st.just(Risk),
        st.fixed_dictionaries(
            {"current_likelihood": st.integers(1, 5), "rollback": backs, "status": st.sampled_from(["open", "closed"])}
        ),
    ),
    st.tuples(st.just(Kpi), st.fixed_dictionaries({"target": st.integers(28, 38).map(float)})),
    st.tuples(st.just(Action), st.fixed_dictionaries({"state": st.sampled_from(["doing", "done"]), "risk": refs})),
    st.tuples(st.just(Rehearsal), st.fixed_dictionaries({"succeeded": st.booleans(), "rollback": backs})),
)
measured = st.tuples(kpis, st.sampled_from(["2026-03-02", "2026-03-11"]), st.integers(20, 40).map(float))
wishes = st.lists(
    st.one_of(new_rows, st.tuples(st.just("change"), changed), st.tuples(st.just("delete"), changed), measured), max_size=12
)


def edit_for(state: ProjectState, wish: Any, number: int) -> Edit | None:
    """What a wish comes to in a state; None where there is nothing that it could be done to."""
    match wish:
        case ("change" | "delete" as deed, (entity, values)):
            rows: Sequence[Entity] = state.all(entity)
            if not rows:
                return None
            chosen = rows[number % len(rows)]
            return Update(chosen, values) if deed == "change" else Delete(chosen)
        case (str() as kpi, str() as time, float() as value):
            return Record(kpi, Group.PILOT, {time: value}) if state.get(Kpi, kpi) else None
        case (entity, values):
            links = [state.row(spec, values[name]) for name, spec in (("risk", "risk"), ("kpi", "kpi")) if name in values]
            taken = entity is GatePolicy and state.all(GatePolicy)
            return None if None in links or taken else Create(entity, values, f"new-{number}")
    raise AssertionError(wish)


def everything(state: ProjectState, as_of: date) -> list[object]:
    """All that three gates say."""
    gates = (PhaseCode.STEERING, PhaseCode.PILOT, PhaseCode.SCALE_UP)
    found = [verdict(state, gate, as_of) for gate in gates]
    return [(each.criterion, each.state, each.finding) for one in found for each in one.judged]


@examples(50)
@given(wishes, st.lists(st.integers(-40, 0).map(days_ago), min_size=1, max_size=3))
def test_what_is_remembered_is_what_would_be_worked_out_anew(asked: list[Any], on: list[date]) -> None:
    state, states = begin(), []
    for number, wish in enumerate(asked):
        edit = edit_for(state, wish, number)
        if edit is not None:
            state = state.applied(plan(state, Act((edit,)), highest_refs(state)))
        states.append(state)
        for day in on:
            assert everything(state, day) == everything(ProjectState(state.rows, state.series), day)
    # An earlier state looks into the same memory.
    for earlier in reversed(states):
        assert everything(earlier, TODAY) == everything(ProjectState(earlier.rows, earlier.series), TODAY)


@examples(50)
@given(wishes)
def test_the_indexes_of_a_state_that_was_edited_are_those_of_a_new_one(asked: list[Any]) -> None:
    state = begin()
    for number, wish in enumerate(asked):
        looked_at(state)
        if edit := edit_for(state, wish, number):
            state = state.applied(plan(state, Act((edit,)), highest_refs(state)))
        assert looked_at(state) == looked_at(ProjectState(state.rows, state.series))


def looked_at(state: ProjectState) -> list[object]:
    """Everything that indexes give, with each row that is referred to looked at."""
    entities: tuple[type[Entity], ...] = (Risk, Action, Acceptance, Assessment, Rehearsal, Milestone, AcceptedDebt, Kpi)
    links: list[tuple[type[Entity], str]] = [
        (Action, "risk"),
        (Acceptance, "risk"),
        (Assessment, "risk"),
        (Rehearsal, "rollback"),
        (Risk, "rollback"),
        (AcceptedDebt, "kpi"),
    ]
    targets = ("R-1", "R-2", "R-3", "RB-1", "RB-2", "K-1", "K-2")
    return [
        *(state.all(entity) for entity in entities),
        *(state.of(entity, link, uid) for entity, link in links for uid in targets),
    ]


def test_only_what_moved_is_worked_out_again() -> None:
    state, memory, asked = begin(), Memory(), []

    def work(risk: Risk) -> str:
        asked.append(risk.uid)
        return risk.title

    def ask(state: ProjectState) -> list[str]:
        asked.clear()
        return memory.each("titles", TODAY, state.all(Risk), work, beside=[(state.index(Action, "risk"), "uid")])

    assert ask(state) == ["Row R-1", "Row R-2", "Row R-3"]
    assert asked == ["R-1", "R-2", "R-3"]
    assert ask(state) == ["Row R-1", "Row R-2", "Row R-3"]
    assert asked == []
    edits = (Update(state.all(Risk)[0], {"title": "Peak"}), Create(Action, {"title": "x", "risk": "R-3"}, "A-9"))
    after = state.applied(plan(state, Act(edits), {}))
    assert ask(after) == ["Peak", "Row R-2", "Row R-3"]
    assert asked == ["R-1", "R-3"]
    assert memory.once("sum", (1, "a"), lambda: 7) == memory.once("sum", (1, "a"), lambda: 8) == 7
    assert memory.once("sum", (2, "a"), lambda: 8) == 8


def test_a_memory_keeps_the_four_days_that_were_asked_for_last() -> None:
    state, memory, asked = begin(), Memory(), []

    def ask(day: date) -> None:
        memory.each("titles", day, state.all(Risk)[:1], lambda _: asked.append(day))

    days = [days_ago(number) for number in range(5)]
    for day in days:
        ask(day)
    asked.clear()
    for day in days[1:]:
        ask(day)
    assert asked == []
    ask(days[0])
    assert asked == [days[0]]
    # The day that has not been asked for longest had to make room, not the one that was remembered first.
    ask(days[2])
    ask(days[1])
    assert asked == [days[0], days[1]]


@pytest.mark.parametrize(
    ("before", "now", "known"),
    [
        ((1, "a", None), (1, "a", None), True),
        ((TODAY, 1.5), (date(2026, 3, 18), 1.5), True),
        ((1,), (2,), False),
        ((1,), (1, 2), False),
        ((1, 2), (1,), False),
        (((LEA, "pilot"),), ((LEA, "pilot"),), True),
        (((LEA,),), ((LEA, LEA),), False),
        (((LEA, LEA),), ((LEA,),), False),
        (((LEA,),), ((LEA.changed(),),), False),
        ((LEA,), (LEA,), True),
        ((LEA,), (LEA.changed(),), False),
        (([],), ([],), False),
    ],
)
def test_what_is_seen_again_is_the_very_same_row_or_an_equal_plain_value(
    before: tuple[object, ...], now: tuple[object, ...], known: bool
) -> None:
    memory = Memory()
    assert memory.once("rule", before, lambda: "first") == "first"
    assert memory.once("rule", now, lambda: "second") == ("first" if known else "second")
    assert memory.once("other rule", before, lambda: "third") == "third"


def test_what_all_rows_have_seen_is_looked_at_too() -> None:
    state, memory, asked = begin(), Memory(), []

    def ask(threshold: int) -> list[str]:
        def work(risk: Risk) -> str:
            asked.append(risk.uid)
            return f"{risk.uid} above {threshold}"

        return memory.each("above", TODAY, state.all(Risk)[:2], work, seen=(threshold,))

    assert ask(1) == ask(1) == ["R-1 above 1", "R-2 above 1"]
    assert ask(2) == ["R-1 above 2", "R-2 above 2"]
    assert asked == ["R-1", "R-2", "R-1", "R-2"]
