"""A store of its own for every test, and a clock that stands still until it is moved."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from cockpit.store import Store, open_store

Opener = Callable[..., Store]


class Clock:
    """An instant that a test moves."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def move(self, **span: float) -> None:
        """Let time pass."""
        self.now += timedelta(**span)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "cockpit.db"


@pytest.fixture
def opened(path: Path, clock: Clock) -> Iterator[Opener]:
    """Opens the test's store as often as wanted, for whom is wanted."""
    stores = []

    def open_for(who: str = "lea", **options: bool) -> Store:
        store = open_store(path, who=who, create=not options.get("read_only"), clock=clock, **options)
        stores.append(store)
        return store

    yield open_for
    for store in stores:
        store.close()


@pytest.fixture
def store(opened: Opener) -> Store:
    return opened()


@pytest.fixture
def project(store: Store) -> str:
    """The uid of a project in the store."""
    return store.create_project({"key": "ALTURA", "title": "Altura"}).uid
