"""The settings of a kind of criterion: declared once, checked where they are written and where they are read."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from cockpit.domain.message import N_, Message, message
from cockpit.domain.problem import Problem
from cockpit.domain.validation import echo

Value: TypeAlias = bool | int | float | str | Sequence[str]


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting of a kind of criterion, of the type of its default: whole number, number, one of ``choices``, a ref or a list of refs.

    ``label`` and ``help`` are marked for translation; ``help`` says what the label does not.  ``refers_to`` is the kind of the rows
    whose refs it holds.
    """

    name: str
    label: str
    default: int | float | str | tuple[str, ...]
    least: float = -math.inf
    most: float = math.inf
    choices: tuple[str, ...] = ()
    refers_to: str = ""
    help: str = ""

    @property
    def allowed(self) -> Message:
        """What it may hold, in words."""
        if self.choices:
            return message(N_("one of {choices}"), choices=self.choices)
        if isinstance(self.default, int):
            return message(N_("a whole number from {least} to {most}"), least=int(self.least), most=int(self.most))
        if isinstance(self.default, float):
            return message(N_("a number from {least} to {most}"), least=self.least, most=self.most)
        if isinstance(self.default, str):
            return message(N_("the ref of an existing row"))
        return message(N_("a list of refs"))

    def fits(self, value: Value) -> bool:
        """Whether ``value`` may stand here."""
        if isinstance(value, bool):
            return False
        if isinstance(self.default, int | float):
            number = isinstance(value, int if isinstance(self.default, int) else int | float)
            return number and self.least <= value <= self.most  # type: ignore[operator]
        if isinstance(self.default, str):
            return isinstance(value, str) and (value in self.choices or bool(self.refers_to))
        return isinstance(value, list | tuple)


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of one criterion, those that are not given at their defaults."""

    declared: tuple[Setting, ...]
    given: Mapping[str, Value]

    def number(self, name: str) -> float:
        """A setting that is a number."""
        value = self._value(name)
        assert isinstance(value, int | float)
        return value

    def whole(self, name: str) -> int:
        """A setting that is a whole number."""
        value = self._value(name)
        assert isinstance(value, int)
        return value

    def text(self, name: str) -> str:
        """A setting that is one of few words, or one ref, empty where there is none."""
        value = self._value(name)
        assert isinstance(value, str)
        return value

    def refs(self, name: str) -> tuple[str, ...]:
        """The refs that a setting holds: all that it lists, or its only one."""
        value = self._value(name)
        if isinstance(value, str):
            return (value,) if value else ()
        assert isinstance(value, list | tuple)
        return tuple(value)

    def _value(self, name: str) -> Value:
        default = next(setting.default for setting in self.declared if setting.name == name)
        return self.given.get(name, default)


def setting_problems(declared: Sequence[Setting], given: Mapping[str, Value]) -> Iterator[Problem]:
    """What is wrong with the settings given to a kind of criterion: a name that it does not have, a value that does not fit."""
    known = {setting.name: setting for setting in declared}
    for name, value in given.items():
        if name not in known:
            sentence = (
                message(N_("there is no setting “{name}”; there are {allowed}"), name=echo(name), allowed=tuple(known))
                if known
                else message(N_("there is no setting “{name}”: this rule has none"), name=echo(name))
            )
            yield Problem(sentence, "settings", name)
        elif not known[name].fits(value):
            sentence = message(
                N_("{field}: “{value}” is not allowed; it must be {allowed}"),
                field=Message(known[name].label), value=echo(value), allowed=known[name].allowed,
            )  # fmt: skip
            yield Problem(sentence, "settings", name)
