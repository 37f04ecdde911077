"""Every test of the widgets begins and ends in English."""

from collections.abc import Iterator

import pytest

from cockpit import language
from tests.style_files import parsed_once

__all__ = ["parsed_once"]


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Each test starts in English and leaves no other language behind."""
    language.choose("en", {})
    yield
    language.choose("en", {})


@pytest.fixture
def french() -> None:
    """A test that happens in French."""
    assert language.choose("fr", {}) == "fr", "the French catalogue is not compiled: run `make catalogue`"
