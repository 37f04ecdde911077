"""The one way in: values from a form, a command or a file become a row here, or a list of what is wrong with them."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Any, TypeVar

from pydantic import ValidationError

from cockpit.domain.entity import (
    FIRST_YEAR,
    LARGEST_NUMBER,
    LAST_YEAR,
    LONGEST_ITEM,
    LONGEST_LINE,
    MOST_ITEMS,
    MOST_SETTINGS,
    Entity,
    FieldSpec,
    Shape,
    field_of,
    fields_of,
)
from cockpit.domain.message import N_, Message, Part, message
from cockpit.domain.problem import Problem, Refused
from cockpit.domain.text import clean_line, clean_text

AnyEntity = TypeVar("AnyEntity", bound=Entity)

_LONGEST_ECHO = 40


def validated(entity: type[AnyEntity], values: Mapping[str, Any]) -> AnyEntity:
    """A row of ``entity`` with ``values``, cleaned and held to the bounds of its fields.

    Raises :class:`Refused` with every problem, each naming the field, the value and what is allowed.  How fields go
    together is looked at once each of them is right by itself.
    """
    specs = {spec.name: spec for spec in fields_of(entity)}
    known = {name: value for name, value in values.items() if name in specs or name in _IDENTITY}
    given = {name: _cleaned(specs[name], value) if name in specs else value for name, value in known.items()}
    problems = [_stranger(entity, name) for name in values if name not in known]
    problems += [_unfit(specs[name], values[name]) for name, value in given.items() if value is _UNFIT]
    try:
        row = entity.model_validate({name: value for name, value in given.items() if value is not _UNFIT})
    except ValidationError as errors:
        problems += _translated(specs, errors, given)
        raise Refused([*problems, *_checked(entity, given, problems)]) from None
    problems += _checked(entity, row.__dict__, problems)
    if not problems:
        problems = [Problem(sentence, name) for name, sentence in (*order_problems(row), *row.own_problems())]
    if problems:
        raise Refused(problems)
    # A negative zero is the same number as zero, and the store would not keep its sign.
    zeros = {spec.name: 0.0 for spec in specs.values() if spec.shape is Shape.NUMBER and getattr(row, spec.name) == 0}
    return row.changed(**zeros) if zeros else row


def _checked(entity: type[Entity], values: Mapping[str, Any], problems: Iterable[Problem]) -> list[Problem]:
    """What the checks of ``entity`` say of the ``values`` in which no problem is known yet."""
    wrong = {problem.field for problem in problems}
    told = ((name, check(values[name])) for name, check in entity.checks.items() if name in values and name not in wrong)
    return [Problem(sentence, name) for name, sentence in told if sentence is not None]


def order_problems(row: Entity) -> Iterator[tuple[str, Message]]:
    """The pairs of fields of ``row`` that are the wrong way round (see :attr:`Entity.ordered`)."""
    for low, high in row.ordered:
        first, last = getattr(row, low), getattr(row, high)
        if first is None or last is None or first <= last:
            continue
        spec = field_of(type(row), high)
        labels: dict[str, Part] = {"high": Message(spec.label), "low": Message(field_of(type(row), low).label)}
        match spec.shape:
            case Shape.DATE | Shape.INSTANT:
                sentence = N_("{high}: {last} comes before {low}, {first}; it may not")
                yield high, Message(sentence, {**labels, "first": first, "last": last})
            case Shape.MONEY:
                # Amounts are told without their value: a row does not know its currency.
                yield high, Message(N_("{high} is less than {low}; it may not be"), labels)
            case _:
                sentence = N_("{high}: {last} is less than {low}, {first}; it may not be")
                yield high, Message(sentence, {**labels, "first": first, "last": last})


def allowed(spec: FieldSpec) -> Message:
    """What a field may hold, in words."""
    match spec.shape:
        case Shape.WHOLE:
            return Message(N_("a whole number from {least} to {most}"), _bounds(spec))
        case Shape.MONEY:
            return Message(N_("a whole number of cents from {least} to {most}"), _bounds(spec))
        case Shape.NUMBER:
            return Message(N_("a number from {least} to {most}"), _bounds(spec))
        case Shape.DATE:
            return Message(N_("a date such as 2026-12-31, in the years {first} to {last}"), _YEARS)
        case Shape.INSTANT:
            sentence = N_("an instant with its zone, such as 2026-12-31T14:00:00Z, in the years {first} to {last}")
            return Message(sentence, _YEARS)
        case Shape.FLAG:
            return message(N_("yes or no"))
        case Shape.CHOICE:
            assert spec.choices
            return message(N_("one of {choices}"), choices=tuple(member.value for member in spec.choices))
        case Shape.REFERENCE:
            return message(N_("the ref of an existing row"))
        case Shape.REFERENCES:
            return message(N_("a list of at most {most} refs of existing rows"), most=spec.longest or 0)
        case Shape.LINES:
            sentence = N_("a list of at most {most} texts of at most {longest} characters")
            return message(sentence, most=spec.longest or 0, longest=LONGEST_ITEM)
        case Shape.PARAMETERS:
            sentence = N_("at most {most} named numbers, texts of at most {longest} characters, yes or no, or lists of texts")
            return message(sentence, most=MOST_SETTINGS, longest=LONGEST_ITEM)
        case Shape.LINE | Shape.TEXT if spec.shortest:
            return message(N_("a text of {least} to {most} characters"), least=spec.shortest, most=spec.longest or 0)
        case _:
            return message(N_("a text of at most {most} characters"), most=spec.longest or 0)


def _bounds(spec: FieldSpec) -> dict[str, Part]:
    return {"least": _brief(spec.least), "most": _brief(spec.most)}


def _brief(bound: float | None) -> int | float:
    assert bound is not None
    return int(bound) if bound == int(bound) else bound


def echo(value: object) -> str:
    """A value that came in, fit to be repeated in a sentence: one clean line, not long."""
    match value:
        case str():
            said = clean_line(value[: 10 * _LONGEST_ECHO])
            return said if len(said) <= _LONGEST_ECHO else f"{said[:_LONGEST_ECHO]}… ({len(value)})"
        case int() if abs(value) >= 10**_LONGEST_ECHO:
            return f"{'-' if value < 0 else ''}… ({value.bit_length()} bits)"
        case None | int() | float() | date():
            return str(value)
        case list() | tuple():
            return f"[…] ({len(value)})"
        case Mapping():
            return f"{{…}} ({len(value)})"
        case _:
            return f"({type(value).__name__})"


def _stranger(entity: type[Entity], name: object) -> Problem:
    said = echo(name)
    return Problem(message(N_("There is no field “{name}” in {entity}"), name=said, entity=Message(entity.label)), said)


def _unfit(spec: FieldSpec, value: object) -> Problem:
    if value is None or value == "":
        sentence = message(N_("{field} is missing; it must be {allowed}"), field=Message(spec.label), allowed=allowed(spec))
    else:
        sentence = message(
            N_("{field}: “{value}” is not allowed; it must be {allowed}"),
            field=Message(spec.label), value=echo(value), allowed=allowed(spec),
        )  # fmt: skip
    return Problem(sentence, spec.name)


def _translated(specs: Mapping[str, FieldSpec], errors: ValidationError, given: Mapping[str, object]) -> Iterator[Problem]:
    wrong = {str(error["loc"][0]) for error in errors.errors(include_url=False, include_context=False, include_input=False)}
    for name, spec in specs.items():
        if name in wrong and given.get(name) is not _UNFIT:
            yield _unfit(spec, given.get(name))
    for name in _IDENTITY:
        if name in wrong:
            sentence = N_("{name}: “{value}” cannot identify a row")
            yield Problem(message(sentence, name=name, value=echo(given.get(name, ""))), name)


class _Unfit:
    """Marks a value that pydantic would take and we do not."""


_UNFIT = _Unfit()
_IDENTITY = ("uid", "ref", "version")
_YEARS: dict[str, Part] = {"first": str(FIRST_YEAR), "last": str(LAST_YEAR)}
_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _cleaned(spec: FieldSpec, value: object) -> Any:
    """``value`` with its texts cleaned; what pydantic would convert too kindly is marked as unfit."""
    if value is None:
        return None
    match spec.shape:
        case Shape.TEXT:
            return clean_text(value) if isinstance(value, str) else _UNFIT
        case Shape.LINE | Shape.REFERENCE | Shape.CHOICE:
            return _cleaned_line(spec, value) if isinstance(value, str) else _UNFIT
        case Shape.FLAG:
            return clean_line(value) if isinstance(value, str) else value
        case Shape.LINES:
            return _cleaned_list(value)
        case Shape.REFERENCES:
            refs = _cleaned_list(value)
            return refs if refs is _UNFIT else tuple(dict.fromkeys(refs))
        case Shape.PARAMETERS:
            return _cleaned_parameters(value)
        case Shape.WHOLE | Shape.MONEY | Shape.NUMBER:
            return _cleaned_number(spec, value)
        case Shape.DATE | Shape.INSTANT:
            return _cleaned_time(spec, value)


def _cleaned_line(spec: FieldSpec, value: str) -> str | None:
    return clean_line(value) or (None if spec.optional else "")


def _cleaned_list(value: object) -> Any:
    """The texts of a list without the empty ones."""
    if not isinstance(value, list | tuple) or not all(isinstance(each, str) for each in value):
        return _UNFIT
    texts = tuple(filter(None, map(clean_line, value)))
    return texts if all(len(each) <= LONGEST_ITEM for each in texts) else _UNFIT


def _cleaned_number(spec: FieldSpec, value: object) -> Any:
    if isinstance(value, str):
        return _cleaned_line(spec, value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return _UNFIT
    return value if abs(value) <= LARGEST_NUMBER * LARGEST_NUMBER else _UNFIT


def _cleaned_time(spec: FieldSpec, value: object) -> Any:
    if isinstance(value, str):
        value = clean_line(value)
        if not value and spec.optional:
            return None
        if not _ISO_DATE.match(value):
            return _UNFIT
        try:
            value = datetime.fromisoformat(value) if spec.shape is Shape.INSTANT else date.fromisoformat(value)
        except ValueError:
            return _UNFIT
    if not isinstance(value, date) or isinstance(value, datetime) is not (spec.shape is Shape.INSTANT):
        return _UNFIT
    if not isinstance(value, datetime):
        return value if FIRST_YEAR <= value.year <= LAST_YEAR else _UNFIT
    moved = in_utc(value)
    return _UNFIT if moved is None else moved.replace(microsecond=0)


def in_utc(at: datetime) -> datetime | None:
    """An aware instant moved to UTC; None where it has no zone, or is not in the years that dates may have."""
    # Looked at before it is moved, as the year 1 cannot be, and after, as the year may be another there.
    if at.utcoffset() is None or not FIRST_YEAR <= at.year <= LAST_YEAR:
        return None
    moved = at.astimezone(UTC)
    return moved if FIRST_YEAR <= moved.year <= LAST_YEAR else None


def _cleaned_parameters(value: object) -> Any:
    if not isinstance(value, Mapping) or len(value) > MOST_SETTINGS:
        return _UNFIT
    clean = {}
    for name, setting in value.items():
        said = clean_line(name) if isinstance(name, str) else ""
        fit = _cleaned_setting(setting)
        if not 0 < len(said) <= LONGEST_LINE or said in clean or fit is _UNFIT:
            return _UNFIT
        clean[said] = fit
    return clean


def _cleaned_setting(setting: object) -> Any:
    match setting:
        case bool():
            return setting
        case int() | float():
            return setting if abs(setting) <= LARGEST_NUMBER else _UNFIT
        case str():
            said = clean_line(setting)
            return said if len(said) <= LONGEST_ITEM else _UNFIT
        case list() | tuple() if len(setting) <= MOST_ITEMS:
            texts = _cleaned_list(setting)
            return texts if texts is _UNFIT else list(texts)
        case _:
            return _UNFIT
