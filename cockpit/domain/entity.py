"""What every entity of the method has in common, and the words in which its fields are declared.

A field is declared once, with one of the functions below, on its class.  Its :class:`FieldSpec` is derived from that
declaration, and everything else (form, column, CHECK constraint, TOML, change log) from the :class:`FieldSpec`.

Rows are frozen: a state can be shared between threads and compared with an earlier one.  A class is a pydantic model that validates
on construction, and not a SQLModel: importing that one, with the mapper that it brings and nothing here needs, is a sixth of the
time until the overview is on the screen.  The store derives the tables from the same fields.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Any, ClassVar, Self, TypeAlias, get_args, get_origin

from pydantic import BaseModel, ConfigDict, Field

from cockpit.domain.message import Message

if TYPE_CHECKING:
    from cockpit.domain.state import ProjectState

Plain: TypeAlias = "bool | int | float | str | list[Plain] | dict[str, Plain] | None"
"""A value as JSON and TOML hold it."""

Checks: TypeAlias = Mapping[str, Callable[[Any], Message | None]]
"""By the name of a field, what tells what is wrong with a value of it; None for one that is right."""

LONGEST_LINE = 200
LONGEST_TEXT = 20_000
LONGEST_ITEM = 1_000
"""The most characters in one text of a list or of a rule's settings."""
MOST_ITEMS = 1_000
MOST_SETTINGS = 100
LARGEST_WHOLE = 2**53
"""The largest whole number that JSON readers keep exact."""
LARGEST_NUMBER = 1e15
"""Larger than anything measured, and small enough that no square or sum of them overflows."""
FIRST_YEAR, LAST_YEAR = 1900, 2199
"""The years of dates and instants: wide enough for any project, and far from where adding days to a date overflows."""


class Shape(StrEnum):
    """What a field holds, and so how it is typed in, shown, stored and exported."""

    LINE = "line"
    TEXT = "text"
    WHOLE = "whole"
    NUMBER = "number"
    MONEY = "money"
    DATE = "date"
    INSTANT = "instant"
    FLAG = "flag"
    CHOICE = "choice"
    REFERENCE = "reference"
    """The uid of another row."""
    REFERENCES = "references"
    LINES = "lines"
    PARAMETERS = "parameters"


class Choice(StrEnum):
    """A value out of few: its code, and the label marked for translation that people read."""

    label: str

    def __new__(cls, code: str, label: str = "") -> Self:
        member = str.__new__(cls, code)
        member._value_ = code
        member.label = label or code
        return member


def line(label: str, *, help: str = "", required: bool = False, longest: int = LONGEST_LINE, default: str = "") -> Any:
    """One line of text, at most ``longest`` characters; not empty where ``required``."""
    return _declare(Shape.LINE, label, help, ... if required else default, min_length=1 if required else 0, max_length=longest)


def text(label: str, *, help: str = "", required: bool = False, longest: int = LONGEST_TEXT) -> Any:
    """Text of several lines; not empty where ``required``."""
    return _declare(Shape.TEXT, label, help, ... if required else "", min_length=1 if required else 0, max_length=longest)


def whole(label: str, least: int, most: int, *, help: str = "", default: Any = ..., unit: str = "") -> Any:
    """A whole number in ``[least, most]``."""
    return _declare(Shape.WHOLE, label, help, default, unit=unit, ge=least, le=most)


def number(
    label: str,
    least: float = -LARGEST_NUMBER,
    most: float = LARGEST_NUMBER,
    *,
    help: str = "",
    default: Any = ...,
    unit: str = "",
) -> Any:
    """A finite number in ``[least, most]``."""
    return _declare(Shape.NUMBER, label, help, default, unit=unit, ge=least, le=most)


def money(label: str, *, help: str = "", default: Any = ..., least: int = 0) -> Any:
    """An amount in minor units (cents) of the project's currency."""
    return _declare(Shape.MONEY, label, help, default, ge=least, le=LARGEST_WHOLE)


def day(label: str, *, help: str = "", default: Any = None) -> Any:
    """A date without a time."""
    return _declare(Shape.DATE, label, help, default)


def instant(label: str, *, help: str = "", default: Any = None) -> Any:
    """An aware instant, kept in UTC to the second."""
    return _declare(Shape.INSTANT, label, help, default)


def flag(label: str, *, help: str = "", default: bool = False) -> Any:
    """Yes or no."""
    return _declare(Shape.FLAG, label, help, default)


def choice(label: str, *, help: str = "", default: Any = ...) -> Any:
    """One member of the :class:`Choice` that the field is annotated with."""
    return _declare(Shape.CHOICE, label, help, default)


