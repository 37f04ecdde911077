"""Stores with a sample in them: each is made once a process, because to bring a sample in takes longer than most tests."""

from contextlib import closing
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from cockpit.exchange.samples import load, shifted
from cockpit.exchange.snapshot import Snapshot
from cockpit.store import open_store

LAST_EVENING = datetime(2026, 11, 20, 17, 30, tzinfo=UTC)
"""The evening of the last day that the samples tell of."""


@cache
def as_written(name: str) -> Snapshot:
    """A sample as it was written."""
    return load(name)


@cache
def as_of_today(name: str) -> Snapshot:
    """A sample, its dates moved so that it ends today."""
    return shifted(as_written(name), datetime.now(UTC))


def sample_store(path: Path, name: str = "altura", *, until_today: bool = False) -> Path:
    """A new store with a sample at ``path``, which Lea leads."""
    path.write_bytes(_file(name, until_today))
    return path


@cache
def _file(name: str, until_today: bool) -> bytes:
    snapshot = as_of_today(name) if until_today else as_written(name)
    now = datetime.now(UTC) if until_today else LAST_EVENING
    with TemporaryDirectory() as folder:
        path = Path(folder) / "cockpit.db"
        with closing(open_store(path, who="lea", create=True, clock=lambda: now)) as store:
            store.bring_in(snapshot.state, snapshot.batches)
        return path.read_bytes()
