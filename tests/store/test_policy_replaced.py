"""A project that is brought to another state has criteria that can be judged, or those that it had."""

from typing import Any

import pytest

from cockpit.domain.edit import Act, Create, Delete
from cockpit.domain.gate import Criterion, GatePolicy
from cockpit.domain.kpi import Kpi
from cockpit.domain.problem import Refused
from cockpit.domain.project import Project
from cockpit.domain.state import ProjectState
from cockpit.language import say
from cockpit.store import Store


@pytest.fixture
def project(store: Store) -> str:
    """A project with a criterion that names its only KPI."""
    uid = store.create_project({"key": "ALTURA", "title": "Altura"}).uid
    store.apply(
        uid,
        Act(
            (
                Create(Kpi, {"title": "Response"}, "kpi"),
                Create(GatePolicy, {"gate": "pilot", "title": "Pilot"}, "policy"),
                Create(
                    Criterion, {"title": "Speed", "policy": "policy", "rule": "kpis_met", "settings": {"kpis": ["K-1"]}}, "cr"
                ),
            )
        ),
    )
    return uid


def with_criterion(state: ProjectState, **values: Any) -> ProjectState:
    (criterion,) = state.all(Criterion)
    return ProjectState({**state.rows, "criterion": {criterion.uid: criterion.changed(**values)}}, state.series)


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"settings": {"kpis": ["K-2"]}}, "KPIs: “K-2” refers to nothing; it must be the ref of an existing row"),
        ({"settings": {"share": 2}}, "Share of periods: “2” is not allowed; it must be a number from 0.01 to 1"),
        ({"rule": "magic"}, "there is no rule “magic”; there are "),
    ],
)
def test_what_cannot_be_judged_is_refused_and_nothing_is_changed(
    store: Store, project: str, values: dict[str, Any], sentence: str
) -> None:
    before = store.load(project)
    with pytest.raises(Refused) as refused:
        store.replace(with_criterion(before, title="Fast", **values))
    (problem,) = refused.value.problems
    assert say(problem.message).startswith(sentence)
    assert problem.where == "CR-1"
    assert store.load(project) == before


def test_a_criterion_that_has_lost_its_kpi_stays_as_it_is(store: Store, project: str) -> None:
    store.apply(project, Act((Delete(store.load(project).all(Kpi)[0]),)))
    wanted = with_criterion(store.load(project), title="Fast")
    store.replace(wanted)
    state = store.load(project)
    assert [each.title for each in state.all(Criterion)] == ["Fast"]
    assert [each.title for each in state.all(Project)] == ["Altura"]
    store.undo(project)
    store.undo(project)
    assert [each.ref for each in store.load(project).all(Kpi)] == ["K-1"]