def reference(label: str, kind: str, *, help: str = "", required: bool = False) -> Any:
    """The uid of a row of ``kind``.

    A row goes with the one that it must refer to; a reference that may be empty is emptied when its target is deleted.
    """
    bounds: dict[str, Any] = {"min_length": 1 if required else 0, "max_length": LONGEST_LINE}
    return _declare(Shape.REFERENCE, label, help, ... if required else None, refers_to=kind, **bounds)


def references(label: str, kind: str, *, help: str = "") -> Any:
    """The uids of any number of rows of ``kind``; a deleted target leaves the list."""
    return _declare(Shape.REFERENCES, label, help, (), refers_to=kind, max_length=MOST_ITEMS)


def lines(label: str, *, help: str = "", default: tuple[str, ...] = ()) -> Any:
    """Any number of lines of text: steps, deliverables, questions."""
    return _declare(Shape.LINES, label, help, default, max_length=MOST_ITEMS)


def parameters(label: str, *, help: str = "") -> Any:
    """Named settings of a rule, each a number, a text, yes or no, or a list of texts."""
    return _declare(Shape.PARAMETERS, label, help, ...)


def _declare(shape: Shape, label: str, help: str, default: Any, *, refers_to: str = "", unit: str = "", **bounds: Any) -> Any:
    told: dict[str, Any] = {"shape": shape, "refers_to": refers_to, "unit": unit}
    if shape is Shape.PARAMETERS:
        return Field(default_factory=dict, title=label, description=help, json_schema_extra=told)
    given = {name: bound for name, bound in bounds.items() if bound is not None}
    return Field(default=default, title=label, description=help, json_schema_extra=told, **given)


@dataclass(frozen=True)
class FieldSpec:
    """A field as declared: all that a form, a column, a constraint or a file needs to know of it.

    ``label`` and ``help`` are marked for translation and not yet translated.  ``least`` and ``most`` bound the value of
    a number, ``shortest`` and ``longest`` the length of a text or a list.  ``required`` means that a value has to be
    given, ``optional`` that None is one.
    """

    name: str
    shape: Shape
    label: str
    help: str
    required: bool
    optional: bool
    default: Any
    least: float | None = None
    most: float | None = None
    shortest: int | None = None
    longest: int | None = None
    unit: str = ""
    refers_to: str = ""
    choices: type[Choice] | None = None

    def plain(self, value: Any) -> Plain:
        """``value`` as JSON holds it."""
        match self.shape:
            case Shape.DATE:
                return None if value is None else str(value.isoformat())
            case Shape.INSTANT:
                return None if value is None else instant_text(value)
            case Shape.CHOICE:
                return None if value is None else str(value.value)
            case Shape.REFERENCES | Shape.LINES:
                return list(value)
            case Shape.PARAMETERS:
                return {name: value[name] for name in sorted(value)}
            case _:
                return value  # type: ignore[no-any-return]

    def value(self, plain: Any) -> Any:
        """The value that :meth:`plain` made ``plain`` of; trusted, not validated."""
        if plain is None:
            return None
        match self.shape:
            case Shape.DATE:
                return date.fromisoformat(plain)
            case Shape.INSTANT:
                return datetime.fromisoformat(plain)
            case Shape.CHOICE:
                assert self.choices
                return self.choices(plain)
            case Shape.REFERENCES | Shape.LINES:
                return tuple(plain)
            case Shape.FLAG:
                return bool(plain)
            case Shape.NUMBER:
                return float(plain)
            case _:
                return plain


def instant_text(at: datetime) -> str:
    """An aware instant as the store and files write it: UTC, to the second, ``2026-01-05T09:30:00+00:00``."""
    return at.astimezone(UTC).isoformat(timespec="seconds")


