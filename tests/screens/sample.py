"""The cockpit on the sample project, on the evening of its last day."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from shutil import copyfile

from textual.pilot import Pilot

from cockpit.app import CockpitApp
from cockpit.store import Store, open_store
from tests.sample_stores import LAST_EVENING, sample_store
from tests.screens.conftest import settled

__all__ = ["LAST_EVENING", "on_sample", "sample_store"]


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

    app = CockpitApp(source, clock=lambda: LAST_EVENING, environment={}, drafts_folder=folder / "drafts", polling=0.1)
    async with app.run_test(size=size) as pilot:
        await settled(app, pilot)
        yield app, pilot
