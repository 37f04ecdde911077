"""The words in which a story is told: acts at an instant by somebody, on rows that are known by keys of the story's own.

A value of a reference field is the key of the row that it refers to (``owner="lea"``); its uid follows from the story, the kind and
the key (see :class:`~tools.storytelling.life.Telling`), so that chapters can refer to each other's rows, and two runs give the same
file.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, TypeAlias

from cockpit.domain.entity import Entity
from cockpit.domain.kpi import Group


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
class _Done:
    """Something that ``who`` did on ``day`` when the clock on the wall showed ``clock``, such as 09:40."""

    day: date
    clock: str
    who: str

    @property
    def at(self) -> datetime:
        """When, by the clock on the wall: without a time zone."""
        return datetime.combine(self.day, time.fromisoformat(self.clock))


@dataclass(frozen=True)
class Act(_Done):
    """What somebody did in one go."""

    edits: tuple[Edit, ...]
    note: str = ""


@dataclass(frozen=True)
class Undone(_Done):
    """Somebody took back their last edit; or, with ``again``, that undo."""

    again: bool = False


Told: TypeAlias = Act | Undone


def new(entity: type[Entity], key: str, /, **values: Any) -> New:
    """A row that comes to be, with references given as keys."""
    return New(entity, key, values)


def changed(entity: type[Entity], key: str, /, **values: Any) -> Changed:
    """Other values for a row, with references given as keys."""
    return Changed(entity, key, values)


def act(day: date, clock: str, who: str, *edits: Edit, note: str = "") -> Act:
    """What ``who`` did on ``day`` when the clock showed ``clock``."""
    return Act(day, clock, who, edits, note)


def cents(amount: float) -> int:
    """An amount of money as it is kept."""
    return round(amount * 100)
