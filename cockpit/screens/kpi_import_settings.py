"""How a file of KPI data is read: what was found out about it, and what the user may say instead."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any
from zoneinfo import available_timezones

from cockpit.domain.kpi import Group
from cockpit.domain.message import N_
from cockpit.language import _, headed
from cockpit.widgets.answer_list import Answer
from cockpit.widgets.column import Cell, Column
from cockpit.widgets.signs import Tone

if TYPE_CHECKING:
    from cockpit.domain.entity import Choice
    from cockpit.exchange.kpi_csv import Options, Reading

_ENCODINGS = ("utf-8", "utf-16", "cp1252", "latin-1", "iso-8859-15", "cp850", "mac-roman")
_SEPARATORS = (
    (",", "comma", N_("comma")), (";", "semicolon", N_("semicolon")), ("\t", "tab", N_("tab")), ("|", "bar", N_("vertical bar")),
    (" ", "space", N_("space")),
)  # fmt: skip


@dataclass(frozen=True)
class Setting:
    """Something that may be said of a file: its label and question, marked for translation, and its choices.

    ``field`` names it among the options; ``unsaid`` tells, translated, what holds where nothing is said.
    """

    field: str
    label: str
    question: str
    choices: Callable[[], Sequence[tuple[Any, str, str]]]
    """What may be said: the value in the options, what is written on the command line, and its meaning, translated."""
    unsaid: "Callable[[Reading, str], str]"
    nothing: Any = None
    of_the_file: bool = False
    """Whether it says how the file becomes cells, so that the file has to be read again."""

    @property
    def option(self) -> str:
        """The same on the command line."""
        return f"--{self.field}"

    def answers(self, reading: "Reading", zone: str) -> list[Answer]:
        """All choices, the first of which says nothing; ``zone`` is the project's."""
        return [
            Answer("", self.unsaid(reading, zone)),
            *(Answer(code, meaning, f"{self.option} {code}") for _value, code, meaning in self.choices()),
        ]

    def code(self, options: "Options") -> str:
        """The answer that is in ``options``."""
        said = getattr(options, self.field)
        return next((code for value, code, _meaning in self.choices() if said not in (self.nothing, None) and value == said), "")

    def said(self, options: "Options", code: str) -> "Options":
        """The options with an answer put in."""
        value = next((value for value, other, _meaning in self.choices() if other == code), self.nothing)
        return replace(options, **{self.field: value})


def _of(choices: "Sequence[Choice]") -> list[tuple[Any, str, str]]:
    return [(each, each.value, _(each.label)) for each in choices]


def _dates() -> list[tuple[Any, str, str]]:
    from cockpit.exchange.kpi_csv import Dates

    return _of(list(Dates))


def _decimals() -> list[tuple[Any, str, str]]:
    from cockpit.exchange.kpi_csv import Decimal

    return _of(list(Decimal))


def _duplicates() -> list[tuple[Any, str, str]]:
    from cockpit.exchange.kpi_csv import Duplicates

    return _of(list(Duplicates))


@cache
def _zones() -> tuple[tuple[Any, str, str], ...]:
    return tuple((name, name, name) for name in sorted(available_timezones()))


def _found_out(_reading: "Reading", _zone: str) -> str:
    return _("found out")


def _separator(reading: "Reading", _zone: str) -> str:
    names = {sign: _(name) for sign, _code, name in _SEPARATORS}
    return headed(_("found out"), names.get(reading.sheet.separator, f"“{reading.sheet.separator}”"))


SETTINGS = (
    Setting("dates", N_("Dates"), N_("In which order do dates have their parts?"), _dates, _found_out),
    Setting("decimal", N_("Decimal mark"), N_("What stands before the decimals of a number?"), _decimals, _found_out),
    Setting(
        "group", N_("Group"), N_("Whom are the measurements about, where the file does not tell?"),
        lambda: _of(list(Group)), lambda _reading, _zone: _("the one that each KPI is measured for"),
    ),
    Setting(
        "duplicates", N_("Same time twice"), N_("Which of several values of a KPI for the same time is taken?"),
        _duplicates, lambda _reading, _zone: _("none: their lines are refused"),
    ),
    Setting(
        "zone", N_("Time zone"), N_("Which zone are times of that do not tell theirs? / finds one"),
        _zones,
        lambda _reading, zone: headed(_("the project's"), zone), nothing="",
    ),
    Setting(
        "separator", N_("Separator"), N_("What stands between two cells?"),
        lambda: [(code, code, _(name)) for _sign, code, name in _SEPARATORS], _separator, nothing="", of_the_file=True,
    ),
    Setting(
        "encoding", N_("Encoding"), N_("In which encoding is the text?"),
        lambda: [(name, name, name) for name in _ENCODINGS],
        lambda reading, _zone: headed(_("found out"), reading.sheet.encoding), nothing="", of_the_file=True,
    ),
)  # fmt: skip
"""Everything that may be said of a whole file."""


@dataclass(frozen=True)
class SettingRow:
    """A setting as it is now; both texts are translated."""

    setting: Setting
    now: str
    is_said: bool

    @property
    def uid(self) -> str:
        """The identity of the row."""
        return self.setting.field


def setting_rows(options: "Options", reading: "Reading", zone: str) -> Iterator[SettingRow]:
    """A row for each setting."""
    for setting in SETTINGS:
        code = setting.code(options)
        answers = {answer.code: answer.meaning for answer in setting.answers(reading, zone)}
        yield SettingRow(setting, answers[code], bool(code))


def _now(row: SettingRow, _context: Any) -> Cell:
    return Cell(row.now, Tone.STRONG if row.is_said else Tone.QUIET)


SETTING_COLUMNS = (
    Column("label", N_("Setting"), lambda row, _context: _(row.setting.label), minimum=12, maximum=30, priority=0),
    Column("now", N_("Choice"), _now, minimum=16, maximum=60, weight=1, priority=0),
    Column(
        "option", N_("On the command line"), lambda row, _context: Cell(row.setting.option, Tone.QUIET), minimum=8, priority=2
    ),
)
