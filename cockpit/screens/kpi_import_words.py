"""What the import of KPI data says: the tables of its preview, and the one sentence that tells what stands."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar, overload

from cockpit.domain.kpi import Kpi
from cockpit.domain.message import N_, Message, message
from cockpit.language import _, day, headed, moment, ngettext, number, say
from cockpit.widgets.answer_list import Answer
from cockpit.widgets.column import Cell, Column
from cockpit.widgets.signs import Tone
from cockpit.widgets.typed_text import cell_width, display_line, fit

if TYPE_CHECKING:
    from cockpit.exchange.kpi_csv import ColumnRead, Measurement, Reading, RefusedLine, Role, SeriesRead
    from cockpit.screens.kpi_intake import Intake

_MOST_DIGITS = 10
_WIDEST_CELL = 24

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Numbered(Generic[Item]):
    """A row of a table that has no identity but its place."""

    place: int
    it: Item

    @property
    def uid(self) -> str:
        """Its place, as an identity."""
        return str(self.place)


class NumberedRows(Sequence[Numbered[Item]], Generic[Item]):
    """The items of a sequence, which may be many, as rows of a table; each is made when it is looked at."""

    def __init__(self, items: Sequence[Item]) -> None:
        self._items = items

    def __len__(self) -> int:
        return len(self._items)

    @overload
    def __getitem__(self, place: int) -> Numbered[Item]: ...
    @overload
    def __getitem__(self, place: slice) -> list[Numbered[Item]]: ...
    def __getitem__(self, place: int | slice) -> Numbered[Item] | list[Numbered[Item]]:
        if isinstance(place, slice):
            return [Numbered(each, self._items[each]) for each in range(*place.indices(len(self._items)))]
        place = range(len(self._items))[place]
        return Numbered(place, self._items[place])

    def __iter__(self) -> Iterator[Numbered[Item]]:
        return (Numbered(place, item) for place, item in enumerate(self._items))


class Standing(NamedTuple):
    """What stands, in a sentence, with the sign and the tone that go with it."""

    sign: str
    sentence: str
    tone: Tone


# What stands


def standing_of(intake: "Intake", keep_good_key: str) -> Standing:
    """What would come of the file as it is read now."""
    reading = intake.reading
    assert reading
    if reading.obstacles:
        return Standing("✗", say(reading.obstacles[0].message), Tone.BAD)
    if count := len(reading.questions):
        words = ngettext("{count} question first: nothing is guessed", "{count} questions first: nothing is guessed", count)
        return Standing("?", words.format(count=number(count)), Tone.WARNING)
    if reading.refused and not intake.options.keep_good:
        return Standing("✗", _refusal(reading, keep_good_key), Tone.BAD)
    if not reading.measurements:
        return Standing("✗", _("There is no measurement in it to take in"), Tone.BAD)
    added, changed = sum(each.new for each in reading.series), sum(each.changed for each in reading.series)
    if not added + changed:
        words = ngettext(
            "Nothing new in it: its {count} measurement is here already",
            "Nothing new in it: all its {count} measurements are here already",
            reading.measurements,
        )
        return Standing("=", words.format(count=number(reading.measurements)), Tone.PLAIN)
    return Standing("✓", " · ".join(_effect(reading, added, changed)), Tone.GOOD)


def _refusal(reading: "Reading", key: str) -> str:
    count = len(reading.refused)
    if not reading.measurements:
        words = ngettext(
            "{count} line is refused, and there is no other to take in",
            "{count} lines are refused, and there is no other to take in",
            count,
        )
        return words.format(count=number(count))
    words = ngettext(
        "{count} line is refused, so nothing is taken in; {key} keeps the good ones ({measurements})",
        "{count} lines are refused, so nothing is taken in; {key} keeps the good ones ({measurements})",
        count,
    )
    return words.format(count=number(count), key=key, measurements=say(measurements(reading.measurements)))


def _effect(reading: "Reading", added: int, changed: int) -> Iterator[str]:
    kpis = len({each.kpi.uid for each in reading.series if each.new or each.changed})
    yield _("{measurements} of {kpis} would be taken in: {added} new, {changed} changed").format(
        measurements=say(measurements(added + changed)),
        kpis=say(message(N_("{count} KPI"), N_("{count} KPIs"), count=kpis)),
        added=number(added),
        changed=number(changed),
    )
    if here := reading.measurements - added - changed:
        yield ngettext("{count} is here already", "{count} are here already", here).format(count=number(here))
    if refused := len(reading.refused):
        words = ngettext("{count} refused line is left out", "{count} refused lines are left out", refused)
        yield words.format(count=number(refused))


def measurements(count: int) -> Message:
    """A number of measurements."""
    return message(N_("{count} measurement"), N_("{count} measurements"), count=count)


# The tables


def _count(count: int) -> Cell:
    return Cell(number(count), Tone.PLAIN if count else Tone.QUIET)


def _time(time: str) -> str:
    return day(date.fromisoformat(time)) if len(time) == 10 else moment(datetime.fromisoformat(time))


def value_words(kpi: Kpi, value: float) -> str:
    """A value with its unit and all its digits: who checks what was read wants to see what is kept."""
    written = f"{value:.{_MOST_DIGITS}f}".rstrip("0").partition(".")[2]
    shown = number(value, max(kpi.decimals, len(written)))
    return f"{shown}\N{NO-BREAK SPACE}{kpi.unit}" if kpi.unit else shown


def _column(label: str, name: str, cell: Any, order: Any = None, **how: Any) -> Column:
    return Column(
        name, label, lambda row, _context: cell(row.it),
        (lambda row, _context: order(row.it)) if order else None, **how,
    )  # fmt: skip


def _kpi_of(each: "SeriesRead | Measurement") -> str:
    return str(each.kpi)


SERIES_COLUMNS = (
    _column(N_("KPI"), "kpi", _kpi_of, minimum=26, maximum=60, weight=1, priority=0),
    _column(N_("Group"), "group", lambda each: _(each.group.label), minimum=5, maximum=16, priority=3),
    _column(N_("Added"), "new", lambda each: _count(each.new), lambda each: each.new, right=True, minimum=3, priority=0),
    _column(N_("Changed"), "changed", lambda each: _count(each.changed), lambda each: each.changed, right=True, minimum=3, priority=0),
    _column(N_("Here already"), "unchanged", lambda each: _count(each.unchanged), lambda each: each.unchanged, right=True, minimum=3,
            priority=2),
    _column(N_("From"), "first", lambda each: day(each.first), lambda each: each.first, right=True, minimum=8, priority=1),
    _column(N_("To"), "last", lambda each: day(each.last), lambda each: each.last, right=True, minimum=8, priority=1),
)  # fmt: skip


MEASUREMENT_COLUMNS = (
    _column(N_("Line"), "line", lambda each: number(each.line), lambda each: each.line, right=True, minimum=4, priority=1),
    _column(N_("When"), "when", lambda each: _time(each.time), lambda each: each.time, minimum=8, priority=0),
    _column(N_("KPI"), "kpi", _kpi_of, minimum=12, maximum=50, weight=1, priority=0),
    _column(N_("Group"), "group", lambda each: _(each.group.label), minimum=5, maximum=16, priority=3),
    _column(N_("Value"), "value", lambda each: value_words(each.kpi, each.value), lambda each: each.value, right=True, minimum=6,
            priority=0),
)  # fmt: skip


def column_words(column: "ColumnRead") -> Cell:
    """What a column is read as."""
    from cockpit.exchange.kpi_csv import Role

    if column.kpi is not None:
        return Cell(str(column.kpi))
    return Cell(_(column.role.label), Tone.QUIET if column.role is Role.LEFT_OUT else Tone.PLAIN)


FILE_COLUMNS = (
    _column("", "number", lambda each: Cell(number(each.number), Tone.QUIET), lambda each: each.number, right=True, minimum=2, priority=1),
    _column(N_("Column"), "name", lambda each: each.name, minimum=10, maximum=30, priority=0),
    _column(N_("Read as"), "role", column_words, minimum=10, maximum=50, weight=1, priority=0),
    _column(N_("Example"), "example", lambda each: Cell(each.example, Tone.QUIET), minimum=8, maximum=24, priority=2),
)  # fmt: skip


REFUSED_COLUMNS = (
    _column(N_("Line"), "line", lambda each: number(each.line), lambda each: each.line, right=True, minimum=4, priority=0),
    _column(N_("Column"), "column", lambda each: each.column, minimum=6, maximum=16, priority=2),
    _column(N_("Text"), "text", lambda each: Cell(each.text, Tone.WARNING), minimum=6, maximum=20, priority=1),
    _column(N_("Reason"), "reason", lambda each: say(each.reason), minimum=14, maximum=999, weight=1, priority=0),
)


def refused_rows(reading: "Reading") -> Sequence[Any]:
    """Whatever is wrong with the file: with the whole of it, then line by line."""
    from cockpit.exchange.kpi_csv import RefusedLine

    of_the_file = [RefusedLine(each.line or 1, each.where, "", each.message) for each in reading.obstacles]
    return NumberedRows((*of_the_file, *reading.refused))


def refused_words(each: "RefusedLine") -> str:
    """All about a refused line."""
    where = _("Line {line}").format(line=number(each.line))
    if each.column:
        where = _("{line}, column “{column}”").format(line=where, column=each.column)
    return headed(where, say(each.problem().message))


def as_it_stands(head: Sequence[Sequence[str]], most: int) -> str:
    """The first lines of a file, its cells below each other."""
    shown = [[display_line(cell) for cell in cells] for cells in head[:most]]
    columns = max(map(len, shown), default=0)
    widths = [max((cell_width(cells[place]) for cells in shown if place < len(cells)), default=0) for place in range(columns)]
    return "\n".join(
        "  ".join(fit(cell, min(width, _WIDEST_CELL)) for cell, width in zip(cells, widths, strict=False)) for cells in shown
    )


# What a column may be


def column_answers(kpis: Sequence[Kpi]) -> list[Answer]:
    """What the user may say of a column, KPIs first."""
    from cockpit.exchange.kpi_csv import Role

    roles = sorted(Role, key=lambda role: role is Role.LEFT_OUT)
    return [
        *(Answer(kpi.ref, str(kpi), _("KPI")) for kpi in kpis),
        *(Answer(_role_code(role), _(role.label)) for role in roles),
    ]


def column_code(column: "ColumnRead") -> str:
    """The answer that says how a column is read now."""
    return column.kpi.ref if column.kpi is not None else _role_code(column.role)


def _role_code(role: "Role") -> str:
    """What --map calls a role."""
    from cockpit.exchange.kpi_csv import Role
    from cockpit.exchange.kpi_csv.options import LEFT_OUT

    return LEFT_OUT if role is Role.LEFT_OUT else role.value
