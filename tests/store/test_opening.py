"""What is opened, what is refused with what to do, and that a refused file is left as it was."""

import os
import sqlite3
import stat
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from cockpit.domain.edit import Act, Create
from cockpit.domain.problem import Refused
from cockpit.domain.risk import Risk
from cockpit.language import say
from cockpit.store import Store, open_store
from cockpit.store.engine import APPLICATION_ID, Damaged, told

PEAK: dict[str, Any] = {"title": "Peak load", "inherent_likelihood": 4, "inherent_impact": 5}


def refusal(path: Path, **options: Any) -> str:
    """The one sentence with which a path is refused."""
    with pytest.raises(Refused) as refused:
        open_store(path, who="lea", **options).load("anything")
    assert len(refused.value.problems) == 1
    return say(refused.value.problems[0].message)


def test_a_new_store_can_be_read_by_its_owner_alone(store: Store, project: str, path: Path) -> None:
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    for beside in path.parent.glob("cockpit.db-*"):
        assert stat.S_IMODE(beside.stat().st_mode) == 0o600


def test_a_store_keeps_what_it_acknowledged_safely(store: Store) -> None:
    with store._file.engine.connect() as connection:
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


def test_on_a_network_folder_the_log_gives_way_to_a_journal_and_the_user_is_told(
    opened: Callable[..., Store], path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file was made elsewhere, and copied there with its write-ahead log on."""
    local = opened()
    project = local.create_project({"key": "ALTURA", "title": "Altura"}).uid
    local.close()
    content = path.read_bytes()
    assert content[18:20] == b"\x02\x02"
    path = path.with_name("copied.db")
    path.write_bytes(content)
    monkeypatch.setattr("cockpit.store.engine.on_network", lambda path: True)

    with closing(open_store(path, who="lea")) as store:
        assert [say(notice) for notice in store.notices] == [
            f"{path} lies where several sessions cannot share it quickly (a network folder): they will wait for each other"
        ]
        store.apply(project, Act((Create(Risk, PEAK),)))
        assert not path.with_name("copied.db-wal").exists()
    assert path.read_bytes()[18:20] == b"\x01\x01"


def test_a_reader_that_may_not_write_the_folder_sees_what_others_write_later(
    opened: Callable[..., Store], path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It opens the file while nobody writes, and then somebody does, who goes again."""
    writer = opened()
    project = writer.create_project({"key": "ALTURA", "title": "Altura"}).uid
    writer.close()
    monkeypatch.setattr(os, "access", lambda file, mode: bool(Path(file).stat().st_mode & (mode << 6)))
    path.parent.chmod(0o500)
    reader = opened("karim", read_only=True)
    assert reader.load(project).all(Risk) == ()
    assert reader.news(project) == ()
    monkeypatch.undo()

    writer = opened()
    writer.apply(project, Act((Create(Risk, PEAK),)))
    assert len(reader.load(project).all(Risk)) == 1
    assert [batch.who for batch in reader.news(project)] == ["lea"]

    writer.apply(project, Act(tuple(Create(Risk, {**PEAK, "cause": "x" * 20_000}) for _ in range(100))))
    writer.close()
    assert len(reader.load(project).all(Risk)) == 101
    assert len(reader.news(project)) == 1
    path.parent.chmod(0o700)


def test_a_full_disk_is_told_and_nothing_is_lost(store: Store, project: str) -> None:
    store.apply(project, Act((Create(Risk, PEAK),)))
    before = store.load(project)
    big = Act(tuple(Create(Risk, {**PEAK, "cause": "x" * 20_000}) for _ in range(50)))
    with store._file.engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")

    with pytest.raises(Refused) as refused:
        store.apply(project, big)

    assert say(refused.value.problems[0].message) == f"The disk that holds {store.path} is full; nothing was written"
    assert store.load(project) is before
    with store._file.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 1000000")
    store.apply(project, big)
    assert len(store.load(project).all(Risk)) == 51


def test_a_disk_that_fails_is_not_taken_for_a_damaged_store(path: Path) -> None:
    with pytest.raises(Refused) as refused, told(path):
        raise sqlite3.OperationalError("disk I/O error")

    assert not isinstance(refused.value, Damaged)
    assert "does not answer" in say(refused.value.problems[0].message)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE row_change SET kind = 'gone'",
        "UPDATE row_change SET after = '[]' WHERE kind = 'risk'",
        "UPDATE row_change SET after = '{}' WHERE kind = 'risk'",
        "UPDATE row_change SET after = replace(after, 'open', 'odd') WHERE kind = 'risk'",
        "UPDATE row_change SET after = replace(after, '2026-03-01', '2026-13-01') WHERE kind = 'risk'",
        "UPDATE batch SET at = 'yesterday'",
        "UPDATE batch SET deed = 'nothing'",
    ],
)
def test_a_log_that_holds_what_cannot_be_is_told(opened: Callable[..., Store], path: Path, statement: str) -> None:
    store = opened()
    project = store.create_project({"key": "ALTURA", "title": "Altura"}).uid
    store.apply(project, Act((Create(Risk, {**PEAK, "identified_on": "2026-03-01"}),)))
    store.close()
    with closing(sqlite3.connect(path)) as raw, raw:
        raw.execute(statement)

    for use in (Store.history, Store.undo, lambda store, project: store.state_at(project, date(2026, 3, 2))):
        with pytest.raises(Refused, match="damaged"):
            use(opened(), project)
