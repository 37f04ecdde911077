"""What each column of a sheet is: found out from its header and its cells, told by the user, or asked."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from cockpit.domain.kpi import Group, Kpi
from cockpit.domain.message import N_, Message, Part, message
from cockpit.domain.problem import Problem
from cockpit.domain.text import folded
from cockpit.domain.validation import echo
from cockpit.exchange.kpi_csv.kpi_names import KpiNames, same_unit
from cockpit.exchange.kpi_csv.numbers import is_number
from cockpit.exchange.kpi_csv.options import EVERY_OTHER, LEFT_OUT, Answer, Options, Question, Role
from cockpit.exchange.kpi_csv.result import ColumnRead
from cockpit.exchange.kpi_csv.sheet import Sheet
from cockpit.exchange.kpi_csv.time_shape import is_time, is_time_of_day, signature, time_shape
from cockpit.exchange.kpi_csv.words import (
    group_in_brackets,
    group_of,
    is_clock_name,
    is_date_name,
    is_group_name,
    is_kpi_name,
    is_value_name,
    without_unit,
)

_SAMPLE = 100
_MOST_ASKED = 20
"""Columns asked about one by one; of more, the answer for all others is the likely one."""


@dataclass
class Layout:
    """The columns of a sheet (counted from 0) by what they hold.

    ``values`` are those with values, each with its KPI and group where the column tells them; in a sheet with a column of KPIs
    there is one, which tells none.
    """

    date: int | None = None
    clock: int | None = None
    kpi: int | None = None
    group: int | None = None
    values: dict[int, tuple[Kpi | None, Group | None]] = field(default_factory=dict)
    left_out: set[int] = field(default_factory=set)
    questions: list[Question] = field(default_factory=list)
    obstacles: list[Problem] = field(default_factory=list)
    notes: list[Message] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    """What --map tells of that is no column: names in the column of KPIs, perhaps."""

    @property
    def is_long(self) -> bool:
        """Whether each line names its KPI."""
        return self.kpi is not None

    def free(self, sheet: Sheet) -> list[int]:
        """The columns of which nothing is known yet."""
        taken = {self.date, self.clock, self.kpi, self.group, *self.values, *self.left_out}
        return [number for number in range(len(sheet.columns)) if number not in taken]

    def obstruct(self, sentence: Message) -> None:
        """Note why the sheet cannot be read."""
        self.obstacles.append(Problem(sentence))

    def told(self, sheet: Sheet) -> tuple[ColumnRead, ...]:
        """What each column was taken for."""
        roles = {self.date: Role.DATE, self.clock: Role.TIME, self.kpi: Role.KPI, self.group: Role.GROUP}
        return tuple(
            ColumnRead(
                number=number + 1,
                name=echo(name),
                role=Role.VALUE if number in self.values else roles.get(number, Role.LEFT_OUT),
                kpi=self.values[number][0] if number in self.values else None,
                example=echo(next(filter(str.strip, cells), "")),
            )
            for number, (name, cells) in enumerate(zip(sheet.header, sheet.columns, strict=True))
        )


def layout_of(sheet: Sheet, names: KpiNames, options: Options) -> Layout:
    """What each column of ``sheet`` is, with what has to be asked, and why it cannot be read where it cannot."""
    return _Assigning(sheet, names, options).layout()


class _Assigning:
    def __init__(self, sheet: Sheet, names: KpiNames, options: Options) -> None:
        self._sheet, self._names, self._options = sheet, names, options
        self._layout = Layout()
        self._samples: dict[int, list[str]] = {}
        self._kpi: Kpi | None = None

    def layout(self) -> Layout:
        layout = self._layout
        if not self._names:
            layout.obstruct(message(N_("The project has no KPI yet; make one first, so that its measurements have a place")))
            return layout
        self._kpi = self._kpi_given()
        self._take_told()
        self._find_date()
        self._find_clock()
        self._find_group()
        self._find_kpis()
        self._find_values()
        self._find_groups_told()
        self._note_units()
        self._refuse_twice()
        self._refuse_unknown_names()
        return layout

    def _kpi_given(self) -> Kpi | None:
        given = self._options.kpi
        kpi = self._names.named(given) if given else None
        if given and kpi is None:
            self._layout.obstruct(self._no_kpi("--kpi", given))
        return kpi

    def _no_kpi(self, option: str, name: str) -> Message:
        return message(
            N_("{option}: there is no KPI “{name}”; {suggested}"),
            option=option, name=echo(name), suggested=self._names.suggested(name),
        )  # fmt: skip

    def _take_told(self) -> None:
        """What --map says of columns."""
        for name, what in self._options.columns.items():
            if name == EVERY_OTHER:
                if what != LEFT_OUT:
                    self._layout.obstruct(message(N_("--map: of all other columns, * can only be said to be left out: *=-")))
                continue
            columns = self._columns_called(name)
            for number in columns:
                self._take_told_column(number, what)
            if not columns:
                self._layout.names.add(name)

    def _columns_called(self, name: str) -> list[int]:
        wanted = folded(name.strip())
        called = [number for number, header in enumerate(self._sheet.header) if folded(header) == wanted]
        if called or not (name.isascii() and name.isdigit()):
            return called
        return [int(name) - 1] if 1 <= int(name) <= len(self._sheet.columns) else []

    def _take_told_column(self, number: int, what: str) -> None:
        layout = self._layout
        match what.strip().lower():
            case "-":
                layout.left_out.add(number)
            case Role.DATE.value:
                layout.date = number
            case Role.TIME.value:
                layout.clock = number
            case Role.KPI.value:
                layout.kpi = number
            case Role.GROUP.value:
                layout.group = number
            case Role.VALUE.value:
                layout.values[number] = None, None
            case _:
                kpi, group = self._names.in_header(what)
                if kpi is None:
                    layout.obstruct(self._no_kpi("--map", what))
                    layout.left_out.add(number)
                else:
                    layout.values[number] = kpi, group or self._names.in_header(self._sheet.header[number])[1]

    def _sample(self, number: int) -> list[str]:
        if number not in self._samples:
            cells = map(str.strip, self._sheet.columns[number])
            self._samples[number] = list(islice(filter(None, cells), _SAMPLE))
        return self._samples[number]

    def _mostly(self, number: int, holds: Callable[[str], bool]) -> bool:
        cells = self._sample(number)
        return bool(cells) and 2 * sum(map(holds, cells)) >= len(cells)

    def _header(self, number: int) -> str:
        return self._sheet.header[number]

    def _find_date(self) -> None:
        layout = self._layout
        if layout.date is not None:
            return
        free = layout.free(self._sheet)
        dated = [number for number in free if self._mostly(number, is_time)]
        named = [number for number in dated or free if is_date_name(self._header(number))]
        if not dated:
            named = [number for number in named if self._mostly(number, _may_be_time)]
        found = named if len(dated) != 1 else dated
        if len(found) == 1:
            layout.date = found[0]
        elif len(dated) > 1:
            self._ask_which(found or dated, Role.DATE, N_("Several columns hold dates: {columns}; say --map COLUMN=date"))
        else:
            sentence = N_(
                "No column holds dates that are understood, such as 2026-12-31, 31/12/2026, 2026-12 or 2026-W53; "
                "name the one that does with --map COLUMN=date. There are: {columns}"
            )
            layout.obstruct(message(sentence, columns=self._called(range(len(self._sheet.columns)))))

    def _find_clock(self) -> None:
        layout = self._layout
        for number in layout.free(self._sheet) if layout.clock is None else ():
            if self._mostly(number, is_time_of_day) and (is_clock_name(self._header(number)) or number == (layout.date or 0) + 1):
                layout.clock = number
                return

    def _find_group(self) -> None:
        layout = self._layout
        for number in layout.free(self._sheet) if layout.group is None else ():
            if self._mostly(number, lambda cell: group_of(cell) is not None):
                layout.group = number
                return
        named = [number for number in layout.free(self._sheet) if is_group_name(self._header(number))]
        if layout.group is None and named and not self._mostly(named[0], _is_number):
            layout.group = named[0]

    def _find_kpis(self) -> None:
        layout = self._layout
        if layout.kpi is None and not any(kpi for kpi, _ in layout.values.values()):
            free = [number for number in layout.free(self._sheet) if not self._mostly(number, _is_number)]
            told = {folded(name.strip()) for name in self._layout.names}
            called = [
                number
                for number in free
                if self._mostly(number, lambda cell: self._names.named(cell) is not None or folded(cell) in told)
            ]
            named = [number for number in free if is_kpi_name(self._header(number)) and self._sample(number)]
            found = [number for number in called if number in named] or called or named
            layout.kpi = found[0] if found else None
        if layout.kpi is not None and self._kpi is not None:
            sentence = N_("--kpi: each line names its KPI in the column “{column}”; leave --kpi out, or say --map “{column}=-”")
            layout.obstruct(message(sentence, column=self._label(layout.kpi)))

    def _find_values(self) -> None:
        layout = self._layout
        if layout.is_long or self._kpi is not None:
            self._find_one_value()
            return
        for number in layout.free(self._sheet):
            kpi, group = self._names.in_header(self._header(number))
            if kpi:
                layout.values[number] = kpi, group
        free = [number for number in layout.free(self._sheet) if self._mostly(number, _is_number)]
        unnamed = [number for number, (kpi, _) in layout.values.items() if kpi is None]
        if unnamed or (len(free) == 1 and not layout.values and EVERY_OTHER not in self._options.columns):
            self._ask_kpi((unnamed or free)[0])
        elif free and EVERY_OTHER not in self._options.columns:
            self._ask_columns(free)
        elif not layout.values:
            self._no_values()

    def _find_one_value(self) -> None:
        """The one column of values, where the lines name their KPIs or --kpi does."""
        layout, kpi = self._layout, self._kpi
        if not layout.values:
            free = [number for number in layout.free(self._sheet) if self._mostly(number, _is_number)]
            same = [number for number in free if kpi and self._names.in_header(self._header(number))[0] == kpi]
            named = [number for number in free if is_value_name(self._header(number))]
            found = next((each for each in (same, named, free) if len(each) == 1), free)
            if len(found) == 1:
                layout.values[found[0]] = None, self._names.in_header(self._header(found[0]))[1]
            elif found:
                self._ask_which(found, Role.VALUE, N_("Several columns hold numbers: {columns}; say --map COLUMN=value"))
            else:
                self._no_values()
        if kpi is not None:
            layout.values = {number: (told or kpi, group) for number, (told, group) in layout.values.items()}

    def _find_groups_told(self) -> None:
        """The groups that headers tell whose KPI is told elsewhere, unless each line tells its own."""
        if self._layout.group is None:
            for number, (kpi, group) in self._layout.values.items():
                self._layout.values[number] = kpi, group or group_in_brackets(self._header(number))
        for number, (_, group) in self._layout.values.items():
            if group and self._options.group not in (None, group):
                sentence = N_(
                    "--group: the header “{column}” tells another group ({group}); leave --group out, or say --map “{key}=-”"
                )
                parts: dict[str, Part] = {
                    "column": self._label(number),
                    "group": Message(group.label),
                    "key": echo(self._key(number)),
                }
                self._layout.obstruct(Message(sentence, parts))

    def _note_units(self) -> None:
        """Note the values that the user gives to a KPI though their header tells another unit."""
        for number, (kpi, _) in self._layout.values.items():
            unit = without_unit(self._header(number))[1]
            if kpi and unit and group_of(unit) is None and not same_unit(unit, kpi.unit):
                sentence = N_(
                    "“{column}”: the values are taken as they are, in the unit of {kpi}, though the header tells “{unit}”"
                )
                self._layout.notes.append(message(sentence, column=self._label(number), kpi=str(kpi), unit=echo(unit)))

    def _no_values(self) -> None:
        sentence = N_("No column holds numbers; name the one of a KPI with --map COLUMN=KPI. There are: {columns}")
        self._layout.obstruct(message(sentence, columns=self._called(range(len(self._sheet.columns)))))

    def _ask_which(self, columns: Sequence[int], role: Role, sentence: str) -> None:
        answers = tuple(
            Answer(f"{self._key(number)}={role.value}", message("{column}", column=self._label(number))) for number in columns
        )
        self._layout.questions.append(Question("--map", message(sentence, columns=self._called(columns)), answers))

    def _ask_kpi(self, number: int) -> None:
        name = self._header(number)
        sentence = message(
            N_("Which KPI are the values of “{column}”? Say --kpi; {suggested}"),
            column=self._label(number), suggested=self._names.suggested(name),
        )  # fmt: skip
        self._layout.questions.append(Question("--kpi", sentence, self._names.answers(name), self._label(number)))

    def _ask_columns(self, columns: Sequence[int]) -> None:
        for number in columns[:_MOST_ASKED]:
            name, key = self._header(number), self._key(number)
            sentence = message(
                N_("“{column}” is no KPI: say --map “{key}=KPI”, or --map “{key}=-” to leave it out; {suggested}"),
                column=self._label(number), key=echo(key), suggested=self._names.suggested(name),
            )  # fmt: skip
            leave = Answer(f"{key}={LEFT_OUT}", message(N_("leave it out")))
            others = Answer(f"{EVERY_OTHER}={LEFT_OUT}", message(N_("leave out every column that is no KPI")))
            answers = (*self._names.answers(name, key), leave, *((others,) if len(columns) > 1 else ()))
            self._layout.questions.append(Question("--map", sentence, answers, self._label(number)))
        if more := len(columns) - _MOST_ASKED:
            if more < 0:
                return
            sentence = message(
                N_("{count} further column is no KPI: --map “*=-” leaves out every column that is none"),
                N_("{count} further columns are no KPIs: --map “*=-” leaves out every column that is none"),
                count=more,
            )
            answer = Answer(f"{EVERY_OTHER}={LEFT_OUT}", message(N_("leave out every column that is no KPI")))
            self._layout.questions.append(Question("--map", sentence, (answer,)))

    def _refuse_twice(self) -> None:
        seen: dict[tuple[str, Group | None], int] = {}
        for number, (kpi, group) in self._layout.values.items():
            if kpi is None:
                continue
            if (other := seen.setdefault((kpi.uid, group), number)) != number:
                parts: dict[str, Part] = {"kpi": str(kpi), "one": other + 1, "other": number + 1}
                sentence = N_("The columns {one} and {other} both hold {kpi}; leave one of them out, as with --map “{other}=-”")
                self._layout.obstruct(Message(sentence, parts))

    def _refuse_unknown_names(self) -> None:
        if self._layout.is_long or not self._layout.names:
            return
        for name in sorted(self._layout.names):
            sentence = N_("--map: there is no column “{name}”; there are: {columns}")
            self._layout.obstruct(message(sentence, name=echo(name), columns=self._called(range(len(self._sheet.columns)))))

    def _called(self, columns: Sequence[int]) -> tuple[str, ...]:
        shown = [self._label(number) for number in columns[:_MOST_ASKED]]
        return (*shown, "…") if len(columns) > _MOST_ASKED else tuple(shown)

    def _label(self, number: int) -> str:
        return echo(self._header(number)) or str(number + 1)

    def _key(self, number: int) -> str:
        """How --map names a column: by its header, or by its number where that is not enough."""
        header = self._header(number)
        alike: Iterator[str] = (other for other in self._sheet.header if folded(other) == folded(header))
        return header if header and sum(1 for _ in alike) == 1 and "\n" not in header else str(number + 1)


def _may_be_time(cell: str) -> bool:
    return time_shape(signature(cell)) is not None


def _is_number(cell: str) -> bool:
    return is_number(cell) and not is_time(cell)
