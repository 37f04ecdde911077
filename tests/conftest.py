"""What tests of all rooms share."""

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from cockpit.language import choose
from cockpit.store import opening
from tests.at_rest import waiting_ends_when_all_is_done
from tests.command_line import CommandLine
from tests.sound_store import Sound, sound_store
from tests.thoroughness import USUAL

__all__ = ["waiting_ends_when_all_is_done"]

settings.load_profile(USUAL)


def pytest_collection_finish() -> None:
    """What was imported and collected stays until the end: it is not looked through for garbage again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 10, 12)


@pytest.fixture(scope="session", autouse=True)
def _what_is_over_is_garbage() -> Iterator[None]:
    """A cockpit looks for garbage next to never, and keeps what it has read out of the search, as it runs as long as the process elsewhere."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(gc, "freeze", lambda: None)
        patch.setattr(gc, "set_threshold", lambda *_: None)
        yield


@pytest.fixture
def cockpit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[CommandLine]:
    """The command line, with no store yet; who edits is ``lea``."""
    command_line = CommandLine(tmp_path, monkeypatch, capsys)
    command_line.set_up()
    yield command_line
    choose("en", {})


@pytest.fixture(scope="session")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Sound:
    """The files of a store as it should be."""
    return sound_store(tmp_path_factory.mktemp("sound"))


@pytest.fixture(scope="session", autouse=True)
def _tables_made_once() -> Iterator[None]:
    """A new store gets the tables of the first one: to make them takes longer than most of what is done with them."""
    furnish, furnished = opening._furnish, b""

    def copied(draft: Path) -> None:
        nonlocal furnished
        if not furnished:
            furnish(draft)
            furnished = draft.read_bytes()
        draft.write_bytes(furnished)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(opening, "_furnish", copied)
        yield
