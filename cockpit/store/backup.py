"""Copies of a store, taken before its schema changes and whenever the user asks."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from cockpit.store import engine as sqlite


def backup(path: Path, clock: Callable[[], datetime], reason: str) -> Path:
    """Copy the store at ``path`` into the folder ``backups`` beside it and return where; ``reason`` goes into the name."""
    stamp = clock().strftime("%Y%m%dT%H%M%SZ")
    folder = path.parent / "backups"
    target = folder / f"{path.stem}-{stamp}-{reason}{path.suffix}"
    count = 1
    while target.exists():
        count += 1
        target = folder / f"{path.stem}-{stamp}-{reason}-{count}{path.suffix}"
    with sqlite.told(path):
        sqlite.backup_to(path, target)
    return target
