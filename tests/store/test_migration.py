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

from cockpit.domain.edit import Act, Create, Delete, Record
from cockpit.domain.kpi import Group, Kpi
from cockpit.domain.period import periods_of
from cockpit.domain.problem import Refused
from cockpit.store import Store, open_store
from cockpit.store import engine as sqlite
from cockpit.store.backup import backup
from cockpit.store.migration import SCRIPTS, migrate, upgrade
from cockpit.store.opening import SCHEMA
from cockpit.store.place import create_file

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
    create_file(migrated)
    engine = sqlite.engine_for(migrated, read_only=False)
    with engine.begin() as connection:
        upgrade(connection, "head")
        sqlite.stamp(connection, SCHEMA)
    engine.dispose()

    fresh = schema(path)

    assert len(fresh) > 60
    assert schema(migrated) == fresh


def as_of_schema_1(newer: Path, path: Path) -> None:
    """Make a store of the first schema at ``path`` with all that it had room for in ``newer``."""
    create_file(path)
    engine = sqlite.engine_for(path, read_only=False)
    with engine.begin() as connection:
        upgrade(connection, "0001")
        sqlite.stamp(connection, 1)
    engine.dispose()
    with closing(sqlite3.connect(path)) as raw, raw:
        raw.execute("ATTACH ? AS newer", (str(newer),))
        for (table,) in raw.execute(
            "SELECT name FROM main.sqlite_master WHERE type = 'table' AND name != 'alembic_version'"
        ).fetchall():
            columns = ", ".join(f'"{name}"' for _, name, *_ in raw.execute(f'PRAGMA main.table_info("{table}")'))
            raw.execute(f'DELETE FROM main."{table}"')
            raw.execute(f'INSERT INTO main."{table}" ({columns}) SELECT {columns} FROM newer."{table}"')


def measurements_and_totals(path: Path) -> list[list[tuple[object, ...]]]:
    """What there is of series, of their changes and of the totals of their periods."""
    with closing(sqlite3.connect(path)) as raw:
        tables = (
            "SELECT id, kpi, held FROM series",
            'SELECT batch, series, "first", "last", removed, added FROM series_change',
            "SELECT * FROM period_total",
        )
        return [raw.execute(f"{select} ORDER BY 1, 2").fetchall() for select in tables]


def test_a_store_of_the_first_schema_opens_with_the_totals_of_its_measurements(
    opened: Callable[..., Store], path: Path, tmp_path: Path
) -> None:
    store = opened()
    project = store.create_project({"key": "ALTURA", "title": "Altura"}).uid
    store.apply(project, Act((Create(Kpi, {"title": "Load"}, "load"), Create(Kpi, {"title": "Cost", "cadence": "day"}, "cost"))))
    days = {f"2026-03-{day:02}": float(day) for day in range(1, 31)}
    store.apply(project, Act((Record("load", Group.PILOT, days), Record("cost", Group.ALL, {"2026-03-01T23:30:00+00:00": 2.5}))))
    store.apply(project, Act((Record("load", Group.PILOT, {"2026-03-04": 9.0, "2026-03-20": None}),)))
    store.apply(project, Act((Delete(store.load(project).all(Kpi)[1]),)))
    older = tmp_path / "older.db"
    as_of_schema_1(path, older)

    with closing(open_store(older, who="lea")) as migrated:
        assert measurements_and_totals(older) == measurements_and_totals(path)
        assert migrated.load(project) == store.load(project)
        assert migrated.history(project) == store.history(project)
        # Of the week of Monday 2 March, with the 4th corrected: 2 + 3 + 9 + 5 + 6 + 7 + 8.
        second = periods_of(migrated.load(project), migrated.load(project).all(Kpi)[0], Group.PILOT)[1]
        assert (second.value, second.measurements) == (40 / 7, 7)
        for each in (migrated, store):
            each.undo(project)
        assert migrated.load(project) == store.load(project)
        assert measurements_and_totals(older) == measurements_and_totals(path)


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

    copy = migrate(path, store._file.engine, NEXT, lambda: NOW, scripts)

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
        migrate(path, store._file.engine, NEXT + 1, lambda: NOW, scripts)

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
