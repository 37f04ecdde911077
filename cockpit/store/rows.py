"""Rows and statements: how each entity is written to its table and read back, derived from its fields.

Plain SQL rather than table objects: building those for every entity costs more than reading a whole project.
"""

import gc
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Connection, text

from cockpit.domain.catalogue import ENTITIES, entity_of
from cockpit.domain.change import RowChange
from cockpit.domain.entity import Entity, FieldSpec, Plain, Shape, canonical, fields_of
from cockpit.domain.message import N_, message
from cockpit.domain.problem import refuse
from cockpit.domain.project import Project
from cockpit.domain.state import values_of
from cockpit.store.engine import PLACEHOLDER, as_written, fetched

_AS_JSON = (Shape.REFERENCES, Shape.LINES, Shape.PARAMETERS)


@dataclass(frozen=True)
class _Codec:
    """The columns of an entity in order, and what turns each stored value into the one that a row holds (None: it is that)."""

    columns: tuple[str, ...]
    readers: tuple[tuple[int, Callable[[Any], Any]], ...]
    select: str
    insert: str
    delete: str


@cache
def _codec(entity: type[Entity]) -> _Codec:
    specs = fields_of(entity)
    columns = ("uid", "ref", "version", *(spec.name for spec in specs))
    readers = tuple((place, _reader(spec)) for place, spec in enumerate(specs, start=3) if _is_converted(spec))
    quoted = ", ".join(f'"{name}"' for name in columns)
    owned = entity is not Project
    values = ", ".join(f":{name}" for name in columns)
    return _Codec(
        columns=columns,
        readers=readers,
        select=f'SELECT {quoted} FROM "{entity.kind}" WHERE {"project" if owned else "uid"} = {PLACEHOLDER}',
        insert=f'INSERT INTO "{entity.kind}" ({"project, " if owned else ""}{quoted}) VALUES ({":project, " if owned else ""}{values})',
        delete=f'DELETE FROM "{entity.kind}" WHERE uid = {PLACEHOLDER} AND version = {PLACEHOLDER}',
    )


def _is_converted(spec: FieldSpec) -> bool:
    return spec.shape in (*_AS_JSON, Shape.DATE, Shape.INSTANT, Shape.CHOICE, Shape.FLAG)


def _reader(spec: FieldSpec) -> Callable[[Any], Any]:
    if spec.shape in _AS_JSON:
        return lambda stored: spec.value(json.loads(stored))
    if spec.shape is Shape.CHOICE:
        assert spec.choices
        members = {member.value: member for member in spec.choices}
        return members.__getitem__
    return spec.value


def _stored(spec: FieldSpec, plain: Plain) -> Any:
    return canonical(plain) if spec.shape in _AS_JSON else plain


def read_rows(connection: Connection, project: str) -> dict[str, dict[str, Entity]]:
    """Every row of a project by kind and uid; kinds without a row are left out."""
    rows: dict[str, dict[str, Entity]] = {}
    with _without_garbage():
        for entity in ENTITIES:
            # By the driver itself: compiling a statement for each entity would cost more than reading its rows.
            found = [row for chunk in fetched(connection, _codec(entity).select, (project,)) for row in chunk]
            if found:
                rows[entity.kind] = _entities(entity, found)
    return rows


@contextmanager
def _without_garbage() -> Iterator[None]:
    """Look for no garbage meanwhile: what is read stays, and looking through thousands of rows again and again takes longer than reading."""
    looking = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if looking:
            gc.enable()


def _entities(entity: type[Entity], found: Sequence[Any]) -> dict[str, Entity]:
    if not found:
        return {}
    codec = _codec(entity)
    with as_written():
        values = list(zip(*found, strict=True))
        for place, reader in codec.readers:
            # A column holds few values that differ: each is converted once.
            known = {stored: None if stored is None else reader(stored) for stored in set(values[place])}
            same = len(known) == 1
            values[place] = tuple(known.values()) * len(found) if same else tuple(map(known.__getitem__, values[place]))
    return dict(zip(values[0], entity.whole(codec.columns, values), strict=True))


def read_projects(connection: Connection) -> tuple[Project, ...]:
    """Every project of the store, by key."""
    statement = _codec(Project).select.partition(" WHERE ")[0]
    found = _entities(Project, connection.execute(text(statement)).all())
    return tuple(sorted((row for row in found.values() if isinstance(row, Project)), key=lambda project: project.key))


def write_changes(connection: Connection, project: str, changes: Iterable[RowChange]) -> None:
    """Bring the tables where ``changes`` lead, of which there is one to a row.

    Rows go before others come, and those of which something unique changes step aside first: what is unique may pass from one
    row to another.  What rows refer to is looked at by the database at the end of the transaction alone.
    """
    edited: list[RowChange] = []
    new: dict[str, list[RowChange]] = defaultdict(list)
    for change in changes:
        if change.before is None:
            new[change.kind].append(change)
        elif change.after is None:
            statement = _codec(entity_of(change.kind)).delete
            _one(connection, statement, (change.uid, _version(change.before)), change)
        else:
            edited.append(change)
    for change in filter(_moves_what_is_unique, edited):
        # Unique means unique in a project, so that nothing can stand in the way of a row in a project of its own.
        connection.execute(text(f'UPDATE "{change.kind}" SET project = uid WHERE uid = :uid'), {"uid": change.uid})
    for change in edited:
        _update(connection, project, change)
    for kind, created in new.items():
        _insert(connection, project, entity_of(kind), created)


def _moves_what_is_unique(change: RowChange) -> bool:
    unique = {"ref"}.union(*entity_of(change.kind).unique)
    return change.kind != Project.kind and not unique.isdisjoint(change.after or ())


def _insert(connection: Connection, project: str, entity: type[Entity], changes: list[RowChange]) -> None:
    specs = fields_of(entity)
    owner = {} if entity is Project else {"project": project}
    records = []
    for change in changes:
        row = entity.trusted({**values_of(entity, change.after or {}), "uid": change.uid})
        stored = {spec.name: _stored(spec, spec.plain(getattr(row, spec.name))) for spec in specs}
        records.append({**owner, "uid": row.uid, "ref": row.ref, "version": row.version, **stored})
    connection.execute(text(_codec(entity).insert), records)


def _update(connection: Connection, project: str, change: RowChange) -> None:
    assert change.after is not None
    known = {spec.name: spec for spec in fields_of(entity_of(change.kind))}
    stored = {name: _stored(known[name], plain) if name in known else plain for name, plain in change.after.items()}
    if _moves_what_is_unique(change):
        stored["project"] = project
    settings = ", ".join(f'"{name}" = {PLACEHOLDER}' for name in stored)
    statement = f'UPDATE "{change.kind}" SET {settings} WHERE uid = {PLACEHOLDER} AND version = {PLACEHOLDER}'
    _one(connection, statement, (*stored.values(), change.uid, _version(change.before)), change)


def _one(connection: Connection, statement: str, values: tuple[Any, ...], change: RowChange) -> None:
    # As the driver gets it: of ten thousand rows that go at once, each would otherwise cost ten times as much.
    if connection.exec_driver_sql(statement, values).rowcount != 1:
        # The plan was made in this very transaction, so that only a table edited behind the log's back can bring this about.
        raise refuse(
            message(
                N_("The {kind} table and the change log disagree on {uid}; nothing was written. Put a backup in place of the store"),
                kind=change.kind, uid=change.uid,
            )
        )  # fmt: skip


def _version(values: Mapping[str, Plain] | None) -> Plain:
    return (values or {})["version"]
