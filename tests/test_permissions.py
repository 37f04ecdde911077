"""Files that may only be read, or not even that: readers read what they can, writers are told, and nothing is lost."""

import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.command_line import Answer, CommandLine, files, refused
from tests.sound_store import SNAPSHOT, Sound


@dataclass(frozen=True)
class Unprivileged:
    """Calls the program as somebody who may not do everything."""

    folder: Path
    command_line: CommandLine
    options: Mapping[str, Any]

    @property
    def store(self) -> Path:
        return self.folder / "cockpit.db"

    @property
    def can_run(self) -> bool:
        """Whether they may run the program at all."""
        try:
            return self("--version").code == 0
        except PermissionError:
            return False

    def __call__(self, *arguments: str | Path) -> Answer:
        home = {name: str(self.folder) for name in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME")}
        environment = {**home, "COCKPIT_DB": str(self.store)}
        return self.command_line.process(*arguments, environment=environment, **self.options)


@pytest.fixture
def unprivileged(cockpit: CommandLine, sound: Sound) -> Iterator[Unprivileged]:
    """Somebody with a store in a folder of their own."""
    nobody = 65534
    folder = Path(tempfile.mkdtemp(prefix="cockpit-test-"))
    somebody = Unprivileged(folder, cockpit, {"user": nobody, "group": nobody} if os.geteuid() == 0 else {})
    try:
        somebody.store.write_bytes(sound.folded)
        if somebody.options:
            os.chown(folder, nobody, nobody)
            os.chown(somebody.store, nobody, nobody)
        if not somebody.can_run:
            pytest.skip("the program can only be run by the superuser here")
        yield somebody
    finally:
        folder.chmod(0o700)
        shutil.rmtree(folder)


def test_somebody_else_may_only_read(unprivileged: Unprivileged, sound: Sound) -> None:
    unprivileged.store.chmod(0o400)

    assert unprivileged("project", "list").code == 0
    assert unprivileged("log").code == 0
    refused(unprivileged("undo"), unprivileged.store, "open for reading only")
    assert unprivileged.store.read_bytes() == sound.folded


def test_a_folder_that_may_not_be_written_in_is_enough_to_read(unprivileged: Unprivileged, sound: Sound) -> None:
    unprivileged.folder.chmod(0o500)

    assert unprivileged("project", "list").code == 0
    refused(unprivileged("undo"), unprivileged.store, "open for reading only")
    assert files(unprivileged.folder) == {str(unprivileged.store): sound.folded}


@pytest.mark.parametrize("command", [("project", "list"), ("undo",), ("snapshot", "export")])
def test_a_store_that_may_not_be_read_is_told(unprivileged: Unprivileged, command: tuple[str, ...]) -> None:
    unprivileged.store.chmod(0)
    refused(unprivileged(*command), unprivileged.store, "cannot be read: Permission denied")

    unprivileged.folder.chmod(0)
    refused(unprivileged(*command), unprivileged.store, "cannot be read: Permission denied")


def test_a_snapshot_that_may_not_be_read_or_written_is_told(unprivileged: Unprivileged, sound: Sound) -> None:
    file = unprivileged.folder / "altura.toml"
    file.write_text(SNAPSHOT, "utf-8")
    file.chmod(0)

    refused(unprivileged("snapshot", "check", file), f"You may not read {file}")
    refused(unprivileged("snapshot", "export", "-o", "/altura.toml"), "You may not write in the folder /")
    assert unprivileged.store.read_bytes() == sound.folded
