"""What is opened, what is refused with what to do, and that a refused file is left as it was."""

import os
import sqlite3
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cockpit.domain.act import Act, Create
from cockpit.domain.problem import Refused
from cockpit.domain.risk import Risk
from cockpit.store import Store, open_store
from cockpit.store.engine import APPLICATION_ID


def refusal(path: Path, **options: Any) -> str:
    """The one sentence with which a path is refused."""
    with pytest.raises(Refused) as refused:
        open_store(path, who="lea", **options).load("anything")
    assert len(refused.value.problems) == 1
    from cockpit.language import say

    return say(refused.value.problems[0].message)


def test_a_new_store_can_be_read_by_its_owner_alone(store: Store, project: str, path: Path) -> None:
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    for beside in path.parent.glob("cockpit.db-*"):
        assert stat.S_IMODE(beside.stat().st_mode) == 0o600


def test_a_store_keeps_what_it_acknowledged_safely(store: Store) -> None:
    with store._engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1


def test_a_missing_store_is_not_made_unasked(path: Path) -> None:
    assert "cockpit project new" in refusal(path)
    assert not path.exists()


def test_a_folder_is_no_store(tmp_path: Path) -> None:
    assert "is a folder" in refusal(tmp_path)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is empty"),
        (b"\n", "no cockpit store"),
        (b"[project]\ntitle = 'Altura'\n" * 50, "no cockpit store"),
        (b"SQLite format 3\x00" + b"\x00" * 84, "damaged"),
        (b"SQLite format 3\x00", "the end of the file is missing"),
        (b"SQLite format 3\x00" + bytes(range(256)) * 64, "damaged"),
    ],
    ids=["empty", "a blank line", "a text", "a header without a page", "a header cut short", "a header before rubbish"],
)
@pytest.mark.parametrize("create", [False, True])
def test_a_file_that_is_no_store_is_left_as_it_is(path: Path, content: bytes, sentence: str, create: bool) -> None:
    path.write_bytes(content)

    assert sentence in refusal(path, create=create)
    assert path.read_bytes() == content


def test_the_database_of_another_program_is_left_as_it_is(path: Path) -> None:
    with sqlite3.connect(path) as foreign:
        foreign.execute("CREATE TABLE song (title TEXT)")
    foreign.close()
    content = path.read_bytes()

    assert "another program" in refusal(path)
    assert path.read_bytes() == content


def test_a_store_of_a_newer_program_is_left_as_it_is(path: Path) -> None:
    open_store(path, who="lea", create=True).close()
    with sqlite3.connect(path) as newer:
        newer.execute("PRAGMA user_version = 4000")
    newer.close()
    content = path.read_bytes()

    assert "newer cockpit" in refusal(path)
    assert path.read_bytes() == content


def test_a_truncated_store_is_refused_and_left_as_it_is(opened: Callable[..., Store], path: Path) -> None:
    store = opened()
    store.create_project({"key": "ALTURA", "title": "Altura"})
    store.close()
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])

    assert "the end of the file is missing" in refusal(path)
    assert path.read_bytes() == content[: len(content) // 2]


def test_damage_in_the_middle_is_told_when_it_is_met(opened: Callable[..., Store], path: Path) -> None:
    store = opened()
    project = store.create_project({"key": "ALTURA", "title": "Altura"}).uid
    store.close()
    content = path.read_bytes()
    middle = content[:4096] + b"\xff" * (len(content) - 8192) + content[-4096:]
    path.write_bytes(middle)

    with pytest.raises(Refused, match="damaged"):
        open_store(path, who="lea").load(project)
    assert path.read_bytes() == middle


def test_a_file_that_may_not_be_written_is_opened_for_reading(
    opened: Callable[..., Store], path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The superuser may write anything: the permission is read off the file's mode, as it holds for everybody else.
    monkeypatch.setattr(os, "access", lambda file, mode: bool(Path(file).stat().st_mode & (mode << 6)))
    store = opened()
    project = store.create_project({"key": "ALTURA", "title": "Altura"}).uid
    store.close()
    path.chmod(0o400)

    reader = opened("karim")

    assert reader.read_only
    assert reader.load(project).project.key == "ALTURA"
    with pytest.raises(Refused, match="reading only"):
        reader.apply(project, Act((Create(Risk, {"title": "x", "inherent_likelihood": 1, "inherent_impact": 1}),)))


def test_a_new_store_says_where_it_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")

    assert "cannot be created" in refusal(tmp_path / "file" / "cockpit.db", create=True)


def test_a_store_is_known_by_its_header(opened: Callable[..., Store], path: Path) -> None:
    opened().close()

    assert int.from_bytes(path.read_bytes()[68:72], "big") == APPLICATION_ID


def test_the_database_itself_refuses_what_is_out_of_bounds(store: Store, project: str) -> None:
    store.apply(project, Act((Create(Risk, {"title": "x", "inherent_likelihood": 1, "inherent_impact": 1}),)))
    raw = sqlite3.connect(store.path)
    raw.execute("PRAGMA foreign_keys = ON")
    for statement in (
        "UPDATE risk SET inherent_likelihood = 6",
        "UPDATE risk SET inherent_impact = 0",
        "UPDATE risk SET status = 'lost'",
        "UPDATE risk SET title = ''",
        "UPDATE risk SET loss_low = 2, loss_likely = 1",
        "UPDATE risk SET version = 0",
        "UPDATE project SET currency = 'EUROS'",
    ):
        with pytest.raises(sqlite3.IntegrityError):
            raw.execute(statement)
    with pytest.raises(sqlite3.IntegrityError), raw:
        raw.execute("UPDATE risk SET owner = 'nobody'")
    raw.close()
