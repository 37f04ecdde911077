"""The samples as they are shipped, read once."""

import pytest

from cockpit.domain.state import ProjectState
from cockpit.exchange.samples import sample_path
from cockpit.exchange.snapshot import Snapshot, read_text


@pytest.fixture(scope="session")
def text() -> str:
    return sample_path("altura").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def sample(text: str) -> Snapshot:
    return read_text(text)


@pytest.fixture(scope="session")
def state(sample: Snapshot) -> ProjectState:
    return sample.state
