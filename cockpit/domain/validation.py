"""The one way in: values from a form, a command or a file become a row here, or a list of what is wrong with them."""

import math
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Any, TypeVar

from pydantic import ValidationError

from cockpit.domain.entity import Entity, FieldSpec, Shape, field_of, fields_of
from cockpit.domain.message import N_, Message, message
from cockpit.domain.problem import Problem, Refused
from cockpit.domain.text import clean_line, clean_text

AnyEntity = TypeVar("AnyEntity", bound=Entity)

_LONGEST_ECHO = 40


def validated(entity: type[AnyEntity], values: Mapping[str, Any]) -> AnyEntity:
    """A row of ``entity`` with ``values``, cleaned and held to the bounds of its fields.

    Raises :class:`Refused` with every problem, each naming the field, the value and what is allowed.
    """
    specs = {spec.name: spec for spec in fields_of(entity)}
    given = {name: _cleaned(specs[name], value) if name in specs else value for name, value in values.items()}
    problems = [_unfit(specs[name], values[name]) for name, value in given.items() if value is _UNFIT]
    try:
        row = entity.model_validate({name: value for name, value in given.items() if value is not _UNFIT})
    except ValidationError as errors:
        problems += _translated(entity, errors, given)
        raise Refused(problems) from None
    problems += [Problem(sentence, name) for name, sentence in order_problems(row)]
    problems += [Problem(sentence, name) for name, sentence in row.own_problems()]
    if problems:
        raise Refused(problems)
    return row


def order_problems(row: Entity) -> Iterator[tuple[str, Message]]:
    """The pairs of fields of ``row`` that are the wrong way round (see :attr:`Entity.ordered`)."""
    for low, high in row.ordered:
        first, last = getattr(row, low), getattr(row, high)
        if first is not None and last is not None and first > last:
            labels = {name: Message(field_of(type(row), name).label) for name in (low, high)}
            yield high, message(
                N_("{high}: {last} comes before {low}, {first}; it may not"),
                high=labels[high], low=labels[low], first=first, last=last,
            )  # fmt: skip


def allowed(spec: FieldSpec) -> Message:
    """What a field may hold, in words."""
    match spec.shape:
        case Shape.WHOLE | Shape.MONEY:
            return message(
                N_("a whole number from {least} to {most}"), least=_bound(spec.least), most=_bound(spec.most)
            )
        case Shape.NUMBER if spec.least is not None and spec.most is not None:
            return message(N_("a number from {least} to {most}"), least=_bound(spec.least), most=_bound(spec.most))
        case Shape.NUMBER if spec.least is not None:
            return message(N_("a number of at least {least}"), least=_bound(spec.least))
        case Shape.NUMBER if spec.most is not None:
            return message(N_("a number of at most {most}"), most=_bound(spec.most))
        case Shape.NUMBER:
            return message(N_("a finite number"))
        case Shape.DATE:
            return message(N_("a date such as 2026-12-31"))
        case Shape.INSTANT:
            return message(N_("an instant with its zone, such as 2026-12-31T14:00:00Z"))
        case Shape.FLAG:
            return message(N_("yes or no"))
        case Shape.CHOICE:
            assert spec.choices
            return message(N_("one of {choices}"), choices=tuple(member.value for member in spec.choices))
        case Shape.REFERENCE | Shape.REFERENCES:
            return message(N_("the ref of an existing row"))
        case Shape.LINES:
            return message(N_("a list of at most {most} texts"), most=spec.longest or 0)
        case Shape.PARAMETERS:
            return message(N_("named numbers, texts, yes or no, or lists of texts"))
        case Shape.LINE | Shape.TEXT if spec.shortest:
            return message(N_("a text of {least} to {most} characters"), least=spec.shortest, most=spec.longest or 0)
        case _:
            return message(N_("a text of at most {most} characters"), most=spec.longest or 0)


def _bound(bound: float | None) -> int | float:
    assert bound is not None
    return int(bound) if bound == int(bound) else bound


def _unfit(spec: FieldSpec, value: Any) -> Problem:
    return Problem(
        message(
            N_("{field}: “{value}” is not allowed; it must be {allowed}"),
            field=Message(spec.label), value=echo(value), allowed=allowed(spec),
        ),
        spec.name,
    )  # fmt: skip


