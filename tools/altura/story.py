"""The words in which the story is told: acts at an instant by somebody, on rows that are known by keys of our own.

A value of a reference field is the key of the row that it refers to (``owner="lea"``); its uid follows from kind and key, so that
chapters can refer to each other's rows, and two runs give the same file.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeAlias
from uuid import UUID, uuid5

from cockpit.domain.entity import Entity, Shape, fields_of
from cockpit.domain.kpi import Group
from tools.altura.weeks import at

_NAMESPACE = UUID("c9a2f1d4-6d0b-5c3e-9d57-0a17a70a17a7")


def uid_of(kind: str, key: str) -> str:
    """The uid of the row of ``kind`` that the story calls ``key``."""
    return str(uuid5(_NAMESPACE, f"{kind}/{key}"))


@dataclass(frozen=True)
class New:
    """A row that comes to be."""

    entity: type[Entity]
    key: str
    values: Mapping[str, Any]


@dataclass(frozen=True)
class Changed:
    """Fields of a row that get other values."""

    entity: type[Entity]
    key: str
    values: Mapping[str, Any]


@dataclass(frozen=True)
class Dropped:
    """A row that is deleted."""

    entity: type[Entity]
    key: str


@dataclass(frozen=True)
class Measured:
    """Measurements of a KPI, by its key."""

    kpi: str
    group: Group
    points: Mapping[date, float]


Edit: TypeAlias = New | Changed | Dropped | Measured


@dataclass(frozen=True)
class Act:
    """What somebody did in one go."""

    at: datetime
    who: str
    edits: tuple[Edit, ...]
    note: str = ""


@dataclass(frozen=True)
class Undone:
    """Somebody took back their last edit; or, with ``again``, that undo."""

    at: datetime
    who: str
    again: bool = False


Told: TypeAlias = Act | Undone


def new(entity: type[Entity], key: str, /, **values: Any) -> New:
    """A row that comes to be, with references given as keys."""
    return New(entity, key, _with_uids(entity, values))


def changed(entity: type[Entity], key: str, /, **values: Any) -> Changed:
    """Other values for a row, with references given as keys."""
    return Changed(entity, key, _with_uids(entity, values))


def act(day: date, clock: str, who: str, *edits: Edit, note: str = "") -> Act:
    """What ``who`` did on ``day`` when the clock showed ``clock``."""
    return Act(at(day, clock), who, edits, note)


def euros(amount: float) -> int:
    """An amount as it is kept: in cents."""
    return round(amount * 100)


def _with_uids(entity: type[Entity], values: Mapping[str, Any]) -> dict[str, Any]:
    specs = {spec.name: spec for spec in fields_of(entity)}
    whole = dict(values)
    for name, value in values.items():
        spec = specs[name]
        if spec.shape is Shape.REFERENCE and value is not None:
            whole[name] = uid_of(spec.refers_to, value)
        elif spec.shape is Shape.REFERENCES:
            whole[name] = [uid_of(spec.refers_to, each) for each in value]
    return whole
