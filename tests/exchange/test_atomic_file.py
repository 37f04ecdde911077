"""A file is replaced whole or not at all, and whoever cannot write hears why."""

import os
from pathlib import Path

import pytest

from cockpit.domain.problem import Refused
from cockpit.exchange.atomic_file import in_turn, write_file
from cockpit.language import say


def mode_of(path: Path) -> str:
    return oct(path.stat().st_mode & 0o7777)


def refusal(path: Path) -> str:
    with pytest.raises(Refused) as refused:
        write_file(path, "new")
    (problem,) = refused.value.problems
    return say(problem.message)


def test_a_new_file_is_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    write_file(path, "été\n")
    assert path.read_bytes() == "été\n".encode()
    assert mode_of(path) == "0o600"
    assert [each.name for each in tmp_path.iterdir()] == ["a.toml"]


@pytest.mark.parametrize("mode", [0o640, 0o664, 0o400])
def test_a_file_keeps_its_mode(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "a.toml"
    path.write_text("old", encoding="utf-8")
    path.chmod(mode)
    write_file(path, "new")
    assert (path.read_text(encoding="utf-8"), mode_of(path)) == ("new", oct(mode))


def test_a_link_stays_one(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    target, link = tmp_path / "real" / "a.toml", tmp_path / "link.toml"
    target.write_text("old", encoding="utf-8")
    link.symlink_to(target)
    write_file(link, "new")
    assert link.is_symlink()
    assert target.read_text(encoding="utf-8") == "new"


def test_a_missing_folder(tmp_path: Path) -> None:
    assert refusal(tmp_path / "no" / "a.toml") == f"There is no folder {tmp_path}/no; make it first"


def test_a_file_where_a_folder_should_be(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert refusal(tmp_path / "file" / "a.toml") == f"There is no folder {tmp_path}/file; make it first"


def test_a_folder(tmp_path: Path) -> None:
    assert refusal(tmp_path) == f"{tmp_path} is a folder; name a file in it"


def test_a_pipe_is_left_alone(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert refusal(tmp_path / "pipe") == f"{tmp_path}/pipe is no ordinary file; name another"


def test_a_folder_that_may_not_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # A test may run as root, whom no mode keeps from writing.
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("tempfile.mkstemp", refuse)
    assert refusal(tmp_path / "a.toml") == f"You may not write in the folder {tmp_path}; choose another"


def test_a_full_disk_leaves_the_old_file_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    path = tmp_path / "a.toml"
    path.write_text("old", encoding="utf-8")
    monkeypatch.setattr("os.fsync", full)
    assert refusal(path) == f"{path} cannot be written: No space left on device"
    assert [(each.name, each.read_text(encoding="utf-8")) for each in tmp_path.iterdir()] == [("a.toml", "old")]


def test_a_name_that_is_none(tmp_path: Path) -> None:
    assert refusal(tmp_path / "nul\0.toml") == f"{tmp_path}/nul.toml is no name of a file"


def test_a_name_that_is_too_long(tmp_path: Path) -> None:
    assert refusal(tmp_path / ("x" * 300)).endswith("File name too long")


def test_whoever_does_not_come_to_an_end_is_not_waited_for_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cockpit.exchange.atomic_file._PATIENCE", 0.05)
    reached = []
    with in_turn(tmp_path / "file"), in_turn(tmp_path / "file"):
        reached.append("both")
    with in_turn(tmp_path / "no folder" / "file"):
        reached.append("no lock")
    assert reached == ["both", "no lock"]
