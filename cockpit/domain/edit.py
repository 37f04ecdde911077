"""What a user asks for: rows to make, change and delete, measurements to record, and an act that does several in one go."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from cockpit.domain.change import Deed
from cockpit.domain.entity import Entity
from cockpit.domain.kpi import Group


@dataclass(frozen=True)
class Create:
    """Bring a row into being; ``uid`` may be chosen by the caller, so that it can be referred to in the same act."""

    entity: type[Entity]
    values: Mapping[str, Any]
    uid: str = ""


@dataclass(frozen=True)
class Update:
    """Give fields of a row other values; ``row`` is the row as the user saw it."""

    row: Entity
    values: Mapping[str, Any]


@dataclass(frozen=True)
class Delete:
    """Take a row away, and with it the rows that must refer to it."""

    row: Entity


@dataclass(frozen=True)
class Record:
    """Put measurements of a KPI (its uid) on record; a value of None takes one off.

    :class:`~cockpit.domain.measurement.Points` are taken as they are, as they have been validated; anything else is validated.
    ``seen`` is what the user saw on record at times of it, None for nothing; without it, whatever is on record gives way.
    """

    kpi: str
    group: Group
    points: Mapping[Any, Any]
    seen: Mapping[Any, float | None] | None = None


Edit: TypeAlias = Create | Update | Delete | Record


@dataclass(frozen=True)
class Act:
    """What a user does in one go: all of it takes effect or nothing does."""

    edits: tuple[Edit, ...]
    note: str = ""
    deed: Deed = Deed.EDIT