class Entity(BaseModel):
    """One row of the method's data.

    ``uid`` is the same on every machine, ``ref`` is short and for people (``R-12``), ``version`` counts the edits of
    the row.
    """

    model_config = ConfigDict(frozen=True, defer_build=True, extra="forbid", allow_inf_nan=False)

    kind: ClassVar[str]
    """The name of the entity in the store, in files and in commands."""
    prefix: ClassVar[str]
    """What its refs begin with."""
    label: ClassVar[str]
    """Its name, marked for translation."""
    plural: ClassVar[str]
    """Its name for many, marked for translation; the title of its table."""
    title_field: ClassVar[str] = "title"
    """The field that names a row to people."""
    ordered: ClassVar[tuple[tuple[str, str], ...]] = ()
    """Pairs of fields of which the first may not be more than the second, where both are given."""
    unique: ClassVar[tuple[tuple[str, ...], ...]] = ()
    """Groups of fields that no two rows of a project share."""
    checks: ClassVar[Checks] = {}
    """What values have to pass beyond the bounds of their field."""

    uid: str = Field(min_length=1, max_length=64, pattern="^[!-~]*$")
    ref: str = Field(default="", max_length=24, pattern="^[!-~]*$")
    version: int = Field(default=1, ge=1, le=LARGEST_WHOLE)

    def __str__(self) -> str:
        return f"{self.ref} {self.caption}".strip()

    @property
    def caption(self) -> str:
        """What people call this row."""
        return str(getattr(self, self.title_field) or "")

    def own_problems(self) -> Iterator[tuple[str, Message]]:
        """What is wrong between the fields of this row beyond their order: the name of a field, and the sentence."""
        yield from ()

    @classmethod
    def suggested(cls, values: Mapping[str, Any], state: "ProjectState") -> Mapping[str, Any]:
        """What fields that are left empty may hold, made of the other ``values`` of a row that is still being written."""
        return {}

    def plain(self) -> dict[str, Plain]:
        """The declared fields as JSON holds them, without uid, ref and version."""
        return {spec.name: spec.plain(getattr(self, spec.name)) for spec in fields_of(type(self))}

    @classmethod
    def trusted(cls, values: Mapping[str, Any]) -> Self:
        """A row of values validated before, at a tenth of the cost: they come from the store or the change log.

        A field that is not given takes its default: a row written before the field existed can still be read.
        """
        row: Self = cls.__new__(cls)
        state = {**_defaults(cls), **values}
        object.__setattr__(row, "__dict__", state)
        object.__setattr__(row, "__pydantic_fields_set__", set(state))
        object.__setattr__(row, "__pydantic_extra__", None)
        object.__setattr__(row, "__pydantic_private__", None)
        return row

    @classmethod
    def whole(cls, names: Sequence[str], columns: Sequence[Sequence[Any]]) -> list[Self]:
        """Rows of which every field is given, as columns beside the ``names`` of the fields; trusted, at half the cost."""
        given, new = set(names), cls.__new__
        put_values, put_given, put_extra, put_private = (BaseModel.__dict__[slot].__set__ for slot in _SLOTS)
        rows = []
        for values in zip(*columns, strict=True):
            row = new(cls)
            put_values(row, dict(zip(names, values)))  # noqa: B905 - as many by construction, and ten thousand times
            put_given(row, given)
            put_extra(row, None)
            put_private(row, None)
            rows.append(row)
        return rows

    def changed(self, **values: Any) -> Self:
        """A copy with other values, trusted like :meth:`trusted`."""
        return self.trusted({**self.__dict__, **values})


_SLOTS = ("__dict__", "__pydantic_fields_set__", "__pydantic_extra__", "__pydantic_private__")
"""What makes up a pydantic model."""


@cache
def _defaults(entity: type[Entity]) -> dict[str, Any]:
    return {"ref": "", "version": 1} | {spec.name: spec.default for spec in fields_of(entity) if not spec.required}


@cache
def fields_of(entity: type[Entity]) -> tuple[FieldSpec, ...]:
    """The declared fields of an entity, in the order of their declaration, without uid, ref and version."""
    specs = []
    for name, info in entity.model_fields.items():
        told = info.json_schema_extra
        if not isinstance(told, dict):
            continue
        inner, optional = _without_none(info.annotation)
        bounds: dict[str, Any] = {}
        for rule in info.metadata:
            for ours, theirs in _BOUNDS:
                if (bound := getattr(rule, theirs, None)) is not None:
                    bounds[ours] = bound
        shape = Shape(str(told["shape"]))
        required = info.is_required()
        specs.append(
            FieldSpec(
                name=name,
                shape=shape,
                label=info.title or name,
                help=info.description or "",
                required=required,
                optional=optional,
                default=None if required else info.get_default(call_default_factory=True),
                unit=str(told["unit"]),
                refers_to=str(told["refers_to"]),
                choices=inner if isinstance(inner, type) and issubclass(inner, Choice) else None,
                **bounds,
            )
        )
    return tuple(specs)


@cache
def field_of(entity: type[Entity], name: str) -> FieldSpec:
    """One declared field by its name; KeyError where there is none."""
    for spec in fields_of(entity):
        if spec.name == name:
            return spec
    raise KeyError(name)


_BOUNDS = (("least", "ge"), ("most", "le"), ("shortest", "min_length"), ("longest", "max_length"))


def _without_none(annotation: Any) -> tuple[Any, bool]:
    if get_origin(annotation) is UnionType or str(get_origin(annotation)) == "typing.Union":
        inner = [each for each in get_args(annotation) if each is not NoneType]
        return inner[0], len(inner) < len(get_args(annotation))
    return annotation, False


def canonical(plain: Plain) -> str:
    """JSON text that is equal for equal values, whoever writes it."""
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
