"""Rows that steps make up: each is given the uid that it will keep, wherever it is referred to."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from cockpit.domain.edit import Create, Delete, Edit, Record, Update
from cockpit.domain.entity import Entity, Shape, fields_of
from cockpit.domain.step import is_made_up


@dataclass(frozen=True)
class NamedByStep(Create):
    """A row that a step made up, under a uid of its own; ``made_up`` is the one that the step gave it."""

    made_up: str = ""


def settled(edits: Sequence[Edit], known: Mapping[str, str]) -> Iterator[Edit]:
    """Edits in which every new row has the uid that it will keep, wherever it is referred to."""
    own = {edit.uid: str(uuid4()) for edit in edits if isinstance(edit, Create) and is_made_up(edit.uid)}
    names = {**known, **own}
    for edit in edits:
        match edit:
            case Create():
                values = _renamed(edit.entity, edit.values, names)
                if edit.uid in own:
                    yield NamedByStep(edit.entity, values, own[edit.uid], edit.uid)
                else:
                    yield Create(edit.entity, values, edit.uid or str(uuid4()))
            case Update():
                yield Update(edit.row, _renamed(type(edit.row), edit.values, names))
            case Record():
                yield Record(names.get(edit.kpi, edit.kpi), edit.group, edit.points)
            case Delete():
                yield edit


def _renamed(entity: type[Entity], values: Mapping[str, Any], names: Mapping[str, str]) -> Mapping[str, Any]:
    if not names:
        return values
    shapes = {spec.name: spec.shape for spec in fields_of(entity)}
    return {name: _renamed_in(shapes.get(name), value, names) for name, value in values.items()}


def _renamed_in(shape: Shape | None, value: Any, names: Mapping[str, str]) -> Any:
    match shape:
        case Shape.REFERENCE:
            return names.get(value, value)
        case Shape.REFERENCES if isinstance(value, list | tuple):
            return tuple(names.get(each, each) for each in value)
        case Shape.PARAMETERS if isinstance(value, Mapping):
            return {name: _renamed_setting(setting, names) for name, setting in value.items()}
        case _:
            return value


def _renamed_setting(setting: Any, names: Mapping[str, str]) -> Any:
    if isinstance(setting, list | tuple):
        return [names.get(each, each) for each in setting]
    return names.get(setting, setting) if isinstance(setting, str) else setting
