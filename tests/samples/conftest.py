"""The Altura sample as it is shipped."""

import pytest

from cockpit.domain.state import ProjectState
from cockpit.exchange.snapshot import Snapshot
from tests.samples.reading import shipped


@pytest.fixture(scope="session")
def sample() -> Snapshot:
    return shipped("altura")


@pytest.fixture(scope="session")
def state(sample: Snapshot) -> ProjectState:
    return sample.state
