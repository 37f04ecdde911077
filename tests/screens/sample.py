"""The cockpit on the sample project, on the evening of its last day."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from shutil import copyfile

from textual.pilot import Pilot

from cockpit.app import CockpitApp
from cockpit.exchange.samples import load
from cockpit.store import Store, open_store
from tests.screens.conftest import settled

LAST_EVENING = datetime(2026, 11, 20, 17, 30, tzinfo=UTC)


def sample_store(path: Path) -> Path:
    """A store with the sample, which Lea leads."""
    snapshot = load("altura")
    store = open_store(path, who="lea", create=True, clock=lambda: LAST_EVENING)
    store.bring_in(snapshot.state, snapshot.batches)
    store.close()
    return path


@asynccontextmanager
async def on_sample(
    store: Path, folder: Path, size: tuple[int, int] = (120, 40)
) -> AsyncIterator[tuple[CockpitApp, Pilot[None]]]:
    """The cockpit on a copy of ``store`` in ``folder``, for Lea."""
    copy = folder / "copy.db"
    copyfile(store, copy)

    def source() -> tuple[Store, str]:
        found = open_store(copy, who="lea", clock=lambda: LAST_EVENING)
        return found, found.projects()[0].uid

    app = CockpitApp(source, clock=lambda: LAST_EVENING, environment={}, drafts_file=folder / "drafts", polling=0.02)
    async with app.run_test(size=size) as pilot:
        await settled(app, pilot)
        yield app, pilot