def echo(value: Any) -> str:
    """A value that came in, fit to be repeated in a sentence: one clean line, not long."""
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) >= 10**_LONGEST_ECHO:
        return f"{'-' if value < 0 else ''}…({value.bit_length()} bits)"
    said = clean_line(value if isinstance(value, str) else str(value))
    return said if len(said) <= _LONGEST_ECHO else f"{said[:_LONGEST_ECHO]}… ({len(said)})"


def _translated(entity: type[Entity], errors: ValidationError, given: Mapping[str, Any]) -> Iterator[Problem]:
    seen = set()
    for error in errors.errors(include_url=False, include_context=False):
        name = str(error["loc"][0]) if error["loc"] else ""
        if name in seen or given.get(name) is _UNFIT:
            continue
        seen.add(name)
        known = {spec.name: spec for spec in fields_of(entity)}
        if name not in known:
            yield Problem(
                message(N_("there is no field “{name}” in {entity}"), name=echo(name), entity=Message(entity.label)),
                name,
            )
        elif error["type"] == "missing" or given.get(name) in (None, ""):
            spec = known[name]
            yield Problem(
                message(
                    N_("{field} is missing; it must be {allowed}"), field=Message(spec.label), allowed=allowed(spec)
                ),
                name,
            )
        else:
            yield _unfit(known[name], given[name])


class _Unfit:
    """Marks a value that pydantic would take and we do not."""


_UNFIT = _Unfit()
_ISO_DATE = re.compile(r"\d{4}-\d\d-\d\d")


def _cleaned(spec: FieldSpec, value: Any) -> Any:
    """``value`` with its texts cleaned; what pydantic would convert too kindly is marked as unfit."""
    if value is None:
        return None
    match spec.shape:
        case Shape.LINE | Shape.REFERENCE | Shape.CHOICE:
            clean = clean_line(value) if isinstance(value, str) else value
            return None if spec.optional and clean == "" else clean
        case Shape.TEXT:
            return clean_text(value) if isinstance(value, str) else value
        case Shape.LINES | Shape.REFERENCES:
            if not isinstance(value, list | tuple):
                return _UNFIT
            return tuple(clean_line(each) if isinstance(each, str) else each for each in value)
        case Shape.PARAMETERS:
            return _cleaned_parameters(value)
        case Shape.WHOLE | Shape.MONEY | Shape.NUMBER:
            return _cleaned_number(spec, value)
        case Shape.DATE | Shape.INSTANT:
            return _cleaned_time(spec, value)
        case _:
            return value


def _cleaned_number(spec: FieldSpec, value: Any) -> Any:
    if isinstance(value, bool):
        return _UNFIT
    if isinstance(value, str):
        return None if spec.optional and not value.strip() else value.strip()
    if isinstance(value, float) and not math.isfinite(value):
        return _UNFIT
    return value if isinstance(value, float) or abs(value) < 10**300 else _UNFIT


def _cleaned_time(spec: FieldSpec, value: Any) -> Any:
    if isinstance(value, str):
        value = value.strip()
        if not value and spec.optional:
            return None
        if not _ISO_DATE.match(value):
            return _UNFIT
        try:
            value = datetime.fromisoformat(value) if spec.shape is Shape.INSTANT else date.fromisoformat(value)
        except ValueError:
            return _UNFIT
    if spec.shape is Shape.INSTANT:
        if not isinstance(value, datetime) or value.tzinfo is None:
            return _UNFIT
        try:
            return value.astimezone(UTC).replace(microsecond=0)
        except OverflowError:
            return _UNFIT
    return value if isinstance(value, date) and not isinstance(value, datetime) else _UNFIT


def _cleaned_parameters(value: Any) -> Any:
    if not isinstance(value, Mapping):
        return _UNFIT
    clean: dict[str, Any] = {}
    for name, setting in value.items():
        match setting:
            case str():
                clean[clean_line(str(name))] = clean_line(setting)
            case bool():
                clean[clean_line(str(name))] = setting
            case int() if abs(setting) <= 2**53:
                clean[clean_line(str(name))] = setting
            case float() if math.isfinite(setting):
                clean[clean_line(str(name))] = setting
            case list() | tuple() if all(isinstance(each, str) for each in setting):
                clean[clean_line(str(name))] = [clean_line(each) for each in setting]
            case _:
                return _UNFIT
    return clean
