"""An older file is backed up and brought up to date, all of it or not at all; a migrated schema equals a fresh one."""

import sqlite3
import textwrap
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine

from cockpit.domain.problem import Refused
from cockpit.store import Store
from cockpit.store import engine as sqlite
from cockpit.store.backup import backup
from cockpit.store.migration import SCRIPTS, migrate, upgrade
from cockpit.store.opening import SCHEMA

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
NEXT = SCHEMA + 1


def schema(path: Path) -> dict[str, tuple[object, ...]]:
    """Tables with their columns, keys, indexes and checks, whatever the spelling of the statements."""
    raw = sqlite3.connect(path)
    found: dict[str, tuple[object, ...]] = {}
    for name, statement in raw.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"):
        checks = (
            part.partition("FOREIGN KEY")[0] for part in " ".join(statement.split()).split("CONSTRAINT ") if "CHECK" in part
        )
        found[name] = (
            sorted(raw.execute(f"PRAGMA table_info('{name}')")),
            sorted(row[2:] for row in raw.execute(f"PRAGMA foreign_key_list('{name}')")),
            sorted(row[1:] for row in raw.execute(f"PRAGMA index_list('{name}')")),
            sorted(check.rstrip(", )") for check in checks),
            "WITHOUT ROWID" in statement.upper(),
            statement.upper().count("DEFERRABLE INITIALLY DEFERRED"),
        )
    raw.close()
    return found


def test_the_migrated_schema_equals_a_fresh_one(opened: Callable[..., Store], path: Path, tmp_path: Path) -> None:
    opened().close()
    migrated = tmp_path / "migrated.db"
    sqlite.create_file(migrated)
    engine = sqlite.engine_for(migrated, read_only=False)
    with engine.begin() as connection:
        upgrade(connection, "head")
        sqlite.stamp(connection, SCHEMA)
    engine.dispose()

    fresh = schema(path)

    assert len(fresh) > 60
    assert schema(migrated) == fresh


@pytest.fixture
def scripts(tmp_path: Path) -> Path:
    """The migrations with one more, that adds a table, and another, that fails half way through."""
    folder = tmp_path / "migrations"
    (folder / "versions").mkdir(parents=True)
    (folder / "env.py").write_text((SCRIPTS / "env.py").read_text(encoding="utf-8"), encoding="utf-8")
    for script in (SCRIPTS / "versions").glob("*.py"):
        (folder / "versions" / script.name).write_text(script.read_text(encoding="utf-8"), encoding="utf-8")
    step = """
        from alembic import op

        revision = "{revision}"
        down_revision = "{before}"

        def upgrade():
            op.execute("CREATE TABLE {table} (name TEXT)")
            op.execute("INSERT INTO {table} VALUES ({value})")
        """
    for revision, table, value in ((NEXT, "better", "'fine'"), (NEXT + 1, "worse", "no_such_column")):
        text = textwrap.dedent(step).format(revision=f"{revision:04}", before=f"{revision - 1:04}", table=table, value=value)
        (folder / "versions" / f"{revision:04}_step.py").write_text(text, encoding="utf-8")
    return folder


def test_an_older_store_is_backed_up_and_brought_up_to_date(opened: Callable[..., Store], path: Path, scripts: Path) -> None:
    store = opened()
    store.create_project({"key": "ALTURA", "title": "Altura"})

    copy = migrate(path, store._engine, NEXT, lambda: NOW, scripts)

    assert copy
    assert copy.name == f"cockpit-20260302T090000Z-before-{NEXT:04}.db"
    assert copy.stat().st_mode & 0o777 == 0o600
    with sqlite3.connect(path) as after, sqlite3.connect(copy) as before:
        assert after.execute("SELECT name FROM better").fetchall() == [("fine",)]
        assert after.execute("SELECT key FROM project").fetchall() == [("ALTURA",)]
        assert after.execute("PRAGMA user_version").fetchone() == (NEXT,)
        assert before.execute("PRAGMA user_version").fetchone() == (SCHEMA,)
        assert before.execute("SELECT key FROM project").fetchall() == [("ALTURA",)]


def test_a_migration_that_fails_leaves_the_file_as_it_was(opened: Callable[..., Store], path: Path, scripts: Path) -> None:
    store = opened()
    store.create_project({"key": "ALTURA", "title": "Altura"})
    before = schema(path)

    with pytest.raises(Refused, match="no_such_column"):
        migrate(path, store._engine, NEXT + 1, lambda: NOW, scripts)

    assert schema(path) == before
    assert [project.key for project in store.projects()] == ["ALTURA"]
    with sqlite3.connect(path) as after:
        assert after.execute("PRAGMA user_version").fetchone() == (SCHEMA,)
    assert len(list((path.parent / "backups").iterdir())) == 1


def test_of_sessions_that_open_an_older_store_at_once_one_brings_it_up_to_date(
    opened: Callable[..., Store], path: Path, scripts: Path
) -> None:
    opened().create_project({"key": "ALTURA", "title": "Altura"})
    engines = [sqlite.engine_for(path, read_only=False) for _ in range(4)]
    barrier = threading.Barrier(len(engines))

    def bring_up_to_date(engine: Engine) -> Path | None:
        with engine.connect():
            barrier.wait()
        return migrate(path, engine, NEXT, lambda: NOW, scripts)

    with ThreadPoolExecutor(len(engines)) as pool:
        copies = [copy for copy in pool.map(bring_up_to_date, engines) if copy]
    for engine in engines:
        engine.dispose()

    assert copies == list((path.parent / "backups").iterdir())
    with closing(sqlite3.connect(path)) as after:
        assert after.execute("SELECT name FROM better").fetchall() == [("fine",)]
        assert after.execute("PRAGMA user_version").fetchone() == (NEXT,)


def test_a_backup_for_which_there_is_no_room_is_not_left_half_done(
    path: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Full(sqlite3.Connection):
        def backup(self, *_: object, **__: object) -> None:
            raise sqlite3.OperationalError("database or disk is full")

    connect = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda *given, **named: connect(*given, **named, factory=Full))

    with pytest.raises(Refused, match="is full"):
        backup(path, lambda: NOW, "asked")
    assert list((path.parent / "backups").iterdir()) == []
