"""What people type into a field, and the value that it means; and back."""

import re
from datetime import date, datetime, tzinfo
from decimal import Decimal
from typing import Any

from cockpit.domain.calendar import working_days
from cockpit.domain.entity import LARGEST_WHOLE, FieldSpec, Plain, Shape
from cockpit.domain.message import N_, Message, Part
from cockpit.domain.problem import Refused, refuse
from cockpit.domain.validation import echo
from cockpit.language import _, current
from cockpit.widgets.column import Context
from cockpit.widgets.date_words import day_from, days_from
from cockpit.widgets.number_words import NUMBER, digits_from
from cockpit.widgets.reference_words import full_name, row_named, short_name

YES, NO = "yes", "no"
"""How a flag is typed and kept in a draft, whatever the language."""

_CLOCK = re.compile(r"(\d\d?)[:h](\d\d)")


_WHOLE = re.compile(r"[+-]?\d+", re.ASCII)


def typed_from(spec: FieldSpec, value: Any, context: Context, zone: tzinfo | None = None) -> str:
    """``value`` as a person would have typed it; an instant in ``zone``, or in local time."""
    if value is None:
        return ""
    match spec.shape:
        case Shape.NUMBER:
            return _decimal(f"{value:.15g}")
        case Shape.MONEY:
            return _decimal(str(value // 100) if value % 100 == 0 else f"{Decimal(value) / 100:.2f}")
        case Shape.DATE:
            return str(value.isoformat())
        case Shape.INSTANT:
            return f"{value.astimezone(zone):%Y-%m-%d %H:%M}"
        case Shape.FLAG:
            return YES if value else NO
        case Shape.CHOICE:
            return str(value.value)
        case Shape.REFERENCE:
            row = context.state.row(spec.refers_to, value)
            return full_name(row) if row else str(value)
        case Shape.REFERENCES:
            rows = ((uid, context.state.row(spec.refers_to, uid)) for uid in value)
            return ", ".join(short_name(row) if row else uid for uid, row in rows)
        case Shape.LINES:
            return "\n".join(value)
        case Shape.PARAMETERS:
            return "\n".join(f"{name} = {_setting_words(value[name])}" for name in sorted(value))
        case _:
            return str(value)


def value_from(spec: FieldSpec, typed: str, context: Context, zone: tzinfo | None = None) -> Any:
    """The value that ``typed`` means in a field, not yet validated; where it means none that can be, ``typed`` itself.

    Raises :class:`Refused` where only this place can say what is wrong: an unknown row, an amount, what is no date, or a number or a date that can be read two ways.
    """
    if not typed.strip() and spec.shape not in (Shape.LINES, Shape.REFERENCES, Shape.PARAMETERS):
        return None if spec.optional else ""
    match spec.shape:
        case Shape.WHOLE | Shape.NUMBER:
            return _number(spec, typed, spec.unit, _(spec.unit))
        case Shape.MONEY:
            return _money(spec, typed, context.currency)
        case Shape.DATE:
            return _day(spec, typed, context)
        case Shape.INSTANT:
            return _instant(typed, context, zone)
        case Shape.FLAG:
            return typed == YES
        case Shape.REFERENCE:
            return _reference(spec, typed, context)
        case Shape.REFERENCES:
            return tuple(dict.fromkeys(_reference(spec, name, context) for name in typed.split(",") if name.strip()))
        case Shape.LINES:
            return tuple(line.strip() for line in typed.splitlines() if line.strip())
        case Shape.PARAMETERS:
            return _settings(spec, typed)
        case _:
            return typed


def _refused(sentence: str, spec: FieldSpec, typed: str, **parts: Part) -> Refused:
    return refuse(Message(sentence, {"field": Message(spec.label), "value": echo(typed), **parts}), spec.name)


def _decimal(number: str) -> str:
    return number.replace(".", ",") if current() == "fr" else number


def _number(spec: FieldSpec, typed: str, *units: str) -> str:
    """The digits of a number as Python reads them: without blanks and unit, with a decimal point; what is none, as it was typed."""
    readings = digits_from(typed, current(), *units)
    if len(readings) == 1:
        return readings[0] if (_WHOLE if spec.shape is Shape.WHOLE else NUMBER).fullmatch(readings[0]) else typed.strip()
    sentence = N_("{field}: “{value}” can be read as {large} or as {small}; write one of these")
    raise _refused(sentence, spec, typed, large=readings[0], small=readings[1])


def _money(spec: FieldSpec, typed: str, currency: str) -> int:
    try:
        minor = Decimal(_number(spec, typed, currency, "€")) * 100
        if (spec.least or 0) <= minor <= (spec.most or LARGEST_WHOLE) and minor == int(minor):
            return int(minor)
    except ArithmeticError:
        pass
    raise _refused(N_("{field}: “{value}” is not allowed; it must be an amount such as 1200 or 12.50"), spec, typed)


def _day(spec: FieldSpec, typed: str, context: Context) -> date:
    days = days_from(typed, context.today, current(), working=working_days(context.state))
    if len(days) == 1:
        return days[0]
    if days:
        sentence = N_("{field}: “{value}” can be read as {first} or as {second}; write one of these")
        raise _refused(sentence, spec, typed, first=days[0], second=days[1])
    raise _refused(N_("{field}: “{value}” is no date; type one such as fri, next friday, +2w, 12 dec or 2026-12-31"), spec, typed)


def _instant(typed: str, context: Context, zone: tzinfo | None) -> datetime | str:
    words, _blank, clock = typed.strip().rpartition(" ")
    day, time = day_from(words, context.today, current()), _CLOCK.fullmatch(clock)
    try:
        if day and time:
            wanted = datetime(day.year, day.month, day.day, int(time[1]), int(time[2]), tzinfo=zone)
        else:
            wanted = datetime.fromisoformat(typed.strip())
        return wanted.replace(tzinfo=wanted.tzinfo or zone).astimezone()
    except (ValueError, OverflowError):
        return typed


def _reference(spec: FieldSpec, typed: str, context: Context) -> str:
    if row := row_named(context.state, spec.refers_to, typed):
        return row.uid
    raise _refused(N_("{field}: nothing here is called “{value}”; type a ref or a name, and choose from the list"), spec, typed)


def _settings(spec: FieldSpec, typed: str) -> dict[str, Plain]:
    settings: dict[str, Plain] = {}
    for line in filter(None, map(str.strip, typed.splitlines())):
        name, sign, words = line.partition("=")
        if not sign or not name.strip():
            raise _refused(N_("{field}: “{value}” is not allowed; write one setting a line, such as share = 0.75"), spec, line)
        settings[name.strip()] = _setting(words.strip())
    return settings


def _setting(words: str) -> Plain:
    if words.startswith("[") and words.endswith("]"):
        return [each.strip() for each in words[1:-1].split(",") if each.strip()]
    if len(words) > 1 and words[0] == words[-1] == '"':
        return words[1:-1]
    if words in (YES, NO):
        return words == YES
    for read in (int, float):
        try:
            return read(words.replace(",", "."))
        except ValueError:
            continue
    return words


def _setting_words(setting: Plain) -> str:
    match setting:
        case bool():
            return YES if setting else NO
        case list():
            return f"[{', '.join(str(each) for each in setting)}]"
        case str():
            return setting if _setting(setting) == setting else f'"{setting}"'
        case _:
            return str(setting)
