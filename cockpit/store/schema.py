"""The tables, derived from the fields of the entities, and those of the store's own memory.

Built only where a table has to be made or compared: reading and writing take their statements from :mod:`cockpit.store.rows`.
"""

from functools import lru_cache
from typing import Any

from sqlalchemy.types import TypeEngine
from sqlmodel import (
    BigInteger,
    CheckConstraint,
    Column,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from cockpit.domain.catalogue import ENTITIES
from cockpit.domain.entity import Entity, FieldSpec, Shape, fields_of
from cockpit.domain.project import Project

_TYPES: dict[Shape, type[TypeEngine[Any]]] = {
    Shape.WHOLE: BigInteger,
    Shape.MONEY: BigInteger,
    Shape.FLAG: Integer,
    Shape.NUMBER: Float,
}


@lru_cache(maxsize=1)
def metadata() -> MetaData:
    """Every table of a store."""
    everything = MetaData()
    for entity in ENTITIES:
        _entity_table(entity, everything)
    _memory_tables(everything)
    return everything


def _entity_table(entity: type[Entity], everything: MetaData) -> Table:
    is_project = entity is Project
    columns: list[Column[Any]] = [Column("uid", String, primary_key=True)]
    if not is_project:
        columns.append(Column("project", String, _target("project"), nullable=False))
    columns += [Column("ref", String, nullable=False), Column("version", Integer, nullable=False)]
    rules: list[Any] = [CheckConstraint("version >= 1", name=f"{entity.kind}_version")]
    for spec in fields_of(entity):
        keys = [_target(spec.refers_to)] if spec.shape is Shape.REFERENCE else []
        columns.append(Column(spec.name, _TYPES.get(spec.shape, Text)(), *keys, nullable=spec.optional))
        if keys:
            # Without it a row that goes would have every row that might refer to it looked at.
            rules.append(Index(f"{entity.kind}_{spec.name}_index", spec.name))
        if rule := _check(spec):
            rules.append(CheckConstraint(rule, name=f"{entity.kind}_{spec.name}"))
    for low, high in entity.ordered:
        rules.append(CheckConstraint(f'"{low}" <= "{high}"', name=f"{entity.kind}_{low}_{high}"))
    scope = [] if is_project else ["project"]
    if not is_project:
        rules.append(UniqueConstraint("project", "ref", name=f"{entity.kind}_ref"))
    for group in entity.unique:
        rules.append(UniqueConstraint(*scope, *group, name=f"{entity.kind}_{'_'.join(group)}_unique"))
    return Table(entity.kind, everything, *columns, *rules)


def _target(kind: str) -> ForeignKey:
    # Checked at commit, so that the rows of one act can be written in any order.
    return ForeignKey(f"{kind}.uid", deferrable=True, initially="DEFERRED")


def _check(spec: FieldSpec) -> str:
    """The bounds of a field as SQL; empty where its type says it all.  NULL passes a CHECK, as an optional field should."""
    name = f'"{spec.name}"'
    match spec.shape:
        case Shape.WHOLE | Shape.MONEY | Shape.NUMBER:
            bounds = [f"{name} >= {spec.least}"] * (spec.least is not None) + [f"{name} <= {spec.most}"] * (spec.most is not None)
            return " AND ".join(bounds)
        case Shape.LINE | Shape.TEXT:
            return f"length({name}) BETWEEN {spec.shortest or 0} AND {spec.longest}"
        case Shape.CHOICE:
            assert spec.choices
            codes = ", ".join(f"'{member.value}'" for member in spec.choices)
            return f"{name} IN ({codes})"
        case Shape.FLAG:
            return f"{name} IN (0, 1)"
        case Shape.DATE:
            return f"length({name}) = 10"
        case Shape.INSTANT:
            return f"length({name}) = 25"
        case Shape.REFERENCES | Shape.LINES | Shape.PARAMETERS:
            return f"json_valid({name})"
        case Shape.REFERENCE:
            return ""


def _memory_tables(everything: MetaData) -> None:
    Table(
        "batch",
        everything,
        Column("place", Integer, primary_key=True),
        Column("uid", String, nullable=False),
        Column("project", String, _target("project"), nullable=False),
        Column("at", String, nullable=False),
        Column("who", String, nullable=False),
        Column("deed", String, nullable=False),
        Column("note", Text, nullable=False),
        Column("reverses", String),
        UniqueConstraint("project", "uid", name="batch_uid"),
        sqlite_autoincrement=True,
    )
    Table(
        "row_change",
        everything,
        Column("batch", Integer, ForeignKey("batch.place"), primary_key=True),
        Column("position", Integer, primary_key=True),
        Column("kind", String, nullable=False),
        Column("uid", String, nullable=False),
        Column("before", Text),
        Column("after", Text),
        CheckConstraint("before IS NOT NULL OR after IS NOT NULL", name="row_change_something"),
    )
    # `held` is how many measurements hold, `totals_at` the place of the batch at which the totals of the periods were worked out last.
    Table(
        "series",
        everything,
        Column("id", Integer, primary_key=True),
        Column("project", String, _target("project"), nullable=False),
        Column("kpi", String, nullable=False),
        Column("group", String, nullable=False),
        Column("held", Integer, nullable=False),
        Column("totals_at", Integer),
        UniqueConstraint("project", "kpi", "group", name="series_kpi_group"),
    )
    # The change lies between the times `first` and `last`, and superseded `removed` values with the `added` ones.
    Table(
        "series_change",
        everything,
        Column("batch", Integer, ForeignKey("batch.place"), primary_key=True),
        Column("position", Integer, primary_key=True),
        Column("series", Integer, ForeignKey("series.id"), nullable=False),
        Column("first", String, nullable=False),
        Column("last", String, nullable=False),
        Column("removed", Integer, nullable=False),
        Column("added", Integer, nullable=False),
    )
    # A superseded value stays: `batch` is the place of the batch that put it, `until` that of the one that replaced or removed it.
    Table(
        "measurement",
        everything,
        Column("series", Integer, primary_key=True),
        Column("at", String, primary_key=True),
        Column("batch", Integer, primary_key=True),
        Column("value", Float, nullable=False),
        Column("until", Integer),
        ForeignKeyConstraint(["series"], ["series.id"]),
        sqlite_with_rowid=False,
    )
    Table(
        "period_total",
        everything,
        Column("series", Integer, primary_key=True),
        Column("starts_on", String, primary_key=True),
        Column("measurements", Integer, nullable=False),
        Column("sum", Float, nullable=False),
        Column("least", Float, nullable=False),
        Column("most", Float, nullable=False),
        Column("last", Float, nullable=False),
        Column("measured_on", String, nullable=False),
        Column("last_at", String),
        Column("rest", String),
        ForeignKeyConstraint(["series"], ["series.id"]),
        sqlite_with_rowid=False,
    )
    # How far each feed has come.  A feed that is deleted may come back, and then goes on from there.
    Table(
        "feed_progress",
        everything,
        Column("project", String, _target("project"), primary_key=True),
        Column("feed", String, primary_key=True),
        Column("progress", Text, nullable=False),
        sqlite_with_rowid=False,
    )
    Table(
        "ref_counter",
        everything,
        Column("project", String, _target("project"), primary_key=True),
        Column("prefix", String, primary_key=True),
        Column("highest", Integer, nullable=False),
    )
