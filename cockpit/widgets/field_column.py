"""What a field says in a table or a panel, derived from its declaration: dates as people say them, references by ref or handle."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from cockpit import language
from cockpit.domain.entity import Choice, Entity, FieldSpec, Shape, field_of
from cockpit.domain.message import N_
from cockpit.domain.state import ref_number
from cockpit.domain.text import folded
from cockpit.language import _
from cockpit.widgets.column import Cell, Column, Context
from cockpit.widgets.signs import sign_of, words_of

_NUMERIC = (Shape.WHOLE, Shape.NUMBER, Shape.MONEY)
_FEW_VALUES = (Shape.DATE, Shape.FLAG, Shape.CHOICE, Shape.REFERENCE)
_WIDEST = {Shape.LINE: 60, Shape.TEXT: 60, Shape.LINES: 60, Shape.PARAMETERS: 40, Shape.REFERENCES: 20, Shape.REFERENCE: 12}


def field_cell(spec: FieldSpec, value: Any, context: Context, *, distance: bool = False) -> Cell:
    """The value of a field as people read it on one line; ``distance`` tells a date by how far it is from today."""
    if value is None:
        return Cell("")
    match spec.shape:
        case Shape.WHOLE:
            return Cell(_with_unit(language.number(value, 0), spec))
        case Shape.NUMBER:
            return Cell(_with_unit(language.number(value), spec))
        case Shape.MONEY:
            return Cell(language.money(value, context.currency))
        case Shape.DATE:
            return Cell(language.distance(value, context.today) if distance else language.day(value, context.today))
        case Shape.INSTANT:
            return Cell(language.moment(value))
        case Shape.FLAG:
            return Cell(_("yes") if value else _("no"))
        case Shape.CHOICE:
            return Cell(words_of(value), sign_of(value).tone)
        case Shape.REFERENCE:
            return Cell(context.named(spec.refers_to, value))
        case Shape.REFERENCES:
            return Cell(", ".join(filter(None, (context.named(spec.refers_to, uid) for uid in value))))
        case Shape.LINES:
            return Cell("; ".join(value))
        case Shape.PARAMETERS:
            return Cell(", ".join(f"{name} = {_setting(value[name])}" for name in sorted(value)))
        case _:
            return Cell(str(value))


def ref_column() -> Column:
    """The column of refs (``R-12``), sorted by their number; it never gives way."""
    return Column(
        "ref",
        N_("Ref"),
        lambda row, context: row.ref,
        lambda row, context: ref_number(row.ref),
        maximum=8,
        priority=0,
        whole=True,
    )


def column_for(entity: type[Entity], name: str, *, distance: bool = False, **given: Any) -> Column:
    """The column of a field, or of the refs where ``name`` is ``ref``; ``given`` replaces any attribute of the :class:`Column`.

    KeyError where the entity has no such field.
    """
    if name == "ref":
        return replace(ref_column(), **given)
    spec = field_of(entity, name)
    is_title = name == entity.title_field
    column = Column(
        name,
        spec.label,
        _Cells(spec, distance),
        _order(spec),
        right=spec.shape in _NUMERIC,
        minimum=12 if is_title else 4,
        maximum=200 if is_title else _WIDEST.get(spec.shape, 24),
        weight=3 if is_title else 1 if spec.shape in (Shape.LINE, Shape.TEXT, Shape.LINES) else 0,
        priority=0 if is_title else 5,
    )
    return replace(column, **given)


class _Cells:
    """The cells of a field; those of a value that many rows share are made once for a context."""

    def __init__(self, spec: FieldSpec, distance: bool) -> None:
        self._spec, self._distance = spec, distance
        self._shared = spec.shape in _FEW_VALUES
        self._made_for: tuple[Context | None, str] = (None, "")
        self._made: dict[Any, Cell] = {}

    def __call__(self, row: Any, context: Context) -> Cell:
        value = getattr(row, self._spec.name)
        if not self._shared:
            return field_cell(self._spec, value, context, distance=self._distance)
        if self._made_for[0] is not context or self._made_for[1] != language.current():
            self._made_for, self._made = (context, language.current()), {}
        if value not in self._made:
            self._made[value] = field_cell(self._spec, value, context, distance=self._distance)
        return self._made[value]


def _with_unit(number: str, spec: FieldSpec) -> str:
    return f"{number}\N{NO-BREAK SPACE}{_(spec.unit)}" if spec.unit else number


def _setting(value: Any) -> str:
    match value:
        case bool():
            return _("yes") if value else _("no")
        case int() | float():
            return language.number(value)
        case list() | tuple():
            return ", ".join(str(each) for each in value)
        case _:
            return str(value)


def _order(spec: FieldSpec) -> Callable[[Any, Any], Any] | None:
    def as_it_is(row: Any, context: Any) -> float | date | datetime | None:
        value: float | date | datetime | None = getattr(row, spec.name)
        return value

    def by_rank(row: Any, context: Any) -> int | None:
        value: Choice | None = getattr(row, spec.name)
        return None if value is None else list(type(value)).index(value)

    def by_name(row: Any, context: Any) -> tuple[int, str] | None:
        name = context.named(spec.refers_to, getattr(row, spec.name))
        return (ref_number(name), folded(name)) if name else None

    match spec.shape:
        case Shape.WHOLE | Shape.NUMBER | Shape.MONEY | Shape.DATE | Shape.INSTANT | Shape.FLAG:
            return as_it_is
        case Shape.CHOICE:
            return by_rank
        case Shape.REFERENCE:
            return by_name
        case _:
            return None
