"""What is exported comes back as it was: state, history, and the bytes of the next export."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cockpit.domain.catalogue import ENTITIES
from cockpit.domain.change import Batch
from cockpit.domain.entity import Entity
from cockpit.domain.state import ProjectState
from cockpit.exchange.snapshot import export_text, read_text
from tests.strategies import projects
from tests.thoroughness import examples

Project = tuple[ProjectState, tuple[Batch, ...]]


def check_round_trip(state: ProjectState, batches: tuple[Batch, ...]) -> None:
    text = export_text(state, batches)
    snapshot = read_text(text)
    assert snapshot.state == state
    assert snapshot.batches == batches
    assert snapshot.matches_history
    assert not snapshot.edited
    assert export_text(snapshot.state, snapshot.batches) == text


@given(projects(most_acts=12))
@examples(60)
def test_a_project_comes_back_with_its_past(project: Project) -> None:
    check_round_trip(*project)


@pytest.mark.parametrize("entity", ENTITIES, ids=lambda entity: entity.kind)
@given(data=st.data())
@examples(4)
def test_every_entity_comes_back(entity: type[Entity], data: st.DataObject) -> None:
    state, batches = data.draw(projects(most_acts=1, first=entity))
    check_round_trip(state, batches)
