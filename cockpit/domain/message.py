"""What a rule has to say, kept as its parts so that each reader hears it in their own language."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeAlias


def N_(text: str) -> str:  # noqa: N802 - gettext's own name, known to its tools
    """Mark ``text`` for translation; return it as it stands, to be translated when it is shown."""
    return text


@dataclass(frozen=True, slots=True)
class Percent:
    """A share shown as a percentage; ``value`` is a fraction, 0.6 for 60 %."""

    value: float


@dataclass(frozen=True, slots=True)
class Rounded:
    """A number that is always shown with as many ``decimals``, so that one can be compared with another beside it."""

    value: float
    decimals: int


@dataclass(frozen=True, slots=True)
class Exact:
    """A number as it was given, to six decimals; others are shown with three figures."""

    value: float


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in minor units (cents) of a currency."""

    minor: int
    currency: str


@dataclass(frozen=True, slots=True)
class DayAsOf:
    """A day as people say it on another: without its year where that is the same."""

    value: date
    today: date


Part: TypeAlias = "str | int | float | date | datetime | DayAsOf | Percent | Rounded | Exact | Money | Message | tuple[Part, ...]"
"""A number, a date or another message; a plain ``str`` is text that somebody typed, or a ref, and is never translated."""


@dataclass(frozen=True)
class Message:
    """A sentence marked for translation, with what goes into its braces.

    ``plural`` is chosen by ``parts["count"]`` where it is given.  The sentence comes from the program, never from a user.
    """

    text: str
    parts: dict[str, Part] = field(default_factory=dict)
    plural: str = ""


def message(text: str, plural: str = "", **parts: Part) -> Message:
    """A :class:`Message` in short: ``message(N_("{done} of {needed}"), done=12, needed=20)``."""
    return Message(text, parts, plural)
