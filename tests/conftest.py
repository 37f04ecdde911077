"""What tests of all rooms share."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from cockpit.language import choose
from tests.command_line import CommandLine


@pytest.fixture
def cockpit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[CommandLine]:
    """The command line, with no store yet; who edits is ``lea``."""
    command_line = CommandLine(tmp_path, monkeypatch, capsys)
    command_line.set_up()
    yield command_line
    choose("en", {})
