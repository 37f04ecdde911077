"""Every test of this folder hears English."""

from collections.abc import Iterator

import pytest

from cockpit import language


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    language.choose("en", {})
    yield
    language.choose("en", {})
